"""Official borders of ORP areas and municipalities: read, checked as one coverage, simplified for the map.

What the file holds decides what is replaced. With municipalities their borders are stored and the borders of ORP areas
are their union, whether or not the file has the areas as well (then both must be the same ground). With ORP areas
alone, the borders of municipalities stay as they were published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from lib.errors import Issue, NeedsConfirmation, RejectedPackage
from lib.importers import boundary_shapes as shapes
from lib.importers.boundary_files import Layer, Polygons, read_layers
from lib.importers.boundary_levels import SHOWN, Area, recognised
from lib.importers.merged import check_merged, frame_of, with_sources
from lib.model.incoming import ImportKind, Incoming
from lib.model.territory import Level, SourceKind

FAR_M = 1000.0
"""A municipality's point further than this from its border says that codes or coordinates are wrong, not the point."""

SAME_GROUND = 0.001
"""Municipalities may differ from their ORP area by this share of its ground: areas are often drawn more coarsely."""

NEW_SHARE = 0.5
"""A municipality we do not know belongs to the region when this share of it lies inside the region's borders."""


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """Features of one level with their borders in EPSG:5514, element by element."""

    areas: tuple[Area, ...]
    polygons: Polygons

    def taken(self, wanted: Sequence[bool]) -> "_Level":
        keep = np.array(wanted, dtype=bool)
        return _Level(tuple(area for area, kept in zip(self.areas, keep, strict=True) if kept), self.polygons[keep])

    def by_code(self) -> dict[str, Any]:
        return {area.code: polygon for area, polygon in zip(self.areas, self.polygons, strict=True)}


def import_boundaries(
    content: bytes, name: str, known: Mapping[str, pd.DataFrame], *, vintage: date, territory_changes: bool = False,
) -> Incoming:
    """The tables orp_boundary, municipality_boundary, source and, when municipalities moved, municipality.

    Parameters
    ----------
    content : GeoJSON, GeoPackage, GML, VFR or a zip with one of them or a Shapefile; EPSG:5514, EPSG:5513 or WGS 84.
        Areas of other regions are left aside.
    name : the file as issues name it.
    known : every table of the published state.
    vintage : the day the borders are of.
    territory_changes : municipalities that the file puts in another ORP area move there; otherwise they are refused.

    Returns
    -------
    Borders in WGS 84, 5 decimal places, simplified as one coverage; `details` has what it took.

    Raises
    ------
    RejectedPackage : with every problem found: borders that are not valid, overlap or leave holes, areas that are
        missing, repeated or lie elsewhere, and a territory that is not the published one. New municipalities and
        those that ceased to exist or left the region are refused always: their rows in the table of municipalities,
        and all that refers to them, have to change first.
    NeedsConfirmation : nothing is wrong but that municipalities moved between ORP areas of the region.
    """
    layers = read_layers(content, name)
    areas, issues = recognised(layers, known["orp"], known["municipality"], name)
    if issues:
        raise RejectedPackage(issues)
    region = _published_ground(known["orp_boundary"])
    towns, orps = _of_region(_projected(layers, areas), known["municipality"], region)
    issues = _presence_issues(towns, orps, known, name)
    issues += shapes.overlaps(towns.areas, towns.polygons) + shapes.overlaps(orps.areas, orps.polygons)
    issues += shapes.gaps(name, towns.polygons if towns.areas else orps.polygons, region)
    moves, remarks = _moves(towns, orps, known["municipality"]), _point_issues(towns, known["municipality"])
    issues += [issue for issue in remarks if issue.blocking]
    remarks = [issue for issue in remarks if not issue.blocking]
    for code, (old, new) in moves.items():
        issue = _move_issue(towns, name, code, old, new)
        confirmed = territory_changes and new != ""
        (remarks if confirmed else issues).append(replace(issue, blocking=not confirmed))
    municipality = known["municipality"].assign(
        orp_code=[moves[code][1] if code in moves else old
                  for code, old in zip(known["municipality"]["code"], known["municipality"]["orp_code"], strict=True)])
    issues += _union_issues(towns, orps, municipality)
    if issues:
        unconfirmed = not territory_changes and sum(1 for _, new in moves.values() if new) == len(issues)
        raise (NeedsConfirmation if unconfirmed else RejectedPackage)(issues)
    tables, details = _tables(towns, orps, {**known, "municipality": municipality}, name, vintage)
    if moves:
        tables["municipality"] = municipality
    remarks += _remarks(towns, orps, known, name, vintage)
    check_merged(known, tables)
    return Incoming(ImportKind.BOUNDARIES, tables, name, sha256(content).hexdigest(), tuple(remarks),
                    details={"features": len(areas), "moved": len(moves), **details})


def _published_ground(orp_boundary: pd.DataFrame) -> Any:
    """The ground of the region as published, in EPSG:5514; None when no border is published."""
    import shapely

    if orp_boundary.empty:
        return None
    return shapely.union_all(shapes.from_degrees(shapely.from_geojson(orp_boundary["geometry"].to_numpy(dtype=object))))


