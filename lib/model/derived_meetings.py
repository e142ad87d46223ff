"""Tables that views compute of bodies and meetings: representation, agenda with counts of opinions, states of tasks."""

from enum import StrEnum

from lib.model.bodies import BodyLevel, OpinionState, Presence, TriadPart
from lib.model.fields import Absent, Field, Table, absent_is, code, count, day, text, word


class TaskStanding(StrEnum):
    """A task on a day. Overdue: nobody has declared it done or cancelled and its last day has passed."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """Where in the way of opinions a body stands: steering groups, then the college, then organs of the region."""

    GROUP = "group"
    COLLEGE = "college"
    ORGAN = "organ"


_ORGANS: tuple[str, tuple[str, ...], Absent] = ("level", (BodyLevel.REGIONAL_ORGAN.value,), "not_applicable")

BODY_OVERVIEW = Table(
    "body_overview", "Složky KKS v daný den", "KKS bodies on a day",
    "one body of the coordination structure or one organ of the region on one day", ("body_code",),
    (
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        word("level", "Úroveň", "Level", BodyLevel),
        absent_is(code("parent_code", "Nadřazená složka", "Parent", required=False), "none"),
        absent_is(code("orp_code", "Kód ORP", "ORP code", required=False), "not_applicable"),
        *(absent_is(word(part.value, cs, en, Presence, required=False), "unknown", _ORGANS) for part, cs, en in (
            (TriadPart.COMMISSIONERS, "Zadavatelé", "Commissioners"),
            (TriadPart.PROVIDERS, "Poskytovatelé", "Providers"),
            (TriadPart.USERS, "Uživatelé", "Users"),
        )),
        absent_is(day("found_on", "Zastoupení zjištěno", "Representation found on", required=False), "unknown", _ORGANS),
        count("meetings", "Jednání do dne", "Meetings up to the day", "meetings"),
        absent_is(day("last_meeting", "Poslední jednání", "Last meeting", required=False), "none"),
        absent_is(day("next_meeting", "Plánované jednání", "Planned meeting", required=False), "none"),
        count("opinions", "Stanovisek", "Opinions", "opinions"),
        count("tasks_open", "Trvajících úkolů", "Open tasks", "tasks"),
        count("tasks_overdue", "Z toho po termínu", "Of which overdue", "tasks"),
    ),
    derived=True,
)

BODY_TRIAD = Table(
    "body_triad", "Zastoupení triády ve složkách", "Representation of the triad in bodies",
    "one part of the triad in one body on one day", ("body_code", "part"),
    (
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        word("part", "Část triády", "Part of the triad", TriadPart),
        word("presence", "Zastoupení v daný den", "Representation on the day", Presence, required=False),
        day("found_on", "Zjištěno", "Found on", required=False),
        absent_is(word("later_presence", "Pozdější zjištění", "Later finding", Presence, required=False), "none"),
        absent_is(day("later_on", "Den pozdějšího zjištění", "Day of the later finding", required=False), "none"),
        absent_is(text("note", "Poznámka", "Note", required=False), "none"),
    ),
    derived=True,
)

MEETING_OVERVIEW = Table(
    "meeting_overview", "Jednání složek", "Meetings of bodies", "one meeting, held or planned", ("meeting_id",),
    (
        code("meeting_id", "Označení", "Identifier"),
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        absent_is(code("orp_code", "Kód ORP", "ORP code", required=False), "not_applicable"),
        day("date", "Datum", "Date"),
        Field("planned", "boolean", "Plánované", "Planned"),
        text("title", "Název", "Title"),
        count("items", "Bodů", "Items", "items"),
        count("resolutions", "Usnesení", "Resolutions", "resolutions"),
        count("tasks", "Úkolů", "Tasks", "tasks"),
    ),
    derived=True,
)

_OWN: tuple[str, tuple[str, ...], Absent] = ("level", (BodyLevel.ORP.value,), "not_applicable")
"""Items of a group of one ORP go no way from ten groups upwards."""

MEETING_ITEM = Table(
    "meeting_item", "Body jednání se stanovisky", "Agenda items with opinions",
    "one item of a meeting with opinions of steering groups given up to the day", ("item_id",),
    (
        code("item_id", "Označení bodu", "Item"),
        code("meeting_id", "Jednání", "Meeting"),
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        word("level", "Úroveň", "Level", BodyLevel),
        day("date", "Datum", "Date"),
        Field("position", "integer", "Pořadí", "Position"),
        text("title", "Bod", "Item title"),
        absent_is(code("activity_code", "Hlavní karta", "Main card", required=False), "none"),
        count("links", "Dalších vazeb", "Other links", "links"),
        *(absent_is(count(name, cs, en, "bodies", required=False), "not_applicable") for name, cs, en in (
            ("agrees", "Skupin souhlasí", "Groups that agree"),
            ("agrees_with_comments", "Skupin s připomínkami", "Groups with comments"),
            ("disagrees", "Skupin nesouhlasí", "Groups that disagree"),
            ("silent", "Skupin se nevyjádřilo", "Groups that have not spoken"),
        )),
        absent_is(word("college_opinion", "Stanovisko K10", "Opinion of K10", OpinionState, required=False), "none", _OWN),
        count("resolutions", "Usnesení", "Resolutions", "resolutions"),
        count("tasks", "Úkolů", "Tasks", "tasks"),
    ),
    derived=True,
)

MEETING_OPINION = Table(
    "meeting_opinion", "Stanoviska k bodům jednání", "Opinions on agenda items",
    "one body in the way of opinions on one agenda item, whether it has spoken up to the day or not",
    ("item_id", "body_code"),
    (
        code("item_id", "Označení bodu", "Item"),
        code("meeting_id", "Jednání", "Meeting"),
        text("title", "Bod", "Item title"),
        word("stage", "Stupeň", "Stage", Stage),
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        absent_is(code("orp_code", "Kód ORP", "ORP code", required=False), "not_applicable"),
        absent_is(word("opinion", "Stanovisko", "Opinion", OpinionState, required=False), "none"),
        absent_is(day("date", "Datum", "Date", required=False), "none"),
        absent_is(text("note", "Poznámka", "Note", required=False), "none"),
    ),
    derived=True,
)

TASK_STATE = Table(
    "task_state", "Úkoly a jejich stav", "Tasks and their state", "one task of a body on one day", ("decision_id",),
    (
        code("decision_id", "Úkol", "Task"),
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        absent_is(code("orp_code", "Kód ORP", "ORP code", required=False), "not_applicable"),
        code("item_id", "Označení bodu", "Item"),
        text("title", "Bod", "Item title"),
        day("date", "Uloženo", "Given on"),
        text("text", "Znění", "Wording"),
        absent_is(text("responsible", "Odpovídá (role)", "Responsible (role)", required=False), "none"),
        absent_is(day("due_date", "Termín", "Due", required=False), "none"),
        word("state", "Stav", "State", TaskStanding),
        absent_is(count("days_overdue", "Dnů po termínu", "Days overdue", "days", required=False), "not_applicable"),
        absent_is(day("state_date", "Poslední hlášení", "Last report", required=False), "none"),
        absent_is(text("note", "Poznámka", "Note", required=False), "none"),
    ),
    derived=True,
)

TABLES = (BODY_OVERVIEW, BODY_TRIAD, MEETING_OVERVIEW, MEETING_ITEM, MEETING_OPINION, TASK_STATE)
