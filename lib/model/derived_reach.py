"""Reach of services: what is within a chosen distance of a municipality, and the white spots where nothing is."""

from enum import StrEnum

from lib.errors import BadSelection
from lib.model.assumptions import FARTHEST
from lib.model.catalogue import Form, Unit
from lib.model.fields import Absent, Field, Table, absent_is, amount, code, count, share, text, word


class ReachClass(StrEnum):
    """What a municipality has of one type and form.

    Unknown border: nothing is within the limit inside the region, but the region's border is, and what lies behind it
    is not known. Unknown: nothing is known of the day, of the people or of the ways. Not applicable: the denominator
    has no people there.
    """

    IN_REACH = "in_reach"
    WHITE_SPOT = "white_spot"
    UNKNOWN_BORDER = "unknown_border"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Catchment(StrEnum):
    """How capacity within reach is shared out; the words are those of the URL."""

    BALANCED = "vyvazena"
    ENHANCED = "odstupnovana"
    TWO_STEP = "prosta"


PLACE = (code("orp_code", "Kód ORP", "ORP code"), text("orp_name", "Území", "Area"))
KIND = (
    code("type_code", "§", "§"),
    text("type_name", "Druh služby", "Service type"),
    word("form", "Forma", "Form", Form),
)
FIELD_ONLY: tuple[str, tuple[str, ...], Absent] = ("form", (Form.FIELD.value,), "not_applicable")

ACCESS = Table(
    "access", "Dostupnost služeb v obcích", "Access to services by municipality",
    "one service type and form in one municipality", ("municipality_code", "type_code", "form"),
    (
        code("municipality_code", "Kód obce", "Municipality code"),
        text("municipality_name", "Obec", "Municipality"),
        *PLACE,
        *KIND,
        word("unit", "Jednotka", "Unit", Unit),
        code("age_group", "Jmenovatel", "Denominator"),
        count("persons", "Obyvatel ve jmenovateli", "Persons in the denominator", "persons", required=False),
        count("population_persons", "Všech obyvatel", "All inhabitants", "persons", required=False),
        word("class", "Stav", "Status", ReachClass),
        count("facilities_in_reach", "Zařízení v dosahu (terénní: služeb)", "Facilities in reach (field: services)",
              "facilities", required=False),
        absent_is(amount("nearest_km", "Nejbližší zařízení", "Nearest facility", "km", required=False), "none", FIELD_ONLY),
        absent_is(amount("nearest_minutes", "Nejbližší zařízení", "Nearest facility", "min", required=False),
                  "not_applicable"),
        absent_is(amount("access_per_1000", "Dostupná kapacita na 1 000", "Capacity in reach per 1,000", "unit_per_1000",
                         required=False), "unknown", FIELD_ONLY),
        Field("near_border", "boolean", "Hranice kraje v dosahu", "Region's border in reach", required=False),
    ),
    derived=True,
)

WHITE_SPOT = Table(
    "white_spot", "Bílá místa", "White spots",
    "one municipality with nothing of one service type and form in reach", ("municipality_code", "type_code", "form"),
    tuple(ACCESS.field(name) for name in (
        "municipality_code", "municipality_name", "orp_code", "orp_name", "type_code", "type_name", "form", "class",
        "age_group", "persons", "population_persons", "nearest_km", "nearest_minutes")),
    derived=True,
)

REACH = Table(
    "reach", "Dosah služeb podle území", "Reach of services by area",
    "one service type and form in one ORP; the row kraj is the whole region", ("orp_code", "type_code", "form"),
    (
        *PLACE,
        *KIND,
        code("age_group", "Jmenovatel", "Denominator"),
        absent_is(amount("limit", "Mez dosahu (km, nebo minuty)", "Limit of reach (km or minutes)", "unit",
                         required=False), "not_applicable"),
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
        count("white_spots", "Bílých míst", "White spots", "municipalities", required=False),
        count("border_unknown", "Obcí, kde dosah za hranici kraje není znám",
              "Municipalities whose reach across the border is unknown", "municipalities", required=False),
        count("unknown", "Obcí, kde dosah není znám", "Municipalities whose reach is unknown", "municipalities"),
        count("persons", "Obyvatel ve jmenovateli", "Persons in the denominator", "persons", required=False),
        count("white_spot_persons", "Z toho v bílých místech", "Of them in white spots", "persons", required=False),
        share("white_spot_share", "Podíl v bílých místech", "Share in white spots"),
        count("border_persons", "Z toho tam, kde dosah za hranici není znám",
              "Of them where reach across the border is unknown", "persons", required=False),
        count("white_spot_population", "Všech obyvatel bílých míst", "All inhabitants of white spots", "persons",
              required=False),
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (ACCESS, WHITE_SPOT, REACH)


def checked_limit(value: float) -> float:
    """A limit of reach that can be used.

    Raises
    ------
    BadSelection : it is not above nought, or beyond `FARTHEST`.
    """
    if not 0 < value <= FARTHEST:
        raise BadSelection("reach-limit", "The limit of reach must be above 0 and at most {most}, not {value}.",
                           most=f"{FARTHEST:g}", value=f"{value:g}")
    return value
