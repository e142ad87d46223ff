"""Numbered releases of the whole set of tables: published in one transaction, listed, never changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from lib.errors import RejectedPackage, SchemaMismatch
from lib.model.fields import Table
from lib.model.schemas import DTYPES, TABLES
from lib.store.audit import Entry, insert_entry
from lib.store.database import Database, FrameCache
from lib.store.reads import SUMMARY
from lib.store.tables import CONTENT, EVIDENCE_CONTENT, RELEASE, RELEASE_TABLE

EMBEDDED_NOTE = "embedded-data"
EMBEDDED_CHANGED_NOTE = "embedded-data-changed"
"""Notes of releases nobody typed a note for: codes, labelled in the catalogues as "release_note"."""

CANDIDATE_FRAMES = 1000
"""Tables a candidate and the releases it is compared with may keep; more than there can be."""

EMBEDDED_ROLE = "application"
"""Who publishes such a release: a code, labelled in the catalogues as "role"."""


class Purpose(StrEnum):
    """Why a release came: the world moved on, an earlier release was wrong, an older state is in force again, or
    somebody declared something (a report, an opinion, a record), which is published at once."""

    UPDATE = "update"
    CORRECTION = "correction"
    RESTORATION = "restoration"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Release:
    """One published release: who published it, when, why and from what.

    `by_role` and `note` are as typed by who published it; of embedded releases they are the codes above.
    `default_valid_on` is the default state in time named by the package, None when it names none. `embedded`: loaded
    from the package supplied with the application, not sent in by a user. `purpose` is a word of `Purpose`.
    """

    number: int
    published_at: datetime
    by_role: str
    note: str
    source_name: str
    source_checksum: str
    default_valid_on: date | None
    embedded: bool
    purpose: str = Purpose.UPDATE.value


class Package(Protocol):
    """What a loader returns: checked tables by name, the checksum of their files, the name of the package."""

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]: ...

    @property
    def checksum(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """The outcome of a start: the latest release, and why the package on disk was refused, when it was."""

    release: Release
    rejected: RejectedPackage | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One table ready to be stored: its rows in the order of the key and the checksum of their text."""

    table: Table
    frame: pd.DataFrame
    checksum: str


def publish(
    database: Database,
    frames: Mapping[str, pd.DataFrame],
    *,
    note: str,
    by_role: str,
    source_name: str,
    source_checksum: str,
    published_at: datetime,
    embedded: bool = False,
    purpose: Purpose = Purpose.UPDATE,
) -> Release:
    """Store a whole set of checked tables as the next release, in one transaction.

    Parameters
    ----------
    frames : every table of `lib.model.schemas.TABLES`, with its columns and the types of `DTYPES`, already passed by
        `lib.model.checks.package_issues`. A table equal to one stored before is shared, not stored again.
    published_at : a moment with a time zone.

    Raises
    ------
    SchemaMismatch : a table, a column, a type or a required value is not as declared, or a key is repeated; nothing is
        stored.
    """
    content = prepared(frames)
    with database.writing() as connection:
        return insert_release(connection, content, Release(
            number=next_number(connection), published_at=published_at, by_role=by_role, note=note,
            source_name=source_name, source_checksum=source_checksum, default_valid_on=default_day(frames),
            embedded=embedded, purpose=purpose.value,
        ))


def releases(database: Database) -> list[Release]:
    """All releases, the oldest first, with the candidate when the database shows one."""
    with database.reading() as connection:
        found = [_release(row) for row in connection.execute(sa.select(RELEASE).order_by(RELEASE.c.number))]
    return [*found, database.candidate] if database.candidate else found


def latest(database: Database) -> Release | None:
    """The last release, None in an empty database."""
    with database.reading() as connection:
        return last_release(connection)


def with_candidate(database: Database, frames: Mapping[str, pd.DataFrame], release: Release) -> Database:
    """The database as it would read if `frames` were published as `release`; nothing is written.

    Every read at `release.number` answers from `frames`; earlier releases read as before.
    """
    shown = FrameCache(limit=CANDIDATE_FRAMES)
    content = pd.DataFrame({
        "table_name": list(frames), "content_release": release.number,
        "rows": [len(frame) for frame in frames.values()], "checksum": "",
    })
    shown.get((SUMMARY, release.number), lambda: content)
    for name, frame in frames.items():
        ordered = frame.sort_values(list(TABLES[name].key), ignore_index=True)
        shown.get((name, release.number), lambda ordered=ordered: ordered)  # type: ignore[misc]
    return replace(database, frames=shown, candidate=release)


