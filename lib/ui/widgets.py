"""What pages are built of: blocks with heading, reading, picture, table twin, downloads and "O těchto datech"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.charts.facts import Fact, facts_html
from lib.charts.plain import PlainCell, PlainTable, plain_html
from lib.charts.style import PLOTLY_CONFIG
from lib.exports import labels
from lib.exports.csvw import csv_bytes
from lib.exports.labels import absences, filled, in_words
from lib.exports.xlsx import about_rows, xlsx_bytes
from lib.model.fields import Field
from lib.text import formats
from lib.text.messages import Words
from lib.ui import cached
from lib.ui.page import Here, demo_badge, notes, scenario_badge, sources
from lib.ui.written import plain
from lib.views.base import Provenance, Sheet
from lib.views.names import english_names


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers of a page in a row: heading, number, unit, sentence, and the page that says more.

    `counts` are what the number is the sum of, each with the address of its list; they stand after the sentence.
    """

    heading: str
    number: str
    unit: str
    sentence: str
    page: str
    link: str
    query: Mapping[str, str]
    counts: tuple[tuple[str, str], ...] = ()


def heading(
    here: Here, text: str, anchor: str, *, demo: bool = False, unit: str = "", scenario: bool = False
) -> None:
    """A block's heading with its unit and the marks of illustrative data and of scenarios; it can be linked to."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        unit_text = f" :gray[({plain(unit)})]" if unit else ""
        st.subheader(f"{plain(text)}{unit_text}", anchor=anchor, width="content")
        if scenario:
            scenario_badge(here)
        if demo:
            demo_badge(here)


def drawn(here: Here, block: str, draw: Callable[[], None]) -> None:
    """Draw a block without widgets; the same state replays it without computing anything."""
    cached.drawn(block, here.state, draw)


def reading(text: str) -> None:
    """The one sentence that says what the picture shows."""
    if text:
        st.markdown(plain(text))


def chart(figure: go.Figure, key: str, alt: str, pick: Callable[[str], None] | None = None) -> None:
    """A plotly figure without tools, named for people who cannot see it.

    `pick` gets the code a user clicks on: the second value of the mark's customdata. Beside such a chart stands a
    control that does the same by keyboard.
    """
    choosing: dict[str, Any] = {}
    if pick is not None:
        choosing = {"selection_mode": "points", "on_select": lambda: _picked(key, pick)}
    st.plotly_chart(figure, key=key, theme=None, config=dict(PLOTLY_CONFIG), alt=alt, **choosing)


def _picked(key: str, pick: Callable[[str], None]) -> None:
    for point in st.session_state[key].selection.points[:1]:
        pick(str(point["customdata"][1]))


def twin(here: Here, sheet: Sheet, key: str) -> None:
    """The table behind a picture, its downloads and what there is to know about it; each is built when opened."""
    words = here.words
    with st.container(horizontal=True, gap="small", key=f"twin_{key}"):
        table = st.expander(words("Table and download"), icon=":material/table:", key=f"table_{key}", on_change="rerun")
        about = st.expander(words("About these data"), icon=":material/info:", key=f"about_{key}", on_change="rerun")
    if table.open:
        with table:
            grid(here, in_language(here, sheet), key)
            downloads(here, sheet, key)
    if about.open:
        with about:
            about_text(here, sheet)


def downloads(here: Here, sheet: Sheet, key: str) -> None:
    """The sheet as CSV and XLSX, made on click."""
    words, name = here.words, file_name(sheet)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            words("Download CSV"),
            lambda: csv_bytes(in_language(here, sheet), words),
            f"{name}.csv",
            "text/csv",
            key=f"csv_{key}",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            words("Download XLSX"),
            lambda: xlsx_bytes(in_language(here, sheet), words),
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"xlsx_{key}",
            on_click="ignore",
            icon=":material/download:",
        )


def file_name(sheet: Sheet) -> str:
    """What a file of the sheet is called: table, day, what was asked for, release, and the marks that apply."""
    provenance = sheet.provenance
    asked = "".join(f"_{_in_a_name(key, value)}" for key, value in sheet.asked)
    name = f"{sheet.table.name}_{provenance.at.valid_on.isoformat()}{asked}_v{provenance.release.number}"
    return f"{name}_UKAZKA" if provenance.demo else name


def _in_a_name(key: str, value: str) -> str:
    """What was asked for as a part of a file's name; a scenario is told by a few signs that differ with it."""
    if key == "scenar":
        return f"SCENAR-{sha256(value.encode()).hexdigest()[:6]}"
    return re.sub(r"[^A-Za-z0-9.-]+", "_", value)


def grid(
    here: Here, sheet: Sheet, key: str, hide: tuple[str, ...] = (), pick: Callable[[int | None], None] | None = None
) -> None:
    """A sheet as an interactive table with titles and units in the user's language; unknown cells stay empty.

    `pick` gets the position of the row a user chooses, None when the choice is taken back.
    """
    words = here.words
    fields = [field for field in sheet.table.fields if field.name not in hide]
    frame = cached.made(
        f"grid_{key}",
        here.state,
        lambda: pd.DataFrame({field.name: _cells(here, field, sheet.frame) for field in fields}),
    )
    widget = f"grid_{key}"
    choosing: dict[str, Any] = (
        {}
        if pick is None
        else {
            "selection_mode": "single-row",
            "on_select": lambda: pick(next(iter(st.session_state[widget].selection.rows), None)),
        }
    )
    st.dataframe(
        frame,
        key=widget,
        hide_index=True,
        alt=words.title(sheet.table),
        placeholder=words.label("empty", _placeholder(fields, sheet.frame)),
        column_config={field.name: _column(words, field) for field in fields},
        **choosing,
    )


