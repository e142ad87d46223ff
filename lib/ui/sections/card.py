"""One activity card in full: where it stands, its facts, milestones, reports with evidence, decisions of bodies."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import figures
from lib.charts.facts import Fact
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import UNREPORTED, looks
from lib.model.lookup import records
from lib.model.plan import ActivityState, ServiceScope, printed_code
from lib.text import formats
from lib.ui import cached, declaring, filters, page, parts, widgets
from lib.ui.page import Here
from lib.ui.sections import activity_parts, answering, card_history, decided
from lib.ui.written import plain
from lib.views.activities import ActivityDetail
from lib.views.meetings import OPINION

MAX_CODE = 80
"""Characters of a code that is looked for; a longer one in the URL is cut, so it names no card."""


def card(here: Here) -> None:
    """The card the URL names; an unknown one is told and the page goes on."""
    code = st.query_params.get("karta")
    if not code:
        return
    words = here.words
    with page.part(here):
        detail = cached.activity(here.selection.at, code[:MAX_CODE])
        with st.container(border=True, key="card"):
            title = f"{printed_code(detail.code)} {detail.facts['title']}"
            widgets.heading(here, title, "karta", demo=detail.provenance.demo)
            widgets.drawn(here, "card", lambda: _body(here, detail))
            answering.gaps_of_card(here, detail.code)
            history = cached.card_history(here.selection.at, detail.code)
            widgets.drawn(here, "card_history", lambda: card_history.told(here, history))
            card_history.behind(here, history)
            widgets.drawn(here, "card_decisions", lambda: _decisions(here, detail))
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.button(
                    words("Close the card"), on_click=filters.write_query, args=("karta", None), icon=":material/close:"
                )
                if declaring.may_declare():
                    st.button(words("Report on this card"), on_click=filters.write_query,
                              args=(parts.KEY, activity_parts.REPORTING), icon=":material/edit_note:")
            widgets.used_sources(here, detail.provenance, "card")


def _body(here: Here, detail: ActivityDetail) -> None:
    answering.back(here)
    st.markdown(plain(_summary(here, detail)))
    _standing(here, detail)
    _facts(here, detail)


def _summary(here: Here, detail: ActivityDetail) -> str:
    """The summary in the reader's language, else in the other; a card that came in from a document has none yet."""
    summaries = detail.facts[["summary", "summary_en"]].dropna()
    if summaries.empty:
        return here.words("There is no summary of this card yet.")
    return str(summaries.get(here.words.pick("summary", "summary_en"), summaries.iloc[0]))


def _standing(here: Here, detail: ActivityDetail) -> None:
    """State as a chip, then declared progress against time elapsed in one sentence, then what to ask about."""
    words, progress = here.words, detail.progress
    state = UNREPORTED if pd.isna(progress["state"]) else str(progress["state"])
    listed = [] if pd.isna(progress["signals"]) else str(progress["signals"]).split()
    signals = ", ".join(words.label("signal", code) for code in listed)
    widgets.table(
        here,
        PlainTable(
            words("Where the card stands"),
            (words("State"), words("Declared against elapsed"), words("Ask about")),
            (
                (
                    PlainCell(figures.state_word(state, words), look=looks(here.theme, "activity_state")[state]),
                    PlainCell(standing_sentence(here, detail)),
                    PlainCell(signals or words("nothing")),
                ),
            ),
            stacked=True,
        ),
    )


def standing_sentence(here: Here, detail: ActivityDetail) -> str:
    """Declared progress against time elapsed; what nobody has declared stays unknown."""
    words, progress, facts = here.words, detail.progress, detail.facts
    day = here.selection.at.valid_on
    if day.year < int(facts["start_year"]):
        return words("On {day} the work had not begun; the card plans it for {period}.", day=day, period=_years(facts))
    elapsed = formats.amount(progress["elapsed_pct"], "pct", words.lang, digits=0)
    if pd.isna(progress["declared_pct"]):
        return words(
            "On {day}, {elapsed} of the planned time had passed; how much is done, nobody has declared. "
            "That is unknown, not 0%.",
            day=day,
            elapsed=elapsed,
        )
    declared = formats.amount(progress["declared_pct"], "pct", words.lang, digits=0)
    if progress["state"] == ActivityState.DONE:
        return words("Declared as done; {elapsed} of the planned time had passed on {day}.", elapsed=elapsed, day=day)
    if pd.isna(progress["lag_pct"]):
        return words(
            "{declared} is declared; {elapsed} of the planned time had passed on {day}.",
            declared=declared,
            elapsed=elapsed,
            day=day,
        )
    behind = round(progress["elapsed_pct"]) - round(progress["declared_pct"])
    tail = (
        words.plural("{n} point behind the time", "{n} points behind the time", behind)
        if behind > 0
        else words("not behind the time")
    )
    return words(
        "{declared} is declared and {elapsed} of the planned time had passed on {day}: {tail}.",
        declared=declared,
        elapsed=elapsed,
        day=day,
        tail=tail,
    )


