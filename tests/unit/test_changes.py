"""What differs between two states, told row by row, and how two changes of one state are put together."""

from datetime import date

import pandas as pd
import pytest

from lib.model.changes import ChangeKind, Changes, FieldChange, RowChange, combined, differences, without
from lib.model.illustrative import without_demo

Frames = dict[str, pd.DataFrame]


def edited(frame: pd.DataFrame, row: int, **values: object) -> pd.DataFrame:
    changed = frame.copy()
    for column, value in values.items():
        changed.loc[row, column] = value
    return changed


def changes(frames: Frames, name: str, after: pd.DataFrame) -> tuple[RowChange, ...]:
    return differences({name: frames[name]}, {name: after}).rows


def test_the_same_rows_in_another_order_are_no_change(frames: Frames) -> None:
    found = differences(frames, {name: frame.iloc[::-1] for name, frame in frames.items()})
    assert not found
    assert found.unchanged == {name: len(frame) for name, frame in frames.items()}


def test_a_changed_row_tells_only_the_fields_that_changed(frames: Frames) -> None:
    after = edited(frames["orp"], 1, name="Lípy", area_km2=80.0)
    assert changes(frames, "orp", after) == (
        RowChange("orp", ("9902",), ChangeKind.CHANGED,
                  (FieldChange("name", "Lipany", "Lípy"), FieldChange("area_km2", 78.5, 80.0))),
    )


def test_absent_is_a_value_of_its_own_and_equals_only_absent(frames: Frames) -> None:
    row = frames["population"].index[0]
    persons = int(frames["population"].loc[row, "persons"])
    after = edited(frames["population"], row, persons=pd.NA)
    [change] = changes(frames, "population", after)
    assert change.fields == (FieldChange("persons", persons, None),)
    assert differences({"population": after}, {"population": after.copy()}).rows == ()


def test_new_and_removed_rows_tell_every_value_they_have(frames: Frames) -> None:
    coordinators = frames["coordinator"]
    [removed] = changes(frames, "coordinator", coordinators.iloc[1:])
    assert removed.kind is ChangeKind.REMOVED
    assert removed.key == (coordinators.loc[0, "orp_code"], coordinators.loc[0, "valid_from"].date().isoformat())
    assert removed.value("orp_code") == coordinators.loc[0, "orp_code"]
    assert {field.after for field in removed.fields} == {None}
    [new] = differences({"coordinator": coordinators.iloc[1:]}, {"coordinator": coordinators}).rows
    assert (new.kind, new.key, new.value("orp_code")) == (ChangeKind.NEW, removed.key, removed.value("orp_code"))


@pytest.mark.parametrize(("before", "after", "kind"), [
    (pd.NaT, "2016-05-31", ChangeKind.ENDED),
    ("2017-12-31", "2016-05-31", ChangeKind.ENDED),
    ("2016-05-31", "2017-12-31", ChangeKind.CHANGED),
    ("2016-05-31", pd.NaT, ChangeKind.CHANGED),
])
def test_a_row_is_ended_when_only_its_end_comes_earlier(
    frames: Frames, before: object, after: object, kind: ChangeKind
) -> None:
    was, now = (edited(frames["service"], 0, valid_to=pd.Timestamp(day) if isinstance(day, str) else day)
                for day in (before, after))
    [change] = differences({"service": was}, {"service": now}).rows
    assert change.kind is kind


def test_a_row_that_ends_and_changes_its_name_is_changed(frames: Frames) -> None:
    [change] = changes(frames, "service", edited(frames["service"], 0, valid_to=pd.Timestamp(2016, 1, 31), name="Jiný"))
    assert change.kind is ChangeKind.CHANGED
    assert FieldChange("valid_to", None, date(2016, 1, 31)) in change.fields


def test_counts_add_up_to_the_rows_of_both_states(frames: Frames) -> None:
    orp = pd.concat([edited(frames["orp"], 0, name="X").iloc[:3], frames["orp"].iloc[3:].assign(code="9999")])
    [row] = differences({"orp": frames["orp"]}, {"orp": orp}).counts().to_dict("records")
    assert row == {"table": "orp", "new": 1, "changed": 1, "ended": 0, "removed": 1, "unchanged": 2}


def test_two_changes_of_different_rows_are_put_together(frames: Frames) -> None:
    base = {"orp": frames["orp"]}
    mine = {"orp": edited(frames["orp"], 0, name="Moje")}
    theirs = {"orp": edited(frames["orp"], 1, name="Cizí").iloc[[3, 1, 0]]}  # they also removed 9903
    tables, clashes = combined(base, mine, theirs)
    assert clashes == ()
    assert tables["orp"]["code"].tolist() == ["9901", "9902", "9904"]
    assert tables["orp"]["name"].tolist() == ["Moje", "Cizí", "Potoky"]


def test_a_row_removed_by_one_and_changed_by_the_other_is_a_clash(frames: Frames) -> None:
    base = {"orp": frames["orp"]}
    mine, theirs = {"orp": frames["orp"].iloc[1:]}, {"orp": edited(frames["orp"], 0, name="Cizí")}
    tables, clashes = combined(base, mine, theirs)
    assert [(clash.mine.kind, clash.theirs.kind) for clash in clashes] == [(ChangeKind.REMOVED, ChangeKind.CHANGED)]
    assert tables["orp"]["code"].tolist() == ["9902", "9903", "9904"]
    assert without(tables, theirs, clashes)["orp"]["name"].tolist() == ["Cizí", "Lipany", "Skalná", "Potoky"]


def test_the_same_change_made_twice_is_no_clash(frames: Frames) -> None:
    base, both = {"orp": frames["orp"]}, {"orp": edited(frames["orp"], 0, name="Oba")}
    tables, clashes = combined(base, both, {"orp": both["orp"].copy()})
    assert clashes == ()
    assert tables["orp"]["name"].tolist()[0] == "Oba"


def test_all_rows_of_a_table_may_go(frames: Frames) -> None:
    tables, clashes = combined({"orp": frames["orp"]}, {"orp": frames["orp"].iloc[:0]}, {"orp": frames["orp"]})
    assert (len(tables["orp"]), list(tables["orp"].columns), clashes) == (0, list(frames["orp"].columns), ())


def test_no_change_is_false_and_names_no_table() -> None:
    nothing = Changes((), {})
    assert not nothing
    assert nothing.tables() == ()
    assert nothing.counts().empty


def test_without_illustrative_rows_no_code_points_nowhere(frames: Frames) -> None:
    left = {**frames, **without_demo(frames)}
    assert set(left["source"]["kind"]) == {"official"}
    for name, frame in left.items():
        column = "id" if name == "source" else "source_id"
        assert "demo" not in set(frame[column])
    assert left["agenda_item"].empty  # its meeting was illustrative
    assert left["opinion"].empty
    assert len(left["orp"]) == 4
