"""The sums behind a gap, printed with as many digits as it takes to redo them by hand and come to the number printed.

Every number is rounded once, in `printed`, and every sentence prints these same numbers: how the norm arises, what it
asks for, what is there, the difference, the index and its class. Codes (unit, norm, class) are those of the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lib.text import formats
from lib.text.messages import Words

CLASS_LIMITS = (Decimal("0.50"), Decimal("0.75"), Decimal("0.90"), Decimal("1.10"))
"""Index from which the classes low, slightly low and in line begin, and the last index in line."""

WHITE_SPOT_PERSONS = 200
"""People from whom on no capacity at all is a white spot."""

_LEAST, _MOST = 2, 10
"""Fewest and most decimals of amounts."""

_INDEX_DIGITS = 9
"""Decimals of an index that decide its class."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The numbers of one cell as they are printed; None: not known."""

    rate: Decimal | None
    need: Decimal | None
    capacity: Decimal | None
    gap: Decimal | None
    index: Decimal | None


def printed(*, persons: object, norm_per_1000: object, need: object, capacity: object, gap: object,
            index: object) -> Printed:
    """The numbers with the fewest decimals, two at least, with which every sum of them holds as printed.

    persons × rate / 1,000 rounds to need, capacity − need is the gap, and capacity / need rounds to the index. The
    index has two decimals, or more where two would put it on the limit of a class.
    """
    if formats.is_missing(persons) or formats.is_missing(norm_per_1000) or formats.is_missing(need):
        have = None if formats.is_missing(capacity) else trimmed(formats.rounded(capacity, _LEAST))
        return Printed(None, None, have, None, None)
    if formats.is_missing(capacity) or formats.is_missing(gap):
        needed = formats.rounded(need, _LEAST)
        return Printed(_rate_that_gives(needed, persons, norm_per_1000), needed, None, None, None)
    digits = _digits_that_add_up(need, capacity, gap, index)
    needed = formats.rounded(need, digits)
    return Printed(
        _rate_that_gives(needed, persons, norm_per_1000), needed, formats.rounded(capacity, digits),
        formats.rounded(gap, digits),
        None if formats.is_missing(index) else formats.rounded(index, index_digits(index)))


def arithmetic_sentences(words: Words, shown: Printed, *, persons: object, norm_per_1000: object, gap_class: str,
                         unit: str, norm: str, age_group: str | None = None,
                         domain: str = "gap_class") -> tuple[str, ...]:
    """The sum behind one gap: persons × norm / 1 000 = need; capacity − need = gap; capacity / need = index, class.

    What is unknown is named, and the sums that would need it are left out. `age_group` names the people of the
    denominator, `domain` the words of the class.
    """
    lang, label = words.lang, words.label(domain, gap_class)
    against, people = words.label("norm", norm), _people(persons, age_group, lang)
    if shown.need is None or shown.rate is None:
        return (words("The need by the norm ({norm}) is unknown: {persons} × {rate} / {thousand}.", norm=against,
                      persons=people, rate=formats.number(norm_per_1000, lang), thousand=1000),)
    sentences = [
        words("Need by the norm ({norm}): {persons} × {rate} / {thousand} = {need}.", norm=against, persons=people,
              rate=plain_number(shown.rate, lang), thousand=1000, need=_with_unit(shown.need, unit, lang)),
    ]
    if shown.capacity is None or shown.gap is None:
        sentences.append(words("The capacity is unknown, so the gap is unknown too."))
        return tuple(sentences)
    values = {"capacity": plain_number(shown.capacity, lang), "need": plain_number(shown.need, lang)}
    sentences.append(words("Gap: capacity {capacity} − need {need} = {gap}.", **values,
                           gap=_with_unit(shown.gap, unit, lang)))
    if shown.index is None:
        sentences.append(words("The coverage index is not computed: {label}.", label=label))
    else:
        written = formats.number(shown.index, lang, digits=places(shown.index))
        sentences.append(words("Coverage index: {capacity} / {need} = {index}, that is: {label} ({limits}).", **values,
                               index=written, label=label, limits=_limits(words, gap_class)))
    return tuple(sentences)


def small_number_sentence(words: Words, capacity: object, low: object, high: object, unit: str) -> str:
    """A capacity too small for a rate: the count and its interval."""
    return words("Small number: a capacity of {count}. A rate per {thousand} would say little and is not shown; the "
                 "class is only a hint.", count=counted(words, capacity, low, high, unit), thousand=1000)


