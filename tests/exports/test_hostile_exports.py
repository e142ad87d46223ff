"""Files of hostile tables: nothing in them is run, every text is whole, and what goes out comes back the same."""

import json
from collections.abc import Iterator
from csv import reader
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any, cast
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from defusedxml import ElementTree
from openpyxl.utils.escape import unescape

from lib.exports.annotated import annotated_workbook
from lib.exports.archive import package_zip
from lib.exports.csvw import csv_bytes, printable
from lib.exports.workbook import workbook_bytes
from lib.exports.xlsx import fitting, xlsx_bytes
from lib.importers.archive import import_archive
from lib.importers.workbook import import_workbook
from lib.model.changes import differences
from lib.model.schemas import TABLES
from lib.model.selection import AsOf
from lib.model.spreadsheets import looks_like_formula, without_apostrophe
from lib.model.territory import SourceKind
from lib.model.workbook import FIRST_ROW, GROUPS, SHEET_TABLES, sheet_names
from lib.store.releases import Release
from lib.text.messages import words_for
from lib.ui.sections.desk import issues_csv
from lib.views.base import Note, Provenance, Sheet, SourceUse
from tests.hostile_region import MARK, SHORT, TEXTS, Frames, everything, hostile_frames, hostile_issues

CS, EN = words_for("cs"), words_for("en")
RUN = ("f", "is_formula", "externalLink", "hyperlink", "oleObject", "ddeLink")
"""Elements of a workbook that a spreadsheet would run, follow or ask another file for."""

Texts = dict[str, list[str | None]]


@pytest.fixture(scope="module")
def hostile(_made: Frames) -> Frames:
    """The made region with many providers, one for each hostile text, and every other text hostile too."""
    changed = hostile_frames(_made)
    provider = _made["provider"]
    more = pd.concat([provider.iloc[[0]]] * len(TEXTS), ignore_index=True).assign(
        ico=[f"9{place:07}" for place in range(len(TEXTS))],
        name=[f"{text} {MARK}provider.{place}{MARK}" for place, text in enumerate(TEXTS)],
    )
    changed["provider"] = pd.concat([changed["provider"], more], ignore_index=True).astype(provider.dtypes.to_dict())
    return changed


def sheet(name: str, frame: pd.DataFrame) -> Sheet:
    """A table as a page offers it, with hostile words about where it comes from."""
    text = everything("provenance")
    release = Release(number=3, published_at=datetime(2016, 7, 1, 12, 0, tzinfo=UTC), by_role=text, note=text,
                      source_name=text, source_checksum=text, default_valid_on=None, embedded=False)
    source = SourceUse("s", text, text, text, text, SourceKind.OFFICIAL, date(2016, 6, 1))
    provenance = Provenance(AsOf(date(2016, 6, 30), 3), release, (source,))
    return Sheet(TABLES[name], frame, provenance, "gap", (Note("gaps-sum-to-zero"),))


def texts_of(name: str, frame: pd.DataFrame) -> Texts:
    """Columns of text as they should be read."""
    return {field.name: [None if pd.isna(text) else str(text) for text in frame[field.name]]
            for field in TABLES[name].fields if field.kind == "text"}


