"""Tables of needs in short: how many areas stand in each class, and the working of a gap as a row."""

from lib.model.catalogue import Form, Unit
from lib.model.cells import AREA, GAP_VALUES, GapClass
from lib.model.fields import Field, Table, absent_is, amount, code, count, text, word

_TYPE = (code("type_code", "§", "§"), text("type_name", "Druh služby", "Service type"))
_UNIT = word("unit", "Jednotka", "Unit", Unit)

_CLASSES = (
    count("areas", "Území", "Areas", "orps"),
    count("below", "Pod normou", "Below the norm", "orps"),
    count("white_spot", "Bílé místo", "White spot", "orps"),
    count("severe", "Závažný nedostatek", "Severe shortage", "orps"),
    count("low", "Nedostatek", "Shortage", "orps"),
    count("slightly_low", "Mírně pod normou", "Slightly below the norm", "orps"),
    count("in_line", "V souladu s normou", "In line with the norm", "orps"),
    count("above", "Nad normou", "Above the norm", "orps"),
    count("unknown", "Neuvedeno", "Unknown", "orps"),
    count("not_applicable", "Netýká se", "Not applicable", "orps"),
    amount("missing_units", "Chybí tam, kde chybí (kladné číslo)", "Missing where it is missing (positive number)",
           "unit", required=False),
)

GAP_CLASS_COUNT = Table(
    "gap_class_count", "Počty území podle třídy mezery", "Areas by class of the gap",
    "one service type and form in its planning unit, of types of which the plan wants more", ("type_code", "form", "unit"),
    (*_TYPE, word("form", "Forma", "Form", Form), _UNIT, *_CLASSES),
    derived=True,
)

GROUP_CLASS_COUNT = Table(
    "group_class_count", "Počty území podle třídy mezery cílových skupin", "Areas by class of the gap of target groups",
    "one target group and unit; groups overlap and do not add up", ("group_code", "unit"),
    (code("group_code", "Kód skupiny", "Group code"), text("group_name", "Cílová skupina", "Target group"), _UNIT, *_CLASSES),
    derived=True,
)


def _of_norm(field: Field) -> Field:
    """A column that only some norms have."""
    return absent_is(field, "not_applicable")


GAP_WORKING = Table(
    "gap_working", "Výpočet mezer", "Working of gaps",
    "one service type and form in its planning unit in one ORP; the row kraj is the whole region",
    ("orp_code", "type_code", "form", "unit"),
    (
        *AREA,
        *_TYPE,
        word("form", "Forma", "Form", Form),
        _UNIT,
        *GAP_VALUES,
        Field("age_from", "integer", "Jmenovatel od věku", "Denominator from age", "years", required=False),
        absent_is(Field("age_to", "integer", "Jmenovatel do věku", "Denominator to age", "years", required=False), "none"),
        _of_norm(count("norm_areas", "Území, z nichž je norma", "Areas that make the norm", "orps", required=False)),
        _of_norm(amount("norm_capacity_units", "Kapacita, z níž je norma", "Capacity that makes the norm", "unit", required=False)),
        _of_norm(count("norm_persons", "Obyvatel, z nichž je norma", "Persons that make the norm", "persons", required=False)),
        *(_of_norm(field) for which, cs, en in (("low", "Nižší míra", "Lower rate"), ("high", "Vyšší míra", "Higher rate"))
          for field in (
              Field(f"norm_{which}_place", "integer", f"{cs}: pořadí", f"{en}: place in the order", required=False, minimum=1),
              text(f"norm_{which}_name", f"{cs}: území", f"{en}: area", required=False),
              amount(f"norm_{which}_rate", f"{cs} na 1 000", f"{en} per 1,000", "unit_per_1000", required=False),
          )),
        _of_norm(text("norm_part", "Díl cesty k vyšší míře", "Part of the way to the higher rate", required=False)),
        _of_norm(text("given_by", "Kdo normu dává", "Who gives the norm", required=False)),
        _of_norm(text("given_by_en", "Kdo normu dává, anglicky", "Who gives the norm, in English", required=False)),
        absent_is(amount("class_from_index", "Třída od indexu", "Class from index", "index", required=False), "not_applicable"),
        absent_is(amount("class_to_index", "Třída do indexu", "Class to index", "index", required=False), "not_applicable"),
        absent_is(count("class_from_persons", "Třída od počtu obyvatel", "Class from number of persons", "persons", required=False), "not_applicable"),
        absent_is(word("next_class", "Nejbližší lepší třída", "Next better class", GapClass, required=False), "none"),
        absent_is(amount("next_capacity_units", "Lepší třída od kapacity", "Better class from a capacity of", "unit", required=False), "none"),
        absent_is(amount("next_more_units", "O kolik víc k lepší třídě", "How much more for the better class", "unit", required=False), "none"),
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (GAP_CLASS_COUNT, GROUP_CLASS_COUNT, GAP_WORKING)
