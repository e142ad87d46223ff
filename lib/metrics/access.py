"""Reach of services: floating catchments for places people come to, declared territory for field work.

Every array here has a row per municipality and a column per kind, a kind being one service type and form in the unit it
is planned in; so all types are computed at once and units never meet.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import periods
from lib.model.catalogue import Form
from lib.model.derived_reach import ACCESS, REACH, Catchment, ReachClass
from lib.model.distances import DIGITS, Links
from lib.model.lookup import Floats, Positions, joined, positions, ranges, ratio, taken, whole
from lib.model.network import FACILITY
from lib.model.provided import Stated, stated_on
from lib.model.selection import CapacityScope
from lib.model.territory import REGION_AREA, Level

Flags = npt.NDArray[np.bool_]

ZONE_WEIGHTS = (1.0, 0.68, 0.22)
"""Weights of equal zones of the limit, the nearest first (Luo and Qi 2009); all above nought: the limit alone decides
what is within reach. The nearer edge of a zone belongs to the zone before it."""

CLASSES = tuple(ReachClass)


@dataclass(frozen=True, slots=True)
class Supply:
    """What is provided where. `amount` is in the unit of the kind (NaN: not known), `services` counts services that
    declare the municipality (field work), `facilities` the places of the others; a place has an amount above nought, or
    one that is not known.

    `secret` facilities have a place nobody is told, `unplaced` services have no facility in a known municipality and
    `undeclared` field services declare no territory: all three are counted and reached by nobody. `somewhere`: kinds
    that somebody provides, but nowhere that can be told. `nothing_known`: no amount at all is known on the day.
    """

    amount: Floats
    facilities: Floats
    services: Floats
    secret: int
    unplaced: int
    undeclared: int
    somewhere: Flags
    nothing_known: bool

    def of(self, kinds: Positions) -> "Supply":
        """The same of some kinds only; what is counted stays."""
        return replace(self, amount=self.amount[:, kinds], facilities=self.facilities[:, kinds],
                       services=self.services[:, kinds], somewhere=self.somewhere[kinds])


@dataclass(frozen=True, slots=True)
class Reach:
    """What municipalities reach: one column per row of `kinds` (type_code, form, unit, age_group, limit).

    `access` is capacity in the unit of the kind per person (NaN: not known, or the question makes no sense), `nearest`
    is in km or minutes (NaN: there is none, or it does not apply), `status` a position in `CLASSES`. `shared` is the
    sum of access × persons over municipalities, and `reached` the capacity somebody reaches; both are NaN where one
    municipality's access is not known, and equal otherwise.
    """

    kinds: pd.DataFrame
    persons: Floats
    facilities: Floats
    nearest: Floats
    access: Floats
    status: npt.NDArray[np.int8]
    near_border: Flags
    border_known: bool
    shared: Floats
    reached: Floats


def supply_by_municipality(  # noqa: PLR0917
    services: pd.DataFrame, capacity: pd.DataFrame, territory: pd.DataFrame, facilities: pd.DataFrame,
    municipalities: pd.DataFrame, kinds: pd.DataFrame,
    *,
    valid_on: date,
    scope: CapacityScope,
    network_known: bool,
) -> Supply:
    """Capacity of each kind at the municipalities where it is provided, and field services by declared territory.

    Parameters
    ----------
    services, capacity, facilities : whole histories, see `stated_on`.
    territory : an ORP that is declared contains its municipalities.
    kinds : one row per type_code, form with unit.

    The capacity of a service is divided equally among its facilities valid on the day; the part of a facility with a
    secret address, or in a municipality that is not known, has no place. Capacity in another unit, or of no amount,
    makes no place.
    """
    stated = stated_on(services, capacity, valid_on, scope, network_known=network_known)
    key = ("type_code", "form", "unit")
    kind = positions(joined(stated.keys, key), joined(kinds, key))[stated.key]
    provided = (kind >= 0) & ~(stated.amount == 0)
    field = np.append(kinds["form"].to_numpy() == Form.FIELD, False)[kind]
    shape = (len(municipalities), len(kinds))
    at_places = np.flatnonzero(provided & ~field)
    amount, count, secret, unplaced = _placed(stated, at_places, kind, services, facilities, municipalities, valid_on,
                                              shape)
    served, undeclared = _served(stated, np.flatnonzero(provided & field), kind, services, territory, municipalities,
                                 shape)
    by_somebody = np.bincount(kind[provided], minlength=len(kinds)) > 0
    somewhere = by_somebody & ((count + served).sum(axis=0) == 0)
    return Supply(amount, count, served, secret, unplaced, undeclared, somewhere, stated.nothing_known)


def _placed(  # noqa: PLR0917
    stated: Stated, chosen: Positions, kind: Positions, services: pd.DataFrame, facilities: pd.DataFrame,
    municipalities: pd.DataFrame, valid_on: date, shape: tuple[int, int],
) -> tuple[Floats, Floats, int, int]:
    open_ones = np.flatnonzero(periods.valid_on(facilities, FACILITY, valid_on).to_numpy(dtype=bool))
    owner = positions(taken(facilities["service_id"], open_ones), services["id"])
    order = np.argsort(owner, kind="stable")
    owner, open_ones = owner[order], open_ones[order]
    hidden = facilities["secret_address"].to_numpy(dtype=bool)[open_ones]
    town = np.where(hidden, -1, positions(taken(facilities["municipality_code"], open_ones), municipalities["code"]))
    service = stated.service[chosen]
    first, last = np.searchsorted(owner, service), np.searchsorted(owner, service, side="right")
    element, place = ranges(first, last - first)
    part = stated.amount[chosen][element] / (last - first)[element]
    known_town = town[place] >= 0
    placed_services = np.unique(service[element[known_town]])
    with_secret = np.unique(place[hidden[place]])
    cell = (town[place] * shape[1] + kind[chosen][element])[known_town]
    part, size = part[known_town], shape[0] * shape[1]
    unknown = np.bincount(cell, np.isnan(part), size) > 0
    amount = np.where(unknown, np.nan, np.bincount(cell, np.nan_to_num(part), size))
    return (amount.reshape(shape), np.bincount(cell, minlength=size).astype(np.float64).reshape(shape),
            len(with_secret), len(np.setdiff1d(np.unique(service), placed_services)))


def _served(  # noqa: PLR0917
    stated: Stated, chosen: Positions, kind: Positions, services: pd.DataFrame, territory: pd.DataFrame,
    municipalities: pd.DataFrame, shape: tuple[int, int],
) -> tuple[Floats, int]:
    """Field services of each kind that declare the municipality, each once, and how many declare nothing."""
    by_orp = np.argsort(municipalities["orp_code"].to_numpy(dtype=object), kind="stable")
    orp_of = municipalities["orp_code"].to_numpy(dtype=object)[by_orp]
    whole = (territory["level"] == Level.ORP).to_numpy()
    area = territory["area_code"].to_numpy(dtype=object)
    orp_rows = np.flatnonzero(whole)
    first, last = np.searchsorted(orp_of, area[orp_rows]), np.searchsorted(orp_of, area[orp_rows], side="right")
    row, member = ranges(first, last - first)
    owner = positions(territory["service_id"], services["id"])
    of = np.concatenate([owner[orp_rows][row], owner[~whole]])
    town = np.concatenate([by_orp[member], positions(territory["area_code"], municipalities["code"])[~whole]])
    pairs = np.unique(np.column_stack([of, town])[(of >= 0) & (town >= 0)], axis=0)
    service = stated.service[chosen]
    start, stop = np.searchsorted(pairs[:, 0], service), np.searchsorted(pairs[:, 0], service, side="right")
    element, pair = ranges(start, stop - start)
    cell = pairs[pair, 1] * shape[1] + kind[chosen][element]
    served = np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape)
    return served, len(np.unique(service[stop == start]))


def zone_weights(cost: Floats, limit: float, weights: tuple[float, ...] = ZONE_WEIGHTS) -> Floats:
    """Weight of each way not longer than the limit: that of its zone, the zones being equal parts of the limit."""
    scaled = np.round(cost * len(weights), DIGITS - 1)
    zone = np.searchsorted(np.arange(1, len(weights)) * limit, scaled, side="left")
    found: Floats = np.array(weights)[zone]
    return found


def floating_catchment(
    links: Links, weight: Floats, persons: Floats, amount: Floats, places: Flags, *, balanced: bool
) -> Floats:
    """Capacity in reach per person of each municipality and kind.

    Parameters
    ----------
    links, weight : the ways within the limit and their weights, above nought.
    persons, amount : by municipality and kind, NaN: not known.
    places : where the kind is provided; amounts elsewhere are not looked at.
    balanced : people divide themselves among the places within their reach in proportion to the weights, so each is
        counted once (Páez, Higgins and Vivona 2019 standardise the weights by rows in this way); False: everybody
        counts at every place within reach, by weight (Luo and Wang 2003 with all weights one, Luo and Qi 2009).

    Returns
    -------
    R_j = S_j ÷ Σ_k P_k·W_kj and A_i = Σ_j R_j·W_ij, where W is the weight, or its share of the row's sum. In both ways
    Σ_i A_i·P_i is the capacity of places that somebody reaches. 0 where no place is within reach; NaN where the amount
    of a place within reach, or the people of one of its municipalities, are not known.
    """
    from scipy.sparse import csr_array

    n = len(persons)
    ways: Any = csr_array((weight, (links.start, links.end)), shape=(n, n))
    exist: Any = csr_array((np.ones(len(weight)), (links.start, links.end)), shape=(n, n))
    back = ways.T.tocsr()
    here = places.astype(np.float64)
    row_sum = ways @ here if balanced else np.ones(persons.shape)
    demand = back @ np.nan_to_num(ratio(np.nan_to_num(persons), row_sum))
    unknown = places & (np.isnan(amount) | (exist.T.tocsr() @ np.isnan(persons).astype(np.float64) > 0))
    level = np.where(places & ~unknown, np.nan_to_num(ratio(np.nan_to_num(amount), demand)), 0.0)
    access = np.nan_to_num(ratio(ways @ level, row_sum))
    result: Floats = np.where(exist @ unknown.astype(np.float64) > 0, np.nan, access)
    return result


def nearest_by_line(points: Floats, places: Flags) -> Floats:
    """Straight line from each point to the nearest place of each kind, in km; NaN where there is none."""
    from scipy.spatial import cKDTree

    found = np.full(places.shape, np.nan)
    for kind in np.flatnonzero(places.any(axis=0)):
        metres, _ = cKDTree(points[places[:, kind]]).query(points)
        found[:, kind] = np.round(metres / 1000, DIGITS)
    return found


def nearest_by_time(links: Links, places: Flags) -> Floats:
    """Minutes from each municipality to the nearest place of each kind; NaN where no way to one is known."""
    order = np.lexsort((links.cost, links.start))
    start, end, cost = links.start[order], links.end[order], links.cost[order]
    found = np.full(places.shape, np.nan)
    for kind in np.flatnonzero(places.any(axis=0)):
        reached = places[end, kind]
        towns, first = np.unique(start[reached], return_index=True)
        found[towns, kind] = cost[reached][first]
    return found


def reach(  # noqa: PLR0917
    kinds: pd.DataFrame, supply: Supply, persons: Floats, links: Links, nearest: Floats, border: Floats,
    ways_unknown: Flags,
    *,
    way: Catchment,
) -> Reach:
    """What every municipality reaches of every kind.

    Parameters
    ----------
    kinds : type_code, form, unit, age_group, limit (km or minutes; itself within; NaN for field work).
    persons : people of the denominator by municipality and kind, NaN: not known.
    links : ways to every place at least up to the longest limit.
    nearest : see `nearest_by_line`, `nearest_by_time`.
    border : distance from the region's outer border by municipality in km, also where the limit is in minutes (one
        minute is then taken for one km); NaN: not known.
    ways_unknown : municipalities of which no way is known.

    The class of a municipality, in this order: not_applicable without people in the denominator; unknown when nothing
    is known of the day, or of any place of the kind although somebody provides it; in_reach with a place within the
    limit (field work: a service that declares it), whatever its amount; unknown when its people or its ways are not
    known; unknown_border when the region's border is within the limit, or not known; white_spot. Field work knows no
    border.
    """
    shape = persons.shape
    limits = kinds["limit"].to_numpy(dtype=np.float64)
    field = np.isnan(limits)
    places = supply.facilities > 0
    facilities, access = supply.services.copy(), np.full(shape, np.nan)
    reached = np.full(len(kinds), np.nan)
    for limit in np.unique(limits[~field]):
        chosen = np.flatnonzero(limits == limit)
        near = links.within(limit)
        weight = np.ones(len(near.cost)) if way is Catchment.TWO_STEP else zone_weights(near.cost, limit)
        people, amount = persons[:, chosen], supply.amount[:, chosen]
        facilities[:, chosen] = _summed(near.start, near.end, supply.facilities[:, chosen])
        access[:, chosen] = floating_catchment(near, weight, people, amount, places[:, chosen],
                                               balanced=way is Catchment.BALANCED)
        wanted = places[:, chosen] & (_summed(near.end, near.start, people) > 0)
        reached[chosen] = np.where(wanted, amount, 0).sum(axis=0)
    border_known = not bool(np.isnan(border).any())
    near_border = ~field & (np.isnan(border)[:, None] | (border[:, None] <= np.where(field, -1.0, limits)))
    status = np.select(
        [persons == 0, np.broadcast_to(supply.nothing_known | supply.somewhere, shape), facilities > 0,
         np.isnan(persons) | (ways_unknown[:, None] & ~field), near_border],
        [CLASSES.index(word) for word in (ReachClass.NOT_APPLICABLE, ReachClass.UNKNOWN, ReachClass.IN_REACH,
                                          ReachClass.UNKNOWN, ReachClass.UNKNOWN_BORDER)],
        CLASSES.index(ReachClass.WHITE_SPOT)).astype(np.int8)
    shared = (access * persons).sum(axis=0)
    reached[np.isnan(shared)] = np.nan
    access[~np.isin(status, [CLASSES.index(word) for word in (ReachClass.IN_REACH, ReachClass.WHITE_SPOT)])] = np.nan
    access[np.isnan(persons)] = np.nan
    return Reach(kinds, persons, facilities, np.where(field, np.nan, nearest), access, status, near_border,
                 border_known, shared, reached)


def _summed(of: Positions, over: Positions, values: Floats) -> Floats:
    """Values of the municipalities `over`, summed for each municipality `of`."""
    from scipy.sparse import csr_array

    ways: Any = csr_array((np.ones(len(of)), (of, over)), shape=(len(values), len(values)))
    found: Floats = ways @ values
    return found


def access_frame(
    found: Reach, municipalities: pd.DataFrame, orps: pd.DataFrame, service_types: pd.DataFrame, everybody: Floats,
    *,
    minutes: bool,
) -> pd.DataFrame:
    """What each municipality reaches, kind by kind.

    Parameters
    ----------
    everybody : all inhabitants by municipality, NaN: not known.
    minutes : whether ways are in minutes; otherwise they are in km.

    Returns
    -------
    The columns of `access`: one row per kind and municipality, in the order of the kinds and municipalities given.
    """
    n, k = found.persons.shape
    town, kind = np.tile(np.arange(n), k), np.repeat(np.arange(k), n)
    nearest, nothing = found.nearest.T.ravel(), np.full(n * k, np.nan)
    columns = {
        "municipality_code": taken(municipalities["code"], town),
        "municipality_name": taken(municipalities["name"], town),
        "orp_code": taken(municipalities["orp_code"], town),
        "orp_name": taken(orps["name"], positions(municipalities["orp_code"], orps["code"])[town]),
        **_named(found.kinds, service_types, kind),
        "unit": taken(found.kinds["unit"], kind),
        "age_group": taken(found.kinds["age_group"], kind),
        "persons": whole(found.persons.T.ravel()),
        "population_persons": whole(everybody[town]),
        "class": taken(pd.Series(CLASSES, dtype="str"), found.status.T.ravel().astype(np.intp)),
        "facilities_in_reach": whole(found.facilities.T.ravel()),
        "nearest_km": nothing if minutes else nearest,
        "nearest_minutes": nearest if minutes else nothing,
        "access_per_1000": 1000 * found.access.T.ravel(),
        "near_border": pd.array(found.near_border.T.ravel(), dtype="boolean"),
    }
    return pd.DataFrame(columns, columns=list(ACCESS.columns))


def reach_totals(
    found: Reach, municipalities: pd.DataFrame, orps: pd.DataFrame, service_types: pd.DataFrame, everybody: Floats,
    *,
    region_name: str = "",
) -> pd.DataFrame:
    """White spots and the people concerned, summed up.

    Returns
    -------
    The columns of `reach`: per kind first the row `kraj`, then a row per ORP. Persons are NA where those of one of the
    municipalities summed are not known; white_spot_share = white_spot_persons ÷ persons, NA where the reach of one of
    them is not known. Municipalities whose reach across the border is not known are no white spots: where there are
    some, the share is a lower bound. Of an area of which nothing is known, white spots and border are NA too.
    """
    k = len(found.kinds)
    area = positions(municipalities["orp_code"], orps["code"])
    kind, of = np.repeat(np.arange(k), len(orps) + 1), np.tile(np.arange(-1, len(orps)), k)

    def total(values: npt.ArrayLike) -> Floats:
        rows = np.asarray(values, dtype=np.float64)
        sums = np.zeros((len(orps) + 1, k))
        np.add.at(sums, area + 1, rows)
        sums[0] = rows.sum(axis=0)
        flat: Floats = sums.T.ravel()
        return flat

    white, border, unknown, inside = (found.status == CLASSES.index(word) for word in (
        ReachClass.WHITE_SPOT, ReachClass.UNKNOWN_BORDER, ReachClass.UNKNOWN, ReachClass.IN_REACH))
    unknown_ones = total(unknown)
    nothing = np.where((unknown_ones > 0) & (total(white | border | inside) == 0), np.nan, 0.0)
    persons, concerned = total(found.persons), total(np.where(white, found.persons, 0)) + nothing
    return pd.DataFrame({
        "orp_code": taken(orps["code"], of).fillna(REGION_AREA),
        "orp_name": taken(orps["name"], of).fillna(region_name),
        **_named(found.kinds, service_types, kind),
        "age_group": taken(found.kinds["age_group"], kind),
        "limit": taken(found.kinds["limit"], kind),
        "municipalities": whole(total(np.ones(white.shape))),
        "white_spots": whole(total(white) + nothing),
        "border_unknown": whole(total(border) + nothing),
        "unknown": whole(unknown_ones),
        "persons": whole(persons),
        "white_spot_persons": whole(concerned),
        "white_spot_share": np.where(unknown_ones > 0, np.nan, ratio(concerned, persons)),
        "border_persons": whole(total(np.where(border, found.persons, 0)) + nothing),
        "white_spot_population": whole(total(np.where(white, everybody[:, None], 0)) + nothing),
    }, columns=list(REACH.columns))


def _named(kinds: pd.DataFrame, service_types: pd.DataFrame, kind: Positions) -> dict[str, pd.Series]:
    return {
        "type_code": taken(kinds["type_code"], kind),
        "type_name": taken(service_types["name"], positions(kinds["type_code"], service_types["code"])[kind]),
        "form": taken(kinds["form"], kind),
    }
