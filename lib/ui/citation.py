"""How to cite what is on the screen: a text to copy, an address that keeps its numbers, and whether they still hold."""

import streamlit as st

from lib.model.derived_saved import PackStanding
from lib.text.citation import citation
from lib.ui import cached, filters
from lib.ui.page import Here, Shown
from lib.ui.written import plain


def of_page(here: Here) -> None:
    """The citation of the page that was just drawn, on request; nothing where the page has no title of its own."""
    shown: Shown | None = st.session_state.get("shown")
    if shown is None:
        return
    words = here.words
    block = st.expander(words("Cite this view"), icon=":material/format_quote:", key="citation", on_change="rerun")
    if not block.open:
        return
    with block:
        address = f"{(st.context.url or '').partition('?')[0]}{filters.pinned(here.selection)}"
        release = here.release
        to_copy(citation(words, here.region_name, shown.title, shown.selection, release.number,
                         release.published_at.date(), demo=shown.demo, address=address))
        st.markdown(plain(standing(here)))


def drop() -> None:
    """No citation of the page: what it shows is cited in a place of its own."""
    st.session_state.pop("shown", None)


def to_copy(cited: str) -> None:
    """A citation or an address with a button that copies it."""
    st.code(cited, language=None, wrap_lines=True)


def standing(here: Here) -> str:
    """Whether the numbers of the release looked at still hold, in a sentence that begins with the word for it."""
    words = here.words
    match cached.standing(here.selection.at.known_at, here.releases[-1].number):
        case PackStanding.VALID:
            return words("Valid: the newest release has the same data.")
        case PackStanding.CORRECTED:
            return words("Corrected: a release published since was a correction.")
        case _:
            return words("Replaced: a newer release has other data.")
