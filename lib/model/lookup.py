"""Rows found by code and by several codes together, quickly and without merging frames."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


def positions(values: pd.Series, keys: pd.Series) -> Positions:
    """Position of each value among unique keys; -1 where there is none."""
    place = {code: position for position, code in enumerate(keys.tolist())}
    return np.array([place.get(value, -1) for value in values.tolist()], dtype=np.intp)


def taken(values: pd.Series, where: Positions) -> pd.Series:
    """Values at the positions, on a fresh index; absent where the position is -1."""
    return pd.Series(values.array.take(where, allow_fill=True), copy=False)


def numbers(values: pd.Series) -> Floats:
    """Numbers with NaN where the value is not known."""
    floats: Floats = values.to_numpy(dtype="float64", na_value=np.nan)
    return floats


def numbers_at(values: pd.Series, where: Positions) -> Floats:
    """Numbers at the positions; NaN where the position is -1 or the value is not known."""
    return np.append(numbers(values), np.nan)[where]


def whole(values: npt.ArrayLike) -> pd.Series:
    """Counts as Int64; NA where the number is not known."""
    floats = np.asarray(values, dtype=np.float64)
    unknown = np.isnan(floats)
    return pd.Series(pd.arrays.IntegerArray(np.where(unknown, 0, floats).astype(np.int64), unknown), copy=False)


def distinct(values: pd.Series) -> tuple[Positions, pd.Series]:
    """Number of each value among the sorted distinct values, and these values."""
    texts = values.tolist()
    kinds = sorted(set(texts))
    place = {kind: position for position, kind in enumerate(kinds)}
    return np.array([place[text] for text in texts], dtype=np.intp), pd.Series(kinds, dtype=values.dtype)


def ranges(start: Positions, count: Positions) -> tuple[Positions, Positions]:
    """For every range start, start + 1, … of so many: which range a member belongs to, and the member itself."""
    owner = np.repeat(np.arange(len(count)), count)
    ends = np.cumsum(count)
    return owner, np.arange(len(owner)) - (ends - count)[owner] + start[owner]


def joined(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """One text per row from several codes; the space between them sorts before every character of a code."""
    text = frame[columns[0]]
    for name in columns[1:]:
        text = text + " " + frame[name]
    return text.reset_index(drop=True)


def numbered(*columns: pd.Series) -> tuple[Positions, pd.DataFrame]:
    """Number of each row's key among the sorted distinct keys, and the table of these keys."""
    parts = [distinct(column) for column in columns]
    number = np.zeros(len(columns[0]), dtype=np.intp)
    for part, kinds in parts:
        number = number * len(kinds) + part
    kept, number = np.unique(number, return_inverse=True)
    keys: dict[str, pd.Series] = {}
    for column, (_, kinds) in reversed(list(zip(columns, parts, strict=True))):
        keys[str(column.name)] = taken(kinds, kept % max(len(kinds), 1))
        kept = kept // max(len(kinds), 1)
    return number, pd.DataFrame(keys)[[str(column.name) for column in columns]]


def ratio(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """part / whole; NaN where the whole is zero or one of them is not known."""
    below = np.asarray(whole, dtype=np.float64)
    result: Floats = np.divide(part, below, out=np.full(below.shape, np.nan), where=below > 0)
    return result


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small frame as dictionaries by column, for showing them one by one.

    Column by column, because `DataFrame.to_dict` looks at every cell of an Arrow column by itself.
    """
    names = [str(name) for name in frame.columns]
    columns = (frame[name].tolist() for name in frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
