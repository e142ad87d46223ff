"""What the first start costs: the embedded package checked and stored in an empty SQLite, against a plain read of it.

`python -m tests.benchmarks.first_start` prints a Markdown row. Seconds differ between machines; the ratio holds better,
because the plain read is measured in the same run, and both in processor time, which other programs disturb less.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pandas as pd

from lib.importers.package import load_package, package_checksum
from lib.model.schemas import TABLES
from lib.settings import ROOT
from lib.store.database import open_database
from lib.store.reads import table_summary
from lib.store.releases import ensure_embedded

PACKAGE = ROOT / "data"
NOON = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)
Result = TypeVar("Result")

READS = 3
"""Plain reads, of which the quickest counts: the first one may find the files outside the memory of the system."""


@dataclass(frozen=True, slots=True)
class FirstStart:
    """One measurement, with the imports that only a first start needs.

    `wall_s` is what a person waits for, `start_s` and `read_s` are processor time. `rows` is what was stored of the
    tables that are CSV files, `read_rows` what the plain read found in those files, `release` the number it got.
    """

    wall_s: float
    start_s: float
    read_s: float
    rows: int
    read_rows: int
    release: int

    @property
    def ratio(self) -> float:
        return self.start_s / self.read_s


def measure() -> FirstStart:
    """Start once on an empty store; meant for a process that has not loaded a package before."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'first.sqlite'}")
        begun = time.perf_counter()
        start_s, outcome = _timed(lambda: ensure_embedded(
            database, lambda: load_package(PACKAGE), checksum=lambda: package_checksum(PACKAGE), published_at=NOON))
        wall_s = time.perf_counter() - begun
        stored = table_summary(database, outcome.release.number).set_index("table_name")["rows"]
        database.close()
    reads = [_timed(_plain_rows) for _ in range(READS)]
    maps = [name for name, table in TABLES.items() if any(field.kind == "geometry" for field in table.fields)]
    read_s = min(seconds for seconds, _ in reads)
    return FirstStart(wall_s, start_s, read_s, int(stored.drop(maps).sum()), reads[0][1],
                      outcome.release.number)


def _plain_rows() -> int:
    return sum(len(pd.read_csv(path)) for path in sorted(PACKAGE.glob("*/*.csv")))


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def markdown(measured: FirstStart) -> str:
    return (f"| {measured.rows} | {measured.wall_s:.1f} | {measured.start_s:.1f} | {measured.read_s:.3f} "
            f"| {measured.ratio:.0f} × |")


if __name__ == "__main__":
    sys.stdout.write(markdown(measure()) + "\n")
