"""A workbook goes out, is edited and comes back: exactly the edits are changes; hostile files are refused unopened."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pandas as pd
import pytest

from lib.errors import Issue, RejectedPackage
from lib.importers.package import load_package
from lib.importers.workbook import import_workbook, workbook_release
from lib.model.changes import ChangeKind, differences
from lib.model.checks import package_issues
from lib.model.incoming import ImportKind
from lib.model.rules import misread
from lib.model.workbook import GROUPS, MANIFEST
from lib.text.messages import words_for
from tests.edited_workbook import SHEETS, Edited, changed_part, day, filled, part_of

Frames = dict[str, pd.DataFrame]
DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def supplied() -> Frames:
    return dict(load_package(DATA).frames)


def _issues(content: bytes, frames: Frames) -> list[Issue]:
    with pytest.raises(RejectedPackage) as refusal:
        import_workbook(content, "sešit.xlsx", frames)
    czech = words_for("cs").catalogue.texts
    issues = list(refusal.value.issues)
    assert [text for issue in issues for text in (issue.rule, issue.remedy) if text not in czech] == []
    return issues


def _rules(content: bytes, frames: Frames) -> list[str]:
    return [issue.rule for issue in _issues(content, frames)]


def _changes(content: bytes, frames: Frames) -> list[tuple[str, tuple[str, ...], str, list[str]]]:
    incoming = import_workbook(content, "sešit.xlsx", frames)
    return [(row.table, row.key, row.kind.value, [each.column for each in row.fields] if row.kind is ChangeKind.CHANGED
             else []) for row in differences(frames, incoming.tables).rows]


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_a_workbook_that_nobody_touched_changes_nothing(frames: Frames, lang: str) -> None:
    content = filled(frames, lang=lang)

    incoming = import_workbook(content, "sešit.xlsx", frames)

    assert incoming.kind is ImportKind.WORKBOOK
    assert incoming.base_release == workbook_release(content, "sešit.xlsx") == 3
    assert len(incoming.tables) == 62
    assert set(frames) - set(incoming.tables) == {"orp_boundary", "municipality_boundary"}
    assert not differences(frames, incoming.tables)
    for name, frame in incoming.tables.items():
        assert frame.dtypes.to_dict() == frames[name].dtypes.to_dict(), name
        assert list(frame.columns) == list(frames[name].columns), name


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_the_supplied_data_come_back_as_they_went_out(supplied: Frames, lang: str) -> None:
    incoming = import_workbook(filled(supplied, lang=lang), "sešit.xlsx", supplied)

    assert not differences(supplied, incoming.tables)
    assert {name: len(frame) for name, frame in incoming.tables.items()} == {
        name: len(supplied[name]) for name in incoming.tables}


def test_all_46_cards_and_20_plans_are_updated_by_one_workbook(supplied: Frames) -> None:
    book = Edited(filled(supplied))
    cards, plans = supplied["activity"]["code"].tolist(), sorted(supplied["community_plan"]["code"])[:20]
    page, summary, amount = (book.page("activity"), book.column("activity", "summary"),
                             book.column("activity", "amount_czk"))
    for row in range(3, 3 + len(cards)):
        page.cell(row, summary).value = f"Shrnutí číslo {row}"
        page.cell(row, amount).value = 1000.5 * row
    page, note, extended = (book.page("community_plan"), book.column("community_plan", "note"),
                            book.column("community_plan", "extended_to"))
    code = book.column("community_plan", "code")
    for row in range(3, page.max_row + 1):
        if page.cell(row, code).value in plans:
            page.cell(row, note).value = "Ověřeno u pořizovatele"
            page.cell(row, extended).value = day("2021-12-31") if page.cell(row, extended).value else None
    page, extended = book.page("plan_extension"), book.column("plan_extension", "extended_to")
    resolved = book.column("plan_extension", "plan_code")
    for row in range(3, page.max_row + 1):
        if page.cell(row, resolved).value in plans:
            page.cell(row, extended).value = day("2021-12-31")

    found = _changes(book.saved(), supplied)

    changed_cards = [key[0] for table, key, kind, _ in found if (table, kind) == ("activity", "changed")]
    changed_plans = [key[0] for table, key, kind, _ in found if table == "community_plan"]
    assert len(cards) == 46
    assert changed_cards == sorted(cards)
    assert all(fields == ["summary", "amount_czk"] for table, _, _, fields in found if table == "activity")
    assert changed_plans == plans
    extensions = [key[0] for table, key, _, _ in found if table == "plan_extension"]
    assert extensions == ["D_CESKODUBSKO_2009", "D_LOMNICKO_2012"]


def test_rows_are_added_changed_ended_and_deleted_as_on_the_sheet(frames: Frames) -> None:
    book = Edited(filled(frames, "community"))
    book.put("community_plan", ("KPB",), "note", "=1+1 je text")
    book.cell("community_plan", ("KPB",), "note").data_type = "s"
    book.put("coordinator", ("9901", "2010-01-01"), "valid_to", day("2015-12-31"))
    book.add("coordinator", orp_code="9901", status="named", organisation="Město Jedlov, nově",
             valid_from=day("2016-01-01"), source_id="demo")
    book.page("action_plan").delete_rows(3)
    book.add("action_plan", plan_code="KPB", year=2016, source_id="demo")

    assert _changes(book.saved(), frames) == [
        ("community_plan", ("KPB",), "changed", ["note"]),
        ("action_plan", ("KPA", "2016"), "removed", []),
        ("action_plan", ("KPB", "2016"), "new", []),
        ("coordinator", ("9901", "2010-01-01"), "ended", []),
        ("coordinator", ("9901", "2016-01-01"), "new", []),
    ]


def test_a_table_without_rows_is_a_warning_that_says_how_many_would_go(frames: Frames) -> None:
    book = Edited(filled(frames, "community"))
    book.page("action_plan").delete_rows(3)

    incoming = import_workbook(book.saved(), "sešit.xlsx", frames)

    assert [(issue.file, issue.row, issue.blocking, issue.values) for issue in incoming.remarks] == [
        ("Akční plány", 0, False, {"rows": 1})]
    assert incoming.tables["action_plan"].empty


def test_a_report_of_progress_is_only_ever_added(frames: Frames) -> None:
    book = Edited(filled(frames, "plan"))
    book.put("progress_report", ("R1",), "percent", 20)
    book.page("progress_report").delete_rows(book.row("progress_report", "R2"))
    book.add("progress_report", id="R3", activity_code="A01-01", date=day("2016-06-01"), state="done", percent=100,
             reported_by="garant", source_id="demo")

    assert [(issue.row, issue.column, issue.value, issue.rule) for issue in _issues(book.saved(), frames)] == [
        (0, "Označení (id)", "R2", "a row that was published is changed or left out"),
        (3, "Plnění (percent)", "R1", "a row that was published is changed or left out")]


def test_a_row_that_other_tables_need_is_missed_where_they_refer_to_it(frames: Frames) -> None:
    book = Edited(filled(frames, "plan"))
    book.page("activity_guarantor").delete_rows(3, 2)
    book.page("activity").delete_rows(book.row("activity", "A01-01"))

    found = {(issue.file, issue.row, issue.column) for issue in _issues(book.saved(), frames) if issue.blocking}

    assert ("Milníky", 3, "Aktivita (activity_code)") in found
    assert ("Body jednání", 0, "Aktivita (activity_code)") in found  # a table without a sheet in this workbook
    assert not {file for file, _, _ in found} & {"activity_guarantor", "Garanti aktivit"}


def test_a_number_with_more_digits_than_a_sheet_keeps_is_not_a_change(frames: Frames) -> None:
    targets = frames["capacity_target"]
    targets["target_units"] = [0.1 + 0.2, None]
    assert not differences(frames, import_workbook(filled(frames, "need"), "s.xlsx", frames).tables)


@pytest.mark.parametrize(("table", "key", "field", "value", "rule", "shown"), [
    ("named_state", ("2011-06-30",), "is_default", "snad", "neither yes nor no", "snad"),
    ("named_state", ("2011-06-30",), "is_default", 0, "neither yes nor no", "0"),
    ("unmet_request", ("49", "9901", "2015-12-31"), "requests", 30.5, "not a whole number", "30.5"),
    ("unmet_request", ("49", "9901", "2015-12-31"), "requests", "30", "the number is written as text", "30"),
    ("unmet_request", ("49", "9901", "2015-12-31"), "requests", day("2016-05-01"),
     "a date or a truth value stands where a number belongs", "2016-05-01"),
    ("meeting", ("J1",), "date", 42500, "a number stands where a date belongs", "42500"),
    ("meeting", ("J1",), "date", day("2016-05-10").replace(hour=9), "the date has a time of day",
     "2016-05-10 09:00:00"),
    ("meeting", ("J1",), "date", day("2116-05-10"), "the date is before {first} or after {last}", "2116-05-10"),
    ("meeting", ("J1",), "title", 2016, "a number stands where text belongs", "2016"),
    ("meeting", ("J1",), "title", True, "a date or a truth value stands where text belongs", "TRUE"),
    ("meeting", ("J1",), "title", "\u00a0jednání", "the value begins or ends with a space", "\u00a0jednání"),
    ("meeting", ("J1",), "body_code", "K10 ", "the value begins or ends with a space", "K10 "),
    ("meeting", ("J1",), "title", "zkou\ufffdka", "letters were lost in a wrong encoding", "zkou\ufffdka"),
    ("meeting", ("J1",), "title", None, "a value is required", ""),
    ("provider", ("00000019",), "ico", "0000019", "the company number has lost its leading zero", "0000019"),
    ("service", ("1000001",), "provider_ico", 19, "the company number has lost its leading zero", "19"),
    ("service", ("1000001",), "id", 1000001, "a number stands where text belongs", "1000001"),
])
def test_a_cell_written_in_another_way_is_named(  # noqa: PLR0917
    frames: Frames, table: str, key: tuple[str, ...], field: str, value: object, rule: str, shown: str,
) -> None:
    book = Edited(filled(frames, next(group for group, tables in GROUPS.items() if table in tables)))
    cell = book.cell(table, key, field)
    cell.value = value
    if isinstance(value, int | float):
        cell.number_format = "General"

    found = [issue for issue in _issues(book.saved(), frames) if issue.file == SHEETS[table] and issue.row == cell.row]

    assert [(issue.rule, issue.value) for issue in found] == [(rule, shown)]
    assert found[0].column.endswith(f"({field})")


@pytest.mark.parametrize(("word", "value"), [
    ("ANO", True), ("ne", False), ("TRUE", True), (False, False), ("No", False),
])
def test_yes_and_no_may_be_words_or_truth_values(frames: Frames, word: object, value: bool) -> None:
    book = Edited(filled(frames, "network"))
    book.put("facility", ("F2",), "secret_address", word)
    if value:
        book.put("facility", ("F2",), "lat", None)
        book.put("facility", ("F2",), "lon", None)
    facility = import_workbook(book.saved(), "s.xlsx", frames).tables["facility"].set_index("id")
    assert bool(facility.at["F2", "secret_address"]) is value


def test_a_formula_is_refused_also_when_its_value_is_stored(frames: Frames) -> None:
    content = filled(frames)
    part = part_of(content, SHEETS["unmet_request"])
    spoilt = changed_part(content, part, lambda xml: xml.replace(b"<v>30</v>", b"<f>15*2</f><v>30</v>"))

    assert [(issue.file, issue.row, issue.column, issue.value, issue.rule) for issue in _issues(spoilt, frames)] == [
        ("Neuspokojené žádosti", 4, "Žádostí (requests)", "30", "the cell holds a formula")]


def test_periods_of_one_coordinator_and_of_one_guarantor_must_not_overlap(frames: Frames) -> None:
    book = Edited(filled(frames))
    book.add("coordinator", orp_code="9901", status="named", organisation="Jiný úřad", valid_from=day("2015-01-01"),
             source_id="demo")
    book.put("activity_guarantor", ("A01-01", "2014-01-01"), "valid_to", day("2016-01-01"))

    assert [(issue.file, issue.row, issue.column, issue.value) for issue in _issues(book.saved(), frames)] == [
        ("Garanti aktivit", 4, "Od (valid_from)", "2016-01-01"), ("Koordinátoři", 5, "Od (valid_from)", "2015-01-01")]


def test_hidden_columns_notes_beside_the_data_and_a_missing_row_of_names_are_found(frames: Frames) -> None:
    book = Edited(filled(frames))
    book.page("goal").column_dimensions["C"].hidden = True
    book.page("body")["J5"] = "poznámka"
    book.page("meeting").delete_rows(2)

    assert [(issue.file, issue.row, issue.column, issue.rule) for issue in _issues(book.saved(), frames)] == [
        ("Strategické cíle", 1, "Pořadí (position)", "the column is hidden"),
        ("Složky KKS", 5, "J", "the column is not known"),
        ("Jednání", 2, "", "the hidden row with the names of fields is missing")]


def test_a_published_text_is_not_judged_again_and_a_new_one_is(frames: Frames) -> None:
    frames["facility"].loc[0, "name"] = "Klub <b>U Lípy</b>"
    assert not differences(frames, import_workbook(filled(frames), "s.xlsx", frames).tables)
    book = Edited(filled(frames))
    book.put("facility", ("F2",), "name", "Klub <i>U Lípy</i>")
    assert _rules(book.saved(), frames) == ["the text holds HTML"]


@pytest.mark.parametrize(("text", "meant"), [
    ("KomunitnĂ\xad plĂˇn", "Komunitní plán"), ("DomĹŻ", "Domů"), ("RŮŽE", None), ("ÚŽASNÝ", None),
    ("Žluťoučký kůň", None), ("Zärtlich Ž", None), ("plain", None),
])
def test_text_read_in_a_wrong_encoding_is_recognised_and_czech_is_left_alone(text: str, meant: str | None) -> None:
    assert misread(text) == meant


def test_the_made_region_breaks_no_rule(frames: Frames) -> None:
    assert package_issues(frames, {name: name for name in frames}) == []


# Files that are no workbook of ours, or mean harm


def _archive(*members: tuple[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _foreign() -> bytes:
    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


ENTITIES = (b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>')


@pytest.mark.parametrize(("spoil", "rule", "value"), [
    (lambda content: b"PK not really", "the file is no zip archive or is damaged", ""),
    (lambda content: content[: len(content) // 2], "the file is no zip archive or is damaged", ""),
    (lambda content: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
     "the workbook has a password or the old format .xls", ""),
    (lambda content: _archive(("a.txt", b"hello")), "the file is no workbook", ""),
    (lambda content: _archive(("xl/workbook.xml", bytes(50_000_000))),
     "the archive grows more than {limit} times by unpacking", ""),
    (lambda content: _archive(("xl/workbook.xml", b"<a/>"), ("../../etc/cron", b"x")),
     "the name of a member leads out of the archive", "../../etc/cron"),
    (lambda content: _archive(("xl/workbook.xml", b"<a/>"), ("/etc/cron", b"x")),
     "the name of a member leads out of the archive", "/etc/cron"),
    (lambda content: _archive(*((f"{number}.xml", b"<a/>") for number in range(2_001))),
     "the archive has {members} members, the limit is {limit}", ""),
    (lambda content: changed_part(content, "xl/sharedStrings.xml", lambda _: ENTITIES),
     "a part of the file declares a document type or entities", "xl/sharedStrings.xml"),
    (lambda content: changed_part(content, "xl/sharedStrings.xml", lambda _: ENTITIES.decode().replace(
        "?>", ' encoding="utf-16"?>').encode("utf-16")),
     "a part of the file declares a document type or entities", "xl/sharedStrings.xml"),
    (lambda content: changed_part(content, "xl/vbaProject.bin", lambda _: b"x"), "the workbook holds macros", ""),
    (lambda content: changed_part(content, "xl/externalLinks/externalLink1.xml", lambda _: b"<a/>"),
     "the workbook is linked to other files", ""),
    (lambda content: changed_part(content, "xl/workbook.xml", lambda xml: xml[:200]),
     "a part of the workbook is damaged", "xl/workbook.xml"),
    (lambda content: changed_part(content, "xl/sharedStrings.xml", lambda xml: b"<sst><si><t>1</t></si></sst>"),
     "a part of the workbook is damaged", None),
    (lambda content: _foreign(), "the workbook was not made by this application", ""),
], ids=lambda value: value if isinstance(value, str) else None)
def test_a_file_that_is_no_workbook_of_ours_is_refused_with_one_reason(
    frames: Frames, spoil: Callable[[bytes], bytes], rule: str, value: str | None,
) -> None:
    issues = _issues(spoil(filled(frames, "need")), frames)
    assert [issue.rule for issue in issues] == [rule]
    assert issues[0].row == 0
    assert value is None or issues[0].value == value


@pytest.mark.parametrize(("cell", "written", "rule"), [
    ("B1", "99", "the workbook has another form"), ("A5", "orp_boundary", "the hidden list of sheets was changed"),
    ("C5", "none", "the hidden list of sheets was changed"), ("B3", "de", "the hidden list of sheets was changed"),
])
def test_a_changed_list_of_sheets_is_refused(frames: Frames, cell: str, written: str, rule: str) -> None:
    book = Edited(filled(frames, "need"))
    book.book[MANIFEST][cell] = written
    assert _rules(book.saved(), frames) == [rule]


def test_a_workbook_of_an_unknown_release_says_so(frames: Frames) -> None:
    book = Edited(filled(frames, "need"))
    book.book[MANIFEST]["B2"] = "třetí"
    assert workbook_release(book.saved(), "s.xlsx") is None


@pytest.mark.parametrize("written", [b"NaN", b"Infinity", b"1e999", b"-1e400"])
def test_a_number_that_is_none_is_refused(frames: Frames, written: bytes) -> None:
    content = filled(frames, "need")
    spoilt = changed_part(content, part_of(content, SHEETS["unmet_request"]),
                          lambda xml: xml.replace(b"<v>30</v>", b"<v>" + written + b"</v>"))
    assert _rules(spoilt, frames) == ["not a number"]
