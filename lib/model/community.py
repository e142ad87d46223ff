"""Community plans: whom they cover and until when, how good they are, who coordinates."""

from enum import StrEnum

from lib.model.fields import SOURCE, Field, Table, code, day, text, word


class PlanEvidence(StrEnum):
    """How well a plan is evidenced: by a document, by inference, or by its name alone."""

    DOCUMENT = "document"
    INFERRED = "inferred"
    NAME_ONLY = "name_only"


class PlanStatus(StrEnum):
    APPROVED = "approved"
    DRAFT = "draft"
    ANNOUNCED = "announced"


class Criterion(StrEnum):
    """The seven yes/no/unknown criteria of the 2012 evaluation of community plans."""

    ANALYSIS_SWOT = "analysis_swot"
    ANALYSIS_LINKED = "analysis_linked"
    COST_ESTIMATE = "cost_estimate"
    FUNDING_SOURCE = "funding_source"
    MONITORING_RULE = "monitoring_rule"
    ACTION_PLAN = "action_plan"
    NAMED_COORDINATOR = "named_coordinator"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class CoordinatorStatus(StrEnum):
    """Named: an organisation coordinates. None: the area says it has nobody. No row at all: not reported."""

    NAMED = "named"
    NONE = "none"


COMMUNITY_PLAN = Table(
    "community_plan", "Komunitní plány", "Community plans", "one community plan", ("code",),
    (
        code("code", "Plán", "Plan"),
        text("title", "Název", "Title"),
        text("territory_note", "Území slovy", "Territory in words", required=False),
        day("valid_from", "Platí od", "Valid from", required=False),
        day("valid_to", "Platí do", "Valid until", required=False),
        day("extended_to", "Prodloužen do", "Extended until", required=False),
        word("status", "Stav", "Status", PlanStatus),
        word("evidence", "Doložení", "Evidence", PlanEvidence),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to", "extended_to"),
)

COMMUNITY_PLAN_MUNICIPALITY = Table(
    "community_plan_municipality", "Obce komunitních plánů", "Municipalities of community plans",
    "one municipality a plan covers", ("plan_code", "municipality_code"),
    (
        code("plan_code", "Plán", "Plan", "community_plan.code"),
        code("municipality_code", "Kód obce", "Municipality code", "municipality.code"),
        SOURCE,
    ),
)

COMMUNITY_PLAN_QUALITY = Table(
    "community_plan_quality", "Kvalita komunitních plánů", "Quality of community plans",
    "answer to one criterion for one plan on one day", ("plan_code", "date", "criterion"),
    (
        code("plan_code", "Plán", "Plan", "community_plan.code"),
        day("date", "Hodnoceno k", "Assessed on"),
        word("criterion", "Kritérium", "Criterion", Criterion),
        word("answer", "Odpověď", "Answer", Answer),
        SOURCE,
    ),
    as_of="date",
)

ACTION_PLAN = Table(
    "action_plan", "Akční plány", "Action plans", "one yearly action plan of a community plan", ("plan_code", "year"),
    (
        code("plan_code", "Plán", "Plan", "community_plan.code"),
        Field("year", "integer", "Rok", "Year", minimum=2000, maximum=2100),
        SOURCE,
    ),
)

COORDINATOR = Table(
    "coordinator", "Koordinátoři", "Coordinators", "who coordinates planning in one ORP in a period", ("orp_code", "valid_from"),
    (
        code("orp_code", "Kód ORP", "ORP code", "orp.code"),
        word("status", "Koordinátor", "Coordinator", CoordinatorStatus),
        text("organisation", "Organizace", "Organisation", required=False),
        day("valid_from", "Od", "From"),
        day("valid_to", "Do", "Until", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to"),
)

TABLES = (COMMUNITY_PLAN, COMMUNITY_PLAN_MUNICIPALITY, COMMUNITY_PLAN_QUALITY, ACTION_PLAN, COORDINATOR)
