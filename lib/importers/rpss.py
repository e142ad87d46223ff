"""The register of providers of social services (rpss.json): the services of the region, put into the published tables.

What is decided here and why
----------------------------
- A service belongs to the region by where its facilities are, not by its provider or its office (`rpss_records`).
- A value of another JSON kind than the register has refuses the whole file: its form changed, or it is another file. A
  value of the right kind that cannot be used (an unknown type, a period the wrong way round) is a mistake in one entry:
  the entry is left out, counted and told, because one entry must not stop a region (`rpss_settled`).
- The end of a service and the end of its facility are both kept as written. Who reads facilities on a day asks whether
  the service holds on it; so a facility is never open longer than its service.
- Amounts hold from the day the register is of, never before it (`rpss_merge`).
- The number of services may move by `MAX_MOVE_PERCENT` against the published data of the register; by more only when
  somebody confirms it.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from lib.errors import Issue, NeedsConfirmation, RejectedPackage
from lib.importers.base import MAX_ISSUES, rejected
from lib.importers.rpss_codes import codes_of, read_code_lists
from lib.importers.rpss_merge import SOURCE_ID, Merged, merged, published_day
from lib.importers.rpss_records import HomeRegion, RegisterService, read_service
from lib.importers.rpss_settled import ListedService, Remarks, Settled, remark_on, settled
from lib.importers.rpss_stream import RegisterStream
from lib.model import periods
from lib.model.incoming import ImportKind, Incoming
from lib.model.network import NETWORK_VERSION, NetworkLevel
from lib.model.schemas import TABLES

MAX_MOVE_PERCENT = 5
MAX_SERVICES = 20_000
"""Services of one region; the whole country has a third of it."""

MAX_FACILITIES = 100_000

Frames = Mapping[str, pd.DataFrame]


def import_register(
    source: BinaryIO | Path,
    name: str,
    known: Frames,
    *,
    state_day: date,
    code_lists: Mapping[str, bytes] | None = None,
    confirmed: bool = False,
) -> Incoming:
    """The register's services of the region, merged into the published tables.

    Parameters
    ----------
    source : the register's file, read once as a stream from where it stands.
    name : what the file is called, for issues and the log.
    known : every published table. The region is the one of the table `region`, by its `register_code`.
    state_day : the day the file is of.
    code_lists : the register's own lists of codes by file name; they name codes and complete ours, see `codes_of`.
    confirmed : an unusual number of services was confirmed to be right.

    Returns
    -------
    The whole new content of the tables named in `rpss_merge`, and of service_type and target_group when a list
    completed them. The order of records in the file does not matter. `details` count records read, services of the
    region now and before, ended by the day, left out, in other regions too; facilities, duplicates dropped, secret,
    without address code; amounts, and how many are described (descriptions are not read); services only the
    network has and only the register has (None: no network holds on the day).

    Raises
    ------
    NeedsConfirmation : nothing is wrong but that the number of services moved by more than `MAX_MOVE_PERCENT` %.
    RejectedPackage : every reason found. Rows count the services of the file from 1, columns name the portalId.
    """
    before = published_day(known["source"])
    home = _home(known, name)
    if before is not None and state_day < before:
        raise rejected(name, 0, "", state_day.isoformat(), "the published data of the register are newer, of {day}",
                       "Send a newer file, or go back to an older release", day=before)
    codes = codes_of(known, read_code_lists(code_lists or {}))
    remarks = Remarks(name)
    with ExitStack() as stack:
        stream = RegisterStream(_opened(source, name, stack), name)
        services, repeated = _services(stream, name, home, remarks)
    register = settled(services, codes, home.municipalities, remarks)
    if not register.services:
        raise rejected(name, 0, "", home.register_code, "the file has no service of the region",
                       "Check the file, and register_code in the table region")
    result = merged({**known, **codes.tables}, register, state_day)
    tables = {**codes.tables, **result.tables}
    issues = _checked(known, tables, register, name)
    moved = _moved(known["service"], len(register.services), name)
    if issues or (moved is not None and not confirmed):
        raise (RejectedPackage if issues else NeedsConfirmation)([*([moved] if moved else []), *issues])
    _tell(result, register, remarks)
    matched = _matched(known["network_version"], result, register, state_day, remarks)
    return Incoming(
        ImportKind.REGISTER, tables, name, stream.checksum, remarks.all(),
        details={
            "records": stream.read,
            "services": len(register.services),
            "services_before": _registered(known["service"]),
            "ended": sum(each.ends is not None and each.ends < state_day for each in register.services),
            "facilities": sum(len(each.facilities) for each in register.services),
            "duplicates": register.figures["duplicates"] + repeated,
            **{figure: register.figures[figure] for figure in
               ("secret", "without_address_code", "capacities", "capacities_described", "left_out")},
            "in_more_regions": sum(each.read.elsewhere for each in register.services),
            **matched,
        },
    )


def _opened(source: BinaryIO | Path, name: str, stack: ExitStack) -> BinaryIO:
    if not isinstance(source, Path):
        return source
    try:
        return stack.enter_context(source.open("rb"))
    except OSError as error:
        raise rejected(name, 0, "", error.strerror or "", "the system does not let the file be read",
                       "Check the permissions of the file and its folder") from error


def _home(known: Frames, name: str) -> HomeRegion:
    code = known["region"]["register_code"].iloc[0]
    if pd.isna(code):
        raise rejected(name, 0, "", "", "the region has no code in the register",
                       "Fill in register_code in the table region, such as Kraj/78")
    return HomeRegion(str(code), frozenset(known["municipality"]["code"]))


def _services(
    stream: RegisterStream, name: str, home: HomeRegion, remarks: Remarks,
) -> tuple[list[RegisterService], int]:
    """Services of the region and how many were in the file more than once."""
    found: dict[int, RegisterService] = {}
    issues: list[Issue] = []
    repeated = facilities = unplaced = 0
    try:
        for item in stream.services():
            outcome = read_service(item, stream.read, name, home)
            issues += outcome.issues
            unplaced += not outcome.placed
            service = outcome.service
            if service is not None and not outcome.issues:
                other = found.setdefault(service.portal_id, service)
                facilities += len(service.facilities)
                repeated += other is not service
                issues += _contradiction(other, service, name)
            if len(found) > MAX_SERVICES or facilities > MAX_FACILITIES or len(issues) >= MAX_ISSUES:
                break
    except RejectedPackage as refusal:
        issues += refusal.issues
    if len(found) > MAX_SERVICES or facilities > MAX_FACILITIES:
        issues.append(Issue(name, stream.read, "", "", "the region has more services or facilities than any country",
                            "Check that the file is the register of providers (rpss.json)"))
    if issues:
        raise RejectedPackage(issues)
    if unplaced:
        remark_on(remarks, 0, "", "", "services without any address, which belong to no region: {services}",
                  "Nothing has to be done", services=unplaced)
    return list(found.values()), repeated


def _contradiction(one: RegisterService, other: RegisterService, name: str) -> list[Issue]:
    if replace(one, row=other.row) == other:
        return []
    return [Issue(name, other.row, other.column(""), "",
                  "two different records have this portalId, the other is number {row}",
                  "Download the file again; if it stays so, tell the publisher of the register",
                  values={"row": one.row})]


def _checked(known: Frames, tables: Frames, register: Settled, name: str) -> list[Issue]:
    """What the checks refuse, told by the record of the register a row comes from where there is one."""
    # pandera takes about a second to import; a file that is refused before does not need it.
    from lib.model.checks import reference_issues, rule_issues, table_issues
    from lib.model.rules import text_issues

    after = {**known, **tables}
    files = {table: table for table in after}
    places: dict[str, ListedService] = {}
    for service in reversed(register.services):
        places |= {service.id: service, service.ico: service}
    found = [issue for table, frame in tables.items() for issue in table_issues(TABLES[table], frame, table)]
    if not found:
        found = reference_issues(after, files) + rule_issues(after, files)
    found += text_issues(tables, files, known)
    return [_located(issue, tables, places, name) for issue in found if issue.blocking][:MAX_ISSUES]


def _located(issue: Issue, tables: Frames, places: Mapping[str, ListedService], name: str) -> Issue:
    frame = tables.get(issue.file)
    column = {"service": "id", "provider": "ico"}.get(issue.file, "service_id")
    if frame is None or column not in frame or issue.row < 2:
        return issue
    place = places.get(str(frame[column].iloc[issue.row - 2]))
    if place is None:
        return issue
    return replace(issue, file=name, row=place.read.row, column=place.read.column(f"{issue.file}.{issue.column}"))


def _registered(services: pd.DataFrame) -> int:
    return int((services["source_id"] == SOURCE_ID).sum())


def _moved(services: pd.DataFrame, now: int, name: str) -> Issue | None:
    """The refusal when the number of services moved by more than the limit; exactly the limit is usual."""
    before = _registered(services)
    if before == 0 or abs(now - before) * 100 <= MAX_MOVE_PERCENT * before:
        return None
    return Issue(name, 0, "", str(now),
                 "the number of the region's services moved from {before} to {now}, by more than {percent} %",
                 "Check the file; if the number is right, confirm the import",
                 values={"before": before, "now": now, "percent": MAX_MOVE_PERCENT})


def _tell(result: Merged, register: Settled, remarks: Remarks) -> None:
    """Remarks on what did not go smoothly into the published tables."""
    for conflict in result.conflicts:
        remark_on(remarks, conflict.service.read.row, conflict.service.read.column("formy"), conflict.service.id,
                  "the network has {in_network}, registered are now {registered}; the network's capacity is not kept",
                  "Write the capacity in the network anew",
                  in_network=conflict.in_network, registered=conflict.registered)
    for identifier in result.dropped:
        remark_on(remarks, 0, "", identifier, "rows of the region refer to an illustrative service and go with it",
                  "Enter the service, or correct its identifier in the network")
    for identifier in result.kept:
        if identifier not in register.left_out:
            remark_on(remarks, 0, "", identifier,
                      "the register does not list the service; it stays, as others refer to it",
                      "Write its end in the table service, or correct its identifier")
    for identifier in result.removed:
        remark_on(remarks, 0, "", identifier,
                  "the register does not list the service and nothing refers to it; it goes",
                  "Nothing has to be done")


def _matched(
    versions: pd.DataFrame, result: Merged, register: Settled, state_day: date, remarks: Remarks,
) -> dict[str, int | None]:
    """How many services only the network or only the register has on the day; each is told in a remark."""
    holding = versions.loc[periods.valid_on(versions, NETWORK_VERSION, state_day).to_numpy(dtype=bool), "code"]
    if holding.empty:
        remark_on(remarks, 0, "", "", "no version of the network holds on {day}; services were not compared with it",
                  "Enter the network of the day to have them compared", day=state_day)
        return {"network_only": None, "register_only": None}
    membership = result.tables["network_membership"]
    membership = membership[membership["version_code"].isin(holding)]
    members = sorted(set(membership.loc[membership["level"] != NetworkLevel.OUTSIDE, "service_id"]) - register.left_out)
    listed = {service.id: service for service in register.services}
    absent = [identifier for identifier in members if identifier not in listed]
    for identifier in absent:
        remark_on(remarks, 0, "", identifier, "the service is in the network and not in the register",
                  "Correct its identifier, or take it out of the network")
    for service in (listed[identifier] for identifier in members if identifier in listed):
        if service.ends is not None and service.ends < state_day:
            remark_on(remarks, service.read.row, service.read.column("datumPoskytovaniDo"), service.id,
                      "the service is in the network and ended in the register on {day}",
                      "Take it out of the network", day=service.ends)
    judged = set(membership["service_id"])
    open_ones = [service for service in register.services if service.id not in judged and service.begins <= state_day
                 and (service.ends is None or service.ends >= state_day)]
    for service in open_ones:
        remark_on(remarks, service.read.row, service.read.column(""), service.id,
                  "the service is in the register and not in the network",
                  "Nothing has to be done, unless it belongs to the network")
    return {"network_only": len(absent), "register_only": len(open_ones)}
