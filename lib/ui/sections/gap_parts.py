"""The parts of the page on gaps: each answers one question, and the URL says which is open."""

from lib.ui import filters
from lib.ui.page import Here

GAPS, LENSES, REACH, CARDS, WHAT_IF = "mezery", "pohledy", "dostupnost", "karty", "co_kdyby"
PARTS = (GAPS, LENSES, REACH, CARDS, WHAT_IF)
KEY = "pohled"


def chosen() -> str:
    """The part that is open; an unknown one is the first."""
    return filters.local(KEY, PARTS, GAPS)


def choose(here: Here) -> None:
    """The way from one part to another; it stands under the title of every part."""
    words = here.words
    names = {
        GAPS: words("Gaps by norm"), LENSES: words("Four lenses"), REACH: words("Reach"),
        CARDS: words("Cards and gaps"),
        WHAT_IF: words("What if"),
    }
    filters.segments(words("Part of the page"), KEY, names, chosen(), default=GAPS, visible=False)
