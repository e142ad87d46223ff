"""What would change: tables of a scenario. They are computed from changed capacities and are never data."""

from enum import StrEnum

from lib.model.catalogue import Form, Unit
from lib.model.cells import AREA, GapClass
from lib.model.fields import Field, Table, amount, code, count, share, text, word


class Moment(StrEnum):
    """The two states a scenario compares."""

    BEFORE = "before"
    AFTER = "after"


MOMENTS_OF: dict[str, tuple[str, str]] = {
    "capacity_units": ("capacity_before_units", "capacity_after_units"),
    "norm_per_1000": ("norm_before_per_1000", "norm_after_per_1000"),
    "need_units": ("need_before_units", "need_after_units"),
    "gap_units": ("gap_before_units", "gap_after_units"),
    "coverage_index": ("index_before", "index_after"),
    "class": ("class_before", "class_after"),
}
"""Columns of a gap table and what they are called before and after a scenario."""

_VALUES = (
    code("age_group", "Jmenovatel", "Denominator"),
    count("population_persons", "Obyvatel ve jmenovateli", "Persons in the denominator", "persons", required=False),
    amount("capacity_before_units", "Kapacita před změnou", "Capacity before", "unit", required=False),
    amount("capacity_change_units", "Změna kapacity", "Change of capacity", "unit", required=False, minimum=None),
    amount("capacity_after_units", "Kapacita po změně", "Capacity after", "unit", required=False),
    amount("norm_before_per_1000", "Norma před změnou na 1 000", "Norm before per 1,000", "unit_per_1000",
           required=False),
    amount("norm_after_per_1000", "Norma po změně na 1 000", "Norm after per 1,000", "unit_per_1000", required=False),
    amount("need_before_units", "Potřeba před změnou", "Need before", "unit", required=False),
    amount("need_after_units", "Potřeba po změně", "Need after", "unit", required=False),
    amount("gap_before_units", "Mezera před změnou (− chybí)", "Gap before (− missing)", "unit", required=False,
           minimum=None),
    amount("gap_after_units", "Mezera po změně (− chybí)", "Gap after (− missing)", "unit", required=False, minimum=None),
    amount("gap_change_units", "Změna mezery", "Change of the gap", "unit", required=False, minimum=None),
    amount("index_before", "Index pokrytí před změnou", "Coverage index before", "index", required=False),
    amount("index_after", "Index pokrytí po změně", "Coverage index after", "index", required=False),
    word("class_before", "Třída před změnou", "Class before", GapClass),
    word("class_after", "Třída po změně", "Class after", GapClass),
    Field("class_changes", "boolean", "Třída se mění", "Class changes"),
)

_TYPE = (
    code("type_code", "§", "§"),
    text("type_name", "Druh služby", "Service type"),
    word("form", "Forma", "Form", Form),
    word("unit", "Jednotka", "Unit", Unit),
)

SCENARIO_GAP = Table(
    "scenario_gap", "Scénář: mezery před změnou a po změně", "Scenario: gaps before and after",
    "one service type, form and unit that the scenario changes, in one ORP", ("orp_code", "type_code", "form", "unit"),
    (*AREA, *_TYPE, Field("touched", "boolean", "Scénář mění toto pole", "Changed by the scenario"), *_VALUES),
    derived=True,
)

SCENARIO_EQUITY = Table(
    "scenario_equity", "Scénář: rovnost před změnou a po změně", "Scenario: equity before and after",
    "one service type, form and unit that the scenario changes, before or after", ("type_code", "form", "unit", "moment"),
    (
        *_TYPE,
        word("moment", "Stav", "Moment", Moment),
        Field("gini", "number", "Giniho koeficient", "Gini coefficient", unit="index", required=False, minimum=0,
              maximum=1),
        count("orps_rate_known", "ORP se známou vybaveností", "ORP areas with a known rate", "orps"),
        count("orps_rate_unknown", "ORP s neznámou vybaveností", "ORP areas with an unknown rate", "orps"),
        count("population_persons", "Obyvatel ve jmenovateli", "Persons in the denominator", "persons", required=False),
        count("white_spot_persons", "Obyvatel bílých míst", "Persons in white spots", "persons", required=False),
        share("white_spot_share", "Podíl obyvatel bílých míst", "Share of persons in white spots"),
        *(count(f"orps_{each.value}", cs, en, "orps") for each, cs, en in (
            (GapClass.SEVERE, "ORP: závažný nedostatek", "ORP areas: severe shortage"),
            (GapClass.LOW, "ORP: nedostatek", "ORP areas: shortage"),
            (GapClass.SLIGHTLY_LOW, "ORP: mírně pod normou", "ORP areas: slightly below the norm"),
            (GapClass.IN_LINE, "ORP: v souladu s normou", "ORP areas: in line"),
            (GapClass.ABOVE, "ORP: nad normou", "ORP areas: above the norm"),
            (GapClass.WHITE_SPOT, "ORP: bílé místo", "ORP areas: white spot"),
            (GapClass.UNKNOWN, "ORP: neuvedeno", "ORP areas: unknown"),
            (GapClass.NOT_APPLICABLE, "ORP: netýká se", "ORP areas: not applicable"),
        )),
    ),
    derived=True,
)

SCENARIO_GROUP = Table(
    "scenario_group", "Scénář: cílové skupiny před změnou a po změně", "Scenario: target groups before and after",
    "one target group and unit whose allocated capacity the scenario shifts, in one ORP",
    ("orp_code", "group_code", "unit"),
    (
        *AREA,
        code("group_code", "Kód skupiny", "Group code"),
        text("group_name", "Cílová skupina", "Target group"),
        word("unit", "Jednotka", "Unit", Unit),
        Field("touched", "boolean", "Scénář mění toto pole", "Changed by the scenario"),
        *_VALUES,
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (SCENARIO_GAP, SCENARIO_EQUITY, SCENARIO_GROUP)
