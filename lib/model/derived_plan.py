"""Tables that views compute from the cards of the plan: cards, their progress, links of goals."""

from lib.model.fields import Field, Table, absent_is, code, count, day, text, word
from lib.model.plan import ActivityState

ACTIVITY_CARD = Table(
    "activity", "Karty rozvojových aktivit", "Activity cards", "one activity card as the document has it", ("code",),
    (
        code("code", "Aktivita", "Activity"),
        text("title", "Název", "Title"),
        absent_is(text("goals", "Vazby na cíle", "Linked goals", required=False), "none"),
        text("service_types", "Druhy služeb (§)", "Service types (§)", required=False),
        text("target_groups", "Cílové skupiny", "Target groups"),
        Field("start_year", "integer", "Od roku", "Start year"),
        Field("end_year", "integer", "Do roku", "End year"),
        text("responsible", "Odpovědnost", "Responsible"),
        text("funding", "Financování", "Funding"),
    ),
    derived=True,
)

ACTIVITY_PROGRESS = Table(
    "activity_progress", "Plnění aktivit", "Progress of activities", "one activity card on one day", ("activity_code",),
    (
        code("activity_code", "Aktivita", "Activity"),
        text("activity_title", "Název", "Title"),
        code("goal_code", "Hlavní cíl", "Main goal"),
        word("state", "Stav", "State", ActivityState, required=False),
        Field("declared_pct", "number", "Ohlášené plnění", "Declared progress", unit="pct", required=False, minimum=0, maximum=100),
        Field("elapsed_pct", "number", "Uplynulý čas", "Time elapsed", unit="pct", minimum=0, maximum=100),
        absent_is(
            Field("lag_pct", "number", "Zpoždění", "Lag", unit="pct", required=False), "unknown",
            ("state", (ActivityState.DONE, ActivityState.CANCELLED, ActivityState.CONTINUOUS), "not_applicable"),
        ),
        absent_is(day("last_report_date", "Poslední hlášení", "Last report", required=False), "none"),
        count("reports", "Hlášení", "Reports", "reports"),
        absent_is(text("guarantor", "Garant (role)", "Guarantor (role)", required=False), "none"),
        absent_is(text("signals", "Signály", "Signals", required=False), "none"),
    ),
    derived=True,
)

GOAL_LINK = Table(
    "goal_link", "Vazby mezi cíli", "Links between goals",
    "one pair of goals: cards that belong to the first and also name the second", ("goal_code", "linked_goal_code"),
    (
        code("goal_code", "Hlavní cíl", "Main goal"),
        text("goal_name", "Název hlavního cíle", "Name of the main goal"),
        code("linked_goal_code", "Další cíl", "Linked goal"),
        text("linked_goal_name", "Název dalšího cíle", "Name of the linked goal"),
        count("activities", "Aktivit", "Activities", "activities"),
    ),
    derived=True,
)
