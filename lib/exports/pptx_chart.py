"""A chart of a slide: bars of PowerPoint with their workbook inside, so that "Edit data" works."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from lib.charts.style import NBSP, Look, palette
from lib.exports.csvw import printable
from lib.exports.document import Chart, Series
from lib.exports.pptx_canvas import LANGUAGES, Canvas, describe, look_fill, look_line, outline, solid
from lib.exports.pptx_text import POINT, Box, lines_of, shortened, width_of

LARGEST, LEAST_AROUND, LEAST_NAMES, SMALLEST = 14, 11, 10, 8
"""Type of labels, in points: the largest, the least of axis and key, of names of categories, of values."""

SHORT_NAME = 40
"""Letters of a name that has no room as a whole; the whole one is in the description of the chart."""

HEADROOM, MOST_HEADROOM = 0.1, 0.35
"""The part of the axis left beyond the longest bar, so that its label has room: at least, at most."""

MOST_STEPS = 6
TIGHT_LINE = 1.15
GAP_WIDTH = 45
"""Per cent of a bar left between categories."""

MOST_NAMES = 0.46
"""The part of a chart's width that names of categories take at most."""

SPARE = 16 * POINT
"""Room beside names that programs keep between them and the bars."""

_NUMBER = re.compile(r"^([+\-−]?)\s*(\d[\d\s.,\u00a0\u202f]*?)\s*(%?)$")


class _TextWriter(CategoryWorkbookWriter):
    """The workbook of a chart in which no name becomes a formula or a link."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(xlsx_file, options) as book:
            yield book, book.add_worksheet()


class _TextChartData(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _TextWriter(self)  # type: ignore[no-untyped-call]


def draw_chart(canvas: Canvas, figure: Chart, box: Box) -> None:
    """The chart in the box: categories from top to bottom, values exactly those of the figure, unknown ones empty.

    Names too long for the box are shortened; the description of the chart has them whole.
    """
    plan = _plan(figure, box)
    data: Any = _TextChartData(number_format=_spreadsheet_format(figure.number_format))  # type: ignore[no-untyped-call]
    data.categories = plan.texts
    for series in figure.series:
        data.add_series(printable(series.title), series.values)
    stacked = figure.kind == "stacked"
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = canvas.slide.shapes.add_chart(kind, box.left, box.top, box.width, box.height, data)
    whole = "; ".join(name for name, shown in zip(figure.categories, plan.texts, strict=True)
                      if printable(name) != shown)
    describe(frame._element.nvGraphicFramePr.cNvPr, figure.title, f"{figure.alt} {whole}".strip())
    chart = frame.chart
    size = plan.size
    chart.font.size = Pt(size)
    chart.has_title = False
    several = len(figure.series) > 1
    chart.has_legend = several
    if several:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(plan.around)
        chart.legend._element.find(qn("c:legendPos")).addnext(_laid(plan.key, box, inner=False))
    area = chart._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, _laid(plan.plot, box, inner=True))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP_WIDTH, 100 if stacked else 0
    plot.vary_by_categories = False
    low, high = _span(figure, plan)
    _axes(chart, figure, plan, low, high)
    for drawn, series in zip(plot.series, figure.series, strict=True):
        _dress(drawn._element, series, figure, size, plan.plot.width / max(high - low, 1e-9))
    for axis in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        axis.set("val", axis.get("val").lstrip("-"))  # the library's own numbers are below what the schema allows
    _language(chart._chartSpace, canvas.lang[:2])


def unknown_in(figure: Chart) -> tuple[str, ...]:
    """Categories that have no value in any series: they have no bar, and must be named."""
    return tuple(name for place, name in enumerate(figure.categories)
                 if all(series.values[place] is None for series in figure.series))


def natural_height(figure: Chart) -> int:
    """The height at which names of all categories are read with ease, in EMU."""
    return round(_bars(figure) * 21 * POINT) + (90 + 20 * bool(figure.legend)) * POINT


def _bars(figure: Chart) -> float:
    return len(figure.categories) * (1 if figure.kind == "stacked" else max(len(figure.series) * 0.8, 1))


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a chart shares its room: sizes of type in points, the bars and the key in EMU inside the chart.

    `size` is that of labels, `around` of axis and key, `names` of categories; `texts` are these as they are shown.
    """

    size: int
    around: int
    names: int
    texts: tuple[str, ...]
    plot: Box
    key: Box


def _plan(figure: Chart, box: Box) -> _Plan:
    """The largest type of labels that fits beside the bars, and of names for which every category has room."""
    for size in range(LARGEST, SMALLEST - 1, -1):
        around = max(size, LEAST_AROUND)
        key = _key_height(figure, box, around)
        axis = round((around * 1.5 + (around * 1.7 if figure.unit else 0) + 4) * POINT)
        height = max(box.height - axis - key, POINT)
        if _thickness(figure, height) >= size * 1.1 * POINT:
            break
    row = height / max(len(figure.categories), 1)
    names, left, texts = _names([printable(name) for name in figure.categories], box, row)
    plot = Box(left, 2 * POINT, box.width - left - 12 * POINT, height)
    return _Plan(size, around, names, tuple(texts), plot, Box(0, box.height - key, box.width, key))


