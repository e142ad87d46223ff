"""Workbooks as a person edits them: filled from tables, opened, changed by table, row and field, and saved."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pandas as pd

from lib.exports.workbook import workbook_bytes
from lib.model.schemas import TABLES
from lib.model.workbook import FIRST_ROW, GROUPS, NAME_ROW, SHEET_TABLES, sheet_names
from lib.text.messages import words_for

PUBLISHED = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)
SHEETS = sheet_names(SHEET_TABLES, "cs")
"""Czech names of the sheets by table."""


def filled(frames: Mapping[str, pd.DataFrame], group: str = "everything", lang: str = "cs") -> bytes:
    """The workbook of release 3 with the tables of a group."""
    return workbook_bytes(frames, GROUPS[group], words_for(lang), number=3, published_at=PUBLISHED)


class Edited:
    """A workbook open in somebody's spreadsheet program."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(content))

    def page(self, table: str) -> Any:
        """The Czech sheet of a table."""
        return self.book[SHEETS[table]]

    def column(self, table: str, field: str) -> int:
        """The column of a field, from 1."""
        return next(cell.column for cell in self.page(table)[NAME_ROW] if cell.value == field)

    def row(self, table: str, *key: str) -> int:
        """The row whose key is this, days as ISO dates."""
        columns = [self.column(table, name) for name in TABLES[table].key]
        for row in range(FIRST_ROW, self.page(table).max_row + 1):
            if tuple(_text(self.page(table).cell(row, column).value) for column in columns) == key:
                return row
        raise KeyError(key)

    def cell(self, table: str, key: tuple[str, ...], field: str) -> Any:
        """The cell of a row and a field."""
        return self.page(table).cell(self.row(table, *key), self.column(table, field))

    def put(self, table: str, key: tuple[str, ...], field: str, value: object) -> None:
        """Write a value into the row of a key."""
        self.cell(table, key, field).value = value

    def add(self, table: str, **values: object) -> int:
        """Write a row below the last one; returns its number."""
        row = self.page(table).max_row + 1
        for field, value in values.items():
            self.page(table).cell(row, self.column(table, field)).value = value
        return row

    def saved(self) -> bytes:
        """The file."""
        buffer = BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def _text(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def day(text: str) -> datetime:
    """A day as a spreadsheet has it."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time())


def changed_part(content: bytes, part: str, change: Any) -> bytes:
    """The archive with one part changed by a function of its bytes; a part that is not there begins empty."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, change(old.read(part) if part in old.namelist() else b""))
    return buffer.getvalue()


def part_of(content: bytes, sheet: str) -> str:
    """The part of the archive that holds a sheet."""
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    return str(book[sheet]._worksheet_path).lstrip("/")


def rows_to_the_end(columns: int = 3, last: int = 1_048_576) -> Iterator[bytes]:
    """XML of rows 3 to the last one a sheet can have, every cell the number 1."""
    letters = "ABCDEFGHIJ"[:columns]
    for row in range(FIRST_ROW, last + 1):
        cells = "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in letters)
        yield f'<row r="{row}">{cells}</row>'.encode()


def filled_to_the_end(content: bytes, table: str) -> bytes:
    """The workbook with the sheet of a table filled to its last row."""
    return changed_part(content, part_of(content, SHEETS[table]), lambda xml: (
        xml[:xml.index(b"</sheetData>")] + b"".join(rows_to_the_end()) + xml[xml.index(b"</sheetData>"):]))
