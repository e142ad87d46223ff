"""Bodies of the regional coordination structure (KKS), their meetings and opinions."""

from enum import StrEnum

from lib.model.fields import SOURCE, Field, Table, code, day, text, word


class BodyLevel(StrEnum):
    REGION = "region"
    ORP = "orp"


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

TABLES = (BODY, MEETING, AGENDA_ITEM, OPINION)
