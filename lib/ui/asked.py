"""What the URL asks for, as a frozen selection, and what of it could not be used.

No Streamlit here: the query comes in as a mapping.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.errors import BadSelection
from lib.model.assumptions import overrides
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.store.releases import Release
from lib.text import formats
from lib.text.formats import date as date_text
from lib.text.formats import parse_date
from lib.text.messages import Words

TODAY = "dnes"
LONGEST = 800
"""Signs of a value in the URL up to which it stands in the state of a page as it is: scenarios are the longest."""

TOLD = 80
"""Signs of an unusable value that are repeated to the reader."""
HIGHEST_RATE = 1000


@dataclass(frozen=True, slots=True)
class Choices:
    """What the data of one release allow: the values a shared filter may take, with their names.

    `default_day` is the day looked at unless another is asked for; None: today. `assumptions` are the sets by code with
    their titles; `default_assumptions` is the one used unless another is asked for, None when there is none.
    """

    areas: Mapping[str, str]
    service_types: Mapping[str, str]
    target_groups: Mapping[str, str]
    states: Mapping[date, str]
    default_day: date | None
    assumptions: Mapping[str, str]
    default_assumptions: str | None


def choices_of(rows: Callable[[str], Iterable[Mapping[str, Any]]], lang: str) -> Choices:
    """What a release allows the filters to be; `rows` gives the rows of one of its tables by name."""
    title, state_title = ("name_en", "title_en") if lang == "en" else ("name", "title")
    types = sorted(rows("service_type"), key=lambda row: row["code"])
    groups = [row for row in rows("target_group") if row["scheme"] == "register"]
    states, sets = list(rows("named_state")), list(rows("assumption_set"))
    areas = sorted(rows("orp"), key=lambda row: formats.czech_key(row["name"]))
    return Choices(
        areas={row["code"]: row["name"] for row in areas},
        service_types={row["code"]: f"{formats.paragraph(row['code'])} {row[title]}" for row in types},
        target_groups={
            row["code"]: row[title] for row in sorted(groups, key=lambda row: formats.czech_key(row[title]))
        },
        states={row["valid_on"].date(): row[state_title] for row in states},
        default_day=next((row["valid_on"].date() for row in states if row["is_default"]), None),
        assumptions={row["code"]: row[state_title] for row in sets},
        default_assumptions=next((row["code"] for row in sets if row["is_default"]), None),
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """A value in the URL that could not be used: `key` and `value` as written, `used` what is shown instead."""

    key: str
    value: str
    used: str


def release_asked(query: Mapping[str, str], releases: Sequence[Release]) -> tuple[int, tuple[Problem, ...]]:
    """The release the URL asks for; an unknown one is the newest, and is told."""
    newest = releases[-1].number
    written = query.get("znamo")
    if written is None:
        return newest, ()
    known = {str(release.number): release.number for release in releases}
    if written in known:
        return known[written], ()
    return newest, (Problem("znamo", written[:TOLD], str(newest)),)


def selection(
    query: Mapping[str, str], choices: Choices, known_at: int, today: date, words: Words
) -> tuple[Selection, tuple[Problem, ...]]:
    """The frozen selection the URL asks for; what cannot be used falls back to its default and is listed.

    `choices` are those of the release `known_at`, so an old link keeps its day and its names.
    """
    problems: list[Problem] = []

    def value(key: str, parse: Callable[[str], Any], default: Any, shown: str) -> Any:
        written = query.get(key)
        if written is None:
            return default
        try:
            return parse(written)
        except (ValueError, KeyError, BadSelection):
            problems.append(Problem(key, written[:TOLD], shown))
            return default

    def known_in(values: Mapping[str, str]) -> Callable[[str], str]:
        def parse(written: str) -> str:
            if written not in values:
                raise KeyError(written)
            return written

        return parse

    def day(written: str) -> date:
        return today if written == TODAY else parse_date(written)

    def rate(written: str) -> float:
        wanted = float(written.replace(",", "."))
        if not 0 < wanted <= HIGHEST_RATE:
            raise ValueError(written)
        return wanted

    nothing = words("no value")
    default_day = choices.default_day or today
    valid_on = value("k", day, default_day, date_text(default_day, words.lang))

    def other_day(written: str) -> date:
        other = day(written)
        if other == valid_on:
            raise ValueError(written)
        return other

    chosen = Selection(
        at=AsOf(valid_on, known_at),
        orp=value("orp", known_in(choices.areas), None, words("Whole region")),
        service_type=value("sluzba", known_in(choices.service_types), None, words("All types")),
        target_group=value("skupina", known_in(choices.target_groups), None, words("All groups")),
        compare_on=value("srovnani", other_day, None, nothing),
        norm=value("norma", Norm, Norm.REGION_MEAN, words.label("norm", Norm.REGION_MEAN.value)),
        own_rate=value("cil", rate, None, nothing),
        scope=value(
            "kapacita", CapacityScope, CapacityScope.NETWORK, words.label("scope", CapacityScope.NETWORK.value)
        ),
        assumptions=value(
            "predpoklady", known_in(choices.assumptions), choices.default_assumptions,
            choices.assumptions.get(choices.default_assumptions or "", nothing),
        ),
        overrides=value("upravy", overrides, (), nothing),
    )
    return chosen, tuple(problems)
