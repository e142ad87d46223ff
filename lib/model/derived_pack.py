"""Tables behind slides on the plan and the meeting: counts whose shares add up, and what agenda items are about."""

from lib.model.bodies import LinkKind
from lib.model.derived_rollup import Fulfilment, Movement
from lib.model.derived_signal import Signal
from lib.model.fields import Field, Table, absent_is, code, count, day, text, word

_SHARE = Field("share_pct", "integer", "Podíl", "Share", unit="pct", minimum=0, maximum=100)
"""Whole per cent; those of one table add up to 100, as `lib.model.shares.percentages` has them."""

FULFILMENT_COUNT = Table(
    "fulfilment_count", "Naplnění plánu pro zprávu kraje", "Fulfilment of the plan for the region's report",
    "one of the region's words on one day", ("fulfilment",),
    (
        word("fulfilment", "Naplnění", "Fulfilment", Fulfilment),
        count("activities", "Aktivit", "Activities", "activities"),
        _SHARE,
    ),
    derived=True,
)

MOVEMENT_COUNT = Table(
    "movement_count", "Kolik karet se mezi dvěma dny posunulo", "How many cards moved between two days",
    "one thing that became of cards between two days", ("movement",),
    (
        word("movement", "Co se stalo", "What happened", Movement),
        count("activities", "Aktivit", "Activities", "activities"),
        _SHARE,
    ),
    derived=True,
)

SIGNAL_COUNT = Table(
    "signal_count", "Kolik karet vydává který signál", "How many cards raise which signal", "one signal on one day",
    ("signal",),
    (
        word("signal", "Signál", "Signal", Signal),
        count("activities", "Aktivit", "Activities", "activities"),
        count("cards", "Karet v plánu", "Cards of the plan", "cards"),
        absent_is(Field("limit", "number", "Mez (měsíce, procentní body)", "Limit (months, percentage points)",
                        required=False, minimum=0), "not_applicable"),
        absent_is(day("oldest", "Nejstarší od", "Oldest since", required=False), "none"),
    ),
    derived=True,
)

AGENDA_TOPIC = Table(
    "agenda_topic", "Čeho se týkají body jednání", "What agenda items are about",
    "one thing an agenda item is about, its main card first", ("item_id", "position"),
    (
        code("item_id", "Označení bodu", "Item"),
        code("meeting_id", "Jednání", "Meeting"),
        Field("position", "integer", "Pořadí", "Position", minimum=0),
        word("kind", "Druh vazby", "Kind of link", LinkKind),
        *(absent_is(field, "not_applicable") for field in (
            code("activity_code", "Aktivita", "Activity", required=False),
            text("activity_title", "Název aktivity", "Title of the activity", required=False),
            code("orp_code", "Kód ORP", "ORP code", required=False),
            text("orp_name", "Území", "Area", required=False),
            code("type_code", "§", "§", required=False),
            text("type_name", "Druh služby", "Service type", required=False),
            code("plan_code", "Komunitní plán", "Community plan", required=False),
            text("plan_title", "Název plánu", "Title of the plan", required=False),
            text("title", "Dokument", "Document", required=False),
        )),
    ),
    derived=True,
)

TABLES = (FULFILMENT_COUNT, MOVEMENT_COUNT, SIGNAL_COUNT, AGENDA_TOPIC)
