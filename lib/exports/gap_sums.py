"""One cell of a gap table in sentences and rows a reader can redo by hand: the same on screen and in a pack."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction
from typing import Any, Protocol

import pandas as pd

from lib.model.derived import GapClass
from lib.model.lookup import records
from lib.model.norms import QUANTILES
from lib.model.selection import Norm
from lib.model.territory import REGION_AREA
from lib.text import arithmetic, formats
from lib.text.messages import Words
from lib.views.gap_reasons import NormOrigin
from lib.views.gaps import next_class

MOST_ROWS = 30
"""Services listed one by one; the smaller rest is one row."""

AROUND = 3
"""Areas listed on either side of the rate that is taken, where there are too many to list them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a cell: the norm, who gives it where it is not computed, the words of people and classes.

    `wants_more` says whether more capacity is what the plan wants, so that it may be told what would be enough.
    """

    norm: Norm
    age_group: str
    given_by: str = ""
    domain: str = "gap_class"
    wants_more: bool = True


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service behind a capacity as it is printed: its amount × its shares = what it gives (None: not known)."""

    service_id: str
    name: str
    provider: str
    form: str
    amount: str
    area_share: str
    group_share: str
    part: Decimal | None
    split_by: str
    date: str
    level: str


class Kind(Enum):
    """What a step of the sum is about."""

    NORM = auto()
    NEED = auto()
    GAP = auto()
    INDEX = auto()
    SMALL = auto()
    CHANGE = auto()
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the sum."""

    kind: Kind
    text: str


class Origin(Protocol):
    """What of the origin of a norm is told; see `NormOrigin`, which has all of it."""

    @property
    def rates(self) -> int: ...

    @property
    def capacity_units(self) -> float | None: ...

    @property
    def persons(self) -> int | None: ...

    @property
    def part(self) -> Fraction: ...

    @property
    def ends(self) -> tuple[tuple[int, str, float], ...]: ...


def figures(cell: pd.Series) -> arithmetic.Printed:
    """The numbers of a cell as they are printed."""
    return arithmetic.printed(
        persons=cell["population_persons"], norm_per_1000=cell["norm_per_1000"], need=cell["need_units"],
        capacity=cell["capacity_units"], gap=cell["gap_units"], index=cell["coverage_index"])


def lines(words: Words, cell: pd.Series, origin: Origin, asked: Asked) -> list[str]:
    """The texts of `steps`."""
    return [step.text for step in steps(words, cell, origin, asked)]


def steps(words: Words, cell: pd.Series, origin: Origin, asked: Asked) -> list[Step]:
    """The whole sum behind a row of a gap table, from how its norm arises to its class, and what would change it."""
    shown, unit = figures(cell), str(cell["unit"])
    sums = arithmetic.arithmetic_sentences(
        words, shown, persons=cell["population_persons"], norm_per_1000=cell["norm_per_1000"],
        gap_class=str(cell["class"]), unit=unit, norm=asked.norm.value, age_group=asked.age_group, domain=asked.domain)
    told = [Step(Kind.NORM, _norm_line(words, cell, origin, asked, shown)),
            *(Step(kind, text) for kind, text in zip((Kind.NEED, Kind.GAP, Kind.INDEX), sums, strict=False))]
    if cell["small_number"]:
        told.append(Step(Kind.SMALL, arithmetic.small_number_sentence(
            words, cell["capacity_units"], cell["capacity_low_units"], cell["capacity_high_units"], unit)))
    return told + (_what_would_change_it(words, cell, asked) if asked.wants_more else [])


def _norm_line(words: Words, cell: pd.Series, origin: Origin, asked: Asked, shown: arithmetic.Printed) -> str:
    norm, unit = asked.norm, str(cell["unit"])
    if norm in QUANTILES:
        low, high = (arithmetic.Taken(*end) for end in origin.ends) if origin.ends else (None, None)
        return arithmetic.quantile_sentence(words, shown, norm=norm.value, rates=origin.rates, low=low, high=high,
                                            part=origin.part.as_integer_ratio())
    if norm in (Norm.NATIONAL, Norm.OWN):
        return arithmetic.given_sentence(words, shown, norm=norm.value, given_by=asked.given_by)
    if norm is Norm.SIMILAR and cell["orp_code"] == REGION_AREA:
        return arithmetic.mean_sentence(
            words, shown, norm=norm.value, whose=words("the needs of all areas together"), capacity=cell["need_units"],
            persons=cell["population_persons"], unit=unit, age_group=asked.age_group)
    whose = words("capacity of similar areas") if norm is Norm.SIMILAR else words("capacity of the whole region")
    return arithmetic.mean_sentence(words, shown, norm=norm.value, whose=whose, capacity=origin.capacity_units,
                                    persons=origin.persons, unit=unit, age_group=asked.age_group)


def _what_would_change_it(words: Words, cell: pd.Series, asked: Asked) -> list[Step]:
    """From which capacity the cell would be in a better class, and what else moves it."""
    if pd.isna(cell["coverage_index"]):
        return []
    better, unit = next_class(cell["coverage_index"], cell["need_units"]), str(cell["unit"])
    if better is None:
        return []
    word, capacity = better
    told = [Step(Kind.CHANGE, words(
        "What would change it: from a capacity of {capacity} (that is {more} more) the class would be “{label}”; to "
        "the norm itself it is {missing} more.",
        capacity=formats.amount(capacity, unit, words.lang, significant=4),
        more=formats.amount(capacity - cell["capacity_units"], unit, words.lang, significant=3),
        label=words.label("gap_class", word.value),
        missing=formats.amount(-cell["gap_units"], unit, words.lang, significant=3)))]
    if asked.norm is Norm.REGION_MEAN:
        told.append(Step(Kind.REMARK, words("A capacity added anywhere also raises the region's mean, and with it the "
                                            "need of every area.")))
    if cell["class"] == GapClass.WHITE_SPOT:
        told.append(Step(Kind.REMARK, words("No service of this type and form serves the area: a white spot.")
                         if "type_code" in cell else
                         words("No service for this group serves the area: a white spot.")))
    return told


def service_lines(words: Words, cell: pd.Series, services: pd.DataFrame) -> tuple[tuple[ServiceLine, ...], int, str]:
    """The services behind a cell, how many more give nothing, and the total as printed.

    The printed parts add up to the printed capacity. A service whose amount is not known makes the capacity unknown.
    """
    shown, unit = figures(cell), str(cell["unit"])
    silent = services["units"] == 0
    listed = services[~silent]
    rest = listed.iloc[MOST_ROWS:]
    rows = records(listed.iloc[:MOST_ROWS])
    known = [row["units"] for row in rows if not pd.isna(row["units"])]
    if not rest.empty and rest["units"].notna().all():
        known.append(rest["units"].sum())
    total, parts = _parts(shown, known, complete=bool(listed["units"].notna().all()))
    told = [_service_line(words, row, unit, None if pd.isna(row["units"]) else parts[place])
            for place, row in enumerate(rows)]
    if not rest.empty:
        told.append(ServiceLine("", words.plural("{n} smaller service", "{n} smaller services", len(rest)), "", "", "",
                                "", "", parts[-1] if len(parts) > len(rows) else None, "", "", ""))
    return tuple(told), int(silent.sum()), words.label("empty", "unknown") if total is None else formats.amount(
        total, unit, words.lang, digits=arithmetic.places(total))


def _parts(
    shown: arithmetic.Printed, known: Sequence[float], *, complete: bool
) -> tuple[Decimal | None, tuple[Decimal, ...]]:
    """The total and its parts with as many decimals as any of them needs; the total is None where a part is unknown."""
    total = shown.capacity
    if complete and total is not None:
        parts = arithmetic.parts_that_add_up(total, known)
    else:
        parts = tuple(formats.rounded(value, 2) for value in known)
        total = sum(parts, Decimal(0)) if complete else None
    digits = max((arithmetic.places(arithmetic.trimmed(each)) for each in parts), default=0)
    step = Decimal(1).scaleb(-digits)
    return None if total is None else total.quantize(step), tuple(each.quantize(step) for each in parts)


def _service_line(words: Words, row: dict[str, Any], unit: str, part: Decimal | None) -> ServiceLine:
    lang, whole = words.lang, row["amount_units"]
    area, group = "", ""
    if part is not None and not pd.isna(row["group_share"]):
        area, group = (formats.percent(row[name], lang, 2) for name in ("area_share", "group_share"))
        if row["area_share"] == 1:
            area, group = formats.percent(1, lang), _share(words, part, whole, row["group_share"])
        elif row["group_share"] == 1:
            area, group = _share(words, part, whole, row["area_share"]), formats.percent(1, lang)
    elif part is not None:
        area = _share(words, part, whole, row["area_share"])
    split = row["split_by"]
    return ServiceLine(
        str(row["service_id"]), str(row["service_name"]), str(row["provider_name"]),
        words.label("form", str(row["form"])), formats.amount(whole, unit, lang, significant=6), area, group, part,
        "" if pd.isna(split) else words.label("split_by", str(split)),
        words.label("empty", "unknown") if pd.isna(row["date"]) else formats.date(row["date"].date(), lang),
        words("not in the network") if pd.isna(row["level"]) else words.label("network_level", str(row["level"])))


def _share(words: Words, part: Decimal, whole: float, share: float) -> str:
    shown = arithmetic.share_that_gives(part, whole, share)
    return formats.percent(float(shown) / 100, words.lang, arithmetic.places(shown))


def areas_listed(origin: NormOrigin) -> pd.DataFrame:
    """The areas that make a norm with their place in the order; of very many only those around the ones taken."""
    areas = origin.areas.assign(place=range(1, len(origin.areas) + 1))
    if len(areas) <= MOST_ROWS or areas["taken"].all():
        return areas.head(MOST_ROWS)
    at = areas.loc[areas["taken"], "place"]
    return areas.loc[areas["place"].between(at.min() - AROUND, at.max() + AROUND)]