def counted(words: Words, capacity: object, low: object, high: object, unit: str) -> str:
    """A small capacity with its interval: "2,5 úvazku, 95% interval 0,4–8,1"."""
    return words("{capacity}, 95% interval {low}–{high}",
                 capacity=formats.amount(capacity, unit, words.lang, significant=3),
                 low=formats.number(low, words.lang, digits=1), high=formats.number(high, words.lang, digits=1))


def mean_sentence(words: Words, shown: Printed, *, norm: str, whose: str, capacity: object, persons: object, unit: str,
                  age_group: str) -> str:
    """A norm that is all capacity of some areas over their people; `whose` names the areas."""
    lang = words.lang
    if shown.rate is None or formats.is_missing(capacity) or formats.is_missing(persons):
        return words("Norm ({norm}): no area with known capacity and people makes it.", norm=words.label("norm", norm))
    total = amount_that_gives(shown.rate, capacity, persons)
    return words("Norm ({norm}): {whose}, {capacity} ÷ {persons} × {thousand} = {rate} per {thousand}.",
                 norm=words.label("norm", norm), whose=whose, capacity=_with_unit(total, unit, lang),
                 persons=_people(persons, age_group, lang), thousand=1000, rate=plain_number(shown.rate, lang))


@dataclass(frozen=True, slots=True)
class Taken:
    """One rate taken for a norm: its place in the order (from 1), the area and the rate itself."""

    place: int
    area: str
    rate: object


def quantile_sentence(words: Words, shown: Printed, *, norm: str, rates: int, low: Taken | None, high: Taken | None,
                      part: tuple[int, int]) -> str:
    """A norm that is one of the rates of areas in order, or lies `part` (a fraction) of the way between two."""
    lang, label = words.lang, words.label("norm", norm)
    if shown.rate is None or low is None or high is None:
        return words("Norm ({norm}): no area with known capacity and people makes it.", norm=label)
    if part[0] == 0:
        return words("Norm ({norm}): of {n} rates of areas in order it is number {place} ({area}), {rate} per "
                     "{thousand}.", norm=label, n=rates, place=low.place, area=low.area,
                     rate=plain_number(shown.rate, lang), thousand=1000)
    below, above = between(shown.rate, low.rate, high.rate, part)
    return words("Norm ({norm}): of {n} rates of areas in order it lies between number {low_place} ({low_area}) and "
                 "number {high_place} ({high_area}): {low} + {part} × ({high} − {low}) = {rate} per {thousand}.",
                 norm=label, n=rates, low_place=low.place, low_area=low.area, high_place=high.place,
                 high_area=high.area, low=plain_number(below, lang), high=plain_number(above, lang),
                 part=f"{part[0]}/{part[1]}", rate=plain_number(shown.rate, lang), thousand=1000)


def given_sentence(words: Words, shown: Printed, *, norm: str, given_by: str) -> str:
    """A norm that is not computed here: its value and who gives it."""
    label = words.label("norm", norm)
    if shown.rate is None:
        return words("Norm ({norm}): no value is known.", norm=label)
    return words("Norm ({norm}): {rate} per {thousand}, {source}.", norm=label, thousand=1000,
                 rate=plain_number(shown.rate, words.lang), source=given_by)


def between(rate: Decimal, low: object, high: object, part: tuple[int, int]) -> tuple[Decimal, Decimal]:
    """Two rates with the fewest decimals at which the printed rate lies so far between them."""
    first = max(_LEAST, places(rate))
    for digits in range(first, first + 6):
        below, above = formats.rounded(low, digits), formats.rounded(high, digits)
        if (below + (above - below) * part[0] / part[1]).quantize(rate, ROUND_HALF_UP) == rate:
            return trimmed(below), trimmed(above)
    return formats.rounded(low, first + 6), formats.rounded(high, first + 6)


def amount_that_gives(rate: Decimal, capacity: object, persons: object) -> Decimal:
    """The capacity with the fewest decimals that, over so many people, gives the printed rate per 1,000."""
    people = formats.rounded(persons)
    for digits in range(_LEAST, _MOST):
        shown = formats.rounded(capacity, digits)
        if (1000 * shown / people).quantize(rate, ROUND_HALF_UP) == rate:
            return trimmed(shown)
    return trimmed(formats.rounded(capacity, _MOST))


