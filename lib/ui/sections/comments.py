"""Comments on the draft of a plan: what is open, what can be said of it, and how it was settled."""

from datetime import date

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.access import Act
from lib.model.derived_comments import Settled, Window, window
from lib.model.lookup import records
from lib.settings import today
from lib.text import formats
from lib.ui import cached, filters, page, parts, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.sections import activity_parts, comments_desk, comments_public, comments_table, desk
from lib.views.comments import ConsultationsView, ConsultationView


def shown(here: Here) -> None:
    """The whole part."""
    words, at, day = here.words, here.selection.at, today()
    every = cached.consultations(at)
    codes = tuple(str(code) for code in every.listed["code"])
    usual = every.usual(day, at.valid_on)
    chosen = None if usual is None else cached.consultation(at, filters.local("pripominkovani", codes, usual))
    page.title(here, words("What do you say to the draft of the plan?"), demo=every.provenance.demo,
               problems=(*activity_parts.problems(here), *_problems(here, codes, chosen)))
    activity_parts.choose(here)
    if chosen is None:
        st.info(words("No draft has been opened for comments yet."), icon=":material/event_upcoming:")
    else:
        _listed(here, every, chosen.code, day)
        comments_public.draft(here, chosen, day)
        comments_table.counted(here, chosen)
        comments_table.settled(here, chosen)
    if desk.may(Act.MODERATE):
        comments_desk.shown(here, every.plans, chosen, day)


def _problems(here: Here, codes: tuple[str, ...], chosen: ConsultationView | None) -> tuple[Problem, ...]:
    words = here.words
    if chosen is None:
        return ()
    return (
        *filters.local_problems({"pripominkovani": codes}, chosen.title),
        *filters.local_problems({
            "karta": tuple(chosen.card_titles()), "cil_sc": tuple(chosen.goal_names(words.lang)),
            "vyporadani": tuple(Settled), "cele": ("ano",),
        }, words("all")),
    )


def _listed(here: Here, every: ConsultationsView, chosen: str, day: date) -> None:
    """Every period of comments with its state today; the name chooses it."""
    words = here.words
    widgets.heading(here, words("Drafts and when they are open for comments"), "pripominkovani",
                    demo=every.provenance.demo)
    widgets.table(here, PlainTable(
        words("Drafts and when they are open for comments"),
        (words("Draft"), words("Open for comments"), words("Today, {day}", day=day), words("Comments"),
         words("Not settled yet")),
        tuple((
            PlainCell(str(row["title"]), href=filters.link({parts.KEY: activity_parts.COMMENTS,
                                                            "pripominkovani": str(row["code"])}),
                      chosen=row["code"] == chosen, note=str(row["plan_title"])),
            PlainCell(words("{begin} – {end}", begin=row["opens_on"].date(), end=row["closes_on"].date())),
            PlainCell(_standing(here, row["opens_on"].date(), row["closes_on"].date(), day)),
            *(PlainCell("–" if row["opens_on"].date() > here.selection.at.valid_on
                        else formats.number(row[name], words.lang), number=True) for name in ("comments", "unsettled")),
        ) for row in records(every.listed)),
        stacked=True,
    ))
    st.caption(words("Comments are counted up to {day}; whether a draft is open follows today’s date.",
                     day=here.selection.at.valid_on))


def _standing(here: Here, opens: date, closes: date, day: date) -> str:
    words, state = here.words, window(opens, closes, day)
    return words("open until {day}", day=closes) if state is Window.OPEN else words.label("window", state.value)
