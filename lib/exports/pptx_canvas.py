"""Shapes with text on a slide: named, described or marked as decoration, every run in the language of the pack."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from lib.charts.style import Look
from lib.exports.csvw import printable
from lib.exports.pptx_text import POINT, Box

TEXT, MUTED, ACCENT, PAGE = "tx1", "tx2", "accent1", "bg1"
"""Colours of the theme, so that a region's template brings its own."""

PATTERNS = {"/": "wdUpDiag", "\\": "wdDnDiag", ".": "pct20", "-": "ltHorz", "|": "ltVert", "x": "diagCross",
            "+": "smGrid"}
"""What the hatches of looks are called here."""

LANGUAGES = {"cs": "cs-CZ", "en": "en-GB"}

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: `size` and `after` in points, `number` in a list, `link` a whole address."""

    text: str
    size: float
    bold: bool = False
    colour: str = TEXT
    align: str = "l"
    number: int | None = None
    bullet: bool = False
    after: float = 0
    link: str = ""


class Canvas:
    """Where shapes go: a slide, or a group on it. Their order is the order they are read in."""

    def __init__(self, slide: Any, lang: str, tree: Any = None) -> None:
        self.slide = slide
        self.lang = LANGUAGES[lang]
        self.tree = slide.shapes._spTree if tree is None else tree

    def shape(
        self, box: Box, name: str, *, paragraphs: Sequence[Para] = (), alt: str = "", decorative: bool = False,
        geometry: str = "rect", fill: str = "<a:noFill/>", line: str = "<a:ln><a:noFill/></a:ln>", anchor: str = "t",
        inset: tuple[int, int] = (0, 0), wrap: bool = True, autofit: bool = False,
    ) -> Any:
        """A shape of a preset geometry, or of one given as XML; without paragraphs it is a drawing."""
        outline = geometry if geometry.startswith("<") else f'<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom>'
        box_mark = ' txBox="1"' if paragraphs and geometry == "rect" else ""
        text = self._text(paragraphs, anchor, inset, wrap, autofit)
        element = parse_xml(
            f'<p:sp {nsdecls("p", "a", "r")}><p:nvSpPr>{self.properties(name, alt, decorative)}'
            f'<p:cNvSpPr{box_mark}/><p:nvPr/></p:nvSpPr><p:spPr>{_placed(box)}{outline}{fill}{line}</p:spPr>'
            f'{text}</p:sp>'
        )
        self._append(element)
        return element

    def text(self, box: Box, name: str, paragraphs: Sequence[Para], **how: Any) -> Any:
        """A text box."""
        return self.shape(box, name, paragraphs=paragraphs, **how)

    def group(self, box: Box, name: str, *, alt: str = "", decorative: bool = False) -> "Canvas":
        """A group that fills the box; what is drawn on it is placed as on the slide."""
        inner = (f'<a:chOff x="{box.left}" y="{box.top}"/><a:chExt cx="{box.width}" cy="{box.height}"/></a:xfrm>')
        element = parse_xml(
            f'<p:grpSp {nsdecls("p", "a", "r")}><p:nvGrpSpPr>{self.properties(name, alt, decorative)}<p:cNvGrpSpPr/>'
            f'<p:nvPr/></p:nvGrpSpPr><p:grpSpPr>{_placed(box).replace("</a:xfrm>", inner)}</p:grpSpPr></p:grpSp>'
        )
        self._append(element)
        return Canvas(self.slide, self.lang[:2], element)

    def line(self, left: int, top: int, width: int, colour: str = MUTED) -> None:
        """A line to write on."""
        self.shape(Box(left, top, width, 0), "Linka", decorative=True, geometry="line", line=outline(colour, 0.75))

    def picture(self, box: Box, name: str, content: Any, alt: str) -> None:
        """A picture from an open file."""
        found = self.slide.shapes.add_picture(content, box.left, box.top, box.width, box.height)
        describe(found._element.nvPicPr.cNvPr, name, alt)

    def properties(self, name: str, alt: str, decorative: bool) -> str:
        """The element that names a shape and says what it shows."""
        number = max((int(found) for found in self.slide.shapes._spTree.xpath("//p:cNvPr/@id")), default=1) + 1
        described = f" descr={quoted(alt)}" if alt else ""
        mark = _DECORATIVE if decorative else ""
        return f'<p:cNvPr id="{number}" name={quoted(name)}{described}>{mark}</p:cNvPr>'

    def _append(self, element: Any) -> None:
        extension = self.tree.find("{*}extLst")
        self.tree.append(element) if extension is None else extension.addprevious(element)

    def _text(self, paragraphs: Sequence[Para], anchor: str, inset: tuple[int, int], wrap: bool, autofit: bool) -> str:
        sides, ends = inset
        fitted = "<a:normAutofit/>" if autofit else "<a:noAutofit/>"
        body = (f'<a:bodyPr wrap="{"square" if wrap else "none"}" lIns="{sides}" rIns="{sides}" tIns="{ends}" '
                f'bIns="{ends}" anchor="{anchor}" rtlCol="0">{fitted}</a:bodyPr>')
        written = "".join(map(self.paragraph, paragraphs)) or f'<a:p><a:endParaRPr lang="{self.lang}"/></a:p>'
        return f"<p:txBody>{body}<a:lstStyle/>{written}</p:txBody>"

    def paragraph(self, para: Para) -> str:
        """The XML of a paragraph."""
        listed = para.number is not None or para.bullet
        indent = int(para.size * POINT * (1.7 if para.number is not None else 1.0)) if listed else 0
        mark = "<a:buNone/>"
        if para.number is not None:
            mark = f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" startAt="{para.number}"/>'
        elif para.bullet:
            mark = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        link = ""
        if para.link:
            related = self.slide.part.relate_to(para.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = f'<a:hlinkClick r:id="{related}"/>'
        properties = (f'lang="{self.lang}" sz="{round(para.size * 100)}" b="{int(para.bold)}" dirty="0">'
                      f'{solid(para.colour)}')
        lines = printable(para.text).split("\n")
        runs = f'<a:br><a:rPr {properties}</a:rPr></a:br>'.join(
            f'<a:r><a:rPr {properties}{link}</a:rPr><a:t>{escape(line)}</a:t></a:r>' for line in lines)
        return (f'<a:p><a:pPr marL="{indent}" indent="{-indent}" algn="{para.align}"><a:lnSpc><a:spcPct val="100000"/>'
                f'</a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts '
                f'val="{round(para.after * 100)}"/></a:spcAft>{mark}</a:pPr>{runs}</a:p>')


def solid(colour: str) -> str:
    """A fill of one colour: "#rrggbb", or the name of one of the theme."""
    if colour.startswith("#"):
        return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def outline(colour: str, points: float, *, dashed: bool = False) -> str:
    """A line of a colour and width."""
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    return f'<a:ln w="{round(points * POINT)}">{solid(colour)}{dash}</a:ln>'


def look_fill(look: Look) -> str:
    """The fill of a look, hatched where it has a pattern."""
    if not look.pattern:
        return solid(look.fill)
    inner = solid(look.line)[len("<a:solidFill>"):-len("</a:solidFill>")]
    ground = solid(look.fill)[len("<a:solidFill>"):-len("</a:solidFill>")]
    return (f'<a:pattFill prst="{PATTERNS[look.pattern]}"><a:fgClr>{inner}</a:fgClr><a:bgClr>{ground}</a:bgClr>'
            f'</a:pattFill>')


def look_line(look: Look, points: float = 1) -> str:
    """The outline of a look, dashed where there is no value."""
    return outline(look.line, points, dashed=look.dashed)


def quoted(text: str) -> str:
    """An attribute of XML with its quotation marks."""
    return quoteattr(printable(text))


def describe(properties: Any, name: str, alt: str) -> None:
    """Name a shape made by python-pptx and say what it shows."""
    properties.set("name", printable(name))
    properties.set("descr", printable(alt))


def _placed(box: Box) -> str:
    return (f'<a:xfrm><a:off x="{box.left}" y="{box.top}"/><a:ext cx="{max(box.width, 0)}" '
            f'cy="{max(box.height, 0)}"/></a:xfrm>')
