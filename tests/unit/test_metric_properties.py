"""What must hold for any data: gaps sum to zero, unknown never becomes zero, order and longer validity do no harm."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.metrics.coverage import COVERED, coverage, municipality_coverage
from lib.metrics.gaps import capacity_by_orp, capacity_gap, gap_by_target_group, region_gap
from lib.metrics.progress import activity_progress, has_signal
from lib.metrics.rollups import by_main_goal, rolled_up
from lib.metrics.signals import raised_signals
from lib.metrics.similar import similar_areas
from lib.model.areas import population_on
from lib.model.assumptions import Parameter
from lib.model.derived_signal import Signal
from lib.model.derived_similar import Feature
from lib.model.plan import USUAL_RULES
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import Level
from tests.unit.made_region import (
    DAY,
    FORMS,
    MUNICIPALITIES,
    ORPS,
    POPULATION,
    TYPES,
    capacity,
    own_rates,
    placed,
    plan,
    plan_towns,
    serves,
    service,
    table,
)

FEW = settings(max_examples=25, deadline=None)
PEOPLE = population_on(POPULATION, DAY, Level.ORP)
KEY = ["type_code", "form", "unit"]
BETTER = ("not_applicable", "white_spot", "severe", "low", "slightly_low", "in_line", "above")
FEATURES = pd.DataFrame({"orp_code": list("ABCD"), "orp_name": list("ABCD"), "population_persons": [4.0, 3.0, 2.0, 1.0],
                         **{feature.value: 0.0 for feature in list(Feature)[1:]}})
PlanRows = list[tuple[date, int, bool, list[str]]]

amounts = st.one_of(st.none(), st.integers(0, 60).map(float))
areas = st.lists(st.sampled_from(["A", "B", "C", "D", "100001", "100004", "100006"]), unique=True, max_size=3)
some_days = st.integers(0, 1500).map(lambda days: date(2014, 1, 1) + timedelta(days))


@st.composite
def networks(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Up to five services of two types with capacities, some unknown, some divided among areas."""
    services, capacities, territory, groups = [], [], [], []
    for number in range(draw(st.integers(1, 5))):
        code, kind = str(number), draw(st.sampled_from(["40", "49"]))
        services.append(service(code, kind, end=draw(st.sampled_from([None, "2016-06-29", "2016-06-30"]))))
        form, unit = ("residential", "beds") if kind == "49" else ("field", "fte")
        if draw(st.booleans()) or number == 0:
            capacities.append(capacity(code, draw(amounts), draw(amounts), form, unit))
        territory += serves(code, *draw(areas))
        groups += [{"service_id": code, "group_code": group}
                   for group in draw(st.lists(st.sampled_from(["SEN", "PEC"]), unique=True))]
    return {
        "services": table("service", services), "capacity": table("service_capacity", capacities),
        "territory": table("service_territory", territory),
        "facilities": table("facility", [{"id": "f0", "service_id": "0", "municipality_code": "100007",
                                          "valid_from": "2010-01-01"}]),
        "municipalities": MUNICIPALITIES, "population": POPULATION, "groups": table("service_target_group", groups),
    }


