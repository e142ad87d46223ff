"""The set of assumptions a selection names: ready to be used, and as tables that show where it comes from."""

from dataclasses import dataclass

import pandas as pd

from lib.model.assumptions import ALL_TYPES, Assumptions, Parameter, assumed
from lib.model.schemas import TABLES
from lib.model.selection import Selection
from lib.store.database import Database
from lib.views.base import Reader, Sheet, assumptions_asked


@dataclass(frozen=True, slots=True)
class SetInUse:
    """The chosen set as data: its values, own norms and denominators as published, and the values that are used.

    `note` and `title` are those of the set, empty when there is none. `used` holds the reader's own values too.
    """

    code: str
    title: str
    title_en: str
    note: str
    used: Assumptions
    values: Sheet
    norms: Sheet
    denominators: Sheet


def assumptions_of(reader: Reader, selection: Selection) -> Assumptions:
    """The chosen set, else the data's default one, with the reader's own values; a set without values is empty."""
    code = set_code(reader, selection)
    return assumed(reader.table("assumption", set_code=code), code, dict(selection.overrides))


def set_code(reader: Reader, selection: Selection) -> str:
    """The code of the chosen set, else of the data's default one; empty when there is none."""
    if selection.assumptions is not None:
        return selection.assumptions
    sets = reader.table("assumption_set")
    default = sets.loc[sets["is_default"].astype(bool), "code"]
    return "" if default.empty else str(default.iloc[0])


def set_in_use(database: Database, selection: Selection) -> SetInUse:
    """The set of the selection with everything that is published of it."""
    reader = Reader(database, selection.at)
    used = assumptions_of(reader, selection)
    row = reader.table("assumption_set", code=used.code)

    def text(column: str) -> str:
        return "" if row.empty or pd.isna(row[column].iloc[0]) else str(row[column].iloc[0])

    return SetInUse(
        used.code, text("title"), text("title_en"), text("note"), used,
        *(_of_set(database, selection, used, name) for name in
          ("assumption", "assumption_norm", "assumption_denominator")),
    )


def _of_set(database: Database, selection: Selection, used: Assumptions, name: str) -> Sheet:
    """Rows of one table that belong to the set, with sources of their own."""
    reader = Reader(database, selection.at)
    rows = reader.table(name, set_code=used.code)
    if name == "assumption":
        order = rows["parameter"].map({parameter.value: place for place, parameter in enumerate(Parameter)})
        rows = rows.assign(order=order, one_type=rows["type_code"] != ALL_TYPES)
        rows = rows.sort_values(["order", "one_type", "type_code"]).drop(columns=["order", "one_type"])
    return Sheet(TABLES[name], rows.reset_index(drop=True), reader.provenance(), "stored",
                 asked=assumptions_asked(used))
