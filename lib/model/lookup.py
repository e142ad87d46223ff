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
    return np.fromiter((place.get(value, -1) for value in values.tolist()), dtype=np.intp, count=len(values))


def taken(values: pd.Series, where: Positions) -> pd.Series:
    """Values at the positions, on a fresh index; absent where the position is -1."""
    return values.reset_index(drop=True).reindex(where).reset_index(drop=True)


def numbers(values: pd.Series) -> Floats:
    """Numbers with NaN where the value is not known."""
    floats: Floats = values.to_numpy(dtype="float64", na_value=np.nan)
    return floats


def numbers_at(values: pd.Series, where: Positions) -> Floats:
    """Numbers at the positions; NaN where the position is -1 or the value is not known."""
    return np.append(numbers(values), np.nan)[where]


def joined(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """One text per row from several codes; the space between them sorts before every character of a code."""
    text = frame[columns[0]]
    for name in columns[1:]:
        text = text + " " + frame[name]
    return text.reset_index(drop=True)


def numbered(frame: pd.DataFrame, columns: tuple[str, ...]) -> tuple[Positions, pd.DataFrame]:
    """Number of each row's key among the sorted distinct keys, and the table of these keys."""
    number, distinct = pd.factorize(joined(frame, columns), sort=True)
    first = np.zeros(len(distinct), dtype=np.intp)
    first[number[::-1]] = np.arange(len(frame))[::-1]
    return number, frame[list(columns)].take(first).reset_index(drop=True)


def ratio(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """part / whole; NaN where the whole is zero or one of them is not known."""
    below = np.asarray(whole, dtype=np.float64)
    result: Floats = np.divide(part, below, out=np.full(below.shape, np.nan), where=below > 0)
    return result


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small frame as dictionaries by column, for showing them one by one."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
