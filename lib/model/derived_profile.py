"""The profile of one area."""

from enum import StrEnum

from lib.model.catalogue import Form, Polarity
from lib.model.cells import AREA
from lib.model.fields import Field, Table, absent_is, amount, code, text, word


class Indicator(StrEnum):
    """What a figure of the profile measures."""

    POPULATION_COVERED = "population_covered"
    MUNICIPALITIES_COVERED = "municipalities_covered"
    EXPIRING = "expiring"
    QUALITY = "quality"
    ACTION_PLAN = "action_plan"
    SEVERE_CELLS = "severe_cells"
    PROVISION = "provision"
    AGED_65 = "aged_65"
    AGED_80 = "aged_80"


class FigureUnit(StrEnum):
    """Unit of a figure: a share is 0–1, rates are per 1,000 persons of the type's own denominator."""

    SHARE = "share"
    CELLS = "cells"
    BEDS_RATE = "beds_per_1000"
    FTE_RATE = "fte_per_1000"
    PLACES_RATE = "places_per_1000"


class Beside(StrEnum):
    """A figure beside the region's mean, told by its polarity.

    Other: it differs and neither side is better. Unclear: the interval of a small number holds the mean.
    """

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


def _before(name: str, cs: str, en: str) -> Field:
    """The capacity behind a value of the past that is a small number; another value is shown as it is."""
    return absent_is(amount(name, f"{cs} – kapacita, je-li malé číslo", f"{en} – capacity if a small number", "unit",
                            required=False), "not_applicable")


def _value(name: str, cs: str, en: str) -> Field:
    return Field(name, "number", cs, en, required=False, minimum=0)


PROFILE_FIGURE = Table(
    "profile_figure", "Ukazatele profilu ORP", "Figures of the area profile",
    "one figure of one ORP on one day, beside the region and the ORP areas like it", ("orp_code", "figure"),
    (
        *AREA,
        code("figure", "Ukazatel (kód)", "Figure (code)"),
        word("indicator", "Ukazatel", "Indicator", Indicator),
        absent_is(code("type_code", "§", "§", required=False), "not_applicable"),
        absent_is(text("type_name", "Druh služby", "Service type", required=False), "not_applicable"),
        absent_is(word("form", "Forma", "Form", Form, required=False), "not_applicable"),
        word("unit", "Jednotka", "Unit", FigureUnit),
        word("polarity", "Co je lepší", "What is better", Polarity),
        absent_is(code("age_group", "Jmenovatel", "Denominator", required=False), "not_applicable"),
        _value("value", "Hodnota", "Value"),
        word("beside", "Proti průměru kraje", "Beside the region's mean", Beside),
        _value("region", "Průměr kraje", "Region's mean"),
        _value("minimum", "Nejméně", "Least"),
        _value("q25", "Dolní čtvrtina (25 %)", "Lower quarter (25%)"),
        _value("q75", "Horní čtvrtina (75 %)", "Upper quarter (75%)"),
        _value("maximum", "Nejvíce", "Most"),
        _value("similar", "Průměr podobných ORP", "Mean of similar ORP areas"),
        _value("year_before", "O rok dříve", "One year earlier"),
        _before("year_before_units", "O rok dříve", "One year earlier"),
        _value("release_before", "Podle předchozího vydání", "In the previous release"),
        _before("release_before_units", "Podle předchozího vydání", "In the previous release"),
        absent_is(amount("capacity_units", "Kapacita", "Capacity", "unit", required=False), "not_applicable",
                  ("indicator", (Indicator.PROVISION.value,), "unknown")),
        Field("small_number", "boolean", "Malé číslo", "Small number"),
        absent_is(_value("value_low", "Hodnota malého čísla od (95 %)", "Value of a small number from (95%)"),
                  "not_applicable"),
        absent_is(_value("value_high", "Hodnota malého čísla do (95 %)", "Value of a small number to (95%)"),
                  "not_applicable"),
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (PROFILE_FIGURE,)
