"""Maps on the screen: the folium map mounted once, its layers changed by data, a click selects an area everywhere."""

from collections.abc import Sequence

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from lib.charts import legend, maps
from lib.settings import read_settings
from lib.ui import cached, filters
from lib.ui.page import Here

HEIGHT = 430


def shown(here: Here, key: str, title: str, layers: Sequence[folium.FeatureGroup],  # noqa: PLR0917
          key_entries: Sequence[legend.KeyEntry], key_title: str) -> None:
    """A map with its key above it. A click on an area writes it into the URL and reruns the page once."""
    st.html(legend.legend_html(key_entries, key_title, here.theme))
    mounted(here, key, title, layers)


def mounted(here: Here, key: str, title: str, layers: Sequence[folium.FeatureGroup]) -> None:
    """The map alone, mounted once per theme and language: a change of what it shows sends its layers only."""
    words, theme = here.words, here.theme
    template = read_settings().map_tiles
    base = maps.base_map(
        cached.boundaries(here.selection.at.known_at), words, theme, title=title, leaflet_url=leaflet_url(),
        attribution=words("Borders: ČÚZK, generalised"),
        tiles=maps.Tiles(template, words("background map")) if template else None,
    )
    widget = f"map_{key}_{theme}_{words.lang}"
    st_folium(
        base, key=widget, feature_group_to_add=list(layers), height=HEIGHT, use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"], on_change=lambda: _follow(widget),
    )


def _follow(widget: str) -> None:
    """Select the area that was clicked; runs before the page does, so one click costs one run."""
    area = maps.clicked_orp(st.session_state[widget].get("last_object_clicked_tooltip"))
    if area is not None:
        filters.write_query("orp", area)


def leaflet_url() -> str:
    """Where the browser finds Leaflet: a component folder of our own server, relative to the map's own page."""
    return f"../{cached.leaflet()}"


def areas(here: Here, key: str, frame: pd.DataFrame, column: str, title: str, *, unit: str,
          key_title: str = "") -> None:
    """A map of one plain amount or share per ORP; `key_title` says the unit when the title does not."""
    marks, entries = maps.amount_marks(frame, column, here.words, here.theme, unit=unit)
    shown(here, key, title, [maps.orp_layer(marks, selected=here.selection.orp)], entries, key_title or title)


def gap(here: Here, key: str, frame: pd.DataFrame, title: str, domain: str = "gap_class") -> None:
    """A map of one service type, form and unit by class."""
    marks = maps.gap_marks(frame, here.words, here.theme, domain)
    entries = legend.domain_key(domain, here.words, here.theme, frame["class"])
    shown(here, key, title, [maps.orp_layer(marks, selected=here.selection.orp)], entries, title)
