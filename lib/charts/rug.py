"""The "tartan rug": a table of many rows by areas as real HTML, readable by eye, keyboard and screen reader.

Made for `st.html`, which drops scripts but keeps one style element, classes, scopes and ARIA. Every cell says its class
by colour, by symbol and in a word for screen readers; the row name stays in place when a phone scrolls sideways.

Names of rows and, where they have an address, cells are links. Without a script the names are the tab stops; a script
(`lib.ui.rugs`) makes one tab stop of the whole table and moves among its links by arrow keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from zlib import crc32

import pandas as pd

from lib.charts.legend import KeyEntry, domain_key, legend_html, ramp_for, swatch_css
from lib.charts.style import FONT_FAMILY, Look, Theme, looks, palette
from lib.model.community import Answer, Criterion
from lib.model.schemas import require
from lib.model.territory import REGION_AREA
from lib.text.formats import number, paragraph
from lib.text.messages import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its look, what is printed, and the words a screen reader adds (class, unit).

    `href` opens what stands behind it, `hint` is shown by the pointer, `selected` is the one that is open.
    """

    look: Look
    text: str
    spoken: str
    href: str = ""
    hint: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `group` is the heading it stands under ("" for none), `href` opens it, `note` fills the unit column."""

    name: str
    cells: tuple[Cell, ...]
    group: str = ""
    href: str = ""
    note: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Rug:
    """A whole table: caption, heading of the row names, headings of the columns, rows in order, key."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    key: tuple[KeyEntry, ...]
    key_title: str
    note_title: str = ""
    selected_column: int | None = None


def rug_html(rug: Rug, theme: Theme) -> str:
    """The table with its key above, ready for `st.html`. Rows of one group must follow one another."""
    notes = bool(rug.note_title)
    heads = "".join(
        f'<th scope="col"{_chosen(place == rug.selected_column)}>{escape(name)}</th>'
        for place, name in enumerate(rug.columns)
    )
    note_head = f'<th scope="col" class="rug-note">{escape(rug.note_title)}</th>' if notes else ""
    body = "".join(
        f"<tbody>{_group(group, rug, again=place > 0)}{''.join(_row(row, rug, notes=notes) for row in rows)}</tbody>"
        for place, (group, rows) in enumerate(groupby(rug.rows, key=lambda row: row.group))
    )
    looks_used = "".join(f".{_class_of(look)}{{{swatch_css(look)}}}" for look in dict.fromkeys(
        cell.look for row in rug.rows for cell in row.cells))
    return (
        f"<style>{_css(theme)}{looks_used}</style>{legend_html(rug.key, rug.key_title, theme)}"
        f'<div class="rug rug-{theme}" role="region" tabindex="0" aria-label="{escape(rug.caption)}">'
        f"<table><caption>{escape(rug.caption)}</caption>"
        f'<thead><tr><th scope="col" class="rug-name">{escape(rug.corner)}</th>{note_head}{heads}</tr></thead>'
        f"{body}</table></div>"
    )


def _chosen(chosen: bool) -> str:
    return ' class="rug-chosen"' if chosen else ""


def _group(group: str, rug: Rug, *, again: bool) -> str:
    """The heading of a group; from the second one on the columns are named again, for the eye only."""
    if not group:
        return ""
    names, head = 1 + bool(rug.note_title), f"<span>{escape(group)}</span>"
    if not again:
        return f'<tr><th scope="rowgroup" colspan="{names + len(rug.columns)}" class="rug-group">{head}</th></tr>'
    repeated = "".join(f'<td class="rug-again" aria-hidden="true">{escape(name)}</td>' for name in rug.columns)
    return f'<tr><th scope="rowgroup" colspan="{names}" class="rug-group">{head}</th>{repeated}</tr>'


