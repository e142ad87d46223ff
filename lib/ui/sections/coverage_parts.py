"""The parts of the page on community plans: whom they cover, and how they are fulfilled."""

from lib.ui import parts
from lib.ui.page import Here

COVERAGE, MONITORING = "pokryti", "sledovani"
PARTS = (COVERAGE, MONITORING)


def chosen() -> str:
    """The part that is open."""
    return parts.chosen(PARTS)


def choose(here: Here) -> None:
    """The way from one part to another."""
    words = here.words
    parts.choose(here, {COVERAGE: words("Coverage"), MONITORING: words("Monitoring of plans")})
