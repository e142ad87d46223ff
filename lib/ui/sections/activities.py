"""Blocks of the page on activities: one card in full, states, goals, the list, the timeline, the lists to ask about."""

import pandas as pd
import streamlit as st

from lib.charts import figures
from lib.charts.style import UNREPORTED
from lib.model.derived import Signal
from lib.model.lookup import records
from lib.model.plan import ActivityState, ServiceScope
from lib.text import formats, sentences
from lib.ui import cached, filters, navigation, widgets
from lib.ui.page import Here, plain
from lib.views.activities import ActivitiesView, ActivityDetail


def states(here: Here, view: ActivitiesView) -> None:
    """All cards by state as one stacked bar with n and %."""
    words, total = here.words, view.total
    widgets.heading(here, words("Activities by state"), "stavy", demo=view.goals.provenance.demo, unit=words("activities"))
    counts = {state.value: int(total[state.value]) for state in ActivityState} | {UNREPORTED: int(total["unreported"])}  # type: ignore[call-overload]
    widgets.reading(sentences.progress_sentence(
        words, counts["done"], int(total["activities"]), int(total["lagging"]), counts[UNREPORTED]))  # type: ignore[call-overload]
    widgets.chart(figures.state_bar(counts, words, here.theme), "states", words("Activities by state"))


def goals(here: Here, view: ActivitiesView) -> None:
    """The same bar for every strategic goal; links to other goals beside, never counted twice."""
    words = here.words
    widgets.heading(here, words("By strategic goal"), "cile", demo=view.goals.provenance.demo, unit=words("activities"))
    widgets.reading(words("A card belongs to the goal in its code; other goals it names are not counted twice."))
    widgets.chart(figures.goal_bars(view.goals.frame, words, here.theme), "goals", words("Activities by goal and state"))
    widgets.foot(here, view.goals, "goals")


def _filtered(here: Here, view: ActivitiesView) -> pd.DataFrame:
    """Progress rows of the cards that meet the filters in the URL."""
    rows = view.progress.frame
    goal, state = st.query_params.get("cil_sc", ""), st.query_params.get("stav", "")
    responsible, signal = st.query_params.get("odpovida", ""), st.query_params.get("signal", "")
    if goal:
        rows = rows[rows["goal_code"] == goal]
    if state:
        rows = rows[rows["state"].isna() if state == UNREPORTED else rows["state"] == state]
    if signal:
        rows = rows[rows["signals"].fillna("").str.split().map(lambda listed: signal in listed)]
    if responsible:
        cards = view.cards.frame
        rows = rows[rows["activity_code"].isin(cards.loc[cards["responsible"] == responsible, "code"])]
    for chosen, links, column in (
        (here.selection.service_type, view.service_types, "type_code"),
        (st.query_params.get("skupina_karty"), view.groups, "group_code"),
    ):
        if chosen:
            rows = rows[rows["activity_code"].isin(links.loc[links[column] == chosen, "activity_code"])]
    return rows


def cards(here: Here, view: ActivitiesView) -> None:
    """The list of cards with filters by goal, type, target group, state, responsible body and signal."""
    words = here.words
    widgets.heading(here, words("Cards"), "karty", demo=view.progress.provenance.demo)
    goal_rows = view.goals.frame[view.goals.frame["goal_code"] != "all"]
    choices = {
        "cil_sc": (words("Goal"), dict(zip(goal_rows["goal_code"], goal_rows["goal_code"] + " " + goal_rows["goal_name"], strict=True))),
        "stav": (words("State"), {state.value: words.label("activity_state", state.value) for state in ActivityState}
                 | {UNREPORTED: figures.state_word(UNREPORTED, words)}),
        "odpovida": (words("Responsible"), {name: name for name in sorted(view.cards.frame["responsible"].unique(), key=formats.czech_key)}),
        "skupina_karty": (words("Target group (card)"), view.group_names(words.lang)),
        "signal": (words("Signal"), {signal.value: words.label("signal", signal.value) for signal in Signal}),
    }
    with st.container(horizontal=True, gap="small"):
        for key, (label, options) in choices.items():
            with st.container(width=215):
                filters.select(label, key, options, filters.local(key, tuple(options), ""), none_label=words("all"))
        with st.container(width=215):
            filters.service_type(words, here.choices, here.selection)
    rows = _filtered(here, view)
    widgets.reading(words("{cards} of {total}.", cards=formats.amount(len(rows), "cards", words.lang), total=len(view.progress.frame)))
    options = dict(zip(rows["activity_code"], rows["activity_code"] + " · " + rows["activity_title"], strict=True))
    with st.container(width=520):
        filters.select(words("Open a card"), "karta", options, filters.local("karta", tuple(options), ""), none_label=words("none"))
    widgets.sheet_with_downloads(here, view.progress, rows, "cards")


def timeline(here: Here, view: ActivitiesView) -> None:
    """Planned period against declared progress of the cards listed above."""
    words = here.words
    rows = _filtered(here, view)
    widgets.heading(here, words("Time against declared progress"), "cas", demo=view.progress.provenance.demo)
    if rows.empty:
        st.info(words("No card meets the filters above."), icon=":material/filter_alt_off:")
        return
    lagging = int(rows["signals"].fillna("").str.contains(Signal.LAGGING.value).sum())
    widgets.reading(words.plural(
        "{n} card lags by more than 25 points: more of its time has passed than of its work is declared.",
        "{n} cards lag by more than 25 points: more of their time has passed than of their work is declared.", lagging))
    frame = rows.merge(view.cards.frame[["code", "start_year", "end_year"]], left_on="activity_code", right_on="code")
    with st.container(height=560, border=False):
        widgets.chart(figures.activity_timeline(frame, here.selection.at.valid_on, words, here.theme), "timeline",
                      words("Planned periods and declared progress of the cards"))


