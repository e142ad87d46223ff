"""Cards summed up by goal, responsibility, service type, target group and area."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import activity_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("How is the plan being fulfilled?"), demo=False)
    activity_parts.choose(here)
