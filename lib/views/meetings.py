"""Bodies of the coordination structure and their meetings on a day: agenda, way of opinions, decisions, tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import meetings as metrics
from lib.model import derived_meetings
from lib.model.bodies import DECISION, BodyLevel, DecisionKind, Presence, TriadPart
from lib.model.derived_meetings import Stage, TaskStanding
from lib.model.fields import Table
from lib.model.lookup import positions, taken
from lib.model.periods import months_later
from lib.model.schemas import DTYPES
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.views.base import Provenance, Reader, Sheet

AHEAD_MONTHS = 12
"""How far after the day a planned meeting is shown; the last day of the window belongs to it."""

METHOD = "meetings"

OPINION = "opinion"
"""Kind of a row of `said_of_card` beside those of `DecisionKind`."""

SAID = ("kind", "item_id", "item", "meeting_id", "meeting", "date", "body", "body_en", "opinion", "note", "text",
        "responsible", "due_date", "state", "days_overdue")


@dataclass(frozen=True, slots=True)
class MeetingsView:
    """Everything the lists show: bodies in the order of the tree, who sits in them, meetings with the latest first,
    tasks in the order of their day. `names` are names of the bodies in Czech and English, `depth` steps below the top.
    """

    at: AsOf
    bodies: Sheet
    triad: Sheet
    meetings: Sheet
    tasks: Sheet
    way: pd.DataFrame
    depth: Mapping[str, int]
    names: Mapping[str, tuple[str, str]]

    def name(self, code: str, lang: str) -> str:
        """The name of a body."""
        return self.names[code][lang == "en"]


@dataclass(frozen=True, slots=True)
class MeetingDetail:
    """One meeting. `links` are what items are about, `opinions` the whole way of opinions for items that go it.

    `opening` are the tasks the meeting begins with, as they stood on `reckoned_on` (the day of the meeting, or the
    chosen day while it is planned); `closed_before` counts those the meeting of `previous` saw closed.
    """

    meeting: pd.Series
    items: Sheet
    links: pd.DataFrame
    opinions: Sheet
    decisions: Sheet
    tasks: pd.DataFrame
    opening: Sheet
    closed_before: int
    reckoned_on: date
    previous: date | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class BodyDetail:
    """One body: its row of the overview, its rows of the triad (none for organs) and its opinions, latest first."""

    body: pd.Series
    triad: pd.DataFrame
    opinions: Sheet
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Linkable:
    """What an item can be about, by code: cards and community plans with their names."""

    cards: Mapping[str, str]
    plans: Mapping[str, str]


def shaped(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table in their order and with their types."""
    types = {field.name: DTYPES[field.kind] for field in table.fields}
    return frame[list(table.columns)].astype(types).reset_index(drop=True)


def _sheet(reader: Reader, table: Table, frame: pd.DataFrame) -> Sheet:
    return Sheet(table, shaped(table, frame), reader.provenance(), METHOD)


def _bodies(reader: Reader) -> pd.DataFrame:
    return reader.table("body").rename(columns={"code": "body_code", "name": "body_name"})[
        ["body_code", "body_name", "level", "parent_code", "orp_code"]]


def _known(reader: Reader, name: str) -> pd.DataFrame:
    """Rows of a table up to the day."""
    rows = reader.table(name)
    return rows[rows["date"] <= pd.Timestamp(reader.at.valid_on)]


def _meetings(reader: Reader) -> pd.DataFrame:
    """Meetings up to the day and planned ones within the window after it, with the body."""
    rows = reader.table("meeting")
    rows = rows[rows["date"] <= pd.Timestamp(months_later(reader.at.valid_on, AHEAD_MONTHS))]
    return rows.rename(columns={"id": "meeting_id"}).merge(_bodies(reader), on="body_code").assign(
        planned=lambda frame: frame["date"] > pd.Timestamp(reader.at.valid_on))


