"""CSV: for people with every row saying when, which release and whether it is illustrative; for programs bare."""

import re
from typing import Any

import pandas as pd

from lib.exports.labels import domain_of, in_words
from lib.model.fields import Table
from lib.model.spreadsheets import LABEL, with_apostrophe
from lib.text.messages import Words
from lib.views.base import Sheet

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain_frame(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame in the table's column order, with dates as ISO text.

    Amounts of views are without binary noise; those of stored tables are exact, because files of them come back.
    """
    columns = {}
    for field in table.fields:
        column = frame[field.name]
        if field.kind == "date":
            column = column.dt.strftime("%Y-%m-%d")
        elif field.kind == "number":
            column = column.astype("float64")
            column = column.round(9) if table.derived else column
        elif field.kind == "boolean":
            column = column.map({True: "true", False: "false"})
        columns[field.name] = column
    return pd.DataFrame(columns)


def bare_csv(table: Table, frame: pd.DataFrame) -> str:
    """The contract of the command line: header of field names, ISO dates, decimal point, nothing added."""
    return str(plain_frame(table, frame).to_csv(index=False, lineterminator="\n"))


def printable(value: str) -> str:
    """Text without control characters and halves of characters, which neither XML nor UTF-8 can carry."""
    return _NOT_TEXT.sub("", value)


def defused(value: object) -> object:
    """Printable text; one that a spreadsheet would run as a formula has an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return with_apostrophe(printable(value))


def csv_bytes(sheet: Sheet, words: Words) -> bytes:
    """A sheet for people's spreadsheets: UTF-8 with byte order mark, formulas defused, codes with words beside them.

    The word of a column `class` is in `class_label`. Three columns more say where each row comes from: `valid_on`,
    `release`, `data` (SCÉNÁŘ for a computation over changed capacities, UKÁZKA where illustrative rows enter, else the
    word real). What else was asked for (norm, capacity, second day, scenario) has a column each, named by its key in
    the URL. A table that has a column of such a name keeps its own.
    """
    plain = plain_frame(sheet.table, sheet.frame)
    columns: dict[str, pd.Series] = {}
    for field in sheet.table.fields:
        column = plain[field.name]
        columns[field.name] = column.map(defused, na_action="ignore") if field.kind in ("text", "code") else column
        if domain_of(field) is not None:
            columns[f"{field.name}{LABEL}"] = in_words(words, field, sheet.frame).map(defused)
    provenance = sheet.provenance
    marks = (("SCÉNÁŘ", sheet.scenario), ("UKÁZKA", provenance.demo))
    added: dict[str, Any] = {
        "valid_on": provenance.at.valid_on.isoformat(),
        **{key: defused(value) for key, value in sheet.asked},
        "release": provenance.release.number,
        "data": ", ".join(mark for mark, on in marks if on) or "real",
    }
    frame = pd.DataFrame(columns).assign(**{name: value for name, value in added.items() if name not in columns})
    return BYTE_ORDER_MARK + str(frame.to_csv(index=False, lineterminator="\r\n")).encode()
