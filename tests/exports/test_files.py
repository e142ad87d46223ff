"""CSV and XLSX: the same rows as the frame, readable by people, harmless in a spreadsheet, honest about demo data."""

from csv import reader
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pandas as pd
import pytest

from lib.exports.csvw import bare_csv, csv_bytes, defused, printable
from lib.exports.labels import absences, domain_of, in_words
from lib.exports.xlsx import CELL_CHARACTERS, about_rows, fitting, xlsx_bytes
from lib.model.catalogue import Form
from lib.model.derived import DERIVED, GapClass
from lib.model.fields import Field, Table, amount, code, count, day, text, word
from lib.model.schemas import TABLES
from lib.model.selection import AsOf
from lib.model.territory import SourceKind
from lib.store.releases import Release
from lib.text.messages import words_for
from lib.views.base import Note, Provenance, Sheet, SourceUse

CS, EN = words_for("cs"), words_for("en")

MADE = Table(
    "made", "Zkušební tabulka", "Made table", "one row", ("id",),
    (
        code("id", "Kód", "Code"), text("name", "Název", "Name", required=False), word("form", "Forma", "Form", Form),
        word("class", "Třída", "Class", GapClass, required=False), count("persons", "Obyvatel", "Persons", "persons"),
        amount("beds", "Lůžek", "Beds", "beds"), Field("open", "boolean", "Otevřeno", "Open", required=False),
        day("since", "Od", "Since", required=False),
    ),
    derived=True,
)


def rows(**columns: Any) -> pd.DataFrame:
    """Two rows: a full one and one that knows its code, form and nothing else."""
    made = {
        "id": ["007", "8"], "name": ["Žluťoučký kůň", None], "form": ["residential", "field"],
        "class": ["severe", None],
        "persons": pd.array([1234, None], dtype="Int64"), "beds": [0.1 + 0.2, None],
        "open": pd.array([True, None], dtype="boolean"), "since": pd.to_datetime(["2016-06-30", ""]),
    }
    return pd.DataFrame({**made, **columns})


def sheet(frame: pd.DataFrame | None = None, *, demo: bool = True, table: Table = MADE) -> Sheet:
    kind = SourceKind.DEMO if demo else SourceKind.OFFICIAL
    release = Release(number=3, published_at=datetime(2016, 7, 1, 12, 0, tzinfo=UTC), by_role="správce dat", note="",
                      source_name="made", source_checksum="x", default_valid_on=None, embedded=False)
    provenance = Provenance(AsOf(date(2016, 6, 30), 3), release, (
        SourceUse("s", "Úřad", "Registr", None, "CC BY 4.0", kind, date(2016, 6, 1)),))
    return Sheet(table, rows() if frame is None else frame, provenance, "gap", (Note("gaps-sum-to-zero"),))


def csv_rows(written: bytes) -> list[list[str]]:
    return list(reader(StringIO(written.decode("utf-8-sig"), newline="")))


def pages(written: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(written))


def test_the_csv_for_people_has_a_mark_codes_words_and_where_each_row_comes_from() -> None:
    written = csv_bytes(sheet(), CS)
    assert written[:3] == b"\xef\xbb\xbf"
    assert written.count(b"\r\n") == 3
    assert csv_rows(written) == [
        ["id", "name", "form", "form_label", "class", "class_label", "persons", "beds", "open", "since",
         "valid_on", "release", "data"],
        ["007", "Žluťoučký kůň", "residential", "pobytová", "severe", "závažný nedostatek", "1234", "0.3", "true",
         "2016-06-30", "2016-06-30", "3", "UKÁZKA"],
        ["8", "", "field", "terénní", "", "neuvedeno", "", "", "", "", "2016-06-30", "3", "UKÁZKA"],
    ]


def test_a_csv_of_real_rows_says_so_and_words_follow_the_language() -> None:
    first = csv_rows(csv_bytes(sheet(demo=False), EN))[1]
    assert first[-1] == "real"
    assert first[3] == "residential"
    assert first[5] == "severe shortage"


def test_the_csv_of_the_command_line_stays_bare() -> None:
    assert bare_csv(MADE, rows()) == (
        "id,name,form,class,persons,beds,open,since\n"
        "007,Žluťoučký kůň,residential,severe,1234,0.3,true,2016-06-30\n"
        "8,,field,,,,,\n"
    )
    assert bare_csv(MADE, rows(name=["=1+1", None])).splitlines()[1].startswith("007,=1+1,")


