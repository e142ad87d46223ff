"""Tables of a pack on territory: the answers of the first page, coverage on the day, coverage on two days."""

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from lib.metrics import compare
from lib.metrics import coverage as metrics
from lib.model import derived
from lib.model.derived_territory import COVERAGE_COMPARED
from lib.model.pack import Pack, Section
from lib.model.selection import Selection
from lib.store.database import Database
from lib.views.base import Reader, Sheet, in_areas
from lib.views.coverage import coverage_table, expiring, municipality_coverage
from lib.views.overview import mean_gaps, other_day, signs_sheet
from lib.views.overview_answers import answers_of


def sheets(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    """Tables by key: overview_answer and area_signs; coverage, municipality_coverage and plan_expiring (rows of
    plan_on_day that end within a year); coverage_compared, coverage_change and plan_change. The last three are left out
    where no other day is known."""
    found: dict[str, Sheet] = {}
    if Section.OVERVIEW in pack.sections:
        found |= _overview(database, pack)
    if Section.COVERAGE in pack.sections:
        found |= _coverage(database, pack)
    if Section.COVERAGE_CHANGE in pack.sections:
        found |= _change(database, pack)
    return found


def compared_sheet(reader: Reader, selection: Selection) -> Sheet | None:
    """Coverage of every area on the selected day and on the other one; None where there is no other day."""
    other = other_day(reader, selection)
    return None if other is None else _compared(reader, selection, other)[0]


def _overview(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    reader, day = Reader(database, pack.selection.at), pack.selection.at.valid_on
    municipalities = municipality_coverage(reader, day)
    coverage, gaps = coverage_table(reader, day, municipalities), mean_gaps(reader, pack.selection)
    answers = answers_of(reader, pack.selection, municipalities, coverage, gaps)
    signs = signs_sheet(reader, pack.selection, coverage, gaps)
    return {"overview_answer": in_areas(answers, pack.areas), "area_signs": in_areas(signs, pack.areas)}


def _coverage(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    reader, day = Reader(database, pack.selection.at), pack.selection.at.valid_on
    municipalities = municipality_coverage(reader, day)
    coverage = Sheet(derived.COVERAGE, coverage_table(reader, day, municipalities), reader.provenance(), "coverage")
    towns = Sheet(derived.MUNICIPALITY_COVERAGE, municipalities, reader.provenance(), "coverage")
    plans = metrics.plans_on(
        reader.table("community_plan"), reader.table("community_plan_municipality"), valid_on=day,
        municipality_codes=_inside(municipalities, pack.areas))
    ending = expiring(plans, day)[list(derived.PLAN_ON_DAY.columns)].sort_values(["valid_until", "plan_code"])
    return {
        "coverage": in_areas(coverage, pack.areas),
        "municipality_coverage": in_areas(towns, pack.areas),
        "plan_expiring": Sheet(derived.PLAN_EXPIRING, ending, reader.provenance(), "coverage"),
    }


def _inside(municipalities: pd.DataFrame, areas: Collection[str]) -> Collection[str] | None:
    """Codes of the municipalities of the areas; None for the region, where plans count that list none."""
    return set(municipalities.loc[municipalities["orp_code"].isin(areas), "municipality_code"]) if areas else None


def _change(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    reader = Reader(database, pack.selection.at)
    other = other_day(reader, pack.selection)
    if other is None:
        return {}
    compared, changes = _compared(reader, pack.selection, other)
    members = reader.table("community_plan_municipality")
    before, after = sorted((other, pack.selection.at.valid_on))
    plans = compare.plan_changes(reader.table("community_plan"), members, before=before, after=after)
    inside = _inside(changes, pack.areas)
    if inside is not None:
        plans = plans[plans["plan_code"].isin(members.loc[members["municipality_code"].isin(inside), "plan_code"])]
    provenance = reader.provenance()
    return {
        "coverage_compared": in_areas(compared, pack.areas),
        "coverage_change": in_areas(
            Sheet(derived.COVERAGE_CHANGE, changes, provenance, "coverage_change", asked=compared.asked), pack.areas),
        "plan_change": Sheet(derived.PLAN_CHANGE, plans, provenance, "plan_change", asked=compared.asked),
    }


def _compared(reader: Reader, selection: Selection, other: date) -> tuple[Sheet, pd.DataFrame]:
    """The two days side by side, the earlier one first whichever was asked for, and the changes of municipalities."""
    days = sorted((other, selection.at.valid_on))
    towns = [municipality_coverage(reader, day) for day in days]
    before, after = (coverage_table(reader, day, at) for day, at in zip(days, towns, strict=True))
    changes = compare.coverage_changes(*towns)
    frame = compare.coverage_compared(before, after, changes, before_date=days[0], after_date=days[1])
    return (Sheet(COVERAGE_COMPARED, frame, reader.provenance(), "coverage_change",
                  asked=(("srovnani", other.isoformat()),)), changes)
