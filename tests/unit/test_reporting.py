"""Rules of reporting: how long a report is good, where a milestone stands on a day, what a step back is."""

from datetime import date

import pytest

from lib.model.plan import REPORTING_RULE, ReportingRule
from lib.model.reporting import Entry, EntryFault, fresh_until, goes_back, planned_on, rules_of, stands_at
from lib.model.schemas import empty_frame
from tests.unit.made_region import table

MILESTONES = table("milestone", [
    {"id": "M1", "activity_code": "A01-01", "title": "Projekt", "planned_date": date(2015, 6, 30)},
    {"id": "M2", "activity_code": "A01-01", "title": "Stavba", "planned_date": date(2016, 6, 30)},
])
MOVES = table("milestone_move", [
    {"milestone_id": "M1", "date": date(2015, 5, 1), "planned_date": date(2015, 9, 30), "reason": "Projekt.",
     "reported_by": "garant"},
    {"milestone_id": "M1", "date": date(2015, 9, 1), "planned_date": date(2015, 8, 31), "reason": "Rychleji.",
     "reported_by": "garant"},
])


@pytest.mark.parametrize(("day", "planned"), [
    (date(2015, 4, 30), "2015-06-30"), (date(2015, 5, 1), "2015-09-30"), (date(2015, 8, 31), "2015-09-30"),
    (date(2015, 9, 1), "2015-08-31"),
])
def test_a_milestone_stands_where_the_last_move_decided_up_to_the_day_put_it(day: date, planned: str) -> None:
    dates = planned_on(MILESTONES, MOVES.iloc[::-1], day)
    assert dates.dt.strftime("%Y-%m-%d").tolist() == [planned, "2016-06-30"]


def test_a_rule_of_the_data_holds_before_the_usual_one() -> None:
    own = table("reporting_rule", [{"rule": "report_months", "value": 6.0}])
    assert rules_of(own) == {ReportingRule.REPORT_MONTHS: 6, ReportingRule.LAG_LIMIT_PCT: 25}
    assert rules_of(empty_frame(REPORTING_RULE))[ReportingRule.REPORT_MONTHS] == 12


@pytest.mark.parametrize(("reported", "until"), [
    (date(2015, 6, 30), date(2016, 6, 30)), (date(2016, 2, 29), date(2017, 2, 28)),
    (date(2015, 2, 28), date(2016, 2, 29)),
])
def test_a_report_is_good_to_the_last_day_on_which_it_is_not_older_than_a_year(reported: date, until: date) -> None:
    assert fresh_until(reported, 12) == until


BACK = {
    ("running", "preparing"), ("done", "running"), ("done", "continuous"), ("continuous", "not_started"),
    ("preparing", "not_started"), ("cancelled", "running"), ("cancelled", "suspended"), ("cancelled", "done"),
}
NOT_BACK = {
    ("running", "continuous"), ("continuous", "running"), ("running", "running"), ("not_started", "done"),
    ("done", "suspended"), ("done", "cancelled"), ("cancelled", "cancelled"), (None, "not_started"),
}


@pytest.mark.parametrize(("before", "state"), sorted(BACK | NOT_BACK, key=str))
def test_what_counts_as_a_step_back(before: str | None, state: str) -> None:
    assert goes_back(before, state) is ((before, state) in BACK)


def test_a_card_that_was_suspended_is_compared_with_the_state_before() -> None:
    assert stands_at(["preparing", "running", "suspended", "suspended"]) == "running"
    assert not goes_back(stands_at(["running", "suspended"]), "running")
    assert goes_back(stands_at(["done", "suspended"]), "running")
    assert stands_at(["suspended"]) is None


@pytest.mark.parametrize(("entry", "faults"), [
    (Entry("A01-01", comment="jen komentář"), (EntryFault.NO_STATE,)),
    (Entry("A01-01", "done", 100.0), ()),
    (Entry("A01-01", "running", 100.5), (EntryFault.PERCENT,)),
    (Entry("A01-01", "preparing", -1.0), (EntryFault.PERCENT, EntryFault.NO_REASON)),
    (Entry("A01-01", "preparing", 0.0, reason="projekt se přepracovává"), ()),
])
def test_a_row_says_what_keeps_it_from_being_sent(entry: Entry, faults: tuple[EntryFault, ...]) -> None:
    assert entry.faults("running") == faults


def test_of_two_reports_of_one_day_the_later_declared_one_counts() -> None:
    entry = Entry("A01-01", "running", 50.0)
    ids = [str(entry.row(seen=seen, token=token, day=date(2016, 6, 30), reported_by="garant")["id"])
           for seen, token in ((9, "ff000000"), (10, "00000000"))]
    assert sorted([*reversed(ids), "PR-0001", "R2016-01"]) == ["PR-0001", "R2016-01", *ids]
