"""Providers and services: who provides what, where it sits and since when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_several, pick_weighted, split_exactly
from lib.demo.homes import HOMES, Home
from lib.demo.mix import (
    CESKA_LIPA,
    HOME_GROUPS,
    HOMES_FOR_SENIORS,
    JABLONEC,
    LIBEREC,
    MIX,
    PROVISION,
    RESIDENTIAL,
    TURNOV,
    ZELEZNY_BROD,
    TypeMix,
)
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

EARLY_STARTS = (date(2007, 1, 1), date(2007, 1, 1), date(2007, 1, 1), date(2007, 7, 1), date(2008, 1, 1),
                date(2009, 3, 1), date(2010, 5, 1), date(2011, 1, 1), date(2012, 9, 1), date(2013, 1, 1),
                date(2014, 2, 1))

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
    forms: Mapping[str, float]
    absent: tuple[str, ...]
    home: Home | None = None


@dataclass(frozen=True, slots=True)
class _Provider:
    ico: str
    kind: str
    orp_code: str


def provider_rows() -> list[Row]:
    """All providers; company numbers start with 99, which no real company has."""
    return [{"ico": _ico(place), "name": f"{name}{MARK}", "kind": kind}
            for place, (name, kind, _) in enumerate(PROVIDERS)]


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
        home.valid_to, False, 0.0, 0, HOME_GROUPS[home.type_code], RESIDENTIAL, absent, home,
    )


def _type_services(
    mix: TypeMix, category: str, providers: Sequence[_Provider], orp_persons: Mapping[str, int],
    rng: np.random.Generator,
) -> list[MadeService]:
    kinds = KIND_WEIGHTS["home" if mix.code in ("48", "52") else category]
    orps = [code for code in sorted(orp_persons) if code not in mix.absent]
    weights = [orp_persons[code] * PROVISION[code] * float(rng.lognormal(0, 0.2)) for code in orps]
    everywhere = 1 if mix.local >= len(orps) else 0
    numbers = split_exactly(mix.local - everywhere * len(orps), weights)
    seats: list[tuple[str, bool, float]] = []
    for code, more, weight in zip(orps, numbers, weights, strict=True):
        number = everywhere + more
        expected = mix.local * weight / sum(weights) / max(1, number)
        seats += [(code, False, expected)] * number
    seats += [(LIBEREC if place == 0 else pick(rng, (JABLONEC, TURNOV, CESKA_LIPA)), True, 1.0)
              for place in range(mix.regional)]
    services = []
    for orp_code, regional, expected in seats:
        size = min(2.5, expected) * float(rng.lognormal(0, 0.22))
        services.append(MadeService(
            "", mix.code, orp_code, mix.word, _provider(providers, kinds, orp_code, rng), pick(rng, EARLY_STARTS), None,
            regional, mix.fte * size, max(3, round(mix.beds * size)) if mix.beds else 0, mix.groups, mix.forms,
            mix.absent,
        ))
    return services


def _provider(
    providers: Sequence[_Provider], kinds: Mapping[str, float], orp_code: str, rng: np.random.Generator,
) -> str:
    weights = [kinds.get(provider.kind, 0.0) * (12.0 if provider.orp_code == orp_code else 0.4)
               for provider in providers]
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
    """Services that ended or began late; the type and its ORP keep another one, so white spots stay where meant."""
    by_type = Counter(service.type_code for service in services)
    by_area = Counter((service.type_code, service.orp_code) for service in services)
    spare = []
    for place, service in enumerate(services):
        free = service.home is None and not service.regional and by_type[service.type_code] > ALWAYS_OPEN_UP_TO
        if free and by_area[service.type_code, service.orp_code] > 1:
            by_area[service.type_code, service.orp_code] -= 1
            spare.append(place)
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
