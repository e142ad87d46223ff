"""The pack as slides, read back: native charts, named areas, tables, words for those who hear them, the same bytes."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from lib.__main__ import main
from lib.errors import BadSettings
from lib.exports.document import Chart, Grid, Lines, Said, Series
from lib.exports.pptx import pptx_bytes
from lib.exports.pptx_chart import label_format
from lib.exports.pptx_default import SIZES, default_template, template_bytes
from lib.exports.pptx_table import pages_of
from lib.exports.pptx_template import CONTENT_LAYOUT, opened_template
from lib.exports.pptx_text import INCH, Box, height_of, lines_of, width_of
from lib.exports.qr import qr_png, qr_svg, scannable
from lib.exports.steady import steady_zip
from lib.model.pack import Shape
from lib.text.messages import words_for
from tests.exports import made_document as made
from tests.exports.opened import blank, office_pdf, valid_ooxml
from tests.exports.opened import pages_of as printed

CS = words_for("cs")
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@cache
def written(shape: Shape = Shape.WIDE, lang: str = "cs") -> bytes:
    return pptx_bytes(made.made_document(lang), words_for(lang), shape=shape)


@cache
def opened(shape: Shape = Shape.WIDE, lang: str = "cs") -> Any:
    return Presentation(io.BytesIO(written(shape, lang)))


def slide_of(title: str) -> Any:
    return next(slide for slide in opened().slides if slide.shapes.title.text == title)


def chart_of(title: str) -> Any:
    return next(shape.chart for shape in slide_of(title).shapes if shape.has_chart)


def all_shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from all_shapes(shape.shapes)


def described(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "")


def decorative(shape: Any) -> bool:
    return any(mark.get("val") == "1" for mark in shape._element.xpath(".//p:cNvPr")[0].iter(DECORATIVE))


def with_part(content: bytes, name: str, change: Any) -> bytes:
    """The file with one part changed, or added where it is new."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w") as archive:
        for part in given.namelist():
            archive.writestr(part, change(given.read(part)) if part == name else given.read(part))
        if name not in given.namelist():
            archive.writestr(name, change(b""))
    return buffer.getvalue()


def test_every_slide_has_its_own_title_and_a_long_table_goes_on_to_further_slides() -> None:
    titles = [slide.shapes.title.text for slide in opened().slides]
    assert len(set(titles)) == len(titles)
    assert titles[:2] == ["Podklady pro jednání Komise pro koordinaci sociálních služeb",
                          "V kraji má platný plán 191 z 215 obcí"]
    assert titles[2] == "Domovy pro seniory: pod normou je pět z deseti ORP"
    assert titles[5] == "Domovy pro seniory: pod normou je pět z deseti ORP (2)"
    long = [slide for slide in opened().slides if slide.shapes.title.text.startswith("Příloha: všechny řádky (")]
    assert [slide.shapes.title.text[-13:] for slide in long] == [f"({part}. část z {len(long)})"
                                                                 for part in range(1, len(long) + 1)]
    tables = [next(shape.table for shape in slide.shapes if shape.has_table) for slide in long]
    cells = [table.cell(row, 0).text for table in tables for row in range(1, len(table.rows))]
    assert cells == [f"řádek {place}" for place in range(60)]
    sizes = {run.font.size.pt for table in tables for run in table.cell(1, 0).text_frame.paragraphs[0].runs}
    assert len(sizes) == 1


def test_chart_and_its_workbook_hold_exactly_the_values_of_the_figure() -> None:
    chart = chart_of("Domovy pro seniory: nejvíce lůžek chybí v ORP Železný Brod")
    assert [(tuple(plot.categories), [tuple(series.values) for series in plot.series]) for plot in chart.plots] == [
        (made.AREAS, [made.VALUES])]
    assert chart.category_axis.reverse_order
    assert chart.value_axis.axis_title.text_frame.text == "lůžka"
    page = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        [None, "Mezera"], *([name, value] for name, value in zip(made.AREAS, made.VALUES, strict=True))]
    points = chart.plots[0].series[0]._element.findall(qn("c:dPt"))
    fills = [point.find(f"{qn('c:spPr')}/{qn('a:solidFill')}/{qn('a:srgbClr')}") for point in points]
    assert [None if fill is None else fill.get("val").lower() for fill in fills] == [
        None if made.GAP[word].pattern else made.GAP[word].fill[1:] for word in made.CLASSES]
    hatched = [point for point in points if point.find(f"{qn('c:spPr')}/{qn('a:pattFill')}") is not None]
    assert len(hatched) == 2  # a white spot and an unknown value
    texts = [shape.text_frame.text for shape in slide_of(
        "Domovy pro seniory: nejvíce lůžek chybí v ORP Železný Brod").shapes if shape.has_text_frame]
    assert "neuvedeno: Semily" in texts


