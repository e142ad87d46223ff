"""Coverage by community plans: of the region, the ORP areas, the municipalities, on one day and between two."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.metrics import compare
from lib.metrics import coverage as metrics
from lib.model import derived, periods
from lib.model.areas import population_on
from lib.model.lookup import records
from lib.model.selection import Selection
from lib.model.territory import REGION_AREA, Level
from lib.store.database import Database
from lib.store.reads import read_table
from lib.views.base import Note, Reader, Sheet

Boundaries = Mapping[str, Mapping[str, Any]]
"""GeoJSON geometry in WGS 84 by ORP code."""


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """What differs between two days, `before` being the earlier one. `plans` and `municipalities` are narrowed to
    the selected area, `all_municipalities` (for the map) is not."""

    before: date
    after: date
    plans: Sheet
    municipalities: Sheet
    all_municipalities: pd.DataFrame


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Coverage on the selected day.

    `coverage` has a row per ORP and the row kraj; `municipalities`, `plans` and `quality` are narrowed to the
    selected area, `points` (all municipalities with lat, lon, status and geometry: the border as GeoJSON text, NA where
    none is published) is not. `plans` lists plans of every state. `plan_titles` names every plan of the release by its
    code. `population_date` is the day inhabitants were counted.
    """

    selection: Selection
    coverage: Sheet
    municipalities: Sheet
    plans: Sheet
    quality: Sheet
    points: pd.DataFrame
    plan_titles: Mapping[str, str]
    expiring_plans: int
    population_date: date
    change: CoverageChange | None

    @property
    def area(self) -> Mapping[str, Any]:
        """The row of `coverage` of the selected area."""
        return area_row(self.coverage.frame, self.selection.orp)


def area_row(frame: pd.DataFrame, orp: str | None) -> Mapping[str, Any]:
    """The row of one area (None: the whole region) of a frame with the column orp_code."""
    rows = frame[frame["orp_code"] == (orp or REGION_AREA)]
    return {str(column): value for column, value in rows.iloc[0].items()}


def boundaries(database: Database, known_at: int) -> Boundaries:
    """Borders of the ORP areas by code."""
    frame = read_table(database, "orp_boundary", known_at=known_at, valid_on=None)
    return {row["orp_code"]: json.loads(row["geometry"]) for row in records(frame)}


def municipality_coverage(reader: Reader, day: date) -> pd.DataFrame:
    """State of every municipality on the day; columns of `derived.MUNICIPALITY_COVERAGE`."""
    return metrics.municipality_coverage(
        reader.table("municipality"), reader.table("orp"), reader.table("community_plan"),
        reader.table("community_plan_municipality"), reader.table("population", age_group="total"), valid_on=day,
    )


