"""The four lenses of need side by side, and what changes when an assumption does."""

from enum import StrEnum

from lib.model.catalogue import Form, Unit
from lib.model.cells import AREA, GapClass
from lib.model.fields import Field, Table, absent_is, amount, code, count, day, text, word


class Reported(StrEnum):
    """Whether somebody said how much: zero is an answer, silence is not."""

    REPORTED = "reported"
    ZERO = "zero"
    NOT_REPORTED = "not_reported"


class Robust(StrEnum):
    """Whether the class is the same under everything tried. Unclear: it is not known, or made of small numbers."""

    ROBUST = "robust"
    DEPENDS = "depends"
    UNCLEAR = "unclear"


class Below(StrEnum):
    """Under how much of what was tried a capacity is below the norm."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"


class Tried(StrEnum):
    """What is changed to see whether a class changes. The words of norms and scopes are those of the URL."""

    REGION_MEAN = "prumer_kraje"
    ORP_MEDIAN = "median_orp"
    BEST_THIRD = "nejlepsi_tretina"
    NATIONAL = "cr"
    SIMILAR = "podobne_orp"
    NETWORK = "sit"
    ALL = "vse"
    DENOMINATORS = "jmenovatele"
    REQUESTS = "zadosti"


_TYPE = (
    code("type_code", "§", "§"),
    text("type_name", "Druh služby", "Service type"),
    word("form", "Forma", "Form", Form),
    word("unit", "Jednotka", "Unit", Unit),
)
_KEY = ("orp_code", "type_code", "form", "unit")
_SMALL = (
    Field("small_number", "boolean", "Malé číslo", "Small number"),
    *(absent_is(amount(name, cs, en, "unit", required=False), "not_applicable",
                ("class", (GapClass.UNKNOWN.value,), "unknown")) for name, cs, en in (
        ("capacity_low_units", "Kapacita malého čísla od (95 %)", "Capacity of a small number from (95%)"),
        ("capacity_high_units", "Kapacita malého čísla do (95 %)", "Capacity of a small number to (95%)"),
    )),
)


def _range(name: str, cs: str, en: str, unit: str, *, minimum: float | None = 0) -> tuple[Field, ...]:
    """Three columns of one figure over the range of the assumptions, from the lowest number to the highest."""
    return tuple(
        amount(f"{name}_{part}" if part else name, f"{cs}{cs_end}", f"{en}{en_end}", unit, required=False, minimum=minimum)
        for part, cs_end, en_end in (("low", " – od", " – from"), ("", "", ""), ("high", " – do", " – to"))
    )


LENS = Table(
    "lens", "Čtyři pohledy na potřebu", "Four lenses of need",
    "one service type, form and planning unit in one ORP; the row kraj is the whole region", _KEY,
    (
        *AREA,
        *_TYPE,
        Field("is_main", "boolean", "Hlavní forma (u ní žádosti)", "Main form (requests stand with it)"),
        code("age_group", "Jmenovatel", "Denominator"),
        count("population_persons", "Obyvatel ve jmenovateli", "Persons in the denominator", "persons", required=False),
        amount("network_units", "Kapacita v síti", "Capacity in the network", "unit", required=False),
        amount("registered_units", "Kapacita celkem", "All capacity", "unit", required=False),
        amount("network_per_1000", "Vybavenost v síti na 1 000", "Provision in the network per 1,000", "unit_per_1000", required=False),
        amount("registered_per_1000", "Vybavenost celkem na 1 000", "Provision in all per 1,000", "unit_per_1000", required=False),
        amount("norm_per_1000", "Norma na 1 000", "Norm per 1,000", "unit_per_1000", required=False),
        amount("need_units", "Potřeba podle normy", "Need by the norm", "unit", required=False),
        amount("gap_units", "Mezera proti normě (− chybí)", "Gap against the norm (− missing)", "unit", required=False, minimum=None),
        amount("coverage_index", "Index pokrytí", "Coverage index", "index", required=False),
        word("class", "Třída", "Class", GapClass),
        *_SMALL,
        absent_is(Field("target_year", "integer", "Cíl na rok", "Target for the year", required=False), "none"),
        amount("target_units", "Cílová kapacita", "Target capacity", "unit", required=False),
        amount("target_capacity_units", "Kapacita v síti, kde je cíl", "Capacity in the network where a target is", "unit", required=False),
        amount("planned_gap_units", "Mezera proti cíli (− chybí)", "Gap against the target (− missing)", "unit", required=False, minimum=None),
        word("target_reported", "Cíl uveden", "Target reported", Reported),
        count("requests", "Žádostí", "Requests", "requests", required=False),
        absent_is(day("requests_date", "Žádosti k", "Requests as of", required=False), "none"),
        word("requests_reported", "Žádosti uvedeny", "Requests reported", Reported),
        absent_is(Field("requests_stale", "boolean", "Žádosti starší než rok", "Requests older than a year", required=False), "not_applicable"),
        *_range("adjusted_requests", "Žádosti po úpravě", "Requests adjusted", "requests"),
        amount("queue_capacity_units", "Kapacita, kde jsou žádosti", "Capacity where requests are", "unit", required=False),
        *_range("wait_years", "Čekání (roky)", "Wait (years)", "years"),
        *_range("wanted_units", "Kapacita pro přijatelné čekání", "Capacity for the acceptable wait", "unit"),
        *_range("unmet_units", "Mezera podle žádostí (− chybí)", "Gap by requests (− missing)", "unit", minimum=None),
        count("orps_without_target", "ORP bez cíle nebo kapacity", "ORPs without a target or capacity", "orps"),
        count("orps_without_requests", "ORP bez žádostí nebo kapacity", "ORPs without requests or capacity", "orps"),
        absent_is(text("orp_codes_without_requests", "Kódy ORP bez žádostí nebo kapacity", "Codes of ORPs without requests or capacity", required=False), "none"),
    ),
    derived=True,
)

SENSITIVITY = Table(
    "sensitivity", "Citlivost na předpoklady", "Sensitivity to assumptions",
    "one service type, form and planning unit in one ORP", _KEY,
    (
        *AREA,
        *_TYPE,
        word("class", "Třída", "Class", GapClass),
        text("classes_seen", "Třídy ve všech zkouškách", "Classes seen under everything tried"),
        absent_is(text("changed_by", "Výsledek mění", "Result changed by", required=False), "none"),
        Field("tried", "integer", "Počet zkoušek", "Trials", minimum=0),
        word("below", "Pod normou", "Below the norm", Below),
        word("robust", "Pevnost", "Robustness", Robust),
        amount("gap_units", "Mezera proti normě (− chybí)", "Gap against the norm (− missing)", "unit", required=False, minimum=None),
        amount("capacity_units", "Kapacita", "Capacity", "unit", required=False),
        *_SMALL,
        *(amount(name, cs, en, "unit", required=False, minimum=None) for name, cs, en in (
            ("unmet_units_low", "Mezera podle žádostí – od", "Gap by requests – from"),
            ("unmet_units_high", "Mezera podle žádostí – do", "Gap by requests – to"),
        )),
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (LENS, SENSITIVITY)
