"""The data package: datapackage.json and the files it names, taken whole or refused whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from lib.errors import Issue, RejectedPackage
from lib.importers.base import (
    MAX_FILE_BYTES,
    MAX_ISSUES,
    MAX_PACKAGE_BYTES,
    LoadedPackage,
    decode,
    inner_name,
    inner_path,
    read_bytes,
    read_csv,
    read_json,
    rejected,
)
from lib.importers.boundaries import read_boundaries
from lib.model.datapackage import DESCRIPTOR, checksum_of
from lib.model.schemas import TABLES, empty_frame

MAX_DESCRIPTOR_BYTES = 5 * 1024 * 1024
REMAKE = "Make the descriptor again: python -m lib package"


class PackageFiles(Protocol):
    """Where the files of a package are read from: a folder or an archive."""

    def read(self, written: object, named_by: str, limit: int) -> bytes:
        """The file at the path `written` in the file `named_by`, no larger than `limit` bytes.

        Raises
        ------
        RejectedPackage : the path is not one of a file inside the package, or the file cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a package that lies in a folder."""

    root: Path

    def read(self, written: object, named_by: str, limit: int) -> bytes:
        path = inner_path(self.root, inner_name(written, named_by), named_by)
        return read_bytes(path, str(written), limit)


@dataclass(frozen=True, slots=True)
class _File:
    """One data file as read: the table it belongs to, its path as written in the descriptor, its bytes."""

    table: str
    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one file within a table: where they begin in the table and how the file counts its first row."""

    path: str
    rows: int
    first_row: int


def package_checksum(root: Path) -> str:
    """The checksum of the package's data files: of which table they are, where they lie, and their bytes.

    Nothing is parsed but the descriptor, whose own words (titles, descriptions) do not count: they change no figure.

    Raises
    ------
    RejectedPackage : the descriptor is broken, or a file is missing, too large or outside the package.
    """
    _, files = _read_files(Folder(root))
    return checksum_of([(file.table, file.path, file.content) for file in files])


def load_package(root: Path) -> LoadedPackage:
    """The data package whose datapackage.json lies in the folder `root`; see `load_files`."""
    return load_files(Folder(root))


def load_files(source: PackageFiles) -> LoadedPackage:
    """Every table of a data package, typed and checked.

    Parameters
    ----------
    source : where its files are. A resource of datapackage.json is a table of `lib.model.schemas.TABLES`; its `path` is
        a file or a list of files whose rows are put together.

    Returns
    -------
    Frames by table, columns in the declared order, rows in the order of the files.

    Raises
    ------
    RejectedPackage : with every problem found, each with file, row, column, value, rule and remedy. Rows count the
        header as row 1; features of GeoJSON are counted from 1.
    """
    # pandera takes about a second to import; a start that finds nothing new does not need it.
    from lib.model.checks import package_issues, table_issues

    descriptor, files = _read_files(source)
    frames: dict[str, pd.DataFrame] = {}
    parts: dict[str, list[_Part]] = {}
    issues: list[Issue] = []
    for name in TABLES:
        mine = [file for file in files if file.table == name]
        if mine:
            frame, found, parts[name] = _read_table(name, mine)
            issues += found
            if not found:
                frames[name] = frame
        elif TABLES[name].optional:
            frames[name], parts[name] = empty_frame(TABLES[name]), [_Part(f"{name}.csv", 0, 2)]
    labels = {name: name for name in frames}
    if issues:
        for name, frame in frames.items():
            issues += _located(table_issues(TABLES[name], frame, name), parts)
    else:
        issues += _located(package_issues(frames, labels), parts)
    if issues:
        raise RejectedPackage(issues)
    checksum = checksum_of([(file.table, file.path, file.content) for file in files])
    stale = () if descriptor.get("hash") == f"sha256:{checksum}" else (
        Issue(DESCRIPTOR, 0, "hash", str(descriptor.get("hash", ""))[:80], "the data files differ from the descriptor",
              REMAKE, blocking=False),
    )
    return LoadedPackage(frames, checksum, str(descriptor.get("name", "")), stale)


