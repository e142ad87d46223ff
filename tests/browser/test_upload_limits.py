"""What is sent to the server is bounded, comes from our own pages, and its name is only a name."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from lib.ui.headers import HEADERS
from tests.app_server import AppServer
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page, wait_until_still
from tests.browser.watch import assert_quiet
from tests.needs import missing

MEGABYTE = 1024 * 1024
REFUSED_MB, REGISTER_MB = 200, 110
BOUNDARY = "hranice"
XSRF = "_streamlit_xsrf"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The dashboard where a local user may edit; the module fails if it ever logged a traceback."""
    with AppServer(tmp_path_factory.mktemp("uploads"), environment={"DASHBOARD_LOCAL_EDITING": "1"}) as running:
        yield running
    running.assert_clean_log()


class Peak:
    """The most memory the server's process held since the question was put, in megabytes above what it had then."""

    def __init__(self, server: AppServer) -> None:
        folder = Path(f"/proc/{server.pid}")
        if not folder.exists():
            missing("The folder /proc", "How much memory another process holds is measured on Linux only.")
        self._status = folder / "status"
        (folder / "clear_refs").write_text("5")
        self._before = self._held("VmRSS")

    def grown(self) -> float:
        return self._held("VmHWM") - self._before

    def _held(self, name: str) -> float:
        found = re.search(rf"{name}:\s+(\d+) kB", self._status.read_text())
        assert found is not None
        return int(found[1]) / 1024


def desk(page_at: PageAt, server: AppServer) -> Page:
    page = page_at(server=server)
    page.set_default_timeout(60_000)
    return open_page(page, "/sprava")


def file_of(folder: Path, megabytes: int, name: str) -> Path:
    """A file that is large and takes no room on the disk."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(megabytes * MEGABYTE)
    return path


def ticket(page: Page) -> tuple[str, str]:
    """The session a page has with the server, and its token against forged requests: caught from a small upload."""
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        page.locator('input[type="file"]').set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"a"})
    expect(page.get_by_role("button", name="Zkontrolovat soubor")).to_be_visible()
    wait_until_still(page)
    return sent.value.url.split("/upload_file/")[1].split("/")[0], sent.value.headers["x-xsrftoken"]


def put(
    server: AppServer, session: str, *, token: str = "", cookie: str = "", origin: str = "", megabytes: int = 0,
    told: bool = True, name: str = "a.csv",
) -> tuple[int, str]:
    """Send a file as a program would; status and text, 0 when the server closed the connection without a word."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n").encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    connection.putrequest("PUT", f"/_stcore/upload_file/{quote(session)}/11111111-1111-1111-1111-111111111111")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    if told:
        connection.putheader("Content-Length", str(len(head) + megabytes * MEGABYTE + len(tail)))
    else:
        connection.putheader("Transfer-Encoding", "chunked")
    for header, value in (("X-Xsrftoken", token), ("Cookie", f"{XSRF}={cookie}" if cookie else ""),
                          ("Origin", origin)):
        if value:
            connection.putheader(header, value)
    connection.endheaders()
    try:
        for part in (head, *([b"x" * MEGABYTE] * megabytes), tail):
            connection.send(part if told else b"%x\r\n%s\r\n" % (len(part), part))
        if not told:
            connection.send(b"0\r\n\r\n")
    except (BrokenPipeError, ConnectionResetError):
        pass  # the server has answered and closed its side
    try:
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (ConnectionResetError, http.client.RemoteDisconnected, BrokenPipeError):
        return 0, ""
    finally:
        connection.close()


REFUSALS = ((413, "File too large"), (0, ""))
"""A server that has refused a file may close the connection before all of it was sent."""


def forged(token: str) -> str:
    """The token with another secret in it; it holds version, mask, masked secret and time."""
    version, mask, secret, at = token.split("|")
    return "|".join((version, mask, "0" * len(secret), at))


def cookie_of(page: Page) -> str:
    return next(str(each["value"]) for each in page.context.cookies() if each["name"] == XSRF)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(page_at: PageAt, server: AppServer) -> None:
    page = desk(page_at, server)
    session, token = ticket(page)
    peak = Peak(server)
    assert put(server, session, token=token, cookie=cookie_of(page), megabytes=REFUSED_MB) in REFUSALS
    assert peak.grown() < 30


def test_a_file_that_does_not_tell_its_size_is_cut_off_at_the_limit(page_at: PageAt, server: AppServer) -> None:
    page = desk(page_at, server)
    session, token = ticket(page)
    peak = Peak(server)
    assert put(server, session, token=token, cookie=cookie_of(page), megabytes=REFUSED_MB, told=False) in REFUSALS
    assert peak.grown() < 60


