"""What a pack holds, before it is a file: slides with sentences and figures, and the tables every number comes from.

Slides, workbook, handout, report, preview and presentation render this one object and compute nothing, so no two of
them can differ. Every number in a sentence says from which cells of which table it comes (`Bound`); figures point at
rows and columns of the same tables. Texts are finished here: a writer adds no words but headings of its own form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from lib.charts.style import Look
from lib.model.pack import Section
from lib.views.base import Provenance, Sheet

How = Literal["cell", "count", "sum"]
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """One printed number (or word) and where it comes from.

    `table` is a key of `Document.sheets`, `rows` are positions in its frame. "cell": the one cell of `column`; "count":
    the number of the rows; "sum": the cells of `column` added. `value` is the exact value, None where it is unknown;
    `shown` is how it stands in the text.
    """

    shown: str
    value: float | str | date | None
    table: str
    column: str
    rows: tuple[int, ...]
    how: How = "cell"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and every number in it bound to its cells. Days, §, codes and names of areas need no binding."""

    text: str
    bound: tuple[Bound, ...] = ()

    def __add__(self, other: "Said") -> "Said":
        return Said(f"{self.text} {other.text}".strip(), (*self.bound, *other.bound))


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of a key: how a class looks and what it means."""

    look: Look
    meaning: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a column of the table. A value None is unknown and is not drawn as zero.

    `labels` are the values as they are printed. `looks` has a look for every category where they differ.
    """

    column: str
    title: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    look: Look
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars: categories from top to bottom, series side by side or stacked.

    `rows` are positions of the categories in the table. `number_format` is that of a spreadsheet ("0", "0.0", "0 %").
    `unit` stands on the axis.
    """

    key: str
    title: str
    alt: str
    table: str
    kind: Literal["bars", "stacked"]
    unit: str
    number_format: str
    categories: tuple[str, ...]
    rows: tuple[int, ...]
    series: tuple[Series, ...]
    legend: tuple[KeyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: the printed value and its class; rings of its border in metres (EPSG:5514), outer ring first."""

    code: str
    name: str
    row: int
    text: str
    meaning: str
    look: Look
    rings: tuple[Ring, ...]
    label_at: tuple[float, float]

    @property
    def told(self) -> str:
        """The area in words: its name, the value and what it means, once where they are the same."""
        known = (part for part in dict.fromkeys((self.text, self.meaning)) if part)
        return f"{self.name}: {', '.join(known)}"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One municipality, in metres (EPSG:5514)."""

    name: str
    meaning: str
    look: Look
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RegionMap:
    """Areas of the region filled by class. `bounds` are left, bottom, right, top in metres; `column` is what is shown.

    `chosen` are codes of the areas the pack is about; empty: all. `around` are the borders of the areas of the region
    the pack is not about: drawn pale, without a value.
    """

    key: str
    title: str
    alt: str
    table: str
    column: str
    areas: tuple[MapArea, ...]
    points: tuple[MapPoint, ...]
    legend: tuple[KeyLine, ...]
    bounds: tuple[float, float, float, float]
    credit: str
    chosen: tuple[str, ...] = ()
    around: tuple[tuple[Ring, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of printed cells: cell (i, j) is row `rows[i]` of column `columns[j]` of the table.

    `numeric` says which columns are numbers (to the right); `emphasised` are positions in `texts` of rows of totals.
    `looks` gives the class of some cells by (i, j); its symbol stands before the text.
    """

    key: str
    title: str
    table: str
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]
    emphasised: tuple[int, ...] = ()
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One of a few big numbers: heading, the number as printed, its unit, one sentence."""

    heading: str
    number: str
    unit: str
    sentence: Said


@dataclass(frozen=True, slots=True)
class Facts:
    """Big numbers side by side."""

    key: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences as a list: steps of a computation (`numbered`), or what is to be decided.

    `open_lines` are left to be filled in.
    """

    key: str
    title: str
    lines: tuple[Said, ...]
    open_lines: int = 0
    numbered: bool = False


Figure = Chart | RegionMap | Grid | Facts | Lines


@dataclass(frozen=True, slots=True)
class Slide:
    """One thought: its title is the sentence, figures beside it, the rest of what is to be said in `sentences`.

    `key` is unique in the document and stays the same when the data change. `table` is the table twin, None where the
    figure is a table itself. `sheets` are the keys of the tables behind the slide; `demo` and `scope` (what was asked
    for beside the dates, in words) belong to them. `query` is the address of the same view on the screen, without its
    host. `sources` are lines in words.
    """

    key: str
    section: Section | None
    heading: str
    title: Said
    figures: tuple[Figure, ...]
    sentences: tuple[Said, ...]
    table: Grid | None
    sheets: tuple[str, ...]
    demo: bool
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    query: str

    def said(self) -> Iterator[Said]:
        """Every sentence of the slide in reading order: its title, those inside its figures, those beside them."""
        yield self.title
        for figure in self.figures:
            if isinstance(figure, Facts):
                yield from (fact.sentence for fact in figure.facts)
            elif isinstance(figure, Lines):
                yield from figure.lines
        yield from self.sentences


@dataclass(frozen=True, slots=True)
class Document:
    """One pack in one language.

    `sheets` are the tables by key, names in the language of the document. `made_at` is when the release was published:
    files carry it instead of the clock, so that the same input gives the same bytes. `base_url` is the address of the
    dashboard, empty where it is not known; `query` the address of the pack on it. `citation` is a text to copy.
    `body` is the name of the body the pack is for and `meeting_on` the day it meets, where they are known.
    """

    lang: str
    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    sheets: Mapping[str, Sheet]
    provenance: Provenance
    made_at: datetime
    base_url: str
    query: str
    citation: str
    file_stem: str
    body: str = ""
    meeting_on: date | None = None

    @property
    def demo(self) -> bool:
        """Whether any row behind the pack is illustrative."""
        return any(sheet.provenance.demo for sheet in self.sheets.values())

    def link(self, slide: Slide | None = None) -> str:
        """The address of a slide's view, of the pack itself where none is given; empty where the host is not known."""
        if not self.base_url:
            return ""
        return f"{self.base_url.rstrip('/')}/{(slide.query if slide else self.query).lstrip('/')}"
