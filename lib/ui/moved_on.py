"""The difference an old link offers: what the page would show now, value by value."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.errors import BadSelection
from lib.exports.labels import domain_of, nameless
from lib.exports.teller import printed_value
from lib.model.changes import ChangeKind, FieldChange
from lib.model.fields import Field
from lib.model.territory import REGION_AREA
from lib.ui import cached, filters, parts, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.moved_on import VIEWS_OF_PAGE, MovedOn, ViewChange

PACK = "podklady"
"""The part of a page that offers a difference of its own."""

LISTED = 40
"""Lines listed on the page; the files have all values."""

DIGITS, CLOSE_DIGITS = 4, 6
"""Significant digits of a value in the list, and those of two values that would look the same."""

WHOLE = (ChangeKind.NEW, ChangeKind.REMOVED)
"""Kinds of change that are told of a row, not of its values."""


def of_page(here: Here, address: str) -> None:
    """Offer the difference under the banner of an old release.

    Pages that show no figures of the data have none; the part with meeting packs tells that of the pack itself.
    """
    views = VIEWS_OF_PAGE.get(address, ())
    newest = here.releases[-1].number
    if views and here.selection.at.known_at != newest and filters.local(parts.KEY, (PACK,), "") != PACK:
        offer(here, "page", lambda: cached.moved_since(here.selection, newest, views))


def offer(here: Here, key: str, find: Callable[[], MovedOn]) -> None:
    """The difference, worked out when it is opened."""
    block = st.expander(here.words("What differs from the newest release"), icon=":material/difference:",
                        key=f"moved_on_{key}", on_change="rerun")
    if not block.open:
        return
    with block:
        try:
            found = find()
        except BadSelection as error:
            st.markdown(plain(here.words.error(error)[0]))
            return
        widgets.reading(sentence(here, found))
        if found.changes:
            widgets.table(here, _table(here, found))
            widgets.downloads(here, found.sheet, f"moved_on_{key}")


def sentence(here: Here, found: MovedOn) -> str:
    """How many rows differ, are new and are gone; what is none is not told."""
    words, counted = here.words, here.words.plural
    if not found.changes:
        return words("No figure of this page differs: with the newest release it shows the same on this day.")
    kinds = [change.row.kind for change in found.changes]
    new, gone = kinds.count(ChangeKind.NEW), kinds.count(ChangeKind.REMOVED)
    differ = len(kinds) - new - gone
    told = [text for n, text in (
        (differ, counted("{n} row of the tables behind this page differs",
                         "{n} rows of the tables behind this page differ", differ)),
        (new, counted("{n} row is new", "{n} rows are new", new)),
        (gone, counted("{n} row is gone", "{n} rows are gone", gone)),
    ) if n]
    return "; ".join(told) + "." + (
        " " + words("The first {n} differences are listed; the files have all values.", n=LISTED)
        if sum(1 for _ in lines(found)) > LISTED else "")


def lines(found: MovedOn) -> Iterator[tuple[ViewChange, FieldChange | None]]:
    """One line per value that differs; a row that is new or gone is one line, its values are in the files."""
    for change in found.changes:
        if change.row.kind in WHOLE:
            yield change, None
        else:
            yield from ((change, field) for field in change.row.fields)


def _table(here: Here, found: MovedOn) -> PlainTable:
    words = here.words
    return PlainTable(
        words("What differs from the newest release"),
        (words("Table"), words("Row"), words("Value"), words("Then"), words("Now")),
        tuple((
            PlainCell(words.title(change.table)), PlainCell(row_name(here, change)),
            PlainCell(words("the whole row") if field is None else words.title(change.table.field(field.column))),
            *map(PlainCell, _row_then_and_now(here, change) if field is None else
                 then_and_now(here, change.table.field(field.column), field)),
        ) for change, field in islice(lines(found), LISTED)), stacked=True,
    )


def row_name(here: Here, change: ViewChange) -> str:
    """A row without a name of its own is called by its key, codes of it in words."""
    key = change.row.key
    if change.name != " · ".join(key):
        return change.name
    fields = [change.table.field(column) for column in change.table.key]
    return " · ".join(_in_words(here, field, part) if field.kind in ("code", "text") else part
                      for field, part in zip(fields, key, strict=True))


def _row_then_and_now(here: Here, change: ViewChange) -> tuple[str, str]:
    words = here.words
    if change.row.kind is ChangeKind.NEW:
        return words("the row was not there"), words("the row is new")
    return words("the row was there"), words("the row is gone")


def then_and_now(here: Here, column: Field, field: FieldChange) -> tuple[str, str]:
    """A value of both releases in words, with as many digits as it takes to tell them apart."""
    both = field.before, field.after
    then, now = (_in_words(here, column, value, significant=DIGITS) for value in both)
    if then == now:
        then, now = (_in_words(here, column, value, digits=2, significant=CLOSE_DIGITS) for value in both)
    return then, now


def _in_words(
    here: Here, column: Field, value: Any, *, digits: int | None = None, significant: int | None = None
) -> str:
    """One value; codes of areas, types and rows that stand for all of them have names, whole numbers all digits."""
    if column.kind == "code" and domain_of(column) is None:
        choices = here.choices
        named = {**(choices.areas if column.name.endswith("orp_code") else {}),
                 **(choices.service_types if column.name.endswith("type_code") else {}),
                 **nameless(here.words), REGION_AREA: here.region_name}
        if value in named:
            return named[value]
    exact = column.kind == "integer"
    return printed_value(here.words, column, value, digits=None if exact else digits,
                         significant=None if exact else significant)
