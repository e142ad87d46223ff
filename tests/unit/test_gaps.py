"""Capacity gaps: the worked check of the method, placement of capacity, classes at their limits, groups."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.errors import SchemaMismatch
from lib.metrics.gaps import (
    capacity_by_orp,
    capacity_gap,
    class_changes,
    gap_by_target_group,
    region_gap,
)
from lib.model.areas import population_on
from lib.model.derived import GAP, GAP_BY_TARGET_GROUP
from lib.model.norms import Cells, compared, gap_class, norm_rates, poisson_interval
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import Level
from tests.unit import made_region
from tests.unit.made_region import (
    DAY,
    FORMS,
    MUNICIPALITIES,
    ORPS,
    POPULATION,
    TYPES,
    Rows,
    capacity,
    own_rates,
    serves,
    service,
    table,
)

NO_RATES = table("reference_rate")


def placed(services: Rows, territory: Rows, facilities: Rows = ()) -> pd.DataFrame:
    return made_region.placed(table("service", services), table("service_territory", territory),
                              table("facility", facilities), DAY)


def capacities(
    services: Rows, amounts: Rows, territory: Rows, *, scope: CapacityScope = CapacityScope.NETWORK, day: date = DAY,
    network_known: bool = True,
) -> pd.DataFrame:
    return capacity_by_orp(table("service", services), table("service_capacity", amounts),
                           table("service_territory", territory), table("facility"), MUNICIPALITIES, POPULATION,
                           valid_on=day, scope=scope, network_known=network_known)


def beds(frame: pd.DataFrame) -> dict[str, float | None]:
    units = frame["capacity_units"].astype("object").where(frame["capacity_units"].notna(), None)
    return dict(zip(frame["orp_code"], units, strict=True))


def gaps(amounts: dict[str, float | None], norm: Norm = Norm.REGION_MEAN, own_rate: float | None = None,
         rates: pd.DataFrame | None = None, similar: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gaps of beds of § 49 against a norm; persons of 80 and more are 1,000 in A, 500 in B, 400 in C, 0 in D."""
    frame = pd.DataFrame({"orp_code": list(amounts), "type_code": "49", "form": "residential", "unit": "beds",
                          "capacity_units": pd.Series(list(amounts.values()), dtype="float64")})
    people = population_on(POPULATION, DAY, Level.ORP)
    rates = own_rates(own_rate) if rates is None else rates
    return capacity_gap(frame, people, FORMS, TYPES, ORPS, rates, norm=norm, similar=similar).set_index("orp_code")


def test_the_worked_check_of_the_method() -> None:
    frame = gaps({"A": 60, "B": 15})
    assert frame["norm_per_1000"].tolist() == [50.0, 50.0]
    assert frame["need_units"].tolist() == [50.0, 25.0]
    assert frame["gap_units"].tolist() == [10.0, -10.0]
    assert frame["gap_units"].sum() == 0.0
    assert frame["coverage_index"].tolist() == [1.2, 0.6]
    assert frame["class"].tolist() == ["above", "low"]
    target = gaps({"A": 60, "B": 15}, Norm.OWN, 60)
    assert target["gap_units"].tolist() == [0.0, -15.0]
    assert -target["gap_units"].sum() == 60 * 1.5 - 75


def test_a_gap_row_carries_names_denominator_and_the_declared_columns() -> None:
    frame = gaps({"A": 60, "B": 15}).reset_index()
    assert tuple(frame.columns) == GAP.columns
    assert frame.loc[0, ["orp_name", "type_name", "category", "age_group", "population_persons"]].tolist() == [
        "Alfa", "domovy pro seniory", "care", "80plus", 1000]
    assert frame["rate_per_1000"].tolist() == [60.0, 30.0]


@pytest.mark.parametrize(("norm", "expected"), [
    (Norm.REGION_MEAN, 95 / 1.9), (Norm.ORP_MEDIAN, 50.0), (Norm.BEST_THIRD, 50 + 10 / 3),
])
def test_norms_of_three_known_areas(norm: Norm, expected: float) -> None:
    frame = gaps({"A": 60, "B": 15, "C": 20, "D": None}, norm)
    assert frame["norm_per_1000"].tolist() == pytest.approx([expected] * 4)


