"""Reach on the shipped data: every municipality worked out anew from the printed tables, sums, secrets, limits."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from math import hypot
from pathlib import Path

import pandas as pd
import pytest
from pyproj import Transformer

from lib.__main__ import main
from lib.model.derived_reach import Catchment
from lib.model.schemas import DTYPES, TABLES
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.store.releases import publish
from lib.views.reach import reach_view

DAY = "2016-06-30"
LIMITS = {"residential": 25.0, "outpatient": 15.0}
"""Those of the shipped set of assumptions."""

Printed = Callable[..., pd.DataFrame]


def open_on_the_day(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["valid_from"] <= DAY) & ~(rows["valid_to"] < DAY)]


def beds_and_fte(printed: Printed) -> dict[tuple[str, str, str], dict[str, float | None]]:
    """Capacity in the network by type, form, unit and municipality; None: not stated by one of its services."""
    towns: dict[str, list[str | None]] = defaultdict(list)
    for row in open_on_the_day(printed("facility")).itertuples():
        towns[row.service_id].append(None if row.secret_address else row.municipality_code)
    types = dict(open_on_the_day(printed("service"))[["id", "type_code"]].itertuples(index=False))
    stated = printed("service_capacity").sort_values("date")
    latest: dict[tuple[str, str, str], float] = {}
    for row in stated[stated["date"] <= DAY].itertuples():
        if row.service_id in types:
            latest[row.service_id, row.form, row.unit] = row.in_network
    found: dict[tuple[str, str, str], dict[str, float | None]] = defaultdict(dict)
    for (service, form, unit), amount in latest.items():
        for town in towns[service]:
            if town is None or amount == 0:
                continue
            at = found[types[service], form, unit]
            before = at.get(town, 0.0)
            at[town] = None if pd.isna(amount) or before is None else before + amount / len(towns[service])
    return found


def test_every_municipality_of_six_types_is_what_loops_over_the_printed_tables_find(printed: Printed) -> None:
    access = printed("access").rename(columns={"class": "status"})
    towns = printed("municipality")
    to_metres = Transformer.from_crs("EPSG:4326", "EPSG:5514", always_xy=True).transform
    points = {row.code: to_metres(row.lon, row.lat) for row in towns.itertuples()}
    people = {(row.area_code, row.age_group): row.persons for row in printed("population").itertuples()
              if row.level == "municipality"}
    provided = beds_and_fte(printed)
    checked, unknown = 0, 0
    six = access["type_code"].isin(("37", "45", "49", "58", "61", "64")) & (access["form"] != "field")
    for (code, form), rows in access[six].groupby(["type_code", "form"]):
        limit, at = LIMITS[form], provided[code, form, rows["unit"].iloc[0]]
        group = rows["age_group"].iloc[0]
        weights: dict[str, dict[str, float]] = {}
        for town, (x, y) in points.items():
            far = {site: hypot(x - points[site][0], y - points[site][1]) / 1000 for site in at}
            weights[town] = {site: 1 if km <= limit / 3 else 0.68 if km <= limit / 1.5 else 0.22
                             for site, km in far.items() if km <= limit}
        demand: dict[str, float] = defaultdict(float)
        for town, sites in weights.items():
            for site, weight in sites.items():
                demand[site] += people[town, group] * weight / sum(sites.values())
        for row in rows.itertuples():
            sites = weights[row.municipality_code]
            assert bool(sites) == (row.facilities_in_reach > 0)
            assert row.persons == 0 or bool(sites) == (row.status == "in_reach")
            if not sites:
                continue
            if any(at[site] is None for site in sites) or row.persons == 0:
                assert pd.isna(row.access_per_1000)
                unknown += 1
            else:
                expected = sum(at[site] / demand[site] * weight for site, weight in sites.items() if demand[site])
                assert row.access_per_1000 == pytest.approx(1000 * expected / sum(sites.values()))
                checked += 1
    assert (checked, unknown) == (938, 213)


def test_totals_are_the_sums_of_municipalities_and_areas_add_up_to_the_region(printed: Printed) -> None:
    access, totals = printed("access"), printed("reach")
    white = access[access["class"] == "white_spot"].groupby(["type_code", "form"])["persons"].agg(["size", "sum"])
    region = totals[totals["orp_code"] == "kraj"].set_index(["type_code", "form"])
    assert len(region) == 37
    assert region.loc[white.index, "white_spots"].tolist() == white["size"].tolist()
    assert region.loc[white.index, "white_spot_persons"].tolist() == white["sum"].tolist()
    assert region["white_spots"].sum() == white["size"].sum()
    areas = totals[totals["orp_code"] != "kraj"].groupby(["type_code", "form"])[
        ["municipalities", "white_spots", "persons", "white_spot_persons", "border_unknown"]].sum()
    assert areas.equals(region[areas.columns].fillna(0).astype(areas.dtypes).loc[areas.index])
    listed = printed("white_spot")
    assert set(listed["class"]) == {"white_spot", "unknown_border"}
    assert (listed["class"] == "white_spot").sum() == white["size"].sum()


def test_no_place_of_a_secret_address_can_be_told(printed: Printed) -> None:
    """Where all of a type's facilities are secret, nothing of the type is in reach anywhere."""
    facilities = open_on_the_day(printed("facility"))
    assert facilities["secret_address"].sum() == 7
    only_secret = facilities.groupby("service_id")["secret_address"].all()
    services = open_on_the_day(printed("service")).set_index("id")["type_code"]
    hidden = set(services[only_secret[only_secret].index.intersection(services.index)])
    shown = set(services.drop(only_secret[only_secret].index, errors="ignore"))
    assert hidden - shown == {"60a"}
    assert printed("access", "--sluzba", "60a")["facilities_in_reach"].sum() == 0


