"""Journey 3: from the largest gap to its arithmetic, over the norms, to a card or to "no card"; by keyboard too."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import IN_WINDOWS, Size, open_page, wait_until_still
from tests.browser.watch import assert_quiet


def choose_norm(page: Page, name: str) -> None:
    """Choose in the select box of norms as a user does: open it, pick a line."""
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile("Norma"))
    option = page.get_by_role("option", name=name, exact=True)
    for _ in range(4):  # a map that reports back runs the page again, which closes an open list
        box.click()
        try:
            option.click(timeout=4_000)
            break
        except TimeoutError:
            wait_until_still(page)
    wait_until_still(page)


def tab_until(page: Page, reached: str, *, back: bool = False) -> None:
    """Press Tab until the focused element `each` meets a condition."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(f"(() => {{ const each = document.activeElement; return Boolean({reached}); }})()"):
            return
    raise AssertionError(f"Tab never came to {reached}")


FOCUSED = """() => {
    const cell = document.activeElement.closest('th, td');
    return [cell.parentElement.rowIndex, cell.cellIndex];
}"""

REDDEST = """() => {
    const severe = [...document.querySelector('.rug table').querySelectorAll('td a')]
        .filter((link) => /▼▼ \\d+\\s%/.test(link.textContent));
    severe.sort((one, other) => parseInt(one.textContent.slice(3)) - parseInt(other.textContent.slice(3)));
    const cell = severe[0].closest('td');
    return [cell.parentElement.rowIndex, cell.cellIndex];
}"""
"""The cell with the lowest index of those in the darkest colour."""


def go_to(page: Page, row: int, column: int) -> None:
    """Arrow keys from the focused cell of a rug to another; lines without links take no step."""
    for place, wanted, less, more in ((0, row, "ArrowUp", "ArrowDown"), (1, column, "ArrowLeft", "ArrowRight")):
        for _ in range(60):
            now = page.evaluate(FOCUSED)[place]
            if now == wanted:
                break
            page.keyboard.press(more if now < wanted else less)
    assert page.evaluate(FOCUSED) == [row, column]


