"""The profile of one area."""

from lib.model.fields import Table

TABLES: tuple[Table, ...] = ()
