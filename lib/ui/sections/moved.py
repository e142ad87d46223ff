"""What moved between two days."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import activity_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("What moved since the other day?"), demo=False)
    activity_parts.choose(here)
