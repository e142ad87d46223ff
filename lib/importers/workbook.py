"""The workbook that people edited: every sheet read and every fault named at once, by sheet, row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice

import numpy as np
import pandas as pd
from openpyxl.utils.cell import range_boundaries

from lib.errors import Issue, RejectedPackage
from lib.importers.base import MAX_ISSUES, rejected
from lib.importers.cells import read_cell
from lib.importers.sheets import MAX_ROWS, Cell, Sheet, Workbook, letters, open_workbook, ranges
from lib.model.access import APPEND_ONLY
from lib.model.changes import ChangeKind, differences, keys
from lib.model.checks import reference_issues, rule_issues, table_issues
from lib.model.fields import Table
from lib.model.incoming import ImportKind, Incoming
from lib.model.lookup import numbers, numbers_at
from lib.model.rules import text_issues
from lib.model.schemas import DTYPES, TABLES
from lib.model.workbook import (
    BESIDE_TABLES,
    FIRST_ROW,
    FORMAT,
    MANIFEST,
    MANIFEST_HEADER,
    NAME_ROW,
    SHEET_TABLES,
    TITLE_ROW,
    column_label,
)

Frames = Mapping[str, pd.DataFrame]

FRESH = "Take a fresh workbook and copy your data into it"
MAX_RELEASE_DIGITS = 9
MANY_ROWS = 20_000
"""A sheet that is too long and has more rows than this is filled by mistake: its rows are not judged one by one."""

SHOWN = 80
"""Characters of a value that a problem shows."""

SAME_NUMBER = 1e-14
"""Numbers that differ by less are one number: a workbook keeps sixteen digits and spreadsheets show fifteen."""


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What the workbook says of itself: the release, the language, sheets by table, titles by table and field."""

    release: int | None
    lang: str
    sheets: Mapping[str, str]
    titles: Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class _Read:
    """One table as its sheet has it. `rows` are the rows of the sheet; `spoilt` are cells and columns not to be judged.

    A spoilt cell is (position, field name), a spoilt column (-1, field name): they have an issue of their own.
    """

    table: Table
    sheet: str
    frame: pd.DataFrame
    rows: list[int]
    spoilt: set[tuple[int, str]] = field(default_factory=set)

    def is_spoilt(self, position: int, columns: Sequence[str]) -> bool:
        return any((place, name) in self.spoilt for name in columns for place in (position, -1))


def workbook_release(content: bytes, name: str) -> int | None:
    """The number of the release a workbook was filled from. Raises RejectedPackage as `import_workbook`."""
    return _manifest(open_workbook(content, name), name).release


def import_workbook(content: bytes, name: str, known: Frames) -> Incoming:
    """The tables of a workbook that `lib.exports.workbook` wrote and people edited.

    Parameters
    ----------
    content : the file. name : its name, for messages.
    known : every table of the release the workbook was filled from (`workbook_release`).

    Returns
    -------
    The whole new content of every table of the workbook, ordered by the key. A row that is no longer on its sheet is
    deleted; tables without a sheet stay as they are. A number that a spreadsheet rounded in the sixteenth digit is the
    one that was published.

    Raises
    ------
    RejectedPackage : with every fault found (at most a thousand of a sheet): `file` is the sheet, `row` the row as the
        spreadsheet counts it (0: the sheet as a whole), `column` the title and the field name. A file that cannot be
        opened safely, and a workbook that is not ours, are refused at once.
    """
    book = open_workbook(content, name)
    manifest = _manifest(book, name)
    issues = list(_sheet_issues(book, manifest))
    reads: dict[str, _Read] = {}
    for table, sheet in manifest.sheets.items():
        if sheet in book.names:
            read, found = _read(TABLES[table], sheet, book.sheet(sheet), manifest)
            issues += islice(found, MAX_ISSUES)
            if read is not None:
                reads[table] = read
    issues += _checked(reads, known, manifest.lang)
    order = {sheet: place for place, sheet in enumerate(book.names)}
    issues.sort(key=lambda issue: (order.get(issue.file, -1), issue.row))
    if any(issue.blocking for issue in issues):
        raise RejectedPackage(issues)
    tables = {table: _settled(read.table, read.frame, known[table]) for table, read in reads.items()}
    return Incoming(
        ImportKind.WORKBOOK, tables, name, sha256(content).hexdigest(), tuple(issues), manifest.release,
        {"sheets": len(reads), "rows": sum(len(frame) for frame in tables.values())},
    )


