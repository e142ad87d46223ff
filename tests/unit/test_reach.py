"""Reach: floating catchments against loops and a reference package, limits at their edge, places, what is unknown."""

from collections.abc import Sequence
from math import exp, hypot, isnan

import numpy as np
import pandas as pd
import pytest
from access import Access, weights
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.metrics.access import (
    CLASSES,
    Reach,
    Supply,
    floating_catchment,
    nearest_by_line,
    nearest_by_time,
    reach,
    reach_totals,
    supply_by_municipality,
    zone_weights,
)
from lib.model.derived_reach import Catchment
from lib.model.distances import Links, border_km, links_by_line, links_by_time, points_in_metres, without_ways
from lib.model.lookup import Floats
from lib.model.selection import CapacityScope
from tests.unit.made_region import (
    DAY,
    MUNICIPALITIES,
    ORPS,
    PERSONS,
    TYPES,
    Rows,
    capacity,
    serves,
    service,
    table,
)

GRID = np.array([[1000.0 * x, 1000.0 * y] for y in range(5) for x in range(5)])
"""Places a kilometre apart; positions run along the rows."""

PEOPLE = np.array([float((7 * place) % 11 * 10) for place in range(25)])
"""Their people: every eleventh place has none."""

SITES = {0: 12.0, 3: 30.0, 12: 7.5, 13: 40.0, 24: 5.0}
"""What is provided where."""

LIMIT = 3.0
EVERYWHERE = np.arange(25)
STEPS = (1.0, 0.68, 0.22)

HOMES = pd.DataFrame({"type_code": ["49"], "form": ["residential"], "unit": ["beds"], "age_group": ["80plus"],
                      "limit": [10.0]})


def column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64).reshape(-1, 1)


def amounts(sites: dict[int, float], n: int = 25) -> Floats:
    return column([sites.get(place, 0.0) for place in range(n)])


def by_loops(way: str) -> list[float]:
    """Access per person, step by step as the method says it, with nothing of ours but the weights' zones."""
    def weight(one: int, other: int) -> float:
        far = hypot(*(GRID[one] - GRID[other])) / 1000
        if far > LIMIT:
            return 0.0
        return 1.0 if way == "prosta" else STEPS[0 if far <= 1 else 1 if far <= 2 else 2]

    def of_row(place: int) -> float:
        return sum(weight(place, site) for site in SITES) if way == "vyvazena" else 1.0

    def counted(place: int, site: int) -> float:
        return weight(place, site) / of_row(place) if of_row(place) else 0.0

    found = []
    for place in range(25):
        access = 0.0
        for site, beds in SITES.items():
            demand = sum(PEOPLE[other] * counted(other, site) for other in range(25))
            access += beds / demand * counted(place, site)
        found.append(access)
    return found


def ours(way: Catchment, sites: dict[int, float] = SITES, people: Floats = PEOPLE) -> Floats:
    near = links_by_line(GRID, EVERYWHERE, LIMIT)
    weight = np.ones(len(near.cost)) if way is Catchment.TWO_STEP else zone_weights(near.cost, LIMIT)
    beds = amounts(sites)
    places = column([place in sites for place in range(25)]).astype(bool)
    return floating_catchment(near, weight, column(people), beds, places, balanced=way is Catchment.BALANCED).ravel()


@pytest.mark.parametrize("way", list(Catchment))
def test_every_way_of_sharing_equals_plain_loops_and_keeps_the_capacity_reached(way: Catchment) -> None:
    assert ours(way) == pytest.approx(by_loops(way.value))
    assert (ours(way) * PEOPLE).sum() == pytest.approx(94.5)


def test_balanced_people_are_counted_once() -> None:
    """Two places of 10 beds, one on each side of 100 people, whom plain sharing counts at both."""
    near = links_by_line(GRID[:3], np.arange(3), 1.0)
    beds, people = column([10.0, 0.0, 10.0]), column([100.0, 100.0, 100.0])
    access = [floating_catchment(near, np.ones(len(near.cost)), people, beds, beds > 0, balanced=balanced).ravel()
              for balanced in (False, True)]
    assert access[0] == pytest.approx([10 / 200, 20 / 200, 10 / 200])
    assert access[1] == pytest.approx([10 / 150, (10 / 150 + 10 / 150) / 2, 10 / 150])


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
@pytest.mark.parametrize("way", [Catchment.TWO_STEP, Catchment.ENHANCED])
def test_the_package_access_finds_the_same(way: Catchment) -> None:
    pairs = pd.DataFrame([
        {"origin": one, "dest": other, "cost": hypot(*(GRID[one] - GRID[other])) / 1000}
        for one in range(25) for other in range(25)
    ])
    places = pd.DataFrame({"id": range(25), "people": PEOPLE, "beds": amounts(SITES).ravel()})
    other = Access(demand_df=places, demand_index="id", demand_value="people", supply_df=places, supply_index="id",
                   supply_value="beds", cost_df=pairs, cost_origin="origin", cost_dest="dest", cost_name="cost")
    steps = {1: 1, 2: 0.68, 3: 0.22} if way is Catchment.ENHANCED else {3: 1}
    # That package leaves out the limit itself, so it is asked for a little more.
    found = other.two_stage_fca(max_cost=LIMIT + 1e-9, weight_fn=weights.step_fn(steps))["2sfca_beds"]
    assert ours(way) == pytest.approx(found.reindex(range(25)).fillna(0).to_numpy())


SCENARIOS = {  # minutes into the city, out of it, across it
    "gridlock": (40, 40, 80), "faster in": (20, 40, 80), "faster out": (40, 20, 80), "faster both": (20, 20, 40),
}


def hospital_example(name: str) -> Floats:
    """Published in the tests of PySAL's `access` (test_hospital_example): 3 tracts with 100, 50 and 10 people and 15,
    20 and 100 doctors; ways up to 60 minutes, weighed by 1 ÷ minutes, a minute at home."""
    inward, outward, across = SCENARIOS[name]
    minutes = np.array([[1, across, inward], [across, 1, inward], [outward, outward, 1]], dtype=np.float64)
    start, end = np.nonzero(minutes < 61)
    cost = minutes[start, end]
    return floating_catchment(Links(start, end, cost), 1 / cost, column([100, 50, 10]), column([15, 20, 100]),
                              np.ones((3, 1), dtype=bool), balanced=False).ravel()


def test_the_published_hospital_example() -> None:
    gridlock = hospital_example("gridlock")
    city = 100 / (10 + 150 / 40)
    assert gridlock == pytest.approx([
        15 / (100 + 10 / 40) + city / 40, 20 / (50 + 10 / 40) + city / 40,
        city + (15 / (100 + 10 / 40) + 20 / (50 + 10 / 40)) / 40])
    assert gridlock == pytest.approx([0.331444, 0.579828, 7.286418], abs=1e-6)
    signs = {name: np.sign(hospital_example(name) - gridlock).tolist() for name in SCENARIOS if name != "gridlock"}
    assert signs == {"faster in": [1, 1, -1], "faster out": [-1, -1, 1], "faster both": [1, 1, -1]}


def test_the_published_example_of_sdc_catchment() -> None:
    """Its page on PyPI: three consumers of 100 a kilometre apart, providers of 10 at both ends, Gaussian weights."""
    near = links_by_line(GRID[:3], np.array([0, 2]), 2.0)
    weight = np.array([exp(-(far**2) / 2) for far in near.cost])
    beds = column([10, 0, 10])
    found = floating_catchment(near, weight, column([100, 100, 100]), beds, beds > 0, balanced=False).ravel()
    assert found.round(6).tolist() == [0.065179, 0.069641, 0.065179]