def test_long_names_of_categories_are_shortened_behind_their_code_and_none_is_left_out() -> None:
    names = tuple(f"SC{place} Rozvoj ambulantních a terénních služeb pro seniory a jejich pečující blízké v kraji"
                  for place in range(1, 17))
    labels = tuple("4" for _ in names)
    goals = Chart("goals", "Cíle", "Šestnáct cílů.", "t", "bars", "", "0", names, tuple(range(16)),
                  (Series("v", "Karty", (4.0,) * 16, labels, made.GAP["low"]),))
    document = replace(made.made_document(), slides=(made.a_slide("g", "Cíle plánu", goals),))
    slide = Presentation(io.BytesIO(pptx_bytes(document, CS))).slides[0]
    [frame] = [shape for shape in slide.shapes if shape.has_chart]
    axis = frame.chart.category_axis
    assert list(frame.chart.plots[0].categories) == [
        f"SC{place} Rozvoj ambulantních a terénních…" for place in range(1, 17)]
    assert axis.tick_labels.font.size.pt >= 10
    assert axis._element.find(qn("c:tickLblSkip")).get("val") == "1"
    assert axis._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").get("rot") == "0"
    told = frame._element.nvGraphicFramePr.cNvPr.get("descr")
    assert told.startswith("Šestnáct cílů. SC1 ")
    assert [name for name in names if name not in told] == []


def test_hostile_names_stay_text_in_the_chart_and_its_workbook() -> None:
    chart = chart_of("Ze 28 aktivit je splněno 5")
    names = ["=1+1", "<b>&amp;</b> \"A\" & 'B'", "http://zly.example/zvonek"]
    assert list(chart.plots[0].categories) == names
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = [[(cell.value, cell.data_type) for cell in row] for row in book.active.iter_rows()]
    assert [row[0] for row in rows[1:]] == [(name, "s") for name in names]
    assert rows[0][1:] == [("splněno", "s"), ("probíhá", "s"), ("=pozastaveno", "s")]
    assert [row[1][0] for row in rows[1:]] == [4, 1, None]
    assert all(cell.hyperlink is None for row in book.active.iter_rows() for cell in row)


@pytest.mark.parametrize(("value", "label", "pattern"), [
    (-12.0, "−12", "0;−0"), (-3.25, "−3,3", "0.0;−0.0"), (-1234.5, "−1\u00a0234,5", "#,##0.0;−#,##0.0"),
    (-14.55, "14,6", "0.0;0.0"), (5.0, "+5", "+0;−0"), (0.934, "93\u00a0%", "0 %;0 %"), (0.934, "93.4%", "0.0 %;0.0 %"),
    (12.0, "12\u00a0%", '0" %";0" %"'), (10239.0, "10,239", "#,##0;#,##0"), (3.0, "tři", "usual"),
    (7.0, "12", "usual"),
])
def test_the_label_of_a_bar_is_a_format_under_which_the_value_reads_as_printed(
    value: float, label: str, pattern: str
) -> None:
    assert label_format(value, label, "usual") == pattern


