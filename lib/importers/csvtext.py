"""CSV as people send it: encoding and separator found out, every record with the number a spreadsheet gives it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lib.errors import Issue, RejectedPackage
from lib.importers.base import MAX_ISSUES, rejected

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
"""Rows of one table. Ten years of inhabitants of a thousand municipalities in twenty age groups are as many."""

MAX_LINE_CHARACTERS = 2_000_000
"""The official border of one municipality takes up to some hundred thousand."""

CZECH_IN_UTF8 = re.compile(b"|".join(letter.encode() for letter in "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"))
ONLY_IN_1250 = re.compile(rb"[\x8a\x8d\x8e\x9a\x9d\x9e]")
"""Š, Ť, Ž, š, ť, ž of Windows-1250."""

ONLY_IN_LATIN_2 = re.compile(rb"[\xa9\xab\xae\xb9\xbb\xbe]")
"""The same letters of ISO-8859-2. In Windows-1250 the bytes are signs and letters that Czech has not."""

Encoding = Literal["UTF-8", "Windows-1250"]


@dataclass(frozen=True, slots=True)
class CsvText:
    """The cells of a file as written.

    `file` is its name. `rows` are records with as many cells as the header, each with its number (the header is record
    1); records without any value are left out. `numbers` are the numbers alone. `issues` are the records that have
    another number of cells.
    """

    file: str
    encoding: Encoding
    separator: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    numbers: tuple[int, ...]
    issues: tuple[Issue, ...]


def read_csv_text(content: bytes, file: str) -> CsvText:
    """The records of a CSV file in UTF-8 or Windows-1250 with commas or semicolons.

    Raises
    ------
    RejectedPackage : the file is too large, empty, in another encoding or no text, has an endless line, separates its
        columns by something else, or a quotation mark is never closed.
    """
    if len(content) > MAX_BYTES:
        raise rejected(file, 0, "", "", "the file has {size} bytes, the limit is {limit}",
                       "Check that this is the right file; send less data at once", size=len(content), limit=MAX_BYTES)
    text, encoding = _decoded(content, file)
    if not text.strip():
        raise rejected(file, 0, "", "", "the file is empty", "Check that this is the right file")
    _refuse_long_lines(text, file)
    separator = _separator(text, file)
    records = _records(text, separator, file)
    _, header = next(records)
    rows: list[tuple[int, list[str]]] = []
    issues: list[Issue] = []
    remedy = ("Put values with a semicolon in quotation marks" if separator == ";"
              else "Put values with a comma in quotation marks; delete empty rows")
    for number, cells in records:
        if len(cells) == len(header):
            rows.append((number, cells))
        elif len(issues) < MAX_ISSUES:
            issues.append(Issue(file, number, "", separator.join(cells)[:80],
                                "the row has {cells} cells instead of {columns}", remedy,
                                values={"cells": len(cells), "columns": len(header)}))
        if len(rows) > MAX_ROWS:
            raise rejected(file, number, "", "", "the table has more than {limit} rows",
                           "Check that this is the right file; send less data at once", limit=MAX_ROWS)
    return CsvText(
        file, encoding, separator, tuple(cell.strip() for cell in header), tuple(rows),
        tuple(number for number, _ in rows), tuple(issues),
    )


def _decoded(content: bytes, file: str) -> tuple[str, Encoding]:
    zero = content.find(b"\0")
    if zero >= 0 or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise rejected(file, content.count(b"\n", 0, max(zero, 0)) + 1, "", "",
                       "a zero byte stands here: the file is in UTF-16 or is no text", "Save the file as CSV UTF-8")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        first = error
    foreign = CZECH_IN_UTF8.search(content) or (ONLY_IN_LATIN_2.search(content) and not ONLY_IN_1250.search(content))
    if not foreign:
        try:
            return content.decode("cp1250"), "Windows-1250"
        except UnicodeDecodeError as error:
            first = error
    raise rejected(file, content.count(b"\n", 0, first.start) + 1, "", repr(content[first.start:first.end])[2:-1],
                   "the file is in neither UTF-8 nor Windows-1250", "Save the file as CSV UTF-8")


def _refuse_long_lines(text: str, file: str) -> None:
    begin, line = 0, 1
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if end - begin > MAX_LINE_CHARACTERS:
            raise rejected(file, line, "", text[begin:begin + 20], "the line has more than {limit} characters",
                           "Check that this is the right file", limit=MAX_LINE_CHARACTERS)
        begin, line = end + 1, line + 1


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    """Records of the text; quotation marks that do not match are an error.

    The standard limit of a cell is shorter than a border. It is one for the whole process, and other packages set it
    too, so it is set before every reading.
    """
    csv.field_size_limit(MAX_LINE_CHARACTERS)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _separator(text: str, file: str) -> str:
    """The sign that divides the first record into more cells."""
    cells = {}
    for sign in ",;":
        try:
            cells[sign] = len(next(_reader(text, sign)))
        except csv.Error:
            cells[sign] = 0  # quotation marks as the other separator has them, or broken; the rows will tell
    if max(cells.values()) == 1:
        raise rejected(file, 1, "", text[:80].splitlines()[0],
                       "columns are divided neither by commas nor by semicolons",
                       "Save the file as CSV with commas or semicolons")
    return ";" if cells[";"] > cells[","] else ","


def _records(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The header and every record that has a value, with their numbers."""
    reader = _reader(text, separator)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1 or any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise RejectedPackage([Issue(file, number + 1, "", "", "the row cannot be read",
                                     "Check quotation marks in the row")]) from None
