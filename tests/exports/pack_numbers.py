"""Checks numbers of a pack against the CSV of the sheets they are bound to, without the code that printed them."""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lib.exports.csvw import bare_csv
from lib.exports.document import Bound, Chart, Document, Facts, Figure, Grid, Lines, RegionMap, Said
from lib.exports.labels import domain_of
from lib.model.fields import Field
from lib.text import formats
from lib.text.messages import words_for
from lib.views.base import Sheet

ABSENCES = ("unknown", "none", "not_applicable")
NOISE = 1e-6
"""Sums of cells that a CSV carries to nine decimals may differ by so much from the sum of exact ones."""

DAYS = (r"\d{1,2}\.\s\d{1,2}\.\s\d{4}", r"\d{1,2}\s[A-Z][a-z]{2}\s\d{4}")
NO_NUMBERS = (
    r"§+\s\d+[a-z]?(?:\s?–\s?\d+[a-z]?)?",
    r"\b[A-Z]{1,4}\d{1,3}(?:-\d{1,3})?\b",  # codes: A01-03, SC4, K10, Z2
    r"(?<![\d  ,.])(?:19|20)\d\d(?:–(?:19|20)\d\d)?(?![\d,.]*\d)",  # years: a number of four digits is parted by a sign
    r"(?:[Vv]ydání|[Rr]elease)\s\d+",
    r"(?:/|×|na|per)\s1[\s,]000\b", r"95\s?%(?=\sinterval)",  # what rates are per, and how sure an interval is
)
NUMBER = r"[+−≥-]?\d+(?:[  ,.]\d+)*(?:\s?%)?"


_READ: dict[int, tuple[Sheet, list[dict[str, str]]]] = {}
"""Rows by the identity of the sheet, which is kept with them so that no other sheet takes its place."""


def _cells(sheet: Sheet) -> list[dict[str, str]]:
    if id(sheet) not in _READ:
        rows = list(csv.DictReader(io.StringIO(bare_csv(sheet.table, sheet.frame))))
        _READ[id(sheet)] = (sheet, rows)
    return _READ[id(sheet)][1]


def _value(field: Field, text: str) -> float | str | date | None:
    if text == "":
        return None
    if field.kind in ("integer", "number"):
        return float(text)
    return date.fromisoformat(text) if field.kind == "date" else text


def _writings(field: Field, value: float | str | date | None, lang: str) -> set[str]:
    """Every way a value may stand in a text; amounts have at least three significant digits or are whole."""
    words = words_for(lang)
    if value is None:
        return {words.label("empty", absence) for absence in ABSENCES}
    if field.kind == "boolean":
        return {words("yes") if value == "true" else words("no")}
    domain = domain_of(field)
    if domain is not None:
        return {", ".join(words.label(domain, code) for code in str(value).split())}
    if isinstance(value, date):
        return {formats.date(value, lang)}
    if isinstance(value, str):
        return {value}
    return {writing for signed in (value, abs(value)) for writing in _written(field, signed, lang)}


def _written(field: Field, value: float, lang: str) -> Iterator[str]:
    number = int(value) if value.is_integer() else value
    for digits in range(4):
        if field.unit == "share":
            yield formats.percent(value, lang, digits)
        elif field.unit == "pct":
            yield formats.amount(number, "pct", lang, digits=digits)
            yield formats.amount(number, "pct", lang)
    if field.unit not in ("share", "pct"):
        yield from (formats.number(number, lang), formats.signed(number, lang))
        for digits in range(10):
            yield from (formats.number(number, lang, digits=digits), formats.signed(number, lang, digits=digits))
        for significant in range(3, 7):
            yield from (formats.number(number, lang, significant=significant),
                        formats.signed(number, lang, significant=significant))


