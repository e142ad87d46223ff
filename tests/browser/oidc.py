"""A real OpenID Connect server on loopback, the settings that make the dashboard use it, and cookies it never set."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import flask
import oidc_provider_mock
import orjson
from oidc_provider_mock import User
from playwright.sync_api import Page
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.app_server import AppServer
from tests.browser.steps import wait_until_still

FOREIGN_STYLE = re.compile(r'<link\s+rel="stylesheet"\s+href="https://[^>]*>')
"""The sign-in server dresses its form from a foreign host; here it stays plain."""

COOKIE_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
CLIENT = "dashboard"

PEOPLE: Mapping[str, Mapping[str, object]] = {
    "spravce": {"email": "spravce@example.org", "groups": ["dashboard-spravci"]},
    "koordinator": {"email": "koordinator@example.org", "groups": ["dashboard-frydlant", "dashboard-turnov"]},
    "garant": {"email": "garant@example.org", "groups": ["dashboard-garanti"]},
    "ctenar": {"email": "ctenar@example.org", "groups": ["vsichni"]},
    "mnoho-skupin": {"email": "mnoho@example.org",
                     "groups": ["dashboard-turnov", *(sha256(bytes([n])).hexdigest()[:36] for n in range(250))]},
}
"""Who can sign in, by what is typed at the sign-in server, and what that server says about them."""

RULES = """
claim = "groups"

[[rule]]
value = "dashboard-spravci"
role = "administrator"

[[rule]]
value = "dashboard-frydlant"
role = "coordinator"
orp_codes = ["5102"]

[[rule]]
value = "dashboard-turnov"
role = "coordinator"
orp_codes = ["5109"]

[[rule]]
value = "dashboard-garanti"
role = "guarantor"
activities = ["A01-01"]
"""


@dataclass(frozen=True)
class Provider:
    """The running sign-in server."""

    url: str


@contextmanager
def provider() -> Iterator[Provider]:
    """A sign-in server that knows `PEOPLE`, as long as the block lasts."""
    app = oidc_provider_mock.app(user_claims=[User(sub=name, claims=dict(claims)) for name, claims in PEOPLE.items()])
    app.after_request(_without_foreign_style)
    app.add_url_rule("/favicon.ico", view_func=lambda: ("", 204))
    server = make_server("localhost", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield Provider(f"http://localhost:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: what the sign-in server was asked for is no part of a test's report."""


def _without_foreign_style(answer: flask.Response) -> flask.Response:
    if answer.mimetype == "text/html":
        answer.set_data(FOREIGN_STYLE.sub("", answer.get_data(as_text=True)))
    return answer


@contextmanager
def signing_server(folder: Path, sign_in: Provider, *, rules: str = RULES) -> Iterator[AppServer]:
    """The dashboard with this sign-in server and these rules."""
    server = AppServer(folder, environment={
        "DASHBOARD_ACCESS": str(folder / "access.toml"), "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
    })
    (folder / "access.toml").write_text(rules, encoding="utf-8")
    (folder / "secrets.toml").write_text(f"""
[auth]
redirect_uri = "{server.url}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{CLIENT}"
client_secret = "not a secret: the server on loopback takes any"
server_metadata_url = "{sign_in.url}/.well-known/openid-configuration"
""", encoding="utf-8")
    with server:
        yield server


def sign_in(page: Page, person: str) -> None:
    """Sign in from the page that is open, and wait until the dashboard is back."""
    begin_to_sign_in(page)
    page.get_by_placeholder("sub").fill(person)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(lambda url: "/oauth2/" not in url and "/oauth2callback" not in url)
    wait_until_still(page)


def begin_to_sign_in(page: Page) -> None:
    """Go to the sign-in server and stop at its form."""
    page.get_by_test_id("stSidebar").get_by_role("button", name="Přihlásit se").click()
    page.wait_for_url("**/oauth2/authorize**")


def signed_cookie(
    claims: Mapping[str, Any], server: AppServer, *, secret: str = COOKIE_SECRET, written: str | None = None
) -> dict[str, str]:
    """The cookie of an account as the dashboard would have set it, with claims of our choice; for a browser context.

    `written` stands in it instead of the claims.
    """
    said = {"origin": server.url, "is_logged_in": True, "provider": "default", "iss": "http://localhost", **claims}
    content = orjson.dumps(said).decode() if written is None else written
    value = create_signed_value(secret, USER_COOKIE_NAME, content).decode()
    return {"name": USER_COOKIE_NAME, "value": value, "url": server.url}
