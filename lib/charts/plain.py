"""Plain tables as real HTML: lists of facts whose every value is escaped, links included."""

from dataclasses import dataclass
from html import escape

from lib.charts.legend import swatch_css
from lib.charts.style import FONT_FAMILY, Look, Theme, palette


@dataclass(frozen=True, slots=True)
class PlainCell:
    """One cell: text, whether it is a number (right-aligned), an address, emphasis, a look of its own.

    `look` fills the whole text, `sign` stands before it as a small swatch whose meaning `spoken` says; `note` is a
    second, quieter line. `links` are further lines of the cell: text and address, or text alone where there is none;
    `indent` sets a row of a tree in by so many steps.
    """

    text: str
    number: bool = False
    href: str = ""
    chosen: bool = False
    look: Look | None = None
    sign: Look | None = None
    spoken: str = ""
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()
    indent: int = 0


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table: caption (read aloud, printed when `show_caption`), heading of columns, rows whose first cell names them.

    `total` counts rows at the end that sum the others up; a line sets them apart. A `stacked` table turns each row into
    a block of labelled lines on a phone, where its columns would not fit.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[PlainCell, ...], ...]
    show_caption: bool = False
    total: int = 0
    stacked: bool = False


def plain_html(table: PlainTable, theme: Theme) -> str:
    """The table for `st.html`; wide ones scroll sideways inside their own box."""
    numeric = [cell.number for cell in table.rows[0]] if table.rows else [False] * len(table.head)
    heads = "".join(
        f'<th scope="col"{_class("plain-number", number)}>{escape(title)}</th>'
        for title, number in zip(table.head, numeric, strict=True)
    )
    rows = "".join(
        f"<tr{_class('plain-total', place >= len(table.rows) - table.total)}{_role('row', table.stacked)}>"
        f"{''.join(_cell(cell, column, table) for column, cell in enumerate(row))}</tr>"
        for place, row in enumerate(table.rows)
    )
    caption = f"<caption{_class('plain-hidden', not table.show_caption)}>{escape(table.caption)}</caption>"
    return (
        f"<style>{_css(theme)}</style>"
        f'<div class="plain-{theme}{" plain-stacked" if table.stacked else ""}" role="region" '
        f'aria-label="{escape(table.caption)}" tabindex="0">'
        f"<table{_role('table', table.stacked)}>{caption}"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _class(name: str, on: bool) -> str:
    return f' class="{name}"' if on else ""


def _role(role: str, on: bool) -> str:
    """A role said aloud again, because browsers forget those of a table whose display is changed."""
    return f' role="{role}"' if on else ""


def _cell(cell: PlainCell, column: int, table: PlainTable) -> str:
    text = escape(cell.text)
    if cell.href:
        current = ' aria-current="true"' if cell.chosen else ""
        text = f'<a href="{escape(cell.href)}" target="_self"{current}>{text}</a>'
    if cell.chosen:
        text = f"<strong>{text}</strong>"
    if cell.look is not None:
        text = (f'<span style="{swatch_css(cell.look)};border-radius:3px;padding:0 .4rem;white-space:nowrap">'
                f'<span aria-hidden="true">{escape(cell.look.symbol)}</span> {text}</span>')
    if cell.sign is not None:
        text = (f'<span class="plain-sign" style="{swatch_css(cell.sign)}" title="{escape(cell.spoken)}">'
                f'<span aria-hidden="true">{escape(cell.sign.symbol)}</span>'
                f'<span class="plain-hidden">{escape(cell.spoken)}</span></span> {text}')
    for line, address in cell.links:
        shown = f'<a href="{escape(address)}" target="_self">{escape(line)}</a>' if address else escape(line)
        text += f'<span class="plain-link">{shown}</span>'
    if cell.note:
        text += f'<span class="plain-note">{escape(cell.note)}</span>'
    tag, scope, role = ("td", "", "cell") if column else ("th", ' scope="row"', "rowheader")
    label = f' data-title="{escape(table.head[column])}"' if table.stacked and column else ""
    label += f' style="padding-left:{.55 + 1.2 * cell.indent:g}rem"' if cell.indent else ""
    return f"<{tag}{scope}{_class('plain-number', cell.number)}{label}{_role(role, table.stacked)}>{text}</{tag}>"


def _css(theme: Theme) -> str:
    colours = palette(theme)
    at = f".plain-{theme}"
    return f"""
        {at} {{ position: relative; overflow-x: auto; max-width: 100%; font-family: {FONT_FAMILY};
            color: {colours.text}; }}
        {at}:focus-visible, {at} a:focus-visible {{ outline: 3px solid {colours.focus}; outline-offset: -3px; }}
        {at} table {{ border-collapse: collapse; width: 100%; margin: 0; font-size: .9rem;
            font-variant-numeric: tabular-nums; }}
        {at} caption {{ text-align: left; font-weight: 600; padding: .3rem 0; caption-side: top;
            color: {colours.text}; }}
        {at} .plain-hidden {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
            white-space: nowrap; }}
        {at} .plain-sign {{ display: inline-block; min-width: 1.5rem; text-align: center; border-radius: 3px;
            font-size: .75rem; line-height: 1.1rem; position: relative; }}
        {at} .plain-note {{ display: block; color: {colours.muted}; font-size: .85rem; line-height: 1.3; }}
        {at} tr.plain-total > * {{ border-top: 2px solid {colours.border}; font-weight: 600; }}
        {at} .plain-link {{ display: block; padding-bottom: .15rem; }}
        {at} th, {at} td {{ padding: .35rem .55rem; text-align: left; vertical-align: top; line-height: 1.35;
            border: 0; border-bottom: 1px solid {colours.grid}; font-weight: 400; }}
        {at} thead th {{ font-weight: 600; border-bottom: 1px solid {colours.border}; vertical-align: bottom; }}
        {at} .plain-number {{ text-align: right; white-space: nowrap; }}
        {at} thead .plain-number {{ white-space: normal; }}
        {at} a {{ color: {colours.accent}; }}
        @media (max-width: 640px) {{
            {at}.plain-stacked thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
                clip-path: inset(50%); }}
            {at}.plain-stacked :is(table, caption, tbody, tr, tbody th, td) {{ display: block; text-align: left;
                border: 0; }}
            {at}.plain-stacked :is(tbody th, td) {{ padding: .1rem .2rem; white-space: normal; }}
            {at}.plain-stacked tr {{ padding: .5rem 0; border-bottom: 1px solid {colours.border}; }}
            {at}.plain-stacked tbody th {{ font-weight: 600; padding-left: .2rem !important; }}
            {at}:not(.plain-stacked):has(thead th:nth-child(6)) tbody th:has(a) {{ min-width: 11rem; }}
            {at}.plain-stacked td::before {{ content: attr(data-title) ": "; color: {colours.muted}; }}
            {at}.plain-stacked td:empty {{ display: none; }} }}
    """
