"""Service types by activity cards: which card answers the gaps of which type; and the gaps of one card as links.

Both are real HTML for `st.html`. The matrix is a table with rows and columns named by their headings; on a phone, where
thirty columns would not fit, the same is a list of types with their cards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from lib.charts.legend import KeyEntry, legend_html, swatch_css
from lib.charts.style import FONT_FAMILY, Look, Theme, palette
from lib.model.community import Answer
from lib.model.derived import CoverStatus
from lib.model.derived_answer import Meeting
from lib.text.messages import Words

SHOWN = (Meeting.BOTH, Meeting.BY_TYPE, Meeting.TYPE_ONLY)
"""Ways of meeting that a type with gaps can have."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: how a card meets a type, what is printed, what is said aloud."""

    meeting: Meeting
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class CardColumn:
    """One card: printed code, title, address, and what its need rests on, as signs and in words."""

    code: str
    title: str
    href: str
    evidence: str
    evidence_spoken: str


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One service type with gaps: name, address, ORP areas with a gap, gaps no card answers, a mark per column.

    `unanswered`: whether there are any of the latter.
    """

    name: str
    href: str
    orps: str
    left: str
    unanswered: bool
    marks: tuple[Mark | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole picture: caption, headings of the four leading columns, columns, rows."""

    caption: str
    heads: tuple[str, str, str]
    evidence_head: str
    columns: tuple[CardColumn, ...]
    rows: tuple[TypeRow, ...]


def meeting_looks(theme: Theme) -> Mapping[Meeting, Look]:
    """How the ways of meeting look: an answer is filled, a type without its group only outlined."""
    colours = palette(theme)
    return {
        Meeting.BOTH: replace(colours.answer[Answer.YES], symbol="●"),
        Meeting.BY_TYPE: replace(colours.cover[CoverStatus.EXPIRING], symbol="◐"),
        Meeting.TYPE_ONLY: Look(colours.background, colours.text, colours.border, "○"),
    }


def matrix_html(matrix: Matrix, words: Words, theme: Theme) -> str:
    """The matrix with its key above."""
    drawn = meeting_looks(theme)
    present = {mark.meeting for row in matrix.rows for mark in row.marks if mark is not None}
    key = tuple(KeyEntry(drawn[each], words.label("meeting", each.value)) for each in SHOWN if each in present)
    return (
        f"<style>{_css(theme)}</style>{legend_html(key, words('How a card meets the gaps of a type'), theme)}"
        f'<div class="am am-{theme}" role="region" tabindex="0" aria-label="{escape(matrix.caption)}">'
        f"{_table(matrix, drawn)}</div>"
        f'<div class="am-list am-{theme}">{_list(matrix, drawn, words)}</div>'
    )


def _table(matrix: Matrix, drawn: Mapping[Meeting, Look]) -> str:
    first, second, third = (escape(head) for head in matrix.heads)
    cards = "".join(
        f'<th scope="col" class="am-card"><a href="{escape(column.href)}" target="_self" '
        f'title="{escape(column.title)}">{escape(column.code)}</a></th>' for column in matrix.columns)
    evidence = "".join(
        f'<td title="{escape(column.evidence_spoken)}"><span aria-hidden="true">{escape(column.evidence)}</span>'
        f'<span class="am-spoken">{escape(column.evidence_spoken)}</span></td>' for column in matrix.columns)
    rows = "".join(
        f'<tr><th scope="row" class="am-name"><a href="{escape(row.href)}" target="_self">{escape(row.name)}</a></th>'
        f'<td class="am-number">{escape(row.orps)}</td><td class="am-number">{_left(row)}</td>'
        f"{''.join(_cell(mark, drawn) for mark in row.marks)}</tr>" for row in matrix.rows)
    return (
        f"<table><caption>{escape(matrix.caption)}</caption><thead>"
        f'<tr><th scope="col" class="am-name">{first}</th><th scope="col">{second}</th><th scope="col">{third}</th>'
        f"{cards}</tr></thead><tbody>"
        f'<tr class="am-evidence"><th scope="row" class="am-name">{escape(matrix.evidence_head)}</th><td></td><td></td>'
        f"{evidence}</tr>{rows}</tbody></table>"
    )


def _left(row: TypeRow) -> str:
    """Gaps no card answers, with emphasis where there are any."""
    return f"<strong>{escape(row.left)}</strong>" if row.unanswered else escape(row.left)


def _cell(mark: Mark | None, drawn: Mapping[Meeting, Look]) -> str:
    if mark is None:
        return "<td></td>"
    look = drawn[mark.meeting]
    return (
        f'<td class="am-mark" style="{swatch_css(look)}" title="{escape(mark.spoken)}"><span aria-hidden="true">'
        f"{escape(look.symbol)}{escape(mark.text)}</span><span class=\"am-spoken\">{escape(mark.spoken)}</span></td>"
    )