def test_zones_are_those_of_the_published_step_function() -> None:
    """The docstring of `access.weights.step_fn`: 20, 40 and 60 minutes weigh 1, 0.68 and 0.22, limits included."""
    minutes = np.array([0, 10, 20, 30, 40, 50, 60], dtype=np.float64)
    assert zone_weights(minutes, 60.0).tolist() == [1, 1, 1, 0.68, 0.68, 0.22, 0.22]
    thirds = np.round(np.array([25 / 3, 50 / 3, 20 / 3, 40 / 3]), 6)
    assert [zone_weights(thirds[place:place + 1], limit)[0] for place, limit in enumerate((25, 25, 20, 20))] == [
        1, 0.68, 1, 0.68]
    assert zone_weights(np.array([8.334]), 25.0).tolist() == [0.68]


def test_the_limit_itself_is_within_reach() -> None:
    points = np.array([[0.0, 0.0], [3000.0, 4000.0], [3000.0, 4000.01], [0.1 * 50000, 0.0]])
    near = links_by_line(points, np.array([0]), 5.0)
    assert sorted(near.start.tolist()) == [0, 1, 3]
    minutes = table("travel_time", [{"from_code": "100002", "to_code": "100001", "minutes": 30.0},
                                    {"from_code": "100003", "to_code": "100001", "minutes": 30.01}])
    in_time = links_by_time(minutes, MUNICIPALITIES["code"]).within(30.0)
    assert in_time.start[in_time.end == 0].tolist() == [1, 0]


def facility(code: str, town: str, *, of: str = "1", secret: bool = False, end: str | None = None) -> dict[str, object]:
    return {"id": code, "service_id": of, "municipality_code": town, "secret_address": secret,
            "valid_from": "2010-01-01", "valid_to": end}


def supplied(  # noqa: PLR0917
    services: Rows, given: Rows, facilities: Rows = (), territory: Rows = (), kinds: pd.DataFrame = HOMES,
    scope: CapacityScope = CapacityScope.NETWORK, *, network_known: bool = True,
) -> Supply:
    return supply_by_municipality(
        table("service", services), table("service_capacity", given), table("service_territory", territory),
        table("facility", facilities), MUNICIPALITIES, kinds, valid_on=DAY, scope=scope, network_known=network_known)


def at(values: Floats) -> dict[str, float]:
    """What municipalities have that is not nought, by the last digit of their code; unknown is -1."""
    filled = np.where(np.isnan(values[:, 0]), -1.0, values[:, 0])
    return {code[-1]: float(value) for code, value in zip(MUNICIPALITIES["code"], filled, strict=True) if value}


def test_capacity_is_divided_among_facilities_never_multiplied() -> None:
    found = supplied([service("1")], [capacity("1", 60, 40)], [
        facility("a", "100001"), facility("b", "100002"), facility("c", "100002"),
        facility("d", "100003", end="2016-06-29"),
    ])
    assert at(found.amount) == pytest.approx({"1": 40 / 3, "2": 80 / 3})
    assert found.amount.sum() == pytest.approx(40)
    assert at(found.facilities) == {"1": 1, "2": 2}


def test_a_secret_address_has_no_place_and_its_part_goes_to_nobody() -> None:
    found = supplied([service("1"), service("2"), service("3")],
                     [capacity("1", 40, 40), capacity("2", 8, 8), capacity("3", 5, 5)],
                     [facility("a", "100001"), facility("b", "100007", secret=True),
                      facility("c", "100008", of="2", secret=True)])
    assert at(found.amount) == {"1": 20}
    assert at(found.facilities) == {"1": 1}
    assert (found.secret, found.unplaced) == (2, 2)
    assert not found.somewhere.any()
    hidden = supplied([service("2")], [capacity("2", 8, 8)], [facility("c", "100008", of="2", secret=True)])
    assert hidden.somewhere.tolist() == [True]


