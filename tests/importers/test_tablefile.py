"""One CSV file is one whole table: what we export comes back unchanged, what people write is read or named."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256

import pandas as pd
import pytest

from lib.errors import BadSelection, Issue, RejectedPackage
from lib.exports.csvw import bare_csv, csv_bytes
from lib.importers import csvtext
from lib.importers.tablefile import import_table
from lib.model.changes import differences
from lib.model.incoming import ImportKind, Incoming
from lib.model.schemas import TABLES
from lib.model.selection import AsOf
from lib.model.territory import SourceKind
from lib.store.releases import Release
from lib.text.catalogues import catalogue_of
from lib.text.messages import words_for
from lib.views.base import Provenance, Sheet, SourceUse

Frames = dict[str, pd.DataFrame]

ORP = (
    "code,name,seat_municipality_code,area_km2,source_id\n"
    "9901,Jedlov,990101,78.5,register\n"
    "9902,Lipany,990201,78.5,register\n"
    "9903,Skalná,990301,78.4,register\n"
    "9904,Potoky,990401,78.4,register\n"
)
"""The table orp of the made region as the command line prints it."""

CZECH = (
    ";".join(field.cs for field in TABLES["orp"].fields) + "\r\n"
    "9901;Jedlov;990101;78,5;register\r\n"
    "9902;Lipany;990201;78,5;register\r\n"
    "9903;Skalná – šťáva žlutá;990301;78,4;register\r\n"
    "9904;Potoky;990401;78,4;register\r\n"
)


def page_csv(name: str, frame: pd.DataFrame, lang: str, *, release: int = 7) -> bytes:
    """The file a page offers for a stored table."""
    published = Release(release, datetime(2016, 7, 1, 12, 0, tzinfo=UTC), "správce dat", "", "made", "x", None, False)
    sources = (SourceUse("demo", "Ukázková data", "Ukázka", None, "CC0-1.0", SourceKind.DEMO, None),)
    sheet = Sheet(TABLES[name], frame, Provenance(AsOf(date(2016, 6, 30), release), published, sources), "stored")
    return csv_bytes(sheet, words_for(lang))


def refused(content: bytes | str, name: str, known: Frames, table: str | None = None) -> list[Issue]:
    with pytest.raises(RejectedPackage) as refusal:
        import_table(content.encode() if isinstance(content, str) else content, name, known, table=table)
    issues = list(refusal.value.issues)
    assert all(issue.blocking for issue in issues)
    told(issues)
    return issues


def told(issues: list[Issue]) -> None:
    """Every sentence is in Czech too, and its values fill it."""
    czech = catalogue_of("cs").texts
    assert [text for issue in issues for text in (issue.rule, issue.remedy) if text not in czech] == []
    assert all("{" not in str(issue).replace(issue.place, "") for issue in issues)


def places(issues: list[Issue]) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.value) for issue in issues]


def rules(incoming: Incoming) -> list[tuple[int, str]]:
    told(list(incoming.remarks))
    assert not any(issue.blocking for issue in incoming.remarks)
    return [(issue.row, issue.rule.format_map(issue.values)) for issue in incoming.remarks]


@pytest.mark.parametrize("name", TABLES)
def test_what_the_command_line_prints_comes_back_without_a_difference(frames: Frames, name: str) -> None:
    written = bare_csv(TABLES[name], frames[name]).encode()

    incoming = import_table(written, f"{name}.csv", frames)

    assert not differences({name: frames[name]}, incoming.tables)
    assert list(incoming.tables) == [name]
    assert (incoming.kind, incoming.name, incoming.base_release) == (ImportKind.TABLE, f"{name}.csv", None)
    assert incoming.checksum == sha256(written).hexdigest()
    assert incoming.remarks == ()
    assert incoming.details == {"table": name, "rows": len(frames[name]), "encoding": "UTF-8", "separator": ","}


@pytest.mark.parametrize("name", TABLES)
def test_what_a_page_offers_as_csv_comes_back_without_a_difference(frames: Frames, name: str) -> None:
    written = page_csv(name, frames[name], "cs" if len(name) % 2 else "en")

    incoming = import_table(written, f"{name}_2016-06-30_v7_UKAZKA.csv", frames)

    assert not differences({name: frames[name]}, incoming.tables)
    assert incoming.base_release == (7 if len(frames[name]) else None)
    assert rules(incoming) == [(1, "columns that an export adds are left aside")]


def test_a_text_like_a_formula_survives_both_files(frames: Frames) -> None:
    comments = ["=1+1", "'=1+1"]
    frames["progress_report"]["comment"] = pd.Series(comments, dtype="str")

    reports, file = frames["progress_report"], "progress_report.csv"
    bare = import_table(bare_csv(TABLES["progress_report"], reports).encode(), file, frames)
    from_page = import_table(page_csv("progress_report", reports, "cs"), file, frames)

    assert bare.tables["progress_report"]["comment"].tolist() == comments
    assert from_page.tables["progress_report"]["comment"].tolist() == comments
    assert rules(bare) == [(3, "the apostrophe is taken as a part of the text")]


def test_a_czech_spreadsheet_is_read(frames: Frames) -> None:
    incoming = import_table(CZECH.encode("cp1250"), "obvody.csv", frames)

    orp = incoming.tables["orp"]
    assert orp["name"].tolist() == ["Jedlov", "Lipany", "Skalná – šťáva žlutá", "Potoky"]
    assert orp["area_km2"].tolist() == [78.5, 78.5, 78.4, 78.4]
    assert rules(incoming) == [(0, "the file was read as Windows-1250")]
    assert incoming.details == {"table": "orp", "rows": 4, "encoding": "Windows-1250", "separator": ";"}
    [change] = differences(frames, incoming.tables).rows
    assert (change.key, [each.column for each in change.fields]) == (("9903",), ["name"])


def test_the_same_in_utf_8_with_and_without_a_mark(frames: Frames) -> None:
    for start in (b"", b"\xef\xbb\xbf"):
        incoming = import_table(start + CZECH.encode(), "obvody.csv", frames)
        assert incoming.tables["orp"]["name"].tolist()[2] == "Skalná – šťáva žlutá"
        assert incoming.remarks == ()


def test_english_titles_in_another_order_are_read(frames: Frames) -> None:
    table = TABLES["orp"]
    titles = [field.en for field in reversed(table.fields)]
    lines = [",".join(reversed(line.split(","))) for line in ORP.splitlines()[1:]]

    incoming = import_table("\n".join([",".join(titles), *lines]).encode(), "areas.csv", frames)

    assert not differences({"orp": frames["orp"]}, incoming.tables)


def test_no_title_of_a_table_means_two_columns() -> None:
    for table in TABLES.values():
        for lang in ("cs", "en"):
            titles = [getattr(field, lang).casefold() for field in table.fields]
            assert len(set(titles)) == len(titles), table.name
        names = {field.name: {field.cs.casefold(), field.en.casefold()} for field in table.fields}
        assert [
            (one, other) for one, own in names.items() for other, titles in names.items()
            if one != other and (own & titles or one in titles)
        ] == [], table.name


def test_czech_days_and_words_for_yes_and_no_are_read(frames: Frames) -> None:
    written = (
        ";".join(field.cs for field in TABLES["named_state"].fields) + "\n"
        "30. 6. 2011;minulý stav;the past state;NE;register\n"
        "30.06.2016;výchozí stav;the default state;PRAVDA;register\n"
    )

    incoming = import_table(written.encode(), "named_state.csv", frames)

    assert not differences({"named_state": frames["named_state"]}, incoming.tables)


@pytest.mark.parametrize(("cell", "rule"), [
    ("78.5", "not a number"), ("1 078,5", "not a number"), ("1\u00a0078,5", "not a number"), ("78,", "not a number"),
    ("nan", "not a number"), ("-1", "must be at least 0"), ("", "a value is required"),
])
def test_a_number_in_a_file_with_semicolons_has_a_comma_and_no_spaces(frames: Frames, cell: str, rule: str) -> None:
    [issue] = refused(CZECH.replace("990201;78,5", f"990201;{cell}"), "orp.csv", frames)

    assert (issue.file, issue.row, issue.column) == ("orp.csv", 3, "area_km2")
    assert issue.rule.format_map(issue.values) == rule


def test_a_number_in_a_file_with_commas_has_a_point(frames: Frames) -> None:
    [issue] = refused(ORP.replace("990201,78.5", '990201,"78,5"'), "orp.csv", frames)

    assert (issue.row, issue.column, issue.value, issue.rule) == (3, "area_km2", "78,5", "not a number")


@pytest.mark.parametrize(("name", "table"), [
    ("community_plan.csv", "community_plan"), ("community_plan (1).csv", "community_plan"),
    ("Community_Plan-2.CSV", "community_plan"), ("community_plan_2016-06-30_v3.csv", "community_plan"),
    ("plány.csv", "community_plan"), ("service.csv", None),
])
def test_the_table_is_told_by_the_name_of_the_file_then_by_its_columns(
    frames: Frames, name: str, table: str | None,
) -> None:
    written = bare_csv(TABLES["community_plan"], frames["community_plan"]).encode()
    if table is None:
        assert (1, "provider_ico", "") in places(refused(written, name, frames))
        assert list(import_table(written, name, frames, table="community_plan").tables) == ["community_plan"]
    else:
        assert list(import_table(written, name, frames).tables) == [table]


def test_a_file_nothing_tells_the_table_of_is_refused(frames: Frames) -> None:
    [issue] = refused("a,b\n1,2\n", "data.csv", frames)

    assert (issue.row, issue.value) == (1, "a, b")
    assert issue.rule == "neither the name of the file nor its columns say its table"


def test_a_table_that_does_not_exist_is_an_error_of_the_question(frames: Frames) -> None:
    with pytest.raises(BadSelection, match="There is no table towns"):
        import_table(ORP.encode(), "orp.csv", frames, table="towns")


def test_every_problem_is_told_at_once_with_row_and_column(frames: Frames) -> None:
    written = (
        ",".join(TABLES["service"].columns) + "\n"
        "1000001,00000019,49,Domov Jedlov,2008-01-01,,demo\n"
        "\n"
        "1000002,19,49,Domov Potoky,2010-01-01,,demo\n"
        "1000003,00000027,99,Pečovatelská služba Lipany,2009-13-01,,demo\n"
        "1000004,00000027,37,Poradna Skalná,2012-07-01,2011-06-30,nobody\n"
        "1000005,00000027,37,Poradna, Potoky,2010-01-01,2014-12-31,demo\n"
    )

    found = refused(written, "service.csv", frames)

    assert places(found) == [
        (4, "provider_ico", "19"), (5, "type_code", "99"), (5, "valid_from", "2009-13-01"),
        (6, "valid_to", "2011-06-30"), (6, "source_id", "nobody"),
        (7, "", "1000005,00000027,37,Poradna, Potoky,2010-01-01,2014-12-31,demo"),
    ]


def test_empty_rows_are_passed_over_and_still_counted(frames: Frames) -> None:
    lines = ORP.splitlines()
    written = "\n".join([lines[0], "", ",,,,", *lines[1:], ",,,,", ""]).replace("990201", "999999")

    [issue] = refused(written, "orp.csv", frames)

    assert (issue.row, issue.column, issue.value) == (5, "seat_municipality_code", "999999")


def test_a_row_other_tables_need_may_not_be_left_out(frames: Frames) -> None:
    written = bare_csv(TABLES["provider"], frames["provider"].iloc[1:]).encode()

    found = refused(written, "provider.csv", frames)

    assert [(issue.file, issue.row, issue.column, issue.value) for issue in found] == [
        ("service", 2, "provider_ico", "00000019"), ("service", 3, "provider_ico", "00000019"),
    ]


def test_rows_the_file_leaves_out_are_counted(frames: Frames) -> None:
    written = bare_csv(TABLES["unmet_request"], frames["unmet_request"].iloc[1:]).encode()

    incoming = import_table(written, "unmet_request.csv", frames)

    assert rules(incoming) == [(0, "published rows that the file leaves out: 1")]
    assert len(incoming.tables["unmet_request"]) == 3


@pytest.mark.parametrize(("header", "found"), [
    ("code,name,seat_municipality_code,area_km2", [(1, "source_id", "")]),
    ("code,name,seat_municipality_code,area_km2,source_id,note", [(1, "", "note")]),
    ("code,name,name,seat_municipality_code,area_km2,source_id", [(1, "name", "name")]),
    ("code,name,Sídlo,seat_municipality_code,area_km2,source_id",
     [(1, "seat_municipality_code", "seat_municipality_code")]),
    ("code,name,town,area_km2,source_id", [(1, "seat_municipality_code", ""), (1, "", "town")]),
    ("code,name,seat_municipality_code,area_km2,source_id,release,release", [(1, "", "release")]),
])
def test_a_wrong_header_is_told_column_by_column(
    frames: Frames, header: str, found: list[tuple[int, str, str]],
) -> None:
    assert places(refused(header + "\n", "orp.csv", frames)) == found


def test_a_column_without_a_name_must_be_empty(frames: Frames) -> None:
    lines = [f"{line},," for line in ORP.splitlines()]
    assert not differences({"orp": frames["orp"]}, import_table("\n".join(lines).encode(), "orp.csv", frames).tables)
    lines[2] = f"{lines[2][:-1]}poznámka,"

    [issue] = refused("\n".join(lines), "orp.csv", frames)

    assert (issue.row, issue.value, issue.rule) == (3, "poznámka", "the value is in a column without a name")


def test_rows_of_two_releases_are_refused(frames: Frames) -> None:
    one, other = (page_csv("orp", frames["orp"], "cs", release=number).decode("utf-8-sig") for number in (6, 7))
    mixed = "\r\n".join([*one.splitlines()[:3], *other.splitlines()[3:]])
    typed_in = one.replace("2016-06-30,6,UKÁZKA", ",,", 1)

    [issue] = refused(mixed, "orp.csv", frames)

    assert (issue.row, issue.column, issue.value) == (4, "release", "7")
    assert issue.rule == "rows come from different releases"
    assert import_table(typed_in.encode(), "orp.csv", frames).base_release == 6


@pytest.mark.parametrize(("spoil", "place", "rule"), [
    (lambda text: text.encode("utf-16"), (1, ""), "a zero byte stands here: the file is in UTF-16 or is no text"),
    (lambda text: b"\xff\xfe", (1, ""), "a zero byte stands here: the file is in UTF-16 or is no text"),
    (lambda text: text.replace("Skalná", "Skal\0").encode(), (4, ""),
     "a zero byte stands here: the file is in UTF-16 or is no text"),
    (lambda text: text.encode() + b"\x81\xff", (6, "\\x81"), "the file is in neither UTF-8 nor Windows-1250"),
    (lambda text: text.encode() + b"\x9a", (6, "\\x9a"), "the file is in neither UTF-8 nor Windows-1250"),
    (lambda text: text.replace("Skalná", "Šťáva").encode("iso-8859-2"), (4, "\\xa9"),
     "the file is in neither UTF-8 nor Windows-1250"),
    (lambda text: b"", (0, ""), "the file is empty"),
    (lambda text: b" \n\n", (0, ""), "the file is empty"),
    (lambda text: text.replace(",", "\t").encode(), (1, "code\tname\tseat_municipality_code\tarea_km2\tsource_id"),
     "columns are divided neither by commas nor by semicolons"),
    (lambda text: text.replace("Lipany", '"Lipany').encode(), (3, ""), "the row cannot be read"),
    (lambda text: text.replace("Lipany", '"Lip"any').encode(), (3, ""), "the row cannot be read"),
    (lambda text: text.replace("Lipany", "L" * 10_000_000).encode(), (3, "9902,LLLLLLLLLLLLLLL"),
     "the line has more than 2000000 characters"),
    (lambda text: text.replace("Lipany", '"' + "L\n" * 1_500_000 + '"').encode(), (3, ""), "the row cannot be read"),
])
def test_a_file_that_is_no_csv_is_refused_where_it_stops_being_one(
    frames: Frames, spoil: Callable[[str], bytes], place: tuple[int, str], rule: str,
) -> None:
    [issue] = refused(spoil(ORP), "orp.csv", frames)

    assert (issue.row, issue.value, issue.rule.format_map(issue.values)) == (*place, rule)


def test_a_cell_is_limited_even_after_another_package_let_cells_be_longer(frames: Frames) -> None:
    csv.field_size_limit(100_000_000)
    [issue] = refused(ORP.replace("Lipany", '"' + "L\n" * 1_500_000 + '"').encode(), "orp.csv", frames)
    assert (issue.row, issue.rule) == (3, "the row cannot be read")


def test_size_and_number_of_rows_are_limited(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvtext, "MAX_ROWS", 3)
    [issue] = refused(ORP, "orp.csv", frames)
    assert (issue.row, issue.rule.format_map(issue.values)) == (5, "the table has more than 3 rows")

    monkeypatch.setattr(csvtext, "MAX_BYTES", 100)
    [issue] = refused(ORP, "orp.csv", frames)
    assert issue.rule.format_map(issue.values) == f"the file has {len(ORP.encode())} bytes, the limit is 100"


def test_a_thousand_equal_mistakes_are_a_list_of_a_thousand(frames: Frames) -> None:
    rows = "".join(f"49,9901,x{number},5,demo\n" for number in range(3000))

    found = refused(",".join(TABLES["unmet_request"].columns) + "\n" + rows, "unmet_request.csv", frames)

    assert len(found) == 1000
    assert found[999].row == 1001


@pytest.mark.parametrize(("geometry", "rule"), [
    ("{", "the file is no JSON from here on"), ("[" * 100_000, "the JSON is nested too deep"),
    ('{"type": "Point", "coordinates": [15.1, 50.6]}', "the feature is no polygon"), ("", "the feature is no polygon"),
    ('{"type": "Polygon", "coordinates": [[[15, 50.6], [15, NaN], [15.1, 50.6], [15, 50.6]]]}',
     "a position is not a pair of plausible longitude and latitude"),
])
def test_a_border_in_a_table_passes_the_checks_of_borders(frames: Frames, geometry: str, rule: str) -> None:
    frame = frames["orp_boundary"].copy()
    frame.loc[2, "geometry"] = geometry or None

    [issue] = refused(bare_csv(TABLES["orp_boundary"], frame), "orp_boundary.csv", frames)

    assert (issue.row, issue.column, issue.rule) == (4, "geometry", rule)


def test_a_long_border_is_read(frames: Frames) -> None:
    frame = frames["orp_boundary"].copy()
    shape = json.loads(frame.loc[0, "geometry"])
    (west, south), (east, _) = shape["coordinates"][0][:2]
    along = [[round(west + (east - west) * step / 10_000, 9), south] for step in range(1, 10_000)]
    shape["coordinates"][0][1:1] = along
    frame.loc[0, "geometry"] = json.dumps(shape, separators=(",", ":"))
    assert len(frame.loc[0, "geometry"]) > 150_000

    incoming = import_table(bare_csv(TABLES["orp_boundary"], frame).encode(), "orp_boundary.csv", frames)

    assert [change.key for change in differences(frames, incoming.tables).rows] == [("9901",)]
