"""Reading files nobody vouches for: paths kept inside, sizes limited, text decoded, every cell typed or reported."""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from lib.errors import Issue, RejectedPackage
from lib.model.fields import Field, Kind, Table
from lib.model.schemas import DTYPES
from lib.model.spreadsheets import without_apostrophe

MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_PACKAGE_BYTES = 3 * MAX_FILE_BYTES
MAX_ISSUES = 1000
"""Problems listed of one file. Who meets a thousand has one cause to mend, not a thousand."""

UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters no text column may hold: PostgreSQL and XML refuse them."""

INTEGER = re.compile(r"-?[0-9]{1,18}")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class LoadedPackage:
    """A data package that passed every check.

    `frames` hold every stored table with the types of `DTYPES`; `checksum` changes when a data file changes; `issues`
    are remarks that do not stop anyone (a descriptor that was not made again).
    """

    frames: Mapping[str, pd.DataFrame]
    checksum: str
    name: str
    issues: tuple[Issue, ...] = ()


class CellError(ValueError):
    """One cell cannot be read as the kind of its column; carries the rule and the remedy."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.remedy = remedy


def inner_name(written: object, file: str) -> str:
    """The path of a file as a descriptor names it, when it does not lead out of the package.

    Raises
    ------
    RejectedPackage : the path is no text, an address, absolute, or leaves the folder; the issue shows it as written.
    """
    if not isinstance(written, str) or not written:
        raise rejected(file, 0, "path", str(written)[:80], "a path must be a text", "Write the path of a file")
    parts = PurePosixPath(written)
    if parts.is_absolute() or ".." in parts.parts or "\\" in written or ":" in written or UNSAFE.search(written):
        raise rejected(file, 0, "path", written, "the path leads out of the package",
                       "Write a path relative to the folder of datapackage.json, with / and without ..")
    return parts.as_posix()


def inner_path(root: Path, written: str, file: str) -> Path:
    """The file at a path of `inner_name`, when it lies inside the package.

    Raises
    ------
    RejectedPackage : the path names nothing, or leaves the folder through a link.
    """
    path = root / written
    try:
        present = path.is_file()
    except OSError as error:  # a folder that must not be entered, a name too long
        raise rejected(written, 0, "", error.strerror or "", "the system does not let the file be read",
                       "Check the permissions of the file and its folder") from error
    if not present:
        raise rejected(written, 0, "", "", "the file is missing", "Add the file to the package")
    if not path.resolve().is_relative_to(root.resolve()):
        raise rejected(file, 0, "path", written, "the path leads out of the package", "Replace the link by the file")
    return path


def read_bytes(path: Path, file: str, limit: int = MAX_FILE_BYTES) -> bytes:
    """The content of a file no larger than `limit`; a larger one is refused unread, as is one the system withholds."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise rejected(file, 0, "", "", "the file has {size} bytes, the limit is {limit}",
                           "Check that this is the right file; send less data at once", size=size, limit=limit)
        with path.open("rb") as opened:
            return opened.read(limit)
    except OSError as error:
        raise rejected(file, 0, "", error.strerror or "", "the system does not let the file be read",
                       "Check the permissions of the file and its folder") from error


def decode(content: bytes, file: str) -> str:
    """UTF-8 text, a byte order mark taken off. The issue of a wrong encoding names the first line that shows it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise rejected(file, row, "", repr(content[error.start:error.end])[2:-1], "the file is not in UTF-8",
                       "Save the file as CSV UTF-8") from error


