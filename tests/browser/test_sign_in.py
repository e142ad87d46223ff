"""Somebody signs in at a real OpenID Connect server, works, and signs out; others only pretend to have."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from lib.ui.written import JOINER
from tests.app_server import AppServer
from tests.browser import oidc
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.oidc import Provider, begin_to_sign_in, sign_in, signed_cookie, signing_server
from tests.browser.steps import open_page, wait_until_still
from tests.browser.test_journey_desk import Edit, columns, edited, rows, sent_in, taken
from tests.browser.watch import assert_quiet

DEEP = {"orp": "5102", "k": "2012-06-30"}
PAGES = ("/", "/pokryti", "/sit", "/mezery", "/aktivity", "/metodika", "/sprava")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with oidc.provider() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sign_in")


@pytest.fixture(scope="module")
def server(folder: Path, provider: Provider) -> Iterator[AppServer]:
    """The dashboard with sign-in and rules; the module fails if it ever logged a traceback of another kind."""
    with signing_server(folder, provider) as running:
        yield running
    running.assert_clean_log(expected="Error decoding auth cookie payload")


@pytest.fixture
def rules(folder: Path, server: AppServer) -> Iterator[Path]:
    """The file of rules, as it was again after the test."""
    file = folder / "access.toml"
    yield file
    file.write_text(oidc.RULES, encoding="utf-8")


def sidebar(page: Page) -> str:
    """What the sidebar says of the account, without the signs that keep an address from becoming a link."""
    return " · ".join(page.locator(".st-key-sign_in").inner_text().replace(JOINER, "").split("\n\n"))


def assert_signed_out(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert sidebar(page) == "Přihlásit se"


def in_another_language(page: Page) -> None:
    """A click that runs the page again."""
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.wait_for_url("**lang=en*")
    wait_until_still(page)


def swept(*values: str) -> Any:
    """A variant that the default run leaves to the sweep: `lib.model.accounts` and the middleware have unit tests."""
    return pytest.param(*values, marks=pytest.mark.sweep)


@pytest.mark.parametrize(("person", "said"), [
    ("spravce", "Přihlášen účet: spravce@example.org · Role: správce · Odhlásit se"),
    swept("koordinator", "Přihlášen účet: koordinator@example.org · Role: koordinátor ORP · Odhlásit se"),
    swept("garant", "Přihlášen účet: garant@example.org · Role: garant · Odhlásit se"),
    swept("ctenar", "Přihlášen účet: ctenar@example.org · Role: čtenář · Odhlásit se"),
    swept("nezname", "Přihlášen účet: nezname · Role: čtenář · Odhlásit se"),
])
def test_one_signs_in_from_a_deep_link_lands_on_it_again_and_sees_the_role(
    page_at: PageAt, server: AppServer, person: str, said: str
) -> None:
    page = open_page(page_at(server=server), "/pokryti", DEEP)
    sign_in(page, person)
    assert page.url == f"{server.url}/pokryti?orp=5102&k=2012-06-30"
    expect(page.get_by_test_id("stMain")).to_contain_text("ORP Frýdlant · stav k 30. 6. 2012")
    assert sidebar(page) == said
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == "dashboard_return"] == []
    assert_quiet(page)


@pytest.mark.sweep
def test_the_way_in_and_out_is_accessible_and_speaks_english(page_at: PageAt, server: AppServer) -> None:
    page = open_page(page_at(server=server), "/metodika", {"lang": "en"})
    assert sidebar(page) == "Sign in"
    assert_accessible(page)
    page.context.add_cookies([signed_cookie({"sub": "1", "iat": datetime.now(UTC).timestamp()}, server)])
    open_page(page, "/metodika", {"lang": "en"})
    assert sidebar(page) == "Signed in: 1 · Role: reader · Sign out"
    assert_accessible(page)


def test_one_signs_out_here_and_in_the_other_window_and_a_copied_cookie_is_worth_nothing(
    page_at: PageAt, server: AppServer
) -> None:
    first = open_page(page_at(server=server), "/metodika")
    sign_in(first, "spravce")
    second = open_page(first.context.new_page(), "/sit")
    assert sidebar(second) == "Přihlášen účet: spravce@example.org · Role: správce · Odhlásit se"
    copied = first.context.cookies()

    first.get_by_role("button", name="Odhlásit se").click()
    first.get_by_role("button", name="End session").click()
    first.wait_for_url(f"{server.url}/")
    wait_until_still(first)
    assert_signed_out(first)
    assert [cookie["name"] for cookie in first.context.cookies() if cookie["name"].startswith("_streamlit_user")] == []

    in_another_language(second)
    assert sidebar(second) == "Sign in"
    expect(second.get_by_text("Your sign-in has ended")).to_be_visible()

    thief = page_at(server=server)
    thief.context.add_cookies(copied)
    open_page(thief, "/sit")
    assert_signed_out(thief)
    expect(thief.get_by_text("Přihlášení skončilo.")).to_be_visible()
    for page in (first, second, thief):
        assert_quiet(page)


def test_a_session_over_its_hours_is_a_readers_and_one_signs_in_again_where_one_stands(
    page_at: PageAt, server: AppServer
) -> None:
    page = page_at(server=server)
    old = datetime.now(UTC) - timedelta(hours=8, minutes=1)
    claims = {"sub": "spravce", "email": "spravce@example.org", "groups": ["dashboard-spravci"]}
    page.context.add_cookies([signed_cookie({**claims, "iat": int(old.timestamp())}, server)])
    open_page(page, "/mezery", DEEP)
    assert_signed_out(page)
    expect(page.get_by_text("Přihlášení skončilo. Chcete-li upravovat data, přihlaste se znovu")).to_be_visible()
    page.get_by_role("button", name="Přihlásit se znovu").click()
    page.get_by_role("button", name="spravce", exact=True).click()
    page.wait_for_url(f"{server.url}/mezery?**")
    wait_until_still(page)
    assert sidebar(page) == "Přihlášen účet: spravce@example.org · Role: správce · Odhlásit se"
    expect(page.get_by_text("Přihlášení skončilo.")).to_have_count(0)
    assert_quiet(page)


@pytest.mark.sweep
def test_a_session_that_is_not_over_yet_is_kept_across_windows(page_at: PageAt, server: AppServer) -> None:
    page = page_at(server=server)
    young = datetime.now(UTC) - timedelta(hours=7, minutes=50)
    claims = {"sub": "g", "email": "g@example.org", "groups": "dashboard-garanti", "exp": 0}
    page.context.add_cookies([signed_cookie({**claims, "iat": int(young.timestamp())}, server)])
    for tab in (page, page.context.new_page()):
        open_page(tab, "/metodika")
        assert sidebar(tab) == "Přihlášen účet: g@example.org · Role: garant · Odhlásit se"


def test_a_role_taken_away_is_gone_with_the_next_click(page_at: PageAt, server: AppServer, rules: Path) -> None:
    page = open_page(page_at(server=server), "/metodika")
    sign_in(page, "spravce")
    assert "Role: správce" in sidebar(page)
    rules.write_text(oidc.RULES.replace("dashboard-spravci", "jini"), encoding="utf-8")
    in_another_language(page)
    assert sidebar(page) == "Signed in: spravce@example.org · Role: reader · Sign out"
    rules.write_text("claim = ", encoding="utf-8")
    open_page(page, "/pokryti")
    assert sidebar(page) == "Přihlášen účet: spravce@example.org · Role: čtenář · Odhlásit se"
    assert_quiet(page)


@pytest.mark.sweep
def test_somebody_who_refuses_consent_is_back_where_they_were_and_reads_on(page_at: PageAt, server: AppServer) -> None:
    page = open_page(page_at(server=server), "/pokryti", DEEP)
    begin_to_sign_in(page)
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{server.url}/pokryti?orp=5102&k=2012-06-30")
    wait_until_still(page)
    assert_signed_out(page)
    assert_quiet(page)


@pytest.mark.parametrize("written", [
    "//evil.example/", swept("https:evil.example"), swept("/\\evil.example"),
    swept("/pokryti\r\nLocation: https://evil.example"),
])
def test_a_forged_memory_of_the_page_leads_nobody_away(page_at: PageAt, server: AppServer, written: str) -> None:
    page = open_page(page_at(server=server), "/metodika")
    begin_to_sign_in(page)
    page.context.add_cookies([{"name": "dashboard_return", "value": quote(written, safe=""), "url": server.url}])
    page.get_by_role("button", name="ctenar").click()
    page.wait_for_url(f"{server.url}/")
    wait_until_still(page)
    assert "ctenar@example.org" in sidebar(page)
    assert_quiet(page)


def forged(server: AppServer) -> dict[str, list[dict[str, str]]]:
    """Cookies that claim an administrator, by what is wrong with them."""
    claims = {"sub": "1", "email": "spravce@example.org", "groups": ["dashboard-spravci"],
              "iat": int(datetime.now(UTC).timestamp())}
    good = signed_cookie(claims, server)
    payload, *rest = good["value"].rsplit(".", 2)
    other = signed_cookie({**claims, "sub": "2"}, server)["value"].rsplit(".", 2)[0]
    chunks = signed_cookie({}, server, written="chunks-2")
    return {
        "altered payload": [{**good, "value": ".".join([other, *rest])}],
        "altered signature": [{**good, "value": f"{payload}.{rest[0]}.{'A' * len(rest[1])}"}],
        "no signature": [{**good, "value": payload}],
        "another secret": [signed_cookie(claims, server, secret="f" * 40)],
        "empty secret": [signed_cookie(claims, server, secret="")],
        "another origin": [signed_cookie({**claims, "origin": "http://127.0.0.1:1"}, server)],
        "not signed in": [signed_cookie({**claims, "is_logged_in": False}, server)],
        "signed in by a word": [signed_cookie({**claims, "is_logged_in": "true"}, server)],
        "missing chunk": [chunks],
        "no JSON": [signed_cookie({}, server, written="{")],
        "empty": [{**good, "value": '""'}],
        "rubbish": [{**good, "value": "%00%ff..."}],
        "cookie of tokens": [{**good, "name": "_streamlit_user_tokens"}],
    }


@pytest.mark.parametrize("fault", [
    "another secret", *map(swept, (
        "altered payload", "missing chunk", "altered signature", "no signature", "empty secret", "another origin",
        "not signed in", "signed in by a word", "no JSON", "empty", "rubbish", "cookie of tokens",
    )),
])
def test_a_forged_cookie_makes_a_reader_and_no_error(page_at: PageAt, server: AppServer, fault: str) -> None:
    page = page_at(server=server)
    page.context.add_cookies(forged(server)[fault])
    open_page(page, "/metodika")
    assert_signed_out(page)
    assert_quiet(page)


@pytest.mark.sweep
def test_an_account_of_hundreds_of_groups_needs_all_parts_of_its_cookie(page_at: PageAt, server: AppServer) -> None:
    page = open_page(page_at(server=server), "/metodika")
    sign_in(page, "mnoho-skupin")
    assert sidebar(page) == "Přihlášen účet: mnoho@example.org · Role: koordinátor ORP · Odhlásit se"
    parts = [cookie["name"] for cookie in page.context.cookies()]
    assert {"_streamlit_user", "_streamlit_user_1", "_streamlit_user_2"} <= set(parts)
    page.context.clear_cookies(name="_streamlit_user_2")
    open_page(page, "/metodika")
    assert_signed_out(page)
    assert_quiet(page)


def test_a_name_full_of_marks_is_shown_as_it_is_written(page_at: PageAt, server: AppServer) -> None:
    page = page_at(server=server)
    name = "**x** <img src=x onerror=alert(1)> [a](https://evil.example) :red[b]"
    page.context.add_cookies([signed_cookie({"email": name, "iat": datetime.now(UTC).timestamp()}, server)])
    open_page(page, "/metodika")
    assert sidebar(page) == f"Přihlášen účet: {name} · Role: čtenář · Odhlásit se"
    assert page.locator(".st-key-sign_in").locator("img, a").count() == 0
    assert_quiet(page)


def test_a_reader_who_signed_in_finds_nothing_to_edit_on_any_page(page_at: PageAt, server: AppServer) -> None:
    page = open_page(page_at(server=server))
    sign_in(page, "ctenar")
    for address in PAGES:
        open_page(page, address)
        for widget in ("stFileUploader", "stTextArea", "stDataEditor", "stForm"):
            expect(page.get_by_test_id(widget)).to_have_count(0)
    expect(page.get_by_text("Jste přihlášeni jako čtenář. Roli, která smí data upravovat")).to_be_visible()
    assert_quiet(page)


def noted(*plans: str) -> Edit:
    """Writes a note to the plans."""
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Komunitní plány"]
        at = columns(sheet)
        found = [row for row in rows(sheet) if sheet.cell(row, at["code"]).value in plans]
        assert len(found) == len(plans)
        for row in found:
            sheet.cell(row, at["note"], "ověřeno s obcí")

    return edit


def test_a_coordinator_signs_in_sends_in_her_own_plan_is_refused_a_foreign_one_and_signs_out(
    page_at: PageAt, server: AppServer, tmp_path: Path
) -> None:
    page = open_page(page_at(server=server), "/sprava")
    expect(page.get_by_text("Data můžete číst. Chcete-li je upravovat, přihlaste se.")).to_be_visible()
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    sign_in(page, "koordinator")
    assert page.url.startswith(f"{server.url}/sprava")
    book = taken(page, tmp_path / "stav.xlsx", "komunitní plány")

    sent_in(page, edited(book, tmp_path / "cizi.xlsx", noted("KP_FRYDLANTSKO", "KP_LIBEREC_2023")))
    expect(page.get_by_text("Řádky, které vám měnit nepřísluší: 1. První z nich je KP_LIBEREC_2023")).to_be_visible()
    assert "navrh=" not in page.url

    open_page(page, "/sprava")
    sent_in(page, edited(book, tmp_path / "vlastni.xlsx", noted("KP_FRYDLANTSKO", "D_TURNOV_2016")))
    page.wait_for_url("**navrh=*")
    wait_until_still(page)
    expect(page.get_by_role("button", name="Schválit")).to_have_count(0)
    expect(page.get_by_role("button", name="Zveřejnit")).to_have_count(0)

    page.get_by_role("button", name="Odhlásit se").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{server.url}/")
    open_page(page, "/sprava")
    assert sidebar(page) == "Přihlásit se"
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    assert_quiet(page)


def test_a_session_that_ends_while_the_page_is_open_takes_the_editing_with_it(
    page_at: PageAt, server: AppServer, rules: Path
) -> None:
    page = open_page(page_at(server=server), "/sprava")
    sign_in(page, "spravce")
    expect(page.get_by_test_id("stFileUploader")).to_be_visible()
    rules.write_text(f"session_hours = 0.0001\n{oidc.RULES}", encoding="utf-8")
    in_another_language(page)
    assert sidebar(page) == "Sign in"
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign in again")).to_be_visible()
    assert_quiet(page)


@pytest.mark.sweep
def test_nothing_of_sign_in_is_shown_where_it_is_not_set_up(page_at: PageAt) -> None:
    page = open_page(page_at(), "/metodika")
    expect(page.locator(".st-key-sign_in")).to_have_count(0)
    expect(page.get_by_role("button", name="Přihlásit se")).to_have_count(0)


@pytest.mark.sweep
def test_a_sign_in_that_is_set_up_halfway_is_told_in_the_log_and_shown_to_nobody(
    page_at: PageAt, tmp_path: Path
) -> None:
    (tmp_path / "secrets.toml").write_text('[auth]\ncookie_secret = "short"\nclient_id = "x"\n', encoding="utf-8")
    (tmp_path / "access.toml").write_text('claim = "groups"\n', encoding="utf-8")
    with AppServer(tmp_path, environment={"STREAMLIT_SECRETS_FILES": str(tmp_path / "secrets.toml"),
                                          "DASHBOARD_ACCESS": str(tmp_path / "access.toml")}) as server:
        page = open_page(page_at(server=server), "/metodika")
        expect(page.locator(".st-key-sign_in")).to_have_count(0)
        assert_quiet(page)
    assert "[auth] in secrets.toml: redirect_uri is missing" in server.log
    assert "[auth] in secrets.toml: cookie_secret is shorter than 32 characters" in server.log
    assert "Nobody can edit: The settings cannot be used. Problems found: 1" in server.log
    assert "access.toml [rule]: there is no list of rules. Write at least one [[rule]]" in server.log
    assert str(tmp_path) not in server.log
    server.assert_clean_log()


STANDING = """
import streamlit as st