def _items(reader: Reader) -> pd.DataFrame:
    rows = reader.table("agenda_item").rename(columns={"id": "item_id"}).drop(columns="source_id")
    return rows.merge(_meetings(reader).drop(columns=["title", "source_id"]), on="meeting_id")


def _per(rows: pd.DataFrame, column: str, values: pd.Series) -> pd.Series:
    """How many rows name each of the values."""
    return values.map(rows[column].value_counts()).fillna(0)


def _day_of(days: pd.Series, values: pd.Series) -> pd.Series:
    """The day of each value; absent where there is none, also when no value has one."""
    return taken(days, positions(values, days.index.to_series()))


def _decided(reader: Reader, kind: DecisionKind) -> pd.DataFrame:
    rows = _known(reader, "decision")
    return rows[rows["kind"] == kind]


def task_sheet(reader: Reader) -> Sheet:
    """Tasks of all bodies as they stand on the day; columns of `derived_meetings.TASK_STATE`."""
    return _tasks_on(reader, reader.at.valid_on)


def _tasks_on(reader: Reader, day: date) -> Sheet:
    states = metrics.task_states(reader.table("decision"), reader.table("task_report"), on=day)
    return _sheet(reader, derived_meetings.TASK_STATE, _named_tasks(reader, states))


def _named_tasks(reader: Reader, states: pd.DataFrame) -> pd.DataFrame:
    items = reader.table("agenda_item")[["id", "title"]].rename(columns={"id": "item_id"})
    rows = states.rename(columns={"id": "decision_id", "agenda_item_id": "item_id"})
    rows = rows.merge(items, on="item_id").merge(_bodies(reader), on="body_code")
    return rows.sort_values(["date", "decision_id"])


def meetings_sheet(reader: Reader) -> Sheet:
    """Meetings, the latest first; columns of `derived_meetings.MEETING_OVERVIEW`."""
    rows, items = _meetings(reader), reader.table("agenda_item")
    of_item = items.set_index("id")["meeting_id"]
    for name, kind in (("resolutions", DecisionKind.RESOLUTION), ("tasks", DecisionKind.TASK)):
        decided = _decided(reader, kind)
        rows[name] = _per(decided.assign(meeting_id=decided["agenda_item_id"].map(of_item)), "meeting_id",
                          rows["meeting_id"])
    rows["items"] = _per(items, "meeting_id", rows["meeting_id"])
    return _sheet(reader, derived_meetings.MEETING_OVERVIEW,
                  rows.sort_values(["date", "meeting_id"], ascending=[False, True]))


def items_sheet(reader: Reader) -> Sheet:
    """Items of all meetings with counts of opinions; columns of `derived_meetings.MEETING_ITEM`."""
    rows = _items(reader).sort_values(["date", "meeting_id", "position"], ignore_index=True)
    way = metrics.way_of_opinions(reader.table("body"))
    groups = way.loc[way["stage"] == Stage.GROUP, "code"]
    opinions = _known(reader, "opinion")
    counts = metrics.opinion_counts(rows["item_id"], groups, opinions, on=reader.at.valid_on)
    counts.loc[rows["level"].eq(BodyLevel.ORP).to_numpy()] = pd.NA
    college = opinions[opinions["body_code"].isin(way.loc[way["stage"] == Stage.COLLEGE, "code"])]
    spoken = college.drop_duplicates("agenda_item_id").set_index("agenda_item_id")["opinion"]
    rows = rows.join(counts, on="item_id").assign(
        links=_per(reader.table("agenda_link"), "agenda_item_id", rows["item_id"]),
        resolutions=_per(_decided(reader, DecisionKind.RESOLUTION), "agenda_item_id", rows["item_id"]),
        tasks=_per(_decided(reader, DecisionKind.TASK), "agenda_item_id", rows["item_id"]),
        college_opinion=rows["item_id"].map(spoken),
    )
    return _sheet(reader, derived_meetings.MEETING_ITEM, rows)


