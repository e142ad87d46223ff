"""What a browser says somebody wrote down at a meeting: looked through before anything is done with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lib.desk import meeting_records
from lib.desk.declare import Declaration
from lib.desk.meeting_records import MAX_NOTE, MAX_ROLE, MAX_WORDING, OpinionFault, OpinionSaid
from lib.model.bodies import DecisionKind, OpinionState

MOST_AT_ONCE = 50
"""Entries looked at in one message of a browser."""

TOKEN = re.compile("[0-9a-f]{16}")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs nobody types, and halves of characters, which no database takes."""


class Kind(StrEnum):
    """What can be written down over a slide."""

    OPINION = "opinion"
    TASK = "task"


class CaptureFault(StrEnum):
    """Why an entry cannot be used: it is none, something is missing or too long, names what is not offered, its day."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    MISSING = "missing"
    NOTE_MISSING = "note_missing"
    DAY_TO_COME = "day_to_come"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the meeting: its title, bodies whose opinion may be written down, whether a task may be."""

    title: str
    bodies: tuple[str, ...]
    task: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers. `body` is the one that meets, `items` are by id; `first_day` and `last_day` limit days."""

    body: str
    items: Mapping[str, Item]
    first_day: date
    last_day: date


def entries(sent: object) -> list[Mapping[str, object]]:
    """The entries of a message that have a token of the right form; whatever else was sent is left out."""
    listed = sent[:MOST_AT_ONCE] if isinstance(sent, list) else []
    return [entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("token"), str)
            and TOKEN.fullmatch(entry["token"])]


def captured(entry: Mapping[str, object], offered: Offered, *, newest: int, today: date) -> Declaration | CaptureFault:
    """The declaration an entry stands for, or what is wrong with it. Nothing of it is believed.

    Parameters
    ----------
    entry : one of `entries`: token, kind, item, day, seen; body, opinion and note, or text, responsible and due.
    newest : the number of the last release; an entry cannot have been made in the knowledge of a later one.
    today : the real day: nothing was said later.
    """
    seen, item = entry.get("seen"), offered.items.get(_text(entry, "item", 200) or "")
    day, kind = _day(entry, "day", offered), entry.get("kind")
    if not isinstance(seen, int) or isinstance(seen, bool) or not 1 <= seen <= newest or kind not in list(Kind):
        return CaptureFault.MALFORMED
    if item is None:
        return CaptureFault.UNKNOWN
    if not isinstance(day, date):
        return CaptureFault.MALFORMED
    if day > today:
        return CaptureFault.DAY_TO_COME
    if kind == Kind.OPINION:
        return _opinion(entry, item, seen, day, today)
    return _task(entry, offered, item, seen, day)


def _opinion(entry: Mapping[str, object], item: Item, seen: int, day: date, today: date) -> Declaration | CaptureFault:
    body, state, note = _text(entry, "body", 100), entry.get("opinion"), _text(entry, "note", MAX_NOTE)
    if note is None or not isinstance(state, str):
        return CaptureFault.MALFORMED
    if body not in item.bodies or state not in list(OpinionState):
        return CaptureFault.UNKNOWN
    said = OpinionSaid(body, state, day, note or None)
    if any(fault is OpinionFault.NOTE_MISSING for _, fault in meeting_records.opinion_faults([said], today=today)):
        return CaptureFault.NOTE_MISSING
    return meeting_records.opinions(str(entry["item"]), [said], seen=seen, note=item.title)


def _task(
    entry: Mapping[str, object], offered: Offered, item: Item, seen: int, day: date
) -> Declaration | CaptureFault:
    wording, role = _text(entry, "text", MAX_WORDING), _text(entry, "responsible", MAX_ROLE)
    due = _day(entry, "due", offered)
    if wording is None or role is None or isinstance(due, CaptureFault):
        return CaptureFault.MALFORMED
    if not item.task:
        return CaptureFault.UNKNOWN
    if not wording or not role:
        return CaptureFault.MISSING
    return meeting_records.decision(
        f"U-{entry['token']}", str(entry["item"]), offered.body, day, DecisionKind.TASK, wording,
        responsible=role, due=due, seen=seen, note=item.title)


def _text(entry: Mapping[str, object], name: str, most: int) -> str | None:
    """A text without signs nobody sees, bare of spaces round it; None where it is no text or is too long."""
    written = entry.get(name, "")
    if not isinstance(written, str) or len(written) > most or CONTROL.search(written):
        return None
    return written.strip()


def _day(entry: Mapping[str, object], name: str, offered: Offered) -> date | CaptureFault | None:
    """A day within the limits; None where none is given."""
    written = entry.get(name, "")
    if written == "":
        return None
    try:
        found = date.fromisoformat(written) if isinstance(written, str) and len(written) == 10 else None
    except ValueError:
        found = None
    if found is None or not offered.first_day <= found <= offered.last_day:
        return CaptureFault.MALFORMED
    return found
