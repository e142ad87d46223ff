"""The difference an old link offers: what the page would show now, value by value."""

from collections.abc import Callable

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.errors import BadSelection
from lib.exports.teller import printed_value
from lib.model.changes import ChangeKind, FieldChange
from lib.ui import cached, filters, parts, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.moved_on import VIEWS_OF_PAGE, MovedOn, ViewChange

PACK = "podklady"
"""The part of a page that offers a difference of its own."""

LISTED = 40
"""Values listed on the page; the files have all of them."""

DIGITS = 6
"""Significant digits of a value in the list: enough that two values that differ look different."""


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
        widgets.reading(_sentence(here, found))
        if found.changes:
            widgets.table(here, _table(here, found))
            widgets.downloads(here, found.sheet, f"moved_on_{key}")


def _sentence(here: Here, found: MovedOn) -> str:
    words, counted = here.words, here.words.plural
    if not found.changes:
        return words("No figure of this page differs: with the newest release it shows the same on this day.")
    kinds = [change.row.kind for change in found.changes]
    new, gone = kinds.count(ChangeKind.NEW), kinds.count(ChangeKind.REMOVED)
    told = counted("{n} row of the tables behind this page differs", "{n} rows of the tables behind this page differ",
                   len(kinds) - new - gone)
    return f"{told}, " + words("{new} are new and {gone} are gone.", new=new, gone=gone) + (
        " " + words("The first {n} values are listed; the files have all.", n=LISTED)
        if len(found.sheet.frame) > LISTED else "")


def _table(here: Here, found: MovedOn) -> PlainTable:
    """Values that differ; of a row that is new or gone those people read, its codes are in the files."""
    words = here.words
    listed = [(change, field) for change in found.changes for field in change.row.fields
              if change.row.kind not in (ChangeKind.NEW, ChangeKind.REMOVED)
              or change.table.field(field.column).kind != "code"][:LISTED]
    return PlainTable(
        words("What differs from the newest release"),
        (words("Table"), words("Row"), words("Value"), words("Then"), words("Now")),
        tuple((
            PlainCell(words.title(change.table)), PlainCell(_row_name(here, change)),
            PlainCell(words.title(change.table.field(field.column))),
            *map(PlainCell, _then_and_now(here, change, field)),
        ) for change, field in listed), stacked=True,
    )


def _row_name(here: Here, change: ViewChange) -> str:
    """A row without a name of its own is called by its key, codes of it in words."""
    key = change.row.key
    if change.name != " · ".join(key):
        return change.name
    fields = [change.table.field(column) for column in change.table.key]
    return " · ".join(printed_value(here.words, field, part) if field.kind in ("code", "text") else part
                      for field, part in zip(fields, key, strict=True))


def _then_and_now(here: Here, change: ViewChange, field: FieldChange) -> tuple[str, str]:
    """The value in words of both releases; where one of them has no such row, that."""
    words, column = here.words, change.table.field(field.column)
    then, now = (printed_value(words, column, value, significant=DIGITS) for value in (field.before, field.after))
    match change.row.kind:
        case ChangeKind.NEW:
            return words("the row was not there"), now
        case ChangeKind.REMOVED:
            return then, words("the row is gone")
        case _:
            return then, now