def test_an_unknown_area_takes_no_part_in_the_norm() -> None:
    frame = gaps({"A": 60, "B": 15, "C": None})
    assert frame["norm_per_1000"].tolist() == [50.0, 50.0, 50.0]
    assert frame.loc["C", "class"] == "unknown"
    assert frame.loc["C", ["capacity_units", "gap_units", "rate_per_1000", "coverage_index"]].isna().all()
    assert frame.loc["C", "need_units"] == 20.0


def test_the_national_norm_counts_only_with_the_same_denominator() -> None:
    def rate(age_group: str) -> pd.DataFrame:
        return table("reference_rate", [{"type_code": "49", "form": "residential", "unit": "beds",
                                         "age_group": age_group, "per_1000": 40.0}])

    assert gaps({"A": 60, "B": 15}, Norm.NATIONAL, rates=rate("80plus"))["gap_units"].tolist() == [20.0, -5.0]
    other = gaps({"A": 60, "B": 15}, Norm.NATIONAL, rates=rate("65plus"))
    assert other["class"].tolist() == ["unknown", "unknown"]
    assert gaps({"A": 60}, Norm.OWN)["class"].tolist() == ["unknown"]


@pytest.mark.parametrize(("index", "word"), [
    (0.49, "severe"), (0.50, "low"), (0.74, "low"), (0.75, "slightly_low"), (0.89, "slightly_low"), (0.90, "in_line"),
    (1.10, "in_line"), (1.11, "above"), (0.1 + 0.2 + 0.6 - 1e-13, "in_line"), (1.1 + 1e-12, "in_line"),
])
def test_class_limits_belong_to_the_better_class(index: float, word: str) -> None:
    one = np.array([1000.0])
    assert gap_class(one, one * index, one, np.array([index])).tolist() == [word]


@pytest.mark.parametrize(("persons", "amount", "norm", "word"), [
    (200, 0, 50, "white_spot"), (199, 0, 50, "severe"), (0, 0, 50, "not_applicable"), (0, np.nan, 50, "not_applicable"),
    (200, 0, 0, "not_applicable"), (200, np.nan, 0, "unknown"), (np.nan, 5, 50, "unknown"), (200, 5, np.nan, "unknown"),
])
def test_no_capacity_no_people_and_no_knowledge_are_three_classes(
    persons: float, amount: float, norm: float, word: str
) -> None:
    need = np.array([norm * persons / 1000])
    index = np.divide([amount], need, out=np.array([np.nan]), where=need > 0)
    found = gap_class(np.array([float(persons)]), np.array([float(amount)]), np.array([float(norm)]), index)
    assert found.tolist() == [word]


@pytest.mark.parametrize(("persons", "amount", "norm", "small"), [
    (199, 50, 50, True), (200, 50, 50, False), (1000, 4.99, 50, True), (1000, 5, 50, False), (199, 0, 50, True),
    (1000, 5 - 1e-12, 50, False), (1000, 0, 50, False), (199, np.nan, 50, False), (np.nan, 3, 50, False),
    (199, 3, np.nan, False), (199, 3, 0, False), (0, 3, 50, False),
])
def test_fewer_than_200_people_or_5_units_are_a_small_number_with_an_interval(
    persons: float, amount: float, norm: float, small: bool
) -> None:
    one = np.array([1.0])
    seen = compared(one * persons, one * amount, one * norm, one * norm * persons / 1000)
    assert seen["small_number"].tolist() == [small]
    assert seen["capacity_low_units"].notna().tolist() == seen["capacity_high_units"].notna().tolist() == [small]


def test_the_interval_of_a_count_is_the_exact_one_of_the_tables() -> None:
    """Garwood (1936), as tabulated for 95 %."""
    low, high = poisson_interval(np.array([0.0, 1, 2, 5, 10, np.nan]))
    assert low[:-1] == pytest.approx([0, 0.0253, 0.2422, 1.6235, 4.7954], abs=5e-5)
    assert high[:-1] == pytest.approx([3.6889, 5.5716, 7.2247, 11.6683, 18.3904], abs=5e-5)
    assert np.isnan([low[-1], high[-1]]).all()


