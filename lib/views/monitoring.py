"""Monitoring of community plans: those followed on a day, one of them in full, the trend of their quality."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import coverage
from lib.metrics import monitoring as metrics
from lib.model import derived_monitoring as tables
from lib.model.community import PLAN_EXTENSION
from lib.model.derived import PlanState
from lib.model.lookup import records
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.views.base import Note, Provenance, Reader, Sheet


@dataclass(frozen=True, slots=True)
class MonitoringView:
    """Community plans of the selected area as they were known on the day.

    `plans` has a row per followed plan for the year, `years` a row per plan and year of all plans of the area, `trend`
    a row per criterion and year of evaluation. `titles` names every plan of the area, followed ones first; `totals`
    counts the measures of the followed plans by state in the year.
    """

    selection: Selection
    year: int
    plans: Sheet
    years: Sheet
    trend: Sheet
    titles: Mapping[str, str]
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """One community plan in full.

    `facts` is its stored row, `state` its state on the day, `orp_codes` the areas it reaches into; `measures` the
    stored measures, `reports` every report on them and `action_years` the years with an action plan, for forms. The
    sheets hold only this plan.
    """

    at: AsOf
    code: str
    facts: Mapping[str, Any]
    state: PlanState
    orp_codes: frozenset[str]
    measures: pd.DataFrame
    reports: pd.DataFrame
    action_years: frozenset[int]
    states: Sheet
    years: Sheet
    criteria: Sheet
    results: Sheet
    extensions: Sheet
    provenance: Provenance


def _years(reader: Reader) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The derived tables measure_state and measure_year of every plan."""
    plans, day = reader.table("community_plan"), reader.at.valid_on
    states = metrics.measure_states(plans, reader.table("plan_measure"), reader.table("measure_report"), valid_on=day)
    return states, metrics.measure_years(plans, states, reader.table("action_plan"), valid_on=day)


def _criteria(reader: Reader) -> pd.DataFrame:
    return metrics.plan_criteria(reader.table("community_plan_quality"), reader.table("plan_evaluation"),
                                 valid_on=reader.at.valid_on)


def _orps(reader: Reader) -> dict[str, frozenset[str]]:
    return metrics.orps_of_plans(reader.table("community_plan_municipality"), reader.table("municipality"))


def _plans_on(reader: Reader) -> pd.DataFrame:
    return coverage.plans_on(reader.table("community_plan"), reader.table("community_plan_municipality"),
                             valid_on=reader.at.valid_on)


def monitoring_view(database: Database, selection: Selection, year: int | None = None) -> MonitoringView:
    """Everything the part on monitoring shows beside one plan; `year` is that of the day unless one is given."""
    reader = Reader(database, selection.at)
    shown = selection.at.valid_on.year if year is None else year
    orps = _orps(reader)
    every = _plans_on(reader)
    in_area = every["plan_code"].map(lambda code: selection.orp is None or selection.orp in orps.get(code, ()))
    every = every[in_area.astype(bool)]
    followed = metrics.followed(every, valid_on=selection.at.valid_on)
    _, years = _years(reader)
    years = years[years["plan_code"].isin(every["plan_code"])]
    criteria = _criteria(reader)
    criteria = criteria[criteria["plan_code"].isin(every["plan_code"])]
    plans = metrics.plan_monitoring(
        followed, years, metrics.evaluation_results(criteria), orps, reader.table("orp"), reader.table("coordinator"),
        valid_on=selection.at.valid_on, year=shown)
    unknown = int((every["state"] == PlanState.UNKNOWN).sum())
    notes = (Note("plans-of-unknown-period", {"n": unknown}),) if unknown else ()
    asked = (("rok", str(shown)),)
    provenance = reader.provenance()
    others = every[~every["plan_code"].isin(followed["plan_code"])]
    return MonitoringView(
        selection=selection,
        year=shown,
        plans=Sheet(tables.PLAN_MONITORING, plans, provenance, "plan_monitoring", notes, asked),
        years=Sheet(tables.MEASURE_YEAR, years, provenance, "plan_monitoring"),
        trend=Sheet(tables.QUALITY_TREND, metrics.quality_trend(criteria), provenance, "quality_trend"),
        titles={row["plan_code"]: row["plan_title"] for row in (*records(followed), *records(others))},
        totals=metrics.total_of(plans),
    )


def plan_detail(database: Database, at: AsOf, code: str) -> PlanDetail:
    """One community plan with its measures, evaluations and extensions as known on the day.

    Raises
    ------
    BadSelection : there is no such plan.
    """
    reader = Reader(database, at)
    facts = reader.table("community_plan", code=code)
    if facts.empty:
        raise BadSelection("unknown-community-plan", "There is no community plan {value}.", value=code)
    measures = reader.table("plan_measure", plan_code=code).sort_values(["position", "code"])
    reports = reader.table("measure_report", measure_code=measures["code"])
    states = metrics.measure_states(facts, measures, reports, valid_on=at.valid_on)
    action_plans = reader.table("action_plan", plan_code=code)
    years = metrics.measure_years(facts, states, action_plans, valid_on=at.valid_on)
    criteria = metrics.plan_criteria(
        reader.table("community_plan_quality", plan_code=code), reader.table("plan_evaluation", plan_code=code),
        valid_on=at.valid_on)
    extensions = reader.table("plan_extension", plan_code=code).sort_values("decided_on")
    members = reader.table("community_plan_municipality", plan_code=code)
    orps = metrics.orps_of_plans(members, reader.table("municipality"))
    state = coverage.plans_on(facts, members, valid_on=at.valid_on)["state"].iloc[0]
    provenance = reader.provenance()
    return PlanDetail(
        at=at,
        code=code,
        facts=records(facts)[0],
        state=PlanState(state),
        orp_codes=orps.get(code, frozenset()),
        measures=measures,
        reports=reports,
        action_years=frozenset(action_plans["year"].astype(int)),
        states=Sheet(tables.MEASURE_STATE, states, provenance, "plan_monitoring"),
        years=Sheet(tables.MEASURE_YEAR, years, provenance, "plan_monitoring"),
        criteria=Sheet(tables.PLAN_CRITERION, criteria, provenance, "quality_trend"),
        results=Sheet(tables.EVALUATION_RESULT, metrics.evaluation_results(criteria), provenance, "quality_trend"),
        extensions=Sheet(PLAN_EXTENSION, extensions, provenance, "stored"),
        provenance=provenance,
    )


def plan_monitoring_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The derived table plan_monitoring for the year of the day."""
    return monitoring_view(reader.database, selection).plans


def measure_state_sheet(reader: Reader) -> Sheet:
    """The derived table measure_state of every plan."""
    return Sheet(tables.MEASURE_STATE, _years(reader)[0], reader.provenance(), "plan_monitoring")


def measure_year_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The derived table measure_year of the plans of the selected area."""
    return monitoring_view(reader.database, selection).years


def quality_trend_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The derived table quality_trend of the plans of the selected area."""
    return monitoring_view(reader.database, selection).trend


def plan_criterion_sheet(reader: Reader) -> Sheet:
    """The derived table plan_criterion of every plan."""
    return Sheet(tables.PLAN_CRITERION, _criteria(reader), reader.provenance(), "quality_trend")


def evaluation_result_sheet(reader: Reader) -> Sheet:
    """The derived table evaluation_result of every plan."""
    frame = metrics.evaluation_results(_criteria(reader))
    return Sheet(tables.EVALUATION_RESULT, frame, reader.provenance(), "quality_trend")