def test_a_limit_of_the_command_line_is_one_for_every_form_and_reaches_no_further(printed: Printed) -> None:
    near, far = (printed("access", "--dosah", limit).set_index(["type_code", "form", "municipality_code"])
                 for limit in ("7,5", "40"))
    assert (near["facilities_in_reach"] <= far["facilities_in_reach"]).all()
    assert near.query("nearest_km <= 7.5")["facilities_in_reach"].ge(1).all()
    assert near.query("nearest_km > 7.5")["facilities_in_reach"].eq(0).all()
    assert set(printed("reach", "--dosah", "40")["limit"].dropna()) == {40.0}


@pytest.mark.parametrize("limit", ["0", "-1", "100.5", "daleko"])
def test_a_limit_that_cannot_be_used_is_refused(
    shipped: Path, capsys: pytest.CaptureFixture[str], limit: str
) -> None:
    assert main(["table", "access", "--sluzba", "49", "--dosah", limit]) == 2
    assert limit in capsys.readouterr().err


def test_travel_times_and_denominators_of_a_set_are_used_where_the_data_hold_them(
    sqlite: Database, frames: dict[str, pd.DataFrame]
) -> None:
    """Beds 50 in 990101 and 270 in 990401; the set counts everybody, and only three ways are known."""

    def rows(name: str, *given: dict[str, object]) -> pd.DataFrame:
        typed = {field.name: DTYPES[field.kind] for field in TABLES[name].fields}
        return pd.DataFrame(given, columns=list(TABLES[name].columns)).astype(typed)

    ways = [("990102", "990101", 10.0), ("990103", "990101", 25.5), ("990101", "990401", 25.0)]
    publish(sqlite, {
        **frames,
        "assumption_set": rows("assumption_set", {"code": "s", "title": "Sada", "title_en": "Set", "is_default": True,
                                                  "source_id": "demo"}),
        "assumption_denominator": rows("assumption_denominator", {
            "set_code": "s", "type_code": "49", "form": "residential", "age_group": "total", "source_id": "demo"}),
        "travel_time": rows("travel_time", *(
            {"from_code": one, "to_code": other, "minutes": far, "source_id": "demo"} for one, other, far in ways)),
    }, note="ways", by_role="administrator", source_name="made", source_checksum="ways",
        published_at=datetime(2016, 7, 2, 12, 0, tzinfo=UTC))
    asked = Selection(AsOf(date(2016, 6, 30), 2), service_type="49")
    view = reach_view(sqlite, asked, way=Catchment.TWO_STEP)
    assert view.detail is not None
    access = view.detail.access.frame.set_index("municipality_code")
    assert (view.minutes, view.kinds[0].age_group, view.kinds[0].limit) == (True, "total", 25.0)
    assert access["class"].tolist() == ["in_reach", "in_reach", "unknown_border", *["unknown"] * 5, "in_reach"]
    assert access["nearest_minutes"].dropna().to_dict() == {"990101": 0, "990102": 10, "990103": 25.5, "990401": 0}
    assert access["nearest_km"].isna().all()
    first, second = 50 / (7000 + 2000), 270 / (7000 + 40000)
    assert access["access_per_1000"].dropna().to_dict() == pytest.approx({
        "990101": 1000 * (first + second), "990102": 1000 * first, "990401": 1000 * second})
    codes = {note.code: dict(note.values) for note in view.totals.notes}
    assert codes["reach-ways-unknown"] == {"n": 6}
    assert "reach-minutes" in codes
    assert codes["denominators-of-set"] == {"types": "49"}
    assert dict(view.totals.asked)["predpoklady"] == "s"
    limited = reach_view(sqlite, asked, 25.0)
    assert limited.totals.asked[-2:] == (("dosah", "25"), ("predpoklady", "s"))  # its denominators still count
    before = reach_view(sqlite, replace(asked, at=AsOf(date(2016, 6, 30), 1)))
    usual = reach_view(sqlite, replace(asked, at=AsOf(date(2016, 6, 30), 1)), 25.0)
    assert usual.totals.asked[-1] == ("dosah", "25")
    assert (before.minutes, before.kinds[0].age_group) == (False, "65plus")
    assert "denominators-of-set" not in {note.code for note in before.totals.notes}
    assert before.detail is not None
    assert set(before.detail.access.frame["class"]) == {"in_reach"}
    assert before.detail.access.frame[["persons", "access_per_1000"]].isna().all(axis=None)  # 65+ only known by ORP
