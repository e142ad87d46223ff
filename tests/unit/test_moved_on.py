"""The difference an old link offers, between two releases of the made region."""

from datetime import date

import pandas as pd
import pytest

from lib.errors import BadSelection
from lib.model.changes import ChangeKind
from lib.model.selection import AsOf, Selection
from lib.store.database import Database, open_database
from lib.store.releases import publish
from lib.views.tables import moved_since, sheet
from tests.exports.released import RELEASED_AT, publish_package
from tests.made_region import made_frames

DAY = date(2016, 6, 30)


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
