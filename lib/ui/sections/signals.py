"""What is silent, late or without evidence: whom to ask."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.derived_signal import Signal
from lib.model.lookup import records
from lib.model.plan import ReportingRule, printed_code
from lib.text import formats
from lib.text.plan_sentences import signals_sentence
from lib.text.signals import meaning
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import activity_parts
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.signals import NOBODY, SignalsView, SignalsWanted

SHORT = 12
"""Signals shown before the reader asks for all."""

FEED = "python -m lib export signals --out signaly.atom --base-url https://…"


def shown(here: Here) -> None:
    """The whole part."""
    words = here.words
    view = cached.signals(here.selection.at)
    options = _options(here, view)
    allowed = {key: tuple(names) for key, names in options.items()}
    page.title(
        here, words("Whom to ask, and about what?"), demo=view.signals.provenance.demo,
        problems=(*activity_parts.problems(here), *filters.local_problems({**allowed, "cele": ("ano",)}, words("all"))),
    )
    activity_parts.choose(here)
    wanted = SignalsWanted(**{
        name: filters.local(key, allowed[key], "") or None
        for name, key in (("signal", "signal"), ("guarantor", "garant"), ("responsible", "odpovida"))
    })
    widgets.heading(here, words("Signals of cards"), "signaly", demo=view.signals.provenance.demo,
                    unit=words("signals"))
    _choices(here, view, options, wanted)
    sheet = view.narrowed(wanted)
    widgets.drawn(here, "signals_reading", lambda: _reading(here, view, sheet, wanted))
    if len(sheet.frame):
        _list(here, sheet)
    widgets.foot(here, sheet, "signals")
    _explained(here, view)


def _options(here: Here, view: SignalsView) -> Mapping[str, Mapping[str, str]]:
    """What each filter may be, with its names."""
    words = here.words
    return {
        "signal": {signal.value: words.label("signal", signal.value) for signal in Signal},
        "garant": {
            **{role: role for role in sorted(view.guarantors, key=formats.czech_key)},
            NOBODY: words.label("signal", Signal.NO_GUARANTOR.value),
        },
        "odpovida": {name: name for name in sorted(view.responsible, key=formats.czech_key)},
    }


def _choices(
    here: Here, view: SignalsView, options: Mapping[str, Mapping[str, str]], wanted: SignalsWanted
) -> None:
    """Six lists with their counts, then whose cards."""
    words, every = here.words, here.words("all")
    counts = view.counts(wanted)
    names = {"": words("all signals ({n})", n=sum(counts.values()))}
    names |= {signal.value: f"{options['signal'][signal.value]} ({counts[signal]})" for signal in Signal}
    filters.segments(words("Signals"), "signal", names, wanted.signal or "", default="", visible=False)
    by_guarantor, by_responsible = st.columns(2, gap="small")
    with by_guarantor:
        filters.select(words("Guarantor (role)"), "garant", options["garant"], wanted.guarantor, none_label=every)
    with by_responsible:
        filters.select(words("Responsible"), "odpovida", options["odpovida"], wanted.responsible, none_label=every)


def _reading(here: Here, view: SignalsView, sheet: Sheet, wanted: SignalsWanted) -> None:
    words, frame = here.words, sheet.frame
    if here.selection.at.valid_on < view.begins:
        widgets.reading(words("The plan begins on {day}; before that nothing can be late.", day=view.begins))
        return
    said = [] if wanted.signal is None else [_meaning(here, view, wanted.signal)]
    if frame.empty:
        said.append(words("No card raises such a signal on {day}.", day=here.selection.at.valid_on))
    else:
        oldest = records(frame.nsmallest(1, "since"))[0]
        said.append(signals_sentence(words, len(frame), frame["activity_code"].nunique(), view.cards))
        said.append(words("The longest lasts since {day}: card {card}, {signal}.", day=oldest["since"].date(),
                          card=printed_code(oldest["activity_code"]), signal=words.label("signal", oldest["signal"])))
    widgets.reading(" ".join(said))


def _meaning(here: Here, view: SignalsView, signal: str) -> str:
    return meaning(here.words, signal, view.rules[ReportingRule.REPORT_MONTHS], view.rules[ReportingRule.LAG_LIMIT_PCT])


def _list(here: Here, sheet: Sheet) -> None:
    """Signals, those that last longest first; the name opens the card."""
    words = here.words
    rows = sheet.frame.sort_values(["since", "activity_code"], kind="stable")
    everything = st.query_params.get("cele") == "ano" or len(rows) <= SHORT
    widgets.drawn(here, "signals", lambda: _table(here, rows if everything else rows.head(SHORT)))
    if len(rows) > SHORT:
        label = (words("Show only the first {n}", n=SHORT) if everything else
                 words.plural("Show all {n} signal", "Show all {n} signals", len(rows)))
        st.button(label, key="signals_length", on_click=filters.write_query,
                  args=("cele", None if everything else "ano"),
                  icon=":material/unfold_less:" if everything else ":material/unfold_more:")


def _table(here: Here, rows: pd.DataFrame) -> None:
    words = here.words
    widgets.table(here, PlainTable(
        words("Signals of cards"),
        (words("Card"), words("Signal"), words("Guarantor (role)"), words("Since"), words("What to do")),
        tuple(
            (
                PlainCell(f"{printed_code(row['activity_code'])} {row['activity_title']}",
                          href=filters.local_link({"karta": row["activity_code"]}, ())),
                PlainCell(words.label("signal", row["signal"])),
                PlainCell(words("no guarantor") if pd.isna(row["guarantor"]) else row["guarantor"]),
                replace(widgets.day_cell(here, row["since"], ""),
                        note=formats.amount(row["days"], "days", words.lang)),
                PlainCell(words.label("to_do", row["to_do"])),
            )
            for row in records(rows)
        ),
        stacked=True,
    ))


def _explained(here: Here, view: SignalsView) -> None:
    """What each signal means with its limit, and how to be told of signals elsewhere."""
    words = here.words
    with st.expander(words("What each signal means"), icon=":material/help:"):
        st.markdown("\n".join(
            f"- **{plain(words.label('signal', signal.value))}:** {plain(_meaning(here, view, signal.value))}"
            for signal in Signal
        ))
    with st.expander(words("Signals as a feed (Atom)"), icon=":material/rss_feed:"):
        st.markdown(plain(words("The administrator of the server writes the file and publishes it where readers of "
                                "news can take it:")))
        st.code(FEED, language=None)
