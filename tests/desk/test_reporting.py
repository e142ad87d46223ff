"""Reports on every way in: a step back needs a reason; what is due; a workbook of reports that needs no approval."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from lib.desk import drafts as desk
from lib.desk.declare import Declaration, declare, declare_draft, with_rows
from lib.errors import Forbidden, RejectedPackage
from lib.model.access import Account, Role
from lib.model.incoming import ImportKind, Incoming
from lib.model.selection import AsOf
from lib.store.audit import entries
from lib.store.database import Database
from lib.store.drafts import Draft, DraftState, read_draft
from lib.store.reads import read_table
from lib.store.releases import Purpose, latest
from lib.views.reporting import milestones_of, reported_since, reporting_view

AT = datetime(2016, 7, 1, 12, tzinfo=UTC)
ADMIN = Account(Role.ADMINISTRATOR, "správce")
GUARANTOR = Account(Role.GUARANTOR, "garant", activities=frozenset({"A01-01", "A02-01"}))


def report(key: str, card: str = "A01-01", state: str = "preparing", **values: object) -> dict[str, object]:
    return {"id": key, "activity_code": card, "date": date(2016, 6, 30), "state": state, "reported_by": "garant",
            **values}


def workbook(database: Database, *rows: dict[str, object], account: Account = GUARANTOR) -> Draft:
    """A draft made from a workbook with the reports added to those that are published."""
    reports = with_rows("progress_report", read_table(database, "progress_report", known_at=1, valid_on=None),
                        [{"source_id": "demo", **row} for row in rows], ())
    return desk.propose(database, account, Incoming(ImportKind.WORKBOOK, {"progress_report": reports}, "sešit.xlsx",
                                                    "a" * 64, base_release=1), at=AT)


def declared(database: Database, *rows: dict[str, object], account: Account = GUARANTOR) -> object:
    return declare(database, account, Declaration({"progress_report": list(rows)}, 1, "hlášení"), at=AT)


@pytest.mark.parametrize("sent", [workbook, declared])
def test_a_state_that_goes_back_needs_a_reason_on_either_way(sqlite: Database, sent: Callable[..., object]) -> None:
    with pytest.raises(RejectedPackage) as refused:
        sent(sqlite, report("Z1"), report("Z2", "A02-01"))
    (issue,) = refused.value.issues
    assert (issue.column, issue.value, issue.values["activity"]) == ("reason", "Z1", "A01-01")
    assert latest(sqlite).number == 1  # type: ignore[union-attr]
    assert sent(sqlite, report("Z1", reason="projekt se přepracovává"), report("Z2", "A02-01"))


@pytest.mark.parametrize("sent", [workbook, declared])
def test_a_report_of_a_day_to_come_is_refused_on_either_way(sqlite: Database, sent: Callable[..., object]) -> None:
    with pytest.raises(RejectedPackage) as refused:
        sent(sqlite, report("Z1", "A02-01", date=date(2016, 7, 2)))
    (issue,) = refused.value.issues
    assert (issue.column, issue.value, issue.values["day"]) == ("date", "Z1", date(2016, 7, 2))
    assert sent(sqlite, report("Z1", "A02-01", date=AT.date()))


def test_a_new_report_is_compared_with_the_one_before_its_own_day(sqlite: Database) -> None:
    assert declared(sqlite, report("Z1", date=date(2016, 6, 29)))  # before R2 of 30 June, which says running
    with pytest.raises(RejectedPackage):  # within one sending too
        declared(sqlite, report("Z3", "A02-01", "done"), report("Z4", "A02-01", "running"))


def due(database: Database, day: date) -> pd.DataFrame:
    return reporting_view(database, AsOf(day, latest(database).number)).due.frame.set_index(  # type: ignore[union-attr]
        "activity_code")


def test_what_is_due_on_the_day_itself_and_on_the_day_after(sqlite: Database) -> None:
    on_time, late = due(sqlite, date(2016, 1, 1)), due(sqlite, date(2016, 1, 2))
    # A02-01 began on 1 January 2015 and nobody reported; A01-01 was last reported on 31 December 2014
    assert on_time["report_due"].dt.strftime("%Y-%m-%d").to_dict() == {"A01-01": "2015-12-31", "A02-01": "2016-01-01"}
    assert on_time["waiting"].to_dict() == {"A01-01": True, "A02-01": False}
    assert late["waiting"].to_dict() == {"A01-01": True, "A02-01": True}
    assert list(due(sqlite, date(2016, 6, 30)).index) == ["A02-01", "A01-01"]  # who waits stands first


def test_a_milestone_is_due_on_its_day_where_its_last_move_put_it(sqlite: Database) -> None:
    planned = {"id": "M2", "activity_code": "A01-01", "title": "Stavba", "planned_date": date(2016, 3, 1)}
    move = {"milestone_id": "M2", "date": date(2016, 2, 1), "planned_date": date(2016, 6, 30),
            "reason": "Chybí povolení.", "reported_by": "garant"}
    declare(sqlite, GUARANTOR, Declaration({"milestone": [planned], "milestone_move": [move]}, 1, "milník"), at=AT)
    assert due(sqlite, date(2016, 6, 29)).loc["A01-01", "milestones_due"] == 0
    assert due(sqlite, date(2016, 6, 30)).loc["A01-01", "milestones_due"] == 1
    reached = {**planned, "reached_date": date(2016, 6, 30)}
    declare(sqlite, GUARANTOR, Declaration({"milestone": [reached]}, 2, "dosaženo"), at=AT)
    assert due(sqlite, date(2016, 6, 30)).loc["A01-01", "milestones_due"] == 0
    stavba = milestones_of(sqlite, AsOf(date(2016, 6, 30), 3), "A01-01")[1]
    assert (stavba.original, stavba.planned, stavba.reached) == (
        date(2016, 3, 1), date(2016, 6, 30), date(2016, 6, 30))
    assert [move.reason for move in stavba.moves] == ["Chybí povolení."]


def test_a_workbook_of_reports_goes_out_at_once_by_its_owner_only(sqlite: Database) -> None:
    draft = workbook(sqlite, report("Z1", state="running"), report("Z2", "A02-01", "running"))
    with pytest.raises(Forbidden) as refused:
        declare_draft(sqlite, ADMIN, draft.number, version=1, note="sešit", at=AT)
    assert refused.value.code == "not-own-draft"
    release = declare_draft(sqlite, GUARANTOR, draft.number, version=1, note="sešit", at=AT)
    assert (release.number, release.purpose, release.by_role) == (2, Purpose.DECLARATION, "guarantor")
    assert read_draft(sqlite, draft.number).state is DraftState.PUBLISHED
    assert reported_since(sqlite, 1, 2, {"A02-01"})["id"].tolist() == ["Z2"]
    assert [entry.act for entry in entries(sqlite)] == ["declare", "declare", "propose"]


def test_a_workbook_that_changes_more_than_one_may_declare_waits_for_approval(
    sqlite: Database, frames: dict[str, pd.DataFrame]
) -> None:
    plans = frames["community_plan"].assign(title=frames["community_plan"]["title"] + " (úprava)")
    draft = desk.propose(sqlite, ADMIN, Incoming(ImportKind.WORKBOOK, {"community_plan": plans}, "sešit.xlsx", "a" * 64,
                                                 base_release=1), at=AT)
    with pytest.raises(Forbidden) as refused:
        declare_draft(sqlite, ADMIN, draft.number, version=1, note="sešit", at=AT)
    assert refused.value.code == "needs-approval"
    assert read_draft(sqlite, draft.number).state is DraftState.DRAFT
