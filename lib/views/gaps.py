"""Capacity gaps by service type and by target group, the arithmetic of one type, and the cards that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.metrics import gaps as metrics
from lib.model import derived
from lib.model.areas import population_on
from lib.model.selection import CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA, Level
from lib.store.database import Database
from lib.views.base import Note, Reader, Sheet

COMPARABLE_NORMS = (Norm.REGION_MEAN, Norm.ORP_MEDIAN, Norm.BEST_THIRD, Norm.NATIONAL)
"""Norms whose classes are compared in the sensitivity list; the own value belongs to the user."""


@dataclass(frozen=True, slots=True)
class TypeDetail:
    """One service type: its gap per ORP in every form and unit, and what hangs on it.

    `changes` has one row per form, unit and ORP whose class is not the same under all norms, with a column per norm.
    `cards` are the activity cards that list the type (cards for "all types" are no answer to one gap).
    """

    type_code: str
    gap: Sheet
    region: pd.DataFrame
    changes: pd.DataFrame
    cards: pd.DataFrame


@dataclass(frozen=True, slots=True)
class GapsView:
    """Gaps on the selected day against the selected norm.

    `gap` holds every type, form and unit per ORP; `planning` only the unit the network is planned in, with the rows
    of the whole region added (area kraj); `groups` is the same by target group. `population_date` is the day of the
    denominators.
    """

    selection: Selection
    gap: Sheet
    planning: pd.DataFrame
    groups: Sheet
    detail: TypeDetail | None
    population_date: date

    @property
    def worst(self) -> pd.DataFrame:
        """Rows of the selected area (or of all ORP areas) in planning units that miss capacity, worst index first."""
        rows = self.planning[self.planning["orp_code"] != REGION_AREA]
        if self.selection.orp is not None:
            rows = rows[rows["orp_code"] == self.selection.orp]
        missing = rows[(rows["gap_units"] < 0) & rows["class"].isin(["severe", "low", "slightly_low", "white_spot"])]
        return missing.sort_values(["coverage_index", "gap_units", "orp_code", "type_code"])


def capacity(reader: Reader, scope: CapacityScope) -> pd.DataFrame:
    """Capacity per ORP, type, form and unit on the day, in the scope asked for."""
    return metrics.capacity_by_orp(
        *(reader.table(name) for name in (
            "service", "service_capacity", "service_territory", "facility", "municipality", "population")),
        valid_on=reader.at.valid_on, scope=scope,
    )


def gap_table(reader: Reader, norm: Norm, scope: CapacityScope, *, own_rate: float | None = None,
              own_type: str | None = None, capacities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gaps against a norm; columns of `derived.GAP`. An own value counts for `own_type` alone; without it, for all."""
    amounts = capacity(reader, scope) if capacities is None else capacities
    people = population_on(reader.table("population"), reader.at.valid_on, Level.ORP)
    tables = [reader.table(name) for name in ("service_type_form", "service_type", "orp", "reference_rate")]
    if norm is Norm.OWN and own_type is not None:
        chosen = amounts["type_code"] == own_type
        return pd.concat([
            metrics.capacity_gap(amounts[chosen], people, *tables, norm=norm, own_rate=own_rate),
            metrics.capacity_gap(amounts[~chosen], people, *tables, norm=norm, own_rate=None),
        ], ignore_index=True)
    return metrics.capacity_gap(amounts, people, *tables, norm=norm, own_rate=own_rate)


def gap_sheet(reader: Reader, selection: Selection) -> Sheet:
    frame = gap_table(reader, selection.norm, selection.scope, own_rate=selection.own_rate, own_type=selection.service_type)
    return Sheet(derived.GAP, frame, reader.provenance(), "gap", _notes(reader, selection, frame))


def group_gap_sheet(reader: Reader, selection: Selection) -> Sheet:
    frame = metrics.gap_by_target_group(
        *(reader.table(name) for name in (
            "service", "service_capacity", "service_territory", "facility", "municipality", "population",
            "service_target_group", "target_group", "orp")),
        valid_on=selection.at.valid_on, scope=selection.scope, norm=selection.norm, own_rate=selection.own_rate,
    )
    return Sheet(derived.GAP_BY_TARGET_GROUP, frame, reader.provenance(), "gap_by_target_group")


def _notes(reader: Reader, selection: Selection, frame: pd.DataFrame) -> tuple[Note, ...]:
    notes = []
    if selection.norm is Norm.REGION_MEAN:
        notes.append(Note("gaps-sum-to-zero"))
    unknown = int((frame["class"] == "unknown").sum())
    if unknown:
        notes.append(Note("cells-unknown", {"n": unknown, "total": len(frame)}))
    return tuple(notes)


arithmetic = metrics.gap_arithmetic


def planning_rows(frame: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Rows of a gap table in the unit the network is planned in."""
    return frame.merge(forms[["type_code", "form", "unit"]], on=["type_code", "form", "unit"])


def population_date(reader: Reader) -> date:
    """The day of the denominators used on the selected day."""
    used = population_on(reader.table("population"), reader.at.valid_on, Level.ORP)
    return used["date"].max().date()  # type: ignore[no-any-return]


def gaps_view(database: Database, selection: Selection) -> GapsView:
    """Everything the page on gaps shows."""
    reader = Reader(database, selection.at)
    amounts = capacity(reader, selection.scope)
    frame = gap_table(reader, selection.norm, selection.scope, own_rate=selection.own_rate,
                      own_type=selection.service_type, capacities=amounts)
    region = metrics.region_gap(frame, region_name=str(reader.table("region")["name"].iloc[0]))
    planning = planning_rows(pd.concat([region[frame.columns], frame], ignore_index=True), reader.table("service_type_form"))
    groups = group_gap_sheet(reader, selection)
    detail = None if selection.service_type is None else _detail(reader, selection, frame, region, amounts)
    return GapsView(
        selection,
        Sheet(derived.GAP, frame, reader.provenance(), "gap", _notes(reader, selection, frame)),
        planning, groups, detail, population_date(reader),
    )


def _detail(reader: Reader, selection: Selection, frame: pd.DataFrame, region: pd.DataFrame, amounts: pd.DataFrame) -> TypeDetail:
    code = selection.service_type
    assert code is not None
    rows = frame[frame["type_code"] == code].reset_index(drop=True)
    only = amounts[amounts["type_code"] == code]
    by_norm: Mapping[str, pd.DataFrame] = {
        norm.value: gap_table(reader, norm, selection.scope, capacities=only) for norm in COMPARABLE_NORMS
    }
    listed = reader.table("activity_service_type", type_code=code)["activity_code"]
    activities = reader.table("activity")
    return TypeDetail(
        code,
        Sheet(derived.GAP, rows, reader.provenance(), "gap", _notes(reader, selection, rows)),
        region[region["type_code"] == code].reset_index(drop=True),
        metrics.class_changes({norm: table[table["type_code"] == code] for norm, table in by_norm.items()}),
        activities[activities["code"].isin(listed)].sort_values("code").reset_index(drop=True),
    )


