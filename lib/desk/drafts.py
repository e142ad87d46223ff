"""Propose, approve, publish, withdraw, put on a newer release, go back: the only way people change a release."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import pandas as pd

from lib.errors import BadSelection, DashboardError, Forbidden, Issue, NothingChanged, RejectedPackage, StaleState
from lib.model import access
from lib.model.access import APPEND_ONLY, Account, Act
from lib.model.changes import ChangeKind, Changes, RowChange, combined, differences, without
from lib.model.checks import package_issues
from lib.model.happened import happened_issues
from lib.model.illustrative import without_demo
from lib.model.incoming import ImportKind, Incoming
from lib.model.reporting import step_back_issues
from lib.model.rules import text_issues
from lib.model.schemas import TABLES
from lib.store import drafts as stored
from lib.store.audit import Entry, record
from lib.store.database import Database
from lib.store.drafts import Draft, DraftState
from lib.store.reads import read_table
from lib.store.releases import Purpose, Release, default_day, latest, releases

Frames = dict[str, pd.DataFrame]
Keep = Literal["mine", "theirs"]

@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent in, before it is read: how it is to be read, the name of the file and its sha256."""

    kind: ImportKind
    name: str
    checksum: str


Importer = Callable[[Frames], Incoming]
"""Reads one source against the published state."""

OUR_OWN = (ImportKind.RESTORATION, ImportKind.WITHOUT_DEMO)
"""Kinds made of what was published before: its texts were accepted once."""

BY_HAND = (ImportKind.WORKBOOK, ImportKind.TABLE)
"""Kinds in which people type rows: there a report may only be added, never changed or left out."""


