"""Gaps before and after a scenario: two marks per area and a line between, told apart by shape, not by colour alone."""

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.legend import KeyEntry, domain_key
from lib.charts.style import NBSP, Look, Theme, axis, base_layout, looks, palette
from lib.model.schemas import require
from lib.text.formats import amount, signed, unit_name
from lib.text.messages import Words

BEFORE, AFTER = "┃", "◆"
"""Signs of the two states in the key; the figure draws the same shapes."""


def before_and_after(frame: pd.DataFrame, words: Words, theme: Theme, *, domain: str = "gap_class") -> go.Figure:
    """Gap of one type, form and unit (or one target group) per ORP before and after: missing to the left.

    Parameters
    ----------
    frame : one row per orp_code with orp_name, unit, gap_before_units, gap_after_units (in `unit`, NA = unknown),
        class_after and touched (whether the scenario changes the area itself: such names are bold).
    domain : looks and words of the classes; gap_class_neutral where more capacity is not what is wanted.

    Raises
    ------
    SchemaMismatch : a column is absent or an ORP is repeated.
    """
    require(frame, "orp_code", "orp_name", "unit", "gap_before_units", "gap_after_units", "class_after", "touched",
            key=("orp_code",))
    rows = frame.sort_values(["gap_before_units", "orp_code"], na_position="last")
    colours, unit = palette(theme), str(rows["unit"].iloc[0])
    before, after = _known(rows["gap_before_units"]), _known(rows["gap_after_units"])
    classes = [str(word) for word in rows["class_after"]]
    drawn = [looks(theme, domain)[word] for word in classes]
    names = [escape(str(name), quote=False) for name in rows["orp_name"]]
    places = list(range(len(rows)))
    hovers = [
        f"<b>{name}</b><br>{words('before: {gap}', gap=amount(first, unit, words.lang, significant=3))}<br>"
        f"{words('after: {gap}', gap=amount(second, unit, words.lang, significant=3))}<br>"
        f"{look.symbol} {words.label(domain, word)}"
        for name, first, second, look, word in zip(names, before, after, drawn, classes, strict=True)
    ]
    marks = {"type": "scatter", "mode": "markers", "customdata": hovers,
             "hovertemplate": "%{customdata}<extra></extra>"}
    known = [gap for gap in (0.0, *before, *after) if gap is not None]
    least, most = min(known), max(known)
    spread = most - least or 1.0
    # Right of both marks and of zero, whose line would cross the number.
    ends = [max(0.0, *(gap or 0.0 for gap in pair)) for pair in zip(before, after, strict=True)]
    labels = [_label(first, second, look, words) for first, second, look in zip(before, after, drawn, strict=True)]
    layout = base_layout(theme, words.lang, height=72 + 34 * len(places))
    layout["xaxis"] = axis(
        theme, words("← missing | to spare → ({unit})", unit=unit_name(unit, words.lang)),
        range=[least - spread / 10, most + spread], zeroline=True, zerolinewidth=1.5, zerolinecolor=colours.text,
        nticks=5,
    )
    layout["yaxis"] = axis(
        theme, tickvals=places, range=[len(places) - 0.5, -0.5],
        ticktext=[f"<b>▸ {name}</b>" if on else name for name, on in zip(names, rows["touched"], strict=True)],
    )
    return go.Figure(data=[
        _lines(before, after, colours.text),
        {**marks, "x": before, "y": places,
         "marker": {"symbol": "line-ns-open", "size": 18, "color": colours.text, "line": {"width": 3}}},
        {**marks, "x": after, "y": places,
         "marker": {"symbol": "diamond", "size": 11, "color": [look.fill for look in drawn],
                    "line": {"color": colours.text, "width": 1.5}}},
        {"type": "scatter", "mode": "text", "x": ends, "y": places, "text": labels, "textposition": "middle right",
         "cliponaxis": False, "hoverinfo": "skip"},
    ], layout=layout)


def before_and_after_key(words: Words, theme: Theme, classes: set[str], domain: str = "gap_class"
                         ) -> tuple[KeyEntry, ...]:
    """The key of the figure: the two shapes, then the classes its fills stand for."""
    colours = palette(theme)
    shape = {sign: Look(colours.background, colours.text, colours.border, sign) for sign in (BEFORE, AFTER)}
    return (KeyEntry(shape[BEFORE], words("before the change")),
            KeyEntry(shape[AFTER], words("after the change, filled by its class:")),
            *domain_key(domain, words, theme, classes))


def _known(gaps: pd.Series) -> list[float | None]:
    return [None if pd.isna(gap) else float(gap) for gap in gaps]


def _lines(before: list[float | None], after: list[float | None], colour: str) -> dict[str, Any]:
    """One trace with a piece of line for every area, broken between areas."""
    pairs = zip(before, after, strict=True)
    ends = [(place, first, second) for place, (first, second) in enumerate(pairs)
            if first is not None and second is not None]
    return {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": colour, "width": 2},
            "x": [x for _, first, second in ends for x in (first, second, None)],
            "y": [y for place, _, _ in ends for y in (place, place, None)]}


def _label(before: float | None, after: float | None, look: Look, words: Words) -> str:
    first, second = (signed(gap, words.lang, significant=3) for gap in (before, after))
    text = first if first == second else f"{first} → {second}"
    return f"{NBSP}{NBSP}{NBSP}{look.symbol}{NBSP}{text.replace(' ', NBSP)}"
