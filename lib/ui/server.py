"""What the server does beside running pages: the page shell in the product's own words, who may connect, a warm start.

Streamlit's shell guesses where its server is by asking below the address of the page, so every deep link begins with
two failed requests. The shell is told instead. It also gets the product's language and name, before any script runs.

Streamlit ends every sign-in on the first page; here the visitor is led back to the page they signed in from.
"""

import gc
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from websockets import http11

from lib.text.messages import words_for
from lib.ui import auth
from lib.ui.headers import SafeHeaders


def serving() -> bool:
    """Whether app.py is being imported to serve, and not run for a visitor (or by a test of pages)."""
    return get_script_run_ctx(suppress_warning=True) is None


def shell_address() -> str:
    """JavaScript that tells Streamlit's shell where its server is, whatever page the visitor entered by."""
    return f"<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{_base() + '/'!r}}}</script>"


def _base() -> str:
    """The path the app is served below, with no slash at its end; empty when that is the root."""
    path = str(config.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""


def with_shell(page: bytes, lang: str) -> bytes:
    """Streamlit's page shell with the language, the title and the server's address of ours."""
    title = words_for(lang)("Social services of the region")
    return (
        page.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
        .replace(b"<title>Streamlit</title>", f"<title>{title}</title>".encode(), 1)
        .replace(b"<head>", b"<head>" + shell_address().encode(), 1)
    )


class Shell:
    """ASGI middleware that rewrites the page shell and leaves every other answer alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        lang = "en" if b"lang=en" in scope.get("query_string", b"").split(b"&") else "cs"
        held: list[Message] = []
        body = b""

        async def rewritten(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                headers = {name.lower(): value for name, value in message["headers"]}
                plain = b"content-encoding" not in headers
                if message["status"] == 200 and plain and headers.get(b"content-type", b"").startswith(b"text/html"):
                    held.append(message)
                else:
                    await send(message)
            elif not held:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(held[0], with_shell(body, lang), send)

        # The shell must come whole and uncompressed to be rewritten.
        headers = [(name, value) for name, value in scope["headers"]
                   if name.lower() not in (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
                   or not _is_page(scope)]
        await self.app({**scope, "headers": headers}, receive, rewritten)


def _is_page(scope: Scope) -> bool:
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


async def _send_page(start: Message, page: bytes, send: Send) -> None:
    headers = [(name, value) for name, value in start["headers"]
               if name.lower() not in (b"content-length", b"etag", b"last-modified")]
    await send({**start, "headers": [*headers, (b"content-length", str(len(page)).encode())]})
    await send({"type": "http.response.body", "body": page})


RETURN_COOKIE = "dashboard_return"
RETURN_SECONDS = 600
"""How long a visitor may take to sign in and still be led back."""

LONGEST_RETURN = 2000
PAGE = re.compile(r"/(?!oauth2callback)[a-z0-9_-]*(\?[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*)?")
"""The address of a page below the base path: one word, then the query. Nothing in it can name another server."""


def page_address(written: str) -> str | None:
    """An address of one of our pages as it may stand in a redirect; None for anything else, however it is written."""
    base = _base()
    inside = written.removeprefix(base)
    if len(written) > LONGEST_RETURN or not written.startswith(f"{base}/") or not PAGE.fullmatch(inside):
        return None
    return written


class ReturnToPage:
    """ASGI middleware: remembers the page a visitor began to sign in from, and leads them back to it at the end.

    It is remembered in a cookie of the visitor's own browser for ten minutes. What comes back in it is checked again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        steps = {f"{_base()}/auth/login": _remembering, f"{_base()}{auth.CALLBACK}": _returning}
        step = steps.get(scope["path"]) if scope["type"] == "http" else None

        async def changed(message: Message) -> None:
            if step is not None and message["type"] == "http.response.start":
                step(Headers(scope=scope), MutableHeaders(scope=message), scope["scheme"] == "https")
            await send(message)

        await self.app(scope, receive, changed)


def _remembering(asked: Headers, answer: MutableHeaders, secure: bool) -> None:
    try:
        came_from = urlsplit(asked.get("referer", ""))
    except ValueError:
        return
    written = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    address = page_address(written) if came_from.netloc == asked.get("host") else None
    if address is not None:
        answer.append("set-cookie", _return_cookie(quote(address, safe=""), RETURN_SECONDS, secure))


def _returning(asked: Headers, answer: MutableHeaders, secure: bool) -> None:
    try:
        written = SimpleCookie(asked.get("cookie", "")).get(RETURN_COOKIE)
    except CookieError:
        return
    if written is None:
        return
    answer.append("set-cookie", _return_cookie("", 0, secure))
    address = page_address(unquote(written.value))
    if address is not None and answer.get("location") == f"{_base()}/":
        answer["location"] = address


def _return_cookie(value: str, seconds: int, secure: bool) -> str:
    return (f"{RETURN_COOKIE}={value}; Path={_base() or '/'}; Max-Age={seconds}; HttpOnly; SameSite=Lax"
            + ("; Secure" if secure else ""))


READING = ("GET", "HEAD", "OPTIONS")


class SameOrigin:
    """ASGI middleware that refuses a connection opened, or a file sent, by a page of another server.

    Streamlit would let in every page of this machine, whatever its port, and before it refuses an unknown one it asks
    a foreign server for its own public address. Here a page must come from the address it connects to, or from one the
    installation names in `server.corsAllowedOrigins` or `browser.serverAddress` (a proxy that changes the host).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not _is_ours(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and scope["method"] not in READING and not _is_ours(Headers(scope=scope)):
            await PlainTextResponse("This page is not one of ours.", status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_ours(asked: Headers) -> bool:
    origin = asked.get("origin")
    if origin is None:  # no browser: it gets what a reader gets
        return True
    try:
        address = urlsplit(origin)
    except ValueError:
        return False
    if address.scheme not in ("http", "https"):
        return False
    named = config.get_option("browser.serverAddress") if config.is_manually_set("browser.serverAddress") else None
    return (address.netloc == asked.get("host") or origin in config.get_option("server.corsAllowedOrigins")
            or (bool(named) and address.hostname == named))


LONGEST_HEADER_BYTES = 64 * 1024
"""Room for the cookies of an account with hundreds of groups. The library's 8 kB would leave such a visitor, even a
reader, before an empty page: the connection is not refused but never answered."""

MIDDLEWARE = [Middleware(SafeHeaders), Middleware(SameOrigin), Middleware(ReturnToPage), Middleware(Shell)]


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Run the first page once before the first visitor comes, so that every address is known and data are loaded.

    What is loaded by then stays for good, so the garbage collector is told not to look at it again (measured in
    docs/performance.md).
    """
    http11.MAX_LINE_LENGTH = LONGEST_HEADER_BYTES
    auth.report_at_start()
    await Runtime.instance().does_script_run_without_error()
    gc.collect()
    gc.freeze()
    yield
