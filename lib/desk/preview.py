"""What a draft would change: rows, headline figures, and what others have published since it was made."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.drafts import Frames, candidate, published_frames
from lib.model.changes import Changes, Clash, combined, differences
from lib.model.lookup import records
from lib.model.selection import AsOf, Selection
from lib.model.territory import SourceKind
from lib.store.database import Database
from lib.store.drafts import Draft, draft_tables
from lib.store.releases import Release, default_day, releases, with_candidate
from lib.views.overview import overview_view


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the first page before and after; None: unknown. `unit` is a unit word of `lib.text.formats`."""

    code: str
    unit: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft beside what is published.

    `changes` are those against the draft's base. `since` are releases published after that base and `meanwhile` what
    they changed in the draft's tables; `clashes` are rows that both changed differently: while there are any, somebody
    must choose. `demo_rows` counts illustrative rows before and after. `valid_on` is the day of the headlines.
    """

    draft: Draft
    changes: Changes
    since: tuple[Release, ...]
    meanwhile: Changes
    clashes: tuple[Clash, ...]
    headlines: tuple[Headline, ...]
    valid_on: date
    demo_rows: tuple[int, int]


def preview(database: Database, number: int, *, today: date) -> Preview:
    """What the draft would change.

    Parameters
    ----------
    today : the day of the headline figures when the data name no default day.

    Raises
    ------
    BadSelection : there is no such draft.
    """
    draft, after = candidate(database, number)
    before = published_frames(database, draft.base_release)
    tables = draft_tables(database, number)
    since = tuple(each for each in releases(database) if each.number > draft.base_release)
    meanwhile = Changes((), {})
    clashes: tuple[Clash, ...] = ()
    if since:
        theirs = published_frames(database)
        meanwhile = differences({name: before[name] for name in tables}, {name: theirs[name] for name in tables})
        _, clashes = combined(before, tables, theirs)
    day = default_day(after) or today
    return Preview(
        draft, differences(before, tables), since, meanwhile, clashes,
        _headlines(database, before, after, day), day, (_demo_rows(before), _demo_rows(after)),
    )


def _headlines(database: Database, before: Frames, after: Frames, day: date) -> tuple[Headline, ...]:
    """The figures of the first page, of the whole region on one day, from the two states."""
    last = releases(database)[-1]
    shown = replace(last, number=last.number + 1)
    then = _figures(with_candidate(database, before, shown), AsOf(day, shown.number))
    now = _figures(with_candidate(database, after, shown), AsOf(day, shown.number))
    return tuple(Headline(code, unit, then[code, unit], value) for (code, unit), value in now.items())


def _figures(database: Database, at: AsOf) -> dict[tuple[str, str], float | None]:
    view = overview_view(database, Selection(at))
    area = view.area
    return {
        ("municipalities_covered", "municipalities"): _known(area["municipalities_covered"]),
        ("population_covered", "persons"): _known(area["population_covered_persons"]),
        ("plans", "plans"): _known(area["plans"]),
        ("expiring_plans", "plans"): float(view.expiring_plans),
        ("areas_with_severe_gap", "orps"): _severe(view.areas.frame),
        ("cards", "cards"): float(view.progress.total),
        ("cards_done", "cards"): float(view.progress.done),
        ("cards_lagging", "cards"): float(view.progress.lagging),
        ("cards_silent", "cards"): float(view.progress.silent),
    }


def _severe(areas: pd.DataFrame) -> float | None:
    cells = areas["severe_cells"]
    return None if cells.isna().all() else float((cells > 0).sum())


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _demo_rows(frames: Frames) -> int:
    demo = {row["id"] for row in records(frames["source"]) if row["kind"] == SourceKind.DEMO.value}
    return sum(int(frame["source_id"].isin(demo).sum()) for frame in frames.values() if "source_id" in frame)
