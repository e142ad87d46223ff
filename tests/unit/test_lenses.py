"""The four lenses: worked examples by hand, what is not known, the region's sums, and which classes depend on what."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.metrics.gaps import capacity_gap, region_gap
from lib.metrics.lenses import lenses, region_lenses, sensitivity
from lib.model.areas import population_on
from lib.model.assumptions import ALL_TYPES, Assumptions, Parameter, Range
from lib.model.cells import GapClass
from lib.model.derived_lens import LENS, SENSITIVITY, Tried
from lib.model.rules import subject_issues
from lib.model.schemas import TABLES
from lib.model.selection import Norm
from lib.model.territory import Level
from lib.text.messages import words_for
from tests.unit.made_region import DAY, FORMS, ORPS, POPULATION, TYPES, Rows, table

MAIN_FORMS = FORMS.assign(is_main=True)
SHORT = (GapClass.SEVERE, GapClass.LOW, GapClass.SLIGHTLY_LOW, GapClass.WHITE_SPOT)
WORKED = Assumptions("zkouska", {
    (Parameter.DUPLICATE_SHARE, ALL_TYPES): Range(0.3, 0.5, 0.7),
    (Parameter.ELIGIBLE_SHARE, ALL_TYPES): Range(0.4, 0.6, 0.8),
    (Parameter.TURNOVER, ALL_TYPES): Range(0.8, 0.8, 0.8),
    (Parameter.TURNOVER, "49"): Range(0.25, 0.3, 0.4),
    (Parameter.TARGET_WAIT, ALL_TYPES): Range(0.5, 1, 1.5),
})
"""The values of the method's worked check, with the ranges it proposes."""

Beds = dict[str, float | None]


def beds(amounts: Beds, norm: Norm = Norm.REGION_MEAN, own_rate: float | None = None) -> pd.DataFrame:
    """Gaps of beds of § 49; persons of 80 and more are 1,000 in A, 500 in B, 400 in C, 0 in D."""
    frame = pd.DataFrame({"orp_code": list(amounts), "type_code": "49", "form": "residential", "unit": "beds",
                          "capacity_units": pd.Series(list(amounts.values()), dtype="float64")})
    own = {"type_code": "49", "form": "residential", "unit": "beds", "age_group": "80plus", "per_1000": own_rate}
    rates = table("reference_rate", [own] if norm is Norm.OWN else [])
    return capacity_gap(frame, population_on(POPULATION, DAY, Level.ORP), FORMS, TYPES, ORPS, rates, norm=norm)


def asked(requests: Beds, day: str = "2015-12-31") -> pd.DataFrame:
    return table("unmet_request", [{"type_code": "49", "orp_code": orp, "date": day, "requests": number}
                                   for orp, number in requests.items()])


def aims(targets: Rows) -> pd.DataFrame:
    return table("capacity_target", [{"type_code": "49", "form": "residential", "unit": "beds", **row}
                                     for row in targets])


def side_by_side(network: Beds, requests: Beds, targets: Rows = (), *, registered: Beds | None = None,
                 day: date = DAY, assumptions: Assumptions = WORKED, norm: Norm = Norm.REGION_MEAN,
                 own_rate: float | None = None) -> pd.DataFrame:
    """Lenses of every area, and of the region under "kraj"."""
    gaps = beds(network, norm, own_rate)
    rows = lenses(gaps, gaps, beds(registered or network), MAIN_FORMS, asked(requests), aims(targets), assumptions,
                  valid_on=day)
    region = region_lenses(rows, gaps, region_gap(gaps), assumptions, region_name="Kraj")
    assert list(rows.columns) == list(region.columns) == list(LENS.columns)
    return pd.concat([rows, region]).set_index("orp_code")


def test_the_worked_check_of_the_method_lens_by_lens() -> None:
    found = side_by_side({"A": 60, "B": 15}, {"B": 40}, [{"orp_code": "B", "year": 2017, "target_units": 30}])
    b = found.loc["B"]
    assert (b["network_per_1000"], b["registered_per_1000"]) == (30, 30)
    assert (b["norm_per_1000"], b["gap_units"], b["class"]) == (50, -10, "low")
    assert (b["target_year"], b["planned_gap_units"], b["target_reported"]) == (2017, -15, "reported")
    assert b["adjusted_requests"] == pytest.approx(12)
    assert b["wait_years"] == pytest.approx(2.67, abs=0.005)
    assert b["wanted_units"] == pytest.approx(40)
    assert b["unmet_units"] == pytest.approx(-25)
    own = side_by_side({"A": 60, "B": 15}, {}, norm=Norm.OWN, own_rate=60)["gap_units"]
    assert own.to_dict() == {"A": 0, "B": -15, "kraj": -15}


