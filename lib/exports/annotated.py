"""The workbook somebody sent in, given back with faulty cells coloured and commented, and a list of the problems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries

from lib.errors import Issue
from lib.exports.xlsx import fitting
from lib.model.archives import DAMAGED, workbook_issues
from lib.model.spreadsheets import looks_like_formula
from lib.model.workbook import NAME_ROW, PROBLEMS, TITLE_ROW
from lib.text.messages import Words

MAX_MARKED_BYTES = 64 * 1024 * 1024
"""Unpacked. A larger workbook is not opened whole; who sent it gets the list."""

MAX_ELEMENTS = 600_000
MAX_AREA = 1_000_000
"""Cells covered by merged ranges and links, each of which costs memory while the file is open."""

UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, SyntaxError, *DAMAGED)
"""What openpyxl raises on a workbook whose parts do not fit together."""

ERROR, WARNING, HEADER = "FFF4B183", "FFFFE699", "FFE8EEF4"
AUTHOR = "dashboard-check"
"""Tells comments on problems from notes on titles."""

BREAK = "\n———\n"
"""Between a problem of a title and the note that was there before."""

FIELD_NAME = re.compile(r"\(([a-z0-9_]+)\)")
LETTERS = re.compile(r"[A-Z]{1,3}")
COMMENT_POINTS = (320, 130)


def annotated_workbook(content: bytes, issues: Sequence[Issue], words: Words) -> bytes:
    """A refused workbook with its problems in it, to be mended and sent in again.

    Parameters
    ----------
    content : the file as it was sent in.
    issues : as `lib.importers.workbook` tells them: `file` is a sheet, `row` and `column` a place on it.
    words : the language of the comments and of the list.

    Returns
    -------
    The same workbook: values, lists to choose from, protection and the hidden row are as they were. Errors and
    warnings have different colours and say so in words. The first sheet lists all problems, also those without a
    cell; the import leaves it aside. Marks of an earlier round are taken off. Of a file that cannot be opened safely
    (see `lib.model.archives`), or is too large for it, only the list is given back.
    """
    book = _opened(content)
    if book is None:
        book = openpyxl.Workbook()
        book.remove(book.active)
    else:
        for title in (PROBLEMS.cs, PROBLEMS.en):
            if title in book.sheetnames and len(book.sheetnames) > 1:
                book.remove(book[title])
        for page in book.worksheets:
            _clean(page)
        _mark(book, issues, words)
    _write_list(book, issues, words)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(content: bytes) -> Any:
    """The workbook as openpyxl has it, None when it must not or cannot be opened."""
    if workbook_issues(content, "", MAX_MARKED_BYTES) or _is_heavy(content):
        return None
    try:
        return openpyxl.load_workbook(BytesIO(content))
    except UNREADABLE:
        return None


@dataclass(slots=True)
class _Weight:
    """What opening a workbook as a whole would cost."""

    elements: int = 0
    area: int = 0

    def begin(self, name: str, said: Mapping[str, str]) -> None:
        self.elements += 1
        if name.rpartition(":")[2] in ("mergeCell", "hyperlink"):
            left, top, right, bottom = (edge or 0 for edge in range_boundaries(said.get("ref", "A1")))
            self.area += (right - left + 1) * (bottom - top + 1)
        if self.elements > MAX_ELEMENTS or self.area > MAX_AREA:
            raise OverflowError


def _is_heavy(content: bytes) -> bool:
    weight = _Weight()
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    parser = expat.ParserCreate()
                    parser.StartElementHandler = weight.begin
                    with archive.open(name) as part:
                        parser.ParseFile(part)
    except (OverflowError, expat.ExpatError, ValueError, TypeError, *DAMAGED):
        return True
    return False


def _clean(page: Any) -> None:
    """Take off the marks of an earlier round."""
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in (ERROR, WARNING):
                cell.fill = PatternFill("solid", fgColor=HEADER) if cell.row == TITLE_ROW else PatternFill()
            if cell.comment is not None and cell.comment.author == AUTHOR:
                _, found, before = cell.comment.text.partition(BREAK)
                cell.comment = Comment(before, "") if found else None


def _mark(book: Any, issues: Iterable[Issue], words: Words) -> None:
    places: dict[tuple[str, int, int], list[Issue]] = {}
    columns = {page.title: _columns(page) for page in book.worksheets}
    for issue in issues:
        if issue.row and issue.file in columns:
            for column in _named(issue.column, columns[issue.file]):
                places.setdefault((issue.file, issue.row, column), []).append(issue)
    for (sheet, row, column), found in places.items():
        cell = _cell(book[sheet], row, column)
        blocking = any(issue.blocking for issue in found)
        cell.fill = PatternFill("solid", fgColor=ERROR if blocking else WARNING)
        lines = [f"{_severity(issue, words)}: {_sentence(issue, words)}" for issue in found]
        if cell.comment is not None:
            lines.append(BREAK.strip("\n") + "\n" + cell.comment.text)
        text = fitting("\n".join(lines))
        cell.comment = Comment(text, AUTHOR, width=COMMENT_POINTS[0], height=COMMENT_POINTS[1])


def _columns(page: Any) -> dict[str, int]:
    """Columns of a sheet by the field names in its hidden row."""
    return {str(cell.value): cell.column for row in page.iter_rows(min_row=NAME_ROW, max_row=NAME_ROW) for cell in row
            if cell.value is not None}


def _named(column: str, columns: Mapping[str, int]) -> list[int]:
    """The columns a problem names, by field names in brackets or by letters; the first when it names none."""
    found = [columns[name] for name in FIELD_NAME.findall(column) if name in columns]
    if not found and LETTERS.fullmatch(column):
        found = [column_index_from_string(column)]
    return found or [1]


def _cell(page: Any, row: int, column: int) -> Any:
    """The cell at a place; within merged cells the one that holds their value."""
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        for merged in page.merged_cells.ranges:
            if cell.coordinate in merged:
                return page.cell(merged.min_row, merged.min_col)
    return cell


def _severity(issue: Issue, words: Words) -> str:
    return words("Error") if issue.blocking else words("Warning")


def _sentence(issue: Issue, words: Words) -> str:
    return f"{words(issue.rule, **issue.values)}. {words(issue.remedy, **issue.values)}."


def _write_list(book: Any, issues: Sequence[Issue], words: Words) -> None:
    page = book.create_sheet(words.title(PROBLEMS), 0)
    titles = (words("Sheet"), words("Row"), words("Column"), words("Value"), words("Severity"), words("Rule"),
              words("Remedy"))
    for column, (title, width) in enumerate(zip(titles, (26, 8, 30, 30, 12, 50, 50), strict=True), 1):
        _write_text(page.cell(1, column), title)
        page.cell(1, column).font = Font(bold=True)
        page.column_dimensions[page.cell(1, column).column_letter].width = width
    for row, issue in enumerate(issues, 2):
        broken, mend = words(issue.rule, **issue.values), words(issue.remedy, **issue.values)
        told = (issue.file, "", issue.column, issue.value, _severity(issue, words), broken, mend)
        for column, text in enumerate(told, 1):
            _write_text(page.cell(row, column), text)
        if issue.row:
            page.cell(row, 2).value = issue.row
        page.cell(row, 5).fill = PatternFill("solid", fgColor=ERROR if issue.blocking else WARNING)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:G{len(issues) + 1}"
    for each in book.worksheets:
        each.sheet_view.tabSelected = each is page
    book.active = 0


def _write_text(cell: Any, text: str) -> None:
    """Text that stays text, whatever it begins with."""
    if text:
        cell.value = fitting(text)
        cell.data_type = "s"
        cell.quotePrefix = looks_like_formula(text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