def read_json(text: str, file: str, remedy: str) -> Any:
    """What a JSON text says.

    Raises
    ------
    RejectedPackage : the text is no JSON (the issue names the line and shows the beginning of what cannot be read), is
        nested too deep, or holds a number with more digits than Python takes.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise rejected(file, error.lineno, "", error.doc[error.pos:error.pos + 20],
                       "the file is no JSON from here on", remedy) from error
    except RecursionError as error:
        raise rejected(file, 0, "", "", "the JSON is nested too deep", remedy) from error
    except ValueError as error:
        raise rejected(file, 0, "", "", "a number in the JSON has too many digits", remedy) from error


def read_csv(table: Table, content: bytes, file: str) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows of a CSV file whose header is exactly the columns of `table`, typed, and what could not be read.

    An apostrophe that our exports put before a text like a formula is taken off. Where there are issues the frame is
    not to be used. Rows count the header as row 1.
    """
    reader = csv.reader(io.StringIO(decode(content, file), newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        header = next(reader, [])
        rows.extend(reader)
    except csv.Error:
        return pd.DataFrame(), [Issue(file, len(rows) + 2, "", "", "the row cannot be read",
                                      "Check quotation marks in the row")]
    issues = _header_issues(table, header, file)
    width = len(table.fields)
    issues += [
        Issue(file, number, "", ",".join(row)[:80], "the row has {cells} cells instead of {columns}",
              "Put values with a comma in quotation marks; delete empty rows",
              values={"cells": len(row), "columns": width})
        for number, row in enumerate(rows, 2) if len(row) != width
    ][:MAX_ISSUES]
    if issues:
        return pd.DataFrame(), issues
    columns = zip(*rows, strict=True) if rows else [()] * width
    return typed(table, [
        [without_apostrophe(cell) for cell in cells] if field.kind in ("text", "code") else cells
        for field, cells in zip(table.fields, columns, strict=True)
    ], file)


def _header_issues(table: Table, header: Sequence[str], file: str) -> list[Issue]:
    if tuple(header) == table.columns:
        return []
    issues = [Issue(file, 1, name, "", "the column is missing", "Add the column")
              for name in table.columns if name not in header]
    issues += [Issue(file, 1, "", name, "the column is not known", "Columns of this table: {columns}",
                     values={"columns": ", ".join(table.columns)})
               for name in header if name not in table.columns]
    return issues or [Issue(file, 1, "", ",".join(header), "the columns are repeated or in another order",
                            "Write them as {header}", values={"header": ",".join(table.columns)})]


def typed(
    table: Table, columns: Sequence[Sequence[str]], file: str, first_row: int = 2,
) -> tuple[pd.DataFrame, list[Issue]]:
    """Written cells, column by column in the order of `table`, as a frame of the types of `DTYPES`.

    An empty cell is an absent value. A cell that is not of its column's kind is an issue, never an absent value.
    """
    issues: list[Issue] = []
    values: dict[str, pd.Series] = {}
    for field, cells in zip(table.fields, columns, strict=True):
        read, found = _column(field, cells, file, first_row)
        issues += found
        values[field.name] = pd.Series(read, dtype=DTYPES[field.kind])
    issues.sort(key=lambda issue: issue.row)
    return pd.DataFrame(values), issues[:MAX_ISSUES]


def _column(field: Field, cells: Sequence[str], file: str, first_row: int) -> tuple[list[Any], list[Issue]]:
    convert = CONVERTERS[field.kind]
    values: list[Any] = []
    issues: list[Issue] = []
    for row, cell in enumerate(cells, first_row):
        value = None
        if cell:
            try:
                value = convert(cell)
            except CellError as error:
                issues.append(Issue(file, row, field.name, cell[:80], error.rule, error.remedy))
        values.append(value)
    return values, issues


def _text(cell: str) -> str:
    if UNSAFE.search(cell):
        raise CellError("the text holds a control character", "Delete the invisible character")
    return cell


def _integer(cell: str) -> int:
    if not INTEGER.fullmatch(cell):
        raise CellError("not a whole number", "Write digits only, without spaces and decimals")
    return int(cell)


def _number(cell: str) -> float:
    if not NUMBER.fullmatch(cell) or not math.isfinite(float(cell)):
        raise CellError("not a number", "Write digits with a decimal point, without spaces and units")
    return float(cell)


def _boolean(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise CellError("neither true nor false", "Write true or false")
    return cell == "true"


def _date(cell: str) -> date:
    try:
        if DATE.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass  # such as 2012-06-31; answered below, as any other cell that is no date
    raise CellError("not a date", "Write the date as YYYY-MM-DD")


CONVERTERS: dict[Kind, Callable[[str], Any]] = {
    "code": _text, "text": _text, "geometry": _text, "integer": _integer, "number": _number, "boolean": _boolean,
    "date": _date,
}


def rejected(  # noqa: PLR0917
    file: str, row: int, column: str, value: str, rule: str, remedy: str, **values: object,
) -> RejectedPackage:
    """The refusal for one reason; the arguments are those of `Issue`."""
    return RejectedPackage([Issue(file, row, column, value, rule, remedy, values=values)])