def published_frames(database: Database, number: int | None = None) -> Frames:
    """Every table of a release, of the newest unless another is named.

    Raises
    ------
    BadSelection : there is no such release.
    """
    wanted = _newest(database).number if number is None else number
    return {name: read_table(database, name, known_at=wanted, valid_on=None) for name in TABLES}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What came in would change: the tables that differ from release `base_release`, and how they differ."""

    base_release: int
    tables: Frames
    changes: Changes


def weigh(database: Database, account: Account, incoming: Incoming, *, at: datetime) -> Proposal:
    """What `propose` would save; nothing is written.

    What was filled from an older release is put together with what was published since, when no row is touched by
    both; otherwise it stays on the older release and `rebase` asks which of the two holds.

    Raises
    ------
    Forbidden, RejectedPackage, NothingChanged : as `propose`.
    """
    access.require(account, Act.PROPOSE)
    newest = _newest(database)
    known = {release.number for release in releases(database)}
    base_number = incoming.base_release if incoming.base_release in known else newest.number
    base, tables = published_frames(database, base_number), dict(incoming.tables)
    changes = own = differences(base, tables)
    if base_number != newest.number:
        theirs = published_frames(database, newest.number)
        merged, clashes = combined(base, tables, theirs)
        if not clashes:
            base_number, base, tables = newest.number, theirs, merged
            changes = differences(base, tables)
    if not changes:
        raise NothingChanged("nothing-changed", "What was sent in equals what is published. Nothing is to be done.")
    tables = {name: tables[name] for name in changes.tables()}
    permitted(account, changes, base, {**base, **tables})
    if incoming.kind not in OUR_OWN:
        _accept(_entry_issues(incoming.kind, own, tables, base, at.date()))
    _sound({**base, **tables}, tables)
    return Proposal(base_number, tables, changes)


def propose(database: Database, account: Account, incoming: Incoming, *, at: datetime) -> Draft:
    """Save what came in as a draft. Nothing is stored of what the account may not change or the checks refuse.

    Raises
    ------
    Forbidden : the role may not propose, or not these rows.
    RejectedPackage : the state after the change would break a rule.
    NothingChanged : it equals what is published.
    """
    try:
        proposal = weigh(database, account, incoming, at=at)
    except NothingChanged:
        record(database, _entry(account, "nothing", at, subject=incoming.kind.value, incoming=incoming))
        raise
    return stored.save_draft(
        database,
        Draft(0, 0, proposal.base_release, incoming.kind.value, DraftState.DRAFT, at, account.role.value, account.name,
              incoming.name, incoming.checksum, incoming.remarks),
        proposal.tables,
        _entry(account, "propose", at, incoming=incoming),
    )


def record_refusal(database: Database, account: Account, sent: Sent, error: DashboardError, *, at: datetime) -> None:
    """Log that something sent in was refused, and why. Of the data themselves nothing is kept."""
    problems = len(error.issues) if isinstance(error, RejectedPackage) else 1
    record(database, replace(
        _entry(account, "refuse", at, subject=sent.kind.value), note=error.code, source_name=sent.name,
        source_checksum=sent.checksum, details={"problems": problems},
    ))


def approve(database: Database, account: Account, number: int, *, version: int, note: str, at: datetime) -> Draft:
    """Say that a draft is right; from then on it can be published.

    Raises
    ------
    Forbidden, BadSelection : the role may not approve; there is no such draft.
    StaleState : somebody else moved the draft on.
    """
    access.require(account, Act.APPROVE)
    return stored.move_draft(database, number, version=version, state=DraftState.APPROVED,
                             entry=_entry(account, "approve", at, subject=f"draft {number}", note=note))


def withdraw(database: Database, account: Account, number: int, *, version: int, note: str, at: datetime) -> Draft:
    """Close a draft without publishing it; everybody may withdraw what is their own. Raises as `approve`."""
    draft = stored.read_draft(database, number)
    own = (draft.by_role, draft.by_account) == (account.role.value, account.name)
    access.require(account, Act.WITHDRAW_OWN if own else Act.WITHDRAW_ANY)
    return stored.move_draft(database, number, version=version, state=DraftState.WITHDRAWN,
                             entry=_entry(account, "withdraw", at, subject=f"draft {number}", note=note))


def publish(
    database: Database, account: Account, number: int, *, version: int, note: str, purpose: Purpose, at: datetime,
) -> Release:
    """Publish an approved draft as the next release, in one transaction.

    Raises
    ------
    Forbidden, BadSelection : the role may not publish; there is no such draft; the note is empty.
    StaleState : the draft moved on, is not approved, or another release came meanwhile.
    RejectedPackage : the state after the change would break a rule (its tables are checked once more).
    """
    access.require(account, Act.PUBLISH)
    if not note.strip():
        raise BadSelection("note-needed", "Write a note: what this release brings and why.")
    draft, frames = candidate(database, number)
    _sound(frames, stored.draft_tables(database, number))
    entry = _entry(account, "publish", at, note=note)
    return stored.publish_draft(
        database, number, version=version, frames=frames,
        release=Release(0, at, account.role.value, note.strip(), draft.source_name, draft.source_checksum,
                        default_day(frames), embedded=False, purpose=purpose.value),
        entry=replace(entry, source_name=draft.source_name, source_checksum=draft.source_checksum),
    )


def candidate(database: Database, number: int) -> tuple[Draft, Frames]:
    """A draft and every table as it would be after it."""
    draft = stored.read_draft(database, number)
    return draft, {**published_frames(database, draft.base_release), **stored.draft_tables(database, number)}


def rebase(
    database: Database, account: Account, number: int, *, version: int, keep: Keep | None, at: datetime,
) -> Draft:
    """Put a draft on the newest release, with both changes in it.

    Parameters
    ----------
    keep : which change holds in rows that both touched in different ways; None when there is no such row.

    Raises
    ------
    StaleState : rows clash and `keep` says nothing; or the draft moved on.
    Forbidden, RejectedPackage : as `propose`.
    """
    access.require(account, Act.PROPOSE)
    draft, newest = stored.read_draft(database, number), _newest(database)
    base, theirs = published_frames(database, draft.base_release), published_frames(database, newest.number)
    tables, clashes = combined(base, stored.draft_tables(database, number), theirs)
    if clashes and keep is None:
        raise StaleState("rows-clash", "Both changed the same rows: {count}. Choose whose change holds.",
                         count=len(clashes))
    if keep == "theirs":
        tables = without(tables, theirs, clashes)
    permitted(account, differences(theirs, tables), theirs, {**theirs, **tables})
    _sound({**theirs, **tables}, tables)
    return stored.rebase_draft(
        database, number, version=version, base_release=newest.number, tables=tables,
        entry=replace(_entry(account, "rebase", at, subject=f"draft {number}"), note=keep or "",
                      details={"base": newest.number, "clashes": len(clashes)}),
    )


def restore(database: Database, account: Account, number: int, *, at: datetime) -> Draft:
    """Propose the state of an older release again. Raises as `propose`."""
    access.require(account, Act.RESTORE)
    old = next((release for release in releases(database) if release.number == number), None)
    if old is None:
        raise BadSelection("no-release", "There is no release {number}.", number=number)
    return propose(database, account, Incoming(
        ImportKind.RESTORATION, published_frames(database, number), f"release {number}", old.source_checksum,
    ), at=at)


def leave_out_demo(database: Database, account: Account, *, at: datetime) -> Draft:
    """Propose the newest state without its illustrative rows. Raises as `propose`."""
    access.require(account, Act.RESTORE)
    newest = _newest(database)
    return propose(database, account, Incoming(
        ImportKind.WITHOUT_DEMO, without_demo(published_frames(database)), f"release {newest.number}",
        newest.source_checksum,
    ), at=at)


def _newest(database: Database) -> Release:
    newest = latest(database)
    if newest is None:
        raise BadSelection("no-release", "There is no release {number}.", number=1)
    return newest


def permitted(
    account: Account, changes: Changes, before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> None:
    """Let the changes pass or raise Forbidden for the first row that is not the account's to change."""
    refused = access.forbidden_changes(account, changes, before, after)
    if refused:
        first = refused[0]
        raise Forbidden(
            "forbidden-rows",
            "Rows that are not yours to change: {count}. The first is {key} of the table {table}. "
            "Leave them as they were.",
            count=len(refused), key=", ".join(first.key), table=first.table,
        )


