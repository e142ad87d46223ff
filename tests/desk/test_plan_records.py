"""What coordinators say of community plans: whose it is, what is a conflict, what waits for approval."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from lib.desk import drafts, plan_records
from lib.desk.declare import Declaration, declare
from lib.desk.plan_records import Extension, StateSaid
from lib.errors import BadSelection, Forbidden, NothingChanged, StaleState
from lib.model.access import Account, Role
from lib.model.community import Answer, Criterion, MeasureState
from lib.store.database import Database
from lib.store.reads import read_table
from lib.store.releases import Purpose, latest

AT = datetime(2016, 7, 1, 12, tzinfo=UTC)
DAY = date(2016, 6, 30)
JEDLOV = Account(Role.COORDINATOR, "jedlov", orp_codes=frozenset({"9901"}))
LIPANY = Account(Role.COORDINATOR, "lipany", orp_codes=frozenset({"9902"}))
BOTH = Account(Role.COORDINATOR, "jedlov a lipany", orp_codes=frozenset({"9901", "9902"}))
ADMINISTRATOR = Account(Role.ADMINISTRATOR, "správce")
DONE, RUNNING = StateSaid(MeasureState.DONE), StateSaid(MeasureState.RUNNING)

pytestmark = pytest.mark.parametrize("published_database", ["sqlite"], indirect=True)


def rows(database: Database, table: str) -> pd.DataFrame:
    last = latest(database)
    assert last is not None
    return read_table(database, table, known_at=last.number, valid_on=None)


def test_yearly_states_are_published_at_once_and_another_year_is_no_conflict(published_database: Database) -> None:
    database = published_database

    def said(year: int, state: StateSaid, on: date = DAY, seen: int = 1) -> Declaration:
        reports = rows(database, "measure_report")
        return plan_records.states_said({"KPA-1": state}, reports, year, on, "koordinátor", seen)

    with pytest.raises(Forbidden):
        declare(database, LIPANY, said(2015, DONE), at=AT)
    with pytest.raises(NothingChanged):
        declare(database, JEDLOV, said(2014, RUNNING), at=AT)
    assert declare(database, JEDLOV, said(2015, DONE), at=AT).number == 2
    assert declare(database, ADMINISTRATOR, said(2016, RUNNING), at=AT).number == 3
    with pytest.raises(StaleState) as told:
        declare(database, ADMINISTRATOR, said(2015, RUNNING, date(2016, 7, 1)), at=AT)
    assert told.value.values["subject"] == "KPA-1, 2015"
    with pytest.raises(BadSelection) as refused:
        said(2015, RUNNING)
    assert (refused.value.code, refused.value.values["day"]) == ("report-not-later", DAY)
    assert declare(database, JEDLOV, said(2015, RUNNING, date(2016, 7, 1), seen=3), at=AT).number == 4
    last = plan_records.last_states(rows(database, "measure_report"), 2015)
    assert last == {"KPA-1": (RUNNING, date(2016, 7, 1))}
    assert len(rows(database, "measure_report")) == 4


def test_a_plan_in_two_areas_is_written_about_only_by_who_has_both(published_database: Database) -> None:
    database = published_database
    empty = rows(database, "plan_measure").iloc[:0]
    said = plan_records.measure_said("KPB", empty, "ab12", "Zřídit poradnu", None, 1)
    for account in (JEDLOV, LIPANY):
        with pytest.raises(Forbidden) as told:
            declare(database, account, said, at=AT)
        assert told.value.code == "forbidden-rows"
    assert declare(database, BOTH, said, at=AT).number == 2
    other = plan_records.measure_said("KPB", empty, "cd34", "Zřídit stacionář", "obec", 1)
    with pytest.raises(StaleState):
        declare(database, ADMINISTRATOR, other, at=AT)
    assert declare(database, BOTH, plan_records.action_plan_said("KPB", 2016, 2), at=AT).number == 3
    assert rows(database, "plan_measure").set_index("code").at["KPB-ab12", "position"] == 1


def test_an_evaluation_writes_who_and_when_and_seven_answers_at_once(published_database: Database) -> None:
    database = published_database
    answers = {Criterion.COST_ESTIMATE: Answer.YES, Criterion.ACTION_PLAN: Answer.NO}
    declare(database, JEDLOV, plan_records.evaluation_said("KPA", DAY, "řídicí skupina", answers, None, 1), at=AT)
    quality = rows(database, "community_plan_quality").query("date == @DAY")
    assert quality["answer"].value_counts().to_dict() == {"unknown": 5, "yes": 1, "no": 1}
    assert rows(database, "plan_evaluation").query("date == @DAY")["evaluator"].tolist() == ["řídicí skupina"]
    again = plan_records.evaluation_said("KPA", DAY, "jiná skupina", {}, None, 2)
    with pytest.raises(Forbidden) as told:
        declare(database, JEDLOV, again, at=AT)
    assert told.value.code == "needs-approval"


def test_an_extension_waits_for_approval_and_then_moves_the_end_of_the_plan(published_database: Database) -> None:
    database = published_database
    frames = drafts.published_frames(database)

    def proposed(until: date) -> int:
        said = Extension("KPA", DAY, until, "usnesení č. 5/2016", "zastupitelstvo")
        return drafts.propose(database, JEDLOV, plan_records.extension_proposed(frames, said, 1), at=AT).number

    with pytest.raises(BadSelection) as told:
        proposed(date(2016, 6, 30))
    assert told.value.code == "extension-not-later"
    with pytest.raises(Forbidden):
        drafts.propose(database, LIPANY, plan_records.extension_proposed(
            frames, Extension("KPA", DAY, date(2017, 12, 31), "x", "y"), 1), at=AT)
    number = proposed(date(2017, 12, 31))
    assert rows(database, "community_plan").set_index("code").at["KPA", "extended_to"] == pd.Timestamp("2016-06-30")
    drafts.approve(database, ADMINISTRATOR, number, version=1, note="", at=AT)
    drafts.publish(database, ADMINISTRATOR, number, version=2, note="Prodloužení", purpose=Purpose.UPDATE, at=AT)
    plan = rows(database, "community_plan").set_index("code").loc["KPA"]
    assert plan[["extended_to", "source_id"]].tolist() == [pd.Timestamp("2017-12-31"), "demo"]
    assert rows(database, "plan_extension")["resolution"].tolist() == ["12/2013", "usnesení č. 5/2016"]
