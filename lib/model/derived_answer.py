"""Gaps, and the cards that answer them."""

from lib.model.fields import Table

TABLES: tuple[Table, ...] = ()
