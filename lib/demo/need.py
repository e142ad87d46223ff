"""What is needed: made-up reference rates, unmet requests and capacity targets that fit the made-up network."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, split_exactly
from lib.demo.mix import PROVISION

MEASURED_ON = pd.Timestamp(2016, 6, 30)
NATIONAL_NOTE = "Ilustrativní hodnota, nikoli úřední norma."

KNOWN_RATES = {("49", "residential"): 68.0, ("50", "residential"): 34.0}
"""Rates chosen by hand, so that the region as a whole falls short of the national norm in homes."""

REQUESTS = {
    "37": (30, 26), "39": (118, 141), "40": (96, 112), "44": (84, 91), "46": (38, 45), "48": (137, 149),
    "49": (1452, 1583), "50": (618, 702), "51": (71, 83), "57": (212, 188), "65": (58, 76), "70": (24, 31),
}
"""Requests pending in the region at the end of 2015 and of 2016."""

NOT_REPORTED_SHARE = 0.09

TARGETS = (
    ("39", "field"), ("40", "field"), ("44", "residential"), ("46", "outpatient"), ("49", "residential"),
    ("50", "residential"), ("51", "residential"), ("57", "residential"), ("65", "field"), ("69", "field"),
)
TARGET_YEAR = 2017


def network_totals(capacity: pd.DataFrame, service: pd.DataFrame, seats: Mapping[str, str]) -> pd.DataFrame:
    """Capacity in the network on the default day by type, form, unit and ORP of the seat.

    The totals only set the size of made-up norms and targets, so leaving out unknown amounts does no harm here.
    """
    open_services = service[(service["valid_from"] <= MEASURED_ON)
                            & (service["valid_to"].isna() | (service["valid_to"] >= MEASURED_ON))]
    rows = capacity[(capacity["date"] <= MEASURED_ON) & capacity["service_id"].isin(open_services["id"])]
    latest = rows.sort_values("date", kind="stable").drop_duplicates(["service_id", "form", "unit"], keep="last")
    latest = latest.assign(
        type_code=latest["service_id"].map(dict(zip(service["id"], service["type_code"], strict=True))),
        orp_code=latest["service_id"].map(dict(seats)),
    )
    return latest.groupby(["type_code", "form", "unit", "orp_code"])[["in_network"]].sum().reset_index()


def reference_rate_rows(
    totals: pd.DataFrame, service_type_form: pd.DataFrame, persons: Mapping[tuple[str, str], int],
    rng: np.random.Generator,
) -> list[Row]:
    """A national norm for every type and form with capacity in the region; `persons` are counts by (ORP, age group)."""
    by_group: dict[str, int] = {}
    for (_, age_group), number in persons.items():
        by_group[age_group] = by_group.get(age_group, 0) + number
    sums = totals.groupby(["type_code", "form", "unit"])["in_network"].sum()
    rows: list[Row] = []
    for form in service_type_form.itertuples():
        key = (str(form.type_code), str(form.form), str(form.unit))
        amount = float(sums.get(key, 0.0))
        if amount <= 0:
            continue
        rate = KNOWN_RATES.get(key[:2], amount / by_group[str(form.age_group)] * 1000 * float(rng.uniform(0.85, 1.35)))
        rows.append({"type_code": key[0], "form": key[1], "unit": key[2], "age_group": str(form.age_group),
                     "per_1000": float(f"{rate:.2g}"), "note": NATIONAL_NOTE})
    return rows


def unmet_request_rows(persons: Mapping[tuple[str, str], int], rng: np.random.Generator) -> list[Row]:
    """Requests pending by type and ORP; where the network is thin the queue is longer. Some areas did not report."""
    orps = sorted({orp_code for orp_code, _ in persons})
    rows: list[Row] = []
    for type_code, by_date in REQUESTS.items():
        group = "80plus" if type_code in ("40", "49", "50") else "total"
        weights = [persons[code, group] / PROVISION[code] ** 0.7 * float(rng.lognormal(0, 0.35)) for code in orps]
        missing = [chance(rng, NOT_REPORTED_SHARE) for _ in orps]
        for year, total in zip((2015, 2016), by_date, strict=True):
            counts = split_exactly(total, weights)
            rows += [
                {"type_code": type_code, "orp_code": code, "date": date(year, 12, 31),
                 "requests": None if absent and not (year == 2016 and type_code == "49") else _few_as_zero(number)}
                for code, number, absent in zip(orps, counts, missing, strict=True)
            ]
    return rows


def _few_as_zero(number: int) -> int:
    """One request or none is written as a reported zero, so that zero and not reported both occur."""
    return 0 if number <= 1 else number


def capacity_target_rows(
    totals: pd.DataFrame, persons: Mapping[tuple[str, str], int], rng: np.random.Generator,
) -> list[Row]:
    """Capacities planned for 2017; a few areas have none planned yet (unknown)."""
    orps = sorted({orp_code for orp_code, _ in persons})
    everyone = sum(persons[code, "total"] for code in orps)
    rows: list[Row] = []
    for type_code, form in TARGETS:
        chosen = totals[(totals["type_code"] == type_code) & (totals["form"] == form)]
        unit = "beds" if form == "residential" else "fte"
        by_orp = dict(zip(chosen["orp_code"], chosen["in_network"], strict=True))
        for code in orps:
            fair = float(chosen["in_network"].sum()) * persons[code, "total"] / everyone
            now = float(by_orp.get(code, 0.0))
            target = max(now, 0.65 * now + 0.4 * fair) * float(rng.uniform(1.0, 1.12))
            rows.append({
                "type_code": type_code, "form": form, "orp_code": code, "year": TARGET_YEAR, "unit": unit,
                "target_units": None if chance(rng, 0.07) else round(target) if unit == "beds" else round(target, 1),
            })
    return rows
