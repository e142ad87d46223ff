"""Measures of community plans, their evaluations and extensions."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import coverage_parts


def shown(here: Here) -> None:
    """The whole part."""
    page.title(here, here.words("How are community plans being fulfilled?"), demo=False)
    coverage_parts.choose(here)
