"""Every stored table in one registry, and its description as a Frictionless Table Schema."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from lib.errors import SchemaMismatch
from lib.model import (
    assumptions,
    bodies,
    catalogue,
    community,
    consultation,
    need,
    network,
    plan,
    saved_pack,
    territory,
)
from lib.model.fields import Table

TABLES: dict[str, Table] = {
    table.name: table
    for module in (territory, catalogue, network, need, assumptions, plan, community, bodies, saved_pack,
                   consultation)
    for table in module.TABLES
}
"""Stored tables by name, in an order in which every reference points backwards or within territory."""

DTYPES: dict[str, str] = {
    "code": "str",
    "text": "str",
    "geometry": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
"""pandas dtype of each kind of column. Absent: NaN in str and float64, <NA> in Int64 and boolean, NaT in dates."""

FRICTIONLESS_TYPES = {
    "code": "string", "text": "string", "geometry": "string", "integer": "integer", "number": "number",
    "boolean": "boolean", "date": "date",
}


def empty_frame(table: Table) -> pd.DataFrame:
    """A frame of the table's columns and types with no row."""
    return pd.DataFrame({field.name: pd.Series(dtype=DTYPES[field.kind]) for field in table.fields})


def require(frame: pd.DataFrame, *columns: str, key: tuple[str, ...] = ()) -> None:
    """Raise `SchemaMismatch` when a frame handed to a metric lacks a column or repeats `key`."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise SchemaMismatch("missing-columns", "columns are missing: {columns}", columns=", ".join(missing))
    if key and bool(frame.duplicated(list(key)).any()):
        raise SchemaMismatch("repeated-key", "the key {key} is repeated", key=", ".join(key))


def frictionless_schema(table: Table, present: Collection[str]) -> dict[str, Any]:
    """The table's schema as a Frictionless Table Schema, with Czech and English titles and units.

    `present` are the tables its package holds: an optional table that is absent cannot be referred to.
    """
    fields: list[dict[str, Any]] = []
    for field in table.fields:
        constraints: dict[str, Any] = {}
        if field.required:
            constraints["required"] = True
        if field.allowed:
            constraints["enum"] = list(field.allowed)
        if field.minimum is not None:
            constraints["minimum"] = field.minimum
        if field.maximum is not None:
            constraints["maximum"] = field.maximum
        if field.pattern is not None:
            constraints["pattern"] = field.pattern
        described: dict[str, Any] = {"name": field.name, "type": FRICTIONLESS_TYPES[field.kind],
                                     "title": field.cs, "title_en": field.en}
        if field.unit:
            described["unit"] = field.unit
        if constraints:
            described["constraints"] = constraints
        fields.append(described)
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    foreign = [
        {"fields": [field.name], "reference": {"resource": "" if target == table.name else target, "fields": [column]}}
        for field in table.fields if field.references is not None
        for target, column in [field.references.split(".")] if target in present
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema
