"""Blocks of the page on activities: cards by state, and the list or timeline with its filters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import figures, legend
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import UNREPORTED, looks
from lib.model.derived import Signal
from lib.model.derived_rollup import Rollup
from lib.model.lookup import records
from lib.model.plan import ActivityState, ReportingRule, printed_code
from lib.text import formats, sentences
from lib.ui import cached, filters, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.sections import activity_parts
from lib.ui.written import plain
from lib.views.activities import NEVER_REPORTED, ActivitiesView, CardsWanted

SHOWN_AS = ("seznam", "cas")
STATES = (*(state.value for state in ActivityState), NEVER_REPORTED)
SIGNALS = (Signal.LAGGING, Signal.NO_REPORT, Signal.NO_GUARANTOR, Signal.OVERDUE, Signal.MILESTONE_PASSED,
           Signal.NO_EVIDENCE)
KEYS = ("cil_sc", "stav", "signal", "odpovida", "skupina_karty", "zobrazeni", "rozpad", "cele")
"""Keys of this page beside the shared ones and the open card."""
SHORT = 12
"""Cards shown before the reader asks for all."""


def _options(here: Here, view: ActivitiesView) -> dict[str, dict[str, str]]:
    """What each filter of this page may be, with its names."""
    options: dict[str, dict[str, str]] = cached.made("card_options", here.state, lambda: _named(here, view))
    return options


def _named(here: Here, view: ActivitiesView) -> dict[str, dict[str, str]]:
    words = here.words
    return {
        "cil_sc": {code: f"{printed_code(code)} {name}" for code, name in view.goal_names(words.lang).items()},
        "stav": {state: figures.state_word(state, words) for state in STATES},
        "signal": {signal.value: words.label("signal", signal.value) for signal in SIGNALS},
        "odpovida": {name: name for name in sorted(set(view.cards.frame["responsible"]), key=formats.czech_key)},
        "skupina_karty": view.group_names(words.lang),
    }


def _chosen(key: str, options: Mapping[str, str]) -> str | None:
    return filters.local(key, tuple(options), "") or None


def problems(here: Here, view: ActivitiesView) -> tuple[Problem, ...]:
    """Keys of this page whose value in the URL cannot be used."""
    allowed = {key: tuple(options) for key, options in _options(here, view).items()}
    return filters.local_problems(
        {**allowed, "zobrazeni": SHOWN_AS, "rozpad": activity_parts.BROKEN_DOWN, "cele": ("ano",)}, here.words("all")
    )


def states(here: Here, view: ActivitiesView) -> None:
    """All cards by state as one stacked bar with n and %; before the plan begins there is nothing to show."""
    whole = cached.rollup(here.selection.at, Rollup.GOAL).sheet
    whole = replace(whole, frame=whole.frame.iloc[-1:], notes=())
    widgets.heading(
        here, here.words("Activities by state"), "stavy", demo=whole.provenance.demo, unit=here.words("activities")
    )
    if period_told(here, view.begins, view.ends):
        widgets.drawn(here, "states", lambda: _states(here, records(whole.frame)[0]))
        widgets.foot(here, whole, "states")


def period_told(here: Here, begins: date, ends: date) -> bool:
    """Say where the day lies outside the plan's time; whether the plan has begun, so that it can be shown."""
    words, day = here.words, here.selection.at.valid_on
    if day < begins:
        st.info(
            plain(
                words(
                    "On {day} the plan had not begun: it runs from {begins} to {ends}. Nobody could have "
                    "reported on its cards yet.",
                    day=day,
                    begins=begins,
                    ends=ends,
                )
            ),
            icon=":material/event_upcoming:",
        )
        return False
    if day > ends:
        st.info(
            plain(words("The plan ended on {ends}; the states are the last ones declared.", ends=ends)),
            icon=":material/event_available:",
        )
    return True


def _states(here: Here, total: Mapping[str, Any]) -> None:
    words = here.words
    counts = {state.value: int(total[state.value]) for state in ActivityState} | {UNREPORTED: int(total["unreported"])}
    widgets.reading(
        sentences.progress_sentence(
            words, counts["done"], int(total["activities"]), int(total["lagging"]), counts[UNREPORTED]
        )
    )
    st.html(
        legend.legend_html(
            figures.state_key(counts, words, here.theme),
            words("State on {day}", day=here.selection.at.valid_on),
            here.theme,
        )
    )
    widgets.chart(figures.state_bar(counts, words, here.theme), "states", words("Activities by state"))


def cards(here: Here, view: ActivitiesView) -> None:
    """The cards: signals as quick choices, two filters, the rest in an expander; then the list or the timeline."""
    words = here.words
    widgets.heading(here, words("Cards"), "karty", demo=view.progress.provenance.demo)
    options = _options(here, view)
    chosen = {key: _chosen(key, names) for key, names in options.items()}
    _quick_choices(here, view, chosen["signal"])
    _filter_row(here, view, options, chosen)
    rows = view.narrowed(
        CardsWanted(
            chosen["cil_sc"],
            chosen["stav"],
            chosen["signal"],
            chosen["odpovida"],
            here.selection.service_type,
            chosen["skupina_karty"],
        )
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            plain(
                words(
                    "{cards} {of_total}.",
                    cards=formats.amount(len(rows), "cards", words.lang),
                    of_total=formats.out_of(len(view.progress.frame), words.lang),
                )
            ),
            width="content",
        )
        shown = filters.local("zobrazeni", SHOWN_AS, SHOWN_AS[0])
        filters.segments(
            words("Show as"),
            "zobrazeni",
            {"seznam": words("List"), "cas": words("Timeline")},
            shown,
            default=SHOWN_AS[0],
            visible=False,
        )
    if rows.empty:
        st.info(words("No card meets the filters above."), icon=":material/filter_alt_off:")
        return
    everything = st.query_params.get("cele") == "ano" or len(rows) <= SHORT
    part = rows if everything else rows.head(SHORT)
    draw = {"seznam": _list, "cas": _timeline}[shown]
    widgets.drawn(here, f"cards_{shown}", lambda: draw(here, view, part))
    if len(rows) > SHORT:
        label = (
            words("Show only the first {n}", n=SHORT)
            if everything
            else words.plural("Show all {n} card", "Show all {n} cards", len(rows))
        )
        st.button(
            label,
            key="cards_length",
            on_click=filters.write_query,
            args=("cele", None if everything else "ano"),
            icon=":material/unfold_less:" if everything else ":material/unfold_more:",
        )
    widgets.foot(here, replace(view.progress, frame=rows), "cards")


