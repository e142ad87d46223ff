"""Slides of chosen gaps: the gap of every area as bars, and the sum behind one of them so that it can be redone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from lib.charts.style import gap_domain
from lib.exports import gap_sums
from lib.exports import slides_gap as bricks
from lib.exports.document import Bound, Chart, Grid, Lines, Said, Slide
from lib.exports.gap_sums import Kind
from lib.exports.slide_maker import SlideMaker
from lib.model.catalogue import Polarity
from lib.model.cells import SHORT_CLASSES
from lib.model.derived_answer import ANSWERING
from lib.model.norms import QUANTILES
from lib.model.pack import ChosenGap, Section
from lib.model.selection import Norm
from lib.model.territory import REGION_AREA
from lib.text import arithmetic, formats, gap_sentences, sentences
from lib.views.gaps import missing_rows
from lib.views.pack_need import TakenApart

TABLE = "gap_working"

MARK = "▸ "
"""Before the area that is taken apart."""

_INTERVAL = ("capacity_units", "capacity_low_units", "capacity_high_units")

MOST_COUNTS = 3
"""Small numbers told with their intervals; of more the annex has them."""

Told = Sequence[tuple[str, str]]
"""Numbers of a step: the column each is of, and how it is written."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """How a norm arises, read from the row of its working."""

    rates: int
    capacity_units: float | None
    persons: int | None
    part: Fraction
    ends: tuple[tuple[int, str, float], ...]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One chosen gap: the form shown, its rows (the region's own apart), the row taken apart, words of its classes."""

    maker: SlideMaker
    parts: TakenApart
    gap: ChosenGap
    form: str
    unit: str
    region: int
    areas: tuple[int, ...]

    @property
    def polarity(self) -> str:
        return self.parts.polarity[self.gap.type_code]

    @property
    def row(self) -> int:
        wanted = self.gap.orp
        if wanted is None:
            return self.region
        return next(row for row in self.areas if self.exact(row, "orp_code") == wanted)

    @property
    def domain(self) -> str:
        return gap_domain(self.polarity)

    @property
    def wants_more(self) -> bool:
        return self.polarity == Polarity.MORE_IS_BETTER

    def exact(self, row: int, column: str) -> Any:
        return self.maker.tell.exact(TABLE, row, column)

    @property
    def name(self) -> str:
        return str(self.exact(self.region, "type_name"))


def chosen(maker: SlideMaker) -> Iterator[Slide]:
    """A slide for every chosen gap."""
    parts = maker.view.gaps
    if parts is not None:
        yield from (_slide(_opened(maker, parts, gap)) for gap in maker.pack.chosen)


def _opened(maker: SlideMaker, parts: TakenApart, gap: ChosenGap) -> _Chosen:
    """The gap in the main form that is covered least in its area; forms alike in their order."""
    tell, main = maker.tell, parts.main_forms[gap.type_code]
    every = list(dict.fromkeys((str(tell.exact(TABLE, row, "form")), str(tell.exact(TABLE, row, "unit")))
                               for row in tell.rows(TABLE, type_code=gap.type_code)))
    forms = [pair for pair in every if pair in main] or every

    def covered(pair: tuple[str, str]) -> float:
        rows = tell.rows(TABLE, type_code=gap.type_code, form=pair[0], unit=pair[1])
        indexes = [tell.exact(TABLE, row, "coverage_index") for row in rows
                   if gap.orp in (None, tell.exact(TABLE, row, "orp_code"))]
        return min((float(index) for index in indexes if index is not None), default=float("inf"))

    form, unit = min(forms, key=covered)
    rows = tell.rows(TABLE, type_code=gap.type_code, form=form, unit=unit)
    region = next(row for row in rows if tell.exact(TABLE, row, "orp_code") == REGION_AREA)
    return _Chosen(maker, parts, gap, form, unit, region, tuple(row for row in rows if row != region))


def _slide(of: _Chosen) -> Slide:
    maker, words = of.maker, of.maker.words
    paragraph = formats.paragraph(of.gap.type_code)
    heading = f"{paragraph} {of.name} ({words.label('form', of.form)})"
    area = of.gap.orp or REGION_AREA
    query = bricks.gaps_query(maker, TABLE, sluzba=of.gap.type_code, orp=of.gap.orp, forma=f"{of.form}-{of.unit}",
                              bunka=area) + "#druh"
    steps = Lines(f"chosen_{_key(of)}_sum", words("Why? {area}", area=maker.area_name(of.gap.orp)), _sum(of),
                  numbered=True)
    people = words("inhabitants as of {day}", day=of.parts.population_date)
    told = [*_cards(of), *bricks.compared_with(maker, TABLE, people), *_small(of), *_forms(of), *_unknown(of)]
    if not of.wants_more:
        told.insert(0, Said(gap_sentences.polarity_sentence(
            words, f"{paragraph} {of.name}", wants_less=of.polarity == Polarity.LESS_IS_BETTER)))
    return maker.slide(f"chosen_{_key(of)}", Section.CHOSEN, heading, _title(of), (_bars(of), steps), told,
                       (TABLE, "gap_answer"), query, table=_twin(of))


