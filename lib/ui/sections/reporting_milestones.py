"""Milestones of one card: what was planned, how it moved and why, what was reached, and the forms for it."""

from datetime import date

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.desk.declare import Declaration
from lib.model.plan import printed_code
from lib.settings import today
from lib.text.formats import FIRST_DAY, LAST_DAY
from lib.text.messages import words_for
from lib.ui import cached, declaring, widgets
from lib.ui.page import Here
from lib.ui.sections import reporting_entries
from lib.ui.written import plain
from lib.views.reporting import MilestoneOnDay, ReportingView, milestones_of

MAX_TITLE, MAX_REASON = 200, 1_000


def shown(here: Here, view: ReportingView, code: str) -> None:
    """The milestones of a card and the forms to plan, move and close them."""
    words = here.words
    listed = cached.made(f"milestones_{code}", here.state,
                         lambda: milestones_of(cached.database(), here.selection.at, code))
    widgets.heading(here, words("Milestones of the card"), "milniky", demo=view.due.provenance.demo)
    if listed:
        table(here, listed)
    else:
        st.markdown(plain(words("The card has no milestone yet.")))
    ahead = {each.id: each for each in listed if each.reached is None}
    done, moved, new = st.columns(3, gap="small")
    if ahead:
        with done:
            _reached(here, code, ahead)
        with moved:
            _moved(here, code, ahead, reporting_entries.report_by(view, code))
    with new if ahead else done:
        _planned(here, code)


def table(here: Here, listed: tuple[MilestoneOnDay, ...]) -> None:
    """Every milestone with its original plan, moves with reasons, the plan that holds and the day it was reached."""
    words = here.words
    widgets.table(here, PlainTable(
        words("Milestones"),
        (words("Milestone"), words("Planned at first"), words("Moves"), words("Planned now"), words("State")),
        tuple(
            (PlainCell(each.title), _day(here, each.original), PlainCell(_moves(here, each)),
             _day(here, each.planned), PlainCell(_state(here, each)))
            for each in listed
        ),
        stacked=True,
    ))


def _day(here: Here, value: date) -> PlainCell:
    return PlainCell(here.day(value))


def _moves(here: Here, milestone: MilestoneOnDay) -> str:
    return "; ".join(here.words("{decided}: to {planned} – {reason} ({by})", decided=move.decided, planned=move.planned,
                                reason=move.reason.rstrip("."), by=move.by) for move in milestone.moves) or "–"


def _state(here: Here, milestone: MilestoneOnDay) -> str:
    words, day = here.words, here.selection.at.valid_on
    if milestone.reached is not None and milestone.reached <= day:
        return (words("reached {reached}, late", reached=milestone.reached) if milestone.reached > milestone.planned
                else words("reached {reached}", reached=milestone.reached))
    if milestone.planned < day:
        return words("missed: not reached by {day}", day=day)
    return words("due today") if milestone.planned == day else words("still ahead")


def _reached(here: Here, code: str, ahead: dict[str, MilestoneOnDay]) -> None:
    words, form = here.words, f"reached_{code}"
    key = f"{form}_{declaring.token(form)}"
    with st.form(key, border=True):
        st.markdown(f"**{plain(words('Milestone reached'))}**")
        chosen = _milestone(here, ahead, f"{key}_which")
        day = st.date_input(words("Reached on"), min(here.selection.at.valid_on, today()), format="DD.MM.YYYY",
                            min_value=FIRST_DAY, max_value=today(), key=f"{key}_day")
        sent = st.form_submit_button(words("Mark as reached"), icon=":material/flag:")
    seen = declaring.seen(here, form, typed=sent)
    if sent and chosen is None:
        st.error(words("Choose a milestone."), icon=":material/error:")
    elif sent and chosen is not None:
        note = words_for("cs")("Milestone of the card {card} reached: {title}", card=printed_code(code),
                               title=chosen.title)
        declaring.send(here, form, Declaration({"milestone": [{**chosen.row, "reached_date": day}]}, seen, note),
                       words("The milestone is marked as reached."))


