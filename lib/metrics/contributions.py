"""Which service gives how much to the capacity of an area, and how much of it goes to a target group."""

from datetime import date

import numpy as np
import pandas as pd

from lib.model.areas import SPLITS, placement
from lib.model.lookup import ranges, taken
from lib.model.provided import group_links, stated_on
from lib.model.selection import CapacityScope

KEY = ("service_id", "type_code", "form", "unit", "orp_code")


def contributions(  # noqa: PLR0917
    services: pd.DataFrame,
    capacity: pd.DataFrame,
    territory: pd.DataFrame,
    facilities: pd.DataFrame,
    municipalities: pd.DataFrame,
    population: pd.DataFrame,
    *,
    valid_on: date,
    scope: CapacityScope,
    network_known: bool,
) -> pd.DataFrame:
    """What every service gives to every area on one day; the parameters are those of `capacity_by_orp`.

    Returns
    -------
    One row per service_id, type_code, form, unit, orp_code, in order of services and areas: amount_units, the whole
    amount of the service (in `unit`, NA: not known), area_share, the part of one that goes to the area, units, their
    product (NA where the amount is), and split_by, by what it was divided. The capacity of an area is the sum of units
    over its services. Areas that get nothing and services that cannot be placed are left out.
    """
    stated = stated_on(services, capacity, valid_on, scope, network_known=network_known)
    placed = placement(services, territory, facilities, municipalities, population, valid_on=valid_on)
    contribution, place = placed.spread(stated.service)
    serves = placed.share[place] > 0
    contribution, place = contribution[serves], place[serves]
    amount, share, key = stated.amount[contribution], placed.share[place], stated.key[contribution]
    return pd.DataFrame({
        "service_id": taken(services["id"], placed.service[place]),
        **{name: taken(stated.keys[name], key) for name in ("type_code", "form", "unit")},
        "orp_code": taken(placed.orps, placed.orp[place]),
        "amount_units": amount,
        "area_share": share,
        "units": amount * share,
        "split_by": taken(pd.Series(SPLITS, dtype="str"), placed.split_by[place]),
    })


def group_contributions(
    given: pd.DataFrame, service_groups: pd.DataFrame, groups: pd.Series,
) -> pd.DataFrame:
    """The same by target group.

    Parameters
    ----------
    given : result of `contributions`.
    service_groups : the table service_target_group.
    groups : codes of the groups asked for.

    Returns
    -------
    Rows of `given` once for each group the service is for, with group_code, group_share (the part of one that is
    divided to the group) and allocated_units = units × group_share; `units` stays whole, because it counts for every
    group. Services without a group are left out.
    """
    ids = given["service_id"].drop_duplicates().reset_index(drop=True)
    service, group, share = group_links(service_groups, ids, groups)
    place = pd.Series(np.arange(len(ids)), index=ids)
    of = place.loc[given["service_id"]].to_numpy()
    first, last = np.searchsorted(service, of), np.searchsorted(service, of, side="right")
    row, link = ranges(first, last - first)
    frame = given.take(row).reset_index(drop=True)
    return frame.assign(group_code=taken(groups, group[link]), group_share=share[link],
                        allocated_units=frame["units"] * share[link])
