"""Borders in metres, and a small map that says where one area lies in the region."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from lib.charts.style import palette

CZECH_GRID = "EPSG:5514"
"""Krovak East North, metres: the projection of the country's own maps."""

TOLERANCE_M = 250
"""Detail that a map of a few centimetres cannot show."""

SIZE = 100
"""Width of the drawing in its own units."""


def location_svg(boundaries: Mapping[str, Mapping[str, Any]], chosen: str) -> str:
    """Outlines of all areas with the chosen one filled; empty where no border is known.

    `boundaries`: GeoJSON geometry in WGS 84 by ORP code.
    """
    shapes = in_metres(boundaries, TOLERANCE_M)
    if not shapes:
        return ""
    left, bottom, right, top = shapely.total_bounds(list(shapes.values()))
    scale = (SIZE - 2) / max(right - left, 1)
    colours = palette("light")

    def drawn(code: str) -> str:
        fill = colours.accent if code == chosen else colours.surface
        return (f'<path d="{_path(shapes[code], left, top, scale)}" fill="{fill}" stroke="{colours.border}" '
                'stroke-width=".7" stroke-linejoin="round" fill-rule="evenodd"/>')

    height = (top - bottom) * scale + 2
    # The chosen area last, so that its outline is whole.
    ordered = sorted(shapes, key=lambda code: code == chosen)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {height:.1f}" width="{SIZE}" '
            f'height="{height:.1f}">{"".join(map(drawn, ordered))}</svg>')


@cache
def _to_metres() -> Transformer:
    return Transformer.from_crs("EPSG:4326", CZECH_GRID, always_xy=True)


def in_metres(boundaries: Mapping[str, Mapping[str, Any]], tolerance_m: float) -> dict[str, shapely.Geometry]:
    """Borders (GeoJSON in WGS 84 by code) in metres of `CZECH_GRID`, simplified together so that neighbours keep
    touching."""
    if not boundaries:
        return {}
    shapes = [shapely.transform(shapely.geometry.shape(geometry), _metres) for geometry in boundaries.values()]
    return dict(zip(boundaries, shapely.coverage_simplify(np.array(shapes), tolerance_m), strict=True))


def points_in_metres(lon: Sequence[float], lat: Sequence[float]) -> list[tuple[float, float]]:
    """Places (degrees, WGS 84) in metres of `CZECH_GRID`."""
    x, y = _to_metres().transform(list(lon), list(lat))
    return list(zip(map(float, x), map(float, y), strict=True))


def _metres(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack(_to_metres().transform(points[:, 0], points[:, 1]))


def _path(shape: shapely.Geometry, left: float, top: float, scale: float) -> str:
    rings = [ring for polygon in getattr(shape, "geoms", [shape]) for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(
        "M" + "L".join(f"{(x - left) * scale + 1:.1f} {(top - y) * scale + 1:.1f}" for x, y in ring.coords) + "Z"
        for ring in rings
    )
