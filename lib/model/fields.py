"""How a table is declared: its columns with type, unit, titles, allowed values and references."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

Kind = Literal["code", "text", "integer", "number", "date", "boolean", "geometry"]

Absent = Literal["unknown", "none", "not_applicable"]
"""What an empty cell says: nobody knows the value, there is no such thing, or the question makes no sense here."""

CODE = r"[A-Za-z0-9_.+-]+"


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    `cs` and `en` are the titles people read. `unit` is a unit word of `lib.text.formats` (persons, beds, share …).
    `required=False` means the value may be absent, and absent means `absent` (unknown unless said otherwise), never
    zero; `absent_where` lists exceptions as (column, its values, meaning). `references` is "table.column". `minimum`
    and `maximum` are inclusive.
    """

    name: str
    kind: Kind
    cs: str
    en: str
    unit: str | None = None
    required: bool = True
    allowed: tuple[str, ...] = ()
    references: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    absent: Absent = "unknown"
    absent_where: tuple[tuple[str, tuple[str, ...], Absent], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is (`grain`), its key, its columns, and how it lives in time.

    `validity` names the columns (from, to) or (from, to, extended to) of rows that hold for a period; `as_of` names
    the column of rows that hold from a day until the next row of the same key. Tables with neither are timeless.
    `derived` tables are computed by views and are never stored. A package need not hold an `optional` table: it is then
    empty.
    """

    name: str
    cs: str
    en: str
    grain: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    validity: tuple[str, ...] = ()
    as_of: str | None = None
    derived: bool = False
    optional: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no column {name}")


def words(values: type[StrEnum]) -> tuple[str, ...]:
    """The allowed values of a column that takes the words of an enumeration."""
    return tuple(value.value for value in values)


def code(name: str, cs: str, en: str, references: str | None = None, *, required: bool = True) -> Field:
    return Field(name, "code", cs, en, references=references, required=required, pattern=CODE)


def text(name: str, cs: str, en: str, *, required: bool = True) -> Field:
    return Field(name, "text", cs, en, required=required)


def day(name: str, cs: str, en: str, *, required: bool = True) -> Field:
    return Field(name, "date", cs, en, required=required)


def word(name: str, cs: str, en: str, values: type[StrEnum], *, required: bool = True) -> Field:
    return Field(name, "code", cs, en, allowed=words(values), required=required)


def amount(name: str, cs: str, en: str, unit: str, *, required: bool = True, minimum: float | None = 0) -> Field:
    return Field(name, "number", cs, en, unit=unit, required=required, minimum=minimum)


def count(name: str, cs: str, en: str, unit: str, *, required: bool = True) -> Field:
    return Field(name, "integer", cs, en, unit=unit, required=required, minimum=0)


def share(name: str, cs: str, en: str) -> Field:
    return Field(name, "number", cs, en, unit="share", required=False, minimum=0, maximum=1)


def absent_is(field: Field, meaning: Absent, *where: tuple[str, tuple[str, ...], Absent]) -> Field:
    """The column with what its absence means, and where it means something else."""
    return replace(field, absent=meaning, absent_where=where)


SOURCE = code("source_id", "Zdroj", "Source", "source.id")
