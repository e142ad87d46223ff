"""What all drawings of a pack share: colours of a theme or in grey, hatches, the width of a text, its lines.

The looks of a document are those of the light theme. For the dark theme each is replaced by the look the same class
has there (`themed`), so that a picture is as readable as that of the screen; a look no palette knows keeps its fill and
gets the page, text and outline of the theme. In grey every colour becomes the grey of the same lightness: what it looks
like on a black-and-white printer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape

from lib.charts.style import Look, Palette, Theme, contrast, looks, luminance, palette
from lib.exports.csvw import printable

DOMAINS = ("gap_class", "gap_class_neutral", "cover_status", "cover_change", "activity_state", "fulfilment", "answer")

LETTERS = "'Source Sans','Source Sans 3','Source Sans Pro','DejaVu Sans Condensed',sans-serif"
"""Those of the screen; named in each drawing, because what lays out paper does not inherit them into one."""

NARROW, WIDE = frozenset("iljtfrI.,:;'|()[]!-·"), frozenset("mwMW%—@▼▲▽■●○◐◎✕◑∞◔▁█")
"""Letters of the screen's font that are much narrower or wider than the rest."""

RAMP_SYMBOLS = frozenset(look.symbol for look in palette("light").ramp)

HATCHES = {
    "/": '<path d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4"/>',
    "\\": '<path d="M-2 6l4 4M0 0l8 8M6 -2l4 4"/>',
    "|": '<path d="M4 0v8"/>',
    "-": '<path d="M0 4h8"/>',
    "x": '<path d="M0 0l8 8M0 8l8 -8"/>',
    "+": '<path d="M4 0v8M0 4h8"/>',
    ".": '<path d="M3 4h2M7 0h2M-1 0h2M7 8h2M-1 8h2"/>',
}
"""Hatches by the word of `Look.pattern`, as one tile of 8 × 8."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one drawing. `name` begins the ids of its hatches, which are unique on a page."""

    theme: Theme
    grey: bool
    name: str

    @property
    def colours(self) -> Palette:
        """The palette of the theme; what is drawn with it passes through `tone`."""
        return palette(self.theme)

    def tone(self, colour: str) -> str:
        """The colour, or the grey of its lightness."""
        return _grey(colour) if self.grey else colour

    def look(self, look: Look) -> Look:
        """The look as it is drawn here."""
        shown = themed(look, self.theme)
        if not self.grey:
            return shown
        return replace(shown, fill=_grey(shown.fill), ink=_grey(shown.ink), line=_grey(shown.line))

    def fill(self, look: Look) -> str:
        """What a shape of the look is filled with: its colour, or the hatch of the class."""
        return f"url(#{self._hatch(look)})" if look.pattern in HATCHES else self.look(look).fill

    def shape(self, look: Look, width: float = 1) -> str:
        """Attributes of a shape of the look: fill, outline, dashes where there is no value."""
        dashes = ' stroke-dasharray="4 3"' if look.dashed else ""
        return f'fill="{self.fill(look)}" stroke="{self.look(look).line}" stroke-width="{width:g}"{dashes}'

    def hatches(self, used: Sequence[Look]) -> str:
        """Definitions of the hatches of the looks, each once."""
        hatched = {self._hatch(look): self.look(look) for look in used if look.pattern in HATCHES}
        tiles = "".join(
            f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{look.fill}"/>'
            f'<g fill="none" stroke="{look.line}" stroke-width="1.1" stroke-opacity=".75">{HATCHES[look.pattern]}</g>'
            "</pattern>" for name, look in hatched.items())
        return f"<defs>{tiles}</defs>" if tiles else ""

    def text(
        self, x: float, y: float, text: str, size: float, *, anchor: str = "start", bold: bool = False,
        colour: str = "",
    ) -> str:
        """One line of text, escaped; `y` is its foot."""
        weight = ' font-weight="700"' if bold else ""
        place = f' text-anchor="{anchor}"' if anchor != "start" else ""
        ink = colour or self.tone(self.colours.text)
        return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{ink}"{place}{weight}>{safe(text)}</text>'

    def _hatch(self, look: Look) -> str:
        drawn = self.look(look)
        return f"{self.name}-{drawn.fill[1:]}{drawn.line[1:]}-{ord(look.pattern)}"


@cache
def _dark() -> dict[tuple[str, str], Look]:
    """A dark look by the fill and the outline of the light one of the same class."""
    light, dark = palette("light"), palette("dark")
    pairs = [(light.unknown, dark.unknown), *zip(light.ramp, dark.ramp, strict=True)]
    for domain in DOMAINS:
        pairs += [(look, looks("dark", domain)[word]) for word, look in looks("light", domain).items()]
    return {(look.fill, look.line): shown for look, shown in pairs}


def themed(look: Look, theme: Theme) -> Look:
    """A look of the document as it is in the theme (see the top of the module)."""
    if theme == "light":
        return look
    known = _dark().get((look.fill, look.line))
    if known is not None:
        return replace(look, fill=known.fill, ink=known.ink, line=known.line)
    colours = palette(theme)
    empty = look.fill == palette("light").background
    fill = colours.background if empty else look.fill
    line = look.line if contrast(look.line, colours.background) >= 3 else colours.border
    return replace(look, fill=fill, ink=colours.text if empty else look.ink, line=line)


@cache
def _grey(colour: str) -> str:
    light = luminance(colour)
    level = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return f"#{round(level * 255):02x}" + f"{round(level * 255):02x}" * 2


def sign_of(look: Look) -> str:
    """The symbol that stands beside a value; a step of a ramp needs none, for the value says it better."""
    return "" if look.symbol in RAMP_SYMBOLS else look.symbol


def safe(text: str) -> str:
    """Text for HTML and SVG: escaped, without what no XML can carry."""
    return escape(printable(text))


def width_of(text: str, size: float) -> float:
    """How wide a text is about; never less than the font of the screen makes it by more than a letter."""
    return size * sum(0.32 if letter in NARROW else 0.24 if letter.isspace() else 0.86 if letter in WIDE
                      else 0.64 if letter.isupper() else 0.53 for letter in text)


def lines_of(text: str, size: float, room: float, most: int = 3) -> list[str]:
    """A text in lines no wider than `room`; what does not fit in `most` lines ends with an ellipsis.

    Breaks at spaces, in words only where one alone is too wide.
    """
    lines: list[str] = []
    rest = [piece for word in text.split(" ") for piece in _pieces(word, size, room)]
    while rest:
        taken = 1
        while taken < len(rest) and width_of(" ".join(rest[:taken + 1]), size) <= room:
            taken += 1
        lines.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    if len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", size) > room:
            last = last[:-1]
        lines = [*lines[:most - 1], f"{last.rstrip()}…"]
    return lines


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def picture(ink: Ink, alt: str, size: tuple[float, float], used: Sequence[Look], content: str) -> str:
    """A drawing `size` units wide and high that scales, with its description for those who do not see it.

    The title inside is what a PDF takes for the description, the label what a browser does.
    """
    said = safe(alt)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="pack-drawing" viewBox="0 0 {size[0]:g} {size[1]:.0f}" '
            f'role="img" aria-label="{said}" font-family="{LETTERS}"><title>{said}</title>'
            f"{ink.hatches(used)}{content}</svg>")
