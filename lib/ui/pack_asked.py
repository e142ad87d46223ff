"""Which pack the URL asks for, and what of it could not be used.

No Streamlit here: the query comes in as a mapping, so that the address of a saved pack is read by the same rules.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lib.errors import BadSelection
from lib.model.bodies import BodyLevel
from lib.model.pack import USUAL, ChosenGap, Pack, Section, Shape, chosen_of, sections_of
from lib.model.periods import months_later
from lib.model.saved_pack import NO_MEETING, REGION, keys_of
from lib.model.selection import Norm, Selection
from lib.text import formats
from lib.text.messages import Words
from lib.ui.asked import TOLD, Choices, Problem

AHEAD_MONTHS = 12
"""How far after the day a planned meeting is offered; the last day of the window belongs to it."""


NORMS = tuple(norm for norm in Norm if norm is not Norm.OWN)
"""Norms of a pack: an own value belongs to one service type, and a pack is about all of them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One meeting of a body, held or planned."""

    id: str
    body: str
    day: date
    title: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Bodies with their names by code, the one at the top of the structure first, and all meetings by day."""

    bodies: Mapping[str, str]
    meetings: tuple[Planned, ...]

    def of(self, body: str | None, day: date) -> tuple[Planned, ...]:
        """Meetings of a body that a pack of the day can be for, the earliest first."""
        last = months_later(day, AHEAD_MONTHS)
        return tuple(each for each in self.meetings if each.body == body and each.day <= last)

    def next_after(self, body: str | None, day: date) -> Planned | None:
        """The first meeting after the day: one on the day itself is no next one."""
        return next((each for each in self.of(body, day) if each.day > day), None)

    def last_before(self, body: str | None, day: date) -> Planned | None:
        """The last meeting before the day: what has changed since is what the body wants to know."""
        return next((each for each in reversed(self.of(body, day)) if each.day < day), None)


def offer_of(bodies: Iterable[Mapping[str, Any]], meetings: Iterable[Mapping[str, Any]], lang: str) -> Offer:
    """What a release offers, from rows of the tables body and meeting: bodies down the tree, organs of the region last.

    At the top stands the body of the region that has no other above it and has others under it.
    """
    named = {str(row["code"]): row for row in bodies}
    above = {code: row["parent_code"] for code, row in named.items() if row["parent_code"] in named}
    heads = set(above.values())

    def order(code: str) -> tuple[bool, bool, str]:
        organ = named[code]["level"] == BodyLevel.REGIONAL_ORGAN
        return organ, code not in heads, formats.czech_key(named[code]["name"])

    def down(codes: Iterable[str]) -> Iterator[str]:
        for code in sorted(codes, key=order):
            yield code
            yield from down(child for child, parent in above.items() if parent == code)

    name = "name_en" if lang == "en" else "name"
    return Offer(
        {code: str(named[code][name]) for code in down(code for code in named if code not in above)},
        tuple(sorted((Planned(str(row["id"]), str(row["body_code"]), row["date"].date(), str(row["title"]))
                      for row in meetings), key=lambda each: (each.day, each.id))))


@dataclass(frozen=True, slots=True)
class PackAsked:
    """A pack, the shape of its slides, and the values of the URL that could not be used."""

    pack: Pack
    shape: Shape
    problems: tuple[Problem, ...] = ()