def csv_rows(content: bytes) -> list[list[str]]:
    return list(reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def assert_nothing_runs(content: bytes) -> None:
    """Every part of a workbook is well-formed XML without a formula, a link or a call of something else."""
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not name.startswith(("xl/externalLinks", "xl/embeddings", "customXml")), name
            if not name.endswith((".xml", ".rels")):
                continue
            for element in ElementTree.fromstring(parts.read(name)).iter():
                assert element.tag.rpartition("}")[2] not in RUN, name
                assert element.get("TargetMode") != "External", name


def cells(content: bytes) -> Iterator[Any]:
    book: Any = openpyxl.load_workbook(BytesIO(content))
    return (cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None)


def assert_texts_are_texts(content: bytes) -> None:
    for cell in cells(content):
        assert cell.data_type != "f", cell.coordinate
        assert cell.hyperlink is None, cell.coordinate


TABLES_WITH_TEXT = [name for name in SHEET_TABLES if any(field.kind == "text" for field in TABLES[name].fields)]


@pytest.mark.parametrize("name", TABLES_WITH_TEXT)
def test_a_csv_for_people_has_every_text_and_no_cell_that_runs(hostile: Frames, name: str) -> None:
    frame = hostile[name]
    head, *rows = csv_rows(csv_bytes(sheet(name, frame), CS))
    assert len(rows) == len(frame)
    assert {len(row) for row in rows} <= {len(head)}
    numbers = {field.name for field in TABLES[name].fields if field.kind in ("integer", "number")}
    for row in rows:
        assert not any(looks_like_formula(cell) and not cell.startswith("'")
                       for column, cell in zip(head, row, strict=True) if column not in numbers)
    for column, texts in texts_of(name, frame).items():
        read = [without_apostrophe(row[head.index(column)]) or None for row in rows]
        assert read == [text and printable(text) for text in texts]


@pytest.mark.parametrize("name", TABLES_WITH_TEXT)
def test_a_sheet_as_xlsx_has_every_text_and_nothing_that_runs(hostile: Frames, name: str) -> None:
    frame = hostile[name]
    content = xlsx_bytes(sheet(name, frame), EN)
    assert_nothing_runs(content)
    assert_texts_are_texts(content)
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    head, *rows = page.iter_rows(min_row=2, max_row=2 + len(frame), values_only=True)
    for column, texts in texts_of(name, frame).items():
        assert [row[head.index(column)] for row in rows] == [text and fitting(text) for text in texts]


@pytest.mark.parametrize("words", [CS, EN], ids=["cs", "en"])
@pytest.mark.parametrize("group", GROUPS)
def test_the_workbook_has_every_text_and_nothing_that_runs(hostile: Frames, group: str, words: Any) -> None:
    content = workbook_bytes(hostile, GROUPS[group], words, number=1, published_at=datetime(2016, 7, 1, tzinfo=UTC))
    assert_nothing_runs(content)
    assert_texts_are_texts(content)
    book = openpyxl.load_workbook(BytesIO(content))
    for name, title in sheet_names(GROUPS[group], words.lang).items():
        rows = list(book[title].iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW - 1 + len(hostile[name]),
                                          values_only=True))
        for column, texts in texts_of(name, hostile[name]).items():
            place = TABLES[name].columns.index(column)
            read = [row[place] and unescape(row[place]) for row in rows]
            assert read == [text and printable(text) for text in texts]


@pytest.mark.parametrize("group", GROUPS)
def test_a_workbook_of_hostile_texts_comes_back_without_a_difference(hostile: Frames, group: str) -> None:
    content = workbook_bytes(hostile, GROUPS[group], CS, number=1, published_at=datetime(2016, 7, 1, tzinfo=UTC))
    incoming = import_workbook(content, "sešit.xlsx", hostile)
    assert not differences(hostile, incoming.tables)


def test_the_marked_workbook_tells_hostile_problems_as_texts(hostile: Frames) -> None:
    sent = workbook_bytes(hostile, GROUPS["plan"], CS, number=1, published_at=datetime(2016, 7, 1, tzinfo=UTC))
    content = annotated_workbook(sent, hostile_issues(), CS)
    assert_nothing_runs(content)
    assert_texts_are_texts(content)
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    told = [row[3] for row in page.iter_rows(min_row=2, values_only=True)]
    assert told == [fitting(text) for text in SHORT]


def test_the_list_of_problems_as_csv_has_no_cell_that_runs() -> None:
    here = cast(Any, SimpleNamespace(words=CS))
    _, *rows = csv_rows(issues_csv(here, tuple(hostile_issues())))
    assert [without_apostrophe(row[3]) for row in rows] == [printable(text) for text in SHORT]
    assert not any(looks_like_formula(cell) and not cell.startswith("'") for row in rows for cell in row)


def test_the_package_has_no_cell_that_runs_and_comes_back_without_a_difference(hostile: Frames) -> None:
    content = package_zip(hostile)
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if not name.endswith(".csv"):
                continue
            table = TABLES[name.rpartition("/")[2].removesuffix(".csv")]
            head, *rows = csv_rows(parts.read(name))
            texts = [head.index(field.name) for field in table.fields if field.kind in ("text", "code")]
            assert not any(looks_like_formula(row[place]) and not row[place].startswith("'")
                           for row in rows for place in texts), name
    incoming = import_archive(content, "package.zip", hostile)
    assert not differences(hostile, incoming.tables)


def test_the_description_of_the_package_is_json_with_the_texts_as_they_are(hostile: Frames) -> None:
    with ZipFile(BytesIO(package_zip(hostile))) as parts:
        described = json.loads(parts.read("datapackage.json"))
    titles = {source["title"] for source in described["sources"]}
    assert set(hostile["source"]["title"]) <= {title.partition(": ")[2] or title for title in titles} | titles


@pytest.mark.parametrize("text", SHORT)
def test_an_apostrophe_put_before_a_formula_is_the_only_one_taken_off(text: str) -> None:
    for written in (text, f"'{text}", f"''{text}", f" '{text}"):
        defended = csv_rows(csv_bytes(sheet("provider", _provider(written)), CS))[1][1]
        assert without_apostrophe(defended) == written


def _provider(name: str) -> pd.DataFrame:
    return pd.DataFrame({field.name: [name if field.name == "name" else "1"] for field in TABLES["provider"].fields})
