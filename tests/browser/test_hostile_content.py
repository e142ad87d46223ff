"""Whatever the tables hold is shown as the text it is: on every page, in both languages, with everything opened."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page

from lib.settings import ROOT
from lib.ui.keys import LOCAL, SHARED
from lib.ui.written import JOINER
from tests.app_server import AppServer
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page, wait_until_still
from tests.browser.watch import assert_quiet
from tests.hostile_region import ADDRESSES, MARK, SHORT, TEXTS, Frames, everything, hostile_package, publish_hostile

MADE_OF_DATA = """() => {
    const found = [];
    const inside = text => text.includes('__pwned') || text.includes('foreign.example');
    for (const each of document.querySelectorAll('*')) {
        const name = each.tagName.toLowerCase();
        for (const attribute of each.attributes) {
            if (/^on/i.test(attribute.name)) { found.push(`${name} ${attribute.name}=${attribute.value}`); }
            if (['href', 'src', 'srcdoc', 'action', 'formaction', 'xlink:href', 'data'].includes(attribute.name)
                && inside(attribute.value)
                && !(name === 'a' && new URL(attribute.value, document.baseURI).origin === location.origin)) {
                found.push(`${name} ${attribute.name}=${attribute.value.slice(0, 200)}`);
            }
        }
        if (['script', 'style', 'object', 'embed', 'iframe', 'base', 'meta', 'form'].includes(name)
            && inside(each.outerHTML)) {
            found.push(`${name}: ${each.outerHTML.slice(0, 200)}`);
        }
        if (name === 'a' && /^\\s*(javascript|data|vbscript):/i.test(each.getAttribute('href') || '')) {
            found.push(`a ${each.getAttribute('href')}`);
        }
        if (name === 'img' && (each.getAttribute('src') || '') === 'x') { found.push(each.outerHTML); }
    }
    return found;
}"""
"""What would be there had a text become an element, an attribute or an address that leads elsewhere."""

DEEPEST = """mark => {
    const found = [], marked = new RegExp(`${mark}[a-z_.]+[0-9]*${mark}`);
    for (const each of document.body.querySelectorAll(':not(script, style, svg, svg *)')) {
        if (!marked.test(each.textContent) || [...each.children].some(child => marked.test(child.textContent))) {
            continue;
        }
        found.push(each.textContent);
    }
    return found;
}"""
"""Texts of the innermost elements that hold the end of a hostile text. In pictures texts are cut and broken."""

OPEN_CLOSED = """() => {
    const closed = [...document.querySelectorAll('[data-testid="stExpander"] details:not([open]) > summary')];
    closed.forEach(each => each.click());
    return closed.length;
}"""
"""Open what is closed, all at once, and say how many there were."""


class Opened:
    """Dialogs and pop-up windows a page opened by itself."""

    def __init__(self, page: Page) -> None:
        self.dialogs: list[str] = []
        self.windows: list[str] = []
        page.on("dialog", self._on_dialog)
        page.on("popup", lambda window: self.windows.append(window.url))

    def _on_dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="module")
def frames() -> Frames:
    return hostile_package(ROOT / "data")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Iterator[AppServer]:
    """The dashboard on hostile tables, where a local user may edit; the module fails if it ever logged a traceback."""
    folder = tmp_path_factory.mktemp("hostile")
    publish_hostile(f"sqlite:///{folder / 'dashboard.sqlite'}", frames)
    with AppServer(folder, environment={"DASHBOARD_LOCAL_EDITING": "1"}) as running:
        yield running
    running.assert_clean_log()


def open_everything(page: Page) -> None:
    """Open every closed block; blocks inside blocks are opened after them."""
    for _ in range(3):
        if page.evaluate(OPEN_CLOSED) == 0:
            return
        wait_until_still(page)
    assert page.evaluate(OPEN_CLOSED) == 0


def hover_everything(page: Page) -> list[str]:
    """Point at areas, points, bars and help signs, a few of each, and read what the maps tell of them."""
    told = []
    for frame in page.frames[1:]:
        for kind in ("path.region-area", ".region-point"):
            marks = frame.locator(kind)
            for place in range(min(marks.count(), 12)):
                marks.nth(place).dispatch_event("mouseover")
                told += frame.locator(".region-tip").all_text_contents()
                marks.nth(place).dispatch_event("mouseout")
    bars = page.locator(".js-plotly-plot .bars .point path")
    for place in range(min(bars.count(), 12)):
        box = bars.nth(place).bounding_box()
        if box is not None and box["width"] > 0:
            bars.nth(place).scroll_into_view_if_needed()
            bars.nth(place).hover(force=True)
            page.wait_for_timeout(30)
            told += page.locator(".hoverlayer text").all_text_contents()
    return told


def assert_harmless(page: Page, opened: Opened) -> None:
    """No text of the data became code, an element, an attribute or an address, in the page or in a frame of it."""
    for frame in page.frames:
        assert frame.evaluate("window.__pwned") is None
        assert frame.evaluate(MADE_OF_DATA) == []
    assert (opened.dialogs, opened.windows) == ([], [])
    assert_quiet(page)


def seen(text: str) -> str:
    """A text as a browser's line has it: white space is one space, and signs that stop links are not there."""
    return re.sub(r"\s+", " ", text.replace(JOINER, "")).strip()


