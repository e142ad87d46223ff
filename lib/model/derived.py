"""Tables that views compute: what the command line prints, the pages show and the exports carry."""

from dataclasses import replace
from enum import StrEnum

from lib.model import (
    derived_answer,
    derived_comments,
    derived_history,
    derived_lens,
    derived_monitoring,
    derived_need,
    derived_pack,
    derived_profile,
    derived_reach,
    derived_reporting,
    derived_rollup,
    derived_saved,
    derived_scenario,
    derived_similar,
    derived_territory,
)
from lib.model.areas import SplitBy
from lib.model.catalogue import Category, Form, Unit
from lib.model.cells import AREA, GAP_VALUES, GapClass
from lib.model.community import Answer, CoordinatorStatus, Criterion, PlanEvidence, PlanStatus
from lib.model.derived_meetings import TABLES as MEETING_TABLES
from lib.model.derived_plan import ACTIVITY_CARD, ACTIVITY_PROGRESS, GOAL_LINK
from lib.model.derived_signal import SIGNAL, Signal
from lib.model.fields import Field, Table, absent_is, amount, code, count, day, share, text, word
from lib.model.territory import REGION_AREA

__all__ = ["AREA", "GapClass", "Signal"]  # declared in modules of their own, looked for beside the tables that use them


class CoverStatus(StrEnum):
    """State of one municipality on one day. Unknown: only plans whose validity is not known contain it."""

    COVERED = "covered"
    EXPIRING = "expiring"
    OVERLAP = "overlap"
    NOT_COVERED = "not_covered"
    UNKNOWN = "unknown"


class PlanState(StrEnum):
    """Where a community plan stands on a day. Unknown: its period or its approval is not evidenced."""

    VALID = "valid"
    NOT_YET = "not_yet"
    ENDED = "ended"
    UNKNOWN = "unknown"


class PlanChange(StrEnum):
    NEW = "new"
    ENDED = "ended"
    EXTENDED = "extended"
    UNCHANGED = "unchanged"


class CoverChange(StrEnum):
    GAINED = "gained"
    LOST = "lost"
    STILL_COVERED = "still_covered"
    STILL_NOT_COVERED = "still_not_covered"
    UNKNOWN = "unknown"


COVERAGE = Table(
    "coverage", "Pokrytí komunitními plány", "Coverage by community plans",
    "one ORP on one day; the row kraj is the whole region", ("orp_code",),
    (
        *AREA,
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
        count("municipalities_covered", "Pokrytých obcí", "Municipalities covered", "municipalities"),
        count("municipalities_unknown", "Obcí neuvedeno", "Municipalities unknown", "municipalities"),
        share("municipalities_covered_share", "Podíl obcí", "Share of municipalities"),
        count("population_persons", "Obyvatel", "Population", "persons"),
        count("population_covered_persons", "Pokrytých obyvatel", "Population covered", "persons"),
        share("population_covered_share", "Podíl obyvatel", "Share of population"),
        count("plans", "Platných plánů", "Plans valid", "plans"),
        count("overlaps", "Obcí ve více plánech", "Municipalities in several plans", "municipalities"),
        count("expiring_persons", "Obyvatel, jimž plán končí do roka", "Population whose last plan ends within a year", "persons"),
        share("expiring_share", "Podíl obyvatel, jimž plán končí do roka", "Share of population whose last plan ends within a year"),
        count("plans_with_action_plan", "Plánů s akčním plánem", "Plans with an action plan", "plans"),
        share("action_plan_share", "Podíl plánů s akčním plánem", "Share of plans with an action plan"),
        count("criteria_met", "Splněných kritérií", "Criteria met", "criteria", required=False),
        count("criteria_known", "Hodnocených kritérií", "Criteria assessed", "criteria", required=False),
        share("quality_share", "Podíl splněných kritérií", "Share of criteria met"),
        absent_is(word("coordinator", "Koordinátor", "Coordinator", CoordinatorStatus, required=False), "unknown", ("orp_code", (REGION_AREA,), "not_applicable")),
    ),
    derived=True,
)

