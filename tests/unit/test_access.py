"""Who may do what: the tables of docs/access.md hold, and every forbidden act and row is refused."""

import re
from pathlib import Path

import pandas as pd
import pytest

from lib.errors import Forbidden
from lib.model import access
from lib.model.access import (
    ACTS,
    ADDED_BY_ALL,
    APPEND_ONLY,
    READER,
    ROWS_OF_COORDINATOR,
    ROWS_OF_GUARANTOR,
    Account,
    Act,
    Role,
    forbidden_changes,
    require,
)
from lib.model.changes import ChangeKind, differences
from lib.model.schemas import TABLES

DOCS = (Path(__file__).parents[2] / "docs" / "access.md").read_text(encoding="utf-8")
ROLES_OF_DOCS = {Role.READER: "čtenář", Role.COORDINATOR: "koordinátor ORP", Role.GUARANTOR: "garant",
                 Role.ADMINISTRATOR: "správce"}

JEDLOV = Account(Role.COORDINATOR, "jedlov@example.org", orp_codes=frozenset({"9901"}))
LIPANY = Account(Role.COORDINATOR, "lipany@example.org", orp_codes=frozenset({"9902"}))
BOTH = Account(Role.COORDINATOR, "oba@example.org", orp_codes=frozenset({"9901", "9902"}))
GUARANTOR = Account(Role.GUARANTOR, "garant@example.org", activities=frozenset({"A01-01"}))
ADMINISTRATOR = Account(Role.ADMINISTRATOR, "spravce@example.org")
ACCOUNTS = {Role.READER: READER, Role.COORDINATOR: JEDLOV, Role.GUARANTOR: GUARANTOR,
            Role.ADMINISTRATOR: ADMINISTRATOR}

Frames = dict[str, pd.DataFrame]