def test_files_of_stored_tables_keep_their_own_columns_and_exact_amounts() -> None:
    days = pd.to_datetime(["2011-06-30", "2016-06-30"]).astype("datetime64[s]")
    states = pd.DataFrame({"valid_on": days, "title": ["dříve", "nyní"], "title_en": ["then", "now"],
                           "is_default": pd.array([False, True], dtype="boolean"), "source_id": "s"})
    written = csv_rows(csv_bytes(sheet(states, table=TABLES["named_state"]), CS))
    assert written[0] == ["valid_on", "title", "title_en", "is_default", "source_id", "release", "data"]
    assert [row[0] for row in written[1:]] == ["2011-06-30", "2016-06-30"]
    shares = pd.DataFrame({"service_id": ["1000001"], "group_code": ["seniors"], "share": [1 / 3], "source_id": ["s"]})
    assert bare_csv(TABLES["service_target_group"], shares).splitlines()[1] == "1000001,seniors,0.3333333333333333,s"


@pytest.mark.parametrize(("value", "safe"), [
    ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"), ("+420 485", "'+420 485"), ("-5", "'-5"),
    ("@cmd", "'@cmd"),
    ("'=1", "''=1"), ("'t Hooft", "'t Hooft"),
    ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\n=1", "'\n=1"), ("  =1", "'  =1"), ("＝1", "'＝1"), ("\x00=1", "'=1"),
    ("a=1", "a=1"), ("§ 49", "§ 49"), ("", ""), (-5.0, -5.0),
])
def test_text_a_spreadsheet_would_run_is_defused_and_numbers_are_not(value: object, safe: object) -> None:
    assert defused(value) == safe


def test_formulas_are_plain_text_in_both_files() -> None:
    made = sheet(rows(name=["=1+1", "=cmd|'/c calc'!A0"]))
    assert [row[1] for row in csv_rows(csv_bytes(made, CS))[1:]] == ["'=1+1", "'=cmd|'/c calc'!A0"]
    cells = [pages(xlsx_bytes(made, CS)).worksheets[0].cell(row, 2) for row in (4, 5)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("=cmd|'/c calc'!A0", "s")]


def test_an_address_in_a_text_is_no_link() -> None:
    page = pages(xlsx_bytes(sheet(rows(name=["https://example.org", None])), CS)).worksheets[0]
    assert page.cell(4, 2).value == "https://example.org"
    assert page.cell(4, 2).hyperlink is None


def test_the_workbook_read_back_equals_the_frame() -> None:
    page = pages(xlsx_bytes(sheet(), CS)).worksheets[0]
    names = [cell.value for cell in page[3]]
    assert names == ["id", "name", "form", "form_label", "class", "class_label", "persons", "beds", "open", "since"]
    read = [dict(zip(names, values, strict=True)) for values in page.iter_rows(min_row=4, values_only=True)]
    assert read == [
        {"id": "007", "name": "Žluťoučký kůň", "form": "residential", "form_label": "pobytová", "class": "severe",
         "class_label": "závažný nedostatek", "persons": 1234, "beds": pytest.approx(0.3), "open": True,
         "since": datetime(2016, 6, 30)},
        {"id": "8", "name": None, "form": "field", "form_label": "terénní", "class": None, "class_label": "neuvedeno",
         "persons": None, "beds": None, "open": None, "since": None},
    ]


def test_heads_carry_titles_and_units_and_pages_names_in_the_language() -> None:
    czech, english = pages(xlsx_bytes(sheet(), CS)), pages(xlsx_bytes(sheet(), EN))
    assert czech.sheetnames == ["Data", "O těchto datech"]
    assert english.sheetnames == ["Data", "About these data"]
    assert [cell.value for cell in czech.worksheets[0][2]] == [
        "Kód", "Název", "Forma", "Forma slovy", "Třída", "Třída slovy", "Obyvatel (obyvatelé)", "Lůžek (lůžka)",
        "Otevřeno", "Od"]
    assert english.worksheets[0].cell(2, 8).value == "Beds (beds)"
    assert czech.properties.title == "Zkušební tabulka"


def test_illustrative_rows_are_marked_on_both_pages_and_real_ones_on_none() -> None:
    book = pages(xlsx_bytes(sheet(), CS))
    assert [page.cell(1, column).value for page, column in zip(book.worksheets, (1, 2), strict=True)] == [
        "UKÁZKA: vytvořeno z ilustrativních dat, nikoli ze skutečného zdroje."] * 2
    real = pages(xlsx_bytes(sheet(demo=False), CS))
    words = [str(cell) for page in real.worksheets for row in page.iter_rows(values_only=True) for cell in row]
    assert not any("UKÁZKA" in word for word in words)


