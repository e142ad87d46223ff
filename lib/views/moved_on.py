"""What views would show otherwise if the newest release were looked at: the difference an old link offers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.errors import BadSelection
from lib.model.changes import RowChange, keys, row_changes
from lib.model.derived_history import MOVED_ON
from lib.model.fields import Table
from lib.views.base import Sheet

VIEWS_OF_PAGE: Mapping[str, tuple[str, ...]] = {
    "": ("area_signs", "coverage"),
    "pokryti": ("coverage", "municipality_coverage", "plan_on_day"),
    "sit": ("service_catalogue",),
    "mezery": ("gap", "gap_by_target_group"),
    "profil": ("coverage", "gap"),
    "aktivity": ("activity_progress", "signal"),
    "jednani": ("meeting_overview", "meeting_item", "task_state"),
}
"""The tables whose numbers each page is made of, by its address."""

NAMES = ("orp_name", "municipality_name", "type_name", "group_name", "activity_title", "plan_title", "service_name",
         "title", "name", "text")
"""Columns by which people know a row, where a table has them."""

DECIMALS = 9
"""Differences beyond are noise of binary numbers."""


@dataclass(frozen=True, slots=True)
class ViewChange:
    """One row of a view that differs, and the name people know it by."""

    table: Table
    name: str
    row: RowChange


@dataclass(frozen=True, slots=True)
class MovedOn:
    """Rows that differ, in the order of the views. `compared` counts the rows of the newer state; `sheet` has the same
    value by value (columns of `derived_history.MOVED_ON`) and the sources of the older state."""

    changes: tuple[ViewChange, ...]
    compared: int
    sheet: Sheet


def moved_on(then: Mapping[str, Sheet], now: Mapping[str, Sheet]) -> MovedOn:
    """What differs between the same views of two releases; views that only one of the two has are left out.

    Raises
    ------
    BadSelection : there is no view that both have.
    """
    found: list[ViewChange] = []
    both = [(then[key], now[key]) for key in then if key in now]
    if not both:
        raise BadSelection("nothing-to-compare", "No table of this page can be shown from both releases.")
    for before, after in both:
        frames = _even(before.frame), _even(after.frame)
        names = {**_names(after.table, frames[0]), **_names(after.table, frames[1])}
        found += [ViewChange(after.table, names[row.key], row) for row in row_changes(after.table, *frames)]
    used = [before.provenance for before, _ in both]
    sources = dict.fromkeys(source for provenance in used for source in provenance.sources)
    sheet = Sheet(MOVED_ON, _values(found), replace(used[0], sources=tuple(sources)), "moved_on")
    return MovedOn(tuple(found), sum(len(after.frame) for _, after in both), sheet)


def _even(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = frame.select_dtypes("float").round(DECIMALS)
    return frame.assign(**{str(column): numbers[column] for column in numbers})


def _names(table: Table, frame: pd.DataFrame) -> dict[tuple[str, ...], str]:
    columns = [frame[name].astype("object") for name in NAMES if name in table.columns]
    told = [" · ".join(str(part) for part in parts if pd.notna(part)) for parts in zip(*columns, strict=True)]
    return {key: name or " · ".join(key)
            for key, name in zip(keys(table, frame), told or [""] * len(frame), strict=True)}


def _values(changes: list[ViewChange]) -> pd.DataFrame:
    rows = [
        (each.table.name, " ".join(each.row.key), each.name, each.row.kind.value, field.column, _text(field.before),
         _text(field.after))
        for each in changes for field in each.row.fields
    ]
    return pd.DataFrame(rows, columns=list(MOVED_ON.columns)).astype("str").where(
        lambda frame: frame.ne("None") & frame.notna())


def _text(value: object) -> str | None:
    return None if value is None else str(value)