def _years(facts: Any) -> str:
    return f"{facts['start_year']}–{facts['end_year']}"


def _facts(here: Here, detail: ActivityDetail) -> None:
    words, facts, progress = here.words, detail.facts, detail.progress
    name = words.pick("name", "name_en")
    scopes = {
        ServiceScope.ALL: words("all types of services"),
        ServiceScope.NONE: words("none: the card concerns no type of service"),
    }
    types = tuple(f"{formats.paragraph(row['type_code'])} {row[name]}" for row in records(detail.service_types))
    links = tuple(
        f"{printed_code(row['goal_code'])} {row[name]}"
        for row in records(detail.goals)
        if row["goal_code"] != facts["goal_code"]
    )
    groups = tuple(str(row[name]) for row in records(detail.groups))
    listed = [
        Fact(words("Main goal"), (f"{printed_code(facts['goal_code'])} {detail.main_goal[name]}",)),
        Fact(words("Linked goals"), links or (words.label("empty", "not_applicable"),)),
        Fact(
            words("Service types"),
            types or (scopes.get(ServiceScope(facts["service_scope"]), words.label("empty", "unknown")),),
        ),
        Fact(words("Target groups"), groups or (str(facts["target_groups"]),)),
        Fact(words("Period"), (_years(facts),)),
        Fact(words("Responsible"), (str(facts["responsible"]),)),
        Fact(
            words("Guarantor on {day}", day=here.selection.at.valid_on),
            (str(progress["guarantor"]) if pd.notna(progress["guarantor"]) else words("no guarantor"),),
        ),
        Fact(words("Funding"), (str(facts["funding"]),)),
    ]
    rests = tuple(
        words.label("evidence", row["evidence"]) + ("" if pd.isna(row["reference"]) else f": {row['reference']}")
        for row in records(detail.evidence)
    )
    listed.append(Fact(words("Evidence for the card"), rests or (words.label("empty", "unknown"),)))
    if pd.notna(facts["amount_czk"]):
        note = (str(facts["amount_note"]),) if pd.notna(facts["amount_note"]) else ()
        listed.append(Fact(words("Money named"), (formats.amount(facts["amount_czk"], "czk", words.lang), *note)))
    if pd.notna(facts["service_note"]):
        listed.append(Fact(words("Note on service types"), (str(facts["service_note"]),)))
    widgets.facts(here, listed)


def _decisions(here: Here, detail: ActivityDetail) -> None:
    words = here.words
    decided.of_card(here, detail.decisions)
    opinions = detail.decisions[detail.decisions["kind"] == OPINION]
    if opinions.empty:
        return
    st.markdown(f"**{plain(words('What bodies have said'))}**")
    grouped = opinions.assign(opinion=opinions["opinion"].fillna("")).groupby(
        ["meeting", "item", "opinion"], sort=False
    )
    rows = tuple(
        (
            PlainCell(str(item)),
            PlainCell(str(meeting)),
            widgets.day_cell(here, said["date"].max(), ""),
            PlainCell(words.label("opinion", opinion) if opinion else words("none given")),
            PlainCell("; ".join(sorted(said[words.pick("body", "body_en")].astype(str), key=formats.czech_key))),
            PlainCell(" ".join(said["note"].dropna().unique())),
        )
        for (meeting, item, opinion), said in grouped
    )
    widgets.table(
        here,
        PlainTable(
            words("What bodies have said"),
            (words("Item"), words("Meeting"), words("Latest on"), words("Opinion"), words("Bodies"), words("Note")),
            rows,
            stacked=True,
        ),
    )