def _projected(layers: Sequence[Layer], areas: Sequence[Area]) -> _Level:
    """Every area with its border in EPSG:5514. A level without any border in the file only told what belongs where."""
    drawn = {level for level in Level if any(area.polygon is not None for area in areas if area.level == level)}
    kept: list[Area] = []
    polygons: list[Any] = []
    issues: list[Issue] = []
    for number, layer in enumerate(layers):
        mine = [area for area in areas if area.layer == number and area.level in drawn]
        moved, found = shapes.in_metres(layer, mine)
        kept += mine
        polygons += list(moved)
        issues += found
    if issues:
        raise RejectedPackage(issues)
    return _Level(tuple(kept), np.array(polygons, dtype=object))


def _of_region(found: _Level, municipality: pd.DataFrame, region: Any) -> tuple[_Level, _Level]:
    """Municipalities and ORP areas of the region; unknown municipalities stay in when they belong to it."""
    codes = set(municipality["code"])

    def inside(area: Area, polygon: Any) -> bool:
        if area.code in codes:
            return True
        if area.orp_code is not None:
            return area.orp_code != ""
        return region is not None and bool(polygon.intersection(region).area >= NEW_SHARE * polygon.area)

    is_town = [area.level == Level.MUNICIPALITY for area in found.areas]
    mine = [town and inside(area, polygon)
            for area, polygon, town in zip(found.areas, found.polygons, is_town, strict=True)]
    return found.taken(mine), found.taken([not town for town in is_town])


def _presence_issues(
    towns: _Level, orps: _Level, known: Mapping[str, pd.DataFrame], name: str,
) -> list[Issue]:
    """Codes that are missing, repeated or new, at every level the file has."""
    issues = []
    for level, table in ((towns, "municipality"), (orps, "orp")):
        seen: set[str] = set()
        names = dict(zip(known[table]["code"], known[table]["name"], strict=True))
        for area in level.areas:
            if area.code in seen:
                issues.append(Issue(area.file, area.row, "code", area.code, "the area is in the file twice",
                                    "Keep one feature for an area"))
            elif area.code not in names:
                issues.append(Issue(area.file, area.row, "code", area.code,
                                    "a municipality of the region is not in the table of municipalities",
                                    "Add it to the table first, or correct the code"))
            seen.add(area.code)
        missing = [f"{code} {names[code]}" for code in names if code not in seen]
        if level.areas and missing:
            issues.append(Issue(name, 0, "code", ", ".join(missing[:SHOWN]), "areas of the region are missing: {count}",
                                "Add their borders, or first take from the table those that ceased to exist",
                                values={"count": len(missing)}))
    if not towns.areas and not orps.areas:
        issues.append(Issue(name, 0, "", "", "the file has no area of the region",
                            "Check that this is the right file and that its codes are those of RÚIAN"))
    return issues