def recomputed(document: Document, bound: Bound) -> Bound:
    """The number with its value and its writing taken from the CSV of its sheet.

    It equals `bound` where that is right: the value is the one of the cells (or their count or sum), and what stands in
    the text is one of the ways this value may be written. Otherwise it has the value and the plainest writing there is.
    """
    sheet = document.sheets[bound.table]
    field, rows = sheet.table.field(bound.column), _cells(sheet)
    found = [_value(field, rows[row][bound.column]) for row in bound.rows]
    value: float | str | date | None
    if bound.how == "count":
        value, possible = len(set(bound.rows)), {formats.number(len(set(bound.rows)), document.lang)}
    else:
        if bound.how == "sum":
            value = None if None in found else sum(found)  # type: ignore[arg-type]
        else:
            [value] = found
        if isinstance(value, float) and isinstance(bound.value, (int, float, Decimal)) \
                and not isinstance(bound.value, bool) and abs(value - float(bound.value)) < NOISE:
            value = bound.value  # type: ignore[assignment]  # the CSV has nine decimals, the cell all of them
        elif field.kind == "boolean" and value is not None:
            value = value == "true"
        writable = str(value).lower() if isinstance(value, bool) else value
        writable = float(writable) if isinstance(writable, (int, float)) else writable
        possible = _writings(field, writable, document.lang)
    return replace(bound, value=value, shown=bound.shown if bound.shown in possible else min(possible, key=len))


def said_in(figure: Figure) -> Iterator[Said]:
    """The sentences inside a figure; a big number is read with its unit and its sentence, which holds its binding."""
    if isinstance(figure, Facts):
        yield from (Said(f"{fact.number} {fact.unit}: {fact.sentence.text}", fact.sentence.bound)
                    for fact in figure.facts)
    elif isinstance(figure, Lines):
        yield from figure.lines


def sentences_of(document: Document) -> Iterator[Said]:
    """Every sentence of the document: titles, what is said beside the figures and in them."""
    for slide in document.slides:
        yield slide.title
        yield from slide.sentences
        for figure in slide.figures:
            yield from said_in(figure)


def printed_in(document: Document, figure: Figure) -> Iterator[Bound]:
    """Every cell printed in a table, a chart or a map, to be put to `recomputed`."""
    if isinstance(figure, Grid):
        for row, texts in zip(figure.rows, figure.texts, strict=True):
            yield from (_printed(document, figure.table, row, column, text)
                        for column, text in zip(figure.columns, texts, strict=True))
    elif isinstance(figure, Chart):
        for series in figure.series:
            for row, value, label in zip(figure.rows, series.values, series.labels, strict=True):
                yield Bound(label, value, figure.table, series.column, (row,))
    elif isinstance(figure, RegionMap):
        yield from (_printed(document, figure.table, area.row, figure.column, area.text) for area in figure.areas)


def _printed(document: Document, table: str, row: int, column: str, text: str) -> Bound:
    sheet = document.sheets[table]
    value = _value(sheet.table.field(column), _cells(sheet)[row][column])
    if sheet.table.field(column).kind == "boolean" and value is not None:
        value = value == "true"
    return Bound(text, value, table, column, (row,))


def loose_numbers(said: Said, names: Collection[str] = ()) -> tuple[str, ...]:
    """Numbers in a sentence that no binding shows; a number said twice has to be bound twice.

    Days, years, §, codes and numbers of releases are left aside, and so are `names` (titles with numbers in them).
    """
    text = said.text
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ¤ ")
    for bound in said.bound:  # a wording that is a cell may name days and years of its own
        if isinstance(bound.value, str) and " " in bound.shown:
            text = text.replace(bound.shown, " ¤ ", 1)
    for pattern in DAYS:  # before the numbers, or the 6 of a day would be taken for a bound 6
        text = re.sub(pattern, " ¤ ", text)
    for pattern in NO_NUMBERS:  # before the numbers: "30" must not be found in "30. 6. 2012"
        text = re.sub(pattern, " ¤ ", text)
    for bound in sorted(said.bound, key=lambda bound: -len(bound.shown)):
        alone = rf"(?<![\w,.])(?<!\d{formats.NBSP}){re.escape(bound.shown)}(?!\w|[,.]\d|{formats.NBSP}\d)"
        text = re.sub(alone, " ¤ ", text, count=1)
    return tuple(re.findall(NUMBER, text))


def unsaid(said: Said) -> tuple[str, ...]:
    """What is bound and does not stand in the sentence: a binding nobody can see proves nothing."""
    return tuple(bound.shown for bound in said.bound if bound.shown not in said.text)
