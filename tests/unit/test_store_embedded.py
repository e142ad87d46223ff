"""A start with the supplied package: loaded once, renewed when it changed, kept out when broken."""

import json
import multiprocessing
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from lib.errors import RejectedPackage
from lib.importers.package import load_package, package_checksum
from lib.store.database import Database, open_database
from lib.store.reads import read_table, table_summary
from lib.store.releases import EMBEDDED_CHANGED_NOTE, EMBEDDED_NOTE, Embedded, ensure_embedded, publish, releases
from tests.made_region import made_frames, write_package

NOON = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)


def _start(database: Database, folder: Path) -> Embedded:
    return ensure_embedded(database, lambda: load_package(folder), checksum=lambda: package_checksum(folder),
                           published_at=NOON)


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} is {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_first_start_publishes_release_1(database: Database, package_folder: Path) -> None:
    outcome = _start(database, package_folder)

    assert outcome.rejected is None
    assert outcome.release.number == 1
    assert outcome.release.note == EMBEDDED_NOTE
    assert outcome.release.embedded
    assert outcome.release.source_name == "socialni-sluzby-cz099"
    assert outcome.release.source_checksum == package_checksum(package_folder)
    assert table_summary(database, 1)["rows"].sum() == sum(map(len, made_frames().values()))


def test_a_package_that_cannot_be_read_leaves_the_last_good_state(
    sqlite_embedded: Database, package_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withheld(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", withheld)
    outcome = _start(sqlite_embedded, package_folder)

    assert outcome.release.number == 1
    assert outcome.rejected is not None
    assert [issue.file for issue in outcome.rejected.issues] == ["datapackage.json"]


def test_a_later_start_does_not_read_the_tables_again(sqlite_embedded: Database, package_folder: Path) -> None:
    def never() -> object:
        raise AssertionError("the package was loaded although it did not change")

    outcome = ensure_embedded(sqlite_embedded, never, checksum=lambda: package_checksum(package_folder),  # type: ignore[arg-type]
                              published_at=NOON)
    assert outcome.release.number == 1
    assert [release.number for release in releases(sqlite_embedded)] == [1]


@pytest.fixture(scope="module")
def _embedded_sqlite(
    _migrated_sqlite: Path, _made_package: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A SQLite store with the made package as release 1: copying it is quicker than loading."""
    file = Path(shutil.copy(_migrated_sqlite, tmp_path_factory.mktemp("embedded") / "embedded.sqlite"))
    database = open_database(f"sqlite:///{file}")
    assert _start(database, _made_package).release.number == 1
    with database.engine.connect() as connection:  # what is still in the log would not be copied with the file
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file


@pytest.fixture
def sqlite_embedded(_embedded_sqlite: Path, tmp_path: Path) -> Database:
    """A SQLite store with the made package as release 1."""
    return open_database(f"sqlite:///{shutil.copy(_embedded_sqlite, tmp_path / 'embedded.sqlite')}")


def test_a_changed_package_becomes_the_next_release(database: Database, package_folder: Path) -> None:
    _start(database, package_folder)
    _replace(package_folder / "reference/orp.csv", "Skalná", "Skalná u Jedlova")
    outcome = _start(database, package_folder)

    assert (outcome.release.number, outcome.release.note, outcome.rejected) == (2, EMBEDDED_CHANGED_NOTE, None)
    assert read_table(database, "orp", known_at=2, valid_on=None)["name"].tolist()[2] == "Skalná u Jedlova"
    assert read_table(database, "orp", known_at=1, valid_on=None)["name"].tolist()[2] == "Skalná"


def test_other_words_in_the_descriptor_make_no_release(sqlite_embedded: Database, package_folder: Path) -> None:
    _replace(package_folder / "datapackage.json", "Sociální služby: Zkušební kraj", "Jiný název")

    assert _start(sqlite_embedded, package_folder).release.number == 1


def test_a_release_sent_in_by_a_user_is_not_replaced_by_the_unchanged_package(
    sqlite_embedded: Database, package_folder: Path, frames: dict[str, pd.DataFrame],
) -> None:
    frames["orp"]["area_km2"] = 80.0
    publish(sqlite_embedded, frames, note="měření", by_role="správce dat", source_name="sešit", source_checksum="x",
            published_at=NOON)

    assert _start(sqlite_embedded, package_folder).release.note == "měření"
    assert [release.embedded for release in releases(sqlite_embedded)] == [True, False]


def _wrong_type(folder: Path) -> None:
    _replace(folder / "reference/orp.csv", "78.5,register\n9902", "12a,register\n9902")


def _missing_file(folder: Path) -> None:
    (folder / "demo/facility.csv").unlink()


def _wrong_code(folder: Path) -> None:
    _replace(folder / "demo/service.csv", "1000002,00000019,49", "1000002,00000019,50")


def _repeated_key(folder: Path) -> None:
    _replace(folder / "demo/service.csv", "1000005,", "1000004,")


def _broken_polygon(folder: Path) -> None:
    file = folder / "reference/orp.geojson"
    collection = json.loads(file.read_text(encoding="utf-8"))
    collection["features"][1]["geometry"]["coordinates"][0].pop()
    file.write_text(json.dumps(collection), encoding="utf-8")


def _wrong_encoding(folder: Path) -> None:
    file = folder / "reference/orp.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1250"))


def _path_out(folder: Path) -> None:
    _replace(folder / "datapackage.json", '"reference/orp.csv"', '"../orp.csv"')


def _oversized(folder: Path) -> None:
    with (folder / "reference/orp.csv").open("r+b") as opened:
        opened.truncate(101 * 1024 * 1024)


@pytest.mark.parametrize(("spoil", "place"), [
    (_wrong_type, ("reference/orp.csv", 2, "area_km2", "not a number")),
    (_missing_file, ("demo/facility.csv", 0, "", "the file is missing")),
    (_wrong_code, ("demo/service.csv", 3, "type_code", "service_type has no such code")),
    (_repeated_key, ("demo/service.csv", 5, "id", "the key is repeated")),
    (_broken_polygon, ("reference/orp.geojson", 2, "geometry", "a ring is not closed")),
    (_wrong_encoding, ("reference/orp.csv", 4, "", "the file is not in UTF-8")),
    (_path_out, ("datapackage.json", 0, "path", "the path leads out of the package")),
    (_oversized, ("reference/orp.csv", 0, "", "the file has 105906176 bytes, the limit is 104857600")),
])
def test_a_broken_package_leaves_the_last_good_state_and_says_why(
    sqlite_embedded: Database, package_folder: Path, spoil: Callable[[Path], None], place: tuple[str, int, str, str],
) -> None:
    spoil(package_folder)
    outcome = _start(sqlite_embedded, package_folder)

    assert outcome.rejected is not None
    first = outcome.rejected.issues[0]
    assert (first.file, first.row, first.column, first.rule.format_map(first.values)) == place
    assert [release.number for release in releases(sqlite_embedded)] == [outcome.release.number] == [1]
    areas = read_table(sqlite_embedded, "orp", known_at=1, valid_on=None)["area_km2"]
    assert areas.tolist() == [78.5, 78.5, 78.4, 78.4]


def test_a_missing_package_leaves_the_last_good_state(sqlite_embedded: Database, package_folder: Path) -> None:
    shutil.rmtree(package_folder)
    outcome = _start(sqlite_embedded, package_folder)

    assert outcome.release.number == 1
    assert outcome.rejected is not None
    assert [(issue.file, issue.rule) for issue in outcome.rejected.issues] == [
        ("datapackage.json", "the file is missing"),
    ]


def test_an_empty_store_and_a_broken_package_have_nothing_to_show(database: Database, package_folder: Path) -> None:
    (package_folder / "reference/region.csv").unlink()

    with pytest.raises(RejectedPackage, match=r"reference/region.csv: the file is missing"):
        _start(database, package_folder)
    assert releases(database) == []


def _start_in_a_process(url: str, folder: Path, barrier: "multiprocessing.synchronize.Barrier",
                        answers: "multiprocessing.Queue[int]") -> None:
    barrier.wait(timeout=120)
    answers.put(_start(open_database(url), folder).release.number)


def test_processes_that_start_at_once_load_the_package_once(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    write_package(made_frames(), folder)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "lib.model.checks"])
    barrier, answers = context.Barrier(3), context.Queue()
    servers = [context.Process(target=_start_in_a_process, args=(database_url, folder, barrier, answers))
               for _ in range(3)]
    for server in servers:
        server.start()
    numbers = [answers.get(timeout=120) for _ in servers]
    for server in servers:
        server.join()

    assert numbers == [1, 1, 1]
    assert [release.number for release in releases(open_database(database_url))] == [1]
