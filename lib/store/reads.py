"""Named reads: any table as it stood in a release, and as it held on a day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lib.errors import BadSelection
from lib.model import periods
from lib.model.changes import Key
from lib.model.fields import Table
from lib.model.schemas import DTYPES, TABLES, empty_frame
from lib.store.database import Database
from lib.store.tables import CONTENT, RELEASE_TABLE

SUMMARY = "release_table"
"""Key in the memory of frames under which the list of a release's tables is kept; no stored table is called so."""


def read_table(database: Database, name: str, *, known_at: int, valid_on: date | None) -> pd.DataFrame:
    """One table as release `known_at` has it.

    Parameters
    ----------
    name : a table of `lib.model.schemas.TABLES`.
    known_at : the number of a release.
    valid_on : only the rows that hold on the day (see `valid_on_rows`); None: the whole history.

    Returns
    -------
    The declared columns in the declared order, with the types of `DTYPES`, ordered by the key, indexed from 0. The
    frame shares its memory with others: it may be filtered and extended, its values may not be written in place.

    Raises
    ------
    BadSelection : there is no such table or release.
    """
    if name not in TABLES:
        raise BadSelection("no-table", "There is no table {table}. The tables are: {tables}.",
                           table=name, tables=", ".join(TABLES))
    table = TABLES[name]
    content = contents(database, known_at)
    if name not in content:  # published before this version of the application knew the table
        return empty_frame(table)
    frame = database.frames.get((name, content[name]), lambda: _read(database, table, content[name]))
    return frame.copy(deep=False) if valid_on is None else valid_on_rows(frame, table, valid_on)


def contents(database: Database, known_at: int) -> dict[str, int]:
    """The release that brought what release `known_at` has in each table: equal numbers are equal rows.

    Raises
    ------
    BadSelection : there is no such release.
    """
    tables = _release_tables(database, known_at)
    return dict(zip(tables["table_name"].tolist(), tables["content_release"].tolist(), strict=True))


class ReleaseTables(Mapping[str, pd.DataFrame]):
    """Every table of a release, each read when it is first looked at; those in `over` are taken instead."""

    def __init__(self, database: Database, known_at: int, over: Mapping[str, pd.DataFrame] | None = None) -> None:
        self._database = database
        self._known_at = known_at
        self._read = dict(over or {})

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = read_table(self._database, name, known_at=self._known_at, valid_on=None)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def __contains__(self, name: object) -> bool:
        return name in TABLES


def valid_on_rows(frame: pd.DataFrame, table: Table, day: date) -> pd.DataFrame:
    """The rows of a stored table that hold on `day`, in the order of the key.

    Of a table with periods: the rows of which it is not certain that they do not hold (`lib.model.periods.valid_on`);
    what an unknown bound means is for metrics to decide. Of a table of states: the latest row of each key at or before
    the day. Timeless tables whole.
    """
    if table.validity:
        return frame[periods.valid_on(frame, table, day).fillna(True).to_numpy(dtype=bool)].reset_index(drop=True)
    if table.as_of is not None:
        return periods.latest_on(frame, table, day).sort_values(list(table.key), ignore_index=True)
    return frame.copy(deep=False)


def first_releases(
    database: Database, name: str, known_at: int, among: Iterable[str] | None = None
) -> dict[Key, int]:
    """The release each row of a table came in with, by the key of the row; as release `known_at` knows it.

    Parameters
    ----------
    name : a table of `lib.model.schemas.TABLES`.
    among : only rows whose first column of the key has one of these values; None: all. A table has a copy for every
        release that changed it, so few rows are found much faster than all.

    Returns
    -------
    By key as text (days as ISO dates). A row that was changed later keeps the release it first came in with.
    """
    stored, table = CONTENT[name], TABLES[name]
    key = [stored.c[column] for column in table.key]
    contents = sa.select(RELEASE_TABLE.c.content_release).where(
        RELEASE_TABLE.c.table_name == name, RELEASE_TABLE.c.release <= known_at
    )
    query = sa.select(*key, sa.func.min(stored.c.content_release)).where(stored.c.content_release.in_(contents))
    if among is not None:
        query = query.where(key[0].in_(sorted(set(among))))
    with database.reading() as connection:
        rows = connection.execute(query.group_by(*key)).all()
    return {tuple(str(value) for value in row[:-1]): row[-1] for row in rows}


def table_summary(database: Database, known_at: int) -> pd.DataFrame:
    """What a release holds, one row per table.

    Returns
    -------
    table_name; content_release: the release that brought the content; rows; checksum: sha256 of the content;
    missing_share (0–1): share of absent values in the columns that may be absent, NA when the table has no such
    column or no row. In the order of `lib.model.schemas.TABLES`.

    Raises
    ------
    BadSelection : there is no such release.
    """
    tables = _release_tables(database, known_at)
    return tables.assign(missing_share=[
        _missing_share(TABLES[name], read_table(database, name, known_at=known_at, valid_on=None))
        for name in tables["table_name"]
    ])


def _missing_share(table: Table, frame: pd.DataFrame) -> float:
    optional = frame[[field.name for field in table.fields if not field.required]]
    return float(optional.isna().to_numpy().mean()) if optional.size else float("nan")


def _release_tables(database: Database, known_at: int) -> pd.DataFrame:
    return database.frames.get((SUMMARY, known_at), lambda: _read_release_tables(database, known_at))


def _read_release_tables(database: Database, known_at: int) -> pd.DataFrame:
    columns = [RELEASE_TABLE.c.table_name, RELEASE_TABLE.c.content_release, RELEASE_TABLE.c.rows,
               RELEASE_TABLE.c.checksum]
    with database.reading() as connection:
        rows = connection.execute(sa.select(*columns).where(RELEASE_TABLE.c.release == known_at)).all()
    if not rows:
        raise BadSelection("no-release", "There is no release {number}.", number=known_at)
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return frame.sort_values("table_name", key=lambda names: names.map(list(TABLES).index), ignore_index=True)


def _read(database: Database, table: Table, content_release: int) -> pd.DataFrame:
    stored = CONTENT[table.name]
    query = sa.select(*(stored.c[name] for name in table.columns)).where(stored.c.content_release == content_release)
    with database.reading() as connection:
        rows = connection.execute(query).all()
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(table.fields)
    frame = pd.DataFrame({
        field.name: pd.Series(values, dtype=DTYPES[field.kind])
        for field, values in zip(table.fields, columns, strict=True)
    })
    # Sorted here, not by the database: servers differ in how they order text.
    return frame.sort_values(list(table.key), ignore_index=True)
