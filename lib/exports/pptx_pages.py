"""A slide of a document as pages of the file: what does not fit on one goes on to the next, nothing is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.exports.csvw import printable
from lib.exports.document import Chart, Document, Facts, Figure, Grid, Lines, RegionMap, Slide
from lib.exports.pptx_blocks import GAP, LEAST_OPEN_LINE, SMALLEST_LINES, caption_height, facts_height
from lib.exports.pptx_chart import natural_height
from lib.exports.pptx_table import pages_of, size_of, table_height
from lib.exports.pptx_text import INCH, POINT, Box, height_of
from lib.text.messages import Words

WIDE = 2.2
"""From this proportion of the content on sentences stand beside a picture, else under it."""

BESIDE_LINES = (0.46, 0.52, 0.58)
"""The part of the content a computation beside a picture takes: more where its type would be small."""

LINES_SIZE = 14
"""Type under which lines of a list go on to another slide rather than get smaller."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file: `part` of the slide it shows.

    `title` is one no other page has; `opening`: it is the title slide.
    """

    slide: Slide
    title: str
    part: "Part"
    opening: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a slide: `first` is the number of its first line, `size` that of type of a cut table."""

    content: Slide
    first: int = 1
    size: int | None = None


def pages_for(document: Document, box: Box, words: Words) -> list[Page]:
    """Every page of the file; `box` is where figures and sentences go."""
    found: list[Page] = []
    used: dict[str, int] = {}
    for place, slide in enumerate(document.slides):
        parts = list(_parts(slide, box))
        for number, part in enumerate(parts, start=1):
            title = slide.title.text
            if len(parts) > 1:
                title = words("{title} (part {part} of {whole})", title=title, part=str(number), whole=str(len(parts)))
            used[title] = used.get(title, 0) + 1
            if used[title] > 1:
                title = f"{title} ({used[title]})"
            found.append(Page(slide, printable(title), part, opening=place == 0 and not slide.figures))
    return found