def opinions_sheet(reader: Reader) -> Sheet:
    """The way of opinions of every item that goes it; columns of `derived_meetings.MEETING_OPINION`.

    Items of groups of one ORP have rows only for bodies that have spoken on them.
    """
    items = _items(reader).sort_values(["date", "meeting_id", "position"])
    way = metrics.way_of_opinions(reader.table("body"))[["code", "stage", "name", "orp_code"]]
    way = way.rename(columns={"code": "body_code", "name": "body_name"})
    given = _known(reader, "opinion").rename(columns={"agenda_item_id": "item_id"})
    rows = items[["item_id", "meeting_id", "title", "level"]].merge(way, how="cross")
    rows = rows.merge(given[["item_id", "body_code", "opinion", "date", "note"]], how="left",
                      on=["item_id", "body_code"])
    return _sheet(reader, derived_meetings.MEETING_OPINION,
                  rows[(rows["level"] != BodyLevel.ORP) | rows["opinion"].notna()])


def triad_sheet(reader: Reader) -> Sheet:
    """Who sits in each body of the structure; columns of `derived_meetings.BODY_TRIAD`."""
    bodies = _in_order(_bodies(reader))
    bodies = bodies[bodies["level"] != BodyLevel.REGIONAL_ORGAN]
    found = metrics.triad(bodies["body_code"], reader.table("body_representation"), on=reader.at.valid_on)
    return _sheet(reader, derived_meetings.BODY_TRIAD, found.merge(bodies, on="body_code"))


def bodies_sheet(reader: Reader) -> Sheet:
    """Bodies in the order of the tree; columns of `derived_meetings.BODY_OVERVIEW`."""
    rows, found = _in_order(_bodies(reader)), triad_sheet(reader).frame
    for part in TriadPart:
        of_part = found[found["part"] == part].set_index("body_code")["presence"]
        rows[part.value] = rows["body_code"].map(of_part.fillna(Presence.UNKNOWN.value))
    meetings, tasks = _meetings(reader), task_sheet(reader).frame
    held, planned = meetings[~meetings["planned"]], meetings[meetings["planned"]]
    undone = tasks[tasks["state"].isin([TaskStanding.OPEN.value, TaskStanding.OVERDUE.value])]
    code = rows["body_code"]
    rows = rows.assign(
        found_on=_day_of(found.groupby("body_code")["found_on"].max(), code),
        meetings=_per(held, "body_code", code), last_meeting=_day_of(held.groupby("body_code")["date"].max(), code),
        next_meeting=_day_of(planned.groupby("body_code")["date"].min(), code),
        opinions=_per(_known(reader, "opinion"), "body_code", code), tasks_open=_per(undone, "body_code", code),
        tasks_overdue=_per(undone[undone["state"] == TaskStanding.OVERDUE], "body_code", code),
    )
    return _sheet(reader, derived_meetings.BODY_OVERVIEW, rows)


def _in_order(bodies: pd.DataFrame) -> pd.DataFrame:
    """Each body followed by those under it; region-wide ones before those of areas, organs of the region last."""
    levels = [level.value for level in BodyLevel]
    ordered = bodies.assign(rank=bodies["level"].map({level: place for place, level in enumerate(levels)}))
    ordered = ordered.sort_values(["rank", "body_code"])
    under: dict[str | None, list[str]] = {}
    for code, parent in zip(ordered["body_code"], ordered["parent_code"], strict=True):
        under.setdefault(None if pd.isna(parent) else parent, []).append(code)
    listed: list[str] = []

    def add(code: str) -> None:
        listed.append(code)
        for below in under.get(code, []):
            add(below)

    for top in under.get(None, []):
        add(top)
    return ordered.set_index("body_code").loc[listed].reset_index().drop(columns="rank")


