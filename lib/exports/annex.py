"""XLSX annex of a meeting pack: all rows behind its slides, and where each number of its sentences stands in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from lib.exports.annex_chart import add_chart, cell_ranges
from lib.exports.document import Bound, Chart, Document, Facts, Said, Slide
from lib.exports.xlsx import WIDE, DataPage, Styles, about_rows, data_page, fitting, styles_of
from lib.text import formats
from lib.text.messages import Words

NAME_CHARACTERS = 31
"""The longest name a page of a workbook may have."""

LINK_CHARACTERS = 2079
"""The longest address a workbook holds as a link."""

LINE_POINTS, TALLEST_POINTS = 15.5, 400
"""Height of a line, and the most a row may have."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class _Annex:
    """The open workbook: `names` are names of data pages by key of their sheet, `pages` where their rows stand.

    `charts` are the cells where charts begin, by key of the slide.
    """

    book: Any
    document: Document
    words: Words
    styles: Styles
    names: Mapping[str, str]
    pages: dict[str, DataPage]
    charts: dict[str, str]


def annex_bytes(document: Document, words: Words) -> bytes:
    """The workbook of a pack; the same document gives the same bytes.

    Its pages: what is in it, a line per slide; a page per table with all its rows and the charts of the slides, which
    point at those cells; every sentence with each of its numbers, its exact value and a link to the cells it is from;
    and what there is to know about every table. Text is never a formula, links lead into the workbook or to the address
    of the dashboard.
    """
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({
            "title": document.title, "subject": document.subtitle,
            "author": document.provenance.release.by_role,
            "created": document.made_at.astimezone(UTC).replace(tzinfo=None),
        })
        own = (words("Contents"), words("Sentences and numbers"), words("About these data"))
        names = page_names(document, words, own)
        annex = _Annex(book, document, words, styles_of(book), names, {}, {})
        contents = book.add_worksheet(own[0])
        for key, sheet in document.sheets.items():
            annex.pages[key] = data_page(book, names[key], sheet, words, annex.styles)
        _add_charts(annex)
        _write_contents(annex, contents)
        _write_sentences(annex, book.add_worksheet(own[1]))
        _write_about(annex, book.add_worksheet(own[2]))
    return buffer.getvalue()


def page_names(document: Document, words: Words, taken: tuple[str, ...] = ()) -> dict[str, str]:
    """A name for the page of every sheet: its title as far as a workbook allows, told apart by a number if need be."""
    seen = {name.casefold() for name in taken}
    found = {}
    for key, sheet in document.sheets.items():
        title = " ".join(_FORBIDDEN.sub(" ", fitting(words.title(sheet.table))).split()) or key
        name, number = title[:NAME_CHARACTERS].strip(), 1
        while name.casefold() in seen:
            number += 1
            mark = f" ({number})"
            name = title[:NAME_CHARACTERS - len(mark)].strip() + mark
        seen.add(name.casefold())
        found[key] = name
    return found


def _add_charts(annex: _Annex) -> None:
    """Every chart on the page of its table, one under the other below its rows, where paper shows them large.

    The names of their categories stand to the right of the rows.
    """
    charts = [(slide.key, figure) for slide in annex.document.slides for figure in slide.figures
              if isinstance(figure, Chart) and figure.rows]
    right = {key: page.width + 1 for key, page in annex.pages.items()}
    top = {key: page.first + len(annex.document.sheets[key].frame) + 1 for key, page in annex.pages.items()}
    for slide, chart in charts:
        key = chart.table
        name, page = annex.names[key], annex.pages[key]
        annex.charts.setdefault(slide, _link(name, xl_rowcol_to_cell(top[key], 0)))
        top[key] = add_chart(annex.book, name, page, chart, right[key], top[key], annex.styles)
        right[key] += 1


def _link(name: str, cells: str) -> str:
    return f"internal:{quote_sheetname(name)}!{cells.replace('$', '')}"


def _write_contents(annex: _Annex, page: Any) -> None:
    document, words, styles = annex.document, annex.words, annex.styles
    wrapped = annex.book.add_format({"text_wrap": True, "valign": "top"})
    page.hide_gridlines(2)
    page.set_column(0, 0, 8)
    page.set_column(1, 1, 34, wrapped)
    page.set_column(2, 2, 80, wrapped)
    page.set_column(3, 4, 16)
    page.set_column(5, 12, 34)
    page.write_string(0, 0, fitting(document.title), annex.book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, fitting(document.subtitle))
    page.write_string(2, 0, fitting(document.citation))
    if document.demo:
        page.write_string(3, 0, words("DEMO: made from illustrative data, not from a real source."), styles.mark)
    heads = (words("Slide"), words("Part"), words("Sentence"), words("On the screen"), words("Chart"), words("Data"))
    for column, head in enumerate(heads):
        page.write_string(5, column, head, styles.title)
    for number, slide in enumerate(document.slides, start=1):
        row = 5 + number
        page.write_number(row, 0, number, styles.top)
        page.write_string(row, 1, fitting(_part(slide, words)), wrapped)
        page.write_string(row, 2, fitting(slide.title.text), wrapped)
        _set_height(annex, page, row, (_part(slide, words), 34), (slide.title.text, 80))
        _write_address(annex, page, row, document.link(slide))
        if slide.key in annex.charts:
            page.write_url(row, 4, annex.charts[slide.key], styles.link, words("Chart"))
        for column, key in enumerate(slide.sheets, start=5):
            page.write_url(row, column, _link(annex.names[key], "A1"), styles.link, annex.names[key])
    page.freeze_panes(6, 0)
    _on_paper(page)


