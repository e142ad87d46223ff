"""What somebody declares is published at once: reports, evidence, opinions, decisions, states of measures.

No approval stands between a guarantor and a report: nobody else could say it. It is still a release, so every page can
show what was known before and after, and the line of the log is written in the same transaction.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import pandas as pd

from lib.desk.drafts import candidate, permitted, published_frames
from lib.desk.personal import unseen
from lib.errors import Forbidden, Issue, NothingChanged, RejectedPackage, StaleState
from lib.model import access
from lib.model.access import Account, Act
from lib.model.changes import Changes, Clash, Frames, Key, combined, differences, keys
from lib.model.checks import reference_issues, rule_issues, table_issues
from lib.model.happened import happened_issues
from lib.model.reporting import step_back_issues
from lib.model.rules import text_issues
from lib.model.schemas import DTYPES, TABLES
from lib.store import drafts as stored
from lib.store.audit import Entry
from lib.store.database import Database
from lib.store.drafts import DraftState
from lib.store.reads import ReleaseTables
from lib.store.releases import Change, Purpose, Release, default_day, publish_change

DECLARED_SOURCE = "declared"
"""The source of every row declared in the application."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody says.

    Attributes
    ----------
    rows : by table, rows to be added or put in place of those of the same key; every declared column but `source_id`,
        which is given here. Values may be plain Python (dates, None).
    seen : the number of the release that was on the screen.
    subjects : by table, the column or columns whose values the rows are about. A row that somebody else added about the
        same values since `seen` is a conflict, though no row is touched by both.
    note : what it is, for the list of releases and the log.
    removed : by table, keys of rows to be taken out.
    files : contents of evidence files by sha256.
    """

    rows: Mapping[str, list[Mapping[str, object]]]
    seen: int
    note: str
    subjects: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    removed: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def declare(
    database: Database, account: Account, said: Declaration, *, at: datetime,
    beside: Callable[[Database], None] | None = None,
) -> Release:
    """Publish a declaration as the next release, in one transaction.

    Declared twice with the same keys and values (a second click, a repeated request) it is stored once.

    Parameters
    ----------
    at : the moment, with the zone of the region: nothing can have happened later than its day.
    beside : what else is to be written in the same transaction; what it raises stops the declaration too.

    Raises
    ------
    Forbidden : the role may not declare, or not these rows, or such a change needs approval.
    StaleState : since `seen` somebody else declared something about the same subject, or changed the same row.
    RejectedPackage : a rule is broken.
    NothingChanged : all of it is published already.
    """
    access.require(account, Act.DECLARE)
    given = {name: _given(name, rows) for name, rows in said.rows.items()}
    _accept([*_malformed(given), *_unseen(given)])  # before anybody waits: it needs no state

    def change(within: Database, last: Release) -> Change:
        if beside is not None:
            beside(within)
        return _change(within, last, account, said, at)

    return publish_change(database, change)


def declare_draft(
    database: Database, account: Account, number: int, *, version: int, note: str, at: datetime
) -> Release:
    """Publish one's own draft at once, when everything in it could have been declared: a filled workbook of reports.

    Raises
    ------
    Forbidden : the role may not declare, the draft is somebody else's, or a row needs approval or is not the account's.
    BadSelection, StaleState, RejectedPackage : as `lib.desk.drafts.publish`.
    """
    access.require(account, Act.DECLARE)
    draft, after = candidate(database, number)
    if (draft.by_role, draft.by_account) != (account.role.value, account.name):
        raise Forbidden("not-own-draft", "The draft {number} is somebody else's: it waits for approval.", number=number)
    before = published_frames(database, draft.base_release)
    changes = differences(before, after)
    _permitted(account, changes, before, after)
    tables = {name: after[name] for name in changes.tables()}
    _accept(_malformed(tables) or _broken(tables, before, after, changes, at.date()))
    entry = Entry(at, account.role.value, account.name, "declare", f"draft {number}", note, draft.source_name,
                  draft.source_checksum)
    if draft.state is DraftState.DRAFT:
        version = stored.move_draft(database, number, version=version, state=DraftState.APPROVED, entry=entry).version
    return stored.publish_draft(
        database, number, version=version, frames=after, entry=entry,
        release=Release(0, at, account.role.value, note.strip(), draft.source_name, draft.source_checksum,
                        default_day(after), embedded=False, purpose=Purpose.DECLARATION.value),
    )


def _change(database: Database, last: Release, account: Account, said: Declaration, at: datetime) -> Change:
    newest = ReleaseTables(database, last.number)
    base = newest if said.seen >= last.number else ReleaseTables(database, said.seen)
    merged, clashes, changes = _put_in(said, base, newest)
    if not changes:
        raise NothingChanged("nothing-changed", "What was sent in equals what is published. Nothing is to be done.")
    if clashes:
        raise StaleState("rows-changed-meanwhile",
                         "Somebody else changed the same row meanwhile ({table}: {key}). Nothing of yours is lost: "
                         "look at what is published now and send yours again.",
                         table=clashes[0].mine.table, key=", ".join(clashes[0].mine.key))
    _nobody_else(said, base, newest, changes)
    if DECLARED_SOURCE not in set(newest["source"]["id"]):
        merged["source"] = with_source(merged.get("source", newest["source"]), newest["region"])
        changes = differences(newest, merged)
    after = ReleaseTables(database, last.number, merged)
    _permitted(account, changes, newest, after)
    _accept(_broken(merged, newest, after, changes, at.date()))
    return Change(
        {name: after[name] for name in changes.tables()},
        Release(0, at, account.role.value, said.note, "", "", last.default_valid_on, embedded=False,
                purpose=Purpose.DECLARATION.value),
        Entry(at, account.role.value, account.name, "declare", "", said.note,
              details={"tables": ", ".join(changes.tables()), "rows": len(changes.rows)}),
        said.files,
    )


def _put_in(
    said: Declaration, base: Frames, newest: Frames
) -> tuple[dict[str, pd.DataFrame], tuple[Clash, ...], Changes]:
    """The tables with the declaration in them, rows somebody else changed meanwhile, and what changes.

    Only the rows that are spoken of are compared: tables grow with every report.
    """
    given = {name: _given(name, said.rows.get(name, ())) for name in TABLES if name in {*said.rows, *said.removed}}
    spoken = {name: {*keys(TABLES[name], frame), *said.removed.get(name, ())} for name, frame in given.items()}
    now = {name: _split(name, newest[name], own) for name, own in spoken.items()}
    theirs = {name: inside for name, (inside, _) in now.items()}
    then = theirs if base is newest else {name: _split(name, base[name], own)[0] for name, own in spoken.items()}
    rows, clashes = combined(then, given, theirs)
    merged = {name: _together(name, outside, rows[name]) for name, (_, outside) in now.items()}
    return merged, clashes, differences(theirs, rows)


def _split(name: str, frame: pd.DataFrame, own: Container[Key]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the keys, and the others."""
    inside = np.array([key in own for key in keys(TABLES[name], frame)], dtype=bool)
    return frame[inside], frame[~inside]


