"""A member of the council opens the dashboard cold, picks Frýdlant, reads, and shares the link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt
from tests.browser.steps import IN_WINDOWS, Size, choose_area, open_page, wait_until_still
from tests.browser.watch import assert_quiet

FRYDLANT = "5102"
GAP = re.compile(r"v ORP Frýdlant chybí (?P<amount>\d+(,\d+)?) (lůž|míst|úvaz)\w+ proti průměru kraje")
"""The amount is the data's; the page on gaps must arrive at the same one."""


def answers(page: Page) -> list[str]:
    """What the four answers say: number, unit and sentence."""
    cards = page.locator('[class*="st-key-answer_"]')
    expect(cards).to_have_count(4)
    return [" ".join(text.split()) for text in cards.all_inner_texts()]


@pytest.mark.parametrize(("size", "columns"), [("desktop", 4), ("projector", 2), ("phone", 1)])
def test_the_answers_stand_in_a_row_that_fits_the_window(page_at: PageAt, size: str, columns: int) -> None:
    page = open_page(page_at(size))
    cards = page.locator('[class*="st-key-answer_"]')
    expect(cards).to_have_count(4)
    boxes = [box for card in cards.all() for box in [card.bounding_box()] if box is not None]
    first_row = [box for box in boxes if abs(box["y"] - boxes[0]["y"]) < 1]
    assert len(first_row) == columns
    assert max(box["height"] for box in first_row) - min(box["height"] for box in first_row) < 1
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways == 0
    table = page.locator(".plain-light").first
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    assert_quiet(page)


@pytest.mark.parametrize("size", IN_WINDOWS)
def test_a_member_picks_frydlant_reads_and_the_shared_link_shows_the_same_elsewhere(
    page_at: PageAt, size: Size
) -> None:
    page = open_page(page_at(size))
    assert "98 % obyvatel V Libereckém kraji má platný komunitní plán 191 z 215 obcí." in answers(page)[0]
    choose_area(page, "Frýdlant")
    assert f"orp={FRYDLANT}" in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Jak je na tom ORP\u00a0Frýdlant?")
    read = answers(page)
    assert "93 % obyvatel V ORP Frýdlant má platný komunitní plán 14 z 18 obcí." in read[0]
    gap = GAP.search(read[1])
    assert gap is not None, read[1]
    assert "4 ze 46 aktivit splněno" in read[2]
    assert_quiet(page)

    elsewhere = open_page(page_at(size), page.url)
    assert answers(elsewhere) == read
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Jak je na tom ORP\u00a0Frýdlant?")
    page.get_by_role("link", name="Jak je to spočítáno").first.click()
    page.wait_for_url("**/mezery?**")
    wait_until_still(page)
    expect(page.get_by_role("heading", name="Proč? ORP Frýdlant")).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text(f"= −{gap['amount']} ")
    assert_quiet(page)
    assert_quiet(elsewhere)


def test_an_area_chosen_on_the_map_by_mouse_or_keyboard_is_chosen_everywhere(page_at: PageAt) -> None:
    page = open_page(page_at())
    frame = page.frame_locator("iframe").first
    frame.get_by_role("button", name="Frýdlant: 93").click()
    page.wait_for_url(f"**orp={FRYDLANT}*")
    wait_until_still(page)
    expect(page.get_by_role("combobox", name="Území")).to_have_value("Frýdlant")
    expect(frame.get_by_role("button", name="Frýdlant: 93")).to_have_attribute("aria-pressed", "true")
    frame.get_by_role("button", name="Turnov: 94").press("Enter")
    page.wait_for_url("**orp=5109*")
    wait_until_still(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jak je na tom ORP\u00a0Turnov?")
    expect(frame.get_by_role("button", name="Turnov: 94")).to_have_attribute("aria-pressed", "true")
    expect(frame.get_by_role("button", name="Turnov: 94")).to_be_focused()
    page.get_by_role("link", name="Celý kraj").click()
    wait_until_still(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jak je na tom kraj?")
    assert_quiet(page)
