"""What a change of selection costs the server, against an empty page and a page with three plain charts.

`python -m tests.benchmarks.rerun` prints a Markdown table. Milliseconds differ between machines; the ratios hold,
because the reference pages are measured in turn with ours, in the same minutes.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

from tests.app_server import ROOT, AppServer
from tests.benchmarks.driver import Run, Visitor, cpu_ms, resident_mb

REFERENCE = Path(__file__).parent / "reference"


def first_service() -> str:
    """The first service of the embedded data, as the address of the network page writes it."""
    with (ROOT / "data" / "demo" / "service.csv").open(encoding="utf-8", newline="") as rows:
        return next(csv.DictReader(rows))["id"]


PAGES = ("/", "/pokryti", "/sit", "/mezery", "/aktivity", "/metodika")
OPENED = (
    "/mezery?sluzba=49",
    "/aktivity?karta=A02-01",
    f"/sit?sluzba_id={first_service()}",
    "/pokryti?srovnani=2012-06-30",
)
"""Pages as the journeys leave them: a type taken apart, a card and a service opened, two days compared."""
MAP_PAGES = ("/", "/pokryti")
SELECTIONS = ("orp=5102", "orp=5103", "orp=5105", "orp=5110")
"""Four ORP of the embedded data; a visitor goes round them, so that every run changes the page."""
DAYS = ("k=2011-06-30", "k=2012-06-30", "k=2015-06-30", "k=2016-06-30")
"""Four days; every one recolours the maps."""
SETTLE_S = 0.15
"""Streamlit tidies up after a run has been announced as finished; the pause lets that be counted too."""


@dataclass
class Measured:
    """A series of reruns of one page for one kind of change; the first time round nothing is in the caches yet."""

    name: str
    rounds_cpu_ms: list[float] = field(default_factory=list)
    fresh_cpu_ms: float = 0.0
    runs: list[Run] = field(default_factory=list)
    first: Run | None = None

    @property
    def cpu_ms(self) -> float:
        """Per change, the median of the rounds: a round that other programs disturbed does not move it."""
        return median(self.rounds_cpu_ms)

    @property
    def wall_ms(self) -> float:
        return median(run.wall_ms for run in self.runs)

    @property
    def received_bytes(self) -> float:
        return fmean(run.received_bytes for run in self.runs)


@dataclass(frozen=True)
class Target:
    """An address on a server, the queries that a visitor goes round, and where the figures are gathered."""

    server: AppServer
    address: str
    queries: Sequence[str]
    measured: Measured
    visitor: Visitor


@dataclass(frozen=True)
class Report:
    """Everything one benchmark run found."""

    empty: Measured
    charts: Measured
    pages: dict[str, Measured]
    maps: dict[str, Measured]
    unchanged: dict[str, Run]
    seconds_to_health: float
    seconds_to_first_page: float
    resident_mb: float

    @property
    def mean_ratio(self) -> float:
        """Average over the pages and their opened states of processor time per change, in three-chart pages."""
        return fmean(one.cpu_ms for one in self.pages.values()) / self.charts.cpu_ms

    def fresh_ratio(self, page: str) -> float:
        """Processor time of a change to what nobody has asked for yet, in three-chart pages."""
        return self.pages[page].fresh_cpu_ms / self.charts.cpu_ms

    def map_ratio(self, page: str) -> float:
        """Processor time of a change that recolours the map, in three-chart pages."""
        return self.maps[page].cpu_ms / self.charts.cpu_ms


@contextmanager
def _servers(root: Path) -> Iterator[tuple[AppServer, AppServer, AppServer]]:
    """The dashboard, the empty page and the three-chart page, each in a process of its own."""
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        app = stack.enter_context(AppServer(folders[0], root=root))
        empty = stack.enter_context(AppServer(folders[1], entry=REFERENCE / "empty.py", root=root))
        charts = stack.enter_context(AppServer(folders[2], entry=REFERENCE / "three_charts.py", root=root))
        yield app, empty, charts


def measure(rounds: int, addresses: Sequence[str] = PAGES + OPENED, *, root: Path = ROOT) -> Report:
    """Visit every address `rounds` times round its selections, all targets in turn, and note what it cost."""
    with _servers(root) as (app, empty, charts), ExitStack() as stack:
        started = time.perf_counter()
        with Visitor(app.url) as first:
            first.show()
        seconds_to_first_page = time.perf_counter() - started

        def target(server: AppServer, address: str, changes: Sequence[str], name: str) -> Target:
            page, _, opened = address.partition("?")
            visitor = stack.enter_context(Visitor(server.url, page))
            measured = Measured(name, first=visitor.show(opened))
            queries = [f"{opened}&{change}" if opened else change for change in changes]
            return Target(server, address, queries, measured, visitor)

        references = [
            target(empty, "/", SELECTIONS, "empty page"),
            target(charts, "/", SELECTIONS, "three plain charts"),
        ]
        changes = [target(app, address, SELECTIONS, f"`{address}` other ORP") for address in addresses]
        recoloured = [target(app, page, DAYS, f"`{page}` other day (map)") for page in MAP_PAGES]
        targets = [*references, *changes, *recoloured]
        for one in targets:
            _, spent_ms = visit_round(one)
            one.measured.fresh_cpu_ms = spent_ms / len(one.queries)
        for _ in range(rounds):
            for one in targets:
                runs, spent_ms = visit_round(one)
                one.measured.runs += runs
                one.measured.rounds_cpu_ms.append(spent_ms / len(one.queries))
        unchanged = {}
        for one in recoloured:
            one.visitor.show(one.queries[0])
            unchanged[one.address] = one.visitor.show(one.queries[0])
        report = Report(
            references[0].measured,
            references[1].measured,
            {one.address: one.measured for one in changes},
            {one.address: one.measured for one in recoloured},
            unchanged,
            app.seconds_to_health,
            seconds_to_first_page,
            resident_mb(app.pid),
        )
    for server in (app, empty, charts):
        server.assert_clean_log()
    return report


def visit_round(target: Target) -> tuple[list[Run], float]:
    """One visit of every query, and the processor time it cost."""
    time.sleep(SETTLE_S)
    before = cpu_ms(target.server.pid)
    runs = [target.visitor.show(query) for query in target.queries]
    time.sleep(SETTLE_S)
    return runs, cpu_ms(target.server.pid) - before


def markdown(report: Report) -> str:
    """The report as a table for docs/performance.md."""
    head = "| change | CPU ms | × empty | × three charts | CPU ms, never asked before | wall ms | kB | kB, first view |"
    lines = [head, "|---|---:|---:|---:|---:|---:|---:|---:|"]
    for one in (report.empty, report.charts, *report.pages.values(), *report.maps.values()):
        first_kb = one.first.received_bytes / 1000 if one.first else 0.0
        lines.append(
            f"| {one.name} | {one.cpu_ms:.1f} | {one.cpu_ms / report.empty.cpu_ms:.1f} "
            f"| {one.cpu_ms / report.charts.cpu_ms:.2f} | {one.fresh_cpu_ms:.0f} | {one.wall_ms:.0f} "
            f"| {one.received_bytes / 1000:.1f} | {first_kb:.1f} |"
        )
    lines += ["", f"- Average of the pages and their opened states: {report.mean_ratio:.2f} × the three-chart page."]
    lines += [
        f"- `{page}` asked for again with nothing changed: {run.received_bytes / 1000:.1f} kB."
        for page, run in report.unchanged.items()
    ]
    lines += [
        f"- Cold start: {report.seconds_to_health:.1f} s to the health check, "
        f"then {report.seconds_to_first_page:.1f} s to the first page finished.",
        f"- Memory after the run: {report.resident_mb:.0f} MB.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(markdown(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 12)) + "\n")