def _depth(bodies: pd.DataFrame) -> Mapping[str, int]:
    parents = dict(zip(bodies["body_code"], bodies["parent_code"], strict=True))

    def depth(code: str) -> int:
        above = parents[code]
        return 0 if pd.isna(above) else 1 + depth(above)

    return {code: depth(code) for code in parents}


def meetings_view(database: Database, at: AsOf) -> MeetingsView:
    """Everything the page on bodies and meetings shows but one meeting itself."""
    reader = Reader(database, at)
    named = reader.table("body")
    names = {code: (name, english) for code, name, english in
             zip(named["code"], named["name"], named["name_en"], strict=True)}
    return MeetingsView(
        at, bodies_sheet(reader), triad_sheet(Reader(database, at)), meetings_sheet(reader), task_sheet(reader),
        metrics.way_of_opinions(named)[["code", "stage", "orp_code"]], _depth(_bodies(reader)), names,
    )


def meeting_detail(database: Database, at: AsOf, meeting_id: str) -> MeetingDetail:
    """One meeting with everything that hangs on it.

    Raises
    ------
    BadSelection : no such meeting is known on the day or planned within the window after it.
    """
    reader = Reader(database, at)
    listed = meetings_sheet(reader).frame
    if meeting_id not in set(listed["meeting_id"]):
        raise BadSelection("unknown-meeting", "There is no meeting {value}.", value=meeting_id)
    meeting = listed[listed["meeting_id"] == meeting_id].iloc[0]
    items, opinions = (_of(sheet, "meeting_id", meeting_id) for sheet in (items_sheet(reader), opinions_sheet(reader)))
    decisions = decisions_sheet(reader, items.frame["item_id"])
    opening, closed, day, previous = _opening(reader, meeting, listed)
    tasks = task_sheet(reader).frame
    return MeetingDetail(
        meeting, items, links_of(reader, items.frame["item_id"]), opinions,
        decisions, tasks[tasks["decision_id"].isin(decisions.frame["id"])],
        opening, closed, day, previous, reader.provenance(),
    )


def decisions_sheet(reader: Reader, items: pd.Series) -> Sheet:
    """Resolutions and tasks of the items known on the day, in the order they were taken; rows of `decision`."""
    decided = _known(reader, "decision")
    decided = decided[decided["agenda_item_id"].isin(items)].sort_values(["date", "id"], ignore_index=True)
    return Sheet(DECISION, decided, reader.provenance(), "stored")


def _of(sheet: Sheet, column: str, value: str) -> Sheet:
    rows = sheet.frame[sheet.frame[column] == value].reset_index(drop=True)
    return Sheet(sheet.table, rows, sheet.provenance, sheet.method)


def _opening(
    reader: Reader, meeting: pd.Series, listed: pd.DataFrame
) -> tuple[Sheet, int, date, date | None]:
    """Tasks of the body from meetings before this one, on its day; a planned one is reckoned on the chosen day."""
    day = min(meeting["date"].date(), reader.at.valid_on)
    given = reader.table("decision", body_code=str(meeting["body_code"]))
    given, reports = given[given["date"] < meeting["date"]], reader.table("task_report")
    earlier = listed[(listed["body_code"] == meeting["body_code"]) & (listed["date"] < meeting["date"])]
    previous = None if earlier.empty else earlier["date"].max().date()
    now = metrics.task_states(given, reports, on=day)
    before = None if previous is None else metrics.task_states(given, reports, on=min(previous, day))
    seen, closed = metrics.to_be_seen(now, before)
    return (_sheet(reader, derived_meetings.TASK_STATE, _named_tasks(reader, seen)), closed, day, previous)


def links_of(reader: Reader, items: pd.Series) -> pd.DataFrame:
    """What the items are about besides their main cards, in their order.

    Columns of `agenda_link` with activity_title, orp_name and plan_title.
    """
    rows = reader.table("agenda_link", agenda_item_id=items).sort_values(["agenda_item_id", "position"])
    cards, areas, plans = (reader.table(name).set_index("code") for name in ("activity", "orp", "community_plan"))
    return rows.assign(
        activity_title=rows["activity_code"].map(cards["title"]), orp_name=rows["orp_code"].map(areas["name"]),
        plan_title=rows["plan_code"].map(plans["title"]),
    ).reset_index(drop=True)