def test_an_area_without_people_of_the_group_is_not_applicable_and_out_of_the_median() -> None:
    frame = gaps({"A": 60, "B": 15, "D": 4}, Norm.ORP_MEDIAN)
    assert frame["norm_per_1000"].tolist() == [45.0, 45.0, 45.0]
    assert frame.loc["D", "class"] == "not_applicable"
    assert pd.isna(frame.loc["D", "rate_per_1000"])


def test_a_norm_without_any_known_area_is_unknown() -> None:
    none = np.array([np.nan, np.nan])
    for norm in (Norm.REGION_MEAN, Norm.ORP_MEDIAN, Norm.BEST_THIRD):
        rates = norm_rates(Cells(np.array([0, 0]), np.array([0, 1]), none, none), norm, given=np.array([7.0]))
        assert np.isnan(rates).tolist() == [True, True]


def test_a_repeated_cell_is_refused() -> None:
    frame = pd.DataFrame({"orp_code": ["A", "A"], "type_code": "49", "form": "residential", "unit": "beds",
                          "capacity_units": [1.0, 2.0]})
    with pytest.raises(SchemaMismatch, match="orp_code, type_code, form, unit"):
        capacity_gap(frame, POPULATION, FORMS, TYPES, ORPS, NO_RATES, norm=Norm.REGION_MEAN)


def test_the_region_row_sums_what_is_known_and_counts_what_is_not() -> None:
    frame = region_gap(gaps({"A": 60, "B": 15, "C": None}, Norm.OWN, 60).reset_index(), region_name="Kraj")
    row = frame.iloc[0]
    assert len(frame) == 1
    sums = ["orp_code", "orp_name", "population_persons", "capacity_units", "need_units", "gap_units"]
    assert row[sums].tolist() == ["kraj", "Kraj", 1500, 75.0, 90.0, -15.0]
    assert (row["rate_per_1000"], row["orps_known"], row["orps_unknown"]) == (50.0, 2, 1)
    assert (round(row["coverage_index"], 4), row["class"]) == (0.8333, "slightly_low")


LIKE = pd.DataFrame([("A", "B"), ("A", "C"), ("B", "A"), ("B", "D"), ("C", "D"), ("D", "A")],
                    columns=["orp_code", "similar_code"])
"""Who is like whom in the made region, of which 1,000, 500, 400 and no people are 80 or more."""


def test_the_norm_of_similar_areas_is_their_capacity_over_their_people_without_the_area_itself() -> None:
    """A: (15 + 20) ÷ (500 + 400); B: (60 + 3) ÷ (1,000 + 0); C: only D, where nobody is 80; D: 60 ÷ 1,000."""
    frame = gaps({"A": 60, "B": 15, "C": 20, "D": 3}, Norm.SIMILAR, similar=LIKE)
    assert frame["norm_per_1000"].fillna(-1).tolist() == pytest.approx([1000 * 35 / 900, 63, -1, 60])
    assert frame["need_units"].fillna(-1).tolist() == pytest.approx([1000 * 35 / 900, 31.5, -1, 0])
    assert frame["class"].tolist() == ["above", "severe", "unknown", "not_applicable"]


def test_an_unknown_similar_area_is_left_out_and_without_any_the_norm_is_unknown() -> None:
    frame = gaps({"A": 60, "B": None, "C": 20, "D": None}, Norm.SIMILAR, similar=LIKE)
    assert frame["norm_per_1000"].fillna(-1).tolist() == [50.0, 60.0, -1.0, 60.0]
    assert gaps({"A": 60, "B": 15}, Norm.SIMILAR)["class"].tolist() == ["unknown", "unknown"]


def test_the_region_needs_what_its_areas_need_when_each_has_a_norm_of_its_own() -> None:
    """A needs 35 000 ÷ 900 and B 31.5; C is out, because its norm is unknown; D has no people."""
    row = region_gap(gaps({"A": 60, "B": 15, "C": 20, "D": 3}, Norm.SIMILAR, similar=LIKE).reset_index()).iloc[0]
    need = 35_000 / 900 + 31.5
    assert row[["population_persons", "capacity_units", "orps_known", "orps_unknown"]].tolist() == [1500, 78.0, 3, 1]
    assert row[["need_units", "norm_per_1000", "coverage_index"]].tolist() == pytest.approx(
        [need, need / 1.5, 78 / need])