def _moves(towns: _Level, orps: _Level, municipality: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Old and new ORP code of each municipality that the file puts elsewhere: in words, else by ground or its point.

    A municipality that the file puts outside the region has the new code "".
    """
    import shapely

    said = {area.code: area.orp_code for area in towns.areas if area.orp_code is not None}
    ground = towns.by_code()
    points = shapes.from_degrees(shapely.points(municipality["lon"].to_numpy(), municipality["lat"].to_numpy()))
    moved = {}
    for code, old, point in zip(municipality["code"], municipality["orp_code"], points, strict=True):
        new = said.get(code)
        if new is None and orps.areas:
            where = ground[code].representative_point() if code in ground else point
            new = next((area.code for area, polygon in zip(orps.areas, orps.polygons, strict=True)
                        if polygon.contains(where)), None)
            own = orps.by_code().get(old)
            if code not in ground and own is not None and own.distance(point) <= FAR_M:
                new = None  # near its own border: the point is a settlement, and borders may be generalised
        if new is not None and new != old:
            moved[str(code)] = (str(old), str(new))
    return moved


def _move_issue(towns: _Level, name: str, code: str, old: str, new: str) -> Issue:
    file, row = next(((area.file, area.row) for area in towns.areas if area.code == code), (name, 0))
    if not new:
        return Issue(file, row, "orp_code", code, "the municipality left the region: it was in ORP {old}",
                     "Change the table of municipalities first", values={"old": old})
    return Issue(file, row, "orp_code", code, "the municipality moved from ORP {old} to ORP {new}",
                 "Confirm the change of the territory, or correct the file", values={"old": old, "new": new})


def _point_issues(towns: _Level, municipality: pd.DataFrame) -> list[Issue]:
    """Municipalities whose point lies outside their border: far away it stops the import, nearby it is a remark."""
    import shapely

    at = dict(zip(municipality["code"], shapes.from_degrees(
        shapely.points(municipality["lon"].to_numpy(), municipality["lat"].to_numpy())), strict=True))
    issues = []
    for area, polygon in zip(towns.areas, towns.polygons, strict=True):
        distance = polygon.distance(at[area.code]) if area.code in at else 0.0
        if distance > 0:
            issues.append(Issue(area.file, area.row, "geometry", area.code,
                                "the point of the municipality lies {distance} m outside its border",
                                "Check the code of the feature and the point in the table of municipalities",
                                blocking=distance > FAR_M, values={"distance": round(distance)}))
    return issues


def _union_issues(towns: _Level, orps: _Level, municipality: pd.DataFrame) -> list[Issue]:
    """ORP areas that are not the same ground as their municipalities together."""
    import shapely

    if not towns.areas or not orps.areas:
        return []
    orp_of = dict(zip(municipality["code"], municipality["orp_code"], strict=True))
    issues = []
    for area, polygon in zip(orps.areas, orps.polygons, strict=True):
        members = np.array([orp_of.get(town.code) == area.code for town in towns.areas])
        apart = shapely.union_all(towns.polygons[members]).symmetric_difference(polygon)
        if apart.area > SAME_GROUND * polygon.area:
            issues.append(Issue(area.file, area.row, "geometry", area.code,
                                "the area and its municipalities together differ by {area} m²",
                                "Use borders of both levels from one day", values={"area": round(apart.area)}))
    return issues


def _tables(
    towns: _Level, orps: _Level, tables: Mapping[str, pd.DataFrame], name: str, vintage: date,
) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    """New tables, and figures of the run. `tables`: the published ones, municipalities already in their new areas."""
    import shapely

    level, per_area = (towns, shapes.BYTES_PER_MUNICIPALITY) if towns.areas else (orps, shapes.BYTES_PER_ORP)
    drawn, tolerance = shapes.simplified(name, shapes.sound_coverage(level.polygons), per_area * len(level.areas))
    source = f"cuzk_ruian_{vintage.isoformat()}"
    by_code = {area.code: polygon for area, polygon in zip(level.areas, drawn, strict=True)}
    borders = by_code
    new = {"source": with_sources(tables["source"], [_source(source, vintage, tolerance, bool(towns.areas))])}
    if towns.areas:
        new["municipality_boundary"] = _borders("municipality_boundary", by_code, vintage, source)
        borders = {
            str(orp): shapely.coverage_union_all(np.array([by_code[code] for code in members], dtype=object))
            for orp, members in tables["municipality"].groupby("orp_code")["code"]
        }
    new["orp_boundary"] = _borders("orp_boundary", borders, vintage, source)
    bytes_of = {table: int(frame["geometry"].str.len().sum()) for table, frame in new.items() if "geometry" in frame}
    return new, {
        "orps": len(borders), "municipalities": len(towns.areas), "tolerance_m": tolerance,
        "orp_bytes": bytes_of["orp_boundary"], "municipality_bytes": bytes_of.get("municipality_boundary", 0),
    }


def _remarks(
    towns: _Level, orps: _Level, known: Mapping[str, pd.DataFrame], name: str, vintage: date,
) -> list[Issue]:
    """What is worth saying of a file that is taken."""
    remarks = []
    if towns.areas and not orps.areas:
        remarks.append(Issue(name, 0, "", "", "the file has no ORP areas: their borders are drawn around their "
                             "municipalities", "Nothing needs to be done", blocking=False))
    if not towns.areas and not known["municipality_boundary"].empty:
        remarks.append(Issue(name, 0, "", "", "the file has no municipalities: their borders stay as published",
                             "Send borders of both levels, so that they are of one day", blocking=False))
    published = known["orp_boundary"]["vintage"].max()
    if pd.notna(published) and pd.Timestamp(vintage) < published:
        remarks.append(Issue(name, 0, "vintage", vintage.isoformat(), "the borders are older than the published ones, "
                             "which are of {published}", "Check that this is the right file", blocking=False,
                             values={"published": published.date()}))
    return remarks


def _borders(table: str, polygons: Mapping[str, Any], vintage: date, source_id: str) -> pd.DataFrame:
    return frame_of(table, [(code, shapes.geometry_text(polygons[code]), vintage, source_id)
                            for code in sorted(polygons)])


def _source(identifier: str, vintage: date, tolerance: float, with_municipalities: bool) -> tuple[object, ...]:
    """The row of the table source; its texts are Czech, as those of all its rows are."""
    what = "správních obvodů ORP a obcí" if with_municipalities else "správních obvodů ORP"
    return (
        identifier, "Český úřad zeměměřický a katastrální",
        f"Registr územní identifikace, adres a nemovitostí (RÚIAN): hranice {what}",
        "https://www.cuzk.gov.cz/ruian", None, vintage, "CC BY 4.0", SourceKind.OFFICIAL.value,
        f"Zjednodušeno pro mapu jako souvislé pokrytí v souřadnicích EPSG:5514 (tolerance {tolerance:g} m) "
        "a zaokrouhleno na pět desetinných míst.",
    )
