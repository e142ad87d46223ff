"""How comments were settled: one stacked bar with its key, the unsettled apart."""

from collections.abc import Mapping
from types import MappingProxyType

import plotly.graph_objects as go

from lib.charts.legend import KeyEntry
from lib.charts.style import Look, Theme, axis, base_layout, marker, palette
from lib.model.community import Answer
from lib.model.derived import CoverStatus
from lib.model.derived_comments import Settled
from lib.model.shares import percentages
from lib.text.formats import number, percent
from lib.text.messages import Words


def settlement_looks(theme: Theme) -> Mapping[str, Look]:
    """Looks of the ways of settlement by word, from accepted to not settled."""
    colours = palette(theme)
    return MappingProxyType({
        Settled.ACCEPTED.value: colours.answer[Answer.YES], Settled.PARTLY.value: colours.cover[CoverStatus.EXPIRING],
        Settled.NOT_ACCEPTED.value: colours.answer[Answer.NO], Settled.UNSETTLED.value: colours.unknown,
    })


def settlement_key(counts: Mapping[str, int], words: Words, theme: Theme) -> tuple[KeyEntry, ...]:
    """Key of `settlement_bar`: every way that occurs with n and % of those settled, which add up to 100; the unsettled
    with n only."""
    done = [way for way in settlement_looks(theme) if way != Settled.UNSETTLED]
    shares = dict(zip(done, percentages([counts[way] for way in done]), strict=True))

    def meaning(way: str) -> str:
        share = f" ({percent(shares[way] / 100, words.lang)})" if way in shares else ""
        return f"{words.label('settled', way)} {number(counts[way], words.lang)}{share}"

    return tuple(KeyEntry(look, meaning(way)) for way, look in settlement_looks(theme).items() if counts[way])


def settlement_bar(counts: Mapping[str, int], words: Words, theme: Theme) -> go.Figure:
    """All comments by settlement as one stacked bar with the counts inside.

    `counts`: number of comments by word of `Settled`, every word named.
    """
    traces = [{
        "type": "bar", "x": [counts[way]], "y": [0], "orientation": "h", "width": 0.8,
        "text": [number(counts[way], words.lang)], "textposition": "inside", "textangle": 0,
        "insidetextanchor": "middle", "constraintext": "none", "marker": marker(look, 1.5),
        "insidetextfont": {"color": look.ink, "size": 13},
        "customdata": [f"{words.label('settled', way)}: {number(counts[way], words.lang)}"],
        "hovertemplate": "%{customdata}<extra></extra>",
    } for way, look in settlement_looks(theme).items() if counts[way]]
    layout = base_layout(theme, words.lang, height=120)
    layout["barmode"] = "stack"
    title, total = words("number of comments"), sum(counts.values())
    layout["xaxis"] = axis(theme, title, range=[0, total], nticks=6, tickformat="d")
    layout["yaxis"] = axis(theme, showticklabels=False, showgrid=False, range=[-0.5, 0.5])
    return go.Figure(data=traces, layout=layout)
