"""Releases: published once, shared where unchanged, never changed, told apart by number and by day."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pandas as pd
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lib.errors import BadSelection, SchemaMismatch, StoreUnavailable
from lib.model.schemas import DTYPES, TABLES
from lib.store import database as database_module
from lib.store.database import HEAD, Database, FrameCache, migration_config, open_database
from lib.store.reads import read_table, table_summary
from lib.store.releases import Release, latest, publish, releases
from lib.store.tables import CONTENT, METADATA

NOON = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)
Frames = dict[str, pd.DataFrame]


def _publish(database: Database, frames: Frames, note: str = "first") -> Release:
    return publish(database, frames, note=note, by_role="správce dat", source_name="made", source_checksum=note,
                   published_at=NOON)


def test_the_first_release_has_number_1_and_says_who_when_and_from_what(database: Database, frames: Frames) -> None:
    published = _publish(database, frames)

    assert published == Release(1, NOON, "správce dat", "first", "made", "first", date(2016, 6, 30), embedded=False)
    assert releases(database) == [published]
    assert latest(database) == published


def test_an_empty_store_has_no_release(database: Database) -> None:
    assert releases(database) == []
    assert latest(database) is None


def test_every_table_is_read_as_it_was_published(database: Database, frames: Frames) -> None:
    _publish(database, frames)

    for name, table in TABLES.items():
        read = read_table(database, name, known_at=1, valid_on=None)
        pd.testing.assert_frame_equal(read, frames[name])
        assert [str(dtype) for dtype in read.dtypes] == [DTYPES[field.kind] for field in table.fields]


def test_rows_come_in_the_order_of_the_key_whatever_the_order_published(database: Database, frames: Frames) -> None:
    _publish(database, {name: frame.iloc[::-1] for name, frame in frames.items()})

    assert list(read_table(database, "orp", known_at=1, valid_on=None)["code"]) == ["9901", "9902", "9903", "9904"]


def test_only_the_changed_table_is_stored_again(database: Database, frames: Frames) -> None:
    _publish(database, frames)
    frames["orp"].loc[0, "name"] = "Jedlov nad Řekou"
    _publish(database, frames, "renamed")

    summary = table_summary(database, 2).set_index("table_name")
    assert summary.loc[summary["content_release"] == 2].index.tolist() == ["orp"]
    assert read_table(database, "orp", known_at=2, valid_on=None)["name"].iloc[0] == "Jedlov nad Řekou"
    assert read_table(database, "orp", known_at=1, valid_on=None)["name"].iloc[0] == "Jedlov"
    with database.reading() as connection:
        stored = connection.execute(sa.select(sa.func.count()).select_from(CONTENT["municipality"])).scalar_one()
    assert stored == 9


def test_a_return_to_older_content_shares_it(database: Database, frames: Frames) -> None:
    _publish(database, frames)
    changed = frames | {"orp": frames["orp"].assign(area_km2=1.0)}
    _publish(database, changed, "changed")
    _publish(database, frames, "back")

    assert table_summary(database, 3).set_index("table_name").at["orp", "content_release"] == 1


def test_an_empty_table_is_published_and_read_with_its_types(database: Database, frames: Frames) -> None:
    frames["opinion"] = frames["opinion"].iloc[:0]
    _publish(database, frames)

    read = read_table(database, "opinion", known_at=1, valid_on=None)
    assert len(read) == 0
    assert str(read["date"].dtype) == "datetime64[s]"
    summary = table_summary(database, 1).set_index("table_name")
    assert summary.at["opinion", "rows"] == 0
    assert pd.isna(summary.at["opinion", "missing_share"])


def test_the_summary_counts_rows_and_absent_values(sqlite: Database) -> None:
    summary = table_summary(sqlite, 1)

    assert list(summary.columns) == ["table_name", "content_release", "rows", "checksum", "missing_share"]
    assert summary["table_name"].tolist() == list(TABLES)
    by_name = summary.set_index("table_name")
    assert by_name.at["population", "rows"] == 21
    assert by_name.at["population", "missing_share"] == pytest.approx(1 / 21)
    # Optional columns of facility: lat, lon, valid_to. Absent: lat and lon of F3, valid_to of F1 and F2.
    assert by_name.at["facility", "missing_share"] == pytest.approx(4 / 9)
    assert pd.isna(by_name.at["orp", "missing_share"])
    assert by_name["checksum"].str.fullmatch("[0-9a-f]{64}").all()


@pytest.mark.parametrize(("day", "expected"), [
    (date(2012, 6, 30), ["1000001", "1000002", "1000003", "1000005"]),
    (date(2012, 7, 1), ["1000001", "1000002", "1000003", "1000004", "1000005"]),
    (date(2014, 12, 31), ["1000001", "1000002", "1000003", "1000004", "1000005"]),
    (date(2015, 1, 1), ["1000001", "1000002", "1000003", "1000004"]),
    (date(2016, 6, 30), ["1000001", "1000002", "1000003", "1000004"]),
    (date(2016, 7, 1), ["1000001", "1000002", "1000003"]),
])
def test_services_hold_from_their_first_to_their_last_day(sqlite: Database, day: date, expected: list[str]) -> None:
    assert read_table(sqlite, "service", known_at=1, valid_on=day)["id"].tolist() == expected


@pytest.mark.parametrize(("day", "expected"), [
    (date(2013, 12, 31), ["KPA", "KPC", "KPD"]),
    (date(2015, 6, 30), ["KPA", "KPD"]),
    (date(2016, 6, 30), ["KPA", "KPB", "KPD"]),
    (date(2016, 7, 1), ["KPB", "KPD"]),
])
def test_an_extension_counts_and_a_plan_of_unknown_validity_stays(
    sqlite: Database, day: date, expected: list[str],
) -> None:
    assert read_table(sqlite, "community_plan", known_at=1, valid_on=day)["code"].tolist() == expected


@pytest.mark.parametrize(("day", "expected"), [
    (date(2007, 12, 31), []),
    (date(2014, 12, 31), [("1000001", 40.0), ("1000002", 300.0), ("1000003", 8.5), ("1000004", 2.5), ("1000005", 1.0)]),
    (date(2015, 1, 1), [("1000001", 60.0), ("1000002", 300.0), ("1000003", 8.5), ("1000004", 2.5), ("1000005", 1.0)]),
])
def test_of_states_the_latest_at_or_before_the_day_holds(
    sqlite: Database, day: date, expected: list[tuple[str, float]],
) -> None:
    read = read_table(sqlite, "service_capacity", known_at=1, valid_on=day)
    assert list(zip(read["service_id"], read["registered"], strict=True)) == expected


def test_an_unknown_amount_stays_unknown_when_it_is_the_latest(sqlite: Database) -> None:
    read = read_table(sqlite, "population", known_at=1, valid_on=date(2011, 1, 1))
    assert read["area_code"].tolist() == ["9901", "9902", "9903", "9904"]
    assert read["persons"].isna().tolist() == [False, False, False, True]


def test_a_changed_frame_changes_nothing_for_the_next_reader(sqlite: Database) -> None:
    whole = read_table(sqlite, "orp", known_at=1, valid_on=None)
    whole.loc[0, "name"] = "changed"
    timeless = read_table(sqlite, "goal", known_at=1, valid_on=date(2016, 6, 30))
    timeless.loc[0, "name"] = "changed"

    assert read_table(sqlite, "orp", known_at=1, valid_on=None)["name"].iloc[0] == "Jedlov"
    assert read_table(sqlite, "goal", known_at=1, valid_on=None)["name"].iloc[0] == "Pobytové služby"


def test_an_unknown_table_or_release_is_said(sqlite: Database) -> None:
    with pytest.raises(BadSelection, match="There is no table obec"):
        read_table(sqlite, "obec", known_at=1, valid_on=None)
    with pytest.raises(BadSelection, match="There is no release 2"):
        read_table(sqlite, "orp", known_at=2, valid_on=None)
    with pytest.raises(BadSelection, match="There is no release 0"):
        table_summary(sqlite, 0)


def test_kept_frames_are_bounded_and_the_least_recently_used_goes_first() -> None:
    cache = FrameCache(limit=2)
    made: list[str] = []

    def frame(name: str) -> Callable[[], pd.DataFrame]:
        def make() -> pd.DataFrame:
            made.append(name)
            return pd.DataFrame()
        return make

    for name in ("a", "b", "a", "c", "a", "b"):
        cache.get((name, 1), frame(name))
    assert made == ["a", "b", "c", "b"]
    assert len(cache) == 2


CHANGES = [
    'UPDATE "orp" SET "name" = \'changed\'',
    'DELETE FROM "population"',
    'INSERT INTO "goal" (content_release, code, plan_code, position, name, name_en, source_id) '
    "VALUES (1, 'SC9', 'P2014', 9, 'x', 'x', 'demo')",
    'UPDATE "release" SET "note" = \'changed\'',
    'DELETE FROM "release"',
    'UPDATE "release_table" SET "rows" = 0',
    'DELETE FROM "release_table"',
    'INSERT INTO "release_table" VALUES (1, \'other\', 1, 0, \'\')',
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_a_published_release(
    database: Database, frames: Frames, statement: str,
) -> None:
    _publish(database, frames)

    with pytest.raises(sa.exc.IntegrityError, match="a published release is never changed"), \
            database.writing() as connection:
        connection.execute(sa.text(statement))
    assert read_table(database, "orp", known_at=1, valid_on=None)["name"].iloc[0] == "Jedlov"


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_a_table(
    _new_postgres: Callable[[str], str], _migrated_postgres: str, frames: Frames,
) -> None:
    database = open_database(_new_postgres(_migrated_postgres))
    _publish(database, frames)

    with pytest.raises(sa.exc.IntegrityError, match="never changed"), database.writing() as connection:
        connection.execute(sa.text('TRUNCATE "orp"'))
    database.close()


def test_release_numbers_leave_no_gap(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="never changed"), database.writing() as connection:
        connection.execute(sa.text(
            "INSERT INTO \"release\" VALUES (2, '2016-07-01 12:00:00', 'x', 'x', 'x', 'x', NULL, false, 'update')"
        ))


def _without_a_table(frames: Frames) -> None:
    del frames["body"]


def _without_a_column(frames: Frames) -> None:
    frames["orp"] = frames["orp"].drop(columns="area_km2")


def _with_a_wrong_type(frames: Frames) -> None:
    frames["population"]["persons"] = frames["population"]["persons"].astype("float64")


def _with_an_absent_value(frames: Frames) -> None:
    frames["orp"].loc[1, "name"] = None


def _with_a_repeated_key(frames: Frames) -> None:
    frames["orp"] = pd.concat([frames["orp"], frames["orp"].iloc[:1]], ignore_index=True)


@pytest.mark.parametrize(("spoil", "message"), [
    (_without_a_table, "tables are missing: body"),
    (_without_a_column, "the table orp must have the columns code, name, seat_municipality_code, area_km2, source_id"),
    (_with_a_wrong_type, "population.persons is float64, it must be Int64"),
    (_with_an_absent_value, "orp.name must have a value in every row"),
    (_with_a_repeated_key, "the key code is repeated"),
])
def test_frames_not_as_declared_are_refused_and_the_last_release_stays(
    database: Database, frames: Frames, spoil: Callable[[Frames], None], message: str,
) -> None:
    first = _publish(database, frames)
    spoil(frames)

    with pytest.raises(SchemaMismatch, match=message):
        _publish(database, frames, "broken")
    assert releases(database) == [first]
    assert len(read_table(database, "population", known_at=1, valid_on=None)) == 21


def test_a_failure_in_the_middle_of_publishing_leaves_nothing(
    database: Database, frames: Frames, monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = _publish(database, frames)
    frames["orp"]["area_km2"] = 1.0
    monkeypatch.delitem(CONTENT, "opinion")
    frames["opinion"]["note"] = "changed"

    with pytest.raises(KeyError, match="opinion"):
        _publish(database, frames, "interrupted")
    with database.reading() as connection:
        kept = connection.execute(sa.select(sa.func.max(CONTENT["orp"].c.content_release))).scalar_one()
    assert kept == 1
    assert latest(database) == first


def test_the_migrated_database_is_the_declared_one(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_version_the_code_expects_is_the_last_migration(database: Database) -> None:
    with database.reading() as connection:
        config = migration_config(connection)
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_can_be_taken_back_and_run_again(database: Database, frames: Frames) -> None:
    with database.writing() as connection:
        command.downgrade(migration_config(connection), "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(migration_config(connection), "head")
    assert _publish(database, frames).number == 1


def test_a_database_of_a_newer_application_is_left_alone(database_url: str) -> None:
    database = open_database(database_url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    with pytest.raises(StoreUnavailable, match=f"version 9999.*knows up to {HEAD}"):
        open_database(database_url)


@pytest.mark.parametrize(("url", "message"), [
    ("nonsense", "The database address is not understood"),
    ("mysql://user:secret@host/name", r"mysql://user:\*\*\*@host/name cannot be used"),
    ("sqlite://", "a SQLite file or PostgreSQL is needed"),
    ("sqlite:////nonexistent/folder/made.sqlite", "unable to open database file"),
    ("postgresql://nobody:secret@127.0.0.1:1/none", r"nobody:\*\*\*@127.0.0.1:1/none cannot be reached"),
])
def test_an_address_that_cannot_be_used_is_explained_without_the_password(url: str, message: str) -> None:
    with pytest.raises(StoreUnavailable, match=message) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear council, " * 100)

    with pytest.raises(StoreUnavailable, match="file is not a database"):
        open_database(f"sqlite:///{file}")
    assert file.read_text() == "Dear council, " * 100


def test_readers_do_not_wait_for_a_writer(sqlite: Database) -> None:
    with sqlite.writing():
        assert latest(sqlite) == releases(sqlite)[0]
        assert len(read_table(sqlite, "orp", known_at=1, valid_on=None)) == 4


def test_reading_imports_neither_pandera_nor_alembic(sqlite: Database, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'made.sqlite'}"
    script = (
        "import sys\n"
        "from lib.store.database import open_database\n"
        "from lib.store.reads import read_table\n"
        f"print(len(read_table(open_database({url!r}), 'orp', known_at=1, valid_on=None)))\n"
        "print(sorted({'pandera', 'alembic'} & set(sys.modules)))\n"
    )
    root = Path(database_module.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["4", "[]"]


def test_writers_at_once_take_turns(database: Database, frames: Frames) -> None:
    url = database.engine.url.render_as_string()
    writers = [open_database(url) for _ in range(3)]
    ready = Barrier(3)

    def write(writer: Database) -> int:
        ready.wait(timeout=60)
        return _publish(writer, frames).number

    with ThreadPoolExecutor(3) as pool:
        numbers = sorted(pool.map(write, writers))
    for writer in writers:
        writer.close()

    assert numbers == [1, 2, 3]
    assert [release.number for release in releases(database)] == [1, 2, 3]
    assert set(table_summary(database, 3)["content_release"]) == {1}
