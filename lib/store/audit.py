"""The log of acts: who did what, when, to what and from which file. Lines are only ever added."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from lib.store.database import Database
from lib.store.tables import AUDIT


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `act` is a word of the desk (propose, refuse, approve, publish, withdraw, rebase); `subject` what it was
    done to ("draft 3", "release 2", the kind of an import); `note` as typed; `details` figures of the act by name."""

    at: datetime
    role: str
    account: str
    act: str
    subject: str
    note: str = ""
    source_name: str = ""
    source_checksum: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def record(database: Database, entry: Entry) -> None:
    """Add a line that belongs to no other write."""
    with database.writing() as connection:
        insert_entry(connection, entry)


def insert_entry(connection: Connection, entry: Entry) -> None:
    """Add a line within the transaction of the act itself: no act without its line, no line without its act."""
    last = connection.execute(sa.select(sa.func.max(AUDIT.c.id))).scalar_one()
    connection.execute(sa.insert(AUDIT).values(
        id=(last or 0) + 1, at=entry.at, role=entry.role, account=entry.account, act=entry.act, subject=entry.subject,
        note=entry.note, source_name=entry.source_name, source_checksum=entry.source_checksum,
        details=json.dumps(dict(entry.details), ensure_ascii=False, sort_keys=True),
    ))


def entries(database: Database, limit: int = 200) -> list[Entry]:
    """The last lines, the newest first."""
    with database.reading() as connection:
        rows = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)).all()
    return [_entry(dict(row._mapping)) for row in rows]


def _entry(row: dict[str, Any]) -> Entry:
    del row["id"]
    return Entry(**row | {"details": json.loads(row["details"])})
