"""Figures show what the frame says: order, sign, words for absent values, the day as a line, nothing dropped."""

from datetime import date

import pandas as pd
import pytest

from lib.charts import rollups
from lib.charts.figures import STATES, activity_timeline, gap_bars, plan_validity_bars, state_bar, state_key
from lib.charts.style import UNREPORTED, base_layout, looks, palette
from lib.errors import SchemaMismatch
from lib.text.messages import words_for

CS, EN = words_for("cs"), words_for("en")
DAY_MS = 86_400_000


def gaps() -> pd.DataFrame:
    return pd.DataFrame({
        "orp_code": ["kraj", "1", "2", "3", "4"],
        "orp_name": ["Kraj", "Alfa", "Beta <b>", "Gama", "Delta"],
        "unit": ["beds"] * 5,
        "gap_units": [0.0, 12.0, -41.0, None, -22.5],
        "class": ["in_line", "above", "severe", "unknown", "low"],
        "capacity_units": [90.0, 60.0, 20.0, None, 2.5],
        "small_number": [False, False, False, False, True],
        "capacity_low_units": [None, None, None, None, 0.42],
        "capacity_high_units": [None, None, None, None, 8.06],
    })


def plans() -> pd.DataFrame:
    return pd.DataFrame({
        "code": ["a", "b", "c"],
        "title": ["Plán A", "Plán B", "Plán <C>"],
        "state": ["ended", "valid", "unknown"],
        "valid_from": pd.to_datetime(["2009-01-01", "2011-07-01", "2012-01-01"]),
        "valid_to": pd.to_datetime(["2011-12-31", "2013-06-30", None]),
        "extended_to": pd.to_datetime([None, "2014-12-31", None]),
    })


def cards() -> pd.DataFrame:
    return pd.DataFrame({
        "activity_code": ["A01-02", "A01-01", "A02-01"],
        "activity_title": ["Druhá", "První", "Třetí, jejíž název je tak dlouhý, že se na řádek telefonu nevejde celý"],
        "start_year": [2014, 2014, 2015],
        "end_year": [2017, 2014, 2016],
        "state": ["running", "done", None],
        "declared_pct": [50.0, 100.0, None],
        "signals": ["lagging", None, "no_report"],
    })


def test_the_greatest_shortage_is_on_top_and_the_region_is_left_out() -> None:
    figure = gap_bars(gaps(), CS, "light")
    assert list(figure.layout.yaxis.ticktext) == ["Beta &lt;b&gt;", "Delta", "Alfa", "Gama"]
    assert list(figure.data[0].x) == [-41.0, -22.5, 12.0, 0.0]


def test_bars_say_sign_number_and_class_and_unknown_is_a_word_not_a_zero() -> None:
    labels = [label.strip("\u00a0") for label in gap_bars(gaps(), CS, "light").data[0].text]
    assert labels == ["▼▼ −41", "▼ −22,5\u00a0·", "▲ +12", "? neuvedeno"]
    english = gap_bars(gaps(), EN, "dark").data[0]
    assert [label.strip("\u00a0") for label in english.text][1] == "▼ −22.5\u00a0·"
    assert english.customdata[1][0].endswith("small number: 2.5\u00a0beds, 95% interval 0.4–8.1")


def test_a_bar_carries_the_code_of_the_area_it_opens() -> None:
    assert [code for _, code in gap_bars(gaps(), CS, "light").data[0].customdata] == ["2", "4", "1", "3"]


def test_the_axis_of_gaps_names_its_unit() -> None:
    assert gap_bars(gaps(), CS, "light").layout.xaxis.title.text == "← chybí | přebývá → (lůžka)"


def test_the_selected_area_is_bold_and_has_a_thick_outline() -> None:
    figure = gap_bars(gaps(), CS, "light", selected="4")
    assert figure.layout.yaxis.ticktext[1] == "<b>▸ Delta</b>"
    assert list(figure.data[0].marker.line.width) == [1, 3, 1, 1]


def test_gaps_of_two_units_in_one_figure_are_refused() -> None:
    frame = pd.concat([gaps(), gaps().assign(unit="fte")])
    with pytest.raises(SchemaMismatch):
        gap_bars(frame, CS, "light")


def test_a_plan_lasts_both_its_end_days() -> None:
    figure = plan_validity_bars(plans(), date(2012, 6, 30), CS, "light")
    lengths = {(bar.base[place], int(bar.y[place])): bar.x[place] / DAY_MS
               for bar in figure.data if bar.type == "bar" for place in range(len(bar.x))}
    assert lengths[("2009-01-01", 0)] == 1095
    assert lengths[("2011-07-01", 1)] == 731


def test_the_extension_is_hatched_and_starts_where_the_plan_ends() -> None:
    figure = plan_validity_bars(plans(), date(2012, 6, 30), CS, "light")
    hatched = [bar for bar in figure.data if bar.type == "bar" and "2013-06-30" in bar.base]
    assert [bar.marker.pattern.shape for bar in hatched] == ["/"]


