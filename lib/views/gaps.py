"""Capacity gaps by service type and by target group, and what hangs on one type."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lib.metrics import gaps as metrics
from lib.model import derived
from lib.model.areas import population_on
from lib.model.catalogue import Polarity
from lib.model.derived import GapClass
from lib.model.lookup import distinct, numbered, numbers, whole
from lib.model.network import NetworkState
from lib.model.norms import CLASS_LIMITS, Cells, against_norm, similar_among
from lib.model.selection import CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA, Level, SourceKind
from lib.store.database import Database
from lib.views.base import Note, Provenance, Reader, Sheet, comparison
from lib.views.network import Network, network_on, network_state
from lib.views.norms import forms_of, given_norms, norm_asked, norm_notes, similar_pairs

COMPARABLE_NORMS = (Norm.REGION_MEAN, Norm.ORP_MEDIAN, Norm.BEST_THIRD, Norm.NATIONAL, Norm.SIMILAR)
"""Norms whose classes are compared with each other; the own value belongs to the user."""

SMALL_NEED = 5
"""Cells whose need is below this many units are too small to be called the largest gap."""

CAPACITY_TABLES = ("service", "service_capacity", "service_territory", "facility", "municipality", "population")


@dataclass(frozen=True, slots=True)
class TypeDetail:
    """One service type: its gap per ORP in every form and unit, and what hangs on it.

    `classes` has a row per ORP, form and unit with a column per norm of `COMPARABLE_NORMS`, and `changes` those of its
    rows whose class is not the same under all norms; `norms_provenance` and `norms_asked` are theirs.
    """

    type_code: str
    polarity: str
    gap: Sheet
    region: pd.DataFrame
    classes: pd.DataFrame
    changes: pd.DataFrame
    norms_provenance: Provenance
    norms_asked: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GapsView:
    """Gaps on the selected day against the selected norm.

    `gap` holds every type, form and unit per ORP; `planning` only the unit the network is planned in, with the rows
    of the whole region added first (area kraj). `groups` is the same by target group, `allocated` compares the
    capacity divided among groups with its own norm. `polarity` is a word of `Polarity` by type. `population_date` is
    the day of the denominators, `network` the version that holds on the day, None when there is none;
    `network_state` then says whether there is not one yet or no longer.
    `national_is_demo` says that the national norm is chosen and illustrative.
    """

    selection: Selection
    gap: Sheet
    planning: pd.DataFrame
    groups: Sheet
    allocated: pd.DataFrame
    polarity: Mapping[str, str]
    detail: TypeDetail | None
    population_date: date
    network: Network | None
    network_state: NetworkState
    national_is_demo: bool

    @property
    def counts(self) -> dict[str, int]:
        """Cells in planning units by class, of types of which the plan wants more.

        Of the selected area, else of all ORP areas together.
        """
        wanted = [code for code, word in self.polarity.items() if word == Polarity.MORE_IS_BETTER]
        rows = self.planning[(self.planning["orp_code"] != REGION_AREA) & self.planning["type_code"].isin(wanted)]
        if self.selection.orp is not None:
            rows = rows[rows["orp_code"] == self.selection.orp]
        return {str(word): int(n) for word, n in rows["class"].value_counts().items()}

    @property
    def network_unknown(self) -> bool:
        """Whether everything is unknown only because no network is known on the day."""
        return self.network is None and self.selection.scope is CapacityScope.NETWORK


def capacity(reader: Reader, scope: CapacityScope) -> pd.DataFrame:
    """Capacity per ORP, type, form and unit on the day, in the scope asked for."""
    return metrics.capacity_by_orp(
        *(reader.table(name) for name in CAPACITY_TABLES), valid_on=reader.at.valid_on, scope=scope,
        network_known=network_on(reader) is not None,
    )


def with_types_nobody_provides(amounts: pd.DataFrame, forms: pd.DataFrame, orps: pd.Series) -> pd.DataFrame:
    """Capacities with a row in every ORP for the main forms of types that no capacity mentions.

    The register is complete, so such a type has capacity 0; on a day for which nothing is known it is unknown too.
    """
    absent = forms[forms["is_main"].astype(bool) & ~forms["type_code"].isin(amounts["type_code"].unique())]
    if absent.empty:
        return amounts
    added = absent[["type_code", "form", "unit"]].merge(orps.rename("orp_code"), how="cross")
    nothing = 0.0 if amounts["capacity_units"].notna().any() else float("nan")
    return pd.concat([amounts, added.assign(
        capacity_units=nothing, services=whole([0.0] * len(added)), shares_normalised=False,
    )], ignore_index=True)


def gap_table(
    reader: Reader, selection: Selection, *, norm: Norm | None = None, scope: CapacityScope | None = None,
    capacities: pd.DataFrame | None = None, similar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Gaps against a norm; columns of `derived.GAP`.

    Parameters
    ----------
    norm, scope : in place of the selection's.
    capacities : in place of those of the day.
    similar : result of `similar_pairs`, where it is known already.

    National and own norms are read only when they are the norm, so that they stand among the sources only then.
    """
    norm = norm or selection.norm
    forms, types, orps = forms_of(reader, selection), reader.table("service_type"), reader.table("orp")
    amounts = capacities
    if amounts is None:
        amounts = with_types_nobody_provides(capacity(reader, scope or selection.scope), forms, orps["code"])
    people = population_on(reader.table("population"), reader.at.valid_on, Level.ORP)
    return metrics.capacity_gap(
        amounts, people, forms, types, orps, given_norms(reader, selection, norm, forms, amounts), norm=norm,
        similar=similar_pairs(reader, selection, norm) if similar is None else similar,
    )


