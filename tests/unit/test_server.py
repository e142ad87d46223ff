"""What the server does before a page runs: it leads back after a sign-in and keeps pages of others out."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config

from lib.ui.server import MIDDLEWARE, page_address

HOST = "dashboard.example.org"


@pytest.fixture(params=["", "socialni"])
def base(request: pytest.FixtureRequest) -> Iterator[str]:
    """The path the app is served below: the root, and a folder."""
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", request.param)
    yield f"/{request.param}" if request.param else ""
    config.set_option("server.baseUrlPath", before)


def client(base: str, answer: str | None = None) -> TestClient:
    """A browser at a server whose sign-in ends, as Streamlit's does, on the first page (or at `answer`)."""
    async def end(_: Request) -> Response:
        return RedirectResponse(answer or f"{base}/", status_code=302)

    async def begin(_: Request) -> Response:
        return RedirectResponse("https://login.example.org/authorize", status_code=302)

    async def connect(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    app = Starlette(middleware=MIDDLEWARE, routes=[
        Route(f"{base}/auth/login", begin), Route(f"{base}/oauth2callback", end),
        WebSocketRoute(f"{base}/_stcore/stream", connect),
    ])
    return TestClient(app, base_url=f"https://{HOST}", follow_redirects=False)


def landed(browser: TestClient, base: str) -> str:
    return browser.get(f"{base}/oauth2callback?code=1&state=2").headers["location"]


@pytest.mark.parametrize("page", [
    "/", "/pokryti", "/mezery?orp=5102&k=2012-06-30", "/aktivity?hledat=p%C3%A9%C4%8De+a%26b", "/sprava?lang=en",
])
def test_a_visitor_lands_on_the_page_they_signed_in_from(base: str, page: str) -> None:
    browser = client(base)
    answer = browser.get(f"{base}/auth/login?provider=x", headers={"Referer": f"https://{HOST}{base}{page}#part"})
    assert answer.headers["location"] == "https://login.example.org/authorize"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("dashboard_return=")
    assert cookie.endswith(f"; Path={base or '/'}; Max-Age=600; HttpOnly; SameSite=Lax; Secure")
    assert landed(browser, base) == f"{base}{page}"
    assert landed(browser, base) == f"{base}/", "it leads back once"


HOSTILE = [
    "//evil.example", "///evil.example", "https://evil.example/", "https:", "https:evil.example", "javascript:alert(1)",
    "/\\evil.example", "\\\\evil.example", "/%5cevil.example", "/%2f%2fevil.example", "/%2fevil.example",
    "/.//evil.example",
    "/..//evil.example", "/%2e%2e//evil.example", "/pokryti//evil.example", "/pokryti/../auth/logout", "/auth/logout",
    "/auth/login?provider=x", "/oauth2callback", "/oauth2callback?code=1", "/_stcore/health",
    "/pokryti\r\nSet-Cookie: a=b",
    "/pokryti%0d%0aSet-Cookie:a=b", "/pokryti?x=\r\nSet-Cookie: a=b", "/pokryti?x=\n", "/pokryti\n", "/pokryti?\x00",
    "/ pokryti",
    "/pokryti?x=<script>", '/pokryti?x="', "/pokryti#x", "/pokryti?#", "", "pokryti", "@evil.example", "/@evil.example",
    "/pokryti?x=ž", "/pokryti?" + "x" * 3000, "/Pokryti.evil", "\t//evil.example", "/\t/evil.example",
]


@pytest.mark.parametrize("written", HOSTILE)
def test_an_address_that_is_no_page_of_ours_leads_nowhere(base: str, written: str) -> None:
    assert page_address(written) is None
    assert page_address(f"{base}{written}") is None
    browser = client(base)
    browser.cookies.set("dashboard_return", quote(written, safe=""), domain=HOST)
    assert landed(browser, base) == f"{base}/"


def test_an_address_outside_the_folder_of_the_app_leads_nowhere(base: str) -> None:
    for written in ("/jina/pokryti", "/socialnipokryti/x", f"{base}x/pokryti", f"{base}/../jina"):
        assert page_address(written) is None


@pytest.mark.parametrize("raw", ["%", "%ff%fe", '"', "a=b; c", "=", "%00", "\\", "x" * 5000])
def test_a_cookie_that_means_nothing_leads_nowhere_and_breaks_nothing(base: str, raw: str) -> None:
    answer = client(base).get(f"{base}/oauth2callback", headers={"Cookie": f"dashboard_return={raw}"})
    assert (answer.status_code, answer.headers["location"]) == (302, f"{base}/")


@pytest.mark.parametrize("referer", [
    "https://evil.example/pokryti", f"https://{HOST}.evil.example/pokryti", f"https://{HOST}:444/pokryti",
    "about:blank", "",
    f"https://{HOST}@evil.example/pokryti", "https://[evil/pokryti", f"https://{HOST}//evil.example",
    f"https://{HOST}/auth/logout",
])
def test_a_page_of_another_server_is_not_remembered(base: str, referer: str) -> None:
    answer = client(base).get(f"{base}/auth/login", headers={"Referer": referer})
    assert "set-cookie" not in answer.headers


def test_only_the_end_of_a_sign_in_is_led_elsewhere(base: str) -> None:
    browser = client(base, "https://login.example.org/again")
    browser.get(f"{base}/auth/login", headers={"Referer": f"https://{HOST}{base}/pokryti"})
    assert landed(browser, base) == "https://login.example.org/again"


def connects(base: str, headers: dict[str, str]) -> bool:
    try:
        with client(base).websocket_connect(f"{base}/_stcore/stream", headers={"Host": HOST, **headers}) as socket:
            socket.receive()
            return True
    except WebSocketDisconnect as refusal:
        assert refusal.code == 1008
        return False


@pytest.mark.parametrize("origin", [f"https://{HOST}", f"http://{HOST}", None])
def test_a_page_of_ours_connects(base: str, origin: str | None) -> None:
    assert connects(base, {} if origin is None else {"Origin": origin})


@pytest.mark.parametrize("origin", [
    "https://evil.example", "http://localhost:3000", "http://127.0.0.1", f"https://{HOST}:444", f"https://{HOST}.evil.example",
    f"https://evil.example/{HOST}", f"https://{HOST}@evil.example", f"ftp://{HOST}", "null", "", "https://[",
])
def test_a_page_of_another_server_does_not_connect(base: str, origin: str) -> None:
    assert not connects(base, {"Origin": origin})


@pytest.fixture
def named(base: str) -> Iterator[str]:
    """The base path of an installation that names two more addresses of its own."""
    allowed, address = config.get_option("server.corsAllowedOrigins"), config.get_option("browser.serverAddress")
    config.set_option("server.corsAllowedOrigins", ["https://intranet.example.org"])
    config.set_option("browser.serverAddress", "public.example.org", "a test")
    yield base
    config.set_option("server.corsAllowedOrigins", allowed)
    config.set_option("browser.serverAddress", address, "<default>")


def test_an_address_the_installation_names_connects_and_no_other(named: str) -> None:
    assert connects(named, {"Origin": "https://intranet.example.org"})
    assert connects(named, {"Origin": "https://public.example.org"})
    assert not connects(named, {"Origin": "http://intranet.example.org"})
    assert not connects(named, {"Origin": "https://localhost"})
