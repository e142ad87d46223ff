"""Cards and gaps."""

from lib.ui import page
from lib.ui.page import Here
from lib.ui.sections import gap_parts


def shown(here: Here) -> None:
    """Cards and gaps."""
    page.title(here, here.words("Where is capacity missing?"), demo=True, norm=True)
    gap_parts.choose(here)