def ensure_embedded(
    database: Database,
    load: Callable[[], Package],
    *,
    checksum: Callable[[], str],
    published_at: datetime,
) -> Embedded:
    """Have the package supplied with the application in the store, and say what the latest release is.

    An empty store gets it as release 1. A package whose `checksum` differs from the one last taken from there becomes
    a new release, unless users have published since: what they published is never replaced by a supplied package. When
    nothing changed, `load` is not called. Processes that start together publish once.

    Returns
    -------
    The latest release; with the reasons when the package on disk is broken and the last good state stays in use.

    Raises
    ------
    RejectedPackage : the package is broken and there is no earlier release to show.
    """
    with database.reading() as connection:
        last = last_release(connection)
        taken = _last_embedded_checksum(connection)
    if last is not None and not last.embedded:
        return Embedded(last)  # the region has published its own data
    try:
        if last is not None and checksum() == taken:
            return Embedded(last)
        package = load()
    except RejectedPackage as rejected:
        last = latest(database)
        if last is None:
            raise
        return Embedded(last, rejected)
    content = prepared(package.frames)
    with database.writing() as connection:
        last = last_release(connection)
        if last is not None and (not last.embedded or _last_embedded_checksum(connection) == package.checksum):
            return Embedded(last)  # another process was faster
        return Embedded(insert_release(connection, content, Release(
            number=next_number(connection), published_at=published_at, by_role=EMBEDDED_ROLE,
            note=EMBEDDED_NOTE if last is None else EMBEDDED_CHANGED_NOTE,
            source_name=package.name, source_checksum=package.checksum,
            default_valid_on=default_day(package.frames), embedded=True,
        )))


@dataclass(frozen=True, slots=True)
class Change:
    """Tables that differ from the last release, what is said of the next one, its line of the log, and files.

    The number of `release` is given when it is stored. `files` are contents by their sha256.
    """

    tables: Mapping[str, pd.DataFrame]
    release: Release
    entry: Entry
    files: Mapping[str, bytes]


def publish_change(database: Database, change: Callable[[Database, Release], Change]) -> Release:
    """Publish what `change` makes of the last release as the next one; nobody else can publish meanwhile.

    Parameters
    ----------
    change : given the database as the transaction sees it and the last release; what it raises stops everything.

    Raises
    ------
    SchemaMismatch : as `publish`.
    """
    with database.writing() as connection:
        last = last_release(connection)
        if last is None:
            raise SchemaMismatch("missing-tables", "tables are missing: {tables}", tables=", ".join(TABLES))
        made = change(replace(database, within=connection), last)
        number = next_number(connection)
        carried = ("table_name", "content_release", "rows", "checksum")
        kept = sa.select(sa.literal(number), *(RELEASE_TABLE.c[name] for name in carried)).where(
            RELEASE_TABLE.c.release == last.number, RELEASE_TABLE.c.table_name.not_in(list(made.tables))
        )
        connection.execute(sa.insert(RELEASE_TABLE).from_select(["release", *carried], kept))
        for checksum, content in made.files.items():
            known = sa.select(EVIDENCE_CONTENT.c.checksum).where(EVIDENCE_CONTENT.c.checksum == checksum)
            if connection.execute(known).one_or_none() is None:
                connection.execute(sa.insert(EVIDENCE_CONTENT).values(checksum=checksum, content=content))
        published = insert_release(
            connection, [_content(TABLES[name], frame) for name, frame in made.tables.items()],
            replace(made.release, number=number),
        )
        insert_entry(connection, replace(made.entry, subject=f"release {number}"))
    return published