def linkable(database: Database, at: AsOf) -> Linkable:
    """Cards and community plans an item may be linked to, by code."""
    reader = Reader(database, at)
    cards, plans = (reader.table(name) for name in ("activity", "community_plan"))
    return Linkable(dict(zip(cards["code"], cards["title"], strict=True)),
                    dict(zip(plans["code"], plans["title"], strict=True)))


def said_of_card(reader: Reader, code: str) -> pd.DataFrame:
    """What bodies have said and decided of a card up to the day, in items that name it as their card or link to it.

    Returns
    -------
    One row per opinion, resolution and task, the latest first; an item nobody has spoken on has one row without an
    opinion. kind: opinion, or a word of `DecisionKind`; item_id, item, meeting_id, meeting; date (of the opinion or
    decision, else of the meeting); body, body_en (who said it); opinion, note; text, responsible, due_date of
    decisions; state (a word of `TaskStanding`) and days_overdue of tasks on the day. What does not belong to a kind
    is absent.
    """
    linked = reader.table("agenda_link", activity_code=code)["agenda_item_id"]
    items = reader.table("agenda_item")
    items = items[(items["activity_code"] == code) | items["id"].isin(linked)]
    items = items.rename(columns={"id": "item_id", "title": "item"})[["item_id", "item", "meeting_id"]].merge(
        _known(reader, "meeting").rename(columns={"id": "meeting_id", "title": "meeting", "body_code": "met"})[
            ["meeting_id", "meeting", "met", "date"]], on="meeting_id")
    given = _known(reader, "opinion").rename(columns={"agenda_item_id": "item_id", "date": "said_on"})
    opinions = items.merge(given[["item_id", "body_code", "opinion", "said_on", "note"]], on="item_id", how="left")
    opinions = opinions.assign(kind=OPINION, date=opinions["said_on"].fillna(opinions["date"]),
                               body_code=opinions["body_code"].fillna(opinions["met"]))
    decided = _known(reader, "decision").rename(columns={"agenda_item_id": "item_id"})
    decided = decided.merge(items.drop(columns="date"), on="item_id")
    states = metrics.task_states(decided.rename(columns={"item_id": "agenda_item_id"}), reader.table("task_report"),
                                 on=reader.at.valid_on)[["id", "state", "days_overdue", "note"]]
    bodies = reader.table("body").set_index("code")
    rows = pd.concat([opinions, decided.merge(states, on="id", how="left")], ignore_index=True)
    rows = rows.assign(body=rows["body_code"].map(bodies["name"]), body_en=rows["body_code"].map(bodies["name_en"]))
    return rows.reindex(columns=list(SAID)).sort_values(["date", "item", "kind", "body"],
                                                        ascending=[False, True, True, True], ignore_index=True)


def body_detail(database: Database, at: AsOf, code: str) -> BodyDetail:
    """One body with who sits in it and what it has said.

    Raises
    ------
    BadSelection : there is no such body.
    """
    reader = Reader(database, at)
    bodies = bodies_sheet(reader).frame
    if code not in set(bodies["body_code"]):
        raise BadSelection("unknown-body", "There is no body {value}.", value=code)
    opinions, found = _of(opinions_sheet(reader), "body_code", code), triad_sheet(reader).frame
    spoken = opinions.frame[opinions.frame["opinion"].notna()].sort_values("date", ascending=False, ignore_index=True)
    return BodyDetail(bodies[bodies["body_code"] == code].iloc[0], found[found["body_code"] == code],
                      Sheet(opinions.table, spoken, opinions.provenance, opinions.method), reader.provenance())