def test_the_map_has_ten_shapes_that_bear_the_names_of_the_areas() -> None:
    slide = slide_of("Domovy pro seniory: pod normou je pět z deseti ORP")
    areas, points, labels, key = (shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert sorted(shape.name for shape in areas.shapes) == sorted(made.AREAS)
    assert {shape.shape_type for shape in areas.shapes} == {MSO_SHAPE_TYPE.FREEFORM}
    assert [shape.name for shape in areas.shapes][-2:] == ["Frýdlant", "Liberec"]  # the chosen ones lie on top
    assert (areas.name, described(areas)) == ("Mezera podle ORP", "Mapa: mezera v deseti ORP")
    alts = {shape.name: described(shape) for shape in areas.shapes}
    assert alts["Frýdlant"] == "Frýdlant: −12, low"
    assert alts["Semily"] == "Semily: neuvedeno, unknown"
    by_name = {shape.name: shape._element for shape in areas.shapes}
    assert len(by_name["Frýdlant"].findall(f".//{qn('a:moveTo')}")) == 2  # the border and its hole
    assert by_name["Semily"].find(f".//{qn('a:prstDash')}").get("val") == "dash"
    assert by_name["Semily"].find(f"{qn('p:spPr')}/{qn('a:pattFill')}") is not None
    assert (points.name, described(points), len(points.shapes)) == ("Obce", "pokrytá: 10; nepokrytá: 10", 20)
    told = [shape.text_frame.text for shape in labels.shapes]
    assert decorative(labels)
    assert "Frýdlant\n▼ −12" in told
    boxes = [Box(shape.left, shape.top, shape.width, shape.height) for shape in labels.shapes]
    assert not [1 for place, box in enumerate(boxes) for other in boxes[:place] if box.overlaps(other)]
    assert "■ v souladu s normou" in described(key)


def test_the_table_is_native_with_a_header_and_numbers_to_the_right() -> None:
    slide = slide_of("Domovy pro seniory: pod normou je pět z deseti ORP (2)")
    frame = next(shape for shape in slide.shapes if shape.has_table)
    table = frame.table
    assert table.first_row
    rows = [[table.cell(row, column).text for column in range(3)] for row in range(11)]
    assert rows[0] == ["ORP", "Mezera (lůžka)", "Třída"]
    assert rows[2] == ["Frýdlant", "−12", "▼\u00a0low"]
    assert [table.cell(2, column).text_frame.paragraphs[0].alignment for column in range(3)] == [1, 3, 1]
    assert [table.cell(row, 0).text_frame.paragraphs[0].runs[0].font.bold for row in (0, 9, 10)] == [True, False, True]


def test_the_mark_the_dates_the_sources_and_the_link_stand_on_the_slide_and_in_the_notes() -> None:
    slides = {slide.shapes.title.text: [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
              for slide in opened().slides}
    assert [title for title, texts in slides.items() if "UKÁZKA" in texts] == [
        "Domovy pro seniory: pod normou je pět z deseti ORP"]
    slide = slide_of("Frýdlant: chybí 12 lůžek")
    foot = next(shape for shape in slide.shapes if shape.name == "Data a zdroje")
    state, sources, link = foot.text_frame.text.split("\n")
    assert state == "Liberecký kraj · Stav k 30. 6. 2016 · Vydání 1 ze dne 1. 7. 2016"
    assert sources.startswith("Zdroje: úřední · MPSV: Registr")
    assert sources.endswith("; další v poznámkách")
    assert link == "prehled.example.cz/mezery?k=2016-06-30&znamo=1&typ=lines"
    address = "https://prehled.example.cz/mezery?k=2016-06-30&znamo=1&typ=lines"
    assert foot.text_frame.paragraphs[2].runs[0].hyperlink.address == address
    picture = next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert (picture.image.blob, described(picture)) == (qr_png(address), f"QR kód s adresou {address}")
    notes = slide.notes_slide.notes_text_frame.text.split("\n")
    assert notes == [*made.SLIDES[6].notes, address]
    quiet = Presentation(io.BytesIO(pptx_bytes(replace(made.made_document(base_url=""), slides=made.SLIDES[:2]), CS)))
    assert not [shape for slide in quiet.slides for shape in slide.shapes
                if shape.shape_type == MSO_SHAPE_TYPE.PICTURE or "example" in getattr(shape, "text", "")]


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_whoever_hears_the_slides_gets_every_picture_in_words_and_the_title_first(lang: str) -> None:
    language = {"cs": "cs-CZ", "en": "en-GB"}[lang]
    deck = opened(lang=lang)
    assert (deck.core_properties.language, deck.core_properties.author) == (language, "Liberecký kraj")
    for slide in deck.slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        for shape in all_shapes(shapes):
            pictured = not shape.has_text_frame or not shape.text_frame.text.strip()
            if not shape.is_placeholder:
                assert shape.name
                assert not pictured or described(shape) or decorative(shape), (slide.shapes.title.text, shape.name)
        trees = [slide._element, slide.notes_slide._element,
                 *(shape.chart._chartSpace for shape in shapes if shape.has_chart)]
        spoken = [run.find(qn("a:rPr")) for tree in trees for run in tree.iter(qn("a:r"), qn("a:fld"))]
        assert {run.get("lang") for run in spoken} == {language}


def test_steps_go_on_with_their_numbers_and_lines_to_write_on_stand_under_the_last() -> None:
    steps = tuple(Said(f"Krok {place}: {'slovo ' * 40}") for place in range(1, 17))
    many = Lines("many", "Kroky", steps, 2, numbered=True)
    document = replace(made.made_document(), slides=(made.a_slide("many", "Mnoho kroků", many, sentences=()),))
    deck = Presentation(io.BytesIO(pptx_bytes(document, CS)))
    boxes = [next(shape for shape in slide.shapes if shape.name == "Kroky" and "Krok " in shape.text_frame.text)
             for slide in deck.slides]
    starts = [[int(mark.get("startAt")) for mark in box._element.iter(qn("a:buAutoNum"))] for box in boxes]
    assert len(starts) > 1
    assert [number for page in starts for number in page] == list(range(1, 17))
    lines = [sum(shape.name == "Linka" for shape in slide.shapes) for slide in deck.slides]
    assert lines == [0] * (len(lines) - 1) + [2]


def test_the_same_document_gives_the_same_bytes_in_both_shapes() -> None:
    for shape in Shape:
        assert pptx_bytes(made.made_document(), CS, shape=shape) == written(shape)
        assert (opened(shape).slide_width, opened(shape).slide_height) == SIZES[shape]
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2016-07-01T12:00:00Z") == 2
        book = archive.read(next(name for name in archive.namelist() if name.endswith(".xlsx")))
    with zipfile.ZipFile(io.BytesIO(book)) as inner:
        assert inner.read("docProps/core.xml").count(b"2016-07-01T12:00:00Z") == 2
    assert steady_zip(book, datetime(2016, 7, 1, 12, tzinfo=UTC)) == book


def test_slides_keep_the_schema_and_print_without_a_blank_page() -> None:
    assert valid_ooxml(written(), "pptx")
    assert valid_ooxml(template_bytes(Shape.STANDARD), "pptx")
    pages = printed(office_pdf(written(Shape.STANDARD), "pptx"), 0.3)
    assert len(pages) == len(opened(Shape.STANDARD).slides)
    assert [number for number, page in enumerate(pages, start=1) if blank(page)] == []


def test_nothing_on_a_slide_reaches_beyond_it() -> None:
    for shape in Shape:
        deck = opened(shape)
        for slide in deck.slides:
            for drawn in all_shapes(slide.shapes):
                assert min(drawn.left, drawn.top) >= 0, (slide.shapes.title.text, drawn.name)
                assert drawn.left + drawn.width <= deck.slide_width, (slide.shapes.title.text, drawn.name)
                assert drawn.top + drawn.height <= deck.slide_height, (slide.shapes.title.text, drawn.name)


def test_a_region_uses_its_own_template_with_its_size_and_without_its_sample_slides(tmp_path: Path) -> None:
    file = tmp_path / "sablona.pptx"
    assert main(["export", "template", str(file), "--pomer", "4x3"]) == 0
    assert file.read_bytes() == template_bytes(Shape.STANDARD)
    adapted = Presentation(str(file))
    adapted.slides.add_slide(adapted.slide_layouts[0]).shapes.title.text = "Ukázkový snímek"
    adapted.save(str(file))
    deck = Presentation(io.BytesIO(pptx_bytes(made.made_document(), CS, template=file.read_bytes())))
    assert (deck.slide_width, deck.slide_height) == SIZES[Shape.STANDARD]
    assert [slide.shapes.title.text for slide in deck.slides] == [
        slide.shapes.title.text for slide in opened(Shape.STANDARD).slides]


def refused(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(BadSettings) as refusal:
        opened_template(content)
    return [(issue.value, issue.rule) for issue in refusal.value.issues]


def test_a_template_that_cannot_be_used_says_what_is_wrong_with_it() -> None:
    renamed = default_template(Shape.WIDE)
    renamed.slide_layouts[1].name = "Obsah"
    buffer = io.BytesIO()
    renamed.save(buffer)
    assert refused(buffer.getvalue()) == [(CONTENT_LAYOUT, "the template lacks a layout")]
    assert CS.issue(_first_issue(buffer.getvalue())).startswith(
        "DASHBOARD_TEMPLATE 'Podklady obsah': v šabloně chybí rozložení.")
    ours = template_bytes(Shape.WIDE)
    unreadable = ("", "the template is no presentation that can be read")
    assert refused(b"PK\x03\x04 not a zip") == refused(b"") == [unreadable]
    assert refused(steady_zip(_zip({"a.xml": b"<a/>"}), made.RELEASED_AT)) == [unreadable]
    assert refused(ours[:-10] + bytes(4) + ours[-6:]) == [unreadable]  # the archive lies about its list of parts
    assert refused(ours[:-6] + b"\xff\xff\xff\x7f" + ours[-2:]) == [unreadable]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.xml", "<a/>")
    start = packed.getvalue().index(b"a.xml") + len(b"a.xml") + 4  # behind the length of the options come the options
    assert refused(packed.getvalue()[:start] + b"\xff" + packed.getvalue()[start + 1:]) == [unreadable]
    assert refused(ours + b"0" * 20_000_000) == [("", "the template is larger than 20 MB")]
    assert refused(_zip({"a.bin": b"0" * 100_000_001})) == [("", "the template is larger than 100 MB when unpacked")]
    assert refused(with_part(ours, "ppt/vbaProject.bin", lambda part: b"x")) == [
        ("ppt/vbaProject.bin", "the template carries a macro or an embedded object")]
    relations = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
    outward = b'<Relationship Id="rId9" Type="http://x/image" Target="http://zly.example/x" TargetMode="External"/>'
    assert refused(with_part(ours, relations, lambda part: part.replace(b"</Rel", outward + b"</Rel", 1))) == [
        (relations, "the template links to something outside it")]
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    assert refused(with_part(ours, "ppt/theme/theme1.xml", lambda part: bomb)) == [
        ("ppt/theme/theme1.xml", "a part of the template declares entities")]
    assert refused(with_part(ours, "ppt/theme/theme1.xml", lambda part: b"<a>")) == [
        ("ppt/theme/theme1.xml", "a part of the template is no XML")]


def _first_issue(content: bytes) -> Any:
    with pytest.raises(BadSettings) as refusal:
        opened_template(content)
    return refusal.value.issues[0]


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_text_is_measured_as_arial_sets_it() -> None:
    assert width_of("Aktivit", 10, bold=True) == int(3.056 * 10 * 12_700)
    assert width_of("", 12) == 0
    line = width_of("dvě slova", 10)
    assert [lines_of("dvě slova", width, 10) for width in (line, line - 1)] == [1, 2]
    assert lines_of("nejneobhospodařovávatelnějšími", width_of("nejneobhospodař", 10), 10) == 2
    assert height_of(["a", "b"], INCH, 10, after=0.5) == round(2 * 1.7 * 10 * 12_700)


def test_an_empty_or_unknown_figure_still_makes_a_slide() -> None:
    empty = Grid("empty", "Nic", "t", ("a",), ("Sloupec",), (False,), (), ())
    assert [len(part.texts) for part in pages_of(empty, Box(0, 0, INCH, INCH))] == [0]
    unknown = Chart("c", "Nic není známo", "Prázdný graf", "t", "bars", "", "0", ("A", "B"), (0, 1),
                    (Series("v", "Hodnota", (None, None), ("neuvedeno",) * 2, made.GAP["unknown"]),))
    document = replace(made.made_document(), slides=(
        made.a_slide("e", "Prázdná tabulka", empty, sentences=()), made.a_slide("u", "Nic není známo", unknown)))
    content = pptx_bytes(document, CS)
    assert valid_ooxml(content, "pptx")
    chart = next(shape.chart for shape in Presentation(io.BytesIO(content)).slides[1].shapes if shape.has_chart)
    assert tuple(chart.plots[0].series[0].values) == (None, None)


def test_a_code_is_drawn_only_for_an_address_a_telephone_can_read() -> None:
    assert [scannable(address) for address in ("", "https://a.cz/", "a" * 500, "a" * 501)] == [
        False, True, True, False]
    assert etree.fromstring(qr_svg("https://a.cz/?b=1&c=<2>")).get("viewBox") == "0 0 29 29"
