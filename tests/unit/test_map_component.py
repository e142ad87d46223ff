"""The map is handed to streamlit-folium's component directly: exactly as `st_folium` itself would do it."""

from typing import Any

import pytest
import streamlit_folium

from lib.charts import maps
from lib.text.messages import words_for
from lib.ui.maps import CLICKED, HEIGHT, component_arguments
from tests.made_region import made_frames


def test_the_component_gets_what_st_folium_would_send(monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    words = words_for("cs")
    boundaries = {row.orp_code: json.loads(row.geometry) for row in made_frames()["orp_boundary"].itertuples()}
    look = maps.palette("light").unknown
    marks = [maps.AreaMark(code, "<b>", look, "1", "reading") for code in boundaries]

    def made() -> tuple[Any, list[Any]]:
        base = maps.base_map(boundaries, words, "light", title="Mapa", leaflet_url="../leaflet")
        return base, [maps.orp_layer(marks), maps.orp_layer(marks, selected=next(iter(boundaries)))]

    sent: dict[str, Any] = {}
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **arguments: sent.update(arguments))
    base, layers = made()
    streamlit_folium.st_folium(base, key="map", feature_group_to_add=layers, height=HEIGHT, use_container_width=True,
                               returned_objects=[CLICKED])
    del sent["on_change"]
    base, layers = made()
    assert component_arguments(base, layers, "map") == sent
