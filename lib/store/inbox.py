"""Comments of the public that nobody has looked at yet: added, let through, refused and emptied, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from lib.errors import BadSelection, NothingChanged, StaleState
from lib.store.audit import Entry, insert_entry
from lib.store.database import Database
from lib.store.tables import INBOX


class InboxState(StrEnum):
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sent:
    """One comment as it was sent. Of the moment only the day is kept, of the sender nothing but the organisation."""

    consultation_code: str
    received_on: date
    organisation: str
    activity_code: str | None
    goal_code: str | None
    section: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment in the inbox: `version` grows with every step, so that a step on an older version is refused."""

    number: int
    version: int
    sent: Sent


SAME = ("consultation_code", "organisation", "activity_code", "goal_code", "section", "text")
"""Columns by which one comment is the same as another."""


def add(database: Database, sent: Sent, *, limit: int, above: int = 0) -> int:
    """Put a comment into the inbox; the number it has there. The same comment sent again is the one that is there.

    Parameters
    ----------
    limit : comments of the consultation that may wait at once.
    above : the number will be higher than this, whatever the inbox holds.

    Raises
    ------
    BadSelection : so many comments are waiting already.
    """
    values = {name: getattr(sent, name) for name in SAME}
    same = [INBOX.c[name].is_(None) if value is None else INBOX.c[name] == value for name, value in values.items()]
    count = sa.select(sa.func.count()).select_from(INBOX)
    last = sa.select(sa.func.max(INBOX.c.number))
    with database.writing() as connection:
        known = connection.execute(sa.select(INBOX.c.number).where(*same).limit(1)).scalar_one_or_none()
        if known is not None:
            return int(known)
        waiting = connection.execute(count.where(
            INBOX.c.consultation_code == sent.consultation_code, INBOX.c.state == InboxState.WAITING.value,
        )).scalar_one()
        if waiting >= limit:
            raise BadSelection("inbox-full", "The inbox is full: {limit} comments are waiting to be looked through. "
                               "Please try again in a few days.", limit=limit)
        number = int(max(connection.execute(last).scalar_one() or 0, above)) + 1
        connection.execute(sa.insert(INBOX).values(
            number=number, version=1, state=InboxState.WAITING.value,
            received_at=datetime.combine(sent.received_on, time(), UTC), **values,
        ))
    return number


def waiting(database: Database, consultation: str, *, limit: int, offset: int = 0) -> list[Waiting]:
    """Comments of a consultation that nobody has looked at, the oldest first."""
    query = sa.select(INBOX).where(
        INBOX.c.consultation_code == consultation, INBOX.c.state == InboxState.WAITING.value,
    ).order_by(INBOX.c.number).limit(limit).offset(offset)
    with database.reading() as connection:
        return [_waiting(row) for row in connection.execute(query)]


def counts(database: Database, consultation: str) -> dict[InboxState, int]:
    """How many comments of a consultation are in each state."""
    query = sa.select(INBOX.c.state, sa.func.count()).where(
        INBOX.c.consultation_code == consultation).group_by(INBOX.c.state)
    with database.reading() as connection:
        found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    return {state: found.get(state.value, 0) for state in InboxState}


def read_waiting(database: Database, chosen: Mapping[int, int], wanted: InboxState) -> list[Waiting]:
    """Comments that are to be moved, each with the version that was on the screen (`chosen`: version by number).

    Raises
    ------
    NothingChanged : all of them are in the wanted state already.
    StaleState : somebody else has decided about one of them.
    """
    with database.reading() as connection:
        return _open(connection, chosen, wanted)


def show(database: Database, chosen: Mapping[int, int]) -> None:
    """Mark comments as let through. Raises as `read_waiting`."""
    with database.writing() as connection:
        _open(connection, chosen, InboxState.SHOWN)
        _move(connection, chosen, InboxState.SHOWN, {})


def refuse(database: Database, chosen: Mapping[int, int], entries: Mapping[int, Entry]) -> None:
    """Refuse comments: what they said and who sent them is deleted, a line of the log for each is added.

    Raises as `read_waiting`.
    """
    emptied = {"organisation": "", "text": "", "section": None, "activity_code": None, "goal_code": None}
    with database.writing() as connection:
        _open(connection, chosen, InboxState.REFUSED)
        _move(connection, chosen, InboxState.REFUSED, emptied)
        for number in sorted(chosen):
            insert_entry(connection, entries[number])


def _open(connection: Connection, chosen: Mapping[int, int], wanted: InboxState) -> list[Waiting]:
    rows = connection.execute(sa.select(INBOX).where(INBOX.c.number.in_(list(chosen))).order_by(INBOX.c.number)).all()
    if rows and all(row.state == wanted.value for row in rows):
        raise NothingChanged("nothing-changed", "What was sent in equals what is published. Nothing is to be done.")
    moved = [number for number in chosen if number not in {
        row.number for row in rows if row.state == InboxState.WAITING.value and row.version == chosen[row.number]
    }]
    if moved:
        raise StaleState("inbox-moved", "Somebody else has decided about the comment {number} meanwhile. "
                         "Look at what is waiting now.", number=moved[0])
    return [_waiting(row) for row in rows]


def _move(connection: Connection, chosen: Sequence[int] | Mapping[int, int], state: InboxState,
          values: Mapping[str, Any]) -> None:
    connection.execute(sa.update(INBOX).where(INBOX.c.number.in_(list(chosen))).values(
        state=state.value, version=INBOX.c.version + 1, **values,
    ))


def _waiting(row: sa.Row[Any]) -> Waiting:
    return Waiting(row.number, row.version, Sent(
        row.consultation_code, row.received_at.date(), row.organisation, row.activity_code, row.goal_code, row.section,
        row.text,
    ))
