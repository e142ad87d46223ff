"""Who may do what: one table of roles and acts, and one of roles and rows. Every write asks here first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from lib.errors import Forbidden
from lib.model.changes import ChangeKind, Changes, Frames, RowChange, keys
from lib.model.schemas import TABLES


class Role(StrEnum):
    """Reader: everybody, without an account. Coordinator: of one or more ORP. Guarantor: of activities."""

    READER = "reader"
    COORDINATOR = "coordinator"
    GUARANTOR = "guarantor"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What can be done with data beside reading them."""

    PROPOSE = "propose"
    WITHDRAW_OWN = "withdraw_own"
    WITHDRAW_ANY = "withdraw_any"
    APPROVE = "approve"
    PUBLISH = "publish"
    RESTORE = "restore"
    READ_LOG = "read_log"


ACTS: Mapping[Role, frozenset[Act]] = {
    Role.READER: frozenset(),
    Role.COORDINATOR: frozenset({Act.PROPOSE, Act.WITHDRAW_OWN}),
    Role.GUARANTOR: frozenset({Act.PROPOSE, Act.WITHDRAW_OWN}),
    Role.ADMINISTRATOR: frozenset(Act),
}
"""The table of docs/access.md; a test compares the two."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who acts: a role, the name of the account as the sign-in gave it, and what the role is limited to.

    `orp_codes` count for coordinators, `activities` (codes of cards) for guarantors.
    """

    role: Role
    name: str
    orp_codes: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()


READER = Account(Role.READER, "")
"""Somebody who has not signed in."""


def require(account: Account, act: Act) -> None:
    """Let the act pass or refuse it.

    Raises
    ------
    Forbidden : the role may not do it.
    """
    if act not in ACTS[account.role]:
        raise Forbidden(
            "forbidden-act", "The role {role} may not do this: {act}.", role=account.role.value, act=act.value
        )


Owners = Callable[[RowChange, Frames, Frames], frozenset[str]]
"""Of what a changed row is: codes of ORP or of activities, taken from the states before and after."""


def _column(column: str) -> Owners:
    def owners(row: RowChange, before: Frames, after: Frames) -> frozenset[str]:
        found = {str(value) for frames in (before, after) for value in _values(frames, row, column)}
        return frozenset(found)

    return owners


def _values(frames: Frames, row: RowChange, column: str) -> list[object]:
    frame = _rows_of(frames, row)
    return frame[column].dropna().tolist()


def _rows_of(frames: Frames, row: RowChange) -> pd.DataFrame:
    frame = frames[row.table]
    return frame[[key == row.key for key in keys(TABLES[row.table], frame)]]


def _orp_of_municipality(row: RowChange, before: Frames, after: Frames) -> frozenset[str]:
    codes = _column("municipality_code")(row, before, after)
    return _orp_codes(codes, before, after)


def _orp_codes(municipalities: frozenset[str], before: Frames, after: Frames) -> frozenset[str]:
    found: set[str] = set()
    for frames in (before, after):
        towns = frames["municipality"]
        found |= set(towns.loc[towns["code"].isin(municipalities), "orp_code"])
    return frozenset(found)


def _orp_of_plan(column: str) -> Owners:
    def owners(row: RowChange, before: Frames, after: Frames) -> frozenset[str]:
        plans = _column(column)(row, before, after)
        found: set[str] = set()
        for frames in (before, after):
            members = frames["community_plan_municipality"]
            found |= set(members.loc[members["plan_code"].isin(plans), "municipality_code"])
        return _orp_codes(frozenset(found), before, after)

    return owners


ANY = frozenset(ChangeKind)
ADDED = frozenset({ChangeKind.NEW})
CORRECTED = frozenset({ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.ENDED})

ROWS_OF_COORDINATOR: Mapping[str, tuple[frozenset[ChangeKind], Owners]] = {
    "community_plan": (ANY, _orp_of_plan("code")),
    "community_plan_municipality": (ANY, _orp_of_municipality),
    "community_plan_quality": (ANY, _orp_of_plan("plan_code")),
    "action_plan": (ANY, _orp_of_plan("plan_code")),
    "coordinator": (ANY, _column("orp_code")),
    "unmet_request": (ANY, _column("orp_code")),
}
"""Tables of an ORP's coordinator: which changes, and whose the row is. All of its ORP must be the coordinator's own."""

ROWS_OF_GUARANTOR: Mapping[str, tuple[frozenset[ChangeKind], Owners]] = {
    "progress_report": (ADDED, _column("activity_code")),
    "milestone": (CORRECTED, _column("activity_code")),
}
"""Tables of a guarantor of activities."""

ADDED_BY_ALL = frozenset({"source"})
"""Tables to which everybody who may propose may add rows: without a source no row can be sent in."""

APPEND_ONLY = frozenset({"progress_report"})
"""Tables whose rows are only ever added by hand; a correction is a new row."""


def forbidden_changes(account: Account, changes: Changes, before: Frames, after: Frames) -> tuple[RowChange, ...]:
    """The changed rows that are not the account's to change, in their order; none for an administrator."""
    if account.role is Role.ADMINISTRATOR:
        return ()
    own, tables = {
        Role.COORDINATOR: (account.orp_codes, ROWS_OF_COORDINATOR),
        Role.GUARANTOR: (account.activities, ROWS_OF_GUARANTOR),
    }.get(account.role, (frozenset(), {}))

    def allowed(row: RowChange) -> bool:
        if row.table in ADDED_BY_ALL and row.kind is ChangeKind.NEW:
            return account.role is not Role.READER
        if row.table not in tables:
            return False
        kinds, owners = tables[row.table]
        found = owners(row, before, after)
        return row.kind in kinds and bool(found) and found <= own

    return tuple(row for row in changes.rows if not allowed(row))
