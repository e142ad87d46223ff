"""Plotly figures from derived tables: made of arrays and graph objects, because `plotly.express` costs ten times more.

Every figure names its unit on the axis, labels its bars directly and can be read in greyscale. Show them with
`style.PLOTLY_CONFIG` and `theme=None`, otherwise Streamlit's own template overrides the palette.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from textwrap import shorten, wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.legend import KeyEntry
from lib.charts.style import NBSP, UNREPORTED, Look, Theme, axis, base_layout, looks, marker, palette
from lib.model.derived import PlanState, Signal
from lib.model.lookup import records
from lib.model.plan import ActivityState, printed_code
from lib.model.schemas import require
from lib.model.shares import percentages
from lib.model.territory import REGION_AREA
from lib.text.arithmetic import counted
from lib.text.formats import amount, number, percent, signed, unit_name
from lib.text.formats import date as day_text
from lib.text.messages import Words

STATES: tuple[str, ...] = (
    ActivityState.DONE, ActivityState.RUNNING, ActivityState.CONTINUOUS, ActivityState.PREPARING,
    ActivityState.NOT_STARTED, ActivityState.SUSPENDED, ActivityState.CANCELLED, UNREPORTED,
)
"""States of activities from done to never reported: the order of segments in every stacked bar."""

TITLE_WIDTH = 50
"""Characters of a row title that fit a phone 390 px wide; longer titles take a second line."""

DAY_MS = 86_400_000


def gap_bars(frame: pd.DataFrame, words: Words, theme: Theme, *, selected: str | None = None,
             domain: str = "gap_class") -> go.Figure:
    """Gap of one service type, form and unit (or one target group) per ORP: missing to the left, to spare to the right.

    Parameters
    ----------
    frame : one row per orp_code, columns of the table `gap`: orp_code, orp_name, unit, gap_units (in `unit`, NA =
        unknown), class, small_number, capacity_units and its interval, told by the hover where the number is small and
        a dot marks it. A row of the whole region is left out. The customdata of a bar is its hover and its orp_code.
    selected : code of the ORP to emphasise.
    domain : looks and words of the classes; gap_class_neutral where more capacity is not what is wanted.

    Raises
    ------
    SchemaMismatch : a column is absent or an ORP is repeated.
    """
    require(frame, "orp_code", "orp_name", "unit", "gap_units", "class", "small_number", "capacity_units",
            "capacity_low_units", "capacity_high_units", key=("orp_code",))
    rows = frame[frame["orp_code"] != REGION_AREA].sort_values("gap_units", na_position="last")
    gaps = [None if pd.isna(gap) else float(gap) for gap in rows["gap_units"]]
    unit = str(rows["unit"].iloc[0])
    known = [gap for gap in gaps if gap is not None]
    drawn = [looks(theme, domain)[str(word)] for word in rows["class"]]
    names = [escape(str(name), quote=False) for name in rows["orp_name"]]
    chosen = [code == selected for code in rows["orp_code"]]
    counts = [
        "<br>" + words("small number: {count}", count=counted(words, capacity, low, high, unit)) if small else ""
        for small, capacity, low, high in zip(rows["small_number"], rows["capacity_units"], rows["capacity_low_units"],
                                              rows["capacity_high_units"], strict=True)
    ]
    labels = [
        f"{NBSP}{look.symbol} "
        f"{words.label(domain, word) if gap is None else signed(gap, words.lang, significant=3)}"
        f"{f'{NBSP}·' if count else ''}{NBSP}"
        for look, word, gap, count in zip(drawn, rows["class"], gaps, counts, strict=True)
    ]
    hovers = [
        [f"<b>{name}</b><br>{amount(gap, unit, words.lang, significant=3)}<br>{words.label(domain, word)}"
         f"{count}", code]
        for name, word, gap, count, code in zip(names, rows["class"], gaps, counts, rows["orp_code"], strict=True)
    ]
    places = list(range(len(rows)))
    bars = {
        "type": "bar", "x": [gap or 0.0 for gap in gaps], "y": places, "orientation": "h", "text": labels,
        "textposition": "outside", "cliponaxis": False, "constraintext": "none", "customdata": hovers,
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "marker": {"color": [look.fill for look in drawn],
                   "line": {"color": [look.line for look in drawn], "width": [3 if on else 1 for on in chosen]}},
        # A bar that was clicked on opens its arithmetic; the others do not fade.
        "unselected": {"marker": {"opacity": 1}},
    }
    least, most = min([0.0, *known]), max([0.0, *known])
    room = (most - least or 1.0) * 0.8
    # Words for absent values stand right of zero and are longer than numbers.
    words_room = room * (1.0 if len(known) == len(gaps) else 1.7)
    layout = base_layout(theme, words.lang, height=72 + 34 * len(places))
    title = words("← missing | to spare → ({unit})", unit=unit_name(unit, words.lang))
    layout["xaxis"] = axis(
        theme, title, range=[least - room, max(most + room, words_room)], zeroline=True, zerolinewidth=1.5,
        zerolinecolor=palette(theme).text, nticks=5,
    )
    layout["yaxis"] = axis(
        theme, tickvals=places, ticktext=[f"<b>▸ {name}</b>" if on else name
                                          for name, on in zip(names, chosen, strict=True)],
        range=[len(places) - 0.5, -0.5], showgrid=False,
    )
    return go.Figure(data=[bars], layout=layout)


def plan_validity_bars(plans: pd.DataFrame, valid_on: date, words: Words, theme: Theme) -> go.Figure:
    """Community plans on a time axis, the chosen day as a line; the extension is hatched, an unknown limit dashed.

    `plans`: one row per code with title, state on the day (a word of `PlanState`), valid_from, valid_to and extended_to
    (dates, NA = unknown). Plans that do not hold on the day are grey; those of which it is not known, drafts and
    announced ones among them, are dashed as those without a limit.
    """
    require(plans, "code", "title", "state", "valid_from", "valid_to", "extended_to", key=("code",))
    colours = palette(theme)
    rows = plans.sort_values(["valid_from", "code"], na_position="last")
    known = [each.date() for column in ("valid_from", "valid_to", "extended_to") for each in rows[column].dropna()]
    first = min([*known, valid_on]).replace(month=1, day=1)
    last = max([*known, valid_on]).replace(month=12, day=31)
    holds, past = looks(theme, "cover_status")["covered"], looks(theme, "activity_state")["not_started"]
    periods: list[tuple[int, date, date, Look, str]] = []
    ends: list[tuple[int, date, str]] = []
    for place, row in enumerate(records(rows)):
        begin, end, extended = (_day(each) for each in (row["valid_from"], row["valid_to"], row["extended_to"]))
        final = max((each for each in (end, extended) if each is not None), default=None)
        look = holds if row["state"] == PlanState.VALID else past
        hover = _validity_words(begin, end, extended, words)
        if row["state"] == PlanState.UNKNOWN or begin is None or final is None:
            look = colours.unknown
        periods.append((place, begin or first, end or final or last, look, hover))
        if extended is not None and end is not None and extended > end:
            periods.append((place, end, extended, Look(look.fill, look.ink, look.line, "▸", "/"), hover))
        ends.append((place, final or last, day_text(final, words.lang) if final else words("end not known")))
    titles = [titled(str(title)) for title in rows["title"]]
    return _periods(periods, titles, (first, last), valid_on=valid_on, words=words, theme=theme, ends=ends)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _validity_words(begin: date | None, end: date | None, extended: date | None, words: Words) -> str:
    text = words("{begin} – {end}", begin=begin, end=end)
    return text if extended is None else f"{text}<br>{words('extended until {end}', end=extended)}"


def activity_timeline(frame: pd.DataFrame, valid_on: date, words: Words, theme: Theme) -> go.Figure:
    """Planned period of every card as an outlined bar, declared progress as its filled part, the day as a line.

    `frame`: one row per activity_code with activity_title, start_year, end_year, state (NA = never reported),
    declared_pct (0–100, NA = not declared) and signals (words of `Signal`, NA = none). Lagging cards carry ▼ and the
    word.
    """
    require(frame, "activity_code", "activity_title", "start_year", "end_year", "state", "declared_pct", "signals",
            key=("activity_code",))
    colours = palette(theme)
    rows = frame.sort_values("activity_code")
    first = date(int(rows["start_year"].min()), 1, 1)
    last = date(int(rows["end_year"].max()), 12, 31)
    plan = Look(colours.background, colours.text, colours.border, "□")
    periods: list[tuple[int, date, date, Look, str]] = []
    titles: list[str] = []
    for place, row in enumerate(records(rows)):
        begin, end = date(int(row["start_year"]), 1, 1), date(int(row["end_year"]), 12, 31)
        state = UNREPORTED if pd.isna(row["state"]) else str(row["state"])
        look = looks(theme, "activity_state")[state]
        declared = None if pd.isna(row["declared_pct"]) else float(row["declared_pct"])
        lags = not pd.isna(row["signals"]) and Signal.LAGGING in str(row["signals"])
        status = f"{look.symbol} {state_word(state, words)}"
        status += "" if declared is None else f" {percent(declared / 100, words.lang)}"
        status += f" ▼ {words.label('signal', Signal.LAGGING)}" if lags else ""
        hover = f"{escape(str(row['activity_title']), quote=False)}<br>{begin.year}–{end.year}<br>{status}"
        if declared is None:
            periods.append((place, begin, end, colours.unknown if state == UNREPORTED else plan, hover))
        else:
            periods.append((place, begin, end, plan, hover))
            filled = begin + timedelta(days=round(((end - begin).days + 1) * declared / 100))
            if declared > 0:
                periods.append((place, begin, filled, look, hover))
        name = _line(f"{printed_code(row['activity_code'])} {row['activity_title']}")
        titles.append(f"{name}<br>{f'<b>{status}</b>' if lags else status}")
    return _periods(periods, titles, (first, last), valid_on=valid_on, words=words, theme=theme)


def state_word(state: str, words: Words) -> str:
    """The word of a state of activities, including cards that were never reported."""
    return words("never reported") if state == UNREPORTED else words.label("activity_state", state)


def _line(title: str) -> str:
    return escape(shorten(title, TITLE_WIDTH, placeholder="…"), quote=False)


def titled(title: str) -> str:
    """A title of a row in at most two lines."""
    lines = wrap(title, TITLE_WIDTH, max_lines=2, placeholder="…", break_long_words=True)
    return "<br>".join(escape(line, quote=False) for line in lines)


def _periods(
    periods: Sequence[tuple[int, date, date, Look, str]], titles: Sequence[str], span: tuple[date, date], *,
    valid_on: date, words: Words, theme: Theme, ends: Sequence[tuple[int, date, str]] = (),
) -> go.Figure:
    """Rows with their title above a bar on a time axis; titles stand inside the plot so that phones keep the width."""
    colours = palette(theme)
    first, last = span
    room = timedelta(days=round((last - first).days * (0.34 if ends else 0.02)))
    bars = [
        {
            "type": "bar", "base": [period[1].isoformat() for period in alike],
            "x": [((period[2] - period[1]).days + 1) * DAY_MS for period in alike],
            "y": [period[0] for period in alike], "orientation": "h", "width": 0.3, "marker": marker(look, 1.5),
            "customdata": [period[4] for period in alike], "hovertemplate": "%{customdata}<extra></extra>",
        }
        for look in dict.fromkeys(period[3] for period in periods)
        for alike in [[period for period in periods if period[3] == look]]
    ]
    wrapped = any("<br>" in title for title in titles)
    lift = 0.46 if wrapped else 0.4
    above = [place - lift for place in range(len(titles))]
    head = text_marks([first.isoformat()] * len(titles), above, titles, 13, theme)
    traces: list[Any] = [*bars, head]
    if ends:
        traces.append(text_marks([end.isoformat() for _, end, _ in ends], [place for place, _, _ in ends],
                             [f"{NBSP}{text}" for _, _, text in ends], 12, theme))
    layout = base_layout(theme, words.lang, height=70 + (66 if wrapped else 50) * len(titles))
    layout["barmode"] = "overlay"
    years = last.year - first.year + 1
    # Years stand on top, where they are seen also when many rows scroll inside a box.
    layout["xaxis"] = axis(
        theme, type="date", range=[first.isoformat(), (last + room).isoformat()], tickformat="%Y",
        dtick="M12" if years <= 8 else "M24", tick0=first.isoformat(), side="top",
    )
    layout["yaxis"] = axis(theme, range=[len(titles) - 0.6, -0.95], showgrid=False, showticklabels=False)
    moment = datetime(valid_on.year, valid_on.month, valid_on.day).isoformat()
    layout["shapes"] = [{
        "type": "line", "x0": moment, "x1": moment, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": colours.text, "width": 1.5, "dash": "dot"},
    }]
    layout["annotations"] = [{
        "x": moment, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 20, "showarrow": False,
        "text": day_text(valid_on, words.lang), "font": {"size": 12, "color": colours.text},
    }]
    layout["margin"]["t"] = 44
    return go.Figure(data=traces, layout=layout)


def text_marks(x: Sequence[Any], y: Sequence[float], texts: Sequence[str], size: int, theme: Theme) -> dict[str, Any]:
    """Words standing in the plot, beginning at their point."""
    return {
        "type": "scatter", "mode": "text", "x": list(x), "y": list(y), "text": list(texts), "hoverinfo": "skip",
        "textposition": "middle right", "cliponaxis": False,
        "textfont": {"size": size, "color": palette(theme).text},
    }


def state_bar(counts: Mapping[str, int], words: Words, theme: Theme) -> go.Figure:
    """All activities by state as one stacked bar with the counts inside; show `state_key` above it.

    `counts`: number of activities by word of `ActivityState` or `UNREPORTED`; absent states are 0.
    """
    shown = [state for state in STATES if counts.get(state, 0)]
    drawn = looks(theme, "activity_state")
    traces = [segments(drawn[state], state_word(state, words), [counts[state]], [0], words) for state in shown]
    layout = stacked(words, theme, height=120, total=sum(counts[state] for state in shown))
    layout["yaxis"] = axis(theme, showticklabels=False, showgrid=False, range=[-0.5, 0.5])
    return go.Figure(data=traces, layout=layout)


def state_key(counts: Mapping[str, int], words: Words, theme: Theme) -> tuple[KeyEntry, ...]:
    """Key of `state_bar`: every state that occurs with n and %, and the % add up to 100."""
    shown = [state for state in STATES if counts.get(state, 0)]
    shares = percentages([counts[state] for state in shown])
    return tuple(
        KeyEntry(looks(theme, "activity_state")[state],
                 f"{state_word(state, words)} {number(counts[state], words.lang)} ({percent(share / 100, words.lang)})")
        for state, share in zip(shown, shares, strict=True)
    )


def segments(
    look: Look, meaning: str, counts: Sequence[int], places: Sequence[float], words: Words,
) -> dict[str, Any]:
    """One part of stacked bars: its count in every bar, drawn and named alike."""
    return {
        "type": "bar", "x": list(counts), "y": list(places), "orientation": "h",
        "width": 0.36 if len(places) > 1 else 0.8,
        "text": [number(count, words.lang) if count else "" for count in counts],
        "textposition": "inside", "textangle": 0, "insidetextanchor": "middle", "constraintext": "none",
        "marker": marker(look, 1.5), "insidetextfont": {"color": look.ink, "size": 13},
        "customdata": [f"{meaning}: {amount(count, 'activities', words.lang)}" for count in counts],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def stacked(words: Words, theme: Theme, *, height: int, total: int) -> dict[str, Any]:
    """Layout of stacked bars of numbers of activities; `total` is the longest bar."""
    layout = base_layout(theme, words.lang, height=height)
    layout["barmode"] = "stack"
    layout["xaxis"] = axis(theme, words("number of activities"), range=[0, total], nticks=6, tickformat="d")
    return layout
