"""The rug on the screen: row names are links that work anywhere, and inside the page open a row without a reload."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.components import v2

from lib.charts.rug import Rug, rug_html
from lib.ui import cached, filters
from lib.ui.page import Here

# A plain click on a row's link is told to the server and the reader is taken to the block about the row; with a
# modifier key, or before this script runs, the link opens its own address as any other. The HTML comes from
# `rug_html`, which escapes every value.
FOLLOW = """
export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector('.rug-place');
  if (place.dataset.drawn !== data.html) {
    place.innerHTML = data.html;
    place.dataset.drawn = data.html;
  }
  place.onclick = (event) => {
    const link = event.target.closest('a[href]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue('row', new URL(link.href).searchParams.get(data.key));
    const target = document.getElementById(data.anchor);
    if (!target) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  };
}
"""

_RUG = v2.component("rug", html='<div class="rug-place"></div>', js=FOLLOW, isolate_styles=False)


def shown(here: Here, draw: Callable[[], Rug], query_key: str, choices: Mapping[str, str], anchor: str) -> None:
    """A rug whose rows choose a value of `query_key` among the codes of `choices`; `anchor` is the block about it.

    It is drawn once for a state of the page.
    """
    widget = f"rug_{query_key}"

    def follow() -> None:
        result: Any = st.session_state[widget]
        if result.row in choices:
            filters.write_query(query_key, result.row)

    drawn = cached.made(widget, here.state, lambda: rug_html(draw(), here.theme))
    _RUG(key=widget, data={"html": drawn, "key": query_key, "anchor": anchor}, on_row_change=follow)