def test_a_file_as_large_as_the_register_comes_in(page_at: PageAt, server: AppServer) -> None:
    page = desk(page_at, server)
    session, token = ticket(page)
    peak = Peak(server)
    assert put(server, session, token=token, cookie=cookie_of(page), megabytes=REGISTER_MB) == (204, "")
    assert peak.grown() < 3 * REGISTER_MB


def test_an_upload_needs_a_session_its_token_and_a_page_of_ours(page_at: PageAt, server: AppServer) -> None:
    page = desk(page_at, server)
    session, token = ticket(page)
    cookie = cookie_of(page)
    assert put(server, session, token=token, cookie=cookie)[0] == 204
    assert put(server, "11111111-1111-1111-1111-111111111111", token=token, cookie=cookie)[0] == 400
    assert put(server, "../../../etc", token=token, cookie=cookie)[0] in (400, 404, 405)
    assert put(server, session)[0] == 403
    assert put(server, session, cookie=cookie)[0] == 403
    assert put(server, session, token=token)[0] == 403
    assert put(server, session, token=forged(token), cookie=cookie)[0] == 403
    assert put(server, session, token=token, cookie=cookie, origin=server.url)[0] == 204
    for foreign in ("https://foreign.example", f"http://127.0.0.1:{server.port + 1}", "null"):
        assert put(server, session, token=token, cookie=cookie, origin=foreign)[0] == 403, foreign


def test_the_picker_refuses_a_large_file_and_a_foreign_kind_and_sends_nothing(
    page_at: PageAt, server: AppServer, tmp_path: Path
) -> None:
    page = desk(page_at, server)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    peak = Peak(server)
    for path, told in ((file_of(tmp_path, REFUSED_MB, "velky.json"), "File must be 150.0MB or smaller."),
                       (file_of(tmp_path, 1, "program.exe"), "files are not allowed.")):
        page.locator('input[type="file"]').set_input_files(path)
        expect(page.get_by_test_id("stFileUploader").get_by_role("alert")).to_contain_text(told)
        wait_until_still(page)
        page.reload()
        wait_until_still(page)
    assert sent == []
    assert peak.grown() < 60
    assert_quiet(page)


NAMES = (
    "../../x.csv",
    "<img src=x onerror=window.__pwned=1>.csv",
    "'><svg onload=window.__pwned=1>.csv",
    "[klik](javascript:window.__pwned=1) :material/delete: {0} {name}.csv",
    '=HYPERLINK("http://foreign.example").csv',
    "a\N{RIGHT-TO-LEFT OVERRIDE}vsc.exe.csv",
    "n" * 300 + ".csv",
)


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.sweep if place > 1 else ())
                                  for place, name in enumerate(NAMES)])
def test_the_name_of_a_file_is_only_a_name(page_at: PageAt, server: AppServer, name: str) -> None:
    page = desk(page_at, server)
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": b"nic;takoveho\r\n1;2\r\n"})
    page.get_by_role("button", name="Zkontrolovat soubor").click()
    refusal = page.get_by_test_id("stAlert").filter(has_text="Nic se nezměnilo")
    expect(refusal).to_have_count(1)
    wait_until_still(page)
    shown = refusal.inner_text().replace("\N{WORD JOINER}", "")
    assert name.rpartition("/")[2].replace('"', "%22") in shown  # so a browser writes it into a form
    assert page.evaluate("window.__pwned") is None
    assert page.locator('a[href^="javascript"], img[src="x"], [onload], [onerror]').count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Seznam chyb").click()
    assert download.value.suggested_filename == "problems.csv"
    assert_quiet(page)


@pytest.mark.parametrize("path", ["/", "/sprava", "/_stcore/health", "/static/favicon.png", "/neni", "/media/neni.csv"])
def test_every_answer_tells_the_browser_what_it_must_not_do(server: AppServer, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers={"Accept": "text/html"})
    answer = connection.getresponse()
    assert {name: answer.headers[name] for name in HEADERS} == {
        "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "SAMEORIGIN",
        "content-security-policy": "frame-ancestors 'self'",
    }
    connection.close()


def test_a_page_of_another_server_cannot_lay_ours_into_a_frame(page_at: PageAt, server: AppServer) -> None:
    """Another port is another server."""
    page = page_at(server=server)
    foreign = f"http://localhost:{server.port}/frame"
    page.route(foreign, lambda route: route.fulfill(
        content_type="text/html", body=f'<iframe src="{server.url}/" title="ours"></iframe>'))
    page.goto(foreign)
    page.wait_for_timeout(1500)
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
