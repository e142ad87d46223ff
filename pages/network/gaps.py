"""Where does capacity fall short of a norm, by how much, and which card answers it?"""

from lib.model.assumptions import REQUEST_PARAMETERS
from lib.ui import cached, page
from lib.ui.sections import (
    assumed,
    gap_groups,
    gap_parts,
    gaps,
    lens_sensitivity,
    lenses,
    matrix,
    reach,
    similar,
    whatif,
)

with page.opened() as here:
    match gap_parts.chosen():
        case gap_parts.LENSES:
            shown = cached.lenses(here.selection)
            page.title(here, here.words("Where is capacity missing?"), demo=shown.lens.provenance.demo, norm=True,
                       problems=lenses.problems(here, shown))
            gap_parts.choose(here)
            lenses.controls(here, shown)
            lenses.side_by_side(here, shown)
            lenses.compared(here, shown)
            lenses.by_group(here, shown)
            lens_sensitivity.shown(here, shown)
            assumed.shown(here, *REQUEST_PARAMETERS)
        case gap_parts.REACH:
            asked = reach.asked(here)
            found = cached.reach(here.selection, asked.limit, asked.way)
            page.title(here, here.words("Where is capacity missing?"), demo=found.totals.provenance.demo,
                       problems=reach.problems(here, found, asked))
            gap_parts.choose(here)
            reach.controls(here, found, asked)
            reach.by_type(here, found)
            reach.one_type(here, found)
            reach.assumptions(here, asked)
        case gap_parts.CARDS:
            matrix.shown(here)
        case gap_parts.WHAT_IF:
            whatif.shown(here)
        case _:
            view = cached.gaps(here.selection)
            page.title(here, here.words("Where is capacity missing?"), demo=view.gap.provenance.demo, norm=True,
                       problems=gaps.problems(here, view))
            gap_parts.choose(here)
            gaps.controls(here, view)
            gaps.rug_of_types(here, view)
            similar.shown(here)
            gaps.one_type(here, view)
            gap_groups.by_target_group(here, view)
