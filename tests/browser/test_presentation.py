"""The presentation: from opening to closing by keyboard only, with the network gone, in the dark, with what is said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.app_server import AppServer
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page, screenshot, wait_until_still
from tests.browser.watch import assert_quiet

PACK = "/jednani?pohled=podklady&casti=pokryti,plneni,rozhodnuti&slozka=K10&jednani_id=K10-2016-12-06"
ITEM = "/jednani?jednani_id=K10-2016-12-06&bod=K10-2016-12-06-1"
FOCUS = """() => {
    let at = document.activeElement;
    while (at.shadowRoot) at = at.shadowRoot.activeElement;
    return [at.className, at.closest('dialog') !== null];
}"""
KEYS = """() => [...document.querySelectorAll('*')].map(each => each.shadowRoot?.querySelector('.present'))
    .find(Boolean).presentation.slides.map(each => each.key)"""
SOCKETS = """window.sockets = [];
    WebSocket = class extends WebSocket { constructor(...given) { super(...given); sockets.push(this); } };"""
CUT = """() => [...document.querySelectorAll('*')].map(each => each.shadowRoot?.querySelector('.screen')).find(Boolean)
    .querySelectorAll('.slide, .slide-sheet').values().some(each => each.scrollWidth > each.clientWidth + 1)
    || document.documentElement.scrollWidth > innerWidth"""


@pytest.fixture
def editing_server(tmp_path: Path) -> Iterator[AppServer]:
    """A server of one local user who may edit, with an empty database."""
    folder = tmp_path / "editing"
    folder.mkdir()
    with AppServer(folder, environment={"DASHBOARD_LOCAL_EDITING": "1"}) as server:
        yield server
    server.assert_clean_log()


def slide(page: Page) -> Locator:
    return page.locator(".screen .slide")


def at(page: Page, key: str) -> None:
    """The slide of a key is on the screen and in the address."""
    expect(slide(page)).to_have_attribute("data-key", key)
    assert f"snimek={key}" in page.url


def cut_off(page: Page) -> bool:
    found: bool = page.evaluate(CUT)
    return found


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def lose_network(page: Page, *, lost: bool) -> None:
    """No request of the browser gets out any more, and its open connection to the server is cut; or all is well."""
    page.context.set_offline(lost)
    state, app = ("data-test-connection-state", "CONNECTED"), page.locator('[data-testid="stApp"]')
    if lost:
        page.evaluate("() => sockets.forEach(each => each.close())")
        expect(app).not_to_have_attribute(*state)
    else:
        expect(app).to_have_attribute(*state, timeout=30_000)


def walked(page: Page, keys: list[str]) -> None:
    """Every key that moves, the map and the table, the help; every slide fits in the window."""
    press(page, "ArrowRight", "PageDown", " ", "ArrowLeft", "PageUp", "Shift+ ")
    at(page, keys[0])
    press(page, "End")
    at(page, keys[-1])
    expect(page.locator(".bar .place")).to_have_text(f"{len(keys)} / {len(keys)}")
    press(page, "m")
    at(page, "coverage")
    expect(page.locator(".stage .live")).to_have_text(re.compile(rf"^{keys.index('coverage') + 1} z {len(keys)}: "))
    expect(slide(page).get_by_role("img")).to_be_visible()
    press(page, "t")
    expect(slide(page).get_by_role("table")).to_be_visible()
    expect(page.locator(".stage .live")).to_contain_text("Tabulka:")
    press(page, "t", "m")
    at(page, keys[-1])
    press(page, "?")
    expect(page.get_by_role("group", name="Klávesy")).to_contain_text("nejbližší mapa a zpět")
    assert_accessible(page)
    press(page, "Escape", "Home")
    at(page, keys[0])
    for _ in keys[1:]:
        press(page, "PageDown")
        assert not cut_off(page)
    press(page, *["Tab"] * 20)
    assert page.evaluate(FOCUS)[1], "the keyboard does not leave the presentation"


def disagreed(page: Page) -> None:
    """Write an opinion down; the first try is told what is missing and loses nothing."""
    press(page, "s")
    form = page.locator("form.form")
    form.get_by_role("combobox", name="Bod jednání").select_option("K10-2016-12-06-1")
    form.get_by_role("combobox", name="Složka").select_option(label="Územní řídicí skupina ORP Frýdlant")
    form.get_by_label("nesouhlasí", exact=True).check()
    press(page, "Enter")
    expect(form.get_by_role("alert")).to_have_text("K připomínkám a k nesouhlasu je třeba poznámka.")
    form.get_by_label(re.compile("^Poznámka")).fill("Chybí <b>náklady</b> sítě.")
    assert_accessible(page)
    form.get_by_role("button", name="Zveřejnit").click()


def mended(page: Page) -> None:
    """What a rule of the server refuses comes back in the form with the reason; mended, it is sent again."""
    form = page.locator("form.form")
    expect(form.get_by_role("alert")).to_contain_text("text obsahuje HTML", timeout=15_000)
    expect(form.get_by_label("nesouhlasí", exact=True)).to_be_checked()
    form.get_by_label(re.compile("^Poznámka")).fill("Chybí náklady sítě.")
    form.get_by_role("button", name="Zveřejnit").click()


def tasked(page: Page) -> None:
    """Write a task down by keys."""
    press(page, "u")
    page.keyboard.type("Předložit rozpočet sítě.")
    press(page, "Tab")
    page.keyboard.type("vedoucí odboru")
    press(page, "Enter")


def test_a_pack_is_presented_by_keys_alone_and_what_is_said_ends_on_the_item(
    page_at: PageAt, editing_server: AppServer
) -> None:
    page = page_at("desktop", server=editing_server)
    page.add_init_script(SOCKETS)
    open_page(page, PACK)
    page.get_by_role("button", name="Prezentovat").focus()
    press(page, "Enter")
    slide(page).wait_for()
    wait_until_still(page)
    expect(page.get_by_role("dialog", name="Prezentace")).to_be_visible()
    assert page.evaluate(FOCUS) == ["screen", True]
    keys = page.evaluate(KEYS)
    assert keys[0] == "opening" and "coverage" in keys and len(keys) >= 8
    walked(page, keys)
    assert_quiet(page)

    lose_network(page, lost=True)
    press(page, "Home", "m", "t")
    expect(slide(page).get_by_role("table")).to_be_visible()
    press(page, "t", "m")
    at(page, keys[0])
    disagreed(page)
    expect(page.locator(".bar .told")).to_have_text("1 zápis čeká na odeslání.")
    lose_network(page, lost=False)
    mended(page)
    expect(page.locator(".bar .told")).to_have_text("Stanovisko je zveřejněno.", timeout=15_000)
    tasked(page)
    expect(page.locator(".bar .told")).to_have_text("Úkol je zveřejněn.", timeout=15_000)
    press(page, "Escape")
    expect(page.get_by_role("dialog", name="Prezentace")).to_be_hidden()
    expect(page.get_by_role("button", name="Prezentovat")).to_be_focused()
    wait_until_still(page)
    assert "rezim" not in page.url

    open_page(page, ITEM)
    meeting = page.locator(".st-key-meeting")
    expect(meeting).to_contain_text("Předložit rozpočet sítě.")
    expect(meeting).to_contain_text("Chybí náklady sítě.")


def test_a_link_opens_the_presentation_at_a_slide_on_a_dark_phone(page_at: PageAt) -> None:
    page = open_page(page_at("phone", "dark"), f"{PACK}&rezim=prezentace&snimek=coverage")
    at(page, "coverage")
    expect(page.locator(".stage")).to_have_class(re.compile("slide-dark"))
    assert page.locator(".stage").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(16, 25, 30)"
    assert not cut_off(page)
    assert_accessible(page)
    screenshot(page, "presentation_phone")
    press(page, "s")
    expect(page.locator("form.form")).to_be_hidden()
    expect(page.locator(".bar .told")).to_contain_text("Zapisovat může jen ten")
    page.emulate_media(color_scheme="light")
    expect(page.locator(".stage")).to_have_class(re.compile("slide-light"))
    press(page, "Escape")
    expect(page.get_by_role("button", name="Prezentovat")).to_be_focused()
    assert_quiet(page)
