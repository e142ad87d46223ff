"""What would change: tables of a scenario."""

from lib.model.fields import Table

TABLES: tuple[Table, ...] = ()