def _read_table(name: str, files: Sequence[_File]) -> tuple[pd.DataFrame, list[Issue], list[_Part]]:
    frames: list[pd.DataFrame] = []
    issues: list[Issue] = []
    parts: list[_Part] = []
    for file in files:
        table = TABLES[name]
        is_map = any(field.kind == "geometry" for field in table.fields)
        try:
            frame, found = (read_boundaries if is_map else read_csv)(table, file.content, file.path)
        except RejectedPackage as refusal:
            frame, found = pd.DataFrame(), list(refusal.issues)
        frames.append(frame)
        issues += found
        parts.append(_Part(file.path, len(frame), 1 if is_map else 2))
    return (pd.DataFrame() if issues else pd.concat(frames, ignore_index=True)), issues, parts


def _located(issues: Sequence[Issue], parts: dict[str, list[_Part]]) -> list[Issue]:
    """Issues of whole tables, told by the file and row the person can open. Checks name the table as the file."""
    located: list[Issue] = []
    for issue in issues[:MAX_ISSUES]:
        path, row = issue.file, issue.row
        if row == 0 and path in parts:
            path = ", ".join(part.path for part in parts[path])
        elif path in parts:
            path, row = _place(parts[path], row - 2)
        located.append(replace(issue, file=path, row=row))
    return located


def _place(parts: Sequence[_Part], position: int) -> tuple[str, int]:
    for part in parts[:-1]:
        if position < part.rows:
            return part.path, position + part.first_row
        position -= part.rows
    return parts[-1].path, position + parts[-1].first_row


def _read_files(source: PackageFiles) -> tuple[dict[str, Any], list[_File]]:
    descriptor = _read_descriptor(source)
    files: list[_File] = []
    issues: list[Issue] = []
    left = MAX_PACKAGE_BYTES
    for name, written in _named_paths(descriptor):
        try:
            content = source.read(written, DESCRIPTOR, MAX_FILE_BYTES)
        except RejectedPackage as refusal:
            issues += refusal.issues
            continue
        left -= len(content)
        if left < 0:
            raise rejected(DESCRIPTOR, 0, "", "", "the files have more than {limit} bytes together",
                           "Send less data at once", limit=MAX_PACKAGE_BYTES)
        files.append(_File(name, str(written), content))
    if issues:
        raise RejectedPackage(issues)
    return descriptor, files


def _read_descriptor(source: PackageFiles) -> dict[str, Any]:
    text = decode(source.read(DESCRIPTOR, DESCRIPTOR, MAX_DESCRIPTOR_BYTES), DESCRIPTOR)
    descriptor = read_json(text, DESCRIPTOR, REMAKE)
    if not isinstance(descriptor, dict):
        raise rejected(DESCRIPTOR, 0, "", "", "the file describes no package", REMAKE)
    return descriptor


def _named_paths(descriptor: dict[str, Any]) -> list[tuple[str, object]]:
    """Table and path as written, for every file the descriptor names."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise rejected(DESCRIPTOR, 0, "resources", "", "the package lists no resources", REMAKE)
    names = [resource.get("name") for resource in resources]
    for name in names:
        if not isinstance(name, str) or name not in TABLES:
            raise rejected(DESCRIPTOR, 0, "name", str(name)[:80], "no table is called so", "Remove the resource")
        if names.count(name) > 1:
            raise rejected(DESCRIPTOR, 0, "name", str(name), "the table is listed twice", "List its files in one place")
    named: list[tuple[str, object]] = []
    for resource in resources:
        paths = resource.get("path")
        named += [(resource["name"], path) for path in (paths if isinstance(paths, list) else [paths])]
    repeated = [path for _, path in named if sum(path == other for _, other in named) > 1]
    if repeated:
        raise rejected(DESCRIPTOR, 0, "path", str(repeated[0])[:80], "the file is listed twice", REMAKE)
    return named