def _moved(here: Here, code: str, ahead: dict[str, MilestoneOnDay], by: str) -> None:
    words, form = here.words, f"moved_{code}"
    key = f"{form}_{declaring.token(form)}"
    with st.form(key, border=True):
        st.markdown(f"**{plain(words('Move a milestone'))}**")
        chosen = _milestone(here, ahead, f"{key}_which")
        decided = st.date_input(words("Decided on"), min(here.selection.at.valid_on, today()), format="DD.MM.YYYY",
                                min_value=FIRST_DAY, max_value=today(), key=f"{key}_decided")
        planned = st.date_input(words("Planned anew for"), None, format="DD.MM.YYYY", min_value=FIRST_DAY,
                                max_value=LAST_DAY, key=f"{key}_planned")
        reason = st.text_input(words("Reason for the move"), max_chars=MAX_REASON, key=f"{key}_reason").strip()
        sent = st.form_submit_button(words("Move the milestone"), icon=":material/event_repeat:")
    seen = declaring.seen(here, form, typed=sent)
    if not sent:
        return
    wrong = words("Choose a milestone.") if chosen is None else _faults(here, chosen, decided, planned, reason)
    if wrong or chosen is None:
        st.error(plain(wrong), icon=":material/error:")
        return
    row = {"milestone_id": chosen.id, "date": decided, "planned_date": planned, "reason": reason, "reported_by": by}
    note = words_for("cs")("Milestone of the card {card} moved: {title}", card=printed_code(code), title=chosen.title)
    declaring.send(here, form, Declaration({"milestone_move": [row]}, seen, note, {"milestone_move": "milestone_id"}),
                   words("The milestone is moved; the original plan stays in the list."))


def _faults(here: Here, chosen: MilestoneOnDay, decided: date, planned: date | None, reason: str) -> str:
    """What is missing to move a milestone; empty when nothing is."""
    words = here.words
    if planned is None or not reason:
        return words("A move needs the new day and the reason.")
    if planned == chosen.planned:
        return words("The milestone is planned for that day already.")
    if any(move.decided == decided for move in chosen.moves):
        return words("The milestone was moved on that day once; decide on another day.")
    return ""


def _planned(here: Here, code: str) -> None:
    words, form = here.words, f"planned_{code}"
    key = f"{form}_{declaring.token(form)}"
    with st.form(key, border=True):
        st.markdown(f"**{plain(words('Plan a new milestone'))}**")
        title = st.text_input(words("Milestone"), max_chars=MAX_TITLE, key=f"{key}_title").strip()
        planned = st.date_input(words("Planned for"), None, format="DD.MM.YYYY", min_value=FIRST_DAY,
                                max_value=LAST_DAY, key=f"{key}_day")
        sent = st.form_submit_button(words("Add the milestone"), icon=":material/add:")
    seen = declaring.seen(here, form, typed=sent)
    if not sent:
        return
    if not title or planned is None:
        st.error(words("A milestone needs a name and a day."), icon=":material/error:")
        return
    row = {"id": f"{code}-M{declaring.token(form)}", "activity_code": code, "title": title, "planned_date": planned}
    note = words_for("cs")("Milestone of the card {card} planned: {title}", card=printed_code(code), title=title)
    declaring.send(here, form, Declaration({"milestone": [row]}, seen, note), words("The milestone is planned."))


def _milestone(here: Here, ahead: dict[str, MilestoneOnDay], key: str) -> MilestoneOnDay | None:
    """The milestone somebody chose. None is offered beforehand: when the chosen one was reached or moved by somebody
    else meanwhile, the field falls back to what is offered, and another milestone would be written about."""
    chosen = st.selectbox(here.words("Milestone"), list(ahead), None, key=key,
                          format_func=lambda each: f"{ahead[each].title} ({here.day(ahead[each].planned)})",
                          placeholder=here.words("choose a milestone"))
    return None if chosen is None else ahead[chosen]
