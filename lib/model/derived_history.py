"""Tables on what was: the history of reports on cards, and how views differ between two releases."""

from lib.model.changes import ChangeKind
from lib.model.fields import Field, Table, absent_is, code, day, text, word
from lib.model.plan import ActivityState, MediaType, Visibility

REPORT_HISTORY = Table(
    "report_history", "Historie hlášení", "History of reports", "one report on an activity card up to one day", ("id",),
    (
        code("activity_code", "Aktivita", "Activity"),
        day("date", "Datum", "Date"),
        absent_is(word("state_before", "Stav předtím", "State before", ActivityState, required=False), "none"),
        word("state", "Stav", "State", ActivityState),
        Field("percent", "number", "Plnění", "Progress", unit="pct", required=False, minimum=0, maximum=100),
        Field("percent_change", "number", "Změna plnění", "Change of progress", unit="pct", required=False),
        absent_is(text("comment", "Komentář", "Comment", required=False), "none"),
        absent_is(text("reason", "Důvod návratu stavu", "Reason for going back", required=False), "none"),
        absent_is(text("evidence_url", "Odkaz na doklad", "Link to evidence", required=False), "none"),
        absent_is(text("file_name", "Soubor dokladu", "Evidence file", required=False), "none",
                  ("visibility", (Visibility.INTERNAL,), "not_applicable")),
        absent_is(word("media_type", "Druh souboru", "Kind of file", MediaType, required=False), "none"),
        absent_is(word("visibility", "Přístup k souboru", "Access to the file", Visibility, required=False), "none"),
        text("reported_by", "Ohlásil (role)", "Reported by (role)"),
        Field("release", "integer", "Zapsáno ve vydání", "Recorded with release", minimum=1),
        day("recorded_on", "Zapsáno dne", "Recorded on"),
        code("id", "Označení", "Identifier"),
    ),
    derived=True,
)

MOVED_ON = Table(
    "moved_on", "Co se od vydání změnilo", "What changed since a release",
    "one value of a view that differs between the release looked at and the newest one, on the same day",
    ("view", "row", "column"),
    (
        code("view", "Pohled", "View"),
        text("row", "Klíč řádku", "Key of the row"),
        text("name", "Řádek", "Row"),
        word("kind", "Změna", "Change", ChangeKind),
        code("column", "Údaj", "Column"),
        absent_is(text("before", "Tehdy", "Then", required=False), "unknown",
                  ("kind", (ChangeKind.NEW,), "none")),
        absent_is(text("after", "Nyní", "Now", required=False), "unknown",
                  ("kind", (ChangeKind.REMOVED,), "none")),
    ),
    derived=True,
)

TABLES = (REPORT_HISTORY, MOVED_ON)
