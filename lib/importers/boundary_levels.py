"""Which features of a file are ORP areas and municipalities of the region: by codes alone, never by names.

RÚIAN numbers ORP areas its own way, the statistical office another (5101 …). A number is ours when the code of the
area's seat municipality says so: written at the area itself, or because the seat, among the municipalities of the
file, carries the number. Equal codes are taken for equal only where no seat says anything.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lib.errors import Issue
from lib.importers.boundary_files import Layer
from lib.model.territory import Level

MUNICIPALITY_CODES = ("municipalitycode", "kodobce", "kodobec", "obeckod", "obcekod", "icob", "lau2")
ORP_CODES = ("orpcode", "kodorp", "orpkod", "cisorp")
PLAIN_CODES = ("kod", "code")
SEATS = ("seatmunicipalitycode", "spravniobeckod", "kodspravniobce", "sidlokod", "kodsidla")
AUTHORISED = ("poukod", "kodpou", "pou")
ENDED = ("platido",)
"""Names of attributes, folded: small letters without accents and signs. The first one present counts."""

MUNICIPALITY_LAYERS = ("obce", "obec", "obcep", "municipalities", "municipality")
ORP_LAYERS = ("orp", "orpp", "spravniobvodyorp")
SHOWN = 10
"""Codes named in one message."""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """One feature with a code. `orp_code` of a municipality: the area the file puts it in, ours; "" for one outside
    the region, None when the file does not say. `polygon` as in the file, None when it has none."""

    level: Level
    code: str
    orp_code: str | None
    file: str
    row: int
    layer: int
    polygon: Any


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one feature by their meaning, "" for absent."""

    municipality: str
    orp: str
    plain: str
    seat: str
    authorised: str


def recognised(
    layers: Sequence[Layer], orps: pd.DataFrame, municipalities: pd.DataFrame, name: str,
) -> tuple[list[Area], list[Issue]]:
    """Features of the region, and municipalities of other regions too (the caller knows which of them are new).

    Parameters
    ----------
    orps, municipalities : the tables of the published state.
    name : the file as issues name it.

    Returns
    -------
    ORP areas of the region under our codes; every municipality of the file under its own. Issues: nothing could be
    recognised, or areas carry numbers nobody can tell apart.
    """
    found: list[Area] = []
    seats: dict[str, str] = {}
    orp_of_authorised: dict[str, str] = {}
    authorised_of: dict[str, str] = {}
    for number, layer in enumerate(layers):
        rows = list(_rows(layer))
        if _folded(layer.name) in ("pou", "poup"):
            orp_of_authorised |= {row.plain: row.orp for _, row in rows if row.plain}
            continue
        plain = _plain_level(layer, [row.plain for _, row in rows], orps, municipalities,
                             alone=len(layers) == 1)
        for position, row in rows:
            level, code = _level_of(row, plain)
            if level is None:
                continue
            claimed = (row.orp or None) if level == Level.MUNICIPALITY else None
            if level == Level.ORP and row.seat:
                seats[code] = row.seat
            if level == Level.MUNICIPALITY and row.authorised:
                authorised_of[code] = row.authorised
            found.append(Area(level, code, claimed, layer.file, position + 1, number, layer.polygons[position]))
    if not found:
        columns = sorted({str(column) for layer in layers for column in layer.attributes})[:SHOWN]
        return [], [Issue(name, 0, "", ", ".join(columns)[:80], "no feature carries a code of a municipality or area",
                          "Name the attribute with codes kod_obce or kod_orp")]
    found = [
        replace(area, orp_code=orp_of_authorised[authorised_of[area.code]])
        if area.level == Level.MUNICIPALITY and area.orp_code is None
        and authorised_of.get(area.code) in orp_of_authorised else area
        for area in found
    ]
    return _in_our_codes(found, _numbers(found, seats, orps), seats, name)


def _in_our_codes(
    found: Sequence[Area], numbers: Mapping[str, str], seats: Mapping[str, str], name: str,
) -> tuple[list[Area], list[Issue]]:
    areas = [replace(area, code=numbers[area.code]) for area in found
             if area.level == Level.ORP and area.code in numbers]
    nameless = [area for area in found if area.level == Level.ORP and area.code not in seats]
    if nameless and not areas:
        codes = ", ".join(sorted({area.code for area in nameless})[:SHOWN])
        return [], [Issue(name, 0, "kod", codes, "the numbers of the areas belong to none of our ORP areas",
                          "Add the code of the seat municipality as spravniobeckod, or our code as kod_orp")]
    towns = [area for area in found if area.level == Level.MUNICIPALITY]
    usable = any(town.orp_code in numbers for town in towns)
    areas += [
        replace(town, orp_code=numbers.get(town.orp_code, "") if usable and town.orp_code is not None else None)
        for town in towns
    ]
    return areas, []


def _rows(layer: Layer) -> Iterator[tuple[int, _Row]]:
    """Features that are still in force, with the position of each."""
    columns = {_folded(str(column)): column for column in reversed(list(layer.attributes))}

    def cells(names: Sequence[str]) -> list[str]:
        column = next((columns[name] for name in names if name in columns), None)
        return [""] * len(layer.attributes) if column is None else list(layer.attributes[column])

    ended = cells(ENDED)
    every = zip(*map(cells, (MUNICIPALITY_CODES, ORP_CODES, PLAIN_CODES, SEATS, AUTHORISED)), strict=True)
    yield from ((position, _Row(*row)) for position, row in enumerate(every) if not ended[position])


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _plain_level(
    layer: Layer, codes: Sequence[str], orps: pd.DataFrame, municipalities: pd.DataFrame, *, alone: bool,
) -> Level | None:
    """What features are whose code is in an attribute called just kod: told by the layer's name, or by the codes."""
    title = _folded(layer.name)
    columns = {_folded(str(column)) for column in layer.attributes}
    if title in MUNICIPALITY_LAYERS or not municipalities[municipalities["code"].isin(codes)].empty:
        return Level.MUNICIPALITY
    if title in ORP_LAYERS or columns & set(SEATS) or not orps[orps["code"].isin(codes)].empty:
        return Level.ORP
    # ruian-import writes numbers and borders, nothing more; four digits are too few for a municipality.
    return Level.ORP if alone and any(codes) and all(len(code) <= 4 for code in codes) else None


def _level_of(row: _Row, plain: Level | None) -> tuple[Level | None, str]:
    if row.municipality:
        return Level.MUNICIPALITY, row.municipality
    if row.plain and plain == Level.MUNICIPALITY:
        return plain, row.plain
    if row.orp:
        return Level.ORP, row.orp
    return (plain, row.plain) if row.plain and plain is not None else (None, "")


def _numbers(found: Sequence[Area], seats: Mapping[str, str], orps: pd.DataFrame) -> dict[str, str]:
    """Our ORP code by the number the file writes, for the areas of the region."""
    code_of_seat = dict(zip(orps["seat_municipality_code"], orps["code"], strict=True))
    numbers = {number: code_of_seat[seat] for number, seat in seats.items() if seat in code_of_seat}
    for town in found:
        if town.level == Level.MUNICIPALITY and town.code in code_of_seat and town.orp_code is not None:
            numbers.setdefault(town.orp_code, code_of_seat[town.code])
    placed = set(numbers.values())
    for code in orps["code"]:
        if code not in placed and code not in seats:
            numbers.setdefault(code, code)
    return numbers
