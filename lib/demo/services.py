"""Providers and services: who provides what, where it sits and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_several, pick_weighted, split_exactly
from lib.demo.homes import HOMES, Home
from lib.demo.mix import HOME_GROUPS, HOMES_FOR_SENIORS, MIX, PROVISION, ZELEZNY_BROD, TypeMix
from lib.demo.names import FIRST_ICO, ICO_STEP, KIND_WEIGHTS, MARK, MOTIFS, PROVIDERS

FIRST_SERVICE_ID = 9_000_101

ENDED = (
    date(2011, 12, 31), date(2012, 6, 30), date(2012, 12, 31), date(2013, 6, 30), date(2013, 12, 31), date(2014, 3, 31),
    date(2014, 12, 31), date(2014, 12, 31), date(2015, 3, 31), date(2015, 6, 30), date(2015, 12, 31), date(2016, 3, 31),
    date(2016, 6, 29), date(2016, 6, 30), date(2016, 8, 31), date(2016, 12, 31), date(2016, 12, 31), date(2017, 6, 29),
    date(2017, 9, 30),
)
"""Last days of services that ended; two of them touch the default day, one from each side."""

STARTED_LATE = (
    date(2015, 1, 1), date(2015, 4, 1), date(2015, 7, 1), date(2016, 1, 1), date(2016, 3, 1), date(2016, 6, 30),
    date(2016, 7, 1), date(2016, 9, 1), date(2016, 10, 1), date(2017, 1, 1), date(2017, 1, 1), date(2017, 2, 1),
    date(2017, 4, 1), date(2017, 7, 1),
)
"""First days of services younger than the network; most of them begin after the default day."""

EARLY_STARTS = (date(2007, 1, 1), date(2007, 1, 1), date(2007, 1, 1), date(2007, 7, 1), date(2008, 1, 1), date(2009, 3, 1),
                date(2010, 5, 1), date(2011, 1, 1), date(2012, 9, 1), date(2013, 1, 1), date(2014, 2, 1))

ALWAYS_OPEN_UP_TO = 5
"""Types with at most this many services keep them all, so that no type disappears."""


@dataclass(frozen=True, slots=True)
class MadeService:
    """One service of the story with what the other tables need to know about it."""

    id: str
    type_code: str
    orp_code: str
    name: str
    provider_ico: str
    valid_from: date
    valid_to: date | None
    regional: bool
    fte: float
    beds: int
    groups: tuple[str, ...]
    absent: tuple[str, ...]
    home: Home | None = None


@dataclass(frozen=True, slots=True)
class _Provider:
    ico: str
    kind: str
    orp_code: str


def provider_rows() -> list[Row]:
    """All providers; company numbers start with 99, which no real company has."""
    return [{"ico": _ico(place), "name": f"{name}{MARK}", "kind": kind} for place, (name, kind, _) in enumerate(PROVIDERS)]


def _ico(place: int) -> str:
    return str(FIRST_ICO + place * ICO_STEP)


def made_services(
    service_type: pd.DataFrame, orp_persons: Mapping[str, int], rng: np.random.Generator,
) -> list[MadeService]:
    """All services of the region, homes first, in the order of their identifiers."""
    category = dict(zip(service_type["code"], service_type["category"], strict=True))
    providers = [_Provider(_ico(place), kind, orp_code) for place, (_, kind, orp_code) in enumerate(PROVIDERS)]
    services = [_home_service(home, providers, rng) for home in HOMES]
    for mix in MIX:
        services += _type_services(mix, category[mix.code], providers, orp_persons, rng)
    services = _named(services, rng)
    services = _with_odd_periods(services, rng)
    return [replace(service, id=str(FIRST_SERVICE_ID + place)) for place, service in enumerate(services)]


def _home_service(home: Home, providers: Sequence[_Provider], rng: np.random.Generator) -> MadeService:
    kinds = KIND_WEIGHTS["home"] if any(home.network) else {"other": 1.0}
    absent = () if home.type_code == HOMES_FOR_SENIORS else (ZELEZNY_BROD,)
    return MadeService(
        "", home.type_code, home.orp_code, "Domov", _provider(providers, kinds, home.orp_code, rng), home.valid_from,
        home.valid_to, False, 0.0, 0, HOME_GROUPS[home.type_code], absent, home,
    )


def _type_services(
    mix: TypeMix, category: str, providers: Sequence[_Provider], orp_persons: Mapping[str, int], rng: np.random.Generator,
) -> list[MadeService]:
    orps = [code for code in sorted(orp_persons) if code not in mix.absent]
    weights = [orp_persons[code] * PROVISION[code] * float(rng.lognormal(0, 0.22)) for code in orps]
    seats = [(code, False) for code, number in zip(orps, split_exactly(mix.local, weights), strict=True) for _ in range(number)]
    seats += [("5105" if place == 0 else pick(rng, ("5103", "5109", "5101")), True) for place in range(mix.regional)]
    kinds = KIND_WEIGHTS["home" if mix.code in ("48", "52") else category]
    services = []
    for orp_code, regional in seats:
        size = float(rng.lognormal(0, 0.33)) * PROVISION[orp_code] ** 0.5
        services.append(MadeService(
            "", mix.code, orp_code, pick(rng, mix.words), _provider(providers, kinds, orp_code, rng), pick(rng, EARLY_STARTS),
            None, regional, mix.fte * size, max(3, round(mix.beds * size)) if mix.beds else 0, mix.groups, mix.absent,
        ))
    return services


def _provider(
    providers: Sequence[_Provider], kinds: Mapping[str, float], orp_code: str, rng: np.random.Generator,
) -> str:
    weights = [kinds.get(provider.kind, 0.0) * (12.0 if provider.orp_code == orp_code else 0.4) for provider in providers]
    return pick_weighted(rng, providers, weights).ico


def _named(services: Sequence[MadeService], rng: np.random.Generator) -> list[MadeService]:
    """Names that do not repeat within a type: a word for the type, a motif and the mark of an illustration."""
    motifs: dict[str, list[str]] = {}
    named = []
    for service in services:
        left = motifs.setdefault(service.name, [str(motif) for motif in rng.permutation(MOTIFS)])
        named.append(replace(service, name=f"{service.name} {left.pop()}{MARK}"))
    return named


def _with_odd_periods(services: Sequence[MadeService], rng: np.random.Generator) -> list[MadeService]:
    """Services that ended or began late, taken from types with enough services to spare."""
    numbers: dict[str, int] = {}
    for service in services:
        numbers[service.type_code] = numbers.get(service.type_code, 0) + 1
    spare = [place for place, service in enumerate(services)
             if service.home is None and not service.regional and numbers[service.type_code] > ALWAYS_OPEN_UP_TO]
    chosen = [int(place) for place in rng.permutation(pick_several(rng, spare, len(ENDED) + len(STARTED_LATE)))]
    changed = list(services)
    for place, last_day in zip(chosen, ENDED, strict=False):
        changed[place] = replace(services[place], valid_from=date(2007, 1, 1), valid_to=last_day)
    for place, first_day in zip(chosen[len(ENDED):], STARTED_LATE, strict=True):
        closes = date(2017, 12, 31) if chance(rng, 0.15) else None
        changed[place] = replace(services[place], valid_from=first_day, valid_to=closes)
    return changed


def service_rows(services: Sequence[MadeService]) -> list[Row]:
    """One row per service."""
    return [
        {"id": service.id, "provider_ico": service.provider_ico, "type_code": service.type_code, "name": service.name,
         "valid_from": service.valid_from, "valid_to": service.valid_to}
        for service in services
    ]


def target_group_rows(services: Sequence[MadeService], rng: np.random.Generator) -> list[Row]:
    """Groups a service is available to; about a third of the services with several groups declare shares."""
    rows: list[Row] = []
    for service in services:
        number = min(len(service.groups), 1 + int(rng.integers(0, 4)))
        groups = [service.groups[0], *pick_several(rng, service.groups[1:], number - 1)]
        weights = [float(number * 2), *(float(rng.integers(1, 4)) for _ in groups[1:])]
        shares = split_exactly(20, weights) if number > 1 and chance(rng, 0.35) else None
        rows += [
            {"service_id": service.id, "group_code": group, "share": None if shares is None else shares[place] / 20}
            for place, group in enumerate(groups)
        ]
    return rows