def rows_of_docs(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its header first."""
    section = DOCS.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]


def code_of(cell: str) -> str:
    found = re.match(r"`(\w+)`", cell)
    assert found is not None, cell
    return found[1]


def test_the_table_of_acts_in_the_docs_is_the_one_that_holds() -> None:
    header, *rows = rows_of_docs("Roles and acts")
    roles = list(Role)
    assert header == ["act", *(f"{ROLES_OF_DOCS[role]} (`{role.value}`)" for role in roles)]
    assert [code_of(row[0]) for row in rows] == [act.value for act in Act]
    said = {role: {Act(code_of(row[0])) for row in rows if row[1 + column] == "yes"}
            for column, role in enumerate(roles)}
    assert said == {role: set(ACTS[role]) for role in roles}
    assert {cell for row in rows for cell in row[1:]} == {"yes", "no"}


def test_the_table_of_rows_in_the_docs_is_the_one_that_holds() -> None:
    header, *rows = rows_of_docs("Roles and rows")
    assert header == ["table", ROLES_OF_DOCS[Role.COORDINATOR], ROLES_OF_DOCS[Role.GUARANTOR], "whose the row is"]

    def kinds(cell: str) -> set[str]:
        return set() if cell == "–" else set(cell.split(", "))

    said = {code_of(row[0]): (kinds(row[1]), kinds(row[2])) for row in rows}
    by_all = {name: ({"new"}, {"new"}) for name in ADDED_BY_ALL}
    coordinators = {name: ({kind.value for kind in kinds}, set[str]()) for name, (kinds, _) in
                    ROWS_OF_COORDINATOR.items()}
    guarantors = {name: (set[str](), {kind.value for kind in kinds}) for name, (kinds, _) in ROWS_OF_GUARANTOR.items()}
    assert said == coordinators | guarantors | by_all
    assert set(said) <= set(TABLES)
    assert {"progress_report", "milestone_move", "evidence_file", "measure_report", "task_report", "comment",
            "comment_settlement", "pack"} == APPEND_ONLY


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", list(Act))
def test_each_role_does_the_acts_it_may_and_is_refused_all_others(role: Role, act: Act) -> None:
    allowed = {
        Role.READER: "", Role.COORDINATOR: "propose declare withdraw_own read_internal",
        Role.GUARANTOR: "propose declare withdraw_own read_internal",
        Role.ADMINISTRATOR:
            "propose declare withdraw_own withdraw_any approve publish restore read_log read_internal moderate",
    }[role].split()
    if act.value in allowed:
        require(ACCOUNTS[role], act)
    else:
        with pytest.raises(Forbidden, match=f"The role {role.value} may not do this: {act.value}"):
            require(ACCOUNTS[role], act)


def changed(frames: Frames, table: str, key: dict[str, str], **values: object) -> Frames:
    """The tables with other values in one row."""
    frame = frames[table].copy()
    chosen = pd.Series(True, index=frame.index)
    for column, value in key.items():
        chosen &= frame[column].astype(str) == value
    assert chosen.sum() == 1
    for column, value in values.items():
        frame.loc[chosen, column] = value
    return frames | {table: frame}


def added(frames: Frames, table: str, **values: object) -> Frames:
    """The tables with one more row."""
    row = pd.DataFrame([values]).reindex(columns=frames[table].columns)
    return frames | {table: pd.concat([frames[table], row.astype(frames[table].dtypes.to_dict())], ignore_index=True)}


def removed(frames: Frames, table: str, column: str, value: str) -> Frames:
    """The tables without the rows that have the value."""
    frame = frames[table]
    kept = frame[frame[column].astype(str) != value]
    assert len(kept) < len(frame)
    return frames | {table: kept.reset_index(drop=True)}


def refused(account: Account, before: Frames, after: Frames) -> list[tuple[str, str, ChangeKind]]:
    """Table, key and kind of each change the account may not make."""
    found = forbidden_changes(account, differences(before, after), before, after)
    return [(row.table, " ".join(row.key), row.kind) for row in found]


NEW, CHANGED, ENDED, REMOVED = ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.ENDED, ChangeKind.REMOVED


def test_a_coordinator_changes_ends_and_takes_out_the_plan_of_her_own_area(frames: Frames) -> None:
    assert refused(JEDLOV, frames, changed(frames, "community_plan", {"code": "KPA"}, title="Jiný název")) == []
    ended = changed(frames, "community_plan", {"code": "KPA"}, valid_to=pd.Timestamp("2012-01-01"))
    assert refused(JEDLOV, frames, ended) == []
    gone = frames
    for table, column in (("action_plan", "plan_code"), ("community_plan_quality", "plan_code"),
                          ("community_plan_municipality", "plan_code"), ("community_plan", "code")):
        gone = removed(gone, table, column, "KPA")
    assert refused(JEDLOV, frames, gone) == []
    assert len(refused(LIPANY, frames, gone)) == 1 + 2 + 3 + 1


@pytest.mark.parametrize("account", [JEDLOV, LIPANY, GUARANTOR, READER])
def test_a_plan_that_reaches_into_two_areas_is_changed_by_nobody_who_has_only_one(
    frames: Frames, account: Account
) -> None:
    after = changed(frames, "community_plan", {"code": "KPB"}, title="Jiný název")
    assert refused(account, frames, after) == [("community_plan", "KPB", CHANGED)]
    assert refused(BOTH, frames, after) == []
    assert refused(ADMINISTRATOR, frames, after) == []


def test_a_coordinator_of_another_area_touches_no_table_of_the_plan(frames: Frames) -> None:
    plan = changed(frames, "community_plan", {"code": "KPA"}, title="Jiný název")
    assert refused(LIPANY, frames, plan) == [("community_plan", "KPA", CHANGED)]
    quality = changed(frames, "community_plan_quality", {"plan_code": "KPA", "criterion": "action_plan"}, answer="yes")
    assert refused(LIPANY, frames, quality) == [("community_plan_quality", "KPA 2015-06-30 action_plan", CHANGED)]
    yearly = added(frames, "action_plan", plan_code="KPA", year=2017, source_id="demo")
    assert refused(LIPANY, frames, yearly) == [("action_plan", "KPA 2017", NEW)]
    members = removed(frames, "community_plan_municipality", "municipality_code", "990101")
    assert refused(LIPANY, frames, members) == [("community_plan_municipality", "KPA 990101", REMOVED)]
    for after in (plan, quality, yearly, members):
        assert refused(JEDLOV, frames, after) == []


def test_nobody_takes_over_a_foreign_plan_by_putting_a_municipality_of_their_own_into_it(frames: Frames) -> None:
    after = added(frames, "community_plan_municipality", plan_code="KPC", municipality_code="990101", source_id="demo")
    assert refused(JEDLOV, frames, after) == [("community_plan_municipality", "KPC 990101", NEW)]
    swapped = removed(after, "community_plan_municipality", "municipality_code", "990301")
    assert refused(JEDLOV, frames, changed(swapped, "community_plan", {"code": "KPC"}, title="Náš plán")) == [
        ("community_plan", "KPC", CHANGED), ("community_plan_municipality", "KPC 990101", NEW),
        ("community_plan_municipality", "KPC 990301", REMOVED)]


def test_a_plan_of_which_no_municipality_is_known_is_the_administrators(frames: Frames) -> None:
    before = removed(frames, "community_plan_municipality", "plan_code", "KPC")
    taken = added(before, "community_plan_municipality", plan_code="KPC", municipality_code="990101", source_id="demo")
    assert refused(JEDLOV, before, taken) == [("community_plan_municipality", "KPC 990101", NEW)]
    titled = changed(before, "community_plan", {"code": "KPC"}, title="Náš plán")
    assert refused(JEDLOV, before, titled) == [("community_plan", "KPC", CHANGED)]
    assert refused(ADMINISTRATOR, before, titled) == []


def test_a_coordinator_sends_in_a_new_plan_of_her_own_area_with_a_new_source(frames: Frames) -> None:
    plan = frames["community_plan"].set_index("code").loc["KPA"].to_dict() | {"code": "KPE", "source_id": "novy"}
    source = frames["source"].iloc[1].to_dict() | {"id": "novy"}
    after = added(added(frames, "community_plan", **plan), "source", **source)
    after = added(after, "community_plan_municipality", plan_code="KPE", municipality_code="990103", source_id="novy")
    assert refused(JEDLOV, frames, after) == []
    assert refused(LIPANY, frames, after) == [
        ("community_plan", "KPE", NEW), ("community_plan_municipality", "KPE 990103", NEW)]
    assert len(refused(READER, frames, after)) == 3


def test_a_coordinator_reports_requests_and_the_coordinator_of_her_own_area_only(frames: Frames) -> None:
    mine = changed(frames, "unmet_request", {"orp_code": "9901", "date": "2015-12-31"}, requests=31)
    theirs = changed(frames, "unmet_request", {"orp_code": "9904"}, requests=121)
    assert refused(JEDLOV, frames, mine) == []
    assert refused(JEDLOV, frames, theirs) == [("unmet_request", "49 9904 2015-12-31", CHANGED)]
    ended = changed(frames, "coordinator", {"orp_code": "9901"}, valid_to=pd.Timestamp("2016-01-01"))
    assert refused(JEDLOV, frames, ended) == []
    assert refused(LIPANY, frames, ended) == [("coordinator", "9901 2010-01-01", ENDED)]


def test_a_guarantor_reports_on_her_own_card_and_on_no_other(frames: Frames) -> None:
    report = {"id": "R3", "date": pd.Timestamp("2016-06-30"), "state": "running", "reported_by": "garant",
              "source_id": "demo"}
    assert refused(GUARANTOR, frames, added(frames, "progress_report", activity_code="A01-01", **report)) == []
    assert refused(GUARANTOR, frames, added(frames, "progress_report", activity_code="A02-01", **report)) == [
        ("progress_report", "R3", NEW)]
    reached = changed(frames, "milestone", {"id": "M1"}, reached_date=pd.Timestamp("2015-10-01"))
    assert refused(GUARANTOR, frames, reached) == []
    moved = changed(frames, "milestone", {"id": "M1"}, activity_code="A02-01")
    assert refused(GUARANTOR, frames, moved) == [("milestone", "M1", CHANGED)]
    assert refused(GUARANTOR, frames, removed(frames, "milestone", "id", "M1")) == [("milestone", "M1", REMOVED)]
    card = changed(frames, "activity", {"code": "A01-01"}, title="Jiná karta")
    assert refused(GUARANTOR, frames, card) == [("activity", "A01-01", CHANGED)]


@pytest.mark.parametrize("account", [GUARANTOR, JEDLOV, READER])
def test_an_old_report_is_neither_changed_nor_taken_out(frames: Frames, account: Account) -> None:
    better = changed(frames, "progress_report", {"id": "R1"}, percent=90.0)
    assert refused(account, frames, better) == [("progress_report", "R1", CHANGED)]
    assert refused(account, frames, removed(frames, "progress_report", "id", "R1")) == [
        ("progress_report", "R1", REMOVED)]


def test_a_reader_changes_nothing_in_any_table(frames: Frames) -> None:
    for table in TABLES:
        if len(frames[table]):
            after = frames | {table: frames[table].iloc[:0]}
            assert len(refused(READER, frames, after)) == len(frames[table]), table
            assert refused(ADMINISTRATOR, frames, after) == []


def test_tables_that_the_page_does_not_name_are_the_administrators(frames: Frames) -> None:
    named = {code_of(row[0]) for row in rows_of_docs("Roles and rows")[1:]} - ADDED_BY_ALL
    everything = Account(Role.COORDINATOR, "x", orp_codes=frozenset(frames["orp"]["code"]))
    all_cards = Account(Role.GUARANTOR, "y", activities=frozenset(frames["activity"]["code"]))
    for table in set(TABLES) - named:
        after = frames | {table: frames[table].iloc[:0]}
        for account in (everything, all_cards):
            assert len(refused(account, frames, after)) == len(frames[table]), table


def test_a_row_whose_owner_is_unknown_is_nobodys(frames: Frames) -> None:
    before = changed(frames, "milestone", {"id": "M1"}, activity_code=pd.NA)
    after = changed(before, "milestone", {"id": "M1"}, activity_code="A01-01")
    assert refused(GUARANTOR, before, after) == [("milestone", "M1", CHANGED)]


def test_owners_are_worked_out_once_for_a_table_however_many_rows_changed(
    frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = pd.concat([frames["unmet_request"].iloc[[0]]] * 3000, ignore_index=True)
    many["date"] = pd.date_range("1990-01-01", periods=3000, freq="D").astype(many["date"].dtype)
    before = frames | {"unmet_request": many}
    after = frames | {"unmet_request": many.assign(requests=many["requests"] + 1, orp_code="9901")}
    asked: list[str] = []
    counted = access.keys
    monkeypatch.setattr(access, "keys", lambda table, frame: asked.append(table.name) or counted(table, frame))
    changes = differences(before, after)
    assert len(changes.rows) == 3000
    assert forbidden_changes(JEDLOV, changes, before, after) == ()
    assert asked == ["unmet_request", "unmet_request"]
