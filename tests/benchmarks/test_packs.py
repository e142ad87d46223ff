"""Ten packs asked for at once leave other visitors' pages as quick as they were, within a factor of two."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from statistics import median

import psutil
import pytest
from pptx import Presentation

from tests.app_server import AppServer
from tests.benchmarks.driver import Visitor, cpu_ms, resident_mb
from tests.benchmarks.rerun import REFERENCE, SELECTIONS

pytestmark = pytest.mark.benchmark

PACKS = 10
DAYS = ("2011-06-30", "2012-06-30", "2013-06-30", "2014-06-30", "2015-06-30", "2015-12-31", "2016-03-31", "2016-06-30",
        "2016-12-31", "2017-06-30")
SLIDES = "Prezentace (PPTX)"
ROUNDS = 6
PACK = "pohled=podklady&slozka=K10&casti=prehled,pokryti,zmeny,mezery,skupiny,plneni,posun,signaly,rozhodnuti"
"""A pack of about a dozen slides: every part but the chosen gaps and the annex."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppServer, AppServer]]:
    folders: list[Path] = [tmp_path_factory.mktemp(name) for name in ("app", "charts")]
    with AppServer(folders[0]) as app, AppServer(folders[1], entry=REFERENCE / "three_charts.py") as charts:
        yield app, charts
        app.assert_clean_log()


def reader_ms(visitor: Visitor, until: Callable[[int], bool]) -> list[float]:
    """How long each change of area took a reader, round after round."""
    taken: list[float] = []
    while not until(len(taken)):
        for query in SELECTIONS:
            taken.append(visitor.show(query).wall_ms)
            time.sleep(0.1)
    return taken


def workers(server: AppServer) -> list[psutil.Process]:
    """Processes beside the server, youngest last."""
    return [child for child in psutil.Process(server.pid).children(recursive=True)
            if "spawn_main" in " ".join(child.cmdline())]


def test_ten_packs_at_once_do_not_hold_up_other_readers(
    servers: tuple[AppServer, AppServer], record_property: Callable[[str, object], None]
) -> None:
    app, charts = servers
    with ExitStack() as stack:
        reader = stack.enter_context(Visitor(app.url, "/"))
        reader.show()
        plain = stack.enter_context(Visitor(charts.url, "/"))
        plain.show()
        presenters = [stack.enter_context(Visitor(app.url, "/jednani")) for _ in range(PACKS)]
        for presenter, day in zip(presenters, DAYS, strict=True):
            presenter.show(f"{PACK}&k={day}")
        presenters[0].download(SLIDES)  # starts the process that makes files

        started = time.perf_counter()
        (worker,) = workers(app)
        before, in_server = sum(worker.cpu_times()[:2]), cpu_ms(app.pid)
        content = presenters[7].download(SLIDES)
        one_s, in_worker_ms = time.perf_counter() - started, (sum(worker.cpu_times()[:2]) - before) * 1000
        in_server_ms = cpu_ms(app.pid) - in_server
        slides = len(Presentation(BytesIO(content)).slides)

        before_charts = cpu_ms(charts.pid)
        for query in SELECTIONS:
            plain.show(query)
        charts_ms = (cpu_ms(charts.pid) - before_charts) / len(SELECTIONS)

        reader_ms(reader, lambda taken: taken >= len(SELECTIONS))
        quiet = reader_ms(reader, lambda taken: taken >= ROUNDS * len(SELECTIONS))
        with ThreadPoolExecutor(PACKS) as pool:
            began = time.perf_counter()
            files = [pool.submit(presenter.download, SLIDES) for presenter in presenters]
            busy = reader_ms(reader, lambda taken: all(file.done() for file in files))
            all_s = time.perf_counter() - began
            sizes = [len(file.result()) for file in files]
        memory_mb = worker.memory_info().rss / 1e6
        record_property(
            "packs",
            f"one pack of {slides} slides: {one_s:.1f} s, {in_worker_ms:.0f} ms CPU beside the server, "
            f"{in_server_ms:.0f} ms in it; worker {memory_mb:.0f} MB, server {resident_mb(app.pid):.0f} MB; "
            f"ten at once: {all_s:.1f} s, files of {min(sizes)}–{max(sizes)} bytes; a reader's change of area "
            f"{median(quiet):.0f} ms before, {median(busy):.0f} ms meanwhile ({len(busy)} changes)")
    assert slides >= 12
    assert len(busy) >= len(SELECTIONS)
    assert median(busy) <= 2 * median(quiet)
    assert in_worker_ms + in_server_ms <= 250 * charts_ms
