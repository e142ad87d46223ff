"""Who may do what: one table of roles and acts, and one of roles and rows. Every write asks here first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import pandas as pd

from lib.errors import Forbidden
from lib.model.changes import ChangeKind, Changes, Frames, Key, RowChange, keys
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
    DECLARE = "declare"
    WITHDRAW_OWN = "withdraw_own"
    WITHDRAW_ANY = "withdraw_any"
    APPROVE = "approve"
    PUBLISH = "publish"
    RESTORE = "restore"
    READ_LOG = "read_log"
    READ_INTERNAL = "read_internal"
    MODERATE = "moderate"


ACTS: Mapping[Role, frozenset[Act]] = {
    Role.READER: frozenset(),
    Role.COORDINATOR: frozenset({Act.PROPOSE, Act.DECLARE, Act.WITHDRAW_OWN, Act.READ_INTERNAL}),
    Role.GUARANTOR: frozenset({Act.PROPOSE, Act.DECLARE, Act.WITHDRAW_OWN, Act.READ_INTERNAL}),
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


Owned = Mapping[Key, frozenset[str]]
"""Of what each row of a table is, by the key of the row: codes of ORP or of activities, of both states together."""

Owners = Callable[[str, Frames, Frames], Owned]
"""Works `Owned` out for a table (its name) from the states before and after."""

Named = TypeVar("Named", Key, str)

NOBODY = ""
"""The code of what a row belongs to when that is unknown; it is nobody's own."""


def _gathered(pairs: Iterable[tuple[Named, Iterable[str]]]) -> dict[Named, frozenset[str]]:
    found: dict[Named, set[str]] = defaultdict(set)
    for key, codes in pairs:
        found[key].update(codes)
    return {key: frozenset(codes) for key, codes in found.items()}


def _codes(frame: pd.DataFrame, column: str) -> list[str]:
    return [NOBODY if absent else str(code) for code, absent in zip(frame[column], frame[column].isna(), strict=True)]


def _column(column: str) -> Owners:
    """Rows belong to what a column of theirs names."""
    def owners(table: str, before: Frames, after: Frames) -> Owned:
        return _gathered(
            (key, [code]) for frames in (before, after)
            for key, code in zip(keys(TABLES[table], frames[table]), _codes(frames[table], column), strict=True)
        )

    return owners


def _plan(column: str) -> Owners:
    """Rows belong to every ORP that the plan named in a column reaches into, before or after."""
    def owners(table: str, before: Frames, after: Frames) -> Owned:
        reached = _orp_of_plans(before, after)
        return {
            key: frozenset[str]().union(*(reached.get(plan, frozenset()) for plan in plans))
            for key, plans in _column(column)(table, before, after).items()
        }

    return owners


def _orp_of_plans(before: Frames, after: Frames) -> Mapping[str, frozenset[str]]:
    return _gathered(pair for frames in (before, after) for pair in _reach(frames))


def _reach(frames: Frames) -> Iterator[tuple[str, Iterable[str]]]:
    """Every plan with the ORP of its municipalities. A plan of which none is known is nobody's to take."""
    towns, members = frames["municipality"], frames["community_plan_municipality"]
    orp = dict(zip(_codes(towns, "code"), _codes(towns, "orp_code"), strict=True))
    found: dict[str, set[str]] = {plan: set() for plan in _codes(frames["community_plan"], "code")}
    for plan, town in zip(_codes(members, "plan_code"), _codes(members, "municipality_code"), strict=True):
        found.setdefault(plan, set()).add(orp.get(town, NOBODY))
    for plan, codes in found.items():
        yield plan, codes or [NOBODY]


def _through(column: str, table: str, key: str, owners: Owners) -> Owners:
    """Rows belong to what the row belongs to that a column of theirs points at."""
    def owners_through(name: str, before: Frames, after: Frames) -> Owned:
        above = owners(table, before, after)
        by_code = {code: above[row] for frames in (before, after)
                   for code, row in zip(_codes(frames[table], key), keys(TABLES[table], frames[table]), strict=True)}
        return {row: frozenset[str]().union(*(by_code.get(code, frozenset()) for code in codes))
                for row, codes in _column(column)(name, before, after).items()}

    return owners_through


BODY = _column("orp_code")
OF_BODY = _through("body_code", "body", "code", BODY)
OF_ITEM = _through("agenda_item_id", "agenda_item", "id", _through("meeting_id", "meeting", "id", OF_BODY))

ANY = frozenset(ChangeKind)
ADDED = frozenset({ChangeKind.NEW})
CORRECTED = frozenset({ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.ENDED})

