"""The four lenses of one cell in words: what each says, the sum behind it, its dates, and what it cannot say.

No Streamlit here: a row of the table `lens` comes in, cards come out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.charts.lens_cards import LensCard
from lib.charts.style import Theme, looks
from lib.model.assumptions import REQUEST_PARAMETERS, Assumptions, Range
from lib.model.derived_lens import Reported
from lib.model.selection import CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA
from lib.text import formats
from lib.text.messages import Words
from lib.views.base import Provenance
from lib.views.lenses import LENSES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of `lens` with what its words need beside it: `region` is the region's row of the same form and unit.

    `domain` names the words of its class, `age_group` its denominator, `made_of` holds the sources of every lens by the
    words of `LENSES`, `set_title` names the set of assumptions (empty: none); `silent` are the names of areas left out
    of the region's requests.
    """

    row: Row
    region: Row
    selection: Selection
    assumptions: Assumptions
    domain: str
    age_group: str
    population_date: date
    network: str | None
    made_of: Mapping[str, Provenance]
    main_form: str
    set_title: str
    silent: tuple[str, ...]


def lens_titles(words: Words) -> dict[str, str]:
    """Names of the lenses by key."""
    return dict(zip(LENSES, (words("Provision"), words("Gap against the norm"), words("Gap against the target"),
                           words("Gap by requests")), strict=True))


def silences(words: Words, norm: Norm) -> dict[str, str]:
    """What each lens cannot say, by key."""
    reference = (words("whether the whole region has enough: against its own mean the gaps sum to zero.")
                 if norm is Norm.REGION_MEAN else
                 words("whether the norm itself is right, nor whom the capacity reaches."))
    return dict(zip(LENSES, (
        words("how much is needed: much and little may both be right."),
        reference,
        words("what the target rests on, nor whether there is money for it. Nor what municipalities intend: "
              "development intents are not in the data."),
        words("how many places are missing today: a request is neither a person nor a place. Nor whether the queue "
              "grows: new requests in a year are not in the data."),
    ), strict=True))


def lens_cards(words: Words, theme: Theme, cell: Cell) -> tuple[LensCard, ...]:
    """The four cards of one cell."""
    return (_provision(words, cell), _reference(words, theme, cell), _plan(words, cell), _requests(words, cell))


def range_text(words: Words, row: Row, name: str, *, significant: int = 3) -> str:
    """A figure's range: "od −165 do 0"; one number where there is no range."""
    low, high = (formats.number(row[f"{name}_{end}"], words.lang, significant=significant) for end in ("low", "high"))
    return low if low == high else words("{low} to {high}", low=low, high=high)


def _card(words: Words, cell: Cell, key: str, **said: Any) -> LensCard:
    """A card with what every card has: title, sources and what it cannot say."""
    made_of = cell.made_of[key]
    named = formats.listed(dict.fromkeys(source.title for source in made_of.sources), words.lang)
    said["facts"] = (*said["facts"], words("Source: {sources}", sources=named))
    return LensCard(title=lens_titles(words)[key], silence=silences(words, cell.selection.norm)[key],
                    mark=words("DEMO") if made_of.demo else "", **said)


def _is_close(sum_of_parts: float, value: float) -> bool:
    """Whether a sum can be printed: for the region, parts may be of other areas than the whole."""
    return abs(sum_of_parts - value) < 1e-6


def small_number_text(words: Words, row: Row, count: object) -> str:
    """A small number as a count with its interval: "počet 4 (95% interval od 1,09 do 10,2)"."""
    low, high = (formats.number(round(float(row[f"capacity_{end}_units"]), 2), words.lang, significant=3)
                 for end in ("low", "high"))
    return words("count {count} (95 % interval {low} to {high})", low=low, high=high,
                 count=formats.number(count, words.lang, significant=3))


def capacity_of(row: Row, scope: CapacityScope) -> Any:
    """The capacity of a row of `lens` in the scope that its gap is of."""
    return row["network_units"] if scope is CapacityScope.NETWORK else row["registered_units"]


def units_text(words: Words, row: Row, value: Any) -> str:
    """An amount in the unit of a row: at most three significant digits."""
    return formats.amount(value, str(row["unit"]), words.lang, significant=3)


def _units(words: Words, cell: Cell, value: object, significant: int | None = None) -> str:
    return formats.amount(value, str(cell.row["unit"]), words.lang, significant=significant)


