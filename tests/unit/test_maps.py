"""Maps: no foreign address, escaped names, a click that can be read back, the same base for every filter."""

import re

import pandas as pd
import pytest
from streamlit_folium import _get_feature_group_string, _get_map_string

from lib.charts.gap_rug import gap_rug, widest
from lib.charts.legend import legend_html, ramp_for
from lib.charts.maps import (
    amount_marks,
    base_map,
    clicked_orp,
    difference_layer,
    facility_layer,
    gap_marks,
    leaflet_folder,
    municipality_layer,
    orp_layer,
)
from lib.charts.rug import Cell, Row, Rug, count_rug, quality_rug, rug_html
from lib.charts.style import looks, palette
from lib.text.messages import words_for

CS = words_for("cs")
SQUARE = {"type": "Polygon", "coordinates": [[[15, 50], [15.1, 50], [15.1, 50.1], [15, 50.1], [15, 50]]]}
BOUNDARIES = {"5101": SQUARE, "5102": SQUARE}


def shares() -> pd.DataFrame:
    return pd.DataFrame({"orp_code": ["kraj", "5101", "5102", "5103"], "orp_name": ["Kraj", "Alfa", "<i>Beta", "Gama"],
                         "share": [0.5, 0.2, 1.0, None], "plans": [5.0, 0.0, 4.0, None]})


def municipalities() -> pd.DataFrame:
    return pd.DataFrame({
        "municipality_code": ["563889", "564095"], "municipality_name": ["Liberec", "O'Hara <b>"],
        "orp_name": ["Liberec", "Liberec"], "status": ["covered", "unknown"], "change": ["gained", "lost"],
        "plans": [1, 0], "facilities": [4, 1], "lat": [50.77, None], "lon": [15.06, None],
    })


def scripts() -> tuple[str, str]:
    marks, _ = amount_marks(shares(), "share", CS, "light", unit="share")
    base = base_map(BOUNDARIES, CS, "light", title="Pokrytí", leaflet_url="../leaflet", attribution="<ČÚZK>")
    script = _get_map_string(base)
    return script, _get_feature_group_string(orp_layer(marks, selected="5102"), base)


def test_a_map_asks_nobody_but_our_own_server() -> None:
    base = base_map(BOUNDARIES, CS, "light", title="Pokrytí", leaflet_url="../leaflet")
    assert [address for _, address in base.default_js + base.default_css] == [
        "../leaflet/leaflet.js", "../leaflet/leaflet.css"]
    assert re.findall(r"https?://[^\s\"']+", "".join(scripts())) == []


def test_leaflet_comes_from_the_installed_package() -> None:
    assert {"leaflet.js", "leaflet.css", "images"} <= {path.name for path in leaflet_folder().iterdir()}


def test_the_base_map_stays_the_same_while_layers_change() -> None:
    assert scripts()[0] == scripts()[0]
    assert "Alfa" not in scripts()[0]


def test_names_and_credits_from_data_are_escaped() -> None:
    base, layer = scripts()
    assert "&lt;ČÚZK&gt;".replace("<", "\\u003c") in base
    assert "<i>" not in layer
    assert "&lt;i&gt;Beta" in layer


def test_a_click_gives_back_the_code_of_the_area() -> None:
    assert clicked_orp("#orp:5102:3 Frýdlant nedostatek") == "5102"


@pytest.mark.parametrize("tooltip", [None, "", "Frýdlant", "#obec:563889:1 Liberec"])
def test_a_click_elsewhere_selects_no_area(tooltip: str | None) -> None:
    assert clicked_orp(tooltip) is None


def test_gap_marks_say_symbol_index_class_and_amount() -> None:
    frame = pd.DataFrame({
        "orp_code": ["kraj", "5101", "5102"], "orp_name": ["Kraj", "Alfa", "Beta"], "unit": ["beds"] * 3,
        "gap_units": [-41.0, -41.0, None], "coverage_index": [0.9, 0.62, None], "class": ["in_line", "low", "unknown"],
        "small_number": False, "capacity_units": [369.0, 67.0, None],
    })
    marks = gap_marks(frame, CS, "light")
    assert [(mark.code, mark.text, mark.reading) for mark in marks] == [
        ("5101", "▼ 62\u00a0%", "nedostatek; −41\u00a0lůžek proti normě"), ("5102", "?", "neuvedeno")]
    small = gap_marks(frame.assign(small_number=[False, True, False], capacity_units=[9.0, 2.54, None]), CS, "light")[0]
    assert (small.text, small.reading) == ("▼ · 2,5", "malé číslo, nedostatek; −41\u00a0lůžek proti normě")


