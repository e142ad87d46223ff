"""Signals of cards at their edges: raised on the exact day, gone on the exact day, and since when."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lib.metrics.signals import raised_signals, signal_rows
from lib.model.derived_signal import SIGNAL, Signal
from lib.model.plan import USUAL_RULES, ReportingRule
from lib.model.reporting import planned_on, rules_of
from tests.unit.made_region import Rows, table

DAY = timedelta(days=1)
LINK = "https://example.org/doklad"
CARDS = table("activity", [
    {"code": "A01-01", "title": "První", "goal_code": "SC1", "responsible": "kraj", "start_year": 2014,
     "end_year": 2017},
])
HELD = [{"activity_code": "A01-01", "role": "metodik", "valid_from": "2014-01-01"}]


def said(day: str, state: str, percent: float | None = None, link: str | None = LINK, number: int = 1,
         **more: object) -> dict[str, object]:
    return {"id": f"{day}-{number}", "activity_code": "A01-01", "date": day, "state": state, "percent": percent,
            "evidence_url": link, **more}


def since(  # noqa: PLR0917
    day: date, reports: Rows = (), milestones: Rows = (), moves: Rows = (), held: Rows = HELD,
    rules: Mapping[ReportingRule, float] = USUAL_RULES, cards: pd.DataFrame = CARDS,
) -> dict[str, str]:
    """Signals of the one card on the day with the day each is raised since."""
    planned = [{"id": f"M{n}", "activity_code": "A01-01", **one} for n, one in enumerate(milestones, 1)]
    found = raised_signals(
        cards, table("progress_report", reports), table("activity_guarantor", held), table("milestone", planned),
        table("milestone_move", moves), rules, valid_on=day,
    )
    assert tuple(found.columns) == ("activity_code", "signal", "since")
    return {signal: str(first.date()) for signal, first in zip(found["signal"], found["since"], strict=True)}


GOING = said("2014-06-30", "running", 60)
MILESTONE = {"planned_date": "2015-03-31"}
MOVE = {"milestone_id": "M1", "date": "2015-05-20", "planned_date": "2015-09-30"}
AGAIN = {"activity_code": "A01-01", "role": "koordinátor", "valid_from": "2016-05-01"}
ENDED = {**HELD[0], "valid_to": "2016-03-31"}
LONG_AGO = table("activity", [{"code": "A01-01", "title": "x", "start_year": 2014, "end_year": 2015}])


@pytest.mark.parametrize(("signal", "first", "given"), [
    ("no_report", "2015-07-01", {"reports": [GOING]}),
    ("no_report", "2015-01-02", {}),
    ("no_guarantor", "2016-04-01", {"held": [ENDED]}),
    ("no_guarantor", "2014-01-01", {"held": []}),
    ("overdue", "2016-01-01", {"reports": [said("2015-12-01", "running", 90)], "cards": LONG_AGO}),
    # 10 % + 25 points of 1,460 days are 511 days: 27 May 2015 is exactly at the limit.
    ("lagging", "2015-05-28", {"reports": [said("2014-06-01", "running", 10)]}),
    ("milestone_passed", "2015-04-01", {"milestones": [MILESTONE]}),
    ("milestone_passed", "2015-10-01", {"milestones": [MILESTONE], "moves": [MOVE]}),
    ("no_evidence", "2015-02-10", {"reports": [said("2015-02-10", "running", 50, None)]}),
])
def test_a_signal_appears_on_the_exact_day(signal: str, first: str, given: Mapping[str, Rows]) -> None:
    day = date.fromisoformat(first)
    assert signal not in since(day - DAY, **given)
    assert [since(later, **given)[signal] for later in (day, day + DAY)] == [first, first]


@pytest.mark.parametrize(("signal", "gone", "given"), [
    ("no_report", "2015-08-15", {"reports": [GOING, said("2015-08-15", "running", 70)]}),
    ("no_guarantor", "2016-05-01", {"held": [ENDED, AGAIN]}),
    ("overdue", "2016-02-01", {"reports": [GOING, said("2016-02-01", "done")], "cards": LONG_AGO}),
    ("lagging", "2015-08-01", {"reports": [said("2014-06-01", "running", 10), said("2015-08-01", "running", 35)]}),
    ("milestone_passed", "2015-05-20", {"milestones": [{**MILESTONE, "reached_date": "2015-05-20"}]}),
    ("milestone_passed", "2015-05-20", {"milestones": [MILESTONE], "moves": [MOVE]}),
    ("no_evidence", "2015-03-01", {"reports": [said("2015-02-10", "running", 50, None),
                                              said("2015-03-01", "running", 50, None, evidence_file="0" * 64)]}),
])
def test_a_signal_vanishes_on_the_exact_day(signal: str, gone: str, given: Mapping[str, Rows]) -> None:
    day = date.fromisoformat(gone)
    assert signal in since(day - DAY, **given)
    assert signal not in since(day, **given)
    assert signal not in since(day + DAY, **given)


@pytest.mark.parametrize(("months", "reported", "first"), [
    (12, "2015-06-30", "2016-07-01"), (12, "2016-02-29", "2017-03-01"), (6, "2015-06-30", "2015-12-31"),
    (6, "2014-08-31", "2015-03-01"), (6, "2015-08-31", "2016-03-01"), (6, "2015-02-28", "2015-08-29"),
    (1, "2015-01-31", "2015-03-01"),
])
def test_months_are_counted_to_the_same_day_or_the_end_of_a_shorter_month(
    months: int, reported: str, first: str
) -> None:
    rules = rules_of(table("reporting_rule", [{"rule": "report_months", "value": months}]))
    day, given = date.fromisoformat(first), [said(reported, "continuous")]
    assert "no_report" not in since(day - DAY, given, rules=rules)
    assert since(day, given, rules=rules)["no_report"] == first


def test_a_stricter_limit_of_lag_raises_it_sooner() -> None:
    rules = rules_of(table("reporting_rule", [{"rule": "lag_limit_pct", "value": 10}]))
    given = [said("2014-06-01", "running", 10)]  # 20 % of 1,460 days are 292 days: 20 October 2014
    assert "lagging" not in since(date(2014, 10, 20), given, rules=rules)
    assert since(date(2014, 10, 21), given, rules=rules)["lagging"] == "2014-10-21"


WORST = ["no_report", "no_guarantor", "overdue", "lagging", "milestone_passed", "no_evidence"]


@pytest.mark.parametrize(("state", "raised"), [
    (None, [one for one in WORST if one not in ("lagging", "no_evidence")]),
    ("not_started", WORST[:-1]), ("preparing", WORST[:-1]), ("suspended", WORST[:-1]), ("running", WORST),
    ("continuous", ["no_report", "no_guarantor", "milestone_passed", "no_evidence"]),
    ("done", ["no_evidence"]), ("cancelled", []),
])
def test_what_each_state_is_asked_for_when_everything_is_wrong(state: str | None, raised: list[str]) -> None:
    given = [] if state is None else [said("2014-02-01", state, 0, None)]
    assert list(since(date(2016, 6, 30), given, [MILESTONE], held=[], cards=LONG_AGO)) == raised
    assert since(date(2013, 12, 31), given, [{"planned_date": "2013-06-30"}], held=[], cards=LONG_AGO) == {}


def test_a_reopened_card_is_asked_from_the_day_it_was_reopened() -> None:
    given = [said("2015-01-10", "done"), said("2015-05-05", "running", 60, None)]
    assert since(date(2015, 5, 4), given, [MILESTONE], held=[]) == {}
    assert since(date(2015, 6, 1), given, [MILESTONE], held=[]) == {
        "no_guarantor": "2015-05-05", "milestone_passed": "2015-05-05", "no_evidence": "2015-05-05"}


def test_of_two_reports_of_one_day_the_later_identifier_counts() -> None:
    two = [said("2015-01-10", "running", 60, None, 1), said("2015-01-10", "running", 60, LINK, 2)]
    assert "no_evidence" not in since(date(2015, 1, 10), two)


def test_since_is_the_first_day_of_the_unbroken_time_on_every_day() -> None:
    reports = table("progress_report", [
        said("2014-06-01", "running", 10), said("2015-05-29", "running", 12, None),
        said("2015-06-20", "done", link=None), said("2015-07-11", "suspended", 12)])
    planned = table("milestone", [{"id": f"M{n}", "activity_code": "A01-01", **one} for n, one in enumerate((
        {"planned_date": "2015-05-10", "reached_date": "2015-05-20"}, {"planned_date": "2015-05-01"},
        {"planned_date": "2015-07-19"}), 1)])
    moves = table("milestone_move", [
        {"milestone_id": "M2", "date": day, "planned_date": until} for day, until in (
            ("2015-04-20", "2015-05-17"), ("2015-05-25", "2015-05-31"), ("2015-06-10", "2015-06-05"),
            ("2015-06-15", "2016-12-31"))])
    held = table("activity_guarantor", [{**HELD[0], "valid_to": "2015-05-05"},
                                        {**AGAIN, "valid_from": "2015-05-12", "valid_to": "2015-06-18"}])
    run: dict[str, str] = {}
    spans = []
    for day in (date(2015, 5, 1) + DAY * n for n in range(90)):
        raised = raised_signals(CARDS, reports, held, planned, moves, USUAL_RULES, valid_on=day)
        found = dict(zip(raised["signal"], raised["since"].dt.date.astype(str), strict=True))
        run = {signal: run.get(signal, str(day)) for signal in found}
        assert found == run, day
        spans += [(signal, first) for signal, first in run.items() if (signal, first) not in spans]
        passed = (planned_on(planned, moves, day) < np.datetime64(day)) & ~(
            planned["reached_date"].to_numpy() <= np.datetime64(day))
        closed = date(2015, 6, 20) <= day < date(2015, 7, 11)
        assert ("milestone_passed" in found) == (bool(passed.any()) and not closed), day
    assert sorted(spans) == [
        ("lagging", "2015-05-28"), ("lagging", "2015-07-11"),
        ("milestone_passed", "2015-05-11"), ("milestone_passed", "2015-06-01"), ("milestone_passed", "2015-07-20"),
        ("no_evidence", "2015-05-29"),
        ("no_guarantor", "2015-05-06"), ("no_guarantor", "2015-06-19"), ("no_guarantor", "2015-07-11"),
    ]


def test_a_lag_lasts_through_a_report_that_does_not_make_it_good() -> None:
    given = [said("2014-06-01", "running", 10), said("2015-07-01", "running", 12)]  # 37.4 % have passed by then
    assert since(date(2015, 7, 1), given)["lagging"] == "2015-05-28"


def test_a_row_says_whom_to_ask_for_what_and_for_how_long() -> None:
    raised = raised_signals(CARDS, table("progress_report"), table("activity_guarantor", HELD), table("milestone"),
                            table("milestone_move"), USUAL_RULES, valid_on=date(2015, 1, 11))
    rows = signal_rows(raised, CARDS, pd.Series({"A01-01": "metodik"}), valid_on=date(2015, 1, 11))
    assert tuple(rows.columns) == SIGNAL.columns
    assert rows.drop(columns="since").iloc[0].tolist() == [
        "A01-01", "První", "SC1", "kraj", "metodik", Signal.NO_REPORT, 10, "report"]
    none = signal_rows(raised.head(0), CARDS, pd.Series({"A01-01": "metodik"}), valid_on=date(2015, 1, 11))
    assert (len(none), tuple(none.columns)) == (0, SIGNAL.columns)
