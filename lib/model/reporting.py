"""Rules of reporting: how often, where a milestone stands on a day, which step of a state is a step back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from lib.errors import Issue
from lib.model.changes import ChangeKind, Changes
from lib.model.lookup import positions, records, taken
from lib.model.periods import months_later
from lib.model.plan import PROGRESS_REPORT, USUAL_RULES, ActivityState, ReportingRule

ONE_DAY = timedelta(days=1)


def rules_of(frame: pd.DataFrame) -> Mapping[ReportingRule, float]:
    """Every limit of reporting: from the table `reporting_rule`, else the usual one.

    Parameters
    ----------
    frame : the table reporting_rule, which may be empty.
    """
    own = {ReportingRule(rule): float(value) for rule, value in zip(frame["rule"], frame["value"], strict=True)}
    return {**USUAL_RULES, **own}


def planned_on(milestones: pd.DataFrame, moves: pd.DataFrame, day: date) -> pd.Series:
    """The day each milestone is planned for, as it was known on a day.

    Parameters
    ----------
    milestones : rows of the table milestone. moves : rows of milestone_move, of whichever milestones.

    Returns
    -------
    datetime64 Series on the index of `milestones`: the day set by the last move decided on or before `day`, else the
    original planned_date. A move decided on the very day counts.
    """
    decided = moves[moves["date"].to_numpy() <= np.datetime64(day)].sort_values(["milestone_id", "date"])
    last = decided.drop_duplicates("milestone_id", keep="last")
    moved = taken(last["planned_date"], positions(milestones["id"], last["milestone_id"]))
    original = milestones["planned_date"]
    return pd.Series(moved.where(moved.notna(), original.to_numpy()).to_numpy(), index=milestones.index,
                     name="planned_date")


ORDER = {
    ActivityState.NOT_STARTED: 0, ActivityState.PREPARING: 1, ActivityState.RUNNING: 2, ActivityState.CONTINUOUS: 2,
    ActivityState.DONE: 3,
}
"""How far a state is; work that goes on without an end is as far as work that is under way."""


def stands_at(states: Iterable[str]) -> str | None:
    """Where a card stands after reports of these states, oldest first: the last that is no suspension.

    A suspension halts a card where it stood, so what follows is compared with the state before it. None: nothing has
    been reported, or suspensions only.
    """
    return next((state for state in reversed(list(states)) if state != ActivityState.SUSPENDED), None)


def goes_back(before: str | None, state: str) -> bool:
    """Whether a card that stands at `before` (see `stands_at`) goes back by a report of `state`, which needs a reason.

    Back is every step down in not started, preparing, running or continuous, done. To halt (suspended) or to give up
    (cancelled) is no step back, whatever the card has reached, and to take up suspended work where it was is none
    either. Whatever follows a cancelled card, but another cancellation, takes a decision back and is a step back.
    """
    if before is None or state == ActivityState.CANCELLED:
        return False
    if before == ActivityState.CANCELLED:
        return True
    return state != ActivityState.SUSPENDED and ORDER[ActivityState(state)] < ORDER[ActivityState(before)]


def states_before(reports: pd.DataFrame, activity_code: str, day: date) -> list[str]:
    """States reported on a card up to and including a day, in the order in which they count: by day, then by id."""
    own = reports[(reports["activity_code"] == activity_code) & (reports["date"].to_numpy() <= np.datetime64(day))]
    return [str(state) for state in own.sort_values(["date", "id"])["state"]]


def step_back_issues(changes: Changes, reports: pd.DataFrame) -> list[Issue]:
    """New reports by which a state goes back without a reason.

    Parameters
    ----------
    changes : what is about to be published; only its new rows of progress_report are judged, whatever was published
        before. reports : the table progress_report as it would be.
    """
    added = {row.key[0] for row in changes.of(PROGRESS_REPORT.name) if row.kind is ChangeKind.NEW}
    if not added:
        return []
    passed: dict[str, list[str]] = {}
    issues: list[Issue] = []
    for row in records(reports.sort_values(["date", "id"])):
        earlier = passed.setdefault(row["activity_code"], [])
        if row["id"] in added and pd.isna(row["reason"]) and goes_back(stands_at(earlier), row["state"]):
            issues.append(Issue(PROGRESS_REPORT.name, 0, "reason", row["id"],
                                "the state of the card {activity} goes back and no reason is given",
                                "Write the reason for going back", values={"activity": row["activity_code"]}))
        earlier.append(row["state"])
    return issues


def fresh_until(reported: date, months: int) -> date:
    """The last day on which a report of the day `reported` is not older than so many months."""
    day = months_later(reported, months)
    while months_later(day + ONE_DAY, -months) <= reported:
        day += ONE_DAY
    return day


class EntryFault(StrEnum):
    """What keeps one filled row from being sent."""

    NO_STATE = "no_state"
    PERCENT = "percent"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Entry:
    """One report as somebody filled it in; None: left empty. `percent` 0 to 100."""

    activity_code: str
    state: str | None = None
    percent: float | None = None
    comment: str | None = None
    reason: str | None = None
    evidence_url: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return all(value is None for value in (self.state, self.percent, self.comment, self.reason, self.evidence_url))

    def faults(self, before: str | None) -> tuple[EntryFault, ...]:
        """What is wrong with the entry on a card that stands at `before`."""
        found = []
        if self.state is None:
            found.append(EntryFault.NO_STATE)
        if self.percent is not None and not 0 <= self.percent <= 100:
            found.append(EntryFault.PERCENT)
        if self.state is not None and self.reason is None and goes_back(before, self.state):
            found.append(EntryFault.NO_REASON)
        return tuple(found)

    def row(self, *, seen: int, token: str, day: date, reported_by: str,
            evidence_file: str | None = None) -> dict[str, object]:
        """The row of progress_report to be declared.

        Its identifier grows with the release that was seen: of two reports of one day the later declared one counts.
        It sorts after the identifiers of packages and workbooks, which begin with a capital or a digit.
        """
        return {
            "id": f"h{seen:06d}-{token}-{self.activity_code}", "activity_code": self.activity_code, "date": day,
            "state": self.state, "percent": self.percent, "comment": self.comment, "reason": self.reason,
            "evidence_url": self.evidence_url, "evidence_file": evidence_file, "reported_by": reported_by,
        }