from lib.settings import now
from lib.ui import auth

account, why = auth.standing(now())
st.text(f"{account.role.value} {account.name} {why.value}")
"""


@pytest.fixture(scope="module")
def local_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A page that tells its account, with local editing switched on."""
    folder = tmp_path_factory.mktemp("local")
    (folder / "standing.py").write_text(STANDING, encoding="utf-8")
    with AppServer(folder, entry=folder / "standing.py", environment={"DASHBOARD_LOCAL_EDITING": "1"}) as running:
        yield running
    running.assert_clean_log()


def told(server: AppServer, host: str, origin: str | None, headers: Sequence[tuple[str, str]] = ()) -> str:
    """What the page says to somebody who asks under this name of the host, without a browser."""
    with (
        socket.create_connection(("127.0.0.1", server.port)) as wire,
        connect(f"ws://{host}/_stcore/stream", sock=wire, subprotocols=[Subprotocol("streamlit")], compression=None,
                origin=None if origin is None else Origin(origin), additional_headers=headers, max_size=None) as line,
    ):
        asking = BackMsg()
        asking.rerun_script.query_string = ""
        line.send(asking.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(line.recv(timeout=30, decode=False)))
            if message.delta.new_element.text.body:
                return message.delta.new_element.text.body


def test_the_local_user_edits_in_a_browser_on_this_computer(page_at: PageAt, local_server: AppServer) -> None:
    for address in (local_server.url, f"http://localhost:{local_server.port}"):
        page = open_page(page_at(base_url=address))
        expect(page.get_by_text("administrator local user local", exact=True)).to_be_visible()
        assert_quiet(page)


def test_the_local_user_is_not_somebody_behind_a_proxy_a_page_elsewhere_or_a_program(local_server: AppServer) -> None:
    here = f"127.0.0.1:{local_server.port}"
    assert told(local_server, here, f"http://{here}") == "administrator local user local"
    refused = "reader  local_not_direct"
    rebound = f"rebound.example:{local_server.port}"
    assert told(local_server, rebound, f"http://{rebound}") == refused
    assert told(local_server, here, None) == refused
    for name, value in (("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=192.0.2.1"), ("Via", "1.1 proxy")):
        assert told(local_server, here, f"http://{here}", [(name, value)]) == refused


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:3000", "http://127.0.0.1:1", "null"])
def test_a_page_of_another_server_cannot_connect(server: AppServer, origin: str) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus) as refusal, connect(address, origin=Origin(origin)):
        pass
    assert refusal.value.response.status_code == 403
    with connect(address, origin=Origin(server.url)):
        pass


def test_a_forged_upload_is_refused(server: AppServer) -> None:
    asked = urllib.request.Request(f"{server.url}/_stcore/upload_file/session/file", data=b"x", method="PUT")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(asked, timeout=10)
    assert refusal.value.code == 403
