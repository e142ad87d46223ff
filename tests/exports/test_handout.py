"""The pack on paper: every title, sentence, number and cell is there, tagged, the same bytes again, nothing run."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pdfplumber
import pypdfium2 as pdfium
import pytest

from lib.exports.document import Chart, Document, Grid, RegionMap, Said
from lib.exports.handout import handout_bytes, handout_html
from lib.text.messages import words_for
from tests.exports.made_document import HOSTILE, SOURCES, TABLE, a_slide, made_document
from tests.hostile_region import HTML

CS, EN = words_for("cs"), words_for("en")
A4_POINTS = (595, 842)


def pages_of(content: bytes) -> list[str]:
    """The text of every page; each is A4, none is empty, no letter lies outside it."""
    texts = []
    with pdfium.PdfDocument(content) as document:
        for page in document:
            assert tuple(sorted(map(round, page.get_size()))) == A4_POINTS
            letters = page.get_textpage()
            boxes = [letters.get_charbox(place) for place in range(letters.count_chars())]
            assert len(boxes) > 100
            assert min(min(left, bottom) for left, bottom, _, _ in boxes) >= 0
            assert max(right for _, _, right, _ in boxes) <= page.get_width()
            texts.append(letters.get_text_range())
    return texts


def squeezed(text: str) -> str:
    """Text without spaces, so that it is found however it is broken into lines."""
    return "".join(text.split())


def told(document: Document) -> list[str]:
    """What must stand on the paper."""
    found = [document.subtitle]
    for slide in document.slides:
        found += [said.text for said in slide.said()] + [slide.heading, *slide.sources]
        for figure in (*slide.figures, slide.table):
            if isinstance(figure, Grid):
                found += [*figure.heads, *(cell for row in figure.texts for cell in row)]
            elif isinstance(figure, Chart):
                found += [figure.unit, *(label for series in figure.series for label in series.labels)]
                found += [name.replace("\x07", "") for name in figure.categories]
            elif isinstance(figure, RegionMap):
                found += [text for area in figure.areas for text in (area.name, area.text)]
    return found


@pytest.fixture(scope="module")
def paper() -> bytes:
    return handout_bytes(made_document(), CS)


@pytest.fixture(scope="module")
def pages(paper: bytes) -> list[str]:
    return pages_of(paper)


def test_every_title_sentence_number_and_cell_stands_on_paper(pages: list[str]) -> None:
    text = squeezed("".join(pages))
    assert [wanted for wanted in told(made_document()) if squeezed(wanted) not in text] == []
    assert {name for name in HOSTILE[:2] if squeezed(name) in text} == set(HOSTILE[:2])
    assert all(text.count(squeezed(source)) == 1 for source in SOURCES)
    assert [page.count("Příloha:všechnyřádky") for page in map(squeezed, pages)].count(1) == 2


def test_pages_say_their_number_and_both_dates_and_only_those_with_illustrative_rows_are_marked(
    pages: list[str]
) -> None:
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert "Stav k 30. 6. 2016 · Vydání 1 ze dne 1. 7. 2016" in text
    # The contents quote the title of the slide with illustrative rows, so they are marked with it.
    map_page = next(place for place, text in enumerate(pages) if "Hranice: ČÚZK" in text)
    assert [place for place, text in enumerate(pages) if "UKÁZKA" in text] == sorted({0, map_page})


def test_a_long_table_goes_on_under_its_heads(pages: list[str]) -> None:
    rows = [[int(row) for row in re.findall(r"řádek (\d+)", text)] for text in pages if "Hodnota" in text]
    assert len(rows) > 1
    assert min(map(len, rows)) > 0
    assert [row for page in rows for row in page] == list(range(60))


def test_it_is_tagged_with_language_title_and_bookmarks(paper: bytes) -> None:
    with pdfplumber.open(BytesIO(paper)) as document:
        catalog = document.doc.catalog
        assert catalog["Lang"] in (b"cs", "cs")
        assert "StructTreeRoot" in catalog
        assert document.metadata["Title"] == "Podklady pro jednání"
        assert "CreationDate" not in document.metadata
    with pdfium.PdfDocument(paper) as document:
        marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    titles = [slide.title.text for slide in made_document().slides[1:]]
    assert marks == [(0, made_document().slides[0].title.text), *((1, title) for title in ("Obsah", *titles, "Zdroje"))]


def test_in_english_and_without_an_address_there_is_no_code_and_no_link_and_the_bytes_are_the_same_again() -> None:
    document = replace(made_document("en", ""), slides=made_document().slides[:3])
    written = handout_html(document, EN)
    assert "<img" not in written
    assert written.count("<a ") == written.count('<a href="#s') == 2
    content = handout_bytes(document, EN)
    assert handout_bytes(document, EN) == content
    (first, *_) = pages_of(content)
    assert "Contents" in first
    assert "V kraji má platný plán 191 z 215 obcí" in first


def test_a_table_printed_already_is_not_printed_again_but_its_page_is_said() -> None:
    annexed = a_slide("annex", "Příloha: mezery", replace(TABLE, key="annex_table"), sentences=())
    document = replace(made_document(), slides=(*made_document().slides[:1], a_slide("one", "Mezery", TABLE), annexed))
    written = handout_html(document, CS)
    assert written.count("<table") == 1
    assert '<a class="stands" href="#t0">Tabulka je u obrázku na straně</a>' in written
    assert '<div class="whole" id="t0">' in written


class Tags(HTMLParser):
    """Names of elements, their addresses, and attributes that would be run."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self.run: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            if name in ("src", "href"):
                self.addresses.add((value or "").partition(",")[0])
            elif name.startswith("on"):
                self.run.append(name)


@pytest.mark.parametrize("text", HTML)
def test_nothing_in_the_data_becomes_an_element(text: str) -> None:
    hostile = a_slide("hostile", text, replace(TABLE, title=text, texts=((text,) * 3,) * 10), heading=text,
                      sentences=(Said(text),), sources=(text,), notes=(text, f"{text} {text}"))
    document = replace(made_document(), title=text, subtitle=text, citation=text, slides=(hostile, hostile))
    tags = Tags()
    tags.feed(handout_html(document, CS))
    assert tags.run == []
    assert tags.names - {"wbr"} == {"section", "header", "div", "h1", "h2", "p", "span", "a", "img", "ol", "ul", "li",
                                    "figure", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert tags.addresses == {"#s1", "#t0", "data:image/svg+xml;base64",
                              "https://prehled.example.cz/jednani?pohled=podklady&k=2016-06-30&znamo=1"}
