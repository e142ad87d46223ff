"""A table of a slide: native, with a header row, numbers to the right, rows of totals in bold."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from lib.charts.style import NBSP
from lib.exports.document import Grid
from lib.exports.pptx_canvas import TEXT, Canvas, Para, describe
from lib.exports.pptx_text import LINE, POINT, Box, lines_of, width_of

LARGEST, USUAL_SMALLEST, SMALLEST_WHOLE, SMALLEST = 16, 12, 10, 8
"""Type in points: of a table cut in parts, of one that is kept whole, of one whose words are long."""

SIDE, ENDS = 6 * POINT, round(2.5 * POINT)
"""Space inside a cell, beside and above the text."""

MOST_AIR, NARROWEST = 1.5, 0.5
"""How much wider than its cells a table may be, and the least part of the box it takes."""

_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
"""Medium Style 2 – Accent 1, which every PowerPoint has and which takes its colours from the theme."""


def pages_of(figure: Grid, box: Box) -> list[Grid]:
    """The table cut into parts that fit one slide each, with the header on every one; nothing is left out."""
    size = size_of(figure, box)
    heights = _heights(figure, column_widths(figure, box.width, size), size)
    parts: list[list[int]] = [[]]
    used = heights[0]
    for place, height in enumerate(heights[1:]):
        if parts[-1] and used + height > box.height:
            parts.append([])
            used = heights[0]
        parts[-1].append(place)
        used += height
    return [_part(figure, part) for part in parts]


def table_height(figure: Grid, box: Box) -> int:
    """The height the table takes in the box, in EMU."""
    size = size_of(figure, box)
    return sum(_heights(figure, column_widths(figure, box.width, size), size))


def draw_table(canvas: Canvas, figure: Grid, box: Box, size: int | None = None) -> None:
    """The table at the top of the box; `size` of type is that of the whole table where this is a part of one."""
    size = size or size_of(figure, box)
    widths = column_widths(figure, box.width, size)
    heights = _heights(figure, widths, size)
    frame = canvas.slide.shapes.add_table(len(heights), len(widths), box.left, box.top, sum(widths), sum(heights))
    describe(frame._element.nvGraphicFramePr.cNvPr, figure.title, figure.title)
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _STYLE
    table.first_row, table.horz_banding = True, True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, height in zip(table.rows, heights, strict=True):
        row.height = height
    for column, text in enumerate(figure.heads):
        _write(canvas, table.cell(0, column), text, size, bold=True, numeric=figure.numeric[column], header=True)
    for row, texts in enumerate(figure.texts):
        for column, text in enumerate(texts):
            _write(canvas, table.cell(row + 1, column), _cell_text(figure, row, column, text), size,
                   bold=row in figure.emphasised, numeric=figure.numeric[column])


def _cell_text(figure: Grid, row: int, column: int, text: str) -> str:
    look = figure.looks.get((row, column))
    return text if look is None else f"{look.symbol}{NBSP}{text}"


def _write(canvas: Canvas, cell: Any, text: str, size: int, *, bold: bool, numeric: bool, header: bool = False) -> None:
    para = Para(text, size, bold=bold, align="r" if numeric else "l", colour="bg1" if header else TEXT)
    written = parse_xml(canvas.paragraph(para).replace("<a:p>", f'<a:p {nsdecls("a", "r")}>', 1))
    body = cell._tc.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    body.append(written)
    cell.margin_left = cell.margin_right = SIDE
    cell.margin_top = cell.margin_bottom = ENDS


def size_of(figure: Grid, box: Box) -> int:
    """The largest type at which the table fits; a long one stays readable and goes on to another slide."""
    def height(size: int) -> int:
        return sum(_heights(figure, column_widths(figure, box.width, size), size))

    fitting = next((size for size in range(LARGEST, SMALLEST_WHOLE - 1, -1) if height(size) <= box.height
                    and _words_fit(figure, box.width, size)), None)
    if fitting is not None:
        return fitting
    return next((size for size in range(USUAL_SMALLEST, SMALLEST, -1) if _words_fit(figure, box.width, size)), SMALLEST)


def _words_fit(figure: Grid, width: int, size: int) -> bool:
    """Whether no word has to be broken."""
    return sum(_narrowest(figure, column, size) for column in range(len(figure.columns))) <= width


def _column(figure: Grid, column: int) -> list[str]:
    return [figure.heads[column],
            *(_cell_text(figure, row, column, texts[column]) for row, texts in enumerate(figure.texts))]


def _narrowest(figure: Grid, column: int, size: float) -> int:
    """The width of the longest word of a column; a number is one word."""
    texts = _column(figure, column)
    words = [word for text in texts[:1] for word in text.split(" ")]
    words += list(texts[1:]) if figure.numeric[column] else [w for t in texts[1:] for w in t.split(" ")]
    return max((width_of(word, size, bold=True) for word in words), default=0) + 2 * SIDE + 2 * POINT


def column_widths(figure: Grid, width: int, size: float) -> list[int]:
    """Widths of the columns: the longest word at least, the rest by what each would like to have.

    A table of short cells stays narrower than the box, so that the eye finds the number that belongs to a name.
    """
    count = len(figure.columns)
    least = [_narrowest(figure, column, size) for column in range(count)]
    liked = [max(least[column], *(width_of(text, size, bold=True) + 2 * SIDE for text in _column(figure, column)[1:]),
                 width_of(figure.heads[column], size, bold=True) // 2) for column in range(count)]
    if sum(least) >= width:
        return [place * width // sum(least) for place in least]
    if sum(liked) <= width:
        wanted = min(width, max(round(sum(liked) * MOST_AIR), round(width * NARROWEST)))
        return [place * wanted // sum(liked) for place in liked]
    room, more = width - sum(least), [wish - need for wish, need in zip(liked, least, strict=True)]
    return [place + room * wish // max(sum(more), 1) for place, wish in zip(least, more, strict=True)]


def _heights(figure: Grid, widths: Sequence[int], size: int) -> list[int]:
    rows = [list(figure.heads), *([_cell_text(figure, row, column, text) for column, text in enumerate(texts)]
                                  for row, texts in enumerate(figure.texts))]
    bold = [True, *(row in figure.emphasised for row in range(len(figure.texts)))]
    return [round(max((lines_of(text, width - 2 * SIDE, size, bold=heavy)
                       for text, width in zip(row, widths, strict=True)), default=1) * size * LINE * POINT) + 2 * ENDS
            for row, heavy in zip(rows, bold, strict=True)]


def _part(figure: Grid, rows: Sequence[int]) -> Grid:
    places = {row: place for place, row in enumerate(rows)}
    return replace(
        figure, rows=tuple(figure.rows[row] for row in rows), texts=tuple(figure.texts[row] for row in rows),
        emphasised=tuple(places[row] for row in figure.emphasised if row in places),
        looks={(places[row], column): look for (row, column), look in figure.looks.items() if row in places},
    )
