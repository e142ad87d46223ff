"""A guarantor's own cards, what is due, and the forms to report."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import activity_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("What is there to report?"), demo=False)
    activity_parts.choose(here)
