"""The whole story in one place: from the real tables to every illustrative one."""

from collections.abc import Mapping

import pandas as pd

from lib.demo import (
    assumptions,
    capacity,
    comments,
    measures,
    meetings,
    need,
    packs,
    people,
    places,
    planning,
    progress,
    services,
)
from lib.demo.frames import Row, stream, table_frame
from lib.errors import SchemaMismatch

DEFAULT_SEED = 20160630

NEEDED = (
    "orp", "municipality", "population", "service_type", "service_type_form", "network_version", "activity", "body",
    "community_plan", "action_plan",
)
"""Real tables the story is written on."""

SOURCE_ROW: Row = {
    "id": "demo", "publisher": "Ukázková data", "title": "Ukázková data", "licence": "CC0 1.0", "kind": "demo",
    "note": "Smyšlené řádky, které ukazují, co přehled umí. Vytváří je skript z pevného semínka; nepopisují skutečné "
            "poskytovatele, služby, plány ani plnění aktivit.",
}


def generate(reference: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    """Every illustrative table, made from the real tables and a seed.

    Parameters
    ----------
    reference : real tables by name with the dtypes of `lib.model.schemas.DTYPES`; those in `NEEDED` must be there.
    seed : the same seed and the same real tables give the same rows.

    Returns
    -------
    Frames by table name with declared columns and dtypes, sorted by key, all rows with source_id "demo". Their keys
    do not repeat the keys of real rows; NA is unknown.

    Raises
    ------
    SchemaMismatch : a needed real table is missing.
    """
    missing = [name for name in NEEDED if name not in reference]
    if missing:
        raise SchemaMismatch("missing-tables", "real tables are missing: {tables}", tables=", ".join(missing))
    made = {"source": table_frame("source", [SOURCE_ROW])}
    made["population"] = table_frame("population", people.population_rows(
        reference["municipality"], reference["population"], stream(seed, "population")))
    made |= _network(reference, seed)
    made |= _need(reference, made, seed)
    made |= _plan(reference, seed)
    made |= _community(reference, seed)
    made |= _bodies(reference, seed)
    made |= _comments()
    return made


def _latest_persons(population: pd.DataFrame, level: str) -> dict[tuple[str, str], int]:
    """Persons by area and age group on the day the made-up groups are counted for."""
    rows = population[(population["level"] == level) & (population["date"] == pd.Timestamp(people.COUNTED_ON))]
    return {(str(area), str(group)): int(persons)
            for area, group, persons in zip(rows["area_code"], rows["age_group"], rows["persons"], strict=True)}


def _network(reference: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    orp_persons = {area: persons for (area, group), persons in _latest_persons(reference["population"], "orp").items()
                   if group == "total"}
    town_persons = {area: persons
                    for (area, group), persons in _latest_persons(reference["population"], "municipality").items()
                    if group == "total"}
    made = services.made_services(reference["service_type"], orp_persons, stream(seed, "services"))
    towns = places.towns_of(reference["municipality"], town_persons)
    levels_stream = stream(seed, "levels")
    levels = {service.id: capacity.levels_of(service, levels_stream) for service in made}
    versions = {start.year: str(code) for code, start in zip(
        reference["network_version"]["code"], reference["network_version"]["valid_from"], strict=True)}
    forms = capacity.forms_of_types(reference["service_type_form"])
    rows = {
        "provider": services.provider_rows(),
        "service": services.service_rows(made),
        "network_membership": capacity.membership_rows(levels, versions),
        "service_capacity": capacity.capacity_rows(made, levels, forms, stream(seed, "capacity")),
        "service_target_group": services.target_group_rows(made, stream(seed, "groups")),
        "service_territory": places.territory_rows(made, towns, stream(seed, "territory")),
        "facility": places.facility_rows(made, towns, stream(seed, "facilities")),
    }
    return {name: table_frame(name, table) for name, table in rows.items()}


def _need(
    reference: Mapping[str, pd.DataFrame], made: Mapping[str, pd.DataFrame], seed: int,
) -> dict[str, pd.DataFrame]:
    persons = _latest_persons(pd.concat([reference["population"], made["population"]]), "orp")
    orp_of = dict(zip(reference["municipality"]["code"], reference["municipality"]["orp_code"], strict=True))
    first_places = made["facility"].drop_duplicates("service_id")
    seats = {str(service): str(orp_of[town])
             for service, town in zip(first_places["service_id"], first_places["municipality_code"], strict=True)}
    totals = need.network_totals(made["service_capacity"], made["service"], seats)
    rows = {
        "reference_rate": need.reference_rate_rows(
            totals, reference["service_type_form"], persons, stream(seed, "rates")),
        "unmet_request": need.unmet_request_rows(persons, stream(seed, "requests")),
        "capacity_target": need.capacity_target_rows(totals, persons, stream(seed, "targets")),
        "assumption_set": list(assumptions.SETS),
        "assumption": assumptions.assumption_rows(),
        "assumption_norm": assumptions.norm_rows(),
        "assumption_denominator": assumptions.denominator_rows(),
    }
    return {name: table_frame(name, table) for name, table in rows.items()}


def _plan(reference: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    codes = sorted(str(code) for code in reference["activity"]["code"])
    rows = {
        "activity_guarantor": progress.guarantor_rows(codes),
        "milestone": progress.milestone_rows(reference["activity"], stream(seed, "milestones")),
        "milestone_move": progress.move_rows(),
        "progress_report": progress.report_rows(stream(seed, "reports")),
    }
    return {name: table_frame(name, table) for name, table in rows.items()}


def _community(reference: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    plans = table_frame("community_plan", planning.plan_rows())
    action_plans = table_frame("action_plan", planning.action_plan_rows())
    every = pd.concat([reference["community_plan"], plans], ignore_index=True)
    quality = planning.quality_rows(
        every,
        pd.concat([reference["action_plan"], action_plans], ignore_index=True),
        stream(seed, "quality"),
    )
    promised = measures.measure_rows(every, stream(seed, "measures"))
    return {
        "plan_measure": table_frame("plan_measure", promised),
        "measure_report": table_frame(
            "measure_report", measures.measure_report_rows(every, promised, stream(seed, "measure reports"))),
        "plan_evaluation": table_frame("plan_evaluation", measures.evaluation_rows(quality)),
        "plan_extension": table_frame("plan_extension", measures.EXTENSIONS),
        "community_plan": plans,
        "community_plan_municipality": table_frame(
            "community_plan_municipality", planning.plan_municipality_rows(reference["municipality"])),
        "community_plan_quality": table_frame("community_plan_quality", quality),
        "action_plan": action_plans,
        "coordinator": table_frame("coordinator", planning.coordinator_rows(reference["orp"])),
    }


def _bodies(reference: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    rows = {
        "meeting": meetings.meeting_rows(),
        "agenda_item": meetings.agenda_rows(),
        "agenda_link": meetings.link_rows(),
        "opinion": meetings.opinion_rows(reference["body"], stream(seed, "opinions")),
        "decision": meetings.decision_rows(),
        "task_report": meetings.task_report_rows(),
        "pack": packs.pack_rows(),
    }
    return {name: table_frame(name, table) for name, table in rows.items()}


def _comments() -> dict[str, pd.DataFrame]:
    return {
        "consultation": table_frame("consultation", comments.consultation_rows()),
        "comment": table_frame("comment", comments.comment_rows()),
        "comment_settlement": table_frame("comment_settlement", comments.settlement_rows()),
    }
