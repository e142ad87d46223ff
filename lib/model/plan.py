"""The medium-term plan (SPRSS): periods, goals, activity cards, milestones and declared progress."""

from enum import StrEnum

from lib.model.fields import SOURCE, Field, Table, amount, code, count, day, text, word

CARD_CODE = r"A\d{2}-\d{2}(?:\.[A-Za-z0-9_.+-]+)?"
"""Cards are numbered anew in every plan: a card of a later plan has the code of the plan after its number and a dot."""


def code_in_plan(printed: str, plan_code: str) -> str:
    """The code of a card or a goal of a later plan, which the document prints without the plan."""
    return f"{printed}.{plan_code}"


def printed_code(code: str) -> str:
    """The code of a card or a goal as its document prints it and as screens show it, without the plan."""
    return code.split(".", 1)[0]


class ServiceScope(StrEnum):
    """Which service types a card touches: those listed, all of them, or none."""

    LISTED = "listed"
    ALL = "all"
    NONE = "none"


class ActivityState(StrEnum):
    NOT_STARTED = "not_started"
    PREPARING = "preparing"
    RUNNING = "running"
    DONE = "done"
    CONTINUOUS = "continuous"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class MediaType(StrEnum):
    """Kinds of files that can prove progress: they are shown, never run."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class Visibility(StrEnum):
    """Who may take an evidence file: everybody, or only accounts with a role."""

    PUBLIC = "public"
    INTERNAL = "internal"


class ReportingRule(StrEnum):
    """Limits after which silence or delay becomes a signal; both are inclusive."""

    REPORT_MONTHS = "report_months"
    LAG_LIMIT_PCT = "lag_limit_pct"


USUAL_RULES = {ReportingRule.REPORT_MONTHS: 12.0, ReportingRule.LAG_LIMIT_PCT: 25.0}
"""What holds where the data set no rule of their own."""


class Evidence(StrEnum):
    """What the need for a card rests on. A card with no row is not assessed, which is not the same as neither."""

    ANALYSIS = "analysis"
    COMMUNITY_PLAN = "community_plan"
    NEITHER = "neither"


STRATEGIC_PLAN = Table(
    "strategic_plan", "Střednědobé plány", "Medium-term plans", "one medium-term plan or its update", ("code",),
    (
        code("code", "Plán", "Plan"),
        text("title", "Název", "Title"),
        day("valid_from", "Od", "From"),
        day("valid_to", "Do", "Until"),
        day("approved_on", "Schváleno", "Approved on", required=False),
        text("resolution", "Usnesení", "Resolution", required=False),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to"),
)

GOAL = Table(
    "goal", "Strategické cíle", "Strategic goals", "one strategic goal of a plan", ("code",),
    (
        code("code", "Cíl", "Goal"),
        code("plan_code", "Plán", "Plan", "strategic_plan.code"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        text("name", "Název", "Name"),
        text("name_en", "Název anglicky", "English name", required=False),
        SOURCE,
    ),
)

ACTIVITY = Table(
    "activity", "Rozvojové aktivity", "Development activities", "one activity card", ("code",),
    (
        Field("code", "code", "Aktivita", "Activity", pattern=CARD_CODE),
        code("plan_code", "Plán", "Plan", "strategic_plan.code"),
        code("goal_code", "Hlavní cíl", "Main goal", "goal.code"),
        text("title", "Název", "Title"),
        text("summary", "Shrnutí", "Summary", required=False),
        text("summary_en", "Shrnutí anglicky", "English summary", required=False),
        word("service_scope", "Rozsah druhů služeb", "Scope of service types", ServiceScope),
        text("service_note", "Poznámka k druhům služeb", "Note on service types", required=False),
        text("target_groups", "Cílové skupiny (dle karty)", "Target groups (as in the card)"),
        Field("start_year", "integer", "Od roku", "Start year", minimum=2000, maximum=2100),
        Field("end_year", "integer", "Do roku", "End year", minimum=2000, maximum=2100),
        text("responsible", "Odpovědnost", "Responsible"),
        text("funding", "Financování", "Funding"),
        amount("amount_czk", "Částka", "Amount", "czk", required=False),
        text("amount_note", "Poznámka k částce", "Note on the amount", required=False),
        SOURCE,
    ),
)

ACTIVITY_GOAL = Table(
    "activity_goal", "Vazby aktivit na cíle", "Links of activities to goals", "one goal linked in a card",
    ("activity_code", "goal_code"),
    (
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        code("goal_code", "Cíl", "Goal", "goal.code"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        SOURCE,
    ),
)

ACTIVITY_SERVICE_TYPE = Table(
    "activity_service_type", "Druhy služeb aktivit", "Service types of activities", "one service type listed in a card",
    ("activity_code", "type_code"),
    (
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        code("type_code", "§", "§", "service_type.code"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        SOURCE,
    ),
)

ACTIVITY_TARGET_GROUP = Table(
    "activity_target_group", "Cílové skupiny aktivit", "Target groups of activities",
    "one target group of the plan named in a card", ("activity_code", "group_code"),
    (
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        code("group_code", "Cílová skupina", "Target group", "target_group.code"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        text("as_written", "Zápis v kartě", "As written in the card"),
        SOURCE,
    ),
)

ACTIVITY_EVIDENCE = Table(
    "activity_evidence", "Opora aktivit", "Evidence for activities", "what the need for a card rests on",
    ("activity_code", "evidence"),
    (
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        word("evidence", "Opora", "Evidence", Evidence),
        text("reference", "Odkaz", "Reference", required=False),
        SOURCE,
    ),
    optional=True,
)

ACTIVITY_AREA = Table(
    "activity_area", "Území aktivit", "Areas of activities", "one ORP a card names", ("activity_code", "orp_code"),
    (
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        code("orp_code", "Kód ORP", "ORP code", "orp.code"),
        text("as_written", "Zápis v kartě", "As written in the card"),
        SOURCE,
    ),
    optional=True,
)

ACTIVITY_GUARANTOR = Table(
    "activity_guarantor", "Garanti aktivit", "Guarantors of activities", "the role that answers for a card in a period",
    ("activity_code", "valid_from"),
    (
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        text("role", "Garant (role)", "Guarantor (role)"),
        day("valid_from", "Od", "From"),
        day("valid_to", "Do", "Until", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to"),
)

MILESTONE = Table(
    "milestone", "Milníky", "Milestones", "one milestone of an activity", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        text("title", "Milník", "Milestone"),
        day("planned_date", "Plánováno", "Planned"),
        day("reached_date", "Dosaženo", "Reached", required=False),
        SOURCE,
    ),
)

MILESTONE_MOVE = Table(
    "milestone_move", "Posuny milníků", "Moves of milestones",
    "one decision to reach a milestone on another day than planned before, append only", ("milestone_id", "date"),
    (
        code("milestone_id", "Milník", "Milestone", "milestone.id"),
        day("date", "Posunuto dne", "Moved on"),
        day("planned_date", "Nově plánováno", "Planned anew"),
        text("reason", "Důvod", "Reason"),
        text("reported_by", "Ohlásil (role)", "Reported by (role)"),
        SOURCE,
    ),
    as_of="date", optional=True,
)

EVIDENCE_FILE = Table(
    "evidence_file", "Soubory dokladů", "Evidence files", "one file that proves progress; its content is kept apart",
    ("checksum",),
    (
        Field("checksum", "code", "Otisk (SHA-256)", "Checksum (SHA-256)", pattern=r"[0-9a-f]{64}"),
        text("name", "Název souboru", "File name"),
        word("media_type", "Druh souboru", "Kind of file", MediaType),
        count("size_bytes", "Velikost", "Size", "bytes"),
        word("visibility", "Přístup", "Access", Visibility),
        day("date", "Vloženo", "Added on"),
        SOURCE,
    ),
    optional=True,
)

PROGRESS_REPORT = Table(
    "progress_report", "Hlášení o plnění", "Progress reports", "one declaration of progress, append only", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("activity_code", "Aktivita", "Activity", "activity.code"),
        day("date", "Datum", "Date"),
        word("state", "Stav", "State", ActivityState),
        Field("percent", "number", "Plnění", "Progress", unit="pct", required=False, minimum=0, maximum=100),
        text("comment", "Komentář", "Comment", required=False),
        text("reason", "Důvod návratu stavu", "Reason for going back", required=False),
        text("evidence_url", "Doklad", "Evidence", required=False),
        Field("evidence_file", "code", "Soubor dokladu", "Evidence file", required=False,
              references="evidence_file.checksum", pattern=r"[0-9a-f]{64}"),
        text("reported_by", "Ohlásil (role)", "Reported by (role)"),
        SOURCE,
    ),
    as_of="date",
)

REPORTING_RULE = Table(
    "reporting_rule", "Pravidla hlášení", "Reporting rules", "one limit; where it is absent the usual one holds",
    ("rule",),
    (
        word("rule", "Pravidlo", "Rule", ReportingRule),
        Field("value", "number", "Hodnota", "Value", minimum=1, maximum=100),
        SOURCE,
    ),
    optional=True,
)

TABLES = (
    STRATEGIC_PLAN, GOAL, ACTIVITY, ACTIVITY_GOAL, ACTIVITY_SERVICE_TYPE, ACTIVITY_TARGET_GROUP, ACTIVITY_EVIDENCE,
    ACTIVITY_AREA, ACTIVITY_GUARANTOR, MILESTONE, MILESTONE_MOVE, EVIDENCE_FILE, PROGRESS_REPORT, REPORTING_RULE,
)
