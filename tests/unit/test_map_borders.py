"""Municipalities as shapes once their borders are published: filled by status, under the outlines of their areas."""

import json
import re

import pandas as pd
from streamlit_folium import _get_feature_group_string

from lib.charts.maps import AreaMark, base_map, bordered, clicked_orp, municipality_layer, orp_layer
from lib.charts.style import palette
from lib.text.messages import words_for

CS = words_for("cs")
SQUARE = {"type": "Polygon", "coordinates": [[[15, 50], [15.1, 50], [15.1, 50.1], [15, 50.1], [15, 50]]]}


def municipalities(*geometries: object) -> pd.DataFrame:
    return pd.DataFrame({
        "municipality_code": ["563889", "564095", "564028"], "municipality_name": ["Liberec", "O'Hara <b>", "Frýdlant"],
        "orp_code": ["5105", "5105", "5102"], "orp_name": ["Liberec", "Liberec", "Frýdlant"],
        "status": ["covered", "not_covered", "covered"], "plans": [1, 0, 2], "lat": [50.77, 50.8, 50.92],
        "lon": [15.06, 15.1, 15.08], "geometry": list(geometries),
    })


def script(layer: object) -> str:
    base = base_map({"5105": SQUARE}, CS, "light", title="Obce", leaflet_url="../leaflet")
    return str(_get_feature_group_string(layer, base))


def drawn(frame: pd.DataFrame) -> tuple[dict[str, dict[str, object]], list[list[object]], list[list[object]]]:
    """Looks by status, shapes and points as they are sent to the browser."""
    sent = script(municipality_layer(frame, CS, "light"))
    calls = dict(re.findall(r"regionMap\.(shapes|points)\([^,]+, (.*)\);", sent))
    looks, shapes = json.loads(f"[{calls['shapes']}]") if "shapes" in calls else ({}, [])
    return looks, shapes, json.loads(f"[{calls['points']}]")[1]


def test_without_published_borders_municipalities_stay_points() -> None:
    frame = municipalities(None, None, None)
    assert not bordered(frame)
    assert not bordered(frame.drop(columns="geometry"))
    looks, shapes, points = drawn(frame)
    assert (looks, shapes, len(points)) == ({}, [], 3)


def test_published_borders_are_filled_by_status_and_points_stay_where_somebody_has_to_ask() -> None:
    frame = municipalities(*[json.dumps(SQUARE)] * 3)
    looks, shapes, points = drawn(frame)
    assert bordered(frame)
    assert [(geometry, status, tag) for geometry, status, tag, _ in shapes] == [
        (SQUARE, "covered", "orp:5105"), (SQUARE, "not_covered", "orp:5105"), (SQUARE, "covered", "orp:5102")]
    assert {status: look["fill"] for status, look in looks.items()} == {
        status.value: look.fill for status, look in palette("light").cover.items()}
    assert {status for status, look in looks.items() if look["hatched"]} == {"expiring", "unknown"}
    assert [point[4] for point in points] == ["obec:564095"]


def test_a_municipality_whose_border_is_not_published_keeps_its_point() -> None:
    _, shapes, points = drawn(municipalities(json.dumps(SQUARE), json.dumps(SQUARE), None))
    assert len(shapes) == 2
    assert [point[4] for point in points] == ["obec:564095", "obec:564028"]


def test_a_click_on_a_shape_chooses_its_area_and_its_tip_is_escaped() -> None:
    _, shapes, _ = drawn(municipalities(*[json.dumps(SQUARE)] * 3))
    assert clicked_orp(f"#{shapes[2][2]}:1 {shapes[2][3]}") == "5102"
    assert shapes[1][3] == "<b>O&#x27;Hara &lt;b&gt;</b> · ORP Liberec<br>nepokrytá (0\u00a0plánů)"


def test_areas_over_shapes_are_outlines() -> None:
    mark = AreaMark("5105", "Liberec", palette("light").ramp[0], "50 %", "polovina")
    assert [re.search(r'"open":(\w+)', script(orp_layer([mark], filled=filled)))[1] for filled in (True, False)] == [  # type: ignore[index]
        "false", "true"]
