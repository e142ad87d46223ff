"""A whole country costs at most three times a region per rerun: both are served and visited in turn, in one run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.importers.package import load_package
from lib.store.database import open_database
from lib.store.releases import publish
from tests.app_server import ROOT, AppServer
from tests.benchmarks.driver import Visitor
from tests.benchmarks.rerun import Measured, Target, visit_round
from tests.made_country import frames as country_frames

pytestmark = pytest.mark.benchmark
ROUNDS = 5

ADDRESSES = (
    "/", "/pokryti", "/sit", "/mezery", "/mezery?sluzba=49", "/mezery?pohled=pohledy&sluzba=49",
    "/mezery?pohled=dostupnost&sluzba=49", "/mezery?pohled=karty", "/mezery?pohled=co_kdyby&sluzba=49", "/profil",
    "/aktivity", "/metodika",
)
AREAS = {"region": ("5102", "5103", "5105", "5110"), "country": ("1002", "1003", "1005", "1010")}
"""Four ORP a visitor goes round, so that every rerun changes the page."""


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Measured]]]:
    """What every address costs on each of the two, by name and address."""
    tables = {"region": load_package(ROOT / "data").frames, "country": country_frames(ROOT / "data")}
    with ExitStack() as stack:
        targets: dict[str, dict[str, Target]] = {}
        for name, frames in tables.items():
            folder: Path = tmp_path_factory.mktemp(name)
            url = f"sqlite:///{folder / 'made.sqlite'}"
            database = open_database(url)
            publish(database, frames, note="first", by_role="administrator", source_name="made", source_checksum=name,
                    published_at=datetime(2016, 7, 1, 12, 0, tzinfo=UTC))
            database.close()
            server = stack.enter_context(AppServer(folder, environment={"DATABASE_URL": url}))
            targets[name] = {address: _target(stack, server, address, AREAS[name]) for address in ADDRESSES}
        for _ in range(ROUNDS + 1):
            for address in ADDRESSES:
                for name in tables:
                    one = targets[name][address]
                    _, spent_ms = visit_round(one)
                    one.measured.rounds_cpu_ms.append(spent_ms / len(one.queries))
    yield {name: {address: one.measured for address, one in by.items()} for name, by in targets.items()}


def _target(stack: ExitStack, server: AppServer, address: str, areas: tuple[str, ...]) -> Target:
    page, _, opened = address.partition("?")
    visitor = stack.enter_context(Visitor(server.url, page))
    measured = Measured(address, first=visitor.show(opened))
    queries = [f"{opened}&orp={area}" if opened else f"orp={area}" for area in areas]
    return Target(server, address, queries, measured, visitor)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_rerun_of_a_country_costs_at_most_three_of_the_region(
    costs: dict[str, dict[str, Measured]], address: str, record_property: Callable[[str, object], None]
) -> None:
    region, country = costs["region"][address], costs["country"][address]
    told = f"{address}: {country.cpu_ms:.0f} ms against {region.cpu_ms:.0f} ms"
    record_property("a country against the region", told)
    assert len(country.rounds_cpu_ms) == ROUNDS + 1
    assert country.cpu_ms <= 3 * region.cpu_ms, told
