"""What a report is put together from: styles, headings that a contents list finds, tables, fields, lines to fill in."""

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from lib.charts.style import Look, palette
from lib.exports.csvw import printable
from lib.exports.document import Document, Grid
from lib.exports.pptx_table import column_widths

LOCALES = {"cs": "cs-CZ", "en": "en-GB"}
FONT = "Arial"
MARGIN_CM, EDGE_CM = 2.0, 2.6
TEXT_WIDTH = 9638
"""Width of the text on A4 between the margins, in twentieths of a point."""

EMU_OF_TWENTIETH = 635
TABLE_SIZE, BROAD_SIZE, BROAD = 8, 7, 8
"""Letters of a table in points, those of one with more columns than the last number."""

ROOM = 1.03
"""Columns are reckoned for letters a little larger: not every system has the same ones."""

SOURCE_STYLE = "Source"

_OF_THE_TEMPLATE = ("/stylesWithEffects", "/thumbnail")
"""Parts of the library's template that would not be true of a report: other styles, and a picture of an empty page."""


def xml_text(text: str) -> str:
    """Text as it may stand in XML."""
    return escape(printable(text))


def xml_attribute(text: str) -> str:
    """Text as the quoted value of an attribute."""
    return quoteattr(printable(text))


def new_report(document: Document) -> Any:
    """An empty A4 document with its styles, language and properties."""
    report = docx.Document()
    section = report.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(EDGE_CM)
    for holder in (report.part, report.part.package):
        for place, relation in list(holder.rels.items()):
            if relation.reltype.endswith(_OF_THE_TEMPLATE):
                del holder.rels[place]
    _set_styles(report, LOCALES[document.lang])
    _set_properties(report, document)
    return report


