"""The parts of the page on bodies and meetings, and what its address may say."""

from collections.abc import Sequence

import streamlit as st

from lib.model.saved_pack import NO_MEETING
from lib.ui import filters, navigation, parts
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.meetings import MeetingsView

MEETINGS, BODIES, PACK = "jednani", "slozky", "podklady"
PARTS = (MEETINGS, BODIES, PACK)
MEETING, ITEM, BODY = "jednani_id", "bod", "slozka"
KEYS = (parts.KEY, MEETING, ITEM, BODY)
"""Keys of this page beside the shared ones."""


def chosen() -> str:
    """The part that is open."""
    return parts.chosen(PARTS)


def _names(here: Here) -> dict[str, str]:
    return {MEETINGS: here.words("Meetings"), BODIES: here.words("Bodies of the structure"),
            PACK: here.words("Documents for the meeting")}


def choose(here: Here) -> None:
    """The way from one part to another; it shows that there are bodies and meetings of one structure."""
    parts.choose(here, _names(here))


def problems(here: Here, view: MeetingsView, items: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Keys of this page whose value in the address cannot be used. `items` are those of the open meeting."""
    part = parts.problems(here, _names(here)) if parts.KEY in st.query_params else ()
    named = filters.local_problems(
        {BODY: tuple(view.bodies.frame["body_code"]), MEETING: (*view.meetings.frame["meeting_id"], NO_MEETING),
         ITEM: items},
        here.words("all"))
    return (*part, *named)


def body(view: MeetingsView) -> str | None:
    """The body the address names, None when it names none there is."""
    return filters.local(BODY, tuple(view.bodies.frame["body_code"]), "") or None


def meeting(view: MeetingsView) -> str | None:
    """The meeting the address names, None when it names none there is."""
    return filters.local(MEETING, tuple(view.meetings.frame["meeting_id"]), "") or None


def meeting_link(meeting_id: str) -> str:
    """The address of one meeting on this page."""
    return filters.local_link({parts.KEY: None, MEETING: meeting_id, ITEM: None}, KEYS) + "#jednani"


def item_link(item_id: str) -> str:
    """The address of one item of the open meeting."""
    return filters.local_link({ITEM: item_id}, KEYS) + "#bod"


def to_body(here: Here, view: MeetingsView, code: str) -> None:
    """The way to one body."""
    st.page_link(navigation.MEETINGS, label=plain(view.name(code, here.words.lang)), icon=":material/groups:",
                 query_params=filters.carried({parts.KEY: BODIES, BODY: code}), width="content")


def to_pack(here: Here, body: str, meeting_id: str) -> None:
    """The way to the documents for one meeting."""
    st.page_link(navigation.MEETINGS, label=here.words("Documents for the meeting"), icon=":material/co_present:",
                 query_params=filters.carried({parts.KEY: PACK, BODY: body, MEETING: meeting_id}), width="content")


def body_link(code: str) -> str:
    """The address of one body."""
    return filters.local_link({parts.KEY: BODIES, BODY: code, MEETING: None, ITEM: None}, KEYS) + "#slozka"