def test_the_region_row_is_unknown_when_every_orp_is() -> None:
    row = region_gap(gaps({"A": None, "B": None}, Norm.OWN, 60).reset_index()).iloc[0]
    assert row["class"] == "unknown"
    assert row[["population_persons", "capacity_units", "gap_units"]].isna().all()
    assert (row["orps_known"], row["orps_unknown"]) == (0, 2)


def test_cells_that_change_class_under_another_norm_are_listed() -> None:
    amounts: dict[str, float | None] = {"A": 60, "B": 15, "C": 20}
    norms = (Norm.REGION_MEAN, Norm.ORP_MEDIAN, Norm.NATIONAL)
    by_norm = {norm.value: gaps(amounts, norm).reset_index() for norm in norms}
    assert class_changes(by_norm).empty
    by_norm["vlastni"] = gaps(amounts, Norm.OWN, 62).reset_index()
    changed = class_changes(by_norm)
    assert changed[["orp_code", "prumer_kraje", "vlastni"]].to_numpy().tolist() == [
        ["A", "above", "in_line"], ["B", "low", "severe"], ["C", "in_line", "slightly_low"]]


# Where capacity belongs


def test_declared_shares_divide_capacity_and_are_brought_to_one() -> None:
    frame = placed([service("1"), service("2")],
                   [*serves("1", "A", "B", shares=(0.25, 0.75)), *serves("2", "A", "B", shares=(0.2, 0.6))])
    assert frame["share"].tolist() == pytest.approx([0.25, 0.75, 0.25, 0.75])
    assert frame["split_by"].tolist() == ["declared"] * 4
    assert frame["shares_normalised"].tolist() == [False, False, True, True]


def test_without_shares_the_population_of_the_declared_areas_divides() -> None:
    frame = placed([service("1")], serves("1", "A", "100004", "100005", "100007"))
    assert frame["orp_code"].tolist() == ["A", "B", "D"]
    assert frame["share"].tolist() == pytest.approx([1000 / 1650, 500 / 1650, 150 / 1650])
    assert frame["split_by"].tolist() == ["population"] * 3


def test_a_municipality_inside_a_declared_orp_is_not_counted_twice() -> None:
    frame = placed([service("1")], serves("1", "A", "100001", "B"))
    assert frame["share"].tolist() == [0.5, 0.5]


def test_a_share_missing_for_one_area_leaves_the_division_to_population() -> None:
    frame = placed([service("1")], serves("1", "A", "D", shares=(0.9, None)))
    assert frame["split_by"].tolist() == ["population", "population"]
    assert frame["share"].tolist() == pytest.approx([1000 / 1200, 200 / 1200])


def test_a_single_declared_orp_is_served_whole_even_by_its_municipalities() -> None:
    frame = placed([service("1")], serves("1", "100003", "100004"))
    assert frame[["orp_code", "share", "split_by"]].to_numpy().tolist() == [["B", 1.0, "declared"]]


def test_without_territory_capacity_goes_to_the_seat_and_without_seat_nowhere() -> None:
    facilities = [
        {"id": "f1", "service_id": "1", "municipality_code": "100006", "valid_from": "2010-01-01",
         "valid_to": "2016-06-29"},
        {"id": "f2", "service_id": "1", "municipality_code": "100007", "valid_from": "2010-01-01"},
        {"id": "f3", "service_id": "1", "municipality_code": "100001", "valid_from": "2010-01-01"},
    ]
    frame = placed([service("1"), service("2"), service("3", end="2016-06-29")], [], facilities)
    assert frame["service_id"].tolist() == ["1", "2"]
    assert frame["orp_code"].fillna("-").tolist() == ["D", "-"]
    assert frame["split_by"].tolist() == ["seat", "unplaced"]
    assert frame["share"].fillna(-1).tolist() == [1.0, -1.0]


# Capacity per ORP


def test_capacity_in_the_network_is_placed_and_an_orp_without_service_has_zero() -> None:
    frame = capacities([service("1"), service("2")], [capacity("1", 50, 40), capacity("2", 30, 10)],
                       [*serves("1", "A", "B", shares=(0.5, 0.5)), *serves("2", "B")])
    assert beds(frame) == {"A": 20.0, "B": 30.0, "C": 0.0, "D": 0.0}
    assert frame["services"].tolist() == [1, 2, 0, 0]
    assert frame["split_by"].fillna("-").tolist() == ["declared", "declared", "-", "-"]


