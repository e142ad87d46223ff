"""CSV: for people with every row saying when, which release and whether it is illustrative; for programs bare."""

import pandas as pd

from lib.model.fields import Table
from lib.views.base import Sheet

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def plain_frame(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with dates as ISO text and amounts without the noise of binary fractions, in the table's column order."""
    columns = {}
    for field in table.fields:
        column = frame[field.name]
        if field.kind == "date":
            column = column.dt.strftime("%Y-%m-%d")
        elif field.kind == "number":
            column = column.astype("float64").round(9)
        elif field.kind == "boolean":
            column = column.map({True: "true", False: "false"})
        columns[field.name] = column
    return pd.DataFrame(columns)


def bare_csv(table: Table, frame: pd.DataFrame) -> str:
    """The contract of the command line: header of field names, ISO dates, decimal point, nothing added."""
    return str(plain_frame(table, frame).to_csv(index=False, lineterminator="\n"))


def defused(value: object) -> object:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_MARKS) else value


def csv_bytes(sheet: Sheet) -> bytes:
    """A sheet for people's spreadsheets: UTF-8 with mark, codes and names, formulas defused, and three columns more:
    `valid_on`, `release`, `data` (UKÁZKA where illustrative rows enter, else the word real)."""
    frame = plain_frame(sheet.table, sheet.frame)
    for field in sheet.table.fields:
        if field.kind in ("text", "code"):
            frame[field.name] = frame[field.name].map(defused, na_action="ignore")
    provenance = sheet.provenance
    frame = frame.assign(
        valid_on=provenance.at.valid_on.isoformat(),
        release=provenance.release.number,
        data="UKÁZKA" if provenance.demo else "real",
    )
    return b"\xef\xbb\xbf" + str(frame.to_csv(index=False, lineterminator="\r\n")).encode()
