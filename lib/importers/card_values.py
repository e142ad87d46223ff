"""Values of a printed card read against the code lists: goals, types of services, target groups, money."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.importers.card_blocks import ALL_SERVICES, PARAGRAPH, squeezed
from lib.model.catalogue import GroupRole, GroupScheme
from lib.model.lookup import records
from lib.model.plan import ServiceScope

GOAL_CODE = re.compile(r"\bSC\s?(\d{1,2})\b[\s:–-]*")
ALL_GROUPS = re.compile(r"(?:dopad na )?všechny(?: cílové skupiny)?", re.IGNORECASE)
MONEY = re.compile(
    r"(?<![\d,])(\d{1,3}(?:[ \u00a0]\d{3}){1,3}|\d{1,12})(?:,(\d{1,4}))?\s?(tis\.|mil\.|mld\.)?\s?Kč"
)
CZK = {None: 1, "tis.": 1_000, "mil.": 1_000_000, "mld.": 1_000_000_000}
STEM = 4
ENDING = 3
"""Two words are forms of one word when they share at least `STEM` first letters and differ in `ENDING` last at most."""


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A target group a card names, as it is written there."""

    code: str
    as_written: str


class GroupNames:
    """Target groups of the plan by the ways cards write them: abbreviation, name in any case, the whole of them."""

    def __init__(self, groups: pd.DataFrame) -> None:
        """`groups`: the table target_group."""
        own = records(groups[groups["scheme"] == GroupScheme.PLAN])
        self._words = {str(row["code"]): _words(str(row["name"])) for row in own}
        self._all = next((str(row["code"]) for row in own if row["role"] == GroupRole.CROSS_CUTTING), None)

    def codes(self, item: str) -> tuple[str, ...]:
        """The groups one item of a list names, none when it cannot be told."""
        if item in self._words:
            return (item,)
        if ALL_GROUPS.fullmatch(item):
            return () if self._all is None else (self._all,)
        phrase = item.lower().removeprefix("včetně ")
        whole = self._named(phrase)
        if whole is not None:
            return (whole,)
        parts = [self._named(part) for part in re.split(r" a | i ", phrase)]
        found = [part for part in parts if part is not None]
        return tuple(found) if len(found) == len(parts) else ()

    def _named(self, phrase: str) -> str | None:
        words = _words(phrase)
        exact = [code for code, name in self._words.items() if name == words]
        found = exact or [code for code, name in self._words.items() if _same(name, words)]
        return found[0] if len(found) == 1 else None

    def is_list(self, text: str) -> bool:
        """Whether a text is no sentence and every item of it names a group."""
        items = list_items(text)
        return bool(items) and not text.endswith(".") and all(self.codes(item) for item in items)

    def read(self, text: str) -> tuple[tuple[NamedGroup, ...], tuple[str, ...]]:
        """The groups of a list in its order, each once, and the items that name none."""
        found: dict[str, NamedGroup] = {}
        unknown: list[str] = []
        for item in list_items(text):
            codes = self.codes(item)
            if not codes:
                unknown.append(item)
            for code in codes:
                found.setdefault(code, NamedGroup(code, item))
        return tuple(found.values()), tuple(unknown)


def list_items(text: str) -> list[str]:
    """Items between commas and semicolons."""
    return [item.strip(" .") for item in re.split(r"[,;]", text) if item.strip(" .")]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.lower().split())


def _same(name: Sequence[str], words: Sequence[str]) -> bool:
    return len(name) == len(words) and all(_forms(one, other) for one, other in zip(name, words, strict=True))


def _forms(one: str, other: str) -> bool:
    """Whether two words are forms of one word; numbers never are."""
    if one == other or not (one.isalpha() and other.isalpha()):
        return one == other
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= STEM and max(len(one), len(other)) - shared <= ENDING


def read_goals(text: str) -> dict[int, str]:
    """Numbers of the goals in the order of the card with the names that stand by them, "" where none does."""
    _, *found = GOAL_CODE.split(text)
    goals: dict[int, str] = {}
    for number, name in zip(found[::2], found[1::2], strict=True):
        goals.setdefault(int(number), squeezed(name).strip(" ,;"))
    return goals


