"""One slide: title, figures, sentences, the foot with dates and sources, the mark of illustrative data, notes."""

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from lib.exports.csvw import printable
from lib.exports.document import Chart, Document, Facts, Figure, Grid, KeyLine, RegionMap
from lib.exports.pptx_blocks import (
    GAP,
    caption_height,
    draw_caption,
    draw_facts,
    draw_key,
    draw_lines,
    draw_sentences,
    key_height,
)
from lib.exports.pptx_canvas import LANGUAGES, MUTED, Canvas, Para, outline, solid
from lib.exports.pptx_chart import draw_chart, unknown_in
from lib.exports.pptx_map import draw_map, form_of
from lib.exports.pptx_pages import Page, arranged, caption
from lib.exports.pptx_table import draw_table
from lib.exports.pptx_template import CONTENT_LAYOUT, TITLE_LAYOUT, content_box, layout_of
from lib.exports.pptx_text import INCH, LINE, POINT, Box, height_of, shortened, size_that_fits, width_of
from lib.exports.qr import qr_png, scannable
from lib.text.messages import Words

QR_SIDE = round(0.72 * INCH)
FOOT_SIZE = 10
DEMO = "UKÁZKA"

def draw_page(made: Any, document: Document, page: Page, words: Words, number: int) -> None:
    """One page of the file."""
    layout = layout_of(made, TITLE_LAYOUT if page.opening else CONTENT_LAYOUT)
    drawn = made.slides.add_slide(layout)
    canvas = Canvas(drawn, document.lang)
    area = content_box(made)
    _fill_placeholders(drawn, canvas, document, page)
    if page.opening:
        below = int(made.slide_height * 0.62)
        area = Box(area.left, below, area.width, max(area.bottom - below, POINT))
    if page.slide.demo or (page.opening and document.demo):
        _mark(canvas, made, layout)
    _content(canvas, page, area, words)
    _foot(canvas, made, layout, document, page, words, number)
    _notes(drawn, document, page, words)


def _fill_placeholders(drawn: Any, canvas: Canvas, document: Document, page: Page) -> None:
    for place in list(drawn.placeholders):
        kind = int(place.placeholder_format.type)
        if kind in (1, 3):
            box = Box(0, 0, int(place.width), int(place.height))
            largest = 36 if page.opening else 26
            size = size_that_fits([page.title], box, largest, 14, bold=True)
            one_line = size_that_fits([page.title], box.first(round(largest * LINE * POINT)), largest, 14, bold=True)
            if one_line >= largest - 4:
                size = one_line
            _write(place, canvas, Para(page.title, size, bold=True), autofit=True)
        elif kind == 4:
            _write(place, canvas, Para(document.subtitle, 18, colour=MUTED))
        elif kind == 2 and page.slide.heading:
            _write(place, canvas, Para(page.slide.heading, 14, colour=MUTED))
        else:
            place._element.getparent().remove(place._element)


def _write(place: Any, canvas: Canvas, para: Para, *, autofit: bool = False) -> None:
    """Text of a placeholder: its place and alignment stay those of the template."""
    body = place._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    written = parse_xml(canvas.paragraph(para).replace("<a:p>", f'<a:p {nsdecls("a", "r")}>', 1))
    written.remove(written.find(qn("a:pPr")))
    body.append(written)
    if autofit:
        frame = body.find(qn("a:bodyPr"))
        if not len(frame):
            frame.append(parse_xml(f'<a:normAutofit {nsdecls("a")}/>'))


def _mark(canvas: Canvas, made: Any, layout: Any) -> None:
    """The mark of illustrative data: a word in a frame, in the corner above the title."""
    width = width_of(DEMO, 14, bold=True) + 16 * POINT
    right = content_box(made).right
    box = Box(right - width, round(0.22 * INCH), width, round(24 * POINT))
    canvas.text(box, DEMO, (Para(DEMO, 14, bold=True, colour="#111111", align="ctr"),), anchor="ctr",
                fill=solid("#fce4cc"), line=outline("#8a3400", 1.5), wrap=False)


def _content(canvas: Canvas, page: Page, area: Box, words: Words) -> None:
    slide = page.part.content
    if not slide.figures:
        draw_sentences(canvas, slide.sentences, area, words, largest=24)
        return
    placed, beside = arranged(slide, area)
    for figure, place in placed:
        _figure(canvas, figure, place, page, words)
    if beside is not None:
        draw_sentences(canvas, slide.sentences, beside, words)


def _figure(canvas: Canvas, figure: Figure, box: Box, page: Page, words: Words) -> None:
    said = caption(figure, page.slide)
    if said and not isinstance(figure, Facts):
        height = caption_height(said, box.width)
        draw_caption(canvas, said, box.first(height))
        box = box.under(height)
    if isinstance(figure, Chart):
        _chart(canvas, figure, box, words)
    elif isinstance(figure, RegionMap):
        _map(canvas, figure, box, words)
    elif isinstance(figure, Grid):
        draw_table(canvas, figure, box, page.part.size)
    elif isinstance(figure, Facts):
        draw_facts(canvas, figure, box)
    else:
        draw_lines(canvas, figure, box, page.part.first)


