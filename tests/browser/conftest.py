"""A real server and a real browser with no way out of this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.app_server import AppServer
from tests.browser.watch import watch
from tests.needs import chromium_path

SIZES = {"desktop": (1440, 900), "projector": (1024, 768), "phone": (390, 844)}
ACTION_LIMIT_MS = 20_000
CHROMIUM_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

PageAt = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The running dashboard, shared by the tests of one worker; the session fails if it ever logged a traceback."""
    with AppServer(tmp_path_factory.mktemp("server")) as server:
        yield server
    server.assert_clean_log()


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[AppServer]:
    """A server nobody has visited yet, with an empty database."""
    folder = tmp_path / "cold"
    folder.mkdir()
    with AppServer(folder) as server:
        yield server
    server.assert_clean_log()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser, request: pytest.FixtureRequest) -> Iterator[PageAt]:
    """Opens watched pages: `page_at("phone", "dark")`, `page_at(server=cold_server)`, `page_at(base_url=…)`.

    Each call is a visitor of its own (own cookies, own storage). Paths given to `open_page` are relative to the server.
    """
    contexts = []

    def open_at(
        size: Literal["desktop", "projector", "phone"] = "desktop",
        colour_scheme: Literal["light", "dark"] = "light",
        *,
        server: AppServer | None = None,
        base_url: str | None = None,
        locale: str = "cs-CZ",
    ) -> Page:
        if base_url is None:
            base_url = (server or request.getfixturevalue("app_server")).url
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            color_scheme=colour_scheme,
            locale=locale,
            timezone_id="Europe/Prague",
            accept_downloads=True,
            reduced_motion="reduce",  # what moves costs a machine without a graphics card most of its time
        )
        contexts.append(context)
        context.set_default_timeout(ACTION_LIMIT_MS)
        watch(context)
        return context.new_page()

    yield open_at
    for context in contexts:
        context.close()
