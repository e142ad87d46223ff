"""Which municipalities have a valid community plan, until when, and what changed between two days?"""

from lib.ui import cached, page
from lib.ui.sections import coverage

with page.opened() as here:
    view = cached.coverage(here.selection)
    page.title(here, here.words("Which municipalities have a valid community plan?"),
               demo=view.coverage.provenance.demo, problems=coverage.problems(here))
    coverage.controls(here)
    coverage.map_and_plans(here, view)
    coverage.details(here, view)
