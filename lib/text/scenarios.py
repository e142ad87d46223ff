"""Sentences of a scenario: what a change does to a gap, to a class and to equity. Nothing here judges."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.text import formats
from lib.text.messages import Words

SIGNIFICANT = 3


def gap_words(words: Words, gap: object, unit: str, domain: str) -> str:
    """A gap as a part of a sentence: how much is missing or to spare; neutral where more is not what is wanted."""
    if formats.is_missing(gap):
        return words("the gap is unknown")
    shown = formats.rounded(gap, significant=SIGNIFICANT)
    amount = formats.amount(abs(shown), unit, words.lang, significant=SIGNIFICANT)
    if shown == 0:
        return words("exactly as much as the norm")
    if domain == "gap_class":
        return words("{amount} missing", amount=amount) if shown < 0 else words.plural(
            "{amount} to spare", "{amount} to spare", shown, amount=amount)
    return words("{amount} less than the norm", amount=amount) if shown < 0 else words(
        "{amount} more than the norm", amount=amount)


def gap_sentence(words: Words, row: Mapping[str, Any], domain: str = "gap_class", what: str = "") -> str:
    """Gap and class of one area before and after; columns of the table scenario_gap or scenario_group.

    `what` is said after the area: the target group where there is one.
    """
    area = formats.area_name(str(row["orp_name"]), "") + (f" ({what})" if what else "")
    before, after = (gap_words(words, row[f"gap_{moment}_units"], str(row["unit"]), domain)
                     for moment in ("before", "after"))
    first, second = (words.label(domain, row[f"class_{moment}"]) for moment in ("before", "after"))
    text = words("{area}: before the change {before}, after it {after}", area=area, before=before, after=after)
    if row["class_changes"]:
        return f"{text}; {words('the class changes from “{first}” to “{second}”.', first=first, second=second)}"
    return f"{text}; {words('the class stays “{first}”.', first=first)}"


def group_sentence(words: Words, row: Mapping[str, Any], group: str) -> str:
    """The same of a target group."""
    return gap_sentence(words, row, what=group)


def total_sentence(words: Words, before: Sequence[object], after: Sequence[object], unit: str) -> str:
    """What all areas of known capacity have together; `before` and `after` are capacities of the same areas."""
    known = [pair for pair in zip(before, after, strict=True) if not any(map(formats.is_missing, pair))]
    if not known:
        return words("The capacity is unknown, and stays so.")
    first, second = (formats.amount(sum(amounts), unit, words.lang, significant=4)
                     for amounts in zip(*known, strict=True))
    text = words("All areas together: {before} before, {after} after.", before=first, after=second)
    unknown = len(before) - len(known)
    if unknown:
        text += " " + words.plural("{n} area with unknown capacity is left out.",
                                   "{n} areas with unknown capacity are left out.", unknown)
    return text


def gini_sentence(words: Words, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The Gini coefficient before and after, and what it is; rows of the table scenario_equity."""
    first, second = before["gini"], after["gini"]
    if formats.is_missing(first) or formats.is_missing(second):
        return words("How evenly the provision is spread is unknown.")
    old, new = (formats.number(value, words.lang, digits=3) for value in (first, second))
    if old == new:
        change = words("it does not change")
    else:
        change = words("it is spread more evenly") if second < first else words("it is spread less evenly")
    return words("The Gini coefficient (0 = everybody has the same provision, towards 1 = all of it in one place) is "
                 "{old} before and {new} after: {change}.", old=old, new=new, change=change)


def white_spot_sentence(words: Words, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The share of people who live in white spots before and after; rows of the table scenario_equity."""
    if before["white_spot_share"] == after["white_spot_share"] == 0:
        return words("Nobody lives in a white spot, neither before nor after.")
    old, new = (
        words("unknown share") if formats.is_missing(state["white_spot_share"]) else
        f"{formats.percent(state['white_spot_share'], words.lang, 1)} "
        f"({formats.amount(state['white_spot_persons'], 'persons', words.lang)})"
        for state in (before, after))
    return words("Of people of the denominator, {old} live in white spots before and {new} after.", old=old, new=new)