def test_all_registered_capacity_is_another_number() -> None:
    frame = capacities([service("1")], [capacity("1", 50, 40)], serves("1", "A"), scope=CapacityScope.ALL)
    assert beds(frame)["A"] == 50.0


def test_the_least_sure_way_of_dividing_is_told() -> None:
    frame = capacities([service("1"), service("2")], [capacity("1", 50, 40), capacity("2", 30, 10)],
                       [*serves("1", "A"), *serves("2", "A", "B")])
    assert frame["split_by"].fillna("-").tolist() == ["population", "population", "-", "-"]


def test_an_unknown_amount_makes_the_orp_unknown_not_smaller() -> None:
    frame = capacities([service("1"), service("2")], [capacity("1", 50, 40), capacity("2", 30, None)],
                       [*serves("1", "A", "B", shares=(0.5, 0.5)), *serves("2", "B")])
    assert beds(frame) == {"A": 20.0, "B": None, "C": 0.0, "D": 0.0}


def test_without_a_version_of_the_network_its_amounts_are_unknown_and_registered_ones_are_not() -> None:
    services, amounts, territory = [service("1")], [capacity("1", 50, 40)], serves("1", "A")
    network = capacities(services, amounts, territory, network_known=False)
    assert set(beds(network).values()) == {None}
    assert network["services"].tolist() == [1, 0, 0, 0]
    everything = capacities(services, amounts, territory, scope=CapacityScope.ALL, network_known=False)
    assert beds(everything) == {"A": 50.0, "B": 0.0, "C": 0.0, "D": 0.0}


def test_before_the_first_network_every_orp_is_unknown() -> None:
    frame = capacities([service("1")], [capacity("1", 50, None), capacity("1", 50, 40, since="2016-07-01")],
                       serves("1", "A"))
    assert set(beds(frame).values()) == {None}


def test_the_latest_capacity_up_to_the_day_counts() -> None:
    amounts = [capacity("1", 50, 40), capacity("1", 50, 45, since="2016-06-30"),
               capacity("1", 50, 99, since="2016-07-01")]
    assert beds(capacities([service("1")], amounts, serves("1", "A")))["A"] == 45.0


def test_a_closed_service_counts_to_its_last_day_and_then_leaves_a_real_zero() -> None:
    services = [service("1", end="2016-06-30"), service("2")]
    amounts, territory = [capacity("1", 50, 40), capacity("2", 30, 10)], [*serves("1", "A"), *serves("2", "B")]
    assert beds(capacities(services, amounts, territory)) == {"A": 40.0, "B": 10.0, "C": 0.0, "D": 0.0}
    later = capacities(services, amounts, territory, day=date(2016, 7, 1))
    assert beds(later) == {"A": 0.0, "B": 10.0, "C": 0.0, "D": 0.0}


def test_a_day_without_any_service_is_unknown() -> None:
    frame = capacities([service("1")], [capacity("1", 50, 40)], serves("1", "A"), day=date(2009, 12, 31))
    assert set(beds(frame).values()) == {None}


def test_a_service_without_recorded_capacity_is_unknown_in_every_unit_of_its_type() -> None:
    frame = capacities([service("1"), service("2")], [capacity("1", 50, 40), capacity("2", 9, 9, since="2016-07-01")],
                       [*serves("1", "A"), *serves("2", "B")])
    assert beds(frame) == {"A": 40.0, "B": None, "C": 0.0, "D": 0.0}


def test_a_form_stated_in_one_unit_only_is_unknown_in_the_other() -> None:
    amounts = [capacity("1", 3, 2, "field", "fte"), capacity("1", 80, None, "field", "clients"),
               capacity("2", 5, 5, "field", "fte")]
    frame = capacities([service("1", "40"), service("2", "40")], amounts, [*serves("1", "A"), *serves("2", "B")],
                       scope=CapacityScope.ALL)
    units = frame.set_index(["unit", "orp_code"])["capacity_units"]
    assert units["fte"].tolist() == [3.0, 5.0, 0.0, 0.0]
    assert units["clients"].fillna(-1).tolist() == [80.0, -1.0, 0.0, 0.0]


