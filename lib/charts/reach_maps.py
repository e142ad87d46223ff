"""The map of reach: every municipality by what it has within the limit, the facilities themselves as squares."""

from collections.abc import Iterable, Mapping

import folium
import pandas as pd

from lib.charts.legend import KeyEntry
from lib.charts.maps import dashed_point, municipality_points, point_svg
from lib.charts.style import Look, Palette, Theme, palette
from lib.model.catalogue import Form
from lib.model.derived import GapClass
from lib.model.derived_reach import ReachClass
from lib.model.lookup import records
from lib.model.schemas import require
from lib.text.formats import amount, is_missing
from lib.text.messages import Words

HERE = "here"
"""A municipality in reach that has a facility itself; stands beside the words of `ReachClass`."""

QUIET = frozenset({ReachClass.IN_REACH.value, ReachClass.NOT_APPLICABLE.value})


def reach_layer(frame: pd.DataFrame, words: Words, theme: Theme) -> folium.FeatureGroup:
    """Municipalities of one type and form by their class; shape differs with the class, not colour alone.

    `frame`: rows of the table `access` of one form with lat and lon (degrees): municipality_code, municipality_name,
    orp_name, form, unit, class, facilities_in_reach, nearest_km, nearest_minutes, access_per_1000.
    """
    require(frame, "municipality_code", "municipality_name", "orp_name", "class", "lat", "lon",
            key=("municipality_code",))
    return municipality_points(frame.assign(drawn=drawn_as(frame)), "drawn",
                               [_line(row, words) for row in records(frame)], _glyphs(palette(theme)), QUIET)


def drawn_as(frame: pd.DataFrame) -> pd.Series:
    """The class of each municipality, or `HERE` where a facility stands in it."""
    nearest = frame["nearest_km"].fillna(frame["nearest_minutes"])
    inside = (frame["class"] == ReachClass.IN_REACH) & (nearest == 0).fillna(False)
    return frame["class"].mask(inside, HERE)


def reach_key(words: Words, theme: Theme, present: Iterable[str]) -> tuple[KeyEntry, ...]:
    """Key of `reach_layer`: the points as they are drawn, only those that occur."""
    shown, colours = set(present), palette(theme)
    return tuple(
        KeyEntry(_looks(colours)[word], words("facility in the municipality") if word == HERE
                 else words.label("reach_class", word), glyph)
        for word, glyph in _glyphs(colours).items() if word in shown
    )


def _line(row: Mapping[str, object], words: Words) -> str:
    """What a tip says of a municipality: class, how many are in reach and how far the nearest is, access."""
    said = [words.label("reach_class", row["class"])]
    field = row["form"] == Form.FIELD
    if row["class"] == ReachClass.IN_REACH:
        said.append(amount(row["facilities_in_reach"], "services" if field else "facilities", words.lang))
    for name, unit in (("nearest_km", "km"), ("nearest_minutes", "min")):
        if not is_missing(row[name]):
            said.append(words("nearest {far}", far=amount(row[name], unit, words.lang, digits=1)))
    if row["class"] == ReachClass.IN_REACH and not field:
        access = amount(row["access_per_1000"], str(row["unit"]), words.lang, significant=3)
        said.append(words("in reach per 1,000: {access}", access=access))
    return ": ".join(part for part in (said[0], ", ".join(said[1:])) if part)


def _looks(colours: Palette) -> dict[str, Look]:
    gap = colours.gap
    return {
        HERE: gap[GapClass.ABOVE], ReachClass.IN_REACH.value: gap[GapClass.ABOVE],
        ReachClass.WHITE_SPOT.value: gap[GapClass.WHITE_SPOT],
        ReachClass.UNKNOWN_BORDER.value: gap[GapClass.UNKNOWN], ReachClass.UNKNOWN.value: gap[GapClass.UNKNOWN],
        ReachClass.NOT_APPLICABLE.value: gap[GapClass.NOT_APPLICABLE],
    }


def _glyphs(colours: Palette) -> dict[str, str]:
    """Square, small full, big ring, dashed half, dashed question mark, short line."""
    looks = _looks(colours)
    near, white, beyond = (looks[word] for word in (HERE, ReachClass.WHITE_SPOT, ReachClass.UNKNOWN_BORDER))
    return {
        HERE: point_svg(f'<rect x="2" y="2" width="12" height="12" fill="{near.line}" stroke="{colours.background}" '
                        'stroke-width="1.5"/>'),
        ReachClass.IN_REACH.value: point_svg(f'<circle cx="8" cy="8" r="5.5" fill="{near.fill}" stroke="{near.line}" '
                                             'stroke-width="1.5"/>'),
        ReachClass.WHITE_SPOT.value: point_svg(f'<circle cx="8" cy="8" r="5.5" fill="{colours.background}" '
                                               f'stroke="{white.line}" stroke-width="3.2"/>'),
        ReachClass.UNKNOWN_BORDER.value: point_svg(
            f'<circle cx="8" cy="8" r="6" fill="{colours.background}" stroke="{beyond.line}" stroke-width="1.3" '
            f'stroke-dasharray="2.5 2"/><path d="M8 2a6 6 0 0 1 0 12z" fill="{beyond.line}"/>'),
        ReachClass.UNKNOWN.value: point_svg(dashed_point(looks[ReachClass.UNKNOWN], colours)),
        ReachClass.NOT_APPLICABLE.value: point_svg(
            f'<path d="M3 8h10" stroke="{looks[ReachClass.NOT_APPLICABLE].line}" stroke-width="2"/>'),
    }
