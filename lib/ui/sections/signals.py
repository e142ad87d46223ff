"""What is silent, late or without evidence: whom to ask."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import activity_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("Whom to ask, and about what?"), demo=False)
    activity_parts.choose(here)
