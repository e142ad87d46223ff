"""A whole country costs at most three times a region per rerun: both are served and visited in turn, in one run."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lib.importers.package import load_package
from lib.model.selection import AsOf, Selection
from lib.store.database import open_database
from lib.store.releases import publish
from lib.views.reach import reach_view
from tests.app_server import ROOT, AppServer
from tests.benchmarks.driver import Visitor
from tests.benchmarks.rerun import Measured, Target, visit_round
from tests.made_country import frames as country_frames

pytestmark = [pytest.mark.benchmark, pytest.mark.sweep]
ROUNDS = 3

ADDRESSES = (
    "/", "/pokryti", "/sit", "/mezery", "/mezery?sluzba=49", "/mezery?pohled=pohledy&sluzba=49",
    "/mezery?pohled=dostupnost&sluzba=49", "/mezery?pohled=karty", "/mezery?pohled=co_kdyby&sluzba=49", "/profil",
    "/aktivity", "/metodika",
)
AREAS = {"region": ("5102", "5103"), "country": ("1002", "1003")}
"""Two ORP a visitor goes between, so that every rerun changes the page."""

MUNICIPALITIES = 6258 / 215
"""How many times more municipalities the country has."""


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of the published region and of the published country; the store in it is `made.sqlite`."""
    tables = {"region": load_package(ROOT / "data").frames, "country": country_frames(ROOT / "data")}
    folders = {}
    for name, frames in tables.items():
        folders[name] = tmp_path_factory.mktemp(name)
        database = open_database(_url(folders[name]))
        publish(database, frames, note="first", by_role="administrator", source_name="made", source_checksum=name,
                published_at=datetime(2016, 7, 1, 12, 0, tzinfo=UTC))
        database.close()
    return folders


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'made.sqlite'}"


@pytest.fixture(scope="module")
def costs(stores: dict[str, Path]) -> Iterator[dict[str, dict[str, Measured]]]:
    """What every address costs on each of the two, by name and address."""
    with ExitStack() as stack:
        targets: dict[str, dict[str, Target]] = {}
        for name, folder in stores.items():
            server = stack.enter_context(AppServer(folder, environment={"DATABASE_URL": _url(folder)}))
            targets[name] = {address: _target(stack, server, address, AREAS[name]) for address in ADDRESSES}
        for _ in range(ROUNDS + 1):
            for address in ADDRESSES:
                for name in stores:
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
    told = (f"{address}: {country.cpu_ms:.0f} ms against {region.cpu_ms:.0f} ms; never asked before "
            f"{country.rounds_cpu_ms[0]:.0f} ms against {region.rounds_cpu_ms[0]:.0f} ms")
    record_property("a country against the region", told)
    assert len(country.rounds_cpu_ms) == ROUNDS + 1
    assert country.cpu_ms <= 3 * region.cpu_ms, told


def test_reach_of_a_whole_country_costs_no_more_than_its_municipalities_against_the_region(
    stores: dict[str, Path], record_property: Callable[[str, object], None]
) -> None:
    spent = {}
    for name, folder in stores.items():
        database = open_database(_url(folder))
        started = time.process_time()
        view = reach_view(database, Selection(AsOf(date(2016, 6, 30), 1)))
        spent[name] = time.process_time() - started
        assert view.totals.frame["type_code"].nunique() == 33
        database.close()
    told = f"{spent['country']:.1f} s against {spent['region']:.1f} s"
    record_property("reach of every type", told)
    assert spent["country"] <= MUNICIPALITIES * spent["region"], told
