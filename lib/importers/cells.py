"""One cell of a workbook as a value of its column: what is not written as the column asks is a fault, never a guess."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lib.importers.base import NUMBER, UNSAFE
from lib.importers.sheets import Cell
from lib.model.checks import COMPANY_DIGITS, COMPANY_NUMBER
from lib.model.fields import Field, Kind

YES = frozenset({"ANO", "YES", "TRUE", "PRAVDA"})
NO = frozenset({"NE", "NO", "FALSE", "NEPRAVDA"})
LARGEST_INTEGER = 10**15
"""Spreadsheets keep fifteen digits."""

COMMA_NUMBER = re.compile(r"-?[0-9]+,[0-9]+")
WRITTEN_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
LONGEST_DAY = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: the rule and the remedy as templates, and what fills them."""

    text: tuple[str, str]
    values: Mapping[str, object] = field(default_factory=dict)


Read = tuple[Any, Fault | None]
"""The value and what is wrong with how it is written. A value beside a fault only serves to check the other cells."""


def read_cell(column: Field, cell: Cell) -> Read:
    """The value of a cell in a column, None when it cannot be read, and the first fault of the cell.

    A formula and an error of the spreadsheet are faults in any column. A date must be a date, a number a number: text
    that looks like one is a fault, also when it could be understood.
    """
    if cell.kind == "error":
        return None, _fault("the cell shows an error", "Write the value")
    value, fault = _READERS[column.kind](column, cell)
    if cell.formula:
        return value, _fault("the cell holds a formula", "Copy the cell and paste only its value")
    return value, fault


def _fault(rule: str, remedy: str, **values: object) -> Fault:
    return Fault((rule, remedy), values)


def _text(column: Field, cell: Cell) -> Read:
    written = cell.written
    if cell.kind == "text":
        if UNSAFE.search(written):
            return None, _fault("the text holds a control character", "Delete the invisible character")
        bare = written.strip()
        if column.kind == "code" and bare != written:
            return bare or None, _fault("the value begins or ends with a space", "Delete the spaces at its ends")
        return written or None, None
    if cell.kind == "number":
        if column.pattern == COMPANY_NUMBER and written.isdecimal() and len(written) < COMPANY_DIGITS:
            return written, None  # the check of the column says which zeros are missing
        return written, _fault("a number stands where text belongs", "Write it as text: {written}", written=written)
    return written, _fault("a date or a truth value stands where text belongs", "Write it as text: {written}",
                           written=written)


def _number(column: Field, cell: Cell) -> Read:
    if cell.kind == "text":
        return _number_in_text(column, cell.written)
    if not isinstance(cell.value, float):
        return None, _fault("a date or a truth value stands where a number belongs",
                            "Set the format of the cell to a number and write it again")
    if not math.isfinite(cell.value):
        return None, _fault("not a number", "Write a number; leave the cell empty when it is not known")
    if column.kind == "number":
        return cell.value, None
    if not cell.value.is_integer() or abs(cell.value) > LARGEST_INTEGER:
        return None, _fault("not a whole number", "Write digits only, without spaces and decimals")
    return int(cell.value), None


def _number_in_text(column: Field, text: str) -> Read:
    if not text:
        return None, None
    written = text.strip()
    comma = COMMA_NUMBER.fullmatch(written)
    if not comma and not NUMBER.fullmatch(written):
        return None, _fault("not a number", "Write a number; leave the cell empty when it is not known")
    value = float(written.replace(",", "."))
    kept = value if column.kind == "number" and math.isfinite(value) else None
    return kept, _fault(
        "the number is written as text with a decimal comma" if comma else "the number is written as text",
        "Set the format of the cell to a number and write it again")


def _day(_: Field, cell: Cell) -> Read:
    if isinstance(cell.value, datetime):
        day = cell.value.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        return day, None if day == cell.value else _fault("the date has a time of day", "Write the date alone")
    if cell.kind != "text":
        return None, _fault("a number stands where a date belongs", "Write it as a date, for example {example}",
                            example="30.6.2016")
    if not cell.written:
        return None, None
    return _written_day(cell.written.strip()), _fault(
        "the date is written as text", "Set the format of the cell to a date and write it again")


def _written_day(text: str) -> datetime | None:
    found = WRITTEN_DAY.fullmatch(text[:LONGEST_DAY].replace("\u00a0", " "))
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return datetime(int(year), int(month), int(day))
    except ValueError:
        return None  # such as 31 June; the cell is a fault in any case


def _truth(_: Field, cell: Cell) -> Read:
    if isinstance(cell.value, bool):
        return cell.value, None
    if cell.kind == "text" and not cell.written:
        return None, None
    word = cell.written.strip().upper()
    value = True if word in YES else False if word in NO else None
    if cell.kind != "text" or value is None:
        return None, _fault("neither yes nor no", "Write ANO or NE (YES or NO)")
    if cell.written != cell.written.strip():
        return value, _fault("the value begins or ends with a space", "Delete the spaces at its ends")
    return value, None


_READERS: Mapping[Kind, Callable[[Field, Cell], Read]] = {
    "code": _text, "text": _text, "geometry": _text, "integer": _number, "number": _number, "date": _day,
    "boolean": _truth,
}
