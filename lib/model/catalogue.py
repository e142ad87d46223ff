"""Code lists of the Act: types of social services, their forms and planning units, and target groups."""

from enum import StrEnum

from lib.model.fields import SOURCE, Field, Table, code, text, word


class Category(StrEnum):
    COUNSELLING = "counselling"
    CARE = "care"
    PREVENTION = "prevention"


class Form(StrEnum):
    RESIDENTIAL = "residential"
    OUTPATIENT = "outpatient"
    FIELD = "field"


class Unit(StrEnum):
    """Units of capacity. Amounts in different units are never added or compared."""

    BEDS = "beds"
    FTE = "fte"
    PLACES = "places"
    CLIENTS = "clients"
    CONTACTS = "contacts"
    INTERVENTIONS = "interventions"
    CALLS = "calls"


PLANNING_UNITS = (Unit.BEDS, Unit.FTE, Unit.PLACES)
"""Units in which the network is planned; the others only count what a register records."""

REGISTER_UNITS = (Unit.BEDS, Unit.CLIENTS, Unit.CONTACTS, Unit.INTERVENTIONS, Unit.CALLS)
"""Units in which the register of providers counts."""


class Polarity(StrEnum):
    """Whether more capacity of a type is what the region's plan wants."""

    MORE_IS_BETTER = "more_is_better"
    NEUTRAL = "neutral"
    LESS_IS_BETTER = "less_is_better"


class GroupScheme(StrEnum):
    REGISTER = "register"
    PLAN = "plan"


class GroupRole(StrEnum):
    """What a target group may be used for: cross-cutting and staff groups are never spread over services."""

    GROUP = "group"
    UMBRELLA = "umbrella"
    CROSS_CUTTING = "cross_cutting"
    STAFF = "staff"
    NONE = "none"


class Match(StrEnum):
    EXACT = "exact"
    PART = "part"
    APPROXIMATE = "approximate"


SERVICE_TYPE = Table(
    "service_type", "Druhy sociálních služeb", "Service types", "one type of social service under the Act", ("code",),
    (
        Field("code", "code", "§", "§", pattern=r"\d{2}[a-z]?"),
        text("name", "Druh služby", "Service type"),
        text("name_en", "Druh služby anglicky", "Service type in English"),
        word("category", "Skupina podle zákona", "Category of the Act", Category),
        word("polarity", "Směr", "Polarity", Polarity),
        text("register_code", "Kód v registru", "Register code"),
        Field("register_code_inferred", "boolean", "Kód odvozen", "Code inferred"),
        SOURCE,
    ),
)

SERVICE_TYPE_FORM = Table(
    "service_type_form", "Formy a jednotky plánování", "Forms and planning units",
    "one form in which a type is provided", ("type_code", "form"),
    (
        code("type_code", "§", "§", "service_type.code"),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka sítě", "Network unit", Unit),
        word("register_unit", "Jednotka registru", "Register unit", Unit),
        code("age_group", "Jmenovatel", "Denominator", "age_group.code"),
        Field("is_main", "boolean", "Hlavní forma", "Main form"),
        SOURCE,
    ),
)

TARGET_GROUP = Table(
    "target_group", "Cílové skupiny", "Target groups", "one group of people services are meant for", ("code",),
    (
        code("code", "Kód", "Code"),
        text("name", "Cílová skupina", "Target group"),
        text("name_en", "Cílová skupina anglicky", "Target group in English"),
        word("scheme", "Číselník", "Code list", GroupScheme),
        word("role", "Použití", "Role", GroupRole),
        code("age_group", "Jmenovatel", "Denominator", "age_group.code", required=False),
        text("register_code", "Kód v registru", "Register code", required=False),
        SOURCE,
    ),
)

TARGET_GROUP_MAPPING = Table(
    "target_group_mapping", "Převod cílových skupin", "Target group mapping",
    "one link from a group of the plan to a group of the register", ("plan_group_code", "register_group_code"),
    (
        code("plan_group_code", "Skupina v plánu", "Group in the plan", "target_group.code"),
        code("register_group_code", "Skupina v registru", "Group in the register", "target_group.code"),
        word("match", "Shoda", "Match", Match),
        SOURCE,
    ),
)

TABLES = (SERVICE_TYPE, SERVICE_TYPE_FORM, TARGET_GROUP, TARGET_GROUP_MAPPING)