def against(
    frame: pd.DataFrame, key: tuple[str, ...], amounts: pd.Series, norm: Norm, *, similar: pd.DataFrame | None
) -> pd.DataFrame:
    """Rows of a gap table compared anew: another amount, or any norm but a given one (national, own), which is unknown.

    Parameters
    ----------
    frame : rows with population_persons and the columns of `key`, which tell one norm from another.
    amounts : the capacity of each row, NA: not known.
    similar : result of `similar_pairs`; needed for the norm of similar areas.
    """
    number, keys = numbered(*(frame[name] for name in key))
    area, areas = distinct(frame["orp_code"])
    cells = Cells(number, area, numbers(frame["population_persons"]), numbers(amounts))
    values = against_norm(cells, norm, given=np.full(len(keys), np.nan), similar=similar_among(areas, similar))
    return frame.assign(**{name: column.set_axis(frame.index) for name, column in values.items()})


def gap_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Every type, form and unit in every ORP."""
    return _gap_sheet(reader, selection, gap_table(reader, selection))


def _gap_sheet(reader: Reader, selection: Selection, frame: pd.DataFrame) -> Sheet:
    notes = norm_notes(reader, selection)
    unknown = int((frame["class"] == GapClass.UNKNOWN).sum())
    if unknown:
        notes = (*notes, Note("cells-unknown", {"n": unknown, "total": len(frame)}))
    return Sheet(derived.GAP, frame, reader.provenance(), "gap", notes, norm_asked(reader, selection))


def group_gap_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Every target group and unit in every ORP; own norms belong to service types, so they are no norm here."""
    frame = metrics.gap_by_target_group(
        *(reader.table(name) for name in (*CAPACITY_TABLES, "service_target_group", "target_group", "orp")),
        valid_on=selection.at.valid_on, scope=selection.scope, network_known=network_on(reader) is not None,
        norm=selection.norm, similar=similar_pairs(reader, selection, selection.norm),
    )
    asked = (norm_asked(reader, selection) if selection.norm is Norm.SIMILAR
             else comparison(selection.norm, selection.scope, selection.own_rate))
    return Sheet(derived.GAP_BY_TARGET_GROUP, frame, reader.provenance(), "gap_by_target_group", asked=asked)




def next_class(index: float, need: float) -> tuple[GapClass, float] | None:
    """The better class above an index and the capacity from which it begins; None from in line on."""
    better = (GapClass.LOW, GapClass.SLIGHTLY_LOW, GapClass.IN_LINE)
    return next(((word, limit * need) for limit, word in zip(CLASS_LIMITS, better, strict=True)
                 if round(index, 9) < limit), None)