def test_a_share_on_a_limit_belongs_to_the_higher_step_and_unknown_is_hatched() -> None:
    marks, key = amount_marks(shares(), "share", CS, "light", unit="share")
    colours = palette("light")
    assert [mark.look for mark in marks] == [colours.ramp[1], colours.ramp[4], colours.unknown]
    assert [entry.meaning for entry in key] == [
        "0 až méně než 20\u00a0%", "20 až méně než 40\u00a0%", "40 až méně než 60\u00a0%", "60 až méně než 80\u00a0%",
        "80–100\u00a0%", "neuvedeno"]


def test_a_real_zero_has_a_look_of_its_own() -> None:
    marks, key = amount_marks(shares(), "plans", CS, "light", unit="plans")
    assert [(mark.text, mark.look.symbol) for mark in marks] == [("0", "·"), ("4", "▆"), ("?", "?")]
    assert [entry.meaning for entry in key] == ["0", "1", "2", "3", "4", "5 a více", "neuvedeno"]


def test_steps_of_counts_are_whole() -> None:
    ramp = ramp_for([0, 3, 12], "services")
    assert (ramp.width, [entry.meaning for entry in ramp.key([], CS, "light")]) == (
        5, ["1–5", "6–10", "11–15", "16–20", "21 a více"])
    assert [ramp.look(value, "light") for value in (5, 6)] == [palette("light").ramp[0], palette("light").ramp[1]]


@pytest.mark.parametrize("build", [municipality_layer, difference_layer, facility_layer])
def test_a_municipality_without_coordinates_gets_no_point(build: object) -> None:
    base = base_map(BOUNDARIES, CS, "light", title="Obce", leaflet_url="../leaflet")
    script = _get_feature_group_string(build(municipalities(), CS, "light"), base)  # type: ignore[operator]
    assert "obec:563889" in script
    assert "obec:564095" not in script


def test_the_tooltip_of_a_municipality_says_its_status_and_plans() -> None:
    base = base_map(BOUNDARIES, CS, "light", title="Obce", leaflet_url="../leaflet")
    script = _get_feature_group_string(municipality_layer(municipalities(), CS, "light"), base)
    assert "pokrytá (1\u00a0plán)" in script


def rug_frame() -> pd.DataFrame:
    return pd.DataFrame({
        "orp_code": ["kraj", "5101", "kraj"], "orp_name": ["Kraj", "Alfa & Omega", "Kraj"],
        "type_code": ["49", "49", "37"], "type_name": ["Domovy <x>", "Domovy <x>", "Poradenství"],
        "category": ["care", "care", "counselling"], "form": ["residential", "residential", "outpatient"],
        "unit": ["beds", "beds", "fte"], "coverage_index": [1.0, 0.0, None],
        "class": ["in_line", "white_spot", "unknown"], "small_number": False, "capacity_units": [40.0, 0.0, None],
        "capacity_low_units": float("nan"), "capacity_high_units": float("nan"),
    })


def test_the_rug_is_a_table_with_row_and_column_heads_and_a_word_for_every_class() -> None:
    html = rug_html(gap_rug(rug_frame(), CS, "light", caption="Index", hrefs={"49": "?sluzba=49&k=2016"},
                            selected_type="49"), "light")
    assert html.count('<th scope="col"') == 4
    assert html.count('<th scope="row"') == 2
    assert html.count('<th scope="rowgroup"') == 2
    assert '<a href="?sluzba=49&amp;k=2016" aria-current="true">§\u00a049 Domovy &lt;x&gt; (pobytová)</a>' in html
    assert '</span> <span class="rug-spoken"> bílé místo</span>' in html
    assert "Alfa &amp; Omega" in html
    assert "<x>" not in html


def test_a_pair_without_a_row_is_not_applicable_in_the_rug() -> None:
    rug = gap_rug(rug_frame(), CS, "light", caption="Index")
    assert [[cell.spoken for cell in row.cells] for row in rug.rows] == [
        ["v souladu s normou", "bílé místo"], ["neuvedeno", "netýká se"]]


