"""A country of made-up rows, as large as the Czech Republic: 206 ORP areas, 6,258 municipalities, 33 types, 5 units.

Only its size is true. Territory, people, services and community plans are made here by arithmetic and a seed; the code
lists, the medium-term plan and its cards are the embedded ones.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.importers.package import load_package
from lib.model.network import NetworkLevel
from lib.model.schemas import DTYPES, TABLES, empty_frame

ORPS, MUNICIPALITIES = 206, 6258
UNITS = ("beds", "fte", "clients", "contacts", "interventions")
SERVICES_PER_TYPE = 120
COUNTED_ON = pd.Timestamp(2018, 12, 31)
WEST, SOUTH, COLUMNS, STEP_LON, STEP_LAT = 12.2, 48.6, 15, 0.43, 0.17
"""A grid of rectangles over the Czech Republic, one for each ORP."""

AGE_SHARES = {"0_17": 0.19, "0_7": 0.08, "6_26": 0.21, "18_64": 0.61, "65plus": 0.2, "75plus": 0.08, "80plus": 0.04}


def frames(embedded: Path) -> dict[str, pd.DataFrame]:
    """Every stored table of the country; `embedded` is the folder of the data package the code lists come from."""
    known = load_package(embedded).frames
    rng = np.random.default_rng(206)
    made = _territory(rng)
    made |= _network(made["municipality"], known["service_type"], known["service_type_form"], rng)
    made |= _plans(made["municipality"], rng)
    orps = made["orp"]["code"]
    types = known["unmet_request"]["type_code"].unique()
    asked = pd.MultiIndex.from_product([types, orps], names=["type_code", "orp_code"]).to_frame(index=False)
    made["unmet_request"] = _frame("unmet_request", asked.assign(
        date=pd.Timestamp(2015, 12, 31), requests=rng.integers(0, 80, len(asked))))
    planned = known["capacity_target"][["type_code", "form", "unit"]].drop_duplicates()
    made["capacity_target"] = _frame("capacity_target", planned.merge(orps.rename("orp_code"), how="cross").assign(
        year=2017, target_units=40.0))
    for name in ("body", "meeting", "agenda_item", "opinion", "community_plan_quality", "travel_time",
                 "municipality_boundary"):
        made[name] = empty_frame(TABLES[name])
    return {name: made.get(name, known[name]) for name in TABLES}


def _frame(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the declared table; columns left out are absent, the source is the illustrative one."""
    filled = rows.assign(source_id="demo").reindex(columns=list(TABLES[name].columns))
    typed = filled.astype({field.name: DTYPES[field.kind] for field in TABLES[name].fields})
    return typed.sort_values(list(TABLES[name].key), ignore_index=True)


