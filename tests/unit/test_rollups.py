"""Roll-ups of cards: nothing is counted twice, cancelled ones are in no denominator; what moved between two days."""

from datetime import date

import pandas as pd
import pytest

from lib.metrics.moved import flow, moved, movement
from lib.metrics.rollups import by_main_goal, goal_matrix, rolled_up, triple
from lib.model.derived_plan import ACTIVITY_PROGRESS
from lib.model.derived_rollup import FLOW, FULFILMENT_OF, MOVED, ROLLUPS, TRIPLES, Rollup
from lib.model.plan import ActivityState
from lib.model.shares import percentages
from tests.unit.made_region import table

Card = tuple[str, str, str | None, float | None, float]
CARDS: list[Card] = [
    ("A01-01", "SC1", "done", 100, 60), ("A01-02", "SC1", "running", 20, 60), ("A01-03", "SC1", "cancelled", 90, 60),
    ("A01-04", "SC1", None, None, 60), ("A02-01", "SC2", "continuous", None, 40),
    ("A10-01", "SC10", "cancelled", None, 40),
]
GOALS = table("goal", [{"code": code, "position": position, "name": name} for code, position, name in (
    ("SC10", 3, "Desátý"), ("SC1", 1, "První"), ("SC2", 2, "Druhý"))])
COUNTS = ["activities", "done", "running", "continuous", "cancelled", "unreported", "declared_activities", "lagging"]


def progress(cards: list[Card], signals: dict[str, str] | None = None, guarantors: dict[str, str] | None = None
             ) -> pd.DataFrame:
    """Rows of activity_progress: code, goal, state, declared and elapsed per cent."""
    frame = pd.DataFrame(cards, columns=["activity_code", "goal_code", "state", "declared_pct", "elapsed_pct"])
    frame = frame.astype({"activity_code": "str", "goal_code": "str", "state": "str", "declared_pct": "float64"})
    frame = frame.assign(activity_title=frame["activity_code"], lag_pct=frame["elapsed_pct"] - frame["declared_pct"],
                         last_report_date=pd.NaT, reports=pd.array([0] * len(frame), dtype="Int64"))
    for column, values in (("signals", signals or {}), ("guarantor", guarantors or {})):
        frame[column] = pd.Series([values.get(code) for code in frame["activity_code"]], dtype="str")
    return frame[list(ACTIVITY_PROGRESS.columns)]


def rolled(rows: list[str], members: pd.DataFrame, cards: list[Card] = CARDS) -> pd.DataFrame:
    frame = progress(cards)
    return rolled_up(frame, frame["activity_code"] == "A01-02", pd.Series(rows, dtype="str"), members)


def members(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["activity_code", "row"], dtype="str")


def test_cancelled_cards_are_in_no_denominator_and_unreported_ones_in_no_mean() -> None:
    frame = rolled(["SC1", "SC2", "SC10"], by_main_goal(progress(CARDS)))
    assert ("goal_code", "goal_name", *frame.columns[1:]) == ROLLUPS[Rollup.GOAL].columns
    assert frame["row"].tolist() == ["SC1", "SC2", "SC10", "all"]
    assert frame[COUNTS].to_numpy().tolist() == [
        [4, 1, 1, 0, 1, 1, 2, 1], [1, 0, 0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0], [6, 1, 1, 1, 2, 1, 2, 1]]
    assert frame["done_share"].fillna(-1).tolist() == pytest.approx([1 / 3, 0, -1, 1 / 4])
    for column, first in (("declared_pct", 60.0), ("elapsed_pct", 60.0), ("lag_pct", 0.0)):
        assert frame[column].fillna(-1).tolist() == [first, -1, -1, first], column
    states = frame[[*(state.value for state in ActivityState), "unreported"]]
    assert states.sum(axis=1).tolist() == frame["activities"].tolist()
    assert [sum(percentages([int(n) for n in row])) for row in states.to_numpy()] == [100, 100, 100, 100]


def test_means_of_time_and_progress_are_of_the_same_cards() -> None:
    cards: list[Card] = [("A01-01", "SC1", "running", 20, 50), ("A01-02", "SC1", "running", 70, 60),
                         ("A01-03", "SC1", "running", None, 90), ("A01-04", "SC1", "cancelled", 0, 90)]
    row = rolled(["SC1"], by_main_goal(progress(cards)), cards).iloc[-1]
    assert (row["declared_pct"], row["elapsed_pct"], row["lag_pct"], row["declared_activities"]) == (45, 55, 10, 2)


def test_a_card_in_several_rows_is_once_in_the_whole_and_a_pair_told_twice_counts_once() -> None:
    frame = rolled(["49", "50", "every"], members([
        ("A01-01", "49"), ("A01-01", "50"), ("A01-02", "49"), ("A01-02", "49"), ("A01-04", "50"), ("A02-01", "every"),
        ("A99-99", "49"), ("A01-01", "99")]))
    assert frame["activities"].tolist() == [2, 2, 1, 4]
    assert frame["done"].tolist() == [1, 1, 0, 1]
    assert frame["declared_pct"].fillna(-1).tolist() == [60, 100, -1, 60]


def test_nothing_to_sum_up_gives_empty_rows_and_no_error() -> None:
    frame = rolled(["49"], members([]), [])
    assert frame[["activities", "unreported"]].to_numpy().tolist() == [[0, 0], [0, 0]]
    assert frame[["done_share", "declared_pct", "lag_pct"]].isna().all(axis=None)


def test_secondary_goals_are_a_matrix_and_never_count_a_card_twice() -> None:
    activities = table("activity", [{"code": code, "title": code, "goal_code": goal, "start_year": 2014,
                                     "end_year": 2017} for code, goal in
                                    (("A01-01", "SC1"), ("A01-02", "SC1"), ("A02-01", "SC2"))])
    linked = (("A01-01", "SC1", 1), ("A01-01", "SC2", 2), ("A01-02", "SC2", 1), ("A02-01", "SC10", 1))
    links = table("activity_goal", [{"activity_code": code, "goal_code": goal, "position": place}
                                    for code, goal, place in linked])
    matrix = goal_matrix(activities, links, GOALS)
    assert list(matrix.columns) == ["goal_code", "activities", "SC1", "SC2", "SC10"]
    assert matrix.to_numpy().tolist() == [["SC1", 2, 0, 2, 0], ["SC2", 1, 0, 0, 1], ["SC10", 0, 0, 0, 0]]
    # Four links of three cards: by goal there are still three.
    cards: list[Card] = [(row.code, row.goal_code, None, None, 0.0) for row in activities.itertuples()]
    counted = rolled(["SC1", "SC2", "SC10"], by_main_goal(progress(cards)), cards)
    assert counted["activities"].tolist() == [2, 1, 0, 3]


def test_the_regions_three_words_are_an_explicit_table() -> None:
    assert {state.value: None if word is None else word.value for state, word in FULFILMENT_OF.items()} == {
        "done": "fulfilled", "continuous": "in_progress", "running": "in_progress", "preparing": "in_progress",
        "suspended": "in_progress", "not_started": "not_fulfilled", "cancelled": None}
    assert set(FULFILMENT_OF) == set(ActivityState)


def test_who_never_reported_is_not_stated_and_never_not_fulfilled() -> None:
    frame = triple(rolled(["SC1", "SC2", "SC10"], by_main_goal(progress(CARDS))).rename(columns={"row": "goal_code"})
                   .assign(goal_name="")[list(ROLLUPS[Rollup.GOAL].columns)])
    assert tuple(frame.columns) == TRIPLES[Rollup.GOAL].columns
    words = ["fulfilled", "in_progress", "not_fulfilled", "not_stated"]
    assert frame[["cancelled", *words]].to_numpy().tolist() == [
        [1, 1, 1, 0, 1], [0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [2, 1, 2, 0, 1]]
    shares = frame[[f"{word}_share" for word in words]]
    assert shares.fillna(-1).to_numpy().tolist()[1:] == [[0, 1, 0, 0], [-1, -1, -1, -1], [0.25, 0.5, 0, 0.25]]
    assert shares.sum(axis=1).tolist() == pytest.approx([1, 1, 0, 1])


@pytest.mark.parametrize(("before", "stood", "after", "change", "found"), [
    (None, None, None, None, None), ("running", "running", "running", 0, None),
    ("running", "running", "running", None, None),
    ("running", "running", "done", 60, "done"), (None, None, "done", None, "done"),
    ("running", "running", "cancelled", None, "cancelled"), ("running", "running", "suspended", None, "suspended"),
    (None, None, "not_started", None, "first_report"), ("preparing", "preparing", "running", -5, "forward"),
    ("running", "running", "preparing", 5, "back"), ("done", "done", "running", -20, "back"),
    ("cancelled", "cancelled", "running", None, "back"), ("suspended", "running", "running", 0, "forward"),
    ("suspended", "running", "preparing", 0, "back"), ("running", "running", "running", 30, "forward"),
    ("running", "running", "running", -1, "back"), ("running", "running", "continuous", None, "other"),
    ("running", "running", "continuous", -10, "back"),
])  # fmt: skip
def test_every_change_of_a_card_has_one_word(
    before: str | None, stood: str | None, after: str | None, change: float | None, found: str | None
) -> None:
    assert movement(before, stood, after, change) == found


EARLIER, LATER = date(2016, 6, 14), date(2016, 6, 30)


def two_days() -> pd.DataFrame:
    """Six cards: A done, B back, C with a report, D and E with a missed milestone, F without its guarantor."""
    then: list[Card] = [
        ("A", "SC1", "running", 80, 60), ("B", "SC1", "running", 40, 60), ("C", "SC1", "running", 50, 60),
        ("D", "SC1", "preparing", 10, 60), ("E", "SC1", "running", None, 60), ("F", "SC1", None, None, 60)]
    now: list[Card] = [
        ("A", "SC1", "done", 100, 61), ("B", "SC1", "preparing", 45, 61), ("C", "SC1", "running", 50, 61),
        ("D", "SC1", "preparing", 10, 61), ("E", "SC1", "running", None, 61), ("F", "SC1", None, None, 61)]
    reports = [
        ("A", "2016-06-30", "done", 100), ("B", "2016-06-14", "running", 40), ("B", "2016-06-15", "preparing", 45),
        ("C", "2016-06-14", "running", 50), ("C", "2016-06-20", "running", 50), ("E", "2016-06-14", "running", None),
        ("E", "2016-07-01", "done", 100)]
    milestones = [
        ("M1", "A", "2016-06-20", "2016-06-30"),  # reached on the later day: counts
        ("M2", "D", "2016-06-14", None),  # planned for the earlier day, gone since: missed
        ("M3", "D", "2016-06-30", None),  # planned for the later day: it may still be reached
        ("M4", "D", "2016-06-20", None),  # moved away in time
        ("M5", "D", "2016-06-13", None),  # was missed already on the earlier day
        ("M6", "E", "2016-05-01", "2016-06-14"),  # reached on the earlier day: that was known
        ("M7", "E", "2016-06-20", "2016-07-01"),  # reached too late to be known: missed
    ]  # fmt: skip
    return moved(
        progress(then, {"B": "lagging no_evidence", "D": "no_report"}, dict.fromkeys("ABCDEF", "metodik")),
        progress(now, {"B": "lagging overdue", "D": "no_report"}, dict.fromkeys("ABCDE", "metodik")),
        table("progress_report", [
            {"id": f"R{n}", "activity_code": code, "date": day, "state": state, "percent": percent}
            for n, (code, day, state, percent) in enumerate(reports)]),
        table("milestone", [{"id": name, "activity_code": code, "planned_date": planned, "reached_date": reached}
                            for name, code, planned, reached in milestones]),
        table("milestone_move", [{"milestone_id": "M4", "date": day, "planned_date": planned} for day, planned in
                                 (("2016-06-14", "2016-06-25"), ("2016-06-15", "2016-12-31"))]),
        EARLIER, LATER)


def test_what_moved_between_two_days_counts_from_the_day_after_to_the_later_day() -> None:
    frame = two_days().set_index("activity_code")
    assert ("activity_code", *frame.columns) == MOVED.columns
    assert frame["movement"].to_dict() == {
        "A": "done", "B": "back", "C": "other", "D": "other", "E": "other", "F": "other"}
    assert frame["new_reports"].tolist() == [1, 1, 1, 0, 0, 0]
    assert frame["change_pct"].fillna(-1).tolist() == [20, 5, 0, 0, -1, -1]
    milestones = frame[["milestones_reached", "milestones_moved", "milestones_missed"]]
    assert milestones.to_numpy().tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0]]
    assert (frame.loc["B", "signals_new"], frame.loc["B", "signals_gone"]) == ("overdue", "no_evidence")
    assert frame["signals_new"].isna().sum() == 5
    assert (frame.loc["F", "guarantor_before"], frame["guarantor_after"].isna().tolist()) == (
        "metodik", [False] * 5 + [True])


def test_a_day_on_which_nothing_happened_moves_nothing() -> None:
    same = progress(CARDS)
    frame = moved(same, same, table("progress_report"), table("milestone"), table("milestone_move"), EARLIER, LATER)
    assert set(frame["movement"]) == {"unchanged"}


def test_the_flow_between_states_adds_up_to_all_cards() -> None:
    pairs = flow(two_days())
    assert tuple(pairs.columns) == FLOW.columns
    assert pairs.astype("object").where(pairs.notna(), None).to_numpy().tolist() == [
        ["preparing", "preparing", 1], ["running", "preparing", 1], ["running", "running", 2], ["running", "done", 1],
        [None, None, 1]]
