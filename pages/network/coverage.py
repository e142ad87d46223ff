"""Which municipalities have a valid community plan, until when, and what changed between two days?"""

from lib.ui import cached, page
from lib.ui.sections import coverage, coverage_parts, monitoring

with page.opened() as here:
    match coverage_parts.chosen():
        case coverage_parts.MONITORING:
            monitoring.shown(here)
        case _:
            view = cached.coverage(here.selection)
            page.title(here, here.words("Which municipalities have a valid community plan?"),
                       demo=view.coverage.provenance.demo,
                       problems=(*coverage.problems(here), *coverage_parts.problems(here)))
            coverage_parts.choose(here)
            coverage.controls(here)
            coverage.map_and_plans(here, view)
            coverage.details(here, view)
