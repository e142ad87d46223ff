"""Files of a pack read back: texts, tables and charts of PPTX, DOCX, XLSX and PDF, without the code that wrote them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import openpyxl
import pypdfium2
from defusedxml import ElementTree
from openpyxl.utils import range_boundaries

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class ReadChart:
    """A chart as it stands in its XML: formulas and what they were when the file was written."""

    categories: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[Values, ...]
    references: tuple[tuple[str, str], ...]


@dataclass
class ReadFile:
    """`texts` are paragraphs and descriptions outside tables; `cells` those of workbooks inside charts."""

    texts: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    charts: list[ReadChart] = field(default_factory=list)
    cells: list[list[list[Any]]] = field(default_factory=list)
    pages: dict[str, list[list[Any]]] = field(default_factory=dict)


def read_pptx(content: bytes) -> ReadFile:
    """Slides and notes in their order."""
    read = ReadFile()
    with ZipFile(BytesIO(content)) as parts:
        slides = [name for name in parts.namelist() if re.fullmatch(r"ppt/(slides|notesSlides)/\w+\.xml", name)]
        for name in sorted(slides, key=_number):
            tree = ElementTree.fromstring(parts.read(name))
            _read_drawn(tree, read)
            _read_charts(parts, name, read)
    return read


def read_docx(content: bytes) -> ReadFile:
    """The text with its headers and footers."""
    read = ReadFile()
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if not re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                continue
            tree = ElementTree.fromstring(parts.read(name))
            inside = {id(found) for table in tree.iter(f"{WORD}tbl") for found in table.iter(f"{WORD}p")}
            read.texts += [_word_text(found) for found in tree.iter(f"{WORD}p") if id(found) not in inside]
            read.texts += _descriptions(tree)
            read.tables += [[[" ".join(map(_word_text, cell.iter(f"{WORD}p"))) for cell in row.iter(f"{WORD}tc")]
                             for row in table.iter(f"{WORD}tr")] for table in tree.iter(f"{WORD}tbl")]
            _read_charts(parts, name, read)
    return read


def read_xlsx(content: bytes) -> ReadFile:
    """Pages of a workbook with the values of their cells, and its charts."""
    read = ReadFile()
    book: Any = openpyxl.load_workbook(BytesIO(content))
    for page in book.worksheets:
        read.pages[page.title] = [[cell.value for cell in row] for row in page.iter_rows()]
        read.texts += [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    with ZipFile(BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        for name in sorted(names, key=_number):
            tree = ElementTree.fromstring(parts.read(name))
            read.charts.append(_chart(tree))
            read.texts += _drawn_texts(tree)
        for name in (name for name in parts.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)):
            read.texts += _descriptions(ElementTree.fromstring(parts.read(name)))
    return read


def read_pdf(content: bytes) -> ReadFile:
    """The text of every page as one."""
    opened = pypdfium2.PdfDocument(content)
    try:
        return ReadFile([page.get_textpage().get_text_range() for page in opened])
    finally:
        opened.close()


def cells_of(read: ReadFile, reference: str) -> list[Any]:
    """Values of the cells a formula of a chart names, in its order."""
    found = []
    for one in re.findall(r"(?:'((?:[^']|'')+)'|([\w.]+))!([$A-Z\d:]+)", reference):
        left, top, right, bottom = range_boundaries(one[2])
        page = read.pages[(one[0] or one[1]).replace("''", "'")]
        found += [page[row - 1][column - 1] for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return found


def _number(name: str) -> tuple[int, str]:
    return int(re.findall(r"\d+", name)[-1]), name


def _word_text(paragraph: Any) -> str:
    return "".join((found.text or "") if found.tag == f"{WORD}t" else " "
                   for found in paragraph.iter() if found.tag in (f"{WORD}t", f"{WORD}tab"))


def _drawn_texts(tree: Any) -> list[str]:
    inside = {id(found) for table in tree.iter(f"{DRAWING}tbl") for found in table.iter(f"{DRAWING}p")}
    return ["".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))
            for paragraph in tree.iter(f"{DRAWING}p") if id(paragraph) not in inside]


def _descriptions(tree: Any) -> list[str]:
    return [told for found in tree.iter() if found.tag.rpartition("}")[2] in ("cNvPr", "docPr")
            for told in (found.get("descr", ""), found.get("title", "")) if told]


def _read_drawn(tree: Any, read: ReadFile) -> None:
    read.texts += _drawn_texts(tree) + _descriptions(tree)
    read.tables += [[[" ".join(_drawn_texts(cell)) for cell in row.iter(f"{DRAWING}tc")]
                     for row in table.iter(f"{DRAWING}tr")] for table in tree.iter(f"{DRAWING}tbl")]


def _targets(parts: ZipFile, name: str, kind: str) -> Iterator[str]:
    """Parts another part refers to, in the order of its relations."""
    path = PurePosixPath(name)
    relations = f"{path.parent}/_rels/{path.name}.rels"
    if relations not in parts.namelist():
        return
    for relation in ElementTree.fromstring(parts.read(relations)).iter(f"{RELATIONS}Relationship"):
        if relation.get("Type", "").endswith(f"/{kind}"):
            target = relation.get("Target", "")
            steps: list[str] = [] if target.startswith("/") else list(path.parent.parts)
            for step in target.strip("/").split("/"):
                if step == "..":
                    steps.pop()
                else:
                    steps.append(step)
            yield "/".join(steps)


def _read_charts(parts: ZipFile, name: str, read: ReadFile) -> None:
    """Charts of a part, each with the cells of the workbook inside it."""
    for target in _targets(parts, name, "chart"):
        tree = ElementTree.fromstring(parts.read(target))
        read.charts.append(_chart(tree))
        read.texts += _drawn_texts(tree)
        [inside] = _targets(parts, target, "package")
        book: Any = openpyxl.load_workbook(BytesIO(parts.read(inside)))
        read.cells.append([[cell.value for cell in row] for row in book.worksheets[0].iter_rows()])


def _chart(tree: Any) -> ReadChart:
    series = list(tree.iter(f"{CHART}ser"))
    return ReadChart(
        tuple(text or "" for text in _points(series[0].find(f"{CHART}cat"))),
        tuple("".join(found.text or "" for found in one.find(f"{CHART}tx").iter(f"{CHART}v")) for one in series),
        tuple(tuple(None if text is None else float(text) for text in _points(one.find(f"{CHART}val")))
              for one in series),
        tuple((_formula(one.find(f"{CHART}cat")), _formula(one.find(f"{CHART}val"))) for one in series),
    )


def _formula(tree: Any) -> str:
    return next((found.text or "" for found in tree.iter(f"{CHART}f")), "")


def _points(tree: Any) -> list[str | None]:
    count = int(next(iter(tree.iter(f"{CHART}ptCount"))).get("val"))
    told: dict[int, str] = {int(point.get("idx")): point.find(f"{CHART}v").text or ""
                            for point in tree.iter(f"{CHART}pt")}
    return [told.get(place) for place in range(count)]
