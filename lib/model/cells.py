"""What cells of derived tables are told by: the area of a row, the class of a capacity against a norm, its values."""

from enum import StrEnum

from lib.model.fields import Field, absent_is, amount, code, count, text, word


class GapClass(StrEnum):
    """Coverage index against the norm; limits 0.50, 0.75, 0.90 and 1.10 belong to the better class."""

    SEVERE = "severe"
    LOW = "low"
    SLIGHTLY_LOW = "slightly_low"
    IN_LINE = "in_line"
    ABOVE = "above"
    WHITE_SPOT = "white_spot"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


SHORT_CLASSES = (GapClass.SEVERE, GapClass.LOW, GapClass.SLIGHTLY_LOW, GapClass.WHITE_SPOT)
"""Classes below the norm."""

AREA = (code("orp_code", "Kód ORP", "ORP code"), text("orp_name", "Území", "Area"))

GAP_VALUES = (
    code("age_group", "Jmenovatel", "Denominator"),
    count("population_persons", "Obyvatel ve jmenovateli", "Persons in the denominator", "persons", required=False),
    amount("rate_per_1000", "Vybavenost na 1 000", "Provision per 1,000", "unit_per_1000", required=False),
    amount("norm_per_1000", "Norma na 1 000", "Norm per 1,000", "unit_per_1000", required=False),
    amount("need_units", "Potřeba podle normy", "Need by the norm", "unit", required=False),
    amount("capacity_units", "Kapacita", "Capacity", "unit", required=False),
    amount("gap_units", "Mezera (− chybí)", "Gap (− missing)", "unit", required=False, minimum=None),
    amount("coverage_index", "Index pokrytí", "Coverage index", "index", required=False),
    word("class", "Třída", "Class", GapClass),
    Field("small_number", "boolean", "Malé číslo", "Small number"),
    *(absent_is(amount(name, cs, en, "unit", required=False), "not_applicable",
                ("class", (GapClass.UNKNOWN.value,), "unknown")) for name, cs, en in (
        ("capacity_low_units", "Kapacita malého čísla od (95 %)", "Capacity of a small number from (95%)"),
        ("capacity_high_units", "Kapacita malého čísla do (95 %)", "Capacity of a small number to (95%)"),
    )),
)
"""Columns that compare a capacity with a norm."""