def _row(row: Row, rug: Rug, *, notes: bool) -> str:
    name = escape(row.name)
    if row.href:
        current = ' aria-current="true"' if row.selected else ""
        name = f'<a href="{escape(row.href)}"{current}>{name}</a>'
    note = f'<td class="rug-note">{escape(row.note)}</td>' if notes else ""
    cells = "".join(_cell(cell, place == rug.selected_column) for place, cell in enumerate(row.cells))
    return f'<tr{_chosen(row.selected)}><th scope="row" class="rug-name">{name}</th>{note}{cells}</tr>'


def _cell(cell: Cell, chosen: bool) -> str:
    inner = (f'<span aria-hidden="true">{escape(cell.look.symbol)}</span> {escape(cell.text)}'
             f'<span class="rug-spoken"> {escape(cell.spoken)}</span>')
    hint = f' title="{escape(cell.hint)}"' if cell.hint else ""
    if cell.href:
        current = ' aria-current="true"' if cell.selected else ""
        inner = f'<a href="{escape(cell.href)}" tabindex="-1"{current}{hint}>{inner}</a>'
        hint = ""
    marks = f"{_class_of(cell.look)} rug-chosen" if chosen else _class_of(cell.look)
    return f'<td class="{marks}"{hint}>{inner}</td>'


@cache
def _class_of(look: Look) -> str:
    """A name of the look that is the same in every rug of a page, whose styles share one space of names."""
    return f"rug-{crc32(swatch_css(look).encode()):08x}"


def _css(theme: Theme) -> str:
    colours = palette(theme)
    at = f".rug-{theme}"
    return f"""
        {at} {{ position: relative; overflow-x: auto; max-width: 100%; container-type: inline-size;
            font-family: {FONT_FAMILY}; color: {colours.text}; scroll-padding-left: 10rem; }}
        {at}:focus-visible, {at} a:focus-visible {{ outline: 3px solid {colours.focus}; outline-offset: -3px; }}
        {at} table {{ border-collapse: separate; border-spacing: 2px; width: 100%; margin: 0; font-size: .8125rem;
            font-variant-numeric: tabular-nums; }}
        {at} caption {{ text-align: left; padding: .25rem 0; color: {colours.muted}; caption-side: top;
            max-width: 100cqi; }}
        {at} th, {at} td {{ padding: .2rem .3rem; line-height: 1.25; border: 1px solid transparent; }}
        {at} td {{ text-align: right; white-space: nowrap; border-radius: 3px; }}
        {at} thead th {{ vertical-align: bottom; text-align: right; font-weight: 600; min-width: 3.6rem; width: 5.6%; }}
        {at} td.rug-again {{ vertical-align: bottom; white-space: normal; font-size: .72rem; color: {colours.muted}; }}
        {at} th.rug-name {{ position: sticky; left: 0; z-index: 1; background: {colours.background}; text-align: left;
            font-weight: 400; min-width: 9rem; max-width: 20rem; }}
        {at} thead th.rug-name {{ font-weight: 600; width: auto; }}
        {at} th.rug-group {{ text-align: left; font-weight: 700; padding-top: .7rem; }}
        {at} th.rug-group span {{ position: sticky; left: .45rem; }}
        {at} td.rug-note, {at} th.rug-note {{ text-align: left; color: {colours.muted}; font-weight: 400;
            white-space: normal; min-width: 3rem; }}
        {at} tr.rug-chosen th.rug-name {{ font-weight: 700; box-shadow: inset 4px 0 0 {colours.accent}; }}
        {at} th.rug-chosen {{ box-shadow: inset 0 -4px 0 {colours.accent}; }}
        {at} td.rug-chosen {{ font-weight: 700; }}
        {at} a {{ color: {colours.accent}; }}
        {at} td a {{ display: block; margin: -.2rem -.3rem; padding: .2rem .3rem; color: inherit;
            text-decoration: none; border-radius: 3px; }}
        {at} td:has(a) {{ cursor: pointer; }}
        {at} td a:hover {{ text-decoration: underline; }}
        {at} td a:focus-visible {{ outline-offset: 0; }}
        {at} td a[aria-current] {{ box-shadow: 0 0 0 2px {colours.background}, 0 0 0 4px {colours.text};
            font-weight: 700; }}
        {at} .rug-spoken {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
            white-space: nowrap; }}
        @media (max-width: 640px) {{
            {at} th.rug-name {{ min-width: 7.5rem; max-width: 8.5rem; font-size: .8rem; }} }}
    """


