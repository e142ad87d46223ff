"""Small tools every part of the story uses: table frames, exact shares of whole numbers, random streams."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from lib.errors import SchemaMismatch
from lib.model.schemas import DTYPES, TABLES

SOURCE_ID = "demo"

Cell = str | int | float | bool | date | None
Row = Mapping[str, Cell]
T = TypeVar("T")


def stream(seed: int, part: str) -> np.random.Generator:
    """A random stream of its own for each part of the story, so that a change in one part leaves the others alone."""
    return np.random.default_rng([seed, *part.encode()])


def table_frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as a frame with the declared columns and dtypes, sorted by key. A column left out of a row is unknown.

    Raises
    ------
    SchemaMismatch : a row has a column the table does not declare, or a key is repeated.
    """
    table = TABLES[name]
    foreign = sorted({column for row in rows for column in row} - set(table.columns))
    if foreign:
        raise SchemaMismatch("foreign-columns", "{table} has no columns {columns}",
                             table=name, columns=", ".join(foreign))
    frame = pd.DataFrame({
        field.name: pd.Series([SOURCE_ID if field.name == "source_id" else row.get(field.name) for row in rows],
                              dtype=DTYPES[field.kind])
        for field in table.fields
    })
    if bool(frame.duplicated(list(table.key)).any()):
        raise SchemaMismatch("repeated-key", "the key {key} is repeated", key=", ".join(table.key))
    return frame.sort_values(list(table.key), kind="stable", ignore_index=True)


def split_exactly(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to `total` (largest remainders)."""
    scale = total / sum(weights)
    exact = [weight * scale for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[:total - sum(parts)]:
        parts[place] += 1
    return parts


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Whether an event of this probability happens."""
    return bool(rng.random() < probability)


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices, all equally likely."""
    return choices[int(rng.integers(len(choices)))]


def pick_weighted(rng: np.random.Generator, choices: Sequence[T], weights: Sequence[float]) -> T:
    """One of the choices, in proportion to the weights."""
    scaled = np.asarray(weights, dtype=float)
    return choices[int(rng.choice(len(choices), p=scaled / scaled.sum()))]


def pick_several(rng: np.random.Generator, choices: Sequence[T], number: int) -> list[T]:
    """Different choices in the order they are given; all of them when there are not enough."""
    if number >= len(choices):
        return list(choices)
    return [choices[int(place)] for place in sorted(rng.choice(len(choices), size=number, replace=False))]
