"""What the illustrative planning must keep to: 15 and 20 community plans, reports of 31 cards, edges of limits."""

import pandas as pd
import pytest

from lib.model.reporting import goes_back, stands_at
from tests.demo_tables import (
    DEFAULT_DAY,
    Frames,
    all_tables,
    last_reports,
    plans_on,
    plans_per_municipality,
    valid_on,
)


@pytest.fixture
def both() -> Frames:
    return all_tables()


# --- progress of the plan --------------------------------------------------------------------------------------------


def test_two_thirds_of_the_cards_are_reported_by_the_default_day(both: Frames) -> None:
    last = last_reports(both, DEFAULT_DAY)
    assert (len(both["activity"]), len(last)) == (46, 31)
    assert last["state"].value_counts().to_dict() == {
        "running": 14, "done": 4, "preparing": 4, "continuous": 3, "not_started": 2, "suspended": 2, "cancelled": 2}
    assert (both["progress_report"]["date"].max(), len(both["progress_report"])) == (pd.Timestamp("2017-12-31"), 118)


def test_nine_cards_are_silent_for_over_a_year_and_the_edge_is_touched_from_both_sides(both: Frames) -> None:
    last = last_reports(both, DEFAULT_DAY)
    edge = pd.Timestamp("2015-06-30")
    assert sorted(last.index[last["date"] < edge]) == [
        "A01-04", "A01-06", "A03-01", "A04-03", "A05-02", "A06-03", "A07-02", "A08-01", "A09-02"]
    assert list(last.index[last["date"] == edge]) == ["A01-05"]
    assert list(last.index[last["date"] == edge - pd.Timedelta(days=1)]) == ["A01-04"]


def test_some_cards_went_back(both: Frames) -> None:
    states = both["progress_report"].sort_values(["activity_code", "date"]).groupby("activity_code")["state"].agg(list)
    assert states["A09-05"] == ["preparing", "running", "preparing", "running"]
    assert states["A05-02"] == ["running", "suspended"]


def test_six_cards_have_no_guarantor_on_the_default_day(both: Frames) -> None:
    roles = valid_on(both["activity_guarantor"], DEFAULT_DAY)
    assert sorted(set(both["activity"]["code"]) - set(roles["activity_code"])) == [
        "A03-02", "A04-04", "A06-02", "A07-03", "A09-04", "A10-04"]
    assert len(roles) == 40


def test_evidence_points_to_a_place_nobody_owns(both: Frames) -> None:
    links = both["progress_report"]["evidence_url"].dropna()
    assert links.str.startswith("https://example.org/").all()
    assert 0 < len(links) < len(both["progress_report"])


def test_a_report_that_goes_back_says_why_and_no_other_does(both: Frames) -> None:
    reports = both["progress_report"].sort_values(["date", "id"])
    back: set[str] = set()
    for _, own in reports.groupby("activity_code"):
        states = own["state"].tolist()
        back |= {key for place, key in enumerate(own["id"]) if goes_back(stands_at(states[:place]), states[place])}
    assert back == set(reports.loc[reports["reason"].notna(), "id"])
    assert len(back) == 2


def test_moves_of_milestones_come_one_after_another_and_one_is_decided_on_the_default_day(both: Frames) -> None:
    moves = both["milestone_move"]
    assert set(moves["milestone_id"]) <= set(both["milestone"]["id"])
    assert (moves["planned_date"] > moves["date"]).all()
    assert (moves["date"] == pd.Timestamp("2016-06-30")).sum() == 1
    assert len(moves) == 7


def test_milestones_past_and_not_reached_occur(both: Frames) -> None:
    rows = both["milestone"]
    assert rows["activity_code"].nunique() == 46
    assert set(rows.groupby("activity_code").size()) == {1, 2, 3, 4}
    day = pd.Timestamp(DEFAULT_DAY)
    reached = rows["reached_date"] <= day
    assert int(((rows["planned_date"] < day) & ~reached).sum()) > 10
    assert int(reached.sum()) > 20


# --- community plans -------------------------------------------------------------------------------------------------


def test_twenty_plans_are_valid_in_2012_against_fifteen_in_2011(both: Frames) -> None:
    before, after = plans_on(both, "2011-06-30"), plans_on(both, "2012-06-30")
    assert (len(before), len(after)) == (15, 20)
    assert sorted(set(before["code"]) - set(after["code"])) == ["D_JABLONNE_2009", "D_LOMNICKO_2008"]
    assert sorted(set(after["code"]) - set(before["code"])) == [
        "D_HODKOVICKO_2012", "D_NOVOMESTSKO_2012", "D_PODRALSKO_2012", "D_ROKYTNICKO_2012", "D_VYSOCKO_2011",
        "KP_CESKOLIPSKO", "KP_JABLONEC_2"]
    at = pd.Timestamp("2012-06-30")
    assert list(after.loc[after["valid_to"] < at, "code"]) == ["D_CESKODUBSKO_2009"]
    assert list(after.loc[after["valid_to"] == at, "code"]) == ["D_TURNOVSKO_2009"]