def _list(matrix: Matrix, drawn: Mapping[Meeting, Look], words: Words) -> str:
    def cards(row: TypeRow) -> str:
        marked = [(column, mark) for column, mark in zip(matrix.columns, row.marks, strict=True) if mark is not None]
        items = "".join(
            f'<li><span aria-hidden="true">{escape(drawn[mark.meeting].symbol)}{escape(mark.text)}</span> '
            f'<a href="{escape(column.href)}" target="_self">{escape(column.code)}</a> {escape(column.evidence)}'
            f'<span class="am-spoken">{escape(mark.spoken)}</span></li>'
            for column, mark in marked)
        return f"<ul>{items}</ul>" if items else f"<p>{escape(words('no card lists this type'))}</p>"

    _, second, third = matrix.heads
    return "".join(
        f'<section><h4><a href="{escape(row.href)}" target="_self">{escape(row.name)}</a></h4>'
        f"<p>{escape(second)}: {escape(row.orps)} · {escape(third)}: {escape(row.left)}</p>{cards(row)}</section>"
        for row in matrix.rows)


@dataclass(frozen=True, slots=True)
class GapLink:
    """One gap: area with the amount, the address of its arithmetic, its class as a look and in words (none: a type)."""

    text: str
    href: str
    look: Look | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps of one service type and form; `rest` says how many more there are."""

    name: str
    links: tuple[GapLink, ...]
    rest: str = ""


def gap_links_html(caption: str, groups: Sequence[GapGroup], theme: Theme) -> str:
    """Types with their gaps as links, for `st.html`; the class of each gap is a sign and a word read aloud."""

    def sign(each: GapLink) -> str:
        return "" if each.look is None else (
            f'<span class="am-sign" style="{swatch_css(each.look)}" title="{escape(each.spoken)}">'
            f'<span aria-hidden="true">{escape(each.look.symbol)}</span><span class="am-spoken">{escape(each.spoken)}'
            "</span></span> "
        )

    def link(each: GapLink) -> str:
        return f'<li>{sign(each)}<a href="{escape(each.href)}" target="_self">{escape(each.text)}</a></li>'

    items = "".join(
        f"<div><dt>{escape(group.name)}</dt><dd><ul>{''.join(map(link, group.links))}"
        f"{f'<li>{escape(group.rest)}</li>' if group.rest else ''}</ul></dd></div>"
        for group in groups)
    return (f"<style>{_css(theme)}</style>"
            f'<dl class="am-gaps am-{theme}" aria-label="{escape(caption)}">{items}</dl>')


def back_link_html(text: str, href: str, theme: Theme) -> str:
    """A way back to the place of a page one came from."""
    return (f"<style>{_css(theme)}</style>"
            f'<p class="am-back am-{theme}"><a href="{escape(href)}" target="_self">← {escape(text)}</a></p>')


def _css(theme: Theme) -> str:
    colours = palette(theme)
    at = f".am-{theme}"
    return f"""
        {at} {{ position: relative; max-width: 100%; font-family: {FONT_FAMILY}; color: {colours.text};
            font-variant-numeric: tabular-nums; }}
        {at} a {{ color: {colours.accent}; }}
        {at} a:focus-visible, {at}.am:focus-visible {{ outline: 3px solid {colours.focus}; outline-offset: -2px; }}
        {at}.am {{ overflow-x: auto; }}
        {at} table {{ border-collapse: separate; border-spacing: 1px 2px; margin: 0; font-size: .8125rem; }}
        {at} caption {{ text-align: left; padding: .25rem 0; color: {colours.muted}; caption-side: top; }}
        {at} th, {at} td {{ padding: .15rem .1rem; line-height: 1.25; border: 1px solid transparent;
            font-weight: 400; text-align: center; vertical-align: middle; }}
        {at} thead th {{ vertical-align: bottom; font-weight: 600; min-width: 1.75rem; }}
        {at} th.am-name {{ position: sticky; left: 0; z-index: 1; background: {colours.background}; text-align: left;
            min-width: 10rem; max-width: 13rem; padding-right: .4rem; }}
        {at} th.am-card a {{ writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400;
            white-space: nowrap; }}
        {at} td.am-number {{ text-align: right; padding-right: .6rem; }}
        {at} td.am-mark {{ border-radius: 3px; white-space: nowrap; font-size: .75rem; }}
        {at} tr.am-evidence > * {{ color: {colours.muted}; font-size: .75rem; padding-bottom: .4rem; }}
        {at} .am-spoken {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
            white-space: nowrap; }}
        {at} .am-sign {{ display: inline-block; min-width: 1.5rem; text-align: center; border-radius: 3px;
            font-size: .75rem; line-height: 1.1rem; position: relative; }}
        {at}.am-list {{ display: none; }}
        {at}.am-list h4 {{ font-size: .95rem; font-weight: 600; margin: .8rem 0 0; padding: 0; }}
        {at}.am-list p, {at}.am-list ul, {at}.am-gaps ul {{ margin: 0; padding: 0; font-size: .9rem; }}
        {at} li {{ list-style: none; margin: 0; }}
        dl{at}.am-gaps, {at}.am-gaps.am-gaps dd, {at}.am-gaps.am-gaps li {{ margin: 0; padding: 0; }}
        {at}.am-gaps > div {{ padding: .4rem 0; border-bottom: 1px solid {colours.grid}; }}
        {at}.am-gaps dt {{ font-weight: 600; font-size: .9rem; }}
        {at} li {{ position: relative; }}
        {at}.am-list ul, {at}.am-gaps ul {{ display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; }}
        {at}.am-back {{ margin: 0 0 .4rem; }}
        @media (max-width: 640px) {{ {at}.am {{ display: none; }} {at}.am-list {{ display: block; }} }}
    """
