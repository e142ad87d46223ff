"""Which importer reads what was sent in: one list for the desk and the command line."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from lib.desk.drafts import Frames, Importer, Sent
from lib.errors import BadSelection
from lib.model.datapackage import DESCRIPTOR
from lib.model.incoming import ImportKind, Incoming

if TYPE_CHECKING:
    from lib.importers.cards import PlanOfCards

DATED = (ImportKind.REGISTER, ImportKind.BOUNDARIES)
"""Kinds whose file does not say of which day it is."""

BLOCK_BYTES = 1024 * 1024
POPULATION_MARKS = (b"uzemi_cis", b"vuzemi_cis")


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be said beside the file.

    `state_day` is the day a register or borders are of; `plan` the new plan that cards belong to (None: the plan that
    has these cards); `confirmed` that an unusual change of the register is right; `territory_changes` that a changed
    territory is to be taken over; `code_lists` the register's own lists of codes by name.
    """

    table: str | None = None
    state_day: date | None = None
    plan: "PlanOfCards | None" = None
    confirmed: bool = False
    territory_changes: bool = False
    code_lists: Mapping[str, bytes] = field(default_factory=dict)


def sent(kind: ImportKind, name: str, source: BinaryIO) -> Sent:
    """The kind, name and checksum of a file for the log; the file is read through and put back to its beginning."""
    source.seek(0)
    digest = sha256()
    while block := source.read(BLOCK_BYTES):
        digest.update(block)
    source.seek(0)
    return Sent(kind, name, digest.hexdigest())


def recognised(name: str, source: BinaryIO) -> ImportKind:
    """What kind of file this seems to be, from its name and its beginning; somebody may still say otherwise."""
    head = source.read(4096)
    source.seek(0)
    ending = name.lower().rpartition(".")[2]
    if ending in ("xlsx", "xlsm", "xls"):
        return ImportKind.WORKBOOK
    if ending in ("pdf", "txt"):
        return ImportKind.CARDS
    if ending == "csv":
        return ImportKind.POPULATION if any(mark in head for mark in POPULATION_MARKS) else ImportKind.TABLE
    if ending == "zip":
        return ImportKind.PACKAGE if _holds_descriptor(source) else ImportKind.BOUNDARIES
    if ending == "json" and b'"FeatureCollection"' not in head:
        return ImportKind.REGISTER
    return ImportKind.BOUNDARIES


def _holds_descriptor(source: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(source) as archive:
            return any(member.rpartition("/")[2] == DESCRIPTOR for member in archive.namelist())
    except zipfile.BadZipFile:
        return True  # the package importer says what is wrong with the archive
    finally:
        source.seek(0)


def importer(kind: ImportKind, name: str, source: BinaryIO, asked: Asked) -> Importer:
    """The reader of a file of one kind.

    Raises
    ------
    BadSelection : the kind needs a day and none is given, or is none that comes in as a file.
    """
    if kind in DATED and asked.state_day is None:
        raise BadSelection("day-of-file-needed", "The file does not say of which day it is: give the day.")
    if kind not in READERS:
        raise BadSelection("unknown-kind", "Nothing of the kind {kind} can be sent in.", kind=kind.value)
    read = READERS[kind]
    return lambda known: read(source, name, known, asked)


def filled_from(kind: ImportKind, name: str, source: BinaryIO) -> int | None:
    """The release a file was filled from, None when files of the kind do not say; the file is put back.

    Raises
    ------
    RejectedPackage : the file cannot be read.
    """
    if kind not in RELEASES:
        return None
    content = source.read()
    source.seek(0)
    return RELEASES[kind](content, name)


def _release_of_workbook(content: bytes, name: str) -> int | None:
    from lib.importers.workbook import workbook_release

    return workbook_release(content, name)


def _release_of_table(content: bytes, name: str) -> int | None:
    from lib.importers.tablefile import table_release

    return table_release(content, name)


RELEASES: Mapping[ImportKind, Callable[[bytes, str], int | None]] = {
    ImportKind.WORKBOOK: _release_of_workbook, ImportKind.TABLE: _release_of_table,
}
"""Kinds whose files say which release they were filled from."""


def _workbook(source: BinaryIO, name: str, known: Frames, _asked: Asked) -> Incoming:
    from lib.importers.workbook import import_workbook

    return import_workbook(source.read(), name, known)


def _table(source: BinaryIO, name: str, known: Frames, asked: Asked) -> Incoming:
    from lib.importers.tablefile import import_table

    return import_table(source.read(), name, known, table=asked.table)


def _package(source: BinaryIO, name: str, known: Frames, _asked: Asked) -> Incoming:
    from lib.importers.archive import import_archive

    return import_archive(source.read(), name, known)


def _register(source: BinaryIO, name: str, known: Frames, asked: Asked) -> Incoming:
    from lib.importers.rpss import import_register

    return import_register(source, name, known, state_day=asked.state_day or date.min, code_lists=asked.code_lists,
                           confirmed=asked.confirmed)


def _cards(source: BinaryIO, name: str, known: Frames, asked: Asked) -> Incoming:
    from lib.importers.cards import import_cards

    return import_cards(source.read(), name, known, plan=asked.plan)


def _boundaries(source: BinaryIO, name: str, known: Frames, asked: Asked) -> Incoming:
    from lib.importers.official_boundaries import import_boundaries

    return import_boundaries(source.read(), name, known, vintage=asked.state_day or date.min,
                             territory_changes=asked.territory_changes)


def _population(source: BinaryIO, name: str, known: Frames, _asked: Asked) -> Incoming:
    from lib.importers.population import import_population

    return import_population(source.read(), name, known)


READERS: Mapping[ImportKind, Callable[[BinaryIO, str, Frames, Asked], Incoming]] = {
    ImportKind.WORKBOOK: _workbook, ImportKind.TABLE: _table, ImportKind.PACKAGE: _package,
    ImportKind.REGISTER: _register, ImportKind.CARDS: _cards, ImportKind.BOUNDARIES: _boundaries,
    ImportKind.POPULATION: _population,
}
"""Kinds that come in as a file, in the order they are offered. Importers are loaded when they are needed: some take a
second to."""