def marked(text: str) -> list[str]:
    return re.findall(f"{MARK}[a-z_.]+[0-9]*{MARK}", text)


def assert_literal(page: Page) -> set[str]:
    """Wherever the end of a hostile text is read, the whole text stands before it; the ends that were found."""
    found = set()
    for shown in page.evaluate(DEEPEST, MARK):
        for end in marked(shown):
            whole = [everything(end.strip(MARK)), *(f"{text} {end}" for text in TEXTS)]
            assert any(seen(text) in seen(shown) for text in whole), (end, shown[-300:])
            found.add(end)
    return found


CARD, SERVICE = "A01-02", "9000101"

PLACES: dict[str, tuple[str, dict[str, str], int]] = {
    "overview": ("/", {}, 60),
    "overview of an area": ("/", {"orp": "5109"}, 60),
    "municipalities between two days": ("/pokryti", {"srovnani": "2012-06-30", "list": "obce"}, 200),
    "plans of an area": ("/pokryti", {"orp": "5109", "list": "plany"}, 8),
    "quality of plans": ("/pokryti", {"list": "kvalita"}, 40),
    "changes of plans": ("/pokryti", {"srovnani": "2012-06-30", "list": "zmeny"}, 60),
    "services": ("/sit", {"hledat": "pwned"}, 40),
    "map of facilities": ("/sit", {"zobrazeni": "mapa"}, 15),
    "services by type": ("/sit", {"zobrazeni": "matice"}, 40),
    "one service": ("/sit", {"sluzba_id": SERVICE}, 40),
    "gaps of a type": ("/mezery", {"sluzba": "49", "skupina": "R_ADDICTION"}, 80),
    "cards": ("/aktivity", {"cele": "ano"}, 40),
    "cards in time": ("/aktivity", {"zobrazeni": "cas"}, 20),
    "roll-up of cards": ("/aktivity", {"rozpad": "odpovednost"}, 20),
    "one card": ("/aktivity", {"karta": CARD}, 40),
    "methods and sources": ("/metodika", {}, 60),
    "draft, releases and log": ("/sprava", {"navrh": "1"}, 200),
    "overview of an old release": ("/", {"znamo": "1"}, 60),
}
"""What is opened: path, query, and how many hostile texts are read there at least, so that no test is empty."""


IN_ENGLISH = ("overview", "changes of plans", "services by type", "one service", "gaps of a type", "cards", "one card",
              "methods and sources", "draft, releases and log")
"""Where English differs by more than the words of the frame: names, summaries and titles of their own."""


EVERY_RUN = ("overview", "gaps of a type", "draft, releases and log")
"""Places with most of the ways a text gets on a page; the sweep goes to all of them, in both languages."""


def _visits() -> list[Any]:
    visits = [*((place, "cs") for place in PLACES), *((place, "en") for place in IN_ENGLISH)]
    return [pytest.param(*visit, marks=() if visit[1] == "cs" and visit[0] in EVERY_RUN else pytest.mark.sweep)
            for visit in visits]


@pytest.mark.parametrize(("place", "lang"), _visits())
def test_hostile_texts_are_shown_as_texts(page_at: PageAt, server: AppServer, place: str, lang: str) -> None:
    path, query, at_least = PLACES[place]
    page = page_at(server=server)
    page.set_default_timeout(60_000)
    opened = Opened(page)
    open_page(page, path, query | ({"lang": lang} if lang == "en" else {}))
    open_everything(page)
    told = hover_everything(page)
    assert page.locator("iframe").count() == 0 or any(MARK in text for text in told)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert_harmless(page, opened)
    assert len(assert_literal(page)) >= at_least


@pytest.mark.parametrize("path", ["/pokryti", *(
    pytest.param(path, marks=pytest.mark.sweep)
    for path in ("/", "/sit", "/mezery", "/aktivity", "/sprava", "/metodika"))])
def test_hostile_values_of_every_key_in_the_address_are_told_and_not_run(
    page_at: PageAt, server: AppServer, path: str
) -> None:
    page = page_at(server=server)
    page.set_default_timeout(60_000)
    opened = Opened(page)
    for begin in (0, 7, 14):
        values = {key: (*SHORT, *ADDRESSES)[(begin + place) % (len(SHORT) + len(ADDRESSES))]
                  for place, key in enumerate((*SHARED, *LOCAL))}
        open_page(page, path, values)
        assert page.locator('[data-testid="stException"]').count() == 0
        assert_harmless(page, opened)
        told = [seen(text) for text in page.get_by_test_id("stAlert").all_inner_texts()]
        assert any(seen(values["orp"])[:20] in text for text in told), told