def _provision(words: Words, cell: Cell) -> LensCard:
    row, lang, scope = cell.row, words.lang, cell.selection.scope
    name = "network" if scope is CapacityScope.NETWORK else "registered"
    capacity, rate, persons = capacity_of(row, scope), row[f"{name}_per_1000"], row["population_persons"]

    def per_1000(where: Row) -> dict[str, str]:
        return {each: formats.number(where[f"{each}_per_1000"], lang, significant=3)
                for each in ("network", "registered")}

    parts = [words("In the network: {network}; registered in all: {registered}; {people}.",
                   network=_units(words, cell, row["network_units"], 4),
                   registered=_units(words, cell, row["registered_units"], 4),
                   people=formats.amount(persons, "persons", lang))]
    figure, total = formats.number(rate, lang, significant=3), ""
    under = words("{unit} per 1,000 persons ({group}), {scope}", group=cell.age_group,
                  unit=formats.unit_name(str(row["unit"]), lang), scope=words.label("scope", scope.value))
    if row["small_number"]:
        figure = _units(words, cell, capacity, 3)
        under = words("a small number, so no rate: {count}", count=small_number_text(words, row, capacity))
    else:
        parts.append(words("Per 1,000: network {network}, all {registered}.", **per_1000(row)))
        if row["orp_code"] != REGION_AREA:
            parts.append(words("The region: {network} and {registered}.", **per_1000(cell.region)))
        if not formats.is_missing(rate) and _is_close(1000 * capacity / persons, rate):
            total = (f"{formats.number(1000, lang)} × {formats.number(capacity, lang)} ÷ "
                     f"{formats.number(int(persons), lang)} = {formats.number(rate, lang)}")
    version = words("no network on this day") if cell.network is None else cell.network
    return _card(words, cell, "provision", figure=figure, under=under, sentence=" ".join(parts), sum=total,
                 facts=(words("Population of {day}", day=cell.population_date),
                        words("Network: {network}", network=version)))


def _reference(words: Words, theme: Theme, cell: Cell) -> LensCard:
    row, lang = cell.row, words.lang
    norm = words.label("norm", cell.selection.norm.value)
    sentence = words("The norm asks for {rate} per 1,000, that is {need}.",
                     rate=formats.number(row["norm_per_1000"], lang, significant=3),
                     need=_units(words, cell, row["need_units"], 4))
    if formats.is_missing(row["need_units"]):
        sentence = words("The norm or the number of persons is not known.")
    capacity = capacity_of(row, cell.selection.scope)
    holds = not formats.is_missing(row["gap_units"]) and _is_close(capacity - row["need_units"], row["gap_units"])
    total = "" if not holds else (
        f"{formats.number(capacity, lang)} − {formats.number(row['need_units'], lang)} = "
        f"{formats.number(row['gap_units'], lang)}")
    return _card(words, cell, "reference", figure=units_text(words, row, row["gap_units"]),
                 under=words("capacity − need; negative: missing"), sentence=sentence, sum=total,
                 facts=(words("Norm: {norm}", norm=norm),
                        words("Capacity: {network}", network=words.label("scope", cell.selection.scope.value))),
                 look=looks(theme, cell.domain)[str(row["class"])], klass=words.label(cell.domain, row["class"]))


def _plan(words: Words, cell: Cell) -> LensCard:
    row, lang = cell.row, words.lang
    target = _units(words, cell, row["target_units"], 4)
    year = "" if formats.is_missing(row["target_year"]) else str(int(row["target_year"]))
    facts = [words("Target for {year}", year=year)] if year else []
    if row["target_reported"] == Reported.NOT_REPORTED:
        sentence = words("No target is reported for this day or later. That is not zero.")
    elif row["orp_code"] == REGION_AREA and row["orps_without_target"]:
        sentence = words.plural(
            "The targets add up to {target}; where they are known the network has {capacity}. {n} area without a "
            "target or capacity is left out.",
            "The targets add up to {target}; where they are known the network has {capacity}. {n} areas without a "
            "target or capacity are left out.", int(row["orps_without_target"]), target=target,
            capacity=_units(words, cell, row["target_capacity_units"], 4))
    else:
        sentence = words("The target is {target}, the network has {capacity}.", target=target,
                         capacity=_units(words, cell, row["target_capacity_units"], 4))
    total = "" if formats.is_missing(row["planned_gap_units"]) else (
        f"{formats.number(row['target_capacity_units'], lang)} − {formats.number(row['target_units'], lang)} = "
        f"{formats.number(row['planned_gap_units'], lang)}")
    return _card(words, cell, "plan", figure=units_text(words, row, row["planned_gap_units"]),
                 under=words("network − target; negative: missing"), sentence=sentence, sum=total,
                 facts=(*facts, words("Expressed gap (intents): not stated, intents are not in the data")))


