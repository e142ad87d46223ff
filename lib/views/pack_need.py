"""Tables of a pack on need: gaps by service type and by target group, and what chosen gaps are taken apart with."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.model.pack import Pack
from lib.store.database import Database
from lib.views.base import Sheet


@dataclass(frozen=True, slots=True)
class TakenApart:
    """What the sums of chosen gaps are written from."""


def sheets(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    """Tables by key."""
    return {}


def taken_apart(database: Database, pack: Pack) -> TakenApart:
    """What the arithmetic of the chosen gaps needs beside the table of gaps."""
    return TakenApart()
