"""Declarations: published at once, whose row it is, one of two at the same time is told, nothing twice."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from lib.desk.declare import DECLARED_SOURCE, Declaration, declare
from lib.errors import Forbidden, NothingChanged, RejectedPackage, StaleState
from lib.model.access import READER, Account, Role
from lib.store.audit import entries
from lib.store.database import Database
from lib.store.reads import read_table
from lib.store.releases import Purpose, latest, releases
from lib.store.tables import CONTENT

AT = datetime(2016, 7, 1, 12, tzinfo=UTC)
GUARANTOR = Account(Role.GUARANTOR, "garant", activities=frozenset({"A01-01", "A02-01"}))
OTHER = Account(Role.GUARANTOR, "jiný garant", activities=frozenset({"A02-01"}))
ADMINISTRATOR = Account(Role.ADMINISTRATOR, "správce")
JEDLOV = Account(Role.COORDINATOR, "jedlov", orp_codes=frozenset({"9901"}))


def report(card: str, key: str, percent: float = 60, **values: object) -> dict[str, object]:
    return {"id": key, "activity_code": card, "date": date(2016, 6, 30), "state": "running", "percent": percent,
            "reported_by": "garant", **values}


def said(*rows: dict[str, object], seen: int = 1) -> Declaration:
    return Declaration({"progress_report": list(rows)}, seen, "hlášení", {"progress_report": "activity_code"})


def test_a_report_is_published_at_once_and_only_its_table_is_stored_anew(published_database: Database) -> None:
    database = published_database
    before = len(read_table(database, "progress_report", known_at=1, valid_on=None))
    release = declare(database, GUARANTOR, said(report("A01-01", "N1")), at=AT)
    assert (release.number, release.purpose, release.by_role) == (2, Purpose.DECLARATION, "guarantor")
    rows = read_table(database, "progress_report", known_at=2, valid_on=None)
    assert len(rows) == before + 1
    assert rows.set_index("id").loc["N1", ["percent", "source_id"]].tolist() == [60, DECLARED_SOURCE]
    assert len(read_table(database, "progress_report", known_at=1, valid_on=None)) == before
    with database.reading() as connection:
        brought = [name for name, table in CONTENT.items() if connection.execute(
            sa.select(sa.func.count()).select_from(table).where(table.c.content_release == 2)).scalar_one()]
    assert brought == ["source", "progress_report"]
    assert [(entry.act, entry.account, entry.details["rows"]) for entry in entries(database, 1)] == [
        ("declare", "garant", 2)]


def test_the_same_report_sent_twice_is_stored_once(published_database: Database) -> None:
    declare(published_database, GUARANTOR, said(report("A01-01", "N1")), at=AT)
    with pytest.raises(NothingChanged):
        declare(published_database, GUARANTOR, said(report("A01-01", "N1")), at=AT)
    assert latest(published_database).number == 2  # type: ignore[union-attr]


def test_the_second_writer_on_a_card_is_told_and_one_on_another_card_is_not(published_database: Database) -> None:
    declare(published_database, GUARANTOR, said(report("A01-01", "N1")), at=AT)
    with pytest.raises(StaleState) as told:
        declare(published_database, ADMINISTRATOR, said(report("A01-01", "N2", 90)), at=AT)
    assert told.value.code == "declared-meanwhile"
    assert told.value.values["subject"] == "A01-01"
    assert declare(published_database, ADMINISTRATOR, said(report("A02-01", "N3")), at=AT).number == 3
    assert declare(published_database, ADMINISTRATOR, said(report("A01-01", "N2", 90), seen=3), at=AT).number == 4


def test_a_changed_row_is_not_overwritten(published_database: Database) -> None:
    moved = {"id": "M9", "activity_code": "A01-01", "title": "Milník", "planned_date": date(2015, 5, 5)}
    declare(published_database, GUARANTOR, Declaration({"milestone": [moved]}, 1, "milník"), at=AT)
    with pytest.raises(StaleState) as told:
        declare(published_database, ADMINISTRATOR,
                Declaration({"milestone": [{**moved, "title": "Jinak"}]}, 1, "milník"), at=AT)
    assert told.value.code == "rows-changed-meanwhile"


SQLITE_FIRST = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.sweep])]
"""Nothing here depends on the kind of database: the stores have tests of their own, many reports at once too."""

Refusal = tuple[Account, Declaration, type[Exception], str]
REFUSED: dict[str, Refusal] = {
    "a reader": (READER, said(report("A01-01", "N1")), Forbidden, "forbidden-act"),
    "a card of another guarantor": (OTHER, said(report("A01-01", "N1")), Forbidden, "forbidden-rows"),
    "a report rewritten": (GUARANTOR, said(report("A01-01", "R1")), Forbidden, "needs-approval"),
    "a meeting of K10 by a coordinator": (
        JEDLOV, Declaration({"meeting": [{"id": "X", "body_code": "K10", "date": date(2016, 6, 30), "title": "X"}]},
                              1, ""), Forbidden, "forbidden-rows"),
    "a plan without approval": (
        ADMINISTRATOR, Declaration({"capacity_target": []}, 1, "", removed={"goal": (("SC1",),)}), Forbidden,
        "needs-approval"),
    "a percent above a hundred": (
        GUARANTOR, said(report("A01-01", "N1", 101)), RejectedPackage, "rejected-package"),
    "a card nobody has": (ADMINISTRATOR, said(report("A99-01", "N1")), RejectedPackage, "rejected-package"),
    "a sign no database takes": (
        GUARANTOR, said(report("A01-01", "N1", comment="a\x00b")), RejectedPackage, "rejected-package"),
    "a sign that turns the text round": (
        GUARANTOR, said(report("A01-01", "N1", comment="a\u202eb")), RejectedPackage, "rejected-package"),
    "HTML in a comment": (
        GUARANTOR, said(report("A01-01", "N1", comment="<script>x</script>")), RejectedPackage, "rejected-package"),
}


@pytest.mark.parametrize("published_database", SQLITE_FIRST, indirect=True)
@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_be_declared_changes_nothing(published_database: Database, case: str) -> None:
    account, declaration, error, code = REFUSED[case]
    with pytest.raises(error) as told:
        declare(published_database, account, declaration, at=AT)
    assert getattr(told.value, "code", "") == code
    assert len(releases(published_database)) == 1


def test_a_coordinator_declares_the_opinion_of_the_own_steering_group_only(published_database: Database) -> None:
    def opinion(body: str) -> Declaration:
        return Declaration({"opinion": [{"agenda_item_id": "B1", "body_code": body,
                                         "date": date(2016, 6, 10), "opinion": "agrees"}]}, 1, "stanovisko")

    with pytest.raises(Forbidden):
        declare(published_database, JEDLOV, opinion("K10"), at=AT)
    assert declare(published_database, JEDLOV, opinion("UZ1"), at=AT).number == 2


