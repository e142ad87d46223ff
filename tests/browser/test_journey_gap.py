"""Journey 3, the reading half: from the largest gap to its arithmetic, over the norms, to a card or to "no card"."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import IN_WINDOWS, Size, open_page, wait_until_still
from tests.browser.watch import assert_quiet


def choose_norm(page: Page, name: str) -> None:
    """Choose in the select box of norms as a user does: open it, pick a line."""
    page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile("Norma")).click()
    page.get_by_role("option", name=name, exact=True).click()
    wait_until_still(page)


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
