"""What is needed: reference rates, unmet requests and planned capacities."""

from lib.model.catalogue import Form, Unit
from lib.model.fields import SOURCE, Field, Table, amount, code, count, day, text, word

REFERENCE_RATE = Table(
    "reference_rate", "Referenční hodnoty", "Reference rates", "one norm of capacity per 1,000 persons",
    ("type_code", "form", "unit", "age_group"),
    (
        code("type_code", "§", "§", "service_type.code"),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka", "Unit", Unit),
        code("age_group", "Jmenovatel", "Denominator", "age_group.code"),
        amount("per_1000", "Na 1 000 obyvatel", "Per 1,000 persons", "unit_per_1000"),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
)

UNMET_REQUEST = Table(
    "unmet_request", "Neuspokojené žádosti", "Unmet requests", "requests pending for one type in one ORP on one day",
    ("type_code", "orp_code", "date"),
    (
        code("type_code", "§", "§", "service_type.code"),
        code("orp_code", "Kód ORP", "ORP code", "orp.code"),
        day("date", "Stav k", "As of"),
        count("requests", "Žádostí", "Requests", "requests", required=False),
        SOURCE,
    ),
    as_of="date",
)

CAPACITY_TARGET = Table(
    "capacity_target", "Cílové kapacity", "Capacity targets", "capacity planned for one type and form in one ORP and year",
    ("type_code", "form", "orp_code", "year", "unit"),
    (
        code("type_code", "§", "§", "service_type.code"),
        word("form", "Forma", "Form", Form),
        code("orp_code", "Kód ORP", "ORP code", "orp.code"),
        Field("year", "integer", "Rok", "Year", minimum=2000, maximum=2100),
        word("unit", "Jednotka", "Unit", Unit),
        amount("target_units", "Cílová kapacita", "Target capacity", "unit", required=False),
        SOURCE,
    ),
)

TABLES = (REFERENCE_RATE, UNMET_REQUEST, CAPACITY_TARGET)
