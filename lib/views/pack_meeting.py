"""Tables of a pack on the meeting it is for: items to decide on, what they are about, tasks not closed, sources."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from lib.errors import BadSelection
from lib.model.lookup import records
from lib.model.pack import Pack, Section
from lib.model.territory import SOURCE_TABLE, SourceKind
from lib.store.database import Database
from lib.views import meetings
from lib.views.agenda_topics import topics_sheet
from lib.views.base import Reader, Sheet


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """The meeting a pack is for."""

    id: str
    day: date
    title: str
    planned: bool


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """The body and the meeting the pack is for; `meeting` is None where none of the body is known.

    The meeting is the one asked for, else the next planned one after the day, else the last one. `sheets` are the
    tables behind the decisions, empty where the pack has no such part.
    """

    body: str
    name: str
    meeting: MeetingHead | None
    sheets: Mapping[str, Sheet]


def meeting_part(database: Database, pack: Pack) -> MeetingPart | None:
    """The body and the meeting; None where the pack is for no body in particular.

    Raises
    ------
    BadSelection : there is no such body or meeting on the day, or the meeting is that of another body.
    """
    if pack.body is None and pack.meeting is None:
        return None
    reader = Reader(database, pack.selection.at)
    listed = meetings.meetings_sheet(reader)
    chosen = _chosen(listed.frame, pack.meeting)
    body = pack.body or str(chosen["body_code"] if chosen else "")
    names = dict(zip(*(reader.table("body")[column] for column in ("code", "name")), strict=True))
    if body not in names:
        raise BadSelection("unknown-body", "There is no body {value}.", value=body)
    if chosen is not None and chosen["body_code"] != body:
        raise BadSelection("meeting-of-other-body", "The meeting {value} is not one of the body {body}.",
                           value=str(chosen["meeting_id"]), body=body)
    row = chosen or _next_or_last(listed.frame[listed.frame["body_code"] == body])
    head = None if row is None else MeetingHead(str(row["meeting_id"]), row["date"].date(), str(row["title"]),
                                                bool(row["planned"]))
    found = _sheets(database, pack, body, head) if Section.DECISIONS in pack.sections else {}
    return MeetingPart(body, names[body], head, found)


def sources_sheet(database: Database, pack: Pack, sheets: Mapping[str, Sheet]) -> Sheet:
    """The sources of all tables of a pack: rows of the table `source`, in the order provenance has them."""
    reader = Reader(database, pack.selection.at)
    used = dict.fromkeys(source.id for sheet in sheets.values() for source in sheet.provenance.sources)
    frame = reader.table("source")
    kinds = {word: place for place, word in enumerate(SourceKind)}
    frame = frame[frame["id"].isin(list(used))].assign(order=lambda rows: rows["kind"].map(kinds))
    frame = frame.sort_values(["order", "publisher", "title"])[list(SOURCE_TABLE.columns)]
    return Sheet(SOURCE_TABLE, frame, reader.provenance(), "stored")


def _chosen(listed: pd.DataFrame, meeting_id: str | None) -> Mapping[str, Any] | None:
    if meeting_id is None:
        return None
    found = records(listed[listed["meeting_id"] == meeting_id])
    if not found:
        raise BadSelection("unknown-meeting", "There is no meeting {value}.", value=meeting_id)
    return found[0]


def _next_or_last(listed: pd.DataFrame) -> Mapping[str, Any] | None:
    """The first planned meeting, else the last one held; `listed` has the latest first."""
    if listed.empty:
        return None
    planned = listed[listed["planned"]]
    return records(listed.head(1) if planned.empty else planned.tail(1))[0]


def _sheets(database: Database, pack: Pack, body: str, meeting: MeetingHead | None) -> Mapping[str, Sheet]:
    at = pack.selection.at
    tasks = meetings.task_sheet(Reader(database, at))
    rows = tasks.frame[tasks.frame["body_code"] == body].sort_values(["due_date", "decision_id"])
    found = {"task_state": replace(tasks, frame=rows)}
    if meeting is not None:
        for name, sheet in (("meeting_item", meetings.items_sheet(Reader(database, at))),
                            ("meeting_opinion", meetings.opinions_sheet(Reader(database, at))),
                            ("agenda_topic", topics_sheet(Reader(database, at)))):
            found[name] = replace(sheet, frame=sheet.frame[sheet.frame["meeting_id"] == meeting.id])
        decided = meetings.decisions_sheet(Reader(database, at), found["meeting_item"].frame["item_id"])
        if len(decided.frame):
            found["decision"] = decided
    return found
