"""ORP areas like each other: features, the nearest of each, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.metrics import similar as metrics
from lib.model.assumptions import Assumptions, Parameter
from lib.model.derived_similar import AREA_FEATURES, SIMILAR_AREA, WEIGHT_OF, Feature
from lib.model.lookup import records
from lib.model.selection import Selection
from lib.store.database import Database
from lib.views.assumptions import assumptions_of
from lib.views.base import Note, Reader, Sheet, assumptions_asked

WEIGHTS = tuple(dict.fromkeys(WEIGHT_OF.values()))
"""The weights, in the order of the features."""


@dataclass(frozen=True, slots=True)
class SimilarAreas:
    """The ORP areas most like one, nearest first, and why the first of them.

    `features` are all that weigh something, the most alike first; `own` and `nearest` are the values of the last of
    them, in which the two differ most, None when they differ in nothing.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    features: tuple[Feature, ...]
    own: float | None
    nearest: float | None


@dataclass(frozen=True, slots=True)
class SimilarView:
    """Which ORP areas are alike on the selected day.

    `areas` has every ORP; None where one of its features is not known or the set of assumptions says nothing of
    weights. `weights` are those of the set, `wanted` how many similar areas it asks for.
    """

    features: Sheet
    similar: Sheet
    areas: Mapping[str, SimilarAreas | None]
    weights: Mapping[Parameter, float]
    wanted: int


def wanted_areas(assumptions: Assumptions) -> int:
    """How many similar areas a set asks for; none when it does not say."""
    number = assumptions.of(Parameter.SIMILAR_AREAS)
    return 0 if number is None else int(number.base)


def weights_of(assumptions: Assumptions) -> dict[Parameter, float]:
    """The weights of a set; nought where it says nothing."""
    ranges = {weight: assumptions.of(weight) for weight in WEIGHTS}
    return {weight: 0.0 if value is None else value.base for weight, value in ranges.items()}


def features_of(reader: Reader) -> pd.DataFrame:
    """What ORP areas are compared by, on the day of the reader; columns of `area_features`."""
    return metrics.area_features(*(reader.table(name) for name in ("orp", "municipality", "population")),
                                 valid_on=reader.at.valid_on)


def similar_frame(reader: Reader, selection: Selection) -> pd.DataFrame:
    """The most similar areas of every ORP under the chosen set of assumptions; columns of `similar_area`."""
    assumptions = assumptions_of(reader, selection)
    return metrics.similar_areas(features_of(reader), weights_of(assumptions), n=wanted_areas(assumptions))


def features_sheet(reader: Reader) -> Sheet:
    """What ORP areas are compared by."""
    frame = features_of(reader)
    return Sheet(AREA_FEATURES, frame, reader.provenance(), "similar_area")


def similar_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The most similar areas of every ORP."""
    frame = similar_frame(reader, selection)
    alone = len(reader.table("orp")) - frame["orp_code"].nunique()
    notes = (Note("areas-without-similar", {"n": alone}),) if alone else ()
    return Sheet(SIMILAR_AREA, frame, reader.provenance(), "similar_area", notes, similar_asked(reader, selection))


def similar_asked(reader: Reader, selection: Selection) -> tuple[tuple[str, str], ...]:
    """The set of assumptions that makes areas similar, as `Sheet.asked`."""
    return assumptions_asked(assumptions_of(reader, selection), *WEIGHTS, Parameter.SIMILAR_AREAS)


def similar_view(database: Database, selection: Selection) -> SimilarView:
    """Everything a page shows of similar areas."""
    reader = Reader(database, selection.at)
    assumptions = assumptions_of(reader, selection)
    features, similar = features_sheet(reader), similar_sheet(reader, selection)
    weights = weights_of(assumptions)
    values = features.frame.set_index("orp_code")
    pairs = dict(list(similar.frame.groupby("orp_code")))
    return SimilarView(
        features=features,
        similar=similar,
        areas={code: _like(pairs[code], values, weights) if code in pairs else None for code in values.index},
        weights=weights,
        wanted=wanted_areas(assumptions),
    )


def _like(rows: pd.DataFrame, values: pd.DataFrame, weights: Mapping[Parameter, float]) -> SimilarAreas:
    first = records(rows.head(1))[0]
    parts = {feature: first[f"{feature.value}_part"] for feature in Feature if weights[WEIGHT_OF[feature]] > 0}
    order = tuple(sorted(parts, key=lambda feature: 0.0 if pd.isna(parts[feature]) else parts[feature]))
    differ = first["distance"] > 0
    own, nearest = (float(values.loc[first[code], order[-1].value]) if differ else None
                    for code in ("orp_code", "similar_code"))
    return SimilarAreas(tuple(rows["similar_code"]), tuple(rows["similar_name"]), order, own, nearest)
