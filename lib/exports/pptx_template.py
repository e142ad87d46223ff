"""The template of slides: the names of its layouts, and the check of one a region supplies."""

import lzma
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn

from lib.errors import BadSettings, Issue
from lib.exports.pptx_text import INCH, Box

TITLE_LAYOUT, CONTENT_LAYOUT = "Podklady titul", "Podklady obsah"
"""Names of the two layouts a template must have."""

VARIABLE = "DASHBOARD_TEMPLATE"

LARGEST_BYTES, LARGEST_UNPACKED, MOST_PARTS = 20_000_000, 100_000_000, 2_000

MARGIN = round(0.45 * INCH)
FOOT = round(0.78 * INCH)
"""Height of the foot: dates, sources, the QR code."""

_FORBIDDEN = ("vbaproject", "vbadata", "activex/", "embeddings/", "ctrlprops/", "externallinks/", "webextensions/")


def opened_template(content: bytes) -> Any:
    """A region's template as a presentation without slides.

    Raises
    ------
    BadSettings : it is too large, no PPTX, carries macros, embedded objects or links out, or lacks a layout.
    """
    issues = list(_unsafe(content))
    if issues:
        raise BadSettings(issues)
    try:
        made = Presentation(BytesIO(content))
        layouts = {layout.name: layout for master in made.slide_masters for layout in master.slide_layouts}
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError, BadZipFile) as error:
        raise BadSettings([_unusable("", "the template is no presentation that can be read",
                                  "Save it as PowerPoint Presentation (*.pptx)")]) from error
    issues = [_unusable(name, "the template lacks a layout",
                     "Name a layout of the master exactly so, or start from the supplied template")
              for name in (TITLE_LAYOUT, CONTENT_LAYOUT) if name not in layouts]
    issues += [_unusable(name, "the layout has no placeholder of the title", "Add the title in the view of the master")
               for name in (TITLE_LAYOUT, CONTENT_LAYOUT)
               if name in layouts and not any(found.placeholder_format.type in (1, 3)
                                              for found in layouts[name].placeholders)]
    if issues:
        raise BadSettings(issues)
    _drop_slides(made)
    return made


@lru_cache(maxsize=1)
def check_template(content: bytes) -> None:
    """Raise what `opened_template` raises; one that can be used is looked through once."""
    opened_template(content)


def layout_of(made: Any, name: str) -> Any:
    """The layout of the name."""
    return next(layout for master in made.slide_masters for layout in master.slide_layouts if layout.name == name)


def content_box(made: Any) -> Box:
    """Where figures and sentences go: the box of the layout's content placeholder, else what the margins leave."""
    for place in layout_of(made, CONTENT_LAYOUT).placeholders:
        if place.placeholder_format.type == 7 and place.width:
            return Box(int(place.left), int(place.top), int(place.width), int(place.height))
    title = layout_of(made, CONTENT_LAYOUT).placeholders[0]
    top = int(title.top + title.height)
    width, height = int(made.slide_width), int(made.slide_height)
    return Box(MARGIN, top, width - 2 * MARGIN, height - top - FOOT - MARGIN // 2)


def _unusable(value: str, rule: str, remedy: str) -> Issue:
    return Issue(VARIABLE, 0, "", value, rule, remedy)


def _unsafe(content: bytes) -> Iterator[Issue]:
    """What forbids to open the file at all."""
    if len(content) > LARGEST_BYTES:
        yield _unusable("", "the template is larger than 20 MB", "Make its pictures smaller")
        return
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                yield _unusable("", "the template is larger than 100 MB when unpacked", "Make its pictures smaller")
                return
            for part in parts:
                yield from _unsafe_part(part.filename, archive)
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error,
            lzma.LZMAError):
        yield _unusable("", "the template is no presentation that can be read",
                     "Save it as PowerPoint Presentation (*.pptx)")


def _unsafe_part(name: str, archive: ZipFile) -> Iterator[Issue]:
    if any(word in name.lower() for word in _FORBIDDEN):
        yield _unusable(name[:80], "the template carries a macro or an embedded object", "Delete it and save again")
    if not name.lower().endswith((".xml", ".rels")):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError:
        yield _unusable(name[:80], "a part of the template is no XML", "Save it again in PowerPoint or LibreOffice")
        return
    if root.getroottree().docinfo.internalDTD is not None:
        yield _unusable(name[:80], "a part of the template declares entities",
                     "Save it again in PowerPoint or LibreOffice")
    if any(found.get("TargetMode") == "External" for found in root.iter("{*}Relationship")):
        yield _unusable(name[:80], "the template links to something outside it", "Remove links and linked pictures")
    if any("macroEnabled" in (found.get("ContentType") or "") for found in root.iter("{*}Override", "{*}Default")):
        yield _unusable(name[:80], "the template carries a macro or an embedded object", "Delete it and save again")


def _drop_slides(made: Any) -> None:
    """Slides of a template are samples: they go, and with them what lists them."""
    listed = made.slides._sldIdLst
    for entry in list(listed):
        made.part.drop_rel(entry.get(qn("r:id")))
        listed.remove(entry)
    for name in ("p:custShowLst", "p:extLst"):
        for found in made.element.findall(qn(name)):
            made.element.remove(found)