def planning_rows(frame: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Rows of a gap table in the unit the network is planned in."""
    return frame.merge(forms[["type_code", "form", "unit"]], on=["type_code", "form", "unit"])


def worst_rows(planning: pd.DataFrame, polarity: Mapping[str, str], orp: str | None = None) -> pd.DataFrame:
    """Rows of planning units that miss capacity where more of it is wanted: the largest gap in relation to need first.

    The region's own row and needs too small to be called a gap are left out; `orp` narrows to one area.
    """
    wanted = [code for code, word in polarity.items() if word == Polarity.MORE_IS_BETTER]
    rows = planning[planning["type_code"].isin(wanted)
                    & (planning["orp_code"] != REGION_AREA if orp is None else planning["orp_code"] == orp)]
    return missing_rows(rows, "type_code")


def missing_rows(rows: pd.DataFrame, *key: str) -> pd.DataFrame:
    """Rows of a gap table that miss capacity, the largest gap in relation to need first; small needs are left out."""
    short = rows[(rows["gap_units"] < 0) & (rows["need_units"] >= SMALL_NEED)]
    return short.sort_values(["coverage_index", "gap_units", "orp_code", *key])


def population_date(reader: Reader) -> date:
    """The day of the denominators used on the selected day."""
    used = population_on(reader.table("population"), reader.at.valid_on, Level.ORP)
    return used["date"].max().date()  # type: ignore[no-any-return]


def gaps_view(database: Database, selection: Selection) -> GapsView:
    """Everything the page on gaps shows."""
    reader = Reader(database, selection.at)
    forms = reader.table("service_type_form")
    amounts = with_types_nobody_provides(capacity(reader, selection.scope), forms, reader.table("orp")["code"])
    similar = similar_pairs(reader, selection, selection.norm)
    frame = gap_table(reader, selection, capacities=amounts, similar=similar)
    region = metrics.region_gap(frame, region_name=str(reader.table("region")["name"].iloc[0]))
    types = reader.table("service_type")
    polarity = dict(zip(types["code"], types["polarity"], strict=True))
    network, people_counted = network_on(reader), population_date(reader)
    gap = _gap_sheet(reader, selection, frame)
    groups = group_gap_sheet(reader, selection)
    return GapsView(
        selection=selection,
        gap=gap,
        planning=planning_rows(pd.concat([region[frame.columns], frame], ignore_index=True), forms),
        groups=groups,
        allocated=against(groups.frame, ("group_code", "unit"), groups.frame["allocated_units"], selection.norm,
                          similar=similar),
        polarity=polarity,
        detail=None if selection.service_type is None else _detail(
            reader, selection, gap, region, amounts, polarity[selection.service_type]),
        population_date=people_counted,
        network=network,
        network_state=network_state(reader),
        national_is_demo=selection.norm is Norm.NATIONAL and _demo_rates(reader),
    )


def some_rows(gap: Sheet, rows: pd.DataFrame) -> Sheet:
    """Some rows of the sheet of gaps; how many cells are unknown is counted among these."""
    unknown = int((rows["class"] == GapClass.UNKNOWN).sum())
    counted = (Note("cells-unknown", {"n": unknown, "total": len(rows)}),) if unknown else ()
    return replace(gap, frame=rows, notes=(*(note for note in gap.notes if note.code != "cells-unknown"), *counted))


def _demo_rates(reader: Reader) -> bool:
    """Whether one of the national norms is illustrative."""
    sources = reader.table("source")
    illustrative = sources.loc[sources["kind"] == SourceKind.DEMO, "id"]
    return bool(reader.table("reference_rate")["source_id"].isin(illustrative).any())


def _detail(  # noqa: PLR0917
    reader: Reader, selection: Selection, gap: Sheet, region: pd.DataFrame, amounts: pd.DataFrame, polarity: str,
) -> TypeDetail:
    code = selection.service_type
    assert code is not None
    rows = gap.frame[gap.frame["type_code"] == code].reset_index(drop=True)
    only = amounts[amounts["type_code"] == code]
    similar = similar_pairs(reader, selection, Norm.SIMILAR)
    by_norm = {
        norm.value: gap_table(reader, selection, norm=norm, capacities=only) if norm is Norm.NATIONAL
        else against(rows, ("form", "unit"), rows["capacity_units"], norm, similar=similar)
        for norm in COMPARABLE_NORMS
    }
    return TypeDetail(
        type_code=code,
        polarity=polarity,
        gap=some_rows(gap, rows),
        region=region[region["type_code"] == code].reset_index(drop=True),
        classes=rows[["orp_code", "form", "unit"]].assign(**{norm: table["class"] for norm, table in by_norm.items()}),
        changes=metrics.class_changes(by_norm),
        norms_provenance=reader.provenance(),
        norms_asked=norm_asked(reader, selection, norm=Norm.SIMILAR)[1:],
    )
