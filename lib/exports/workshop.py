"""Files of packs are made in a process beside the server, one at a time: nobody's page waits for another's files."""

import os
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Lock, Thread

from lib.errors import DashboardError
from lib.exports.document import Document
from lib.model.pack import PackFile, Shape
from lib.text.messages import words_for

WAIT_SECONDS = 180
"""How long a file may take, the queue before it included."""

FILES_PER_PROCESS = 50
"""After so many files the process is replaced by a fresh one, so that its memory stays bounded."""

LESS_URGENT = 10
"""How much the process yields to the server that answers readers (nice of Unix)."""


class Workshop:
    """One process that makes files, started when the first is asked for; share one workshop in a server."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._given = 0

    def make(self, kind: PackFile, document: Document, *, shape: Shape = Shape.WIDE,
             template: bytes | None = None) -> bytes:
        """The file of a document; waits for it without holding anybody else up.

        Raises
        ------
        DashboardError : the process broke down or did not come to an end in time; or what the writer itself raises.
        """
        pool, file = self._begun(kind, document, shape, template)
        try:
            return file.result(WAIT_SECONDS)
        except (BrokenProcessPool, CancelledError, TimeoutError) as error:
            if not file.cancel():  # one that can be called off only waited too long behind the files of others
                self.close(pool)
            raise DashboardError(
                "pack-not-made", "The file could not be made: making it took too long or broke down. Try again; if it "
                "fails again, leave some parts out.") from error

    def close(self, broken: ProcessPoolExecutor | None = None) -> None:
        """End the process. `broken`: only if it is this one, because another visitor may have replaced it already."""
        with self._lock:
            pool, mine = self._pool, broken in (None, self._pool)
            self._pool = None if mine else self._pool
        if pool is not None and mine:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def _begun(
        self, kind: PackFile, document: Document, shape: Shape, template: bytes | None
    ) -> tuple[ProcessPoolExecutor, Future[bytes]]:
        """The file as it will be, and the process it was given to; who closes a process waits until it is given."""
        with self._lock:
            if self._pool is not None and self._given >= FILES_PER_PROCESS:
                # It makes what it was given and ends. Python's own limit of tasks loses those that wait (3.11).
                self._pool.shutdown(wait=False)
                self._pool = None
            if self._pool is None:
                # Not a copy of the server: that has threads and connections a copy must not share.
                self._pool, self._given = ProcessPoolExecutor(1, get_context("spawn"), _begin), 0
            self._given += 1
            try:
                return self._pool, self._pool.submit(written, kind, document, shape, template)
            except BrokenProcessPool as error:
                lost: Future[bytes] = Future()
                lost.set_exception(error)
                return self._pool, lost


def require_writer(kind: PackFile, template: bytes | None) -> None:
    """Find out whether such a file can be made here, before anybody asks for one.

    Raises
    ------
    DashboardError : a library of the system is missing.
    BadSettings : the template cannot be used.
    """
    if kind is PackFile.HANDOUT:
        from lib.exports.paper import require_pango

        require_pango()
    elif kind is PackFile.SLIDES and template is not None:
        from lib.exports.pptx_template import check_template

        check_template(template)


def written(kind: PackFile, document: Document, shape: Shape, template: bytes | None) -> bytes:
    """The file of a document, made here and now."""
    return _WRITERS[kind](document, shape, template)


def _begin() -> None:
    """Yield to the server, leave its signals to it, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)
    Thread(target=_end_with_server, daemon=True).start()


def _end_with_server() -> None:
    server = parent_process()
    if server is not None:
        server.join()
        os._exit(0)


# Each writer brings a library that takes a while to load: a server without a template never loads that of slides.


def _slides(document: Document, shape: Shape, template: bytes | None) -> bytes:
    from lib.exports.pptx import pptx_bytes

    return pptx_bytes(document, words_for(document.lang), shape=shape, template=template)


def _annex(document: Document, shape: Shape, template: bytes | None) -> bytes:
    from lib.exports.annex import annex_bytes

    return annex_bytes(document, words_for(document.lang))


def _handout(document: Document, shape: Shape, template: bytes | None) -> bytes:
    from lib.exports.handout import handout_bytes

    return handout_bytes(document, words_for(document.lang))


def _report(document: Document, shape: Shape, template: bytes | None) -> bytes:
    from lib.exports.report import report_bytes

    return report_bytes(document, words_for(document.lang))


_WRITERS: Mapping[PackFile, Callable[[Document, Shape, bytes | None], bytes]] = {
    PackFile.SLIDES: _slides, PackFile.ANNEX: _annex, PackFile.HANDOUT: _handout, PackFile.REPORT: _report,
}