def test_a_plan_that_does_not_hold_on_the_day_is_grey_and_an_open_end_is_unknown() -> None:
    figure = plan_validity_bars(plans(), date(2012, 6, 30), CS, "light")
    fills = {int(bar.y[0]): bar.marker.color for bar in figure.data if bar.type == "bar" and len(bar.y) == 1}
    assert fills[0] == looks("light", "activity_state")["not_started"].fill
    assert fills[2] == palette("light").unknown.fill
    assert [text.strip("\u00a0") for text in figure.data[-1].text] == [
        "31.\u00a012.\u00a02011", "31.\u00a012.\u00a02014", "konec neuveden"]


@pytest.mark.parametrize(("state", "fill"), [
    ("valid", looks("light", "cover_status")["covered"].fill),
    ("ended", looks("light", "activity_state")["not_started"].fill),
    ("not_yet", looks("light", "activity_state")["not_started"].fill),
    ("unknown", palette("light").unknown.fill),
])
def test_a_bar_shows_the_state_of_the_plan_whatever_its_dates_say(state: str, fill: str) -> None:
    one = plans().iloc[:1].assign(state=state)
    figure = plan_validity_bars(one, date(2011, 6, 30), CS, "light")
    assert figure.data[0].marker.color == fill


def test_the_chosen_day_is_a_line_with_its_date() -> None:
    figure = plan_validity_bars(plans(), date(2012, 6, 30), CS, "dark")
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == "2012-06-30T00:00:00"
    assert figure.layout.annotations[0].text == "30.\u00a06.\u00a02012"


def test_half_of_the_declared_work_fills_half_of_the_planned_period() -> None:
    figure = activity_timeline(cards(), date(2016, 6, 30), CS, "light")
    running = next(bar for bar in figure.data if bar.type == "bar"
                   and bar.marker.color == looks("light", "activity_state")["running"].fill)
    assert (list(running.y), running.x[0] / DAY_MS) == ([1], 731)


def test_every_card_says_its_state_and_lag_in_words_even_when_its_name_is_long() -> None:
    titles = activity_timeline(cards(), date(2016, 6, 30), CS, "light").data[-1].text
    assert [title.split("<br>")[1] for title in titles] == [
        "● splněno 100\u00a0%", "<b>◑ probíhá 50\u00a0% ▼ zaostává</b>", "? bez hlášení"]


def test_per_cents_of_states_add_up_to_one_hundred() -> None:
    counts = {"done": 1, "running": 1, UNREPORTED: 1, "cancelled": 0}
    assert [entry.meaning for entry in state_key(counts, CS, "light")] == [
        "splněno 1 (34\u00a0%)", "probíhá 1 (33\u00a0%)", "bez hlášení 1 (33\u00a0%)"]
    assert [bar.x[0] for bar in state_bar(counts, CS, "light").data] == [1, 1, 1]


def test_roll_ups_show_every_part_that_occurs_in_both_scales() -> None:
    frame = pd.DataFrame({"title": ["SC1 Jedna", "SC2 Dvě"], **{state: [0, 0] for state in STATES},
                          "fulfilled": [2, 0], "in_progress": [0, 0], "not_fulfilled": [0, 0], "not_stated": [1, 2]})
    frame["done"], frame[UNREPORTED] = [2, 0], [1, 2]
    for scale, key in (("states", ["splněno 2 (40\u00a0%)", "bez hlášení 3 (60\u00a0%)"]),
                       ("triple", ["naplněno 2 (40\u00a0%)", "neuvedeno 3 (60\u00a0%)"])):
        parts = rollups.parts_of(scale, CS, "light")
        figure = rollups.bars(frame, parts, CS, "light")
        assert [list(bar.x) for bar in figure.data if bar.type == "bar"] == [[2, 0], [1, 2]]
        assert list(figure.data[-1].text) == ["SC1 Jedna (3)", "SC2 Dvě (2)"]
        counts = [int(frame[part.column].sum()) for part in parts]
        assert [entry.meaning for entry in rollups.key(parts, counts, CS)] == key


def test_declared_progress_is_a_bar_and_time_a_line_and_unknown_has_neither() -> None:
    unknown = float("nan")
    frame = pd.DataFrame({"title": ["A", "B"], "declared_pct": [45.0, unknown], "elapsed_pct": [55.0, unknown],
                          "declared_activities": [2, 0]})
    bar, line, values, _ = rollups.declared_and_elapsed(frame, CS, "light").data
    assert (list(bar.x), list(line.x), list(bar.y)) == ([45], [55], [0])
    assert [text.strip("\u00a0") for text in values.text] == [
        "45\u00a0%\u00a0┃\u00a055\u00a0%", "neuvedeno"]
    assert bar.customdata[0] == "ohlášeno 45\u00a0%, uplynulo 55\u00a0% času<br>2\u00a0aktivity"


def test_numbers_on_axes_follow_the_language() -> None:
    assert base_layout("light", "cs", height=100)["separators"] == ",\u00a0"
    assert base_layout("light", "en", height=100)["separators"] == ".,"