@dataclass(frozen=True, slots=True)
class NamedServices:
    """Types of services a card names.

    `names`: what stands before each paragraph, by code, in the order of the card. `others`: paragraphs that are no type
    of service. `unclear`: why the text cannot be read, None when it can.
    """

    scope: ServiceScope
    names: Mapping[str, str]
    others: tuple[str, ...]
    unclear: tuple[str, str] | None = None


def read_services(text: str, types: Iterable[str]) -> NamedServices:
    """What a card says of types of services. `types`: the paragraphs that are one.

    A paragraph that is none (a list of facilities, powers of authorities) is told apart, never taken for a type.
    """
    known = set(types)
    pieces = PARAGRAPH.split(text)
    names: dict[str, str] = {}
    others: list[str] = []
    for name, first, last in zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=False):
        if last is not None and (_between(known, first, last)):
            return NamedServices(ServiceScope.LISTED, {}, (), (
                "paragraphs of services are written as a range", "Write every type with its own paragraph"))
        if first in known:
            names.setdefault(first, name.rsplit(":", 1)[-1].strip(" ,;."))
        else:
            others.append(first if last is None else f"{first}–{last}")
    everything = ALL_SERVICES.fullmatch(text) is not None or text.lower().strip(" .,") == "všechny"
    digits = re.search(r"\d", "".join(pieces[0::3])) is not None
    if everything and names:
        return NamedServices(ServiceScope.ALL, names, tuple(others), (
            "the card says all types of services and lists some of them", "Keep one of the two"))
    if everything or names:
        if names and digits:
            return NamedServices(ServiceScope.LISTED, names, tuple(others), (
                "a number stands without the sign §", "Write § before the number of every paragraph"))
        return NamedServices(ServiceScope.ALL if everything else ServiceScope.LISTED, names, tuple(others))
    nothing = text.lower().strip(" .,") == "nerelevantní"
    return NamedServices(ServiceScope.NONE, {}, tuple(others), None if nothing or others else (
        "it is not told which types of services the card touches",
        "Write the types with their paragraphs, or one of: nerelevantní, všechny",
    ))


def _between(known: set[str], first: str, last: str) -> bool:
    """Whether a range of paragraphs has a type of service in it."""
    low, high = (int(re.sub(r"\D", "", end)) for end in (first, last))
    return any(low <= int(re.sub(r"\D", "", code)) <= high for code in known)


def service_note(text: str, others: Sequence[str]) -> str:
    """The note, in the language of the data, on paragraphs of a card that are no type of service."""
    listed = ", ".join(f"§\u00a0{code}" for code in others)
    return f"Karta uvádí „{text}“. Druhem sociální služby není: {listed}."


def noted_paragraphs(note: str) -> set[str]:
    """The paragraphs a note names."""
    return set(re.findall(r"§\s*(\d{1,3}[a-z]?(?:–\d{1,3})?)", note))


@dataclass(frozen=True, slots=True)
class NamedMoney:
    """The amount of a card in CZK, None when it names none or does not tell which is its own; all as written."""

    amount_czk: float | None
    written: tuple[str, ...]


def read_money(funding: str, responsible: str) -> NamedMoney:
    """The amount a text on funding names. Of several the one given right after the name of who answers for the card."""
    found = list(MONEY.finditer(funding))
    written = tuple(squeezed(one[0]) for one in found)
    named = re.compile(rf"{re.escape(responsible)}\W+(?:činí|ve výši)\W*$")
    own = [one for one in found if named.search(funding[:one.start()])]
    chosen = found if len(found) == 1 else own
    return NamedMoney(_czk(chosen[0]) if len(chosen) == 1 else None, written)


def _czk(money: re.Match[str]) -> float:
    whole, decimals, unit = money.groups()
    places = decimals or ""
    digits = int(re.sub(r"\D", "", whole) + places)
    return float(digits * CZK[unit] / 10 ** len(places))


def money_note(written: Sequence[str]) -> str:
    """The note, in the language of the data, on a card that names several amounts."""
    return f"Karta uvádí více částek: {', '.join(written)}."
