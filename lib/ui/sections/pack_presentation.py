"""Presenting a pack: its slides for the whole screen, and opinions and tasks written down over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from lib.desk.captured import CaptureFault, Item, Kind, Offered, captured, entries
from lib.desk.declare import Declaration
from lib.desk.meeting_records import MAX_NOTE, MAX_ROLE, MAX_WORDING
from lib.exports.document import Document, Figure, Slide
from lib.exports.drawn import figure_html
from lib.exports.slide_page import drawn_slide, drawn_table, has_map, slide_colours, slide_rules
from lib.exports.slide_themes import Themes
from lib.model.bodies import OpinionState
from lib.model.lookup import records
from lib.settings import now, today
from lib.text.formats import FIRST_DAY, LAST_DAY
from lib.text.messages import Words
from lib.ui import auth, cached, declaring, filters, presentation
from lib.ui.page import Here
from lib.ui.sections import meeting_parts, meetings_forms

MODE, SLIDE, PRESENTING = "rezim", "snimek", "prezentace"
"""Keys of the address: it opens the presentation at once, at a slide."""

WIDGET, RESULTS = "presentation", "presentation_results"
RESULTS_KEPT = 100
WAITING_NAMED = 20
"""Up to how many waiting entries are counted in words."""


def allowed(document: Document) -> Mapping[str, Sequence[str]]:
    """What the keys of the address may be, for `filters.local_problems`."""
    return {MODE: (PRESENTING,), SLIDE: tuple(slide.key for slide in document.slides)}


def shown(here: Here, document: Document, meeting_id: str | None) -> None:
    """The button that opens the presentation; the slides are sent only to who opens it.

    `meeting_id` is the meeting whose items opinions and tasks may be written down on; None: none may.
    """
    offer = _offered(here, meeting_id)
    wanted = filters.local(MODE, (PRESENTING,), "") == PRESENTING
    slides = tuple(slide.key for slide in document.slides)
    stamp = sha256("|".join((document.lang, document.query, document.title, document.subtitle)).encode()).hexdigest()
    sent = cached.made_large("presentation", stamp, lambda: _slides(document, here.words)) if wanted else _NOTHING
    presentation.shown(
        WIDGET,
        {
            "lang": here.words.lang, "texts": _texts(here.words), "keys": _keys(here.words), "wanted": wanted,
            "slide": filters.local(SLIDE, slides, slides[0]), "slides": sent.slides, "style": sent.style,
            "stamp": stamp, "store": _store(meeting_id), "release": here.releases[-1].number,
            "capture": None if offer is None else _capture(here, offer),
            "results": st.session_state.get(RESULTS, {}),
        },
        opened=lambda: filters.write_query(MODE, PRESENTING),
        closed=lambda slide: _closed(slide if slide in slides[1:] else None),
        captured=lambda said: _captured(here.words, said, offer),
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    slides: tuple[Mapping[str, Any], ...] | None
    style: str


_NOTHING = _Sent(None, "")


def _slides(document: Document, words: Words) -> _Sent:
    """Every slide with its table, in both themes at once."""
    themes = Themes()

    def draw(figure: Figure) -> str:
        return themes.joined({theme: figure_html(figure, words, theme=theme) for theme in ("light", "dark")})

    sent = tuple({
        "key": slide.key, "title": slide.title.text, "map": has_map(slide), "item": _item_of(slide),
        "html": drawn_slide(document, slide, words, "slide-themed", draw),
        "table": drawn_table(document, slide, words, "slide-themed", draw),
    } for slide in document.slides)
    return _Sent(sent, "\n".join([slide_rules(), slide_colours("light"), slide_colours("dark"), themes.style()]))


def _item_of(slide: Slide) -> str | None:
    """The item of a meeting the slide leads to."""
    found = parse_qs(urlsplit(slide.query).query).get(meeting_parts.ITEM, [])
    return found[0] if found else None


def _closed(slide: str | None) -> None:
    """The page goes on at the slide the presentation ended with; the first one is not named in the address."""
    filters.write_query(MODE, None)
    filters.write_query(SLIDE, slide)


def _store(meeting_id: str | None) -> str:
    """Under which name the tab keeps what was not sent yet: that of one account and one meeting."""
    account = auth.account(now())
    named = "|".join((account.role.value, account.name, meeting_id or ""))
    return f"presentation-{sha256(named.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class _Offer:
    """What may be written down: the form's choices, names of bodies by code, the day of the meeting."""

    offered: Offered
    names: Mapping[str, str]
    held: date


def _offered(here: Here, meeting_id: str | None) -> _Offer | None:
    """What this account may write down on the items of the meeting; None where it may write nothing."""
    if meeting_id is None or not declaring.may_declare():
        return None
    view = cached.meetings(here.selection.at)
    own = meetings_forms.own_bodies(view)
    detail = cached.meeting(here.selection.at, meeting_id)
    body, opinions = str(detail.meeting["body_code"]), detail.opinions.frame
    items = {}
    for row in records(detail.items.frame):
        asked = opinions.loc[opinions["item_id"] == row["item_id"], "body_code"]
        item = Item(str(row["title"]), tuple(code for code in asked if code in own), body in own)
        if item.bodies or item.task:
            items[str(row["item_id"])] = item
    if not items:
        return None
    names = {code: view.name(code, here.words.lang) for item in items.values() for code in item.bodies}
    return _Offer(Offered(body, items, FIRST_DAY, LAST_DAY), names, detail.meeting["date"].date())


