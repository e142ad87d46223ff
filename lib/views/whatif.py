"""What if: capacities changed by a scenario, what becomes of gaps, of equity and of target groups, and steps by a rule.

Nothing of this enters any other view: a scenario is handed over beside the selection, which other views know alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import whatif as metrics
from lib.metrics.gaps import gap_by_target_group
from lib.model.catalogue import GroupRole, GroupScheme
from lib.model.derived_scenario import SCENARIO_EQUITY, SCENARIO_GAP, SCENARIO_GROUP, Moment
from lib.model.lookup import joined, numbers, positions, taken
from lib.model.scenario import MOST_CHANGES, Change, Known, Scenario, Shift, link_of, parsed, scenario_of
from lib.model.selection import Norm, Selection
from lib.store.database import Database
from lib.views import gaps
from lib.views.base import Note, Reader, Sheet
from lib.views.network import network_on
from lib.views.norms import norm_asked, similar_pairs

FIXED, RECOMPUTED = "pevna", "prepocet"
"""What the norm does: it stays what the data of today make it, or it is made anew of the changed capacities."""

METHOD = "scenario"

_GROUP_KEY = ("orp_code", "group_code", "unit")


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """A scenario and what it changes.

    `gap` holds every ORP of the types, forms and units that the scenario changes or the selection names, `equity` the
    same keys before and after, `groups` the target groups whose capacity is shifted (None: no shifts). `below_zero` are
    the changes and shifts that were not used because less than nothing would be left, `absent` those whose capacity
    there is not, `unknown` those of an unknown capacity, which stays unknown. `fixed_norm` says whether the norm stays;
    `polarity` is a word of `Polarity` by type.
    """

    selection: Selection
    scenario: Scenario
    fixed_norm: bool
    gap: Sheet
    equity: Sheet
    groups: Sheet | None
    below_zero: tuple[Change | Shift, ...]
    absent: tuple[Change | Shift, ...]
    unknown: tuple[Change | Shift, ...]
    polarity: Mapping[str, str]


def plannable(reader: Reader) -> Known:
    """What a scenario may name in this release: areas, planning units by type and form, target groups of the register.

    Only groups that may be given capacity: cross-cutting and staff groups are never spread over services.
    """
    forms, groups = reader.table("service_type_form"), reader.table("target_group")
    shown = (groups["scheme"] == GroupScheme.REGISTER) & groups["role"].isin((GroupRole.GROUP, GroupRole.UMBRELLA))
    pairs = zip(forms["type_code"], forms["form"], strict=True)
    return Known(tuple(reader.table("orp")["code"]), dict(zip(pairs, forms["unit"], strict=True)),
                 tuple(groups.loc[shown, "code"]))


def whatif_view(database: Database, selection: Selection, scenario: Scenario, fixed_norm: bool) -> WhatIfView:
    """A scenario beside the state it starts from; `fixed_norm` keeps the norm at what it is without the scenario."""
    reader = Reader(database, selection.at)
    types, orps = reader.table("service_type"), reader.table("orp")
    wanted = {change.cell[1:] for change in scenario.changes} | {
        (code, form, unit) for (code, form), unit in plannable(reader).units.items() if code == selection.service_type}
    capacity = metrics.cells_of(gaps.capacity(reader, selection.scope), wanted, orps["code"])
    result = metrics.applied(capacity, scenario.changes)
    before = _gaps(reader, selection, capacity)
    after = _after(reader, selection, before, capacity.assign(capacity_units=result.units), fixed_norm)
    frame = metrics.paired(before, after, metrics.CELL)
    touched = {" ".join(change.cell) for change in scenario.changes if change not in result.below_zero}
    frame = frame.assign(touched=joined(frame, metrics.CELL).isin(touched))
    asked = (*norm_asked(reader, selection), ("norma_scenare", FIXED if fixed_norm else RECOMPUTED),
             ("scenar", scenario.link))  # no file of a scenario can be taken for data
    provenance = reader.provenance()
    groups, shifts = _groups(reader, selection, scenario, fixed_norm, asked) if scenario.shifts else (
        None, metrics.Applied(result.units[:0]))
    unknown = result.unknown + shifts.unknown
    notes = _notes(selection, scenario, fixed_norm, unknown)
    return WhatIfView(
        selection, scenario, fixed_norm,
        Sheet(SCENARIO_GAP, frame[list(SCENARIO_GAP.columns)], provenance, METHOD, notes, asked),
        Sheet(SCENARIO_EQUITY, _equity(before, after), provenance, METHOD, notes, asked),
        groups, result.below_zero + shifts.below_zero, result.absent + shifts.absent, unknown,
        dict(zip(types["code"], types["polarity"], strict=True)),
    )


def _gaps(reader: Reader, selection: Selection, capacity: pd.DataFrame) -> pd.DataFrame:
    return gaps.gap_table(reader, selection, capacities=capacity)


def _after(reader: Reader, selection: Selection, before: pd.DataFrame, capacity: pd.DataFrame,
           fixed_norm: bool) -> pd.DataFrame:
    """Gaps with the changed capacities, against the norm of before or one made anew."""
    if not fixed_norm:
        return _gaps(reader, selection, capacity)
    again = positions(joined(before, metrics.CELL), joined(capacity, metrics.CELL))
    return metrics.held(before, numbers(taken(capacity["capacity_units"], again)))


def _equity(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Equity of both states, before above after."""
    names = before[["type_code", "type_name"]].drop_duplicates()
    frame = pd.concat([
        metrics.equity(state).assign(moment=moment.value)
        for moment, state in ((Moment.BEFORE, before), (Moment.AFTER, after))
    ], ignore_index=True)
    order = {Moment.BEFORE.value: 0, Moment.AFTER.value: 1}
    frame = frame.merge(names, on="type_code", how="left").assign(_order=frame["moment"].map(order))
    return frame.sort_values([*metrics.KEY, "_order"], ignore_index=True)[list(SCENARIO_EQUITY.columns)]


