"""What changed between two days."""

from datetime import date

import pandas as pd
import pytest

from lib.metrics.compare import coverage_changes, coverage_compared, plan_changes
from lib.metrics.coverage import coverage, municipality_coverage
from lib.model.derived import COVERAGE_CHANGE, PLAN_CHANGE
from lib.model.derived_territory import COVERAGE_COMPARED
from tests.unit.made_region import MUNICIPALITIES, ORPS, POPULATION, plan, plan_towns, table

BEFORE, AFTER = date(2011, 6, 30), date(2012, 6, 30)
PLANS = table("community_plan", [
    plan("ended", "2008-01-01", "2011-06-30"),
    plan("extended", "2008-01-01", "2012-06-29", "2013-12-31"),
    plan("extended_later", "2008-01-01", "2012-06-30", "2013-12-31"),
    plan("extended_long_ago", "2005-01-01", "2011-06-29", "2013-12-31"),
    plan("new", "2012-06-30", "2014-12-31"),
    plan("short_lived", "2011-07-01", "2012-06-29"),
    plan("unchanged", "2011-06-30", "2012-06-30"),
    plan("unknown", "2010-01-01", None),
])
TOWNS = plan_towns(ended="12", new="23", unchanged="4", unknown="5", short_lived="6")


def test_a_coordinator_compares_plans_of_two_days() -> None:
    frame = plan_changes(PLANS, TOWNS, BEFORE, AFTER)
    assert tuple(frame.columns) == PLAN_CHANGE.columns
    assert dict(zip(frame["plan_code"], frame["change"], strict=True)) == {
        "ended": "ended", "extended": "extended", "extended_later": "unchanged", "extended_long_ago": "unchanged",
        "new": "new", "unchanged": "unchanged"}
    rows = frame.set_index("plan_code")
    assert rows.loc["extended", "valid_until"] == pd.Timestamp("2013-12-31")
    assert rows.loc["new", "municipalities"] == 2


def test_new_and_ended_plans_explain_the_difference_of_counts() -> None:
    changes = plan_changes(PLANS, TOWNS, BEFORE, AFTER)["change"]
    before, after = (changes != "new").sum(), (changes != "ended").sum()
    assert (before, after) == (5, 5)


def test_the_same_day_changes_nothing() -> None:
    assert set(plan_changes(PLANS, TOWNS, AFTER, AFTER)["change"]) == {"unchanged"}


def covered(day: date) -> pd.DataFrame:
    return municipality_coverage(MUNICIPALITIES, ORPS, PLANS, TOWNS, POPULATION, valid_on=day)


def test_municipalities_gain_and_lose_cover() -> None:
    frame = coverage_changes(covered(BEFORE), covered(AFTER))
    assert tuple(frame.columns) == COVERAGE_CHANGE.columns
    assert dict(zip(frame["municipality_code"].str[-1], frame["change"], strict=True)) == {
        "1": "lost", "2": "still_covered", "3": "gained", "4": "still_covered", "5": "unknown",
        "6": "still_not_covered", "7": "still_not_covered", "8": "still_not_covered"}
    assert frame.loc[0, ["status_before", "status_after"]].tolist() == ["expiring", "not_covered"]


def test_a_municipality_missing_on_the_earlier_day_is_unknown() -> None:
    frame = coverage_changes(covered(BEFORE).iloc[1:], covered(AFTER))
    assert frame.loc[0, ["change", "status_before"]].tolist() == ["unknown", "unknown"]


def test_areas_stand_side_by_side_on_two_days() -> None:
    given = [table(name) for name in ("action_plan", "community_plan_quality", "coordinator")]
    before, after = (coverage(covered(day), ORPS, PLANS, TOWNS, *given, valid_on=day, region_name="Kraj")
                     for day in (BEFORE, AFTER))
    changes = coverage_changes(covered(BEFORE), covered(AFTER))
    frame = coverage_compared(before, after, changes, before_date=BEFORE, after_date=AFTER)
    assert tuple(frame.columns) == COVERAGE_COMPARED.columns
    assert frame[["before_date", "after_date"]].drop_duplicates().iloc[0].dt.date.tolist() == [BEFORE, AFTER]
    rows = frame.set_index("orp_code")
    assert rows.loc["A", "plans_before":"change"].tolist() == [1, 1, 2, 2, 1, 1000, 400, 1.0, 0.4, 0, 1, 0, "lost"]
    assert rows.loc["B", "plans_before":"change"].tolist() == [1, 2, 3, 1, 2, 300, 800, 0.3, 0.8, 1, 0, 1, "gained"]
    assert rows.loc["kraj", "plans_before":"change"].tolist() == [
        5, 5, 8, 3, 3, 1300, 1200, 1300 / 3200, 1200 / 3200, 1, 1, 1, "both"]
    assert rows.loc["D", "change"] == "nothing"
    unknown = coverage_compared(before, after, changes[changes["change"] == "unknown"], before_date=BEFORE,
                                after_date=AFTER).set_index("orp_code")
    assert unknown.loc[["A", "B", "kraj"], "change"].tolist() == ["nothing", "unknown", "unknown"]


@pytest.mark.parametrize("shuffle", [1, 2])
def test_the_order_of_rows_does_not_matter(shuffle: int) -> None:
    plans, towns = (frame.sample(frac=1, random_state=shuffle) for frame in (PLANS, TOWNS))
    mixed = plan_changes(plans, towns, BEFORE, AFTER)
    pd.testing.assert_frame_equal(mixed, plan_changes(PLANS, TOWNS, BEFORE, AFTER))
