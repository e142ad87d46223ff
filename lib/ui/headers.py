"""Headers on every answer that tell browsers what they must not do with it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # An answer is what its type says; a downloaded text is never run as a page or a script.
    "x-content-type-options": "nosniff",
    # Addresses of ours say what was looked for; no other server is told them.
    "referrer-policy": "same-origin",
    # Nobody lays a page of ours invisibly over theirs. Maps and rugs are frames of our own server.
    "x-frame-options": "SAMEORIGIN",
    "content-security-policy": "frame-ancestors 'self'",
}


class SafeHeaders:
    """ASGI middleware that adds the headers to every answer that does not have them of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)
