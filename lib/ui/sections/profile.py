"""The profile of one area."""

from lib.ui import page
from lib.ui.page import Here


def shown(here: Here) -> None:
    """The profile of one area."""
    page.title(here, here.words("What is the area like?"), demo=True)
