"""The shipped tables read plainly, apart from the program's own loader, and the few facts tests ask of them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from lib.model.schemas import DTYPES, TABLES

DATA = Path(__file__).resolve().parents[1] / "data"
DEFAULT_DAY = "2016-06-30"

Frames = dict[str, pd.DataFrame]


def read_folder(folder: Path) -> Frames:
    """The CSV files of a folder with declared dtypes; empty cells are unknown."""
    frames: Frames = {}
    for path in sorted(folder.glob("*.csv")):
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
        frames[path.stem] = pd.DataFrame({field.name: typed(raw[field.name], field.kind)
                                          for field in TABLES[path.stem].fields})
    return frames


def typed(values: pd.Series, kind: str) -> pd.Series:
    if kind == "boolean":
        values = values.map({"true": True, "false": False})
    elif kind in ("integer", "number"):
        values = pd.to_numeric(values)
    elif kind == "date":
        values = pd.to_datetime(values)
    return values.astype(DTYPES[kind])


@cache
def real_tables() -> Frames:
    """The tables of data/reference."""
    return read_folder(DATA / "reference")


@cache
def demo_tables() -> Frames:
    """The tables of data/demo."""
    return read_folder(DATA / "demo")


@cache
def all_tables() -> Frames:
    """Real and illustrative rows of every table together."""
    parts = (real_tables(), demo_tables())
    return {name: pd.concat([part[name] for part in parts if name in part], ignore_index=True)
            for name in TABLES if any(name in part for part in parts)}


def valid_on(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    at = pd.Timestamp(day)
    return frame[(frame["valid_from"] <= at) & (frame["valid_to"].isna() | (frame["valid_to"] >= at))]


def capacity_on(frames: Mapping[str, pd.DataFrame], day: str, unit: str) -> pd.DataFrame:
    """The latest capacity of each form of the services valid on the day, with the type of the service."""
    services = valid_on(frames["service"], day)[["id", "type_code"]]
    rows = frames["service_capacity"]
    rows = rows[(rows["unit"] == unit) & (rows["date"] <= pd.Timestamp(day))].sort_values("date", kind="stable")
    latest = rows.drop_duplicates(["service_id", "form"], keep="last")
    return latest.merge(services, left_on="service_id", right_on="id")


def plans_on(frames: Mapping[str, pd.DataFrame], day: str) -> pd.DataFrame:
    """Community plans valid on the day; an extension counts, unknown dates do not."""
    plans, at = frames["community_plan"], pd.Timestamp(day)
    ends = plans[["valid_to", "extended_to"]].max(axis=1)
    return plans[(plans["valid_from"] <= at) & plans["valid_to"].notna() & (ends >= at)]


def plans_per_municipality(frames: Mapping[str, pd.DataFrame], day: str) -> pd.Series:
    """How many valid plans contain each municipality, by municipality code."""
    links = frames["community_plan_municipality"]
    links = links[links["plan_code"].isin(plans_on(frames, day)["code"])]
    counted = links.groupby("municipality_code").size()
    return counted.reindex(frames["municipality"]["code"], fill_value=0)


def last_reports(frames: Mapping[str, pd.DataFrame], day: str) -> pd.DataFrame:
    reports = frames["progress_report"]
    reports = reports[reports["date"] <= pd.Timestamp(day)].sort_values(["date", "id"])
    return reports.drop_duplicates("activity_code", keep="last").set_index("activity_code")