def insert_release(connection: Connection, content: list[Content], release: Release) -> Release:
    """Store prepared content as the release, within the transaction of `connection`; the release as given."""
    stored: list[dict[str, Any]] = []
    for item in content:
        name = item.table.name
        brought_by = _stored_as(connection, name, item.checksum)
        if brought_by is None:
            brought_by = release.number
            rows = _rows(item, release.number)
            if rows:
                connection.execute(sa.insert(CONTENT[name]), rows)
        stored.append({"release": release.number, "table_name": name, "content_release": brought_by,
                       "rows": len(item.frame), "checksum": item.checksum})
    connection.execute(sa.insert(RELEASE_TABLE), stored)
    # Last, because from this row on the database refuses every change to the release.
    connection.execute(sa.insert(RELEASE).values(
        {column.name: getattr(release, column.name) for column in RELEASE.columns}
    ))
    return release


def _stored_as(connection: Connection, name: str, checksum: str) -> int | None:
    return connection.execute(
        sa.select(RELEASE_TABLE.c.content_release)
        .where(RELEASE_TABLE.c.table_name == name, RELEASE_TABLE.c.checksum == checksum)
        .limit(1)  # one content has one number, in however many releases it stands
    ).scalar_one_or_none()


def prepared(frames: Mapping[str, pd.DataFrame]) -> list[Content]:
    """Every table ready to be stored. Raises `SchemaMismatch` as `publish` does."""
    absent = [name for name in TABLES if name not in frames]
    if absent:
        raise SchemaMismatch("missing-tables", "tables are missing: {tables}", tables=", ".join(absent))
    return [_content(table, frames[name]) for name, table in TABLES.items()]


def _content(table: Table, frame: pd.DataFrame) -> Content:
    expected = {field.name: pd.api.types.pandas_dtype(DTYPES[field.kind]) for field in table.fields}
    if set(frame.columns) != set(expected):
        raise SchemaMismatch("wrong-columns", "the table {table} must have the columns {columns}",
                             table=table.name, columns=", ".join(expected))
    for field in table.fields:
        column = frame[field.name]
        if column.dtype != expected[field.name]:
            raise SchemaMismatch("wrong-type", "{table}.{column} is {found}, it must be {expected}", table=table.name,
                                 column=field.name, found=column.dtype, expected=expected[field.name])
        if field.required and bool(column.isna().any()):
            raise SchemaMismatch("missing-values", "{table}.{column} must have a value in every row",
                                 table=table.name, column=field.name)
    if bool(frame.duplicated(list(table.key)).any()):
        raise SchemaMismatch("repeated-key", "the key {key} is repeated", key=", ".join(table.key))
    ordered = frame[list(table.columns)].sort_values(list(table.key), ignore_index=True)
    text = ordered.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return Content(table, ordered, sha256(text.encode()).hexdigest())


def _rows(item: Content, number: int) -> list[dict[str, Any]]:
    columns: list[list[Any]] = []
    for field in item.table.fields:
        series = item.frame[field.name]
        values = (series.dt.date if field.kind == "date" else series).tolist()
        present = series.notna().tolist()
        columns.append([value if known else None for value, known in zip(values, present, strict=True)])
    names = ("content_release", *item.table.columns)
    return [dict(zip(names, (number, *row), strict=True)) for row in zip(*columns, strict=True)]


def default_day(frames: Mapping[str, pd.DataFrame]) -> date | None:
    """The day a state of the tables is looked at unless another is asked for; None when it names none."""
    states = frames["named_state"]
    chosen = states.loc[states["is_default"], "valid_on"]
    return None if chosen.empty else chosen.iloc[0].date()


def next_number(connection: Connection) -> int:
    """The number the next release gets."""
    last = last_release(connection)
    return 1 if last is None else last.number + 1


def last_release(connection: Connection) -> Release | None:
    """The last release as this transaction sees it, None when there is none."""
    row = connection.execute(sa.select(RELEASE).order_by(RELEASE.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _release(row)


def _last_embedded_checksum(connection: Connection) -> str | None:
    return connection.execute(
        sa.select(RELEASE.c.source_checksum).where(RELEASE.c.embedded).order_by(RELEASE.c.number.desc()).limit(1)
    ).scalar_one_or_none()


def _release(row: sa.Row[Any]) -> Release:
    return Release(**row._mapping)
