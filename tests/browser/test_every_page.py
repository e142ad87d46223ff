"""Every page in every window, in both themes: nothing foreign, no error, nothing cut off, axe-core content."""

import pytest
from playwright.sync_api import Page

from tests.app_server import AppServer
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page
from tests.browser.watch import assert_quiet

PAGES = {
    "/": "Jak je na tom kraj?",
    "/pokryti": "Které obce mají platný komunitní plán?",
    "/sit": "Kde jaké služby jsou?",
    "/mezery": "Kde chybí kapacity?",
    "/mezery?pohled=pohledy&sluzba=49&orp=5102": "Kde chybí kapacity?",
    "/mezery?pohled=dostupnost&sluzba=62": "Kde chybí kapacity?",
    "/mezery?pohled=karty": "Která karta odpovídá na kterou mezeru?",
    "/mezery?pohled=co_kdyby&sluzba=49&scenar=5102~49~pob~luz~20": "Co kdyby se kapacita změnila?",
    "/profil?orp=5102": "Jak je na tom území?",
    "/aktivity": "Jak se plní plán?",
    "/jednani?jednani_id=K10-2016-06-14": "Co složky KKS projednávají a na čem se usnesly?",
    "/jednani?pohled=slozky&slozka=K10": "Kdo je ve složkách zastoupen a kam stanoviska míří?",
    "/sprava": "Jak se do přehledu dostanou nová data?",
    "/metodika": "Odkud čísla jsou a jak se počítají?",
}

WIDER_THAN_THE_WINDOW = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return main.scrollWidth - main.clientWidth;
}"""


def heading(page: Page) -> str:
    return page.locator("h1").inner_text().strip()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("size", "theme"), [
    ("phone", "light"), *(pytest.param(*window, marks=pytest.mark.sweep) for window in (
        ("projector", "light"), ("phone", "dark"), ("desktop", "light"), ("desktop", "dark"))),
])
def test_a_page_fits_its_window_is_accessible_and_asks_nothing_of_the_internet(
    page_at: PageAt, path: str, size: str, theme: str
) -> None:
    page = open_page(page_at(size, theme), path)
    assert heading(page) == PAGES[path]
    assert page.evaluate("document.documentElement.lang") == "cs"
    assert page.evaluate(WIDER_THAN_THE_WINDOW) <= 0
    assert_quiet(page)
    assert_accessible(page)


def test_coverage_with_an_area_and_a_second_day_is_accessible(page_at: PageAt) -> None:
    """The journeys judge the other pages with everything open."""
    page = open_page(page_at("desktop"), "/pokryti", {"srovnani": "2012-06-30", "orp": "5109"})
    assert heading(page) == PAGES["/pokryti"]
    assert_quiet(page)
    assert_accessible(page)


def test_a_deep_link_works_on_a_server_nobody_has_visited(page_at: PageAt, cold_server: AppServer) -> None:
    page = open_page(page_at("desktop", server=cold_server), "/mezery", {"orp": "5102", "lang": "en"})
    assert heading(page) == "Where is capacity missing?"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "ORP\u00a0Frýdlant" in page.locator('[data-testid="stMain"]').inner_text()
    assert_quiet(page)