def test_nothing_in_the_network_is_no_place_and_an_unknown_amount_is_one() -> None:
    services = [service("1"), service("2")]
    given = [capacity("1", 40, 0), capacity("2", 10, None)]
    facilities = [facility("a", "100001"), facility("b", "100002", of="2")]
    assert at(supplied(services, given, facilities).facilities) == {"2": 1}
    assert at(supplied(services, given, facilities).amount) == {"2": -1}
    assert at(supplied(services, given, facilities, scope=CapacityScope.ALL).amount) == {"1": 40, "2": 10}
    assert supplied(services, given, facilities, network_known=False).nothing_known


def test_beds_and_full_time_equivalents_never_meet() -> None:
    both = pd.concat([HOMES, HOMES.assign(form="outpatient", unit="fte")], ignore_index=True)
    found = supplied([service("1")], [capacity("1", 40, 40), capacity("1", 3, 3, "outpatient", "fte"),
                                      capacity("1", 90, 90, "outpatient", "clients")], [facility("a", "100001")],
                     kinds=both)
    assert found.amount[0].tolist() == [40, 3]
    assert found.amount[1:].sum() == 0


HOME_CARE = pd.DataFrame({"type_code": ["40"], "form": ["field"], "unit": ["fte"], "age_group": ["80plus"],
                          "limit": [np.nan]})


def test_field_services_reach_what_they_declare_and_each_counts_once() -> None:
    found = supplied(
        [service(code, "40") for code in "1234"],
        [capacity("1", 5, 5, "field", "fte"), capacity("2", 5, None, "field", "fte"),
         capacity("3", 5, 0, "field", "fte"), capacity("4", 5, 5, "field", "fte")],
        territory=[*serves("1", "B", "100003"), *serves("2", "100003", "100006"), *serves("3", "D")],
        facilities=[facility("a", "100001")], kinds=HOME_CARE)
    assert at(found.services) == {"3": 2, "4": 1, "5": 1, "6": 1}
    assert found.undeclared == 1
    assert at(found.facilities) == {}


def reached(
    sites: dict[int, float], *, people: Sequence[float] = tuple(PERSONS.values()), limit: float = 10.0,
    border: Sequence[float] = (99.0,) * 8, kinds: pd.DataFrame = HOMES, nothing_known: bool = False,
    services: Sequence[float] = (0.0,) * 8, somewhere: bool = False,
) -> Reach:
    """The eight municipalities stand on a line, 10 km from one to the next."""
    line = np.column_stack([np.arange(8) * 10_000.0, np.zeros(8)])
    beds = amounts(sites, 8)
    places = np.isnan(beds) | (beds > 0)
    supply = Supply(beds, places.astype(np.float64), column(services), 0, 0, 0, np.array([somewhere]), nothing_known)
    return reach(kinds.assign(limit=kinds["limit"].where(kinds["limit"].isna(), limit)), supply, column(people),
                 links_by_line(line, np.flatnonzero(places), limit), nearest_by_line(line, places),
                 np.array(border, dtype=np.float64), np.zeros(8, dtype=bool), way=Catchment.BALANCED)


def classes(found: Reach) -> list[str]:
    return [CLASSES[place].value for place in found.status[:, 0]]


def test_classes_white_spots_and_the_unknown_behind_the_border() -> None:
    found = reached({2: 30.0}, people=[600, 400, 500, 300, 0, 1000, np.nan, 50],
                    border=[99, 99, 99, 99, 0, 10, 10, 10.001])
    assert classes(found) == ["white_spot", "in_reach", "in_reach", "in_reach", "not_applicable", "unknown_border",
                              "unknown", "white_spot"]
    assert found.nearest[:, 0].tolist() == [20, 10, 0, 10, 20, 30, 40, 50]
    assert found.facilities[:, 0].tolist() == [0, 1, 1, 1, 0, 0, 0, 0]
    access = found.access[:, 0]
    # 30 beds for 0.22 × 400 + 500 + 0.22 × 300 people, all of whom have this one place: balanced weights are all one.
    assert access[[0, 7]].tolist() == [0, 0]
    assert access[1:4] == pytest.approx([30 / 1200] * 3)
    assert np.isnan(access[[4, 5, 6]]).all()
    assert reached({2: 30.0}, limit=9.999).facilities[:, 0].tolist() == [0, 0, 1, 0, 0, 0, 0, 0]