def _quick_choices(here: Here, view: ActivitiesView, chosen: str | None) -> None:
    words = here.words
    counts = cached.made("signal_counts", here.state, view.signal_counts)
    names = {"": words("all cards ({n})", n=len(view.progress.frame))}
    names |= {signal.value: f"{words.label('signal', signal.value)} ({counts[signal]})" for signal in SIGNALS}
    filters.segments(words("Whom to ask"), "signal", names, chosen or "", default="", visible=False)


def _filter_row(
    here: Here, view: ActivitiesView, options: Mapping[str, Mapping[str, str]], chosen: Mapping[str, str | None]
) -> None:
    words = here.words
    every = words("all")
    titles = view.cards.frame
    named = dict(zip(titles["code"], titles["code"].map(printed_code) + " " + titles["title"], strict=True))
    find, goal, state = st.columns([5, 4, 3], gap="small")
    with find:
        filters.select(
            words("Open a card"),
            "karta",
            named,
            filters.local("karta", tuple(named), ""),
            none_label=words("write a number or a word of the title"),
        )
    with goal:
        filters.select(words("Goal"), "cil_sc", options["cil_sc"], chosen["cil_sc"], none_label=every)
    with state:
        filters.select(words("State"), "stav", options["stav"], chosen["stav"], none_label=every)
    in_use = sum(one is not None for one in (here.selection.service_type, chosen["skupina_karty"], chosen["odpovida"]))
    with widgets.more_filters(here, in_use):
        by_type, by_group, by_responsible = st.columns(3, gap="small")
        with by_type:
            filters.service_type(words, here.choices, here.selection)
        with by_group:
            filters.select(
                words("Target group (card)"),
                "skupina_karty",
                options["skupina_karty"],
                chosen["skupina_karty"],
                none_label=every,
            )
        with by_responsible:
            filters.select(words("Responsible"), "odpovida", options["odpovida"], chosen["odpovida"], none_label=every)
        if here.selection.service_type is not None:
            st.markdown(
                plain(words("Only cards that name the type are shown; cards for all types of services are not."))
            )


def _list(here: Here, view: ActivitiesView, rows: pd.DataFrame) -> None:
    """Cards with state, progress, time, last report and signals; the name opens the card."""
    words = here.words
    opened = st.query_params.get("karta")
    widgets.table(
        here,
        PlainTable(
            words("Activity cards"),
            (
                words("Card"),
                words("State"),
                words("Declared"),
                words("Time elapsed"),
                words("Last report"),
                words("Ask about"),
            ),
            tuple(
                (
                    PlainCell(
                        f"{printed_code(row['activity_code'])} {row['activity_title']}",
                        href=filters.local_link({"karta": row["activity_code"]}, KEYS),
                        chosen=row["activity_code"] == opened,
                    ),
                    _state_cell(here, row["state"]),
                    PlainCell(formats.amount(row["declared_pct"], "pct", words.lang, digits=0), number=True),
                    PlainCell(formats.amount(row["elapsed_pct"], "pct", words.lang, digits=0), number=True),
                    widgets.day_cell(here, row["last_report_date"], words("none so far")),
                    PlainCell(_signal_words(here, row["signals"])),
                )
                for row in records(rows)
            ),
            stacked=True,
        ),
    )


def _state_cell(here: Here, state: object) -> PlainCell:
    code = UNREPORTED if pd.isna(state) else str(state)  # type: ignore[call-overload]
    return PlainCell(figures.state_word(code, here.words), look=looks(here.theme, "activity_state")[code])


def _signal_words(here: Here, signals: object) -> str:
    return "" if pd.isna(signals) else ", ".join(here.words.label("signal", code) for code in str(signals).split())  # type: ignore[call-overload]


def _timeline(here: Here, view: ActivitiesView, rows: pd.DataFrame) -> None:
    """Planned period against declared progress, the day as a line."""
    words = here.words
    lagging = int(rows["signals"].fillna("").str.contains(Signal.LAGGING.value).sum())
    widgets.reading(
        words.plural(
            "{n} card lags by more than {points} points: more of its time has passed than of its work is declared.",
            "{n} cards lag by more than {points} points: more of their time has passed than of their work is declared.",
            lagging,
            points=view.rules[ReportingRule.LAG_LIMIT_PCT],
        )
    )
    frame = rows.merge(view.cards.frame[["code", "start_year", "end_year"]], left_on="activity_code", right_on="code")
    widgets.chart(
        figures.activity_timeline(frame, here.selection.at.valid_on, words, here.theme),
        "timeline",
        words("Planned periods and declared progress of the cards"),
    )
