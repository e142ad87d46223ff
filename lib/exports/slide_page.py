"""One slide as HTML: the preview of a pack and the presentation show this one text."""

from collections.abc import Callable
from html import escape
from pathlib import Path

from lib.charts.style import FONT_FAMILY, Theme, palette
from lib.exports.document import Chart, Document, Facts, Figure, Grid, Lines, RegionMap, Slide
from lib.exports.drawn import figure_css, figure_html
from lib.model.derived import GapClass
from lib.text.messages import Words

RULES = (Path(__file__).parent / "slide_page.css").read_text(encoding="utf-8")

NARROW_COLUMNS = 4
"""A table of no more columns leaves room for sentences beside it."""

SOURCES_SHOWN = 2
"""Sources named at the foot of a slide; all of them stand in the notes of the speaker and on the last slide."""


DENSITIES = (("slide-densest", 900), ("slide-dense", 420))
"""From how many letters on a slide they are smaller."""

LONG_TITLE = 80
"""A title of more letters is set smaller, so that it leaves the picture its height."""


def slide_html(document: Document, slide: Slide, words: Words, theme: Theme = "light") -> str:
    """One slide as an HTML section: heading, the sentence that is its title, figures, sentences, foot.

    Every text of the data is escaped. It fills the width it is given and needs `slide_style` beside it; the height
    follows the CSS variable `--slide-shape` (16 / 9 unless it is set).
    """
    return drawn_slide(document, slide, words, f"slide-{theme}", lambda figure: figure_html(figure, words, theme=theme))


def drawn_slide(document: Document, slide: Slide, words: Words, mark: str, draw: Callable[[Figure], str]) -> str:
    """As `slide_html`; `draw` gives the figures as HTML, `mark` is the class its colours go by."""
    figures = "".join(f'<div class="slide-figure">{draw(figure)}</div>' for figure in slide.figures)
    body = (_figures(figures) if figures else "") + _said(slide)
    return _section(document, slide, words, f"{mark} {_arrangement(slide)}", body)


def drawn_table(document: Document, slide: Slide, words: Words, mark: str, draw: Callable[[Figure], str]) -> str:
    """As `drawn_slide` with the table of its numbers in place of the picture; empty where it has no table twin."""
    if slide.table is None:
        return ""
    table = _figures(f'<div class="slide-figure">{draw(slide.table)}</div>')
    return _section(document, slide, words, f"{mark} slide-alone slide-flow", table)


def has_map(slide: Slide) -> bool:
    """Whether a map of the region is on the slide."""
    return any(isinstance(figure, RegionMap) for figure in slide.figures)


def slide_style(theme: Theme) -> str:
    """The style of slides of one theme, without its `<style>` element."""
    return f"{slide_colours(theme)}\n{slide_rules()}"


def slide_rules() -> str:
    """The style of slides of any theme; `slide_colours` goes with it."""
    return f"{figure_css()}\n{RULES}"


def slide_colours(theme: Theme) -> str:
    """The colours of a theme: of slides of its class, and of everything in a place of that class."""
    colours = palette(theme)
    named = {"page": colours.background, "ink": colours.text, "muted": colours.muted, "line": colours.border,
             "accent": colours.accent, "focus": colours.focus, "surface": colours.surface,
             "demo": colours.gap[GapClass.LOW].line}
    figures = {"text": colours.text, "muted": colours.muted, "grid": colours.grid, "border": colours.border,
               "page": colours.background}
    written = "".join(f"--{place}-{name}:{value};" for place, each in (("slide", named), ("pack", figures))
                      for name, value in each.items())
    return f".slide-{theme}{{{written}font-family:{FONT_FAMILY};color-scheme:{theme}}}"


def _section(document: Document, slide: Slide, words: Words, classes: str, body: str) -> str:
    part = f'<p class="slide-part">{escape(slide.heading)}</p>' if slide.heading else ""
    head = f'{part}<h3 class="slide-title">{escape(slide.title.text)}</h3>'
    inner = (f'<div class="slide-head">{head}{body}</div>' if "slide-opening" in classes else
             f'<div class="slide-head">{head}</div><div class="slide-body" tabindex="0" role="group" '
             f'aria-label="{escape(words("Contents of the slide"))}">{body}</div>')
    return (f'<section class="slide {classes}" lang="{document.lang}" data-key="{escape(slide.key)}">'
            f'<div class="slide-sheet">{inner}{_foot(document, slide, words)}</div></section>')


def _figures(figures: str) -> str:
    return f'<div class="slide-figures">{figures}</div>'


def _said(slide: Slide) -> str:
    lines = "".join(f"<li>{escape(said.text)}</li>" for said in slide.sentences)
    return f'<ul class="slide-said">{lines}</ul>' if lines else ""


def _arrangement(slide: Slide) -> str:
    """Where sentences stand: beside a picture, under what needs the whole width, alone in large type."""
    if not slide.figures:
        return "slide-opening" if slide.section is None and not slide.sheets else "slide-words"
    drawn = any(isinstance(figure, Chart | RegionMap) for figure in slide.figures)
    wide = any(map(_wide, slide.figures))
    pair = len(slide.figures) > 1 and (drawn or not wide)
    place = "slide-alone" if not slide.sentences else "slide-under" if pair or wide else "slide-beside"
    return " ".join([place, *(["slide-pair"] if pair else []), *([] if drawn else ["slide-flow"]), *_density(slide)])


def _density(slide: Slide) -> list[str]:
    """Smaller letters for much text; a title that is a sentence may be long."""
    letters = len(slide.title.text) + sum(len(said.text) for said in slide.sentences)
    long = ["slide-long"] if len(slide.title.text) > LONG_TITLE else []
    letters += sum(len(line.text) for figure in slide.figures if isinstance(figure, Lines) for line in figure.lines)
    return [*long, *[name for name, least in DENSITIES if letters >= least][:1]]


def _wide(figure: Figure) -> bool:
    if isinstance(figure, Grid):
        return len(figure.columns) > NARROW_COLUMNS
    return isinstance(figure, Facts | Lines)


def _foot(document: Document, slide: Slide, words: Words) -> str:
    mark = f'<span class="slide-demo">{escape(words("DEMO"))}</span>' if slide.demo else ""
    more = len(slide.sources) - SOURCES_SHOWN
    named = "; ".join(slide.sources[:SOURCES_SHOWN])
    others = f" {words.plural('and {n} more source', 'and {n} more sources', more)}" if more > 0 else ""
    sources = (f'<span class="slide-source">{escape(words("Source"))}: {escape(named + others)}</span>'
               if slide.sources else "")
    return f'<footer class="slide-foot">{mark}<span>{escape(document.subtitle)}</span>{sources}</footer>'