def test_a_small_number_is_a_count_with_a_dot_and_a_cell_opens_its_arithmetic() -> None:
    frame = rug_frame().assign(small_number=[True, False, False], capacity_units=[2.5, 0.0, None],
                               capacity_low_units=[0.42, None, None], capacity_high_units=[8.06, None, None])
    rug = gap_rug(frame, CS, "light", caption="Index", opened=("49", "residential", "beds", "5101"),
                  opens=lambda row: (f"?sluzba={row[0]}&forma={row[1]}-{row[2]}&bunka=", "#proc"))
    small, spot = rug.rows[0].cells
    assert (small.text, small.look.symbol) == ("·\u00a02,5\u00a0lůž.", "■")
    assert small.spoken == "malé číslo, v souladu s normou"
    assert small.hint.replace("\u00a0", " ") == (
        "malé číslo, v souladu s normou: 2,5 lůžka, 95% interval 0,4–8,1")
    assert (small.selected, spot.selected) == (False, True)
    assert [cell.href for cell in rug.rows[1].cells] == ["?sluzba=37&forma=outpatient-fte&bunka=kraj#proc", ""]
    assert rug.key[-1].meaning == "malé číslo: místo indexu sama kapacita"
    html = rug_html(rug, "light")
    assert ('<a href="?sluzba=49&amp;forma=residential-beds&amp;bunka=5101#proc" tabindex="-1" aria-current="true">'
            in html)
    assert html.count('tabindex="-1"') == 3


def test_a_wide_region_shows_the_region_the_chosen_area_and_the_most_severe_ones_in_their_order() -> None:
    codes = ["kraj", *(f"{number:04d}" for number in range(206))]
    frame = pd.DataFrame({"orp_code": codes * 2, "class": ["in_line"] * 414})
    frame.loc[frame["orp_code"].isin(["0190", "0007"]), "class"] = "severe"
    frame.loc[frame["orp_code"] == "0120", "class"] = ["white_spot", "above"]
    shown = widest(frame, ["0200"])
    assert len(shown) == 25
    assert shown == ["kraj", *codes[1:22], "0120", "0190", "0200"]
    assert widest(frame[frame["orp_code"].isin(codes[:11])], []) == codes[:11]


def test_no_service_is_a_zero_and_an_unknown_count_is_not() -> None:
    frame = pd.DataFrame({"orp_code": ["kraj", "5101", "5102"], "orp_name": ["Kraj", "Alfa", "Beta"],
                          "type_code": ["49"] * 3, "type_name": ["Domovy"] * 3,
                          "services": pd.array([2, 0, None], dtype="Int64")})
    row = count_rug(frame, CS, "light", caption="Počty").rows[0]
    assert [(cell.look.symbol, cell.text, cell.spoken) for cell in row.cells] == [
        ("Σ", "2", ""), ("·", "0", ""), ("?", "", "neuvedeno")]


def test_a_criterion_without_an_answer_is_unknown() -> None:
    quality = pd.DataFrame({"plan_code": ["a"], "criterion": ["action_plan"], "answer": ["no"]})
    row = quality_rug(quality, {"a": "Plán A"}, CS, "light", caption="Kvalita").rows[0]
    assert [cell.text for cell in row.cells] == ["neuvedeno"] * 5 + ["ne", "neuvedeno"]


def test_keys_and_cells_escape_what_they_print() -> None:
    look = looks("light", "answer")["yes"]
    rug = Rug("<c>", "<k>", ("<h>",), (Row("<n>", (Cell(look, "<t>", "<s>"),), group="<g>", note="<u>"),), (), "<l>",
              note_title="<o>")
    html = rug_html(rug, "dark") + legend_html((), "<m>", "dark")
    assert [tag for tag in ("<c>", "<k>", "<h>", "<n>", "<t>", "<s>", "<g>", "<l>", "<o>", "<m>") if tag in html] == []


def test_a_share_that_is_the_least_there_is_says_so() -> None:
    frame = shares().assign(unknown=[9, 9, 0, 2])
    marks, _ = amount_marks(frame, "share", CS, "light", unit="share", at_least="unknown")
    assert [(mark.text, mark.reading) for mark in marks] == [
        ("≥\u00a020\u00a0%", "nejméně 20\u00a0%"), ("100\u00a0%", "100\u00a0%"), ("?", "neuvedeno")]