def test_the_range_goes_from_the_most_missing_to_the_least() -> None:
    b = side_by_side({"B": 15}, {"B": 40}).loc["B"]
    assert b["adjusted_requests_low"] == pytest.approx(40 * 0.3 * 0.4)  # many duplicates, few eligible
    assert b["adjusted_requests_high"] == pytest.approx(40 * 0.7 * 0.8)
    assert b["wait_years_low"] == pytest.approx(4.8 / (0.4 * 15))
    assert b["wait_years_high"] == pytest.approx(22.4 / (0.25 * 15))
    assert b["wanted_units_low"] == pytest.approx(4.8 / (0.4 * 1.5))  # 8 beds are enough: 15 are there
    assert b["wanted_units_high"] == pytest.approx(22.4 / (0.25 * 0.5))
    assert (b["unmet_units_low"], b["unmet_units_high"]) == (pytest.approx(15 - 179.2), 0)


def test_provision_of_the_network_and_of_all_services_and_of_the_region() -> None:
    found = side_by_side({"A": 60, "B": 15, "C": None}, {}, registered={"A": 80, "B": 15, "C": 20})
    assert found["network_per_1000"].fillna(-1).to_dict() == {"A": 60, "B": 30, "C": -1, "kraj": 50}
    assert found["registered_per_1000"].to_dict() == {"A": 80, "B": 30, "C": 50, "kraj": pytest.approx(115 / 1.9)}


def test_the_target_is_that_of_the_nearest_year_not_before_the_day_and_the_network_is_set_against_it() -> None:
    targets: Rows = [{"orp_code": "A", "year": year, "target_units": units}
                     for year, units in ((2015, 10), (2016, 70), (2017, 99))]
    rest: Rows = [{"orp_code": "B", "year": 2020, "target_units": 0}, {"orp_code": "C", "year": 2016}]
    found = side_by_side({"A": 60, "B": 15, "C": 7, "D": 1}, {}, [*targets, *rest])
    assert found["target_year"].fillna(0).to_dict() == {"A": 2016, "B": 2020, "C": 2016, "D": 0, "kraj": 0}
    assert found["planned_gap_units"].fillna(99).to_dict() == {"A": -10, "B": 15, "C": 99, "D": 99, "kraj": 5}
    assert found.loc["kraj", ["target_units", "target_capacity_units"]].tolist() == [70, 75]
    assert found["target_reported"].to_dict() == {
        "A": "reported", "B": "zero", "C": "not_reported", "D": "not_reported", "kraj": "reported"}
    assert found.loc["kraj", "orps_without_target"] == 2
    later = side_by_side({"A": 60}, {}, targets, day=date(2017, 1, 1))
    assert later.loc["A", "target_year"] == later.loc["kraj", "target_year"] == 2017


def test_no_requests_reported_zero_and_no_capacity_are_three_things() -> None:
    found = side_by_side({"A": 60, "B": 0, "C": 0, "D": None}, {"A": 0, "B": None, "C": 10, "D": 10})
    assert found["requests_reported"].to_dict() == {
        "A": "zero", "B": "not_reported", "C": "reported", "D": "reported", "kraj": "reported"}
    a, b, c, d = (found.loc[code] for code in "ABCD")
    assert (a["wait_years"], a["unmet_units"], a["unmet_units_low"]) == (0, 0, 0)
    assert all(pd.isna(b[name]) for name in ("requests", "adjusted_requests", "wait_years", "unmet_units"))
    assert c["adjusted_requests"] == pytest.approx(3) and pd.isna(c["wait_years"])  # nothing ever becomes free
    assert c["unmet_units"] == pytest.approx(-10)
    assert d["wanted_units"] == pytest.approx(10) and pd.isna(d["wait_years"]) and pd.isna(d["unmet_units"])
    kraj = found.loc["kraj"]
    assert (kraj["requests"], kraj["orps_without_requests"], kraj["orp_codes_without_requests"]) == (10, 2, "B D")


def test_the_region_adds_requests_and_capacity_before_it_works_out_the_queue() -> None:
    found = side_by_side({"A": 60, "B": 15}, {"A": 0, "B": 40})
    assert found["unmet_units"].to_dict() == {"A": 0, "B": -25, "kraj": 0}  # 75 beds for 40 wanted
    assert found.loc["kraj", "queue_capacity_units"] == 75
    assert found.loc["kraj", "wait_years"] == pytest.approx(12 / (0.3 * 75))


