"""Gaps of several areas, types and groups read aloud; see `lib.text.sentences` for how sentences are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.text import formats
from lib.text.messages import Words

SIGNIFICANT = 3


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """How many cells (or areas) there are, how many below the norm, and of each class."""

    total: int
    below: int
    white_spot: int
    in_line: int
    above: int
    unknown: int
    not_applicable: int


def _opening(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _amount(words: Words, value: object, unit: str) -> str:
    return formats.amount(value, unit, words.lang, significant=SIGNIFICANT)


def type_counts_sentence(words: Words, area: str, counts: ClassCounts) -> str:
    """How many cells of types of which the plan wants more are in which class; `area` is its name."""
    if counts.unknown == counts.total:
        return words("Every gap is unknown.")
    return words("{Area}: of types of which the plan wants more, below the norm {below} {out_of} pairs of service "
                 "type and area, of them white spots {white}; in line {in_line}, above {above}, unknown {unknown}, not "
                 "applicable {absent}.",
                 Area=area, **_counted(words, counts))


def group_counts_sentence(words: Words, area: str, counts: ClassCounts) -> str:
    """The same of target groups."""
    if counts.unknown == counts.total:
        return words("Every gap is unknown.")
    return words("{Area}: below the norm {below} {out_of} pairs of target group and area, of them white spots "
                 "{white}; in line {in_line}, above {above}, unknown {unknown}, not applicable {absent}.",
                 Area=area, **_counted(words, counts))


def _counted(words: Words, counts: ClassCounts) -> Mapping[str, object]:
    return {"below": counts.below, "out_of": formats.out_of(counts.total, words.lang), "white": counts.white_spot,
            "in_line": counts.in_line, "above": counts.above, "unknown": counts.unknown,
            "absent": counts.not_applicable}


def least_covered(words: Words, sentence: str) -> str:
    """The sentence on the largest gap with what it is."""
    return f"{words('Least covered need:')} {sentence}"


def worst_group_sentence(  # noqa: PLR0917
    words: Words, group: str, area: str, missing: object, unit: str, norm: str,
) -> str:
    """The group whose need is least covered: what it misses in an area; `missing` is a positive number."""
    return words.plural(
        "Least covered need: {group} – {area} {amount} is missing {against}.",
        "Least covered need: {group} – {area} {amount} are missing {against}.",
        formats.rounded(missing, significant=SIGNIFICANT), group=group, area=area,
        amount=_amount(words, missing, unit), against=words.label("norm_against", norm))


def shown_sentence(words: Words, shown: int, total: int) -> str:
    """How many of the rows of a table a picture shows."""
    return words("Shown: {shown} {out_of}; the rest is in the annex.", shown=shown,
                 out_of=formats.out_of(total, words.lang))


def white_spots_sentence(words: Words, n: int, names: Sequence[str]) -> str:
    """Types or groups without any capacity in an area, which have no bar; no names: the table has them."""
    if not names:
        return words("White spots, without any capacity: {n}; the table names them.", n=n)
    return words("White spots, without any capacity: {n} ({names}).", n=n,
                 names=formats.listed(names, words.lang))


def type_areas_sentence(  # noqa: PLR0917
    words: Words, type_name: str, form: str, below: int, areas: int, worst: str, missing: object, unit: str, norm: str,
) -> str:
    """In how many areas a type is below the norm, and where most so; `worst` is a phrase, `missing` positive."""
    values = {"Type": _opening(type_name), "form": words.label("form", form),
              "against": words.label("norm_against", norm), "out_of": formats.out_of(areas, words.lang)}
    if below == 0:
        return words("{Type} ({form} form): none {out_of} areas is below the norm.", **values)
    return words.plural(
        "{Type} ({form} form): below the norm is {n} {out_of} areas; least covered is the need {worst}, with "
        "{amount} missing {against}.",
        "{Type} ({form} form): below the norm are {n} {out_of} areas; least covered is the need {worst}, with "
        "{amount} missing {against}.",
        below, worst=worst, amount=_amount(words, missing, unit), **values)


def difference_sentence(  # noqa: PLR0917
    words: Words, type_name: str, form: str, area: str, gap: object, unit: str, norm: str,
) -> str:
    """The same difference where the plan does not want more, so that less is no shortage."""
    values = {"Type": _opening(type_name), "form": words.label("form", form), "area": area,
              "norm": words.label("norm", norm)}
    if formats.is_missing(gap):
        return words("{Type} ({form} form): {area} the difference from the norm ({norm}) is unknown.", **values)
    difference = formats.rounded(gap, significant=SIGNIFICANT)
    values["amount"] = _amount(words, abs(difference), unit)
    if difference < 0:
        return words("{Type} ({form} form): {area} {amount} less than the norm ({norm}); the plan does not want "
                     "more.", **values)
    if difference > 0:
        return words("{Type} ({form} form): {area} {amount} more than the norm ({norm}); the plan does not want "
                     "more.", **values)
    return words("{Type} ({form} form): {area} the capacity equals the norm ({norm}).", **values)


def capacity_sentence(words: Words, type_name: str, form: str, area: str, capacity: object, unit: str) -> str:  # noqa: PLR0917
    """How much of a type there is."""
    return words("{Type} ({form} form): {area} {amount} in all.", Type=_opening(type_name),
                 form=words.label("form", form), area=area, amount=_amount(words, capacity, unit))


def polarity_sentence(words: Words, type_name: str, *, wants_less: bool) -> str:
    """What a reader must know of a type of which the plan does not want more."""
    if wants_less:
        return words("{type}: the plan wants less of this capacity and more support outside institutions. "
                     "Less than the norm is no shortage here and more is no success.", type=type_name)
    return words("{type}: the plan aims neither at more nor at less of this capacity. The comparison only describes.",
                 type=type_name)


def cards_sentence(words: Words, cards: Sequence[str]) -> str:
    """Which cards of the plan answer a gap, by their codes."""
    if not cards:
        return words("No card of the plan answers this gap.")
    return words.plural("{n} card of the plan answers this gap: {cards}.",
                        "{n} cards of the plan answer this gap: {cards}.", len(cards),
                        cards=formats.listed(cards, words.lang))


def other_forms_sentence(words: Words, forms: Sequence[tuple[str, str]]) -> str:
    """Other forms of a type, each with the word of its class."""
    return words("Other forms of this type: {forms}.",
                 forms=", ".join(f"{words.label('form', form)} ({word})" for form, word in forms))


def small_numbers_sentence(words: Words, counts: Sequence[str]) -> str:
    """Areas whose capacity is a small number, each with the count and its interval."""
    return words("The dot · marks small numbers: {counts}.", counts="; ".join(counts))
