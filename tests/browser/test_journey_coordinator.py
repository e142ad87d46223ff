"""A coordinator finds municipalities of Turnov without a plan and compares two days."""

import pytest
from playwright.sync_api import Page, expect

from tests.app_server import AppServer
from tests.browser.conftest import PageAt
from tests.browser.steps import IN_WINDOWS, Size, choose_area, open_page, wait_until_still
from tests.browser.watch import assert_quiet


def names_in(page: Page, caption: str) -> list[str]:
    """First cells of the table with the caption."""
    return page.get_by_role("region", name=caption, exact=True).locator("tbody th").all_inner_texts()


@pytest.mark.parametrize("size", IN_WINDOWS)
def test_a_coordinator_finds_the_municipalities_of_turnov_without_a_plan(page_at: PageAt, size: Size) -> None:
    page = open_page(page_at(size))
    page.get_by_role("link", name="Které obce to jsou").click()
    page.wait_for_url("**/pokryti*")
    wait_until_still(page)
    choose_area(page, "Turnov")
    assert "orp=5109" in page.url
    expect(page.get_by_text("V ORP Turnov má platný komunitní plán 27 ze 36 obcí (94 % obyvatel).")).to_be_visible()
    status = page.get_by_role("combobox", name="Stav")
    # A list that is open closes when the page scrolls, so the page comes to rest first.
    status.scroll_into_view_if_needed()
    wait_until_still(page, 1000)
    status.click()
    page.get_by_role("option", name="nepokrytá", exact=True).click()
    page.wait_for_url("**stav=not_covered*")
    wait_until_still(page)
    found = names_in(page, "Obce: ORP\u00a0Turnov")
    assert len(found) == 9
    assert_quiet(page)


@pytest.mark.parametrize("size", IN_WINDOWS)
def test_two_days_are_compared_on_the_map_and_in_the_list(page_at: PageAt, size: Size) -> None:
    page = open_page(page_at(size), "/pokryti", {"k": "2012-06-30", "srovnani": "2011-06-30"})
    expect(page.get_by_text("K 30. 6. 2011 platilo 15 komunitních plánů, k 30. 6. 2012 jich platilo 20: nové 7, "
                            "skončené 2, prodloužené 1, beze změny 12.")).to_be_visible()
    lost = page.frame_locator("iframe").first.get_by_role("button", name="Semily: nově pokrytých obcí 6")
    expect(lost).to_have_attribute("aria-label", "Semily: nově pokrytých obcí 6, již nepokrytých 8")
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways == 0
    assert_quiet(page)


def test_a_second_day_typed_in_shows_the_difference(page_at: PageAt) -> None:
    page = open_page(page_at(), "/pokryti", {"orp": "5109", "k": "2012-06-30"})
    expect(page.get_by_role("radio", name="Rozdíl")).to_have_count(0)
    day = page.locator(".st-key-filter_srovnani_day_cs")
    day.get_by_role("spinbutton").first.click()
    page.keyboard.type("30062011")
    page.locator("h1").click()
    page.wait_for_url("**srovnani=2011-06-30*")
    wait_until_still(page)
    expect(page.get_by_text("K 30. 6. 2011 platil 1 komunitní plán")).to_be_visible()
    assert_quiet(page)


@pytest.mark.sweep
def test_a_deep_link_to_coverage_opens_on_a_server_nobody_has_visited(
    page_at: PageAt, cold_server: AppServer
) -> None:
    page = open_page(page_at(server=cold_server), "/pokryti", {"orp": "5109", "list": "plany", "lang": "en"})
    expect(page.get_by_role("heading", level=1)).to_have_text("Which municipalities have a valid community plan?")
    assert names_in(page, "Community plans: ORP\u00a0Turnov") == [
        "KP města Turnov 2016–2019 (ukázka)", "KP Turnovska 2013–2017 (ukázka)", "KP Turnovska 2009–2012 (ukázka)"]
    assert_quiet(page)