def test_requests_count_for_the_main_form_only() -> None:
    gaps = beds({"A": 60})
    second = MAIN_FORMS.assign(is_main=False)
    rows = lenses(gaps, gaps, gaps, second, asked({"A": 40}), aims([]), WORKED, valid_on=DAY)
    assert rows["requests"].isna().all() and not rows["is_main"].any()
    assert rows["requests_reported"].tolist() == ["not_reported"]
    assert region_lenses(rows, gaps, region_gap(gaps), WORKED, region_name="")["orps_without_requests"].tolist() == [0]


def test_of_several_main_forms_requests_stand_with_the_residential_one() -> None:
    gaps = pd.concat([beds({"A": 60}), beds({"A": 5}).assign(form="field", unit="fte")], ignore_index=True)
    field = MAIN_FORMS[MAIN_FORMS["type_code"] == "49"].assign(form="field", unit="fte")
    both = pd.concat([field, MAIN_FORMS], ignore_index=True)
    rows = lenses(gaps, gaps, gaps, both, asked({"A": 40}), aims([]), WORKED, valid_on=DAY)
    assert dict(zip(rows["form"], rows["requests"].fillna(0), strict=True)) == {"residential": 40, "field": 0}


@pytest.mark.parametrize(("day", "stale"), [(date(2016, 12, 31), False), (date(2017, 1, 1), True)])
def test_requests_of_twelve_months_are_not_stale_yet(day: date, stale: bool) -> None:
    found = side_by_side({"A": 60}, {"A": 4}, day=day)
    assert found["requests_stale"].tolist() == [stale, stale]


def test_without_assumptions_requests_are_only_counted() -> None:
    found = side_by_side({"A": 60}, {"A": 4}, assumptions=Assumptions("", {})).loc["A"]
    assert found["requests"] == 4 and pd.isna(found["adjusted_requests"]) and pd.isna(found["unmet_units"])


some = st.none() | st.integers(0, 90)
people = st.lists(st.tuples(some, some, some), min_size=4, max_size=4)


@settings(max_examples=12, deadline=None)
@given(people, st.integers(1, 50))
def test_more_capacity_never_makes_a_lens_worse_and_ranges_run_upwards(
    cells: list[tuple[int | None, int | None, int | None]], more: int
) -> None:
    network, requests, targets = ({code: cell[place] for code, cell in zip("ABCD", cells, strict=True)}
                                  for place in range(3))
    goals = [{"orp_code": code, "year": 2017, "target_units": units} for code, units in targets.items()]

    def found(amounts: Beds) -> pd.DataFrame:
        return side_by_side(amounts, requests, goals, norm=Norm.OWN, own_rate=50)

    before = found(network)
    after = found({code: None if units is None else units + more for code, units in network.items()})
    for name in ("network_per_1000", "gap_units", "planned_gap_units", "unmet_units_low", "unmet_units",
                 "unmet_units_high"):
        known = before[name].notna()
        assert (known == after[name].notna()).all()
        assert (after[name][known] >= before[name][known]).all(), name
    for name in ("adjusted_requests", "wait_years", "wanted_units", "unmet_units"):
        low, base, high = (before[f"{name}{end}"].dropna().to_numpy() for end in ("_low", "", "_high"))
        assert (low <= base + 1e-9).all() and (base <= high + 1e-9).all(), name
    rows = before.drop(index="kraj")
    both = rows["planned_gap_units"].dropna()
    assert before.loc["kraj", "planned_gap_units"] == pytest.approx(both.sum()) or both.empty
    queueing = rows[rows["requests"].notna() & rows["network_units"].notna()]
    total = before.loc["kraj", "adjusted_requests"]
    assert total == pytest.approx(queueing["adjusted_requests"].sum()) or queueing.empty
    assert before.loc["kraj", "orps_without_requests"] == 4 - len(queueing)
    if not queueing.empty:  # what is free in one area counts for the next, so the region never misses more
        assert before.loc["kraj", "unmet_units"] >= queueing["unmet_units"].sum() - 1e-9
    mixed = found(dict(reversed(network.items())))
    pd.testing.assert_frame_equal(mixed.sort_index(), before.sort_index())


def classes_under(*trials: tuple[Tried, Beds, Norm], base: Beds, requests: Beds | None = None) -> pd.DataFrame:
    gaps = beds(base)
    rows = lenses(gaps, gaps, gaps, MAIN_FORMS, asked(requests or {}), aims([]), WORKED, valid_on=DAY)
    frames = [(word, beds(amounts, norm)) for word, amounts, norm in trials]
    found = sensitivity(gaps, frames, rows, short=SHORT)
    assert list(found.columns) == list(SENSITIVITY.columns)
    return found.set_index("orp_code")


