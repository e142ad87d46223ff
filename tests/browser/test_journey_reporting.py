"""Journey 7: a guarantor reports five cards on one screen; a second writer is told, and a member reads the history."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.app_server import AppServer
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page, screenshot, wait_until_still
from tests.browser.watch import assert_quiet

PART = {"pohled": "hlaseni", "hlaseni": "tabulka"}
REPORTS = (
    ("A01-01", "probíhá", "60", "z tabulky"),
    ("A01-02", "splněno", "100", "z tabulky"),
    ("A01-03", "probíhá", "90", "z tabulky", "kolaudace se odkládá"),
    ("A01-04", "probíhá", "40", "z tabulky"),
    ("A01-05", "pozastaveno", "", "čeká se na dotaci"),
)
STATE = 2
"""Which column of the table is the first to be filled."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "editing"
    folder.mkdir()
    return folder


@pytest.fixture
def editing_server(place: Path) -> Iterator[AppServer]:
    """A server of one local user who may edit, with an empty database."""
    with AppServer(place, environment={"DASHBOARD_LOCAL_EDITING": "1"}) as server:
        yield server
    server.assert_clean_log()


def pasted(page: Page, row: int, *reports: tuple[str, ...]) -> None:
    """Paste rows of a spreadsheet into the table, from the state of the given row on."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join("\t".join(each[1:]) for each in reports))
    table = page.get_by_test_id("stDataFrame").locator("canvas").first  # its cells are drawn, not elements
    table.focus()
    for key in ("Control+Home", *["ArrowRight"] * STATE, *["ArrowDown"] * row):
        page.keyboard.press(key)
    expect(page.get_by_test_id(f"glide-cell-{STATE}-{row}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+v")
    page.get_by_text(re.compile(rf"Vyplněn\w {len(reports)} ")).wait_for()
    wait_until_still(page)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Zveřejnit hlášení").click()
    wait_until_still(page)


def test_five_cards_on_one_screen_and_the_second_writer_overwrites_nothing(
    page_at: PageAt, editing_server: AppServer, place: Path, tmp_path: Path
) -> None:
    first = open_page(page_at("desktop", server=editing_server), "/aktivity", PART)
    second = open_page(page_at("desktop", server=editing_server), "/aktivity", PART)
    main = first.get_by_test_id("stMain")

    pasted(first, 0, *(each[:4] for each in REPORTS))
    publish(first)
    expect(main).to_contain_text("A01-03: stav se vrací, napište důvod")
    pasted(first, 0, *(each if len(each) == 5 else (*each, "") for each in REPORTS))
    assert_accessible(first)
    screenshot(first, "reporting-table", whole=True)
    publish(first)
    expect(main).to_contain_text("Zveřejněno 5 hlášení.")
    first.get_by_role("radio", name="Co čeká").click()
    first.get_by_role("button", name="Zobrazit všech 46 karet").click()
    wait_until_still(first)
    said = first.get_by_role("region", name="Co čeká").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    for code, state, percent, *_ in REPORTS:
        row = next(line for line in said.splitlines() if line.startswith(code))
        told = row.split("\t")
        assert told[1].endswith(state)
        assert told[2] == {"": "neuvedeno"}.get(percent, f"{percent} %")
        assert told[3] == "30. 6. 2016"
    assert_quiet(first)

    pasted(second, 1, ("A01-02", "probíhá", "80", "druhý pisatel", "chybí předání"))
    publish(second)
    told_second = second.get_by_test_id("stMain")
    expect(told_second).to_contain_text("Nic se nepřepsalo")
    meanwhile = second.get_by_role("region", name="Mezitím zveřejněno").inner_text()
    said = meanwhile.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"A01-02\t30\. 6\. 2016\t.*splněno\t100 %\tsprávce.*\tz tabulky", said), meanwhile
    assert meanwhile.count("A01-0") == 1
    expect(told_second).to_contain_text("Vyplněna 1 karta.")
    screenshot(second, "reporting-conflict", whole=True)
    publish(second)
    expect(told_second).to_contain_text("Zveřejněno 1 hlášení.")
    assert_quiet(second)

    other = tmp_path / "reading"
    other.mkdir()
    with AppServer(other, environment={"DATABASE_URL": f"sqlite:///{next(place.glob('*.sqlite'))}"}) as reading:
        member = open_page(page_at("phone", server=reading), "/aktivity", {"karta": "A01-02"})
        history = member.get_by_role("region", name="Dosavadní hlášení").inner_text()
        assert history.index("druhý pisatel") < history.index("z tabulky")
        assert "chybí předání" in history
        open_page(member, "/aktivity", PART)
        expect(member.get_by_test_id("stMain")).to_contain_text("Plnění hlásí garanti karet.")
        expect(member.get_by_role("button", name="Zveřejnit hlášení")).to_have_count(0)
        assert_quiet(member)
    reading.assert_clean_log()