ROWS_OF_COORDINATOR: Mapping[str, tuple[frozenset[ChangeKind], Owners]] = {
    "community_plan": (ANY, _plan("code")),
    "community_plan_municipality": (ANY, _plan("plan_code")),
    "community_plan_quality": (ANY, _plan("plan_code")),
    "plan_evaluation": (ANY, _plan("plan_code")),
    "plan_extension": (CORRECTED, _plan("plan_code")),
    "action_plan": (ANY, _plan("plan_code")),
    "plan_measure": (ANY, _plan("plan_code")),
    "measure_report": (ADDED, _through("measure_code", "plan_measure", "code", _plan("plan_code"))),
    "coordinator": (ANY, _column("orp_code")),
    "unmet_request": (ANY, _column("orp_code")),
    "body_representation": (CORRECTED, OF_BODY),
    "meeting": (CORRECTED, OF_BODY),
    "agenda_item": (ANY, _through("meeting_id", "meeting", "id", OF_BODY)),
    "agenda_link": (ANY, OF_ITEM),
    "opinion": (CORRECTED, OF_BODY),
    "decision": (CORRECTED, OF_BODY),
    "task_report": (ADDED, _through("decision_id", "decision", "id", OF_BODY)),
}
"""Tables of an ORP's coordinator: which changes, and whose the row is. All of its ORP must be the coordinator's own."""

ROWS_OF_GUARANTOR: Mapping[str, tuple[frozenset[ChangeKind], Owners]] = {
    "progress_report": (ADDED, _column("activity_code")),
    "milestone": (CORRECTED, _column("activity_code")),
    "milestone_move": (ADDED, _through("milestone_id", "milestone", "id", _column("activity_code"))),
}
"""Tables of a guarantor of activities."""

ADDED_BY_ALL = frozenset({"source", "evidence_file", "pack"})
"""Tables to which everybody who may propose may add rows: without a source no row can be sent in, a file says nothing
before a report points at it, and a saved pack holds no facts, only what was chosen."""

APPEND_ONLY = frozenset({
    "progress_report", "milestone_move", "evidence_file", "measure_report", "task_report", "comment",
    "comment_settlement", "pack",
})
"""Tables whose rows are only ever added by hand; a correction is a new row."""

DECLARED: Mapping[str, frozenset[ChangeKind]] = {
    **dict.fromkeys(APPEND_ONLY, ADDED),
    "source": ADDED,
    "milestone": frozenset({ChangeKind.NEW, ChangeKind.CHANGED}),
    "body_representation": ADDED,
    "meeting": frozenset({ChangeKind.NEW, ChangeKind.CHANGED}),
    "agenda_item": ANY,
    "agenda_link": ANY,
    "opinion": frozenset({ChangeKind.NEW, ChangeKind.CHANGED}),
    "decision": frozenset({ChangeKind.NEW, ChangeKind.CHANGED}),
    "community_plan_quality": ADDED,
    "plan_evaluation": ADDED,
    "action_plan": ADDED,
    "plan_measure": frozenset({ChangeKind.NEW, ChangeKind.CHANGED}),
    "consultation": frozenset({ChangeKind.NEW, ChangeKind.CHANGED}),
}
"""What is published at once when somebody says it whose row it is; every other change waits for approval."""


def undeclarable(changes: Changes) -> tuple[RowChange, ...]:
    """The changed rows that cannot be published without approval."""
    return tuple(row for row in changes.rows if row.kind not in DECLARED.get(row.table, frozenset()))


def forbidden_changes(account: Account, changes: Changes, before: Frames, after: Frames) -> tuple[RowChange, ...]:
    """The changed rows that are not the account's to change, in their order; none for an administrator."""
    if account.role is Role.ADMINISTRATOR:
        return ()
    own, tables = {
        Role.COORDINATOR: (account.orp_codes, ROWS_OF_COORDINATOR),
        Role.GUARANTOR: (account.activities, ROWS_OF_GUARANTOR),
    }.get(account.role, (frozenset(), {}))

    owned = {name: owners(name, before, after)
             for name, (_, owners) in tables.items() if name in changes.tables()}

    def allowed(row: RowChange) -> bool:
        if row.table in ADDED_BY_ALL and row.kind is ChangeKind.NEW:
            return account.role is not Role.READER
        if row.table not in tables:
            return False
        found = owned[row.table].get(row.key, frozenset())
        return row.kind in tables[row.table][0] and bool(found) and found <= own

    return tuple(row for row in changes.rows if not allowed(row))
