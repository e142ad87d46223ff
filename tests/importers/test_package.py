"""A data package is taken whole or refused whole: each refusal names the file, the row, the column and the remedy."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest

from lib.errors import Issue, RejectedPackage
from lib.importers import base
from lib.importers.base import read_csv
from lib.importers.descriptor import build_descriptor, write_descriptor
from lib.importers.package import load_package, package_checksum
from lib.model.checks import NEEDED, package_issues, rule_issues
from lib.model.schemas import DTYPES, TABLES
from lib.text.catalogues import catalogue_of
from tests.made_region import ROWS, made_frames

Frames = dict[str, pd.DataFrame]
PENCIN = "990102,municipality,total,2015-12-31,2000"
"""Row 6 of the population."""


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} is {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def _issues(folder: Path) -> list[Issue]:
    with pytest.raises(RejectedPackage) as refused:
        load_package(folder)
    issues = list(refused.value.issues)
    assert all(issue.blocking for issue in issues)
    czech = catalogue_of("cs").texts
    assert [text for issue in issues for text in (issue.rule, issue.remedy) if text not in czech] == []
    return issues


def _rule(issue: Issue) -> str:
    return issue.rule.format_map(issue.values)


def _places(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(issue.file, issue.row, issue.column, issue.value) for issue in _issues(folder)]


def _geojson(folder: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    file = folder / "reference/orp.geojson"
    collection = json.loads(file.read_text(encoding="utf-8"))
    change(collection["features"])
    file.write_text(json.dumps(collection), encoding="utf-8")


def _describe(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    change(descriptor)
    file.write_text(json.dumps(descriptor), encoding="utf-8")


OPTIONAL = [name for name, table in TABLES.items() if table.optional and name not in ROWS]


def test_the_made_region_passes_every_check() -> None:
    frames = made_frames()
    assert package_issues(frames, {name: name for name in frames}) == []
    assert list(frames) == list(TABLES)
    assert [name for name, frame in frames.items() if frame.empty] == OPTIONAL
    population = frames["population"][frames["population"]["date"] == pd.Timestamp(2015, 12, 31)]
    assert population.groupby(["level", "age_group"])["persons"].sum().to_dict() == {
        ("orp", "total"): 100_000, ("municipality", "total"): 100_000, ("orp", "65plus"): 20_000,
    }


def test_a_written_package_is_read_as_it_was(package_folder: Path, frames: Frames) -> None:
    package = load_package(package_folder)

    assert package.name == "socialni-sluzby-cz099"
    assert package.issues == ()
    assert package.checksum == package_checksum(package_folder)
    for name, table in TABLES.items():
        read = package.frames[name]
        assert [str(dtype) for dtype in read.dtypes] == [DTYPES[field.kind] for field in table.fields]
        pd.testing.assert_frame_equal(read.sort_values(list(table.key), ignore_index=True), frames[name])


def test_rows_of_both_folders_are_put_together_real_rows_first(package_folder: Path) -> None:
    assert load_package(package_folder).frames["source"]["id"].tolist() == ["register", "demo"]
    resources = {one["name"]: one for one in build_descriptor(package_folder)["resources"]}
    assert resources["source"]["path"] == ["reference/source.csv", "demo/source.csv"]
    assert resources["orp_boundary"]["path"] == ["reference/orp.geojson"]


def test_a_cell_that_looks_like_a_formula_is_text(package_folder: Path) -> None:
    comments = load_package(package_folder).frames["progress_report"]["comment"]
    assert comments.tolist()[1] == "=1+1"
    assert comments.isna().tolist() == [True, False]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(package_folder: Path) -> None:
    file = package_folder / "reference/orp.csv"
    expected = load_package(package_folder).frames["orp"]
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    pd.testing.assert_frame_equal(load_package(package_folder).frames["orp"], expected)


@pytest.mark.parametrize(("file", "old", "new", "place"), [
    ("reference/orp.csv", "78.5,register\n9902", "12a,register\n9902", (2, "area_km2", "12a")),
    ("reference/orp.csv", "78.5,register\n9902", "\"78,5\",register\n9902", (2, "area_km2", "78,5")),
    ("reference/orp.csv", "78.5,register\n9902", "nan,register\n9902", (2, "area_km2", "nan")),
    ("reference/orp.csv", "78.5,register\n9902", "1e999,register\n9902", (2, "area_km2", "1e999")),
    ("reference/orp.csv", "78.5,register\n9902", "-1,register\n9902", (2, "area_km2", "-1.0")),
    ("reference/orp.csv", "78.5,register\n9902", ",register\n9902", (2, "area_km2", "")),
    ("reference/population.csv", PENCIN, "990102,municipality,total,2015-12-31,2 000", (6, "persons", "2 000")),
    ("reference/population.csv", PENCIN, "990102,municipality,total,2015-12-31,2e3", (6, "persons", "2e3")),
    ("reference/population.csv", PENCIN, "990102,municipality,total,31.12.2015,2000", (6, "date", "31.12.2015")),
    ("reference/population.csv", PENCIN, "990102,municipality,total,2015-06-31,2000", (6, "date", "2015-06-31")),
    ("reference/population.csv", PENCIN, "990109,municipality,total,2015-12-31,2000", (6, "area_code", "990109")),
    ("reference/population.csv", PENCIN, "990102,orp,total,2015-12-31,2000", (6, "area_code", "990102")),
    ("reference/population.csv", PENCIN, "990102,village,total,2015-12-31,2000", (6, "level", "village")),
    ("reference/service_type.csv", "homes for the elderly,care,more_is_better,113,true",
     "homes for the elderly,care,more_is_better,113,yes", (4, "register_code_inferred", "yes")),
    ("demo/service.csv", "1000002,00000019,49", "1000002,00000019,50", (3, "type_code", "50")),
    ("demo/service.csv", "Poradna Skalná,2012-07-01", "Poradna Skalná,2016-07-01",
     (5, "valid_to", "2016-06-30")),
    ("demo/facility.csv", "990301,,,true", "990301,50.7,15.0,true", (4, "lat", "50.7")),
    ("demo/provider.csv", "00000019", "19", (2, "ico", "19")),
    ("demo/community_plan.csv", "Plán Lipan", "Plán\x00Lipan", (3, "title", "Plán\x00Lipan")),
])
def test_a_wrong_cell_is_named(
    package_folder: Path, file: str, old: str, new: str, place: tuple[int, str, str],
) -> None:
    _replace(package_folder / file, old, new)

    assert (file, *place) in _places(package_folder)


@pytest.mark.parametrize("name", NEEDED)
def test_a_table_the_pages_need_must_have_a_row(frames: Frames, name: str) -> None:
    frames[name] = frames[name].iloc[:0]

    found = rule_issues(frames, {table: table for table in frames})

    assert (name, 0, "the table has no row") in [(issue.file, issue.row, issue.rule) for issue in found]
    assert all(issue.blocking for issue in found)


def test_a_package_of_empty_tables_is_refused_table_by_table(frames: Frames) -> None:
    empty = {name: frame.iloc[:0] for name, frame in frames.items()}

    found = package_issues(empty, {name: name for name in frames})

    assert [(issue.file, issue.rule) for issue in found] == [(name, "the table has no row") for name in NEEDED]


def test_an_emptied_file_is_named_as_the_person_knows_it(package_folder: Path) -> None:
    file = package_folder / "reference/strategic_plan.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

    assert "reference/strategic_plan.csv" in [issue.file for issue in _issues(package_folder)]


def test_a_second_region_is_refused(frames: Frames) -> None:
    frames["region"] = pd.concat([frames["region"], frames["region"].assign(code="CZ098")], ignore_index=True)

    found = rule_issues(frames, {name: name for name in frames})

    assert [(issue.file, _rule(issue)) for issue in found] == [("region", "the table has 2 rows")]


@pytest.mark.parametrize(("line", "place"), [
    ("N2016;Síť 2016;2015-12-31;2016-12-31", (3, "2015-12-31")),
    ("N2016;Síť 2016;2014-01-01;2015-01-01", (2, "2015-01-01")),
    ("N2016;Síť 2016;2014-01-01;", (2, "2015-01-01")),
    ("N2016;Síť 2016;2016-01-01;", None),
])
def test_versions_of_the_network_follow_one_another(
    frames: Frames, line: str, place: tuple[int, str] | None
) -> None:
    rows = [written.split(";") for written in ("N2015;Síť 2015;2015-01-01;2015-12-31;;demo", f"{line};;demo")]
    frames["network_version"], issues = base.typed(TABLES["network_version"], list(zip(*rows, strict=True)), "made")
    assert not issues

    found = rule_issues(frames, {name: name for name in frames})

    assert [(issue.file, issue.row, issue.column, issue.value) for issue in found] == (
        [] if place is None else [("network_version", place[0], "valid_from", place[1])])


def test_a_repeated_key_is_named_at_both_rows(package_folder: Path) -> None:
    _replace(package_folder / "reference/orp.csv", "9902,Lipany", "9901,Lipany")

    assert [(issue.file, issue.row, issue.column, issue.rule) for issue in _issues(package_folder)] == [
        ("reference/orp.csv", 2, "code", "the key is repeated"),
        ("reference/orp.csv", 3, "code", "the key is repeated"),
    ]


def test_a_problem_in_the_second_file_of_a_table_is_told_by_that_file(package_folder: Path) -> None:
    _replace(package_folder / "demo/source.csv", "demo,Ukázková data", "register,Ukázková data")

    assert [(issue.file, issue.row, issue.rule) for issue in _issues(package_folder)] == [
        ("reference/source.csv", 2, "the key is repeated"), ("demo/source.csv", 2, "the key is repeated"),
    ]


def test_every_problem_is_listed_at_once(package_folder: Path) -> None:
    _replace(package_folder / "reference/orp.csv", "78.5,register\n9902", "12a,register\n9902")
    _replace(package_folder / "demo/provider.csv", "00000019", "19")
    (package_folder / "demo/opinion.csv").write_text("agenda_item_id\n", encoding="utf-8")

    assert {(issue.file, issue.row, issue.column) for issue in _issues(package_folder)} == {
        ("reference/orp.csv", 2, "area_km2"), ("demo/provider.csv", 2, "ico"),
        *(("demo/opinion.csv", 1, name) for name in ("body_code", "date", "opinion", "note", "source_id")),
    }


def test_a_missing_file_is_named(package_folder: Path) -> None:
    (package_folder / "demo/facility.csv").unlink()

    assert [(issue.file, issue.rule) for issue in _issues(package_folder)] == [
        ("demo/facility.csv", "the file is missing"),
    ]


def test_a_table_the_descriptor_does_not_list_is_missing(package_folder: Path) -> None:
    (package_folder / "demo/facility.csv").unlink()
    write_descriptor(package_folder)

    assert [(issue.file, issue.rule) for issue in _issues(package_folder)] == [("facility.csv", "the table is missing")]


@pytest.mark.parametrize(("header", "places"), [
    ("code,name,seat_municipality_code,area_km2", [(1, "source_id", "")]),
    ("code,name,seat_municipality_code,area_km2,source_id,extra", [(1, "", "extra")]),
    ("name,code,seat_municipality_code,area_km2,source_id",
     [(1, "", "name,code,seat_municipality_code,area_km2,source_id")]),
    ("code,name,seat_municipality_code,area,source_id", [(1, "area_km2", ""), (1, "", "area")]),
    ("", [(1, name, "") for name in ("code", "name", "seat_municipality_code", "area_km2", "source_id")]),
])
def test_another_header_is_refused(package_folder: Path, header: str, places: list[tuple[int, str, str]]) -> None:
    (package_folder / "reference/orp.csv").write_text(header + "\n", encoding="utf-8")

    found = [place[1:] for place in _places(package_folder) if place[0] == "reference/orp.csv"]
    assert found == places


@pytest.mark.parametrize(("line", "rule"), [
    ("9902,Lipany,990201,78.5", "the row has 4 cells instead of 5"),
    ("9902,Lipany,990201,78.5,register,", "the row has 6 cells instead of 5"),
    ("", "the row has 0 cells instead of 5"),
    ('9902,"Lipany,990201,78.5,register', "the row cannot be read"),
])
def test_a_ragged_or_unreadable_row_is_named(package_folder: Path, line: str, rule: str) -> None:
    file = package_folder / "reference/orp.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[2] = line
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert [(issue.row, _rule(issue)) for issue in _issues(package_folder) if issue.file == "reference/orp.csv"] == [
        (3, rule),
    ]


def test_another_encoding_is_refused_with_its_line(package_folder: Path) -> None:
    file = package_folder / "reference/orp.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1250"))

    issues = [issue for issue in _issues(package_folder) if issue.file == "reference/orp.csv"]
    assert [(issue.row, issue.value, issue.rule, issue.remedy) for issue in issues] == [
        (4, "\\xe1", "the file is not in UTF-8", "Save the file as CSV UTF-8"),
    ]


def test_an_oversized_file_is_refused_unread(package_folder: Path) -> None:
    with (package_folder / "demo/facility.csv").open("r+b") as opened:
        os.ftruncate(opened.fileno(), base.MAX_FILE_BYTES + 1)

    assert [(issue.file, _rule(issue)) for issue in _issues(package_folder)] == [
        ("demo/facility.csv", "the file has 104857601 bytes, the limit is 104857600"),
    ]


def test_a_file_the_system_withholds_is_refused(package_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = Path.open

    def guarded(path: Path, *arguments: Any) -> Any:
        if path.name == "orp.csv":
            raise PermissionError(13, "Permission denied")
        return allowed(path, *arguments)

    monkeypatch.setattr(Path, "open", guarded)
    [issue] = _issues(package_folder)

    assert (issue.file, issue.value) == ("reference/orp.csv", "Permission denied")
    assert issue.remedy == "Check the permissions of the file and its folder"


def test_a_path_longer_than_the_system_takes_is_refused(package_folder: Path) -> None:
    _describe(package_folder, lambda package: package["resources"][0].update(path="a" * 5000))

    [issue] = _issues(package_folder)

    assert _rule(issue) == "the system does not let the file be read"


@pytest.mark.parametrize("file", ["datapackage.json", "reference/orp.geojson"])
def test_a_number_of_thousands_of_digits_is_refused(package_folder: Path, file: str) -> None:
    (package_folder / file).write_text(f'{{"features": {"9" * 5000}}}', encoding="utf-8")

    [issue] = _issues(package_folder)

    assert (issue.file, _rule(issue)) == (file, "a number in the JSON has too many digits")


def test_thousands_of_problems_are_cut_to_a_readable_list() -> None:
    rows = "\n".join(f"{number},Obec,1,x,s" for number in range(5000))
    content = f"code,name,seat_municipality_code,area_km2,source_id\n{rows}\n".encode()

    _, issues = read_csv(TABLES["orp"], content, "orp.csv")
    assert len(issues) == 1000
    assert (issues[0].row, issues[-1].row) == (2, 1001)


@pytest.mark.parametrize("written", [
    "../outside.csv", "/etc/hostname", "reference/../../outside.csv", "https://example.org/orp.csv", "C:/orp.csv",
    "reference\\orp.csv", "file:orp.csv",
])
def test_a_path_out_of_the_package_is_refused(package_folder: Path, written: str) -> None:
    (package_folder.parent / "outside.csv").write_text("secret", encoding="utf-8")
    _describe(package_folder, lambda descriptor: descriptor["resources"][3].update(path=[written]))

    assert [(issue.file, issue.column, issue.value, issue.rule) for issue in _issues(package_folder)] == [
        ("datapackage.json", "path", written, "the path leads out of the package"),
    ]


def test_a_link_out_of_the_package_is_refused(package_folder: Path) -> None:
    outside = (package_folder / "reference/orp.csv").rename(package_folder.parent / "outside.csv")
    (package_folder / "reference/orp.csv").symlink_to(outside)

    assert [(issue.file, issue.value, issue.rule) for issue in _issues(package_folder)] == [
        ("datapackage.json", "reference/orp.csv", "the path leads out of the package"),
    ]


@pytest.mark.parametrize(("text", "row", "column", "rule"), [
    ("{\n  \"name\": \n}", 3, "", "the file is no JSON from here on"),
    ("[" * 200_000, 0, "", "the JSON is nested too deep"),
    ("[]", 0, "", "the file describes no package"),
    ("{}", 0, "resources", "the package lists no resources"),
    ('{"resources": ["orp"]}', 0, "resources", "the package lists no resources"),
    ('{"resources": [{"name": "obec", "path": "obec.csv"}]}', 0, "name", "no table is called so"),
    ('{"resources": [{"name": ["orp"], "path": "obec.csv"}]}', 0, "name", "no table is called so"),
    ('{"resources": [{"name": "orp"}, {"name": "orp"}]}', 0, "name", "the table is listed twice"),
    ('{"resources": [{"name": "orp", "path": ["a.csv", "a.csv"]}]}', 0, "path", "the file is listed twice"),
    ('{"resources": [{"name": "orp", "path": 7}]}', 0, "path", "a path must be a text"),
])
def test_a_broken_descriptor_is_refused(package_folder: Path, text: str, row: int, column: str, rule: str) -> None:
    (package_folder / "datapackage.json").write_text(text, encoding="utf-8")

    assert [(issue.file, issue.row, issue.column, issue.rule) for issue in _issues(package_folder)] == [
        ("datapackage.json", row, column, rule),
    ]


def _open_ring(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"]["coordinates"][0].pop()


def _bow_tie(features: list[dict[str, Any]]) -> None:
    ring = features[1]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]


def _empty(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"]["coordinates"] = []


def _swapped_axes(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"]["coordinates"] = [[[y, x] for x, y in features[1]["geometry"]["coordinates"][0]]]


def _no_number(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"]["coordinates"][0][2] = [float("nan"), 50.7]


def _a_point(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"] = {"type": "Point", "coordinates": [15.1, 50.6]}


def _overlap(features: list[dict[str, Any]]) -> None:
    for position in features[1]["geometry"]["coordinates"][0]:
        position[0] = 15.09 if position[0] == 15.1 else position[0]


def _extra_point(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"]["coordinates"][0].insert(4, [15.1, 50.65])


@pytest.mark.parametrize(("spoil", "rows", "rule"), [
    (_open_ring, [2], "a ring is not closed"),
    (_bow_tie, [2], "the border crosses or touches itself"),
    (_empty, [2], "the polygon is empty"),
    (_swapped_axes, [2], "a position is not a pair of plausible longitude and latitude"),
    (_no_number, [2], "a position is not a pair of plausible longitude and latitude"),
    (_a_point, [2], "the feature is no polygon"),
    (_overlap, [2], "the area overlaps feature 1 by"),
    (_extra_point, [1, 2], "the border does not meet the neighbour's border point by point"),
])
def test_a_broken_border_is_refused(
    package_folder: Path, spoil: Callable[[list[dict[str, Any]]], None], rows: list[int], rule: str,
) -> None:
    _geojson(package_folder, spoil)

    issues = _issues(package_folder)
    assert [(issue.file, issue.row, issue.column) for issue in issues] == [
        ("reference/orp.geojson", row, "geometry") for row in rows
    ]
    assert _rule(issues[0]).startswith(rule)


def test_a_border_of_an_unknown_area_is_refused(package_folder: Path) -> None:
    _geojson(package_folder, lambda features: features[2]["properties"].update(orp_code="9999"))

    assert _places(package_folder) == [("reference/orp.geojson", 3, "orp_code", "9999")]


def test_a_border_without_a_code_is_refused(package_folder: Path) -> None:
    _geojson(package_folder, lambda features: features[2]["properties"].pop("orp_code"))

    assert _places(package_folder) == [("reference/orp.geojson", 3, "orp_code", "")]


def test_borders_in_other_coordinates_are_refused(package_folder: Path) -> None:
    file = package_folder / "reference/orp.geojson"
    collection = json.loads(file.read_text(encoding="utf-8"))
    collection["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5514"}}
    file.write_text(json.dumps(collection), encoding="utf-8")

    assert [(issue.file, issue.column, issue.rule) for issue in _issues(package_folder)] == [
        ("reference/orp.geojson", "crs", "the coordinates are not in WGS 84"),
    ]


def test_the_checksum_changes_with_the_data_and_not_with_the_words(package_folder: Path) -> None:
    before = package_checksum(package_folder)
    _describe(package_folder, lambda descriptor: descriptor.update(title="Jiný název"))
    assert package_checksum(package_folder) == before
    _replace(package_folder / "reference/orp.csv", "Skalná", "Skala")
    assert package_checksum(package_folder) != before


def test_a_descriptor_older_than_the_data_is_a_remark_not_a_refusal(package_folder: Path) -> None:
    _replace(package_folder / "reference/orp.csv", "Skalná", "Skala")

    package = load_package(package_folder)
    assert package.frames["orp"]["name"].tolist()[2] == "Skala"
    assert [(issue.file, issue.column, issue.blocking) for issue in package.issues] == [
        ("datapackage.json", "hash", False),
    ]


def test_the_descriptor_says_what_the_package_holds(package_folder: Path) -> None:
    descriptor = build_descriptor(package_folder)

    assert descriptor["name"] == "socialni-sluzby-cz099"
    assert descriptor["default_valid_on"] == date(2016, 6, 30).isoformat()
    assert descriptor["licenses"] == [
        {"name": "CC-BY-4.0", "title": "CC BY 4.0"}, {"name": "CC0-1.0", "title": "CC0-1.0"},
    ]
    assert descriptor["sources"] == [
        {"name": "demo", "title": "Ukázková data: Ukázka", "kind": "demo"},
        {"name": "register", "title": "Úřad: Registr", "kind": "official", "path": "https://example.org"},
    ]
    assert [resource["name"] for resource in descriptor["resources"]] == [
        name for name in TABLES if name not in OPTIONAL
    ]
    files = [file for file in package_folder.rglob("*") if file.suffix in (".csv", ".geojson")]
    assert descriptor["bytes"] == sum(file.stat().st_size for file in files)
    assert descriptor["hash"] == f"sha256:{package_checksum(package_folder)}"


def test_the_descriptor_is_the_same_every_time(package_folder: Path) -> None:
    first = write_descriptor(package_folder).read_bytes()
    assert write_descriptor(package_folder).read_bytes() == first
    assert first.endswith(b"}\n")


def test_a_descriptor_needs_the_region(package_folder: Path) -> None:
    (package_folder / "reference/region.csv").unlink()

    with pytest.raises(RejectedPackage, match=r"reference/region\.csv: the file is missing"):
        build_descriptor(package_folder)


def test_the_package_is_a_valid_frictionless_data_package(package_folder: Path) -> None:
    report = frictionless.validate(str(package_folder / "datapackage.json"))

    assert report.flatten(["taskName", "rowNumber", "type"]) == []
    assert len(report.tasks) == len(TABLES) - len(OPTIONAL)
    assert {task.name: task.stats.get("rows") for task in report.tasks}["source"] == 2


def test_frictionless_finds_the_same_unknown_code(package_folder: Path) -> None:
    _replace(package_folder / "demo/service.csv", "1000002,00000019,49", "1000002,00000019,50")

    report = frictionless.validate(str(package_folder / "datapackage.json"))
    assert report.flatten(["rowNumber", "type"]) == [[3, "foreign-key"]]
    assert [(issue.row, issue.column) for issue in _issues(package_folder)] == [(3, "type_code")]