def test_a_class_that_another_norm_changes_is_not_robust_and_says_what_changes_it() -> None:
    """Rates are 60, 30 and 20 per 1,000: the mean is 43.7, the median 30, the best third 40."""
    network: Beds = {"A": 60, "B": 15, "C": 8}
    found = classes_under((Tried.ORP_MEDIAN, network, Norm.ORP_MEDIAN), (Tried.BEST_THIRD, network, Norm.BEST_THIRD),
                          (Tried.NATIONAL, network, Norm.NATIONAL), base=network)
    assert found["class"].to_dict() == {"A": "above", "B": "low", "C": "severe"}
    assert found["robust"].to_dict() == {"A": "robust", "B": "depends", "C": "depends"}
    assert found["changed_by"].fillna("").to_dict() == {
        "A": "", "B": "median_orp nejlepsi_tretina", "C": "median_orp nejlepsi_tretina"}
    assert found.loc["B", "classes_seen"] == "low slightly_low in_line"  # 30 ÷ 40 is on the limit 0.75
    assert found["below"].to_dict() == {"A": "never", "B": "sometimes", "C": "always"}
    assert found["tried"].tolist() == [2, 2, 2]  # there is no national value, so it says nothing


def test_all_registered_capacity_and_the_range_of_requests_can_change_what_is_said() -> None:
    network: Beds = {"A": 60, "B": 15, "C": 8}
    found = classes_under((Tried.ALL, {"A": 60, "B": 25, "C": 8}, Norm.REGION_MEAN), base=network,
                          requests={"A": 0, "B": 0, "C": 40})
    assert found.loc["B", "changed_by"] == "vse"
    assert found.loc["C", ["unmet_units_low", "unmet_units_high"]].tolist() == [pytest.approx(8 - 179.2), 0]
    assert found.loc["C", ["changed_by", "robust", "below"]].tolist() == ["zadosti", "depends", "always"]
    assert found.loc["A", "robust"] == "robust" and found.loc["A", "tried"] == 2


def test_small_numbers_and_unknown_classes_are_never_robust() -> None:
    found = classes_under(base={"A": 60, "B": 4, "C": None, "D": 3})
    assert found["small_number"].to_dict() == {"A": False, "B": True, "C": False, "D": False}
    assert found["robust"].to_dict() == {"A": "robust", "B": "unclear", "C": "unclear", "D": "unclear"}
    assert found["classes_seen"].to_dict() == {"A": "above", "B": "severe", "C": "unknown", "D": "not_applicable"}
    assert found.loc["C", "below"] == "unknown" and np.isnan(found.loc["C", "capacity_units"])
    assert found.loc["B", "capacity_low_units"] == pytest.approx(1.09, abs=0.005)
    assert found.loc["B", "capacity_high_units"] == pytest.approx(10.24, abs=0.005)


def test_assumptions_that_contradict_themselves_are_refused_with_place_and_remedy() -> None:
    frames = {name: table(name) for name in TABLES} | {
        "service_type": TYPES,
        "assumption_set": table("assumption_set", [{"code": code, "is_default": True} for code in ("one", "two")]),
        "assumption": table("assumption", [
            {"parameter": "duplicate_share", "type_code": "all", "low": 0.6, "base": 0.5, "high": 1.5},
            {"parameter": "target_wait_years", "type_code": "99", "base": 5.0, "high": 2.0},
            {"parameter": "turnover_per_year", "type_code": "49", "low": 0.5, "base": 0.5, "high": 0.5},
            {"parameter": "eligible_share", "type_code": "all", "base": 1.0},
            {"parameter": "reach_outpatient_km", "type_code": "all", "base": 100.5},
            {"parameter": "reach_residential_km", "type_code": "all", "base": 100.0},
        ]),
    }
    files = {name: f"demo/{name}.csv" for name in TABLES}
    found = [(issue.place, issue.value, words_for("cs")(issue.rule, **issue.values)) for issue in
             subject_issues(frames, files)]
    assert found == [
        ("demo/assumption.csv:2 [low] '0.6'", "0.6", "základní hodnota 0.5 leží mimo rozpětí"),
        ("demo/assumption.csv:2 [high] '1.5'", "1.5", "podíl je větší než 1"),
        ("demo/assumption.csv:3 [type_code] '99'", "99", "takový druh služby neexistuje"),
        ("demo/assumption.csv:3 [high] '2'", "2", "základní hodnota 5 leží mimo rozpětí"),
        ("demo/assumption.csv:6 [base] '100.5'", "100.5", "hodnota je větší než 100"),
        ("demo/assumption_set.csv:3 [is_default] 'true'", "true", "výchozí jsou dvě sady"),
    ]
