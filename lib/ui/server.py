"""What the server does beside running pages: the page shell in the product's own words, and a warm start.

Streamlit's shell guesses where its server is by asking below the address of the page, so every deep link begins with
two failed requests. The shell is told instead. It also gets the product's language and name, before any script runs.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.text.messages import words_for


def serving() -> bool:
    """Whether app.py is being imported to serve, and not run for a visitor (or by a test of pages)."""
    return get_script_run_ctx(suppress_warning=True) is None


def shell_address() -> str:
    """JavaScript that tells Streamlit's shell where its server is, whatever page the visitor entered by."""
    base = "/".join(part for part in ("", str(config.get_option("server.baseUrlPath")).strip("/")) if part)
    path = f"/{base}/" if base else "/"
    return f"<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{path!r}}}</script>"


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


MIDDLEWARE = [Middleware(Shell)]


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Run the first page once before the first visitor comes, so that every address is known and data are loaded.

    What is loaded by then stays for good, so the garbage collector is told not to look at it again (measured in
    docs/performance.md).
    """
    await Runtime.instance().does_script_run_without_error()
    gc.collect()
    gc.freeze()
    yield
