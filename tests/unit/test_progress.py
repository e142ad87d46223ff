"""Declared progress of activity cards: states, lag, signals at their edges."""

from datetime import date

import pandas as pd
import pytest

from lib.metrics.progress import activity_progress, has_signal
from lib.metrics.signals import raised_signals
from lib.model.derived import Signal
from lib.model.derived_plan import ACTIVITY_PROGRESS
from lib.model.plan import USUAL_RULES
from tests.unit.made_region import DAY, Rows, table


def card(code: str, goal: str = "SC1", start: int = 2014, end: int = 2017) -> dict[str, object]:
    return {"code": code, "title": f"Karta {code}", "goal_code": goal, "start_year": start, "end_year": end}


def report(code: str, day: str, state: str, percent: float | None = None, number: str = "1") -> dict[str, object]:
    return {"id": f"{code}-{day}-{number}", "activity_code": code, "date": day, "state": state, "percent": percent,
            "evidence_url": "https://example.org/doklad"}


def guarantor(code: str, start: str = "2014-01-01", end: str | None = None) -> dict[str, object]:
    return {"activity_code": code, "role": "metodik", "valid_from": start, "valid_to": end}


def progress(cards: Rows, reports: Rows, guarantors: Rows | None = None, day: date = DAY) -> pd.DataFrame:
    holders = [guarantor(str(one["code"])) for one in cards] if guarantors is None else guarantors
    rows = table("activity", cards), table("progress_report", reports), table("activity_guarantor", holders)
    raised = raised_signals(*rows, table("milestone"), table("milestone_move"), USUAL_RULES, valid_on=day)
    return activity_progress(*rows, raised, valid_on=day)


def only(reports: Rows, day: date = DAY, **period: int) -> pd.Series:
    return progress([card("A01-01", **period)], reports, day=day).iloc[0]


def test_a_member_sees_the_latest_report_up_to_the_day() -> None:
    frame = progress([card("A01-01")], [
        report("A01-01", "2015-12-31", "preparing"), report("A01-01", "2016-06-30", "running", 40, "1"),
        report("A01-01", "2016-06-30", "running", 50, "2"), report("A01-01", "2016-07-01", "done"),
    ])
    assert tuple(frame.columns) == ACTIVITY_PROGRESS.columns
    row = frame.iloc[0]
    assert (row["state"], row["declared_pct"], row["reports"], row["guarantor"]) == ("running", 50.0, 3, "metodik")
    assert row["last_report_date"] == pd.Timestamp("2016-06-30")


@pytest.mark.parametrize(("state", "percent", "declared"), [
    ("not_started", None, 0.0), ("preparing", None, 10.0), ("preparing", 15.0, 15.0), ("running", None, None),
    ("running", 0.0, 0.0), ("done", None, 100.0), ("done", 90.0, 100.0), ("continuous", None, None),
    ("suspended", 30.0, 30.0), ("cancelled", None, None),
])
def test_declared_progress_by_state(state: str, percent: float | None, declared: float | None) -> None:
    value = only([report("A01-01", "2016-06-01", state, percent)])["declared_pct"]
    assert (None if pd.isna(value) else value) == declared


@pytest.mark.parametrize(("day", "elapsed"), [
    (date(2013, 12, 31), 0.0), (date(2014, 1, 1), 0.0), (date(2015, 7, 2), 100 * 547 / 1095),
    (date(2016, 12, 30), 100 * 1094 / 1095), (date(2016, 12, 31), 100.0), (date(2018, 1, 1), 100.0),
])
def test_time_elapsed_runs_from_first_to_last_day(day: date, elapsed: float) -> None:
    assert only([], day, end=2016)["elapsed_pct"] == pytest.approx(elapsed)


def test_a_card_never_reported_is_unknown_not_zero() -> None:
    row = only([])
    assert row[["state", "declared_pct", "lag_pct", "last_report_date"]].isna().all()
    assert row["reports"] == 0
    assert row["signals"] == "no_report"


@pytest.mark.parametrize(("last", "signals"), [("2015-06-30", None), ("2015-06-29", "no_report")])
def test_a_report_exactly_twelve_months_old_is_still_fresh(last: str, signals: str | None) -> None:
    found = only([report("A01-01", last, "running", 60)])["signals"]
    assert (None if pd.isna(found) else found) == signals


@pytest.mark.parametrize(("day", "signals"), [(date(2015, 1, 1), None), (date(2015, 1, 2), "no_report")])
def test_a_card_without_any_report_has_twelve_months_to_report(day: date, signals: str | None) -> None:
    found = only([], day)["signals"]
    assert (None if pd.isna(found) else found) == signals


@pytest.mark.parametrize(("day", "state", "signals"), [
    (date(2015, 12, 31), "running", None), (date(2016, 1, 1), "running", "overdue"),
    (date(2016, 1, 1), "continuous", None), (date(2016, 1, 1), "done", None), (date(2016, 1, 1), "cancelled", None),
    (date(2016, 1, 1), "suspended", "overdue"),
])
def test_a_card_is_overdue_from_the_day_after_its_last_year(day: date, state: str, signals: str | None) -> None:
    found = only([report("A01-01", "2015-12-01", state, 80)], day, end=2015)["signals"]
    assert (None if pd.isna(found) else found) == signals


def test_a_lag_of_exactly_the_limit_is_not_lagging() -> None:
    day = date(2016, 12, 31)
    rows = progress([card("A01-01", end=2016), card("A01-02", end=2016)],
                    [report("A01-01", "2016-12-01", "running", 75), report("A01-02", "2016-12-01", "running", 74.9)],
                    day=day).set_index("activity_code")
    assert rows["lag_pct"].tolist() == pytest.approx([25.0, 25.1])
    assert rows["signals"].fillna("-").tolist() == ["-", "lagging"]


def test_done_cancelled_and_continuous_cards_have_no_lag() -> None:
    cards = [card(f"A01-0{number}") for number in (1, 2, 3, 4)]
    states = ("done", "cancelled", "continuous", "suspended")
    frame = progress(cards, [report(str(one["code"]), "2016-06-01", state, 5)
                             for one, state in zip(cards, states, strict=True)])
    assert frame["lag_pct"].isna().tolist() == [True, True, True, False]


def test_a_done_card_is_not_asked_for_reports_nor_guarantor() -> None:
    frame = progress([card("A01-01"), card("A01-02")],
                     [report("A01-01", "2014-02-01", "done"), report("A01-02", "2014-02-01", "continuous")], [])
    assert frame["signals"].fillna("-").tolist() == ["-", "no_report no_guarantor"]


def test_a_guarantor_holds_to_the_last_day_and_the_newer_one_is_shown() -> None:
    cards = [card(f"A01-0{number}") for number in (1, 2, 3)]
    holders = [guarantor("A01-01", end="2016-06-30"), guarantor("A01-02", end="2016-06-29"),
               guarantor("A01-03"), {**guarantor("A01-03", "2015-01-01"), "role": "koordinátor"}]
    frame = progress(cards, [report(f"A01-0{n}", "2016-06-01", "running", 60) for n in (1, 2, 3)], holders)
    assert frame["guarantor"].fillna("-").tolist() == ["metodik", "-", "koordinátor"]
    assert frame["signals"].fillna("-").tolist() == ["-", "no_guarantor", "-"]


def test_a_card_that_has_not_begun_raises_no_signal() -> None:
    assert pd.isna(progress([card("A01-01")], [], [], date(2013, 12, 31)).iloc[0]["signals"])


def plan() -> pd.DataFrame:
    cards = [card(code, goal) for code, goal in (
        ("A01-01", "SC1"), ("A01-02", "SC1"), ("A01-03", "SC1"), ("A01-04", "SC1"), ("A02-01", "SC2"),
        ("A10-01", "SC10"))]
    return progress(cards, [
        report("A01-01", "2016-06-01", "done"), report("A01-02", "2016-06-01", "running", 20),
        report("A01-03", "2016-06-01", "cancelled", 90), report("A10-01", "2016-06-01", "cancelled"),
    ])


def test_cards_with_a_signal_are_found_by_the_whole_word() -> None:
    cards = plan().assign(signals=["no_report overdue", None, "overdue", "no_guarantor", None, None])
    assert has_signal(cards, Signal.OVERDUE).tolist() == [True, False, True, False, False, False]
    assert has_signal(cards, Signal.NO_REPORT).tolist() == [True, False, False, False, False, False]
