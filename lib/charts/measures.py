"""Measures of community plans as HTML: stacked bars of states, measures by years, criteria of quality over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from lib.charts.legend import KeyEntry, domain_key, ramp_for, swatch_css
from lib.charts.rug import Cell, Row, Rug
from lib.charts.style import FONT_FAMILY, UNREPORTED, Look, Theme, looks, palette
from lib.model.community import Criterion
from lib.model.derived_monitoring import STATES, CriterionChange
from lib.model.lookup import records
from lib.model.shares import percentages
from lib.text.formats import amount, number, percent
from lib.text.formats import date as day_text
from lib.text.messages import Words

CHANGE_SIGNS = {CriterionChange.MET_NOW: "▲", CriterionChange.NOT_MET_NOW: "▼", CriterionChange.KNOWN_NOW: "•",
                CriterionChange.UNKNOWN_NOW: "•"}
"""Signs of answers that differ from the evaluation before."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stacked bar: what it is of, measures by word of `STATES`, and a remark beside it."""

    label: str
    counts: Mapping[str, int]
    note: str = ""


def state_look(state: str, theme: Theme) -> Look:
    """How a state of a measure is drawn; states of measures and of activities that mean the same look the same."""
    return looks(theme, "activity_state")[UNREPORTED if state == "unknown" else state]


def state_word(state: str, words: Words) -> str:
    """The word of a state of measures, of the unknown one too."""
    return words.label("empty", state) if state == "unknown" else words.label("measure_state", state)


def with_share(counts: Mapping[str, int], words: Words) -> dict[str, str]:
    """Every count with its share of the whole, "3 (38 %)"; the shares add up to 100. Without measures: nothing."""
    if not sum(counts.values()):
        return dict.fromkeys(STATES, "–")
    shares = percentages([counts[state] for state in STATES])
    return {state: f"{number(counts[state], words.lang)} ({percent(share / 100, words.lang)})"
            for state, share in zip(STATES, shares, strict=True)}


def state_key(counts: Mapping[str, int], words: Words, theme: Theme) -> tuple[KeyEntry, ...]:
    """Key of the bars: every state that occurs with n and %."""
    told = with_share(counts, words)
    return tuple(KeyEntry(state_look(state, theme), f"{state_word(state, words)} {told[state]}")
                 for state in STATES if counts[state])


def bars_html(bars: Sequence[Bar], words: Words, theme: Theme) -> str:
    """Stacked bars for `st.html`, as long as there are measures; each says its numbers aloud. The key stands above."""
    colours, at = palette(theme), f".measure-bars-{theme}"
    most = max((sum(bar.counts.values()) for bar in bars), default=0) or 1
    return (
        f"<style>{at} {{ font-family: {FONT_FAMILY}; color: {colours.text}; font-size: .9rem; }}"
        f"{at} .measure-row {{ display: flex; flex-wrap: wrap; align-items: center; gap: .1rem .6rem;"
        f" margin: .3rem 0; }}"
        f"{at} .measure-label {{ min-width: 3rem; font-variant-numeric: tabular-nums; }}"
        f"{at} .measure-track {{ flex: 1 1 14rem; display: flex; }}"
        f"{at} .measure-part {{ text-align: center; line-height: 1.6rem; overflow: hidden; white-space: nowrap;"
        f" box-sizing: border-box; min-width: 1.1rem; }}"
        f"{at} .measure-note {{ color: {colours.muted}; flex: 0 0 15rem; }}</style>"
        f'<div class="measure-bars-{theme}">{"".join(_bar(bar, most, words, theme) for bar in bars)}</div>'
    )


def _bar(bar: Bar, most: int, words: Words, theme: Theme) -> str:
    told = with_share(bar.counts, words)
    shown = [state for state in STATES if bar.counts[state]]
    spoken = ", ".join(f"{state_word(state, words)} {told[state]}" for state in shown) or words("no measures")
    parts = "".join(
        f'<span class="measure-part" style="{swatch_css(state_look(state, theme))};'
        f'width:{100 * bar.counts[state] / most:.2f}%" title="{escape(f"{state_word(state, words)} {told[state]}")}">'
        f"{number(bar.counts[state], words.lang)}</span>" for state in shown
    )
    label = f'<span class="measure-label">{escape(bar.label)}</span>' if bar.label else ""
    note = f'<span class="measure-note">{escape(bar.note)}</span>' if bar.note else ""
    name = f"{bar.label}: {spoken}" if bar.label else spoken
    return (f'<div class="measure-row">{label}<span class="measure-track" role="img" aria-label="{escape(name)}">'
            f"{parts or escape(spoken)}</span>{note}</div>")


