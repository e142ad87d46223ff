"""The first page: four answers for the region or one ORP, the list of areas with the same four signs, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.metrics import compare
from lib.metrics import coverage as coverage_metrics
from lib.metrics.progress import has_signal
from lib.model.catalogue import Polarity
from lib.model.derived import AREA_SIGNS, CoverChange, GapClass, PlanChange, Signal
from lib.model.lookup import records
from lib.model.network import NetworkState
from lib.model.selection import CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA
from lib.store.database import Database
from lib.views.activities import activity_progress, plan_period
from lib.views.base import Provenance, Reader, Sheet
from lib.views.coverage import area_row, coverage_table, expiring_plans, municipality_coverage
from lib.views.gaps import gap_table, planning_rows, population_date, worst_rows
from lib.views.network import network_state
from lib.views.norms import norm_asked


@dataclass(frozen=True, slots=True)
class WorstGap:
    """The cell with the least capacity against the norm: who lacks how much of what."""

    orp_code: str
    orp_name: str
    type_code: str
    form: str
    unit: str
    gap_units: float
    coverage_index: float


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """Cards of the whole plan: `done` of `total`, those without any report, and how many raise each signal.

    `begins` and `ends` are the plan's own period; `started` says whether the day has reached it: before that nothing
    can be done, late or unreported. A card that raises several signals counts in each.
    """

    begins: date
    ends: date
    started: bool
    total: int
    done: int
    unreported: int
    signals: Mapping[Signal, int]

    @property
    def lagging(self) -> int:
        """Cards whose time runs ahead of their declared progress by more than the limit; nothing else is lagging."""
        return self.signals[Signal.LAGGING]

    @property
    def silent(self) -> int:
        """Cards without a report in time."""
        return self.signals[Signal.NO_REPORT]


@dataclass(frozen=True, slots=True)
class PlanFate:
    """What became of community plans between two days.

    `of_ended` counts the municipalities of plans that ended, `of_ended_covered` those of them that a valid plan
    contains on the later day.
    """

    new: tuple[str, ...]
    ended: tuple[str, ...]
    extended: int
    unchanged: int
    of_ended: int
    of_ended_covered: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two days in the area: plans by title, names of municipalities that gained or lost cover,
    people covered (None: not known) and the number of municipalities whose change is not known."""

    before: date
    after: date
    plans: PlanFate
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    unknown: int
    persons_before: int | None
    persons_after: int | None
    share_before: float | None
    share_after: float | None


@dataclass(frozen=True, slots=True)
class OverviewView:
    """Everything the first page shows.

    `areas` has a row per ORP with a sign for each question. `scope` is the capacity the gaps are computed from: all
    that is registered where no version of the network holds on the day; `network_state` says why none does.
    """

    selection: Selection
    scope: CapacityScope
    network_state: NetworkState
    coverage: pd.DataFrame
    worst: tuple[WorstGap, ...]
    progress: PlanProgress
    expiring_plans: int
    areas: Sheet
    changes: Changes | None
    population_date: date
    provenance: Provenance

    @property
    def area(self) -> dict[str, object]:
        return dict(area_row(self.coverage, self.selection.orp))


@dataclass(frozen=True, slots=True)
class MeanGaps:
    """Rows of gaps in planning units against the region's mean, and the polarity of every type.

    `scope` is the capacity they are computed from, `state` whether a version of the network holds on the day.
    """

    frame: pd.DataFrame
    polarity: Mapping[str, str]
    scope: CapacityScope
    state: NetworkState


def mean_gaps(reader: Reader, selection: Selection) -> MeanGaps:
    """Gaps against the region's mean: in the network, of all that is registered where no version of it holds."""
    state = network_state(reader)
    scope = selection.scope if state is NetworkState.HOLDS else CapacityScope.ALL
    gaps = planning_rows(gap_table(reader, selection, norm=Norm.REGION_MEAN, scope=scope),
                         reader.table("service_type_form"))
    types = reader.table("service_type")
    return MeanGaps(gaps, dict(zip(types["code"], types["polarity"], strict=True)), scope, state)


def plan_progress(reader: Reader) -> PlanProgress:
    """How far the whole plan of the day has got."""
    cards = activity_progress(reader)
    begins, ends = plan_period(reader)
    return PlanProgress(
        begins=begins,
        ends=ends,
        started=begins <= reader.at.valid_on,
        total=len(cards),
        done=int((cards["state"] == "done").sum()),
        unreported=int((cards["reports"] == 0).sum()),
        signals={signal: int(has_signal(cards, signal).sum()) for signal in Signal},
    )


def overview_view(database: Database, selection: Selection) -> OverviewView:
    """The four answers of the selected area on the selected day, against the region's mean in the network."""
    reader = Reader(database, selection.at)
    day = selection.at.valid_on
    municipalities = municipality_coverage(reader, day)
    coverage = coverage_table(reader, day, municipalities)
    gaps = mean_gaps(reader, selection)
    plans = coverage_metrics.plans_on(
        reader.table("community_plan"), reader.table("community_plan_municipality"), valid_on=day,
        municipality_codes=None if selection.orp is None else
        set(municipalities.loc[municipalities["orp_code"] == selection.orp, "municipality_code"]),
    )
    return OverviewView(
        selection=selection,
        scope=gaps.scope,
        network_state=gaps.state,
        coverage=coverage,
        worst=tuple(_worst(worst_rows(gaps.frame, gaps.polarity, selection.orp))),
        progress=plan_progress(reader),
        expiring_plans=expiring_plans(plans, day),
        areas=signs_sheet(reader, selection, coverage, gaps),
        changes=_changes(reader, selection, municipalities, coverage),
        population_date=population_date(reader),
        provenance=reader.provenance(),
    )


