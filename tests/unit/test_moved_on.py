"""The difference an old link offers, between two releases of the made region."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from lib.errors import BadSelection
from lib.model.changes import ChangeKind, FieldChange
from lib.model.derived import DERIVED
from lib.model.selection import AsOf, Selection
from lib.store.database import Database, open_database
from lib.store.releases import publish
from lib.text.messages import words_for
from lib.ui.moved_on import lines, sentence, then_and_now
from lib.views.tables import moved_since, sheet
from tests.exports.released import RELEASED_AT, publish_package
from tests.made_region import made_frames

DAY = date(2016, 6, 30)
HERE: Any = SimpleNamespace(words=words_for("cs"), region_name="Liberecký kraj", choices=SimpleNamespace(
    areas={"5102": "Frýdlant"}, service_types={"49": "§ 49 Domovy pro seniory"}))


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Release 2 knows one meeting less and another name of an area."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('two') / 'made.sqlite'}")
    frames = made_frames()
    publish_package(database, frames)
    areas, meetings = frames["orp"].copy(), frames["meeting"].iloc[1:]
    areas.loc[0, "name"] = "Jiné jméno"
    agenda = frames["agenda_item"][frames["agenda_item"]["meeting_id"].isin(meetings["id"])]
    gone = {"meeting": meetings, "agenda_item": agenda, "orp": areas}
    for name, column in (("agenda_link", "agenda_item_id"), ("opinion", "agenda_item_id"),
                         ("decision", "agenda_item_id")):
        gone[name] = frames[name][frames[name][column].isin(agenda["id"])]
    gone["task_report"] = frames["task_report"][frames["task_report"]["decision_id"].isin(gone["decision"]["id"])]
    gone["pack"] = frames["pack"].iloc[:0]
    publish(database, {**frames, **gone}, note="second", by_role="správce dat", source_name="made",
            source_checksum="second", published_at=RELEASED_AT)
    return database


def test_a_changed_name_and_a_meeting_that_is_gone_are_told_value_by_value(two_releases: Database) -> None:
    asked = Selection(AsOf(DAY, 1))
    found = moved_since(two_releases, asked, ("coverage", "meeting_overview"))
    kinds = {(change.table.name, change.row.kind): change for change in found.changes}
    assert set(kinds) == {("coverage", ChangeKind.CHANGED), ("meeting_overview", ChangeKind.REMOVED)}
    (field,) = kinds["coverage", ChangeKind.CHANGED].row.fields
    assert (field.column, field.after) == ("orp_name", "Jiné jméno")
    rows = found.sheet.frame
    assert rows[rows["view"] == "coverage"][["column", "kind", "after"]].to_numpy().tolist() == [
        ["orp_name", "changed", "Jiné jméno"]]
    assert rows.loc[rows["view"] == "meeting_overview", "after"].isna().all()
    assert [(change.table.name, field and field.column) for change, field in lines(found)] == [
        ("coverage", "orp_name"), ("meeting_overview", None)]
    assert sentence(HERE, found) == "Liší se 1 řádek tabulek, ze kterých je stránka; 1 řádek zanikl."


@pytest.mark.parametrize(("table", "column", "before", "after", "told"), [
    ("coverage", "expiring_share", 0.91, 0.935, ("91 %", "94 %")),
    ("coverage", "expiring_share", 0.936, 0.939, ("93,60 %", "93,90 %")),
    ("gap", "need_units", 1234.567, 99.98765, ("1 235", "99,99")),
    ("gap", "need_units", 1234.567, 1234.589, ("1 234,57", "1 234,59")),
    ("coverage", "population_persons", 123456, 123457, ("123 456", "123 457")),
    ("gap", "type_code", "49", "every", ("§ 49 Domovy pro seniory", "všechny druhy služeb")),
    ("gap", "orp_code", "5102", "kraj", ("Frýdlant", "Liberecký kraj")),
    ("gap", "need_units", None, 2.0, ("neuvedeno", "2")),
])
def test_two_values_are_told_apart_with_as_few_digits_as_that_takes_and_codes_in_words(
    table: str, column: str, before: Any, after: Any, told: tuple[str, str]
) -> None:
    shown = then_and_now(HERE, DERIVED[table].field(column), FieldChange(column, before, after))
    assert tuple(text.replace("\xa0", " ") for text in shown) == told


def test_the_newest_release_differs_in_nothing_and_a_foreign_area_in_nothing_that_is_shown(
    two_releases: Database
) -> None:
    assert moved_since(two_releases, Selection(AsOf(DAY, 2)), ("coverage",)).changes == ()
    other = made_frames()["orp"]["code"].iloc[1]
    assert moved_since(two_releases, Selection(AsOf(DAY, 1), orp=other), ("coverage",)).changes == ()


def test_views_that_cannot_be_shown_are_left_out_and_none_at_all_is_told(two_releases: Database) -> None:
    asked = Selection(AsOf(DAY, 1))  # a table of changes needs a second day
    assert moved_since(two_releases, asked, ("coverage_change", "coverage")).compared == len(
        sheet(two_releases, "coverage", asked).frame)
    with pytest.raises(BadSelection, match="No table of this page"):
        moved_since(two_releases, asked, ("coverage_change",))


def test_no_value_is_not_the_text_of_nothing(two_releases: Database) -> None:
    values = moved_since(two_releases, Selection(AsOf(DAY, 1)), ("coverage", "meeting_overview")).sheet.frame
    assert not values.isin(["None", "nan", "<NA>"]).any(axis=None)
    assert pd.api.types.is_string_dtype(values["before"])