def _part(slide: Slide, words: Words) -> str:
    """What the slide is about, with the mark of illustrative data."""
    return f"{slide.heading} ({words('DEMO')})".strip() if slide.demo else slide.heading


def _write_address(annex: _Annex, page: Any, row: int, address: str) -> None:
    """A link to the same view on the screen; nothing where the address of the dashboard is not known."""
    if address.startswith(("https://", "http://")) and len(address) <= LINK_CHARACTERS:
        page.write_url(row, 3, address, annex.styles.link, annex.words("Open the view"))


def _told(slide: Slide) -> Iterator[Said]:
    """The sentences of the slide; a big number stands before its own, which holds what it is bound to."""
    numbers = {id(fact.sentence): f"{fact.heading}: {fact.number} {fact.unit}".strip()
               for figure in slide.figures if isinstance(figure, Facts) for fact in figure.facts}
    for said in slide.said():
        number = numbers.get(id(said))
        yield said if number is None else Said(f"{number}. {said.text}".strip(), said.bound)


def _write_sentences(annex: _Annex, page: Any) -> None:
    """A row for every number of every sentence; a sentence without any has a row too."""
    words, styles = annex.words, annex.styles
    how = {"cell": words("one cell"), "count": words("number of rows"), "sum": words("sum of cells")}
    wrapped = annex.book.add_format({"text_wrap": True, "valign": "top"})
    heads = (words("Slide"), words("Part"), words("Sentence"), words("As printed"), words("Exact value"),
             words("How"), words("Column"), words("Cells"))
    for column, (head, width) in enumerate(zip(heads, (8, 28, 70, 18, 18, 18, 34, 40), strict=True)):
        page.write_string(0, column, head, styles.title)
        page.set_column(column, column, width)
    row = 1
    for number, slide in enumerate(annex.document.slides, start=1):
        for said in _told(slide):
            for bound in said.bound or (None,):
                page.write_number(row, 0, number)
                page.write_string(row, 1, fitting(_part(slide, words)), wrapped)
                page.write_string(row, 2, fitting(said.text), wrapped)
                _set_height(annex, page, row, (_part(slide, words), 28), (said.text, 70))
                if bound is not None:
                    page.write_string(row, 3, fitting(bound.shown))
                    _write_value(annex, page, row, bound)
                    page.write_string(row, 5, how[bound.how])
                    _write_cells(annex, page, row, bound)
                row += 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(row - 1, 1), len(heads) - 1)
    _on_paper(page)


def _write_value(annex: _Annex, page: Any, row: int, bound: Bound) -> None:
    value, kinds = bound.value, annex.styles.kinds
    if value is None or formats.is_missing(value):
        page.write_string(row, 4, annex.words.label("empty", "unknown"))
    elif isinstance(value, bool):
        page.write_boolean(row, 4, value)
    elif isinstance(value, date):
        page.write_datetime(row, 4, value, kinds["date"])
    elif isinstance(value, str):
        page.write_string(row, 4, fitting(value))
    else:
        page.write_number(row, 4, float(value))


def _write_cells(annex: _Annex, page: Any, row: int, bound: Bound) -> None:
    """Where the number comes from: the link leads to the first of the ranges. No rows: to the head of the column."""
    name, data = annex.names[bound.table], annex.pages[bound.table]
    table = annex.document.sheets[bound.table].table
    page.write_string(row, 6, annex.words.title(table.field(bound.column)))
    ranges = [cells.replace("$", "") for cells in cell_ranges(data, bound.column, bound.rows)]
    if not ranges:
        page.write_string(row, 7, annex.words("no row of {page}", page=name))
        return
    told = fitting(f"{quote_sheetname(name)}!{', '.join(ranges)}")
    page.write_url(row, 7, _link(name, ranges[0]), annex.styles.link, told)


def _write_about(annex: _Annex, page: Any) -> None:
    wrapped = annex.book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, WIDE)
    page.set_column(1, 1, 26)
    page.set_column(2, 2, 110)
    row = 0
    for key, sheet in annex.document.sheets.items():
        page.write_url(row, 0, _link(annex.names[key], "A1"), annex.styles.link, annex.names[key])
        for label, value in about_rows(sheet, annex.words):
            page.write_string(row, 1, label, annex.styles.label)
            page.write_string(row, 2, fitting(value), wrapped)
            _set_height(annex, page, row, (value, 105))
            row += 1
        row += 1
    _on_paper(page)


def _set_height(annex: _Annex, page: Any, row: int, *texts: tuple[str, int]) -> None:
    """Room for wrapped texts, each with the characters its column holds: not every program reckons it when it opens."""
    lines = max(sum(-(-max(len(line), 1) // width) for line in text.split("\n")) for text, width in texts)
    page.set_row(row, min(LINE_POINTS * lines, TALLEST_POINTS), annex.styles.top)


def _on_paper(page: Any) -> None:
    """Printed, a page of texts is as wide as A4 laid on its side."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
