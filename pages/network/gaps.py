"""Where does capacity fall short of a norm, by how much, and which card answers it?"""

from lib.ui import cached, page
from lib.ui.sections import gaps

with page.opened() as here:
    view = cached.gaps(here.selection)
    page.title(here, here.words("Where is capacity missing?"), demo=view.gap.provenance.demo, norm=True)
    gaps.controls(here, view)
    gaps.rug_of_types(here, view)
    gaps.one_type(here, view)
    gaps.by_target_group(here, view)
