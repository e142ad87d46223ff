"""The workbook people edit: a sheet per table with titles, hidden field names, lists to choose from and notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from lib.exports.csvw import printable
from lib.exports.labels import domain_of
from lib.model import assumptions, bodies, catalogue, community, network, plan
from lib.model.fields import Field, Table
from lib.model.fields import words as values_of
from lib.model.rules import FIRST_DAY, LAST_DAY, MAX_TEXT
from lib.model.schemas import TABLES
from lib.model.workbook import (
    CODE_LISTS,
    FIRST_ROW,
    FORMAT,
    GUIDE,
    MANIFEST,
    MANIFEST_HEADER,
    NAME_ROW,
    READ_ONLY,
    TITLE_ROW,
    sheet_names,
)
from lib.text import formats
from lib.text.messages import Words

SPARE_ROWS = 500
"""Empty rows under the data that have drop-down lists; rows below them can be filled too."""

WIDTHS = {"text": 40, "date": 13, "boolean": 11, "integer": 13, "number": 13, "code": 17}
MESSAGE_CHARACTERS = 255
"""The longest message a spreadsheet shows beside a cell."""

_DOMAINS = {values_of(enumeration): domain for enumeration, domain in (
    (network.ProviderKind, "provider_kind"), (plan.ServiceScope, "service_scope"), (community.Criterion, "criterion"),
    (bodies.OpinionState, "opinion"), (bodies.BodyLevel, "body_level"), (catalogue.GroupRole, "group_role"),
    (catalogue.GroupScheme, "group_scheme"), (catalogue.Match, "match"), (plan.Evidence, "evidence"),
    (assumptions.Parameter, "parameter"),
)}
"""Words for codes that only tables have which are never shown as they are."""

_NAMES = ("name", "title")
"""Columns that tell a person what a code stands for."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What every sheet needs: the open file, the words, formats by kind of cell, and where the lists of codes are."""

    file: Any
    words: Words
    styles: Mapping[str, Any]
    sheets: Mapping[str, str]
    rows: Mapping[str, int]
    lists: Mapping[str, str]


def workbook_bytes(
    frames: Mapping[str, pd.DataFrame], tables: Sequence[str], words: Words, *, number: int, published_at: datetime,
) -> bytes:
    """Tables of one release as a workbook that can be edited and sent in again.

    Parameters
    ----------
    frames : every table of the release, with the types of `DTYPES`; lists of codes are taken from all of them.
    tables : the tables to write, each on a sheet; one of `lib.model.workbook.GROUPS`. Tables with borders cannot be
        among them: a border is longer than a cell holds, and borders have an importer of their own.
    number, published_at : of the release. The import compares what comes back with this release.

    Returns
    -------
    The file; the same for the same arguments. Row 1 has titles with units, row 2 (hidden) the names of the fields, the
    data begin in row 3. Text is text (codes keep their zeros, nothing is a formula), an absent value is an empty cell,
    a boolean is a word. Protection has no password: it guards headers and code lists against slips.
    """
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "default_format_properties": {"locked": False}}
    with xlsxwriter.Workbook(buffer, options) as file:
        file.set_properties({
            "title": words("Data of release {number}", number=str(number)),
            "created": published_at.astimezone(UTC).replace(tzinfo=None),
        })
        sheets = sheet_names(tables, words.lang)
        guide = file.add_worksheet(words.title(GUIDE))
        pages = {name: file.add_worksheet(sheet) for name, sheet in sheets.items()}
        lists = _write_lists(file, frames, tables, words)
        book = _Book(file, words, _styles(file, words), sheets, {name: len(frames[name]) for name in tables}, lists)
        _write_guide(book, guide, number, published_at)
        for name, page in pages.items():
            _write_table(book, page, TABLES[name], frames[name])
        _write_manifest(book, number)
    return buffer.getvalue()


def column_title(field: Field, words: Words) -> str:
    """The title of a column with its unit in brackets."""
    return f"{words.title(field)} ({_unit(field.unit, words)})" if field.unit else words.title(field)


def _unit(unit: str, words: Words) -> str:
    """The unit as it is typed: a share is a number up to one here, though screens show it in per cent."""
    return words("part of one, 0 to 1") if unit == "share" else formats.unit_name(unit, words.lang)


def _styles(file: Any, words: Words) -> dict[str, Any]:
    day = words.pick("d. m. yyyy", "yyyy-mm-dd")
    patterns = {"text": "@", "code": "@", "boolean": "@", "date": day, "integer": "0", "number": "0.############"}
    styles = {kind: file.add_format({"num_format": pattern}) for kind, pattern in patterns.items()}
    styles |= {f"{kind} locked": file.add_format({"num_format": pattern, "font_color": "#404040", "locked": True})
               for kind, pattern in patterns.items()}
    header = {"bold": True, "text_wrap": True, "valign": "top", "locked": True}
    styles["header"] = file.add_format({**header, "bottom": 1, "bg_color": "#E8EEF4"})
    styles["required"] = file.add_format({**header, "bottom": 2, "bg_color": "#D3E0EC"})
    styles["names"] = file.add_format({"font_color": "#595959", "font_size": 9, "locked": True})
    return styles


