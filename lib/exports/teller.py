"""Numbers told with the cells they come from: what sentences, tables and charts of a pack are made of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.charts.style import Look
from lib.exports.document import Bound, Grid, Series
from lib.exports.labels import absences, domain_of
from lib.model.fields import Field
from lib.text import formats
from lib.text.messages import Words
from lib.views.base import Sheet

NO_SIGN = ("share", "pct", "index", "unit", None)
"""Units that stand in no amount: a share is printed as per cent."""


class Teller:
    """The tables of a document in its language, asked cell by cell."""

    def __init__(self, words: Words, sheets: Mapping[str, Sheet]) -> None:
        self.words = words
        self.sheets = sheets
        self._columns: dict[tuple[str, str], list[Any]] = {}

    def rows(self, table: str, **equals: object) -> tuple[int, ...]:
        """Positions of the rows whose columns equal the values, in their order; no condition: all rows."""
        frame = self.sheets[table].frame
        found = pd.Series(True, index=frame.index)
        for column, value in equals.items():
            found &= frame[column].isna() if value is None else (frame[column] == value).fillna(value=False)
        return tuple(position for position, hit in enumerate(found) if hit)

    def row(self, table: str, **equals: object) -> int:
        """The position of the one row whose columns equal the values.

        Raises
        ------
        LookupError : there is none, or there are more: the caller asked for what is no key.
        """
        found = self.rows(table, **equals)
        if len(found) != 1:
            raise LookupError(f"{table} has {len(found)} rows with {equals}")
        return found[0]

    def exact(self, table: str, row: int, column: str) -> Any:
        """The value of a cell; None where it is absent."""
        if (table, column) not in self._columns:
            self._columns[table, column] = list(self.sheets[table].frame[column])
        value = self._columns[table, column][row]
        if formats.is_missing(value):
            return None
        if isinstance(value, np.generic):
            return value.item()  # a number of Python, so that what a sentence is told is what its declaration says
        return value.date() if isinstance(value, pd.Timestamp) else value

    def cell(
        self, table: str, row: int, column: str, *, digits: int | None = None, significant: int | None = None,
        absolute: bool = False,
    ) -> Bound:
        """A cell as it is printed inside a sentence: the number alone, a share as per cent, a day, a code in words.

        `absolute`: without its sign, where the words of the sentence say which way.
        """
        value = self.exact(table, row, column)
        field = self.sheets[table].table.field(column)
        told = abs(value) if absolute and value is not None else value
        return Bound(self._shown(field, told, digits, significant), value, table, column, (row,))

    def count(self, table: str, rows: Sequence[int], column: str | None = None) -> Bound:
        """How many rows there are; `column` is the one that tells them from the others, the key's first if none is."""
        key = column or self.sheets[table].table.columns[0]
        return Bound(formats.number(len(rows), self.words.lang), len(rows), table, key, tuple(rows), "count")

    def total(self, table: str, rows: Sequence[int], column: str, *, significant: int | None = None,
              absolute: bool = False) -> Bound:
        """The cells of a column added; unknown as soon as one of them is."""
        values = [self.exact(table, row, column) for row in rows]
        value = None if None in values else sum(values)
        told = abs(value) if absolute and value is not None else value
        shown = self._shown(self.sheets[table].table.field(column), told, None, significant)
        return Bound(shown, value, table, column, tuple(rows), "sum")

    def printed(self, table: str, row: int, column: str, *, digits: int | None = None,
                significant: int | None = None) -> str:
        """A cell as it stands in a table: codes in words, what is absent as the word for its absence."""
        sheet = self.sheets[table]
        field = sheet.table.field(column)
        if self.exact(table, row, column) is None:
            meaning = absences(field, sheet.frame.iloc[row:row + 1]).iloc[0]
            return self.words.label("empty", meaning)
        return self._shown(field, self.exact(table, row, column), digits, significant)

    def grid(
        self, key: str, title: str, table: str, columns: Sequence[str], rows: Sequence[int] | None = None, *,
        heads: Mapping[str, str] | None = None, digits: Mapping[str, int] | None = None,
        significant: Mapping[str, int] | None = None,
        emphasised: Sequence[int] = (), looks: Mapping[tuple[int, int], Look] | None = None,
    ) -> Grid:
        """Some columns and rows of a table as printed; heads are titles of the columns with their units.

        `rows` are positions in the table, all of them if none are given; `heads` replace titles that are too long.
        `digits` after the decimal point or `significant` ones are asked for by column.
        """
        sheet, named = self.sheets[table], heads or {}
        taken = self.rows(table) if rows is None else tuple(rows)
        fields = [sheet.table.field(column) for column in columns]
        return Grid(
            key, title, table, tuple(columns), tuple(named.get(field.name) or self._head(field) for field in fields),
            tuple(field.kind in ("integer", "number") for field in fields), taken,
            tuple(tuple(self.printed(table, row, column, digits=(digits or {}).get(column),
                                     significant=(significant or {}).get(column)) for column in columns)
                  for row in taken),
            tuple(emphasised), dict(looks or {}),
        )

    def series(  # noqa: PLR0917
        self, table: str, rows: Sequence[int], column: str, title: str, look: Look, looks: Sequence[Look] = (), *,
        digits: int | None = None, significant: int | None = None,
    ) -> Series:
        """One series of a chart."""
        values = [self.exact(table, row, column) for row in rows]
        return Series(
            column, title, tuple(None if value is None else float(value) for value in values),
            tuple(self.printed(table, row, column, digits=digits, significant=significant) for row in rows),
            look, tuple(looks),
        )

    def _head(self, field: Field) -> str:
        unit = "" if field.unit in NO_SIGN else f" ({formats.unit_name(str(field.unit), self.words.lang)})"
        return f"{self.words.title(field)}{unit}"

    def _shown(self, field: Field, value: Any, digits: int | None, significant: int | None) -> str:
        return printed_value(self.words, field, value, digits=digits, significant=significant)


def printed_value(
    words: Words, field: Field, value: Any, *, digits: int | None = None, significant: int | None = None
) -> str:
    """One value of a column as people read it: codes in words, a share as per cent, a day; None is unknown."""
    domain = domain_of(field)
    if value is None:
        return words.label("empty", "unknown")
    if domain is not None:
        return ", ".join(words.label(domain, code) for code in str(value).split())
    if field.kind in ("integer", "number"):
        return _number(field, value, words.lang, digits, significant)
    if field.kind == "boolean":
        return words("yes") if value else words("no")
    return formats.date(value, words.lang) if isinstance(value, date) else str(value)


def _number(field: Field, value: Any, lang: str, digits: int | None, significant: int | None) -> str:
    if field.unit == "share":
        return formats.percent(value, lang, digits or 0)
    if field.unit == "pct":
        return formats.amount(value, "pct", lang, digits=digits, significant=significant)
    return formats.number(value, lang, digits=digits, significant=significant)
