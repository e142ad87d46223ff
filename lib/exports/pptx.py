"""PPTX: the slides of a pack as native objects of PowerPoint, which people may edit."""

from io import BytesIO
from typing import Any

from pptx.oxml.ns import qn

from lib.exports.csvw import printable
from lib.exports.document import Document
from lib.exports.pptx_canvas import LANGUAGES
from lib.exports.pptx_default import default_template
from lib.exports.pptx_pages import pages_for
from lib.exports.pptx_slide import draw_page
from lib.exports.pptx_template import content_box, opened_template
from lib.exports.steady import steady_zip
from lib.model.pack import Shape
from lib.text.messages import Words


def pptx_bytes(document: Document, words: Words, *, shape: Shape = Shape.WIDE, template: bytes | None = None) -> bytes:
    """The pack as a presentation; the same document gives the same bytes.

    Charts are PowerPoint's with their workbook, maps are freeform shapes named after the areas, tables are tables. A
    table that does not fit goes on to further slides, so there can be more slides than in the document.

    Parameters
    ----------
    shape : proportions of the slides; a template has its own.
    template : a region's PPTX with the layouts of `pptx_template`; ours when there is none.

    Raises
    ------
    BadSettings : the template cannot be used.
    """
    made = default_template(shape) if template is None else opened_template(template)
    for number, page in enumerate(pages_for(document, content_box(made), words), start=1):
        draw_page(made, document, page, words, number)
    _say_language(made, LANGUAGES[document.lang])
    about = made.core_properties
    about.title, about.author = printable(document.title)[:255], printable(document.subtitle.split(" · ")[0])[:255]
    about.language, about.last_modified_by, about.revision = LANGUAGES[document.lang], about.author, 1
    about.created = about.modified = document.made_at.replace(tzinfo=None)
    about.subject, about.comments, about.keywords = printable(document.subtitle)[:255], "", ""
    buffer = BytesIO()
    made.save(buffer)
    return steady_zip(buffer.getvalue(), document.made_at)


def _say_language(made: Any, language: str) -> None:
    """Mark every run of slides and notes with its language, so that it is read aloud and spelt in it."""
    for slide in made.slides:
        for tree in (slide._element, slide.notes_slide._element):
            for run in tree.iter(qn("a:r"), qn("a:fld")):
                run.get_or_add_rPr().set("lang", language) if run.tag == qn("a:r") else None
            for end in tree.iter(qn("a:rPr"), qn("a:endParaRPr")):
                end.set("lang", language)
