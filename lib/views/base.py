"""What every view is made of: a reader bound to the two dates, provenance, notes and sheets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from lib.model.assumptions import Assumptions, Parameter, written_overrides
from lib.model.fields import Table
from lib.model.lookup import records
from lib.model.selection import AsOf, CapacityScope, Norm
from lib.model.territory import REGION_AREA, SourceKind
from lib.store.database import Database
from lib.store.reads import read_table
from lib.store.releases import Release, releases


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know about a figure: `code` names the sentence in the catalogues, `values` fill it."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One source that rows of a view come from."""

    id: str
    publisher: str
    title: str
    url: str | None
    licence: str
    kind: SourceKind
    state_date: date | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a view's rows come from. `demo` is true as soon as one row is illustrative."""

    at: AsOf
    release: Release
    sources: tuple[SourceUse, ...]

    @property
    def demo(self) -> bool:
        return any(source.kind is SourceKind.DEMO for source in self.sources)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as people get it: its declaration, its rows, where they come from, and what to know about them.

    `method` is a key of `lib.text.methods`. `asked` is what was asked for beside the two dates, by key of the URL
    (norm, capacity, second day): without it a file could not be understood later. Screen, CSV, XLSX and command line
    render this same object.
    """

    table: Table
    frame: pd.DataFrame
    provenance: Provenance
    method: str
    notes: tuple[Note, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()

    @property
    def scenario(self) -> bool:
        """Whether the rows are computed from changed capacities: then they are no data and are marked so."""
        return any(key == "scenar" for key, _ in self.asked)


def in_areas(sheet: Sheet, areas: Collection[str]) -> Sheet:
    """The rows of the areas and, where the table has one, that of the whole region; no area named: all rows."""
    if not areas:
        return sheet
    return replace(sheet, frame=sheet.frame[sheet.frame["orp_code"].isin([*areas, REGION_AREA])])


def comparison(norm: Norm, scope: CapacityScope, own_rate: float | None = None,
               assumptions: Assumptions | None = None, *parameters: Parameter) -> tuple[tuple[str, str], ...]:
    """What capacity was compared with, as `Sheet.asked`.

    `assumptions` are given only where they had a part in the figures; see `assumptions_asked`.
    """
    own = (("cil", f"{own_rate:g}"),) if norm is Norm.OWN and own_rate is not None else ()
    return (("norma", norm.value), *own, ("kapacita", scope.value), *assumptions_asked(assumptions, *parameters))


def assumptions_asked(assumptions: Assumptions | None, *parameters: Parameter) -> tuple[tuple[str, str], ...]:
    """The set of assumptions behind a figure and the reader's own values, as `Sheet.asked`; nothing where no set is.

    `parameters` are those that had a part in the figure: own values of others are left out. None named: all of them.
    """
    if assumptions is None:
        return ()
    own = {parameter.value: value.base for parameter in assumptions.changed if parameter in (parameters or Parameter)
           for value in [assumptions.of(parameter)] if value is not None}
    named = (("predpoklady", assumptions.code),) if assumptions.code else ()
    return (*named, ("upravy", written_overrides(own))) if own else named


class Reader:
    """Reads of one view: every table is asked for at the same pair of dates, and remembered for the provenance."""

    def __init__(self, database: Database, at: AsOf) -> None:
        self.database = database
        self.at = at
        self._used: dict[str, None] = {}

    def table(self, name: str, **equals: str | pd.Series) -> pd.DataFrame:
        """The whole history of a table in the release asked for, narrowed to rows whose columns equal the values.

        A column given a series must equal one of its values.
        """
        return self._remember(read_table(self.database, name, known_at=self.at.known_at, valid_on=None), equals)

    def on(self, name: str, day: date | None = None, **equals: str | pd.Series) -> pd.DataFrame:
        """The rows of a table that hold on the day (the selection's own day when none is given)."""
        frame = read_table(self.database, name, known_at=self.at.known_at, valid_on=day or self.at.valid_on)
        return self._remember(frame, equals)

    def _remember(self, frame: pd.DataFrame, equals: Mapping[str, str | pd.Series]) -> pd.DataFrame:
        for column, value in equals.items():
            frame = frame[frame[column].isin(value) if isinstance(value, pd.Series) else frame[column] == value]
        for source in frame["source_id"].unique() if "source_id" in frame else ():
            self._used.setdefault(str(source))
        return frame

    def provenance(self) -> Provenance:
        """The sources of everything read so far, real ones first."""
        sources = read_table(self.database, "source", known_at=self.at.known_at, valid_on=None)
        used = [
            SourceUse(
                id=row["id"],
                publisher=row["publisher"],
                title=row["title"],
                url=None if pd.isna(row["url"]) else row["url"],
                licence=row["licence"],
                kind=SourceKind(row["kind"]),
                state_date=None if pd.isna(row["state_date"]) else row["state_date"].date(),
            )
            for row in records(sources[sources["id"].isin(list(self._used))])
        ]
        order = list(SourceKind)
        return Provenance(
            self.at,
            next(release for release in releases(self.database) if release.number == self.at.known_at),
            tuple(sorted(used, key=lambda source: (order.index(source.kind), source.publisher, source.title))),
        )
