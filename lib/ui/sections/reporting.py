"""A guarantor's own cards, what is due, and the forms to report."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import figures
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import UNREPORTED, looks
from lib.model.access import Account, Role
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.text import formats
from lib.ui import cached, filters, navigation, page, widgets
from lib.ui.page import Here
from lib.ui.sections import activity_parts, reporting_card, reporting_table
from lib.ui.sections.desk import account
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.reporting import ReportingView

LIST, TABLE = "seznam", "tabulka"
SHOWN_AS = (LIST, TABLE)
KEY = "hlaseni"
SHORT = 12
"""Cards listed at first; the rest on request."""

REPORTING_ROLES = (Role.GUARANTOR, Role.ADMINISTRATOR)


def shown(here: Here) -> None:
    """The whole part."""
    view = cached.reporting(here.selection.at)
    page.title(
        here, here.words("What is there to report?"), demo=view.due.provenance.demo,
        problems=(*activity_parts.problems(here),
                  *filters.local_problems({KEY: SHOWN_AS, "cele": ("ano",)}, here.words("List"))),
    )
    activity_parts.choose(here)
    who = account()
    if who.role not in REPORTING_ROLES:
        _not_a_guarantor(here)
        return
    own = _own(view, who)
    code = st.query_params.get("karta")
    if here.release.number != here.releases[-1].number:
        st.info(plain(here.words("Reports are added to the newest release: show it first.")), icon=":material/history:")
    elif code:
        with page.part(here):
            reporting_card.shown(here, own, code)
    elif own.due.frame.empty:
        st.info(plain(here.words("The plan of the day has no card of yours.")), icon=":material/assignment_ind:")
    else:
        _cards(here, own, who)


def _not_a_guarantor(here: Here) -> None:
    words = here.words
    st.info(plain(words(
        "Progress is reported by the guarantors of cards. You may read everything: the cards with their history, and "
        "which of them are silent."
    )), icon=":material/lock:")
    with st.container(horizontal=True, gap="small"):
        st.page_link(navigation.DESK, label=words("Who I am here and what I may do"), icon=":material/badge:",
                     query_params=filters.carried({}))
        st.page_link(navigation.ACTIVITIES, label=words("Cards of the plan"), icon=":material/checklist:",
                     query_params=filters.carried({}))


def _own(view: ReportingView, who: Account) -> ReportingView:
    """The view narrowed to what the account reports on: a guarantor the own cards, an administrator all."""
    if who.role is Role.ADMINISTRATOR:
        return view
    rows = view.due.frame
    return replace(view, due=replace(view.due, frame=rows[rows["activity_code"].isin(list(who.activities))]))


def _cards(here: Here, view: ReportingView, who: Account) -> None:
    words = here.words
    title = words("My cards") if who.role is Role.GUARANTOR else words("Cards of all guarantors")
    widgets.heading(here, title, "moje-karty", demo=view.due.provenance.demo)
    widgets.reading(_sentence(here, view))
    chosen = filters.local(KEY, SHOWN_AS, LIST)
    names = {LIST: words("What is due"), TABLE: words("Report many cards at once")}
    filters.segments(words("Show as"), KEY, names, chosen, default=LIST, visible=False)
    if chosen == TABLE:
        reporting_table.shown(here, view)
        return
    _list(here, view.due)
    widgets.foot(here, view.due, "reporting")


def _sentence(here: Here, view: ReportingView) -> str:
    words, rows = here.words, view.due.frame
    of_total = formats.out_of(len(rows), words.lang)
    waiting, milestones = int(rows["waiting"].sum()), int((rows["milestones_due"] > 0).sum())
    told = words.plural("{n} card {of_total} waits for a report.", "{n} cards {of_total} wait for a report.",
                        waiting, of_total=of_total)
    if milestones:
        told += " " + words.plural("The day of a milestone has come on {n} card.",
                                   "The day of a milestone has come on {n} cards.", milestones)
    return told + " " + words.plural("A report is good for {n} month.", "A report is good for {n} months.", view.months)


def _list(here: Here, due: Sheet) -> None:
    """Cards by urgency; the name of a card opens its form."""
    words, rows = here.words, due.frame
    everything = st.query_params.get("cele") == "ano" or len(rows) <= SHORT
    listed = rows if everything else rows.head(SHORT)
    widgets.table(here, PlainTable(
        words("What is due"),
        (words("Card"), words("State"), words("Declared"), words("Last report"), words("Report by"),
         words("Milestones to be reported")),
        tuple(_row(here, row) for row in records(listed)), stacked=True,
    ))
    if len(rows) > SHORT:
        st.button(
            words("Show only the first {n}", n=SHORT) if everything
            else words.plural("Show all {n} card", "Show all {n} cards", len(rows)),
            key="reporting_length", on_click=filters.write_query, args=("cele", None if everything else "ano"),
            icon=":material/unfold_less:" if everything else ":material/unfold_more:",
        )


def _row(here: Here, row: dict[str, Any]) -> tuple[PlainCell, ...]:
    words = here.words
    state = UNREPORTED if pd.isna(row["state"]) else str(row["state"])
    code = str(row["activity_code"])
    return (
        PlainCell(f"{printed_code(code)} {row['activity_title']}",
                  href=filters.local_link({"karta": code}, ("pohled", "cele"))),
        PlainCell(figures.state_word(state, words), look=looks(here.theme, "activity_state")[state]),
        PlainCell(formats.amount(row["declared_pct"], "pct", words.lang, digits=0), number=True),
        widgets.day_cell(here, row["last_report_date"], words("none yet")),
        _due(here, row),
        PlainCell(_milestones(here, row)),
    )


def _due(here: Here, row: dict[str, Any]) -> PlainCell:
    """By when to report; that a card waits is said in words."""
    words = here.words
    due = widgets.day_cell(here, row["report_due"], words("nothing: the card is closed"))
    return replace(due, note=words("waits")) if row["waiting"] else due


def _milestones(here: Here, row: dict[str, Any]) -> str:
    if not row["milestones_due"]:
        return "–"
    oldest = here.words("{n}, the oldest of {day}", n=row["milestones_due"], day=row["milestone_due"].date())
    return oldest.replace(" ", formats.NBSP)