def regions(slide: Slide, area: Box) -> tuple[Box, Box | None]:
    """Where figures go and where sentences: beside a picture where there is the width, else under it."""
    if not slide.sentences:
        return area, None
    texts = [said.text for said in slide.sentences]
    below = min(height_of(texts, round(area.width * 0.94), LINES_SIZE, after=0.45) + GAP, area.height // 3)
    only = slide.figures[0] if len(slide.figures) == 1 else None
    wide = area.width / area.height > WIDE
    tall = isinstance(only, Chart) and natural_height(only) > area.height - below
    if isinstance(only, Chart | RegionMap) and (wide or tall):
        left, right = area.columns((0.66, 0.34) if wide else (0.64, 0.36), GAP * 2)
        return left, right
    room = area.above(below)
    if isinstance(only, Grid):
        taken = caption_height(caption(only, slide), room.width)
        taken += min(table_height(only, room.under(taken)), max(room.height - taken, 0))
        return room, area.under(taken + GAP)
    if isinstance(only, Facts):
        return room, area.under(facts_height(only, room) + GAP)
    return room, area.last(below - GAP)


def arranged(slide: Slide, area: Box) -> tuple[list[tuple[Figure, Box]], Box | None]:
    """A place for every figure of a slide, and one for its sentences where it has some."""
    texts = [said.text for said in slide.sentences]
    match slide.figures:
        case (Chart() | RegionMap() as picture, Lines(open_lines=0) as lines) if texts:
            # The picture has the whole height; what it says stands under how it was reckoned.
            reckoned = [said.text for said in lines.lines]
            for share in BESIDE_LINES:
                left, right = area.columns((1 - share, share), GAP * 2)
                inner = round(right.width * 0.93)
                above = caption_height(lines.title, right.width) + LINES_SIZE * POINT
                above += height_of(reckoned, inner, LINES_SIZE, after=0.5)
                said = height_of(texts, inner, LINES_SIZE, after=0.45)
                if above + said + GAP <= right.height:
                    break
            top = min(above, round((right.height - GAP) * above / max(above + said, 1)))
            return [(picture, left), (lines, right.first(top))], right.under(top + GAP)
    room, beside = regions(slide, area)
    return _places(slide, room), beside


def _places(slide: Slide, box: Box) -> list[tuple[Figure, Box]]:
    """Big numbers above everything else, the others side by side where there is the width, else one under another."""
    facts = [figure for figure in slide.figures if isinstance(figure, Facts)]
    others = [figure for figure in slide.figures if not isinstance(figure, Facts)]
    found: list[tuple[Figure, Box]] = []
    for row in facts:
        height = box.height if not others else min(round(2.1 * INCH), box.height // 2)
        found.append((row, box.first(height)))
        box = box.under(height + GAP)
    if 0 < len(others) <= 2 and (len(others) == 1 or box.width / box.height > WIDE):
        return found + list(zip(others, box.columns([1.0] * len(others), GAP * 2), strict=True))
    for figure, height in zip(others, _shared(others, slide, box), strict=True):
        found.append((figure, box.first(height)))
        box = box.under(height + GAP)
    return found


def _shared(figures: Sequence[Figure], slide: Slide, box: Box) -> list[int]:
    """Heights of figures under one another: texts and tables what they need, pictures the rest; alike where short."""
    room = box.height - GAP * (len(figures) - 1)
    needs = [_needed(figure, slide, box) for figure in figures]
    pictures = needs.count(None)
    known = sum(need for need in needs if need is not None)
    if not pictures or known > room * 0.6:
        return [room // max(len(figures), 1)] * len(figures)
    return [(room - known) // pictures if need is None else need for need in needs]


def _needed(figure: Figure, slide: Slide, box: Box) -> int | None:
    if isinstance(figure, Grid):
        return caption_height(caption(figure, slide), box.width) + table_height(figure, box.first(box.height // 2))
    if isinstance(figure, Lines):
        texts = [said.text for said in figure.lines]
        lines = height_of(texts, box.width, LINES_SIZE, after=0.5) + figure.open_lines * LEAST_OPEN_LINE
        return caption_height(caption(figure, slide), box.width) + lines
    return None


def caption(figure: Figure, slide: Slide) -> str:
    """The title of a figure, unless the slide says it already."""
    return "" if figure.title in (slide.heading, slide.title.text) else figure.title


def _parts(slide: Slide, box: Box) -> Iterator[Part]:
    """What each page shows of the slide; sentences stand on the first one.

    A figure that does not fit beside the others goes on to a page of its own.
    """
    moved = [figure for figure, place in arranged(slide, box)[0]
             if isinstance(figure, Grid) and len(pages_of(figure, _under_caption(figure, slide, place))) > 1]
    crowded = [figure for figure, place in arranged(slide, box)[0] if isinstance(figure, Lines)
               and len(slide.figures) > 1 and not _readable(figure, _under_caption(figure, slide, place))]
    if crowded and len(moved) + len(crowded) < len(slide.figures):
        others = tuple(figure for figure in slide.figures if figure not in crowded)
        yield from _parts(replace(slide, figures=others), box)
        for lines in crowded:
            yield from _lines(replace(slide, figures=(lines,), sentences=()), box)
        return
    kept = tuple(figure for figure in slide.figures if figure not in moved)
    rest = slide
    if kept or not moved:
        yield from _lines(replace(slide, figures=kept), box)
        rest = replace(slide, sentences=())
    for figure in moved:
        room = _under_caption(figure, slide, regions(replace(rest, figures=(figure,)), box)[0])
        size = size_of(figure, room)
        for grid in pages_of(figure, room):
            yield Part(replace(rest, figures=(grid,)), size=size)
            rest = replace(rest, sentences=())


def _readable(lines: Lines, box: Box) -> bool:
    """Whether the lines fit in type that can be read."""
    texts = [said.text for said in lines.lines]
    needed = height_of(texts, round(box.width * 0.93), SMALLEST_LINES, after=0.5)
    return needed + lines.open_lines * LEAST_OPEN_LINE <= box.height


def _lines(slide: Slide, box: Box) -> Iterator[Part]:
    """A list that is the only figure, cut where its type would get too small; open lines stand on the last page."""
    only = slide.figures[0] if len(slide.figures) == 1 else None
    if not isinstance(only, Lines):
        yield Part(slide)
        return
    room = _under_caption(only, slide, regions(slide, box)[0])
    parts: list[list[int]] = [[]]
    used = only.open_lines * LEAST_OPEN_LINE
    for place, said in enumerate(only.lines):
        height = height_of([said.text], round(room.width * 0.95), LINES_SIZE, after=0.5)
        if parts[-1] and used + height > room.height:
            parts.append([])
            used = only.open_lines * LEAST_OPEN_LINE
        parts[-1].append(place)
        used += height
    for part in parts:
        last = part is parts[-1]
        lines = replace(only, lines=tuple(only.lines[place] for place in part), open_lines=only.open_lines * last)
        sentences = slide.sentences if part is parts[0] else ()
        yield Part(replace(slide, figures=(lines,), sentences=sentences), first=part[0] + 1 if part else 1)


def _under_caption(figure: Figure, slide: Slide, box: Box) -> Box:
    return box.under(caption_height(caption(figure, slide), box.width))