def _cells(here: Here, field: Field, frame: pd.DataFrame) -> pd.Series:
    """The column as the grid gets it: words for codes, and in text the word for what absence means."""
    shown = in_words(here.words, field, frame)
    return filled(here.words, field, frame, shown) if field.kind in ("text", "code") else shown


def _placeholder(fields: Sequence[Field], frame: pd.DataFrame) -> str:
    """What empty cells of numbers and days say: the grid has one word for all, so it is the most careful one."""
    meanings = {
        meaning
        for field in fields
        if field.kind not in ("text", "code")
        for meaning in absences(field, frame)[frame[field.name].isna()].unique()
    }
    return meanings.pop() if len(meanings) == 1 else "unknown"


def in_language(here: Here, sheet: Sheet) -> Sheet:
    """The sheet with names in the reader's language."""
    if here.words.lang == "cs":
        return labels.in_language(sheet, here.words, {})
    known_at = here.selection.at.known_at
    names = cached.made("names", str(known_at), lambda: english_names(cached.database(), known_at))
    return labels.in_language(sheet, here.words, names)


def _column(words: Words, field: Field) -> Any:
    unit = (
        f" ({formats.unit_name(field.unit, words.lang)})" if field.unit not in (None, "unit", "share", "index") else ""
    )
    title = f"{words.title(field)}{unit}"
    if field.kind == "date":
        return st.column_config.DateColumn(title, format="D. M. YYYY")
    if field.unit == "share":
        return st.column_config.NumberColumn(title, format="percent")
    if field.unit == "pct":
        return st.column_config.NumberColumn(title, format="%.0f")
    if field.kind in ("integer", "number") and field.name not in ("year", "start_year", "end_year"):
        return st.column_config.NumberColumn(title, format="localized")
    return st.column_config.TextColumn(title) if field.kind != "boolean" else st.column_config.CheckboxColumn(title)


def table(here: Here, shown: PlainTable) -> None:
    """A plain table of facts."""
    st.html(plain_html(shown, here.theme))


def listed(here: Here, title: str, nothing: str, head: tuple[str, ...], rows: Sequence[tuple[PlainCell, ...]]) -> None:
    """A small heading and a plain table under it, or the sentence that there is nothing to list."""
    st.markdown(f"**{plain(title)}**")
    if not rows:
        st.markdown(plain(nothing))
        return
    table(here, PlainTable(title, head, tuple(rows)))


def more_filters(here: Here, in_use: int) -> DeltaGenerator:
    """The place of filters few people need; it is open, and says so, while some of them are in use."""
    words = here.words
    title = words("More filters ({n} in use)", n=in_use) if in_use else words("More filters")
    return st.expander(plain(title), expanded=in_use > 0, icon=":material/tune:", key="more_filters")


def day_cell(here: Here, value: Any, missing: str) -> PlainCell:
    """A day that does not break into lines, or the word for its absence."""
    return PlainCell(missing if pd.isna(value) else here.day(value.date()).replace(" ", formats.NBSP))


def facts(here: Here, listed: Sequence[Fact]) -> None:
    """Facts about one thing, label above value."""
    st.html(facts_html(listed, here.theme))


def used_sources(here: Here, provenance: Provenance, key: str) -> None:
    """The sources behind a block, on request."""
    block = st.expander(
        here.words("Sources used here"), icon=":material/source:", key=f"sources_{key}", on_change="rerun"
    )
    if block.open:
        with block:
            sources(here, provenance)


def sheet_with_downloads(here: Here, sheet: Sheet, rows: pd.DataFrame, key: str, hide: tuple[str, ...] = ()) -> None:
    """A sheet shown as a table at once, narrowed to some rows, with downloads of just these rows."""
    shown = replace(sheet, frame=rows)
    grid(here, in_language(here, shown), key, hide)
    below_grid(here, shown, key)


def below_grid(here: Here, sheet: Sheet, key: str) -> None:
    """What stands under a table shown at once: notes, downloads and, on request, what there is to know."""
    notes(here, sheet.notes)
    downloads(here, sheet, key)
    about = st.expander(here.words("About these data"), icon=":material/info:", key=f"about_{key}", on_change="rerun")
    if about.open:
        with about:
            about_text(here, sheet)


def about_text(here: Here, sheet: Sheet) -> None:
    """What there is to know about a sheet."""
    for label, text in about_rows(sheet, here.words):
        st.markdown(f"**{plain(label)}:** {plain(text)}")


def foot(here: Here, sheet: Sheet, key: str) -> None:
    """What stands under every picture: notes, table twin, downloads, about."""
    notes(here, sheet.notes)
    twin(here, sheet, key)


def answers(here: Here, demo: bool, listed: tuple[Answer, ...]) -> None:
    """The answers of a page side by side, each with its link; `style.css` lays them out by the room there is.

    `demo`: whether illustrative rows enter the figures.
    """
    mark = f'<span class="answer-demo">{escape(here.words("DEMO"))}</span>' if demo else ""
    with st.container(key="answers"):
        for position, answer in enumerate(listed):
            with st.container(border=True, height="stretch", key=f"answer_{position}"):
                st.html(
                    f'<div class="answer"><h3 class="answer-heading">{escape(answer.heading)}</h3>'
                    f'<p class="answer-figure"><span class="answer-number">{escape(answer.number)}</span> '
                    f'<span class="answer-unit">{escape(answer.unit)}</span></p>'
                    f'<p class="answer-sentence">{escape(answer.sentence)}{_linked(answer.counts)}</p>{mark}</div>'
                )
                st.page_link(
                    answer.page, label=answer.link, icon=":material/arrow_forward:", query_params=dict(answer.query)
                )


def _linked(counts: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f'<a href="{escape(address)}" target="_self">{escape(text)}</a>' for text, address in counts)
