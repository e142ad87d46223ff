"""Run as a program of its own: a piece of evidence on standard input, as JSON what is wrong with it, or what to keep.

It runs under the limits of `isolated`; nothing of ours is imported here.
"""

import base64
import io
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSLiteral
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling
from pypdfium2 import raw

MAX_PAGES = 500
MAX_OBJECTS = 100_000
MAX_PIXELS = 40_000_000
"""A photograph of a phone has 12 to 50 million; more would need more memory than this process has."""

JPEG_QUALITY = 85

OBJECT = re.compile(rb"(?<!\d)\d+\s+\d+\s+obj(?![A-Za-z])")
TRAILER = re.compile(rb"trailer\s*(?=<<)")

ACTIVE_KEYS = frozenset({"JS", "JavaScript", "EmbeddedFiles", "EF", "XFA", "RichMediaContent", "RichMediaSettings"})
ACTIVE_WORDS = frozenset({
    "JavaScript", "Launch", "ImportData", "SubmitForm", "GoToE", "Rendition", "Movie", "Sound", "RichMedia",
    "RichMediaExecute", "EmbeddedFile", "FileAttachment", "Screen", "3D",
})
"""Kinds of actions, notes and objects that run something, send something, or carry another file."""


def read(content: bytes, media_type: str) -> dict[str, str]:
    """What is wrong with the file, or nothing; of a picture the new file made of its pixels alone.

    Returns
    -------
    {"problem": …}: encrypted; active; pages, objects, pixels (more than the limits above). {"content": …} in base64 of
    a picture, {} of a PDF. Whatever cannot be read raises.
    """
    if media_type == "pdf":
        problem = pdf_problem(content)
        return {} if problem is None else {"problem": problem}
    return picture(content, media_type)


def pdf_problem(content: bytes) -> str | None:
    """What keeps a PDF from being shown to others, None when nothing does.

    Every object that lies in the file is looked at, also those of earlier versions of the document and those no table
    of contents names: readers differ in which they would use.
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
    except PDFEncryptionError:
        return "encrypted"
    for number, found in enumerate(_objects(content, document)):
        if number == MAX_OBJECTS:
            return "objects"
        for where in _dictionaries(found):
            if "Encrypt" in where:
                return "encrypted"
            words = {value.name for key in ("S", "Type", "Subtype") for value in [where.get(key)]
                     if isinstance(value, PSLiteral)}
            if not ACTIVE_KEYS.isdisjoint(where) or not ACTIVE_WORDS.isdisjoint(words):
                return "active"
    pages = sum(1 for _ in zip(PDFPage.create_pages(document), range(MAX_PAGES + 1), strict=False))
    if pages > MAX_PAGES:
        return "pages"
    return _seen_by_a_viewer(content, pages)


def _seen_by_a_viewer(content: bytes, pages: int) -> str | None:
    """The second opinion of what browsers show PDF with."""
    shown = pypdfium2.PdfDocument(content)
    if raw.FPDFDoc_GetJavaScriptActionCount(shown) > 0 or raw.FPDFDoc_GetAttachmentCount(shown) > 0:
        return "active"
    if min(pages, len(shown)) == 0:
        raise ValueError("there is no page")
    shown[0].render(scale=0.1)
    return None


def _objects(content: bytes, document: PDFDocument) -> Iterator[Any]:
    """Everything written in the file as an object or a trailer, and the objects packed in streams of objects."""
    for start in TRAILER.finditer(content):
        yield _parsed(content, document, start.end())
    for start in OBJECT.finditer(content):
        found = _parsed(content, document, start.end())
        yield found
        if isinstance(found, PDFStream) and getattr(found.get("Type"), "name", "") == "ObjStm":
            yield from _packed(found, document)


def _parsed(content: bytes, document: PDFDocument, start: int) -> Any:
    parser = PDFParser(io.BytesIO(content))
    parser.set_document(document)
    parser.fallback = True  # the length of a stream is not believed: it ends where it says so
    parser.seek(start)
    return parser.nextobject()[1]


def _packed(stream: PDFStream, document: PDFDocument) -> Iterator[Any]:
    parser = PDFStreamParser(stream.get_data())
    parser.set_document(document)
    while True:
        try:
            yield parser.nextobject()[1]
        except PSEOF:
            return


def _dictionaries(found: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary inside an object, however deep."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, PDFStream):
            one = one.attrs
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def picture(content: bytes, media_type: str) -> dict[str, str]:
    """The picture drawn anew: no place and time of the photograph, no comment, no thumbnail, nothing behind its end."""
    with Image.open(io.BytesIO(content), formats=(media_type.upper(),)) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            return {"problem": "pixels"}
        opened.load()
        tables, sampling = getattr(opened, "quantization", None), get_sampling(opened)
        upright = ImageOps.exif_transpose(opened)
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    drawn = io.BytesIO()
    if media_type == "png":
        upright.save(drawn, "PNG")
    elif upright.mode in ("L", "RGB"):  # by its own tables, so that it neither loses nor grows
        upright.save(drawn, "JPEG", qtables=tables, subsampling=sampling)
    else:
        upright.convert("RGB").save(drawn, "JPEG", quality=JPEG_QUALITY)
    return {"content": base64.b64encode(drawn.getvalue()).decode()}


if __name__ == "__main__":
    json.dump(read(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
