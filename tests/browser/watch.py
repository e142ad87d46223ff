"""What a browser did behind the user's back: foreign requests, console errors, failed answers."""

from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, WebSocket

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost"})
NETWORK_SCHEMES = frozenset({"http", "https", "ws", "wss"})
CANCELLED = "net::ERR_ABORTED"
"""The browser's word for a request it gave up because the user went on to another page."""


@dataclass
class Watch:
    """Everything noted in one browser context since it was opened."""

    foreign_requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    failed_requests: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_request_failed)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", self._on_page_error)
        context.on("page", self._on_page)

    def _note_foreign(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in NETWORK_SCHEMES and parts.hostname not in LOCAL_HOSTS:
            self.foreign_requests.append(url)

    def _on_request(self, request: Request) -> None:
        self._note_foreign(request.url)

    def _on_socket(self, socket: WebSocket) -> None:
        self._note_foreign(socket.url)

    def _on_page(self, page: Page) -> None:
        page.on("websocket", self._on_socket)

    def _on_request_failed(self, request: Request) -> None:
        if request.failure != CANCELLED:
            self.failed_requests.append(f"{request.failure} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.failed_requests.append(f"{response.status} {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _on_page_error(self, error: WebError) -> None:
        self.page_errors.append(str(error.error))

    def findings(self) -> dict[str, list[str]]:
        """The lists that are not empty, by name."""
        noted = {one.name: list(getattr(self, one.name)) for one in fields(self)}
        return {name: found for name, found in noted.items() if found}


_watches: WeakKeyDictionary[BrowserContext, Watch] = WeakKeyDictionary()


def watch(context: BrowserContext) -> Watch:
    """Begin to watch a context."""
    _watches[context] = noted = Watch()
    noted.attach(context)
    return noted


def watch_of(page: Page) -> Watch:
    return _watches[page.context]


def assert_quiet(page: Page) -> None:
    """Nothing foreign was asked for, nothing failed, and the console holds no error."""
    found = watch_of(page).findings()
    assert found == {}, "\n".join(f"{name}:\n  " + "\n  ".join(entries) for name, entries in found.items())
