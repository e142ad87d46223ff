"""Coverage by community plans on the made region, with answers counted by hand."""

from datetime import date

import pandas as pd
import pytest

from lib.errors import SchemaMismatch
from lib.metrics.coverage import coverage, municipality_coverage, plans_on, quality_matrix
from lib.model.derived import COVERAGE, MUNICIPALITY_COVERAGE
from lib.model.periods import months_later
from tests.unit.made_region import DAY, MUNICIPALITIES, ORPS, POPULATION, plan, plan_towns, table

PLANS = table("community_plan", [
    plan("p1", "2014-01-01", "2018-12-31"),                 # A whole and one town of B
    plan("p2", "2014-01-01", "2017-06-30"),                 # ends in 12 months to the day
    plan("p3", "2014-01-01", "2018-12-31"),                 # overlaps p2 in town 4
    plan("p4", "2014-01-01", None),                         # the end is not known
    plan("p5", "2010-01-01", "2016-06-29"),                 # ended the day before
])
TOWNS = plan_towns(p1="123", p2="45", p3="4", p4="6", p5="78")


def states(plans: pd.DataFrame, towns: pd.DataFrame, day: date = DAY) -> dict[str, str]:
    frame = municipality_coverage(MUNICIPALITIES, ORPS, plans, towns, POPULATION, valid_on=day)
    return dict(zip(frame["municipality_code"].str[-1], frame["status"], strict=True))


def by_orp(plans: pd.DataFrame = PLANS, **tables: pd.DataFrame) -> pd.DataFrame:
    towns, day = TOWNS, DAY
    towns_covered = municipality_coverage(MUNICIPALITIES, ORPS, plans, towns, POPULATION, valid_on=day)
    given = [tables.get(name, table(name)) for name in ("action_plan", "community_plan_quality", "coordinator")]
    return coverage(towns_covered, ORPS, plans, towns, *given, valid_on=day, region_name="Kraj").set_index("orp_code")


def test_each_municipality_has_the_most_pressing_of_its_states() -> None:
    assert states(PLANS, TOWNS) == {
        "1": "covered", "2": "covered", "3": "covered", "4": "overlap", "5": "expiring", "6": "unknown",
        "7": "not_covered", "8": "not_covered",
    }


def test_a_municipality_row_names_its_plans_people_and_last_covered_day() -> None:
    frame = municipality_coverage(MUNICIPALITIES, ORPS, PLANS, TOWNS, POPULATION, valid_on=DAY)
    assert tuple(frame.columns) == MUNICIPALITY_COVERAGE.columns
    row = frame.set_index("municipality_code").loc["100004"]
    assert (row["orp_name"], row["population_persons"], row["plans"], row["plan_codes"]) == ("Beta", 300, 2, "p2, p3")
    assert row["covered_until"] == pd.Timestamp("2018-12-31")
    bare = frame.set_index("municipality_code").loc["100007"]
    assert bare["plans"] == 0
    assert pd.isna(bare["plan_codes"])
    assert pd.isna(bare["covered_until"])


@pytest.mark.parametrize(("day", "status"), [
    (date(2013, 12, 31), "not_covered"), (date(2014, 1, 1), "covered"), (date(2015, 12, 30), "covered"),
    (date(2015, 12, 31), "expiring"), (date(2016, 12, 31), "expiring"), (date(2017, 1, 1), "not_covered"),
])
def test_first_and_last_day_and_twelve_months_are_inclusive(day: date, status: str) -> None:
    one = table("community_plan", [plan("p1", "2014-01-01", "2016-12-31")])
    assert states(one, plan_towns(p1="1"), day)["1"] == status


def test_an_extension_keeps_a_plan_in_force_and_a_shorter_one_changes_nothing() -> None:
    plans = table("community_plan", [
        plan("p1", "2010-01-01", "2015-12-31", "2018-12-31"), plan("p2", "2010-01-01", "2018-12-31", "2015-12-31"),
    ])
    found = states(plans, plan_towns(p1="1", p2="2"))
    assert (found["1"], found["2"]) == ("covered", "covered")


