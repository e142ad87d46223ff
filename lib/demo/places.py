"""Where services work: declared territory and facilities with their points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_several, pick_weighted, split_exactly
from lib.demo.names import AWKWARD_FACILITIES, MARK
from lib.demo.services import MadeService

NEIGHBOURS = {
    "5101": ("5106", "5105"), "5102": ("5105",), "5103": ("5105", "5108", "5110"), "5104": ("5107", "5108"),
    "5105": ("5102", "5103", "5109"), "5106": ("5101", "5105"), "5107": ("5104", "5109", "5110"),
    "5108": ("5103", "5110"), "5109": ("5107", "5105", "5110"), "5110": ("5103", "5108", "5109"),
}
"""ORP areas a service may serve beside its own."""

SHARES = {2: ((0.6, 0.4), (0.75, 0.25), (0.8, 0.2)), 3: ((0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.6, 0.25, 0.15))}

AREA_KINDS = ("own", "shared", "unshared", "municipal", "undeclared")
FIELD_WEIGHTS = (0.48, 0.17, 0.1, 0.22, 0.03)
RESIDENTIAL_WEIGHTS = (0.76, 0.12, 0.07, 0.03, 0.02)

SECRET_SHELTERS = 6
"""Shelters (§ 57) with a secret address; both places of the intervention centre (§ 60a) are secret too."""

POINT_SPREAD_DEGREES = 0.008


@dataclass(frozen=True, slots=True)
class Town:
    """One municipality a service may sit in."""

    code: str
    name: str
    orp_code: str
    lat: float
    lon: float
    persons: int


def towns_of(municipality: pd.DataFrame, persons: Mapping[str, int]) -> dict[str, list[Town]]:
    """Municipalities by ORP, the largest first."""
    towns: dict[str, list[Town]] = {}
    columns = ("code", "name", "orp_code", "lat", "lon")
    for code, name, orp_code, lat, lon in zip(*(municipality[column] for column in columns), strict=True):
        town = Town(str(code), str(name), str(orp_code), float(lat), float(lon), persons[str(code)])
        towns.setdefault(town.orp_code, []).append(town)
    return {orp_code: sorted(members, key=lambda town: (-town.persons, town.code))
            for orp_code, members in sorted(towns.items())}


def territory_rows(
    services: Sequence[MadeService], towns: Mapping[str, list[Town]], rng: np.random.Generator,
) -> list[Row]:
    """Declared areas: whole ORP areas or municipalities, with shares of capacity or without, or nothing declared."""
    rows: list[Row] = []
    for service in services:
        if service.regional:
            rows += _whole_region(service, towns, chance(rng, 0.5))
            continue
        weights = RESIDENTIAL_WEIGHTS if next(iter(service.forms)) == "residential" else FIELD_WEIGHTS
        kind = pick_weighted(rng, AREA_KINDS, weights)
        near = [code for code in NEIGHBOURS[service.orp_code] if code not in service.absent]
        if kind == "own" or (kind in ("shared", "unshared") and not near):
            rows.append(_area(service, service.orp_code, "orp", 1.0 if chance(rng, 0.7) else None))
        elif kind in ("shared", "unshared"):
            areas = [service.orp_code, *pick_several(rng, near, int(rng.integers(1, 3)))]
            shares = pick(rng, SHARES[len(areas)])
            rows += [_area(service, code, "orp", share if kind == "shared" else None)
                     for code, share in zip(areas, shares, strict=True)]
        elif kind == "municipal":
            rows += _municipal(service, towns[service.orp_code], rng)
    return rows


def _area(service: MadeService, code: str, level: str, share: float | None) -> Row:
    return {"service_id": service.id, "area_code": code, "level": level, "share": share}


def _whole_region(service: MadeService, towns: Mapping[str, list[Town]], with_shares: bool) -> list[Row]:
    persons = [float(sum(town.persons for town in members)) for members in towns.values()]
    parts = split_exactly(100, persons)
    return [_area(service, code, "orp", part / 100 if with_shares else None)
            for code, part in zip(towns, parts, strict=True)]


def _municipal(service: MadeService, members: list[Town], rng: np.random.Generator) -> list[Row]:
    chosen = [members[0], *pick_several(rng, members[1:], int(rng.integers(0, 7)))]
    parts = split_exactly(100, [float(town.persons) for town in chosen])
    with_shares = all(parts) and chance(rng, 0.4)
    return [_area(service, town.code, "municipality", part / 100 if with_shares else None)
            for town, part in zip(chosen, parts, strict=True)]


def facility_rows(
    services: Sequence[MadeService], towns: Mapping[str, list[Town]], rng: np.random.Generator,
) -> list[Row]:
    """One to three places of a service; secret ones have no point, periods need not agree with the service's."""
    rows: list[Row] = []
    secret_shelters = 0
    for service in services:
        members = towns[service.orp_code]
        number = 2 if service.type_code == "60a" else pick_weighted(rng, (1, 2, 3), (0.74, 0.19, 0.07))
        weights = [town.persons**0.7 for town in members]
        sites = [members[0] if chance(rng, 0.62) else pick_weighted(rng, members, weights)]
        sites += [pick_weighted(rng, members, weights) for _ in range(number - 1)]
        for place, town in enumerate(sites, start=1):
            shelter = service.type_code == "57" and place == 1 and secret_shelters < SECRET_SHELTERS
            secret_shelters += shelter
            secret = shelter or service.type_code == "60a"
            rows.append(_facility(service, place, town, secret, rng))
    return _with_awkward_names(rows, rng)


def _facility(service: MadeService, place: int, town: Town, secret: bool, rng: np.random.Generator) -> Row:
    label = service.name.removesuffix(MARK)
    name = "Utajené pracoviště" if secret else label if place == 1 else f"{label}, pracoviště {town.name}"
    starts = service.valid_from if place == 1 else max(service.valid_from, date(2009 + int(rng.integers(0, 6)), 3, 1))
    ends = service.valid_to
    if ends is not None and starts > ends:
        starts = service.valid_from
    if ends is not None and chance(rng, 0.5):
        ends = None
    elif ends is None and place > 1 and chance(rng, 0.22):
        ends = max(starts + timedelta(days=364), date(int(rng.integers(2012, 2017)), 12, 31))
    lat, lon = (round(value + float(rng.uniform(-1, 1)) * POINT_SPREAD_DEGREES, 5) for value in (town.lat, town.lon))
    return {
        "id": f"{service.id}-{place}", "service_id": service.id, "name": name, "municipality_code": town.code,
        "lat": None if secret else lat, "lon": None if secret else lon, "secret_address": secret,
        "valid_from": starts, "valid_to": ends,
    }


def _with_awkward_names(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    open_places = [place for place, row in enumerate(rows) if not row["secret_address"] and row["valid_to"] is None]
    changed = list(rows)
    for place, name in zip(pick_several(rng, open_places, len(AWKWARD_FACILITIES)), AWKWARD_FACILITIES, strict=True):
        changed[place] = {**rows[place], "name": name}
    return changed
