"""The four answers of the first page as a table, for the region and every ORP at once."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.metrics import coverage as coverage_metrics
from lib.model.derived_territory import OVERVIEW_ANSWER
from lib.model.lookup import records, whole
from lib.model.selection import Norm, Selection
from lib.model.territory import REGION_AREA
from lib.views.base import Reader, Sheet
from lib.views.coverage import coverage_table, expiring_plans, municipality_coverage
from lib.views.gaps import worst_rows
from lib.views.norms import norm_asked
from lib.views.overview import MeanGaps, mean_gaps, plan_progress

WORST = {"worst_orp_code": "orp_code", "worst_orp_name": "orp_name", "worst_type_code": "type_code",
         "worst_type_name": "type_name", "worst_form": "form", "worst_gap_units": "gap_units", "worst_unit": "unit",
         "worst_covered_share": "coverage_index"}
"""Columns of the least covered need and where they come from in a table of gaps."""

CARRIED = ("orp_code", "orp_name", "municipalities", "municipalities_covered", "municipalities_unknown",
           "population_covered_share")


def answers_sheet(reader: Reader, selection: Selection) -> Sheet:
    """One row per ORP and the row kraj with what the first page answers; columns of `OVERVIEW_ANSWER`."""
    day = reader.at.valid_on
    municipalities = municipality_coverage(reader, day)
    return answers_of(reader, selection, municipalities, coverage_table(reader, day, municipalities),
                      mean_gaps(reader, selection))


def answers_of(
    reader: Reader, selection: Selection, municipalities: pd.DataFrame, coverage: pd.DataFrame, gaps: MeanGaps,
) -> Sheet:
    """The same from tables read already.

    Progress and signals are those of the whole plan in every row, because cards do not name an ORP; before the plan
    begins nothing can be done, late or unreported. A plan that reaches into several ORP counts in each of them.
    """
    rows = coverage[list(CARRIED)].reset_index(drop=True)
    areas = [str(code) for code in rows["orp_code"]]
    worst = pd.DataFrame([_worst(gaps, area) for area in areas], columns=list(WORST))
    progress = plan_progress(reader)
    signals = sum(progress.signals.values())
    ending = [_expiring(reader, municipalities, area) for area in areas]
    of_plan = {
        "activities": progress.total,
        "activities_done": progress.done if progress.started else None,
        "activities_lagging": progress.lagging if progress.started else None,
        "activities_unreported": progress.unreported if progress.started else None,
        "card_signals": signals,
    }
    frame = rows.assign(
        **{name: worst[name].astype("float64" if name in ("worst_gap_units", "worst_covered_share") else "str")
           for name in WORST},
        **{name: whole([float("nan") if value is None else value] * len(rows)) for name, value in of_plan.items()},
        plans_expiring=whole(ending), alerts=whole([signals + plans for plans in ending]),
    )
    return Sheet(OVERVIEW_ANSWER, frame[list(OVERVIEW_ANSWER.columns)], reader.provenance(), "area_signs",
                 asked=norm_asked(reader, selection, norm=Norm.REGION_MEAN, scope=gaps.scope))


def _worst(gaps: MeanGaps, area: str) -> Mapping[str, Any]:
    """The first of the worst rows of an area; nothing where it has none."""
    found = worst_rows(gaps.frame, gaps.polarity, None if area == REGION_AREA else area)
    return {name: next(iter(found[column]), None) for name, column in WORST.items()}


def _expiring(reader: Reader, municipalities: pd.DataFrame, area: str) -> int:
    """Plans of the area that end within a year; of the region also those whose municipalities are not listed."""
    inside = None if area == REGION_AREA else {
        str(row["municipality_code"]) for row in records(municipalities) if row["orp_code"] == area}
    day = reader.at.valid_on
    return expiring_plans(coverage_metrics.plans_on(
        reader.table("community_plan"), reader.table("community_plan_municipality"), valid_on=day,
        municipality_codes=inside), day)
