"""Norms of capacity, and the class of a capacity compared with one."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.derived import GapClass
from lib.model.lookup import Floats, Positions, positions, ratio
from lib.model.selection import Norm

WHITE_SPOT_PERSONS = 200
"""From so many people on, no capacity at all is a class of its own rather than an index of zero."""

CLASS_LIMITS = (0.50, 0.75, 0.90)
"""Lower limits of low, slightly low and in line; an index on the limit belongs to the better class."""

IN_LINE_UP_TO = 1.10
"""Upper limit of in line, itself still in line."""

Flags = npt.NDArray[np.bool_]

SMALL_PERSONS, SMALL_UNITS = 200, 5
"""Below so many people or units of capacity a rate says little: a count with its interval is shown instead."""

CERTAINTY = 0.95
"""Of the interval of a small number."""

_DIGITS = 9
"""Digits kept when a number is compared with a limit, so that noise of floating point decides nothing."""

QUANTILES = {Norm.ORP_MEDIAN: Fraction(1, 2), Norm.BEST_THIRD: Fraction(2, 3)}
"""How far in the order of the areas' rates a norm lies: nought is the lowest, one the highest."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows to compare with a norm: number of the key (what is compared with what) and of the area, each from nought;
    persons and capacity, NaN: not known."""

    key: Positions
    area: Positions
    persons: Floats
    capacity: Floats


def norm_rates(cells: Cells, norm: Norm, *, given: Floats, similar: Flags | None = None) -> Floats:
    """The norm per 1,000 persons of every row. Only areas with persons and capacity known make a norm.

    Parameters
    ----------
    cells : each key and area at most once; keys are 0 … n-1, where n is the length of given.
    given : the answer of each key for `Norm.NATIONAL` and `Norm.OWN`, NaN: not known.
    similar : area × area, true where the second is one of those like the first; needed for `Norm.SIMILAR` alone.

    Returns
    -------
    Region mean: all capacity over all persons. ORP median and best third: the 1/2 and 2/3 quantile, linear between
    neighbours, of the rates of areas with people. These and the given norms are the same in all rows of a key; that of
    similar areas is their capacity over their persons, so every area has its own, and it is no part of it. NaN: no area
    is known, or no such norm.
    """
    if norm in (Norm.NATIONAL, Norm.OWN):
        return given[cells.key]
    known = ~np.isnan(cells.persons) & ~np.isnan(cells.capacity)
    if norm == Norm.SIMILAR:
        return _similar_rates(cells, known, len(given), similar)
    if norm == Norm.REGION_MEAN:
        rates = _mean_rates(cells, known, len(given))
    else:
        rates = _quantile_rates(cells, known & (cells.persons > 0), len(given), float(QUANTILES[norm]))
    return rates[cells.key]


def _mean_rates(cells: Cells, known: Flags, n: int) -> Floats:
    key = cells.key[known]
    return ratio(1000 * np.bincount(key, cells.capacity[known], n), np.bincount(key, cells.persons[known], n))


def _quantile_rates(cells: Cells, known: Flags, n: int, quantile: float) -> Floats:
    key = cells.key[known]
    rates = 1000 * cells.capacity[known] / cells.persons[known]
    ordered = np.append(rates[np.lexsort((rates, key))], np.nan)
    count = np.bincount(key, minlength=n)
    first = np.cumsum(count) - count
    place = (np.maximum(count, 1) - 1) * quantile
    low, high = ordered[first + np.floor(place).astype(int)], ordered[first + np.ceil(place).astype(int)]
    return np.where(count > 0, low + (high - low) * (place - np.floor(place)), np.nan)


def _similar_rates(cells: Cells, known: Flags, n: int, similar: Flags | None) -> Floats:
    if similar is None:
        return np.full(len(cells.key), np.nan)
    n_areas = len(similar)
    place = (cells.key * n_areas + cells.area)[known]
    weight = similar.astype(np.float64).T
    persons, capacity = (np.bincount(place, values[known], n * n_areas).reshape(n, n_areas) @ weight
                         for values in (cells.persons, cells.capacity))
    return ratio(1000 * capacity, persons)[cells.key, cells.area]


def similar_among(areas: pd.Series, pairs: pd.DataFrame | None) -> Flags | None:
    """Pairs of similar areas (orp_code, similar_code) among these areas, as `norm_rates` takes them."""
    if pairs is None:
        return None
    first, second = positions(pairs["orp_code"], areas), positions(pairs["similar_code"], areas)
    inside = (first >= 0) & (second >= 0)
    among = np.zeros((len(areas), len(areas)), dtype=bool)
    among[first[inside], second[inside]] = True
    return among


def gap_class(persons: Floats, capacity: Floats, norm_per_1000: Floats, index: Floats) -> pd.Series:
    """Class of each cell, a word of `GapClass`.

    In this order: not_applicable without people; unknown when persons, capacity or norm is not known; not_applicable
    when the norm is zero; white_spot for no capacity at all where at least 200 people are; then by the index: severe
    below 0.50, low below 0.75, slightly_low below 0.90, in_line up to and including 1.10, above.
    """
    rounded = np.round(index, _DIGITS)
    unknown = np.isnan(persons) | np.isnan(capacity) | np.isnan(norm_per_1000)
    severe, low, slightly_low = CLASS_LIMITS
    cases = (
        (persons == 0, GapClass.NOT_APPLICABLE),
        (unknown, GapClass.UNKNOWN),
        (norm_per_1000 == 0, GapClass.NOT_APPLICABLE),
        ((capacity == 0) & (persons >= WHITE_SPOT_PERSONS), GapClass.WHITE_SPOT),
        (rounded < severe, GapClass.SEVERE),
        (rounded < low, GapClass.LOW),
        (rounded < slightly_low, GapClass.SLIGHTLY_LOW),
        (rounded <= IN_LINE_UP_TO, GapClass.IN_LINE),
    )
    classes = np.select([case for case, _ in cases], [word for _, word in cases], GapClass.ABOVE)
    return pd.Series(classes, dtype="str")


def small_numbers(persons: Floats, capacity: Floats, classes: pd.Series) -> Flags:
    """Which cells are too small for a rate: below 200 persons or below 5 units (gap_method, section 4, rule 5).

    A white spot, an unknown and a not applicable cell are classes of their own and never small numbers.
    """
    small = (persons < SMALL_PERSONS) | (np.round(capacity, _DIGITS) < SMALL_UNITS)
    own_class = classes.isin((GapClass.WHITE_SPOT, GapClass.UNKNOWN, GapClass.NOT_APPLICABLE)).to_numpy(dtype=bool)
    result: Flags = small & ~own_class
    return result


def poisson_interval(counts: Floats) -> tuple[Floats, Floats]:
    """Exact 95 % interval (Garwood) of the mean of a Poisson variable of which the count was seen; NaN of NaN.

    Capacities that are no whole number (2.5 FTE) are read on the same curve, which goes through the whole counts.
    """
    # Imported when first used: it takes longer than the rest of the program to start.
    from scipy.special import gammaincinv

    tail = (1 - CERTAINTY) / 2
    low = np.where(counts == 0, 0.0, gammaincinv(np.where(counts == 0, 1.0, counts), tail))
    return low, np.asarray(gammaincinv(counts + 1, 1 - tail), dtype=np.float64)


def compared(persons: Floats, capacity: Floats, norm_per_1000: Floats, need: Floats) -> dict[str, pd.Series]:
    """The columns that compare a capacity with what the norm asks for, by name; NA where something is not known.

    gap_units = capacity_units - need_units, rounded to nine digits so that nothing is missing by 1e-15.
    small_number as in `small_numbers`; only there capacity_low_units and capacity_high_units bound the capacity taken
    as a count (see `poisson_interval`).
    """
    index = ratio(capacity, need)
    classes = gap_class(persons, capacity, norm_per_1000, index)
    small = small_numbers(persons, capacity, classes)
    bounds = np.full((2, len(small)), np.nan)
    bounds[:, small] = poisson_interval(capacity[small])
    return {
        "population_persons": pd.Series(persons).astype("Int64"),
        "rate_per_1000": pd.Series(ratio(1000 * capacity, persons)),
        "norm_per_1000": pd.Series(norm_per_1000),
        "need_units": pd.Series(need),
        "capacity_units": pd.Series(capacity),
        "gap_units": pd.Series(np.round(capacity - need, _DIGITS) + 0.0),
        "coverage_index": pd.Series(index),
        "class": classes,
        "small_number": pd.Series(small),
        "capacity_low_units": pd.Series(bounds[0]),
        "capacity_high_units": pd.Series(bounds[1]),
    }


def against_norm(cells: Cells, norm: Norm, *, given: Floats, similar: Flags | None = None) -> dict[str, pd.Series]:
    """The columns of `compared` for rows and the norm that follows from them; parameters as in `norm_rates`."""
    rates = norm_rates(cells, norm, given=given, similar=similar)
    return compared(cells.persons, cells.capacity, rates, rates * cells.persons / 1000)
