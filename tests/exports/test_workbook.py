"""The workbook people edit, and the one that comes back with its problems marked."""

from io import BytesIO
from typing import Any

import openpyxl
import pandas as pd
import pytest

from lib.errors import Issue, RejectedPackage
from lib.exports.annotated import AUTHOR, ERROR, WARNING, annotated_workbook
from lib.importers.workbook import import_workbook
from lib.model.changes import differences
from lib.model.schemas import TABLES
from lib.model.workbook import BESIDE_TABLES, GROUPS, MANIFEST, READ_ONLY, SHEET_TABLES, sheet_names
from lib.text.messages import words_for
from tests.edited_workbook import SHEETS, Edited, changed_part, filled, filled_to_the_end, part_of

Frames = dict[str, pd.DataFrame]
CS, EN = words_for("cs"), words_for("en")


def _book(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def _problems(content: bytes, frames: Frames) -> list[Issue]:
    with pytest.raises(RejectedPackage) as refusal:
        import_workbook(content, "sešit.xlsx", frames)
    return list(refusal.value.issues)


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_names_of_sheets_fit_and_none_is_there_twice(lang: str) -> None:
    names = list(sheet_names(SHEET_TABLES, lang).values())
    assert [name for name in names if len(name) > 31 or set(name) & set("[]:*?/\\")] == []
    assert len({name.lower() for name in names} | {name.lower() for name in BESIDE_TABLES}) == len(names) + 7


def test_every_table_is_in_a_workbook_but_those_with_borders() -> None:
    assert set(TABLES) - set(GROUPS["everything"]) == {"orp_boundary", "municipality_boundary"}
    assert {name for tables in GROUPS.values() for name in tables} == set(SHEET_TABLES)


def test_a_workbook_has_a_guide_its_sheets_the_code_lists_and_a_hidden_manifest(frames: Frames) -> None:
    book = _book(filled(frames, "plan"))
    assert book.sheetnames == ["Návod", *(SHEETS[name] for name in GROUPS["plan"]), "Číselníky", MANIFEST]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == [MANIFEST]
    assert book["Návod"]["A1"].value == "Data vydání 3 ze dne 1.\u00a07.\u00a02016"
    english = _book(filled(frames, "community", "en"))
    assert english.sheetnames[:3] == ["Guide", "Community plans", "Municipalities of plans"]


def test_a_sheet_has_titles_with_units_hidden_names_and_cells_of_the_right_kind(frames: Frames) -> None:
    page = _book(filled(frames, "network"))[SHEETS["service_capacity"]]
    assert [cell.value for cell in page[1]] == [
        "Služba", "Forma", "Jednotka", "Platí od", "Kapacita celkem (jednotky)", "Kapacita v síti (jednotky)", "Zdroj"]
    assert [cell.value for cell in page[2]] == list(TABLES["service_capacity"].columns)
    assert page.row_dimensions[2].hidden
    assert page.freeze_panes == "B3"
    assert [(cell.value, cell.data_type) for cell in page[6]] == [
        ("1000003", "s"), ("field", "s"), ("fte", "s"), (page["D6"].value, "d"), (8.5, "n"), (None, "n"), ("demo", "s")]
    assert page["D6"].value.date().isoformat() == "2009-01-01"
    assert page["A6"].number_format == "@"
    share = _book(filled(frames, "network"))[SHEETS["service_target_group"]]["C1"].value
    assert share == "Podíl kapacity (část celku, 0 až 1)"


def test_a_company_number_keeps_its_zeros_and_a_formula_stays_text(frames: Frames) -> None:
    book = _book(filled(frames))
    assert book[SHEETS["provider"]]["A3"].value == "00000019"
    comment = book[SHEETS["progress_report"]]["F4"]
    assert (comment.value, comment.data_type) == ("=1+1", "s")


def test_titles_have_notes_on_kind_unit_and_what_empty_means(frames: Frames) -> None:
    page = _book(filled(frames, "plan"))[SHEETS["activity"]]
    notes = {cell.value: cell.comment.text for cell in page[1]}
    assert notes["Částka (Kč)"] == (
        "Číslo\nJednotka: Kč\nNejméně 0\nMůže být prázdné; prázdná buňka znamená: neuvedeno\namount_czk")
    assert notes["Aktivita"] == (
        "Kód: text bez mezer a diakritiky\nMusí být vyplněno\n"
        "Součást klíče: stejný klíč nesmí být ve dvou řádcích\ncode")
    assert notes["Hlavní cíl"].startswith("Kód ze seznamu\n")


def test_codes_are_chosen_from_lists_that_say_their_names(frames: Frames) -> None:
    book = _book(filled(frames, "community"))
    lists = {str(each.sqref): each for each in book[SHEETS["coordinator"]].data_validations.dataValidation}
    assert "named = " in lists["B3:B504"].prompt
    columns = [cell.value for cell in book["Číselníky"][1]]
    place = columns.index("Správní obvody ORP") + 1
    letter = book["Číselníky"].cell(1, place).column_letter
    assert lists["A3:A504"].formula1 == f"'Číselníky'!${letter}$2:${letter}$5"
    assert [(book["Číselníky"].cell(row, place).value, book["Číselníky"].cell(row, place + 1).value)
            for row in (2, 3)] == [("9901", "Jedlov"), ("9902", "Lipany")]
    own = {str(each.sqref): each.formula1
           for each in book[SHEETS["community_plan_municipality"]].data_validations.dataValidation}
    assert own["A3:A508"] == "'Komunitní plány'!$A$3:$A$506", "a plan added on its sheet can be chosen at once"


def test_headers_and_code_lists_are_protected_without_a_password_and_data_are_not(frames: Frames) -> None:
    book = _book(filled(frames))
    for name, sheet in SHEETS.items():
        page = book[sheet]
        assert page.protection.sheet, sheet
        assert not page.protection.password, sheet
        assert page["A1"].protection.locked, sheet
        assert page["A2"].protection.locked, sheet
        if not frames[name].empty:
            assert page["A3"].protection.locked is (name in READ_ONLY), sheet
    styles = openpyxl.load_workbook(BytesIO(filled(frames)))._cell_styles[0]
    assert styles.protectionId != 0, "cells below the data are unlocked too, so that rows can be added and deleted"


def test_the_same_release_makes_the_same_file(frames: Frames) -> None:
    assert filled(frames, "plan") == filled(frames, "plan")


# The workbook that comes back


def _spoilt(frames: Frames) -> bytes:
    book = Edited(filled(frames, "community"))
    book.put("community_plan", ("KPB",), "evidence", "=HYPERLINK(\"x\")")
    book.cell("community_plan", ("KPB",), "evidence").data_type = "s"
    book.put("action_plan", ("KPA", "2016"), "year", "2016")
    book.page("coordinator")["B1"] = "Kdo"
    book.page("community_plan_quality").delete_rows(3, 3)
    del book.book[SHEETS["community_plan_municipality"]]
    return book.saved()


def test_faulty_cells_come_back_coloured_and_commented_with_rule_and_remedy(frames: Frames) -> None:
    issues = _problems(_spoilt(frames), frames)
    book = _book(annotated_workbook(_spoilt(frames), issues, CS))

    marked = {(page.title, cell.coordinate): (cell.fill.fgColor.rgb, cell.comment.text.partition("\n———\n")[0])
              for page in book.worksheets for row in page.iter_rows() for cell in row
              if cell.comment is not None and cell.comment.author == AUTHOR}
    assert marked == {
        ("Komunitní plány", "H4"): (ERROR, "Chyba: povolené hodnoty: document, inferred, name_only. Opravte hodnotu."),
        ("Akční plány", "B3"): (
            ERROR, "Chyba: číslo je zapsáno jako text. Nastavte formát buňky na číslo a zapište je znovu."),
        ("Koordinátoři", "B1"): (ERROR, "Chyba: sloupec byl přejmenován. Vraťte jeho název: Koordinátor."),
    }
    assert "Kód ze seznamu" in book["Koordinátoři"]["B1"].comment.text


def test_the_first_sheet_lists_all_problems_also_those_without_a_cell(frames: Frames) -> None:
    issues = _problems(_spoilt(frames), frames)
    book = _book(annotated_workbook(_spoilt(frames), issues, CS))

    assert book.sheetnames[0] == "Problémy"
    rows = [tuple(cell.value for cell in row) for row in book["Problémy"].iter_rows()]
    assert rows[0] == ("List", "Řádek", "Sloupec", "Hodnota", "Závažnost", "Pravidlo", "Náprava")
    assert sorted(row[:5] for row in rows[1:]) == sorted([
        ("Obce komunitních plánů", None, None, None, "Chyba"),
        ("Komunitní plány", 4, "Doložení (evidence)", '=HYPERLINK("x")', "Chyba"),
        ("Kvalita komunitních plánů", None, None, None, "Upozornění"),
        ("Akční plány", 3, "Rok (year)", "2016", "Chyba"),
        ("Koordinátoři", 1, "Koordinátor (status)", "Kdo", "Chyba"),
    ])
    assert [row[4].fill.fgColor.rgb for row in book["Problémy"].iter_rows(min_row=2)].count(WARNING) == 1
    formula = next(row[3] for row in book["Problémy"].iter_rows() if str(row[3].value).startswith("="))
    assert (formula.data_type, formula.quotePrefix) == ("s", True)


def test_the_marked_workbook_mended_is_taken_and_its_marks_go_with_the_next_round(frames: Frames) -> None:
    issues = _problems(_spoilt(frames), frames)
    book, pristine = Edited(annotated_workbook(_spoilt(frames), issues, CS)), Edited(filled(frames, "community"))
    assert book.page("community_plan").row_dimensions[2].hidden
    assert len(book.page("community_plan").data_validations.dataValidation) == 10
    book.put("community_plan", ("KPB",), "evidence", "document")
    book.page("action_plan")["B3"] = 2016
    book.page("coordinator")["B1"] = "Koordinátor"
    for name in ("community_plan_quality", "community_plan_municipality"):
        if SHEETS[name] not in book.book.sheetnames:
            book.book.create_sheet(SHEETS[name])
        for row in pristine.page(name).iter_rows():
            for cell in row:
                copied = book.page(name).cell(cell.row, cell.column, cell.value)
                copied.number_format = cell.number_format

    mended = book.saved()

    assert not differences(frames, import_workbook(mended, "s.xlsx", frames).tables)
    again = _book(annotated_workbook(mended, [], EN))
    assert again.sheetnames[0] == "Problems"
    assert "Problémy" not in again.sheetnames
    assert [cell.coordinate for page in again.worksheets for row in page.iter_rows() for cell in row
            if (cell.comment is not None and cell.comment.author == AUTHOR)
            or cell.fill.fgColor.rgb in (ERROR, WARNING)] == []
    assert again["Koordinátoři"]["B1"].comment.text.startswith("Kód ze seznamu")


def test_problems_of_one_cell_are_told_together_and_a_warning_looks_different(frames: Frames) -> None:
    issues = [
        Issue("Akční plány", 3, "Rok (year)", "x", "the date has a time of day", "Write the date alone"),
        Issue("Akční plány", 3, "Rok (year)", "x", "not a number", "Correct the value", blocking=False),
        Issue("Akční plány", 4, "", "", "hidden rows hold data", "Show the column", blocking=False),
        Issue("Akční plány", 5, "C", "", "the column is not known", "Show the column"),
    ]
    page = _book(annotated_workbook(filled(frames, "community"), issues, EN))["Akční plány"]
    assert page["B3"].comment.text == (
        "Error: the date has a time of day. Write the date alone.\nWarning: not a number. Correct the value.")
    assert [page[place].fill.fgColor.rgb for place in ("B3", "A4", "C5")] == [ERROR, WARNING, ERROR]


@pytest.mark.parametrize("spoil", [
    lambda content: b"no zip", lambda content: content[:2000],
    lambda content: changed_part(content, "xl/workbook.xml", lambda xml: xml[:300]),
    lambda content: changed_part(content, "xl/sharedStrings.xml", lambda xml: b"<sst/>"),
    lambda content: changed_part(content, part_of(content, "Akční plány"), lambda xml: xml.replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')),
    lambda content: changed_part(content, part_of(content, "Akční plány"), lambda xml: xml.replace(
        b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A3:XFD1048576" location="x"/></hyperlinks>')),
    lambda content: filled_to_the_end(content, "action_plan"),
], ids=["no zip", "half", "workbook", "texts", "merged", "linked", "million rows"])
def test_a_file_that_cannot_be_opened_safely_comes_back_as_a_list(frames: Frames, spoil: Any) -> None:
    issue = Issue("sešit.xlsx", 0, "", "=1+1", "the file is no workbook", "Send a workbook in the format .xlsx")
    book = _book(annotated_workbook(spoil(filled(frames, "community")), [issue], CS))
    assert book.sheetnames == ["Problémy"]
    assert [cell.value for cell in book["Problémy"][2]] == [
        "sešit.xlsx", None, None, "=1+1", "Chyba", "soubor není sešit", "Pošlete sešit ve formátu .xlsx"]
