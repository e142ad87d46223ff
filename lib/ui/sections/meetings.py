"""Meetings of the coordination structure: agenda, opinions, decisions, tasks."""

from lib.ui import page
from lib.ui.page import Here


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("What do the bodies deal with and decide?"), demo=False)
