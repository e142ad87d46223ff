"""The meeting pack: what goes in, how the slides look, files to take away."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import meeting_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("What do we take to the meeting?"), demo=False)
    meeting_parts.choose(here)
