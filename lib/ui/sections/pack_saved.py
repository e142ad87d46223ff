"""Packs saved under a name: opened as they were, saved, listed, and repeated for the next meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.desk import pack_records
from lib.errors import BadSelection
from lib.exports.document import Document
from lib.model.derived_saved import PackStanding
from lib.model.saved_pack import KEYS, MAX_TITLE, NO_MEETING, query_of, written_query
from lib.settings import today
from lib.text import formats
from lib.ui import cached, declaring, filters, parts, widgets
from lib.ui.asked import Problem, selection
from lib.ui.pack_asked import Offer, PackAsked, asked_pack, repeated, written
from lib.ui.page import Here, told
from lib.ui.sections import meeting_parts
from lib.ui.sections.desk import account
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.saved_packs import SavedPack, saved_packs

PAGE = "jednani"
PART = {parts.KEY: meeting_parts.PACK}
SAVED, REPEATS = "podklad", "opakuje"
"""Keys of the URL: the saved pack that is looked at, and the one that is repeated."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved pack as it is looked at: `query` are the keys it was saved with, `differs` those that say else now."""

    saved: SavedPack
    query: Mapping[str, str]
    differs: tuple[str, ...] = ()


def address(code: str, lang: str) -> str:
    """The short address of a saved pack, which opens it as it was."""
    return f"{PAGE}?{urlencode({**PART, SAVED: code, **_lang(lang)})}"


def _lang(lang: str) -> dict[str, str]:
    return {} if lang == "cs" else {"lang": lang}


def opened(here: Here, saved: Sheet) -> tuple[Opened | None, tuple[Problem, ...]]:
    """The saved pack the address names, and what of the address could not be used.

    When it is opened, its keys and its release go into the address wherever this says nothing else; the run begins
    anew, so that the whole page is of that day and release.
    """
    code = st.query_params.get(SAVED)
    if code is None:
        st.session_state.pop(SAVED, None)
        return None, ()
    found = next((each for each in saved_packs(saved) if each.code == code), None)
    if found is None:
        return None, (Problem(SAVED, code[:60], here.words("no saved pack")),)
    try:
        query = query_of(found.query)
    except BadSelection as error:
        told(here.words, error)
        return None, ()
    if st.session_state.get(SAVED) != code:
        st.session_state[SAVED] = code
        release = {} if found.known_at is None else {"znamo": str(found.known_at)}
        if filters.write_missing({**query, **release}):
            st.rerun()
    return Opened(found, query), ()


def compared(here: Here, pack: Opened, now: PackAsked) -> Opened:
    """The same with the keys that say something else than when it was saved."""
    known_at = pack.saved.known_at
    if known_at is None:
        return replace(pack, differs=("znamo",))
    choices = cached.choices(known_at, here.words.lang)
    chosen, _ = selection(pack.query, choices, known_at, today(), here.words)
    offer = cached.pack_offer(known_at, here.words.lang)
    then = written(asked_pack(pack.query, chosen, choices, offer, here.words), choices)
    looked_at = written(now, here.choices)
    differs = tuple(key for key in KEYS if then.get(key) != looked_at.get(key))
    return replace(pack, differs=differs if here.selection.at.known_at == known_at else (*differs, "znamo"))


def banner(here: Here, pack: Opened) -> None:
    """Which saved pack is looked at, and whether it is as it was saved."""
    words, saved = here.words, pack.saved
    name = f"**{plain(saved.title)}**"
    if saved.known_at is None:
        st.warning(f"{name} – " + plain(words(
            "it was saved over a release that is not here; you see the choice with the data of release {number}.",
            number=str(here.release.number))), icon=":material/history:")
    elif pack.differs:
        keys = ", ".join(_key_name(here, key) for key in pack.differs)
        back = f"[{plain(words('Show it as it was saved'))}]({address(saved.code, words.lang)})"
        told_so = plain(words("you see something else than was saved; it differs in: {keys}.", keys=keys))
        st.warning(f"{name} – {told_so} {back}", icon=":material/edit_note:")
    else:
        st.info(f"{name} – " + plain(words("as it was saved, from release {number}: {standing}.",
                                           number=str(saved.known_at),
                                           standing=words.label("pack_standing", saved.standing.value))),
                icon=":material/bookmark:")


