"""Printed cards found in the lines of a document: which text is the value of which label.

The text of a PDF gives the values of a card in another order than their labels, often all of them after the last one.
A value that stands under its label is told by it. A value that does not is told by what it is: a period, goals, types
of services and target groups look like nothing else; the title stands at the heading, who answers and who pays beside
the period. What can be told neither way is an issue, never a guess.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.importers.card_blocks import FOOT, YEARS, Block, Kind, Part, Reading, pieces_of, squeezed
from lib.importers.card_lines import CARD_NUMBER, Line

MAX_CARD_CHARACTERS = 50_000
MAX_SHORT = 300
"""Characters of a value that is told by its place; a longer one, or one that ends as a sentence, is no such value."""

KIND_OF = {
    Part.PERIOD: Kind.PERIOD, Part.GOALS: Kind.GOALS, Part.SERVICES: Kind.SERVICES, Part.GROUPS: Kind.GROUPS,
}
OPEN_LISTS = (Part.SERVICES, Part.GROUPS)
"""Parts that may also say "nerelevantní" or "všechny", and under whose label any text is their value."""

TOO_LONG = ("the text of the card is too long", "Check that every card begins with its number")
REPEATED = ("the card has the value twice", "Keep one of the two, or put the value under its label")
UNPLACED = ("it is not told which text is this value", "Put the value under its label")
MISSING = ("the card does not say it", "Fill it in in the document")
FOREIGN = ("the text under the label is not such a value", "Put the value under its label")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of a card that cannot be read: what it says there, and the rule and the remedy of the issue."""

    part: Part
    place: int
    text: str
    reason: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """A card as printed: its number as written, where it begins, the value of each part found, what is unreadable."""

    number: str
    place: int
    values: dict[Part, Block]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """What a document holds: its cards, the lines before the first, and the years of the plan it names."""

    cards: tuple[PrintedCard, ...]
    preamble: tuple[Line, ...]
    years: frozenset[tuple[int, int]]


def read_document(lines: Sequence[Line], is_groups: Callable[[str], bool]) -> PrintedDocument:
    """The cards of a document.

    Parameters
    ----------
    lines : of the whole document. is_groups : whether a text is a list of target groups of the plan.
    """
    starts = [index for index, line in enumerate(lines) if CARD_NUMBER.match(line.text.strip())]
    ends = [*starts[1:], len(lines)]
    spaced = any(line.text.endswith(" ") for line in lines)
    cards = tuple(_card(lines[start:end], is_groups, spaced) for start, end in zip(starts, ends, strict=False))
    preamble = tuple(lines[:starts[0]]) if starts else tuple(lines)
    return PrintedDocument(cards, preamble, _years(lines, preamble))


def _years(lines: Sequence[Line], preamble: Sequence[Line]) -> frozenset[tuple[int, int]]:
    feet = [squeezed(line.text) for line in lines if FOOT.fullmatch(squeezed(line.text))]
    named = [found for foot in feet for found in re.findall(YEARS, foot)]
    alone = [found for line in preamble for found in re.findall(rf"^{YEARS}$", squeezed(line.text))]
    return frozenset((int(first), int(last)) for first, last in named or alone)


def _card(lines: Sequence[Line], is_groups: Callable[[str], bool], spaced: bool) -> PrintedCard:
    place = lines[0].place
    written = squeezed(CARD_NUMBER.sub("", lines[0].text.strip(), count=1)).removeprefix(":").strip()
    rest = list(lines[1:])
    if not written and rest:
        written = squeezed(rest.pop(0).text)
    if sum(len(line.text) for line in lines) > MAX_CARD_CHARACTERS:
        trouble = Trouble(Part.DESCRIPTION, place, "", TOO_LONG)
        return PrintedCard(written, place, {}, (trouble,))
    assignment = _Assignment(pieces_of(rest, is_groups, spaced), place)
    return PrintedCard(written, place, assignment.values, tuple(assignment.troubles))