def measure_rug(states: pd.DataFrame, words: Words, theme: Theme, *, caption: str) -> Rug:
    """Measures of one plan by years; `states` has rows of the table `measure_state`."""
    years = sorted({int(year) for year in states["year"]})
    by_year = {(row["measure_code"], int(row["year"])): row for row in records(states)}
    present: dict[str, None] = {}

    def cell(code: str, year: int) -> Cell:
        row = by_year.get((code, year))
        state = "unknown" if row is None or pd.isna(row["state"]) else str(row["state"])
        present.setdefault(state)
        hint = "" if row is None or pd.isna(row["comment"]) else str(row["comment"])
        return Cell(state_look(state, theme), state_word(state, words), "", hint=hint)

    listed = states.drop_duplicates("measure_code")
    rows = tuple(Row(f"{row['position']}. {row['measure_title']}",
                     tuple(cell(row["measure_code"], year) for year in years)) for row in records(listed))
    key = tuple(KeyEntry(state_look(state, theme), state_word(state, words)) for state in STATES if state in present)
    return Rug(caption, words("Measure"), tuple(map(str, years)), rows, key, words("State of the measure in the year"))


def criterion_rug(criteria: pd.DataFrame, words: Words, theme: Theme, *, caption: str) -> Rug:
    """The seven criteria of one plan by evaluations; `criteria` has rows of the table `plan_criterion`."""
    days = sorted(criteria["assessed_on"].unique())
    answers = {(row["criterion"], row["assessed_on"]): row for row in records(criteria)}

    def cell(criterion: str, day: pd.Timestamp) -> Cell:
        row = answers[criterion, day]
        change = CriterionChange(row["change"])
        sign, spoken = CHANGE_SIGNS.get(change, ""), words.label("criterion_change", change.value)
        text = f"{words.label('answer', row['answer'])} {sign}".strip()
        return Cell(looks(theme, "answer")[row["answer"]], text, spoken, hint=spoken)

    return Rug(
        caption, words("Criterion"), tuple(day_text(day, words.lang) for day in days),
        tuple(Row(words.label("criterion", criterion.value), tuple(cell(criterion.value, day) for day in days))
              for criterion in Criterion),
        domain_key("answer", words, theme), words("Criterion met"),
    )


def trend_rug(trend: pd.DataFrame, words: Words, theme: Theme, *, caption: str) -> Rug:
    """Share of plans that meet each criterion by year of evaluation; `trend` is the table `quality_trend`."""
    years = sorted({int(year) for year in trend["year"]})
    plans = {int(row["year"]): int(row["plans"]) for row in records(trend)}
    found = {(row["criterion"], int(row["year"])): row for row in records(trend)}
    shares = [None if pd.isna(share) else float(share) for share in trend["met_share"]]
    ramp = ramp_for(shares, "share")

    def cell(criterion: str, year: int) -> Cell:
        row = found[criterion, year]
        share = None if pd.isna(row["met_share"]) else float(row["met_share"])
        if share is None:
            return Cell(ramp.look(None, theme), words.label("empty", "unknown"), "")
        text = words("{share} ({met} of {known})", share=percent(share, words.lang), met=row["met"], known=row["known"])
        unknown = words.plural("{n} plan unknown", "{n} plans unknown", row["unknown"]) if row["unknown"] else ""
        return Cell(ramp.look(share, theme), f"{text}{f'; {unknown}' if unknown else ''}", "")

    return Rug(
        caption, words("Criterion"),
        tuple(f"{year} (n = {amount(plans[year], 'plans', words.lang)})" for year in years),
        tuple(Row(words.label("criterion", criterion.value), tuple(cell(criterion.value, year) for year in years))
              for criterion in Criterion),
        ramp.key(shares, words, theme), words("Share of plans that meet the criterion"),
    )
