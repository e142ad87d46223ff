"""Comments on the draft of a plan: sent by anybody while it is open, looked through, shown or refused, settled."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from lib.desk.declare import Declaration, declare
from lib.desk.personal import Personal, personal, unseen
from lib.errors import BadSelection, Issue, RejectedPackage
from lib.model import access
from lib.model.access import Account, Act
from lib.model.changes import plain
from lib.model.consultation import Settlement
from lib.model.derived_comments import Window, window
from lib.model.limiter import Limiter
from lib.model.lookup import records
from lib.model.rules import MAX_TEXT, text_faults
from lib.store import inbox
from lib.store.audit import Entry
from lib.store.database import Database
from lib.store.inbox import InboxState, Sent
from lib.store.reads import read_table
from lib.store.releases import Release, latest

SENT_PER_HOUR = 5
"""Comments one visitor may send within an hour."""

HOUR = timedelta(hours=1)

WAITING_LIMIT = 500
"""Comments of one consultation that may wait to be looked through."""

MAX_LENGTH: Mapping[str, int] = {"organisation": 200, "section": 200, "text": MAX_TEXT}
"""Characters of each text of a comment."""

ID = re.compile(r"P(\d{1,9})")
NEEDS_REASON = (Settlement.PARTLY, Settlement.NOT_ACCEPTED)


@dataclass(frozen=True, slots=True)
class Settling:
    """How one comment is settled; a reason may be left out only where it is accepted."""

    comment_id: str
    settlement: Settlement
    reason: str = ""


def submit(database: Database, sent: Sent, limiter: Limiter, visitor: str, *, at: datetime) -> int:
    """Take a comment of the public into the inbox; its number there. Sent again, it is the one that is there.

    Parameters
    ----------
    sent : as it was typed; `received_on` is today by the real clock.
    visitor : where it comes from; kept nowhere but as a digest in the limiter.

    Raises
    ------
    BadSelection : there is no such consultation, it is not open today, the visitor sent too many, the inbox is full.
    RejectedPackage : what was typed cannot be shown; every reason is listed, none repeats what was typed.
    """
    consultation, place = _opened(database, sent)
    typed = replace(sent, organisation=_tidy(sent.organisation), section=_tidy(sent.section or "") or None,
                    text=_tidy(sent.text))
    issues = [*_typed_issues(typed), *_place_issues(typed, place)]
    if issues:
        raise RejectedPackage(issues)
    if not limiter.take(visitor, at):
        raise BadSelection("too-many-comments", "You have sent {limit} comments within an hour, which is the limit. "
                           "What you wrote is still here: please send it later.", limit=limiter.limit)
    return inbox.add(database, replace(typed, consultation_code=consultation), limit=WAITING_LIMIT,
                     above=_highest(_newest(database, "comment")["id"]))


def _opened(database: Database, sent: Sent) -> tuple[str, Mapping[str, set[str]]]:
    """The consultation that is open on the day, and what of its plan may be named."""
    rows = _newest(database, "consultation")
    found = records(rows[rows["code"] == sent.consultation_code])
    if not found:
        raise BadSelection("no-consultation", "There is no consultation {consultation}.",
                           consultation=sent.consultation_code[:80])
    opens, closes = found[0]["opens_on"].date(), found[0]["closes_on"].date()
    if window(opens, closes, sent.received_on) is not Window.OPEN:
        raise BadSelection("consultation-closed", "Comments are taken from {opens} to {closes}, both days included.",
                           opens=opens, closes=closes)
    of_plan = {column: _newest(database, table)
               for column, table in (("activity_code", "activity"), ("goal_code", "goal"))}
    return str(found[0]["code"]), {
        column: set(frame.loc[frame["plan_code"] == found[0]["plan_code"], "code"]) for column, frame in of_plan.items()
    }


def _tidy(text: str) -> str:
    """Text without spaces at its ends and of lines, in composed letters; ends of lines are those of Unix."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ").replace("\r", "\n"))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _typed_issues(sent: Sent) -> list[Issue]:
    issues: list[Issue] = []
    for column, limit in MAX_LENGTH.items():
        issues += _text_issues("comment", column, getattr(sent, column) or "", limit, required=column != "section")
    return issues


def _issue(table: str, column: str, rule: str, remedy: str, about: str = "", **values: object) -> Issue:
    return Issue(table, 0, column, about, rule, remedy, values=values)


def _text_issues(
    table: str, column: str, text: str, limit: int, *, required: bool, about: str = "",
) -> list[Issue]:
    """What is wrong with one text; the text itself is not repeated in what is told."""
    if not text:
        return [_issue(table, column, "a value is required", "Fill in the value", about)] if required else []
    if len(text) > limit:
        return [_issue(table, column, "the text has {size} characters, the limit is {limit}", "Shorten the text", about,
                       size=len(text), limit=limit)]
    issues = [_issue(table, column, rule, remedy, about, **values) for rule, remedy, values in text_faults(text)]
    issues += [_personal_issue(table, column, found, about) for found in personal(text)]
    if unseen(text):
        issues.append(_issue(table, column, "the text holds signs that nobody sees",
                             "Write the text again, or paste it without its format", about))
    return issues