def test_network_capacity_has_planning_units_only() -> None:
    amounts = [capacity("1", 3, 2, "field", "fte"), capacity("1", 80, None, "field", "clients")]
    assert set(capacities([service("1", "40")], amounts, serves("1", "A"))["unit"]) == {"fte"}


# Population


def test_the_population_nearest_to_the_day_is_used_and_of_two_equally_near_the_earlier() -> None:
    people = table("population", [
        {"area_code": "A", "level": "orp", "age_group": "total", "date": day, "persons": persons}
        for day, persons in (("2010-01-01", 10), ("2010-01-11", 20), ("2010-02-01", None))
    ])

    def counted(day: date) -> list[object]:
        return population_on(people, day, Level.ORP)[["persons", "date"]].iloc[0].tolist()

    assert counted(date(2010, 1, 6)) == [10, pd.Timestamp("2010-01-01")]
    assert counted(date(2010, 1, 7)) == [20, pd.Timestamp("2010-01-11")]
    assert pd.isna(counted(date(2010, 3, 1))[0])


# Target groups

GROUPS = table("target_group", [
    {"code": "SEN", "name": "senioři", "scheme": "register", "role": "group", "age_group": "80plus"},
    {"code": "PEC", "name": "pečující", "scheme": "register", "role": "group"},
    {"code": "STAFF", "name": "zaměstnanci", "scheme": "register", "role": "staff"},
    {"code": "PLAN", "name": "skupina plánu", "scheme": "plan", "role": "group"},
])


def grouped(links: Rows, norm: Norm = Norm.REGION_MEAN, *, network_known: bool = True) -> pd.DataFrame:
    return gap_by_target_group(
        table("service", [service("1"), service("2")]),
        table("service_capacity", [capacity("1", 50, 40), capacity("2", 30, 20)]),
        table("service_territory", [*serves("1", "A"), *serves("2", "B")]), table("facility"), MUNICIPALITIES,
        POPULATION, table("service_target_group", links), GROUPS, ORPS,
        valid_on=DAY, scope=CapacityScope.NETWORK, network_known=network_known, norm=norm,
    )


LINKS = [{"service_id": "1", "group_code": "SEN"}, {"service_id": "1", "group_code": "PEC"},
         {"service_id": "2", "group_code": "SEN", "share": 0.6}, {"service_id": "2", "group_code": "PEC", "share": 0.2},
         {"service_id": "2", "group_code": "STAFF"}]


def test_a_service_counts_whole_for_each_group_and_is_allocated_once() -> None:
    frame = grouped(LINKS)
    assert tuple(frame.columns) == GAP_BY_TARGET_GROUP.columns
    by_group = frame.set_index(["group_code", "orp_code"])
    assert by_group.loc["SEN", "capacity_units"].tolist() == [40.0, 20.0, 0.0, 0.0]
    assert by_group.loc["PEC", "capacity_units"].tolist() == [40.0, 20.0, 0.0, 0.0]
    assert by_group.loc["SEN", "allocated_units"].tolist() == pytest.approx([20.0, 15.0, 0.0, 0.0])
    assert by_group.loc["PEC", "allocated_units"].tolist() == pytest.approx([20.0, 5.0, 0.0, 0.0])
    assert by_group.loc["SEN", "services"].tolist() == [1, 1, 0, 0]


def test_a_group_is_compared_over_its_own_denominator() -> None:
    by_group = grouped(LINKS).set_index(["group_code", "orp_code"])
    assert by_group.loc["SEN", "population_persons"].tolist() == [1000, 500, 400, 0]
    assert by_group.loc["PEC", "age_group"].tolist() == ["total"] * 4
    assert by_group.loc["SEN", "gap_units"].sum() == pytest.approx(0, abs=1e-6)
    assert by_group.loc[("SEN", "C"), "class"] == "white_spot"


def test_without_a_version_of_the_network_no_group_has_a_known_amount() -> None:
    frame = grouped(LINKS, network_known=False)
    assert frame["capacity_units"].isna().all()
    assert frame["allocated_units"].isna().all()


def test_groups_have_no_national_norm() -> None:
    for norm in (Norm.NATIONAL, Norm.OWN):
        assert set(grouped(LINKS, norm)["class"]) == {"unknown", "not_applicable"}
