"""The parts of the page on gaps: each answers one question, and the URL says which is open."""

from collections.abc import Iterable

import streamlit as st

from lib.model.network import NetworkState
from lib.model.selection import CapacityScope
from lib.ui import filters, parts
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.written import plain

GAPS, LENSES, REACH, CARDS, WHAT_IF = "mezery", "pohledy", "dostupnost", "karty", "co_kdyby"
PARTS = (GAPS, LENSES, REACH, CARDS, WHAT_IF)


def chosen() -> str:
    """The part that is open; an unknown one is the first."""
    return parts.chosen(PARTS)


def form_problems(here: Here, forms: Iterable[str]) -> tuple[Problem, ...]:
    """A form in the address that the chosen type does not have."""
    return filters.local_problems({"forma": tuple(forms)}, here.words("the default"))


def choose(here: Here) -> None:
    """The way from one part to another; it stands under the title of every part."""
    words = here.words
    parts.choose(here, {
        GAPS: words("Gaps by norm"), LENSES: words("Four lenses"), REACH: words("Reach"),
        CARDS: words("Cards and gaps"),
        WHAT_IF: words("What if"),
    })


def network_unknown(here: Here, state: NetworkState) -> None:
    """Why everything is unknown on a day without a network, and the way to what is known."""
    words, day = here.words, here.selection.at.valid_on
    with st.container(border=True):
        st.markdown(plain(words(
            "On {day} the region had no basic network yet, so the capacity in it is unknown and so is every gap. "
            "What services had registered is known.", day=day) if state is NetworkState.NOT_YET else words(
            "The data hold no version of the basic network for {day}, so the capacity in it is unknown and so is "
            "every gap. What services had registered is known.", day=day)))
        st.button(words("Show all registered capacity"), on_click=filters.write_query,
                  args=("kapacita", CapacityScope.ALL.value), icon=":material/visibility:", type="primary")
