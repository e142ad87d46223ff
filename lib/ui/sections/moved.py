"""What moved in the plan between two days: since the last meeting, or since any other day."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import figures
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import UNREPORTED, looks
from lib.model.derived_rollup import Movement
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.model.shares import percentages
from lib.text import formats
from lib.text.plan_sentences import moved_sentence
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import activity_parts
from lib.ui.written import plain
from lib.views.moved import MovedView

CHIPS = 6
"""Days of meetings offered at once, the last ones."""


def shown(here: Here) -> None:
    """The whole part."""
    words = here.words
    view = cached.moved(here.selection.at, here.selection.compare_on)
    demo = view.moved is not None and view.moved.provenance.demo
    page.title(here, words("What moved between two days?"), demo=demo, problems=activity_parts.problems(here))
    activity_parts.choose(here)
    _other_day(here, view)
    if view.plans is not None:
        st.info(plain(words(
            "On {earlier} it was the plan “{first}” that held, on {later} the plan “{second}”. Cards of two plans are "
            "not compared: each has its own.", earlier=view.earlier, first=view.plans[0], later=view.later,
            second=view.plans[1])), icon=":material/call_split:")
        return
    if view.moved is None or view.flow is None:
        st.info(words("Choose the other day: no meeting before this one is recorded."), icon=":material/event:")
        return
    period = words("from {earlier} to {later}", earlier=view.earlier, later=view.later)
    widgets.heading(here, words("What moved {period}", period=period), "pohyb", demo=demo, unit=words("activities"))
    widgets.drawn(here, "moved", lambda: _moved(here, view))
    widgets.foot(here, view.moved, "moved")
    widgets.heading(here, words("From state to state"), "prechody", demo=demo, unit=words("activities"))
    widgets.drawn(here, "flow", lambda: _flow(here, view))
    widgets.foot(here, view.flow, "flow")


def _other_day(here: Here, view: MovedView) -> None:
    """The days of meetings as chips, any other day, and in words which one is used when nobody chose."""
    words = here.words
    chips, any_day = st.columns([7, 3], gap="small", vertical_alignment="bottom")
    with chips:
        if view.meetings.days:
            other = here.selection.compare_on or view.meetings.days[-1]
            filters.days(words("Since the meeting of {body} on", body=str(view.meetings.body)), "srovnani",
                         view.meetings.days[-CHIPS:], other, words)
    with any_day:
        filters.compare_on(words, here.selection)
    if view.by_default:
        address = filters.local_link({"srovnani": view.meetings.days[-1].isoformat()}, activity_parts.KEYS)
        said = words("Nobody chose the other day, so it is that of the last meeting of {body} before {day}.",
                     body=str(view.meetings.body), day=here.selection.at.valid_on)
        st.markdown(f"{plain(said)} [{plain(words('Link that keeps it'))}]({address})")


def _moved(here: Here, view: MovedView) -> None:
    words, lang = here.words, here.words.lang
    counts = view.counts()
    widgets.reading(_summary(here, view, counts))
    widgets.table(here, PlainTable(
        words("What became of the cards"), (words("What happened"), words("Cards"), words("Share")),
        (*((PlainCell(words.label("movement", movement.value)), PlainCell(formats.number(n, lang), number=True),
            PlainCell(formats.percent(share / 100, lang), number=True))
           for (movement, n), share in zip(counts.items(), percentages(list(counts.values())), strict=True)),
         (PlainCell(words("Whole plan")), PlainCell(formats.number(sum(counts.values()), lang), number=True),
          PlainCell(formats.percent(1, lang), number=True))),
        total=1, show_caption=True,
    ))
    if view.moved is None or counts[Movement.UNCHANGED] == sum(counts.values()):
        return
    order = {movement.value: place for place, movement in enumerate(Movement)}
    rows = view.moved.frame[view.moved.frame["movement"] != Movement.UNCHANGED]
    rows = rows.assign(order=rows["movement"].map(order)).sort_values(["order", "activity_code"])
    widgets.table(here, PlainTable(
        words("Cards with a change"),
        (words("Card"), words("What happened"), words("State"), words("Declared"), words("What else")),
        tuple(_row(here, row) for row in records(rows)), show_caption=True, stacked=True,
    ))


def _summary(here: Here, view: MovedView, counts: dict[Movement, int]) -> str:
    """One sentence whose numbers add up to all cards."""
    if view.earlier is None or view.later is None:
        return ""
    body = view.meetings.body if view.earlier in view.meetings.days else None
    return moved_sentence(here.words, {movement.value: n for movement, n in counts.items()}, view.earlier, view.later,
                          body)


def _row(here: Here, row: dict[str, Any]) -> tuple[PlainCell, ...]:
    words, lang = here.words, here.words.lang
    card = filters.local_link({"karta": row["activity_code"], "pohled": None}, ())
    states = [UNREPORTED if pd.isna(row[name]) else str(row[name]) for name in ("state_before", "state_after")]
    before, after = (figures.state_word(state, words) for state in states)
    progress = [formats.amount(row[name], "pct", lang, digits=0) for name in ("declared_before_pct",
                                                                             "declared_after_pct")]
    return (
        PlainCell(f"{printed_code(row['activity_code'])} {row['activity_title']}", href=card),
        PlainCell(words.label("movement", row["movement"])),
        PlainCell(after, look=looks(here.theme, "activity_state")[states[1]],
                  note="" if before == after else words("before: {state}", state=before)),
        PlainCell(progress[1] if progress[0] == progress[1] else f"{progress[0]} → {progress[1]}"),
        PlainCell("; ".join(_else(here, row))),
    )


def _else(here: Here, row: dict[str, Any]) -> list[str]:
    """Reports, signals, milestones and guarantors that are new, in words."""
    words = here.words
    counted = (
        (row["new_reports"], words.plural("{n} new report", "{n} new reports", row["new_reports"])),
        (row["milestones_reached"],
         words.plural("{n} milestone reached", "{n} milestones reached", row["milestones_reached"])),
        (row["milestones_moved"],
         words.plural("{n} move of a milestone", "{n} moves of milestones", row["milestones_moved"])),
        (row["milestones_missed"],
         words.plural("{n} milestone missed", "{n} milestones missed", row["milestones_missed"])),
    )
    said = [text for n, text in counted if n]
    for name, message in (("signals_new", words("new signal: {signals}", signals=_signals(here, row["signals_new"]))),
                          ("signals_gone", words("no longer: {signals}", signals=_signals(here, row["signals_gone"])))):
        if not pd.isna(row[name]):
            said.append(message)
    before, after = (None if pd.isna(row[name]) else row[name] for name in ("guarantor_before", "guarantor_after"))
    if before != after:
        said.append(words("no guarantor any more") if after is None else words("new guarantor: {role}", role=after))
    return said


def _signals(here: Here, codes: object) -> str:
    return "" if pd.isna(codes) else ", ".join(here.words.label("signal", code) for code in str(codes).split())  # type: ignore[call-overload]


def _flow(here: Here, view: MovedView) -> None:
    """A table of states by states: rows the earlier day, columns the later one; the sums stand at the edges."""
    words, lang = here.words, here.words.lang
    if view.flow is None:
        return
    widgets.reading(words("Rows are states on {earlier}, columns on {later}; on the diagonal are cards that stayed.",
                          earlier=view.earlier, later=view.later))
    counts = {(_state(row["state_before"]), _state(row["state_after"])): int(row["activities"])
              for row in records(view.flow.frame)}
    used = [state for state in figures.STATES if any(state in pair for pair in counts)]

    def cell(n: int, stayed: bool = False) -> PlainCell:
        return PlainCell(formats.number(n, lang) if n else "·", number=True, chosen=stayed and n > 0)

    rows = [
        (PlainCell(figures.state_word(before, words)),
         *(cell(counts.get((before, after), 0), stayed=before == after) for after in used),
         cell(sum(n for pair, n in counts.items() if pair[0] == before)))
        for before in used
    ]
    sums = (PlainCell(words("Total")), *(cell(sum(n for pair, n in counts.items() if pair[1] == after))
                                          for after in used), cell(sum(counts.values())))
    widgets.table(here, PlainTable(
        words("Cards by state on {earlier} (rows) and {later} (columns)", earlier=view.earlier, later=view.later),
        (words("State"), *(figures.state_word(state, words) for state in used), words("Total")),
        (*rows, sums), total=1,
    ))


def _state(value: object) -> str:
    return UNREPORTED if pd.isna(value) else str(value)  # type: ignore[call-overload]
