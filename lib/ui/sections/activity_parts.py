"""The parts of the page on activities."""

import streamlit as st

from lib.ui import parts
from lib.ui.asked import Problem
from lib.ui.page import Here

CARDS, ROLLUPS, MOVED, SIGNALS, REPORTING, COMMENTS = (
    "karty", "souhrny", "zmeny", "signaly", "hlaseni", "pripominky"
)
BROKEN_DOWN = ("cile", "odpovednost", "druhy", "skupiny", "uzemi", "vazby")
"""Ways of summing cards up, words of the key `rozpad`."""

KEYS = ("pohled", "rozpad", "stupnice")
"""Keys of the part that is open and of how cards are summed up."""

PARTS = (CARDS, ROLLUPS, MOVED, SIGNALS, REPORTING, COMMENTS)


def chosen() -> str:
    """The part that is open.

    Links used to say how cards are summed up and no part: they open the roll-ups, unless they open a card.
    """
    asked = st.query_params
    if parts.KEY not in asked and "karta" not in asked and asked.get("rozpad") in BROKEN_DOWN:
        return ROLLUPS
    return parts.chosen(PARTS)


def _names(here: Here) -> dict[str, str]:
    words = here.words
    return {
        CARDS: words("Cards of the plan"), ROLLUPS: words("Roll-ups"), MOVED: words("What moved"),
        SIGNALS: words("Signals"), REPORTING: words("Report progress"), COMMENTS: words("Comments on a draft"),
    }


def choose(here: Here) -> None:
    """The way from one part to another. A card opened from any part stays with the cards."""
    parts.choose(here, _names(here), chosen())


def problems(here: Here) -> tuple[Problem, ...]:
    """A part in the address that the page does not have."""
    return parts.problems(here, _names(here)) if "pohled" in st.query_params else ()