def test_an_unknown_border_makes_every_white_spot_unknown() -> None:
    found = reached({2: 30.0}, border=[np.nan] * 8)
    assert set(classes(found)) == {"in_reach", "unknown_border"}
    assert not found.border_known


def test_an_unknown_capacity_makes_access_unknown_not_zero() -> None:
    found = reached({2: np.nan, 4: 20.0})
    assert classes(found)[:6] == ["white_spot", *["in_reach"] * 5]
    assert [isnan(value) for value in found.access[:, 0]] == [False, True, True, True, False, False, False, False]
    assert found.facilities[3, 0] == 2
    assert np.isnan([found.shared[0], found.reached[0]]).all()
    unknown_people = reached({2: 30.0}, people=[600, np.nan, 500, 300, 200, 1000, 150, 50])
    assert np.isnan(unknown_people.access[1:4, 0]).all()


def test_a_day_of_which_nothing_is_known_is_unknown() -> None:
    assert set(classes(reached({2: np.nan}, nothing_known=True))) == {"unknown"}
    hidden = reached({}, somewhere=True, people=[0, *list(PERSONS.values())[1:]])
    assert classes(hidden) == ["not_applicable", *["unknown"] * 7]
    totals = reach_totals(hidden, MUNICIPALITIES, ORPS, TYPES, np.full(8, 100.0)).set_index("orp_code")
    assert totals["unknown"].tolist() == [7, 1, 3, 1, 2]
    assert totals[["white_spots", "border_unknown", "white_spot_persons", "white_spot_share"]].isna().all(axis=None)


def test_an_undeclared_municipality_is_a_white_spot_of_field_work_whatever_the_border() -> None:
    found = reached({}, kinds=HOME_CARE, services=[2, 0, 1, 1, 1, 1, 1, 1], border=[0] * 8)
    assert classes(found) == ["in_reach", "white_spot", *["in_reach"] * 6]
    assert np.isnan(found.access).all()
    assert np.isnan(found.nearest).all()
    assert not found.near_border.any()


def test_people_in_white_spots_sum_up_by_area_and_for_the_region() -> None:
    found = reached({2: 30.0}, border=[99, 99, 99, 99, 99, 10, 99, 99])
    totals = reach_totals(found, MUNICIPALITIES, ORPS, TYPES, 2 * np.array(list(PERSONS.values()), dtype=np.float64),
                          region_name="Kraj").set_index("orp_code")
    assert totals.index.tolist() == ["kraj", "A", "B", "C", "D"]
    assert totals["white_spots"].tolist() == [4, 1, 1, 0, 2]
    assert totals["border_unknown"].tolist() == [1, 0, 0, 1, 0]
    assert totals["white_spot_persons"].tolist() == [600 + 200 + 200, 600, 200, 0, 200]
    assert totals["white_spot_population"].tolist() == [2000, 1200, 400, 0, 400]
    assert totals["persons"].tolist() == [3200, 1000, 1000, 1000, 200]
    assert totals["white_spot_share"].tolist() == pytest.approx([1000 / 3200, 0.6, 0.2, 0, 1])
    assert totals["border_persons"].tolist() == [1000, 0, 0, 1000, 0]