def _territory(rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    area = np.arange(ORPS)
    code = pd.Series([f"{1000 + number}" for number in area])
    west, south = WEST + area % COLUMNS * STEP_LON, SOUTH + area // COLUMNS * STEP_LAT
    of = np.sort(np.arange(MUNICIPALITIES) % ORPS)
    town = pd.Series([f"{500000 + number}" for number in range(MUNICIPALITIES)])
    names = code.map(lambda each: f"Oblast {each}")
    municipalities = _frame("municipality", pd.DataFrame({
        "code": town, "name": town.map(lambda each: f"Obec {each}"), "status": "obec", "orp_code": code[of].to_numpy(),
        "district_code": "CZ0000", "district_name": "Okres",
        "lat": south[of] + rng.uniform(0.02, STEP_LAT - 0.02, MUNICIPALITIES),
        "lon": west[of] + rng.uniform(0.02, STEP_LON - 0.02, MUNICIPALITIES),
    }))
    borders = [
        f'{{"type":"Polygon","coordinates":[[[{w:.3f},{s:.3f}],[{w + STEP_LON:.3f},{s:.3f}],'
        f'[{w + STEP_LON:.3f},{s + STEP_LAT:.3f}],[{w:.3f},{s + STEP_LAT:.3f}],[{w:.3f},{s:.3f}]]]}}'
        for w, s in zip(west, south, strict=True)
    ]
    return {
        "orp": _frame("orp", pd.DataFrame({
            "code": code, "name": names, "seat_municipality_code": town[np.searchsorted(of, area)].to_numpy(),
            "area_km2": 380.0,
        })),
        "municipality": municipalities,
        "orp_boundary": _frame("orp_boundary", pd.DataFrame({
            "orp_code": code, "geometry": borders, "vintage": pd.Timestamp(2021, 1, 1)})),
        "population": _population(municipalities, rng),
    }


def _population(municipalities: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    everybody = np.round(rng.lognormal(6.2, 1.1, MUNICIPALITIES)) + 20
    towns = pd.concat([
        pd.DataFrame({"area_code": municipalities["code"], "age_group": group, "persons": np.round(everybody * share),
                      "orp_code": municipalities["orp_code"]})
        for group, share in {"total": 1.0, **AGE_SHARES}.items()
    ])
    areas = towns.groupby(["orp_code", "age_group"], as_index=False)["persons"].sum()
    areas = areas.rename(columns={"orp_code": "area_code"})
    return _frame("population", pd.concat([
        towns.drop(columns="orp_code").assign(level="municipality"), areas.assign(level="orp"),
    ]).assign(date=COUNTED_ON))


def _network(
    municipalities: pd.DataFrame, types: pd.DataFrame, forms: pd.DataFrame, rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    kinds = np.repeat(types["code"].to_numpy(), SERVICES_PER_TYPE)
    ids = np.array([f"{1000000 + number}" for number in range(len(kinds))])
    seat = rng.integers(0, MUNICIPALITIES, len(ids))
    provider = np.array([f"{90000000 + number // 8}" for number in range(len(ids))])
    main = forms[forms["is_main"].astype(bool)].drop_duplicates("type_code").set_index("type_code")["form"]
    amounts = pd.DataFrame({
        "service_id": np.repeat(ids, len(UNITS)), "form": np.repeat(main[kinds].to_numpy(), len(UNITS)),
        "unit": np.tile(UNITS, len(ids)), "date": pd.Timestamp(2015, 1, 1),
        "registered": np.round(rng.gamma(2.0, 12.0, len(ids) * len(UNITS)), 1) + 1,
    })
    amounts["in_network"] = np.round(amounts["registered"] * 0.8, 1)
    begun = pd.Timestamp(2010, 1, 1)
    groups = ("R_SENIOR", "R_PHYSICAL_DISABILITY")
    return {
        "provider": _frame("provider", pd.DataFrame({"ico": np.unique(provider)}).assign(
            name=lambda rows: "Poskytovatel " + rows["ico"], kind="ngo")),
        "service": _frame("service", pd.DataFrame({
            "id": ids, "provider_ico": provider, "type_code": kinds, "valid_from": begun,
            "name": [f"Služba {each}" for each in ids]})),
        "network_membership": _frame("network_membership", pd.concat([
            pd.DataFrame({"version_code": version, "service_id": ids, "level": NetworkLevel.Z1.value})
            for version in ("ZS2015", "ZS2016", "ZS2017")])),
        "service_capacity": _frame("service_capacity", amounts),
        "service_target_group": _frame("service_target_group", pd.DataFrame({
            "service_id": np.repeat(ids, len(groups)), "group_code": np.tile(groups, len(ids))})),
        "service_territory": _frame("service_territory", pd.DataFrame({
            "service_id": ids, "area_code": municipalities["orp_code"].to_numpy()[seat], "level": "orp"})),
        "facility": _frame("facility", pd.DataFrame({
            "id": [f"{each}-1" for each in ids], "service_id": ids, "name": "Zařízení",
            "municipality_code": municipalities["code"].to_numpy()[seat],
            "lat": municipalities["lat"].to_numpy()[seat], "lon": municipalities["lon"].to_numpy()[seat],
            "secret_address": False, "valid_from": begun})),
    }


def _plans(municipalities: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """A plan for every ORP that covers about four in five of its municipalities, and its action plan."""
    orps = municipalities["orp_code"].unique()
    covered = municipalities[rng.random(MUNICIPALITIES) < 0.8]
    plans = pd.DataFrame({
        "code": [f"P{code}" for code in orps], "title": [f"Plán oblasti {code}" for code in orps],
        "valid_from": pd.Timestamp(2014, 1, 1), "valid_to": pd.Timestamp(2018, 12, 31), "status": "approved",
        "evidence": "document",
    })
    return {
        "community_plan": _frame("community_plan", plans),
        "community_plan_municipality": _frame("community_plan_municipality", pd.DataFrame({
            "plan_code": "P" + covered["orp_code"], "municipality_code": covered["code"]})),
        "action_plan": _frame("action_plan", pd.DataFrame({"plan_code": plans["code"], "year": 2016})),
        "coordinator": _frame("coordinator", pd.DataFrame({
            "orp_code": orps, "status": "named", "organisation": "městský úřad",
            "valid_from": pd.Timestamp(2014, 1, 1)})),
    }
