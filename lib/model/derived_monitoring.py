"""Tables that views compute from community plans: their measures, evaluations and extensions."""

from enum import StrEnum

from lib.model.community import Answer, CoordinatorStatus, Criterion, MeasureState
from lib.model.fields import Field, Table, absent_is, code, count, day, share, text, word


class CriterionChange(StrEnum):
    """How an answer differs from the evaluation of the same plan before it."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    MET_NOW = "met_now"
    NOT_MET_NOW = "not_met_now"
    KNOWN_NOW = "known_now"
    UNKNOWN_NOW = "unknown_now"


STATE_TITLES: tuple[tuple[str, str, str], ...] = (
    (MeasureState.DONE.value, "Splněno", "Done"),
    (MeasureState.RUNNING.value, "Rozpracováno", "Under way"),
    (MeasureState.NOT_STARTED.value, "Nezahájeno", "Not started"),
    (MeasureState.CANCELLED.value, "Zrušeno", "Cancelled"),
    ("unknown", "Neuvedeno", "Unknown"),
)
"""States of measures in the order of every bar, with the state nobody declared last."""

STATES: tuple[str, ...] = tuple(state for state, _, _ in STATE_TITLES)

PLAN = (code("plan_code", "Plán", "Plan"), text("plan_title", "Název", "Title"))
YEAR = Field("year", "integer", "Rok", "Year", minimum=1990, maximum=2100)
COUNTS = (
    count("measures", "Opatření", "Measures", "measures"),
    *(count(state, cs, en, "measures") for state, cs, en in STATE_TITLES),
    *(share(f"{state}_share", f"{cs} (podíl ze všech)", f"{en} (share of all)") for state, cs, en in STATE_TITLES),
    share("fulfilled_share", "Podíl splněných bez zrušených", "Share done without the cancelled"),
    Field("action_plan", "boolean", "Akční plán", "Action plan"),
)

MEASURE_STATE = Table(
    "measure_state", "Opatření v letech", "Measures by year", "one measure of a community plan in one year",
    ("measure_code", "year"),
    (
        *PLAN,
        code("measure_code", "Opatření", "Measure"),
        Field("position", "integer", "Pořadí", "Position", minimum=1),
        text("measure_title", "Název opatření", "Title of the measure"),
        text("responsible", "Odpovědnost", "Responsible", required=False),
        YEAR,
        word("state", "Stav", "State", MeasureState, required=False),
        absent_is(day("reported_on", "Ohlášeno", "Reported on", required=False), "none"),
        absent_is(text("reported_by", "Ohlásil (role)", "Reported by (role)", required=False), "none"),
        absent_is(text("comment", "Komentář", "Comment", required=False), "none"),
        count("reports", "Hlášení", "Reports", "reports"),
    ),
    derived=True,
)

MEASURE_YEAR = Table(
    "measure_year", "Opatření plánů podle roků", "Measures of plans by year", "one community plan in one year",
    ("plan_code", "year"), (*PLAN, YEAR, *COUNTS), derived=True,
)

PLAN_MONITORING = Table(
    "plan_monitoring", "Sledování plánů", "Monitoring of plans",
    "one community plan valid on the day or ended within 12 months before it", ("plan_code",),
    (
        *PLAN,
        text("orp_codes", "Kódy ORP", "ORP codes", required=False),
        text("orp_names", "ORP", "ORP", required=False),
        Field("valid", "boolean", "Platí", "Valid"),
        day("valid_from", "Platí od", "Valid from", required=False),
        day("valid_to", "Platí do", "Valid until", required=False),
        absent_is(day("extended_to", "Prodloužen do", "Extended until", required=False), "none"),
        day("valid_until", "Poslední den", "Last day"),
        YEAR,
        *COUNTS,
        absent_is(day("assessed_on", "Hodnoceno", "Assessed on", required=False), "none"),
        absent_is(count("criteria_met", "Splněných kritérií", "Criteria met", "criteria", required=False), "none"),
        absent_is(count("criteria_known", "Zodpovězených kritérií", "Criteria answered", "criteria", required=False), "none"),
        word("coordinator", "Koordinátor", "Coordinator", CoordinatorStatus, required=False),
    ),
    derived=True,
)

PLAN_CRITERION = Table(
    "plan_criterion", "Kritéria plánů v čase", "Criteria of plans over time",
    "one criterion in one evaluation of a plan", ("plan_code", "assessed_on", "criterion"),
    (
        code("plan_code", "Plán", "Plan"),
        day("assessed_on", "Hodnoceno", "Assessed on"),
        text("evaluator", "Hodnotil (role)", "Evaluated by (role)", required=False),
        word("criterion", "Kritérium", "Criterion", Criterion),
        word("answer", "Odpověď", "Answer", Answer),
        word("change", "Změna", "Change", CriterionChange),
    ),
    derived=True,
)

EVALUATION_RESULT = Table(
    "evaluation_result", "Výsledky hodnocení plánů", "Results of evaluations", "one evaluation of a plan",
    ("plan_code", "assessed_on"),
    (
        code("plan_code", "Plán", "Plan"),
        day("assessed_on", "Hodnoceno", "Assessed on"),
        text("evaluator", "Hodnotil (role)", "Evaluated by (role)", required=False),
        count("criteria_met", "Splněných kritérií", "Criteria met", "criteria"),
        count("criteria_known", "Zodpovězených kritérií", "Criteria answered", "criteria"),
        count("criteria_unknown", "Kritérií neuvedeno", "Criteria unknown", "criteria"),
        count("met_now", "Nově splněných", "Newly met", "criteria"),
        count("not_met_now", "Už nesplněných", "No longer met", "criteria"),
    ),
    derived=True,
)

QUALITY_TREND = Table(
    "quality_trend", "Vývoj kvality plánů", "Trend of plan quality", "one criterion in one year of evaluation",
    ("year", "criterion"),
    (
        YEAR,
        word("criterion", "Kritérium", "Criterion", Criterion),
        count("plans", "Hodnocených plánů", "Plans assessed", "plans"),
        count("known", "Plánů s odpovědí", "Plans with an answer", "plans"),
        count("met", "Splňuje", "Meet it", "plans"),
        count("unknown", "Neuvedeno", "Unknown", "plans"),
        share("met_share", "Podíl splňujících", "Share that meets it"),
    ),
    derived=True,
)

TABLES = (PLAN_MONITORING, MEASURE_YEAR, MEASURE_STATE, PLAN_CRITERION, EVALUATION_RESULT, QUALITY_TREND)
