"""What would change if capacity changed: cells before and after, how evenly capacity is spread, and steps by a rule."""

from collections.abc import Collection
from dataclasses import dataclass
from heapq import heapify, heapreplace
from typing import Any

import numpy as np
import pandas as pd

from lib.model.cells import GapClass
from lib.model.derived_scenario import MOMENTS_OF
from lib.model.lookup import Floats, Positions, joined, numbered, numbers, positions, taken, whole
from lib.model.norms import compared
from lib.model.scenario import Change, Shift
from lib.model.schemas import require

KEY = ("type_code", "form", "unit")
CELL = ("orp_code", *KEY)

_DIGITS = 9
"""Digits kept when an amount is compared with zero or one, so that noise of floating point decides nothing."""

_WITHOUT_INDEX = (GapClass.UNKNOWN, GapClass.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Applied:
    """Amounts after a scenario.

    `units` has one element per row given. `below_zero` are the changes or shifts that were not used, because less than
    nothing would be left; `absent` those whose cell there is not; `unknown` those whose amount stays unknown.
    """

    units: Floats
    below_zero: tuple[Any, ...] = ()
    absent: tuple[Any, ...] = ()
    unknown: tuple[Any, ...] = ()


def cells_of(capacity: pd.DataFrame, keys: Collection[tuple[str, str, str]], orps: pd.Series) -> pd.DataFrame:
    """Capacities of some types, forms and units in every ORP.

    Parameters
    ----------
    capacity : one row per orp_code, type_code, form, unit, with capacity_units (NA: not known).
    keys : type, form and unit of the cells wanted.
    orps : codes of all ORP areas.

    Returns
    -------
    One row per key and ORP, in order of ORP and key, with the columns of capacity. A cell that capacity does not
    mention is zero, because the register is complete; NA when no capacity at all is known.
    """
    wanted = pd.DataFrame(sorted(keys), columns=list(KEY), dtype="str")
    cells = orps.rename("orp_code").to_frame().merge(wanted, how="cross")
    found = positions(joined(cells, CELL), joined(capacity, CELL))
    rest = {name: taken(capacity[name], found) for name in capacity.columns if name not in CELL}
    nothing = 0.0 if capacity["capacity_units"].notna().any() else np.nan
    units = numbers(rest["capacity_units"])
    rest["capacity_units"] = pd.Series(np.where(found < 0, nothing, units))
    return cells.assign(**rest)[list(capacity.columns)].sort_values(list(CELL), ignore_index=True)


def applied(capacity: pd.DataFrame, changes: Collection[Change]) -> Applied:
    """Capacity of every cell after the changes.

    Parameters
    ----------
    capacity : one row per orp_code, type_code, form, unit, with capacity_units in `unit` (NA: not known).

    Returns
    -------
    A change touches the cell of its own ORP, type, form and unit and no other, so beds never become FTE. An unknown
    capacity stays unknown whatever is added or taken, but closed it is zero. A change that would leave less than
    nothing is not used.

    Raises
    ------
    SchemaMismatch : a column is absent or a cell is repeated.
    """
    require(capacity, *CELL, "capacity_units", key=CELL)
    units = numbers(capacity["capacity_units"]).copy()
    place = {cell: row for row, cell in enumerate(zip(*(capacity[name].tolist() for name in CELL), strict=True))}
    below: list[Change] = []
    absent: list[Change] = []
    unknown: list[Change] = []
    for change in changes:
        row = place.get(change.cell)
        if row is None:
            absent.append(change)
        elif change.delta_units is None:
            units[row] = 0.0
        elif np.isnan(units[row]):
            unknown.append(change)
        elif round(units[row] + change.delta_units, _DIGITS) < 0:
            below.append(change)
        else:
            units[row] = round(units[row] + change.delta_units, _DIGITS) + 0.0
    return Applied(units, tuple(below), tuple(absent), tuple(unknown))


def shifted(allocated: pd.DataFrame, shifts: Collection[Shift]) -> Applied:
    """Capacity allocated to each target group after the shifts; the sum over groups does not change.

    Parameters
    ----------
    allocated : one row per orp_code, type_code, group_code, unit, with allocated_units (NA: not known). Rows whose
        type_code is NA hold all types together and follow from a shift of any type.

    Returns
    -------
    `units` per row. A shift is not used when the group has less than that allocated, of the type named and of all types
    together. A group of unknown allocation stays unknown; the other one changes by what was shifted.
    """
    key = ("orp_code", "type_code", "group_code", "unit")
    units = numbers(allocated["allocated_units"]).copy()
    codes = (allocated[name].astype("object").where(allocated[name].notna(), None).tolist() for name in key)
    place = {cell: row for row, cell in enumerate(zip(*codes, strict=True))}
    below: list[Shift] = []
    absent: list[Shift] = []
    unknown: list[Shift] = []
    for shift in shifts:
        kinds = [None] if shift.type_code is None else [None, shift.type_code]
        givers = [place.get((shift.orp_code, kind, shift.from_group, shift.unit)) for kind in kinds]
        takers = [place.get((shift.orp_code, kind, shift.to_group, shift.unit)) for kind in kinds]
        if None in givers or takers[0] is None:
            absent.append(shift)
            continue
        given = np.array(givers, dtype=np.intp)
        if (np.round(units[given] - shift.units, _DIGITS) < 0).any():
            below.append(shift)
            continue
        if np.isnan(units[[given[0], takers[0]]]).any():
            unknown.append(shift)
        units[given] = np.round(units[given] - shift.units, _DIGITS) + 0.0
        taking = np.array([row for row in takers if row is not None], dtype=np.intp)
        units[taking] = np.round(units[taking] + shift.units, _DIGITS) + 0.0
    return Applied(units, tuple(below), tuple(absent), tuple(unknown))


def held(before: pd.DataFrame, units: Floats) -> pd.DataFrame:
    """Rows of a gap table with another capacity, compared with the very norm and need they had before."""
    norms, need = numbers(before["norm_per_1000"]), numbers(before["need_units"])
    values = compared(numbers(before["population_persons"]), units, norms, need)
    return before.assign(**{name: column.set_axis(before.index) for name, column in values.items() if name in before})


def paired(before: pd.DataFrame, after: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """Every cell before and after.

    Parameters
    ----------
    before, after : rows of a gap table (by service type or by target group), the same cells in any order.
    key : the columns that name a cell.

    Returns
    -------
    The rows of before, in its order, with the columns of `MOMENTS_OF` instead of those they stand for;
    capacity_change_units and gap_change_units are after − before, NA where one of the two is not known; class_changes.

    Raises
    ------
    SchemaMismatch : a column is absent or a cell is repeated.
    """
    for frame in (before, after):
        require(frame, *key, *MOMENTS_OF, key=key)
    again = positions(joined(before, key), joined(after, key))
    columns: dict[str, pd.Series] = {}
    for name, (first, second) in MOMENTS_OF.items():
        columns[first], columns[second] = before[name].reset_index(drop=True), taken(after[name], again)
    for name in ("capacity", "gap"):
        change = numbers(columns[f"{name}_after_units"]) - numbers(columns[f"{name}_before_units"])
        columns[f"{name}_change_units"] = pd.Series(np.round(change, _DIGITS) + 0.0)
    columns["class_changes"] = columns["class_before"] != columns["class_after"]
    kept = before.drop(columns=list(MOMENTS_OF)).reset_index(drop=True)
    return kept.assign(**columns)


def gini(rates: Floats, people: Floats) -> float:
    """How unevenly a rate is spread over people: 0 when everybody lives where it is the same, towards 1 for one place.

    G = Σᵢ Σⱼ pᵢ pⱼ |rᵢ − rⱼ| ÷ (2 P² r̄), where r are rates of areas, p their people, P all people and r̄ the mean rate
    of a person (the usual Gini coefficient with people as weights). Everybody counts with the rate of the own area, so
    differences inside an area are not seen.

    Parameters
    ----------
    rates, people : of each area; areas where one is not known (NaN) or nobody lives are left out.

    Returns
    -------
    A number from 0 to below 1; 0 when nobody has anything; NaN when no area is known.
    """
    known = ~np.isnan(rates) & (people > 0)
    if not known.any():
        return float("nan")
    order = np.argsort(rates[known], kind="stable")
    weights = people[known][order] / people[known].sum()
    amounts = np.cumsum(weights * rates[known][order])
    if amounts[-1] == 0:
        return 0.0
    # Twice the area between the line of equality and the Lorenz curve, which is piecewise linear.
    below = weights * (amounts + np.append(0.0, amounts[:-1])) / amounts[-1]
    return max(0.0, round(float(1 - below.sum()), _DIGITS))


def equity(gaps: pd.DataFrame) -> pd.DataFrame:
    """How evenly each type, form and unit is spread over people.

    Parameters
    ----------
    gaps : rows of a gap table, one per ORP and key (no row of the whole region).

    Returns
    -------
    One row per type_code, form, unit: gini (see `gini`), orps_rate_known and orps_rate_unknown (areas with and without
    a known rate), population_persons (of the areas whose class is neither unknown nor not applicable),
    white_spot_persons and white_spot_share (people of the denominator in white spots, as a part of these; NA when there
    is no such area), and a column `orps_` with each word of `GapClass`: the number of areas.
    """
    require(gaps, *CELL, "rate_per_1000", "population_persons", "class", key=CELL)
    key, keys = numbered(*(gaps[name] for name in KEY))
    n, rates, people = len(keys), numbers(gaps["rate_per_1000"]), numbers(gaps["population_persons"])
    counted = ~gaps["class"].isin(_WITHOUT_INDEX).to_numpy()
    spots = (gaps["class"] == GapClass.WHITE_SPOT).to_numpy()
    known = ~np.isnan(rates)
    counted_people = np.bincount(key[counted], people[counted], n)
    spot_people = np.bincount(key[spots], people[spots], n)
    any_counted = np.bincount(key[counted], minlength=n) > 0
    share = np.divide(spot_people, counted_people, out=np.full(n, np.nan), where=counted_people > 0)
    return keys.assign(
        gini=[gini(rates[key == each], people[key == each]) for each in range(n)],
        orps_rate_known=whole(np.bincount(key[known], minlength=n)),
        orps_rate_unknown=whole(np.bincount(key[~known], minlength=n)),
        population_persons=whole(np.where(any_counted, counted_people, np.nan)),
        white_spot_persons=whole(np.where(any_counted, spot_people, np.nan)),
        white_spot_share=share,
        **{f"orps_{word.value}": whole(np.bincount(key[(gaps["class"] == word).to_numpy()], minlength=n))
           for word in GapClass},
    )


def best_steps(gaps: pd.DataFrame, limit_units: float, step_units: float) -> Floats:
    """How much each area gets when every step goes to where the norm is covered least.

    The rule: each step adds step_units to the area with the lowest coverage index against the norm of gaps, which stays
    as it is; of equal areas the one with the larger need comes first, then the lower code; it ends when another step
    would exceed the limit or no area is below the norm. It makes the lowest index as high as the limit allows.

    Parameters
    ----------
    gaps : rows of one type, form and unit, one per ORP.
    limit_units, step_units : both above zero.

    Returns
    -------
    Units added to each row, zero or a multiple of step_units, together at most limit_units. Areas whose capacity or
    need is not known, or that need nothing, get nothing.
    """
    capacity, need = numbers(gaps["capacity_units"]), numbers(gaps["need_units"])
    codes = gaps["orp_code"].tolist()
    eligible: Positions = np.flatnonzero(~np.isnan(capacity) & (need > 0))
    queue = [(round(capacity[row] / need[row], _DIGITS), -need[row], codes[row], row) for row in eligible.tolist()]
    heapify(queue)
    steps = np.zeros(len(gaps))
    left = int(np.floor(round(limit_units / step_units, _DIGITS)))
    while left and queue and queue[0][0] < 1:
        row = queue[0][3]
        steps[row] += 1
        left -= 1
        index = round((capacity[row] + steps[row] * step_units) / need[row], _DIGITS)
        heapreplace(queue, (index, -need[row], codes[row], row))
    return np.round(steps * step_units, _DIGITS)
