"""What the administrator does with comments: lets them through or refuses them, settles them, opens a draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk import comments
from lib.desk.comments import Settling
from lib.desk.declare import Declaration
from lib.model.consultation import CONSULTATION, Settlement
from lib.model.derived_comments import Settled
from lib.model.lookup import records
from lib.model.selection import AsOf
from lib.settings import now, today
from lib.store import inbox
from lib.store.inbox import InboxState, Waiting
from lib.text.formats import FIRST_DAY, LAST_DAY
from lib.ui import cached, declaring, widgets
from lib.ui.page import Here
from lib.ui.sections import comments_table, desk
from lib.ui.written import plain
from lib.views.comments import ConsultationView

AT_ONCE = 20
"""Waiting comments on one screen."""

USUAL_ROLE = "odbor sociálních věcí"
"""Who settles comments when nothing was settled yet; data are Czech."""


def shown(here: Here, plans: Mapping[str, str], view: ConsultationView | None, day: date) -> None:
    """The forms of the administrator."""
    words = here.words
    widgets.heading(here, words("For the administrator"), "sprava-pripominek")
    if view is not None:
        _moderation(here, view)
        if not view.settled.frame.empty:
            _many(here, view, day)
            _one(here, view, day)
    _opening(here, plans, view, day)


def _moderation(here: Here, view: ConsultationView) -> None:
    """Comments nobody has looked at: chosen ones are shown, or refused with a reason for the log."""
    words = here.words
    waiting = inbox.waiting(cached.database(), view.code, limit=AT_ONCE)
    count = inbox.counts(cached.database(), view.code)[InboxState.WAITING]
    # The key holds the count: what has just come in opens the block again.
    with st.expander(f"{words('Waiting comments')} ({count})", expanded=count > 0, icon=":material/inbox:",
                     key=f"moderation_{count}"):
        if not waiting:
            st.markdown(plain(words("Nothing is waiting.")))
            return
        with st.form("moderation_form"):
            chosen = {each.number: each.version for each in waiting if _looked_at(here, view, each)}
            reason = st.text_input(words("Why it is refused (to the log only)"), max_chars=200, key="refusal_reason")
            with st.container(horizontal=True, gap="small"):
                show = st.form_submit_button(words("Show the chosen ones"), type="primary",
                                             icon=":material/visibility:")
                refuse = st.form_submit_button(words("Refuse the chosen ones"), icon=":material/delete:")
    if not (show or refuse):
        return
    if not chosen:
        st.warning(words("Choose at least one comment."), icon=":material/info:")
    elif show:
        declaring.carry_out(here, "moderation", lambda: comments.let_through(
            cached.database(), desk.account(), chosen, seen=here.release.number, note="Připomínky veřejnosti", at=now(),
        ), words.plural("{n} comment is shown now.", "{n} comments are shown now.", len(chosen)))
    else:
        declaring.carry_out(
            here, "moderation",
            lambda: comments.refuse(cached.database(), desk.account(), chosen, reason=reason, at=now()),
            words.plural("{n} comment was refused and its text deleted.",
                         "{n} comments were refused and their texts deleted.", len(chosen)))


def _looked_at(here: Here, view: ConsultationView, each: Waiting) -> bool:
    """One waiting comment with the box that chooses it."""
    sent = each.sent
    about = {"activity_code": sent.activity_code, "goal_code": sent.goal_code, "section": sent.section,
             "activity_title": view.card_titles().get(sent.activity_code or ""), "goal_name": sent.goal_code}
    with st.container(border=True):
        st.markdown(f"**{plain(sent.organisation)}** · {plain(here.day(sent.received_on))} · "
                    f"{plain(comments_table.place_text(here, about, view.goal_names(here.words.lang)))}")
        st.markdown(plain(sent.text))
        return st.checkbox(here.words("Choose"), key=f"inbox_{each.number}_{each.version}")


def _many(here: Here, view: ConsultationView, day: date) -> None:
    """All comments in one table: how they are settled is written into it, only rows that changed are sent."""
    words, form = here.words, "settling"
    with st.expander(words("Settle many comments at once"), icon=":material/table_edit:", key="settling_block",
                     on_change="rerun") as block:
        if not block.open:
            return
        seen = declaring.seen(here, form, typed=bool(st.session_state.get("settling_sent")))
        rows = cached.consultation(AsOf(here.selection.at.valid_on, seen), view.code).settled.frame
        ways = {words.label("settlement", way.value): way for way in Settlement}
        names = {way.value: name for name, way in ways.items()}
        goals = view.goal_names(words.lang)
        editable = pd.DataFrame({
            "number": rows["number"], "organisation": rows["organisation"],
            "place": [comments_table.place_text(here, row, goals) for row in records(rows)], "text": rows["text"],
            "settlement": rows["settlement"].map(names), "reason": rows["reason"].astype("object").fillna(""),
        })
        number, organisation, place, text, settlement, reason = comments_table.titles(words)
        with st.form(form):
            edited = st.data_editor(
                editable, hide_index=True, key=f"settling_{view.code}_{declaring.token(form)}",
                disabled=["number", "organisation", "place", "text"], column_config={
                    "number": st.column_config.NumberColumn(number, width=45),
                    "organisation": st.column_config.TextColumn(organisation, width=140),
                    "place": st.column_config.TextColumn(place, width=110),
                    "text": st.column_config.TextColumn(text, width=300),
                    "settlement": st.column_config.SelectboxColumn(settlement, options=list(ways), width=130),
                    "reason": st.column_config.TextColumn(reason, max_chars=comments.MAX_LENGTH["text"], width=250),
                })
            settled = _when_and_who(here, view, day, form)
            sent = st.form_submit_button(words("Publish the settlement"), type="primary", key="settling_sent")
    if sent:
        changed = [
            Settling(str(code), ways[after["settlement"]], _said(after)[1])
            for code, before, after in zip(rows["comment_id"], records(editable), records(edited), strict=True)
            if _said(before) != _said(after) and after["settlement"] in ways
        ]
        _settle(here, form, changed, settled, seen)


def _said(row: dict[str, Any]) -> tuple[str, str]:
    """Settlement and reason of a row of the table; what was never filled in, or was emptied, is an empty text."""
    settlement, reason = ("" if pd.isna(row[name]) else str(row[name]) for name in ("settlement", "reason"))
    return settlement, reason


def _when_and_who(here: Here, view: ConsultationView, day: date, form: str) -> tuple[date | None, str]:
    words = here.words
    known = view.settled.frame["settled_by"].dropna()
    with st.container(horizontal=True, gap="small"):
        on = st.date_input(words("Settled on"), min(here.selection.at.valid_on, day), format="DD.MM.YYYY",
                           min_value=FIRST_DAY, max_value=day, key=f"{form}_on")
        by = st.text_input(words("Settled by (a role, not a name)"), known.iloc[-1] if len(known) else USUAL_ROLE,
                           max_chars=200, key=f"{form}_by")
    return on, by or ""


def _one(here: Here, view: ConsultationView, day: date) -> None:
    """One comment, those not settled first."""
    words, form, rows = here.words, "settling_one", view.settled.frame
    ordered = records(rows.sort_values("settlement", key=lambda ways: ways != Settled.UNSETTLED, kind="stable"))
    named = {str(row["comment_id"]): f"{row['number']} · {row['organisation']} · {row['text'][:80]}" for row in ordered}
    ways = {way.value: words.label("settlement", way.value) for way in Settlement}
    with st.expander(words("Settle one comment"), icon=":material/edit:", key="settling_one_block",
                     on_change="rerun") as block:
        if not block.open:
            return
        with st.form(form):
            # None is offered: were the numbers of comments others meanwhile, another one would be settled.
            comment = st.selectbox(comments_table.titles(words)[3], list(named), None, key=f"{form}_comment",
                                   format_func=lambda code: named[code], placeholder=words("choose a comment"))
            way = st.radio(words("Settlement"), list(ways), format_func=lambda code: ways[code], horizontal=True,
                           key=f"{form}_way")
            reason = st.text_area(words("Reason (needed unless accepted whole)"), key=f"{form}_reason",
                                  max_chars=comments.MAX_LENGTH["text"])
            settled = _when_and_who(here, view, day, form)
            sent = st.form_submit_button(words("Publish the settlement"), type="primary", key=f"{form}_sent")
    seen = declaring.seen(here, form, typed=sent)
    if sent and comment is None:
        st.warning(words("Choose at least one comment."), icon=":material/info:")
    elif sent:
        _settle(here, form, [Settling(str(comment), Settlement(way), reason or "")], settled, seen)


def _settle(here: Here, form: str, settlings: list[Settling], settled: tuple[date | None, str], seen: int) -> None:
    words, (on, by) = here.words, settled
    if not settlings or on is None:
        st.warning(words("Nothing has changed in the table, or the day is missing."), icon=":material/info:")
        return
    declaring.carry_out(here, form, lambda: comments.settle(
        cached.database(), desk.account(), settlings, on=on, settled_by=by, seen=seen, today=today(),
        note="Vypořádání připomínek", at=now(),
    ), words.plural("The settlement of {n} comment is published.", "The settlement of {n} comments is published.",
                    len(settlings)))


def _opening(here: Here, plans: Mapping[str, str], view: ConsultationView | None, day: date) -> None:
    """Open a draft for comments, or change when it is open."""
    words, form = here.words, "consultation"
    with st.expander(words("Open a draft for comments"), icon=":material/event:", key="consultation_block",
                     on_change="rerun") as block:
        if not block.open:
            return
        choices = {"": words("a new one"), **({} if view is None else {view.code: view.title})}
        which = st.selectbox(words("Which"), list(choices), format_func=lambda code: choices[code], key=f"{form}_which")
        known = view if view is not None and which else None
        with st.form(form):
            code = known.code if known else st.text_input(words("Code"), max_chars=60, key=f"{form}_code")
            plan = known.plan_code if known else st.selectbox(
                words("Plan"), list(plans), format_func=lambda code: plans[code], key=f"{form}_plan")
            title = st.text_input(words("Title"), known.title if known else "", max_chars=200,
                                  key=f"{form}_title_{which}")
            with st.container(horizontal=True, gap="small"):
                opens, closes = (
                    st.date_input(words.title(CONSULTATION.field(name)), usual, min_value=FIRST_DAY,
                                  max_value=LAST_DAY, format="DD.MM.YYYY", key=f"{form}_{name}_{which}")
                    for name, usual in (("opens_on", known.opens_on if known else day),
                                      ("closes_on", known.closes_on if known else day)))
            note = st.text_input(words("Note"), (known.note or "") if known else "", max_chars=400,
                                 key=f"{form}_note_{which}")
            sent = st.form_submit_button(words("Publish"), type="primary", key=f"{form}_sent")
    seen = declaring.seen(here, form, typed=sent)
    if sent and known is None and code.strip() in set(cached.consultations(here.selection.at).listed["code"]):
        st.error(words("There is a draft of this code already: choose it above, or give the new one another code."),
                 icon=":material/error:")
    elif sent:
        declaring.send(here, form, Declaration({"consultation": [{
            "code": code.strip(), "plan_code": plan, "title": title.strip(), "opens_on": opens, "closes_on": closes,
            "note": note.strip() or None,
        }]}, seen, "Připomínkování"), words("The period of comments is published."))
