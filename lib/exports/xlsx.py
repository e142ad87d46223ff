"""XLSX: one sheet with titled columns and real numbers and dates, one with what a reader must know about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from lib.exports.csvw import printable
from lib.exports.labels import domain_of, in_words
from lib.model.assumptions import overrides
from lib.model.fields import Field
from lib.text import formats
from lib.text.messages import Words
from lib.text.methods import method_text
from lib.views.base import Sheet

CELL_CHARACTERS = 32_767
"""The longest text a cell of a workbook holds."""

WIDE, NARROW = 44, 16
"""Widths of columns of text and of everything else, in characters."""

FORMATS = {"date": "d. m. yyyy", "integer": "#,##0", "number": "#,##0.0##"}


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats that all pages of one workbook share; `kinds` are by kind of field."""

    title: Any
    name: Any
    mark: Any
    label: Any
    link: Any
    top: Any
    kinds: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataPage:
    """Where the rows of a sheet stand: row `first` holds row 0, field `name` stands in column `columns[name]`.

    A column of codes is followed by that of its words. `width` is the number of columns.
    """

    page: Any
    first: int
    columns: Mapping[str, int]
    width: int


def xlsx_bytes(sheet: Sheet, words: Words) -> bytes:
    """A sheet as a workbook: titles and units in the user's language with field names under them, then the rows.

    Beside a column of codes stands a column of its words. The second page holds definition, formula, sources, dates
    and notes; both pages carry the mark of illustrative data where it applies. Text is never a formula or a link.
    """
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": words.title(sheet.table)})
        data_page(book, words("Data"), sheet, words, styles_of(book))
        _about_page(book, sheet, words)
    return buffer.getvalue()


def styles_of(book: Any) -> Styles:
    """The formats of data pages, made once in a workbook."""
    return Styles(
        title=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        name=book.add_format({"font_color": "#595959", "font_size": 9}),
        mark=book.add_format({"bold": True, "bg_color": "#FCE4CC"}),
        label=book.add_format({"bold": True, "valign": "top"}),
        link=book.add_format({"font_color": "#0B5566", "underline": 1, "valign": "top"}),
        top=book.add_format({"valign": "top"}),
        kinds={kind: book.add_format({"num_format": pattern}) for kind, pattern in FORMATS.items()},
    )


def data_page(book: Any, name: str, sheet: Sheet, words: Words, styles: Styles) -> DataPage:
    """Add a page with all rows of a sheet; `name` is a name a workbook allows and has not yet."""
    page = book.add_worksheet(name)
    top = 0
    for said in marks(sheet, words):
        page.write_string(top, 0, said, styles.mark)
        top += 1
    position = 0
    places: dict[str, int] = {}
    for field in sheet.table.fields:
        unit = f" ({formats.unit_name(field.unit, words.lang)})" if field.unit else ""
        columns = [(f"{words.title(field)}{unit}", field.name, field, sheet.frame[field.name])]
        places[field.name] = position
        if domain_of(field) is not None:
            text = replace(field, kind="text")
            columns.append((words("{title} in words", title=words.title(field)), f"{field.name}_label", text,
                            in_words(words, field, sheet.frame)))
        for title, column, written, values in columns:
            page.write_string(top, position, title, styles.title)
            page.write_string(top + 1, position, column, styles.name)
            page.set_column(position, position, WIDE if written.kind == "text" else NARROW)
            for row, value in enumerate(values, start=top + 2):
                _write(page, (row, position), written, value, styles.kinds)
            position += 1
    page.freeze_panes(top + 2, 1)
    page.set_landscape()  # printed, a table is one page wide and has its heads on every page
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top, top + 1)
    page.autofilter(top + 1, 0, top + 1 + max(len(sheet.frame), 1), position - 1)
    return DataPage(page, top + 2, places, position)


def _write(page: Any, place: tuple[int, int], field: Field, value: Any, styles: Mapping[str, Any]) -> None:
    if pd.isna(value):
        return
    if field.kind == "date":
        page.write_datetime(*place, value.to_pydatetime(), styles["date"])
    elif field.kind in ("integer", "number"):
        page.write_number(*place, float(value), styles[field.kind])
    elif field.kind == "boolean":
        page.write_boolean(*place, bool(value))
    else:
        page.write_string(*place, fitting(str(value)))


