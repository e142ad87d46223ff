"""Capacity of services per ORP, and what is missing against a norm."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.model.areas import EVERYBODY, SPLITS, placement, population_on
from lib.model.catalogue import PLANNING_UNITS, GroupRole, GroupScheme
from lib.model.derived import GAP, GAP_BY_TARGET_GROUP, GROUP_GAP_ALLOCATED, GapClass
from lib.model.lookup import (
    Floats,
    Positions,
    distinct,
    joined,
    numbered,
    numbers,
    numbers_at,
    positions,
    ranges,
    ratio,
    taken,
    whole,
)
from lib.model.norms import Cells, against_norm, compared, similar_among
from lib.model.provided import group_links, stated_on
from lib.model.schemas import require
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import REGION_AREA, Level

_KEY = ("type_code", "form", "unit")


def capacity_by_orp(  # noqa: PLR0917
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
    """Capacity of each service type, form and unit in every ORP on one day.

    Parameters
    ----------
    services, capacity, territory, facilities, population : whole histories; only services and facilities valid on the
        day count, with their latest capacity at or before it.
    scope : network capacity (planning units only) or all registered capacity.
    network_known : whether a version of the network holds on the day.

    Returns
    -------
    One row per orp_code, type_code, form, unit, in this order, for every type, form and unit the capacities know:
    capacity_units (in `unit`), services (how many contribute), split_by (the least sure way in which one of them was
    divided among areas, NA without services), shares_normalised.

    The register is complete, so an ORP without a service has capacity 0. capacity_units is NA when the amount of one
    of the contributing services is unknown: it is not stated, or the service provides the form but states no amount in
    this unit, or it has no capacity recorded up to the day. Everything is NA when no service is valid on the day, and
    network capacities also when no network is known or none of its amounts is: an amount of an earlier version says
    nothing of a day that has none. Services that cannot be placed (see `placement`) are left out.
    """
    stated = stated_on(services, capacity, valid_on, scope, network_known=network_known)
    placed = placement(services, territory, facilities, municipalities, population, valid_on=valid_on)
    contribution, place = placed.spread(stated.service)
    n_keys, n_cells = len(stated.keys), len(placed.orps) * len(stated.keys)
    cell = placed.orp[place] * n_keys + stated.key[contribution]
    units, contributions = _summed(stated.amount[contribution], placed.share[place], cell, n_cells)
    if stated.nothing_known:
        units = np.full(n_cells, np.nan)
    worst = np.full(n_cells, -1)
    np.maximum.at(worst, cell, placed.split_by[place])
    key = np.tile(np.arange(n_keys), len(placed.orps))
    return pd.DataFrame({
        "orp_code": taken(placed.orps, np.repeat(np.arange(len(placed.orps)), n_keys)),
        **{name: taken(stated.keys[name], key) for name in _KEY},
        "capacity_units": units,
        "services": whole(contributions),
        "split_by": taken(pd.Series(SPLITS, dtype="str"), worst),
        "shares_normalised": np.bincount(cell, placed.shares_normalised[place], n_cells) > 0,
    })


def capacity_gap(  # noqa: PLR0917
    capacity: pd.DataFrame, population: pd.DataFrame, forms: pd.DataFrame, service_types: pd.DataFrame,
    orps: pd.DataFrame, rates: pd.DataFrame,
    *,
    norm: Norm,
    similar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Capacity missing or to spare against a norm, per ORP, service type, form and unit.

    Parameters
    ----------
    capacity : result of `capacity_by_orp`.
    population : result of `population_on` at the level of ORP.
    forms : the table service_type_form, which gives the denominator of each form; for a form it does not list,
        everybody is the denominator.
    rates : given norms for `Norm.NATIONAL` and `Norm.OWN`, columns of reference_rate; one counts only where its
        denominator is that of the form.
    similar : the areas like each (orp_code, similar_code), which make the norm for `Norm.SIMILAR`.

    Returns
    -------
    One row per row of capacity, in order of orp_code, type_code, form, unit, with the columns of `gap`.
    gap_units = capacity_units - need_units: negative means capacity is missing. Against the region mean the gaps of
    one type, form and unit sum to zero over the ORPs whose capacity is known. See `gap_class` for the class.
    """
    require(capacity, "orp_code", "type_code", "form", "unit", "capacity_units", key=GAP.key)
    key, keys = numbered(*(capacity[name] for name in _KEY))
    area, areas = distinct(capacity["orp_code"])
    order = np.lexsort((key, area))
    key, area = key[order], area[order]
    form = positions(joined(keys, _KEY[:2]), joined(forms, _KEY[:2]))
    age_group = taken(forms["age_group"], form).fillna(EVERYBODY)
    given = positions(joined(keys, _KEY) + " " + age_group, joined(rates, (*_KEY, "age_group")))
    kind = positions(keys["type_code"], service_types["code"])
    frame = {
        "orp_code": taken(areas, area),
        "orp_name": taken(orps["name"], positions(areas, orps["code"])[area]),
        **{name: taken(keys[name], key) for name in _KEY},
        "type_name": taken(service_types["name"], kind[key]),
        "category": taken(service_types["category"], kind[key]),
        "age_group": taken(age_group, key),
    }
    persons = _persons(population, areas, area, age_group, key)
    cells = Cells(key, area, persons, numbers(capacity["capacity_units"])[order])
    values = against_norm(cells, norm, given=numbers_at(rates["per_1000"], given),
                          similar=similar_among(areas, similar))
    return pd.DataFrame({**frame, **values}, columns=list(GAP.columns))


