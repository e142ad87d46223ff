"""Blocks of text on a slide: big numbers side by side, numbered lines, sentences, the key of a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.charts.style import Look
from lib.exports.document import Facts, KeyLine, Lines, Said
from lib.exports.pptx_canvas import ACCENT, MUTED, TEXT, Canvas, Para, look_fill, look_line, outline, solid
from lib.exports.pptx_text import INCH, LINE, POINT, Box, height_of, size_that_fits, width_of
from lib.text.messages import Words

GAP = round(0.18 * INCH)
SWATCH = (26 * POINT, 17 * POINT)
KEY_SIZE = 12
KEY_ROW = round(SWATCH[1] * 1.35)
LARGEST, SMALLEST, SMALLEST_LINES = 24, 12, 12
"""Type in points: the largest, the least of sentences, and of lines beside another figure."""

UNIT = 14
OPEN_LINE = round(0.48 * INCH)
LEAST_OPEN_LINE = round(0.3 * INCH)
"""Height of a line somebody writes on by hand, and the least it can have."""


@dataclass(frozen=True, slots=True)
class _Card:
    """How boxes of big numbers share their room: sizes of type in points, heights in EMU."""

    headings: int
    numbers: int
    sentences: int
    head: int
    unit: int
    inner: int
    height: int


def facts_height(figure: Facts, box: Box) -> int:
    """The height the boxes take, in EMU."""
    rows = _rows_of_facts(figure)
    return rows * _card(figure, box).height + (rows - 1) * GAP


def draw_facts(canvas: Canvas, figure: Facts, box: Box) -> None:
    """Big numbers in one row of boxes of one height; from five on in two rows."""
    card = _card(figure, box)
    across = [1] * _across(figure)
    cells = [place for row in range(_rows_of_facts(figure)) for place in Box(
        box.left, box.top + row * (card.height + GAP), box.width, card.height).columns(across, GAP)]
    for fact, place in zip(figure.facts, cells, strict=False):
        gap = (card.head - height_of([fact.heading], card.inner, card.headings, bold=True)) / POINT
        unit_gap = (card.unit - height_of([fact.unit], card.inner, UNIT, bold=True)) / POINT
        canvas.text(place, fact.heading, (
            Para(fact.heading, card.headings, bold=True, colour=MUTED, after=4 + gap),
            Para(fact.number, card.numbers, bold=True, colour=ACCENT),
            Para(fact.unit, UNIT, bold=True, after=8 + unit_gap),
            Para(fact.sentence.text, card.sentences),
        ), fill=solid("bg2"), line=outline(MUTED, 0.75), inset=(GAP, GAP // 2), autofit=True)


def _rows_of_facts(figure: Facts) -> int:
    return 1 if len(figure.facts) <= 4 else 2


def _across(figure: Facts) -> int:
    return max(-(-len(figure.facts) // _rows_of_facts(figure)), 1)


def _card(figure: Facts, box: Box) -> _Card:
    rows = _rows_of_facts(figure)
    most = (box.height - GAP * (rows - 1)) // rows
    inner = max(box.columns([1] * _across(figure), GAP)[0].width - 2 * GAP, POINT)
    line = Box(0, 0, inner, round(41 * LINE * POINT))
    numbers = min((size_that_fits([fact.number], line, 40, 16, bold=True) for fact in figure.facts), default=16)
    headings = min((size_that_fits([fact.heading], line, 16, 11, bold=True) for fact in figure.facts), default=11)
    head = max((height_of([fact.heading], inner, headings, bold=True) for fact in figure.facts), default=0)
    unit = max((height_of([fact.unit], inner, UNIT, bold=True) for fact in figure.facts), default=0)
    above = head + unit + round(numbers * LINE * POINT) + GAP + 18 * POINT
    room = Box(0, 0, inner, max(most - above, POINT))
    size = min((size_that_fits([fact.sentence.text], room, 18, 11) for fact in figure.facts), default=11)
    sentence = max((height_of([fact.sentence.text], inner, size) for fact in figure.facts), default=0)
    return _Card(headings, numbers, size, head, unit, inner, min(most, above + sentence + 6 * POINT))


def draw_lines(canvas: Canvas, figure: Lines, box: Box, first: int = 1) -> None:
    """Lines with their numbers or as points, and under them empty ones to write on; `first` is the first's number."""
    room = box.above(figure.open_lines * LEAST_OPEN_LINE)
    texts = [said.text for said in figure.lines]
    width = round(room.width * 0.93)
    size = size_that_fits(texts, Box(0, 0, width, room.height), LARGEST, SMALLEST_LINES, after=0.5)
    needed = height_of(texts, width, size, after=0.5)
    taken = min(needed, room.height)
    several = len(texts) > 1 or first > 1
    if texts:
        canvas.text(room.first(max(taken + size * POINT, POINT)), figure.title, [
            Para(text, size, bullet=several and not figure.numbered,
                 number=number if several and figure.numbered else None, after=size * 0.5)
            for number, text in enumerate(texts, start=first)
        ], autofit=needed > room.height)  # programs that fit text themselves make it smaller than it has to be
    step = min(OPEN_LINE, (box.height - taken) // max(figure.open_lines, 1))
    for line in range(figure.open_lines):
        canvas.line(box.left, box.top + taken + (line + 1) * step, box.width)


def draw_sentences(canvas: Canvas, sentences: Sequence[Said], box: Box, words: Words, *, largest: int = 18) -> None:
    """Sentences as points; those for which there is no room are in the notes, and the slide says so."""
    texts = [said.text for said in sentences]
    inner = Box(box.left, box.top, round(box.width * 0.94), box.height)
    size = size_that_fits(texts, inner, largest, SMALLEST, after=0.45)
    shown = len(texts)
    more = words("The rest is in the notes to the slide.")
    while shown > 1 and height_of([*texts[:shown], *([more] if shown < len(texts) else [])], inner.width, size,
                                  after=0.45) > box.height:
        shown -= 1
    paragraphs = [Para(text, size, bullet=len(texts) > 1, after=size * 0.45) for text in texts[:shown]]
    if shown < len(texts):
        paragraphs.append(Para(more, size, colour=MUTED))
    if paragraphs:
        needed = height_of([para.text for para in paragraphs], inner.width, size, after=0.45)
        canvas.text(box, words("Sentences"), paragraphs, autofit=needed > box.height)


def key_height(lines: Sequence[KeyLine], width: int) -> int:
    """The height a key takes in the width, in EMU."""
    return sum(height for height, _ in _rows_of_key(lines, width))


def draw_key(
    canvas: Canvas, lines: Sequence[KeyLine], box: Box, words: Words, forms: Mapping[Look, str] | None = None,
) -> None:
    """The key: how a class looks, with its symbol, and what it means, in as many rows as the width asks for.

    `forms` are shapes of classes that are drawn as points.
    """
    alt = "; ".join(f"{line.look.symbol} {line.meaning}" for line in lines)
    group = canvas.group(box, words("Key"), alt=alt)
    top = box.top
    for height, members in _rows_of_key(lines, box.width):
        left = box.left
        for line in members:
            _swatch(group, line, left, top, (forms or {}).get(line.look))
            width = min(_key_width(line), box.width) - SWATCH[0] - 5 * POINT
            group.text(Box(left + SWATCH[0] + 5 * POINT, top, width, height - 5 * POINT), line.meaning,
                       (Para(line.meaning, KEY_SIZE),), anchor="ctr" if height == KEY_ROW else "t")
            left += _key_width(line)
        top += height


def _swatch(group: Canvas, line: KeyLine, left: int, top: int, form: str | None) -> None:
    look = line.look
    if form is not None:
        side = 10 * POINT
        group.shape(Box(left + (SWATCH[0] - side) // 2, top + (SWATCH[1] - side) // 2, side, side), line.meaning,
                    decorative=True, geometry=form, fill=look_fill(look), line=outline(TEXT, 0.75))
        return
    group.shape(Box(left, top, *SWATCH), line.meaning, decorative=True, geometry="roundRect", wrap=False,
                paragraphs=(Para(look.symbol, 10, bold=True, colour=look.ink, align="ctr"),), anchor="ctr",
                fill=look_fill(look), line=look_line(look))


def _key_width(line: KeyLine) -> int:
    return SWATCH[0] + width_of(line.meaning, KEY_SIZE) + 22 * POINT


def _rows_of_key(lines: Sequence[KeyLine], width: int) -> list[tuple[int, list[KeyLine]]]:
    """Height and members of every row; a meaning longer than a row is wrapped in a row of its own."""
    rows: list[tuple[int, list[KeyLine]]] = []
    used = 0
    for line in lines:
        wide = _key_width(line)
        if not rows or used + wide > width:
            room = max(width - SWATCH[0] - 5 * POINT, POINT)
            text = height_of([line.meaning], room, KEY_SIZE) + 8 * POINT
            rows.append((KEY_ROW if wide <= width else max(text, KEY_ROW), []))
            used = 0
        rows[-1][1].append(line)
        used += wide
    return rows


def caption_height(text: str, width: int) -> int:
    """The height of the title above a figure."""
    return height_of([text], width, 13, bold=True) + 4 * POINT if text else 0


def draw_caption(canvas: Canvas, text: str, box: Box) -> None:
    """The title above a figure."""
    canvas.text(box, text, (Para(text, 13, bold=True, colour=TEXT),))


