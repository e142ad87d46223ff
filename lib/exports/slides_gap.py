"""What slides on gaps share: the address, what gaps are compared with, bars by class, printed indexes."""

from collections.abc import Sequence
from dataclasses import replace

from lib.charts.gap_rug import SMALL
from lib.charts.legend import domain_key
from lib.charts.style import NBSP, Look, looks
from lib.exports.document import Grid, KeyLine, Said, Series
from lib.exports.slide_maker import SlideMaker, key_lines
from lib.exports.xlsx import asked_in_words
from lib.model.assumptions import written_overrides
from lib.model.selection import CapacityScope, Norm
from lib.text import formats, sentences
from lib.text.arithmetic import index_digits
from lib.text.messages import Words

_ON_THE_SLIDE = ("norma", "kapacita", "orp")
"""What of the things asked for stands on the slide itself."""


def norm_of(maker: SlideMaker) -> Norm:
    """The norm gaps of the pack are compared with."""
    return maker.pack.selection.norm


def gaps_query(maker: SlideMaker, table: str, **changes: str | None) -> str:
    """The address of gaps on the screen against the same norm, with the capacity the table is made of."""
    selection, scope = maker.pack.selection, _scope(maker, table)
    asked = {
        "norma": None if selection.norm is Norm.REGION_MEAN else selection.norm.value,
        "kapacita": None if scope is CapacityScope.NETWORK else scope.value,
        "predpoklady": selection.assumptions,
        "upravy": written_overrides(dict(selection.overrides)) or None,
    }
    return maker.query("mezery", **{**asked, **changes})


def _scope(maker: SlideMaker, table: str) -> CapacityScope:
    return CapacityScope(dict(maker.sheets[table].asked)["kapacita"])


def compared_with(maker: SlideMaker, table: str, *more: str) -> tuple[Said, ...]:
    """Norm and capacity in words with what `more` belongs there, why the capacity is not the one asked for, and what
    must be known of the norm."""
    sheet, words = maker.sheets[table], maker.words
    asked = tuple(pair for pair in sheet.asked if pair[0] in _ON_THE_SLIDE)
    pairs = asked_in_words(replace(sheet, asked=asked), words)
    told = [" · ".join((*(f"{label}: {value}" for label, value in pairs), *more))]
    if _scope(maker, table) is not maker.pack.selection.scope:
        told.append(words("Gaps are computed from all registered capacity, because the data hold no version of the "
                          "region's basic network for this day."))
    if norm_of(maker) is Norm.REGION_MEAN:
        told.append(sentences.zero_sum_sentence(words))
    return tuple(map(Said, told))


def class_looks(maker: SlideMaker, table: str, rows: Sequence[int], domain: str) -> tuple[Look, ...]:
    """How the classes of the rows look."""
    known = looks("light", domain)
    return tuple(known[str(maker.tell.exact(table, row, "class"))] for row in rows)


def class_key(maker: SlideMaker, table: str, rows: Sequence[int], domain: str) -> tuple[KeyLine, ...]:
    """The key of the classes of the rows."""
    present = {str(maker.tell.exact(table, row, "class")) for row in rows}
    return key_lines(domain_key(domain, maker.words, "light", present))


def marked(name: str, *, small: bool) -> str:
    """The name of a bar; a dot marks a small number."""
    return f"{name}{NBSP}{SMALL}" if small else name


def index_text(words: Words, value: object) -> str:
    """A coverage index, never printed as the limit of a class it does not reach."""
    if formats.is_missing(value):
        return words.label("empty", "unknown")
    return formats.number(value, words.lang, digits=index_digits(value))


def with_index(maker: SlideMaker, grid: Grid) -> Grid:
    """The table with its coverage indexes printed so."""
    place = grid.columns.index("coverage_index")
    texts = tuple(
        (*row[:place], row[place] if value is None else index_text(maker.words, value), *row[place + 1:])
        for row, value in ((texts, maker.tell.exact(grid.table, at, "coverage_index"))
                           for texts, at in zip(grid.texts, grid.rows, strict=True)))
    return replace(grid, texts=texts)


def index_series(maker: SlideMaker, table: str, rows: Sequence[int], title: str, domain: str) -> Series:
    """Coverage indexes of the rows as one series of bars, each with the look of its class."""
    drawn = class_looks(maker, table, rows, domain)
    series = maker.tell.series(table, rows, "coverage_index", title, drawn[0], drawn)
    return replace(series, labels=tuple(
        index_text(maker.words, maker.tell.exact(table, row, "coverage_index")) for row in rows))