def parts_that_add_up(total: Decimal, parts: Sequence[object]) -> tuple[Decimal, ...]:
    """Parts with the decimals of the printed total, such that they add up to it.

    What rounding leaves over goes, one in the last place each, to the parts it takes least from.
    """
    step = Decimal(1).scaleb(-places(total))
    shown = [formats.rounded(part, places(total)) for part in parts]
    left = int((total - sum(shown, Decimal(0))) / step)
    exact = [Decimal(str(float(part))) for part in parts]  # type: ignore[arg-type]
    sign = 1 if left > 0 else -1
    order = sorted(range(len(shown)), key=lambda place: sign * (shown[place] - exact[place]))
    for place in (order * (abs(left) // max(len(order), 1) + 1))[:abs(left)]:
        shown[place] += sign * step
    return tuple(shown)


def share_that_gives(part: Decimal, whole: object, share: object) -> Decimal:
    """The share in per cent with the fewest decimals that, taken of the whole, gives the printed part."""
    exact = Decimal(str(float(share))) * 100  # type: ignore[arg-type]
    amount = Decimal(str(float(whole)))  # type: ignore[arg-type]
    for digits in range(_MOST):
        shown = formats.rounded(exact, digits)
        if (amount * shown / 100).quantize(part, ROUND_HALF_UP) == part:
            return shown
    return formats.rounded(exact, _LEAST)


def trimmed(value: Decimal) -> Decimal:
    """The number without trailing zeros after the comma."""
    short = value.normalize()
    return short if places(short) else value.quantize(Decimal(1))


def places(value: Decimal) -> int:
    """Decimals a number was given."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _people(persons: object, age_group: str | None, lang: str) -> str:
    return formats.amount(persons, "persons", lang) + (f" ({age_group})" if age_group else "")


def _limits(words: Words, gap_class: str) -> str:
    """From which index to which a class reaches."""
    severe, low, slightly_low, in_line = (formats.number(limit, words.lang, digits=2) for limit in CLASS_LIMITS)
    limits = {
        "severe": words("index below {limit}", limit=severe),
        "low": words("index from {low} to below {high}", low=severe, high=low),
        "slightly_low": words("index from {low} to below {high}", low=low, high=slightly_low),
        "in_line": words("index from {low} to {high}", low=slightly_low, high=in_line),
        "above": words("index above {limit}", limit=in_line),
        "white_spot": words("no capacity and at least {n} people", n=WHITE_SPOT_PERSONS),
    }
    return limits.get(gap_class, words("nothing to compare"))


def plain_number(value: Decimal, lang: str) -> str:
    """A printed number without its unit and without trailing zeros, as every sum has it."""
    return formats.number(value, lang, digits=places(trimmed(value)))


def _with_unit(value: Decimal, unit: str, lang: str) -> str:
    return formats.amount(value, unit, lang, digits=places(trimmed(value)))


def _digits_that_add_up(need: object, capacity: object, gap: object, index: object) -> int:
    """The fewest decimals, two at least, at which the printed capacity and need give the printed gap and index."""
    for digits in range(_LEAST, _MOST):
        have, needed = formats.rounded(capacity, digits), formats.rounded(need, digits)
        if have - needed == formats.rounded(gap, digits) and _gives_index(have, needed, index):
            return digits
    return _MOST


def _gives_index(have: Decimal, needed: Decimal, index: object) -> bool:
    if formats.is_missing(index):
        return True
    shown = formats.rounded(index, index_digits(index))
    return bool(needed) and (have / needed).quantize(shown, ROUND_HALF_UP) == shown


def _rate_that_gives(shown_need: Decimal, persons: object, rate: object) -> Decimal:
    """The norm with the fewest decimals, two at least, that give the printed need."""
    people = formats.rounded(persons)
    for decimals in range(_LEAST, 12):
        shown_rate = formats.rounded(rate, decimals)
        if (people * shown_rate / 1000).quantize(shown_need, ROUND_HALF_UP) == shown_need:
            return shown_rate
    return formats.rounded(rate, 12)


def index_percent(index: object, lang: str) -> str:
    """A coverage index in per cent, never printed as the limit of a class it does not reach: 110.4 %, not 110 %."""
    return formats.percent(index, lang, index_digits(index) - 2)


def index_digits(index: object) -> int:
    """Decimals of the index: two, or more where two would put it on the limit of a class it does not reach."""
    exact = formats.rounded(index, _INDEX_DIGITS)
    return next((digits for digits in range(2, _INDEX_DIGITS)
                 if formats.rounded(index, digits) not in CLASS_LIMITS or exact in CLASS_LIMITS), _INDEX_DIGITS)
