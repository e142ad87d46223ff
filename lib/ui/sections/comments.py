"""Comments on the draft of a plan and how they were settled."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import activity_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("What do you say to the draft of the plan?"), demo=False)
    activity_parts.choose(here)