def _write_table(book: _Book, page: Any, table: Table, frame: pd.DataFrame) -> None:
    words, read_only = book.words, table.name in READ_ONLY
    last = FIRST_ROW - 1 + len(frame) + SPARE_ROWS - 1
    suffix = " locked" if read_only else ""
    page.set_row(TITLE_ROW - 1, 48, book.styles["header"])
    page.set_row(NAME_ROW - 1, None, book.styles["names"], {"hidden": True})
    for column, field in enumerate(table.fields):
        style = book.styles[field.kind + suffix]
        page.set_column(column, column, max(WIDTHS[field.kind], min(len(words.title(field)) + 2, 24)), style)
        page.write_string(TITLE_ROW - 1, column, column_title(field, words),
                          book.styles["required" if field.required else "header"])
        page.write_string(NAME_ROW - 1, column, field.name, book.styles["names"])
        note = _note(field, table, words)
        page.write_comment(TITLE_ROW - 1, column, note, {"x_scale": 2.2, "y_scale": 0.25 * (note.count("\n") + 2)})
        for row, value in enumerate(frame[field.name], start=FIRST_ROW - 1):
            if not pd.isna(value):
                _write(page, (row, column), field, _cell(field, value, words), style)
        if not read_only:
            page.data_validation(FIRST_ROW - 1, column, last, column, _validation(book, field))
    page.freeze_panes(FIRST_ROW - 1, 1)
    page.autofilter(TITLE_ROW - 1, 0, FIRST_ROW - 2 + max(len(frame), 1), len(table.fields) - 1)
    page.protect("", {
        "autofilter": True, "format_columns": True, "format_rows": True,
        "insert_rows": not read_only, "delete_rows": not read_only,
    })


def _cell(field: Field, value: Any, words: Words) -> Any:
    return _truth(words)[0 if value else 1] if field.kind == "boolean" else value


def _write(page: Any, place: tuple[int, int], field: Field, value: Any, style: Any) -> None:
    if field.kind == "date":
        page.write_datetime(*place, value.to_pydatetime(), style)
    elif field.kind in ("integer", "number"):
        page.write_number(*place, float(value), style)
    else:
        page.write_string(*place, printable(str(value)), style)


def _truth(words: Words) -> tuple[str, str]:
    return words.pick(("ANO", "NE"), ("YES", "NO"))


def _note(field: Field, table: Table, words: Words) -> str:
    """What a person must know to fill a column: kind, unit, limits, whether it must be filled, what empty means."""
    lines = [_kind_text(field, words)]
    if field.unit:
        lines.append(words("Unit: {unit}", unit=_unit(field.unit, words)))
    if field.minimum is not None and field.maximum is not None:
        lines.append(words("From {minimum} to {maximum}", minimum=field.minimum, maximum=field.maximum))
    elif field.minimum is not None:
        lines.append(words("At least {minimum}", minimum=field.minimum))
    if field.required:
        lines.append(words("Must be filled in"))
    else:
        lines.append(words("May be empty; empty means: {meaning}", meaning=words.label("empty", field.absent)))
    if field.name in table.key:
        lines.append(words("Part of the key: the same key must not be in two rows"))
    lines.append(field.name)
    return "\n".join(lines)


def _kind_text(field: Field, words: Words) -> str:
    if _list_key(field) is not None:
        return words("A code from the list")
    return {
        "date": words("A date, written as a date"),
        "integer": words("A whole number"),
        "number": words("A number"),
        "boolean": words("One of two words: {yes}, {no}", yes=_truth(words)[0], no=_truth(words)[1]),
        "code": words("A code: text without spaces and accents"),
        "text": words("Text of at most {limit} characters", limit=MAX_TEXT),
    }[field.kind]


def _list_key(field: Field) -> str | None:
    """By what the list of a column's codes is found: the words of the model, or the column it refers to."""
    return _domain(field) if field.allowed else field.references


def _domain(field: Field) -> str:
    return domain_of(field) or _DOMAINS[field.allowed]


def _validation(book: _Book, field: Field) -> dict[str, Any]:
    """What a spreadsheet lets into a column while it is being typed; the import checks everything again."""
    words, key = book.words, _list_key(field)
    error = {"error_title": words.title(field)[:32], "error_message": words("This value cannot stand here.")}
    if field.references is not None:
        target, column = field.references.split(".")
        if target in book.sheets and target not in READ_ONLY:
            return {**error, "validate": "list", "source": _column_of(book, target, column)}
    if key is not None:
        named = words("Codes and their names are on the sheet {sheet}.", sheet=words.title(CODE_LISTS))
        told = ", ".join(f"{value} = {words.label(key, value)}" for value in field.allowed)
        return {**error, "validate": "list", "source": book.lists[key],
                "input_title": words.title(field)[:32],
                "input_message": told if told and len(told) <= MESSAGE_CHARACTERS else named}
    match field.kind:
        case "boolean":
            return {**error, "validate": "list", "source": list(_truth(words))}
        case "date":
            return {**error, "validate": "date", "criteria": "between",
                    "minimum": FIRST_DAY, "maximum": LAST_DAY}
        case "integer" | "number":
            return {**error, "validate": "integer" if field.kind == "integer" else "decimal", "criteria": "between",
                    "minimum": -1e12 if field.minimum is None else field.minimum,
                    "maximum": 1e12 if field.maximum is None else field.maximum}
        case _:
            return {**error, "validate": "length", "criteria": "<=", "value": MAX_TEXT}