def _set_properties(report: Any, document: Document) -> None:
    known, role = report.core_properties, document.provenance.release.by_role
    known.comments = known.keywords = ""
    known.author = known.last_modified_by = printable(role)
    known.title, known.subject = printable(document.title)[:255], printable(document.subtitle)[:255]
    known.language, known.revision = LOCALES[document.lang], 1
    settings = report.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # as Word writes today: older modes are opened as "compatibility mode"
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LOCALES[document.lang])
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def _set_styles(report: Any, locale: str) -> None:
    colours, styles = palette("light"), report.styles
    accent, muted = RGBColor.from_string(colours.accent[1:]), RGBColor.from_string(colours.muted[1:])
    styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), locale)
    source = styles.add_style(SOURCE_STYLE, 1)
    source.base_style = styles["Normal"]
    looks = {
        "Normal": (10.5, None, 0, 6), "Title": (24, accent, 0, 6), "Subtitle": (12, muted, 0, 12),
        "Heading 1": (17, accent, 20, 6), "Heading 2": (13.5, accent, 14, 4), "Heading 3": (11.5, accent, 10, 3),
        "Caption": (9.5, RGBColor.from_string(colours.text[1:]), 8, 3), SOURCE_STYLE: (8.5, muted, 2, 4),
        "Header": (9, muted, 0, 0), "Footer": (9, muted, 0, 0), "List Bullet": (10.5, None, 0, 3),
    }
    for name, (size, colour, before, after) in looks.items():
        style = styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        # The theme's letters would otherwise win over the name.
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if colour is not None:
            style.font.color.rgb = colour
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.1
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    styles["Normal"].element.get_or_add_rPr().append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{locale}"/>'))
    styles["Subtitle"].font.italic = False


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with the text it shows until it is brought up to date."""
    for piece in ('<w:fldChar w:fldCharType="begin"/>',
                  f'<w:instrText xml:space="preserve"> {xml_text(instruction)} </w:instrText>',
                  '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{xml_text(shown)}</w:t>",
                  '<w:fldChar w:fldCharType="end"/>'):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{piece}</w:r>"))


def add_text(report: Any, text: str = "", style: str = "") -> Any:
    """A paragraph in a style given by its name.

    The identifier is set directly: the library looks the style up among all of them for every paragraph, which takes
    longer than writing it.
    """
    paragraph = report.add_paragraph(printable(text))
    if style:
        paragraph._p.style = style.replace(" ", "")
    return paragraph


def add_heading(report: Any, text: str, level: int, number: int) -> str:
    """A heading with a place of its own, to which the contents list leads; returns the name of the place."""
    heading = add_text(report, text, f"Heading {level}")
    bookmark = f"_Toc{number:06}"
    heading._p.insert(1, parse_xml(
        f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name={xml_attribute(bookmark)}/>'))
    heading._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
    return bookmark


def contents_list(entries: Sequence[tuple[int, str, str]], locale: str) -> list[Any]:
    """Paragraphs of a contents list that is right as it stands: a field with a link to every heading.

    `entries` are level, text and bookmark. Pages are not told: only the program that sets the pages knows them, and a
    list that has to be brought up to date before it is true would be wrong in every preview.
    """
    paragraphs = []
    for place, (level, text, bookmark) in enumerate(entries):
        begin = end = ""
        if place == 0:
            begin = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                     '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\n \\z \\u </w:instrText></w:r>'
                     '<w:r><w:fldChar w:fldCharType="separate"/></w:r>')
        if place == len(entries) - 1:
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        indent = 340 * (level - 1)
        paragraphs.append(parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:after="20"/><w:ind w:left="{indent}"/></w:pPr>{begin}'
            f'<w:hyperlink w:anchor={xml_attribute(bookmark)} w:history="1"><w:r><w:rPr><w:lang w:val="{locale}"/>'
            f'</w:rPr><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r></w:hyperlink>{end}</w:p>'))
    return paragraphs


def add_caption(report: Any, kind: str, number: int, text: str) -> None:
    """A caption with a number that stays right when figures are added by hand."""
    paragraph = add_text(report, f"{kind} ", "Caption")
    add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
    paragraph.add_run(printable(f": {text}"))


def add_blank(report: Any, label: str = "") -> None:
    """A line to be filled in, behind a label where there is one."""
    paragraph = report.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(21 - 2 * MARGIN_CM), WD_TAB_ALIGNMENT.RIGHT,
                                                      WD_TAB_LEADER.LINES)
    if label:
        paragraph.add_run(printable(label)).bold = True
        paragraph.add_run(" ")
    paragraph.add_run("\t")


def add_table(report: Any, grid: Grid) -> None:
    """A table whose head is repeated on every page and whose rows are not broken; numbers stand to the right.

    Totals are bold; the symbol of a class stands before its word. Columns are as wide as on a slide.
    """
    size = BROAD_SIZE if len(grid.columns) > BROAD else TABLE_SIZE
    widths = [width // EMU_OF_TWENTIETH
              for width in column_widths(grid, TEXT_WIDTH * EMU_OF_TWENTIETH, size * ROOM)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    top = "".join(_cell(head, width, size, right=right, bold=True, fill="E8EEF4")
                  for head, width, right in zip(grid.heads, widths, grid.numeric, strict=True))
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>" + "".join(
            _cell(text, widths[column], size, right=grid.numeric[column], bold=place in grid.emphasised,
                  look=grid.looks.get((place, column)))
            for column, text in enumerate(texts)) + "</w:tr>"
        for place, texts in enumerate(grid.texts))
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{top}</w:tr>{body}</w:tbl>")
    report.element.body.insert_element_before(table, "w:sectPr")


def _cell(
    text: str, width: int, size: int, *, right: bool, bold: bool = False, fill: str = "", look: Look | None = None,
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    strong = "<w:b/>" if bold else ""
    sign = "" if look is None else (
        f'<w:r><w:rPr>{strong}<w:color w:val="{look.ink[1:]}"/><w:sz w:val="{2 * size}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill[1:]}"/></w:rPr>'
        f'<w:t>{xml_text(look.symbol)}</w:t></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>')
    return (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr><w:spacing w:after="0"/>'
            f'<w:jc w:val="{"right" if right else "left"}"/></w:pPr>{sign}'
            f'<w:r><w:rPr>{strong}<w:sz w:val="{2 * size}"/></w:rPr>'
            f'<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r></w:p></w:tc>')


def set_margins(report: Any, head: str, foot: str, mark: str, pages_told: str) -> None:
    """Header with the title and, where it applies, the mark of illustrative data; footer with state and pages.

    `pages_told` has {page} and {pages} where the fields shall stand.
    """
    section = report.sections[0]
    section.header.paragraphs[0].add_run(printable(head))
    if mark:
        section.header.add_paragraph(style="Header").add_run(mark).bold = True
    section.footer.paragraphs[0].add_run(printable(foot))
    pages = section.footer.add_paragraph(style="Footer")
    pages.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    for piece in re.split(r"(\{pages?\})", pages_told):
        if piece in fields:
            add_field(pages, fields[piece], "1")
        else:
            pages.add_run(piece)