def assert_page_keeps_its_width(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", IN_WINDOWS)
def test_from_the_largest_gap_over_the_norms_to_the_card_that_answers_it(page_at: PageAt, size: Size) -> None:
    page = open_page(page_at(size), "/mezery")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Nejhůře krytá potřeba: § 50 domovy se zvláštním režimem (pobytová forma)")
    page.get_by_role("button", name="Rozebrat").click()
    page.get_by_role("heading", name="Proč? ORP Železný Brod").wait_for()
    wait_until_still(page)
    expect(main).to_contain_text("613 obyvatel (80 a více let) × 25,19 / 1 000 = 15,44 lůžka")
    expect(main).to_contain_text("Mezera: kapacita 0 − potřeba 15,44 = −15,44 lůžka")
    expect(main).to_contain_text("8 území mění třídu podle normy. Stejně podle všech norem: Česká Lípa a Železný Brod.")

    choose_norm(page, "medián ORP")
    assert "norma=median_orp" in page.url
    assert "sluzba=50" in page.url
    expect(main).to_contain_text("norma: medián ORP")
    expect(main).to_contain_text("Potřeba podle normy (medián ORP)")
    expect(main).not_to_contain_text("v součtu nulu")
    assert_page_keeps_its_width(page)

    page.get_by_role("link", name="A03-01").click()
    page.wait_for_url("**/aktivity?**")
    wait_until_still(page)
    assert "karta=A03-01" in page.url
    assert "norma=median_orp" in page.url
    expect(page.get_by_test_id("stMain")).to_contain_text("A03-01")
    assert_quiet(page)


def test_by_keyboard_alone_from_the_reddest_cell_over_the_norms_to_a_card_and_back(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery")
    main = page.get_by_test_id("stMain")
    page.evaluate("window.stillTheSamePage = true")
    tab_until(page, "each.closest('.rug table')")
    go_to(page, *page.evaluate(REDDEST))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Proč? ORP Česká Lípa").wait_for()
    wait_until_still(page)
    assert page.evaluate("document.activeElement.id") == "proc"
    assert page.evaluate("window.stillTheSamePage") is True
    query = set(page.url.split("?")[1].split("&"))
    assert query == {"sluzba=50", "forma=residential-beds", "bunka=5101"}
    expect(main).to_contain_text("Liberecký kraj · stav k 30. 6. 2016")  # the shared area is as it was
    expect(main).to_contain_text("447 lůžek ÷ 17 743 obyvatel (80 a více let) × 1 000 = 25,19 na 1 000 obyvatel")
    expect(main).to_contain_text("Mezera: kapacita 24,91 − potřeba 63,28 = −38,37 lůžka")

    tab_until(page, "each.getAttribute('role') === 'combobox' && each.ariaLabel?.includes('Norma')", back=True)
    page.keyboard.type("medián")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("norma=median_orp"))
    wait_until_still(page)
    expect(main).to_contain_text("Proč? ORP Česká Lípa")
    expect(main).to_contain_text("20,4082 + 1/2 × (25,4065 − 20,4082) = 22,907 na 1 000 obyvatel")
    expect(main).to_contain_text("Mezera: kapacita 24,91 − potřeba 57,54 = −32,63 lůžka")
    expect(main).to_contain_text("8 území mění třídu podle normy. Stejně podle všech norem: Česká Lípa a Železný Brod.")

    tab_until(page, "each.matches('#karty ~ * a, a[href*=\"karta=A0\"]')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/aktivity?**")
    wait_until_still(page)
    assert "karta=A0" in page.url
    tab_until(page, "each.matches('a[href*=\"bunka=5101\"]')")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Proč? ORP Česká Lípa").wait_for()
    wait_until_still(page)
    assert "norma=median_orp" in page.url
    assert "bunka=5101" in page.url
    assert_quiet(page)


def test_the_rug_is_one_tab_stop_and_a_group_cell_opens_its_arithmetic(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery", {"deleni": "rozdelena", "orp": "5105"})
    assert page.locator(".rug table a[tabindex='0']").count() == 2
    link = page.locator(".rug table").nth(1).locator("td a").nth(3)
    link.focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.closest('th') !== null")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Proč? Liberecký kraj").wait_for()
    wait_until_still(page)
    assert page.evaluate("document.activeElement.id") == "proc-skupiny"
    assert {"orp=5105", "deleni=rozdelena", "bunka=kraj"} < set(page.url.split("?")[1].split("&"))
    assert_quiet(page)


def test_a_bar_that_is_clicked_opens_its_arithmetic(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery", {"sluzba": "50", "orp": "5102"})
    page.get_by_role("heading", name="Proč? ORP Frýdlant").wait_for()
    bar = page.locator(".stPlotlyChart .bars .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    # The layer that listens lies over the bars.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("heading", name="Proč? ORP Česká Lípa").wait_for()
    wait_until_still(page)
    assert {"orp=5102", "bunka=5101"} < set(page.url.split("?")[1].split("&"))
    assert_quiet(page)


def test_a_row_of_the_rug_opens_its_type_without_a_reload_and_by_keyboard(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery", {"norma": "median_orp", "kapacita": "vse", "orp": "5102"})
    page.evaluate("window.stillTheSamePage = true")
    link = page.get_by_role("link", name="§ 49 domovy pro seniory (pobytová)")
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Proč? ORP Frýdlant").wait_for()
    wait_until_still(page)
    assert page.evaluate("window.stillTheSamePage") is True
    assert page.evaluate("document.activeElement.id") == "druh"
    assert {"norma=median_orp", "kapacita=vse", "orp=5102", "sluzba=49"} <= set(page.url.split("?")[1].split("&"))
    expect(link).to_have_attribute("aria-current", "true")
    assert_quiet(page)


@pytest.mark.sweep
def test_the_address_of_a_row_opens_the_same_view_in_a_window_of_its_own(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery", {"norma": "median_orp", "kapacita": "vse"})
    href = page.get_by_role("link", name="§ 49 domovy pro seniory (pobytová)").get_attribute("href")
    assert href == "?norma=median_orp&kapacita=vse&sluzba=49#druh"
    other = open_page(page_at(), f"/mezery{href}")
    expect(other.get_by_test_id("stMain")).to_contain_text("Celý kraj má 1 004 lůžek")
    assert_quiet(other)


def test_a_type_that_no_card_names_says_so(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery", {"sluzba": "42"})
    expect(page.get_by_test_id("stMain")).to_contain_text("Na tuto mezeru neodpovídá žádná karta")
    assert_quiet(page)


def test_on_a_phone_the_rug_scrolls_in_its_own_box_and_the_names_stay_in_place(page_at: PageAt) -> None:
    page = open_page(page_at("phone"), "/mezery")
    rug = page.locator(".rug").first
    expect(rug).to_be_visible()
    assert rug.evaluate("box => box.scrollWidth > box.clientWidth")
    assert_page_keeps_its_width(page)
    rug.evaluate("box => { box.scrollLeft = 300 }")
    left = rug.evaluate("box => box.getBoundingClientRect().left")
    assert rug.locator("tbody th.rug-name").first.evaluate("name => name.getBoundingClientRect().left") == left
    assert_quiet(page)


def test_on_a_desktop_every_area_of_the_rug_is_seen_at_once_and_the_key_too(page_at: PageAt) -> None:
    page = open_page(page_at(), "/mezery")
    rug = page.locator(".rug").first
    expect(rug).to_be_visible()
    assert rug.evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(page.get_by_text("závažný nedostatek", exact=True).first).to_be_visible()
    assert_quiet(page)


@pytest.mark.parametrize("colours", ["dark", pytest.param("light", marks=pytest.mark.sweep)])
def test_the_page_with_a_type_and_a_group_opened_is_accessible(
    page_at: PageAt, colours: Literal["light", "dark"]
) -> None:
    page = open_page(page_at("desktop", colours), "/mezery", {"sluzba": "49", "skupina": "R_ADDICTION", "orp": "5101"})
    assert_accessible(page)
    assert_quiet(page)