MUNICIPALITY_COVERAGE = Table(
    "municipality_coverage", "Pokrytí obcí", "Coverage of municipalities", "one municipality on one day",
    ("municipality_code",),
    (
        code("municipality_code", "Kód obce", "Municipality code"),
        text("municipality_name", "Obec", "Municipality"),
        *AREA,
        count("population_persons", "Obyvatel", "Population", "persons", required=False),
        word("status", "Stav", "Status", CoverStatus),
        count("plans", "Platných plánů", "Plans valid", "plans"),
        absent_is(text("plan_codes", "Plány", "Plans", required=False), "none"),
        absent_is(day("covered_until", "Pokryta do", "Covered until", required=False), "unknown", ("status", (CoverStatus.NOT_COVERED,), "none")),
    ),
    derived=True,
)

AREA_SIGNS = Table(
    "area_signs", "Území vedle sebe", "Areas side by side", "one ORP on one day with a sign for each question", ("orp_code",),
    (
        *AREA,
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
        count("municipalities_covered", "Pokrytých obcí", "Municipalities covered", "municipalities"),
        count("municipalities_unknown", "Obcí neuvedeno", "Municipalities unknown", "municipalities"),
        share("population_covered_share", "Podíl obyvatel", "Share of population"),
        share("expiring_share", "Podíl obyvatel, jimž plán končí do roka", "Share of population whose last plan ends within a year"),
        count("severe_cells", "Závažných mezer a bílých míst", "Severe gaps and white spots", "cells", required=False),
        absent_is(code("worst_type_code", "§ nejhůře kryté potřeby", "§ of the least covered need", required=False), "none"),
        absent_is(text("worst_type_name", "Nejhůře krytá potřeba", "Least covered need", required=False), "none"),
        absent_is(word("worst_form", "Forma", "Form", Form, required=False), "none"),
        absent_is(amount("worst_gap_units", "Mezera (− chybí)", "Gap (− missing)", "unit", required=False, minimum=None), "none"),
        absent_is(word("worst_unit", "Jednotka", "Unit", Unit, required=False), "none"),
    ),
    derived=True,
)

PLAN_ON_DAY = Table(
    "plan_on_day", "Komunitní plány v daný den", "Community plans on a day", "one community plan with its state on one day",
    ("plan_code",),
    (
        code("plan_code", "Plán", "Plan"),
        text("plan_title", "Název", "Title"),
        word("state", "Platnost", "Validity", PlanState),
        day("valid_from", "Platí od", "Valid from", required=False),
        day("valid_to", "Platí do", "Valid until", required=False),
        absent_is(day("extended_to", "Prodloužen do", "Extended until", required=False), "none"),
        day("valid_until", "Poslední den", "Last day", required=False),
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
        count("municipalities_in_area", "Z toho v území", "Of which in the area", "municipalities"),
        word("status", "Schválení", "Approval", PlanStatus),
        word("evidence", "Doložení", "Evidence", PlanEvidence),
    ),
    derived=True,
)

PLAN_EXPIRING = replace(PLAN_ON_DAY, cs="Komunitní plány, které končí do roka",
                        en="Community plans ending within a year")
"""Rows of `plan_on_day` whose last day is within a year, under a title of their own."""

PLAN_QUALITY = Table(
    "plan_quality", "Kvalita platných plánů", "Quality of valid plans", "one community plan valid on the day", ("plan_code",),
    (
        code("plan_code", "Plán", "Plan"),
        text("plan_title", "Název", "Title"),
        day("assessed_on", "Hodnoceno", "Assessed on", required=False),
        *(word(criterion.value, cs, en, Answer, required=False) for criterion, cs, en in (
            (Criterion.ANALYSIS_SWOT, "Analýza a SWOT", "Analysis with SWOT"),
            (Criterion.ANALYSIS_LINKED, "Vazba analýzy na opatření", "Analysis linked to measures"),
            (Criterion.COST_ESTIMATE, "Odhad nákladů", "Cost estimate"),
            (Criterion.FUNDING_SOURCE, "Zdroje krytí", "Funding source"),
            (Criterion.MONITORING_RULE, "Pravidla monitoringu", "Monitoring rule"),
            (Criterion.ACTION_PLAN, "Akční plán", "Action plan"),
            (Criterion.NAMED_COORDINATOR, "Jmenovaný koordinátor", "Named coordinator"),
        )),
    ),
    derived=True,
)

