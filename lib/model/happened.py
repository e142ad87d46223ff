"""Days on which something is said to have happened: none of them may be a day that has not come yet."""

from collections.abc import Iterator, Mapping
from datetime import date

from lib.errors import Issue
from lib.model.changes import Changes

HAPPENED: Mapping[str, tuple[str, ...]] = {
    "progress_report": ("date",),
    "milestone": ("reached_date",),
    "milestone_move": ("date",),
    "measure_report": ("date",),
    "plan_evaluation": ("date",),
    "task_report": ("date",),
    "body_representation": ("date",),
    "opinion": ("date",),
    "decision": ("date",),
    "comment": ("date",),
    "comment_settlement": ("date",),
}
"""By table, columns with such a day; meetings, plans and periods may lie ahead."""


def happened_issues(changes: Changes, today: date) -> Iterator[Issue]:
    """Days to come in what is about to change; whatever was published before is not judged."""
    for row in changes.rows:
        for each in row.fields:
            if each.column in HAPPENED.get(row.table, ()) and isinstance(each.after, date) and each.after > today:
                yield Issue(row.table, 0, each.column, ", ".join(row.key), "the day {day} is later than today",
                            "Choose today or an earlier day", values={"day": each.after})