def _key(of: _Chosen) -> str:
    return of.gap.written().replace(".", "_")


def _title(of: _Chosen) -> Said:
    maker, words, norm = of.maker, of.maker.words, bricks.norm_of(of.maker).value
    if of.gap.orp is not None:
        gap = maker.tell.cell(TABLE, of.row, "gap_units", significant=3, absolute=True)
        told = sentences.worst_gap_sentence if of.wants_more else gap_sentences.difference_sentence
        area = maker.area_phrase(of.gap.orp)
        exact = of.exact(of.row, "gap_units")
        nothing = exact is None or formats.rounded(exact, significant=3) == 0
        return Said(told(words, of.name, of.form, area, exact, of.unit, norm), () if nothing else (gap,))
    below = [row for row in of.areas if of.exact(row, "class") in SHORT_CLASSES]
    worst = _worst(of)
    if not of.wants_more or (worst is None and not all(_known(of, row) for row in of.areas)):
        capacity = maker.tell.cell(TABLE, of.region, "capacity_units", significant=3)
        return Said(gap_sentences.capacity_sentence(words, of.name, of.form, maker.area_phrase(None), capacity.value,
                                                    of.unit), () if capacity.value is None else (capacity,))
    every = maker.tell.count(TABLE, of.areas)
    if worst is None or not below:
        return Said(gap_sentences.type_areas_sentence(words, of.name, of.form, 0, len(of.areas), "", None, of.unit,
                                                      norm), (every,))
    missing = maker.tell.cell(TABLE, worst, "gap_units", significant=3, absolute=True)
    return Said(gap_sentences.type_areas_sentence(
        words, of.name, of.form, len(below), len(of.areas), maker.area_phrase(of.exact(worst, "orp_code")),
        -of.exact(worst, "gap_units"), of.unit, norm), (maker.tell.count(TABLE, below), every, missing))


def _known(of: _Chosen, row: int) -> bool:
    return of.exact(row, "gap_units") is not None


def _worst(of: _Chosen) -> int | None:
    """The area that misses most in relation to its need; small needs only where there are no larger ones."""
    frame = of.maker.sheets[TABLE].frame.iloc[list(of.areas)]
    found = missing_rows(frame)
    if found.empty:
        found = frame[frame["gap_units"] < 0].sort_values(["coverage_index", "orp_code"])
    return None if found.empty else int(found.index[0])


def _bars(of: _Chosen) -> Chart:
    maker, words = of.maker, of.maker.words
    rows = sorted(of.areas, key=lambda row: (not _known(of, row), of.exact(row, "gap_units") or 0.0))
    drawn = bricks.class_looks(maker, TABLE, rows, of.domain)
    title = words("Gap by area")
    series = maker.tell.series(TABLE, rows, "gap_units", title, drawn[0], drawn, significant=3)
    labels = tuple(formats.signed(of.exact(row, "gap_units"), words.lang, significant=3) for row in rows)
    names = tuple(bricks.marked(f"{MARK if of.exact(row, 'orp_code') == of.gap.orp else ''}{of.exact(row, 'orp_name')}",
                                small=bool(of.exact(row, "small_number"))) for row in rows)
    unit = formats.unit_name(of.unit, words.lang)
    axis = (words("← missing | to spare → ({unit})", unit=unit) if of.wants_more else
            words("← less than the norm | more than the norm → ({unit})", unit=unit))
    return Chart(
        f"chosen_{_key(of)}_chart", title, f"{of.name}: {title}", TABLE, "bars",
        axis, "0.0", names,
        tuple(rows), (replace(series, labels=labels),), bricks.class_key(maker, TABLE, rows, of.domain))


def _twin(of: _Chosen) -> Grid:
    """Every area; the class only where its words are those of the table."""
    maker, words = of.maker, of.maker.words
    columns = ("orp_name", "capacity_units", "need_units", "gap_units", "coverage_index",
               *(("class",) if of.wants_more else ()))
    rows = (of.region, *of.areas)
    unit = formats.unit_name(of.unit, words.lang)
    heads = {"capacity_units": words("Capacity ({unit})", unit=unit), "need_units": words("Need ({unit})", unit=unit),
             "gap_units": words("Gap ({unit})", unit=unit)}
    return bricks.with_index(maker, maker.tell.grid(
        f"chosen_{_key(of)}_table", of.name, TABLE, columns, rows, heads=heads, emphasised=(0,),
        digits={"capacity_units": 1, "need_units": 1, "gap_units": 1}))