PLAN_CHANGE = Table(
    "plan_change", "Změny plánů mezi dvěma dny", "Changes of plans between two days", "one community plan", ("plan_code",),
    (
        code("plan_code", "Plán", "Plan"),
        text("plan_title", "Název", "Title"),
        word("change", "Změna", "Change", PlanChange),
        day("valid_from", "Platí od", "Valid from"),
        day("valid_until", "Platí do", "Valid until"),
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
    ),
    derived=True,
)

COVERAGE_CHANGE = Table(
    "coverage_change", "Změny pokrytí obcí", "Changes of coverage", "one municipality between two days",
    ("municipality_code",),
    (
        code("municipality_code", "Kód obce", "Municipality code"),
        text("municipality_name", "Obec", "Municipality"),
        *AREA,
        word("change", "Změna", "Change", CoverChange),
        word("status_before", "Stav dříve", "Status before", CoverStatus),
        word("status_after", "Stav poté", "Status after", CoverStatus),
    ),
    derived=True,
)

GAP = Table(
    "gap", "Kapacitní mezery", "Capacity gaps", "one service type, form and unit in one ORP",
    ("orp_code", "type_code", "form", "unit"),
    (
        *AREA,
        code("type_code", "§", "§"),
        text("type_name", "Druh služby", "Service type"),
        word("category", "Skupina podle zákona", "Category of the Act", Category),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka", "Unit", Unit),
        *GAP_VALUES,
    ),
    derived=True,
)

GAP_BY_NORM = Table(
    "gap_by_norm", "Třída podle pěti norem", "Class under five norms",
    "one form and unit of one service type in one ORP", ("orp_code", "type_code", "form", "unit"),
    (
        *AREA,
        code("type_code", "§", "§"),
        text("type_name", "Druh služby", "Service type"),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka", "Unit", Unit),
        word("region_mean", "Průměr kraje", "Region's mean", GapClass),
        word("orp_median", "Medián ORP", "Median of ORP areas", GapClass),
        word("best_third", "Nejlepší třetina", "Best third", GapClass),
        word("national", "Celostátní hodnota", "National value", GapClass),
        word("similar", "Podobné ORP", "Similar ORP areas", GapClass),
        Field("class_changes", "boolean", "Třída se mění", "Class changes"),
    ),
    derived=True,
)

GAP_BY_TARGET_GROUP = Table(
    "gap_by_target_group", "Kapacitní mezery podle cílových skupin", "Capacity gaps by target group",
    "one target group and unit in one ORP; groups overlap and do not add up", ("orp_code", "group_code", "unit"),
    (
        *AREA,
        code("group_code", "Kód skupiny", "Group code"),
        text("group_name", "Cílová skupina", "Target group"),
        word("unit", "Jednotka", "Unit", Unit),
        *GAP_VALUES,
        amount("allocated_units", "Kapacita rozdělená", "Capacity allocated", "unit", required=False),
        count("services", "Služeb", "Services", "services"),
    ),
    derived=True,
)

GROUP_GAP_ALLOCATED = Table(
    "gap_by_target_group_allocated", "Mezery podle cílových skupin s rozdělenou kapacitou",
    "Gaps by target group with capacity divided",
    "one target group and unit in one ORP; capacity divided among the groups of a service", GAP_BY_TARGET_GROUP.key,
    tuple(field for field in GAP_BY_TARGET_GROUP.fields if field.name != "allocated_units"),
    derived=True,
)

