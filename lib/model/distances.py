"""How far one municipality is from another: straight lines between their points, or minutes where they are known."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.lookup import Floats, Positions, numbers, positions
from lib.model.rules import METRIC_CRS

DIGITS = 6
"""Digits kept of kilometres and minutes before they meet a limit, so that noise of floating point decides nothing."""


@dataclass(frozen=True, slots=True)
class Links:
    """Ways from one municipality to another, by position; `cost` is in km, or in minutes."""

    start: Positions
    end: Positions
    cost: Floats

    def within(self, limit: float) -> "Links":
        """The ways not longer than the limit, which is itself within."""
        kept = self.cost <= limit
        return Links(self.start[kept], self.end[kept], self.cost[kept])


@cache
def _to_metres() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True).transform


def points_in_metres(lat: pd.Series, lon: pd.Series) -> Floats:
    """Places in EPSG:5514: one row of x, y in metres per place."""
    x, y = _to_metres()(numbers(lon), numbers(lat))
    return np.column_stack([x, y]).astype(np.float64)


def links_by_line(points: Floats, ends: Positions, limit_km: float) -> Links:
    """Straight lines from all places to some of them that are not longer than the limit, which is itself within.

    Parameters
    ----------
    points : metres, one row of x, y per place.
    ends : positions of the places ways are wanted to.
    """
    from scipy.spatial import cKDTree

    wanted = cKDTree(points[ends].reshape(-1, 2))
    found = cKDTree(points).sparse_distance_matrix(wanted, 1000 * limit_km + 1, output_type="ndarray")
    return Links(found["i"], ends[found["j"]], np.round(found["v"] / 1000, DIGITS)).within(limit_km)


def links_by_time(travel_time: pd.DataFrame, codes: pd.Series) -> Links:
    """Every pair of municipalities the table knows, in minutes, and nought minutes within one where it says nothing."""
    start, end = positions(travel_time["from_code"], codes), positions(travel_time["to_code"], codes)
    minutes = np.round(numbers(travel_time["minutes"]), DIGITS)
    known = (start >= 0) & (end >= 0) & ~np.isnan(minutes)
    start, end, minutes = start[known], end[known], minutes[known]
    home = np.setdiff1d(np.arange(len(codes)), start[start == end])
    return Links(np.concatenate([start, home]), np.concatenate([end, home]),
                 np.concatenate([minutes, np.zeros(len(home))]))


def without_ways(links: Links, n: int) -> npt.NDArray[np.bool_]:
    """Which of n municipalities have no way out of them: nothing is known of what they reach."""
    away = links.start[links.start != links.end]
    none: npt.NDArray[np.bool_] = np.bincount(away, minlength=n) == 0
    return none


def border_km(points: Floats, boundaries: pd.DataFrame) -> Floats:
    """Distance of each place from the outer border of all areas together, in km; NaN where no border is known.

    Parameters
    ----------
    boundaries : the table orp_boundary; all its areas together are the region.
    """
    import shapely

    shapes = shapely.from_geojson(boundaries["geometry"].to_numpy(dtype=object), on_invalid="ignore")
    if not len(shapes) or pd.isna(shapes).any():
        return np.full(len(points), np.nan)
    region = shapely.union_all(shapely.transform(shapes, _to_metres(), interleaved=False))
    outline = shapely.multilinestrings(shapely.get_exterior_ring(shapely.get_parts(region)))
    metres: Floats = shapely.distance(shapely.points(points), outline)
    return np.round(metres / 1000, DIGITS)