def _requests(words: Words, cell: Cell) -> LensCard:
    row, lang = cell.row, words.lang
    under = words("capacity − capacity for the acceptable wait; negative: missing")
    if not row["is_main"]:
        return _card(words, cell, "requests", figure=words("for the type as a whole"), under=under, sum="", facts=(),
                     sentence=words("Requests are not told by form; they stand with the main form ({form}).",
                                    form=words.label("form", cell.main_form)))
    facts = []
    if not formats.is_missing(row["requests_date"]):
        day = words("Requests as of {day}", day=row["requests_date"].date())
        stale = bool(row["requests_stale"]) if not formats.is_missing(row["requests_stale"]) else False
        facts.append(f"{day} · {words('older than a year')}" if stale else day)
    facts.append(words("Assumptions: {title}", title=cell.set_title or words("none")))
    if row["requests_reported"] == Reported.NOT_REPORTED:
        sentence = words("Nobody reported requests up to this day. That is not zero.")
        return _card(words, cell, "requests", figure=_units(words, cell, row["unmet_units"]), under=under, sum="",
                     sentence=sentence, facts=tuple(facts))
    parts = [words("{requests} pending, {adjusted} after adjustment ({range}).",
                   requests=formats.amount(row["requests"], "requests", lang),
                   adjusted=formats.number(row["adjusted_requests"], lang, significant=3),
                   range=range_text(words, row, "adjusted_requests"))]
    parts.append(_wait(words, cell))
    if not formats.is_missing(row["unmet_units"]):
        under = words("over all assumptions {range}; negative: missing",
                      range=range_text(words, row, "unmet_units"))
    if cell.silent:
        parts.append(words("Left out, because requests or capacity are not known: {names}.",
                           names=formats.listed(cell.silent, lang)))
    return _card(words, cell, "requests", figure=units_text(words, row, row["unmet_units"]), under=under,
                 sentence=" ".join(parts), sum=_queue_sum(words, cell), facts=tuple(facts))


def _wait(words: Words, cell: Cell) -> str:
    row, lang = cell.row, words.lang
    if row["requests_reported"] == Reported.ZERO:
        return words("A reported zero: nobody waits.")
    if formats.is_missing(row["queue_capacity_units"]):
        return words("The capacity is not known, so neither is the wait.")
    if row["queue_capacity_units"] == 0:
        return words("There is no capacity, so nothing ever becomes free.")
    if formats.is_missing(row["wait_years"]):
        return words("The set of assumptions does not say enough to work out the wait.")
    return words("Expected wait {wait} ({range}).",
                 wait=formats.amount(row["wait_years"], "years", lang, significant=3),
                 range=range_text(words, row, "wait_years"))


def _queue_sum(words: Words, cell: Cell) -> str:
    """The base values' sum, step by step."""
    row, lang, type_code = cell.row, words.lang, str(cell.row["type_code"])
    spans = [cell.assumptions.of(parameter, type_code) for parameter in REQUEST_PARAMETERS]
    if formats.is_missing(row["unmet_units"]) or any(span is None for span in spans):
        return ""

    def n(value: object) -> str:
        return formats.number(value, lang)

    duplicates, eligible, turnover, wait = (n(span.base) for span in spans if isinstance(span, Range))
    adjusted, capacity = n(row["adjusted_requests"]), n(row["queue_capacity_units"])
    steps = [f"{n(int(row['requests']))} × (1 − {duplicates}) × {eligible} = {adjusted}"]
    if not formats.is_missing(row["wait_years"]):
        steps.append(f"{adjusted} ÷ ({turnover} × {capacity}) = {n(row['wait_years'])}")
    steps.append(f"{adjusted} ÷ ({turnover} × {wait}) = {n(row['wanted_units'])}")
    steps.append(f"−max(0; {n(row['wanted_units'])} − {capacity}) = {n(row['unmet_units'])}")
    return "; ".join(steps)
