"""Forms of meetings: a new meeting, items with links, decisions, states of tasks, representation in a body."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk import meeting_records
from lib.desk.declare import Declaration
from lib.desk.meeting_records import MAX_ROLE, MAX_WORDING, Linked
from lib.model.access import Role
from lib.model.bodies import DecisionKind, Presence, TaskState, TriadPart
from lib.model.lookup import records
from lib.model.periods import months_later
from lib.model.plan import printed_code
from lib.settings import today
from lib.text.formats import FIRST_DAY, LAST_DAY
from lib.ui import cached, declaring
from lib.ui.page import Here
from lib.ui.sections.desk import account
from lib.ui.written import web_address
from lib.views.meetings import AHEAD_MONTHS, MeetingDetail, MeetingsView

MAX_TITLE = 300


def own_bodies(view: MeetingsView) -> tuple[str, ...]:
    """Bodies the account may write for: of the own ORP for a coordinator, all for an administrator.

    Whoever sends is asked again by the desk.
    """
    who, rows = account(), view.bodies.frame
    if who.role is Role.ADMINISTRATOR:
        return tuple(rows["body_code"])
    return tuple(rows.loc[rows["orp_code"].isin(list(who.orp_codes)), "body_code"]) if who.role is Role.COORDINATOR \
        else ()


def form_day(here: Here, label: str, form: str) -> date:
    """A day of a form: the day looked at unless another is chosen; never one that has not come yet."""
    day: date = st.date_input(label, min(here.selection.at.valid_on, today()), min_value=FIRST_DAY, max_value=today(),
                              format="DD.MM.YYYY", key=f"day_{form}_{declaring.token(form)}")
    return day


def _key(form: str, field: str) -> str:
    return f"{form}_{field}_{declaring.token(form)}"


def _sent(here: Here, form: str, *, filled: bool) -> bool:
    """The button of a form: whether it was pressed and nothing necessary is missing."""
    pressed = st.form_submit_button(here.words("Publish"), type="primary", icon=":material/publish:",
                                    key=f"send_{form}")
    declaring.seen(here, form, typed=pressed)
    if pressed and not filled:
        st.error(here.words("Something necessary is missing: fill in every field that is not marked as optional."),
                 icon=":material/error:")
    return pressed and filled


def _seen(here: Here, form: str) -> int:
    return declaring.seen(here, form, typed=True)


def new_meeting(here: Here, view: MeetingsView) -> None:
    """A meeting that was held or is planned."""
    own, words, form = own_bodies(view), here.words, "meeting_new"
    if not own:
        return
    with st.expander(words("Write down a meeting"), icon=":material/event:", key=f"box_{form}"), \
            st.form(form, border=False):
        body = st.selectbox(words("Body"), own, format_func=lambda code: view.name(code, words.lang),
                            key=_key(form, "body"))
        day = st.date_input(
            words("Day of the meeting"), here.selection.at.valid_on, min_value=FIRST_DAY, format="DD.MM.YYYY",
            max_value=min(LAST_DAY, months_later(here.selection.at.valid_on, AHEAD_MONTHS)), key=_key(form, "day"),
            help=words("A planned meeting may be up to {months} months ahead.", months=AHEAD_MONTHS))
        title = _text(words("Title"), form, "title", MAX_TITLE)
        if _sent(here, form, filled=bool(title)):
            row = {"id": f"{body}-{day.isoformat()}-{declaring.token(form)}", "body_code": body, "date": day,
                   "title": title}
            declaring.send(here, form, Declaration({"meeting": [row]}, _seen(here, form),
                                                   words("Meeting: {title}", title=title)),
                           words("The meeting is published; open it in the list."))


def _text(label: str, form: str, field: str, limit: int) -> str:
    return str(st.text_input(label, max_chars=limit, key=_key(form, field)) or "").strip()


def agenda_item(here: Here, view: MeetingsView, detail: MeetingDetail) -> None:
    """A new item at the end of the agenda, with what it is about."""
    meeting_id, form = str(detail.meeting["meeting_id"]), f"item_{detail.meeting['meeting_id']}"
    if detail.meeting["body_code"] not in own_bodies(view):
        return
    words, cards = here.words, cached.linkable(here.selection.at).cards
    with st.expander(words("Write down an item"), icon=":material/playlist_add:", key=f"box_{form}"), \
            st.form(form, border=False, enter_to_submit=False):
        title = _text(words("Item"), form, "title", MAX_TITLE)
        card = st.selectbox(words("Main card (optional)"), list(cards), None, key=_key(form, "card"),
                            format_func=lambda code: f"{printed_code(code)} {cards[code]}",
                            placeholder=words("no card"))
        linked = _linked(here, form)
        if _sent(here, form, filled=bool(title) and linked is not None) and linked is not None:
            places = detail.items.frame["position"]
            position = 1 if places.empty else int(places.max()) + 1
            declaring.send(here, form, meeting_records.item(
                f"{meeting_id}-{declaring.token(form)}", meeting_id, position, title, card, linked,
                seen=_seen(here, form), note=words("Item of a meeting: {title}", title=title)),
                words("The item is published."))


def _linked(here: Here, form: str) -> Linked | None:
    """Fields for what an item is about; None when what is written cannot be used (and that is told)."""
    words, known = here.words, cached.linkable(here.selection.at)
    cards = st.multiselect(words("Other cards (optional)"), list(known.cards), key=_key(form, "cards"),
                           format_func=lambda code: f"{printed_code(code)} {known.cards[code]}",
                           placeholder=words("no other card"))
    kind, areas = st.columns([3, 2], gap="small")
    types, orps = here.choices.service_types, here.choices.areas
    type_code = kind.selectbox(words("Gap: service type (optional)"), list(types), None, key=_key(form, "type"),
                               format_func=lambda code: types[code], placeholder=words("no gap"))
    chosen = areas.multiselect(words("Gap: ORP"), list(orps), key=_key(form, "orp"),
                               format_func=lambda code: orps[code], placeholder=words("no ORP"))
    plans = st.multiselect(words("Community plans (optional)"), list(known.plans), key=_key(form, "plans"),
                           format_func=lambda code: known.plans[code], placeholder=words("no plan"))
    named, address = st.columns([3, 2], gap="small")
    with named:
        title = _text(words("Document (optional)"), form, "document", MAX_TITLE)
    with address:
        url = _text(words("Its address (https)"), form, "url", MAX_TITLE)
    if (type_code is None) != (not chosen):
        st.error(words("A gap needs both a service type and at least one ORP."), icon=":material/error:")
        return None
    if url and (not title or web_address(url) is None):
        st.error(words("The address of a document begins with https:// and the document has a name."),
                 icon=":material/error:")
        return None
    gaps = tuple((orp, type_code) for orp in chosen if type_code is not None)
    return Linked(tuple(cards), gaps, tuple(plans), (title, url or None) if title else None)


def of_item(here: Here, view: MeetingsView, detail: MeetingDetail, item: Mapping[str, Any]) -> None:
    """What may be added to an item: a resolution or a task, and further links."""
    if detail.meeting["body_code"] not in own_bodies(view):
        return
    _decision(here, detail, item)
    _more_links(here, detail, item)


def _decision(here: Here, detail: MeetingDetail, item: Mapping[str, Any]) -> None:
    words, form = here.words, f"decision_{item['item_id']}"
    with st.expander(words("Write down a resolution or a task"), icon=":material/gavel:", key=f"box_{form}"), \
            st.form(form, border=False):
        kind = st.radio(words("Kind"), [each.value for each in DecisionKind], horizontal=True, key=_key(form, "kind"),
                        format_func=lambda code: words.label("decision_kind", code))
        wording = str(st.text_area(words("Wording"), max_chars=MAX_WORDING, key=_key(form, "text")) or "").strip()
        role = _text(words("Responsible for a task (role, never a name)"), form, "role", MAX_ROLE)
        due = st.date_input(words("Due (tasks; optional)"), None, min_value=FIRST_DAY, max_value=LAST_DAY,
                            format="DD.MM.YYYY", key=_key(form, "due"))
        held = min(detail.meeting["date"].date(), today())
        day = st.date_input(words("Decided on"), held, min_value=FIRST_DAY, max_value=today(), format="DD.MM.YYYY",
                            key=_key(form, "day"))
        is_task = kind == DecisionKind.TASK
        if _sent(here, form, filled=bool(wording) and (not is_task or bool(role))):
            declaring.send(here, form, meeting_records.decision(
                f"U-{declaring.token(form)}", str(item["item_id"]), str(detail.meeting["body_code"]), day, kind,
                wording, responsible=role, due=due, seen=_seen(here, form),
                note=words("Decision: {title}", title=item["title"])),
                words("The decision is published; it stands in the history of the cards of the item."))


def _more_links(here: Here, detail: MeetingDetail, item: Mapping[str, Any]) -> None:
    words, form = here.words, f"links_{item['item_id']}"
    with st.expander(words("Add what the item is about"), icon=":material/add_link:", key=f"box_{form}"), \
            st.form(form, border=False, enter_to_submit=False):
        linked = _linked(here, form)
        if _sent(here, form, filled=linked not in (None, Linked())) and linked is not None:
            places = detail.links.loc[detail.links["agenda_item_id"] == item["item_id"], "position"]
            declaring.send(here, form, meeting_records.links(
                str(item["item_id"]), linked, after=0 if places.empty else int(places.max()),
                seen=_seen(here, form), note=words("Links of an item: {title}", title=item["title"])),
                words("The links are published."))


def task_state(here: Here, view: MeetingsView, rows: pd.DataFrame, place: str) -> None:
    """The state of a task of one's own bodies; `place` tells two forms of one page apart."""
    rows = rows[rows["body_code"].isin(own_bodies(view))]
    if rows.empty:
        return
    words, form = here.words, f"task_{place}"
    named = {row["decision_id"]: f"{row['text']} ({here.day(row['date'].date())})" for row in records(rows)}
    with st.expander(words("Write down the state of a task"), icon=":material/task_alt:", key=f"box_{form}"), \
            st.form(form, border=False):
        # None is offered: were the chosen task done by somebody else meanwhile, another would be written about.
        task = st.selectbox(words("Task"), list(named), None, format_func=lambda code: named[code],
                            key=_key(form, "task"), placeholder=words("choose a task"))
        state = st.radio(words("State"), [each.value for each in TaskState], horizontal=True, key=_key(form, "state"),
                         format_func=lambda code: words.label("task_state", code))
        day = form_day(here, words("Day"), form)
        note = _text(words("Note (optional)"), form, "note", MAX_WORDING)
        role = str(st.text_input(words("Who reports (role, never a name)"), words.label("role", account().role.value),
                                 max_chars=MAX_ROLE, key=_key(form, "role")) or "").strip()
        if _sent(here, form, filled=bool(role) and task is not None):
            declaring.send(here, form, meeting_records.task_report(
                str(task), day, state, note or None, role, seen=_seen(here, form),
                note=words("State of a task: {title}", title=named[str(task)])),
                words("The state of the task is published."))


def representation(here: Here, view: MeetingsView, code: str) -> None:
    """Who of the triad sits in the body."""
    if code not in own_bodies(view):
        return
    words, form = here.words, f"triad_{code}"
    with st.expander(words("Write down who is represented"), icon=":material/groups:", key=f"box_{form}"), \
            st.form(form, border=False):
        part = st.radio(words("Part of the triad"), [each.value for each in TriadPart], horizontal=True,
                        format_func=lambda value: words.label("triad_part", value), key=_key(form, "part"))
        presence = st.radio(words("Representation"), [each.value for each in Presence], horizontal=True,
                            format_func=lambda value: words.label("presence", value), key=_key(form, "presence"))
        day = form_day(here, words("Found on"), form)
        note = _text(words("Note (optional)"), form, "note", MAX_WORDING)
        if _sent(here, form, filled=True):
            row = {"body_code": code, "part": part, "date": day, "presence": presence, "note": note or None}
            declaring.send(here, form, Declaration(
                {"body_representation": [row]}, _seen(here, form),
                words("Representation: {name}", name=view.name(code, words.lang)),
                {"body_representation": "body_code"}), words("The representation is published."))
