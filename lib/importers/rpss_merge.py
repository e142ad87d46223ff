"""Services of the register put into the published tables: what the register decides, what stays the region's own.

The register decides about `provider`, `service`, `facility`, the registered amounts of `service_capacity` and the
groups of `service_target_group` that have a code there. `network_membership`, `service_territory`, amounts in the
network, shares, points on the map, the kind of a provider and the name of a known service are the region's own and
stay. Illustrative rows of all these tables go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.importers.rpss_settled import ListedService, Settled
from lib.model import periods
from lib.model.catalogue import Form, Unit
from lib.model.fields import Table
from lib.model.network import (
    FACILITY,
    NETWORK_MEMBERSHIP,
    PROVIDER,
    SERVICE,
    SERVICE_CAPACITY,
    SERVICE_TARGET_GROUP,
    SERVICE_TERRITORY,
    ProviderKind,
)
from lib.model.schemas import DTYPES
from lib.model.territory import SOURCE_TABLE, SourceKind

SOURCE_ID = "mpsv_rpss"
"""The register as last read. One row whose day moves on, so that what did not change in the register does not change
here. Rows the register no longer lists go over to `mpsv_rpss_<the day it last did>`."""

SOURCE_ROW = {
    "id": SOURCE_ID,
    "publisher": "Ministerstvo práce a sociálních věcí",
    "title": "Registr poskytovatelů sociálních služeb",
    "url": "https://data.mpsv.cz/od/soubory/rpss/rpss.json",
    "licence": "bez omezení užití",
    "kind": SourceKind.OFFICIAL.value,
    "note": "Služby, zařízení, cílové skupiny a registrované kapacity. Kapacita je nejvyšší registrovaná, "
            "nikoli volná, a platí ode dne, kdy byla v registru zjištěna.",
}

Frames = Mapping[str, pd.DataFrame]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A form of a service with more in the network than is registered now."""

    service: ListedService
    form: str
    unit: str
    registered: float
    in_network: float


@dataclass(frozen=True, slots=True)
class Merged:
    """The tables touched, and what is to be told about them.

    `kept` and `removed`: identifiers of services the register does not list, with and without rows of other tables that
    refer to them. `dropped`: identifiers of illustrative services the region's own rows referred to.
    """

    tables: dict[str, pd.DataFrame]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    dropped: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def merged(known: Frames, register: Settled, state_day: date) -> Merged:
    """The published tables with the register's services in them.

    Amounts: the register has no history, so an amount holds from `state_day`, the day it was read, and on earlier days
    it is not known; an amount that did not change adds no row. A form the register no longer has is from then on not
    known. A new row carries the amount in the network that held until then, unless more would be in the network than
    is registered: then it is not known, and a conflict is told.
    """
    demo = set(known["source"].loc[known["source"]["kind"] == SourceKind.DEMO, "id"])
    own = {table.name: known[table.name][~known[table.name]["source_id"].isin(demo)]
           for table in (PROVIDER, SERVICE, FACILITY, SERVICE_TARGET_GROUP, NETWORK_MEMBERSHIP, SERVICE_TERRITORY,
                         SERVICE_CAPACITY)}
    listed = {service.id for service in register.services}
    referring = [own[table.name] for table in (NETWORK_MEMBERSHIP, SERVICE_TERRITORY, SERVICE_CAPACITY)]
    referred = {identifier for frame in referring for identifier in frame["service_id"]}
    others = set(own["service"]["id"]) - listed
    kept = others & referred
    stays = listed | kept
    own |= {name: frame[frame["service_id"].isin(stays)] for name, frame in own.items() if "service_id" in frame}
    archived = _archived(known["source"], state_day)
    for name in ("service", "facility", "service_target_group"):
        own[name] = _moved(own[name], "id" if name == "service" else "service_id", kept, archived)
    capacity, conflicts = _capacity(own["service_capacity"], register.services, state_day)
    service = _service(own["service"], known["service_type"], register.services, kept)
    tables = {
        "provider": _provider(own["provider"], register.services, service),
        "service": service,
        "network_membership": _ordered(NETWORK_MEMBERSHIP, own["network_membership"]),
        "service_capacity": capacity,
        "service_target_group": _groups(own["service_target_group"], known["target_group"], register.services),
        "service_territory": _ordered(SERVICE_TERRITORY, own["service_territory"]),
        "facility": _facility(own["facility"], register.services, kept),
    }
    tables["source"] = _sources(known, tables, archived, state_day)
    return Merged(
        tables, tuple(sorted(kept)), tuple(sorted(others - kept)),
        tuple(sorted(referred - stays)), tuple(conflicts),
    )


