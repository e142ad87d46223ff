"""Our own template of slides: the colours of the palette, Arial, one master with the two layouts."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from lib.charts.style import palette
from lib.exports.pptx_canvas import ACCENT, Canvas, solid
from lib.exports.pptx_template import CONTENT_LAYOUT, FOOT, MARGIN, TITLE_LAYOUT
from lib.exports.pptx_text import INCH, Box
from lib.exports.steady import steady_zip
from lib.model.derived import GapClass
from lib.model.pack import Shape

FONT = "Arial"
MADE_AT = datetime(2016, 1, 1, tzinfo=UTC)
"""What the supplied template says of its own making."""

SIZES = {Shape.WIDE: (round(40 / 3 * INCH), round(7.5 * INCH)), Shape.STANDARD: (10 * INCH, round(7.5 * INCH))}
"""Width and height of a slide, in EMU."""


def default_template(shape: Shape) -> Any:
    """A presentation without slides: our colours, Arial, one master with the two layouts."""
    made = Presentation()
    made.slide_width, made.slide_height = (Emu(side) for side in SIZES[shape])
    size = made.element.find(qn("p:sldSz"))
    size.attrib.pop("type", None)
    master = made.slide_masters[0]
    _only(made, ("Title Slide", "Title Only"))
    _drop_leftovers(made)
    _theme(master)
    _styles(master)
    title, content = made.slide_layouts
    title.name, content.name = TITLE_LAYOUT, CONTENT_LAYOUT
    width, height = SIZES[shape]
    _place_all(master, title, content, width, height)
    _place_title(title, width, height)
    for texts in (master, title, content):
        for run in texts._element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            run.set("lang", "cs-CZ")
            run.attrib.pop("smtClean", None)
    return made


def template_bytes(shape: Shape) -> bytes:
    """Our template as a file to adapt: without slides, the same bytes each time."""
    buffer = BytesIO()
    made = default_template(shape)
    made.core_properties.title, made.core_properties.author = "Podklady", ""
    made.save(buffer)
    return steady_zip(buffer.getvalue(), MADE_AT)


def _only(made: Any, names: tuple[str, ...]) -> None:
    for layout in list(made.slide_layouts):
        if layout.name not in names:
            made.slide_layouts.remove(layout)


def _drop_leftovers(made: Any) -> None:
    """The settings of somebody's printer and a picture of an empty slide."""
    for part in (made.part, made.part.package):
        for key, related in list(part._rels.items()):
            if related.reltype.endswith(("/printerSettings", "/thumbnail")):
                part._rels.pop(key)


def _theme(master: Any) -> None:
    """Colours and letters of the theme, as the palette has them."""
    colours = palette("light")
    wanted = {"dk1": colours.text, "lt1": colours.background, "dk2": colours.muted, "lt2": colours.surface,
              "accent1": colours.accent, "accent2": colours.ramp[3].fill, "accent3": colours.ramp[1].fill,
              "accent4": colours.gap[GapClass.LOW].fill, "accent5": colours.gap[GapClass.IN_LINE].fill,
              "accent6": colours.border, "hlink": colours.accent, "folHlink": colours.accent}
    part = next(related.target_part for related in master.part.rels.values()
                if related.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    root.set("name", "Podklady")
    for name, colour in wanted.items():
        place = root.find(f".//{qn('a:' + name)}")
        for child in list(place):
            place.remove(child)
        etree.SubElement(place, qn("a:srgbClr")).set("val", colour[1:].upper())
    for kind in ("majorFont", "minorFont"):
        root.find(f".//{qn('a:' + kind)}/{qn('a:latin')}").set("typeface", FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _styles(master: Any) -> None:
    """Titles to the left, bold, of a size that a sentence fits in."""
    style = master._element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", "2400")
    style.find(qn("a:defRPr")).set("b", "1")


def _place_all(master: Any, title: Any, content: Any, width: int, height: int) -> None:
    """Where the placeholders of the master and of both layouts stand."""
    inner = width - 2 * MARGIN
    heading = Box(MARGIN, round(0.28 * INCH), inner * 2 // 3, round(0.32 * INCH))
    headline = Box(MARGIN, round(0.62 * INCH), inner, round(0.92 * INCH))
    body = Box(MARGIN, round(1.68 * INCH), inner, height - round(1.68 * INCH) - FOOT - round(0.28 * INCH))
    foot = Box(MARGIN, height - FOOT - round(0.1 * INCH), round(inner * 0.72), FOOT)
    number = Box(width - MARGIN - round(0.5 * INCH), height - round(0.4 * INCH), round(0.5 * INCH), round(0.3 * INCH))
    boxes = {1: headline, 2: body, 15: foot, 13: number}
    for layout in (master, title, content):
        for place in list(layout.placeholders):
            if place.placeholder_format.type == PP_PLACEHOLDER.DATE:
                place._element.getparent().remove(place._element)
    for place in master.placeholders:
        _move(place, boxes[int(place.placeholder_format.type)])
    band = Canvas(master, "cs", master.shapes._spTree)
    band.shape(Box(0, 0, width, round(0.09 * INCH)), "Pruh", decorative=True, fill=solid(ACCENT))
    for place in content.placeholders:
        if int(place.placeholder_format.type) == 1:
            place._element.addnext(_placeholder(20, 'type="body" sz="quarter" idx="20"', "Část", heading, 14))
            place._element.getnext().addnext(_placeholder(21, 'idx="21"', "Obsah", body, 18))
    for layout in (master, title, content):
        for place in layout.placeholders:
            if int(place.placeholder_format.type) == 15:
                place.text_frame.paragraphs[0].alignment = 1
                _plain_list(place, "l", 10)


def _place_title(title: Any, width: int, height: int) -> None:
    """The title slide: the name of the pack low, dates under it."""
    inner = width - 2 * MARGIN
    for place in title.placeholders:
        kind = int(place.placeholder_format.type)
        if kind == 3:
            _move(place, Box(MARGIN, round(height * 0.16), inner, round(height * 0.28)))
            place._element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}").set("anchor", "b")
        elif kind == 4:
            _move(place, Box(MARGIN, round(height * 0.46), inner, round(0.9 * INCH)))
            _plain_list(place, "l", 18)


def _move(place: Any, box: Box) -> None:
    place.left, place.top, place.width, place.height = box.left, box.top, box.width, box.height
    frame = place._element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")
    for side in ("lIns", "rIns", "tIns", "bIns"):
        frame.set(side, "0")
    frame.set("anchor", "t")


def _plain_list(place: Any, align: str, size: int) -> None:
    styles = place._element.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}")
    for child in list(styles):
        styles.remove(child)
    styles.append(parse_xml(
        f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{size * 100}">'
        f'<a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:defRPr></a:lvl1pPr>'))


def _placeholder(number: int, kind: str, name: str, box: Box, size: int) -> Any:
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks '
        f'noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{box.left}" '
        f'y="{box.top}"/><a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm></p:spPr><p:txBody><a:bodyPr lIns="0" '
        f'tIns="0" rIns="0" bIns="0" anchor="t"/><a:lstStyle><a:lvl1pPr marL="0" indent="0"><a:buNone/><a:defRPr '
        f'sz="{size * 100}"/></a:lvl1pPr></a:lstStyle><a:p><a:pPr lvl="0"/><a:r><a:rPr lang="cs-CZ"/>'
        f'<a:t>{name}</a:t></a:r></a:p></p:txBody></p:sp>')
