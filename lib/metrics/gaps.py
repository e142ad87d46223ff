"""Capacity of services per ORP, and what is missing against a norm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.model import periods
from lib.model.areas import EVERYBODY, SPLITS, population_on, service_placement
from lib.model.catalogue import PLANNING_UNITS, GroupRole, GroupScheme
from lib.model.derived import GAP, GAP_BY_TARGET_GROUP, GapClass
from lib.model.lookup import Floats, Positions, joined, numbered, numbers, numbers_at, positions, taken
from lib.model.network import SERVICE, SERVICE_CAPACITY
from lib.model.norms import compared, norm_rate
from lib.model.schemas import require
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import REGION_AREA, Level


@dataclass(frozen=True, slots=True)
class GapArithmetic:
    """The inputs and steps of one cell: need = norm × persons / 1,000, gap = capacity − need, index = capacity / need.

    None stands for what is not known or cannot be computed.
    """

    orp_code: str
    unit: str
    age_group: str
    persons: int | None
    capacity_units: float | None
    rate_per_1000: float | None
    norm_per_1000: float | None
    need_units: float | None
    gap_units: float | None
    coverage_index: float | None
    gap_class: GapClass


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
) -> pd.DataFrame:
    """Capacity of each service type, form and unit in every ORP on one day.

    Parameters
    ----------
    services, capacity, territory, facilities, population : whole histories; only services and facilities valid on the
        day count, with their latest capacity at or before it.
    scope : network capacity (planning units only) or all registered capacity.

    Returns
    -------
    One row per orp_code, type_code, form, unit, in this order, for every type, form and unit the capacities know:
    capacity_units (in `unit`), services (how many contribute), split_by (the least sure way in which one of them was
    divided among areas, NA without services), shares_normalised.

    The register is complete, so an ORP without a service has capacity 0. capacity_units is NA when the amount of one
    of the contributing services is unknown: it is not stated, or the service provides the form but states no amount in
    this unit, or it has no capacity recorded up to the day. Everything is NA when no service is valid on the day, and
    network capacities also on a day for which no network amount is known. Services that cannot be placed (see
    `service_placement`) are left out.
    """
    amounts, keys = _amounts(services, capacity, valid_on, scope)
    placement = service_placement(services, territory, facilities, municipalities, population, valid_on=valid_on)
    orps = pd.Series(municipalities["orp_code"].unique(), dtype="str").sort_values().reset_index(drop=True)
    placed = amounts.merge(placement[placement["orp_code"].notna()], on="service_id")
    cell = positions(placed["orp_code"], orps) * len(keys) + placed["key"].to_numpy()
    n_cells = len(orps) * len(keys)
    units, services_count = _summed(placed["amount"].to_numpy(), placed["share"].to_numpy(), cell, n_cells)
    if bool(amounts["amount"].isna().all()):
        units[:] = np.nan
    worst = np.full(n_cells, -1)
    np.maximum.at(worst, cell, positions(placed["split_by"], pd.Series(SPLITS)))
    normalised = np.bincount(cell, placed["shares_normalised"].to_numpy(), n_cells) > 0
    rows = keys.take(np.tile(np.arange(len(keys)), len(orps)))
    return pd.DataFrame({
        "orp_code": orps.take(np.repeat(np.arange(len(orps)), len(keys))).array,
        **{name: rows[name].array for name in ("type_code", "form", "unit")},
        "capacity_units": units,
        "services": pd.array(services_count, dtype="Int64"),
        "split_by": taken(pd.Series(SPLITS, dtype="str"), worst),
        "shares_normalised": normalised,
    })


def capacity_gap(  # noqa: PLR0917
    capacity: pd.DataFrame,
    population: pd.DataFrame,
    forms: pd.DataFrame,
    service_types: pd.DataFrame,
    orps: pd.DataFrame,
    reference_rates: pd.DataFrame,
    *,
    norm: Norm,
    own_rate: float | None = None,
) -> pd.DataFrame:
    """Capacity missing or to spare against a norm, per ORP, service type, form and unit.

    Parameters
    ----------
    capacity : result of `capacity_by_orp`.
    population : result of `population_on` at the level of ORP.
    forms : the table service_type_form, which gives the denominator of each form; for a form it does not list,
        everybody is the denominator.
    reference_rates : national norms; one counts only where its denominator is that of the form.
    own_rate : the norm per 1,000 persons for `Norm.OWN`; None: not known.

    Returns
    -------
    One row per row of capacity, in order of orp_code, type_code, form, unit, with the columns of `gap`.
    gap_units = capacity_units - need_units: negative means capacity is missing. Against the region mean the gaps of
    one type, form and unit sum to zero over the ORPs whose capacity is known. See `gap_class` for the class.
    """
    require(capacity, "orp_code", "type_code", "form", "unit", "capacity_units", key=GAP.key)
    key, keys = numbered(capacity, ("type_code", "form", "unit"))
    area, _ = pd.factorize(capacity["orp_code"], sort=True)
    order = np.lexsort((key, area))
    rows, key = capacity.take(order), key[order]
    form = positions(joined(keys, ("type_code", "form")), joined(forms, ("type_code", "form")))
    age_group = taken(forms["age_group"], form).fillna(EVERYBODY)
    national = positions(
        joined(keys, ("type_code", "form", "unit")) + " " + age_group,
        joined(reference_rates, ("type_code", "form", "unit", "age_group")),
    )
    national_per_1000 = numbers_at(reference_rates["per_1000"], national)
    kind = positions(keys["type_code"], service_types["code"])
    frame = pd.DataFrame({
        "orp_code": rows["orp_code"].array,
        "orp_name": taken(orps["name"], positions(rows["orp_code"], orps["code"])),
        "type_code": rows["type_code"].array,
        "type_name": taken(service_types["name"], kind[key]),
        "category": taken(service_types["category"], kind[key]),
        "form": rows["form"].array,
        "unit": rows["unit"].array,
        "age_group": age_group.take(key).array,
    })
    persons = _persons(population, frame["orp_code"], frame["age_group"])
    values = _against(key, persons, numbers(rows["capacity_units"]), national_per_1000, norm, own_rate)
    return frame.assign(**values)[list(GAP.columns)]


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
    norm: Norm,
    own_rate: float | None = None,
) -> pd.DataFrame:
    """Capacity available to each target group of the register per ORP and planning unit, against a norm.

    Parameters
    ----------
    services, capacity, territory, facilities, municipalities, population, valid_on, scope : as in `capacity_by_orp`;
        population is the whole history.

    Returns
    -------
    One row per orp_code, group_code, unit, in this order, with the columns of `gap_by_target_group`.

    capacity_units counts a service whole for every group it serves, over all types and forms in the same unit, so
    groups do not add up. allocated_units divides each service among its groups by the declared shares (brought to a
    sum of one), or equally when a share is missing. Services without a target group are left out. The denominator is
    the age group of the target group, everybody where it has none. There is no national norm for groups: NA. Cross-
    cutting and staff groups do not appear.
    """
    amounts, keys = _amounts(services, capacity, valid_on, scope)
    planned = keys["unit"].isin(PLANNING_UNITS).to_numpy()
    amounts = amounts[planned[amounts["key"].to_numpy()]]
    amounts = amounts.assign(unit=keys["unit"].take(amounts["key"].to_numpy()).array)
    placement = service_placement(services, territory, facilities, municipalities, population, valid_on=valid_on)
    shown = target_groups[(target_groups["scheme"] == GroupScheme.REGISTER)
                          & target_groups["role"].isin((GroupRole.GROUP, GroupRole.UMBRELLA))]
    links = _group_shares(service_groups[service_groups["group_code"].isin(shown["code"])])
    everything = amounts.merge(placement[placement["orp_code"].notna()], on="service_id").merge(links, on="service_id")

    areas = orps["code"].sort_values().reset_index(drop=True)
    group_key, groups = numbered(everything, ("group_code", "unit"))
    cell = positions(everything["orp_code"], areas) * len(groups) + group_key
    n_cells = len(areas) * len(groups)
    amount, share = everything["amount"].to_numpy(), everything["share"].to_numpy()
    units, _ = _summed(amount, share, cell, n_cells)
    allocated, _ = _summed(amount, share * everything["group_share"].to_numpy(), cell, n_cells)
    service, _ = pd.factorize(everything["service_id"])
    counted = np.unique(cell * len(services) + service) // len(services) if len(everything) else cell
    if bool(amounts["amount"].isna().all()):
        units[:] = allocated[:] = np.nan

    key = np.tile(np.arange(len(groups)), len(areas))
    group = positions(groups["group_code"], shown["code"])
    age_group = taken(shown["age_group"], group).fillna(EVERYBODY)
    frame = pd.DataFrame({
        "orp_code": areas.take(np.repeat(np.arange(len(areas)), len(groups))).array,
        "group_code": groups["group_code"].take(key).array,
        "group_name": taken(shown["name"], group[key]),
        "unit": groups["unit"].take(key).array,
        "age_group": age_group.take(key).array,
        "allocated_units": allocated,
        "services": pd.array(np.bincount(counted, minlength=n_cells), dtype="Int64"),
    })
    frame["orp_name"] = taken(orps["name"], positions(frame["orp_code"], orps["code"]))
    people = population_on(population, valid_on, Level.ORP)
    persons = _persons(people, frame["orp_code"], frame["age_group"])
    no_national = np.full(len(groups), np.nan)
    values = _against(key, persons, units, no_national, norm, own_rate)
    return frame.assign(**values)[list(GAP_BY_TARGET_GROUP.columns)]


def region_gap(gaps: pd.DataFrame, *, region_name: str = "") -> pd.DataFrame:
    """The row `kraj` of every type, form and unit.

    Returns
    -------
    The columns of `gap`, then orps_known and orps_unknown. Persons, need, capacity and gap are sums over the ORPs whose
    gap is known, and the rate, index and class follow from these sums; where no ORP is known they are NA, unknown.
    """
    key, keys = numbered(gaps, ("type_code", "form", "unit"))
    known = gaps["gap_units"].notna().to_numpy()
    n_known, n_all = np.bincount(key[known], minlength=len(keys)), np.bincount(key, minlength=len(keys))

    def total(column: str) -> Floats:
        return np.where(n_known > 0, np.bincount(key[known], numbers(gaps[column])[known], len(keys)), np.nan)

    first = gaps.take(np.unique(key, return_index=True)[1]).reset_index(drop=True)
    values = compared(
        total("population_persons"), total("capacity_units"), numbers(first["norm_per_1000"]), total("need_units")
    )
    return first[list(GAP.columns)].assign(
        orp_code=REGION_AREA,
        orp_name=region_name,
        **values,
        orps_known=pd.array(n_known, dtype="Int64"),
        orps_unknown=pd.array(n_all - n_known, dtype="Int64"),
    )


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
    frames = list(gap_by_norm.values())
    key = [name for name in ("orp_code", "group_code", "type_code", "form", "unit") if name in frames[0].columns]
    table = pd.concat([frame.set_index(key)["class"].rename(norm) for norm, frame in gap_by_norm.items()], axis=1)
    kinds = table.where(table != GapClass.UNKNOWN).nunique(axis=1)
    return table[kinds > 1].reset_index()


def gap_arithmetic(cell: pd.Series) -> GapArithmetic:
    """The inputs and steps behind one row of `gap` or `gap_by_target_group`."""

    def number(name: str) -> float | None:
        return None if pd.isna(cell[name]) else float(cell[name])

    return GapArithmetic(
        orp_code=str(cell["orp_code"]),
        unit=str(cell["unit"]),
        age_group=str(cell["age_group"]),
        persons=None if pd.isna(cell["population_persons"]) else int(cell["population_persons"]),
        capacity_units=number("capacity_units"),
        rate_per_1000=number("rate_per_1000"),
        norm_per_1000=number("norm_per_1000"),
        need_units=number("need_units"),
        gap_units=number("gap_units"),
        coverage_index=number("coverage_index"),
        gap_class=GapClass(str(cell["class"])),
    )


def _amounts(
    services: pd.DataFrame, capacity: pd.DataFrame, valid_on: date, scope: CapacityScope
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each valid service provides on the day: (service_id, key, amount), and the keys (type_code, form, unit).

    A service that provides a form, but states nothing in a unit in which others state this form, has an unknown amount
    there; so has a service with nothing recorded up to the day, in every form and unit of its type.
    """
    rows = capacity if scope == CapacityScope.ALL else capacity[capacity["unit"].isin(PLANNING_UNITS)]
    of = positions(rows["service_id"], services["id"])
    rows, of = rows[of >= 0], of[of >= 0]
    typed = rows.assign(type_code=services["type_code"].take(of).array)
    key, keys = numbered(typed, ("type_code", "form", "unit"))
    typed["key"] = key
    valid = services[periods.valid_on(services, SERVICE, valid_on).to_numpy(dtype=bool)]
    stated = periods.latest_on(typed[typed["service_id"].isin(valid["id"])], SERVICE_CAPACITY, valid_on)
    amount = "in_network" if scope == CapacityScope.NETWORK else "registered"

    forms = stated[["service_id", "type_code", "form"]].drop_duplicates()
    silent = valid[~valid["id"].isin(stated["service_id"])].rename(columns={"id": "service_id"})
    catalogue = keys.assign(key=np.arange(len(keys)))
    expected = pd.concat([
        forms.merge(catalogue, on=["type_code", "form"])[["service_id", "key"]],
        silent[["service_id", "type_code"]].merge(catalogue, on="type_code")[["service_id", "key"]],
    ])
    amounts = expected.merge(stated[["service_id", "key", amount]], on=["service_id", "key"], how="left")
    return amounts.rename(columns={amount: "amount"}), keys


