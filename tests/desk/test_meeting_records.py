"""What is written down of meetings: only what changed is sent, one of two writers is told, own bodies only."""

from datetime import UTC, date, datetime

import pytest

from lib.desk import meeting_records as said
from lib.desk.declare import declare
from lib.desk.meeting_records import Linked, OpinionFault, OpinionSaid
from lib.errors import Forbidden, StaleState
from lib.model.access import Account, Role
from lib.store.database import Database
from lib.store.reads import read_table

AT = datetime(2016, 7, 1, 12, tzinfo=UTC)
TODAY = date(2016, 7, 1)
ADMINISTRATOR = Account(Role.ADMINISTRATOR, "správce")
JEDLOV = Account(Role.COORDINATOR, "jedlov", orp_codes=frozenset({"9901"}))

SILENT = OpinionSaid("G1", None, None, None)
AGREES = OpinionSaid("G2", "agrees", date(2016, 6, 1), None)


def test_only_opinions_that_differ_are_sent_and_faults_are_named_body_by_body() -> None:
    known = {"G1": SILENT, "G2": AGREES}
    assert said.changed_opinions([SILENT, AGREES], known) == ()
    changed = said.changed_opinions([
        OpinionSaid("G1", "disagrees", TODAY, None), OpinionSaid("G2", None, None, None),
        OpinionSaid("G3", "agrees", date(2016, 7, 2), None), OpinionSaid("G4", "agrees_with_comments", TODAY, "Ano."),
    ], known)
    assert said.opinion_faults(changed, today=TODAY) == (
        ("G1", OpinionFault.NOTE_MISSING), ("G2", OpinionFault.TAKEN_BACK), ("G3", OpinionFault.DAY_TO_COME))


def test_an_opinion_is_changed_and_the_second_writer_is_told(published_database: Database) -> None:
    def opinion(word: str, seen: int) -> None:
        declare(published_database, JEDLOV, said.opinions(
            "B1", [OpinionSaid("UZ1", word, date(2016, 6, 10), "Proč.")], seen=seen, note="stanovisko"), at=AT)

    opinion("agrees", 1)
    with pytest.raises(StaleState) as told:
        opinion("disagrees", 1)
    assert told.value.code == "rows-changed-meanwhile"
    opinion("disagrees", 2)
    rows = read_table(published_database, "opinion", known_at=3, valid_on=None).set_index("body_code")
    assert rows["opinion"].to_dict() == {"K10": "agrees", "UZ1": "disagrees"}


def test_an_item_brings_its_links_and_two_items_do_not_take_one_place(published_database: Database) -> None:
    linked = Linked(("A02-01",), (("9902", "49"),), ("KPA",), ("Zápis", "https://example.org/zapis"))
    second = said.item("B2", "J1", 2, "Druhý bod", None, linked, seen=1, note="bod")
    declare(published_database, ADMINISTRATOR, second, at=AT)
    links = read_table(published_database, "agenda_link", known_at=2, valid_on=None)
    assert links.loc[links["agenda_item_id"] == "B2", "kind"].tolist() == [
        "activity", "gap", "community_plan", "document"]
    with pytest.raises(StaleState) as told:
        declare(published_database, ADMINISTRATOR, said.item("B3", "J1", 2, "Jiný", None, Linked(), seen=1, note="bod"),
                at=AT)
    assert told.value.values["subject"] == "J1"


def test_a_coordinator_reports_on_tasks_of_the_own_body_only(published_database: Database) -> None:
    report = said.task_report("U1", date(2016, 6, 30), "done", None, "koordinátor", seen=1, note="úkol")
    with pytest.raises(Forbidden):  # a task of K10
        declare(published_database, JEDLOV, report, at=AT)
    assert declare(published_database, ADMINISTRATOR, report, at=AT).number == 2