def _key_name(here: Here, key: str) -> str:
    words = here.words
    return {
        "slozka": words("body"), "jednani_id": words("meeting"), "k": words("day"), "srovnani": words("compared day"),
        "uzemi": words("areas"), "casti": words("parts"), "vybrane": words("chosen gaps"),
        "pomer": words("shape of slides"), "znamo": words("release"),
    }.get(key, words("method of computation"))


def save(here: Here, asked: PackAsked, document: Document | None) -> None:
    """The form: a title, and what is on the screen is kept."""
    pack, words, form = asked.pack, here.words, "pack_save"
    if not declaring.may_declare() or pack.body is None or document is None:
        return
    with st.expander(words("Save the pack under a name"), icon=":material/bookmark_add:", key=f"box_{form}"), \
            st.form(form, border=False):
        token = declaring.token(form)
        title = str(st.text_input(words("Name of the pack"), max_chars=MAX_TITLE, key=f"{form}_title_{token}",
                                  placeholder=document.title) or "").strip()
        pressed = st.form_submit_button(words("Publish"), type="primary", icon=":material/publish:", key=f"send_{form}")
        seen = declaring.seen(here, form, typed=pressed)
        if pressed and not title:
            st.error(words("Give the pack a name."), icon=":material/error:")
        if pressed and title:
            previous = st.query_params.get(REPEATS)
            known = {each.code for each in saved_packs(cached.packs_saved(
                replace(here.selection.at, known_at=here.releases[-1].number)))}
            declaring.send(here, form, pack_records.saved(
                f"{pack.body}-{pack.selection.at.valid_on.isoformat()}-{token}", replace(pack, title=title),
                written_query(written(asked, here.choices)), words.label("role", account().role.value),
                previous if previous in known else None, seen=seen, note=words("Pack: {title}", title=title)),
                words("The pack is saved; its link is in the list."))


def listed(here: Here, saved: Sheet) -> None:
    """All saved packs with their links; the list, and the meetings that come next, are always the newest release's."""
    words = here.words
    offer = cached.pack_offer(here.releases[-1].number, words.lang)
    widgets.heading(here, words("Saved packs"), "ulozene", demo=saved.provenance.demo)
    packs = saved_packs(saved)
    widgets.reading(words.plural("{n} pack is saved.", "{n} packs are saved.", len(packs)))
    if packs:
        widgets.table(here, PlainTable(
            words("Saved packs"),
            (words("Pack"), words("Body"), words("State on"), words("Standing"), words("Next meeting")),
            tuple(_row(here, each, offer) for each in packs), stacked=True))
        widgets.foot(here, saved, "saved_packs")


def _row(here: Here, pack: SavedPack, offer: Offer) -> tuple[PlainCell, ...]:
    words = here.words
    number = "" if pack.known_at is None else words("release {number}", number=str(pack.known_at))
    return (
        PlainCell(pack.title, href=address(pack.code, words.lang), chosen=st.query_params.get(SAVED) == pack.code),
        PlainCell(offer.bodies.get(pack.body, pack.body)),
        PlainCell(_day(here, pack.day)),
        PlainCell(f"{STANDING[pack.standing]} {words.label('pack_standing', pack.standing.value)}", note=number),
        _again(here, pack, offer),
    )


STANDING = {PackStanding.VALID: "●", PackStanding.REPLACED: "◐", PackStanding.CORRECTED: "▲", PackStanding.MISSING: "○"}
"""A sign beside each word."""


def _day(here: Here, day: date) -> str:
    return here.day(day).replace(" ", formats.NBSP)


def _again(here: Here, pack: SavedPack, offer: Offer) -> PlainCell:
    """The way to the same pack for the next meeting, over the newest release."""
    words = here.words
    try:
        query: dict[str, Any] = query_of(pack.query)
    except BadSelection:
        return PlainCell(words("its address cannot be used"))
    again = repeated(query, offer, saved_on=pack.day, meeting_date=pack.meeting_date,
                     day=here.selection.at.valid_on)
    if again["jednani_id"] == NO_MEETING:
        return PlainCell(words("no next meeting is recorded"))
    asked = {**PART, **again, REPEATS: pack.code, **_lang(words.lang)}
    return PlainCell(words("Repeat for the next meeting"), href=f"{PAGE}?{urlencode(asked, safe=',:')}")
