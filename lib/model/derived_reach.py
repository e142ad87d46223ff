"""Accessibility of services and white spots."""

from lib.model.fields import Table

TABLES: tuple[Table, ...] = ()
