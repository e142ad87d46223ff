"""Figures of roll-ups: cards by state or by the region's three words, and declared progress beside time elapsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from lib.charts import figures
from lib.charts.legend import KeyEntry
from lib.charts.style import NBSP, Look, Theme, axis, base_layout, looks, marker, palette
from lib.model.derived_rollup import Fulfilment
from lib.model.lookup import records
from lib.model.schemas import require
from lib.model.shares import percentages
from lib.text.formats import amount, number, percent
from lib.text.messages import Words

Scale = Literal["states", "triple"]
"""What the cards of a row are divided into: states as declared, or the region's three words."""


LINE = "┃"
"""Sign of time elapsed in the key and between the numbers; the figure draws the same shape."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a row: its column, its word, how it is drawn."""

    column: str
    meaning: str
    look: Look


def parts_of(scale: Scale, words: Words, theme: Theme) -> tuple[Part, ...]:
    """The parts of a scale from fulfilled to unknown, as bars, keys and tables have them."""
    if scale == "states":
        drawn = looks(theme, "activity_state")
        return tuple(Part(state, figures.state_word(state, words), drawn[state]) for state in figures.STATES)
    drawn = looks(theme, "fulfilment")
    return tuple(Part(word.value, words.label("fulfilment", word.value), drawn[word.value]) for word in Fulfilment)


def key(parts: Sequence[Part], counts: Sequence[int], words: Words) -> tuple[KeyEntry, ...]:
    """Key of `bars`: every part that occurs with n and %, and the % add up to 100."""
    return tuple(
        KeyEntry(part.look, f"{part.meaning} {number(count, words.lang)} ({percent(share / 100, words.lang)})")
        for part, count, share in zip(parts, counts, percentages(counts), strict=True) if count
    )


def bars(rows: pd.DataFrame, parts: Sequence[Part], words: Words, theme: Theme) -> go.Figure:
    """Cards of every row as one stacked bar with the counts inside, its title and their sum above.

    `rows`: one row per bar with title and one count per part.
    """
    columns = [part.column for part in parts]
    require(rows, "title", *columns)
    sums = [int(n) for n in rows[columns].sum(axis=1)]
    titles = [f"{title} ({number(n, words.lang)})" for title, n in zip(rows["title"], sums, strict=True)]
    head, pitch = _heads(titles)
    places = [float(place) for place in range(len(rows))]
    traces: list[Any] = [
        figures.segments(part.look, part.meaning, [int(count) for count in rows[part.column]], places, words)
        for part in parts if int(rows[part.column].sum())
    ]
    traces.append(figures.text_marks([0] * len(head), [place - 0.46 for place in places], head, 13, theme))
    layout = figures.stacked(words, theme, height=70 + pitch * len(places), total=max(1, *sums))
    layout["yaxis"] = axis(theme, showticklabels=False, showgrid=False, range=[len(places) - 0.6, -0.95])
    return go.Figure(data=traces, layout=layout)


def declared_and_elapsed(rows: pd.DataFrame, words: Words, theme: Theme) -> go.Figure:
    """Mean declared progress of every row as a bar, mean time elapsed of the same cards as a line across it.

    `rows`: one row per bar with title, declared_pct, elapsed_pct (both 0–100, NA = no card with known progress),
    declared_activities. Where the line stands right of the bar's end, more time has passed than work is declared; both
    numbers stand beside them, with the sign of the line between.
    """
    require(rows, "title", "declared_pct", "elapsed_pct", "declared_activities")
    colours = palette(theme)
    head, pitch = _heads([str(title) for title in rows["title"]])
    drawn, unknown = looks(theme, "activity_state")["running"], words.label("empty", "unknown")
    both = ("declared_pct", "elapsed_pct")
    listed = records(rows)
    known = [(float(place), row) for place, row in enumerate(listed) if not pd.isna(row["declared_pct"])]
    places = [place for place, _ in known]
    hovers = [
        words("declared {declared}, time elapsed {elapsed}", declared=_pct(row["declared_pct"], words),
              elapsed=_pct(row["elapsed_pct"], words))
        + f"<br>{amount(row['declared_activities'], 'activities', words.lang)}"
        for _, row in known
    ]
    hover = {"customdata": hovers, "hovertemplate": "%{customdata}<extra></extra>"}
    values = [
        NBSP * 3 + (unknown if pd.isna(row["declared_pct"])
                    else f"{NBSP}{LINE}{NBSP}".join(_pct(row[name], words) for name in both))
        for row in listed
    ]
    ends = [max([0.0, *(float(row[name]) for name in both if not pd.isna(row[name]))])
            for row in listed]
    layout = base_layout(theme, words.lang, height=70 + pitch * len(listed))
    layout["xaxis"] = axis(theme, words("per cent (mean of cards whose progress is known)"), range=[0, 128],
                           tickvals=[0, 25, 50, 75, 100])
    layout["yaxis"] = axis(theme, showticklabels=False, showgrid=False, range=[len(listed) - 0.6, -0.95])
    layout["barmode"] = "overlay"
    return go.Figure(data=[
        {"type": "bar", "orientation": "h", "width": 0.3, "x": [float(row["declared_pct"]) for _, row in known],
         "y": places, "marker": marker(drawn, 1.5), **hover},
        {"type": "scatter", "mode": "markers", "x": [float(row["elapsed_pct"]) for _, row in known], "y": places,
         "marker": {"symbol": "line-ns-open", "size": 22, "color": colours.text, "line": {"width": 3}}, **hover},
        figures.text_marks(ends, [float(place) for place in range(len(listed))], values, 13, theme),
        figures.text_marks([0] * len(head), [place - 0.46 for place in range(len(head))], head, 13, theme),
    ], layout=layout)


def declared_and_elapsed_key(words: Words, theme: Theme) -> tuple[KeyEntry, ...]:
    """The key of that figure: the bar and the line."""
    colours = palette(theme)
    return (KeyEntry(looks(theme, "activity_state")["running"], words("declared progress (mean)")),
            KeyEntry(Look(colours.background, colours.text, colours.border, LINE),
                     words("time elapsed of the same cards (mean)")))


def _pct(value: object, words: Words) -> str:
    return amount(value, "pct", words.lang, digits=0)


def _heads(titles: Sequence[str]) -> tuple[list[str], int]:
    """Titles of rows in one or two lines, and how many pixels a row takes with them."""
    head = [figures.titled(title) for title in titles]
    return head, 66 if any("<br>" in title for title in head) else 50