def _small(of: _Chosen) -> tuple[Said, ...]:
    """Small numbers with their intervals."""
    words = of.maker.words
    rows = [row for row in of.areas if of.exact(row, "small_number")]
    if len(rows) > MOST_COUNTS:
        return (Said(words("A dot · marks a small number: its index is only a hint.")),)
    if not rows:
        return ()
    counts = []
    for row in rows:
        capacity, low, high = (of.exact(row, name) for name in _INTERVAL)
        counts.append(f"{of.exact(row, 'orp_name')} {arithmetic.counted(words, capacity, low, high, of.unit)}")
    bound = tuple(number for row in rows for number in _bound(of, row, _counted(of, row)))
    return (Said(gap_sentences.small_numbers_sentence(words, counts), bound),)


def _counted(of: _Chosen, row: int) -> Told:
    lang, (capacity, low, high) = of.maker.lang, (of.exact(row, name) for name in _INTERVAL)
    written = (formats.number(capacity, lang, significant=3), formats.number(low, lang, digits=1),
               formats.number(high, lang, digits=1))
    return tuple(zip(_INTERVAL, written, strict=True))


def _unknown(of: _Chosen) -> tuple[Said, ...]:
    """Areas that are left out of the sums of the region."""
    rows = [row for row in of.areas if not _known(of, row)]
    if not rows or of.gap.orp is not None:
        return ()
    text = of.maker.words.plural("{n} area with unknown capacity is left out.",
                                 "{n} areas with unknown capacity are left out.", len(rows))
    return (Said(text, (of.maker.tell.count(TABLE, rows),)),)


def _forms(of: _Chosen) -> tuple[Said, ...]:
    """Other forms of the type with the class of the same area; against its own mean the region has none to tell."""
    tell, words = of.maker.tell, of.maker.words
    if of.gap.orp is None:
        return ()
    rows = [row for row in tell.rows(TABLE, type_code=of.gap.type_code, orp_code=of.gap.orp) if row != of.row]
    told = [(str(of.exact(row, "form")), words.label(of.domain, of.exact(row, "class"))) for row in rows]
    return (Said(gap_sentences.other_forms_sentence(words, told)),) if told else ()


def _cards(of: _Chosen) -> tuple[Said, ...]:
    """Cards of the plan that answer the gap, or any of the gaps where the whole region is looked at."""
    tell = of.maker.tell
    rows = tell.rows("gap_answer", type_code=of.gap.type_code, form=of.form, unit=of.unit)
    rows = tuple(row for row in rows if of.gap.orp in (None, tell.exact("gap_answer", row, "orp_code"))
                 and tell.exact("gap_answer", row, "meeting") in ANSWERING)
    short = any((_known(of, row) and of.exact(row, "class") in SHORT_CLASSES)
                for row in (of.areas if of.gap.orp is None else (of.row,)))
    if not short or not of.wants_more:
        return ()
    by_card = {str(tell.exact("gap_answer", row, "activity_code")): row for row in reversed(rows)}
    codes = sorted(by_card)
    bound = (tell.count("gap_answer", [by_card[code] for code in codes], "activity_code"),) if codes else ()
    return (Said(gap_sentences.cards_sentence(of.maker.words, codes), bound),)


def _sum(of: _Chosen) -> tuple[Said, ...]:
    """The sum of the chosen area, every number bound to the row of its working."""
    words = of.maker.words
    cell = of.maker.sheets[TABLE].frame.iloc[of.row]
    norm = bricks.norm_of(of.maker)
    age_group = words.pick(*of.parts.age_groups[str(cell["age_group"])])
    given = of.exact(of.row, words.pick("given_by", "given_by_en")) or ""
    asked = gap_sums.Asked(norm, age_group, given, of.domain, of.wants_more)
    origin = _origin(of)
    steps = gap_sums.steps(words, cell, origin, asked)
    return tuple(Said(step.text, _bound(of, of.row, _numbers(of, cell, origin, step.kind), step.text))
                 for step in steps)


def _origin(of: _Chosen) -> _Origin:
    def end(which: str) -> tuple[int, str, float] | None:
        place = of.exact(of.row, f"norm_{which}_place")
        return None if place is None else (int(place), str(of.exact(of.row, f"norm_{which}_name")),
                                           float(of.exact(of.row, f"norm_{which}_rate")))

    persons = of.exact(of.row, "norm_persons")
    ends = tuple(found for found in (end("low"), end("high")) if found is not None)
    return _Origin(int(of.exact(of.row, "norm_areas") or 0), of.exact(of.row, "norm_capacity_units"),
                   None if persons is None else int(persons), Fraction(of.exact(of.row, "norm_part") or 0), ends)