def signals(here: Here, view: ActivitiesView) -> None:
    """Cards without a report for 12 months, without a guarantor, past their period: lists of their own."""
    words = here.words
    rows = view.progress.frame
    listed = rows["signals"].fillna("").str.split()
    st.subheader(plain(words("Whom to ask")), anchor="signaly")
    for signal in (Signal.NO_REPORT, Signal.NO_GUARANTOR, Signal.OVERDUE):
        found = rows[listed.map(lambda words_of, wanted=signal: wanted in words_of)]
        title = f"{words.label('signal', signal.value)}: {formats.amount(len(found), 'cards', words.lang)}"
        block = st.expander(plain(title), on_change="rerun", key=f"signal_{signal.value}")
        if block.open:
            with block:
                for row in records(found):
                    last = here.day(row["last_report_date"].date()) if pd.notna(row["last_report_date"]) else words("never reported")
                    st.markdown(f"- **{row['activity_code']}** {plain(row['activity_title'])} · {plain(last)}")


def card(here: Here) -> None:
    """One card in full when the URL names one."""
    code = st.query_params.get("karta")
    if not code:
        return
    words = here.words
    detail = cached.activity(here.selection.at, code[:20])
    with st.container(border=True, key="card"):
        widgets.heading(here, f"{detail.code} {detail.facts['title']}", "karta", demo=detail.provenance.demo)
        _facts(here, detail)
        _milestones(here, detail)
        _reports(here, detail)
        widgets.used_sources(here, detail.provenance, "card")
        st.button(words("Close the card"), on_click=filters.write_query, args=("karta", None), icon=":material/close:")


def _facts(here: Here, detail: ActivityDetail) -> None:
    words, facts, progress = here.words, detail.facts, detail.progress
    st.markdown(plain(words.pick(facts["summary"], facts["summary_en"])))
    declared = formats.percent(progress["declared_pct"] / 100, words.lang) if pd.notna(progress["declared_pct"]) else words.label("empty", "unknown")
    state = words.label("activity_state", progress["state"]) if pd.notna(progress["state"]) else figures.state_word(UNREPORTED, words)
    name = words.pick("name", "name_en")
    types = "; ".join(f"{formats.paragraph(row['type_code'])} {row[name]}" for row in records(detail.service_types))
    scopes = {ServiceScope.ALL: words("all types of services"), ServiceScope.NONE: words("none: the card concerns no type of service")}
    links = "; ".join(f"{row['goal_code']} {row[name]}" for row in records(detail.goals))
    rows = [
        (words("State"), state), (words("Declared progress"), declared),
        (words("Time elapsed"), formats.percent(progress["elapsed_pct"] / 100, words.lang)),
        (words("Period"), f"{facts['start_year']}–{facts['end_year']}"),
        (words("Responsible"), facts["responsible"]),
        (words("Guarantor"), progress["guarantor"] if pd.notna(progress["guarantor"]) else words("no guarantor")),
        (words("Funding"), facts["funding"]),
        (words("Main goal"), facts["goal_code"]), (words("Linked goals"), links or words.label("empty", "not_applicable")),
        (words("Service types"), types or scopes.get(ServiceScope(facts["service_scope"]), "")),
        (words("Target groups"), facts["target_groups"]),
    ]
    if pd.notna(facts["amount_czk"]):
        rows.append((words("Money named"), formats.amount(facts["amount_czk"], "czk", words.lang)))
    rows += [(words("Note"), facts[column]) for column in ("service_note", "amount_note") if pd.notna(facts[column])]
    left, right = st.columns(2, gap="medium")
    half = (len(rows) + 1) // 2
    for column, part in ((left, rows[:half]), (right, rows[half:])):
        with column:
            for label, value in part:
                st.markdown(f"**{plain(label)}:** {plain(str(value))}")
    with st.container(horizontal=True, gap="small"):
        for row in records(detail.service_types):
            st.page_link(navigation.GAPS, label=words("Gap of {type}", type=formats.paragraph(row["type_code"])),
                         query_params=filters.carried({"sluzba": row["type_code"]}), icon=":material/grid_on:")


def _milestones(here: Here, detail: ActivityDetail) -> None:
    words = here.words
    if detail.milestones.empty:
        return
    st.markdown(f"**{plain(words('Milestones'))}**")
    for row in records(detail.milestones):
        reached = row["reached_date"]
        if pd.notna(reached) and reached.date() <= here.selection.at.valid_on:
            state = words("reached {day}", day=reached.date())
        elif row["planned_date"].date() < here.selection.at.valid_on:
            state = words("planned {day}, not reached", day=row["planned_date"].date())
        else:
            state = words("planned {day}", day=row["planned_date"].date())
        st.markdown(f"- {plain(row['title'])} · {plain(state)}")


def _reports(here: Here, detail: ActivityDetail) -> None:
    words = here.words
    st.markdown(f"**{plain(words('Reports so far'))}**")
    if detail.reports.empty:
        st.markdown(plain(words("Nobody has reported on this card yet. That is unknown, not zero.")))
    for row in records(detail.reports):
        percent = f" · {formats.percent(row['percent'] / 100, words.lang)}" if pd.notna(row['percent']) else ""
        comment = f" · {row['comment']}" if pd.notna(row['comment']) else ""
        evidence = f" [{words('evidence')}]({row['evidence_url']})" if pd.notna(row['evidence_url']) and str(row['evidence_url']).startswith("https://") else ""
        st.markdown(f"- {plain(here.day(row['date'].date()))} · {plain(words.label('activity_state', row['state']))}{plain(percent)}"
                    f"{plain(comment)} · *{plain(row['reported_by'])}*{evidence}")
