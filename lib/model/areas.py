"""People of an area on a day, and the ORP areas among which a service's capacity is divided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import periods
from lib.model.lookup import Floats, Positions, distinct, numbers, numbers_at, positions, ranges, ratio, taken
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


@dataclass(frozen=True, slots=True)
class Placement:
    """Among which ORP areas services are divided: one element per service and area, services ascending.

    `service` is a row of the services given, `orp` a position in `orps` (-1: nowhere), `share` a part of one (NaN:
    nowhere), `split_by` a position in `SPLITS`.
    """

    orps: pd.Series
    service: Positions
    orp: Positions
    share: Floats
    split_by: Positions
    shares_normalised: npt.NDArray[np.bool_]

    def spread(self, services: Positions) -> tuple[Positions, Positions]:
        """Every element of services with every area its service is divided among: positions in the two."""
        first = np.searchsorted(self.service, services)
        last = np.searchsorted(self.service, services, side="right")
        element, place = ranges(first, last - first)
        somewhere = self.orp[place] >= 0
        return element[somewhere], place[somewhere]


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
    best = _nearest(population, valid_on, level, age_groups)
    return pd.DataFrame({name: taken(population[name], best) for name in ("area_code", "age_group", "persons", "date")})


def persons_of(
    codes: pd.Series, population: pd.DataFrame, valid_on: date, level: Level, age_group: str = EVERYBODY
) -> Floats:
    """Persons of one age group in each of the areas, by the state nearest to the day. NaN: not known."""
    best = _nearest(population, valid_on, level, (age_group,))
    found = positions(codes, taken(population["area_code"], best))
    return numbers_at(population["persons"], np.append(best, -1)[found])


def _nearest(
    population: pd.DataFrame, valid_on: date, level: Level, age_groups: Collection[str] | None
) -> Positions:
    """Row of the state nearest to the day for every area and age group, in this order."""
    chosen = (population["level"] == level).to_numpy()
    if age_groups is not None:
        chosen = chosen & population["age_group"].isin(list(age_groups)).to_numpy()
    rows = np.flatnonzero(chosen)
    area, _ = distinct(taken(population["area_code"], rows))
    group, groups = distinct(taken(population["age_group"], rows))
    key = area * len(groups) + group
    dates = population["date"].to_numpy()[rows]
    distance = np.abs((dates - np.datetime64(valid_on)).astype("int64"))
    order = np.lexsort((dates, distance, key))
    best: Positions = rows[order[np.flatnonzero(np.diff(key[order], prepend=-1))]]
    return best


def placement(
    services: pd.DataFrame,
    territory: pd.DataFrame,
    facilities: pd.DataFrame,
    municipalities: pd.DataFrame,
    population: pd.DataFrame,
    *,
    valid_on: date,
) -> Placement:
    """Among which ORP areas the capacity of each service valid on the day is divided, and by what.

    Declared shares come first, if every declared area has one (brought to a sum of one when they do not make it), then
    the population of the declared areas, then the seat: the municipality of the first facility valid on the day, by its
    identifier. Declared municipalities count for their ORP. A service that declares one ORP only serves it whole. A
    service without declared area and without a valid facility is `SplitBy.UNPLACED`.
    """
    n_services = len(services)
    valid = periods.valid_on(services, SERVICE, valid_on).to_numpy(dtype=bool)
    municipality_orp, orps = distinct(municipalities["orp_code"])
    n_orps = len(orps)

    of = positions(territory["service_id"], services["id"])
    whole = (territory["level"] == Level.ORP).to_numpy()
    town = positions(territory["area_code"], municipalities["code"])
    orp = np.where(whole, positions(territory["area_code"], orps), np.append(municipality_orp, -1)[town])
    town_people = np.append(persons_of(municipalities["code"], population, valid_on, Level.MUNICIPALITY), np.nan)
    orp_people = np.append(persons_of(orps, population, valid_on, Level.ORP), np.nan)
    kept = (of >= 0) & (orp >= 0) & np.append(valid, False)[of]
    of, orp, whole, town, shares = of[kept], orp[kept], whole[kept], town[kept], numbers(territory["share"])[kept]
    people = np.where(whole, orp_people[orp], town_people[town])

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
    weight = np.select(
        [by_share[pair_of], areas[pair_of] == 1],
        [ratio(pair_share, share_total[pair_of]), 1.0],
        ratio(pair_people, people_total[pair_of]),
    )
    divided = method[pair_of] < 2
    seat_of = np.flatnonzero(valid & (method == 2))
    seat_orp = _seats(facilities, taken(services["id"], seat_of), municipalities, municipality_orp, valid_on)
    method[seat_of[seat_orp < 0]] = 3

    service = np.concatenate([pair_of[divided], seat_of])
    area = np.concatenate([pair_orp[divided], seat_orp])
    share = np.concatenate([weight[divided], np.where(seat_orp >= 0, 1.0, np.nan)])
    order = np.lexsort((area, service))
    service = service[order]
    normalised = by_share & (np.abs(share_total - 1) > 1e-9)
    return Placement(orps, service, area[order], share[order], method[service], normalised[service])


def _seats(
    facilities: pd.DataFrame,
    service_ids: pd.Series,
    municipalities: pd.DataFrame,
    municipality_orp: Positions,
    valid_on: date,
) -> Positions:
    """Position of the ORP of each service's first valid facility; -1 where it has none."""
    of = positions(facilities["service_id"], service_ids)
    open_ones = np.flatnonzero((of >= 0) & periods.valid_on(facilities, FACILITY, valid_on).to_numpy(dtype=bool))
    by_id = open_ones[np.argsort(np.array(taken(facilities["id"], open_ones).tolist(), dtype=str), kind="stable")]
    served, first = np.unique(of[by_id], return_index=True)
    towns = positions(taken(facilities["municipality_code"], by_id[first]), municipalities["code"])
    seats = np.full(len(service_ids), -1)
    seats[served] = np.append(municipality_orp, -1)[towns]
    return seats
