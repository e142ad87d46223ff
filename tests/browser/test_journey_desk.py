"""Journey 6: a coordinator fills the workbook, gets mistakes back with their places, mends, previews and publishes."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.app_server import AppServer
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page, screenshot, wait_until_still
from tests.browser.watch import assert_quiet
from tests.made_register import embedded_place, write_register

Edit = Callable[[openpyxl.Workbook], None]
LONG_MS = 90_000


@pytest.fixture
def editing_server(tmp_path: Path) -> Iterator[AppServer]:
    """A server of one local user who may edit, with an empty database."""
    folder = tmp_path / "editing"
    folder.mkdir()
    with AppServer(folder, environment={"DASHBOARD_LOCAL_EDITING": "1"}) as server:
        yield server
    server.assert_clean_log()


def downloaded(page: Page, button: str, target: Path) -> Path:
    with page.expect_download(timeout=LONG_MS) as waiting:
        page.get_by_role("button", name=button).click()
    waiting.value.save_as(target)
    return target


def taken(page: Page, target: Path, tables: str = "všechny tabulky") -> Path:
    """The workbook of a group of tables, as a coordinator takes it."""
    page.get_by_role("combobox", name="Tabulky").click()
    page.get_by_role("option", name=tables).click()
    wait_until_still(page)
    return downloaded(page, "Stáhnout sešit (XLSX)", target)


def edited(path: Path, target: Path, *edits: Edit) -> Path:
    book = openpyxl.load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(target)
    return target


def columns(sheet: Worksheet) -> dict[str, int]:
    """Position of every field by the name in the hidden second row."""
    return {str(cell.value): cell.column for cell in sheet[2] if cell.value}


def rows(sheet: Worksheet) -> Iterator[int]:
    return (row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value is not None)


def sent_in(page: Page, path: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    page.get_by_role("button", name="Zkontrolovat soubor").wait_for(timeout=LONG_MS)
    wait_until_still(page)
    page.get_by_role("button", name="Zkontrolovat soubor").click()
    wait_until_still(page)


def published(page: Page, note: str, number: int = 2) -> None:
    page.get_by_role("button", name="Schválit").click()
    page.get_by_label("Poznámka: co vydání přináší a proč").fill(note, timeout=LONG_MS)
    page.get_by_label("Poznámka: co vydání přináší a proč").press("Enter")
    wait_until_still(page)
    page.get_by_role("button", name="Zveřejnit").click()
    page.get_by_text(f"Zveřejněno jako vydání {number}.").wait_for(timeout=LONG_MS)
    wait_until_still(page)


def report_every_card(book: openpyxl.Workbook) -> None:
    """One more report of each of the 46 cards, in the first free rows."""
    cards, reports = book["Rozvojové aktivity"], book["Hlášení o plnění"]
    code, at = columns(cards)["code"], columns(reports)
    free = max(rows(reports)) + 1
    for offset, row in enumerate(rows(cards)):
        values = {
            "id": f"R2016-{offset + 1:02}", "activity_code": cards.cell(row, code).value, "state": "running",
            "percent": 50, "comment": "z jednoho sešitu", "reason": "zpřesnění stavu", "reported_by": "garant karty",
            "source_id": "demo",
        }
        for name, value in values.items():
            reports.cell(free + offset, at[name], value)
        day = reports.cell(free + offset, at["date"])
        day.value = reports.cell(3, at["date"]).value.replace(year=2016, month=6, day=15)


def note_twenty_plans(book: openpyxl.Workbook) -> None:
    plans = book["Komunitní plány"]
    note = columns(plans)["note"]
    for row in list(rows(plans))[:20]:
        plans.cell(row, note, "ověřeno s obcí")


def spoil(book: openpyxl.Workbook) -> None:
    """Two mistakes: a negative number of requests and a date typed as text."""
    requests = book["Neuspokojené žádosti"]
    requests.cell(3, columns(requests)["requests"], -140)
    plans = book["Komunitní plány"]
    plans.cell(4, columns(plans)["valid_from"], "1. 1. 2009")


def test_all_cards_and_twenty_plans_are_updated_by_one_workbook_from_start_to_published(
    page_at: PageAt, editing_server: AppServer, tmp_path: Path
) -> None:
    page = open_page(page_at("desktop", server=editing_server), "/sprava")
    workbook = taken(page, tmp_path / "sešit.xlsx")
    sent_in(page, edited(workbook, tmp_path / "upravený.xlsx", report_every_card, note_twenty_plans))

    page.get_by_role("heading", name="Návrh 1").wait_for(timeout=LONG_MS)
    wait_until_still(page)
    counted = page.get_by_role("region", name="Řádky podle tabulek").inner_text()
    assert [line.split("\t") for line in counted.splitlines() if line.startswith(("Hlášení", "Komunitní"))] == [
        ["Hlášení o plnění", "46", "0", "0", "0", "118"], ["Komunitní plány", "0", "20", "0", "0", "31"],
    ]
    assert_accessible(page)
    screenshot(page, "desk-preview", whole=True)

    published(page, "Hlášení všech garantů")
    open_page(page, "/aktivity", {"karta": "A01-01"})
    expect(page.get_by_test_id("stMain")).to_contain_text("z jednoho sešitu")
    open_page(page, "/aktivity", {"karta": "A01-01", "znamo": "1"})
    expect(page.get_by_test_id("stMain")).to_contain_text("Nahrazeno: vidíte vydání\u00a01")
    expect(page.get_by_test_id("stMain")).not_to_contain_text("z jednoho sešitu")
    page.get_by_role("button", name="Zobrazit nejnovější vydání").click()
    wait_until_still(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("z jednoho sešitu")
    assert_quiet(page)


def test_mistakes_come_back_with_their_places_and_the_mended_workbook_is_taken(
    page_at: PageAt, editing_server: AppServer, tmp_path: Path
) -> None:
    page = open_page(page_at("desktop", server=editing_server), "/sprava")
    workbook = taken(page, tmp_path / "sešit.xlsx")
    sent_in(page, edited(workbook, tmp_path / "chybný.xlsx", spoil))

    page.get_by_text("chybný.xlsx nebyl přijat: 2 chyby k opravě.").wait_for(timeout=LONG_MS)
    listed = page.get_by_role("region", name="Chyby").inner_text()
    assert "Neuspokojené žádosti\t3\t" in listed
    assert "-140" in listed
    assert "Komunitní plány\t4\t" in listed
    assert "1. 1. 2009" in listed
    assert_accessible(page)
    screenshot(page, "desk-problems", whole=True)

    marked = downloaded(page, "Tentýž sešit s vyznačenými chybami", tmp_path / "označený.xlsx")
    book = openpyxl.load_workbook(BytesIO(marked.read_bytes()))
    requests = book["Neuspokojené žádosti"]
    cell = requests.cell(3, columns(requests)["requests"])
    assert cell.comment is not None
    assert "0" in cell.comment.text
    assert cell.fill.fgColor.rgb != requests.cell(4, cell.column).fill.fgColor.rgb

    def mend(book: openpyxl.Workbook) -> None:
        original = openpyxl.load_workbook(workbook)
        for name, row, column in (("Neuspokojené žádosti", 3, "requests"), ("Komunitní plány", 4, "valid_from")):
            place = columns(book[name])[column]
            book[name].cell(row, place, original[name].cell(row, place).value)

    sent_in(page, edited(marked, tmp_path / "opravený.xlsx", mend, note_twenty_plans))
    page.get_by_role("heading", name="Návrh 1").wait_for(timeout=LONG_MS)
    wait_until_still(page)
    counted = page.get_by_role("region", name="Řádky podle tabulek").inner_text()
    assert "Komunitní plány\t0\t20\t0\t0\t31" in counted
    assert_quiet(page)


def test_a_region_goes_live_with_its_register_and_no_mark_is_left_and_may_go_back(
    page_at: PageAt, editing_server: AppServer, tmp_path: Path
) -> None:
    file = tmp_path / "rpss.json"
    tally = write_register(file, embedded_place(), megabytes=2)
    page = open_page(page_at("desktop", server=editing_server), "/sprava")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    page.locator("[class*=st-key-desk_day]").get_by_role("spinbutton").first.click()
    page.keyboard.type("20112026")
    page.keyboard.press("Enter")
    wait_until_still(page)
    page.get_by_role("button", name="Zkontrolovat soubor").click()
    page.get_by_role("heading", name="Návrh 1").wait_for(timeout=LONG_MS)
    wait_until_still(page)
    counted = page.get_by_role("region", name="Řádky podle tabulek").inner_text()
    assert f"Sociální služby\t{tally.services}\t0\t0\t320\t0" in counted
    published(page, "Registr poskytovatelů k 20. 11. 2026")

    page.get_by_role("button", name="Navrhnout vypuštění ukázkových řádků").click()
    page.get_by_role("heading", name="Návrh 2").wait_for(timeout=LONG_MS)
    wait_until_still(page)
    published(page, "Jen doložená data", 3)

    for path in ("/", "/pokryti", "/sit", "/mezery", "/aktivity", "/metodika"):
        open_page(page, path, {"k": "2026-11-20"})
        expect(page.get_by_text("UKÁZKA", exact=True)).to_have_count(0)
        assert_quiet(page)
    open_page(page, "/sit", {"k": "2026-11-20"})
    said = re.compile(r"působí \d+ sociálních služeb od \d+ poskytovatelů")
    expect(page.get_by_test_id("stMain")).to_contain_text(said)

    open_page(page, "/sprava")
    page.get_by_role("button", name="Navrhnout návrat k němu").click()
    page.get_by_role("heading", name="Návrh 3").wait_for(timeout=LONG_MS)
    expect(page.get_by_test_id("stMain")).to_contain_text("Návrat ke staršímu stavu: vydání\u00a02")


def test_a_reader_sees_the_releases_and_why_nothing_can_be_changed(page_at: PageAt) -> None:
    page = open_page(page_at("phone"), "/sprava", {"navrh": "1"})
    expect(page.get_by_test_id("stMain")).to_contain_text("Vydání")
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    expect(page.get_by_role("button", name="Schválit")).to_have_count(0)
    expect(page.get_by_role("button", name="Stáhnout sešit (XLSX)")).to_be_visible()
    assert_quiet(page)
    assert_accessible(page)