def _frame(table: Table, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame of the table; a column a row does not give is absent."""
    return pd.DataFrame({
        field.name: pd.Series([row.get(field.name) for row in rows], dtype=DTYPES[field.kind]) for field in table.fields
    })


def _ordered(table: Table, *parts: pd.DataFrame) -> pd.DataFrame:
    types = {field.name: DTYPES[field.kind] for field in table.fields}
    filled = [part[list(table.columns)] for part in parts if len(part)]
    frame = pd.concat(filled, ignore_index=True) if filled else _frame(table, ())
    return frame.astype(types).sort_values(list(table.key), ignore_index=True)


def _provider(own: pd.DataFrame, services: Sequence[ListedService], service: pd.DataFrame) -> pd.DataFrame:
    """Providers of the services that stay, and others the region itself wrote down. The newest entry has the name."""
    kinds = dict(zip(own["ico"], own["kind"], strict=True))
    names = {each.ico: each.provider_name for each in sorted(services, key=lambda each: each.read.portal_id)}
    rows = [{"ico": ico, "name": name, "kind": kinds.get(ico, ProviderKind.OTHER.value), "source_id": SOURCE_ID}
            for ico, name in names.items()]
    stays = ~own["ico"].isin(names) & (own["ico"].isin(service["provider_ico"]) | ~_from_register(own["source_id"]))
    return _ordered(PROVIDER, own[stays], _frame(PROVIDER, rows))


def _service(
    own: pd.DataFrame, types: pd.DataFrame, services: Sequence[ListedService], kept: set[str],
) -> pd.DataFrame:
    """The register names no service: a known one keeps its name, a new one has that of its only facility.

    One with several facilities, or a secret one (a name may give the place away), is called by its type and provider.
    """
    known_names = dict(zip(own["id"], own["name"], strict=True))
    type_names = dict(zip(types["code"], types["name"], strict=True))

    def name(service: ListedService) -> str:
        if service.secret or (service.id not in known_names and len(service.facility_names) != 1):
            return f"{type_names[service.type_code]} – {service.provider_name}"
        return known_names.get(service.id) or min(service.facility_names)

    rows = [{"id": each.id, "provider_ico": each.ico, "type_code": each.type_code, "name": name(each),
             "valid_from": each.begins, "valid_to": each.ends, "source_id": SOURCE_ID} for each in services]
    return _ordered(SERVICE, own[own["id"].isin(kept)], _frame(SERVICE, rows))


def _groups(own: pd.DataFrame, groups: pd.DataFrame, services: Sequence[ListedService]) -> pd.DataFrame:
    """Groups with a code of the register are as the register has them, shares as the region has them."""
    listed = {service.id for service in services}
    again = own["service_id"].isin(listed) & _from_register(own["source_id"])
    own = own.assign(source_id=own["source_id"].mask(again, SOURCE_ID))
    coded = groups.loc[groups["register_code"].notna(), "code"]
    decided = own["service_id"].isin(listed) & own["group_code"].isin(coded)
    wanted = {(service.id, group) for service in services for group in service.groups}
    pairs = list(zip(own["service_id"], own["group_code"], strict=True))
    there = pd.Series([pair in wanted for pair in pairs], index=own.index, dtype=bool)
    rows = [{"service_id": service_id, "group_code": group, "source_id": SOURCE_ID}
            for service_id, group in sorted(wanted - set(pairs))]
    return _ordered(SERVICE_TARGET_GROUP, own[there | ~decided], _frame(SERVICE_TARGET_GROUP, rows))


def _facility(own: pd.DataFrame, services: Sequence[ListedService], kept: set[str]) -> pd.DataFrame:
    """Facilities with their ends as written: a page that reads them asks the service's period first."""
    points = dict(zip(own["id"], zip(own["lat"], own["lon"], strict=True), strict=True))
    rows = []
    for service in services:
        for place in service.facilities:
            lat, lon = (None, None) if place.secret else points.get(place.id, (None, None))
            rows.append({"id": place.id, "service_id": service.id, "name": place.name,
                         "municipality_code": place.municipality, "lat": lat, "lon": lon,
                         "secret_address": place.secret, "valid_from": place.begins, "valid_to": place.ends,
                         "source_id": SOURCE_ID})
    return _ordered(FACILITY, own[own["service_id"].isin(kept)], _frame(FACILITY, rows))


def _capacity(
    own: pd.DataFrame, services: Sequence[ListedService], state_day: date,
) -> tuple[pd.DataFrame, list[Conflict]]:
    by_id = {service.id: service for service in services}
    amounts: dict[Key, int | None] = {(service.id, form.value, unit.value): amount for service in services
                                      for (form, unit), amount in service.amounts.items()}
    rows_now: Any = periods.latest_on(own, SERVICE_CAPACITY, state_day).itertuples()
    latest: dict[Key, Any] = {(row.service_id, row.form, row.unit): row for row in rows_now}
    gone = {key: None for key, row in latest.items()
            if key[0] in by_id and key not in amounts and row.source_id == SOURCE_ID}
    rows: list[dict[str, Any]] = []
    conflicts: list[Conflict] = []
    for key, amount in sorted((amounts | gone).items()):
        last = latest.get(key)
        before = None if last is None or pd.isna(last.registered) else last.registered
        if amount == before:
            continue
        in_network = None if last is None or pd.isna(last.in_network) else float(last.in_network)
        if in_network is not None and amount is not None and in_network > amount:
            conflicts.append(Conflict(by_id[key[0]], Form(key[1]), Unit(key[2]), amount, in_network))
            in_network = None
        rows.append({"service_id": key[0], "form": key[1], "unit": key[2], "date": state_day, "registered": amount,
                     "in_network": in_network, "source_id": SOURCE_ID})
    written = {(row["service_id"], row["form"], row["unit"]) for row in rows}
    replaced = pd.Series(
        [(service, form, unit) in written and day.date() == state_day for service, form, unit, day in
         zip(own["service_id"], own["form"], own["unit"], own["date"], strict=True)], index=own.index, dtype=bool)
    return _ordered(SERVICE_CAPACITY, own[~replaced], _frame(SERVICE_CAPACITY, rows)), conflicts


def _from_register(source_ids: pd.Series) -> pd.Series:
    return (source_ids == SOURCE_ID) | source_ids.str.startswith(f"{SOURCE_ID}_")


def _archived(sources: pd.DataFrame, state_day: date) -> dict[str, Any] | None:
    """The source of rows the register does not list any more: the register on the day it was read before."""
    day = published_day(sources)
    if day is None or day == state_day:
        return None
    return {**SOURCE_ROW, "id": f"{SOURCE_ID}_{day}", "accessed": day, "state_date": day}


def published_day(sources: pd.DataFrame) -> date | None:
    """The day the published data of the register are of; None when there are none."""
    days = sources.loc[sources["id"] == SOURCE_ID, "state_date"].dropna()
    return None if days.empty else days.iloc[0].date()


def _moved(frame: pd.DataFrame, column: str, kept: set[str], archived: Mapping[str, Any] | None) -> pd.DataFrame:
    if archived is None:
        return frame
    gone = frame[column].isin(kept) & (frame["source_id"] == SOURCE_ID)
    return frame.assign(source_id=frame["source_id"].mask(gone, archived["id"]))


def _sources(
    known: Frames, tables: Frames, archived: Mapping[str, Any] | None, state_day: date,
) -> pd.DataFrame:
    """Sources with the register's row of the day; earlier ones of the register stay as long as a row names them."""
    sources = known["source"]
    after = {**known, **tables}
    named = {source for name, frame in after.items() if name != "source" for source in frame["source_id"].unique()}
    stays = (sources["id"] != SOURCE_ID) & (~_from_register(sources["id"]) | sources["id"].isin(named))
    rows: list[Mapping[str, Any]] = [{**SOURCE_ROW, "accessed": state_day, "state_date": state_day}]
    if archived is not None and archived["id"] in named:
        rows.append(archived)
        stays &= sources["id"] != archived["id"]
    return _ordered(SOURCE_TABLE, sources[stays], _frame(SOURCE_TABLE, rows))
