"""Which ORP areas are alike: by population, age, density and settlement, with weights that everybody sees."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.model.areas import EVERYBODY, persons_of
from lib.model.assumptions import Parameter
from lib.model.derived_similar import AREA_FEATURES, SIMILAR_AREA, SMALL_MUNICIPALITY, WEIGHT_OF, Feature
from lib.model.lookup import Floats, numbers, positions, ratio, taken, whole
from lib.model.territory import Level

_DIGITS = 9
"""Digits kept when distances are compared, so that equally distant areas stand by their codes."""

_NOISE = 1e-9
"""Spread in relation to the mean below which all areas count as equal in a feature."""


def area_features(
    orps: pd.DataFrame, municipalities: pd.DataFrame, population: pd.DataFrame, *, valid_on: date
) -> pd.DataFrame:
    """What areas are compared by, on one day.

    Parameters
    ----------
    population : the whole history; the state nearest to the day counts.

    Returns
    -------
    One row per orp_code, in this order, with the columns of `area_features`: population_persons, share_65plus and
    share_80plus of all persons, density_per_km2, share_in_seat (people of the seat municipality of all in the
    municipalities) and share_in_small (people of municipalities under 2,000 inhabitants). NA: one of the numbers that
    make the feature is not known.
    """
    order = np.argsort(np.array(orps["code"].tolist(), dtype=str), kind="stable")
    codes = taken(orps["code"], order)
    everybody, seniors, oldest = (
        persons_of(codes, population, valid_on, Level.ORP, group) for group in (EVERYBODY, "65plus", "80plus")
    )
    area = positions(municipalities["orp_code"], codes)
    inside = area >= 0
    people = persons_of(municipalities["code"], population, valid_on, Level.MUNICIPALITY)[inside]
    seat = positions(taken(orps["seat_municipality_code"], order), municipalities["code"])
    is_seat = np.zeros(len(municipalities) + 1, dtype=bool)
    is_seat[seat] = True

    def summed(chosen: Floats) -> Floats:
        total: Floats = np.bincount(area[inside], chosen, len(codes)).astype(np.float64)
        return total

    everywhere = summed(people)
    small = np.where(np.isnan(people) | (people < SMALL_MUNICIPALITY), people, 0.0)
    in_seat = summed(np.where(is_seat[:-1][inside], people, 0.0))
    return pd.DataFrame({
        "orp_code": codes,
        "orp_name": taken(orps["name"], order),
        Feature.POPULATION.value: whole(everybody),
        Feature.SENIORS.value: ratio(seniors, everybody),
        Feature.OLDEST.value: ratio(oldest, everybody),
        Feature.DENSITY.value: ratio(everybody, numbers(taken(orps["area_km2"], order))),
        Feature.SEAT.value: np.where(seat >= 0, ratio(in_seat, everywhere), np.nan),
        Feature.SMALL.value: ratio(summed(small), everywhere),
    }, columns=list(AREA_FEATURES.columns))


def differences(features: pd.DataFrame, weights: Mapping[Parameter, float]) -> Floats:
    """The weighted squared difference of every two areas in every feature.

    Parameters
    ----------
    features : result of `area_features`.
    weights : how much population, age, density and settlement weigh; one that is not given weighs nothing.

    Returns
    -------
    Array area × area × feature (in the order of `Feature`). Each feature is standardised over the areas where it is
    known (mean 0, standard deviation 1); one that is the same everywhere makes no difference. The sum over features is
    the square of the distance, so that 1 is one standard deviation on average. NaN: a feature that weighs something
    is not known in one of the two areas, or nothing weighs anything.
    """
    values = np.column_stack([numbers(features[feature.value]) for feature in Feature])
    sharing = Counter(WEIGHT_OF.values())
    weight = np.array([weights.get(WEIGHT_OF[feature], 0.0) / sharing[WEIGHT_OF[feature]] for feature in Feature])
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    centred = values - np.where(known, values, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.square(np.where(known, centred, 0.0)).sum(axis=0) / count)
    size = np.abs(np.where(known, values, 0.0)).sum(axis=0) / count
    # What is the same everywhere, or weighs nothing, makes no difference; unknown stays unknown where it weighs.
    standard = centred / np.where(spread > _NOISE * size, spread, np.inf)
    standard[:, weight == 0] = 0.0
    parts = ratio(weight, np.full(len(weight), weight.sum()))
    apart: Floats = np.square(standard[:, None, :] - standard[None, :, :]) * parts
    return apart


def similar_areas(features: pd.DataFrame, weights: Mapping[Parameter, float], *, n: int) -> pd.DataFrame:
    """The areas most like each area.

    Returns
    -------
    At most n rows per orp_code, in order of orp_code and rank, with the columns of `similar_area`: distance (see
    `differences`) and the part of its square that each feature makes (NA: the distance is zero). Of areas equally
    distant the one with the lower code comes first. An area with a feature unknown is like none and none is like it.
    """
    apart = differences(features, weights)
    squared = apart.sum(axis=2)
    distance = np.round(np.sqrt(squared), _DIGITS)
    np.fill_diagonal(distance, np.nan)
    nearest = np.argsort(np.where(np.isnan(distance), np.inf, distance), axis=1, kind="stable")[:, :max(n, 0)]
    area, rank = np.divmod(np.arange(nearest.size), max(nearest.shape[1], 1))
    other = nearest.ravel()
    kept = ~np.isnan(distance[area, other])
    area, rank, other = area[kept], rank[kept], other[kept]
    parts = ratio(apart[area, other], np.repeat(squared[area, other, None], len(Feature), axis=1))
    return pd.DataFrame({
        **{name: taken(features[name], area) for name in ("orp_code", "orp_name")},
        "similar_code": taken(features["orp_code"], other),
        "similar_name": taken(features["orp_name"], other),
        "rank": rank + 1,
        "distance": distance[area, other],
        **{f"{feature.value}_part": parts[:, place] for place, feature in enumerate(Feature)},
    }, columns=list(SIMILAR_AREA.columns))
