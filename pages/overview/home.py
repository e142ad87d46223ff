"""How is the region (or one ORP) doing, what is missing, is the plan being fulfilled?"""

from lib.ui import cached, page
from lib.ui.sections import overview

with page.opened() as here:
    view = cached.overview(here.selection)
    page.title(here, overview.question(here), demo=view.provenance.demo,
               problems=overview.problems())
    overview.answers(here, view)
    overview.map_and_areas(here, view)
    overview.changes(here, view)
    overview.how_to_read(here, view)
