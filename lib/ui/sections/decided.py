"""Resolutions and tasks as tables: on a meeting, on a body and in the history of a card."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.meeting_looks import task_looks
from lib.charts.plain import PlainCell, PlainTable
from lib.model.bodies import DecisionKind
from lib.model.derived_meetings import TaskStanding
from lib.model.lookup import records
from lib.text.plan_sentences import tasks_sentence
from lib.ui import widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.meetings import OPINION


def of_card(here: Here, said: pd.DataFrame) -> None:
    """What bodies resolved and gave to do on a card, with how it stands on the day; nothing when there is nothing.

    `said` are rows of `lib.views.meetings.said_of_card`.
    """
    rows = records(said[said["kind"] != OPINION])
    if not rows:
        return
    words = here.words
    title = words("Resolutions and tasks on the card")
    st.markdown(f"**{plain(title)}**")
    widgets.table(here, PlainTable(
        title, (words("Wording"), words("Kind"), words("Day"), words("Body"), words("Responsible"), words("Due"),
                words("State")),
        tuple((_wording(row["text"], row["note"]), PlainCell(words.label("decision_kind", row["kind"])),
               widgets.day_cell(here, row["date"], ""), PlainCell(str(row[words.pick("body", "body_en")])),
               *_duty(here, row)) for row in rows),
        stacked=True,
    ))


def tasks(here: Here, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Tasks with their state; rows of `derived_meetings.TASK_STATE`."""
    words = here.words
    widgets.table(here, PlainTable(
        title, (words("Task"), words("Given on"), words("Responsible"), words("Due"), words("State")),
        tuple((_wording(row["text"], row["note"]), widgets.day_cell(here, row["date"], ""), *_duty(here, row))
              for row in rows),
        stacked=True,
    ))


def of_item(here: Here, title: str, rows: Sequence[Mapping[str, Any]], states: Mapping[str, Mapping[str, Any]]) -> None:
    """Resolutions and tasks of a meeting; `states` are rows of tasks by the identifier of the decision."""
    words = here.words
    listed = [{**row, **{name: states.get(row["id"], {}).get(name) for name in ("state", "days_overdue", "note")}}
              for row in rows]
    widgets.table(here, PlainTable(
        title, (words("Wording"), words("Kind"), words("Responsible"), words("Due"), words("State")),
        tuple((_wording(row["text"], row["note"]), PlainCell(words.label("decision_kind", row["kind"])),
               *_duty(here, row)) for row in listed),
        stacked=True,
    ))


def _wording(text: Any, note: Any) -> PlainCell:
    return PlainCell(str(text), note="" if pd.isna(note) else str(note))


def _duty(here: Here, row: Mapping[str, Any]) -> tuple[PlainCell, ...]:
    """Who answers, by when, and the state; a resolution binds nobody by a day."""
    words = here.words
    if row.get("kind") == DecisionKind.RESOLUTION:
        return (PlainCell(words.label("empty", "not_applicable")),) * 3
    return (PlainCell(words("not named") if pd.isna(row["responsible"]) else str(row["responsible"])),
            widgets.day_cell(here, row["due_date"], words("no day")), state_cell(here, row))


def state_cell(here: Here, row: Mapping[str, Any]) -> PlainCell:
    """The state of a task by sign and word; an overdue one says by how many days."""
    state = str(row["state"])
    word = here.words.label("task_standing", state)
    if state == TaskStanding.OVERDUE:
        word = here.words.plural("overdue by {n} day", "overdue by {n} days", row["days_overdue"])
    return PlainCell(word, look=task_looks(here.theme)[state])


def sentence(here: Here, rows: pd.DataFrame) -> str:
    """How many tasks there are by state; states nobody is in are left out."""
    return tasks_sentence(here.words, {state.value: int((rows["state"] == state).sum()) for state in TaskStanding})
