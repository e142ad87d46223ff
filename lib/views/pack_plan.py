"""Tables of a pack on the plan: progress by goal, what moved since the last meeting, signals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.metrics import tallies
from lib.model.derived_pack import FULFILMENT_COUNT, MOVEMENT_COUNT, SIGNAL_COUNT
from lib.model.derived_rollup import Rollup
from lib.model.pack import Pack, Section
from lib.model.reporting import rules_of
from lib.model.selection import Selection
from lib.store.database import Database
from lib.views import activities, moved, rollups, signals
from lib.views.base import Reader, Sheet

SECTIONS = (Section.PROGRESS, Section.MOVED, Section.SIGNALS)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The plan whose cards count on the day, from `begins` to `ends`; what moved in it, None where nobody asks."""

    begins: date
    ends: date
    moved: moved.MovedView | None
    sheets: Mapping[str, Sheet]


def plan_part(database: Database, pack: Pack) -> PlanPart | None:
    """What the parts on the plan show; None where the pack has none of them."""
    if not set(SECTIONS) & set(pack.sections):
        return None
    reader = Reader(database, pack.selection.at)
    begins, ends = activities.plan_period(reader)
    found: dict[str, Sheet] = {}
    between: moved.MovedView | None = None
    if Section.PROGRESS in pack.sections:
        found |= _progress(Reader(database, pack.selection.at))
    if Section.MOVED in pack.sections:
        between = moved.moved_view(database, pack.selection.at, pack.selection.compare_on)
        if between.moved is not None:
            found |= {"progress_moved": between.moved, "movement_count": _movement_counts(between.moved)}
    if Section.SIGNALS in pack.sections:
        own = Reader(database, pack.selection.at)
        sheet = signals.signals_sheet(own)
        found |= {"signal": sheet, "signal_count": _signal_counts(own, sheet)}
    return PlanPart(begins, ends, between, found)


def fulfilment_sheet(reader: Reader) -> Sheet:
    """The whole plan in the region's words; columns of `derived_pack.FULFILMENT_COUNT`."""
    return _fulfilment(rollups.triple_sheet(reader, Rollup.GOAL))


def movement_sheet(reader: Reader, selection: Selection) -> Sheet:
    """How many cards moved between the two days; columns of `derived_pack.MOVEMENT_COUNT`.

    Raises
    ------
    BadSelection : there is no other day, or the two days belong to different plans.
    """
    return _movement_counts(moved.moved_sheet(reader, selection))


def signal_count_sheet(reader: Reader) -> Sheet:
    """How many cards raise each signal on the day; columns of `derived_pack.SIGNAL_COUNT`."""
    return _signal_counts(reader, signals.signals_sheet(reader))


def _progress(reader: Reader) -> Mapping[str, Sheet]:
    sheet = rollups.rollup_sheet(reader, Rollup.GOAL)
    return {"progress": sheet, "fulfilment_count": _fulfilment(rollups.in_triple(sheet, Rollup.GOAL))}


def _fulfilment(triple: Sheet) -> Sheet:
    return Sheet(FULFILMENT_COUNT, tallies.fulfilment_counts(triple.frame), triple.provenance, triple.method)


def _movement_counts(sheet: Sheet) -> Sheet:
    frame = tallies.movement_counts(sheet.frame)
    return Sheet(MOVEMENT_COUNT, frame, sheet.provenance, sheet.method, asked=sheet.asked)


def _signal_counts(reader: Reader, sheet: Sheet) -> Sheet:
    cards = len(activities.plan_cards(reader))
    frame = tallies.signal_counts(sheet.frame, cards, rules_of(reader.table("reporting_rule")))
    return Sheet(SIGNAL_COUNT, frame, reader.provenance(), sheet.method, sheet.notes)
