"""What differs between two states of the tables, row by row and field by field, and how two changes are put together."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from lib.model.fields import Table
from lib.model.schemas import TABLES

Key = tuple[str, ...]
Frames = Mapping[str, pd.DataFrame]


class ChangeKind(StrEnum):
    """Ended: the row stays and only its period got an earlier end. Removed: the row is no longer there."""

    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after; None: absent."""

    column: str
    before: Hashable
    after: Hashable


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs. `key` are the values of the table's key as text.

    `fields` of a changed row are its changed columns; of a new or removed one all columns that have a value.
    """

    table: str
    key: Key
    kind: ChangeKind
    fields: tuple[FieldChange, ...]

    def value(self, column: str) -> Hashable:
        """The value of a column of a new or removed row, None when it is absent or did not change."""
        return next((each.before if each.after is None else each.after
                     for each in self.fields if each.column == column), None)


@dataclass(frozen=True, slots=True)
class Changes:
    """All rows that differ, in the order of the tables and keys; `unchanged` counts the others by table."""

    rows: tuple[RowChange, ...]
    unchanged: Mapping[str, int]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def of(self, table: str) -> tuple[RowChange, ...]:
        """The changes of one table."""
        return tuple(row for row in self.rows if row.table == table)

    def tables(self) -> tuple[str, ...]:
        """Tables that differ, in their declared order."""
        touched = {row.table for row in self.rows}
        return tuple(name for name in TABLES if name in touched)

    def counts(self) -> pd.DataFrame:
        """One row per table that differs: table, new, changed, ended, removed, unchanged (rows)."""
        return pd.DataFrame([
            {"table": name} | {kind.value: sum(row.kind is kind for row in self.of(name)) for kind in ChangeKind}
            | {"unchanged": self.unchanged.get(name, 0)}
            for name in self.tables()
        ], columns=["table", *(kind.value for kind in ChangeKind), "unchanged"])


@dataclass(frozen=True, slots=True)
class Clash:
    """One row that two changes of the same state leave differently: `mine` and `theirs` against that state."""

    mine: RowChange
    theirs: RowChange


def plain(value: Any) -> Hashable:
    """A value of a frame as plain Python: days as dates, absent as None."""
    return _plain(pd.Series([value]))[0]


def differences(before: Frames, after: Frames) -> Changes:
    """What differs between two states; only tables that both name are compared.

    Order of rows and of columns does not matter. Absent equals absent and nothing else.
    """
    rows: list[RowChange] = []
    unchanged: dict[str, int] = {}
    for name, table in TABLES.items():
        if name not in before or name not in after or before[name] is after[name]:
            continue
        found = list(row_changes(table, before[name], after[name]))
        touched = sum(row.kind is not ChangeKind.NEW for row in found)
        unchanged[name] = len(before[name]) - touched
        rows += found
    return Changes(tuple(rows), unchanged)


def keys(table: Table, frame: pd.DataFrame) -> list[Key]:
    """The key of every row as text, days as ISO dates."""
    columns = [
        (frame[name].dt.strftime("%Y-%m-%d") if table.field(name).kind == "date" else frame[name].astype(str)).tolist()
        for name in table.key
    ]
    return list(zip(*columns, strict=True)) if len(frame) else []


def row_changes(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[RowChange]:
    """What differs between two states of one table, stored or of a view, in the order of its key."""
    old, new = (_by_key(table, frame) for frame in (before, after))
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        fields = tuple(
            FieldChange(name, one, other)
            for name, one, other in zip(table.columns, was or _nothing(table), now or _nothing(table), strict=True)
            if one != other
        )
        if was is None or now is None:
            kind = ChangeKind.NEW if was is None else ChangeKind.REMOVED
        else:
            kind = ChangeKind.ENDED if _only_ended(table, fields) else ChangeKind.CHANGED
        yield RowChange(table.name, key, kind, fields)


def _nothing(table: Table) -> tuple[None, ...]:
    return (None,) * len(table.columns)


def _by_key(table: Table, frame: pd.DataFrame) -> dict[Key, tuple[Hashable, ...]]:
    """Every row as plain values by its key: days as dates, absent as None."""
    columns = [_plain(frame[name]) for name in table.columns]
    return dict(zip(keys(table, frame), zip(*columns, strict=True), strict=True)) if len(frame) else {}


def _plain(column: pd.Series) -> list[Hashable]:
    if column.dtype.kind == "M":
        return list(column.to_numpy().astype("datetime64[D]").tolist())
    if isinstance(column.dtype, np.dtype):
        return [value if known else None for value, known in zip(column.tolist(), column.notna().tolist(), strict=True)]
    return list(column.array.to_numpy(dtype=object, na_value=None))


def _only_ended(table: Table, fields: tuple[FieldChange, ...]) -> bool:
    ends = [each for each in fields if each.column in table.validity[1:]]
    if not ends or any(each.column not in (*table.validity[1:], "source_id") for each in fields):
        return False
    return all(
        each.after is not None and (each.before is None or str(each.after) < str(each.before)) for each in ends
    )


def combined(base: Frames, mine: Frames, theirs: Frames) -> tuple[dict[str, pd.DataFrame], tuple[Clash, ...]]:
    """My changes of a state put on what others have made of it meanwhile.

    Parameters
    ----------
    base : the state both began from. `mine` : the whole tables I changed. `theirs` : the whole state as it is now.

    Returns
    -------
    The tables of `mine` with both changes in them, and the rows that both changed in different ways. Of those rows the
    result has mine. Rows that both changed to the same content are no clash.
    """
    own = differences({name: base[name] for name in mine}, mine)
    other = differences({name: base[name] for name in mine}, {name: theirs[name] for name in mine})
    told = {(row.table, row.key): row for row in other.rows}
    clashes = tuple(
        Clash(row, told[row.table, row.key]) for row in own.rows
        if (row.table, row.key) in told and not _same_outcome(row, told[row.table, row.key])
    )
    return {name: _applied(TABLES[name], theirs[name], mine[name], own.of(name)) for name in mine}, clashes


def without(mine: Frames, theirs: Frames, clashes: tuple[Clash, ...]) -> dict[str, pd.DataFrame]:
    """The combined tables with the rows of the clashes as others left them."""
    result = dict(mine)
    for name in {clash.mine.table for clash in clashes}:
        rows = tuple(clash.theirs for clash in clashes if clash.theirs.table == name)
        result[name] = _applied(TABLES[name], result[name], theirs[name], rows)
    return result


def _same_outcome(one: RowChange, other: RowChange) -> bool:
    def outcome(row: RowChange) -> object:
        return row.kind is ChangeKind.REMOVED or {each.column: each.after for each in row.fields}

    return (one.kind is ChangeKind.REMOVED) == (other.kind is ChangeKind.REMOVED) and outcome(one) == outcome(other)


def _applied(table: Table, onto: pd.DataFrame, wanted: pd.DataFrame, rows: tuple[RowChange, ...]) -> pd.DataFrame:
    """`onto` with the rows named in `rows` as `wanted` has them; a row `wanted` has not is taken out."""
    touched = {row.key for row in rows}
    kept = onto.loc[[key not in touched for key in keys(table, onto)]]
    taken = wanted.loc[[key in touched for key in keys(table, wanted)]]
    result = pd.concat([kept, taken], ignore_index=True).astype(onto.dtypes.to_dict())
    return result.sort_values(list(table.key), ignore_index=True)
