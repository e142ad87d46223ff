"""How much room text takes on a slide: widths of Arial, lines, and the largest size that fits."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

POINT = 12_700
"""English Metric Units of a point; everything on a slide is placed in them, as whole numbers."""

INCH = 72 * POINT
LINE = 1.2
"""Height of a line, in sizes of the type."""

_REGULAR = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft\u00a0íÍ·", 333: "()-`rř„“{}", 355: '"', 375: "ť", 389: "*",
    400: "°", 469: "^", 500: "Jcksvxyzčšýž", 549: "÷≥≤", 584: "+<=>~×−", 611: "FTZŤŽď", 667: "&ABEKPSVXYÁÉĚŠÝ",
    722: "CDHNRUwČĎŇŘÚŮ", 778: "GOQÓ", 833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}
_BOLD = {
    238: "'", 278: " ,./I\\ijl\u00a0íÍ·|", 333: "!()-:;[]`ft", 389: "*r{}ř", 400: "°", 474: '"', 479: "ť", 500: "zž„“",
    549: "÷≥≤", 584: "+<=>^~×−", 611: "?FLTZbdghnopquňóúůŤŽ", 667: "EPSVXYÉĚŠÝ", 722: "&ABCDHKNRUÁČĎŇŘÚŮď",
    778: "GOQwÓ", 833: "M", 889: "%m", 944: "W", 975: "@", 1000: "—…",
}
"""Letters of Arial by their width, in thousandths of the size of the type."""

_WIDTHS = tuple({letter: width / 1000 for width, letters in table.items() for letter in letters}
                for table in (_REGULAR, _BOLD))
_USUAL, _UNKNOWN = 0.556, 1.0
_LATIN_END = 0x24F


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def columns(self, shares: Sequence[float], gap: int) -> list["Box"]:
        """Boxes side by side with gaps between, as wide as their shares."""
        room, left, found = self.width - gap * (len(shares) - 1), self.left, []
        for share in shares:
            width = int(room * share / sum(shares))
            found.append(Box(left, self.top, width, self.height))
            left += width + gap
        return found

    def under(self, taken: int) -> "Box":
        """What is left when the top of the box is taken."""
        return Box(self.left, self.top + taken, self.width, max(self.height - taken, POINT))

    def above(self, taken: int) -> "Box":
        """What is left when the bottom of the box is taken."""
        return Box(self.left, self.top, self.width, max(self.height - taken, POINT))

    def first(self, height: int) -> "Box":
        """The top of the box."""
        return Box(self.left, self.top, self.width, min(height, self.height))

    def last(self, height: int) -> "Box":
        """The bottom of the box."""
        return Box(self.left, max(self.top, self.bottom - height), self.width, min(height, self.height))

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)


def width_of(text: str, size: float, *, bold: bool = False) -> int:
    """The width of a line of Arial, in EMU; letters of other scripts and symbols count as a square."""
    widths = _WIDTHS[bold]
    ems = sum(widths.get(letter) or (_USUAL if ord(letter) <= _LATIN_END else _UNKNOWN) for letter in text)
    return int(ems * size * POINT)


def lines_of(text: str, width: int, size: float, *, bold: bool = False) -> int:
    """How many lines the text takes when it is wrapped at spaces; a word wider than the line is broken."""
    count = 0
    for paragraph in text.split("\n") or [""]:
        used, lines = 0, 1
        for word in paragraph.split(" "):
            wide = width_of(word, size, bold=bold)
            space = width_of(" ", size, bold=bold) if used else 0
            if used and used + space + wide > width:
                lines, used, space = lines + 1, 0, 0
            broken = max(math.ceil(wide / max(width, 1)) - 1, 0)
            lines, used = lines + broken, used + space + wide - broken * width
        count += lines
    return count


def height_of(texts: Sequence[str], width: int, size: float, *, bold: bool = False, after: float = 0) -> int:
    """The height of paragraphs, in EMU; `after` is the space under each, in sizes of the type."""
    return int(sum(lines_of(text, width, size, bold=bold) * LINE + after for text in texts) * size * POINT)


def size_that_fits(
    texts: Sequence[str], box: Box, largest: int, smallest: int, *, bold: bool = False, after: float = 0,
) -> int:
    """The largest size at which the paragraphs fit into the box, the smallest one where none does."""
    return next((size for size in range(largest, smallest, -1)
                 if height_of(texts, box.width, size, bold=bold, after=after) <= box.height), smallest)


def in_two_lines(text: str) -> str:
    """A name of several words broken where its two lines are the most alike; one word stays."""
    places = [place for place, letter in enumerate(text) if letter == " "]
    if not places:
        return text
    place = min(places, key=lambda at: abs(at - len(text) / 2))
    return f"{text[:place]}\n{text[place + 1:]}"


def shortened(text: str, width: int, size: float) -> str:
    """The text, cut at a word with an ellipsis where it is wider than a line."""
    if width_of(text, size) <= width:
        return text
    letters = max(int(len(text) * width / width_of(text, size)) - 1, 1)
    return textwrap.shorten(text, letters, placeholder="…")