@pytest.mark.parametrize(("successor", "status", "until"), [
    ("2017-01-01", "covered", "2020-12-31"),   # the day after: no break
    ("2017-01-02", "expiring", "2016-12-31"),  # one day without a plan
])
def test_a_successor_that_starts_the_day_after_prolongs_the_cover(successor: str, status: str, until: str) -> None:
    plans = table("community_plan", [plan("p1", "2014-01-01", "2016-12-31"), plan("p2", successor, "2020-12-31")])
    frame = municipality_coverage(MUNICIPALITIES, ORPS, plans, plan_towns(p1="1", p2="1"), POPULATION, valid_on=DAY)
    row = frame.set_index("municipality_code").loc["100001"]
    assert (row["status"], row["covered_until"], row["plans"]) == (status, pd.Timestamp(until), 1)


def test_a_plan_of_unknown_start_is_unknown_until_its_known_end_decides() -> None:
    plans = table("community_plan", [plan("p1", None, "2016-06-30")])
    towns = plan_towns(p1="1")
    assert states(plans, towns, date(2016, 6, 30))["1"] == "unknown"
    assert states(plans, towns, date(2016, 7, 1))["1"] == "not_covered"


def test_a_draft_in_its_period_is_unknown_and_out_of_it_covers_nothing() -> None:
    plans = table("community_plan", [plan("p1", "2014-01-01", "2016-12-31", status="draft")])
    towns = plan_towns(p1="1")
    assert states(plans, towns)["1"] == "unknown"
    assert states(plans, towns, date(2017, 1, 1))["1"] == "not_covered"


def test_orp_rows_count_municipalities_people_and_plans_and_the_region_counts_a_shared_plan_once() -> None:
    frame = by_orp()
    assert (*["orp_code"], *frame.columns) == COVERAGE.columns
    assert list(frame.index) == ["A", "B", "C", "D", "kraj"]
    columns = ["municipalities", "municipalities_covered", "municipalities_unknown", "population_persons", "plans",
               "overlaps"]
    assert frame[columns].to_numpy().tolist() == [
        [2, 2, 0, 1000, 1, 0], [3, 3, 0, 1000, 3, 1], [1, 0, 1, 1000, 0, 0], [2, 0, 0, 200, 0, 0],
        [8, 5, 1, 3200, 3, 1],
    ]
    assert frame.loc["B", "expiring_persons"] == 200
    assert frame.loc["B", "expiring_share"] == 0.2
    assert frame.loc["kraj", "population_covered_persons"] == 2000
    assert frame.loc["kraj", "population_covered_share"] == 0.625
    assert frame.loc["kraj", "municipalities_covered_share"] == 0.625
    assert frame.loc["kraj", "orp_name"] == "Kraj"


def test_an_area_with_nothing_but_unknown_plans_has_no_share_while_one_without_plans_has_zero() -> None:
    frame = by_orp()
    assert pd.isna(frame.loc["C", "population_covered_share"])
    assert pd.isna(frame.loc["C", "municipalities_covered_share"])
    assert pd.isna(frame.loc["C", "expiring_persons"])
    assert frame.loc["D", "population_covered_share"] == 0.0


def test_unknown_population_of_a_municipality_makes_the_people_of_its_orp_unknown() -> None:
    population = POPULATION.assign(persons=POPULATION["persons"].mask(POPULATION["area_code"] == "100001"))
    towns = municipality_coverage(MUNICIPALITIES, ORPS, PLANS, TOWNS, population, valid_on=DAY)
    frame = coverage(towns, ORPS, PLANS, TOWNS, table("action_plan"), table("community_plan_quality"),
                     table("coordinator"), valid_on=DAY).set_index("orp_code")
    assert frame["population_covered_share"].isna().to_dict() == {
        "A": True, "B": False, "C": True, "D": False, "kraj": True}
    assert frame.loc["A", "municipalities_covered_share"] == 1.0


def test_a_valid_plan_without_listed_municipalities_counts_in_the_region_only() -> None:
    plans = pd.concat([PLANS, table("community_plan", [plan("p9", "2014-01-01", "2019-12-31")])], ignore_index=True)
    assert by_orp(plans)["plans"].tolist() == [1, 3, 0, 0, 4]


