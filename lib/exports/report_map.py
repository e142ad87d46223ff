"""The map of a pack as a picture of a report: the drawing of the handout, set and turned into points here."""

from io import BytesIO
from typing import Any

import pypdfium2
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image, ImageChops

from lib.exports.csvw import printable
from lib.exports.document import RegionMap
from lib.exports.drawn import figure_css, figure_html
from lib.exports.paper import laid_out, require_pango
from lib.text.messages import Words

WIDTH_CM = 14.5
DOTS_PER_INCH = 200
STYLE = (f"@page {{ size: {WIDTH_CM}cm 29cm; margin: 1mm; }} "
         'body { margin: 0; font: 9pt "Source Sans", sans-serif; } .pack-figure figcaption { display: none; }')
"""The caption stands in the report as text."""


def map_png(drawn: RegionMap, words: Words) -> bytes:
    """The map with its key as a PNG without empty edges; the same map gives the same bytes.

    Raises
    ------
    DashboardError : the system's libraries that set letters are not installed.
    """
    require_pango()
    page = laid_out(figure_html(drawn, words), words.lang, figure_css() + STYLE)
    opened = pypdfium2.PdfDocument(page.write_pdf())
    try:
        picture = opened[0].render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB")
    finally:
        opened.close()
    bottom = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    buffer = BytesIO()
    picture.crop((0, 0, picture.width, bottom[3] + 8 if bottom else picture.height)).save(buffer, "PNG")
    return buffer.getvalue()


def add_map(report: Any, drawn: RegionMap, words: Words) -> None:
    """The picture of the map with its description for those who do not see it."""
    report.add_picture(BytesIO(map_png(drawn, words)), width=Cm(WIDTH_CM))
    described = list(report.element.body.iter(qn("wp:docPr")))[-1]
    described.set("descr", printable(drawn.alt))
    described.set("title", printable(drawn.title))
