"""Made borders in the manner of RÚIAN: every municipality of a region as a polygon in EPSG:5514, dense and winding.

Cells around the points of municipalities, cut to their ORP area, then every straight border is bent the same way for
both its neighbours. The shapes are made up; the number of areas and of points is that of real data.
"""

import json
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
import shapely

from lib.importers.boundary_shapes import from_degrees

STEP_M = 25.0
"""Distance of two points of a border."""


def winding_municipalities(known: Mapping[str, pd.DataFrame], step_m: float = STEP_M) -> dict[str, shapely.Geometry]:
    """Polygon of each municipality in EPSG:5514 by code; together they cover the ORP areas without gap or overlap."""
    towns = known["municipality"]
    points = from_degrees(shapely.points(towns["lon"].to_numpy(), towns["lat"].to_numpy()))
    lines = []
    for orp, geometry in zip(known["orp_boundary"]["orp_code"], known["orp_boundary"]["geometry"], strict=True):
        area = from_degrees(np.array([shapely.from_geojson(geometry)], dtype=object))[0]
        mine = shapely.MultiPoint(list(points[(towns["orp_code"] == orp).to_numpy()]))
        lines.append(area.boundary)
        lines += [cell.intersection(area).boundary for cell in shapely.voronoi_polygons(mine, extend_to=area).geoms]
    noded = shapely.set_precision(shapely.union_all(lines, grid_size=0.01), 0.01)
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.line_merge(noded))))
    pieces: dict[str, list[shapely.Geometry]] = {}
    for cell in cells:
        nearest = int(np.argmin(shapely.distance(cell, points)))
        pieces.setdefault(str(towns["code"].iloc[nearest]), []).append(_bent(cell, step_m))
    return {code: shapely.union_all(parts) for code, parts in sorted(pieces.items())}


def _bent(cell: shapely.Polygon, step_m: float) -> shapely.Polygon:
    ring = shapely.get_coordinates(cell.exterior)
    bent = [_path(tuple(one), tuple(other), step_m)[:-1] for one, other in pairwise(ring)]
    return shapely.Polygon(np.round(np.concatenate(bent), 2))


def _path(one: tuple[float, ...], other: tuple[float, ...], step_m: float) -> np.ndarray:
    """A winding way between two points, the same from either end: the seed is the pair in one order."""
    first, last = sorted((one, other))
    start, end = np.array(first), np.array(last)
    length = float(np.hypot(*(end - start)))
    count = max(1, round(length / step_m))
    along = np.linspace(0, 1, count + 1)
    random = np.random.default_rng(abs(hash((round(first[0]), round(first[1]), round(last[0]), round(last[1])))))
    sideways = np.array([start[1] - end[1], end[0] - start[0]])
    waves = sum(random.uniform(-1, 1) * np.sin(np.pi * k * along) / k for k in range(1, min(40, count + 1)))
    path = start + np.outer(along, end - start) + np.outer(0.01 * waves * np.sin(np.pi * along), sideways)
    path[0], path[-1] = start, end
    return path if (one, other) == (first, last) else path[::-1]


def as_geojson(polygons: Mapping[str, shapely.Geometry], key: str, crs: str | None = "urn:ogc:def:crs:EPSG::5514",
               **properties: Mapping[str, str]) -> bytes:
    """A GeoJSON collection of the polygons; `properties` hold further attributes by code."""
    features = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(polygon)),
         "properties": {key: code} | {name: values[code] for name, values in properties.items()}}
        for code, polygon in polygons.items()
    ]
    member = {} if crs is None else {"crs": {"type": "name", "properties": {"name": crs}}}
    return json.dumps({"type": "FeatureCollection", "features": features, **member}).encode()