def column_of(codes: Sequence[str], chosen: str | None) -> int | None:
    """The place of the chosen area among the columns."""
    return codes.index(chosen) if chosen in codes else None


def count_rug(
    frame: pd.DataFrame, words: Words, theme: Theme, *, caption: str, hrefs: Mapping[str, str] | None = None,
    selected_orp: str | None = None,
) -> Rug:
    """Matrix type × ORP of the table `service_count` on the blue ramp; a pair without a row has 0 services.

    `frame`: orp_code, orp_name, type_code, type_name, services. The region's own column is not coloured by the ramp,
    because it counts every area at once.
    """
    require(frame, "orp_code", "orp_name", "type_code", "type_name", "services", key=("orp_code", "type_code"))
    areas = frame[["orp_code", "orp_name"]].drop_duplicates("orp_code")
    codes = [str(code) for code in areas["orp_code"]]
    counts = {
        (str(code), str(orp)): None if pd.isna(services) else int(services)
        for orp, code, services in zip(frame["orp_code"], frame["type_code"], frame["services"], strict=True)
    }
    types = frame[["type_code", "type_name"]].drop_duplicates("type_code")
    ramped = [counts.get((str(code), orp), 0) for code in types["type_code"] for orp in codes if orp != REGION_AREA]
    ramp = ramp_for(ramped, "services")
    colours = palette(theme)
    plain = Look(colours.surface, colours.text, colours.border, "Σ")

    def cell(code: str, orp: str) -> Cell:
        count = counts.get((code, orp), 0)
        if count is None:
            return Cell(colours.unknown, "", words.label("empty", "unknown"))
        return Cell(plain if orp == REGION_AREA else ramp.look(count, theme), number(count, words.lang), "")

    rows = tuple(
        Row(f"{paragraph(str(code))} {name}", tuple(cell(str(code), orp) for orp in codes),
            href=(hrefs or {}).get(str(code), ""))
        for code, name in zip(types["type_code"], types["type_name"], strict=True)
    )
    return Rug(
        caption=caption, corner=words("Service type"), columns=tuple(str(name) for name in areas["orp_name"]),
        rows=rows, key=ramp.key(ramped, words, theme), key_title=words("Number of services"),
        selected_column=column_of(codes, selected_orp),
    )


def quality_rug(
    quality: pd.DataFrame, plans: Mapping[str, str], words: Words, theme: Theme, *, caption: str,
) -> Rug:
    """Plans by the seven criteria of the evaluation: yes, no, unknown; a criterion without an answer is unknown.

    `quality`: plan_code, criterion, answer, one row each. `plans`: title by plan code, in the order of the rows.
    """
    require(quality, "plan_code", "criterion", "answer", key=("plan_code", "criterion"))
    answers = {
        (str(plan), str(criterion)): str(answer)
        for plan, criterion, answer in zip(quality["plan_code"], quality["criterion"], quality["answer"], strict=True)
    }

    def cell(plan: str, criterion: Criterion) -> Cell:
        answer = answers.get((plan, criterion.value), Answer.UNKNOWN.value)
        return Cell(looks(theme, "answer")[answer], words.label("answer", answer), "")

    return Rug(
        caption=caption, corner=words("Plan"),
        columns=tuple(words.label("criterion", criterion.value) for criterion in Criterion),
        rows=tuple(Row(title, tuple(cell(code, each) for each in Criterion)) for code, title in plans.items()),
        key=domain_key("answer", words, theme), key_title=words("Criterion met"),
    )
