"""Bodies of the regional coordination structure (KKS), their meetings and opinions."""

from enum import StrEnum

from lib.model.fields import SOURCE, Field, Table, absent_is, code, day, text, word


class BodyLevel(StrEnum):
    """Regional organs decide on what the coordination structure has said; they are no part of it."""

    REGION = "region"
    ORP = "orp"
    REGIONAL_ORGAN = "regional_organ"


class TriadPart(StrEnum):
    """The three parts of the triad: who orders services, who provides them, who uses them."""

    COMMISSIONERS = "commissioners"
    PROVIDERS = "providers"
    USERS = "users"


class Presence(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    UNKNOWN = "unknown"


class LinkKind(StrEnum):
    """What an item of a meeting is about; each kind fills its own columns of `agenda_link`."""

    ACTIVITY = "activity"
    GAP = "gap"
    COMMUNITY_PLAN = "community_plan"
    DOCUMENT = "document"


class DecisionKind(StrEnum):
    """A resolution is taken; a task is somebody's to do by a day."""

    RESOLUTION = "resolution"
    TASK = "task"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class OpinionState(StrEnum):
    AGREES = "agrees"
    AGREES_WITH_COMMENTS = "agrees_with_comments"
    DISAGREES = "disagrees"


BODY = Table(
    "body", "Složky KKS", "KKS bodies", "one body of the coordination structure", ("code",),
    (
        code("code", "Kód", "Code"),
        text("name", "Název", "Name"),
        text("name_en", "Název anglicky", "English name"),
        word("level", "Úroveň", "Level", BodyLevel),
        code("parent_code", "Nadřazená složka", "Parent", "body.code", required=False),
        code("orp_code", "Kód ORP", "ORP code", "orp.code", required=False),
        SOURCE,
    ),
)

BODY_REPRESENTATION = Table(
    "body_representation", "Zastoupení triády", "Representation of the triad",
    "whether one part of the triad sits in a body, from a day on", ("body_code", "part", "date"),
    (
        code("body_code", "Složka", "Body", "body.code"),
        word("part", "Část triády", "Part of the triad", TriadPart),
        day("date", "Zjištěno k", "Found on"),
        word("presence", "Zastoupení", "Representation", Presence),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    as_of="date", optional=True,
)

MEETING = Table(
    "meeting", "Jednání", "Meetings", "one meeting of a body", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("body_code", "Složka", "Body", "body.code"),
        day("date", "Datum", "Date"),
        text("title", "Název", "Title"),
        SOURCE,
    ),
)

AGENDA_ITEM = Table(
    "agenda_item", "Body jednání", "Agenda items", "one item of a meeting", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("meeting_id", "Jednání", "Meeting", "meeting.id"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        text("title", "Bod", "Item"),
        code("activity_code", "Aktivita", "Activity", "activity.code", required=False),
        SOURCE,
    ),
)

AGENDA_LINK = Table(
    "agenda_link", "Vazby bodů jednání", "Links of agenda items",
    "one thing an agenda item is about besides its main card", ("agenda_item_id", "position"),
    (
        code("agenda_item_id", "Bod jednání", "Agenda item", "agenda_item.id"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        word("kind", "Druh vazby", "Kind of link", LinkKind),
        absent_is(code("activity_code", "Aktivita", "Activity", "activity.code", required=False), "not_applicable"),
        absent_is(code("orp_code", "Kód ORP", "ORP code", "orp.code", required=False), "not_applicable"),
        absent_is(code("type_code", "§", "§", "service_type.code", required=False), "not_applicable"),
        absent_is(code("plan_code", "Komunitní plán", "Community plan", "community_plan.code", required=False),
                  "not_applicable"),
        absent_is(text("title", "Dokument", "Document", required=False), "not_applicable"),
        absent_is(text("url", "Adresa", "Address", required=False), "not_applicable"),
        SOURCE,
    ),
    optional=True,
)

OPINION = Table(
    "opinion", "Stanoviska", "Opinions", "opinion of one body on one agenda item", ("agenda_item_id", "body_code"),
    (
        code("agenda_item_id", "Bod jednání", "Agenda item", "agenda_item.id"),
        code("body_code", "Složka", "Body", "body.code"),
        day("date", "Datum", "Date"),
        word("opinion", "Stanovisko", "Opinion", OpinionState),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
)

DECISION = Table(
    "decision", "Usnesení a úkoly", "Decisions and tasks", "one decision or task from an agenda item", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("agenda_item_id", "Bod jednání", "Agenda item", "agenda_item.id"),
        code("body_code", "Složka", "Body", "body.code"),
        day("date", "Datum", "Date"),
        word("kind", "Druh", "Kind", DecisionKind),
        text("text", "Znění", "Wording"),
        absent_is(text("responsible", "Odpovídá (role)", "Responsible (role)", required=False), "none"),
        absent_is(day("due_date", "Termín", "Due", required=False), "none"),
        SOURCE,
    ),
    optional=True,
)

TASK_REPORT = Table(
    "task_report", "Plnění úkolů", "Progress of tasks", "one declaration on a task, append only",
    ("decision_id", "date"),
    (
        code("decision_id", "Úkol", "Task", "decision.id"),
        day("date", "Datum", "Date"),
        word("state", "Stav", "State", TaskState),
        text("note", "Poznámka", "Note", required=False),
        text("reported_by", "Ohlásil (role)", "Reported by (role)"),
        SOURCE,
    ),
    as_of="date", optional=True,
)

TABLES = (BODY, BODY_REPRESENTATION, MEETING, AGENDA_ITEM, AGENDA_LINK, OPINION, DECISION, TASK_REPORT)
