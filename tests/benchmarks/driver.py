"""One visitor without a browser: speaks Streamlit's own protocol and weighs every answer."""

import platform
import time
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.request import urlopen

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANSWER_LIMIT_S = 60.0
DOWNLOAD_LIMIT_S = 180.0


class PageFailed(AssertionError):
    """The page showed an exception, was not found, or did not finish."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a page as its visitor saw it: wall time, everything received, and how many elements came whole.

    `maps` came whole, `maps_from_cache` as a reference to a map that the visitor already holds; both are among the
    elements.
    """

    wall_ms: float
    received_bytes: int
    elements: int
    elements_from_cache: int
    maps: int
    maps_from_cache: int


class Visitor:
    """A session on one page. It remembers messages by their hash, as the browser does, and is not sent them again."""

    def __init__(self, server_url: str, page: str = "") -> None:
        self._address = server_url.replace("http://", "ws://") + "/_stcore/stream"
        self._page = page.strip("/")
        self._page_hash = ""
        self._session = ""
        self._hashes: set[str] = set()
        self._maps: set[str] = set()
        self._files: dict[str, str] = {}
        self._opened = ExitStack()
        self._socket: ClientConnection | None = None

    def __enter__(self) -> Self:
        connection = connect(self._address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None)
        self._socket = self._opened.enter_context(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()
        self._socket = None

    def show(self, query: str = "") -> Run:
        """Ask for the page with a query, as following a link within the page does, and wait until it is finished."""
        if self._socket is None:
            raise PageFailed("The visitor has no connection; use it in a with statement.")
        request = BackMsg()
        state = request.rerun_script
        state.query_string = query
        state.page_name = "" if self._page_hash else self._page
        state.page_script_hash = self._page_hash
        state.is_history_navigation = bool(self._page_hash)
        state.cached_message_hashes.extend(sorted(self._hashes))
        state.context_info.timezone = "Europe/Prague"
        state.context_info.url = self._address.replace("ws://", "http://").replace("_stcore/stream", self._page)
        started = time.perf_counter()
        self._socket.send(request.SerializeToString())
        received = elements = cached = maps = maps_cached = 0
        while True:
            raw = self._socket.recv(timeout=ANSWER_LIMIT_S)
            received += len(raw)
            message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            elif kind == "new_session":
                self._session = message.new_session.initialize.session_id
                self._page_hash = self._page_hash or message.new_session.page_script_hash
            elif kind == "ref_hash":
                cached += 1
                maps_cached += message.ref_hash in self._maps
            elif kind == "delta":
                elements += 1
                maps += self._note(message)
            elif kind == "page_not_found":
                raise PageFailed(f"/{self._page} is not a page")
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                wall_ms = (time.perf_counter() - started) * 1000
                return Run(wall_ms, received, elements, cached, maps, maps_cached)

    def download(self, label: str) -> bytes:
        """The file behind the download button of that label, made when it is asked for, as a click makes it."""
        if self._socket is None:
            raise PageFailed("The visitor has no connection; use it in a with statement.")
        request = BackMsg()
        operation = request.backend_operation_request
        operation.request_id, operation.session_id = label, self._session
        operation.deferred_file.file_id = self._files[label]
        self._socket.send(request.SerializeToString())
        while True:
            raw = self._socket.recv(timeout=DOWNLOAD_LIMIT_S)
            message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            if message.WhichOneof("type") == "backend_operation_response":
                answer = message.backend_operation_response
                if answer.error_msg:
                    raise PageFailed(f"{label}: {answer.error_msg}")
                host = self._address.replace("ws://", "http://").removesuffix("/_stcore/stream")
                with urlopen(host + answer.deferred_file.url) as file:
                    content: bytes = file.read()
                return content

    def _note(self, message: ForwardMsg) -> bool:
        """Remember an element that came whole; whether it is a map (the only component of the first kind we use)."""
        shown = message.delta.new_element.WhichOneof("type")
        if shown == "download_button":
            button = message.delta.new_element.download_button
            self._files[button.label] = button.deferred_file_id
        if shown == "exception":
            raise PageFailed(f"/{self._page} shows {message.delta.new_element.exception.message}")
        is_map = shown == "component_instance"
        if message.metadata.cacheable and message.hash:
            self._hashes.add(message.hash)
            if is_map:
                self._maps.add(message.hash)
        return is_map


def cpu_ms(pid: int) -> float:
    """Processor time the server has used so far, all its threads, finished ones too, user and system.

    Linux keeps it to the nanosecond under a clock numbered after the process; elsewhere it comes in ticks of 10 ms.
    """
    if platform.system() == "Linux":
        return time.clock_gettime(~pid << 3 | 2) * 1000
    times = psutil.Process(pid).cpu_times()
    return float((times.user + times.system) * 1000)


def resident_mb(pid: int) -> float:
    """Memory the server holds now."""
    return float(psutil.Process(pid).memory_info().rss / 1e6)
