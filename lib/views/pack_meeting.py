"""Tables of a pack on the meeting it is for: items to decide on, tasks not closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.model.pack import Pack
from lib.store.database import Database
from lib.views.base import Sheet


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """The body and the meeting the pack is for."""


def sheets(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    """Tables by key."""
    return {}


def meeting_part(database: Database, pack: Pack) -> MeetingPart | None:
    """The body and the meeting; None where the pack is for no body in particular."""
    return None
