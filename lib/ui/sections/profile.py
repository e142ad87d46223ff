"""Blocks of the page with the profile of one area: choosing it, its files, the sheet, the table behind it."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.exports import profile as paper
from lib.exports.paper import require_pango
from lib.exports.profile_blocks import ACTIVITIES, COVERAGE, GAPS
from lib.exports.profile_page import profile_html
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.profile import ProfileView, profile_views

ADDRESSES = {COVERAGE: "pokryti", GAPS: "mezery", ACTIVITIES: "aktivity"}


def choose(here: Here) -> None:
    """Links to the profile of every ORP."""
    words = here.words
    st.markdown(plain(words("A profile is of one ORP. Choose one here or on the left.")))
    rows = tuple(
        (PlainCell(name, href=filters.link({"orp": code})),) for code, name in here.choices.areas.items()
    )
    widgets.table(here, PlainTable(words("Choose an area"), (words("Area"),), rows))


def tools(here: Here, view: ProfileView) -> None:
    """The title and the files; on paper they are left out, because the sheet says it all."""
    with st.container(key="around_profile_top"):
        page.title(here, here.words("What is the area like?"), demo=view.provenance.demo)
        _downloads(here, view)


def _downloads(here: Here, view: ProfileView) -> None:
    """The PDF of the area and of all areas, made on click; where none can be made, what to install."""
    words, selection = here.words, here.selection

    def made(*areas: str) -> bytes:
        return paper.profile_pdf(profile_views(cached.database(), selection, areas or None), words)

    with page.part(here), st.container(horizontal=True, gap="small"):
        require_pango()
        for name, label, make in (
            (paper.file_name(view), words("PDF of this ORP"), lambda: made(view.orp_code)),
            (paper.file_name(view, every=True), words("PDF of all ORP areas"), made),
        ):
            st.download_button(label, make, name, "application/pdf", key=f"file_{name}", on_click="ignore",
                               icon=":material/picture_as_pdf:")


def sheet(here: Here, view: ProfileView) -> None:
    """The sheet as it is printed, with links."""
    widgets.drawn(here, "profile", lambda: _sheet(here, view))


def _sheet(here: Here, view: ProfileView) -> None:
    st.html(profile_html(view, here.words, _address))


def _address(target: str, query: Mapping[str, str]) -> str:
    """A page beside this one; relative, because the application may be served below a path."""
    return f"{ADDRESSES[target]}?{urlencode(filters.carried(query))}"


def figures(here: Here, view: ProfileView) -> None:
    """The table behind the sheet."""
    words = here.words
    with st.container(key="around_profile_foot"):
        widgets.heading(here, words("Figures of this ORP"), "ukazatele", demo=view.provenance.demo)
        widgets.foot(here, view.figures, "profile")
