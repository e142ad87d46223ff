"""What the slides on territory speak of: one ORP, several of them together, or the whole region."""

from dataclasses import dataclass

from lib.exports.document import Bound
from lib.exports.slide_maker import SlideMaker
from lib.model.pack import Section
from lib.model.territory import REGION_AREA
from lib.text import territory_sentences


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of tables of areas a pack speaks of.

    Of several ORP counts of municipalities and people are added; a share of all of them together is no cell of any
    table and is not told. `phrase` says where, in a sentence.
    """

    maker: SlideMaker
    codes: tuple[str, ...]
    phrase: str

    @property
    def one(self) -> bool:
        """Whether one row has it all: of one ORP, or of the region."""
        return len(self.codes) == 1

    def rows(self, table: str) -> tuple[int, ...]:
        """Positions of the rows spoken of."""
        return tuple(self.maker.tell.row(table, orp_code=code) for code in self.codes)

    def areas(self, table: str) -> tuple[int, ...]:
        """Positions of the rows of every ORP of the pack, without that of the region."""
        frame = self.maker.sheets[table].frame
        return tuple(row for row in self.maker.tell.rows(table) if frame["orp_code"].iloc[row] != REGION_AREA)

    def listed(self, table: str) -> tuple[int, ...]:
        """Positions of the rows of a table of areas: every ORP of the pack, then the region."""
        return (*self.areas(table), self.maker.tell.row(table, orp_code=REGION_AREA))

    def number(self, table: str, column: str) -> Bound:
        """A count of the scope: the cell of its row, of several ORP the sum."""
        rows = self.rows(table)
        return (self.maker.tell.cell(table, rows[0], column) if self.one
                else self.maker.tell.total(table, rows, column))

    def share(self, table: str, column: str) -> Bound | None:
        """A share of the scope; None of several ORP."""
        return self.maker.tell.cell(table, self.rows(table)[0], column) if self.one else None


def scope_of(maker: SlideMaker) -> Scope:
    """What the pack speaks of."""
    codes = maker.pack.areas
    if len(codes) > 1:
        return Scope(maker, codes, territory_sentences.areas_phrase(
            maker.words, [maker.view.areas[code] for code in codes]))
    return Scope(maker, (maker.area_rows,), maker.area_phrase(maker.one_area))


def told(*bound: Bound | None) -> tuple[Bound, ...]:
    """The bindings whose numbers a sentence tells: nothing is said in words, and what is not known is left out."""
    return tuple(one for one in bound if one is not None and one.value)


def count_of(bound: Bound) -> int:
    """A count as a number; 0 where it is not known, for sentences that are told what is unknown beside it."""
    return int(bound.value or 0)  # type: ignore[arg-type]


def heading(maker: SlideMaker, section: Section) -> str:
    """The name of a part as the heading of its slides."""
    name = maker.words.label("section", section.value)
    return name[:1].upper() + name[1:]


def emphasised(maker: SlideMaker, table: str, rows: tuple[int, ...]) -> tuple[int, ...]:
    """Positions within `rows` of the row of the whole region."""
    whole = maker.tell.rows(table, orp_code=REGION_AREA)
    return tuple(place for place, row in enumerate(rows) if row in whole)
