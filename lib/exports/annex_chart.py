"""Charts of the workbook of a pack: native ones that point at the cells of its data pages."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from lib.charts.style import Look, palette
from lib.exports.document import Chart, Series
from lib.exports.xlsx import DataPage, Styles, fitting

PATTERNS = {"/": "wide_upward_diagonal", "\\": "wide_downward_diagonal", "x": "trellis", "-": "dark_horizontal",
            "|": "dark_vertical", "+": "small_grid", ".": "percent_20"}
"""Hatches of the screen by the names a workbook knows them under."""

CHART_WIDTH, BAR_HEIGHT, CHART_FRAME = 860, 26, 150
"""Pixels: a chart grows with its bars, so that every category keeps its name."""

GRID = palette("light").grid
ROW_HEIGHT = 20
"""Pixels of a row of a page."""


def cell_ranges(page: DataPage, column: str, rows: Sequence[int]) -> list[str]:
    """Cells of a field in rows of its sheet in the given order, neighbours as one range: ["$D$3:$D$5", "$D$9"]."""
    place = page.columns[column]
    breaks = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(rows)) if other != one + 1), len(rows)]
    runs = [rows[start:end] for start, end in pairwise(breaks) if start < end]
    return [xl_range_abs(page.first + run[0], place, page.first + run[-1], place) for run in runs]


def reference(name: str, ranges: Sequence[str]) -> str:
    """A formula that names cells of a page: "='Pokrytí'!$D$3:$D$5", several ranges in brackets."""
    told = [f"{quote_sheetname(name)}!{cells}" for cells in ranges]
    return f"={told[0]}" if len(told) == 1 else f"=({','.join(told)})"


def add_chart(  # noqa: PLR0917
    book: Any, name: str, page: DataPage, chart: Chart, column: int, top: int, styles: Styles,
) -> int:
    """Put the chart on the page of its table at the left of the row `top`; return the first row below it.

    The names of the categories stand in a column of their own, `column`, in the rows they belong to: no field of a
    table has them as the chart prints them.
    """
    page.page.write_string(page.first - 2, column, fitting(chart.title), styles.title)
    page.page.write_string(page.first - 1, column, chart.key, styles.name)
    page.page.set_column(column, column, max([16, *(min(len(text), 44) for text in chart.categories)]))
    for row, text in zip(chart.rows, chart.categories, strict=True):
        page.page.write_string(page.first + row, column, fitting(text))
    labels = DataPage(page.page, page.first, {chart.key: column}, 1)
    drawn = book.add_chart({"type": "bar", **({"subtype": "stacked"} if chart.kind == "stacked" else {})})
    for series in chart.series:
        drawn.add_series({
            "name": no_reference(series.title),
            "categories": reference(name, cell_ranges(labels, chart.key, chart.rows)),
            "values": reference(name, cell_ranges(page, series.column, chart.rows)),
            "categories_data": list(chart.categories), "values_data": list(series.values),
            **_filled(series.look), "points": [_filled(look) for look in series.looks] or None,
            "gap": 45, "data_labels": _labels(chart, series),
        })
    drawn.set_title({"name": no_reference(chart.title), "overlay": False, "name_font": {"size": 12}})
    signed = any(value is not None and value < 0 for series in chart.series for value in series.values)
    drawn.set_x_axis({"name": no_reference(chart.unit), "min": None if signed else 0, "num_format": chart.number_format,
                      "name_font": {"bold": False}, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    # Categories run from top to bottom; their names stay at the edge where bars run to the left of zero.
    drawn.set_y_axis({"reverse": True, "crossing": "max", "label_position": "low"})
    drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    bars = len(chart.categories) * (1 if chart.kind == "stacked" else len(chart.series))
    height = CHART_FRAME + BAR_HEIGHT * bars
    drawn.set_size({"width": CHART_WIDTH, "height": height})
    page.page.insert_chart(top, 0, drawn, {"description": fitting(chart.alt), "object_position": 3})
    return _key(book, page, chart, top - (-height // ROW_HEIGHT) + 1)


def no_reference(text: str) -> str:
    """A text of a chart, with a space where it would be taken for a formula or for the name of a cell ("List!A1")."""
    return re.sub(r"!(?=\$?[A-Z])", "! ", f" {text}" if text.startswith("=") else text)


def _key(book: Any, page: DataPage, chart: Chart, top: int) -> int:
    """The key under the chart: a cell that looks like the class, and what it means."""
    for row, line in enumerate(chart.legend, start=top):
        look = book.add_format({"bg_color": line.look.fill, "font_color": line.look.ink, "border": 1,
                                "border_color": line.look.line, "align": "center"})
        page.page.write_string(row, 0, line.look.symbol, look)
        page.page.write_string(row, 1, fitting(line.meaning))
    return top + len(chart.legend) + 2


def _filled(look: Look) -> dict[str, Any]:
    border: dict[str, Any] = {"color": look.line, "width": 1, **({"dash_type": "dash"} if look.dashed else {})}
    if look.pattern:
        return {"pattern": {"pattern": PATTERNS[look.pattern], "fg_color": look.line, "bg_color": look.fill},
                "border": border}
    return {"fill": {"color": look.fill}, "border": border}


def _labels(chart: Chart, series: Series) -> dict[str, Any]:
    """Numbers at the bars; inside a stack they take the ink that is readable on the fill."""
    font = {"color": series.look.ink if chart.kind == "stacked" and not series.looks else "#111111"}
    # A part of nothing has no room for its nought; alone at the edge it would read as the next part's number.
    pattern = f"{chart.number_format};-{chart.number_format};;" if chart.kind == "stacked" else chart.number_format
    return {"value": True, "num_format": pattern, "font": font}