@pytest.mark.parametrize(
    ("day", "covered", "several", "turnov_covered"),
    [("2011-06-30", 108, 0, 24), ("2012-06-30", 157, 18, 24), ("2016-06-30", 191, 6, 27)],
)
def test_coverage_is_incomplete_and_overlaps(
    both: Frames, day: str, covered: int, several: int, turnov_covered: int,
) -> None:
    plans = plans_per_municipality(both, day)
    turnov = both["municipality"].loc[both["municipality"]["orp_code"] == "5109", "code"]
    assert (int((plans > 0).sum()), int((plans > 1).sum())) == (covered, several)
    assert (len(turnov), int((plans[turnov] > 0).sum())) == (36, turnov_covered)


def test_ceska_lipa_is_in_two_plans_and_marsovice_in_none_in_2012(both: Frames) -> None:
    in_2012, in_2016 = plans_per_municipality(both, "2012-06-30"), plans_per_municipality(both, DEFAULT_DAY)
    assert (in_2012["561380"], in_2016["561380"]) == (2, 2)
    assert in_2012["563714"] == 0


def test_plans_end_at_both_sides_of_the_twelve_month_edge(both: Frames) -> None:
    plans = plans_on(both, DEFAULT_DAY)
    ends = plans.set_index("code")[["valid_to", "extended_to"]].max(axis=1).dt.strftime("%Y-%m-%d")
    assert ends[ends <= "2017-07-01"].to_dict() == {
        "D_CHRASTAVSKO_2014": "2017-07-01", "D_JILEMNICKO_2014": "2016-12-31", "D_LOMNICKO_2012": "2016-12-31",
        "D_PODJESTEDI_2014": "2017-06-30"}


def test_quality_of_the_twenty_plans_shows_the_weaknesses_found_in_2012(both: Frames) -> None:
    rows = both["community_plan_quality"]
    of_2012 = rows[rows["date"] == pd.Timestamp("2012-06-30")]
    assert set(of_2012["plan_code"]) == set(plans_on(both, "2012-06-30")["code"])
    met = of_2012[of_2012["answer"] == "yes"].groupby("criterion").size().to_dict()
    assert met == {"action_plan": 13, "analysis_linked": 13, "analysis_swot": 16, "cost_estimate": 5,
                   "funding_source": 6, "monitoring_rule": 5, "named_coordinator": 8}
    assert set(rows["answer"]) == {"yes", "no", "unknown"}
    newer = rows[rows["date"] == pd.Timestamp("2015-12-31")]
    assert newer["plan_code"].nunique() == 13


def test_some_plans_miss_action_plans(both: Frames) -> None:
    years = both["action_plan"].groupby("plan_code")["year"].agg(set)
    assert years["D_TURNOVSKO_2013"] == {2013, 2015, 2017}
    with_one = set(both["action_plan"].loc[both["action_plan"]["year"] == 2016, "plan_code"])
    valid = set(plans_on(both, DEFAULT_DAY)["code"])
    assert (len(valid & with_one), len(valid)) == (14, 17)


def test_coordinators_are_named_absent_or_not_reported(both: Frames) -> None:
    rows = valid_on(both["coordinator"], DEFAULT_DAY)
    assert rows["status"].value_counts().to_dict() == {"named": 5, "none": 3}
    assert set(both["orp"]["code"]) - set(rows["orp_code"]) == {"5104", "5109"}


# --- bodies ----------------------------------------------------------------------------------------------------------


def test_three_meetings_of_the_college_have_three_items_each_with_opinions_of_steering_groups(both: Frames) -> None:
    meetings, items, opinions = both["meeting"], both["agenda_item"], both["opinion"]
    held = meetings[(meetings["body_code"] == "K10") & (meetings["date"] <= DEFAULT_DAY)]
    assert held["date"].dt.strftime("%Y-%m-%d").tolist() == ["2015-06-09", "2015-12-08", "2016-06-14"]
    items = items[items["meeting_id"].isin(held["id"])]
    assert items.groupby("meeting_id").size().tolist() == [3, 3, 3]
    assert set(opinions["agenda_item_id"]) == set(items["id"])
    assert set(opinions["opinion"]) == {"agrees", "agrees_with_comments", "disagrees"}
    steering = opinions[opinions["body_code"].str.startswith("URS_")]
    assert set(opinions["body_code"]) - set(steering["body_code"]) == {"K10", "RLK", "ZLK"}
    (steering.groupby("agenda_item_id").size() >= 4).all()
