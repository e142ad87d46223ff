"""The network of services: catalogue, counts by type and ORP, facilities on the map, one service in detail."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.errors import BadSelection
from lib.model import derived
from lib.model.lookup import records
from lib.model.network import NetworkLevel, NetworkState
from lib.model.search import fold
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.views.base import Note, Provenance, Reader, Sheet

NO_LEVEL = "none"
"""Choice of services that stand in no version of the network on the day."""


@dataclass(frozen=True, slots=True)
class Network:
    """The version of the basic network that holds on a day."""

    title: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the catalogue is narrowed to beside the shared selection. `closed` adds services that have ended."""

    text: str = ""
    form: str | None = None
    level: str | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The catalogue on the selected day.

    `catalogue` holds the services wanted; `counts` every valid service by type and ORP, whatever is searched for.
    `places` has one row per municipality with its facilities and services of the catalogue, `points` the lat and lon of
    the same municipalities; facilities at secret addresses are in neither and are only counted in a note.
    `closed` is the number of services in the catalogue that have ended before the day; `providers` and `facility_count`
    belong to the services that have not.
    """

    selection: Selection
    catalogue: Sheet
    counts: Sheet
    places: Sheet
    points: pd.DataFrame
    providers: int
    facility_count: int
    closed: int


@dataclass(frozen=True, slots=True)
class ServiceDetail:
    """One service: facts, capacities on the day, their history, network levels, territory, groups, facilities."""

    service_id: str
    facts: pd.Series
    capacities: pd.DataFrame
    history: pd.DataFrame
    levels: pd.DataFrame
    territory: pd.DataFrame
    groups: pd.DataFrame
    facilities: pd.DataFrame
    provenance: Provenance


def network_on(reader: Reader) -> Network | None:
    """The version of the basic network that holds on the day; without one its capacities are not known."""
    versions = records(reader.on("network_version"))
    if not versions:
        return None
    title, begin, end = (versions[-1][name] for name in ("title", "valid_from", "valid_to"))
    return Network(title, begin.date(), None if pd.isna(end) else end.date())


def network_state(reader: Reader) -> NetworkState:
    """Whether a version of the network holds on the day, and if not, whether one did before."""
    if network_on(reader) is not None:
        return NetworkState.HOLDS
    begun = reader.table("network_version")["valid_from"] <= pd.Timestamp(reader.at.valid_on)
    return NetworkState.NO_LONGER if begun.any() else NetworkState.NOT_YET


def capacities_on(reader: Reader, **equals: str) -> pd.DataFrame:
    """Rows of service_capacity that hold on the day; in_network is NA when no version of the network does."""
    rows = reader.on("service_capacity", None, **equals)
    return rows if network_on(reader) is not None else rows.assign(in_network=float("nan"))


def service_areas(reader: Reader, day: date) -> pd.DataFrame:
    """ORP areas each service serves: declared ones, else the seat of its first facility valid on the day.

    Returns
    -------
    One row per service_id and orp_code, also of services that have ended. For services valid on the day these are the
    areas of `lib.model.areas.placement`, which leaves the others out.
    """
    municipalities = reader.table("municipality").set_index("code")["orp_code"]
    territory = reader.table("service_territory")
    orp = territory["area_code"].where(territory["level"] == "orp", territory["area_code"].map(municipalities))
    declared = pd.DataFrame({"service_id": territory["service_id"], "orp_code": orp}).drop_duplicates()
    facilities = reader.on("facility", day).sort_values("id").drop_duplicates("service_id")
    seats = pd.DataFrame(
        {
            "service_id": facilities["service_id"],
            "orp_code": facilities["municipality_code"].map(municipalities),
        }
    )
    seats = seats[~seats["service_id"].isin(declared["service_id"])]
    return pd.concat([declared, seats], ignore_index=True)


def levels_on(reader: Reader, day: date) -> pd.Series:
    """Network level by service_id in the version of the network valid on the day; empty before the first version."""
    versions = reader.on("network_version", day)
    membership = reader.table("network_membership")
    return membership[membership["version_code"].isin(versions["code"])].set_index("service_id")["level"]


def _joined(frame: pd.DataFrame, column: str) -> pd.Series:
    """Distinct values of a column per service, joined by spaces in the order of rows."""
    distinct = frame[["service_id", column]].dropna().drop_duplicates()
    return distinct.groupby("service_id", sort=False)[column].agg(" ".join)


def _unit_sum(capacity: pd.DataFrame, unit: str, column: str) -> pd.Series:
    """Sum of one unit per service; unknown as soon as one form's amount is unknown."""
    rows = capacity[capacity["unit"] == unit]
    known = rows.groupby("service_id")[column]
    return known.sum().where(known.count() == known.size())


