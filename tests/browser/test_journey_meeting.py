"""Journey 8: a meeting of K10 is written down with three items, ten opinions and a task, and ends on the card."""

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

ITEMS = (("Síť na příští rok", "A01-01"), ("Zpráva o plnění", None), ("Různé", None))
OPINIONS = ("souhlasí",) * 6 + ("souhlasí s připomínkami",) * 3 + ("nesouhlasí",)
BODY_X, FIRST_ROW_Y = 100, 52
"""Where the name of the first body lies in the table, which is drawn on a canvas."""


@pytest.fixture
def editing_server(tmp_path: Path) -> Iterator[AppServer]:
    """A server of one local user who may edit, with an empty database."""
    folder = tmp_path / "editing"
    folder.mkdir()
    with AppServer(folder, environment={"DASHBOARD_LOCAL_EDITING": "1"}) as server:
        yield server
    server.assert_clean_log()


def opened(page: Page, title: str) -> None:
    page.get_by_text(title, exact=True).first.click()
    wait_until_still(page)


def published(page: Page, box: str, told: str) -> None:
    """Send the form of a box and see it told that it was published."""
    page.locator(f"[class*='st-key-box_{box}']").get_by_role("button", name="Zveřejnit", exact=True).click()
    page.get_by_text(told).wait_for()
    wait_until_still(page)


def an_item(page: Page, title: str, card: str | None) -> None:
    box = page.locator("[class*='st-key-box_item_']")
    if not box.get_by_label("Bod jednání", exact=True).is_visible():
        opened(page, "Zapsat bod jednání")
    box.get_by_label("Bod jednání", exact=True).fill(title)
    if card is not None:
        chosen = box.get_by_role("combobox", name=re.compile("Hlavní karta"))
        chosen.click()
        chosen.fill(card)
        page.get_by_role("option").first.click()
    published(page, "item_", "Bod jednání je zveřejněn.")


def ten_opinions(page: Page) -> None:
    """Paste the opinions of the ten steering groups at once, as from a spreadsheet."""
    lines = [f"{opinion}\t\t{'' if opinion == 'souhlasí' else 'Doplnit náklady.'}" for opinion in OPINIONS]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(lines))
    canvas = page.locator("[class*='st-key-box_opinions_'] canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + BODY_X, box["y"] + FIRST_ROW_Y)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+v")
    page.get_by_text(re.compile(r"10 stanovisek je nových nebo změněných")).wait_for()
    wait_until_still(page)
    page.get_by_role("button", name="Zveřejnit stanoviska").click()
    page.get_by_text("10 stanovisek je zveřejněno.").wait_for()
    wait_until_still(page)


def test_a_meeting_with_three_items_ten_opinions_and_a_task_ends_on_the_card(
    page_at: PageAt, editing_server: AppServer
) -> None:
    page = open_page(page_at("desktop", server=editing_server), "/jednani")
    opened(page, "Zapsat jednání")
    page.get_by_label("Název", exact=True).fill("Mimořádné jednání K10")
    published(page, "meeting_new", "Jednání je zveřejněno")
    page.get_by_role("link", name=re.compile("30. 6. 2016 – Mimořádné jednání K10")).click()
    page.wait_for_url(re.compile("jednani_id="))
    wait_until_still(page)
    meeting = page.locator(".st-key-meeting")
    expect(meeting.get_by_role("region", name="Co jsme si uložili")).to_contain_text("61 dní po termínu")
    for title, card in ITEMS:
        an_item(page, title, card)
    agenda = meeting.get_by_role("region", name="Program")
    expect(agenda.get_by_role("rowheader")).to_have_text([f"{n}. {title}" for n, (title, _) in enumerate(ITEMS, 1)])

    agenda.get_by_role("link", name="1. Síť na příští rok").click()
    page.wait_for_url(re.compile("bod="))
    wait_until_still(page)
    opened(page, "Zapsat stanoviska")
    ten_opinions(page)
    expect(agenda).to_contain_text(re.compile(r"10 z\s10 skupin se vyjádřilo: souhlasí 6, "
                                              r"souhlasí s připomínkami 3, nesouhlasí 1"))
    opened(page, "Zapsat usnesení nebo úkol")
    box = page.locator("[class*='st-key-box_decision_']")
    box.get_by_text("úkol", exact=True).click()
    box.get_by_label("Znění", exact=True).fill("Předložit návrh sítě.")
    box.get_by_label("Za úkol odpovídá (role, nikdy jméno)").fill("vedoucí odboru")
    published(page, "decision_", "Záznam je zveřejněn")
    expect(meeting.get_by_role("region", name="Usnesení a úkoly")).to_contain_text("Předložit návrh sítě.")
    assert_accessible(page)
    screenshot(page, "meeting", whole=True)

    agenda.get_by_role("link", name=re.compile("A01-01")).click()
    page.wait_for_url(re.compile("karta=A01-01"))
    wait_until_still(page)
    decided = page.locator(".st-key-card").get_by_role("region", name="Usnesení a úkoly ke kartě")
    expect(decided).to_contain_text(re.compile(r"Předložit návrh sítě\..*vedoucí odboru.*trvá", re.S))
    said = page.locator(".st-key-card").get_by_role("region", name="Co k tomu řekly orgány")
    expect(said).to_contain_text("nesouhlasí")
    assert_quiet(page)
