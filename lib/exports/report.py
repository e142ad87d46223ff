"""DOCX of a meeting pack: the skeleton of a report for the council, with figures and tables of the slides filled in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lib.exports.document import Chart, Document, Facts, Figure, Grid, Lines, RegionMap, Slide
from lib.exports.pptx_chart import unknown_in
from lib.exports.report_chart import add_native_chart
from lib.exports.report_map import add_map
from lib.exports.report_parts import (
    LOCALES,
    SOURCE_STYLE,
    add_blank,
    add_caption,
    add_heading,
    add_table,
    add_text,
    contents_list,
    new_report,
    set_margins,
)
from lib.exports.steady import steady_zip
from lib.model.pack import Section
from lib.text import formats
from lib.text.messages import Words

OPEN_LINES = 3
"""Empty lines for a draft resolution where the pack has no decisions to take."""


@dataclass(slots=True)
class _Report:
    """The report as it is written. `entries` are headings for the contents list, `sources` lines by their number,
    `tables` numbers of the tables by what stands in them."""

    docx: Any
    document: Document
    words: Words
    entries: list[tuple[int, str, str]] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    tables: dict[tuple[object, ...], int] = field(default_factory=dict)
    figures: int = 0

    def heading(self, level: int, text: str) -> None:
        """A heading that the contents list has."""
        self.entries.append((level, text, add_heading(self.docx, text, level, len(self.entries) + 1)))

    def text(self, text: str, style: str = "") -> Any:
        """A paragraph."""
        return add_text(self.docx, text, style)

    def table(self, grid: Grid) -> None:
        """A table under its caption; one that stands in the report already is pointed at."""
        inside = (grid.table, grid.heads, grid.texts)
        if inside in self.tables:
            self.text(self.words("See table {n}: {title}.", n=self.tables[inside], title=grid.title))
            return
        self.tables[inside] = len(self.tables) + 1
        add_caption(self.docx, self.words("Table"), self.tables[inside], grid.title)
        add_table(self.docx, grid)
        self.docx.add_paragraph()

    def numbered(self, sources: Sequence[str]) -> str:
        """Numbers of sources as they stand in the list of them, neighbours together: "[1]–[3], [5]"."""
        numbers = sorted(self.sources.setdefault(line, len(self.sources) + 1) for line in sources)
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}]–[{run[-1]}]" for run in runs)


def report_bytes(document: Document, words: Words) -> bytes:
    """The report of a pack: cover, draft resolution, reasons with figures and tables, sources, annexes.

    Charts are native with their data inside, maps are pictures, tables repeat their head. Who submits the item and what
    is to be resolved are lines to fill in. The same document gives the same bytes.

    Raises
    ------
    DashboardError : the pack has a map and the system's libraries that set letters are not installed.
    """
    report = _Report(new_report(document), document, words)
    set_margins(report.docx, document.title, document.subtitle, words("DEMO") if document.demo else "",
                words("Page {page} of {pages}", page="{page}", pages="{pages}"))
    _write_cover(report)
    place = len(report.docx.element.body) - 1
    _write_resolution(report)
    _write_reasons(report)
    _write_sources(report)
    _write_annexes(report)
    for offset, paragraph in enumerate(contents_list(report.entries, LOCALES[document.lang])):
        report.docx.element.body.insert(place + offset, paragraph)
    buffer = BytesIO()
    report.docx.save(buffer)
    return steady_zip(buffer.getvalue(), document.made_at)


def _write_cover(report: _Report) -> None:
    words, document = report.words, report.document
    if document.demo:
        report.text(words("DEMO: made from illustrative data, not from a real source.")).runs[0].bold = True
    report.text(document.title, "Title")
    report.text(document.subtitle, "Subtitle")
    for slide in document.slides[:1]:
        _write_slide(report, slide, titled=False)
    if document.body:
        report.text(f"{words('Submitted to:')} {document.body}")
    if document.meeting_on is not None:
        report.text(f"{words('Date of the meeting:')} {formats.date(document.meeting_on, document.lang)}")
    for label in (*(() if document.body else (words("Submitted to:"),)),
                  *(() if document.meeting_on else (words("Date of the meeting:"),)),
                  words("Item of the agenda:"), words("Submitted by (role):")):
        add_blank(report.docx, label)
    contents = report.text(words("Contents"))
    contents.runs[0].bold = True
    contents.paragraph_format.keep_with_next = True


def _slides(report: _Report, wanted: Callable[[Section | None], bool]) -> Iterator[Slide]:
    """Slides after the opening whose part is wanted."""
    return (slide for slide in report.document.slides[1:] if wanted(slide.section))


def _write_resolution(report: _Report) -> None:
    """What is to be decided, and room to write it."""
    report.heading(1, report.words("Draft resolution"))
    slides = list(_slides(report, lambda section: section is Section.DECISIONS))
    for slide in slides:
        _write_slide(report, slide)
    if not any(isinstance(figure, Lines) and figure.open_lines for slide in slides for figure in slide.figures):
        for _ in range(OPEN_LINES):
            add_blank(report.docx)


def _write_reasons(report: _Report) -> None:
    """A heading for every part, under it what its slides say and show."""
    report.heading(1, report.words("Explanatory report"))
    apart = (Section.DECISIONS, Section.ANNEX, None)
    last = None
    for slide in _slides(report, lambda section: section not in apart):
        part = report.words.label("section", slide.section)
        part = part[:1].upper() + part[1:]
        if slide.section is not last:
            report.heading(2, part)
            last = slide.section
        if slide.heading and slide.heading not in (part, slide.title.text):
            report.heading(3, slide.heading)
        _write_slide(report, slide)


def _write_sources(report: _Report) -> None:
    """What the closing slides say, the sources by number, how to cite the pack and where to find it on the screen."""
    words, document = report.words, report.document
    report.heading(1, words("Sources and state of the data"))
    for slide in _slides(report, lambda section: section is None):
        _write_slide(report, slide)
    for slide in _slides(report, lambda section: section is Section.ANNEX):
        report.numbered(slide.sources)
    for line, number in report.sources.items():
        report.text(f"[{number}] {line}", SOURCE_STYLE)
    report.text(document.citation)
    if document.link():
        report.text(document.link(), SOURCE_STYLE)


def _write_annexes(report: _Report) -> None:
    """Tables in full, then the names of the tables the workbook has."""
    words = report.words
    report.heading(1, words("Annexes"))
    for slide in _slides(report, lambda section: section is Section.ANNEX):
        report.heading(2, slide.title.text)
        _write_slide(report, slide, titled=False)
    report.text(words("The workbook that goes with this report has all rows of these tables:"))
    for sheet in report.document.sheets.values():
        report.text(words.title(sheet.table), "List Bullet")


def _write_slide(report: _Report, slide: Slide, *, titled: bool = True) -> None:
    """What a slide says, its figures, its table, and where the numbers come from."""
    words = report.words
    if titled:
        mark = f" ({words('DEMO')})" if slide.demo else ""
        report.text(slide.title.text + mark).runs[0].bold = True
    for said in slide.sentences:
        report.text(said.text)
    for figure in slide.figures:
        _write_figure(report, figure)
    if slide.table is not None and slide.table not in slide.figures:
        _write_figure(report, slide.table)
    if slide.sources:
        report.text(words("Sources: {numbers}", numbers=report.numbered(slide.sources)), SOURCE_STYLE)


def _write_figure(report: _Report, figure: Figure) -> None:
    words = report.words
    match figure:
        case Grid():
            report.table(figure)
        case Facts():
            rows = tuple((fact.heading, f"{fact.number} {fact.unit}".strip(), fact.sentence.text)
                         for fact in figure.facts)
            heads = (words("Figure"), words("Value"), words("In words"))
            report.table(Grid(figure.key, figure.title, "", heads, heads, (False,) * 3, (), rows))
        case Lines():
            if figure.title:
                report.text(figure.title).runs[0].bold = True
            for line in figure.lines:
                report.text(line.text, "List Bullet")
            for _ in range(figure.open_lines):
                add_blank(report.docx)
        case Chart() | RegionMap():
            report.figures += 1
            add_caption(report.docx, words("Picture"), report.figures, figure.title)
            if isinstance(figure, Chart):
                add_native_chart(report.docx, figure, report.figures, report.document.lang)
                _write_below(report, figure)
            else:
                add_map(report.docx, figure, words)


def _write_below(report: _Report, chart: Chart) -> None:
    """Under a chart: which categories have no value, and its key in words where it has none of its own."""
    unknown = unknown_in(chart)
    if unknown:
        report.text(f"{report.words.label('empty', 'unknown')}: {', '.join(unknown)}", SOURCE_STYLE)
    if chart.legend and (len(chart.series) == 1 or any(series.looks for series in chart.series)):
        report.text(" · ".join(f"{line.look.symbol} {line.meaning}" for line in chart.legend), SOURCE_STYLE)
