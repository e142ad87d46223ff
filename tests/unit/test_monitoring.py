"""Monitoring of community plans with answers counted by hand."""

from datetime import date

import pandas as pd
import pytest

from lib.charts.measures import with_share
from lib.metrics import coverage
from lib.metrics import monitoring as metrics
from lib.model.community import Criterion
from lib.model.derived_monitoring import STATES, TABLES
from lib.model.record_rules import record_issues
from lib.text.messages import words_for
from tests.made_region import made_frames
from tests.unit.made_region import DAY, MUNICIPALITIES, ORPS, plan, plan_towns, table

PLANS = table("community_plan", [plan("p1", "2014-07-01", "2014-12-31", "2016-12-31"), plan("p2", None, "2016-12-31"),
                                 plan("p3", "2016-01-01", None)])
MEASURES = table("plan_measure", [
    *({"code": f"p1-{place}", "plan_code": "p1", "position": place, "title": f"Opatření {place}"}
      for place in range(1, 9)),
    {"code": "p2-1", "plan_code": "p2", "position": 1, "title": "Bez začátku"},
])


def report(measure: str, year: int, on: str, state: str) -> dict[str, object]:
    return {"measure_code": measure, "year": year, "date": on, "state": state, "reported_by": "koordinátor"}


REPORTS = table("measure_report", [
    *(report(f"p1-{place}", 2015, "2016-01-31", state) for place, state in
      enumerate(("done", "done", "running", "running", "running", "not_started", "cancelled"), 1)),
    report("p1-3", 2015, "2016-06-30", "done"),       # corrects itself on the very day
    report("p1-4", 2015, "2016-07-01", "cancelled"),  # a day later: not known yet
    report("p2-1", 2013, "2014-01-31", "running"),
])


def states(day: date = DAY) -> pd.DataFrame:
    return metrics.measure_states(PLANS, MEASURES, REPORTS, valid_on=day)


def test_the_latest_report_of_a_year_holds_from_its_day_and_other_years_stay_unknown() -> None:
    found = states().set_index(["measure_code", "year"])
    assert found.loc[("p1-3", 2015), ["state", "reports"]].tolist() == ["done", 2]
    assert found.loc[("p1-4", 2015), ["state", "reports"]].tolist() == ["running", 1]
    assert found.loc["p1-1", "state"].isna().to_dict() == {2014: True, 2015: False, 2016: True}
    assert states(date(2016, 6, 29)).set_index(["measure_code", "year"]).at[("p1-3", 2015), "state"] == "running"
    assert list(found.loc["p2-1"].index) == [2013]
    assert sorted(states(date(2018, 1, 1)).query("plan_code == 'p1'")["year"].unique()) == [2014, 2015, 2016]


def test_states_of_a_year_sum_to_a_hundred_and_the_cancelled_are_left_out_of_what_is_done() -> None:
    action_plans = table("action_plan", [{"plan_code": "p1", "year": 2015}, {"plan_code": "p3", "year": 2017}])
    years = metrics.measure_years(PLANS, states(), action_plans, valid_on=DAY).set_index(["plan_code", "year"])
    assert list(years.index) == [("p1", 2014), ("p1", 2015), ("p1", 2016), ("p2", 2013), ("p3", 2016)]
    row = years.loc[("p1", 2015)]
    counts = {state: int(row[state]) for state in STATES}
    assert counts == {"done": 3, "running": 2, "not_started": 1, "cancelled": 1, "unknown": 1}
    assert sum(row[f"{state}_share"] for state in STATES) == 1
    assert row["fulfilled_share"] == pytest.approx(3 / 7)
    assert row["action_plan"]
    assert list(with_share(counts, words_for("en")).values()) == ["3 (38%)", "2 (25%)", "1 (13%)", "1 (12%)", "1 (12%)"]
    silent = years.loc[("p1", 2016)]
    assert (silent["measures"], silent["unknown"], silent["unknown_share"]) == (8, 8, 1)
    assert pd.isna(silent["fulfilled_share"])
    assert years.loc[("p3", 2016), "measures"] == 0
    assert pd.isna(years.loc[("p3", 2016), "done_share"])
    assert metrics.total_of(years.loc[["p1"]].reset_index()) == {
        "done": 3, "running": 2, "not_started": 1, "cancelled": 1, "unknown": 17}