def _names(texts: list[str], box: Box, row: float) -> tuple[int, int, list[str]]:
    """Size of type, room beside the bars and texts of names: whole where they fit, else short, else on one line."""
    for shown in (texts, _told_apart(texts, [_short(text) for text in texts])):
        for size in range(LARGEST, LEAST_NAMES - 1, -1):
            left = _names_room(shown, box, size)
            lines = max((lines_of(text, left - SPARE, size) for text in shown), default=1)
            if lines * size * TIGHT_LINE * POINT <= row:
                return size, left, shown
    size = min(max(int(row / TIGHT_LINE / POINT), SMALLEST), LEAST_NAMES)
    left = _names_room(texts, box, size)
    return size, left, _told_apart(texts, [shortened(text, left - SPARE, size) for text in texts])


def _names_room(texts: list[str], box: Box, size: int) -> int:
    wanted = max((width_of(text, size) for text in texts), default=0) + SPARE
    return min(wanted, round(box.width * MOST_NAMES))


def _short(name: str) -> str:
    """The beginning of a name, ended where a word ends: a code stands first and stays."""
    if len(name) <= SHORT_NAME:
        return name
    start = name[:SHORT_NAME - 1]
    return f"{(start.rpartition(' ')[0] or start).rstrip(' ,;(–-')}…"


def _told_apart(whole: list[str], short: list[str]) -> list[str]:
    """Short names; two that would read the same stay whole."""
    return [one if short.count(one) == 1 else name for name, one in zip(whole, short, strict=True)]


def _thickness(figure: Chart, height: int) -> float:
    """The thickness of a bar, in EMU."""
    beside = 1 if figure.kind == "stacked" else max(len(figure.series), 1)
    return height / max(len(figure.categories), 1) / (beside + GAP_WIDTH / 100)


def _key_height(figure: Chart, box: Box, size: int) -> int:
    if len(figure.series) < 2:
        return 0
    entry = max(width_of(series.title, size) for series in figure.series) + 3 * size * POINT
    across = max(box.width // entry, 1)
    return round(-(-len(figure.series) // across) * size * 1.5 * POINT)


def _laid(box: Box, whole: Box, *, inner: bool) -> Any:
    """A place inside the chart as the format has it: shares of the whole."""
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    places = "".join(f'<c:{name} val="{part / side:.5f}"/>' for name, part, side in (
        ("x", box.left, whole.width), ("y", box.top, whole.height),
        ("w", box.width, whole.width), ("h", box.height, whole.height)))
    return parse_xml(f'<c:layout {nsdecls("c")}><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
                     f'{places}</c:manualLayout></c:layout>')


def _span(figure: Chart, plan: _Plan) -> tuple[float, float]:
    """The least and the greatest value on the axis, with room for labels; zero is always there."""
    if figure.kind == "stacked":
        sums = [[series.values[place] or 0 for series in figure.series] for place in range(len(figure.categories))]
        ends = [(sum(v for v in row if v < 0), sum(v for v in row if v > 0)) for row in sums]
        low, high = min((end[0] for end in ends), default=0), max((end[1] for end in ends), default=0)
        return float(low), float(high or 1.0)
    known = [value for series in figure.series for value in series.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    labels = [label for series in figure.series for label in series.labels]
    longest = max((width_of(label, plan.size, bold=True) for label in labels), default=0)
    share = (longest + 3 * plan.size * POINT) / max(plan.plot.width, 1)
    room = (high - low or 1.0) * min(max(share, HEADROOM), MOST_HEADROOM)
    return low - room * (low < 0), high + room * (high > 0 or not low)


def _step(low: float, high: float, *, whole: bool) -> float:
    """A round distance of marks on the axis; between whole numbers at least one, or marks would repeat."""
    least = (high - low or 1.0) / MOST_STEPS
    power = 10.0 ** math.floor(math.log10(least))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= least * 0.999)
    return max(math.ceil(step), 1) if whole else step


def _axes(chart: Any, figure: Chart, plan: _Plan, low: float, high: float) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    names.tick_labels.font.size = Pt(plan.names)
    # Without a turn of its own the text may not overlap in LibreOffice, which then leaves names out.
    for turned in names._element.iter(qn("a:bodyPr")):
        turned.set("rot", "0")
        turned.set("vert", "horz")
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))
    values._element.find(qn("c:crosses")).set("val", "max")  # with categories from the top, the axis stays below
    step = _step(low, high, whole=figure.number_format == "0")
    values.minimum_scale, values.maximum_scale = math.floor(low / step) * step, high
    values.major_unit = step
    values.has_major_gridlines = True
    values.has_title = bool(figure.unit)
    values.tick_labels.font.size = Pt(plan.around)
    values.tick_labels.number_format = _spreadsheet_format(figure.number_format)
    values.tick_labels.number_format_is_linked = False
    if figure.unit:
        values.axis_title.text_frame.text = printable(figure.unit)
        values.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(plan.around)
        values.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    grid = _properties("", outline(palette("light").grid, 0.75))
    values._element.find(qn("c:majorGridlines")).append(grid)
    for place in (names, values):
        properties = place._element.get_or_add_spPr()
        properties.getparent().replace(properties, _properties("", outline(palette("light").border, 0.75)))


def _dress(element: Any, series: Series, figure: Chart, size: int, per_unit: float) -> None:
    """Fill, outline, hatch and labels of one series."""
    _wear(element, series.look)
    if series.looks:
        for place, look in enumerate(series.looks):
            point = element.get_or_add_dPt_for_point(place)
            point.find(qn("c:idx")).addnext(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))
            _wear(point, look)
    labels = _labels(series, figure, size, per_unit)
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    element.find(qn("c:cat")).addprevious(labels)


