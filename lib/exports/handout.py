"""A pack on paper: A4 pages to read, with every sentence, figure and table of its slides."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from lib.exports.document import Document, Figure, Grid, Lines, Slide
from lib.exports.drawn import figure_css, figure_html
from lib.exports.paper import laid_out, require_pango
from lib.exports.qr import qr_svg, scannable
from lib.model.pack import Section
from lib.text.messages import Words

BROAD = 8
"""Columns from which on a table needs the page on its side."""

WHOLE = 18
"""Rows up to which a table is not divided between pages."""


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
    """The body of the handout: title and contents, then what each slide says, in full, then the sources, once."""
    opening, *others = document.slides
    numbers = {line: place for place, line in enumerate(
        dict.fromkeys(line for slide in document.slides for line in slide.sources), 1)}
    told = "".join(_slide(document, slide, place, numbers, words) for place, slide in enumerate(others, 1))
    return f"{_cover(document, opening, others, words)}{told}{_sources(numbers, words)}"


@cache
def _style(words: Words) -> str:
    mark = "".join(f'@page {name} {{ @top-right {{ content: "{words("DEMO")}"; font: bold 9pt "Source Sans"; '
                   "color: #8a3400; } } " for name in ("demo", "demo-broad"))
    return f"{figure_css()}{(Path(__file__).parent / 'handout.css').read_text(encoding='utf-8')}{mark}"


def _cover(document: Document, opening: Slide, others: Sequence[Slide], words: Words) -> str:
    """What the pack is, of when, where it is found, what is in it."""
    mark = f'<span class="demo">{escape(words("DEMO"))}</span>' if document.demo else ""
    address = document.link()
    head = (f"<h1>{escape(document.title)}</h1>"
            f'<p><span class="state">{escape(document.subtitle)}</span>{mark}</p>'
            f'<p class="quiet">{escape(document.citation)}</p>')
    if address:
        image = ""
        if scannable(address):
            alt = escape(words("QR code of the address of this pack"))
            image = f'<img alt="{alt}" src="data:image/svg+xml;base64,{b64encode(qr_svg(address).encode()).decode()}">'
        link = f'<a href="{escape(address)}">{escape(words("This pack on the screen"))}</a>'
        head = f'<div class="cover parted"><div>{head}</div><div class="code">{image}{link}</div></div>'
    else:
        head = f'<div class="cover">{head}</div>'
    lines = "".join(f'<li><a href="#s{place}">{_part(slide)}{escape(slide.title.text)}</a></li>'
                    for place, slide in enumerate(others, 1))
    return (f'<section style="page: {_page(document.demo, opening)}">{head}{_inside(opening, words)}'
            f'<ol class="contents" aria-label="{escape(words("Contents"))}">{lines}</ol></section>')


def _part(slide: Slide) -> str:
    return f'<span class="part">{escape(slide.heading)}: </span>' if slide.heading else ""


def _slide(document: Document, slide: Slide, place: int, numbers: Mapping[str, int], words: Words) -> str:
    mark = f'<span class="demo">{escape(words("DEMO"))}</span>' if slide.demo else ""
    foot = [*_remarks(document, slide, words)]
    if slide.sources:
        foot.append(f"{words('Sources')}: {_ranges([numbers[line] for line in slide.sources])}")
    quiet = f'<p class="quiet">{" · ".join(map(escape, foot))}</p>' if foot else ""
    css = "slide alone" if slide.section is Section.ANNEX else "slide"
    return (f'<section class="{css}" style="page: {_page(slide.demo, slide)}"><header>'
            f'<p class="part">{escape(slide.heading)}{mark}</p>'
            f'<h2 id="s{place}">{escape(slide.title.text)}</h2></header>'
            f"{_inside(slide, words)}{quiet}</section>")


def _inside(slide: Slide, words: Words) -> str:
    """Figures, sentences and the table twin."""
    said = "".join(f"<li>{escape(said.text)}</li>" for said in slide.sentences)
    twin = slide.table if slide.table is not None and slide.table not in slide.figures else None
    return ("".join(_figure(figure, words) for figure in slide.figures)
            + (f'<ul class="said">{said}</ul>' if said else "")
            + (f'<div class="twin">{_figure(twin, words)}</div>' if twin is not None else ""))


def _figure(figure: Figure, words: Words) -> str:
    """The figure; only a long table or list may go on to the next page."""
    long = len(figure.rows) > WHOLE if isinstance(figure, Grid) else isinstance(figure, Lines)
    return f'<div class="{"parted" if long else "whole"}">{figure_html(figure, words)}</div>'


def _page(demo: bool, slide: Slide) -> str:
    """The kind of page: whether it carries the mark, whether it lies on its side."""
    grids = [grid for grid in (*slide.figures, slide.table) if isinstance(grid, Grid)]
    broad = any(len(grid.columns) > BROAD for grid in grids)
    return "-".join(filter(None, ("demo" if demo else "", "broad" if broad else ""))) or "auto"


def _remarks(document: Document, slide: Slide, words: Words) -> list[str]:
    """Notes of the slide that stand nowhere else on the paper: how the figures were asked for, what was left out."""
    elsewhere = {said.text for said in slide.said()} | {
        words("DEMO: made from illustrative data, not from a real source."),
        *(f"{words('Source')}: {line}" for line in slide.sources),
    }
    return [note for note in slide.notes if note not in elsewhere and note not in document.subtitle]


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, runs of them shortened: "1–4, 7"."""
    runs = [[number for _, number in run]
            for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _sources(numbers: Mapping[str, int], words: Words) -> str:
    if not numbers:
        return ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in numbers)
    return (f'<section class="slide"><header><h2>{escape(words("Sources"))}</h2></header>'
            f'<ol class="sources">{lines}</ol></section>')
