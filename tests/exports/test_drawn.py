"""Figures of a pack as drawings and tables: lengths that are the values, unknown drawn as unknown, nothing run."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from defusedxml import ElementTree

from lib.charts.style import Theme, contrast, looks, palette
from lib.exports.document import Chart, Figure, KeyLine, Said, Series
from lib.exports.drawn import figure_css, figure_html
from lib.exports.drawn_ink import DOMAINS, lines_of, themed, width_of
from lib.text.messages import words_for
from tests.exports.made_document import (
    AREAS,
    BARS,
    CLASSES,
    FACTS,
    GAP,
    LABELS,
    LINES,
    MAP,
    STACKED,
    STATE,
    TABLE,
    VALUES,
)
from tests.hostile_region import HTML

CS = words_for("cs")
SVG = "{http://www.w3.org/2000/svg}"
TAGS = frozenset({
    "figure", "figcaption", "svg", "title", "defs", "pattern", "rect", "g", "path", "text", "ul", "li", "span", "p",
    "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "small",
})
KNOWN = [value for value in VALUES if value is not None]


def drawing(figure: Figure, theme: Theme = "light", *, grey: bool = False) -> Any:
    """The drawing in a figure as a tree, for which it has to be XML."""
    found = re.search("<svg.*</svg>", figure_html(figure, CS, theme=theme, grey=grey), re.DOTALL)
    assert found is not None
    return ElementTree.fromstring(found.group())


def of_class(tree: Any, name: str) -> list[Any]:
    return [found for found in tree.iter() if found.get("class") == name]


def texts(tree: Any) -> list[str]:
    return [found.text for found in tree.iter(f"{SVG}text")]


def left(mark: Any) -> float:
    return float(mark.get("x"))


def wide(mark: Any) -> float:
    return float(mark.get("width"))


def test_bars_are_as_long_as_their_values_negative_ones_to_the_left_of_zero() -> None:
    tree = drawing(BARS)
    bars = of_class(tree, "bar")
    (line,) = of_class(tree, "zero")
    zero = float(re.findall(r"M([\d.]+)", line.get("d"))[0])
    unit = wide(bars[-1]) / 1234.5
    assert [wide(bar) for bar in bars] == pytest.approx([abs(value) * unit for value in KNOWN], abs=0.02)
    assert [left(bar) for bar in bars] == pytest.approx([zero + min(value, 0) * unit for value in KNOWN], abs=0.08)
    assert texts(tree) == [
        *(text for name, word, label in zip(AREAS, CLASSES, LABELS, strict=True)
          for text in (name, f"{GAP[word].symbol}\u00a0{label}")), "lůžka"]
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == tree.find(f"{SVG}title").text == BARS.alt


def test_what_is_not_known_is_a_dashed_mark_with_its_word_and_no_bar() -> None:
    tree = drawing(BARS)
    (unknown,) = of_class(tree, "unknown")
    assert unknown.get("stroke-dasharray") == "4 3"
    assert unknown.get("fill").startswith("url(#")
    assert {found.get("id") for found in tree.iter(f"{SVG}pattern")} >= {unknown.get("fill")[5:-1]}
    assert "?\u00a0neuvedeno" in texts(tree)
    assert len(of_class(tree, "bar")) == len(AREAS) - 1


def test_parts_of_a_stacked_bar_touch_and_every_value_is_printed_inside_or_below() -> None:
    tree = drawing(STACKED)
    assert len(of_class(tree, "unknown")) == 2
    first = of_class(tree, "bar")[:3]
    assert wide(first[0]) == pytest.approx(2 * wide(first[1]), abs=0.02) == pytest.approx(4 * wide(first[2]), abs=0.04)
    assert left(first[1]) == pytest.approx(left(first[0]) + wide(first[0]), abs=0.02)
    assert sorted(text for text in texts(tree) if text[1:2] == "\u00a0") == sorted(
        f"{STATE[word].symbol}\u00a0{value}".strip() for word, value in (
            ("done", 4), ("done", 1), ("running", 2), ("running", 3), ("running", 5), ("suspended", 1),
            ("suspended", 12)))
    many = Chart("many", "", "", "t", "stacked", "", "0", ("a",), (0,), tuple(
        Series(word, word, (value,), (f"{value:.0f}",), look)
        for (word, look), value in zip(STATE.items(), (1000.0, 1.0, 1.0, 1.0, 1.0), strict=False)))
    below = [found for found in drawing(many).iter(f"{SVG}text") if found.text.endswith("\u00a01")]
    starts = [left(found) for found in below]
    assert len(below) == 4
    assert all(second - first > width_of("◑\u00a01", 14) for first, second in pairwise(starts))
    assert starts[-1] + width_of(below[-1].text, 14) <= 640


def test_a_map_has_ten_paths_with_their_codes_and_labels_that_do_not_meet() -> None:
    tree = drawing(MAP)
    areas = of_class(tree, "area")
    assert [area.get("data-code") for area in areas] == [f"51{place:02}" for place in range(10)]
    assert areas[1].get("d").count("M") == 2
    assert areas[6].get("stroke-dasharray") == "4 3"
    assert [area.find(f"{SVG}title").text for area in areas][:2] == [
        "Česká Lípa: −48,5, severe", "Frýdlant: −12, low"]
    assert len(of_class(tree, "chosen")) == 2
    plates = [next(label.iter(f"{SVG}rect")) for label in of_class(tree, "label")]
    boxes = [(left(plate), float(plate.get("y")), wide(plate), float(plate.get("height"))) for plate in plates]
    assert len(boxes) == 10
    assert not [pair for pair in combinations(boxes, 2)
                if pair[0][0] < pair[1][0] + pair[1][2] and pair[1][0] < pair[0][0] + pair[0][2]
                and pair[0][1] < pair[1][1] + pair[1][3] and pair[1][1] < pair[0][1] + pair[0][3]]
    assert {name for name in AREAS if name in " ".join(texts(tree))} == set(AREAS)
    marks = of_class(tree, "points")
    assert [mark.find(f"{SVG}title").text for mark in marks] == ["pokrytá", "nepokrytá"]
    assert [mark.find(f"{SVG}path").get("d").count("M") for mark in marks] == [10, 10]
    # Nepokrytá is a circle with a cross in it, pokrytá a circle: told apart without colour.
    assert [len(list(mark.iter(f"{SVG}path"))) for mark in marks] == [1, 2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_can_be_read_in_both_themes(theme: Theme) -> None:
    colours = palette(theme)
    for figure in (BARS, MAP):
        assert {found.get("fill") for found in drawing(figure, theme).iter(f"{SVG}text")} <= {
            colours.text, colours.muted}
    assert min(contrast(colours.text, colours.background), contrast(colours.muted, colours.background)) >= 4.5
    for domain in DOMAINS:
        assert {word: themed(look, theme) for word, look in looks("light", domain).items()} == looks(theme, domain)
    odd = replace(GAP["low"], line="#111111")
    for look in (*GAP.values(), *STATE.values(), odd):
        shown = themed(look, theme)
        assert contrast(shown.ink, shown.fill) >= 4.5
        assert contrast(shown.line, colours.background) >= 3
    assert f".pack-{theme} {{ --pack-text: {colours.text};" in figure_css()


def test_in_grey_no_colour_is_left() -> None:
    written = figure_html(MAP, CS, grey=True)
    assert {len({colour[1:3], colour[3:5], colour[5:7]}) for colour in re.findall(r"#[0-9a-f]{6}\b", written)} == {1}


def test_a_table_has_heads_names_of_rows_totals_and_classes_with_their_symbol() -> None:
    written = figure_html(TABLE, CS)
    tree = ElementTree.fromstring(written.replace("&nbsp;", " "))
    (table,) = tree.iter("table")
    assert table.find("caption").text == "Mezery podle ORP"
    assert [(head.get("scope"), head.get("class")) for head in table.find("thead").iter("th")] == [
        ("col", None), ("col", "number"), ("col", None)]
    rows = list(table.find("tbody").iter("tr"))
    assert [row.find("th").text for row in rows] == list(AREAS)
    assert [row.findall("td")[0].text for row in rows] == list(LABELS)
    assert [row.get("class") for row in rows] == [None] * 9 + ["total"]
    assert [row.findall("td")[1].find("span").text for row in rows[:3]] == ["▼▼", "▼", "▽"]


def test_lines_to_fill_in_are_told_to_those_who_do_not_see_them() -> None:
    written = figure_html(LINES, CS)
    assert written.count('<span class="pack-unseen">k doplnění</span>') == 3
    assert [text for line in LINES.lines for text in [line.text] if text not in written] == []
    assert all(part in figure_html(FACTS, CS) for fact in FACTS.facts for part in (fact.number, fact.sentence.text))


@pytest.mark.parametrize("text", HTML)
def test_texts_of_the_data_stay_texts(text: str) -> None:
    said = Said(text)
    for figure in (
        replace(BARS, title=text, alt=text, unit=text, categories=(text, *BARS.categories[1:]),
                legend=(KeyLine(GAP["low"], text),)),
        replace(MAP, title=text, alt=text, credit=text, areas=(replace(MAP.areas[0], code=text, name=text, text=text),),
                points=(replace(MAP.points[0], meaning=text),)),
        replace(TABLE, title=text, heads=(text,) * 3, texts=((text,) * 3,) * 10),
        replace(FACTS, facts=(replace(FACTS.facts[0], heading=text, number=text, unit=text, sentence=said),)),
        replace(LINES, title=text, lines=(said,)),
    ):
        tree = ElementTree.fromstring(figure_html(figure, CS).replace("<wbr>", ""))
        assert {found.tag.rpartition("}")[2] for found in tree.iter()} <= TAGS
        assert not [name for found in tree.iter() for name in found.attrib if name.startswith("on")]
        told = "".join("".join(tree.itertext()).split())
        assert "".join(text.split())[:20] in told


def test_names_are_broken_where_they_end_and_cut_where_there_is_no_more_room() -> None:
    assert lines_of("Domovy pro osoby se zdravotním postižením", 16, 150) == [
        "Domovy pro osoby", "se zdravotním", "postižením"]
    assert lines_of("Domovy pro osoby se zdravotním postižením", 16, 150, 2) == ["Domovy pro osoby", "se zdravotním…"]
    assert all(width_of(line, 16) <= 150 for line in lines_of("a" * 200, 16, 150))
    assert lines_of("a" * 200, 16, 150)[-1].endswith("…")


def test_a_drawing_can_stand_as_a_picture_where_svg_is_taken_out() -> None:
    written = figure_html(BARS, CS, pictures=True)
    assert "<svg" not in written
    assert f'<img class="pack-drawing" alt="{BARS.alt}" src="data:image/svg+xml;base64,' in written
