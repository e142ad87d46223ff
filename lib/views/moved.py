"""What moved in the plan between the day looked at and another one, usually that of the last meeting."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import moved as metrics
from lib.model.bodies import BodyLevel
from lib.model.derived_rollup import FLOW, MOVED, Movement
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.views import activities
from lib.views.base import Reader, Sheet


@dataclass(frozen=True, slots=True)
class Meetings:
    """Days before the day looked at on which the body at the top of the structure met, oldest first; `body` is its
    code, None where no body of the region is above all others."""

    body: str | None
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """The cards of one plan on two days.

    `earlier` and `later` are the two days, `by_default` says that nobody chose the other one: it is the last meeting.
    None in both: there is no other day. `moved` has a row per card, `flow` a row per pair of states; None where there
    is no other day or where the days belong to different plans, whose titles are then in `plans` (earlier, later).
    """

    at: AsOf
    meetings: Meetings
    earlier: date | None
    later: date | None
    by_default: bool
    moved: Sheet | None = None
    flow: Sheet | None = None
    plans: tuple[str, str] | None = None

    def counts(self) -> dict[Movement, int]:
        """How many cards each word counts; they add up to the cards of the plan."""
        if self.moved is None:
            return {}
        found = self.moved.frame["movement"].value_counts()
        return {movement: int(found.get(movement.value, 0)) for movement in Movement}


def meetings(reader: Reader) -> Meetings:
    """The body of the region that has no body of the region above it, and the days it met before the day."""
    bodies = reader.table("body", level=BodyLevel.REGION.value)
    top = bodies[~bodies["parent_code"].isin(bodies["code"])].sort_values("code")
    if top.empty:
        return Meetings(None, ())
    body = str(top["code"].iloc[0])
    held = reader.table("meeting", body_code=body)
    held = held[held["date"] < pd.Timestamp(reader.at.valid_on)].sort_values("date")
    return Meetings(body, tuple(day.date() for day in held["date"].drop_duplicates()))


def moved_view(database: Database, at: AsOf, compare_on: date | None) -> MovedView:
    """What moved between the day looked at and `compare_on`, or, where that is None, the last meeting before it."""
    reader = Reader(database, at)
    held = meetings(reader)
    other = compare_on or (held.days[-1] if held.days else None)
    if other is None:
        return MovedView(at, held, None, None, by_default=False)
    earlier, later = sorted((other, at.valid_on))
    # One release, two days; what is read is remembered by the reader of each.
    before, after = (Reader(database, AsOf(day, at.known_at)) for day in (earlier, later))
    plans = [activities.plan_row(each) for each in (before, after)]
    by_default = compare_on is None
    if plans[0]["code"] != plans[1]["code"]:
        return MovedView(at, held, earlier, later, by_default, plans=(str(plans[0]["title"]), str(plans[1]["title"])))
    progress = activities.activity_progress(before), activities.activity_progress(after)
    codes = progress[1]["activity_code"]
    milestones = after.table("milestone", activity_code=codes)
    frame = metrics.moved(
        *progress,
        after.table("progress_report", activity_code=codes),
        milestones,
        after.table("milestone_move", milestone_id=milestones["id"]),
        earlier,
        later,
    )
    provenance, asked = replace(after.provenance(), at=at), (("srovnani", other.isoformat()),)
    return MovedView(
        at, held, earlier, later, by_default,
        moved=Sheet(MOVED, frame, provenance, "moved", asked=asked),
        flow=Sheet(FLOW, metrics.flow(frame), provenance, "moved", asked=asked),
    )


def moved_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Every card between the two days; columns of `derived_rollup.MOVED`.

    Raises
    ------
    BadSelection : there is no other day, or the two days belong to different plans.
    """
    return _sheets(reader, selection)[0]


def flow_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Cards by state on the two days; columns of `derived_rollup.FLOW`. Raises as `moved_sheet`."""
    return _sheets(reader, selection)[1]


def _sheets(reader: Reader, selection: Selection) -> tuple[Sheet, Sheet]:
    view = moved_view(reader.database, selection.at, selection.compare_on)
    if view.plans is not None:
        raise BadSelection(
            "different-plans",
            "The two days belong to different plans ({earlier}; {later}): their cards are not compared.",
            earlier=view.plans[0], later=view.plans[1],
        )
    if view.moved is None or view.flow is None:
        raise BadSelection(
            "second-date-needed", "This table compares two different days: give the second one (--srovnani DATE)."
        )
    return view.moved, view.flow
