"""Four lenses of need side by side, by service type and by target group, and which classes depend on assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.metrics import gaps as gap_metrics
from lib.metrics import lenses as metrics
from lib.model.assumptions import REQUEST_PARAMETERS, Assumptions, Parameter
from lib.model.cells import SHORT_CLASSES
from lib.model.derived import GAP_BY_TARGET_GROUP
from lib.model.derived_lens import LENS, SENSITIVITY, Tried
from lib.model.network import NetworkState
from lib.model.selection import CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA
from lib.store.database import Database
from lib.views.assumptions import assumptions_of
from lib.views.base import Note, Provenance, Reader, Sheet, comparison
from lib.views.gaps import (
    COMPARABLE_NORMS,
    capacity,
    gap_table,
    group_gap_sheet,
    planning_rows,
    population_date,
    with_types_nobody_provides,
)
from lib.views.network import Network, network_on, network_state
from lib.views.norms import forms_of, norm_notes, similar_pairs
from lib.views.similar import WEIGHTS

PROVISION, REFERENCE, PLAN, REQUESTS = LENSES = ("provision", "reference", "plan", "requests")
"""The lenses, in the order in which they stand side by side."""


@dataclass(frozen=True, slots=True)
class LensesView:
    """The four lenses on the selected day.

    `lens` has every type, form and planning unit in every ORP, those of the whole region first (area kraj).
    `sensitivity` has the same cells without the region. `group` are the rows of the chosen target group (region first),
    None when none is chosen, and `group_types` the types of services that serve it. `polarity` is a word of `Polarity`
    by type. `made_of` are the sources of the amounts in every lens, by the words of `LENSES`; those of the code lists
    and of territory stand with the tables.
    """

    selection: Selection
    lens: Sheet
    sensitivity: Sheet
    group: Sheet | None
    group_types: tuple[str, ...]
    polarity: Mapping[str, str]
    assumptions: Assumptions
    population_date: date
    network: Network | None
    network_state: NetworkState
    made_of: Mapping[str, Provenance]


@dataclass(frozen=True, slots=True)
class _Basis:
    """What both tables are made of, in planning units alone: gaps as asked for, and capacities in both scopes."""

    gaps: pd.DataFrame
    capacities: Mapping[CapacityScope, pd.DataFrame]
    forms: pd.DataFrame
    rows: pd.DataFrame


def _basis(reader: Reader, selection: Selection, assumptions: Assumptions) -> _Basis:
    forms = forms_of(reader, selection)
    orps = reader.table("orp")["code"]
    capacities = {scope: planning_rows(with_types_nobody_provides(capacity(reader, scope), forms, orps), forms)
                  for scope in CapacityScope}
    gaps = gap_table(reader, selection, capacities=capacities[selection.scope])
    rows = metrics.lenses(
        gaps, capacities[CapacityScope.NETWORK], capacities[CapacityScope.ALL], forms, reader.on("unmet_request"),
        reader.table("capacity_target"), assumptions, valid_on=selection.at.valid_on,
    )
    return _Basis(gaps, capacities, forms, rows)


def _asked(selection: Selection, assumptions: Assumptions, *, all_norms: bool) -> tuple[tuple[str, str], ...]:
    """What was asked for; weights of similar areas have a part in it where their norm is used."""
    similar = (*WEIGHTS, Parameter.SIMILAR_AREAS) if all_norms or selection.norm is Norm.SIMILAR else ()
    return comparison(selection.norm, selection.scope, selection.own_rate, assumptions, *REQUEST_PARAMETERS, *similar)


def _lens(reader: Reader, selection: Selection, basis: _Basis, assumptions: Assumptions) -> Sheet:
    region_name = str(reader.table("region")["name"].iloc[0])
    region = metrics.region_lenses(
        basis.rows, basis.gaps, gap_metrics.region_gap(basis.gaps, region_name=region_name), assumptions,
        region_name=region_name)
    frame = pd.concat([region, basis.rows], ignore_index=True)
    notes = (*norm_notes(reader, selection), Note("lenses-are-not-added"))
    asked = _asked(selection, assumptions, all_norms=False)
    return rows_of(Sheet(LENS, frame, reader.provenance(), "lens", notes, asked), frame)


def rows_of(lens: Sheet, rows: pd.DataFrame) -> Sheet:
    """Some rows of the sheet of lenses; where requests or capacity are not reported is counted among these."""
    cells = rows[rows["is_main"].astype(bool) & (rows["orp_code"] != REGION_AREA)]
    silent = int(cells["orps_without_requests"].sum())
    counted = (Note("requests-not-reported", {"n": silent, "total": len(cells)}),) if silent else ()
    kept = tuple(note for note in lens.notes if note.code != "requests-not-reported")
    return replace(lens, frame=rows.reset_index(drop=True), notes=(*kept, *counted))


def _trials(reader: Reader, selection: Selection, basis: _Basis) -> list[tuple[Tried, pd.DataFrame]]:
    """The same gaps under the other norms, in the other scope, and with the denominators of the other sets."""
    amounts = basis.capacities[selection.scope]
    similar = similar_pairs(reader, selection, Norm.SIMILAR)
    found = [(Tried(norm.value), gap_table(reader, selection, norm=norm, capacities=amounts, similar=similar))
             for norm in COMPARABLE_NORMS if norm is not selection.norm]
    found += [(Tried(scope.value), gap_table(reader, selection, scope=scope, capacities=basis.capacities[scope],
                                             similar=similar))
              for scope in CapacityScope if scope is not selection.scope]
    if selection.norm is Norm.OWN:  # an own norm is per 1,000 of its own denominator
        return found
    usual = basis.forms.set_index(["type_code", "form"])["age_group"]
    for code in reader.table("assumption_set")["code"]:
        other = replace(selection, assumptions=str(code))
        denominators = forms_of(reader, other).set_index(["type_code", "form"])["age_group"]
        changed = denominators[denominators != usual.reindex(denominators.index)].index
        if len(changed):
            frame = gap_table(reader, other, capacities=amounts, similar=similar)
            listed = pd.MultiIndex.from_frame(frame[["type_code", "form"]]).isin(changed)
            found.append((Tried.DENOMINATORS, frame[listed]))
    return found


def _sensitivity(reader: Reader, selection: Selection, basis: _Basis, assumptions: Assumptions) -> Sheet:
    frame = metrics.sensitivity(basis.gaps, _trials(reader, selection, basis), basis.rows, short=SHORT_CLASSES)
    return Sheet(SENSITIVITY, frame, reader.provenance(), "sensitivity", norm_notes(reader, selection),
                 _asked(selection, assumptions, all_norms=True))


def lens_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The four lenses of every type, form and planning unit in every ORP and in the region."""
    assumptions = assumptions_of(reader, selection)
    return _lens(reader, selection, _basis(reader, selection, assumptions), assumptions)


