"""Texts of the data in a map are texts: neither the browser nor the template the map is rendered with runs them."""

import json

import pytest

from lib.charts.mapframe import script_value
from lib.charts.maps import AreaMark, base_map, orp_layer
from lib.charts.style import palette
from lib.model.lookup import records
from lib.text.messages import words_for
from lib.ui.maps import component_arguments
from tests.hostile_region import TEXTS
from tests.made_region import made_frames

TEMPLATES = ("{{ 7 * 7 }}", "{{ this.__class__ }}", "{% raw %}", "{% for x in y %}", "{# a", "{{{ 7 }}}", "\\{{ 7 }}")


@pytest.mark.parametrize("text", [*TEXTS, *TEMPLATES])
def test_a_text_of_a_map_is_read_back_as_it_was_written(text: str) -> None:
    written = script_value([{"tip": text}])
    assert json.loads(written) == [{"tip": text}]
    assert not any(mark in written for mark in ("<", "{{", "{%", "{#"))


def test_the_name_of_an_area_is_not_run_as_a_template() -> None:
    words, look = words_for("cs"), palette("light").unknown
    boundaries = {row["orp_code"]: json.loads(row["geometry"]) for row in records(made_frames()["orp_boundary"])}
    marks = [AreaMark(code, " ".join(TEMPLATES), look, "1", "{{ 6 * 7 }}") for code in boundaries]
    sent = component_arguments(
        base_map(boundaries, words, "light", title="{{ 6 * 7 }}", leaflet_url="../leaflet"), [orp_layer(marks)], "map")
    assert sent["feature_group"].count(script_value(" ".join(TEMPLATES))[1:-1]) == 2 * len(boundaries)
    assert script_value("{{ 6 * 7 }}") in sent["script"]