def _numbers(of: _Chosen, cell: pd.Series, origin: _Origin, kind: Kind) -> Told:
    """What a step of the sum prints, column by column."""
    lang, shown = of.maker.lang, gap_sums.figures(cell)

    def plain(value: Decimal | None) -> str:
        return "" if value is None else arithmetic.plain_number(value, lang)

    persons = ("population_persons", formats.number(cell["population_persons"], lang))
    norm, need = ("norm_per_1000", plain(shown.rate)), ("need_units", plain(shown.need))
    capacity, ages = ("capacity_units", plain(shown.capacity)), _ages(of)
    index = "" if shown.index is None else formats.number(shown.index, lang, digits=arithmetic.places(shown.index))
    told: dict[Kind, Callable[[], Told]] = {
        Kind.NORM: lambda: (*_norm_numbers(of, origin, shown), norm, *ages),
        Kind.NEED: lambda: (persons, *ages, norm, need),
        Kind.GAP: lambda: (capacity, need, ("gap_units", plain(shown.gap))),
        Kind.INDEX: lambda: (capacity, need, ("coverage_index", index), *_limits(of)),
        Kind.SMALL: lambda: _counted(of, of.row),
        Kind.CHANGE: lambda: _change(of),
        Kind.REMARK: tuple,
    }
    return told[kind]()


def _limits(of: _Chosen) -> Told:
    """The limits of the class, as the sentence on the index prints them."""
    lang, told = of.maker.lang, []
    for name, digits in (("class_from_index", 2), ("class_to_index", 2), ("class_from_persons", None)):
        value = of.exact(of.row, name)
        if value is not None:
            told.append((name, formats.number(value, lang, digits=digits)))
    return told


def _change(of: _Chosen) -> Told:
    lang = of.maker.lang
    return (("next_capacity_units", formats.number(of.exact(of.row, "next_capacity_units"), lang, significant=4)),
            ("next_more_units", formats.number(of.exact(of.row, "next_more_units"), lang, significant=3)),
            ("gap_units", formats.number(-of.exact(of.row, "gap_units"), lang, significant=3)))


def _norm_numbers(of: _Chosen, origin: _Origin, shown: arithmetic.Printed) -> Told:
    lang, norm = of.maker.lang, bricks.norm_of(of.maker)
    if norm in QUANTILES and origin.ends and shown.rate is not None:
        told = [("norm_areas", formats.number(origin.rates, lang)),
                ("norm_low_place", formats.number(origin.ends[0][0], lang))]
        if len(origin.ends) == 1 or not origin.part:
            return told
        (_, _, low), (place, _, high) = origin.ends
        below, above = arithmetic.between(shown.rate, low, high, origin.part.as_integer_ratio())
        written = [arithmetic.plain_number(value, lang) for value in (below, above, below)]
        return [*told, ("norm_high_place", formats.number(place, lang)),
                *zip(("norm_low_rate", "norm_high_rate", "norm_low_rate"), written, strict=True),
                ("norm_part", str(of.exact(of.row, "norm_part")))]
    if norm in (Norm.NATIONAL, Norm.OWN):
        column = of.maker.words.pick("given_by", "given_by_en")
        given = of.exact(of.row, column)
        return ((column, str(given)),) if given else ()
    if shown.rate is None or origin.capacity_units is None or origin.persons is None:
        return ()
    amount = arithmetic.amount_that_gives(shown.rate, origin.capacity_units, origin.persons)
    return (("norm_capacity_units", arithmetic.plain_number(amount, lang)),
            ("norm_persons", formats.number(origin.persons, lang)))


def _ages(of: _Chosen) -> Told:
    """Ages of the denominator, which its name has unless everybody is meant."""
    lang = of.maker.lang
    low, high = of.exact(of.row, "age_from"), of.exact(of.row, "age_to")
    if low is None or (low == 0 and high is None):
        return ()
    return tuple((name, formats.number(int(value), lang)) for name, value in (("age_from", low), ("age_to", high))
                 if value is not None)


def _bound(of: _Chosen, row: int, told: Told, text: str | None = None) -> tuple[Bound, ...]:
    """The numbers with their cells; of a text only those that stand in it, because what is unknown is left out."""
    return tuple(Bound(shown, of.exact(row, column), TABLE, column, (row,)) for column, shown in told
                 if shown and (text is None or shown in text))
