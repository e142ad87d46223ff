"""The first start is measured in a process of its own and its figures are kept with the results of the tests."""

import csv
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.benchmarks.first_start import PACKAGE, markdown, measure

pytestmark = pytest.mark.benchmark


def test_the_first_start_stores_every_row_of_the_files_and_its_cost_is_recorded(
    record_property: Callable[[str, object], None],
) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        measured = process.submit(measure).result()
    record_property("first start against a plain read", markdown(measured))
    assert measured.release == 1
    assert measured.rows == measured.read_rows == _rows_written()


def _rows_written() -> int:
    """Rows of the CSV files without their headers, counted by no code of the project."""
    total = 0
    for path in sorted(PACKAGE.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            total += sum(1 for _ in csv.reader(file)) - 1
    return total
