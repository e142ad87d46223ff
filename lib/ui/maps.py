"""Maps on the screen: the folium map mounted once, its layers changed by data, a click selects an area everywhere.

`st_folium` renders its map to text on every run, which costs more than all the rest of a page. The text depends only
on what is shown, so it is made once for a state and handed to streamlit-folium's own component; a test holds that to
what `st_folium` would send.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import pandas as pd
import streamlit as st
import streamlit_folium

from lib.charts import legend, maps
from lib.settings import read_settings
from lib.ui import cached, filters
from lib.ui.page import Here

HEIGHT = 430
CLICKED = "last_object_clicked_tooltip"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a map shows: its key as HTML ("" for none) and its layers from the bottom up."""

    key: str
    layers: Sequence[folium.FeatureGroup]


def shown(here: Here, name: str, title: str, draw: Callable[[], Picture]) -> None:
    """A map with its key above it. A click on an area writes it into the URL before the page runs again.

    The map is mounted once per theme and language; a change of what it shows sends its layers only. `draw` is asked
    once for a state of the page.
    """
    widget = f"map_{name}_{here.theme}_{here.words.lang}"
    key, sent = cached.made(f"map {name}", here.state, lambda: _made(here, widget, title, draw()))
    if key:
        st.html(key)
    streamlit_folium._component_func(**sent, on_change=lambda: _follow(sent["key"]))


def _made(here: Here, widget: str, title: str, picture: Picture) -> tuple[str, dict[str, Any]]:
    words = here.words
    template = read_settings().map_tiles
    base = maps.base_map(
        cached.boundaries(here.selection.at.known_at),
        words,
        here.theme,
        title=title,
        leaflet_url=leaflet_url(),
        attribution=words("Borders: ČÚZK, generalised"),
        tiles=maps.Tiles(template, words("background map")) if template else None,
    )
    return picture.key, component_arguments(base, picture.layers, widget)


def component_arguments(base: folium.Map, layers: Sequence[folium.FeatureGroup], widget: str) -> dict[str, Any]:
    """What `st_folium(base, key=widget, feature_group_to_add=layers, …)` sends to the browser, but for the callback."""
    base.get_root().render()
    html, header = streamlit_folium._get_html(base), streamlit_folium._get_header(base)
    script = streamlit_folium._get_map_string(base)
    groups = [
        streamlit_folium._get_feature_group_string(layer, map=base, idx=place) for place, layer in enumerate(layers)
    ]
    return {
        "script": script,
        "header": header,
        "html": html,
        "id": streamlit_folium.get_full_id(base),
        "key": streamlit_folium.generate_js_hash(script, widget, False),
        "height": HEIGHT,
        "width": None,
        "returned_objects": [CLICKED],
        "default": {CLICKED: None},
        "zoom": None,
        "center": None,
        "feature_group": "".join(groups),
        "return_on_hover": False,
        "layer_control": None,
        "pixelated": False,
        "css_links": [address for _, address in base.default_css],
        "js_links": [address for _, address in base.default_js],
        "wrap_longitude": False,
    }


def _follow(widget: str) -> None:
    """Select the area that was clicked; runs before the page does, so one click costs one run."""
    area = maps.clicked_orp(st.session_state[widget].get(CLICKED))
    if area is not None:
        filters.write_query("orp", area)


def leaflet_url() -> str:
    """Where the browser finds Leaflet: a component folder of our own server, relative to the map's own page."""
    return f"../{cached.leaflet()}"


def areas(
    here: Here,
    name: str,
    frame: pd.DataFrame,
    column: str,
    title: str,
    *,
    unit: str,
    key_title: str = "",
    at_least: str | None = None,
) -> None:
    """A map of one plain amount or share per ORP; `key_title` says the unit when the title does not.

    `at_least` names the column that makes a value a lower bound, see `lib.charts.maps.amount_marks`.
    """

    def draw() -> Picture:
        marks, entries = maps.amount_marks(frame, column, here.words, here.theme, unit=unit, at_least=at_least)
        key = legend.legend_html(entries, key_title or title, here.theme)
        return Picture(key, [maps.orp_layer(marks, selected=here.selection.orp)])

    shown(here, name, here.words("Map of the areas"), draw)


def gap(here: Here, name: str, frame: pd.DataFrame, title: str, domain: str = "gap_class") -> None:
    """A map of one service type, form and unit by class."""

    def draw() -> Picture:
        marks = maps.gap_marks(frame, here.words, here.theme, domain)
        entries = legend.domain_key(domain, here.words, here.theme, frame["class"])
        key = legend.legend_html(entries, title, here.theme)
        return Picture(key, [maps.orp_layer(marks, selected=here.selection.orp)])

    shown(here, name, here.words("Map of the areas"), draw)
