"""People of an area on a day, and the ORP areas among which a service's capacity is divided."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from lib.model import periods
from lib.model.lookup import Floats, Positions, numbers_at, positions
from lib.model.network import FACILITY, SERVICE
from lib.model.territory import Level

EVERYBODY = "total"
"""Code of the age group of all ages."""


class SplitBy(StrEnum):
    """How a service's capacity was divided among ORP areas, from the surest to the least sure."""

    DECLARED = "declared"
    POPULATION = "population"
    SEAT = "seat"
    UNPLACED = "unplaced"


SPLITS = tuple(SplitBy)


def population_on(
    population: pd.DataFrame, valid_on: date, level: Level, age_groups: Collection[str] | None = None
) -> pd.DataFrame:
    """Persons of each area and age group from the state nearest to the day; of two equally near, the earlier.

    Parameters
    ----------
    population : the whole history of the table population.
    age_groups : only these; None means all.

    Returns
    -------
    One row per area_code, age_group, in this order, with persons (Int64, NA: not known) and date, the day the number
    was counted.
    """
    rows = population[population["level"] == level]
    if age_groups is not None:
        rows = rows[rows["age_group"].isin(list(age_groups))]
    dates, which = np.unique(rows["date"].to_numpy(), return_inverse=True)
    distance = np.abs((dates - np.datetime64(valid_on)).astype("int64"))
    nearness = np.empty(len(dates), dtype=np.int16)
    nearness[np.lexsort((dates, distance))] = np.arange(len(dates))
    area, _ = pd.factorize(rows["area_code"], sort=True)
    group, groups = pd.factorize(rows["age_group"], sort=True)
    key = area * len(groups) + group
    order = np.lexsort((nearness[which], key))
    _, first = np.unique(key[order], return_index=True)
    return rows.iloc[order[first]][["area_code", "age_group", "persons", "date"]].reset_index(drop=True)


def persons_of(
    codes: pd.Series, population: pd.DataFrame, valid_on: date, level: Level, age_group: str = EVERYBODY
) -> Floats:
    """Persons of one age group in each of the areas, by the state nearest to the day. NaN: not known."""
    people = population_on(population, valid_on, level, (age_group,))
    return numbers_at(people["persons"], positions(codes, people["area_code"]))


def service_placement(
    services: pd.DataFrame,
    territory: pd.DataFrame,
    facilities: pd.DataFrame,
    municipalities: pd.DataFrame,
    population: pd.DataFrame,
    *,
    valid_on: date,
) -> pd.DataFrame:
    """Among which ORP areas the capacity of each service valid on the day is divided, and by what.

    Declared shares come first, if every declared area has one (brought to a sum of one when they do not make it), then the population of the declared
    areas, then the seat: the municipality of the first facility valid on the day, by its identifier. Declared
    municipalities count for their ORP. A service that declares one ORP only serves it whole.

    Returns
    -------
    One row per service_id and orp_code with share (0-1, sums to one per service), split_by (`SplitBy`) and
    shares_normalised (the declared shares did not sum to one). A service without declared area and without a valid
    facility has one row with split_by `unplaced`, orp_code and share absent.
    """
    valid = services["id"][periods.valid_on(services, SERVICE, valid_on).to_numpy(dtype=bool)]
    service_ids = valid.sort_values().reset_index(drop=True)
    orps = pd.Series(municipalities["orp_code"].unique(), dtype="str").sort_values().reset_index(drop=True)
    municipality_orp = positions(municipalities["orp_code"], orps)
    n_services, n_orps = len(service_ids), len(orps)

    of = positions(territory["service_id"], service_ids)
    declared, of = territory[of >= 0], of[of >= 0]
    whole = (declared["level"] == Level.ORP).to_numpy()
    municipality = positions(declared["area_code"], municipalities["code"])
    orp = np.where(whole, positions(declared["area_code"], orps), np.append(municipality_orp, -1)[municipality])
    people = np.where(
        whole,
        persons_of(declared["area_code"], population, valid_on, Level.ORP),
        persons_of(declared["area_code"], population, valid_on, Level.MUNICIPALITY),
    )
    shares = declared["share"].to_numpy()
    inside = orp >= 0
    of, orp, whole, people, shares = of[inside], orp[inside], whole[inside], people[inside], shares[inside]

    pair, row_pair = np.unique(of * n_orps + orp, return_inverse=True)
    pair_of, pair_orp = pair // max(n_orps, 1), pair % max(n_orps, 1)
    # An ORP declared as a whole already contains the municipalities declared beside it.
    has_whole = np.bincount(row_pair, whole, len(pair)) > 0
    pair_people = np.bincount(row_pair, np.where(has_whole[row_pair] & ~whole, 0.0, people), len(pair))
    pair_share = np.bincount(row_pair, shares, len(pair))
    share_total = np.bincount(pair_of, pair_share, n_services)
    people_total = np.bincount(pair_of, pair_people, n_services)
    areas = np.bincount(pair_of, minlength=n_services)
    by_share, by_people = share_total > 0, people_total > 0

    method = np.select([by_share | (areas == 1), by_people], [0, 1], 2)
    pair_kept = method[pair_of] < 2
    pair_of, pair_orp = pair_of[pair_kept], pair_orp[pair_kept]
    weight = np.where(
        by_share[pair_of],
        pair_share[pair_kept] / np.where(by_share, share_total, 1)[pair_of],
        np.where(areas[pair_of] == 1, 1.0, pair_people[pair_kept] / np.where(by_people, people_total, 1)[pair_of]),
    )

    seat_of = np.flatnonzero(method == 2)
    seat_orp = _seats(facilities, service_ids, municipalities, municipality_orp, valid_on)[seat_of]
    seat_weight = np.where(seat_orp >= 0, 1.0, np.nan)
    method[seat_of[seat_orp < 0]] = 3

    service = np.concatenate([pair_of, seat_of])
    area = np.concatenate([pair_orp, seat_orp])
    order = np.lexsort((area, service))
    service, area = service[order], area[order]
    return pd.DataFrame({
        "service_id": service_ids.take(service).array,
        "orp_code": orps.reindex(area).array,
        "share": np.concatenate([weight, seat_weight])[order],
        "split_by": pd.Series(SPLITS, dtype="str").take(method[service]).array,
        "shares_normalised": (by_share & (np.abs(share_total - 1) > 1e-9))[service],
    })


def _seats(
    facilities: pd.DataFrame,
    service_ids: pd.Series,
    municipalities: pd.DataFrame,
    municipality_orp: Positions,
    valid_on: date,
) -> Positions:
    """Position of the ORP of each service's first valid facility; -1 where it has none."""
    open_ones = facilities[periods.valid_on(facilities, FACILITY, valid_on).to_numpy(dtype=bool)]
    first = open_ones.sort_values("id").drop_duplicates("service_id")
    towns = positions(first["municipality_code"], municipalities["code"])
    orps = np.append(np.append(municipality_orp, -1)[towns], -1)
    return orps[positions(service_ids, first["service_id"])]
