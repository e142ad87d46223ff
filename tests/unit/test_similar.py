"""Areas that are alike: features and distances by hand, what must hold for any data, and the sentence why."""

from datetime import date
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.metrics.similar import area_features, differences, similar_areas
from lib.model.assumptions import Parameter
from lib.model.derived_similar import AREA_FEATURES, SIMILAR_AREA, Feature
from lib.text.messages import words_for
from lib.text.similar import similar_sentence
from tests.unit.made_region import MUNICIPALITIES, POPULATION, table

DAY = date(2016, 6, 30)
EVEN = {Parameter.WEIGHT_POPULATION: 1.0, Parameter.WEIGHT_AGE: 1.0, Parameter.WEIGHT_DENSITY: 1.0,
        Parameter.WEIGHT_SETTLEMENT: 1.0}
ORPS = table("orp", [
    {"code": code, "name": name, "seat_municipality_code": seat, "area_km2": area} for code, name, seat, area in
    (("D", "Delta", "100007", 40), ("A", "Alfa", "100001", 10), ("B", "Beta", "100003", 20), ("C", "Gama", None, 8))
])
AGES = pd.concat([POPULATION, table("population", [
    {"area_code": code, "level": "orp", "age_group": "65plus", "date": "2015-12-31", "persons": persons}
    for code, persons in (("A", 250), ("B", 200), ("C", 100), ("D", None))
])], ignore_index=True)


def made(**columns: list[float | None]) -> pd.DataFrame:
    """Features of areas A, B, C …: what is not given is the same everywhere."""
    n = len(next(iter(columns.values())))
    given_or_same = {feature.value: columns.get(feature.value, [1.0] * n) for feature in Feature}
    codes = [chr(ord("A") + place) for place in range(n)]
    return pd.DataFrame({"orp_code": codes, "orp_name": codes, **given_or_same}).astype(
        dict.fromkeys(given_or_same, "float64"))


def alike(features: pd.DataFrame, n: int = 9, weights: dict[Parameter, float] = EVEN) -> dict[str, str]:
    frame = similar_areas(features, weights, n=n)
    return frame.groupby("orp_code")["similar_code"].agg("".join).to_dict()


def test_features_are_counted_from_people_area_and_municipalities() -> None:
    """A: 600 of 1,000 in the seat; every municipality of the made region is small; the 65+ of D are not known."""
    frame = area_features(ORPS, MUNICIPALITIES, AGES, valid_on=DAY)
    assert tuple(frame.columns) == AREA_FEATURES.columns
    assert frame["orp_code"].tolist() == list("ABCD")
    assert frame["population_persons"].tolist() == [1000, 1000, 1000, 200]
    assert frame["share_65plus"].fillna(-1).tolist() == [0.25, 0.2, 0.1, -1]
    assert frame["share_80plus"].tolist() == [1.0, 0.5, 0.4, 0.0]
    assert frame["density_per_km2"].tolist() == [100.0, 50.0, 125.0, 5.0]
    assert frame["share_in_seat"].fillna(-1).tolist() == [0.6, 0.5, -1, 0.75]
    assert frame["share_in_small"].tolist() == [1.0] * 4


@pytest.mark.parametrize(("persons", "share"), [(1999, 1.0), (2000, 0.0), (None, -1.0)])
def test_a_municipality_of_2000_is_not_small_and_an_uncounted_one_makes_the_share_unknown(
    persons: int | None, share: float
) -> None:
    towns = table("municipality", [{"code": "1", "name": "Obec", "orp_code": "A"}])
    people = table("population", [{"area_code": "1", "level": "municipality", "age_group": "total",
                                   "date": "2015-12-31", "persons": persons}])
    frame = area_features(ORPS[ORPS["code"] == "A"], towns, people, valid_on=DAY)
    assert frame["share_in_small"].fillna(-1).tolist() == [share]


def test_the_worked_check_of_the_method() -> None:
    """10, 20 and 60: mean 30, deviation √(1400 ÷ 3) = 21.602; apart 10, 40 and 50 of that. The rest weighs nothing."""
    frame = similar_areas(made(population_persons=[10, 20, 60]), {Parameter.WEIGHT_POPULATION: 2.0}, n=2)
    assert tuple(frame.columns) == SIMILAR_AREA.columns
    assert (frame["orp_code"] + frame["similar_code"]).tolist() == ["AB", "AC", "BA", "BC", "CB", "CA"]
    assert frame["rank"].tolist() == [1, 2] * 3
    deviation = (1400 / 3) ** 0.5
    assert frame["distance"].tolist() == pytest.approx([apart / deviation for apart in (10, 50, 10, 40, 40, 50)])
    assert frame["population_persons_part"].tolist() == [1.0] * 6


