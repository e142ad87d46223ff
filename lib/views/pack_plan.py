"""Tables of a pack on the plan: progress by goal, what moved since the last meeting, signals."""

from collections.abc import Mapping

from lib.model.pack import Pack
from lib.store.database import Database
from lib.views.base import Sheet


def sheets(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    """Tables by key."""
    return {}