def signs_sheet(reader: Reader, selection: Selection, coverage: pd.DataFrame, gaps: MeanGaps) -> Sheet:
    """The areas side by side with a sign for each question."""
    return Sheet(AREA_SIGNS, area_signs(coverage, gaps.frame, gaps.polarity), reader.provenance(), "area_signs",
                 asked=norm_asked(reader, selection, norm=Norm.REGION_MEAN, scope=gaps.scope))


def _worst(rows: pd.DataFrame, count: int = 5) -> list[WorstGap]:
    """The first of the worst rows; of several forms of a type in one ORP, the worst."""
    return [
        WorstGap(row["orp_code"], row["orp_name"], row["type_code"], row["form"], row["unit"], float(row["gap_units"]),
                 float(row["coverage_index"]))
        for row in records(rows.drop_duplicates(["orp_code", "type_code"]).head(count))
    ]


def area_signs(coverage: pd.DataFrame, gaps: pd.DataFrame, polarity: Mapping[str, str]) -> pd.DataFrame:
    """One row per ORP with a sign for each question; columns of `derived.AREA_SIGNS`.

    severe_cells counts types and forms in planning units, of types of which the plan wants more, that are severe or a
    white spot; NA where every cell of the area is unknown.
    """
    wanted = gaps[gaps["type_code"].map(polarity) == Polarity.MORE_IS_BETTER]
    by_area = wanted.groupby("orp_code")["class"]
    severe = by_area.agg(lambda classes: classes.isin([GapClass.SEVERE, GapClass.WHITE_SPOT]).sum())
    unknown = by_area.agg(lambda classes: bool((classes == GapClass.UNKNOWN).all()))
    worst = worst_rows(gaps, polarity).drop_duplicates("orp_code")
    worst = worst[["orp_code", "type_code", "type_name", "form", "gap_units", "unit"]].rename(
        columns=lambda name: name if name == "orp_code" else f"worst_{name}")
    areas = coverage[coverage["orp_code"] != REGION_AREA].reset_index(drop=True)
    cells = severe.mask(unknown).astype("Int64")
    areas = areas.assign(severe_cells=areas["orp_code"].map(cells).astype("Int64"))
    return areas.merge(worst, on="orp_code", how="left")[list(AREA_SIGNS.columns)]


def other_day(reader: Reader, selection: Selection) -> date | None:
    """The day to compare with: the one asked for, else the nearest earlier named state; None where there is none."""
    day, other = selection.at.valid_on, selection.compare_on
    if other is None:
        other = max((state.date() for state in reader.table("named_state")["valid_on"] if state.date() < day),
                    default=None)
    return None if other == day else other


def _changes(
    reader: Reader, selection: Selection, municipalities: pd.DataFrame, coverage: pd.DataFrame
) -> Changes | None:
    """Against the day asked for, else the nearest earlier named state; None when there is no such day."""
    day, other = selection.at.valid_on, other_day(reader, selection)
    if other is None:
        return None
    other_municipalities = municipality_coverage(reader, other)
    ends = sorted([
        (other, other_municipalities, area_row(coverage_table(reader, other, other_municipalities), selection.orp)),
        (day, municipalities, area_row(coverage, selection.orp)),
    ], key=lambda end: end[0])
    (before, earlier, row_before), (after, later, row_after) = ends
    changed = compare.coverage_changes(earlier, later)
    if selection.orp is not None:
        changed = changed[changed["orp_code"] == selection.orp]
    return Changes(
        before=before,
        after=after,
        plans=_fate(reader, before, after, changed, whole=selection.orp is None),
        gained=_names(changed, CoverChange.GAINED),
        lost=_names(changed, CoverChange.LOST),
        unknown=int((changed["change"] == CoverChange.UNKNOWN).sum()),
        persons_before=_known_int(row_before["population_covered_persons"]),
        persons_after=_known_int(row_after["population_covered_persons"]),
        share_before=_known_float(row_before["population_covered_share"]),
        share_after=_known_float(row_after["population_covered_share"]),
    )


def _fate(reader: Reader, before: date, after: date, changed: pd.DataFrame, *, whole: bool) -> PlanFate:
    """What became of the plans that contain a municipality of `changed`, and of the municipalities of ended ones.

    `whole`: of the whole region, where plans whose municipalities are not listed count as well.
    """
    members = reader.table("community_plan_municipality")
    plans = compare.plan_changes(reader.table("community_plan"), members, before=before, after=after)
    members = members[members["municipality_code"].isin(changed["municipality_code"])]
    if not whole:
        plans = plans[plans["plan_code"].isin(members["plan_code"])]
    ended = plans.loc[plans["change"] == PlanChange.ENDED, "plan_code"]
    left = members.loc[members["plan_code"].isin(ended), "municipality_code"].unique()
    status_after = changed.loc[changed["municipality_code"].isin(left), "status_after"]
    return PlanFate(
        new=tuple(plans.loc[plans["change"] == PlanChange.NEW, "plan_title"]),
        ended=tuple(plans.loc[plans["change"] == PlanChange.ENDED, "plan_title"]),
        extended=int((plans["change"] == PlanChange.EXTENDED).sum()),
        unchanged=int((plans["change"] == PlanChange.UNCHANGED).sum()),
        of_ended=len(status_after),
        of_ended_covered=int(status_after.isin(coverage_metrics.COVERED).sum()),
    )


def _names(changed: pd.DataFrame, change: CoverChange) -> tuple[str, ...]:
    return tuple(changed.loc[changed["change"] == change, "municipality_name"])


def _known_int(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _known_float(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