def test_minutes_of_a_table_replace_the_straight_line() -> None:
    rows = [("100001", "100003", 12.5), ("100002", "100003", 40.0), ("100003", "100001", 9.0)]
    travel = table("travel_time", [{"from_code": one, "to_code": other, "minutes": far} for one, other, far in rows])
    links = links_by_time(travel, MUNICIPALITIES["code"])
    places = column([0, 0, 1, 0, 0, 0, 0, 0]).astype(bool)
    nearest = nearest_by_time(links, places)[:, 0]
    assert [None if isnan(value) else value for value in nearest] == [12.5, 40, 0, None, None, None, None, None]
    lost = without_ways(links, 8)
    assert lost.tolist() == [False, False, False, *[True] * 5]
    supply = Supply(amounts({2: 30.0}, 8), places.astype(float), column([0] * 8), 0, 0, 0, np.array([False]),
                    nothing_known=False)
    found = reach(HOMES.assign(limit=12.5), supply, column(tuple(PERSONS.values())), links,
                  nearest_by_time(links, places), np.full(8, 99.0), lost, way=Catchment.TWO_STEP)
    assert classes(found) == ["in_reach", "white_spot", "in_reach", *["unknown"] * 5]
    assert found.access[[0, 2], 0] == pytest.approx([30 / 1100, 30 / 1100])


def test_points_and_borders_are_measured_in_metres_of_the_national_grid() -> None:
    """A degree of latitude is 111.2 km; the square's eastern half hides the inner border at 15.1°."""
    places = pd.DataFrame({"lat": [50.0, 51.0, 50.05, 50.05], "lon": [15.0, 15.0, 15.1, 15.19]})
    points = points_in_metres(places["lat"], places["lon"])
    assert hypot(*(points[0] - points[1])) == pytest.approx(111_230, abs=60)

    def square(west: float) -> str:
        ring = f"[[{west},50],[{west + 0.1:.1f},50],[{west + 0.1:.1f},50.1],[{west},50.1],[{west},50]]"
        return f'{{"type":"Polygon","coordinates":[{ring}]}}'

    borders = table("orp_boundary", [{"orp_code": "A", "geometry": square(15.0)},
                                     {"orp_code": "B", "geometry": square(15.1)}])
    far = border_km(points[2:], borders)
    assert far == pytest.approx([5.56, 0.717], abs=0.01)
    assert np.isnan(border_km(points, table("orp_boundary"))).all()


FEW = settings(max_examples=25, deadline=None)
site_beds = st.dictionaries(st.integers(0, 24), st.floats(1, 90), min_size=1, max_size=6)


@FEW
@given(site_beds, st.sampled_from(list(Catchment)), st.permutations(range(25)))
def test_capacity_reached_is_kept_and_order_does_not_matter(
    sites: dict[int, float], way: Catchment, order: list[int]
) -> None:
    people = PEOPLE + 1
    assert (ours(way, sites, people) * people).sum() == pytest.approx(sum(sites.values()))
    near = links_by_line(GRID[order], EVERYWHERE, LIMIT)
    weight = np.ones(len(near.cost)) if way is Catchment.TWO_STEP else zone_weights(near.cost, LIMIT)
    beds = amounts(sites)[order]
    shuffled = floating_catchment(near, weight, column(people[order]), beds, beds > 0,
                                  balanced=way is Catchment.BALANCED)
    assert shuffled.ravel() == pytest.approx(ours(way, sites, people)[order])


@FEW
@given(site_beds, st.sampled_from(list(Catchment)), st.floats(0, 5), st.floats(0, 5), st.floats(1, 50))
def test_more_capacity_and_a_longer_limit_never_make_reach_worse(
    sites: dict[int, float], way: Catchment, one: float, other: float, added: float
) -> None:
    site = next(iter(sites))
    more = ours(way, {**sites, site: sites[site] + added}, PEOPLE + 1)
    assert (more >= ours(way, sites, PEOPLE + 1) - 1e-12).all()
    shorter, longer = (links_by_line(GRID, np.array(list(sites)), limit) for limit in sorted((one, other)))
    assert (np.bincount(shorter.start, minlength=25) <= np.bincount(longer.start, minlength=25)).all()