def fitting(text: str) -> str:
    """Printable text that fits into a cell; what is cut ends with an ellipsis (the CSV has it whole)."""
    clean = printable(text).replace("\r\n", "\n").replace("\r", "\n")
    return clean if len(clean) <= CELL_CHARACTERS else clean[:CELL_CHARACTERS - 1] + "…"


def _about_page(book: Any, sheet: Sheet, words: Words) -> None:
    page = book.add_worksheet(words("About these data"))
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    bold = book.add_format({"bold": True, "valign": "top"})
    for row, (label, value) in enumerate(about_rows(sheet, words)):
        page.write_string(row, 0, label, bold)
        page.write_string(row, 1, fitting(value))


def marks(sheet: Sheet, words: Words) -> list[str]:
    """What must be said of all rows of a sheet before anything else."""
    said = ((sheet.scenario, words("SCENARIO: computed from changed capacities, not data.")),
            (sheet.provenance.demo, words("DEMO: made from illustrative data, not from a real source.")))
    return [text for on, text in said if on]


def about_rows(sheet: Sheet, words: Words) -> list[tuple[str, str]]:
    """What there is to know about a sheet, as label and text: the same on screen, in the workbook and in print."""
    method, provenance = method_text(words, sheet.method), sheet.provenance
    rows = [(words("What it is"), method.definition)]
    rows = [*((words("Data"), mark) for mark in marks(sheet, words)), *rows]
    rows += [(label, text) for label, text in (
        (words("Numerator"), method.numerator), (words("Denominator"), method.denominator),
        (words("Formula"), method.formula), (words("Unit"), method.unit), (words("Caveats"), method.caveats),
        (words("Method taken from"), method.source),
    ) if text]
    rows.append((words("Valid on"), formats.date(provenance.at.valid_on, words.lang)))
    rows += asked_in_words(sheet, words)
    rows.append((words("Release"), words("{number} of {date}", number=str(provenance.release.number),
                                         date=formats.date(provenance.release.published_at.date(), words.lang))))
    rows += [(words("Note"), words.note(note.code, **note.values)) for note in sheet.notes]
    for source in provenance.sources:
        day = f", {words('as of')} {formats.date(source.state_date, words.lang)}" if source.state_date else ""
        kind = words.label("source_kind", source.kind.value)
        rows.append((words("Source"), f"{kind} · {source.publisher}: {source.title}{day} · {source.licence}"))
    return rows


def asked_in_words(sheet: Sheet, words: Words) -> list[tuple[str, str]]:
    """What was asked for beside the two dates (norm, capacity, second day …), as label and text."""
    return [_asked(key, value, words) for key, value in sheet.asked]


def _asked(key: str, value: str, words: Words) -> tuple[str, str]:
    """One thing asked for beside the two dates, in words; a key that is none of these is the second day."""
    known: dict[str, tuple[str, Callable[[], str]]] = {
        "norma": (words("Norm"), lambda: words.label("norm", value)),
        "kapacita": (words("Capacity"), lambda: words.label("scope", value)),
        "cil": (words("Own value per 1,000"), lambda: formats.number(float(value), words.lang)),
        "dosah": (words("Limit of reach"), lambda: formats.number(float(value), words.lang)),
        "metoda": (words("Sharing of capacity in reach"), lambda: words.label("catchment", value)),
        "scenar": (words("Scenario"), lambda: value or words("no change")),
        "norma_scenare": (words("Norm in the scenario"), lambda: words.label("scenario_norm", value)),
        "orp": (words("Area"), lambda: value),
        "rok": (words("Year"), lambda: value),
        "pripominkovani": (words("Consultation"), lambda: value),
        "karta": (words("Card"), lambda: value),
        "cil_sc": (words("Goal"), lambda: value),
        "vyporadani": (words("Settlement"), lambda: words.label("settled", value)),
        "skupina": (words("Target group"), lambda: value),
        "predpoklady": (words("Set of assumptions"), lambda: value),
        "upravy": (words("Own assumptions"), lambda: _own_assumptions(value, words)),
    }
    second_day = (words("Compared with"), lambda: formats.date(date.fromisoformat(value), words.lang))
    title, text = known.get(key, second_day)
    return title, text()


def _own_assumptions(written: str, words: Words) -> str:
    return "; ".join(f"{words.label('parameter', name)}: {formats.number(number, words.lang, significant=6)}"
                     for name, number in overrides(written))
