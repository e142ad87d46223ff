"""Native charts of a report: those of the slides, with their workbooks, put into a text document."""

from typing import Any

import pptx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Length
from pptx.oxml.ns import qn

from lib.exports.document import Chart
from lib.exports.pptx_canvas import Canvas
from lib.exports.pptx_chart import draw_chart
from lib.exports.pptx_text import Box
from lib.exports.report_parts import FONT, xml_attribute

WIDTH_CM, BAR_CM, BROAD_BAR_CM, FRAME_CM, TALLEST_CM = 17.0, 0.72, 1.1, 2.4, 22.0
"""A chart is as wide as the text and grows with its bars until it fills a page."""

ONE_LINE = 34
"""Characters of a category that fit on one line beside the bars."""

LETTERS = 950
"""The largest letters in a chart, in hundredths of a point."""

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_native_chart(report: Any, figure: Chart, number: int, lang: str) -> None:
    """A paragraph with the chart; its data are edited as in any document. `number` is its own in the document.

    The chart is drawn by the writer of slides on a slide that is thrown away: slides and report cannot differ.
    """
    bars = len(figure.categories) * (1 if figure.kind == "stacked" else len(figure.series))
    bar = BROAD_BAR_CM if any(len(name) > ONE_LINE for name in figure.categories) else BAR_CM
    width, height = Cm(WIDTH_CM), Cm(min(FRAME_CM + bar * bars, TALLEST_CM))
    drawn = _drawn(figure, Box(0, 0, width, height), lang)
    workbook = drawn.chart_workbook.xlsx_part.blob
    package = report.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, drawn.blob, package)
    inside = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), WORKBOOK_TYPE, workbook, package)
    part.load_rel(RELATIONSHIP_TYPE.PACKAGE, inside, drawn._element.find(qn("c:externalData")).get(qn("r:id")))
    place = report.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    report.add_paragraph()._p.append(_inline(figure, number, place, width, height))


def _drawn(figure: Chart, box: Box, lang: str) -> Any:
    """The part of the chart, with letters as small as those of the text."""
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    draw_chart(Canvas(slide, lang), figure, box)
    chart = slide.shapes[-1].chart
    chart.font.name = FONT
    for text in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        if int(text.get("sz", 0)) > LETTERS:
            text.set("sz", str(LETTERS))
    return chart.part


def _inline(figure: Chart, number: int, place: str, width: Length, height: Length) -> Any:
    """The frame of a chart in a line of text, with its description for those who do not see it."""
    return parse_xml(
        f'<w:r {nsdecls("w", "wp", "a", "r")}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{1000 + number}" name={xml_attribute(figure.key)} '
        f'title={xml_attribute(figure.title)} descr={xml_attribute(figure.alt)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHARTS}"><c:chart xmlns:c="{_CHARTS}" r:id="{place}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>")