def _manifest(book: Workbook, file: str) -> _Manifest:
    if MANIFEST not in book.names:
        raise rejected(file, 0, "", "", "the workbook was not made by this application", FRESH)
    rows = [[cells[column].written if column in cells else "" for column in range(1, len(MANIFEST_HEADER) + 1)]
            for _, cells in sorted(book.sheet(MANIFEST).rows.items())]
    said = {key: value for key, value, *_ in rows[:3]}
    if said.get("format") != FORMAT:
        raise rejected(file, 0, "", said.get("format", "")[:SHOWN], "the workbook has another form", FRESH)
    release, lang = said.get("release", ""), said.get("language", "")
    sheets: dict[str, str] = {}
    titles: dict[str, dict[str, str]] = {}
    for table, sheet, name, title in rows[4:]:
        if table not in SHEET_TABLES or name not in TABLES[table].columns or not sheet:
            raise rejected(file, 0, "", f"{table}.{name}"[:SHOWN], "the hidden list of sheets was changed", FRESH)
        sheets[table] = sheet
        titles.setdefault(table, {})[name] = title
    if not sheets or tuple(rows[3]) != MANIFEST_HEADER or lang not in ("cs", "en"):
        raise rejected(file, 0, "", "", "the hidden list of sheets was changed", FRESH)
    known = release.isdecimal() and release.isascii() and len(release) <= MAX_RELEASE_DIGITS
    return _Manifest(int(release) if known else None, lang, sheets, titles)


def _sheet_issues(book: Workbook, manifest: _Manifest) -> Iterator[Issue]:
    wanted = set(manifest.sheets.values())
    for sheet in manifest.sheets.values():
        if sheet not in book.names:
            yield Issue(sheet[:SHOWN], 0, "", "", "the sheet is missing",
                        "Put the sheet back under its name, or take a fresh workbook")
    for sheet in [each for each in book.names if each not in wanted | BESIDE_TABLES][:MAX_ISSUES]:
        yield Issue(sheet[:SHOWN], 0, "", "", "the sheet does not belong to the workbook",
                    "Delete the sheet or move it to another file")


def _read(
    table: Table, name: str, sheet: Sheet, manifest: _Manifest,
) -> tuple[_Read | None, Iterator[Issue]]:
    """The rows of one sheet and what is wrong with how they stand there; no rows when no column can be found."""
    names = {column: cell.written for column, cell in sheet.rows.get(NAME_ROW, {}).items()}
    if not sheet.rows:
        return None, iter([Issue(name, 0, "", "", "the sheet is empty", FRESH)])
    if not set(names.values()) & set(table.columns):
        return None, iter([Issue(name, NAME_ROW, "", "", "the hidden row with the names of fields is missing", FRESH)])
    columns: dict[str, int] = {}
    for column, written in sorted(names.items()):
        if written in table.columns:
            columns.setdefault(written, column)
    rows = [row for row in sorted(sheet.rows)
            if row >= FIRST_ROW and any(column in sheet.rows[row] for column in columns.values())]
    read = _Read(table, name, pd.DataFrame(), rows)
    read.spoilt |= {(-1, each) for each in table.columns if each not in columns}
    issues = [*_form_issues(read, sheet, names, columns, manifest)]
    if sheet.too_long and len(rows) > MANY_ROWS:
        return None, iter(issues)
    values: dict[str, pd.Series] = {}
    for each in table.fields:
        cells: list[object] = []
        for position, row in enumerate(rows):
            cell = sheet.rows[row].get(columns.get(each.name, 0))
            value, fault = (None, None) if cell is None else read_cell(each, cell)
            cells.append(value)
            if cell is not None and fault is not None:
                read.spoilt.add((position, each.name))
                rule, remedy = fault.text
                issues.append(Issue(name, row, column_label(each, manifest.lang), cell.written[:SHOWN], rule, remedy,
                                    values=fault.values))
        values[each.name] = pd.Series(cells, dtype=DTYPES[each.kind])
    read.frame = pd.DataFrame(values)
    return read, iter(issues)


def _form_issues(
    read: _Read, sheet: Sheet, names: Mapping[int, str], columns: Mapping[str, int], manifest: _Manifest,
) -> Iterator[Issue]:
    """What is wrong with the sheet beside the values of its cells: headers, hidden and merged cells, its length."""
    table, lang = read.table, manifest.lang
    place_of = {column: column_label(table.field(name), lang) for name, column in columns.items()}
    titles = manifest.titles[table.name]
    seen: Mapping[int, Cell] = sheet.rows.get(TITLE_ROW, {})
    if sheet.too_long:
        yield Issue(read.sheet, sheet.too_long, "", "", "the sheet is longer than {limit} rows or has too many cells",
                    "Delete the rows below the data, also empty ones", values={"limit": MAX_ROWS})
    for each in table.fields:
        if each.name not in columns:
            yield Issue(read.sheet, NAME_ROW, column_label(each, lang), "", "the column is missing", "Add the column")
            continue
        cell, title = seen.get(columns[each.name]), titles.get(each.name, "")
        shown = cell.written if cell is not None else ""
        if shown != title:
            yield Issue(read.sheet, TITLE_ROW, column_label(each, lang), shown[:SHOWN], "the column was renamed",
                        "Write its title again: {title}", values={"title": title})
    for column in sorted({column for cells in sheet.rows.values() for column in cells} - set(place_of)):
        row = min(row for row, cells in sheet.rows.items() if column in cells)
        written = names.get(column, "")
        if written in columns:
            yield Issue(read.sheet, TITLE_ROW, column_label(table.field(written), lang), letters(column),
                        "the column is there twice", "Delete one of the two columns")
        else:
            value = written or sheet.rows[row][column].written
            yield Issue(read.sheet, row, letters(column), value[:SHOWN], "the column is not known",
                        "Columns of this table: {columns}", values={"columns": ", ".join(table.columns)})
    for first, last in ranges([row for row in sheet.hidden_rows if row >= FIRST_ROW]):
        yield Issue(read.sheet, first, "", str(first) if first == last else f"{first}–{last}", "hidden rows hold data",
                    "Show the rows, or clear the filter; delete them when they should not be there")
    for column in sheet.hidden_columns:
        if column in place_of:
            yield Issue(read.sheet, TITLE_ROW, place_of[column], letters(column), "the column is hidden",
                        "Show the column")
    for merged in sheet.merged:
        column, row = _corner(merged)
        yield Issue(read.sheet, row, place_of.get(column, letters(column) if column else ""), merged[:SHOWN],
                    "cells are merged", "Unmerge the cells and fill in each of them")