class _Assignment:
    """Pieces of one card given to its parts, first by labels, then by what they are, then by where they stand."""

    def __init__(self, reading: Reading, place: int) -> None:
        self.reading = reading
        self.place = place
        self.values: dict[Part, Block] = {}
        self.troubles: list[Trouble] = []
        self._taken: set[int] = set()
        for part in Part:
            self._by_label(part)
        for part in KIND_OF:
            if part not in self.values and not self._troubled(part):
                self._by_look(part)
        self._wholes()
        if Part.TITLE not in self.values:
            self._title()
        if not {Part.RESPONSIBLE, Part.FUNDING} & set(self.values):
            self._beside_period()
        for part in Part:
            if part not in (*self.values, Part.GOALS, Part.DESCRIPTION) and not self._troubled(part):
                beside = part in (Part.RESPONSIBLE, Part.FUNDING) and Part.PERIOD not in self.values
                self._trouble(part, self.place, "", UNPLACED if beside else MISSING)

    def _troubled(self, part: Part) -> bool:
        return any(trouble.part is part for trouble in self.troubles)

    def _trouble(self, part: Part, place: int, text: str, reason: tuple[str, str]) -> None:
        self.troubles.append(Trouble(part, place, text, reason))

    def _blocks(self, wanted: Callable[[Block], bool]) -> list[int]:
        """Where the blocks lie that are wanted and belong to no part yet."""
        return [index for index, block in enumerate(self.reading.pieces)
                if block is not None and index not in self._taken and wanted(block)]

    def _take(self, part: Part, where: Sequence[int]) -> None:
        blocks = [block for index in where for block in [self.reading.pieces[index]] if block is not None]
        self.values[part] = Block(" ".join(block.text for block in blocks), blocks[0].place, blocks[0].kind, part)
        self._taken.update(where)

    def _by_label(self, part: Part) -> None:
        """The value under the label, when something of its kind stands there."""
        under = self._blocks(lambda block: block.part is part)
        if not under or part is Part.DESCRIPTION:
            return
        kind = KIND_OF.get(part, Kind.FREE)
        fitting = [index for index in under if self._is(index, kind)]
        loose = [index for index in under if self._is(index, Kind.WHOLE) or self._is(index, Kind.FREE)]
        if part in OPEN_LISTS:
            fitting = sorted({*fitting, *loose})
        elif kind is Kind.FREE:
            fitting = fitting or [index for index in under
                                  if not (self._is(index, Kind.PERIOD) or self._is(index, Kind.GOALS))]
        elif part is Part.GOALS and self._is(under[0], kind):
            fitting = sorted({*fitting, *loose})  # names of goals go on where the page broke them
        elif loose:
            self._trouble(part, self._at(loose[0]).place, self._at(loose[0]).text, FOREIGN)
            return
        if fitting:
            self._take(part, fitting)

    def _at(self, index: int) -> Block:
        block = self.reading.pieces[index]
        assert block is not None  # indexes come from `_blocks`, which leaves the boundaries out
        return block

    def _is(self, index: int, kind: Kind) -> bool:
        return self._at(index).kind is kind

    def _by_look(self, part: Part) -> None:
        """The one value of its kind in the card; goals may stand in several places."""
        found = self._blocks(lambda block: block.kind is KIND_OF[part])
        if len(found) > 1 and part is not Part.GOALS:
            self._trouble(part, self._at(found[1]).place, self._at(found[1]).text, REPEATED)
        elif found:
            self._take(part, found)

    def _wholes(self) -> None:
        """"nerelevantní" and "všechny" are said of types of services as well as of target groups.

        Where one of the two has its value, the word belongs to the other. Where both lack it: two same words belong to
        both; of two different ones the one right above the heading tells the types, the one beside the goals the
        groups.
        """
        missing = [part for part in OPEN_LISTS if part not in self.values and not self._troubled(part)]
        found = self._blocks(lambda block: block.kind is Kind.WHOLE)
        if not missing or not found:
            return
        if len(missing) == len(found) and len({self._at(index).text.lower() for index in found}) == 1:
            for part, index in zip(missing, found, strict=True):
                self._take(part, [index])
            return
        above = [index for index in found if self._above_heading(index)]
        beside = [index for index in found if index not in above and self._beside_goals(index)]
        if len(missing) == len(found) == 2 and len(above) == len(beside) == 1:
            self._take(Part.SERVICES, above)
            self._take(Part.GROUPS, beside)
            return
        for part in missing:
            self._trouble(part, self._at(found[0]).place, self._at(found[0]).text, UNPLACED)

    def _above_heading(self, index: int) -> bool:
        """Whether nothing but the end of the piece lies between it and the foot or heading."""
        return any(index < mark <= index + 2 for mark in (*self.reading.headings, *self.reading.feet))

    def _beside_goals(self, index: int) -> bool:
        near = [self.reading.pieces[place] for place in (index - 1, index + 1)
                if 0 <= place < len(self.reading.pieces)]
        return any(block is not None and block.kind is Kind.GOALS for block in near)

    def _run(self, start: int, step: int) -> list[int]:
        """Free pieces from a place on, up to a boundary or a piece of another kind, in the order of the card."""
        found: list[int] = []
        index = start
        while 0 <= index < len(self.reading.pieces):
            block = self.reading.pieces[index]
            if block is None or block.kind is not Kind.FREE or index in self._taken:
                break
            found.append(index)
            index += step
        return found if step > 0 else found[::-1]

    def _title(self) -> None:
        """The piece between the foot line and the heading, else the only free one after the heading."""
        if len(self.reading.headings) != 1:
            return
        heading = self.reading.headings[0]
        between = self._run(heading - 2, -1)  # the piece before the boundary that the heading made
        if between and any(foot in (between[0], between[0] - 1) for foot in self.reading.feet):
            found = between
        else:
            found = self._run(heading, 1)
        if len(found) == 1:
            self._take(Part.TITLE, found)
        elif found:
            self._trouble(Part.TITLE, self._at(found[0]).place, self._at(found[0]).text, UNPLACED)

    def _beside_period(self) -> None:
        """Who answers and who pays: the two pieces right after the period, or right before it where none follow."""
        if Part.PERIOD not in self.values:
            return
        [period] = [index for index, block in enumerate(self.reading.pieces)
                    if block is not None and block.kind is Kind.PERIOD]
        after, before = self._run(period + 1, 1), self._run(period - 1, -1)
        if len(after) >= 2 and len(before) >= 2:
            found: list[int] = []
        else:
            found = after[:2] if len(after) >= 2 else before[-2:]
        described = len(self._blocks(lambda block: block.kind is Kind.FREE)) > 2
        if len(found) < 2 or not described:
            for part in (Part.RESPONSIBLE, Part.FUNDING):
                self._trouble(part, self._at(period).place, "", UNPLACED)
            return
        for part, index in zip((Part.RESPONSIBLE, Part.FUNDING), found, strict=True):
            text = self._at(index).text
            if len(text) > MAX_SHORT or text.endswith(".") or not self._at(index).sure:
                self._trouble(part, self._at(index).place, text, UNPLACED)
            else:
                self._take(part, [index])