def _together(name: str, frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    result = pd.concat([frame, rows], ignore_index=True).astype(frame.dtypes.to_dict())
    return result.sort_values(list(TABLES[name].key), ignore_index=True)


def with_rows(
    name: str, frame: pd.DataFrame, rows: Sequence[Mapping[str, object]], removed: tuple[tuple[str, ...], ...]
) -> pd.DataFrame:
    """A table with the rows in it and without those removed; of two of one key the given one stays."""
    given = _given(name, rows)
    return _together(name, _split(name, frame, {*keys(TABLES[name], given), *removed})[1], given)


def _given(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    table = TABLES[name]
    given = pd.DataFrame([{"source_id": DECLARED_SOURCE, **row} for row in rows], columns=list(table.columns))
    return given.astype({each.name: DTYPES[each.kind] for each in table.fields})


def _nobody_else(said: Declaration, base: Frames, newest: Frames, changes: Changes) -> None:
    for name, subject in said.subjects.items():
        table, columns = TABLES[name], (subject,) if isinstance(subject, str) else subject
        about = {tuple(str(row[column]) for column in columns) for row in said.rows.get(name, ())}
        known, mine = set(keys(table, base[name])), {row.key for row in changes.of(name)}
        told = zip(*(newest[name][column].astype(str) for column in columns), strict=True)
        for key, values in zip(keys(table, newest[name]), told, strict=True):
            if key not in known and key not in mine and values in about:
                raise StaleState(
                    "declared-meanwhile",
                    "Somebody else reported on {subject} meanwhile. Nothing of yours is lost: look at what is "
                    "published now and send yours again if it still holds.", subject=", ".join(values),
                )


def with_source(sources: pd.DataFrame, region: pd.DataFrame) -> pd.DataFrame:
    """Sources with the one of declared rows among them."""
    row = {"id": DECLARED_SOURCE, "publisher": region["name"].iloc[0], "title": "Hlášení a záznamy z přehledu",
           "licence": "CC BY 4.0", "kind": "official",
           "note": "Co uživatelé s rolí ohlásili přímo v přehledu: plnění aktivit, jednání, stanoviska, opatření."}
    added = pd.DataFrame([row], columns=sources.columns).astype(sources.dtypes.to_dict())
    return pd.concat([sources, added], ignore_index=True).sort_values("id", ignore_index=True)


def _permitted(account: Account, changes: Changes, before: Frames, after: Frames) -> None:
    waiting = access.undeclarable(changes)
    if waiting:
        raise Forbidden("needs-approval", "This change of the table {table} needs an approval: send it in as a draft.",
                        table=waiting[0].table)
    permitted(account, changes, before, after)


def _malformed(tables: Frames) -> list[Issue]:
    """What is wrong with rows taken alone. Row 2 is the first of those given."""
    return [issue for name, frame in tables.items() for issue in table_issues(TABLES[name], frame, name)]


def _unseen(given: Frames) -> Iterator[Issue]:
    """Texts with signs nobody sees: some turn the text around them, of some no database or workbook can be made."""
    for name, frame in given.items():
        for column in (each.name for each in TABLES[name].fields if each.kind in ("text", "code")):
            yield from (Issue(name, row, column, value[:80], "the text holds signs that nobody sees",
                              "Write the text again, or paste it without its format")
                        for row, value in enumerate(frame[column], 2) if isinstance(value, str) and unseen(value))


def _broken(merged: Frames, newest: Frames, after: Frames, changes: Changes, today: date) -> list[Issue]:
    """What the tables that were touched break in the state as it would be: only they can have become wrong."""
    files = {name: name for name in merged}
    issues = [*text_issues(merged, files, newest), *step_back_issues(changes, after["progress_report"]),
              *happened_issues(changes, today)]
    if not issues:
        every = {name: name for name in after}
        found = rule_issues(after, every, tuple(merged))
        issues = [*reference_issues(after, files), *(each for each in found if each.file in merged)]
    return issues


def _accept(issues: Sequence[Issue]) -> None:
    blocking = [issue for issue in issues if issue.blocking]
    if blocking:
        raise RejectedPackage(blocking)
