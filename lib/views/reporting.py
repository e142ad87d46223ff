"""What guarantors have to report: cards with what is due and when, one card with its milestones, reports since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.errors import BadSelection
from lib.metrics.progress import has_signal
from lib.model.declared import CLOSED, first_days
from lib.model.derived import Signal
from lib.model.derived_reporting import REPORTING
from lib.model.lookup import positions, records, taken, whole
from lib.model.plan import ReportingRule
from lib.model.reporting import fresh_until, planned_on, rules_of, stands_at, states_before
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.reads import read_table
from lib.views.activities import activity_progress, plan_cards
from lib.views.base import Reader, Sheet


@dataclass(frozen=True, slots=True)
class ReportingView:
    """What is due on the cards of the plan of the day, the most urgent first, and every report that is known.

    `due` has the columns of `derived_reporting.REPORTING`. `reports` are those of the cards, also later than the day:
    who reports has to know them. `months` is how long a report is fresh.
    """

    at: AsOf
    due: Sheet
    reports: pd.DataFrame
    months: int

    def stands_at(self, code: str, day: date) -> str | None:
        """What a new report of the day is compared with; see `lib.model.reporting.stands_at`."""
        return stands_at(states_before(self.reports, code, day))

    def last_day(self, code: str) -> date | None:
        """The day of the last report on a card, whatever the day looked at; None when there is none."""
        days = self.reports.loc[self.reports["activity_code"] == code, "date"]
        return None if days.empty else days.max().date()


@dataclass(frozen=True, slots=True)
class Move:
    """A decision to reach a milestone on another day."""

    decided: date
    planned: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class MilestoneOnDay:
    """A milestone as it is known on a day: the original plan, moves decided up to the day, the plan that holds.

    `reached` is the day it was reached, also when it is later than the day looked at. `row` is the stored row.
    """

    id: str
    title: str
    original: date
    planned: date
    moves: tuple[Move, ...]
    reached: date | None
    row: dict[str, object]


def reporting_sheet(reader: Reader) -> Sheet:
    """Every card of the plan of the day with what is to be reported; columns of `derived_reporting.REPORTING`.

    Returns
    -------
    One row per card: those that wait for a report first; among them and after them the earliest due (a report or a
    milestone) first, then by code. Cards of which nothing is due are the last.

    report_due: the last day on which the last report (or, of a card never reported on, the first day of its period)
    is not older than the rule `report_months` says; NA for cards done or cancelled. waiting: the card raises the
    signal no_report. milestones_due: milestones planned, as is known on the day, for the day or before and not reached
    up to it; of cards done or cancelled none. milestone_due: the earliest of those days; NA when there is none.
    """
    cards, progress = plan_cards(reader), activity_progress(reader)
    months = _months(reader)
    closed = progress["state"].isin(CLOSED)
    begins = taken(pd.Series(first_days(cards)), positions(progress["activity_code"], cards["code"]))
    since = progress["last_report_date"].fillna(begins)
    due = pd.Series([fresh_until(day.date(), months) for day in since]).astype("datetime64[s]")
    missed = _due_milestones(reader, cards["code"])
    missed = missed[missed["activity_code"].isin(progress.loc[~closed, "activity_code"])]
    codes = progress["activity_code"]
    number = missed.groupby("activity_code").size().reindex(codes, fill_value=0)
    first = missed.groupby("activity_code")["planned_date"].min().reindex(codes)
    frame = pd.DataFrame({
        "activity_code": progress["activity_code"],
        "activity_title": progress["activity_title"],
        "guarantor": progress["guarantor"],
        "state": progress["state"],
        "declared_pct": progress["declared_pct"],
        "last_report_date": progress["last_report_date"],
        "report_due": due.mask(closed),
        "waiting": has_signal(progress, Signal.NO_REPORT).astype("boolean"),
        "milestones_due": whole(number.to_numpy()),
        "milestone_due": first.to_numpy().astype("datetime64[s]"),
    })
    urgent = frame[["report_due", "milestone_due"]].min(axis=1)
    frame = frame.assign(urgent=urgent, last=~frame["waiting"])
    frame = frame.sort_values(["last", "urgent", "activity_code"], na_position="last")
    frame = frame[list(REPORTING.columns)].reset_index(drop=True)
    return Sheet(REPORTING, frame, reader.provenance(), "reporting")


def _months(reader: Reader) -> int:
    return int(rules_of(reader.table("reporting_rule"))[ReportingRule.REPORT_MONTHS])


def _due_milestones(reader: Reader, codes: pd.Series) -> pd.DataFrame:
    """Milestones of the cards planned for the day or before and not reached up to it, with the plan that holds."""
    milestones = reader.table("milestone", activity_code=codes)
    moves = reader.table("milestone_move", milestone_id=milestones["id"])
    milestones = milestones.assign(planned_date=planned_on(milestones, moves, reader.at.valid_on))
    day = np.datetime64(reader.at.valid_on)
    reached = milestones["reached_date"].to_numpy() <= day
    return milestones[(milestones["planned_date"].to_numpy() <= day) & ~reached]


def reporting_view(database: Database, at: AsOf) -> ReportingView:
    """Everything the part on reporting shows but milestones of one card."""
    reader = Reader(database, at)
    due = reporting_sheet(reader)
    reports = reader.table("progress_report", activity_code=due.frame["activity_code"])
    return ReportingView(at, due, reports, _months(reader))


def milestones_of(database: Database, at: AsOf, code: str) -> tuple[MilestoneOnDay, ...]:
    """The milestones of a card in the order of the plan that holds on the day.

    Raises
    ------
    BadSelection : no plan has a card of this code.
    """
    reader = Reader(database, at)
    if reader.table("activity", code=code).empty:
        raise BadSelection("unknown-activity", "There is no activity card {value}.", value=code)
    milestones = reader.table("milestone", activity_code=code)
    moves = reader.table("milestone_move", milestone_id=milestones["id"])
    moves = moves[moves["date"] <= pd.Timestamp(at.valid_on)].sort_values("date")
    found = [
        MilestoneOnDay(
            row["id"], row["title"], row["planned_date"].date(), planned.date(),
            tuple(Move(move["date"].date(), move["planned_date"].date(), move["reason"], move["reported_by"])
                  for move in records(moves[moves["milestone_id"] == row["id"]])),
            None if pd.isna(row["reached_date"]) else row["reached_date"].date(),
            {name: None if pd.isna(value) else value for name, value in row.items()},
        )
        for row, planned in zip(records(milestones), planned_on(milestones, moves, at.valid_on), strict=True)
    ]
    return tuple(sorted(found, key=lambda milestone: (milestone.planned, milestone.id)))


def reported_since(database: Database, seen: int, now: int, codes: Collection[str]) -> pd.DataFrame:
    """Reports on some cards that release `now` has and release `seen` has not, in order of cards and days."""
    before, after = (read_table(database, "progress_report", known_at=number, valid_on=None) for number in (seen, now))
    fresh = after[~after["id"].isin(before["id"]) & after["activity_code"].isin(list(codes))]
    return fresh.sort_values(["activity_code", "date", "id"], ignore_index=True)
