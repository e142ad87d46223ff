"""The presentation on the screen: slides sent once, shown over the whole window, with what is written down meanwhile.

The script works with the network gone; see the top of `presentation.js`. Slides come from `slide_page`, which escapes
every value; all other texts are put in as text.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2


def _part(suffix: str) -> str:
    return (Path(__file__).parent / f"presentation.{suffix}").read_text(encoding="utf-8")


_PRESENTATION = v2.component("presentation", html=_part("html"), css=_part("css"), js=_part("js"))


def shown(
    widget: str, data: Mapping[str, Any], *, opened: Callable[[], None], closed: Callable[[str], None],
    captured: Callable[[Any], None],
) -> None:
    """The button of the presentation and, once slides are in the data, the presentation itself.

    Parameters
    ----------
    widget : the key of the component.
    data : what the script works with; its parts are named in `lib.ui.sections.pack_presentation`.
    opened : called when somebody opens it, before the next run.
    closed : called with the key of the slide it was closed at (whatever the browser says it is).
    captured : called with what the browser sent of entries written down; nothing of it is checked.
    """
    def on_closed() -> None:
        told = st.session_state[widget].closed
        slide = told.get("slide") if isinstance(told, Mapping) else None
        closed(slide if isinstance(slide, str) else "")

    def on_captured() -> None:
        captured(st.session_state[widget].captured)

    _PRESENTATION(key=widget, data=data, on_opened_change=opened, on_closed_change=on_closed,
                  on_captured_change=on_captured)
