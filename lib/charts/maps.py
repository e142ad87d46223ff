"""Folium maps of the territory: no foreign script, tile or style; every value that comes from data is escaped.

`base_map` is the same for every filter, so `st_folium(base_map(…), key=…, feature_group_to_add=[…],
returned_objects=["last_object_clicked_tooltip"])` changes layers without mounting the map again. Build the base map
anew in every run: streamlit-folium hangs the layers on it. A click comes back as the text of the tooltip; read it with
`clicked_orp`.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from math import sqrt
from pathlib import Path
from typing import Any

import folium
import pandas as pd

from lib.charts.legend import KeyEntry, ramp_for
from lib.charts.mapframe import LayerData, MapFrame
from lib.charts.style import Look, Palette, Theme, looks, palette
from lib.model.derived import CoverChange, CoverStatus, GapClass
from lib.model.lookup import records
from lib.model.schemas import require
from lib.model.territory import REGION_AREA
from lib.text.arithmetic import index_percent
from lib.text.formats import NBSP, amount, number, percent
from lib.text.messages import Words

LEAFLET_COMPONENT = "leaflet"
"""Name under which the folder of Leaflet is declared as a Streamlit component; see `leaflet_folder`."""

CENTRE = (50.7, 14.9)
QUIET = frozenset({CoverStatus.COVERED.value})
"""Municipalities nobody has to ask about: their points are small, so that the others and the numbers stand out."""

CLICKED = re.compile(r"#(?P<kind>orp|obec):(?P<code>[^:\s]+)")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A background map the reader switched on: address template and the credit its licence asks for."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class AreaMark:
    """How one ORP is drawn and what is said of it.

    `text` stands on the map (a symbol and a short number), `reading` in the tooltip and for screen readers.
    """

    code: str
    name: str
    look: Look
    text: str
    reading: str


def leaflet_folder() -> Path:
    """Folder of the installed Leaflet: leaflet.js, leaflet.css, images/. Serve it to the browser from our own server.

    Raises
    ------
    ModuleNotFoundError : the package django-js-lib-leaflet is not installed.
    """
    spec = find_spec("js_lib_leaflet")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("django-js-lib-leaflet is not installed; maps need its copy of Leaflet")
    return Path(next(iter(spec.submodule_search_locations))) / "static" / "js_lib_leaflet"


def clicked_orp(tooltip: str | None) -> str | None:
    """Code of the ORP whose tooltip a click returned; None for no click or a click on something else."""
    found = CLICKED.match(tooltip or "")
    return found["code"] if found and found["kind"] == "orp" else None


def base_map(
    boundaries: Mapping[str, Mapping[str, Any]], words: Words, theme: Theme, *, title: str, leaflet_url: str,
    attribution: str = "", tiles: Tiles | None = None,
) -> folium.Map:
    """The map without its subject: outlines of the areas, zoom, labels for assistive technology.

    Parameters
    ----------
    boundaries : GeoJSON geometry (Polygon or MultiPolygon, WGS 84) by orp_code.
    title : what the map shows, in one phrase; the name of the region and of the iframe.
    leaflet_url : address of the folder of Leaflet, absolute on our server or relative to the component's page.
    attribution : source of the borders, shown in the corner.
    """
    drawn = folium.Map(
        location=CENTRE, tiles=None, zoom_start=9, zoom_control=False, zoomSnap=0.25, zoomDelta=0.5,
        scrollWheelZoom=False, maxZoom=14,
    )
    drawn.default_js = [("leaflet", f"{leaflet_url}/leaflet.js")]
    drawn.default_css = [("leaflet_css", f"{leaflet_url}/leaflet.css")]
    credit = escape(attribution)
    if tiles is not None:
        folium.TileLayer(tiles.url, attr=tiles.attribution).add_to(drawn)
    frame_words = {
        "lang": words.lang, "title": title, "attribution": credit, "zoomIn": words("Zoom in"),
        "zoomOut": words("Zoom out"),
        "help": words("Choose an area with Tab and Enter; everything on the map is also in the table."),
    }
    drawn.add_child(MapFrame(boundaries, frame_words, palette(theme), opacity=1.0 if tiles is None else 0.7))
    return drawn


def orp_layer(
    marks: Sequence[AreaMark], *, selected: str | None = None, filled: bool = True,
) -> folium.FeatureGroup:
    """Areas coloured by what is measured; the selected one has a thick outline and is announced as pressed.

    Not `filled` areas are outlines with their texts, through which municipalities are seen and pointed at.
    """
    layer = folium.FeatureGroup(name="orp")
    data = [
        {
            "code": mark.code, "fill": mark.look.fill, "line": mark.look.line, "dashed": mark.look.dashed,
            "hatched": mark.look.pattern == "/", "text": escape(mark.text), "selected": mark.code == selected,
            "open": not filled,
            "tip": f"<b>{escape(mark.name)}</b><br>{escape(mark.reading)}", "spoken": f"{mark.name}: {mark.reading}",
        }
        for mark in marks
    ]
    layer.add_child(LayerData("areas", data))
    return layer


def gap_marks(frame: pd.DataFrame, words: Words, theme: Theme, domain: str = "gap_class") -> list[AreaMark]:
    """Marks of one service type, form and unit by coverage class, in the looks and words of the domain.

    `frame`: one row per orp_code with orp_name, unit, gap_units, coverage_index (1 = norm, NA = unknown), class,
    small_number and capacity_units, which is said instead of the index where the number is small. The row of the whole
    region is left out.
    """
    require(frame, "orp_code", "orp_name", "unit", "gap_units", "coverage_index", "class", "small_number",
            "capacity_units", key=("orp_code",))
    marks = []
    for row in _areas(frame):
        look = looks(theme, domain)[str(row["class"])]
        word = words.label(domain, row["class"])
        known = not pd.isna(row["coverage_index"]) and row["class"] != GapClass.WHITE_SPOT
        text = f"{look.symbol} {index_percent(row['coverage_index'], words.lang)}" if known else look.symbol
        reading = word
        if row["small_number"]:
            text = f"{look.symbol} · {number(row['capacity_units'], words.lang, significant=2)}"
            reading = words("small number, {label}", label=word)
        if not pd.isna(row["gap_units"]):
            reading = words("{status}; {gap} against the norm", status=reading,
                            gap=_signed_amount(row["gap_units"], str(row["unit"]), words))
        marks.append(AreaMark(str(row["orp_code"]), str(row["orp_name"]), look, text, reading))
    return marks


def _signed_amount(value: float, unit: str, words: Words) -> str:
    text = amount(value, unit, words.lang, significant=3)
    return f"+{text}" if value > 0 else text


def amount_marks(
    frame: pd.DataFrame, column: str, words: Words, theme: Theme, *, unit: str, at_least: str | None = None,
) -> tuple[list[AreaMark], tuple[KeyEntry, ...]]:
    """Marks of a plain amount or share in five equal steps of one blue ramp, and their key.

    `frame`: one row per orp_code with orp_name and `column` in `unit` ("share": 0–1). An absent value is unknown: it
    is hatched and has its own line in the key, and so has a real zero of a count. `at_least` names a column that
    counts what is not known: where it is above zero, the value is said to be a lower bound.
    """
    require(frame, "orp_code", "orp_name", column, *([at_least] if at_least else []), key=("orp_code",))
    rows = _areas(frame)
    values = [None if pd.isna(row[column]) else float(row[column]) for row in rows]
    ramp = ramp_for(values, unit)
    marks = []
    for row, value in zip(rows, values, strict=True):
        look = ramp.look(value, theme)
        shown = amount(value, unit, words.lang, significant=3)
        text = look.symbol if value is None else _short(value, unit, words)
        if at_least is not None and value is not None and row[at_least] > 0:
            text, shown = f"≥{NBSP}{text}", words("at least {value}", value=shown)
        marks.append(AreaMark(str(row["orp_code"]), str(row["orp_name"]), look, text, shown))
    return marks, ramp.key(values, words, theme)


def _areas(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return records(frame[frame["orp_code"] != REGION_AREA])


def _short(value: float, unit: str, words: Words) -> str:
    return percent(value, words.lang) if unit == "share" else number(value, words.lang, significant=3)


def municipality_layer(frame: pd.DataFrame, words: Words, theme: Theme) -> folium.FeatureGroup:
    """Municipalities by their cover on the day; shape and outline differ with the status, not colour alone.

    `frame`: the table `municipality_coverage` with lat and lon (degrees, NA = no point): municipality_code,
    municipality_name, orp_code, orp_name, status, plans, lat, lon; geometry, where borders are published (see
    `bordered`), as GeoJSON text. Where it is known the municipality is a filled shape, and a point beside only when
    somebody has to ask about it; a click on the shape chooses its ORP area, which it covers.
    """
    require(frame, "municipality_code", "municipality_name", "orp_name", "status", "plans", "lat", "lon",
            key=("municipality_code",))
    lines = [
        f"{words.label('cover_status', status)} ({amount(plans, 'plans', words.lang)})"
        for status, plans in zip(frame["status"], frame["plans"], strict=True)
    ]
    colours = palette(theme)
    glyphs = {status.value: cover_glyph(status, colours) for status in CoverStatus}
    if not bordered(frame):
        return municipality_points(frame, "status", lines, glyphs)
    asked = frame["geometry"].isna() | ~frame["status"].isin(QUIET)
    layer = municipality_points(
        frame[asked], "status", [line for line, kept in zip(lines, asked, strict=True) if kept], glyphs)
    layer.add_child(_shapes(frame, lines, {status.value: look for status, look in colours.cover.items()}))
    return layer


def bordered(frame: pd.DataFrame) -> bool:
    """Whether some municipalities have published borders."""
    return "geometry" in frame and bool(frame["geometry"].notna().any())


def _shapes(frame: pd.DataFrame, lines: Sequence[str], looks_of: Mapping[str, Look]) -> LayerData:
    marks = [
        (json.loads(geometry), str(status), f"orp:{orp_code}", _tip(name, orp, line))
        for name, orp_code, orp, geometry, status, line in zip(
            frame["municipality_name"], frame["orp_code"], frame["orp_name"], frame["geometry"], frame["status"], lines,
            strict=True)
        if not pd.isna(geometry)
    ]
    drawn = {status: {"fill": look.fill, "line": look.line, "hatched": look.pattern == "/"}
             for status, look in looks_of.items()}
    return LayerData("shapes", drawn, marks)


def _tip(name: object, orp: object, line: str) -> str:
    return f"<b>{escape(str(name))}</b> · ORP {escape(str(orp))}<br>{escape(line)}"


def municipality_key(words: Words, theme: Theme, present: Iterable[str]) -> tuple[KeyEntry, ...]:
    """Key of `municipality_layer`: the points as they are drawn, only those that occur."""
    shown, colours = set(present), palette(theme)
    return tuple(
        KeyEntry(colours.cover[status], words.label("cover_status", status), cover_glyph(status, colours))
        for status in CoverStatus if status in shown
    )


def difference_key(words: Words, theme: Theme, present: Iterable[str]) -> tuple[KeyEntry, ...]:
    """Key of `difference_layer`: the points as they are drawn, only those that occur."""
    shown, colours = set(present), palette(theme)
    return tuple(
        KeyEntry(colours.cover_change[change], words.label("cover_change", change), change_glyph(change, colours))
        for change in CoverChange if change in shown
    )


def difference_layer(frame: pd.DataFrame, words: Words, theme: Theme) -> folium.FeatureGroup:
    """Municipalities by what changed between two days: gained ▲, lost ▼, the rest small.

    `frame`: the table `coverage_change` with lat and lon: municipality_code, municipality_name, orp_name, change.
    """
    require(frame, "municipality_code", "municipality_name", "orp_name", "change", "lat", "lon",
            key=("municipality_code",))
    lines = [words.label("cover_change", change) for change in frame["change"]]
    glyphs = {change.value: change_glyph(change, palette(theme)) for change in CoverChange}
    return municipality_points(frame, "change", lines, glyphs)


def municipality_points(
    frame: pd.DataFrame, column: str, lines: Iterable[str], glyphs: Mapping[str, str],
    quiet: frozenset[str] = QUIET,
) -> folium.FeatureGroup:
    """One point per municipality: the drawing of the word in `column`, small for `quiet` words, and a line in its tip.

    `frame`: municipality_code, municipality_name, orp_name, `column`, lat and lon (degrees, NA = no point).
    """
    marks = [
        (round(lat, 5), round(lon, 5), str(word), 9 if word in quiet else 14, f"obec:{code}", "", _tip(name, orp, line))
        for code, name, orp, lat, lon, word, line in zip(
            frame["municipality_code"], frame["municipality_name"], frame["orp_name"], frame["lat"], frame["lon"],
            frame[column], lines, strict=True)
        if not pd.isna(lat) and not pd.isna(lon)
    ]
    layer = folium.FeatureGroup(name="obce")
    layer.add_child(LayerData("points", dict(glyphs), marks))
    return layer


def facility_layer(frame: pd.DataFrame, words: Words, theme: Theme) -> folium.FeatureGroup:
    """Facilities counted by municipality: one circle each, its number inside, its area grows with the count.

    `frame`: one row per municipality_code with municipality_name, facilities (count, > 0), lat and lon of the
    municipality. Secret addresses are counted by whoever makes the frame; they never have a point of their own.
    """
    require(frame, "municipality_code", "municipality_name", "facilities", "lat", "lon", key=("municipality_code",))
    colours = palette(theme)
    look = colours.ramp[3]
    marks = []
    for row in records(frame.sort_values("facilities", ascending=False)):
        if pd.isna(row["lat"]) or pd.isna(row["lon"]):
            continue
        count = int(row["facilities"])
        size = round(16 + 5 * sqrt(count))
        shown = number(count, words.lang)
        glyph = (
            f'<svg viewBox="0 0 {size} {size}"><circle cx="{size / 2}" cy="{size / 2}" r="{size / 2 - 1}" '
            f'fill="{look.fill}" stroke="{colours.background}" stroke-width="1.5"/>'
            f'<text x="50%" y="50%" dy=".35em" text-anchor="middle" font-size="12" font-weight="600" '
            f'fill="{look.ink}">{shown}</text></svg>'
        )
        tip = f"<b>{escape(str(row['municipality_name']))}</b><br>{amount(count, 'facilities', words.lang)}"
        code = f"obec:{row['municipality_code']}"
        marks.append((round(row["lat"], 5), round(row["lon"], 5), "", size, code, glyph, tip))
    layer = folium.FeatureGroup(name="zarizeni")
    layer.add_child(LayerData("points", {}, marks))
    return layer


def cover_glyph(status: CoverStatus, colours: Palette) -> str:
    """Point of a municipality as SVG: full, half, ringed, crossed, dashed."""
    look = colours.cover[status]
    ring = f'stroke="{look.line}" stroke-width="1.5"'
    shapes = {
        CoverStatus.COVERED: f'<circle cx="8" cy="8" r="5.5" fill="{look.fill}" {ring}/>',
        CoverStatus.EXPIRING: f'<circle cx="8" cy="8" r="5.5" fill="{colours.background}" {ring}/>'
                              f'<path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="{look.line}"/>',
        CoverStatus.OVERLAP: f'<circle cx="8" cy="8" r="6.8" fill="{colours.background}" {ring}/>'
                             f'<circle cx="8" cy="8" r="3.8" fill="{look.fill}" {ring}/>',
        CoverStatus.NOT_COVERED: _cross(look, colours),
        CoverStatus.UNKNOWN: dashed_point(look, colours),
    }
    return point_svg(shapes[status])


def change_glyph(change: CoverChange, colours: Palette) -> str:
    """Point of a change as SVG: triangle up, triangle down, small full, small hollow, dashed."""
    look = colours.cover_change[change]
    ring = f'stroke="{look.line}" stroke-width="1.5"'
    shapes = {
        CoverChange.GAINED: f'<path d="M8 1 15 14H1z" fill="{look.fill}" {ring}/>',
        CoverChange.LOST: f'<path d="M8 15 1 2h14z" fill="{look.fill}" {ring}/>',
        CoverChange.STILL_COVERED: f'<circle cx="8" cy="8" r="3.5" fill="{look.fill}" {ring}/>',
        CoverChange.STILL_NOT_COVERED: f'<circle cx="8" cy="8" r="3.5" fill="{colours.background}" {ring}/>',
        CoverChange.UNKNOWN: dashed_point(look, colours),
    }
    return point_svg(shapes[change])


def _cross(look: Look, colours: Palette) -> str:
    path = "M3 3 13 13M13 3 3 13"
    return (f'<path d="{path}" stroke="{colours.background}" stroke-width="5" stroke-linecap="round"/>'
            f'<path d="{path}" stroke="{look.line}" stroke-width="2.6" stroke-linecap="round"/>')


def dashed_point(look: Look, colours: Palette) -> str:
    """The shapes of a point of which nothing is known."""
    return (f'<circle cx="8" cy="8" r="6" fill="{colours.background}" stroke="{look.line}" stroke-width="1.3" '
            f'stroke-dasharray="2.5 2"/><text x="8" y="11.5" text-anchor="middle" font-size="10" font-weight="700" '
            f'fill="{look.line}">?</text>')


def point_svg(shapes: str) -> str:
    """Shapes in a square of 16 units as a drawing that is not read aloud."""
    return f'<svg viewBox="0 0 16 16" aria-hidden="true">{shapes}</svg>'
