"""Figures read aloud: one plain sentence for each kind of result, the same for screen, slide and command line.

Nothing here judges; the only words of valuation are the labels of the gap classes. `area` is always a phrase made by
`formats.area_phrase` ("v ORP Frýdlant", "in the Liberec Region"). Codes (form, unit, norm, class) are those of the
model. Amounts have at most three significant digits; sums a reader can redo are in `lib.text.arithmetic`.
"""

from datetime import date as Date

from lib.text import formats
from lib.text.messages import Words

SIGNIFICANT = 3


def _opening(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _amount(words: Words, value: object, unit: str) -> str:
    return formats.amount(value, unit, words.lang, significant=SIGNIFICANT)


def coverage_sentence(  # noqa: PLR0917
    words: Words, area: str, covered: int, total: int, population_share: object = None, unknown: int = 0,
) -> str:
    """How many municipalities have a valid community plan, with the share of people (0–1) when it is known.

    `unknown` counts municipalities contained only in plans whose validity is not known.
    """
    values = {"Area": _opening(area), "of_total": formats.out_of(total, words.lang)}
    if covered == 0 and unknown:
        return words("{Area}, none {of_total} municipalities is known to have a valid community plan.", **values) + (
            " " + words.plural("For {n} of them the validity of the plan is unknown.",
                               "For {n} of them the validity of the plan is unknown.", unknown))
    if covered == 0:
        text = words("{Area}, none {of_total} municipalities has a valid community plan.", **values)
    elif formats.is_missing(population_share):
        text = words.plural("{Area}, {n} {of_total} municipalities has a valid community plan.",
                            "{Area}, {n} {of_total} municipalities have a valid community plan.", covered, **values)
    else:
        text = words.plural(
            "{Area}, {n} {of_total} municipalities has a valid community plan ({share} of inhabitants).",
            "{Area}, {n} {of_total} municipalities have a valid community plan ({share} of inhabitants).",
            covered, share=formats.percent(population_share, words.lang), **values)
    if unknown:
        text += " " + words.plural("For {n} more municipality the validity of the plan is unknown.",
                                   "For {n} more municipalities the validity of the plan is unknown.", unknown)
    return text


def plans_sentence(words: Words, valid: int, expiring: int, with_action_plan: int) -> str:
    """How many plans are valid, how many of them end within a year, how many have an action plan for the year."""
    if valid == 0:
        return words("No community plan is valid.")
    clauses = [
        words.plural("{n} community plan is valid", "{n} community plans are valid", valid),
        words.plural("{n} ends within a year", "{n} end within a year", expiring)
        if expiring else words("none ends within a year"),
        words.plural("{n} has an action plan for the year", "{n} have an action plan for the year", with_action_plan)
        if with_action_plan else words("none has an action plan for the year"),
    ]
    return ", ".join(clauses) + "."


def worst_gap_sentence(  # noqa: PLR0917
    words: Words, type_name: str, form: str, area: str, gap: object, unit: str, norm: str,
) -> str:
    """The gap of one service type and form in one area against a norm; a negative gap is capacity that is missing."""
    values = {"Type": _opening(type_name), "form": words.label("form", form), "area": area,
              "against": words.label("norm_against", norm)}
    if formats.is_missing(gap):
        return words("{Type} ({form} form): {area} the gap {against} is unknown.", **values)
    difference = formats.rounded(gap, significant=SIGNIFICANT)
    values["amount"] = _amount(words, abs(difference), unit)
    if difference < 0:
        return words.plural("{Type} ({form} form): {area} {amount} is missing {against}.",
                            "{Type} ({form} form): {area} {amount} are missing {against}.", abs(difference), **values)
    if difference > 0:
        return words("{Type} ({form} form): {area} {amount} more {against}.", **values)
    return words("{Type} ({form} form): {area} no difference {against}.", **values)


def progress_sentence(words: Words, done: int, total: int, lagging: int, unreported: int = 0) -> str:
    """How many activities are done, how many lag behind the calendar, how many were never reported."""
    of_total = formats.out_of(total, words.lang)
    clauses = [
        words.plural("{n} {of_total} activities is done", "{n} {of_total} activities are done", done, of_total=of_total)
        if done else words("None {of_total} activities is done", of_total=of_total),
        words.plural("{n} lags behind", "{n} lag behind", lagging) if lagging else words("none lags behind"),
    ]
    if unreported:
        clauses.append(words.plural("{n} has no report", "{n} have no report", unreported))
    return ", ".join(clauses) + "."


def change_sentence(  # noqa: PLR0917
    words: Words, new: int, ended: int, extended: int, unchanged: int, plans_before: int, plans_after: int,
    before: Date, after: Date,
) -> str:
    """How the plans valid on two days differ: both counts, and what became of the plans."""
    first = words.plural("On {day}, {n} community plan was valid", "On {day}, {n} community plans were valid",
                         plans_before, day=before) if plans_before else words(
                             "On {day}, no community plan was valid", day=before)
    second = words.plural("on {day} there was {n}", "on {day} there were {n}", plans_after, day=after) \
        if plans_after else words("on {day} there was none", day=after)
    parts = words("new {new}, ended {ended}, extended {extended}, unchanged {unchanged}",
                  new=new, ended=ended, extended=extended, unchanged=unchanged)
    return f"{first}, {second}: {parts}."


def coverage_change_sentence(  # noqa: PLR0917
    words: Words, gained: int, lost: int, still_covered: int, still_not_covered: int, unknown: int = 0,
) -> str:
    """What became of the municipalities between two days."""
    text = words("Municipalities newly covered: {gained}, no longer covered: {lost}, "
                 "still covered: {still}, still not covered: {still_not}",
                 gained=gained, lost=lost, still=still_covered, still_not=still_not_covered)
    return text + (words(", unknown: {n}", n=unknown) if unknown else "") + "."


def service_count_sentence(words: Words, services: int, providers: int, facilities: int, area: str) -> str:
    """How many services work in an area, of how many providers, in how many facilities."""
    if services == 0:
        return words("{Area}, no social service is listed.", Area=_opening(area))
    return words.plural(
        "{Area}, {n} social service {of_providers} works and has {facilities}.",
        "{Area}, {n} social services {of_providers} work and have {facilities}.",
        services,
        Area=_opening(area),
        of_providers=words.plural("of {n} provider", "of {n} providers", providers),
        facilities=_amount(words, facilities, "facilities"),
    )


def zero_sum_sentence(words: Words) -> str:
    """What a reader must know of gaps against the region's own mean."""
    return words("Against the region mean the gaps of all areas sum to zero: they show how capacity is distributed, "
                 "not whether the whole region has enough of it.")


def selection_sentence(words: Words, *, area: str, valid_on: Date, compare_on: Date | None = None,
                       norm: str | None = None, scope: str | None = None) -> str:
    """The selection under a title: "ORP Frýdlant · stav k 30. 6. 2012 · norma: průměr kraje".

    `area` is the name (`formats.area_name`), `norm` and `scope` are labels; what is None does not concern the page.
    """
    parts = [area, words("as of {day}", day=valid_on)]
    if compare_on is not None:
        parts.append(words("compared with {day}", day=compare_on))
    if norm is not None:
        parts.append(words("norm: {norm}", norm=norm))
    if scope is not None:
        parts.append(scope)
    return " · ".join(parts)


def release_sentence(words: Words, number: int, published_on: Date) -> str:
    """Which release of the data is looked at: "Vydání 1 ze dne 22. 11. 2026"."""
    return words("Release {number} of {day}", number=str(number), day=published_on)