def gap_by_target_group(  # noqa: PLR0917
    services: pd.DataFrame,
    capacity: pd.DataFrame,
    territory: pd.DataFrame,
    facilities: pd.DataFrame,
    municipalities: pd.DataFrame,
    population: pd.DataFrame,
    service_groups: pd.DataFrame,
    target_groups: pd.DataFrame,
    orps: pd.DataFrame,
    *,
    valid_on: date,
    scope: CapacityScope,
    network_known: bool,
    norm: Norm,
    similar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Capacity available to each target group of the register per ORP and planning unit, against a norm.

    Parameters
    ----------
    services, capacity, territory, facilities, municipalities, population, valid_on, scope, network_known : as in
        `capacity_by_orp`; population is the whole history.
    similar : as in `capacity_gap`.

    Returns
    -------
    One row per orp_code, group_code, unit, in this order, with the columns of `gap_by_target_group`.

    capacity_units counts a service whole for every group it serves, over all types and forms in the same unit, so
    groups do not add up. allocated_units divides each service among its groups by the declared shares (brought to a
    sum of one), or equally when a share is missing. Services without a target group are left out. The denominator is
    the age group of the target group, everybody where it has none. There is no national and no own norm for groups:
    NA. Cross-cutting and staff groups do not appear.
    """
    shown = target_groups[(target_groups["scheme"] == GroupScheme.REGISTER)
                          & target_groups["role"].isin((GroupRole.GROUP, GroupRole.UMBRELLA))]
    stated = stated_on(services, capacity, valid_on, scope, network_known=network_known)
    placed = placement(services, territory, facilities, municipalities, population, valid_on=valid_on)
    link_service, link_group, link_share = group_links(service_groups, services["id"], shown["code"])
    units = [unit for unit in sorted(PLANNING_UNITS) if unit in set(stated.keys["unit"])]
    unit_of = positions(stated.keys["unit"], pd.Series(units, dtype="str"))

    contribution, place = placed.spread(stated.service)
    planned = unit_of[stated.key[contribution]] >= 0
    contribution, place = contribution[planned], place[planned]
    service = placed.service[place]
    first, last = np.searchsorted(link_service, service), np.searchsorted(link_service, service, side="right")
    row, link = ranges(first, last - first)
    contribution, place, service = contribution[row], place[row], service[row]
    pair = link_group[link] * len(units) + unit_of[stated.key[contribution]]
    pairs, key_of = np.unique(pair, return_inverse=True)

    n_keys, n_cells = len(pairs), len(placed.orps) * len(pairs)
    cell = placed.orp[place] * n_keys + key_of
    amount, share = stated.amount[contribution], placed.share[place]
    available, _ = _summed(amount, share, cell, n_cells)
    allocated, _ = _summed(amount, share * link_share[link], cell, n_cells)
    if stated.nothing_known:
        available = allocated = np.full(n_cells, np.nan)
    served = np.unique(cell * len(services) + service) // max(len(services), 1)

    group, unit = pairs // max(len(units), 1), pairs % max(len(units), 1)
    age_group = taken(shown["age_group"], group).fillna(EVERYBODY)
    key, area = np.tile(np.arange(n_keys), len(placed.orps)), np.repeat(np.arange(len(placed.orps)), n_keys)
    frame = {
        "orp_code": taken(placed.orps, area),
        "orp_name": taken(orps["name"], positions(placed.orps, orps["code"])[area]),
        "group_code": taken(shown["code"], group[key]),
        "group_name": taken(shown["name"], group[key]),
        "unit": taken(pd.Series(units, dtype="str"), unit[key]),
        "age_group": taken(age_group, key),
        "allocated_units": allocated,
        "services": whole(np.bincount(served, minlength=n_cells)),
    }
    people = population_on(population, valid_on, Level.ORP)
    persons = _persons(people, placed.orps, area, age_group, key)
    values = against_norm(Cells(key, area, persons, available), norm, given=np.full(n_keys, np.nan),
                          similar=similar_among(placed.orps, similar))
    return pd.DataFrame({**frame, **values}, columns=list(GAP_BY_TARGET_GROUP.columns))


def region_gap(gaps: pd.DataFrame, *, region_name: str = "") -> pd.DataFrame:
    """The row `kraj` of every type, form and unit, or of every target group and unit.

    Returns
    -------
    The columns of `gap`, for groups those of the allocated table without services, which several ORPs share; then
    orps_known and orps_unknown. Persons, need, capacity and gap are sums over the ORPs whose gap is known, and the
    rate, index and class follow from these sums; where no ORP is known they are NA, unknown. Where every ORP has a norm
    of its own, that of the region is all need over all persons.
    """
    by_group = "group_code" in gaps
    columns = [name for name in (GROUP_GAP_ALLOCATED if by_group else GAP).columns if name != "services"]
    key, keys = numbered(*(gaps[name] for name in (("group_code", "unit") if by_group else _KEY)))
    known = gaps["gap_units"].notna().to_numpy()
    n_known, n_all = np.bincount(key[known], minlength=len(keys)), np.bincount(key, minlength=len(keys))

    def total(column: str) -> Floats:
        return np.where(n_known > 0, np.bincount(key[known], numbers(gaps[column])[known], len(keys)), np.nan)

    first = np.unique(key, return_index=True)[1]
    rates, persons, need = numbers(gaps["norm_per_1000"]), total("population_persons"), total("need_units")
    own = np.bincount(key[known], (rates != rates[first][key])[known], len(keys)) > 0
    norms = np.where(own, ratio(1000 * need, persons), rates[first])
    values = compared(persons, total("capacity_units"), norms, need)
    return pd.DataFrame({
        **{name: taken(gaps[name], first) for name in columns if name not in values},
        "orp_code": REGION_AREA,
        "orp_name": region_name,
        **values,
        "orps_known": whole(n_known),
        "orps_unknown": whole(n_all - n_known),
    }, columns=[*columns, "orps_known", "orps_unknown"])


def class_changes(gap_by_norm: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Cells whose class depends on the norm.

    Parameters
    ----------
    gap_by_norm : results of `capacity_gap` or `gap_by_target_group` for the same day and scope, by name of the norm.

    Returns
    -------
    One row per cell whose class is not the same under all norms: its key, then one column per norm with the class. A
    norm that does not exist for a cell (class unknown) makes no change.
    """
    first, *others = gap_by_norm.values()
    key = tuple(name for name in ("orp_code", "group_code", *_KEY) if name in first.columns)
    cells = joined(first, key)
    classes = [first["class"].reset_index(drop=True)]
    classes += [taken(frame["class"], positions(cells, joined(frame, key))) for frame in others]
    known = pd.Series([word for word in GapClass if word != GapClass.UNKNOWN])
    ranks = np.stack([positions(column, known) for column in classes])
    highest, lowest = ranks.max(axis=0), np.where(ranks < 0, len(known), ranks).min(axis=0)
    changed = np.flatnonzero(highest > lowest)
    return pd.DataFrame({
        **{name: taken(first[name], changed) for name in key},
        **{norm: taken(column, changed) for norm, column in zip(gap_by_norm, classes, strict=True)},
    })



def _summed(amount: Floats, share: Floats, cell: Positions, n_cells: int) -> tuple[Floats, Positions]:
    """Sum of amount × share per cell, NaN where one of the amounts is not known, and the number of contributions."""
    serves = share > 0
    amount, share, cell = amount[serves], share[serves], cell[serves]
    unknown = np.isnan(amount)
    known = np.bincount(cell, np.where(unknown, 0.0, amount * share), n_cells)
    total = np.where(np.bincount(cell, unknown, n_cells) > 0, np.nan, known)
    return total, np.bincount(cell, minlength=n_cells)


def _persons(
    population: pd.DataFrame, areas: pd.Series, area: Positions, age_groups: pd.Series, age_group: Positions
) -> Floats:
    """Persons of the age group numbered in the area numbered; NaN where the population has no such number."""
    groups = age_groups.drop_duplicates()
    people = np.full((len(areas) + 1, len(groups) + 1), np.nan)
    row, column = positions(population["area_code"], areas), positions(population["age_group"], groups)
    people[row, column] = numbers(population["persons"])
    people[-1], people[:, -1] = np.nan, np.nan
    found: Floats = people[area, positions(age_groups, groups)[age_group]]
    return found