def _column_of(book: _Book, target: str, column: str) -> str:
    """The column of another sheet of the workbook, so that a code added there can be chosen at once."""
    place = TABLES[target].columns.index(column)
    cells = xl_range_abs(FIRST_ROW - 1, place, FIRST_ROW - 2 + book.rows[target] + SPARE_ROWS, place)
    return f"='{book.sheets[target]}'!{cells}"


def _code_lists(
    frames: Mapping[str, pd.DataFrame], tables: Sequence[str], words: Words,
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Every list the sheets need: its key, its title, and codes with names."""
    seen: set[str] = set()
    for field in (field for name in tables for field in TABLES[name].fields):
        key = _list_key(field)
        if key is None or key in seen:
            continue
        seen.add(key)
        if field.allowed:
            yield key, words.title(field), [(value, words.label(key, value)) for value in field.allowed]
            continue
        target, column = key.split(".")
        table, frame = TABLES[target], frames[target]
        wanted = [name for name in _NAMES if name in table.columns]
        english = [f"{name}_en" for name in wanted if words.lang == "en" and f"{name}_en" in table.columns]
        named = frame[(english or wanted)[0]].fillna("") if wanted else frame[column].map(lambda _: "")
        yield key, words.title(table), list(zip(frame[column].tolist(), named.tolist(), strict=True))


def _write_lists(
    file: Any, frames: Mapping[str, pd.DataFrame], tables: Sequence[str], words: Words,
) -> dict[str, str]:
    """The sheet of code lists, two columns each. Returns the range of codes of every list, as a formula."""
    page = file.add_worksheet(words.title(CODE_LISTS))
    bold, text = file.add_format({"bold": True, "bottom": 1, "locked": True}), \
        file.add_format({"num_format": "@", "locked": True})
    found: dict[str, str] = {}
    for place, (key, title, rows) in enumerate(_code_lists(frames, tables, words)):
        column = place * 3
        page.write_string(0, column, title, bold)
        page.write_string(0, column + 1, words("Name"), bold)
        page.set_column(column, column, 16)
        page.set_column(column + 1, column + 1, 44)
        page.set_column(column + 2, column + 2, 3)
        for row, (code, name) in enumerate(rows, start=1):
            page.write_string(row, column, printable(str(code)), text)
            page.write_string(row, column + 1, printable(str(name)), text)
        letter = xl_col_to_name(column)
        found[key] = f"='{words.title(CODE_LISTS)}'!${letter}$2:${letter}${max(len(rows), 1) + 1}"
    page.freeze_panes(1, 0)
    page.protect("", {"format_columns": True})
    return found


def _write_guide(book: _Book, page: Any, number: int, published_at: datetime) -> None:
    words = book.words
    bold = book.file.add_format({"bold": True, "font_size": 14, "locked": True})
    wrapped = book.file.add_format({"text_wrap": True, "valign": "top", "locked": True})
    page.set_column(0, 0, 110, wrapped)
    page.hide_gridlines(2)
    page.write_string(0, 0, words("Data of release {number} of {date}", number=str(number), date=published_at.date()),
                      bold)
    for row, line in enumerate((
        words("1. Change cells, add rows below the last one, delete rows that should no longer be there."),
        words("2. A note on each title says what belongs into the column. Darker titles must be filled in."),
        words("3. Leave a cell empty when the value is not known; never write 0 or a dash instead."),
        words("4. Do not rename sheets and titles, do not hide or merge cells, write no formulas."),
        words("5. Save the file as .xlsx and send it in on the page of the data desk. Before anything is published you "
              "see what will change; problems come back marked in this file."),
        words("Each sheet is the whole table: a row you delete will be deleted. What was published stays readable in "
              "older releases."),
        words("Borders of areas are not in the workbook; they have an import of their own."),
    ), start=2):
        page.write_string(row, 0, line, wrapped)
    page.protect("")


def _write_manifest(book: _Book, number: int) -> None:
    page = book.file.add_worksheet(MANIFEST)
    lines: list[tuple[str, ...]] = [
        ("format", FORMAT), ("release", str(number)), ("language", book.words.lang), MANIFEST_HEADER,
    ]
    lines += [(name, sheet, field.name, column_title(field, book.words))
              for name, sheet in book.sheets.items() for field in TABLES[name].fields]
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            page.write_string(row, column, cell)
    page.protect("")
    page.very_hidden()
