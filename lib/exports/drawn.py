"""One figure of a pack as HTML: a drawing, a table, big numbers or a list, for preview, presentation and handout."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lib.charts.legend import swatch_css
from lib.charts.spine import picture
from lib.charts.style import Theme, palette
from lib.exports.document import Chart, Facts, Figure, Grid, KeyLine, Lines, RegionMap
from lib.exports.drawn_chart import chart_svg
from lib.exports.drawn_ink import Ink, safe, sign_of
from lib.exports.drawn_map import map_svg
from lib.text.messages import Words

SHORT_NAME = 24
"""Letters of a name or class that stands on one line."""

LONG_WORD = re.compile(r"(?<=\S{24})(?=\S)")
"""Where a word without an end may be broken: after each letter from the 24th on."""


@cache
def figure_css() -> str:
    """The style figures need, of both themes, once for a page; drawings carry their colours themselves."""
    colours = []
    for theme in ("light", "dark"):
        inks = palette(theme)
        colours.append(f".pack-{theme} {{ --pack-text: {inks.text}; --pack-muted: {inks.muted}; "
                       f"--pack-grid: {inks.grid}; --pack-border: {inks.border}; --pack-page: {inks.background}; }}\n")
    return "".join(colours) + (Path(__file__).parent / "drawn.css").read_text(encoding="utf-8")


def figure_html(
    figure: Figure, words: Words, *, theme: Theme = "light", grey: bool = False, pictures: bool = False,
) -> str:
    """A figure with its title, key and credit, as an element `figure` of the class "pack-figure".

    Everything from the data is escaped. Drawings are inline SVG without a size of their own: they take the width they
    are given. `grey` shows what becomes of the colours on a black-and-white printer; `pictures` puts drawings into
    `<img>`, for places that take SVG out of HTML (`st.html`). The style is `figure_css`.
    """
    ink = Ink(theme, grey, f"{theme[0]}-{re.sub('[^A-Za-z0-9_-]', '-', figure.key)}")
    match figure:
        case Chart():
            drawn = _drawn(chart_svg(figure, ink), figure.alt, pictures)
            inside = f"{_name(figure.title)}{drawn}{_key(_chart_key(figure), ink)}"
        case RegionMap():
            credit = f'<p class="pack-credit">{safe(figure.credit)}</p>' if figure.credit else ""
            drawn = _drawn(map_svg(figure, ink), figure.alt, pictures)
            inside = f"{_name(figure.title)}{drawn}{_key(figure.legend, ink)}{credit}"
        case Grid():
            inside = _table(figure, ink)
        case Facts():
            inside = _name(figure.title) + _facts(figure)
        case Lines():
            inside = _name(figure.title) + _lines(figure, words)
    return f'<figure class="pack-figure pack-{theme}" data-figure="{safe(figure.key)}">{inside}</figure>'


def _drawn(svg: str, alt: str, pictures: bool) -> str:
    """The drawing itself, or as a picture, whose letters are those of the system."""
    return picture(svg, alt, "pack-drawing") if pictures else svg


def _name(title: str) -> str:
    return f"<figcaption>{safe(title)}</figcaption>" if title else ""


def _chart_key(chart: Chart) -> Sequence[KeyLine]:
    """The key the chart has; series side by side always have one."""
    if chart.legend or len(chart.series) < 2:
        return chart.legend
    return tuple(KeyLine(series.look, series.title) for series in chart.series)


def _key(lines: Sequence[KeyLine], ink: Ink) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{_sign(line, ink)}{safe(line.meaning)}</li>" for line in lines)
    return f'<ul class="pack-key">{items}</ul>'


def _sign(line: KeyLine, ink: Ink) -> str:
    look = ink.look(line.look)
    symbol = safe(sign_of(look)) or "&#160;"
    return f'<span class="pack-sign" aria-hidden="true" style="{swatch_css(look)}">{symbol}</span>'


def _table(grid: Grid, ink: Ink) -> str:
    """The table; its first column names the rows where it is a text."""
    def css(column: int) -> str:
        return ' class="number"' if grid.numeric[column] else ""

    # Names that fit are kept on one line, so that a table is no longer than it must be.
    short = ' class="short"' if max((len(texts[0]) for texts in grid.texts), default=0) <= SHORT_NAME else ""
    heads = "".join(f'<th scope="col"{css(column)}>{safe(head)}</th>' for column, head in enumerate(grid.heads))
    body = []
    for row, texts in enumerate(grid.texts):
        cells = []
        for column, text in enumerate(texts):
            look = grid.looks.get((row, column))
            sign = f"{_sign(KeyLine(look, ''), ink)}" if look is not None else ""
            named = column == 0 and not grid.numeric[0]
            tag, scope = ("th", ' scope="row"') if named else ("td", "")
            signed = look is not None and len(text) <= SHORT_NAME
            kind = short if named else css(column) or (' class="short"' if signed else "")
            cells.append(f"<{tag}{scope}{kind}>{sign}{broken(text)}</{tag}>")
        total = ' class="total"' if row in grid.emphasised else ""
        body.append(f"<tr{total}>{''.join(cells)}</tr>")
    return (f'<div class="pack-scroll" role="region" aria-label="{safe(grid.title)}" tabindex="0"><table>'
            f"<caption>{safe(grid.title)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody>"
            "</table></div>")


def broken(text: str) -> str:
    """Escaped text whose long words may be broken, so that no table is wider than its place."""
    return "<wbr>".join(map(safe, LONG_WORD.split(text)))


def _facts(figure: Facts) -> str:
    shown = "".join(
        f'<div class="pack-fact"><p>{safe(fact.heading)}</p><p class="pack-big">{safe(fact.number)}'
        f"{f' <small>{safe(fact.unit)}</small>' if fact.unit else ''}</p><p>{safe(fact.sentence.text)}</p></div>"
        for fact in figure.facts)
    return f'<div class="pack-facts">{shown}</div>'


def _lines(figure: Lines, words: Words) -> str:
    told = "".join(f"<li>{safe(line.text)}</li>" for line in figure.lines)
    blank = safe(words("to be filled in"))
    empty = f'<li><span class="pack-unseen">{blank}</span><span class="pack-open"></span></li>' * figure.open_lines
    return f'<ul class="pack-lines">{told}{empty}</ul>'
