"""A pack on paper: A4 pages to read, with every sentence, figure and table of its slides."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from lib.exports.document import Document, Figure, Grid, Lines, RegionMap, Slide
from lib.exports.drawn import figure_css, figure_html
from lib.exports.drawn_ink import safe
from lib.exports.paper import laid_out, require_pango
from lib.exports.qr import qr_svg, scannable
from lib.text.messages import Words

BROAD = 12
"""A table of more columns needs the page on its side."""

MANY = 8
"""A table of more columns is set in smaller letters."""

WHOLE = 18
"""Rows up to which a table is not divided between pages."""

CONTENTS, SOURCES = "contents", "sources"
"""Slides that paper writes its own way: contents with numbers of pages, sources with numbers of their own."""


def handout_bytes(document: Document, words: Words) -> bytes:
    """The handout as a PDF: tagged, with language, title and bookmarks; the same bytes for the same document.

    Pages whose figures are made of illustrative rows carry the mark of it. Nothing is fetched.

    Raises
    ------
    DashboardError : the system's libraries that set letters are not installed.
    """
    require_pango()
    pages = laid_out(handout_html(document, words), document.lang, _style(words), title=document.title)
    return bytes(pages.write_pdf(pdf_variant="pdf/ua-1"))


def handout_html(document: Document, words: Words) -> str:
    """The body of the handout: title and contents, then what each slide says, in full, and the sources, once.

    A table printed already is not printed again (the annex repeats tables of slides): the page it stands on is said.
    """
    return _Handout(document, words).html()


@cache
def _style(words: Words) -> str:
    mark = "".join(f'@page {name} {{ @top-right {{ content: "{words("DEMO")}"; font: bold 9pt "Source Sans"; '
                   "color: #8a3400; } } " for name in ("demo", "demo-broad"))
    return f"{figure_css()}{(Path(__file__).parent / 'handout.css').read_text(encoding='utf-8')}{mark}"


class _Handout:
    """A handout being written; it remembers the numbers of sources and which tables are printed already."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words = document, words
        self.numbers: Mapping[str, int] = {line: place for place, line in enumerate(
            dict.fromkeys(line for slide in document.slides for line in slide.sources), 1)}
        # The contents quote titles, so they are made of illustrative rows where any title is.
        self.demo = document.demo or any(slide.demo for slide in document.slides)
        self.printed: dict[tuple[object, ...], int] = {}

    def html(self) -> str:
        """The whole body."""
        opening, *slides = self.document.slides
        slides = [slide for slide in slides if slide.key != CONTENTS]
        cover = self._cover(opening, slides)
        told = "".join(self._slide(slide, place) for place, slide in enumerate(slides, 1))
        if not self.numbers or any(slide.key == SOURCES for slide in slides):
            return f"{cover}{told}"
        return (f'{cover}{told}<section class="slide"><header><h2>{safe(self.words("Sources"))}</h2></header>'
                f"{self._sources()}</section>")

    def _cover(self, opening: Slide, slides: Sequence[Slide]) -> str:
        """What the pack is, of when, where it is found, what is in it."""
        document, words = self.document, self.words
        head = (f"<h1>{safe(opening.title.text)}</h1>"
                f'<p><span class="state">{safe(document.subtitle)}</span>{self._mark(self.demo)}</p>'
                f'<p class="quiet">{safe(document.citation)}</p>')
        code = self._code()
        head = (f'<div class="cover parted"><div>{head}</div><div class="code">{code}</div></div>' if code else
                f'<div class="cover">{head}</div>')
        title = next((slide.title.text for slide in document.slides if slide.key == CONTENTS), words("Contents"))
        lines = "".join(f'<li><a href="#s{place}">{_part(slide)}{safe(slide.title.text)}</a></li>'
                        for place, slide in enumerate(slides, 1))
        return (f'<section style="page: {_page(opening, self.demo)}">{head}{self._inside(opening)}'
                f'<h2 class="quiet-head">{safe(title)}</h2><ol class="contents">{lines}</ol></section>')

    def _code(self) -> str:
        """The address of the pack as a link and as a code; empty where it is not known."""
        address, words = self.document.link(), self.words
        if not address:
            return ""
        image = ""
        if scannable(address):
            drawn = b64encode(qr_svg(address).encode()).decode()
            alt = safe(words("QR code of the address of this pack"))
            image = f'<img alt="{alt}" src="data:image/svg+xml;base64,{drawn}">'
        return f'{image}<a href="{safe(address)}">{safe(words("This pack on the screen"))}</a>'

    def _mark(self, demo: bool) -> str:
        return f'<span class="demo">{safe(self.words("DEMO"))}</span>' if demo else ""

    def _slide(self, slide: Slide, place: int) -> str:
        known = bool(slide.figures) and all(isinstance(figure, Grid) and _content(figure) in self.printed
                                            for figure in slide.figures)
        foot = [] if known else self._remarks(slide)
        if slide.sources and slide.key != SOURCES and not known:
            foot.append(f"{self.words('Sources')}: {_ranges([self.numbers[line] for line in slide.sources])}")
        quiet = f'<p class="quiet">{" · ".join(map(safe, foot))}</p>' if foot else ""
        inside = self._sources() if slide.key == SOURCES else self._inside(slide, quiet)
        return (f'<section class="slide{" known" if known else ""}" style="page: {_page(slide, slide.demo)}"><header>'
                f'<p class="part">{safe(slide.heading)}{self._mark(slide.demo)}</p>'
                f'<h2 id="s{place}">{safe(slide.title.text)}</h2></header>{inside}</section>')

    def _inside(self, slide: Slide, quiet: str = "") -> str:
        """Figures, sentences, remarks and the table twin."""
        figures = "".join(map(self._figure, slide.figures))
        said = "".join(f"<li>{safe(said.text)}</li>" for said in slide.sentences)
        twin = slide.table if slide.table not in slide.figures else None
        return (figures + (f'<ul class="said">{said}</ul>' if said else "")
                + quiet + (f'<div class="twin">{self._figure(twin)}</div>' if twin is not None else ""))

    def _figure(self, figure: Figure) -> str:
        """The figure, whole on its page unless it is a long table or list; of a table printed already its page."""
        drawn = f'<div class="whole">{figure_html(figure, self.words)}</div>'
        if isinstance(figure, Lines):
            return drawn.replace("whole", "parted", 1) if len(figure.lines) + figure.open_lines > WHOLE else drawn
        if not isinstance(figure, Grid):
            return drawn.replace("whole", "whole map", 1) if isinstance(figure, RegionMap) else drawn
        if _content(figure) in self.printed:
            told = safe(self.words("The table stands with its picture on page"))
            return f'<p><a class="stands" href="#t{self.printed[_content(figure)]}">{told}</a></p>'
        self.printed[_content(figure)] = place = len(self.printed)
        css = f"{'whole' if len(figure.rows) <= WHOLE else 'parted'}{' many' if len(figure.columns) > MANY else ''}"
        return drawn.replace('class="whole"', f'class="{css}" id="t{place}"', 1)

    def _remarks(self, slide: Slide) -> list[str]:
        """Notes that stand nowhere else on the paper: how the figures were asked for, what was left out."""
        elsewhere = " ".join([
            *(said.text for said in slide.said()), self.document.subtitle,
            self.words("DEMO: made from illustrative data, not from a real source."),
            *(f"{self.words('Source')}: {line}" for line in slide.sources),
        ])
        return [note for note in slide.notes if note not in elsewhere]

    def _sources(self) -> str:
        lines = "".join(f"<li>{safe(line)}</li>" for line in self.numbers)
        return f'<ol class="sources">{lines}</ol>'


def _content(grid: Grid) -> tuple[object, ...]:
    """What makes two tables the same on paper."""
    return grid.table, grid.heads, grid.texts


def _part(slide: Slide) -> str:
    """The heading before the title in the contents, unless the title begins with it."""
    named = bool(slide.heading) and not slide.title.text.startswith(slide.heading)
    return f'<span class="part">{safe(slide.heading)}: </span>' if named else ""


def _page(slide: Slide, demo: bool) -> str:
    """The kind of page: whether it carries the mark, whether it lies on its side."""
    broad = any(isinstance(grid, Grid) and len(grid.columns) > BROAD for grid in (*slide.figures, slide.table))
    return "-".join(filter(None, ("demo" if demo else "", "broad" if broad else ""))) or "auto"


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, runs of them shortened: "1–4, 7"."""
    runs = [[number for _, number in run]
            for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