def _corner(merged: str) -> tuple[int, int]:
    """Column and row of the first cell of a range; 0 when it is no range."""
    try:
        column, row, _, _ = range_boundaries(merged)
    except (ValueError, TypeError):
        return 0, 0
    return column or 0, row or 0


def _checked(reads: Mapping[str, _Read], known: Frames, lang: str) -> Iterator[Issue]:
    """All checks of the tables together, told by sheet and row; what a spoilt cell would cause is left out."""
    frames = {**known, **{name: read.frame for name, read in reads.items()}}
    files = {name: name for name in frames}
    found = [issue for name, read in reads.items() for issue in table_issues(read.table, read.frame, name)]
    # A code that is not written as it must be is told once, not again as a code that no table has.
    told = {(issue.file, issue.row, issue.column) for issue in found}
    found += [issue for issue in reference_issues(frames, files) if (issue.file, issue.row, issue.column) not in told]
    found += rule_issues(frames, files)
    found += text_issues({name: read.frame for name, read in reads.items()}, files, known)
    for name in APPEND_ONLY & set(reads):
        found += _rewritten(reads[name], known[name])
    elsewhere: set[tuple[str, str, str, str]] = set()
    left = dict.fromkeys(frames, MAX_ISSUES)
    for issue in found:
        table, read = TABLES[issue.file], reads.get(issue.file)
        named = [each for each in issue.column.split(", ") if each]
        if not left[issue.file] or (read is not None and issue.row and read.is_spoilt(issue.row - 2, named)):
            continue
        left[issue.file] -= 1
        columns = ", ".join(column_label(table.field(each), lang) for each in named)
        if read is None:  # the row has no place here that a person could go to, so equal problems are one
            about = (issue.file, columns, issue.value, issue.rule)
            if about in elsewhere:
                continue
            elsewhere.add(about)
            yield replace(issue, file=table.cs if lang == "cs" else table.en, row=0, column=columns)
        else:
            yield replace(issue, file=read.sheet, row=read.rows[issue.row - 2] if issue.row else 0, column=columns,
                          value=issue.value[:SHOWN])
    for name, read in reads.items():
        if read.frame.empty and not known[name].empty:
            yield Issue(read.sheet, 0, "", "", "the sheet has no row: all published rows would be deleted ({rows})",
                        "Fill in the rows when they should stay", blocking=False, values={"rows": len(known[name])})


def _rewritten(read: _Read, published: pd.DataFrame) -> Iterator[Issue]:
    """Published rows of a table that only grows which were changed or left out."""
    table = read.table
    if any(name in table.key for _, name in read.spoilt):
        return
    rows = {key: position + 2 for position, key in enumerate(keys(table, read.frame))}
    for change in differences({table.name: published}, {table.name: read.frame}).rows:
        if change.kind is not ChangeKind.NEW:
            changed = [each.column for each in change.fields] if change.key in rows else table.key
            yield Issue(table.name, rows.get(change.key, 0), changed[0], ", ".join(change.key),
                        "a row that was published is changed or left out",
                        "Put it back and add a new row with the correction")


def _settled(table: Table, frame: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The frame in the order of the key, with published numbers where a spreadsheet only lost their last digit."""
    place = {key: position for position, key in enumerate(keys(table, known))}
    at = np.array([place.get(key, -1) for key in keys(table, frame)], dtype=np.intp)
    columns = {}
    for each in table.fields:
        if each.kind == "number":
            mine, published = numbers(frame[each.name]), numbers_at(known[each.name], at)
            columns[each.name] = np.where(np.isclose(mine, published, rtol=SAME_NUMBER, atol=0), published, mine)
    return frame.assign(**columns).sort_values(list(table.key), ignore_index=True)