def _sound(frames: Frames, touched: Collection[str]) -> None:
    files = {name: name for name in frames}
    _accept([issue for issue in package_issues(frames, files, touched) if issue.blocking])


def _entry_issues(kind: ImportKind, own: Changes, tables: Frames, base: Frames, today: date) -> list[Issue]:
    """What is wrong with what came in, whatever state it would make."""
    typed: list[Issue] = []
    if kind in BY_HAND:
        typed = [*(_rewritten(row) for row in own.rows if row.table in APPEND_ONLY and row.kind is not ChangeKind.NEW),
                 *step_back_issues(own, {**base, **tables}["progress_report"]), *happened_issues(own, today)]
    return [*typed, *text_issues(tables, {name: name for name in tables}, base)]


def _accept(issues: list[Issue]) -> None:
    if issues:
        raise RejectedPackage(issues)


def _rewritten(row: RowChange) -> Issue:
    return Issue(row.table, 0, ", ".join(TABLES[row.table].key), ", ".join(row.key),
                 "a row that was published is changed or left out", "Put it back and add a new row with the correction")


def _entry(
    account: Account, act: str, at: datetime, *, subject: str = "", note: str = "", incoming: Incoming | None = None,
) -> Entry:
    if incoming is None:
        return Entry(at, account.role.value, account.name, act, subject, note)
    details: Mapping[str, object] = {"kind": incoming.kind.value, **incoming.details}
    return Entry(at, account.role.value, account.name, act, subject, note, incoming.name, incoming.checksum, details)


def state_for(database: Database, filled_from: int | None) -> Frames:
    """The release a source was filled from; the newest when the source does not say, or names one that is not here."""
    known = {release.number for release in releases(database)}
    return published_frames(database, filled_from if filled_from in known else None)


def bring_in(
    database: Database, account: Account, sent: Sent, read: Importer, *, at: datetime,
    filled_from: Callable[[], int | None] = lambda: None,
) -> Draft:
    """Read a source and propose what it brings; a refusal is logged and raised again.

    Parameters
    ----------
    filled_from : tells the release the source was filled from (`lib.desk.sources.filled_from`); it may refuse the
        source as `read` may.

    Raises
    ------
    Forbidden, RejectedPackage, NothingChanged : as `propose`; the importer's own refusal among them.
    """
    access.require(account, Act.PROPOSE)
    try:
        return propose(database, account, read(state_for(database, filled_from())), at=at)
    except (Forbidden, RejectedPackage) as error:
        record_refusal(database, account, sent, error, at=at)
        raise