def test_action_plans_count_for_the_year_of_the_day_only() -> None:
    yearly = table("action_plan", [{"plan_code": "p1", "year": 2016}, {"plan_code": "p2", "year": 2015},
                                   {"plan_code": "p5", "year": 2016}])
    frame = by_orp(action_plan=yearly)
    assert frame["plans_with_action_plan"].tolist() == [1, 1, 0, 0, 1]
    assert frame.loc["kraj", "action_plan_share"] == pytest.approx(1 / 3)
    assert pd.isna(frame.loc["D", "action_plan_share"])


QUALITY = table("community_plan_quality", [
    {"plan_code": "p1", "date": day, "criterion": criterion, "answer": answer} for day, criterion, answer in (
        ("2015-06-30", "analysis_swot", "no"), ("2016-06-30", "analysis_swot", "yes"),
        ("2016-07-01", "analysis_swot", "no"), ("2015-06-30", "cost_estimate", "no"),
        ("2015-06-30", "action_plan", "unknown"))
])


def test_quality_takes_the_latest_answer_up_to_the_day_and_leaves_unknown_out() -> None:
    frame = by_orp(community_plan_quality=QUALITY)
    assert frame.loc["A", ["criteria_met", "criteria_known", "quality_share"]].tolist() == [1, 2, 0.5]
    assert frame.loc["B", "criteria_known"] == 2
    assert frame.loc["C", ["criteria_met", "criteria_known", "quality_share"]].isna().all()


def test_the_quality_matrix_tells_unknown_from_never_assessed() -> None:
    matrix = quality_matrix(PLANS, QUALITY, valid_on=DAY).set_index("plan_code")
    assert list(matrix.index) == ["p1", "p2", "p3"]
    assert matrix.loc["p1", ["analysis_swot", "cost_estimate", "action_plan"]].tolist() == ["yes", "no", "unknown"]
    assert pd.isna(matrix.loc["p1", "funding_source"])
    assert matrix.loc["p1", "assessed_on"] == pd.Timestamp("2016-06-30")
    assert matrix.loc["p2"].drop("plan_title").isna().all()


def test_a_coordinator_is_named_none_or_not_reported_on_the_day() -> None:
    frame = by_orp(coordinator=table("coordinator", [
        {"orp_code": "A", "status": "named", "valid_from": "2010-01-01", "valid_to": "2016-06-30"},
        {"orp_code": "B", "status": "none", "valid_from": "2010-01-01"},
        {"orp_code": "C", "status": "named", "valid_from": "2010-01-01", "valid_to": "2016-06-29"},
    ]))
    assert frame["coordinator"].fillna("-").tolist() == ["named", "none", "-", "-", "-"]


def test_validity_bars_show_every_plan_with_its_state_and_extension() -> None:
    plans = table("community_plan", [
        plan("p1", "2010-01-01", "2015-12-31", "2016-12-31"), plan("p2", "2017-01-01", "2018-12-31"),
        plan("p3", "2011-01-01", "2016-06-29"), plan("p4", "2012-01-01", None),
    ])
    towns = plan_towns(p1="123", p2="1", p3="2", p4="8")
    bars = plans_on(plans, towns, valid_on=DAY).set_index("plan_code")
    assert bars["state"].to_dict() == {"p1": "valid", "p3": "ended", "p4": "unknown", "p2": "not_yet"}
    assert bars["extended"].to_dict() == {"p1": True, "p3": False, "p4": False, "p2": False}
    assert bars.loc["p1", "valid_until"] == pd.Timestamp("2016-12-31")
    here = plans_on(plans, towns, valid_on=DAY, municipality_codes=("100001", "100002")).set_index("plan_code")
    assert here["municipalities_in_area"].to_dict() == {"p1": 2, "p3": 1, "p2": 1}
    assert here["municipalities"].to_dict() == {"p1": 3, "p3": 1, "p2": 1}


def test_a_repeated_municipality_of_a_plan_is_refused() -> None:
    doubled = pd.concat([TOWNS, TOWNS.head(1)])
    with pytest.raises(SchemaMismatch, match="plan_code, municipality_code"):
        municipality_coverage(MUNICIPALITIES, ORPS, PLANS, doubled, POPULATION, valid_on=DAY)


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2016, 2, 29), 12, date(2017, 2, 28)), (date(2016, 6, 30), -12, date(2015, 6, 30)),
    (date(2016, 1, 31), 1, date(2016, 2, 29)), (date(2016, 12, 31), 12, date(2017, 12, 31)),
])
def test_months_end_with_the_month(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected
