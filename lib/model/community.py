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


class MeasureState(StrEnum):
    """How far a measure of a community plan got in one year."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


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

PLAN_EVALUATION = Table(
    "plan_evaluation", "Hodnocení plánů", "Evaluations of plans", "one evaluation of a plan by the seven criteria",
    ("plan_code", "date"),
    (
        code("plan_code", "Plán", "Plan", "community_plan.code"),
        day("date", "Hodnoceno k", "Assessed on"),
        text("evaluator", "Hodnotil (role)", "Evaluated by (role)"),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    optional=True,
)

PLAN_EXTENSION = Table(
    "plan_extension", "Prodloužení plánů", "Extensions of plans", "one resolution that extends a plan",
    ("plan_code", "decided_on"),
    (
        code("plan_code", "Plán", "Plan", "community_plan.code"),
        day("decided_on", "Usneseno dne", "Decided on"),
        day("extended_to", "Prodloužen do", "Extended until"),
        text("resolution", "Usnesení", "Resolution"),
        text("decided_by", "Orgán", "Decided by"),
        SOURCE,
    ),
    optional=True,
)

PLAN_MEASURE = Table(
    "plan_measure", "Opatření plánů", "Measures of plans", "one measure of a community plan", ("code",),
    (
        code("code", "Opatření", "Measure"),
        code("plan_code", "Plán", "Plan", "community_plan.code"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        text("title", "Název", "Title"),
        text("responsible", "Odpovědnost", "Responsible", required=False),
        SOURCE,
    ),
    optional=True,
)

MEASURE_REPORT = Table(
    "measure_report", "Stav opatření", "States of measures",
    "state of one measure in one year as declared on a day, append only", ("measure_code", "year", "date"),
    (
        code("measure_code", "Opatření", "Measure", "plan_measure.code"),
        Field("year", "integer", "Rok", "Year", minimum=2000, maximum=2100),
        day("date", "Ohlášeno", "Reported on"),
        word("state", "Stav", "State", MeasureState),
        text("comment", "Komentář", "Comment", required=False),
        text("reported_by", "Ohlásil (role)", "Reported by (role)"),
        SOURCE,
    ),
    as_of="date", optional=True,
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

TABLES = (COMMUNITY_PLAN, COMMUNITY_PLAN_MUNICIPALITY, COMMUNITY_PLAN_QUALITY, PLAN_EVALUATION, PLAN_EXTENSION,
          ACTION_PLAN, PLAN_MEASURE, MEASURE_REPORT, COORDINATOR)