def _wear(element: Any, look: Look) -> None:
    properties = element.get_or_add_spPr()
    fresh = _properties(look_fill(look), look_line(look))
    properties.getparent().replace(properties, fresh)


def _labels(series: Series, figure: Chart, size: int, per_unit: float) -> Any:
    """Labels of the values: formats, not texts, so that they follow the data when somebody edits them."""
    stacked = figure.kind == "stacked"
    usual = _spreadsheet_format(figure.number_format)
    single = []
    for place, (value, label) in enumerate(zip(series.values, series.labels, strict=True)):
        look = series.looks[place] if series.looks else series.look
        if value is None or (stacked and (not value or width_of(label, size) * 1.1 > abs(value) * per_unit)):
            single.append(f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>')
            continue
        shown = label_format(value, label, usual)
        if series.looks and not stacked:
            shown = f'"{look.symbol}{NBSP}"{shown}'.replace(";", f';"{look.symbol}{NBSP}"')
        single.append(f'<c:dLbl><c:idx val="{place}"/>{_format(shown)}{_inside(look, size, stacked)}'
                      f'{_position(stacked)}{_SHOWN}</c:dLbl>')
    return parse_xml(f'<c:dLbls {nsdecls("c", "a")}>{"".join(single)}{_format(usual)}'
                     f'{_inside(series.look, size, stacked)}{_position(stacked)}{_SHOWN}</c:dLbls>')


_SHOWN = ('<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
          '<c:showPercent val="0"/><c:showBubbleSize val="0"/>')


def label_format(value: float, label: str, usual: str) -> str:
    """The number format under which the value reads as the label does; `usual` where no format says it."""
    found = _NUMBER.match(label.replace("\u202f", "\u00a0"))
    if found is None:
        return usual
    sign, digits, per_cent = found.groups()
    bare = re.sub(r"[\s\u00a0]", "", digits)
    for separator, thousands in ((",", "."), (".", ",")):
        whole, _, decimals = bare.replace(thousands, "").partition(separator)
        if not (whole + (decimals or "0")).isdigit():
            continue
        number, near = float(f"{whole}.{decimals or 0}"), 0.5000001 * 10 ** -len(decimals)
        pattern = ("#,##0" if number >= 1000 else "0") + ("." + "0" * len(decimals) if decimals else "")
        for factor, ending in ((1, '" %"' if per_cent else ""), (100, " %")):
            if factor == 100 and not per_cent:
                continue
            if abs(number - abs(value) * factor) <= near:
                minus = "−" if sign else ""  # a label without the sign stays without it
                return f"{'+' if sign == '+' else ''}{pattern}{ending};{minus}{pattern}{ending}"
    return usual


def _spreadsheet_format(written: str) -> str:
    return written or "General"


def _format(pattern: str) -> str:
    code = escape(pattern, {'"': "&quot;"})
    return f'<c:numFmt formatCode="{code}" sourceLinked="0"/>'


def _inside(look: Look, size: int, stacked: bool) -> str:
    """Type of a label; inside a bar it stands on the plain fill, for nothing is read on a hatch."""
    ground = solid(look.fill) if stacked and look.pattern else "<a:noFill/>"
    ink = solid(look.ink) if stacked else solid("tx1")
    return (f'<c:spPr>{ground}<a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
            f'<a:defRPr sz="{size * 100}" b="1">{ink}</a:defRPr></a:pPr><a:endParaRPr lang="cs-CZ"/></a:p></c:txPr>')


def _position(stacked: bool) -> str:
    return f'<c:dLblPos val="{"ctr" if stacked else "outEnd"}"/>'


def _properties(fill: str, line: str) -> Any:
    return parse_xml(f'<c:spPr {nsdecls("c", "a")}>{fill}{line}</c:spPr>')


def _language(space: Any, lang: str) -> None:
    """The language of the chart and of every text in it."""
    mark = parse_xml(f'<c:lang {nsdecls("c")} val="{LANGUAGES[lang]}"/>')
    before = space.find(qn("c:date1904"))
    if before is None:
        space.insert(0, mark)
    else:
        before.addnext(mark)
    for text in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        text.set("lang", LANGUAGES[lang])