CONTRIBUTION = Table(
    "contribution", "Co služby dávají územím", "What services give to areas",
    "what one service gives to one area in one form and unit", ("orp_code", "type_code", "form", "unit", "service_id"),
    (
        *AREA,
        code("type_code", "§", "§"),
        text("type_name", "Druh služby", "Service type"),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka", "Unit", Unit),
        code("service_id", "Identifikátor", "Identifier"),
        text("service_name", "Služba", "Service"),
        text("provider_name", "Poskytovatel", "Provider"),
        amount("amount_units", "Kapacita služby", "Capacity of the service", "unit", required=False),
        share("area_share", "Podíl pro území", "Share for the area"),
        amount("units", "Dává území", "Gives to the area", "unit", required=False),
        absent_is(word("split_by", "Rozděleno podle", "Divided by", SplitBy, required=False), "not_applicable"),
        day("date", "Platí od", "Holds from", required=False),
        absent_is(text("level", "Úroveň v síti", "Network level", required=False), "none"),
    ),
    derived=True,
)

SERVICE_LIST = Table(
    "service_catalogue", "Katalog sociálních služeb", "Catalogue of social services", "one service on one day",
    ("service_id",),
    (
        code("service_id", "Identifikátor", "Identifier"),
        text("service_name", "Služba", "Service"),
        text("provider_name", "Poskytovatel", "Provider"),
        code("type_code", "§", "§"),
        text("type_name", "Druh služby", "Service type"),
        text("forms", "Formy", "Forms", required=False),
        text("orp_codes", "Kódy ORP", "ORP codes", required=False),
        text("orp_names", "Území", "Area", required=False),
        text("group_codes", "Kódy cílových skupin", "Target group codes", required=False),
        absent_is(text("level", "Úroveň v síti", "Network level", required=False), "none"),
        amount("beds_in_network", "Lůžek v síti", "Beds in the network", "beds", required=False),
        amount("beds_registered", "Lůžek celkem", "Beds in all", "beds", required=False),
        amount("fte_in_network", "Úvazků v síti", "FTE in the network", "fte", required=False),
        amount("fte_registered", "Úvazků celkem", "FTE in all", "fte", required=False),
        day("valid_from", "Od", "From"),
        absent_is(day("valid_to", "Do", "Until", required=False), "none"),
    ),
    derived=True,
)

SERVICE_COUNT = Table(
    "service_count", "Počty služeb", "Counts of services", "one service type in one ORP on one day",
    ("orp_code", "type_code"),
    (
        *AREA,
        code("type_code", "§", "§"),
        text("type_name", "Druh služby", "Service type"),
        count("services", "Služeb", "Services", "services"),
    ),
    derived=True,
)

FACILITY_PLACE = Table(
    "facility_place", "Zařízení podle obcí", "Facilities by municipality",
    "one municipality with facilities whose address is not secret", ("municipality_code",),
    (
        code("municipality_code", "Kód obce", "Municipality code"),
        text("municipality_name", "Obec", "Municipality"),
        *AREA,
        count("facilities", "Zařízení", "Facilities", "facilities"),
        count("services", "Služeb", "Services", "services"),
    ),
    derived=True,
)

DERIVED: dict[str, Table] = {
    table.name: table
    for table in (
        COVERAGE, AREA_SIGNS, MUNICIPALITY_COVERAGE, PLAN_ON_DAY, PLAN_QUALITY, PLAN_CHANGE, COVERAGE_CHANGE, GAP, GAP_BY_NORM,
        GAP_BY_TARGET_GROUP, GROUP_GAP_ALLOCATED, ACTIVITY_CARD, ACTIVITY_PROGRESS, GOAL_LINK, SIGNAL,
        SERVICE_LIST, SERVICE_COUNT, FACILITY_PLACE, CONTRIBUTION,
        *MEETING_TABLES,
        *(table for module in (derived_lens, derived_reach, derived_answer, derived_similar, derived_scenario, derived_comments,
                               derived_profile, derived_rollup, derived_monitoring, derived_need, derived_reporting, derived_history,
                               derived_saved, derived_pack, derived_territory)
          for table in module.TABLES),
    )
}