def _capture(here: Here, offer: _Offer) -> Mapping[str, Any]:
    """The form: items with bodies, words of opinions, days and longest texts."""
    offered = offer.offered
    day = min(offer.held, here.selection.at.valid_on, today())
    return {
        "items": [{"id": key, "title": item.title, "bodies": item.bodies, "task": item.task}
                  for key, item in offered.items.items()],
        "bodies": offer.names,
        "opinions": [(state.value, here.words.label("opinion", state.value)) for state in OpinionState],
        "silent": OpinionState.AGREES.value, "day": day.isoformat(), "today": today().isoformat(),
        "first": offered.first_day.isoformat(),
        "most": {"note": MAX_NOTE, "text": MAX_WORDING, "responsible": MAX_ROLE},
    }


def _captured(words: Words, sent: object, offer: _Offer | None) -> None:
    """Declare what the browser sent, entry by entry, and keep what came of each for its answer.

    What was stored before is stored once; rights are asked again where rows are declared.
    """
    results: dict[str, Mapping[str, object]] = dict(st.session_state.get(RESULTS, {}))
    for entry in entries(sent):
        token = str(entry["token"])
        if results.get(token, {}).get("stored"):
            continue
        told = _declared(words, entry, offer)
        stored = not told
        results[token] = {"stored": stored, "release": cached.all_releases()[-1].number,
                          "told": _done(words, entry) if stored else "\n".join(told)}
    st.session_state[RESULTS] = dict(list(results.items())[-RESULTS_KEPT:])


def _declared(words: Words, entry: Mapping[str, object], offer: _Offer | None) -> list[str]:
    """Declare one entry; why it was refused, in lines, none when it is stored."""
    if offer is None:
        return [words("Writing down is not offered to you for this meeting.")]
    read = captured(entry, offer.offered, newest=cached.all_releases()[-1].number, today=today())
    if not isinstance(read, Declaration):
        return [_in_words(words, read)]
    note = words("Opinions: {title}", title=read.note) if entry["kind"] == Kind.OPINION else \
        words("Decision: {title}", title=read.note)
    error = declaring.attempt(replace(read, note=note))
    return [] if error is None else declaring.refusal(words, error)


def _done(words: Words, entry: Mapping[str, object]) -> str:
    return words("The opinion is published.") if entry["kind"] == Kind.OPINION else words("The task is published.")


def _in_words(words: Words, fault: CaptureFault) -> str:
    return {
        CaptureFault.MALFORMED: words("Something in the form cannot be read: a day or a text that is too long."),
        CaptureFault.UNKNOWN: words("The item, body or opinion is not one that you may write down here."),
        CaptureFault.MISSING: words("Fill in the wording and who is responsible."),
        CaptureFault.NOTE_MISSING: words("Comments or a disagreement need a note."),
        CaptureFault.DAY_TO_COME: words("The day has not come yet."),
    }[fault]


def _texts(words: Words) -> Mapping[str, object]:
    """Every word of the presentation that is not on a slide."""
    return {
        "open": words("Present"), "title": words("Presentation"), "slide": words("slide"),
        "preparing": words("Preparing the slides…"), "place": words("{place} of {count}", place="{place}",
                                                                    count="{count}"),
        "previous": words("previous slide"), "next": words("next slide"), "table": words("Table"),
        "table_of": words("Table:"), "map": words("Map"), "opinion": words("Opinion"), "task": words("Task"),
        "keys": words("Keys"), "close": words("Leave the presentation"), "hide": words("Hide"),
        "first": words("This is the first slide."), "last": words("This is the last slide."),
        "no_table": words("This slide has no table of its own."), "no_map": words("No slide has a map."),
        "map_here": words("The map is on this slide."),
        "not_offered": words("Writing down is offered only to who may write for the bodies of this meeting."),
        "write_opinion": words("Write down an opinion"), "write_task": words("Write down a task"),
        "item": words("Item"), "body": words("Body"), "note": words("Note (needed unless the body agrees)"),
        "wording": words("Wording"), "responsible": words("Responsible for a task (role, never a name)"),
        "due": words("Due (optional)"), "day_of_opinion": words("Day of the opinion"),
        "day_of_task": words("Day of the decision"), "send": words("Publish"), "leave": words("Back"),
        "missing": words("Something necessary is missing: fill in every field that is not marked as optional."),
        "opinion_missing": words("Choose an opinion."),
        "note_missing": words("Comments or a disagreement need a note."),
        "day_to_come": words("The day has not come yet."), "refused": words("An entry was refused"),
        "waiting": [words.plural("{n} entry is waiting to be sent.", "{n} entries are waiting to be sent.", n)
                    for n in range(1, WAITING_NAMED + 1)],
    }


def _keys(words: Words) -> list[tuple[str, str]]:
    """The help: keys and what they do."""
    return [
        (f"→, ↓, PageDown, {words('Space')}", words("next slide")), ("←, ↑, PageUp", words("previous slide")),
        ("Home, End", words("first and last slide")), ("T", words("table of the slide and back")),
        ("M", words("nearest map and back")), ("S", words("write down an opinion")),
        ("U", words("write down a task")), ("F", words("full screen")), ("?, H", words("this help")),
        ("Esc", words("hide the form or leave the presentation")),
    ]
