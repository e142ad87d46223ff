"""Every table and view by name: what the command line prints and a test can ask for."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

import pandas as pd

from lib.errors import BadSelection
from lib.model.derived import DERIVED
from lib.model.derived_rollup import ROLLUPS, TRIPLES, Rollup
from lib.model.schemas import TABLES
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.store.releases import releases
from lib.views import (
    activities,
    agenda_topics,
    answers,
    card_history,
    comments,
    coverage,
    gap_counts,
    gap_reasons,
    gap_tables,
    gap_working,
    gaps,
    lenses,
    meetings,
    monitoring,
    moved,
    moved_on,
    network,
    overview,
    overview_answers,
    pack_plan,
    pack_territory,
    profile,
    reporting,
    rollups,
    saved_packs,
    signals,
    similar,
    whatif,
)
from lib.views import reach as reach_views
from lib.views.base import Reader, Sheet


def _municipality_coverage(reader: Reader, selection: Selection) -> Sheet:
    frame = coverage.municipality_coverage(reader, selection.at.valid_on)
    return Sheet(DERIVED["municipality_coverage"], frame, reader.provenance(), "coverage")


def _change(reader: Reader, selection: Selection) -> coverage.CoverageChange:
    change = coverage.coverage_view(reader.database, selection).change
    if change is None:
        raise _no_second_day()
    return change


def _compared(reader: Reader, selection: Selection) -> Sheet:
    sheet = pack_territory.compared_sheet(reader, selection)
    if sheet is None:
        raise _no_second_day()
    return sheet


def _no_second_day() -> BadSelection:
    return BadSelection(
        "second-date-needed", "This table compares two different days: give the second one (--srovnani DATE).")


def _gap_by_norm(reader: Reader, selection: Selection) -> Sheet:
    detail = gaps.gaps_view(reader.database, selection).detail
    if detail is None:
        raise BadSelection("type-needed", "This table is of one service type: name it (--sluzba §).")
    return gap_tables.norms_sheet(detail)


def _rollup(rollup: Rollup, reader: Reader, selection: Selection) -> Sheet:
    return rollups.rollup_sheet(reader, rollup)


def _triple(rollup: Rollup, reader: Reader, selection: Selection) -> Sheet:
    return rollups.triple_sheet(reader, rollup)


def _moved_on(reader: Reader, selection: Selection) -> Sheet:
    every = dict.fromkeys(name for views in moved_on.VIEWS_OF_PAGE.values() for name in views)
    return moved_since(reader.database, selection, tuple(every)).sheet


VIEWS: dict[str, Callable[[Reader, Selection], Sheet]] = {
    "access": reach_views.access_sheet,
    "activity": lambda reader, selection: activities.cards_sheet(reader),
    "answer": lambda reader, selection: answers.answers_view(reader.database, selection).answer,
    "area_features": lambda reader, selection: similar.features_sheet(reader),
    "area_signs": lambda reader, selection: overview.overview_view(reader.database, selection).areas,
    "agenda_topic": lambda reader, selection: agenda_topics.topics_sheet(reader),
    "activity_place": lambda reader, selection: rollups.places_sheet(reader),
    "activity_progress": lambda reader, selection: activities.activity_progress_sheet(reader),
    "body_overview": lambda reader, selection: meetings.bodies_sheet(reader),
    "body_triad": lambda reader, selection: meetings.triad_sheet(reader),
    "comment_count": comments.counts_sheet,
    "comment_settled": comments.settled_sheet,
    "contribution": gap_reasons.contribution_sheet,
    "coverage": lambda reader, selection: coverage.coverage_sheet(reader, selection.at.valid_on),
    "coverage_compared": _compared,
    "coverage_change": lambda reader, selection: _change(reader, selection).municipalities,
    "evaluation_result": lambda reader, selection: monitoring.evaluation_result_sheet(reader),
    "facility_place": lambda reader, selection: (
        network.network_view(reader.database, selection, network.Wanted()).places
    ),
    "fulfilment_count": lambda reader, selection: pack_plan.fulfilment_sheet(reader),
    "gap": gaps.gap_sheet,
    "gap_answer": lambda reader, selection: answers.answers_view(reader.database, selection).gap_answer,
    "gap_by_norm": _gap_by_norm,
    "gap_by_target_group": gaps.group_gap_sheet,
    "gap_by_target_group_allocated": lambda reader, selection: gap_tables.allocated_sheet(
        gaps.gaps_view(reader.database, selection)
    ),
    "gap_class_count": gap_counts.type_counts_sheet,
    "gap_working": gap_working.working_sheet,
    "goal_link": lambda reader, selection: rollups.goal_links_sheet(reader),
    "group_class_count": gap_counts.group_counts_sheet,
    "lens": lenses.lens_sheet,
    "meeting_item": lambda reader, selection: meetings.items_sheet(reader),
    "meeting_opinion": lambda reader, selection: meetings.opinions_sheet(reader),
    "meeting_overview": lambda reader, selection: meetings.meetings_sheet(reader),
    "measure_state": lambda reader, selection: monitoring.measure_state_sheet(reader),
    "measure_year": monitoring.measure_year_sheet,
    "municipality_coverage": _municipality_coverage,
    "moved_on": _moved_on,
    "movement_count": pack_plan.movement_sheet,
    "overview_answer": overview_answers.answers_sheet,
    "plan_change": lambda reader, selection: _change(reader, selection).plans,
    "plan_criterion": lambda reader, selection: monitoring.plan_criterion_sheet(reader),
    "plan_monitoring": monitoring.plan_monitoring_sheet,
    "plan_on_day": lambda reader, selection: coverage.coverage_view(reader.database, selection).plans,
    "plan_quality": lambda reader, selection: coverage.coverage_view(reader.database, selection).quality,
    "profile_figure": profile.figures_sheet,
    "progress_flow": moved.flow_sheet,
    "progress_moved": moved.moved_sheet,
    "quality_trend": monitoring.quality_trend_sheet,
    "reach": reach_views.reach_sheet,
    "reporting": lambda reader, selection: reporting.reporting_sheet(reader),
    "report_history": lambda reader, selection: card_history.report_history_sheet(reader),
    "saved_pack": lambda reader, selection: saved_packs.saved_packs_sheet(reader),
    "sensitivity": lenses.sensitivity_sheet,
    "service_catalogue": lambda reader, selection: network.catalogue_sheet(reader),
    "service_count": lambda reader, selection: network.counts_sheet(reader),
    "signal": lambda reader, selection: signals.signals_sheet(reader),
    "signal_count": lambda reader, selection: pack_plan.signal_count_sheet(reader),
    "similar_area": similar.similar_sheet,
    "task_state": lambda reader, selection: meetings.task_sheet(reader),
    "unanswered_gap": lambda reader, selection: answers.answers_view(reader.database, selection).unanswered,
    "unmatched_card": lambda reader, selection: answers.answers_view(reader.database, selection).unmatched,
    "white_spot": reach_views.white_spot_sheet,
    **{table.name: partial(_rollup, rollup) for rollup, table in ROLLUPS.items()},
    **{table.name: partial(_triple, rollup) for rollup, table in TRIPLES.items()},
}
"""Views by name. `activity` is the cards as the document has them and stands before the stored table of that name."""

SCENARIO_VIEWS = ("scenario_gap", "scenario_equity", "scenario_group")
"""Views of a scenario; the others are not told of one."""


AREA_COLUMNS = {"orp": "code", "service_catalogue": "orp_codes", "plan_monitoring": "orp_codes",
                "population": "area_code"}
"""Where a table tells its ORP area, when not in `orp_code`; a column of lists holds codes separated by spaces."""

TYPE_COLUMNS = {"service_type": "code", "activity": "service_types", "unmatched_card": "type_codes"}
"""Where a table tells its service type, when not in `type_code`."""

NARROWED_BY_AREA = ("gap_class_count", "group_class_count", "plan_on_day", "plan_quality", "plan_change", "answer",
                    "unmatched_card", "measure_year", "quality_trend")
NARROWED_BY_TYPE = ("facility_place",)
"""Views that answer for the selected area or type themselves and have no column to tell it."""


def names() -> list[str]:
    """Every name `sheet` knows, in alphabetical order."""
    return sorted({*VIEWS, *SCENARIO_VIEWS, *TABLES})


def sheet(
    database: Database, name: str, selection: Selection, *, valid_only: bool = False, stored: bool = False,
    scenario: str = "", fixed_norm: bool = True,
) -> Sheet:
    """One table or view.

    Parameters
    ----------
    name : a stored table or one of `VIEWS`.
    valid_only : stored tables are given with their whole history unless only rows valid on the day are wanted.
    stored : the stored table is wanted even where a view has the same name.
    scenario, fixed_norm : changes of capacity as a link has them, and whether the norm stays; for views of a scenario.

    Raises
    ------
    BadSelection : there is no such table, the view needs a second date, or the scenario cannot be used.
    """
    reader = Reader(database, selection.at)
    if name in SCENARIO_VIEWS:
        return whatif.scenario_sheet(reader, selection, name, scenario, fixed_norm)
    if name in VIEWS and not stored:
        return VIEWS[name](reader, selection)
    if name not in TABLES:
        raise BadSelection(
            "unknown-table", "There is no table {value}. Known: {known}.", value=name, known=", ".join(names())
        )
    frame = reader.on(name) if valid_only else reader.table(name)
    return Sheet(TABLES[name], frame, reader.provenance(), "stored")


def narrowed(name: str, frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Rows of a table or view that belong to the selected area and service type.

    Raises
    ------
    BadSelection : an area or a type is selected and the table does not tell it.
    """
    if selection.orp is not None and name not in NARROWED_BY_AREA:
        column = AREA_COLUMNS.get(name, "orp_code")
        if column not in frame:
            raise BadSelection("no-areas", "The table {value} has no areas: leave out --orp.", value=name)
        frame = frame[network.holds_code(frame[column], selection.orp)]
    if selection.service_type is not None and name not in NARROWED_BY_TYPE:
        column = TYPE_COLUMNS.get(name, "type_code")
        if column not in frame:
            raise BadSelection("no-types", "The table {value} has no service types: leave out --sluzba.", value=name)
        frame = frame[network.holds_code(frame[column], selection.service_type)]
    return frame


def moved_since(database: Database, selection: Selection, views: Collection[str]) -> moved_on.MovedOn:
    """How views of the selected area and type differ between the release of the selection and the newest one.

    The day is the same. A view that cannot be shown (no such area, type or day in the data) is left out.
    """
    newest = replace(selection, at=AsOf(selection.at.valid_on, releases(database)[-1].number))
    states: list[dict[str, Sheet]] = []
    for asked in (selection, newest):
        shown = {}
        for name in views:
            try:
                shown[name] = _of_selection(name, sheet(database, name, asked), asked)
            except BadSelection:
                continue
        states.append(shown)
    return moved_on.moved_on(*states)


def _of_selection(name: str, shown: Sheet, selection: Selection) -> Sheet:
    """The rows of the selected area and of the selected type, where the table tells them."""
    for only in (replace(selection, service_type=None), replace(selection, orp=None)):
        try:
            shown = replace(shown, frame=narrowed(name, shown.frame, only))
        except BadSelection:
            continue
    return shown
