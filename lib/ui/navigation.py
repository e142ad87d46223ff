"""The router: pages in groups with their titles in the user's language, and the sidebar every page shares."""

from pathlib import Path

import streamlit as st

from lib.settings import ROOT
from lib.text import sentences
from lib.text.messages import Words
from lib.ui import auth, citation, declaring, filters, moved_on, page

OVERVIEW = "pages/overview/home.py"
COVERAGE = "pages/network/coverage.py"
CATALOGUE = "pages/network/catalogue.py"
GAPS = "pages/network/gaps.py"
PROFILE = "pages/network/profile.py"
ACTIVITIES = "pages/plan/activities.py"
MEETINGS = "pages/meeting/meetings.py"
METHOD = "pages/admin/method.py"
DESK = "pages/admin/desk.py"

STYLE = Path(__file__).parent / "style.css"
ICON = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")


def _pages(words: Words) -> dict[str, list[st.Page]]:
    def entry(script: str, title: str, icon: str, address: str) -> st.Page:
        return st.Page(ROOT / script, title=title, icon=icon, url_path=address, default=not address)

    return {
        "": [entry(OVERVIEW, words("Overview"), ":material/home:", "")],
        words("Network and territory"): [
            entry(COVERAGE, words("Community plan coverage"), ":material/map:", "pokryti"),
            entry(CATALOGUE, words("Network of services"), ":material/hub:", "sit"),
            entry(GAPS, words("Capacity gaps"), ":material/grid_on:", "mezery"),
            entry(PROFILE, words("Area profile"), ":material/assignment:", "profil"),
        ],
        words("Plan"): [entry(ACTIVITIES, words("Development activities"), ":material/checklist:", "aktivity")],
        words("Meetings"): [entry(MEETINGS, words("Meetings and documents"), ":material/groups:", "jednani")],
        words("Administration"): [
            entry(DESK, words("Data desk"), ":material/inventory:", "sprava"),
            entry(METHOD, words("Sources and methods"), ":material/menu_book:", "metodika"),
        ],
    }


def profile_link(here: page.Here) -> None:
    """The way to the profile of the chosen ORP; nothing for the whole region, which has none."""
    orp = here.selection.orp
    if orp is not None:
        st.page_link(PROFILE, label=here.words("Profile of ORP {name}", name=here.choices.areas[orp]),
                     icon=":material/assignment:", query_params=filters.carried({}))


def run() -> None:
    """One run of the app: language and selection from the URL, navigation, sidebar, then the page."""
    st.html(STYLE)
    words = page.words_of_query()
    current = st.navigation(_pages(words))
    here = page.begin(current.url_path)
    with st.sidebar:
        filters.area(words, here.choices, here.selection)
        filters.valid_on(words, here.choices, here.selection)
        filters.release(words, here.releases, here.selection)
        filters.language(words)
        st.caption(sentences.release_sentence(words, here.release.number, here.release.published_at.date()))
        filters.lasting_link(words, here.selection)
    auth.sign_in_block(words)
    page.old_release(here)
    moved_on.of_page(here, current.url_path)
    declaring.outcome()
    st.session_state.pop("shown", None)
    current.run()
    citation.of_page(here)