def _personal_issue(table: str, column: str, found: Personal, about: str) -> Issue:
    match found:
        case Personal.EMAIL:
            rule = "the text holds an e-mail address"
        case Personal.PHONE:
            rule = "the text holds a telephone number"
        case Personal.BIRTH_NUMBER:
            rule = "the text holds a birth number"
        case Personal.ACCOUNT:
            rule = "the text holds the number of a bank account"
        case Personal.DATA_BOX:
            rule = "the text holds the identifier of a data box"
    return _issue(table, column, rule, "Leave it out: everybody can read comments", about)


def _place_issues(sent: Sent, place: Mapping[str, set[str]]) -> list[Issue]:
    return [
        Issue("comment", 0, column, "", "the draft has no such card or goal", "Choose it from the list")
        for column, known in place.items() if getattr(sent, column) not in (None, *known)
    ]


def _highest(ids: pd.Series) -> int:
    """The highest number that published comments of the public have: numbers of a new inbox go on from there."""
    return max((int(found[1]) for found in map(ID.fullmatch, ids) if found), default=0)


def comment_id(number: int) -> str:
    """The identifier of a comment that has the number in the inbox."""
    return f"P{number:05d}"


def let_through(
    database: Database, account: Account, chosen: Mapping[int, int], *, seen: int, note: str, at: datetime,
) -> Release:
    """Publish waiting comments: they become rows of `comment` in the transaction that marks them as shown.

    Parameters
    ----------
    chosen : numbers in the inbox with the version that was on the screen.

    Raises
    ------
    Forbidden : the role may not moderate.
    NothingChanged : all of them are shown already.
    StaleState : somebody else has decided about one of them; nothing is done.
    """
    access.require(account, Act.MODERATE)
    rows: list[Mapping[str, object]] = [
        {"id": comment_id(each.number), "date": each.sent.received_on,
         **{name: getattr(each.sent, name) for name in inbox.SAME}}
        for each in inbox.read_waiting(database, chosen, InboxState.SHOWN)
    ]
    return declare(database, account, Declaration({"comment": rows}, seen, note), at=at,
                   beside=lambda within: inbox.show(within, chosen))


def refuse(database: Database, account: Account, chosen: Mapping[int, int], *, reason: str, at: datetime) -> None:
    """Refuse waiting comments: their texts are deleted, the reason goes to the log. Raises as `let_through`, and
    BadSelection when no reason is given."""
    access.require(account, Act.MODERATE)
    if not reason.strip():
        raise BadSelection("refusal-needs-reason", "Write why the comment is not shown; the reason goes to the log.")
    inbox.refuse(database, chosen, {
        number: Entry(at, account.role.value, account.name, "refuse_comment", f"inbox {number}", reason.strip())
        for number in chosen
    })


def settle(
    database: Database, account: Account, settlings: Sequence[Settling], *, on: date, settled_by: str, seen: int,
    today: date, note: str, at: datetime,
) -> Release:
    """Say how comments were settled, all of them or none; an earlier settlement stays and does not hold any more.

    Raises
    ------
    RejectedPackage : a reason is missing, a day is out of order, a text cannot be shown.
    Forbidden, StaleState, NothingChanged : as `declare`; two settlements of one comment at a time are a conflict.
    """
    rows: list[Mapping[str, object]] = [
        {"comment_id": each.comment_id, "date": on, "settlement": each.settlement.value,
         "reason": _tidy(each.reason) or None, "settled_by": _tidy(settled_by)} for each in settlings
    ]
    issues = list(_settling_issues(database, rows, on, today))
    if issues:
        raise RejectedPackage(issues)
    return declare(database, account, Declaration(
        {"comment_settlement": rows}, seen, note, {"comment_settlement": "comment_id"}), at=at)


def _settling_issues(
    database: Database, rows: Sequence[Mapping[str, object]], on: date, today: date,
) -> Iterator[Issue]:
    table, comments = "comment_settlement", _newest(database, "comment")
    made = {str(code): day.date() for code, day in zip(comments["id"], comments["date"], strict=True)}
    known = records(_newest(database, table))
    last = {str(each["comment_id"]): each for each in sorted(known, key=lambda each: each["date"])}
    for row in rows:
        comment, before = str(row["comment_id"]), last.get(str(row["comment_id"]))
        if row["settlement"] in NEEDS_REASON and row["reason"] is None:
            yield _issue(table, "reason", "a comment that is not accepted whole needs a reason", "Write the reason",
                         comment)
        if on > today:
            yield _issue(table, "date", "the day is later than today", "Choose today or an earlier day", comment)
        if on < made.get(comment, date.min):
            yield _issue(table, "date", "the comment was made later than this day", "Choose a later day", comment)
        if before is not None and on <= before["date"].date() and not _same(before, row):
            yield _issue(table, "date", "the comment was settled on {day} already",
                         "Choose a later day: the latest settlement holds", comment, day=before["date"].date())
        for column in ("reason", "settled_by"):
            yield from _text_issues(table, column, str(row[column] or ""), MAX_TEXT,
                                    required=column == "settled_by", about=comment)


def _same(before: Mapping[str, Any], row: Mapping[str, object]) -> bool:
    """Whether a settlement is the one that is published: then it was sent twice."""
    return all(row[name] == plain(value) for name, value in before.items() if name in row)


def _newest(database: Database, table: str) -> pd.DataFrame:
    last = latest(database)
    if last is None:
        raise BadSelection("no-release", "There is no release {number}.", number=1)
    return read_table(database, table, known_at=last.number, valid_on=None)
