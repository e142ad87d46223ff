"""Comments on a draft as they were settled: counts, and the table in its usual form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import legend
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.settlement import settlement_bar, settlement_key, settlement_looks
from lib.model.derived_comments import COMMENT_SETTLED, Settled
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.text import formats
from lib.text.messages import Words
from lib.ui import filters, widgets
from lib.ui.asked import TODAY
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.comments import ConsultationView

SHORT = 20
"""Comments shown before the reader asks for all."""


def counted(here: Here, view: ConsultationView) -> None:
    """How many comments were settled how; the unsettled stand apart."""
    words, sheet = here.words, view.counts
    widgets.heading(here, words("How comments were settled"), "vyporadani", demo=view.settled.provenance.demo,
                    unit=words("comments"))
    day = here.selection.at.valid_on
    if view.later:
        st.info(plain(words.plural("{n} comment made after {day} is not shown.",
                                   "{n} comments made after {day} are not shown.", view.later, day=day)),
                icon=":material/event_upcoming:")
        st.button(words("Show the state of today"), on_click=filters.write_query, args=("k", TODAY),
                  key="comments_today")
    if sheet.frame.empty:
        st.markdown(plain(words("Up to {day} there is no comment in the data.", day=day)))
        return
    counts = {str(row["settlement"]): int(row["comments"]) for row in records(sheet.frame)}
    widgets.drawn(here, "comment_counts", lambda: _picture(here, counts))
    widgets.foot(here, sheet, "comment_counts")


def _picture(here: Here, counts: Mapping[str, int]) -> None:
    words, total = here.words, sum(counts.values())
    done = total - counts[Settled.UNSETTLED]
    made = words.plural("Up to {day} {n} comment was made; settled: {done}.",
                        "Up to {day} {n} comments were made; settled: {done}.",
                        total, day=here.selection.at.valid_on, done=done)
    widgets.reading(f"{made} {words('Percentages are of those settled.')}" if done else made)
    st.html(legend.legend_html(settlement_key(counts, words, here.theme), words("Settlement"), here.theme))
    widgets.chart(settlement_bar(counts, words, here.theme), "settlement", words("Comments by settlement"))


def settled(here: Here, view: ConsultationView) -> None:
    """The table of settlement, narrowed by place and by settlement; files hold just the rows shown."""
    words, sheet = here.words, view.settled
    if sheet.frame.empty:
        return
    widgets.heading(here, words("Table of settlement"), "tabulka", demo=sheet.provenance.demo)
    asked = _filters(here, view)
    rows = view.narrowed(card=asked["karta"], goal=asked["cil_sc"], settlement=asked["vyporadani"])
    st.markdown(plain(words("{comments} {of_total}.", comments=formats.amount(len(rows), "comments", words.lang),
                            of_total=formats.out_of(len(sheet.frame), words.lang))))
    if rows.empty:
        st.info(words("No comment meets the filters above."), icon=":material/filter_alt_off:")
        return
    everything = st.query_params.get("cele") == "ano" or len(rows) <= SHORT
    part = rows if everything else rows.head(SHORT)
    widgets.drawn(here, "comments_settled", lambda: widgets.table(here, _table(here, view, part)))
    if len(rows) > SHORT:
        label = (words("Show only the first {n}", n=SHORT) if everything
                 else words.plural("Show all {n} comment", "Show all {n} comments", len(rows)))
        st.button(label, key="comments_length", on_click=filters.write_query,
                  args=("cele", None if everything else "ano"),
                  icon=":material/unfold_less:" if everything else ":material/unfold_more:")
    used = (("pripominkovani", view.code), *((key, value) for key, value in asked.items() if value is not None))
    widgets.foot(here, replace(sheet, frame=rows, asked=used), "comments_settled")


def _filters(here: Here, view: ConsultationView) -> dict[str, str | None]:
    """Card, goal and settlement; the values that are used, by key of the URL."""
    words = here.words
    named = {code: f"{printed_code(code)} {title}" for code, title in view.card_titles().items()}
    goals = {code: f"{printed_code(code)} {name}" for code, name in view.goal_names(words.lang).items()}
    ways = {way.value: words.label("settled", way.value) for way in Settled}
    options = {"karta": (words("Card"), named), "cil_sc": (words("Goal"), goals),
               "vyporadani": (words("Settlement"), ways)}
    chosen: dict[str, str | None] = {}
    for place, (key, (label, names)) in zip(st.columns([5, 4, 3], gap="small"), options.items(), strict=True):
        chosen[key] = filters.local(key, tuple(names), "") or None
        with place:
            filters.select(label, key, names, chosen[key], none_label=words("all"))
    return chosen


def place_text(here: Here, row: Mapping[str, Any], goals: Mapping[str, str]) -> str:
    """What a comment is about, in words: a card, a goal, a part of the text, or the plan as a whole."""
    named = [] if pd.isna(row["activity_code"]) else [f"{printed_code(row['activity_code'])} {row['activity_title']}"]
    if pd.notna(row["goal_code"]):
        named.append(f"{printed_code(row['goal_code'])} {goals.get(row['goal_code'], row['goal_name'])}")
    if pd.notna(row["section"]):
        named.append(str(row["section"]))
    return " · ".join(named) or here.words("the plan as a whole")


def titles(words: Words) -> tuple[str, ...]:
    """Columns of the table of settlement: number, organisation, place, comment, settlement, reason."""
    named = {name: words.title(COMMENT_SETTLED.field(name))
             for name in ("number", "organisation", "text", "settlement", "reason")}
    return (named["number"], named["organisation"], words("Place"), named["text"], named["settlement"], named["reason"])


def _table(here: Here, view: ConsultationView, rows: pd.DataFrame) -> PlainTable:
    words, goals, drawn = here.words, view.goal_names(here.words.lang), settlement_looks(here.theme)
    return PlainTable(
        words("Table of settlement"),
        titles(words),
        tuple((
            PlainCell(formats.number(row["number"], words.lang)),
            PlainCell(str(row["organisation"]), note=here.day(row["date"].date())),
            PlainCell(place_text(here, row, goals)),
            PlainCell(str(row["text"])),
            PlainCell(words.label("settled", row["settlement"]), look=drawn[str(row["settlement"])],
                      note="" if pd.isna(row["settled_on"]) else here.day(row["settled_on"].date())),
            PlainCell("" if pd.isna(row["reason"]) else str(row["reason"])),
        ) for row in records(rows)),
        stacked=True,
    )
