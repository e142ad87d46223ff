"""Population by age groups that are not at hand: made-up shares that sum to the real totals."""

from datetime import date

import numpy as np
import pandas as pd

from lib.demo.frames import Row, split_exactly

COUNTED_ON = date(2018, 12, 31)

MOVED_MUNICIPALITY = "563579"
"""Frýdštejn: the real figures of people aged 65 and over still count it in ORP Turnov, its older area."""
MOVED_FROM = "5109"

YOUNG_SHARE = 0.192
"""Share of people aged 0–17 in the region; it agrees with 16.2 % aged 0–14."""

OLDER_AREAS = {"5107": 1.06, "5110": 1.12, "5104": 1.03, "5109": 1.02, "5105": 0.98, "5101": 0.93}
"""How much more of the people aged 65 and over are older than 75 or 80 than in the region."""


def population_rows(municipality: pd.DataFrame, population: pd.DataFrame, rng: np.random.Generator) -> list[Row]:
    """Persons by age group for municipalities and ORP areas on 31 December 2018.

    Groups 0–17, 18–64 and 65+ add up to the real total of each municipality. Rows of ORP areas are sums of their
    municipalities; persons aged 65 and over are spread so that they sum to the real figures of ORP areas on the border
    those figures were counted for, and get no ORP row, because the real one exists.
    """
    counted = population[population["date"] == pd.Timestamp(COUNTED_ON)]
    total = _persons(counted, "municipality", "total")
    old_by_orp = _persons(counted, "orp", "65plus")
    orp_of = dict(zip(municipality["code"], municipality["orp_code"], strict=True))
    old = _old_people(total, old_by_orp, orp_of, rng)
    groups: dict[str, dict[str, int]] = {"65plus": old}
    groups |= {group: {} for group in ("0_17", "0_7", "6_26", "18_64", "75plus", "80plus")}
    for code, persons in total.items():
        factor = OLDER_AREAS.get(orp_of[code], 1.0)
        young = round(persons * YOUNG_SHARE * (1.25 - 1.27 * old[code] / persons) * rng.uniform(0.93, 1.07))
        groups["0_17"][code] = young
        groups["0_7"][code] = round(young * rng.uniform(0.44, 0.49))
        groups["18_64"][code] = persons - young - old[code]
        groups["6_26"][code] = round(young * 0.66 + groups["18_64"][code] * rng.uniform(0.135, 0.15))
        groups["75plus"][code] = round(old[code] * 0.375 * factor * rng.uniform(0.95, 1.05))
        oldest = round(old[code] * 0.203 * factor * rng.uniform(0.93, 1.07))
        groups["80plus"][code] = min(groups["75plus"][code], oldest)
    return [*_municipality_rows(groups), *_orp_rows(groups, orp_of)]


def _persons(counted: pd.DataFrame, level: str, age_group: str) -> dict[str, int]:
    chosen = counted[(counted["level"] == level) & (counted["age_group"] == age_group)]
    return {str(code): int(persons) for code, persons in zip(chosen["area_code"], chosen["persons"], strict=True)}


def _old_people(
    total: dict[str, int], old_by_orp: dict[str, int], orp_of: dict[str, str], rng: np.random.Generator,
) -> dict[str, int]:
    counted_in = orp_of | {MOVED_MUNICIPALITY: MOVED_FROM}
    old: dict[str, int] = {}
    for orp_code, persons in old_by_orp.items():
        codes = [code for code in total if counted_in[code] == orp_code]
        weights = [total[code] * rng.uniform(0.85, 1.15) for code in codes]
        old |= dict(zip(codes, split_exactly(persons, weights), strict=True))
    return old


def _municipality_rows(groups: dict[str, dict[str, int]]) -> list[Row]:
    return [
        {"area_code": code, "level": "municipality", "age_group": group, "date": COUNTED_ON, "persons": persons}
        for group, by_code in groups.items() for code, persons in by_code.items()
    ]


def _orp_rows(groups: dict[str, dict[str, int]], orp_of: dict[str, str]) -> list[Row]:
    rows: list[Row] = []
    for group, by_code in groups.items():
        if group == "65plus":
            continue
        sums: dict[str, int] = {}
        for code, persons in by_code.items():
            sums[orp_of[code]] = sums.get(orp_of[code], 0) + persons
        rows += [{"area_code": orp_code, "level": "orp", "age_group": group, "date": COUNTED_ON, "persons": persons}
                 for orp_code, persons in sums.items()]
    return rows