def catalogue(reader: Reader, day: date, *, closed: bool = False) -> pd.DataFrame:
    """Every service valid on the day (with `closed` also those ended before); columns of `derived.SERVICE_LIST`."""
    services = reader.table("service")
    services = services[services["valid_from"] <= pd.Timestamp(day)] if closed else reader.on("service", day)
    providers = reader.table("provider").set_index("ico")["name"]
    types = reader.table("service_type").set_index("code")["name"]
    capacity = capacities_on(reader)
    areas = service_areas(reader, day)
    names = reader.table("orp").set_index("code")["name"]
    areas = areas.assign(orp_name=areas["orp_code"].map(names))
    ids = services["id"]
    frame = pd.DataFrame(
        {
            "service_id": ids,
            "service_name": services["name"],
            "provider_name": services["provider_ico"].map(providers),
            "type_code": services["type_code"],
            "type_name": services["type_code"].map(types),
            "forms": ids.map(_joined(capacity, "form")),
            "orp_codes": ids.map(_joined(areas, "orp_code")),
            "orp_names": ids.map(areas.groupby("service_id")["orp_name"].agg(", ".join)),
            "group_codes": ids.map(_joined(reader.table("service_target_group"), "group_code")),
            "level": ids.map(levels_on(reader, day)),
            "beds_in_network": ids.map(_unit_sum(capacity, "beds", "in_network")),
            "beds_registered": ids.map(_unit_sum(capacity, "beds", "registered")),
            "fte_in_network": ids.map(_unit_sum(capacity, "fte", "in_network")),
            "fte_registered": ids.map(_unit_sum(capacity, "fte", "registered")),
            "valid_from": services["valid_from"],
            "valid_to": services["valid_to"],
        }
    )
    return frame.reset_index(drop=True)


def catalogue_sheet(reader: Reader) -> Sheet:
    """Every service valid on the day; see `catalogue`."""
    return Sheet(derived.SERVICE_LIST, catalogue(reader, reader.at.valid_on), reader.provenance(), "catalogue")


def counts(reader: Reader, day: date) -> pd.DataFrame:
    """Valid services by type and ORP, a real zero where none; a service counts in every ORP it serves.

    Columns of `derived.SERVICE_COUNT`. The rows of the area kraj count each service once.
    """
    services = reader.on("service", day)[["id", "type_code"]]
    served = services.merge(service_areas(reader, day), left_on="id", right_on="service_id")
    by_area = served.groupby(["orp_code", "type_code"]).size()
    orps, types = reader.table("orp"), reader.table("service_type")
    index = pd.MultiIndex.from_product([orps["code"], types["code"]], names=["orp_code", "type_code"])
    frame = by_area.reindex(index, fill_value=0).rename("services").reset_index()
    whole = services.groupby("type_code").size().reindex(types["code"], fill_value=0)
    region = pd.DataFrame({"orp_code": "kraj", "type_code": whole.index, "services": whole.to_numpy()})
    frame = pd.concat([region, frame], ignore_index=True)
    area_names = dict(zip(orps["code"], orps["name"], strict=True)) | {
        "kraj": str(reader.table("region")["name"].iloc[0])
    }
    return frame.assign(
        orp_name=frame["orp_code"].map(area_names),
        type_name=frame["type_code"].map(types.set_index("code")["name"]),
        services=frame["services"].astype("Int64"),
    )[list(derived.SERVICE_COUNT.columns)]


def counts_sheet(reader: Reader) -> Sheet:
    """Services by type and ORP; see `counts`."""
    return Sheet(derived.SERVICE_COUNT, counts(reader, reader.at.valid_on), reader.provenance(), "catalogue")


def holds_code(codes: pd.Series, wanted: str) -> pd.Series:
    """Whether each cell is the code or a list of codes, separated by spaces, that has it."""
    return (" " + codes.fillna("") + " ").str.contains(f" {wanted} ", regex=False)


def searchable(reader: Reader, frame: pd.DataFrame, day: date) -> pd.Series:
    """Text a service is found by, folded: names, paragraph, type in both languages, areas, places, identifier.

    Places are those of facilities valid on the day. A secret address is left out: a search must not give it away.
    """
    types = reader.table("service_type").set_index("code")["name_en"]
    facilities = reader.on("facility", day)
    facilities = facilities[~facilities["secret_address"].astype(bool)]
    towns = reader.table("municipality").set_index("code")["name"]
    places = facilities["name"] + " " + facilities["municipality_code"].map(towns)
    by_service = places.groupby(facilities["service_id"]).agg(" ".join)
    parts = [
        frame["service_name"],
        frame["provider_name"],
        "§ " + frame["type_code"],
        frame["type_name"],
        frame["type_code"].map(types),
        frame["orp_names"].fillna(""),
        frame["service_id"].map(by_service).fillna(""),
        frame["service_id"],
    ]
    return pd.Series([fold(" ".join(row)) for row in zip(*parts, strict=True)], index=frame.index, dtype="str")


