"""DOCX of a pack: the skeleton of a report with native charts, repeated heads, captions, language and the mark."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from defusedxml import ElementTree
from docx.oxml.ns import qn
from PIL import Image

from lib.exports.document import Document, Said
from lib.exports.report import report_bytes
from lib.model.pack import Section
from lib.text.messages import words_for
from tests.exports.made_document import AREAS, HOSTILE, LINES, LONG, RELEASED_AT, TABLE, made_document
from tests.exports.opened import blank, office_pdf, pages_of, valid_ooxml
from tests.exports.pack_files import read_docx

CS = words_for("cs")


def a_pack(**changed: Any) -> Document:
    """The made pack with a slide of decisions and one of the annex."""
    made = made_document()
    slides = [replace(slide, section={"lines": Section.DECISIONS, "long": Section.ANNEX}.get(slide.key, slide.section))
              for slide in made.slides]
    return replace(made, slides=tuple(slides), **changed)


@pytest.fixture(scope="module")
def written() -> bytes:
    return report_bytes(a_pack(), CS)


@pytest.fixture(scope="module")
def opened(written: bytes) -> Any:
    return docx.Document(BytesIO(written))


def headings(opened: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in opened.paragraphs
            if paragraph.style.name.startswith("Heading")]


def test_the_report_has_its_parts_and_the_contents_list_leads_to_every_heading(opened: Any) -> None:
    found = headings(opened)
    assert [text for style, text in found if style == "Heading 1"] == [
        "Návrh usnesení", "Důvodová zpráva", "Zdroje a stav dat", "Přílohy"]
    assert ("Heading 2", "Mezery podle druhů služeb") in found
    assert found.count(("Heading 3", "Kapacitní mezery")) == 7
    assert found[-1] == ("Heading 2", "Příloha: všechny řádky")
    body = opened.element.body
    links = [(link.get(qn("w:anchor")), "".join(text.text for text in link.iter(qn("w:t"))))
             for link in body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert [anchor for anchor, _ in links] == marks
    assert [text for _, text in links] == [text for _, text in found]
    assert [text.text.split()[0] for text in body.iter(qn("w:instrText"))].count("TOC") == 1


def test_lines_to_fill_in_stand_on_the_cover_and_in_the_draft_resolution(opened: Any) -> None:
    blank_lines = [paragraph.text for paragraph in opened.paragraphs if paragraph.text.endswith("\t")]
    assert blank_lines == ["Předkládáno orgánu: \t", "Datum jednání: \t", "Bod programu: \t",
                           "Předkládá (funkce): \t", "\t", "\t", "\t"]
    known = replace(made_document(), body="Kolegium", meeting_on=date(2016, 12, 6))
    cover = [paragraph.text for paragraph in docx.Document(BytesIO(report_bytes(known, CS))).paragraphs]
    assert {"Předkládáno orgánu: Kolegium", "Datum jednání: 6.\u00a012.\u00a02016"} <= set(cover)
    texts = [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name != "Normal"]
    assert texts.index("Návrh usnesení") < texts.index(LINES.lines[0].text) < texts.index("Důvodová zpráva")
    without = docx.Document(BytesIO(report_bytes(replace(made_document(), slides=made_document().slides[:2]), CS)))
    assert [paragraph.text for paragraph in without.paragraphs].count("\t") == 3


def test_tables_repeat_their_head_keep_rows_whole_and_put_numbers_to_the_right(opened: Any) -> None:
    tables = {table.cell(0, 0).text: table for table in opened.tables}
    assert len(opened.tables) == 3
    assert [paragraph.text for paragraph in opened.paragraphs if paragraph.text.startswith("Viz tabulka")] == [
        "Viz tabulka 2: Mezery podle ORP."]
    table = tables["ORP"]
    assert [[cell.text for cell in row.cells] for row in table.rows][7] == ["Semily", "neuvedeno", "? unknown"]
    for row in table.rows:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [0, 2, 0]
    assert [cell.paragraphs[0].runs[-1].bold for cell in table.rows[10].cells] == [True] * 3
    assert len(tables["Řádek"].rows) == len(LONG.texts) + 1
    captions = [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == "Caption"]
    assert captions == [
        "Tabulka 1: Čtyři odpovědi", "Obrázek 1: Mezera podle ORP", "Obrázek 2: Chybějící lůžka podle ORP",
        "Obrázek 3: Aktivity podle stavu", "Tabulka 2: Mezery podle ORP", "Obrázek 4: Aktivity podle stavu",
        "Tabulka 3: Tabulka přílohy"]


def test_charts_are_native_and_described_and_the_map_is_a_picture(written: bytes, opened: Any) -> None:
    read = read_docx(written)
    assert [chart.categories for chart in read.charts] == [AREAS, HOSTILE_SEEN, HOSTILE_SEEN]
    assert read.cells[0][10] == ["Železný Brod", -1234.5]
    assert read.cells[0][7] == ["Semily", None]
    described = [found.get("descr") for found in opened.element.body.iter(qn("wp:docPr"))]
    assert described == ["Mapa: mezera v deseti ORP", "Sloupce: chybějící lůžka v deseti ORP",
                         *["Skládané sloupce: stav aktivit tří cílů"] * 2]
    numbers = [found.get("id") for found in opened.element.body.iter(qn("wp:docPr"))]
    assert len(set(numbers)) == 4
    assert "neuvedeno: Semily" in [paragraph.text for paragraph in opened.paragraphs]
    [picture] = [part for part in opened.part.package.iter_parts() if str(part.partname).endswith(".png")]
    shown = Image.open(BytesIO(picture.blob))
    assert shown.width > 1000
    assert not blank(shown)


HOSTILE_SEEN = (HOSTILE[0], HOSTILE[1], "http://zly.example/zvonek")


def parts(written: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(written)) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist())


def test_nothing_leads_out_of_the_file_and_workbooks_in_it_have_no_formula(written: bytes) -> None:
    inside = 0
    for name, content in parts(written):
        if name.endswith(".xlsx"):
            inside += 1
            assert not any(b"<f>" in part or b"TargetMode" in part for _, part in parts(content))
        elif name.endswith(".rels"):
            tree = ElementTree.fromstring(content)
            assert [found for found in tree if found.get("TargetMode") == "External"] == [], name
    assert inside == 3


def test_language_properties_header_and_footer(opened: Any) -> None:
    about = opened.core_properties
    assert (about.title, about.language, about.comments, about.last_modified_by) == (
        "Podklady pro jednání", "cs-CZ", "", "")
    assert about.created.replace(tzinfo=None) == about.modified.replace(tzinfo=None) == RELEASED_AT.replace(tzinfo=None)
    assert {found.get(qn("w:val")) for found in opened.styles.element.iter(qn("w:lang"))} == {"cs-CZ"}
    section = opened.sections[0]
    assert [paragraph.text for paragraph in section.header.paragraphs] == ["Podklady pro jednání"]
    assert [paragraph.text for paragraph in section.footer.paragraphs] == [
        "Liberecký kraj · Stav k 30. 6. 2016 · Vydání 1 ze dne 1. 7. 2016", "Strana 1 z 1"]
    assert "Domovy pro seniory: pod normou je pět z deseti ORP (UKÁZKA)" in [
        paragraph.text for paragraph in opened.paragraphs]
    english = docx.Document(BytesIO(report_bytes(
        replace(a_pack(), lang="en", slides=a_pack().slides[:2]), words_for("en"))))
    assert {found.get(qn("w:val")) for found in english.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert [text for style, text in headings(english) if style == "Heading 1"] == [
        "Draft resolution", "Explanatory report", "Sources and state of the data", "Annexes"]


def test_sources_are_told_once_and_numbered_where_they_are_used(opened: Any) -> None:
    texts = [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == "Source"]
    assert texts.count("Zdroje: [1]–[3]") == 10
    assert next(text for text in texts if text.startswith("[")) == (
        "[1] úřední · MPSV: Registr poskytovatelů sociálních služeb, stav k 30. 6. 2016")
    assert sum(text.startswith("[") for text in texts) == 3


def test_the_same_pack_gives_the_same_report() -> None:
    small = replace(a_pack(), slides=(*made_document().slides[:2], made_document().slides[4]))
    assert report_bytes(small, CS) == report_bytes(small, CS)


def test_a_report_of_hostile_names_keeps_the_schemas_and_opens() -> None:
    odd = replace(a_pack().slides[-2], key="odd", title=Said(HOSTILE[2]), figures=(TABLE, LINES))
    content = report_bytes(replace(a_pack(), title="".join(HOSTILE), slides=(*a_pack().slides, odd)), CS)
    assert valid_ooxml(content, "docx")
    pages = pages_of(office_pdf(content, "docx"), 0.4)
    assert 5 <= len(pages) <= 10
    assert not any(map(blank, pages))
