"""Drafts: proposed states that wait for approval and publishing. Every step names the version it was decided on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from lib.errors import BadSelection, Issue, StaleState
from lib.model.schemas import DTYPES, TABLES
from lib.store.audit import Entry, insert_entry
from lib.store.database import Database
from lib.store.releases import Content, Release, insert_release, last_release, next_number, prepared
from lib.store.tables import DRAFT, DRAFT_TABLE


class DraftState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OPEN = (DraftState.DRAFT, DraftState.APPROVED)


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed state: the tables it touches, against the release it was made from.

    `kind` is a word of `lib.model.incoming.ImportKind`, `release` the number it was published under.
    """

    number: int
    version: int
    base_release: int
    kind: str
    state: DraftState
    created_at: datetime
    by_role: str
    by_account: str
    source_name: str
    source_checksum: str
    remarks: tuple[Issue, ...] = ()
    release: int | None = None


def save_draft(database: Database, draft: Draft, tables: Mapping[str, pd.DataFrame], entry: Entry) -> Draft:
    """Store a new draft with the whole content of the tables it touches; number and version are given here."""
    packed = _packed(tables)
    with database.writing() as connection:
        last = connection.execute(sa.select(sa.func.max(DRAFT.c.number))).scalar_one()
        saved = replace(draft, number=(last or 0) + 1, version=1)
        connection.execute(sa.insert(DRAFT).values(
            asdict(saved) | {"state": saved.state.value, "remarks": _written(saved.remarks)}
        ))
        _insert_tables(connection, saved.number, packed)
        insert_entry(connection, replace(entry, subject=f"draft {saved.number}"))
    return saved


def drafts(database: Database) -> list[Draft]:
    """Every draft, the newest first."""
    with database.reading() as connection:
        return [_draft(row) for row in connection.execute(sa.select(DRAFT).order_by(DRAFT.c.number.desc()))]


def read_draft(database: Database, number: int) -> Draft:
    """One draft.

    Raises
    ------
    BadSelection : there is no such draft.
    """
    with database.reading() as connection:
        return _found(connection, number)


def draft_tables(database: Database, number: int) -> dict[str, pd.DataFrame]:
    """The whole content of the tables a draft touches; nothing for a published one, whose content is its release."""
    query = sa.select(DRAFT_TABLE.c.table_name, DRAFT_TABLE.c.content).where(DRAFT_TABLE.c.draft == number)
    with database.reading() as connection:
        packed: dict[str, bytes] = {row[0]: row[1] for row in connection.execute(query)}
    return {name: _unpacked(name, packed[name]) for name in TABLES if name in packed}


def move_draft(database: Database, number: int, *, version: int, state: DraftState, entry: Entry) -> Draft:
    """Put a draft into another state.

    Raises
    ------
    BadSelection : there is no such draft.
    StaleState : the draft is not at `version` any more, or is closed.
    """
    with database.writing() as connection:
        moved = replace(_open_draft(connection, number, version), state=state, version=version + 1)
        _update(connection, moved)
        insert_entry(connection, entry)
    return moved


def rebase_draft(
    database: Database, number: int, *, version: int, base_release: int, tables: Mapping[str, pd.DataFrame],
    entry: Entry,
) -> Draft:
    """Put a draft on a newer release with the tables as they are after both changes; it must be approved again.

    Raises
    ------
    BadSelection, StaleState : as `move_draft`.
    """
    packed = _packed(tables)
    with database.writing() as connection:
        draft = _open_draft(connection, number, version)
        moved = replace(draft, state=DraftState.DRAFT, version=version + 1, base_release=base_release)
        connection.execute(sa.delete(DRAFT_TABLE).where(DRAFT_TABLE.c.draft == number))
        _insert_tables(connection, number, packed)
        _update(connection, moved)
        insert_entry(connection, entry)
    return moved


def publish_draft(
    database: Database, number: int, *, version: int, frames: Mapping[str, pd.DataFrame], release: Release,
    entry: Entry,
) -> Release:
    """Publish an approved draft in one transaction: the release, the state of the draft, and the line of the log.

    Parameters
    ----------
    frames : the whole state after the draft, every table. `release` : what is said of it; its number is given here.

    Raises
    ------
    BadSelection : there is no such draft.
    StaleState : the draft is not approved at `version`, or another release came after the one it is made from.
    """
    content: list[Content] = prepared(frames)
    with database.writing() as connection:
        draft = _open_draft(connection, number, version)
        if draft.state is not DraftState.APPROVED:
            raise StaleState("draft-not-approved", "The draft {number} is not approved.", number=number)
        last = last_release(connection)
        if last is None or last.number != draft.base_release:
            raise StaleState(
                "published-meanwhile",
                "Release {number} was published meanwhile ({note}). Put the draft on it and look at it again.",
                number=0 if last is None else last.number, note="" if last is None else last.note,
            )
        published = insert_release(connection, content, replace(release, number=next_number(connection)))
        connection.execute(sa.delete(DRAFT_TABLE).where(DRAFT_TABLE.c.draft == number))
        _update(connection, replace(draft, state=DraftState.PUBLISHED, version=version + 1, release=published.number))
        insert_entry(connection, replace(entry, subject=f"draft {number}, release {published.number}"))
    return published


def _found(connection: Connection, number: int) -> Draft:
    row = connection.execute(sa.select(DRAFT).where(DRAFT.c.number == number)).one_or_none()
    if row is None:
        raise BadSelection("no-draft", "There is no draft {number}.", number=number)
    return _draft(row)


def _open_draft(connection: Connection, number: int, version: int) -> Draft:
    draft = _found(connection, number)
    if draft.version != version or draft.state not in OPEN:
        raise StaleState(
            "draft-moved", "Somebody else has moved the draft {number} on ({draft_state}). Look at it again.",
            number=number, draft_state=draft.state.value,
        )
    return draft


def _update(connection: Connection, draft: Draft) -> None:
    connection.execute(sa.update(DRAFT).where(DRAFT.c.number == draft.number).values(
        version=draft.version, state=draft.state.value, base_release=draft.base_release, release=draft.release,
    ))


def _insert_tables(connection: Connection, number: int, packed: Mapping[str, bytes]) -> None:
    if packed:
        connection.execute(sa.insert(DRAFT_TABLE), [
            {"draft": number, "table_name": name, "content": content} for name, content in packed.items()
        ])


def _packed(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    packed = {}
    for name, frame in tables.items():
        buffer = BytesIO()
        frame[list(TABLES[name].columns)].to_parquet(buffer, index=False)
        packed[name] = buffer.getvalue()
    return packed


def _unpacked(name: str, content: bytes) -> pd.DataFrame:
    return pd.read_parquet(BytesIO(content)).astype({field.name: DTYPES[field.kind] for field in TABLES[name].fields})


def _written(remarks: Sequence[Issue]) -> str:
    return json.dumps([asdict(issue) | {"values": dict(issue.values)} for issue in remarks], ensure_ascii=False,
                      default=str)


def _draft(row: sa.Row[Any]) -> Draft:
    values = dict(row._mapping)
    remarks = tuple(Issue(**issue) for issue in json.loads(values.pop("remarks")))
    return Draft(**values | {"state": DraftState(values["state"]), "remarks": remarks})