def test_the_second_page_names_day_release_notes_and_sources() -> None:
    listed = dict(about_rows(sheet(demo=False), CS))
    assert listed["Zdroj"] == "úřední · Úřad: Registr, stav k 1.\u00a06.\u00a02016 · CC BY 4.0"
    assert listed["Platné k"] == "30.\u00a06.\u00a02016"
    assert listed["Vydání"] == "3 ze dne 1.\u00a07.\u00a02016"
    assert "nulu" in listed["Poznámka"]
    page = pages(xlsx_bytes(sheet(demo=False), CS)).worksheets[1]
    assert [(row[0], row[1]) for row in page.iter_rows(values_only=True)] == about_rows(sheet(demo=False), CS)


def test_characters_that_break_xml_or_utf8_are_left_out() -> None:
    assert printable("half \ud800 of a character") == "half  of a character"
    dirty = "a\x00b\x0bc\x1fd\uffffe\tf\ng"
    assert printable(dirty) == "abcde\tf\ng"
    made = sheet(rows(name=[dirty, "_x0041_"]))
    page = pages(xlsx_bytes(made, CS)).worksheets[0]
    assert [page.cell(row, 2).value for row in (4, 5)] == ["abcde\tf\ng", "_x0041_"]
    assert csv_rows(csv_bytes(made, CS))[1][1] == "abcde\tf\ng"


def test_a_text_longer_than_a_cell_is_cut_in_the_workbook_and_whole_in_the_csv() -> None:
    assert CELL_CHARACTERS == 32_767
    longest, longer = "ž" * CELL_CHARACTERS, "ž" * (CELL_CHARACTERS + 1)
    assert fitting(longest) == longest
    assert fitting(longer) == "ž" * (CELL_CHARACTERS - 1) + "…"
    made = sheet(rows(name=[longer, None]))
    assert pages(xlsx_bytes(made, CS)).worksheets[0].cell(4, 2).value == fitting(longer)
    assert csv_rows(csv_bytes(made, CS))[1][1] == longer


def test_line_ends_of_every_kind_stay_one_line_end() -> None:
    assert fitting("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_a_sheet_without_rows_still_has_its_heads() -> None:
    empty = sheet(rows().iloc[:0], demo=False)
    assert [cell.value for cell in pages(xlsx_bytes(empty, CS)).worksheets[0][2]][:2] == ["id", "name"]
    assert len(csv_rows(csv_bytes(empty, CS))) == 1


def test_codes_of_plans_states_and_lists_have_their_own_words() -> None:
    column = DERIVED["plan_on_day"].field("state")
    assert domain_of(column) == "plan_validity"
    assert domain_of(DERIVED["activity_progress"].field("state")) == "activity_state"
    assert domain_of(TABLES["population"].field("level")) == "level"
    assert domain_of(TABLES["service"].field("name")) is None
    listed = pd.DataFrame({"forms": pd.Series(["field residential", None], dtype="str")})
    forms = in_words(CS, DERIVED["service_catalogue"].field("forms"), listed)
    assert forms.tolist() == ["terénní, pobytová", "neuvedeno"]


def test_absence_is_said_in_the_word_for_what_it_means() -> None:
    signals = DERIVED["activity_progress"].field("signals")
    assert in_words(CS, signals, pd.DataFrame({"signals": [None, "overdue"]})).tolist() == ["–", "po termínu"]
    coordinator = DERIVED["coverage"].field("coordinator")
    rows_of_areas = pd.DataFrame({"orp_code": ["5101", "kraj"], "coordinator": [None, None]})
    assert in_words(CS, coordinator, rows_of_areas).tolist() == ["neuvedeno", "netýká se"]
    assert in_words(EN, coordinator, rows_of_areas).tolist() == ["unknown", "not applicable"]
    lag = DERIVED["activity_progress"].field("lag_pct")
    states = pd.DataFrame({"state": ["done", "running", None], "lag_pct": [None, None, None]})
    assert absences(lag, states).tolist() == ["not_applicable", "unknown", "unknown"]
    end = DERIVED["service_catalogue"].field("valid_to")
    assert absences(end, pd.DataFrame({"valid_to": [None]})).tolist() == ["none"]
