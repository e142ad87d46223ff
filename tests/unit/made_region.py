"""A small made region for tests of the measures: four areas, eight municipalities, everything else as a test asks."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from lib.model.areas import SPLITS, placement
from lib.model.lookup import taken
from lib.model.schemas import DTYPES, TABLES

Rows = Sequence[Mapping[str, object]]


def table(name: str, rows: Rows = ()) -> pd.DataFrame:
    """A frame of the stored table: columns a row does not give are absent (unknown)."""
    given = list(rows)
    columns = {}
    for field in TABLES[name].fields:
        values = [row.get(field.name) for row in given]
        if field.kind == "date":
            columns[field.name] = pd.Series(pd.to_datetime(values), dtype=DTYPES["date"])
        else:
            columns[field.name] = pd.Series(values, dtype=DTYPES[field.kind])
    return pd.DataFrame(columns)


ORPS = table("orp", [{"code": code, "name": name} for code, name in
                     (("A", "Alfa"), ("B", "Beta"), ("C", "Gama"), ("D", "Delta"))])

PERSONS = {"100001": 600, "100002": 400, "100003": 500, "100004": 300, "100005": 200, "100006": 1000, "100007": 150,
           "100008": 50}
"""People of the municipalities: A has 1,000 in two, B 1,000 in three, C 1,000 in one, D 200 in two."""

MUNICIPALITIES = table("municipality", [
    {"code": code, "name": f"Obec {code[-1]}", "orp_code": orp}
    for code, orp in zip(PERSONS, "AABBBCDD", strict=True)
])

POPULATION = table("population", [
    {"area_code": code, "level": "municipality", "age_group": "total", "date": "2015-12-31", "persons": persons}
    for code, persons in PERSONS.items()
] + [
    {"area_code": code, "level": "orp", "age_group": group, "date": "2015-12-31", "persons": persons}
    for group, people in (("total", (1000, 1000, 1000, 200)), ("80plus", (1000, 500, 400, 0)))
    for code, persons in zip("ABCD", people, strict=True)
])

TYPES = table("service_type", [
    {"code": "40", "name": "pečovatelská služba", "category": "care"},
    {"code": "49", "name": "domovy pro seniory", "category": "care"},
])

FORMS = table("service_type_form", [
    {"type_code": "40", "form": "field", "unit": "fte", "register_unit": "clients", "age_group": "80plus"},
    {"type_code": "49", "form": "residential", "unit": "beds", "register_unit": "beds", "age_group": "80plus"},
])


def own_rates(per_1000: float | None) -> pd.DataFrame:
    """The same norm given for every form, as `capacity_gap` takes own norms; None: no norm is given."""
    rows = FORMS[["type_code", "form", "unit", "age_group"]].to_dict("records") if per_1000 is not None else ()
    return table("reference_rate", [{**row, "per_1000": per_1000} for row in rows])


def placed(services: pd.DataFrame, territory: pd.DataFrame, facilities: pd.DataFrame, day: date) -> pd.DataFrame:
    """The placement of services in the made region with codes: one row per service_id and orp_code, in this order."""
    found = placement(services, territory, facilities, MUNICIPALITIES, POPULATION, valid_on=day)
    return pd.DataFrame({
        "service_id": taken(services["id"], found.service),
        "orp_code": taken(found.orps, found.orp),
        "share": found.share,
        "split_by": taken(pd.Series(SPLITS, dtype="str"), found.split_by),
        "shares_normalised": found.shares_normalised,
    }).sort_values(["service_id", "orp_code"], ignore_index=True)


def plan(code: str, start: str | None, end: str | None, extended: str | None = None, status: str = "approved",
         ) -> dict[str, object]:
    return {"code": code, "title": f"Plán {code}", "valid_from": start, "valid_to": end, "extended_to": extended,
            "status": status, "evidence": "document"}


def plan_towns(**towns: Sequence[str]) -> pd.DataFrame:
    """Municipalities of plans, by the last digit of their code."""
    return table("community_plan_municipality", [
        {"plan_code": code, "municipality_code": f"10000{digit}"} for code, digits in towns.items() for digit in digits
    ])


def service(code: str, type_code: str = "49", start: str = "2010-01-01", end: str | None = None) -> dict[str, object]:
    return {"id": code, "type_code": type_code, "name": f"Služba {code}", "valid_from": start, "valid_to": end}


def capacity(  # noqa: PLR0917
    code: str, registered: float | None, in_network: float | None, form: str = "residential", unit: str = "beds",
    since: str = "2014-01-01",
) -> dict[str, object]:
    return {"service_id": code, "form": form, "unit": unit, "date": since, "registered": registered,
            "in_network": in_network}


def serves(code: str, *areas: str, shares: Sequence[float | None] = ()) -> list[dict[str, object]]:
    """Declared territory: areas of one letter are ORP, the others municipalities."""
    given = list(shares) or [None] * len(areas)
    return [{"service_id": code, "area_code": area, "level": "orp" if len(area) == 1 else "municipality",
             "share": share} for area, share in zip(areas, given, strict=True)]


DAY = date(2016, 6, 30)