def _groups(
    reader: Reader, selection: Selection, scenario: Scenario, fixed_norm: bool, asked: tuple[tuple[str, str], ...],
) -> tuple[Sheet, metrics.Applied]:
    """Allocated capacity of the groups a scenario shifts, per ORP, and how the shifts were applied."""
    total = gaps.group_gap_sheet(reader, selection).frame
    kinds = sorted({shift.type_code for shift in scenario.shifts if shift.type_code is not None})
    by_type = [_of_type(reader, selection, kind).assign(type_code=kind) for kind in kinds]
    result = metrics.shifted(_together(total, by_type), scenario.shifts)
    key = ("group_code", "unit")
    similar = similar_pairs(reader, selection, selection.norm)
    before = gaps.against(total, key, total["allocated_units"], selection.norm, similar=similar)
    units = result.units[: len(total)]
    after = (metrics.held(before, units) if fixed_norm
             else gaps.against(total, key, pd.Series(units, total.index), selection.norm, similar=similar))
    frame = metrics.paired(before, after, _GROUP_KEY)
    used = [shift for shift in scenario.shifts if shift not in result.below_zero + result.absent]
    named = {(code, shift.unit) for shift in scenario.shifts for code in (shift.from_group, shift.to_group)}
    touched = {(shift.orp_code, code, shift.unit) for shift in used
               for code in (shift.from_group, shift.to_group)}
    frame = frame[[pair in named for pair in zip(frame["group_code"], frame["unit"], strict=True)]]
    cells = zip(*(frame[name] for name in _GROUP_KEY), strict=True)
    frame = frame.assign(touched=[cell in touched for cell in cells]).reset_index(drop=True)
    return Sheet(SCENARIO_GROUP, frame[list(SCENARIO_GROUP.columns)], reader.provenance(), METHOD,
                 (Note("scenario-groups"),), asked), result


def _together(total: pd.DataFrame, by_type: list[pd.DataFrame]) -> pd.DataFrame:
    """Allocations of all types together, then those of single types."""
    columns = ["orp_code", "type_code", "group_code", "unit", "allocated_units"]
    absent = pd.Series(pd.NA, index=total.index, dtype="str")
    return pd.concat([frame[columns] for frame in (total.assign(type_code=absent), *by_type)], ignore_index=True)


def _of_type(reader: Reader, selection: Selection, kind: str) -> pd.DataFrame:
    """Capacity by target group of the services of one type alone."""
    services = reader.table("service", type_code=kind)
    tables = (reader.table(name) for name in (*gaps.CAPACITY_TABLES[1:], "service_target_group", "target_group", "orp"))
    return gap_by_target_group(
        services, *tables, valid_on=selection.at.valid_on, scope=selection.scope,
        network_known=network_on(reader) is not None, norm=Norm.REGION_MEAN,
    )


def _notes(selection: Selection, scenario: Scenario, fixed_norm: bool,
           unknown: tuple[Change | Shift, ...]) -> tuple[Note, ...]:
    notes = [Note("scenario-no-data")]
    if selection.norm in (Norm.REGION_MEAN, Norm.ORP_MEDIAN, Norm.BEST_THIRD, Norm.SIMILAR) and scenario.changes:
        notes.append(Note("scenario-norm-fixed") if fixed_norm else Note("scenario-norm-recomputed"))
    if unknown:
        notes.append(Note("scenario-unknown", {"n": len(unknown)}))
    return tuple(notes)


def best_steps(view: WhatIfView, form: str, limit_units: float, step_units: float) -> Scenario | None:
    """Steps by the rule of `metrics.best_steps` for the selected type and a form, as a scenario.

    They start from the state without the scenario of the view. None: they would change more areas than one scenario
    holds.
    """
    kind, frame = view.selection.service_type, view.gap.frame
    rows = frame[(frame["type_code"] == kind) & (frame["form"] == form)]
    today = rows.rename(columns={"capacity_before_units": "capacity_units", "need_before_units": "need_units"})
    added = metrics.best_steps(today, limit_units, step_units)
    changes = [Change(orp, str(kind), form, unit, units)
               for orp, unit, units in zip(rows["orp_code"], rows["unit"], added.tolist(), strict=True) if units]
    return None if len(changes) > MOST_CHANGES else scenario_of(changes)


def scenario_sheet(reader: Reader, selection: Selection, name: str, written: str, fixed_norm: bool) -> Sheet:
    """A table of a scenario for the command line.

    Raises
    ------
    BadSelection : an item of the scenario cannot be used.
    """
    found = parsed(written, plannable(reader))
    view = whatif_view(reader.database, selection, found.scenario, fixed_norm)
    if found.refused:
        raise found.refused[0]
    for item in view.below_zero:
        raise BadSelection("scenario-below-zero", "{item}: less than nothing would be left.", item=link_of(item))
    for item in view.absent:
        raise BadSelection("scenario-absent", "{item}: there is no such capacity.", item=link_of(item))
    sheets = {sheet.table.name: sheet for sheet in (view.gap, view.equity)}
    return sheets.get(name) or view.groups or _no_groups(view)


def _no_groups(view: WhatIfView) -> Sheet:
    columns = {field.name: pd.Series(dtype="object") for field in SCENARIO_GROUP.fields}
    return Sheet(SCENARIO_GROUP, pd.DataFrame(columns), view.gap.provenance, METHOD, asked=view.gap.asked)
