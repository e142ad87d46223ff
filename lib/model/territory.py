"""Territory as data: the region, its ORP areas, municipalities, borders, population and the named states in time."""

from enum import StrEnum

from lib.model.fields import SOURCE, Field, Table, code, count, day, text, word

REGION_AREA = "kraj"
"""The code under which totals of the whole region stand beside ORP codes in derived tables."""


class Level(StrEnum):
    ORP = "orp"
    MUNICIPALITY = "municipality"


class SourceKind(StrEnum):
    OFFICIAL = "official"
    DERIVED = "derived"
    DEMO = "demo"


SOURCE_TABLE = Table(
    "source", "Zdroje", "Sources", "one source of data", ("id",),
    (
        code("id", "Označení", "Identifier"),
        text("publisher", "Vydavatel", "Publisher"),
        text("title", "Název", "Title"),
        text("url", "Adresa", "Address", required=False),
        day("accessed", "Převzato", "Accessed", required=False),
        day("state_date", "Stav dat k", "Data as of", required=False),
        text("licence", "Licence", "Licence"),
        word("kind", "Druh", "Kind", SourceKind),
        text("note", "Poznámka", "Note", required=False),
    ),
)

REGION = Table(
    "region", "Kraj", "Region", "the one region this package describes", ("code",),
    (
        code("code", "Kód NUTS 3", "NUTS 3 code"),
        text("name", "Název", "Name"),
        text("name_en", "Název anglicky", "English name"),
        text("name_locative", "Název v 6. pádě s předložkou", "Czech locative with preposition"),
        text("register_code", "Kód v registru", "Register code", required=False),
        SOURCE,
    ),
)

NAMED_STATE = Table(
    "named_state", "Pojmenované stavy", "Named states", "one date the data can be looked at by name", ("valid_on",),
    (
        day("valid_on", "Platné k", "Valid on"),
        text("title", "Název", "Title"),
        text("title_en", "Název anglicky", "English title"),
        Field("is_default", "boolean", "Výchozí", "Default"),
        SOURCE,
    ),
)

ORP = Table(
    "orp", "Správní obvody ORP", "ORP areas", "one area of a municipality with extended powers", ("code",),
    (
        code("code", "Kód ORP", "ORP code"),
        text("name", "ORP", "ORP"),
        code("seat_municipality_code", "Sídlo", "Seat", "municipality.code"),
        Field("area_km2", "number", "Rozloha", "Area", unit="km2", minimum=0),
        SOURCE,
    ),
)

MUNICIPALITY = Table(
    "municipality", "Obce", "Municipalities", "one municipality", ("code",),
    (
        Field("code", "code", "Kód obce", "Municipality code", pattern=r"\d{6}"),
        text("name", "Obec", "Municipality"),
        text("status", "Status", "Status"),
        code("orp_code", "Kód ORP", "ORP code", "orp.code"),
        text("district_code", "Kód okresu", "District code"),
        text("district_name", "Okres", "District"),
        Field("lat", "number", "Zeměpisná šířka", "Latitude", unit="degrees", minimum=48, maximum=52),
        Field("lon", "number", "Zeměpisná délka", "Longitude", unit="degrees", minimum=12, maximum=19),
        SOURCE,
    ),
)

ORP_BOUNDARY = Table(
    "orp_boundary", "Hranice ORP", "ORP borders", "one area's border in WGS 84", ("orp_code",),
    (
        code("orp_code", "Kód ORP", "ORP code", "orp.code"),
        Field("geometry", "geometry", "Hranice", "Border"),
        day("vintage", "Stav území k", "Territory as of"),
        SOURCE,
    ),
)

MUNICIPALITY_BOUNDARY = Table(
    "municipality_boundary", "Hranice obcí", "Municipal borders", "one municipality's border in WGS 84",
    ("municipality_code",),
    (
        code("municipality_code", "Kód obce", "Municipality code", "municipality.code"),
        Field("geometry", "geometry", "Hranice", "Border"),
        day("vintage", "Stav území k", "Territory as of"),
        SOURCE,
    ),
    optional=True,
)

AGE_GROUP = Table(
    "age_group", "Věkové skupiny", "Age groups", "one age group used as a denominator", ("code",),
    (
        code("code", "Kód", "Code"),
        text("name", "Název", "Name"),
        text("name_en", "Název anglicky", "English name"),
        Field("age_from", "integer", "Věk od", "Age from", unit="years", minimum=0),
        Field("age_to", "integer", "Věk do (včetně)", "Age to (inclusive)", unit="years", required=False, minimum=0),
        SOURCE,
    ),
)

POPULATION = Table(
    "population", "Obyvatelstvo", "Population", "persons of one age group in one area on one day",
    ("area_code", "age_group", "date"),
    (
        code("area_code", "Kód území", "Area code"),
        word("level", "Úroveň", "Level", Level),
        code("age_group", "Věková skupina", "Age group", "age_group.code"),
        day("date", "Stav k", "As of"),
        count("persons", "Obyvatel", "Persons", "persons", required=False),
        SOURCE,
    ),
    as_of="date",
)

TRAVEL_TIME = Table(
    "travel_time", "Doby jízdy", "Travel times", "the time from one municipality to another",
    ("from_code", "to_code"),
    (
        code("from_code", "Z obce", "From", "municipality.code"),
        code("to_code", "Do obce", "To", "municipality.code"),
        Field("minutes", "number", "Doba jízdy", "Travel time", unit="min", minimum=0),
        SOURCE,
    ),
    optional=True,
)

TABLES = (SOURCE_TABLE, REGION, NAMED_STATE, ORP, MUNICIPALITY, ORP_BOUNDARY, MUNICIPALITY_BOUNDARY, AGE_GROUP, POPULATION,
          TRAVEL_TIME)