def _group_shares(links: pd.DataFrame) -> pd.DataFrame:
    """Share of a service's capacity given to each of its groups: (service_id, group_code, group_share)."""
    of, _ = pd.factorize(links["service_id"])
    declared = links["share"].to_numpy()
    total, count = np.bincount(of, declared), np.bincount(of)
    group_share = np.where(total[of] > 0, declared / np.where(total > 0, total, 1)[of], 1 / count[of])
    return links[["service_id", "group_code"]].assign(group_share=group_share)


def _against(  # noqa: PLR0917
    key: Positions, persons: Floats, capacity: Floats, national: Floats, norm: Norm, own_rate: float | None
) -> dict[str, pd.Series]:
    """The columns that compare the capacity of each row with the norm of its key."""
    norms = norm_rate(key, persons, capacity, national, norm=norm, own_rate=own_rate)[key]
    return compared(persons, capacity, norms, norms * persons / 1000)


def _summed(amount: Floats, share: Floats, cell: Positions, n_cells: int) -> tuple[Floats, Positions]:
    """Sum of amount × share per cell, NaN where one of the amounts is not known, and the number of contributions."""
    serves = share > 0
    amount, share, cell = amount[serves], share[serves], cell[serves]
    unknown = np.isnan(amount)
    known = np.bincount(cell, np.where(unknown, 0.0, amount * share), n_cells)
    total = np.where(np.bincount(cell, unknown, n_cells) > 0, np.nan, known)
    return total, np.bincount(cell, minlength=n_cells)


def _persons(population: pd.DataFrame, orp_code: pd.Series, age_group: pd.Series) -> Floats:
    """Persons of an age group in an ORP; NaN where the population has no such number."""
    found = positions(orp_code + " " + age_group, joined(population, ("area_code", "age_group")))
    return numbers_at(population["persons"], found)
