"""The rug on the screen: names and cells are links that work anywhere, and inside the page open without a reload."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st
from streamlit.components import v2

from lib.charts.rug import Rug, rug_html
from lib.ui import cached, filters
from lib.ui.page import Here

# The HTML comes from `rug_html`, which escapes every value. A plain click on a link is told to the server with all keys
# of its address, and the reader is taken to the block its hash names; with a modifier key, or before this script runs,
# the link opens its own address as any other. The table is one tab stop: arrow keys, Home and End move among its links.
FOLLOW = """
const MOVES = {
  ArrowLeft: ['row', (line, at) => line[at - 1]], ArrowRight: ['row', (line, at) => line[at + 1]],
  Home: ['row', (line) => line[0]], End: ['row', (line) => line[line.length - 1]],
  ArrowUp: ['column', (line, at) => line[at - 1]], ArrowDown: ['column', (line, at) => line[at + 1]],
};

function linkIn(cell) { return cell ? cell.querySelector('a[href]') : null; }

function cellOf(link) { return link.closest('th, td'); }

function line(link, along) {
  const row = cellOf(link).parentElement, column = cellOf(link).cellIndex;
  const cells = along === 'row' ? [...row.cells] : [...row.closest('table').rows].map((each) => each.cells[column]);
  return cells.map(linkIn).filter(Boolean);
}

function rove(place, link) {
  for (const each of place.querySelectorAll('table a[href]')) each.tabIndex = each === link ? 0 : -1;
  place.at = [cellOf(link).parentElement.rowIndex, cellOf(link).cellIndex];
}

function remembered(place) {
  const table = place.querySelector('table'), row = place.at && table.rows[place.at[0]];
  return (row && linkIn(row.cells[place.at[1]])) || table.querySelector('td a[aria-current]')
    || table.querySelector('a[aria-current]') || table.querySelector('a[href]');
}

function take(anchor) {
  let calm = 0, top = null;
  const ends = ['keydown', 'pointerdown', 'wheel', 'touchstart'];
  const stop = () => { clearInterval(timer); ends.forEach((each) => document.removeEventListener(each, stop, true)); };
  const look = () => {
    const target = document.getElementById(anchor);
    if (!target) return;
    if (document.activeElement !== target) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
    target.scrollIntoView();
    const now = target.getBoundingClientRect().top;
    calm = now === top ? calm + 1 : 0;
    top = now;
    if (calm > 12) stop();
  };
  const timer = setInterval(look, 100);
  look();
  setTimeout(() => ends.forEach((each) => document.addEventListener(each, stop, true)), 0);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector('.rug-place');
  if (place.dataset.drawn !== data.html) {
    const inside = place.contains(document.activeElement) && document.activeElement.closest('table');
    place.innerHTML = data.html;
    place.dataset.drawn = data.html;
    const link = remembered(place);
    if (link) rove(place, link);
    if (link && inside) link.focus({ preventScroll: true });
  }
  place.onkeydown = (event) => {
    const link = event.target.closest('table a[href]');
    if (!link || !(event.key in MOVES) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const [along, next] = MOVES[event.key], links = line(link, along), found = next(links, links.indexOf(link));
    event.preventDefault();
    event.stopPropagation();
    if (!found) return;
    rove(place, found);
    found.focus();
  };
  place.onclick = (event) => {
    const link = event.target.closest('table a[href]') || linkIn(event.target.closest('td'));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    rove(place, link);
    const address = new URL(link.href);
    setTriggerValue('opened', Object.fromEntries(address.searchParams));
    take(address.hash.slice(1));
  };
}
"""

_RUG = v2.component("rug", html='<div class="rug-place"></div>', js=FOLLOW, isolate_styles=False)


def shown(here: Here, name: str, draw: Callable[[], Rug], keys: Mapping[str, Collection[str]]) -> None:
    """A rug whose links choose values of `keys`, each among the codes it may have.

    Of the address of a link only these keys are used: those it has are written, those it has not are taken out, as if
    the address itself were opened. The rug is drawn once for a state of the page.
    """
    widget = f"rug_{name}"

    def follow() -> None:
        result: Any = st.session_state[widget]
        asked = {key: str(result.opened[key]) for key in keys if key in (result.opened or {})}
        if asked and all(value in keys[key] for key, value in asked.items()):
            for key in keys:
                filters.write_query(key, asked.get(key))

    drawn = cached.made(widget, here.state, lambda: rug_html(draw(), here.theme))
    _RUG(key=widget, data={"html": drawn}, on_opened_change=follow)
