"""XLSX annex of a pack: its pages, names and links, native charts, and nothing in it that runs."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from lib.exports.annex import annex_bytes, page_names
from lib.exports.document import Bound, Document, Said
from lib.model.fields import Table, amount, code, text
from lib.model.selection import AsOf
from lib.model.territory import SourceKind
from lib.store.releases import Release
from lib.text.messages import words_for
from lib.views.base import Provenance, Sheet, SourceUse
from tests.exports.made_document import AREAS, BARS, HOSTILE, RELEASED_AT, STACKED, VALUES, made_document
from tests.exports.opened import blank, office_pdf, pages_of, valid_ooxml
from tests.exports.pack_files import cells_of, read_xlsx

CS, EN = words_for("cs"), words_for("en")
GAP = Table("gap", "Mezery: [druhy/služeb]* v jednotlivých ORP kraje", "Gaps by type of service", "one area",
            ("orp_code",), (code("orp_code", "ORP", "ORP"), text("orp_name", "Název", "Name"),
                            amount("gap_units", "Mezera", "Gap", "beds", required=False, minimum=None)), derived=True)
PROGRESS = Table("progress", "Plnění", "Progress", "one goal", ("goal",), (
    text("goal", "Cíl", "Goal"), *(amount(name, name, name, "activities", required=False)
                                   for name in ("done", "running", "suspended"))), derived=True)


def a_sheet(table: Table, *, kind: SourceKind = SourceKind.DEMO, **columns: list[Any]) -> Sheet:
    release = Release(1, RELEASED_AT, "správce dat", "", "", "", None, embedded=True)
    source = SourceUse("s", "Úřad", HOSTILE[0], None, "CC BY 4.0", kind, None)
    return Sheet(table, pd.DataFrame(columns), Provenance(AsOf(RELEASED_AT.date(), 1), release, (source,)), "gap")


def with_sheets(**changed: Any) -> Document:
    """The made pack with the tables of its charts; one of them twice, under another key."""
    gap = a_sheet(GAP, orp_code=[f"51{place:02}" for place in range(10)], orp_name=[HOSTILE[0], *AREAS[1:]],
                  gap_units=list(VALUES))
    progress = a_sheet(PROGRESS, kind=SourceKind.OFFICIAL, goal=list(HOSTILE), done=[4.0, 1.0, None],
                       running=[2.0, 3.0, 5.0], suspended=[1.0, None, 12.0])
    made = made_document()
    bound = (Bound("1", 1, "gap", "orp_code", (3,), "count"), Bound("−51,5", -51.5, "gap", "gap_units", (0, 1, 2, 5),
             "sum"), Bound("neuvedeno", None, "gap", "gap_units", (6,)), Bound("0", 0, "gap", "orp_code", (), "count"))
    told = replace(made.slides[1], figures=(BARS,), sheets=("gap", "gap before"),
                   title=Said("=1+1: v 1 ORP chybí −51,5 lůžka, v Semilech neuvedeno, v 0 nic.", bound))
    stacked = replace(made.slides[4], figures=(STACKED,), sheets=("progress",))
    return replace(made, slides=(made.slides[0], told, stacked),
                   sheets={"gap": gap, "gap before": gap, "progress": progress}, **changed)


@pytest.fixture(scope="module")
def written() -> bytes:
    return annex_bytes(with_sheets(), CS)


def test_each_table_has_a_page_of_a_name_a_workbook_allows(written: bytes) -> None:
    names = list(read_xlsx(written).pages)
    assert names == ["Obsah", "Mezery druhy služeb v jednotliv", "Mezery druhy služeb v jedno (2)", "Plnění",
                     "Věty a čísla", "O těchto datech"]
    assert max(map(len, names)) == 31
    assert page_names(with_sheets(), EN, ("progress",)) == {
        "gap": "Gaps by type of service", "gap before": "Gaps by type of service (2)", "progress": "Progress (2)"}


def test_the_contents_tell_every_slide_its_data_its_chart_and_its_view(written: bytes) -> None:
    book: Any = openpyxl.load_workbook(BytesIO(written))
    page = book["Obsah"]
    assert page["A1"].value == "Podklady pro jednání"
    assert "UKÁZKA" in page["A4"].value
    assert [cell.value for cell in page[8]][:7] == [
        2, "Kapacitní mezery", "=1+1: v 1 ORP chybí −51,5 lůžka, v Semilech neuvedeno, v 0 nic.", "Otevřít pohled",
        "Graf", "Mezery druhy služeb v jednotliv", "Mezery druhy služeb v jedno (2)"]
    assert page["D8"].hyperlink.target.startswith("https://prehled.example.cz/mezery?k=2016-06-30")
    assert page["F8"].hyperlink.location == "'Mezery druhy služeb v jednotliv'!A1"
    chart = page["E8"].hyperlink.location
    assert chart == "'Mezery druhy služeb v jednotliv'!A15"
    assert "UKÁZKA" in book["Mezery druhy služeb v jednotliv"]["A1"].value
    assert book["Plnění"]["A1"].value == "Cíl"


def test_numbers_lead_to_their_cells_also_when_they_are_counts_sums_and_unknown(written: bytes) -> None:
    book: Any = openpyxl.load_workbook(BytesIO(written))
    page = book["Věty a čísla"]
    told = [[cell.value for cell in row][3:] for row in page.iter_rows(min_row=4, max_row=7)]
    name = "'Mezery druhy služeb v jednotliv'"
    assert told == [
        ["1", 1, "počet řádků", "ORP", f"{name}!A7"], ["−51,5", -51.5, "součet buněk", "Mezera", f"{name}!C4:C6, C9"],
        ["neuvedeno", "neuvedeno", "jedna buňka", "Mezera", f"{name}!C10"],
        ["0", 0, "počet řádků", "ORP", "žádný řádek listu Mezery druhy služeb v jednotliv"]]
    assert page["H5"].hyperlink.location == f"{name}!C4:C6"
    assert page["H7"].hyperlink is None


def test_charts_point_at_the_cells_in_the_order_of_the_slide_and_leave_unknown_values_out(written: bytes) -> None:
    read = read_xlsx(written)
    bars, stacked = read.charts
    assert bars.references == (("'Mezery druhy služeb v jednotliv'!$E$4:$E$13",
                                "'Mezery druhy služeb v jednotliv'!$C$4:$C$13"),)
    assert cells_of(read, bars.references[0][1]) == list(VALUES)
    assert bars.values == (VALUES,)
    assert stacked.names == ("splněno", "probíhá", " =pozastaveno")  # with the space it is a text, no reference
    titled = replace(STACKED, title="=Plnění!A1", unit="=1+1")
    document = with_sheets()
    again = annex_bytes(replace(document, slides=(replace(document.slides[2], figures=(titled,)),)), CS)
    with ZipFile(BytesIO(again)) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    assert re.findall("<c:tx><c:strRef><c:f>", drawn) == []
    assert {f"<a:t> {text}</a:t>" in drawn or f"<a:t xml:space=\"preserve\"> {text}</a:t>" in drawn
            for text in ("=Plnění! A1", titled.unit)} == {True}
    mixed = replace(BARS, rows=(4, 2, 3, 9), categories=tuple(AREAS[row] for row in (4, 2, 3, 9)), series=(
        replace(BARS.series[0], values=tuple(VALUES[row] for row in (4, 2, 3, 9)), looks=()),))
    again = read_xlsx(annex_bytes(replace(document, slides=(replace(document.slides[1], figures=(mixed,)),)), EN))
    [(categories, values)] = again.charts[0].references
    assert values == ("('Gaps by type of service'!$C$8,'Gaps by type of service'!$C$6:$C$7,"
                      "'Gaps by type of service'!$C$13)")
    assert cells_of(again, values) == [17.5, -3.25, 0, -1234.5]
    assert cells_of(again, categories) == [AREAS[row] for row in (4, 2, 3, 9)]


def test_nothing_in_the_workbook_is_a_formula_and_links_lead_inside_or_to_the_dashboard(written: bytes) -> None:
    book: Any = openpyxl.load_workbook(BytesIO(written))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert sum(cell.value == "=1+1" for cell in cells) >= 4
    targets = {cell.hyperlink.target for cell in cells if cell.hyperlink is not None and cell.hyperlink.target}
    assert targets
    assert all(target.startswith("https://prehled.example.cz/") for target in targets)
    with ZipFile(BytesIO(annex_bytes(with_sheets(base_url="javascript:alert(1)//"), CS))) as parts:
        assert not any(b"javascript" in parts.read(name) for name in parts.namelist())


def test_the_same_pack_gives_the_same_workbook_with_the_time_of_its_release(written: bytes) -> None:
    assert annex_bytes(with_sheets(), CS) == written
    about: Any = openpyxl.load_workbook(BytesIO(written)).properties
    assert (about.title, about.created) == ("Podklady pro jednání", RELEASED_AT.replace(tzinfo=None))
    assert about.creator is None


def test_the_workbook_keeps_the_schemas_and_opens(written: bytes) -> None:
    assert valid_ooxml(written, "xlsx")
    pages = pages_of(office_pdf(written, "xlsx"), 0.4)
    assert len(pages) >= 6
    assert not blank(pages[0])


