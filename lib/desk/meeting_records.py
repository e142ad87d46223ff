"""What is written down of meetings, as rows to be declared: opinions, items with links, decisions, states of tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lib.desk.declare import Declaration
from lib.model.bodies import DecisionKind, LinkKind, OpinionState

MAX_NOTE, MAX_WORDING, MAX_ROLE = 500, 1_000, 120
"""Longest texts that forms take: the note of an opinion, the wording of a decision, a role."""

Rows = list[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class OpinionSaid:
    """What one body says on an item; None: it has not spoken, or no note is added."""

    body_code: str
    opinion: str | None
    date: date | None
    note: str | None


class OpinionFault(StrEnum):
    """Why an opinion cannot be sent: comments without words, a day to come, or one taken back."""

    NOTE_MISSING = "note_missing"
    DAY_TO_COME = "day_to_come"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Linked:
    """What an item is about besides its main card; `gaps` are pairs of ORP and service type, `document` title and
    address."""

    cards: tuple[str, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()
    plans: tuple[str, ...] = ()
    document: tuple[str, str | None] | None = None


def changed_opinions(said: Sequence[OpinionSaid], known: Mapping[str, OpinionSaid]) -> tuple[OpinionSaid, ...]:
    """Opinions that differ from those known; bodies that still have not spoken are left out."""
    silent = {code: OpinionSaid(code, None, None, None) for code in (each.body_code for each in said)}
    return tuple(each for each in said if each != {**silent, **known}[each.body_code])


def opinion_faults(changed: Sequence[OpinionSaid], *, today: date) -> tuple[tuple[str, OpinionFault], ...]:
    """What is wrong with changed opinions, body by body."""
    found = []
    for each in changed:
        if each.opinion is None:
            found.append((each.body_code, OpinionFault.TAKEN_BACK))
        elif each.opinion != OpinionState.AGREES and each.note is None:
            found.append((each.body_code, OpinionFault.NOTE_MISSING))
        elif each.date is not None and each.date > today:
            found.append((each.body_code, OpinionFault.DAY_TO_COME))
    return tuple(found)


def opinions(item_id: str, changed: Sequence[OpinionSaid], *, seen: int, note: str) -> Declaration:
    """Opinions of several bodies on one item as one declaration. Of a row somebody else changed since, one is told."""
    rows: Rows = [{"agenda_item_id": item_id, "body_code": each.body_code, "date": each.date,
                   "opinion": each.opinion, "note": each.note} for each in changed]
    return Declaration({"opinion": rows}, seen, note)


def link_rows(item_id: str, linked: Linked, *, after: int) -> Rows:
    """Links of an item, numbered on from `after`."""
    values: list[Mapping[str, str | None]] = [
        *({"kind": LinkKind.ACTIVITY.value, "activity_code": code} for code in linked.cards),
        *({"kind": LinkKind.GAP.value, "orp_code": orp, "type_code": kind} for orp, kind in linked.gaps),
        *({"kind": LinkKind.COMMUNITY_PLAN.value, "plan_code": code} for code in linked.plans),
    ]
    if linked.document is not None:
        title, url = linked.document
        values.append({"kind": LinkKind.DOCUMENT.value, "title": title, "url": url})
    return [{"agenda_item_id": item_id, "position": place, **each} for place, each in enumerate(values, after + 1)]


def links(item_id: str, linked: Linked, *, after: int, seen: int, note: str) -> Declaration:
    """More links of an item; a second writer on the same item is told."""
    return Declaration({"agenda_link": link_rows(item_id, linked, after=after)}, seen, note,
                       {"agenda_link": "agenda_item_id"})


def item(  # noqa: PLR0917
    item_id: str, meeting_id: str, position: int, title: str, card: str | None, linked: Linked, *, seen: int, note: str,
) -> Declaration:
    """A new item with its links; a second writer on the agenda of the same meeting is told."""
    row = {"id": item_id, "meeting_id": meeting_id, "position": position, "title": title, "activity_code": card}
    rows: dict[str, Rows] = {"agenda_item": [row]}
    named = link_rows(item_id, linked, after=0)
    if named:
        rows["agenda_link"] = named
    return Declaration(rows, seen, note, {"agenda_item": "meeting_id"})


def decision(  # noqa: PLR0917
    decision_id: str, item_id: str, body_code: str, on: date, kind: str, wording: str, *, responsible: str | None,
    due: date | None, seen: int, note: str,
) -> Declaration:
    """A resolution or a task of an item; only a task has somebody responsible and a day it is due."""
    is_task = kind == DecisionKind.TASK
    row = {"id": decision_id, "agenda_item_id": item_id, "body_code": body_code, "date": on, "kind": kind,
           "text": wording, "responsible": responsible if is_task else None, "due_date": due if is_task else None}
    return Declaration({"decision": [row]}, seen, note)


def task_report(
    decision_id: str, on: date, state: str, text: str | None, role: str, *, seen: int, note: str,
) -> Declaration:
    """The state of a task on a day; a second writer on the same task is told."""
    row = {"decision_id": decision_id, "date": on, "state": state, "note": text, "reported_by": role}
    return Declaration({"task_report": [row]}, seen, note, {"task_report": "decision_id"})