def coverage_table(reader: Reader, day: date, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Coverage per ORP and of the region on the day; columns of `derived.COVERAGE`."""
    return metrics.coverage(
        municipalities, reader.table("orp"), reader.table("community_plan"),
        reader.table("community_plan_municipality"), reader.table("action_plan"),
        reader.table("community_plan_quality"), reader.table("coordinator"), valid_on=day,
        region_name=str(reader.table("region")["name"].iloc[0]),
    )


def coverage_sheet(reader: Reader, day: date) -> Sheet:
    """The derived table coverage with its provenance."""
    frame = coverage_table(reader, day, municipality_coverage(reader, day))
    return Sheet(derived.COVERAGE, frame, reader.provenance(), "coverage")


def expiring_plans(plans: pd.DataFrame, day: date) -> int:
    """Of the plans valid on the day, how many end within 12 months, the last day included."""
    return len(expiring(plans, day))


def expiring(plans: pd.DataFrame, day: date) -> pd.DataFrame:
    """Rows of plans valid on the day that end within 12 months, the last day included."""
    valid = plans[plans["state"] == "valid"]
    return valid[valid["valid_until"] <= pd.Timestamp(periods.months_later(day, 12))]


def population_date(reader: Reader) -> date:
    """The day of the population of municipalities used on the selected day."""
    used = population_on(reader.table("population"), reader.at.valid_on, Level.MUNICIPALITY)
    return used["date"].max().date()  # type: ignore[no-any-return]


def coverage_view(database: Database, selection: Selection) -> CoverageView:
    """Everything the page on coverage shows."""
    reader = Reader(database, selection.at)
    day = selection.at.valid_on
    municipalities = municipality_coverage(reader, day)
    table = coverage_table(reader, day, municipalities)
    places = reader.table("municipality")
    members = reader.table("community_plan_municipality")
    every_plan = reader.table("community_plan")
    # Of the whole region plans whose municipalities are not listed count as well.
    inside = None if selection.orp is None else set(places.loc[places["orp_code"] == selection.orp, "code"])
    plans = metrics.plans_on(every_plan, members, valid_on=day, municipality_codes=inside)
    quality = metrics.quality_matrix(every_plan, reader.table("community_plan_quality"), valid_on=day)
    quality = quality[quality["plan_code"].isin(plans["plan_code"])]
    change = None if selection.compare_on in (None, day) else _change(reader, selection, municipalities)
    provenance = reader.provenance()
    unknown = int((plans["state"] == "unknown").sum())
    notes = (Note("plans-of-unknown-period", {"n": unknown}),) if unknown else ()
    here = municipalities if selection.orp is None else municipalities[municipalities["orp_code"] == selection.orp]
    points = municipalities.merge(
        places[["code", "lat", "lon"]], left_on="municipality_code", right_on="code", validate="one_to_one"
    ).drop(columns="code").merge(
        read_table(database, "municipality_boundary", known_at=selection.at.known_at, valid_on=None)[
            ["municipality_code", "geometry"]],
        on="municipality_code", how="left", validate="one_to_one",
    )
    return CoverageView(
        selection=selection,
        coverage=Sheet(derived.COVERAGE, table, provenance, "coverage", notes),
        municipalities=Sheet(derived.MUNICIPALITY_COVERAGE, here, provenance, "coverage"),
        plans=Sheet(derived.PLAN_ON_DAY, plans[list(derived.PLAN_ON_DAY.columns)], provenance, "coverage", notes),
        quality=Sheet(derived.PLAN_QUALITY, quality, provenance, "plan_quality"),
        points=points,
        plan_titles={row["code"]: row["title"] for row in records(every_plan)},
        expiring_plans=expiring_plans(plans, day),
        population_date=population_date(reader),
        change=change,
    )


def _change(reader: Reader, selection: Selection, municipalities: pd.DataFrame) -> CoverageChange:
    assert selection.compare_on is not None
    day, other = selection.at.valid_on, selection.compare_on
    other_municipalities = municipality_coverage(reader, other)
    earlier_first = other < day
    before, after = (other, day) if earlier_first else (day, other)
    frames = (other_municipalities, municipalities) if earlier_first else (municipalities, other_municipalities)
    members = reader.table("community_plan_municipality")
    plans = compare.plan_changes(reader.table("community_plan"), members, before=before, after=after)
    changes = everywhere = compare.coverage_changes(*frames)
    if selection.orp is not None:
        inside = frames[0].loc[frames[0]["orp_code"] == selection.orp, "municipality_code"]
        plans = plans[plans["plan_code"].isin(members.loc[members["municipality_code"].isin(inside), "plan_code"])]
        changes = changes[changes["orp_code"] == selection.orp]
    provenance = reader.provenance()
    asked = (("srovnani", other.isoformat()),)
    return CoverageChange(
        before, after,
        Sheet(derived.PLAN_CHANGE, plans, provenance, "plan_change", asked=asked),
        Sheet(derived.COVERAGE_CHANGE, changes, provenance, "coverage_change", asked=asked),
        everywhere,
    )