def narrowed(frame: pd.DataFrame, haystack: pd.Series, selection: Selection, wanted: Wanted) -> pd.DataFrame:
    """Rows of the catalogue that meet every filter; every word of the text must occur in `haystack`."""
    if selection.service_type is not None:
        frame = frame[frame["type_code"] == selection.service_type]
    for column, code in (("orp_codes", selection.orp), ("group_codes", selection.target_group), ("forms", wanted.form)):
        if code is not None:
            frame = frame[holds_code(frame[column], code)]
    if wanted.level is not None:
        frame = frame[frame["level"].isna() if wanted.level == NO_LEVEL else frame["level"] == wanted.level]
    for term in fold(wanted.text).split():
        frame = frame[haystack.loc[frame.index].str.contains(term, regex=False)]
    return frame


def network_view(database: Database, selection: Selection, wanted: Wanted) -> NetworkView:
    """Everything the page on the network shows but the detail of a service."""
    reader = Reader(database, selection.at)
    day = selection.at.valid_on
    everything = catalogue(reader, day, closed=wanted.closed)
    rows = narrowed(everything, searchable(reader, everything, day), selection, wanted).reset_index(drop=True)
    ended = rows["valid_to"] < pd.Timestamp(day)
    municipalities = reader.table("municipality")
    facilities = reader.on("facility", day)
    facilities = facilities[facilities["service_id"].isin(rows.loc[~ended, "service_id"])]
    secret = facilities["secret_address"].astype(bool)
    by_place = facilities[~secret].groupby("municipality_code")
    found = pd.DataFrame({"facilities": by_place.size(), "services": by_place["service_id"].nunique()}).reset_index()
    areas = reader.table("orp").set_index("code")["name"]
    points = found.merge(
        municipalities[["code", "name", "orp_code", "lat", "lon"]],
        left_on="municipality_code",
        right_on="code",
        validate="one_to_one",
    ).rename(columns={"name": "municipality_name"})
    points = points.assign(orp_name=points["orp_code"].map(areas)).astype({"facilities": "Int64", "services": "Int64"})
    count_frame = counts(reader, day)
    services = reader.table("service")
    working = services["id"].isin(rows.loc[~ended, "service_id"])
    provider_count = services.loc[working, "provider_ico"].nunique()
    provenance = reader.provenance()
    unknown_area = int(rows["orp_codes"].isna().sum())
    notes = (Note("services-without-area", {"n": unknown_area}),) if unknown_area else ()
    return NetworkView(
        selection,
        Sheet(derived.SERVICE_LIST, rows, provenance, "catalogue", notes),
        Sheet(derived.SERVICE_COUNT, count_frame, provenance, "catalogue"),
        Sheet(
            derived.FACILITY_PLACE,
            points[list(derived.FACILITY_PLACE.columns)],
            provenance,
            "catalogue",
            (Note("secret-addresses", {"n": int(secret.sum())}),) if secret.any() else (),
        ),
        points,
        int(provider_count),
        len(facilities),
        int(ended.sum()),
    )


def service_detail(database: Database, at: AsOf, service_id: str) -> ServiceDetail:
    """One service with everything that hangs on it.

    Raises
    ------
    BadSelection : the release has no service of this identifier.
    """
    reader = Reader(database, at)
    rows = reader.table("service", id=service_id)
    if rows.empty:
        raise BadSelection("unknown-service", "There is no service {value}.", value=service_id)
    provider = reader.table("provider", ico=str(rows["provider_ico"].iloc[0])).iloc[0]
    type_row = reader.table("service_type", code=str(rows["type_code"].iloc[0])).iloc[0]
    facts = rows.iloc[0].copy()
    facts["provider_name"], facts["type_name"], facts["type_name_en"] = (
        provider["name"],
        type_row["name"],
        type_row["name_en"],
    )
    versions = reader.table("network_version")
    levels = (
        reader.table("network_membership", service_id=service_id)
        .merge(versions, left_on="version_code", right_on="code", suffixes=("", "_version"))
        .sort_values("valid_from")
    )
    areas = pd.concat([reader.table("orp")[["code", "name"]], reader.table("municipality")[["code", "name"]]])
    territory = reader.table("service_territory", service_id=service_id).merge(
        areas, left_on="area_code", right_on="code", how="left"
    )
    groups = reader.table("service_target_group", service_id=service_id).merge(
        reader.table("target_group"), left_on="group_code", right_on="code", suffixes=("", "_group")
    )
    facilities = reader.table("facility", service_id=service_id).merge(
        reader.table("municipality")[["code", "name"]].rename(columns={"name": "municipality_name"}),
        left_on="municipality_code",
        right_on="code",
    )
    return ServiceDetail(
        service_id=service_id,
        facts=facts,
        capacities=capacities_on(reader, service_id=service_id),
        history=reader.table("service_capacity", service_id=service_id).sort_values(["form", "unit", "date"]),
        levels=levels,
        territory=territory,
        groups=groups,
        facilities=facilities,
        provenance=reader.provenance(),
    )


LEVELS = (*(level.value for level in NetworkLevel), NO_LEVEL)
"""Choices of the level filter."""
