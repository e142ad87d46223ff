"""Levels in the basic network and capacities: registered since 2010, in the network since there is one (2015)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_weighted
from lib.demo.homes import Home
from lib.demo.mix import UNKNOWN_AMOUNT_TYPES
from lib.demo.services import MadeService
from lib.model.network import IN_NETWORK, NetworkLevel

HISTORY_FROM = date(2010, 1, 1)
NETWORK_YEARS = (2015, 2016, 2017)

LEVELS = (NetworkLevel.Z1, NetworkLevel.Z2, NetworkLevel.Z1V, NetworkLevel.Z2V, NetworkLevel.P, NetworkLevel.OUTSIDE)
LEVEL_WEIGHTS = (0.54, 0.25, 0.06, 0.05, 0.04, 0.06)
NEXT_LEVELS = {
    NetworkLevel.Z1: (NetworkLevel.Z1V, NetworkLevel.Z2), NetworkLevel.Z2: (NetworkLevel.Z1, NetworkLevel.Z2V),
    NetworkLevel.Z1V: (NetworkLevel.Z1, NetworkLevel.Z2), NetworkLevel.Z2V: (NetworkLevel.Z2, NetworkLevel.OUTSIDE),
    NetworkLevel.P: (NetworkLevel.Z2, NetworkLevel.Z2V), NetworkLevel.OUTSIDE: (NetworkLevel.P, NetworkLevel.Z2V),
}
"""Where a service may move from one version of the network to the next."""

REGISTER_PER_FTE = {"clients": 5.0, "contacts": 7.0, "interventions": 4.0, "calls": 2.0}
"""Clients, contacts, interventions or calls the register counts for one FTE in direct care."""

Levels = dict[int, NetworkLevel]


@dataclass(frozen=True, slots=True)
class FormUnit:
    """A form of a service type with the unit it is planned in and the unit of the register."""

    form: str
    unit: str
    register_unit: str


def forms_of_types(service_type_form: pd.DataFrame) -> dict[str, dict[str, FormUnit]]:
    """The forms each type may have, by type and form."""
    forms: dict[str, dict[str, FormUnit]] = {}
    columns = ("type_code", "form", "unit", "register_unit")
    for type_code, form, unit, register_unit in zip(*(service_type_form[column] for column in columns), strict=True):
        forms.setdefault(str(type_code), {})[str(form)] = FormUnit(str(form), str(unit), str(register_unit))
    return forms


def _valid_in(service: MadeService, year: int) -> bool:
    begun = service.valid_from <= date(year, 12, 31)
    return begun and (service.valid_to is None or service.valid_to >= date(year, 1, 1))


def levels_of(service: MadeService, rng: np.random.Generator) -> Levels:
    """The level of a service in each version of the network in whose year it exists."""
    if service.home is not None:
        inside = pick_weighted(rng, (NetworkLevel.Z1, NetworkLevel.Z2, NetworkLevel.Z1V), (0.75, 0.15, 0.1))
        return {year: inside if service.home.network[year - 2015] else NetworkLevel.OUTSIDE
                for year in NETWORK_YEARS if _valid_in(service, year)}
    years = [year for year in NETWORK_YEARS if _valid_in(service, year)]
    levels: Levels = {}
    level = NetworkLevel.Z1 if service.regional else pick_weighted(rng, LEVELS, LEVEL_WEIGHTS)
    if service.valid_from.year in NETWORK_YEARS and service.valid_from != date(service.valid_from.year, 1, 1):
        level = pick(rng, (NetworkLevel.P, NetworkLevel.P, NetworkLevel.OUTSIDE))
    for year in years:
        levels[year] = level
        moves = 0.85 if level == NetworkLevel.P else 0.14
        if not service.regional and chance(rng, moves):
            level = pick(rng, NEXT_LEVELS[level])
    return levels


def membership_rows(levels: dict[str, Levels], versions: dict[int, str]) -> list[Row]:
    """One row per service and version of the network."""
    return [
        {"version_code": versions[year], "service_id": service_id, "level": level.value}
        for service_id, by_year in levels.items() for year, level in by_year.items()
    ]


def capacity_rows(
    services: Sequence[MadeService], levels: dict[str, Levels], forms: Mapping[str, Mapping[str, FormUnit]],
    rng: np.random.Generator,
) -> list[Row]:
    """Capacities by service, form and unit from 2010 on.

    `in_network` is absent before 2015 (there was no network) and in units of the register (the network does not use
    them). A few amounts of small types are unknown.
    """
    unknown = {min(service.id for service in services if service.type_code == code) for code in UNKNOWN_AMOUNT_TYPES}
    rows: list[Row] = []
    for service in services:
        if service.home is not None:
            rows += _home_rows(service, service.home)
            continue
        for place, form in enumerate(_forms(service, forms[service.type_code], rng)):
            whole = form.unit == "beds"
            factor = 1.0 if place == 0 or whole else 0.5
            base = max(2.0, round(service.beds * factor)) if whole else max(0.5, round(service.fte * factor, 1))
            planned = _planned_rows(service, form, base, levels[service.id], rng)
            if service.id in unknown and place == 0:
                planned = [_forgotten(row) for row in planned]
            rows += planned
            if form.register_unit != form.unit:
                rows += _register_rows(service, form, base, rng)
    return rows


def _forms(service: MadeService, declared: Mapping[str, FormUnit], rng: np.random.Generator) -> list[FormUnit]:
    """The forms of one service, the usual one first; at least the usual one."""
    chosen = [form for form, probability in service.forms.items() if probability >= 1 or chance(rng, probability)]
    return [declared[form] for form in chosen or [next(iter(service.forms))]]


def _still_open(service: MadeService, day: date) -> bool:
    return service.valid_to is None or day <= service.valid_to


def _home_rows(service: MadeService, home: Home) -> list[Row]:
    rows: list[Row] = []
    last: tuple[int, int | None] | None = None
    for year in range(2010, 2018):
        starts = max(date(year, 1, 1), service.valid_from)
        if not _valid_in(service, year) or starts.year > year:
            continue
        amounts = (home.registered(year), home.network[year - 2015] if year >= 2015 else None)
        if amounts != last:
            rows.append({"service_id": service.id, "form": "residential", "unit": "beds", "date": starts,
                         "registered": amounts[0], "in_network": amounts[1]})
        last = amounts
    return rows


def _planned_rows(
    service: MadeService, form: FormUnit, base: float, levels: Levels, rng: np.random.Generator,
) -> list[Row]:
    digits = 0 if form.unit == "beds" else 1
    step = max(1.0, round(base * 0.12)) if digits == 0 else max(0.2, round(base * 0.12, 1))
    in_part = chance(rng, 0.2)
    amount = base
    rows: list[Row] = []

    def add(starts: date, level: NetworkLevel | None) -> None:
        inside: float | None = None
        if level is not None:
            part = max(step, round(amount * 0.8, digits)) if in_part else amount
            inside = min(part, amount) if level in IN_NETWORK else 0.0
        rows.append({"service_id": service.id, "form": form.form, "unit": form.unit, "date": starts,
                     "registered": round(amount, digits),
                     "in_network": None if inside is None else round(inside, digits)})

    if service.valid_from < date(2015, 1, 1):
        add(max(HISTORY_FROM, service.valid_from), None)
        if service.valid_from < date(2011, 1, 1) and chance(rng, 0.4):
            amount = max(step, amount + pick(rng, (-1, 1, 1)) * step)
            changed = date(int(rng.integers(2011, 2015)), pick(rng, (1, 4, 9)), 1)
            if _still_open(service, changed):
                add(changed, None)
    for year, level in levels.items():
        first_day = max(date(year, 1, 1), service.valid_from)
        enters = not rows or rows[-1]["in_network"] is None
        moved = not enters and (levels[year - 1] in IN_NETWORK) != (level in IN_NETWORK)
        grows = not enters and chance(rng, 0.32)
        if grows:
            amount = max(step, amount + pick(rng, (-1, 1, 1)) * step)
        if enters or moved:
            add(first_day, level)
        elif grows:
            changed = date(year, pick(rng, (1, 1, 4, 9)), 1)
            if _still_open(service, changed):
                add(changed, level)
    return rows


def _forgotten(row: Row) -> Row:
    """The same row with amounts nobody has reported; a 0 of a service outside the network stays known."""
    return {**row, "registered": None, "in_network": 0.0 if row["in_network"] == 0 else None}


def _register_rows(service: MadeService, form: FormUnit, base: float, rng: np.random.Generator) -> list[Row]:
    amount = max(1, round(base * REGISTER_PER_FTE[form.register_unit] * float(rng.uniform(0.8, 1.25))))
    first = max(HISTORY_FROM, service.valid_from)
    row: Row = {"service_id": service.id, "form": form.form, "unit": form.register_unit, "date": first,
                "registered": amount}
    changed = date(2015, 1, 1)
    if first < changed and _still_open(service, changed) and chance(rng, 0.3):
        return [row, {**row, "date": changed, "registered": amount + max(1, round(amount * 0.1))}]
    return [row]