def test_weights_of_two_features_are_shared_and_parts_of_the_distance_sum_to_one() -> None:
    """Two areas stand one deviation from the mean each, so 4 apart squared in what differs.

    Weights 1 for population and 3 for age, of which 65+ and 80+ have 1.5 each: (1 × 4 + 1.5 × 4) ÷ 4 = 2.5.
    """
    weights = {Parameter.WEIGHT_POPULATION: 1.0, Parameter.WEIGHT_AGE: 3.0}
    frame = similar_areas(made(population_persons=[5, 7], share_65plus=[0.1, 0.2]), weights, n=1)
    assert frame["distance"].tolist() == pytest.approx([2.5 ** 0.5] * 2)
    assert frame.iloc[0][["population_persons_part", "share_65plus_part", "share_80plus_part"]].tolist() == (
        pytest.approx([0.4, 0.6, 0.0]))


def test_equally_distant_areas_stand_by_code_and_only_as_many_as_asked_for() -> None:
    features = made(population_persons=[1, 2, 3, 2])
    assert alike(features) == {"A": "BDC", "B": "DAC", "C": "BDA", "D": "BAC"}
    assert alike(features, 1) == {"A": "B", "B": "D", "C": "B", "D": "B"}
    assert alike(features, 0) == {}
    same = similar_areas(made(population_persons=[4, 4]), EVEN, n=3)
    assert same["distance"].tolist() == [0.0, 0.0]
    assert same["population_persons_part"].isna().all()


def test_an_area_with_an_unknown_feature_is_like_none_unless_the_feature_weighs_nothing() -> None:
    features = made(population_persons=[1, 2, 3], density_per_km2=[10, None, 30])
    assert alike(features) == {"A": "C", "C": "A"}
    assert alike(features, weights={Parameter.WEIGHT_POPULATION: 1.0}) == {"A": "BC", "B": "AC", "C": "BA"}
    assert alike(features, weights={}) == {}


regions = st.integers(2, 6).flatmap(lambda n: st.fixed_dictionaries({
    feature.value: st.lists(st.integers(0, 50).map(float), min_size=n, max_size=n) for feature in Feature}))
weights = st.fixed_dictionaries({parameter: st.integers(1, 5).map(float) for parameter in EVEN})


@settings(max_examples=40, deadline=None)
@given(regions, weights, st.randoms(use_true_random=False))
def test_distance_is_mutual_free_of_units_and_of_the_order_of_rows(
    columns: dict[str, list[float | None]], weigh: dict[Parameter, float], random: Random
) -> None:
    features = made(**columns)
    apart = differences(features, weigh)
    assert (apart >= 0).all()
    assert (apart == apart.transpose(1, 0, 2)).all()
    assert (np.diagonal(apart.sum(axis=2)) == 0).all()
    hectares = features.assign(density_per_km2=features["density_per_km2"] / 100)
    assert differences(hectares, weigh) == pytest.approx(apart, abs=1e-9)
    assert differences(features, {name: 10 * weight for name, weight in weigh.items()}) == pytest.approx(apart)
    order = random.sample(range(len(features)), len(features))
    mixed = differences(features.iloc[order].reset_index(drop=True), weigh)
    assert mixed == pytest.approx(apart[np.ix_(order, order)], abs=1e-9)
    found = similar_areas(features, weigh, n=2)
    assert (found["orp_code"] != found["similar_code"]).all()
    assert found.groupby("orp_code")["distance"].is_monotonic_increasing.all()


def test_a_feature_that_weighs_more_makes_a_larger_part_of_the_distance() -> None:
    features = made(population_persons=[1, 2, 9], density_per_km2=[5, 1, 4])
    parts = []
    for weight in (0.0, 0.5, 1.0, 4.0):
        apart = differences(features, {Parameter.WEIGHT_POPULATION: weight, Parameter.WEIGHT_DENSITY: 1.0})[0, 1]
        parts.append(apart[0] / apart.sum())
    assert parts[0] == 0.0
    assert parts == sorted(set(parts))


def test_the_sentence_keeps_names_in_the_nominative_and_tells_the_largest_difference() -> None:
    told = similar_sentence(words_for("cs"), "Frýdlant", ("Tanvald", "Nový Bor"),
                            ("share_in_seat", "population_persons", "share_65plus"), own=0.1966, nearest=0.2137)
    assert told.replace("\N{NO-BREAK SPACE}", " ") == (
        "ORP Frýdlant se nejvíce podobá těmto ORP: Tanvald a Nový Bor. Nejbližší je Tanvald: nejméně se liší podíl "
        "lidí v sídle ORP a počet obyvatel, nejvíce podíl lidí ve věku 65+ (19,7 % proti 21,4 %).")
    same = similar_sentence(words_for("en"), "Alfa", ("Beta",), ("population_persons",), own=None, nearest=None)
    assert same == "Most like the ORP area of Alfa: Beta."