def test_followed_are_plans_valid_on_the_day_and_those_that_ended_in_the_twelve_months_before() -> None:
    plans = table("community_plan", [
        plan("valid", "2014-01-01", "2016-06-30"), plan("edge", "2014-01-01", "2015-06-30"),
        plan("before", "2014-01-01", "2015-06-29"), plan("draft", "2014-01-01", "2015-12-31", status="draft"),
        plan("longer", "2014-01-01", "2014-12-31", "2015-12-31"), plan("open", "2014-01-01", None),
        plan("later", "2016-07-01", "2018-12-31"),
    ])
    towns = plan_towns(valid="15", edge="3")
    shown = metrics.followed(coverage.plans_on(plans, towns, valid_on=DAY), valid_on=DAY)
    assert list(shown["plan_code"]) == ["edge", "longer", "valid"]
    coordinators = table("coordinator", [
        {"orp_code": "A", "status": "named", "valid_from": "2010-01-01"},
        {"orp_code": "B", "status": "none", "valid_from": "2010-01-01", "valid_to": "2016-06-30"},
    ])

    def monitored(day: date) -> pd.DataFrame:
        years = metrics.measure_years(plans, metrics.measure_states(
            plans, table("plan_measure"), table("measure_report"), valid_on=day), table("action_plan"), valid_on=day)
        criteria = metrics.plan_criteria(table("community_plan_quality"), table("plan_evaluation"), valid_on=day)
        return metrics.plan_monitoring(
            shown, years, metrics.evaluation_results(criteria), metrics.orps_of_plans(towns, MUNICIPALITIES), ORPS,
            coordinators, valid_on=day, year=2016).set_index("plan_code")

    frame = monitored(DAY)
    assert frame["valid"].to_dict() == {"edge": False, "longer": False, "valid": True}
    assert frame.at["valid", "orp_names"] == "Alfa, Beta"
    assert frame["coordinator"].fillna("?").to_dict() == {"edge": "none", "longer": "?", "valid": "none"}
    assert pd.isna(monitored(date(2016, 7, 1)).at["valid", "coordinator"])
    assert pd.isna(frame.at["longer", "orp_codes"])
    assert TABLES[0].columns == ("plan_code", *frame.columns)


def answers(plan_code: str, on: str, *given: str) -> list[dict[str, object]]:
    return [{"plan_code": plan_code, "date": on, "criterion": criterion.value, "answer": answer}
            for criterion, answer in zip(Criterion, given, strict=False)]


QUALITY = table("community_plan_quality", [
    *answers("p1", "2012-06-30", "no", "yes", "unknown", "yes"), *answers("p1", "2015-01-31", "yes", "no", "yes", "no"),
    *answers("p1", "2015-12-31", "yes", "yes", "unknown", "no"), *answers("p2", "2015-12-31", "no", "yes", "unknown"),
    *answers("p3", "2016-07-01", "yes"),
])
EVALUATIONS = table("plan_evaluation", [{"plan_code": "p1", "date": "2015-12-31", "evaluator": "řídicí skupina"}])


def test_every_evaluation_says_how_many_criteria_are_met_and_which_changed() -> None:
    criteria = metrics.plan_criteria(QUALITY, EVALUATIONS, valid_on=DAY)
    changes = criteria.pivot(index="criterion", columns=["plan_code", "assessed_on"], values="change")["p1"]
    by_year = [changes.iloc[:, place].reindex([criterion.value for criterion in Criterion]).tolist()[:4]
               for place in range(3)]
    assert by_year == [["first"] * 4, ["met_now", "not_met_now", "known_now", "not_met_now"],
                       ["unchanged", "met_now", "unknown_now", "unchanged"]]
    results = metrics.evaluation_results(criteria)
    counts = results[["criteria_met", "criteria_known", "criteria_unknown", "met_now", "not_met_now"]]
    assert counts.to_numpy().tolist() == [
        [2, 3, 4, 0, 0], [2, 4, 3, 1, 2], [2, 3, 4, 1, 0], [1, 2, 5, 0, 0]]
    assert results["evaluator"].fillna("?").tolist() == ["?", "?", "řídicí skupina", "?"]


def test_the_trend_counts_each_plan_once_a_year_and_unknown_answers_apart() -> None:
    trend = metrics.quality_trend(metrics.plan_criteria(QUALITY, EVALUATIONS, valid_on=DAY))
    rows = trend.set_index(["year", "criterion"])[["plans", "known", "met", "unknown", "met_share"]]
    assert sorted(trend["year"].unique()) == [2012, 2015]
    assert rows.loc[(2015, "analysis_swot")].tolist() == [2, 2, 1, 0, 0.5]
    assert rows.loc[(2015, "analysis_linked")].tolist() == [2, 2, 2, 0, 1]
    assert rows.loc[(2015, "cost_estimate")].tolist()[:4] == [2, 0, 0, 2]
    assert pd.isna(rows.at[(2015, "cost_estimate"), "met_share"])
    assert rows.loc[(2012, "analysis_swot")].tolist() == [1, 1, 0, 0, 0]


def test_extensions_agree_with_their_resolutions_and_states_with_the_years_of_the_plan() -> None:
    frames = made_frames()
    files = {name: name for name in frames}
    assert record_issues(frames, files) == []
    extension, reports = frames["plan_extension"], frames["measure_report"]
    frames["plan_extension"] = pd.concat([extension, extension.assign(
        plan_code="KPB", decided_on=pd.Timestamp("2018-01-01"), extended_to=pd.Timestamp("2018-12-31"))])
    frames["measure_report"] = pd.concat([
        reports.assign(year=2009), reports.assign(year=2016), reports.assign(date=pd.Timestamp("2014-01-01"))])
    frames["community_plan"] = frames["community_plan"].assign(
        extended_to=frames["community_plan"]["extended_to"].mask(frames["community_plan"]["code"] == "KPA"))
    assert [(issue.file, issue.row, issue.column, issue.value) for issue in record_issues(frames, files)] == [
        ("plan_extension", 3, "extended_to", "2018-12-31"), ("community_plan", 2, "extended_to", ""),
        ("community_plan", 3, "extended_to", ""), ("measure_report", 2, "year", "2009"),
        ("measure_report", 3, "date", "2015-01-31")]
