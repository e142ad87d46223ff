"""Tasks, opinions and representation on a day: limits to the very day, nothing later is known."""

from datetime import date

import pandas as pd
import pytest

from lib.metrics.meetings import opinion_counts, task_states, to_be_seen, triad, way_of_opinions
from lib.model.bodies import BODY_REPRESENTATION, DECISION, OPINION, TASK_REPORT
from lib.model.fields import Table
from lib.model.schemas import DTYPES
from tests.made_region import made_frames


def rows(table: Table, *listed: dict[str, object]) -> pd.DataFrame:
    """Rows of a table; what a row leaves out is absent."""
    return pd.DataFrame({field.name: pd.Series([row.get(field.name) for row in listed], dtype=DTYPES[field.kind])
                         for field in table.fields})


def task(code: str, given: str, due: str | None, kind: str = "task") -> dict[str, object]:
    return {"id": code, "agenda_item_id": "B1", "body_code": "K10", "date": pd.Timestamp(given), "kind": kind,
            "text": code, "due_date": None if due is None else pd.Timestamp(due)}


def said(code: str, day: str, state: str) -> dict[str, object]:
    return {"decision_id": code, "date": pd.Timestamp(day), "state": state, "reported_by": "garant"}


TASKS = rows(DECISION, task("due", "2016-05-10", "2016-06-30"), task("never", "2016-05-10", None),
             task("closed", "2016-05-10", "2016-05-31"), task("dropped", "2016-05-10", "2016-05-31"),
             task("resolved", "2016-05-10", None, "resolution"), task("later", "2016-07-01", "2016-07-31"))
REPORTS = rows(TASK_REPORT, said("due", "2016-06-20", "open"), said("closed", "2016-05-20", "open"),
               said("closed", "2016-06-10", "done"), said("dropped", "2016-06-30", "cancelled"),
               said("due", "2016-07-15", "done"))


@pytest.mark.parametrize(("day", "states", "overdue"), [
    ("2016-05-19", ["open", "open", "open", "open"], [None] * 4),
    ("2016-05-31", ["open", "open", "open", "open"], [None] * 4),
    ("2016-06-01", ["open", "open", "overdue", "overdue"], [None, None, 1, 1]),
    ("2016-06-10", ["open", "open", "done", "overdue"], [None, None, None, 10]),
    ("2016-06-30", ["open", "open", "done", "cancelled"], [None] * 4),
    ("2016-07-01", ["overdue", "open", "done", "cancelled", "open"], [1, None, None, None, None]),
    ("2016-07-15", ["done", "open", "done", "cancelled", "open"], [None] * 5),
])
def test_a_task_is_overdue_from_the_day_after_its_last_and_closed_from_the_day_somebody_says_so(
    day: str, states: list[str], overdue: list[int | None]
) -> None:
    found = task_states(TASKS, REPORTS, on=date.fromisoformat(day))
    assert found["id"].tolist() == ["due", "never", "closed", "dropped", "later"][:len(states)]
    assert found["state"].tolist() == states
    assert [None if pd.isna(days) else int(days) for days in found["days_overdue"]] == overdue


def test_a_meeting_opens_with_tasks_the_last_one_did_not_see_closed() -> None:
    now = task_states(TASKS, REPORTS, on=date(2016, 7, 20))
    for last, listed, closed in (("2016-06-09", ["due", "never", "closed", "dropped", "later"], 0),
                                 ("2016-06-10", ["due", "never", "dropped", "later"], 1)):
        seen, left_out = to_be_seen(now, task_states(TASKS, REPORTS, on=date.fromisoformat(last)))
        assert (seen["id"].tolist(), left_out) == (listed, closed), last
    assert to_be_seen(now, None)[1] == 0


def test_opinions_of_the_groups_are_counted_and_sum_to_them() -> None:
    given = rows(OPINION, *(
        {"agenda_item_id": item, "body_code": body, "date": pd.Timestamp(day), "opinion": opinion}
        for item, body, day, opinion in (
            ("B1", "G1", "2016-06-01", "agrees"), ("B1", "G2", "2016-06-30", "disagrees"),
            ("B1", "G3", "2016-07-01", "agrees"), ("B1", "K10", "2016-06-01", "agrees"),
            ("B2", "G1", "2016-06-01", "agrees_with_comments"))))
    counts = opinion_counts(pd.Series(["B1", "B2", "B3"]), pd.Series(["G1", "G2", "G3"]), given, on=date(2016, 6, 30))
    assert counts.loc["B1"].to_dict() == {"agrees": 1, "agrees_with_comments": 0, "disagrees": 1, "silent": 1}
    assert counts.loc["B2"].to_dict() == {"agrees": 0, "agrees_with_comments": 1, "disagrees": 0, "silent": 2}
    assert counts.loc["B3", "silent"] == 3
    assert counts.sum(axis=1).tolist() == [3, 3, 3]


def test_the_way_of_opinions_leads_from_groups_to_the_college_and_to_organs() -> None:
    body = made_frames()["body"]
    organ = body.iloc[:1].assign(code="RLK", level="regional_organ", parent_code=None)
    experts = body.iloc[1:2].assign(code="OP1", parent_code="UZ1")
    way = way_of_opinions(pd.concat([organ, body, experts], ignore_index=True).astype(body.dtypes.to_dict()))
    assert way[["code", "stage"]].to_numpy().tolist() == [["UZ1", "group"], ["K10", "college"], ["RLK", "organ"]]


def test_what_was_found_later_is_told_apart_from_what_was_known() -> None:
    found = rows(BODY_REPRESENTATION, *(
        {"body_code": "K10", "part": part, "date": pd.Timestamp(day), "presence": presence}
        for part, day, presence in (("commissioners", "2012-06-30", "present"), ("users", "2013-01-01", "present"),
                                    ("commissioners", "2015-01-01", "missing"))))

    def on(day: date) -> dict[str, tuple[str, str]]:
        known = triad(pd.Series(["K10"]), found, on=day).fillna("")
        return {row.part: (row.presence, row.later_presence) for row in known.itertuples()}

    assert on(date(2012, 6, 29)) == {"commissioners": ("", "present"), "providers": ("", ""), "users": ("", "present")}
    assert on(date(2012, 6, 30))["commissioners"] == ("present", "")
    assert on(date(2015, 1, 1)) == {"commissioners": ("missing", ""), "providers": ("", ""), "users": ("present", "")}
