"""Sentences on the coverage of areas, on one day and on two; see `lib.text.sentences`. Areas come as phrases."""

from collections.abc import Sequence
from datetime import date as Date

from lib.text import formats
from lib.text.messages import Words

NAMED_AREAS = 4
"""Areas are named in a phrase up to this many."""


def areas_phrase(words: Words, names: Sequence[str]) -> str:
    """Where, for several ORP: "v ORP Frýdlant a Turnov"; names stay in the nominative after the abbreviation."""
    if len(names) > NAMED_AREAS:
        return words("in the chosen ORP")
    return formats.area_phrase(formats.listed(names, words.lang), "", words.lang)


def _opening(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def covered_clause(words: Words, area: str, share: object, *, at_least: bool = False) -> str:
    """The share of people with a valid plan as a clause without its full stop; `share` is 0–1.

    `at_least`: of some municipalities it is not known whether they are covered.
    """
    opening = _opening(area)
    if formats.is_missing(share):
        return words("{Area}, it is not known how many inhabitants have a valid community plan", Area=opening)
    shown = formats.percent(share, words.lang)
    whole = formats.rounded(float(share) * 100, 0)  # type: ignore[arg-type]
    if at_least:
        return words.plural(
            "{Area}, at least {share} of inhabitants live in municipalities with a valid community plan",
            "{Area}, at least {share} of inhabitants live in municipalities with a valid community plan",
            whole, Area=opening, share=shown)
    return words.plural("{Area}, {share} of inhabitants live in municipalities with a valid community plan",
                        "{Area}, {share} of inhabitants live in municipalities with a valid community plan",
                        whole, Area=opening, share=shown)


def municipalities_clause(words: Words, area: str, covered: int, total: int) -> str:
    """How many municipalities have a valid plan, as a clause without its full stop."""
    values = {"Area": _opening(area), "of_total": formats.out_of(total, words.lang)}
    if covered == 0:
        return words("{Area}, none {of_total} municipalities is known to have a valid community plan", **values)
    return words.plural("{Area}, {n} {of_total} municipalities has a valid community plan",
                        "{Area}, {n} {of_total} municipalities have a valid community plan", covered, **values)


def done_clause(words: Words, done: object, total: int) -> str:
    """How many activities of the plan are done, as the end of a sentence; `done` is absent before the plan begins."""
    of_total = formats.out_of(total, words.lang)
    if formats.is_missing(done):
        return words("the medium-term plan has not begun yet")
    if not done:
        return words("none {of_total} activities of the plan is done", of_total=of_total)
    return words.plural("{n} {of_total} activities of the plan is done",
                        "{n} {of_total} activities of the plan are done", done, of_total=of_total)


def plans_and_cover_sentence(words: Words, area: str, plans: int, covered: int) -> str:
    """How many plans are valid and how many municipalities they contain: two numbers that are not each other."""
    opening = _opening(area)
    if plans == 0:
        return words("{Area}, no community plan is valid.", Area=opening)
    return words.plural("{Area}, {n} community plan is valid and contains {municipalities}.",
                        "{Area}, {n} community plans are valid and contain {municipalities}.", plans, Area=opening,
                        municipalities=formats.amount(covered, "municipalities", words.lang)) + " " + words(
                            "The number of plans is not coverage.")


def overlap_sentence(words: Words, overlaps: int) -> str:
    """How many municipalities several valid plans contain."""
    if overlaps == 0:
        return words("No municipality is in several plans.")
    return words.plural("{n} municipality is in several plans.", "{n} municipalities are in several plans.", overlaps)


def expiring_sentence(words: Words, area: str, persons: object, share: object = None) -> str:
    """How many people live where the last plan ends within a year; the share (0–1) is left out where it is absent."""
    opening = _opening(area)
    if formats.is_missing(persons):
        return words("{Area}, it is not known for how many inhabitants the last plan ends within a year.", Area=opening)
    if not persons:
        return words("{Area}, the last plan of no municipality ends within a year.", Area=opening)
    told = "" if formats.is_missing(share) else f" ({formats.percent(share, words.lang)})"
    return words.plural("{Area}, the last plan ends within a year for {n} inhabitant{share}.",
                        "{Area}, the last plan ends within a year for {n} inhabitants{share}.", persons, Area=opening,
                        share=told)


def cover_range_sentence(words: Words, low: object, high: object, unknown: int = 0) -> str:
    """Between which shares of people (0–1) the coverage of the areas lies; no area is called the best or the worst."""
    if formats.is_missing(low) or formats.is_missing(high):
        return words("In no ORP is it known how many inhabitants have a valid plan.")
    first, last = (formats.percent(share, words.lang) for share in (low, high))
    if first == last:
        text = words("Where it is known, {share} of inhabitants have a valid plan.", share=first) if unknown else words(
            "In every ORP, {share} of inhabitants have a valid plan.", share=first)
    else:
        text = words("In the ORP areas, {low} to {high} of inhabitants have a valid plan.", low=first, high=last)
    return f"{text} {_not_known(words, unknown)}".strip()


def severe_range_sentence(words: Words, low: object, high: object, unknown: int = 0) -> str:
    """Between which numbers severe gaps and white spots of the areas lie."""
    if formats.is_missing(low) or formats.is_missing(high):
        return words("In no ORP is the number of severe gaps and white spots known.")
    if low == high:
        text = (words("Where it is known, the number of severe gaps and white spots is {n}.", n=low) if unknown else
                words("In every ORP, the number of severe gaps and white spots is {n}.", n=low))
    else:
        text = words("In the ORP areas, the number of severe gaps and white spots is {low} to {high}.", low=low,
                     high=high)
    return f"{text} {_not_known(words, unknown)}".strip()


def _not_known(words: Words, unknown: int) -> str:
    return words.plural("For {n} ORP it is not known.", "For {n} ORP it is not known.", unknown) if unknown else ""


def two_days_sentence(  # noqa: PLR0917
    words: Words, area: str, before: int, after: int, total: int, first: Date, second: Date,
) -> str:
    """How many municipalities had a valid plan on the earlier and on the later day."""
    values = {"Area": _opening(area), "of_total": formats.out_of(total, words.lang), "day": first}
    start = words.plural("{Area}, {n} {of_total} municipalities had a valid community plan on {day}",
                         "{Area}, {n} {of_total} municipalities had a valid community plan on {day}",
                         before, **values) if before else words(
                             "{Area}, none {of_total} municipalities was known to have a valid community plan on {day}",
                             **values)
    end = words.plural("{n} on {day}", "{n} on {day}", after, day=second) if after else words(
        "none on {day}", day=second)
    return words("{earlier}, {later}.", earlier=start, later=end)


def gains_sentence(words: Words, gained: int, lost: int, unknown: int = 0) -> str:
    """How many municipalities gained a valid plan between two days, how many lost it, of how many it is not known."""
    text = ", ".join((
        words.plural("{n} municipality gained a valid plan", "{n} municipalities gained a valid plan", gained)
        if gained else words("No municipality gained a valid plan"),
        words.plural("{n} lost it", "{n} lost it", lost) if lost else words("none lost it"),
    )) + "."
    if unknown:
        text += " " + words.plural("For {n} municipality the change is not known.",
                                   "For {n} municipalities the change is not known.", unknown)
    return text


def new_and_ended_sentence(words: Words, new: int, ended: int, first: Date, second: Date) -> str:
    """How many plans began and how many ended between two days."""
    return words("Between {before} and {after}: {new}, {ended}.", before=first, after=second,
                 new=words.plural("{n} new plan", "{n} new plans", new) if new else words("no new plan"),
                 ended=words.plural("{n} ended plan", "{n} ended plans", ended) if ended else words("no ended plan"))


def people_on_two_days_sentence(  # noqa: PLR0917
    words: Words, before: object, after: object, share_before: object, share_after: object, first: Date, second: Date,
    *, at_least: tuple[bool, bool] = (False, False),
) -> str:
    """How many people lived where a plan was valid on the earlier and on the later day.

    Shares (0–1) are left out where they are absent. `at_least`: of some municipalities it is not known on the earlier,
    on the later day whether they are covered.
    """
    if formats.is_missing(before) or formats.is_missing(after):
        return words("On one of the two days it is not known how many inhabitants a valid plan covers.")
    start, end = ("" if formats.is_missing(share) else f" ({formats.percent(share, words.lang)})"
                  for share in (share_before, share_after))
    told_before, told_after = (words("at least {value}", value=value) if least else value
                               for value, least in zip((before, after), at_least, strict=True))
    return words.plural(
        "On {first}, {before} inhabitant{share_before} lived in municipalities with a valid plan, on {second} it was "
        "{after}{share_after}.",
        "On {first}, {before} inhabitants{share_before} lived in municipalities with a valid plan, on {second} it was "
        "{after}{share_after}.",
        before, first=first, second=second, before=told_before, share_before=start, after=told_after, share_after=end)


def unchanged_clause(words: Words, clause: str, other: Date) -> str:
    """A clause on the coverage of one day as a sentence that says it is the same on the other day."""
    return words("{clause}, the same as on {day}.", clause=clause, day=other)