def asked_pack(  # noqa: PLR0917
    query: Mapping[str, str], selection: Selection, choices: Choices, offer: Offer, words: Words, title: str = "",
) -> PackAsked:
    """The pack the URL asks for; what cannot be used falls back to its default and is listed.

    Parameters
    ----------
    selection : what the shared keys of the same URL say; its day and its release are those of the pack.
    choices, offer : what the release allows.
    """
    problems: list[Problem] = []

    def value(key: str, parse: Callable[[str], Any], default: Any, shown: str) -> Any:
        written = query.get(key)
        if written is None:
            return default
        try:
            return parse(written)
        except (KeyError, ValueError, BadSelection):
            problems.append(Problem(key, written[:TOLD], shown))
            return default

    day = selection.at.valid_on
    top = next(iter(offer.bodies), None)
    body = value("slozka", lambda code: _known(code, offer.bodies), top, offer.bodies.get(top or "", words("no value")))
    known = {each.id: each for each in offer.of(body, day)}
    following = offer.next_after(body, day)
    next_id, next_name = (None, words("no meeting")) if following is None else (
        following.id, meeting_name(following, words.lang))
    meeting = value("jednani_id", lambda code: None if code == NO_MEETING else _known(code, known), next_id, next_name)
    own = () if selection.orp is None else (selection.orp,)
    areas = value("uzemi", lambda codes: _areas(codes, choices.areas), own,
                  choices.areas[selection.orp] if selection.orp else words("Whole region"))
    chosen = value("vybrane", lambda codes: _chosen(codes, choices), (), words("no chosen gap"))
    sections = value("casti", sections_of, usual(chosen), words("the usual parts"))
    shape = value("pomer", Shape, Shape.WIDE, words.label("shape", Shape.WIDE.value))
    norm = selection.norm
    if norm not in NORMS:
        norm = Norm.REGION_MEAN
        problems.append(Problem("norma", selection.norm.value, words.label("norm", norm.value)))
    before = offer.last_before(body, day)
    return PackAsked(
        Pack(
            replace(selection, orp=None, service_type=None, target_group=None, norm=norm, own_rate=None,
                    compare_on=selection.compare_on or (None if before is None else before.day)),
            areas=areas, sections=sections, chosen=chosen, body=body, meeting=meeting, title=title),
        shape, tuple(problems))


def usual(chosen: tuple[ChosenGap, ...]) -> tuple[Section, ...]:
    """The parts of a pack nobody has composed; gaps that were chosen are one of them."""
    return tuple(section for section in Section if section in USUAL or (chosen and section is Section.CHOSEN))


def _known(code: str, values: Mapping[str, object]) -> str:
    if code not in values:
        raise KeyError(code)
    return code


def _areas(written: str, areas: Mapping[str, str]) -> tuple[str, ...]:
    if written == REGION:
        return ()
    codes = tuple(_known(code, areas) for code in written.split(","))
    if len(set(codes)) != len(codes):
        raise ValueError(written)
    return tuple(sorted(codes))


def _chosen(written: str, choices: Choices) -> tuple[ChosenGap, ...]:
    found = chosen_of(written)
    for gap in found:
        _known(gap.type_code, choices.service_types)
        if gap.orp is not None:
            _known(gap.orp, choices.areas)
    return found


def written(asked: PackAsked, choices: Choices) -> dict[str, str]:
    """The pack as keys of the URL, without the release; see `lib.model.saved_pack.keys_of`."""
    return keys_of(asked.pack, asked.shape, choices.default_assumptions)


def repeated(query: Mapping[str, str], offer: Offer, *, saved_on: date, meeting_date: date | None,
             day: date) -> dict[str, str]:
    """A saved pack for the next meeting of its body: the same choice, compared with the day it was saved of.

    Parameters
    ----------
    query : the keys of the saved pack. `saved_on` is its day, `meeting_date` that of its meeting if it has one.
    day : the day looked at; it is that of the new pack if it comes after `saved_on`, else the next meeting's day is.

    Returns
    -------
    Keys of the URL without the release, so that the newest is taken. Without `srovnani` where no later day is known.
    """
    body = query.get("slozka", next(iter(offer.bodies), None))
    following = offer.next_after(body, max(filter(None, (saved_on, meeting_date, day))))
    new_day = day if day > saved_on or following is None else following.day
    kept = {key: text for key, text in query.items() if key not in ("k", "srovnani", "jednani_id")}
    compared = {"srovnani": saved_on.isoformat()} if new_day > saved_on else {}
    meeting = NO_MEETING if following is None else following.id
    return {**kept, "jednani_id": meeting, "k": new_day.isoformat(), **compared}


def meeting_name(meeting: Planned, lang: str) -> str:
    """A meeting in a list: its day and title."""
    return f"{formats.date(meeting.day, lang)} – {meeting.title}"
