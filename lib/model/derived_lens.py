"""The four lenses of need side by side."""

from lib.model.fields import Table

TABLES: tuple[Table, ...] = ()
