"""Areas that are alike."""

from lib.model.fields import Table

TABLES: tuple[Table, ...] = ()
