"""Meetings of the coordination structure: the list, the tasks of the bodies, and the way to one meeting."""

from dataclasses import replace
from typing import Any

import pandas as pd

from lib.charts.plain import PlainCell, PlainTable
from lib.model.derived_meetings import TaskStanding
from lib.model.lookup import records
from lib.text import formats
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import decided, meeting, meeting_parts, meetings_forms
from lib.views.meetings import AHEAD_MONTHS, MeetingsView


def shown(here: Here) -> None:
    """The whole part."""
    view = cached.meetings(here.selection.at)
    opened = meeting_parts.meeting(view)
    items = () if opened is None else tuple(cached.meeting(here.selection.at, opened).items.frame["item_id"])
    page.title(here, here.words("What do the bodies deal with and decide?"), demo=view.meetings.provenance.demo,
               problems=meeting_parts.problems(here, view, items))
    meeting_parts.choose(here)
    if opened is not None:
        meeting.shown(here, view, opened)
    _meetings(here, view)
    _tasks(here, view)


def narrowed(here: Here, view: MeetingsView, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the body in the address; else of bodies of the chosen ORP and of the whole region."""
    body, orp = meeting_parts.body(view), here.selection.orp
    if body is not None:
        return rows[rows["body_code"] == body]
    return rows if orp is None else rows[rows["orp_code"].isna() | (rows["orp_code"] == orp)]


def _meetings(here: Here, view: MeetingsView) -> None:
    words = here.words
    widgets.heading(here, words("Meetings"), "seznam", demo=view.meetings.provenance.demo)
    rows = narrowed(here, view, view.meetings.frame)
    body_filter(here, view)
    widgets.drawn(here, "meetings", lambda: _list(here, view, rows))
    widgets.foot(here, replace(view.meetings, frame=rows), "meetings")
    meetings_forms.new_meeting(here, view)


def body_filter(here: Here, view: MeetingsView) -> None:
    """The choice of one body."""
    names = {code: view.name(code, here.words.lang) for code in view.bodies.frame["body_code"]}
    filters.select(here.words("Body"), meeting_parts.BODY, names, meeting_parts.body(view),
                   none_label=here.words("all bodies"))


def _list(here: Here, view: MeetingsView, rows: pd.DataFrame) -> None:
    words = here.words
    planned = int(rows["planned"].sum())
    widgets.reading(
        words.plural("{n} meeting was held up to {day}.", "{n} meetings were held up to {day}.", len(rows) - planned,
                     day=here.selection.at.valid_on) + " "
        + words.plural("{n} is planned in the {months} months after it.",
                       "{n} are planned in the {months} months after it.", planned, months=AHEAD_MONTHS))
    if rows.empty:
        return
    widgets.table(here, PlainTable(
        words("Meetings"),
        (words("Meeting"), words("Body"), words("State"), words("Items"), words("Resolutions"), words("Tasks")),
        tuple(_row(here, view, row) for row in records(rows)), stacked=True,
    ))


def _row(here: Here, view: MeetingsView, row: dict[str, Any]) -> tuple[PlainCell, ...]:
    words = here.words
    named, state, items = meeting_cells(here, view, row)
    return (
        named, PlainCell(view.name(row["body_code"], words.lang)), state, items,
        *(PlainCell(formats.number(row[name], words.lang), number=True) for name in ("resolutions", "tasks")),
    )


def meeting_cells(here: Here, view: MeetingsView, row: dict[str, Any]) -> tuple[PlainCell, PlainCell, PlainCell]:
    """A meeting as lists name it, with its address; whether it was held; how many items it has."""
    words, day = here.words, here.day(row["date"].date()).replace(" ", formats.NBSP)
    return (
        PlainCell(f"{day} – {row['title']}", href=meeting_parts.meeting_link(row["meeting_id"]),
                  chosen=row["meeting_id"] == meeting_parts.meeting(view)),
        PlainCell(words("planned") if row["planned"] else words("held")),
        PlainCell(formats.number(row["items"], words.lang), number=True),
    )


def _tasks(here: Here, view: MeetingsView) -> None:
    words = here.words
    widgets.heading(here, words("Tasks of the bodies"), "ukoly", demo=view.tasks.provenance.demo, unit=words("tasks"))
    rows = narrowed(here, view, view.tasks.frame)
    widgets.drawn(here, "tasks", lambda: _task_list(here, rows))
    widgets.foot(here, replace(view.tasks, frame=rows), "tasks")
    meetings_forms.task_state(here, view, rows, "all")


def _task_list(here: Here, rows: pd.DataFrame) -> None:
    words = here.words
    widgets.reading(decided.sentence(here, rows))
    undone = rows[rows["state"].isin([TaskStanding.OPEN.value, TaskStanding.OVERDUE.value])]
    if not undone.empty:
        undone = undone.sort_values(["due_date", "decision_id"])
        decided.tasks(here, words("Tasks not closed"), records(undone))
