"""Borders of areas from GeoJSON: read, and checked to be sound polygons that do not overlap."""

import json
from itertools import combinations
from typing import Any

import pandas as pd

from lib.errors import Issue
from lib.importers.base import decode, read_json, rejected, typed
from lib.model.fields import Table

PLAUSIBLE_DEGREES = (12.0, 48.0, 19.0, 52.0)
"""West, south, east and north of what may be an area of the Czech Republic, in WGS 84."""

METRIC_CRS = "EPSG:5514"
WGS84 = tuple(
    {"type": "name", "properties": {"name": name}}
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")
)
OVERLAP_M2 = 1.0
"""Shared ground smaller than this is rounding of coordinates; the borders are then said not to meet."""


def read_boundaries(table: Table, content: bytes, file: str) -> tuple[pd.DataFrame, list[Issue]]:
    """The features of a GeoJSON collection as rows of `table`, and what is wrong with them.

    The properties of a feature are the columns of the table but `geometry`; further properties are left aside.
    `geometry` becomes the compact GeoJSON text of the polygon. The row of an issue is the feature's number, from 1.
    """
    features = _features(content, file)
    names = [name for name in table.columns if name != "geometry"]
    issues: list[Issue] = []
    for row, feature in enumerate(features, 1):
        issues += [Issue(file, row, name, str(feature["properties"][name])[:80], "the property must be a text",
                         "Write the value in quotation marks") for name in names
                   if not isinstance(feature["properties"].get(name, ""), str | None)]
        issues += _shape_issues(feature.get("geometry"), file, row)
    if not issues:
        issues = _coverage_issues(features, file)
    if issues:
        return pd.DataFrame(), issues
    cells = [
        [json.dumps(feature["geometry"], separators=(",", ":"), sort_keys=True) for feature in features]
        if name == "geometry" else [feature["properties"].get(name) or "" for feature in features]
        for name in table.columns
    ]
    return typed(table, cells, file, first_row=1)


def _features(content: bytes, file: str) -> list[dict[str, Any]]:
    collection = read_json(decode(content, file), file, "Export the borders as GeoJSON")
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features or any(
        not isinstance(one, dict) or not isinstance(one.get("properties"), dict) for one in features
    ):
        raise rejected(file, 0, "", "", "the file is no collection of features with properties",
                       "Export the borders as a GeoJSON FeatureCollection")
    crs = collection.get("crs")
    if crs is not None and crs not in WGS84:
        raise rejected(file, 0, "crs", str(crs)[:80], "the coordinates are not in WGS 84", "Export in EPSG:4326")
    return features


def _shape_issues(geometry: Any, file: str, row: int) -> list[Issue]:
    """What is wrong with one geometry taken alone, as written, then as a polygon."""
    def issue(rule: str, remedy: str, value: str = "") -> list[Issue]:
        return [Issue(file, row, "geometry", value, rule, remedy)]

    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return issue("the feature is no polygon", "Export the area as Polygon or MultiPolygon")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        return issue("the polygon is empty", "Export the whole border of the area")
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            return issue("the polygon is empty", "Export the whole border of the area")
        for ring in rings:
            if not isinstance(ring, list) or not all(_is_position(position) for position in ring):
                return issue("a position is not a pair of plausible longitude and latitude",
                             "Export in WGS 84, longitude first")
            if len(ring) < 4 or ring[0] != ring[-1]:
                return issue("a ring is not closed", "Repeat the first position at the end; a ring has at least four")
    # Shapely takes a tenth of a second to import, and only loading needs it.
    import shapely

    reason, _, place = shapely.is_valid_reason(_polygon(geometry)).partition("[")
    rule = "the border crosses or touches itself" if "Self-intersection" in reason else "the polygon is not valid"
    return [] if reason == "Valid Geometry" else issue(rule, "Mend the border", place.rstrip("]"))


def _is_position(position: Any) -> bool:
    west, south, east, north = PLAUSIBLE_DEGREES
    return (
        isinstance(position, list) and len(position) in (2, 3)
        and all(isinstance(value, int | float) and not isinstance(value, bool) for value in position)
        and west <= position[0] <= east and south <= position[1] <= north
    )


def _polygon(geometry: dict[str, Any]) -> Any:
    from shapely.geometry import shape

    return shape(geometry)


def _coverage_issues(features: list[dict[str, Any]], file: str) -> list[Issue]:
    """Areas that share ground or whose borders do not meet. One issue per pair, at the later feature."""
    import numpy as np
    import shapely
    from pyproj import Transformer

    polygons = np.array([_polygon(feature["geometry"]) for feature in features])
    if shapely.coverage_is_valid(polygons):
        return []
    to_metres = Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True)
    issues: list[Issue] = []
    for (first, one), (second, other) in combinations(enumerate(polygons, 1), 2):
        # Intersected before projecting: a long common edge bends a little differently in each polygon's own points.
        shared = shapely.intersection(one, other)
        shared_m2 = shapely.area(shapely.transform(shared, to_metres.transform, interleaved=False))
        if shared_m2 >= OVERLAP_M2:
            issues.append(Issue(file, second, "geometry", "", "the area overlaps feature {first} by {area} m²",
                                "Correct the shared border", values={"first": first, "area": round(shared_m2)}))
    if issues:
        return issues
    edges = shapely.coverage_invalid_edges(polygons)
    return [Issue(file, row, "geometry", "", "the border does not meet the neighbour's border point by point",
                  "Give both areas the same points along the shared border")
            for row, edge in enumerate(edges, 1) if not edge.is_empty]
