"""Charts of a pack as drawings: horizontal bars side by side or stacked, every value printed, no axis to read off.

The numbers stand at the bars as they are printed everywhere else, so the axis has only its zero and its unit.
"""

from dataclasses import dataclass

from lib.charts.style import Look, palette
from lib.exports.document import Chart, Series
from lib.exports.drawn_ink import Ink, lines_of, picture, sign_of, width_of
from lib.text.formats import NBSP

WIDTHS = {3: 360, 6: 430, 12: 560}
"""Width of a chart in its own units by the most bars it has; a letter is 16 of them high, so few bars are large."""

WIDTH = 640
"""Width of a chart of more bars, and of one whose names or values need the room."""

LETTER, SMALL = 16, 14
LINE, BAR, GAP, UNKNOWN_WIDTH = 19, 20, 12, 30
FEW, THICK, WIDE_GAP = 6, 30, 24
"""Up to how many bars they are thicker, how thick, and how far categories are then apart."""

NAMES, SPAN = 0.367, 0.35
"""The most room names of categories get and the least bars need, in parts of the width."""

UNKNOWN = palette("light").unknown


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where zero stands and how many units of the drawing one unit of the values has; how thick bars are."""

    width: float
    names: float
    zero: float
    scale: float
    bar: float


@dataclass(frozen=True, slots=True)
class _Segment:
    """One part of a stacked bar. `shown` is its printed value; `at` and `width` are in units of the drawing."""

    look: Look
    shown: str
    at: float
    width: float
    known: bool


def chart_svg(chart: Chart, ink: Ink) -> str:
    """The drawing of a chart: categories from top to bottom, negative values to the left of zero.

    An unknown value is an empty dashed mark with the word for it, never a bar of no length.
    """
    plot, names = _plot(chart)
    bar, gap = plot.bar, WIDE_GAP if plot.bar == THICK else GAP
    content, top = [], 4.0
    for place, lines in enumerate(names):
        drawn, height = (_stack(chart, place, plot, top, ink) if chart.kind == "stacked"
                         else _bars(chart, place, plot, top + max(len(lines) * LINE - _tall(chart, bar), 0) / 2, ink))
        row = max(height, len(lines) * LINE)
        middle = top + row / 2 if len(lines) * LINE <= bar or chart.kind == "bars" else top + len(lines) * LINE / 2
        if chart.kind == "stacked" and len(lines) == 1:
            middle = top + bar / 2
        first = middle - (len(lines) - 1) * LINE / 2 + LETTER * 0.33
        content += [ink.text(plot.names - 10, first + number * LINE, line, LETTER, anchor="end")
                    for number, line in enumerate(lines)]
        content.append(drawn)
        top += row + gap
    colours = ink.colours
    content.append(f'<path class="zero" d="M{plot.zero:.1f} 0V{top - gap + 4:.1f}" stroke="{ink.tone(colours.text)}" '
                   'stroke-width="1.4"/>')
    if chart.unit:
        content.append(ink.text(plot.zero, top + LETTER - 4, chart.unit, SMALL, colour=ink.tone(colours.muted)))
        top += LETTER + 4
    used = [look for series in chart.series for look in (series.look, *series.looks)]
    return picture(ink, chart.alt, (plot.width, top), [*used, UNKNOWN], "".join(content))


def _plot(chart: Chart) -> tuple[_Plot, list[list[str]]]:
    """How a chart is laid out and its names in lines: the narrowest width that has room for names and bars."""
    bars = len(chart.categories) * (1 if chart.kind == "stacked" else len(chart.series))
    thick = THICK if bars <= FEW else BAR
    for width in (*(narrow for most, narrow in WIDTHS.items() if bars <= most), WIDTH):
        names = [lines_of(name, LETTER, width * NAMES) for name in chart.categories]
        room = max((width_of(line, LETTER) for lines in names for line in lines), default=0) + 12
        if width == WIDTH or (max(map(len, names), default=1) <= 2 and _span(chart, width, room) >= SPAN * width):
            break
    make = _stacked_plot if chart.kind == "stacked" else _bars_plot
    return make(chart, width, room, thick), names


def _span(chart: Chart, width: float, names: float) -> float:
    """The room that is left for bars."""
    if chart.kind == "stacked":
        return width - names
    _, _, left, right = _around(chart)
    return width - names - left - right


def _tall(chart: Chart, bar: float) -> float:
    """The height of the bars of one category."""
    return len(chart.series) * (bar + 3) - 3


def look_of(series: Series, place: int) -> Look:
    """How one value of a series looks."""
    return series.looks[place] if series.looks else series.look


def _signed(chart: Chart, series: Series, place: int) -> str:
    """The printed value with the symbol of its class where looks differ."""
    symbol = sign_of(look_of(series, place)) if series.looks or len(chart.series) > 1 else ""
    return f"{symbol}{NBSP}{series.labels[place]}" if symbol else series.labels[place]


def _around(chart: Chart) -> tuple[float, float, float, float]:
    """The least and the greatest value, and the room that printed values need to the left and to the right."""
    told = [(series.values[place], width_of(_signed(chart, series, place), LETTER) + 8)
            for series in chart.series for place in range(len(chart.categories))]
    known = [value for value, _ in told if value is not None]
    right = max((width + (UNKNOWN_WIDTH if value is None else 0) for value, width in told
                 if value is None or value >= 0), default=0)
    left = max((width for value, width in told if value is not None and value < 0), default=0)
    return min([0.0, *known]), max([0.0, *known]), left, right


def _bars_plot(chart: Chart, width: float, names: float, bar: float) -> _Plot:
    low, high, left, right = _around(chart)
    span = max(width - names - left - right - 4, 40)
    if high - low <= 0:
        return _Plot(width, names, names, 0, bar)
    scale = span / (high - low)
    # What stands to the right of zero without a bar needs room as well.
    return _Plot(width, names, names + left - low * scale, scale, bar)


def _bars(chart: Chart, place: int, plot: _Plot, y: float, ink: Ink) -> tuple[str, float]:
    height, bar = _tall(chart, plot.bar), plot.bar
    parts = []
    for series in chart.series:
        value, shown, look = series.values[place], _signed(chart, series, place), look_of(series, place)
        foot = y + bar / 2 + LETTER * 0.33
        if value is None:
            parts.append(_unknown(plot, y, ink))
            parts.append(ink.text(plot.zero + UNKNOWN_WIDTH + 6, foot, shown, LETTER))
        else:
            length = abs(value) * plot.scale
            left = plot.zero - length if value < 0 else plot.zero
            parts.append(f'<rect class="bar" x="{left:.2f}" y="{y:.1f}" width="{length:.2f}" height="{bar}" '
                         f"{ink.shape(look)}/>")
            parts.append(ink.text(plot.zero - length - 6, foot, shown, LETTER, anchor="end") if value < 0 else
                         ink.text(plot.zero + length + 6, foot, shown, LETTER))
        y += bar + 3
    return "".join(parts), height


def _unknown(plot: _Plot, y: float, ink: Ink) -> str:
    return (f'<rect class="unknown" x="{plot.zero + 1:.1f}" y="{y:.1f}" width="{UNKNOWN_WIDTH}" height="{plot.bar}" '
            f"{ink.shape(UNKNOWN)}/>")


def _stacked_plot(chart: Chart, width: float, names: float, bar: float) -> _Plot:
    totals, unknown = [], 0
    for place in range(len(chart.categories)):
        values = [series.values[place] for series in chart.series]
        totals.append(sum(max(value, 0) for value in values if value is not None))
        unknown = max(unknown, values.count(None))
    most = max(totals, default=0)
    scale = max(width - names - unknown * UNKNOWN_WIDTH - 6, 40) / most if most > 0 else 0
    return _Plot(width, names, names, scale, bar)


def _stack(chart: Chart, place: int, plot: _Plot, top: float, ink: Ink) -> tuple[str, float]:
    """One stacked bar; values that have no room in their part stand below it, in the same order."""
    x, bar, segments = plot.zero, plot.bar, []
    for series in chart.series:
        value = series.values[place]
        if value is None or value > 0:
            width = UNKNOWN_WIDTH if value is None else value * plot.scale
            look = look_of(series, place)
            segments.append(_Segment(look, f"{sign_of(look)}{NBSP}{series.labels[place]}".strip(), x, width,
                                     value is not None))
            x += width
    parts, below = [], []
    for segment in segments:
        parts.append(f'<rect class="{"bar" if segment.known else "unknown"}" x="{segment.at:.2f}" y="{top:.1f}" '
                     f'width="{segment.width:.2f}" height="{bar}" '
                     f"{ink.shape(segment.look if segment.known else UNKNOWN)}/>")
        wide = width_of(segment.shown, SMALL)
        if segment.known and wide + 8 <= segment.width:
            middle = segment.at + segment.width / 2
            if segment.look.pattern:
                parts.append(f'<rect x="{middle - wide / 2 - 2:.1f}" y="{top + 2:.1f}" width="{wide + 4:.1f}" '
                             f'height="{bar - 4}" fill="{ink.look(segment.look).fill}"/>')
            parts.append(ink.text(middle, top + bar / 2 + SMALL * 0.33, segment.shown, SMALL, anchor="middle",
                                  colour=ink.look(segment.look).ink))
        else:
            below.append(segment)
    if not below:
        return "".join(parts), bar
    foot = top + bar + SMALL + 1
    parts += [ink.text(at, foot, segment.shown, SMALL) for segment, at in _beside(below, plot.zero + 2, plot.width)]
    return "".join(parts), bar + SMALL + 4


def _beside(segments: list[_Segment], start: float, width: float) -> list[tuple[_Segment, float]]:
    """Where texts below a bar begin: under their parts, moved aside where they would run into one another."""
    widths = [width_of(segment.shown, SMALL) for segment in segments]
    starts, end = [], start - 8
    for segment, wide in zip(segments, widths, strict=True):
        at = max(segment.at + segment.width / 2 - wide / 2, end + 8)
        starts.append(at)
        end = at + wide
    limit = width - 2.0
    for place in range(len(starts) - 1, -1, -1):
        starts[place] = min(starts[place], limit - widths[place])
        limit = starts[place] - 8
    return list(zip(segments, starts, strict=True))