def _chart(canvas: Canvas, figure: Chart, box: Box, words: Words) -> None:
    legend: tuple[KeyLine, ...] = figure.legend
    if len(figure.series) > 1 and not any(series.looks for series in figure.series):
        legend = ()  # the chart has its own
    unknown = unknown_in(figure)
    told = f"{words.label('empty', 'unknown')}: {', '.join(unknown)}" if unknown else ""
    told_height = height_of([told], box.width, 12) + 4 * POINT if told else 0
    below = key_height(legend, box.width)
    draw_chart(canvas, figure, box.above(below + told_height + (GAP // 2 if below else 0)))
    if legend:
        draw_key(canvas, legend, box.above(told_height).last(below), words)
    if told:
        canvas.text(box.last(told_height), words.label("empty", "unknown"), (Para(told, 12),))


def _map(canvas: Canvas, figure: RegionMap, box: Box, words: Words) -> None:
    """The map with its key at the side where the box is wide, else under it."""
    credit = round(FOOT_SIZE * LINE * POINT)
    left, bottom, right, top = figure.bounds
    forms = {point.look: form_of(point.look) for point in figure.points}
    inner = box.above(credit + GAP // 2)
    if box.width / box.height > (right - left) / max(top - bottom, 1) * 1.2:
        drawn, side = inner.columns((0.72, 0.28), GAP)
        height = key_height(figure.legend, side.width)
        key = side.last(min(height, side.height))
    else:
        height = key_height(figure.legend, inner.width)
        drawn, key = inner.above(height + GAP // 2), inner.last(height)
    draw_map(canvas, figure, drawn, words)
    draw_key(canvas, figure.legend, key, words, forms)
    canvas.text(box.last(credit), words("Credit of the map"), (Para(figure.credit, FOOT_SIZE, colour=MUTED),))


def _foot(  # noqa: PLR0917
    canvas: Canvas, made: Any, layout: Any, document: Document, page: Page, words: Words, number: int,
) -> None:
    """Dates, sources and the number of the slide; the address of the same view with its QR code."""
    link = document.link(None if page.opening else page.slide)
    content, height = content_box(made), int(made.slide_height)
    right = content.right - round(0.55 * INCH)
    footer = next((place for place in layout.placeholders if place.placeholder_format.type == 15), None)
    foot = (Box(int(footer.left), int(footer.top), int(footer.width), int(footer.height)) if footer is not None
            else Box(content.left, height - round(0.88 * INCH), round(content.width * 0.72), round(0.78 * INCH)))
    if scannable(link):
        box = Box(right - QR_SIDE, min(foot.top, height - QR_SIDE - 4 * POINT), QR_SIDE, QR_SIDE)
        canvas.picture(box, words("QR code"), BytesIO(qr_png(link)), words("QR code of the address {link}", link=link))
        right = box.left
    said = Box(foot.left, foot.top, min(foot.width, right - foot.left - GAP), foot.height)
    lines = [Para(shortened(document.subtitle, said.width, FOOT_SIZE), FOOT_SIZE, colour=MUTED, after=2)]
    if page.opening:
        lines = []
    if page.slide.sources:
        lines.append(Para(_sources(page.slide.sources, said.width, words), FOOT_SIZE, colour=MUTED, after=2))
    if link:
        address = shortened(link.partition("://")[2], said.width, FOOT_SIZE)
        lines.append(Para(address, FOOT_SIZE, colour="tx2", link=link))
    if lines:
        canvas.text(said, words("Dates and sources"), lines)
    shown = next((place for place in layout.placeholders if place.placeholder_format.type == 13), None)
    if shown is not None:
        copied = deepcopy(shown._element)
        copied.nvSpPr.cNvPr.set("id", str(max(int(i) for i in drawn_ids(canvas)) + 1))
        for field in copied.iter(qn("a:fld")):
            field.find(qn("a:rPr")).set("lang", LANGUAGES[document.lang])
            field.find(qn("a:t")).text = str(number)
        canvas.tree.append(copied)


def drawn_ids(canvas: Canvas) -> list[str]:
    """Numbers of the shapes of a slide."""
    return [str(found) for found in canvas.tree.xpath("//p:cNvPr/@id")]


def _sources(sources: Sequence[str], width: int, words: Words) -> str:
    """As many sources as a line holds, at least the beginning of the first, and whether the notes have more."""
    for shown in range(len(sources), 0, -1):
        rest = (words("more in the notes"),) if shown < len(sources) else ()
        text = words("Sources: {list}", list="; ".join((*sources[:shown], *rest)))
        if width_of(text, FOOT_SIZE) <= width:
            return text
    rest = (words("more in the notes"),)
    room = width - width_of(words("Sources: {list}", list="; ".join(("", *rest))), FOOT_SIZE)
    return words("Sources: {list}", list="; ".join((shortened(sources[0], room, FOOT_SIZE), *rest)))


def _notes(drawn: Any, document: Document, page: Page, words: Words) -> None:
    link = document.link(None if page.opening else page.slide)
    lines = [*page.slide.notes, *([link] if link else [])]
    drawn.notes_slide.notes_text_frame.text = printable("\n".join(lines))
