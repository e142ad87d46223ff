"""Where does each number come from, how is it computed, and what can it not say?"""

from lib.ui import cached, page
from lib.ui.sections import method

with page.opened() as here:
    view = cached.method(here.selection.at, here.releases[-1].number)
    page.title(here, here.words("Where do the numbers come from?"), demo=False, problems=method.problems(here))
    method.contents(here)
    method.tables(here, view)
    method.sources(here, view)
    method.methods(here)
    method.groups(here, view)
    method.glossary(here)
    method.accessibility(here)
    method.releases(here, view)
