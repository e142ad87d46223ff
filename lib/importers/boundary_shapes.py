"""Polygons of areas as one coverage: brought to metres, checked for overlaps and holes, simplified for a map.

Everything is reckoned in EPSG:5514 (metres; both coordinates negative in the Czech Republic). Shapely and pyproj are
imported where they are used: they take a tenth of a second, and only an import needs them.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from lib.errors import Issue
from lib.importers.base import rejected
from lib.importers.boundaries import METRIC_CRS, OVERLAP_M2, PLAUSIBLE_DEGREES
from lib.importers.boundary_files import Layer, Polygons
from lib.importers.boundary_levels import Area

PLAUSIBLE_METRES = (-930_000.0, -1_260_000.0, -400_000.0, -900_000.0)
"""West, south, east and north of what may be an area of the Czech Republic, in EPSG:5514."""

WGS_84 = "EPSG:4326"
PRECISION = 5
"""Decimal places of stored degrees: about a metre."""

SLIVER_M = 0.5
"""Ground shared or missed by two areas that is nowhere wider than this is rounding; `sound_coverage` mends it."""

TOLERANCES_M = (20.0, 30.0, 45.0, 70.0, 100.0, 150.0, 220.0, 330.0, 500.0)
"""Tried one after another until the borders are small enough. A point goes when the triangle it makes with its
neighbours is smaller than the square of the tolerance (Visvalingam and Whyatt); shared borders stay shared."""

BYTES_PER_ORP = 10_000
BYTES_PER_MUNICIPALITY = 1_300
"""What the borders of one area may take as GeoJSON on average, so that a map of a region stays a quick one."""


def in_metres(layer: Layer, areas: Sequence[Area]) -> tuple[Polygons, list[Issue]]:
    """Borders of features of one layer in EPSG:5514, and what is wrong with each of them alone.

    The file's own word on its coordinates holds; without it they must be certain: all of them plausible in one of the
    two systems. EPSG:5513 has the same numbers in the other order and without minus signs, and files differ in the
    order, so it is told by the numbers: the way to the south is always the longer.

    Raises
    ------
    RejectedPackage : the coordinates are in another system, in none that is certain, or not in the country.
    """
    import shapely

    polygons = np.array([area.polygon for area in areas], dtype=object)
    issues = [issue for area, polygon in zip(areas, polygons, strict=True) for issue in _kind_issues(area, polygon)]
    if issues or not areas:
        return polygons, issues
    moved = shapely.force_2d(polygons)
    if _is_degrees(layer, moved):
        moved = from_degrees(moved)
    elif shapely.total_bounds(moved)[0] > 0:
        moved = shapely.transform(moved, lambda points: -np.sort(points, axis=1))
    return moved, [issue for area, polygon in zip(areas, moved, strict=True) for issue in _validity(area, polygon)]


def _kind_issues(area: Area, polygon: Any) -> list[Issue]:
    if polygon is None or polygon.is_empty:
        rule, remedy = "the feature has no border that can be read", "Export the whole border of the area"
    elif polygon.geom_type not in ("Polygon", "MultiPolygon"):
        rule, remedy = "the feature is no polygon", "Export the area as Polygon or MultiPolygon"
    else:
        return []
    return [Issue(area.file, area.row, "geometry", area.code, rule, remedy)]


def _validity(area: Area, polygon: Any) -> list[Issue]:
    import shapely

    reason, _, place = shapely.is_valid_reason(polygon).partition("[")
    if reason == "Valid Geometry":
        return []
    where = place_of(shapely.Point([float(part) for part in place.rstrip("]").split()[:2]])) if place else ""
    rule = "the border crosses or touches itself" if "Self-intersection" in reason else "the polygon is not valid"
    return [Issue(area.file, area.row, "geometry", f"{area.code}: {where}", rule, "Mend the border")]


def _is_degrees(layer: Layer, polygons: Polygons) -> bool:
    """Whether coordinates are WGS 84 (longitude first); otherwise they are S-JTSK."""
    import shapely

    west, south, east, north = (float(value) for value in shapely.total_bounds(polygons))
    degrees = _inside((west, south, east, north), PLAUSIBLE_DEGREES)
    metres = any(_inside(bounds, PLAUSIBLE_METRES) for bounds in (
        (west, south, east, north), (-east, -north, -west, -south), (-north, -east, -south, -west)))
    declared = None if layer.crs is None else _declared(layer)
    if degrees and declared in (None, "degrees"):
        return True
    if metres and declared in (None, "metres"):
        return False
    value = ", ".join(f"{bound:.7g}" for bound in (west, south, east, north))
    if _inside((south, west, north, east), PLAUSIBLE_DEGREES):
        raise rejected(layer.file, 0, "geometry", value, "latitude stands before longitude",
                       "Export in WGS 84, longitude first")
    if degrees or metres:
        raise rejected(layer.file, 0, "geometry", value, "the coordinates are not in the system the file names",
                       "Export in EPSG:5514 or WGS 84")
    raise rejected(layer.file, 0, "geometry", value, "the coordinates lie outside the Czech Republic",
                   "Export in EPSG:5514 or WGS 84")


def _declared(layer: Layer) -> str:
    operation = layer.crs.coordinate_operation
    if operation is not None and "Krovak" in operation.method_name:
        return "metres"
    if layer.crs.to_epsg() in (4326, 4258) or layer.crs.to_authority() == ("OGC", "CRS84"):
        return "degrees"
    raise rejected(layer.file, 0, "crs", str(layer.crs.name)[:80], "the coordinate system is not read here",
                   "Export in EPSG:5514 or WGS 84")


def _inside(bounds: tuple[float, float, float, float], plausible: tuple[float, float, float, float]) -> bool:
    """False for bounds that are no numbers, too."""
    return (plausible[0] <= bounds[0] <= bounds[2] <= plausible[2]
            and plausible[1] <= bounds[1] <= bounds[3] <= plausible[3])


def overlaps(areas: Sequence[Area], polygons: Polygons) -> list[Issue]:
    """Areas that share ground: one issue per pair, at the later feature."""
    import shapely

    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    pairs = sorted((int(one), int(other)) for one, other in zip(first, second, strict=True) if one < other)
    return [
        Issue(areas[other].file, areas[other].row, "geometry", areas[other].code,
              "the area overlaps area {code} by {area} m²", "Correct the shared border",
              values={"code": areas[one].code, "area": round(shared.area)})
        for one, other in pairs
        for shared in [shapely.intersection(polygons[one], polygons[other])] if _matters(shared)
    ]


def _matters(ground: Any) -> bool:
    return bool(ground.area >= OVERLAP_M2 and not ground.buffer(-SLIVER_M / 2).is_empty)


def gaps(name: str, polygons: Polygons, region: Any) -> list[Issue]:
    """Holes between areas of the region. A hole that lies outside `region`, the ground published so far (None: not
    known), belongs to somebody else, as a city may that is a region of its own."""
    import shapely

    whole = shapely.union_all(polygons)
    issues = []
    for part in shapely.get_parts(whole):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            if not _matters(hole) or (region is not None and hole.intersection(region).area < hole.area / 2):
                continue
            issues.append(Issue(name, 0, "geometry", place_of(hole), "there is a hole of {area} m² between the areas",
                                "Correct the borders around it, or add the area that is missing",
                                values={"area": round(hole.area)}))
    return issues


def place_of(shape: Any) -> str:
    """A point inside, as latitude and longitude to show to a person."""
    point = to_degrees(np.array([shape.representative_point()], dtype=object))[0]
    return f"{point.y:.5f}, {point.x:.5f}"


def to_degrees(shapes: Polygons) -> Polygons:
    """Shapes of EPSG:5514 in WGS 84, longitude first, rounded to `PRECISION`."""
    import shapely

    convert = _transformer(METRIC_CRS, WGS_84).transform
    return np.array(shapely.transform(
        shapes, lambda points: np.round(np.column_stack(convert(*points.T)), PRECISION)), dtype=object)


def from_degrees(shapes: Polygons) -> Polygons:
    """Shapes of WGS 84, longitude first, in EPSG:5514."""
    import shapely

    convert = _transformer(WGS_84, METRIC_CRS).transform
    return np.array(shapely.transform(shapes, convert, interleaved=False), dtype=object)


@cache
def _transformer(source: str, target: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)


def sound_coverage(polygons: Polygons) -> Polygons:
    """The polygons with borders that meet point by point; slivers of rounding go to a neighbour."""
    import shapely

    if shapely.coverage_is_valid(polygons):
        return polygons
    return np.array(shapely.coverage_clean(polygons, gap_width=2 * SLIVER_M), dtype=object)


def simplified(name: str, polygons: Polygons, limit_bytes: int) -> tuple[Polygons, float]:
    """A coverage small enough for a map, in WGS 84 rounded to `PRECISION`, and the tolerance in metres it took.

    Raises
    ------
    RejectedPackage : no tolerance makes a sound map of it.
    """
    import shapely

    for tolerance in TOLERANCES_M:
        drawn = to_degrees(shapely.coverage_simplify(polygons, tolerance))
        small = sum(len(geometry_text(polygon)) for polygon in drawn) <= limit_bytes
        if small and bool(shapely.is_valid(drawn).all()) and shapely.coverage_is_valid(drawn):
            return drawn, tolerance
    raise rejected(name, 0, "geometry", "", "the borders cannot be simplified into a sound map",
                   "Check the borders in a geographic program")


def geometry_text(polygon: Any) -> str:
    """The compact GeoJSON text of a polygon, as tables hold it: the same for the same ground, however it was drawn."""
    import shapely
    from shapely.geometry import mapping

    drawn = shapely.orient_polygons(shapely.normalize(polygon))
    return json.dumps(mapping(drawn), separators=(",", ":"), sort_keys=True)