def sensitivity_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Which classes depend on what was assumed, for every type, form and planning unit in every ORP."""
    assumptions = assumptions_of(reader, selection)
    return _sensitivity(reader, selection, _basis(reader, selection, assumptions), assumptions)


def lenses_view(database: Database, selection: Selection) -> LensesView:
    """Everything the part of the page with the four lenses shows."""
    reader = Reader(database, selection.at)
    assumptions = assumptions_of(reader, selection)
    basis = _basis(reader, selection, assumptions)
    lens = _lens(reader, selection, basis, assumptions)
    types = reader.table("service_type")
    return LensesView(
        selection=selection,
        lens=lens,
        sensitivity=_sensitivity(reader, selection, basis, assumptions),
        group=None if selection.target_group is None else _group(database, selection, selection.target_group),
        group_types=() if selection.target_group is None else _types_for(reader, selection.target_group),
        polarity=dict(zip(types["code"], types["polarity"], strict=True)),
        assumptions=assumptions,
        population_date=population_date(reader),
        network=network_on(reader),
        network_state=network_state(reader),
        made_of={lens: _sources(database, selection, *tables) for lens, tables in zip(LENSES, (
            ("service_capacity",),
            ("service_capacity", *(("reference_rate",) if selection.norm is Norm.NATIONAL else ())),
            ("capacity_target",),
            ("unmet_request", "assumption"),
        ), strict=True)},
    )


def _sources(database: Database, selection: Selection, *tables: str) -> Provenance:
    """The sources of some tables alone."""
    reader = Reader(database, selection.at)
    for name in tables:
        reader.table(name)
    return reader.provenance()


def _group(database: Database, selection: Selection, group_code: str) -> Sheet:
    """Provision and gap of one target group by ORP, the region first; groups are not divided among types."""
    reader = Reader(database, selection.at)
    sheet = group_gap_sheet(reader, selection)
    rows = sheet.frame[sheet.frame["group_code"] == group_code].reset_index(drop=True)
    if rows.empty:
        return replace(sheet, frame=rows)
    region = gap_metrics.region_gap(rows, region_name=str(reader.table("region")["name"].iloc[0]))
    sums = rows.groupby("unit", sort=True)[["allocated_units"]].sum(min_count=1)
    region = region.assign(allocated_units=region["unit"].map(sums["allocated_units"]),
                           services=pd.Series(pd.NA, region.index, dtype="Int64"))
    columns = list(GAP_BY_TARGET_GROUP.columns)
    return replace(sheet, frame=pd.concat([region[columns], rows[columns]], ignore_index=True))


def _types_for(reader: Reader, group_code: str) -> tuple[str, ...]:
    """Types of services valid on the day that serve a target group, in order of their §."""
    serving = reader.table("service_target_group", group_code=group_code)["service_id"]
    services = reader.on("service")
    return tuple(sorted(services.loc[services["id"].isin(serving), "type_code"].unique()))
