"""Steps every browser test takes: open an address, wait until the screen stands still, take a picture."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, TimeoutError

Size = Literal["desktop", "projector", "phone"]
SIZES: tuple[Size, ...] = ("desktop", "projector", "phone")
IN_WINDOWS = [pytest.param(size, marks=() if size == "desktop" else pytest.mark.sweep) for size in SIZES]
"""Every window for a parameter of a test; two are left to the sweep. Every page is looked at on a phone elsewhere."""

PICTURES = Path(__file__).resolve().parents[2] / "test-results"

STANDS_STILL = """(quiet) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const unfinished = '[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stAppSkeleton"]';
    const idle = app !== null
        && app.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && document.querySelector(unfinished) === null;
    if (!idle) { window.idleSince = undefined; return false; }
    window.idleSince ??= performance.now();
    return performance.now() - window.idleSince >= quiet;
}"""


def wait_until_still(page: Page, quiet_ms: int = 400) -> None:
    """Wait until the script has finished and nothing on the page is stale, for `quiet_ms` without a break.

    A component such as a map reports back once it is drawn, which starts a second run; hence the quiet time.
    """
    page.evaluate("window.idleSince = undefined")
    page.wait_for_function(STANDS_STILL, arg=quiet_ms, polling=50)


def open_page(page: Page, path: str = "/", query: Mapping[str, str] | None = None) -> Page:
    """Open a page of the dashboard as a link does: a full load of the address with its query."""
    page.goto(path + (f"?{urlencode(query)}" if query else ""), wait_until="domcontentloaded")
    wait_until_still(page)
    return page


def choose_area(page: Page, name: str) -> None:
    """Choose an area in the sidebar; on a phone it covers the page, so it is opened first and closed afterwards."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    hidden = opener.is_visible()
    if hidden:
        opener.click()
    box, option = page.get_by_role("combobox", name="Území"), page.get_by_role("option", name=name)
    for _ in range(4):  # a map that reports back runs the page again, which closes an open list
        box.click()
        try:
            option.click(timeout=4_000)
            break
        except TimeoutError:
            wait_until_still(page)
    page.wait_for_url(re.compile(r"[?&]orp=\d{4}"))
    wait_until_still(page)
    # The sidebar may close by itself once a choice is made in it.
    if hidden and not opener.is_visible():
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        opener.wait_for()


def screenshot(page: Page, name: str, *, whole: bool = False, folder: Path = PICTURES) -> Path:
    """Save the screen as `<folder>/<name>.png`; `whole` makes the window as tall as the content for the moment."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.png"
    before = page.viewport_size
    if whole and before is not None:
        height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        page.set_viewport_size({"width": before["width"], "height": max(before["height"], int(height))})
        wait_until_still(page)
    page.screenshot(path=target, animations="disabled")
    if whole and before is not None:
        page.set_viewport_size(before)
    return target