def capacities(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    given_tables = {name: frame for name, frame in tables.items() if name != "groups"}
    return capacity_by_orp(**given_tables, valid_on=DAY, scope=CapacityScope.NETWORK, network_known=True)


def placements(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return placed(tables["services"], tables["territory"], tables["facilities"], DAY)


def gaps(frame: pd.DataFrame, norm: Norm = Norm.REGION_MEAN, own_rate: float | None = None) -> pd.DataFrame:
    return capacity_gap(frame, PEOPLE, FORMS, TYPES, ORPS, own_rates(own_rate), norm=norm)


@FEW
@given(networks())
def test_gaps_against_the_region_mean_sum_to_zero(tables: dict[str, pd.DataFrame]) -> None:
    sums = gaps(capacities(tables)).groupby(KEY)["gap_units"].sum()
    assert sums.abs().max() < 1e-6 or sums.empty


@FEW
@given(networks())
def test_shares_of_a_placed_service_sum_to_one(tables: dict[str, pd.DataFrame]) -> None:
    placed = placements(tables)
    sums = placed[placed["orp_code"].notna()].groupby("service_id")["share"].sum()
    assert np.allclose(sums, 1)


@FEW
@given(networks())
def test_an_unknown_amount_is_never_a_number(tables: dict[str, pd.DataFrame]) -> None:
    """Wherever a service valid on the day with an unknown amount is placed, capacity, gap and class are unknown."""
    stated = tables["capacity"].set_index("service_id")["in_network"]
    types = tables["services"][["id", "type_code"]].rename(columns={"id": "service_id"})
    placed = placements(tables).merge(types, on="service_id")
    result = gaps(capacities(tables)).set_index(["orp_code", "type_code"])
    for row in placed[placed["orp_code"].notna()].itertuples():
        if pd.isna(stated.get(row.service_id, np.nan)) and (row.orp_code, row.type_code) in result.index:
            cell = result.loc[(row.orp_code, row.type_code)]
            assert cell[["capacity_units", "gap_units"]].isna().all()
            assert cell["class"] in ("unknown", "not_applicable")


@FEW
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(tables: dict[str, pd.DataFrame], random: Random) -> None:
    def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1, random_state=random.randint(0, 999))

    straight = capacities(tables)
    mixed = capacities({name: shuffled(frame) for name, frame in tables.items()})
    pd.testing.assert_frame_equal(mixed, straight)
    pd.testing.assert_frame_equal(gaps(shuffled(mixed)), gaps(straight))


@FEW
@given(st.lists(amounts, min_size=4, max_size=4), st.integers(0, 3), st.integers(1, 50))
def test_more_capacity_never_lowers_gap_or_index_nor_worsens_the_class(
    values: list[float | None], where: int, more: int
) -> None:
    def one(units: list[float | None]) -> pd.Series:
        frame = pd.DataFrame({"orp_code": list("ABCD"), "type_code": "49", "form": "residential", "unit": "beds",
                              "capacity_units": pd.Series(units, dtype="float64")})
        return gaps(frame, Norm.OWN, 50.0).iloc[where]

    before, raised = one(values), one([None if value is None else value + more * (index == where)
                                       for index, value in enumerate(values)])
    if values[where] is None:
        assert pd.isna(raised["gap_units"])
    else:
        assert raised["gap_units"] == pytest.approx(before["gap_units"] + more)
        assert pd.isna(before["coverage_index"]) or raised["coverage_index"] > before["coverage_index"]
        assert BETTER.index(raised["class"]) >= BETTER.index(before["class"])


@FEW
@given(st.lists(amounts, min_size=4, max_size=4), st.integers(0, 3), st.integers(1, 50))
def test_the_own_capacity_of_an_area_is_no_part_of_the_norm_its_similar_areas_make(
    values: list[float | None], where: int, more: int
) -> None:
    alike = similar_areas(FEATURES, {Parameter.WEIGHT_POPULATION: 1.0}, n=2)

    def norm(units: list[float | None]) -> float:
        frame = pd.DataFrame({"orp_code": list("ABCD"), "type_code": "49", "form": "residential", "unit": "beds",
                              "capacity_units": pd.Series(units, dtype="float64")})
        result = capacity_gap(frame, PEOPLE, FORMS, TYPES, ORPS, own_rates(None), norm=Norm.SIMILAR, similar=alike)
        return float(result.iloc[where]["norm_per_1000"])

    raised = [(value or 0) + more if place == where else value for place, value in enumerate(values)]
    assert norm(raised) == pytest.approx(norm(values), nan_ok=True)


@FEW
@given(networks())
def test_the_region_row_is_the_sum_of_the_known_areas(tables: dict[str, pd.DataFrame]) -> None:
    frame = gaps(capacities(tables), Norm.OWN, 40.0)
    region = region_gap(frame).set_index(KEY)
    known = frame[frame["gap_units"].notna()].groupby(KEY)["capacity_units"].sum()
    for key, row in region.iterrows():
        if row["orps_known"] == 0:
            assert pd.isna(row["capacity_units"])
        else:
            assert row["capacity_units"] == pytest.approx(known[key])
        assert row["orps_known"] + row["orps_unknown"] == 4


@FEW
@given(networks())
def test_groups_allocate_at_most_what_is_available(tables: dict[str, pd.DataFrame]) -> None:
    groups = table("target_group", [{"code": code, "name": code, "scheme": "register", "role": "group"}
                                    for code in ("SEN", "PEC")])
    given_tables = {name: frame for name, frame in tables.items() if name != "groups"}
    frame = gap_by_target_group(**given_tables, service_groups=tables["groups"], target_groups=groups, orps=ORPS,
                                valid_on=DAY, scope=CapacityScope.NETWORK, network_known=True,
                                norm=Norm.REGION_MEAN)
    assert (frame["allocated_units"].isna() == frame["capacity_units"].isna()).all()
    assert (frame["allocated_units"].fillna(0) <= frame["capacity_units"].fillna(0) + 1e-9).all()


plan_lists = st.lists(st.tuples(some_days, st.integers(0, 900), st.booleans(), st.lists(
    st.sampled_from("12345678"), min_size=1, unique=True)), min_size=1, max_size=5)


def covered(plans: pd.DataFrame, towns: pd.DataFrame, day: date) -> pd.DataFrame:
    return municipality_coverage(MUNICIPALITIES, ORPS, plans, towns, POPULATION, valid_on=day)


def made(rows: PlanRows, longer: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    plans = [plan(f"p{number}", str(start), None if unknown else str(start + timedelta(length + longer)))
             for number, (start, length, unknown, _) in enumerate(rows)]
    return table("community_plan", plans), plan_towns(**{f"p{number}": row[3] for number, row in enumerate(rows)})


@FEW
@given(plan_lists, st.integers(1, 400), some_days)
def test_longer_validity_never_lowers_coverage(rows: PlanRows, longer: int, day: date) -> None:
    before, after = covered(*made(rows), day), covered(*made(rows, longer), day)
    was, now = before["status"].isin(COVERED), after["status"].isin(COVERED)
    assert (now | ~was).all()
    assert (after["covered_until"][was] >= before["covered_until"][was]).all()
    assert (after["plans"] >= before["plans"]).all()


@FEW
@given(plan_lists, some_days)
def test_coverage_counts_agree_with_each_other(rows: PlanRows, day: date) -> None:
    plans, towns = made(rows)
    towns_covered = covered(plans, towns, day)
    assert (towns_covered["status"].isin(COVERED) == (towns_covered["plans"] > 0)).all()
    assert (towns_covered["covered_until"].notna() == (towns_covered["plans"] > 0)).all()
    assert (towns_covered["covered_until"].dropna() >= pd.Timestamp(day)).all()
    frame = coverage(towns_covered, ORPS, plans, towns, table("action_plan"), table("community_plan_quality"),
                     table("coordinator"), valid_on=day).set_index("orp_code")
    sums = ["municipalities", "municipalities_covered", "municipalities_unknown", "overlaps", "population_persons"]
    assert frame.loc[list("ABCD"), sums].sum().tolist() == frame.loc["kraj", sums].tolist()
    for share in ("municipalities_covered_share", "population_covered_share", "expiring_share"):
        assert frame[share].dropna().between(0, 1).all()
    assert frame["municipalities_covered_share"].isna().tolist() == (
        (frame["municipalities_covered"] == 0) & (frame["municipalities_unknown"] > 0)).tolist()
    assert (frame["plans"].loc[list("ABCD")] <= frame.loc["kraj", "plans"]).all()


states = st.sampled_from(["not_started", "preparing", "running", "done", "continuous", "suspended", "cancelled"])
percents = st.one_of(st.none(), st.integers(0, 100))
reports = st.lists(st.tuples(st.integers(0, 4), some_days, states, percents), max_size=8)


@FEW
@given(reports, some_days)
def test_states_add_up_to_the_cards_and_percentages_stay_within_limits(
    rows: list[tuple[int, date, str, int | None]], day: date
) -> None:
    cards = table("activity", [{"code": f"A0{n % 2 + 1}-0{n}", "title": "t", "goal_code": f"SC{n % 2 + 1}",
                                "start_year": 2014, "end_year": 2015 + n % 3} for n in range(5)])
    given_reports = table("progress_report", [
        {"id": str(number), "activity_code": cards["code"][card], "date": str(when), "state": state, "percent": percent}
        for number, (card, when, state, percent) in enumerate(rows)])
    held = table("activity_guarantor")
    raised = raised_signals(cards, given_reports, held, table("milestone"), table("milestone_move"), USUAL_RULES,
                            valid_on=day)
    found = activity_progress(cards, given_reports, held, raised, valid_on=day)
    goals = pd.Series(["SC1", "SC2"], dtype="str")
    frame = rolled_up(found, has_signal(found, Signal.LAGGING), goals, by_main_goal(found)).set_index("row")
    kinds = ["not_started", "preparing", "running", "done", "continuous", "suspended", "cancelled", "unreported"]
    assert (frame[kinds].sum(axis=1) == frame["activities"]).all()
    counted = [*kinds, "lagging"]
    assert frame.loc[["SC1", "SC2"], counted].sum().tolist() == frame.loc["all", counted].tolist()
    for column in ("declared_pct", "elapsed_pct"):
        assert found[column].dropna().between(0, 100).all()
    assert frame["declared_pct"].isna().tolist() == (frame["declared_activities"] == 0).tolist()
    assert found.loc[found["state"].isna(), "declared_pct"].isna().all()
