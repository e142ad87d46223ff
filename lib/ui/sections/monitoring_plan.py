"""One community plan: its measures year by year, action plans, evaluations, and the resolutions that extended it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import legend, measures, rug
from lib.charts.facts import Fact
from lib.charts.plain import PlainCell, PlainTable
from lib.model.derived_monitoring import STATES
from lib.model.lookup import records
from lib.text import formats
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import monitoring_forms
from lib.ui.written import plain
from lib.views.monitoring import PlanDetail


def shown(here: Here, code: str, year: int) -> None:
    """The plan the address names, with the forms of those who may write about it."""
    words = here.words
    with page.part(here):
        detail = cached.community_plan(here.selection.at, code)
        with st.container(border=True, key="community_plan"):
            widgets.heading(here, str(detail.facts["title"]), "plan-kp", demo=detail.provenance.demo)
            widgets.drawn(here, "plan_facts", lambda: _facts(here, detail))
            _measures(here, detail)
            _quality(here, detail)
            _extensions(here, detail)
            monitoring_forms.shown(here, detail, year)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.button(words("Close the plan"), on_click=filters.write_query, args=("plan_kp", None),
                          icon=":material/close:")
            widgets.used_sources(here, detail.provenance, "community_plan")


def _facts(here: Here, detail: PlanDetail) -> None:
    words, facts = here.words, detail.facts
    areas = formats.listed((here.choices.areas[code] for code in sorted(detail.orp_codes)), words.lang)
    told = [
        Fact(words("Validity"), (words.label("plan_validity", detail.state.value),)),
        Fact(words("From"), (_day(here, facts["valid_from"]),)),
        Fact(words("Until"), (_day(here, facts["valid_to"]),)),
    ]
    if not pd.isna(facts["extended_to"]):
        told.append(Fact(words("Extended until"), (_day(here, facts["extended_to"]),)))
    told.append(Fact(words("ORP"), (areas or words("municipalities unknown"),)))
    widgets.facts(here, told)


def _day(here: Here, value: pd.Timestamp) -> str:
    return here.words.label("empty", "unknown") if pd.isna(value) else here.day(value.date())


def _measures(here: Here, detail: PlanDetail) -> None:
    words = here.words
    st.markdown(f"**{plain(words('Measures by year'))}**")
    if detail.measures.empty:
        st.markdown(plain(words("No measures of this plan are known.")))
        if not detail.years.frame.empty:
            widgets.drawn(here, "plan_years", lambda: _action_plans(here, detail))
        return
    if detail.states.frame.empty:
        st.markdown(plain(words("When the plan began is not known and nothing was reported on its measures.")))
        return
    widgets.drawn(here, "plan_measures", lambda: _matrix(here, detail))
    widgets.foot(here, detail.states, "measure_state")
    st.markdown(f"**{plain(words('Roll-up by year'))}**")
    widgets.drawn(here, "plan_years", lambda: _bars(here, detail))
    widgets.foot(here, detail.years, "measure_year")


def _matrix(here: Here, detail: PlanDetail) -> None:
    words, frame = here.words, detail.states.frame
    corrected = int((frame["reports"] > 1).sum())
    unknown = int(frame["state"].isna().sum())
    widgets.reading(words("The plan has {measures}; of {n} yearly states {unknown} are unknown.",
                          measures=formats.amount(len(detail.measures), "measures", words.lang), n=len(frame),
                          unknown=unknown))
    st.html(rug.rug_html(measures.measure_rug(frame, words, here.theme, caption=words(
        "State of every measure by year: {plan}", plan=detail.facts["title"])), here.theme))
    if corrected:
        widgets.reading(words.plural(
            "{n} state was reported more than once; the latest report holds.",
            "{n} states were reported more than once; the latest report holds.", corrected))


def _bars(here: Here, detail: PlanDetail) -> None:
    words, rows = here.words, records(detail.years.frame)
    counts = {state: sum(int(row[state]) for row in rows) for state in STATES}
    entries = tuple(legend.KeyEntry(measures.state_look(state, here.theme), measures.state_word(state, words))
                    for state in STATES if counts[state])
    st.html(legend.legend_html(entries, words("State of the measure in the year"), here.theme))
    st.html(measures.bars_html(
        [measures.Bar(str(row["year"]), {state: int(row[state]) for state in STATES}, _remark(here, row))
         for row in rows], words, here.theme))


def _remark(here: Here, row: Mapping[str, Any]) -> str:
    """The share done in a year and whether the year has an action plan."""
    words = here.words
    share = row["fulfilled_share"]
    done = "" if pd.isna(share) else words("done {share}", share=formats.percent(share, words.lang)) + " · "
    return done + (words("with an action plan") if row["action_plan"] else words("without an action plan"))


def _action_plans(here: Here, detail: PlanDetail) -> None:
    words = here.words
    years = [str(row["year"]) for row in records(detail.years.frame) if row["action_plan"]]
    widgets.reading(words("Action plans: {years}.", years=formats.listed(years, words.lang)) if years
                    else words("No action plan of any year is known."))


def _quality(here: Here, detail: PlanDetail) -> None:
    words = here.words
    st.markdown(f"**{plain(words('Evaluations by the seven criteria'))}**")
    if detail.results.frame.empty:
        st.markdown(plain(words("The plan was not evaluated up to this day.")))
        return
    widgets.drawn(here, "plan_criteria", lambda: _criteria(here, detail))
    widgets.foot(here, detail.criteria, "plan_criterion")


def _criteria(here: Here, detail: PlanDetail) -> None:
    words, results = here.words, records(detail.results.frame)
    first, last = results[0], results[-1]
    told = words("{met} of {known} criteria with a known answer are met as of {day}.", met=last["criteria_met"],
                 known=last["criteria_known"], day=last["assessed_on"])
    if len(results) > 1:
        told += " " + words("In the first evaluation ({day}) it was {met} of {known}.", met=first["criteria_met"],
                            known=first["criteria_known"], day=first["assessed_on"])
    widgets.reading(told)
    st.html(rug.rug_html(measures.criterion_rug(detail.criteria.frame, words, here.theme, caption=words(
        "Criteria by day of evaluation; ▲ newly met, ▼ no longer met, • newly known or unknown")), here.theme))
    widgets.table(here, PlainTable(
        words("Evaluations"),
        (words("Evaluated on"), words("By (role)"), words("Met"), words("Unknown"), words("Newly met"),
         words("No longer met")),
        tuple((
            PlainCell(here.day(row["assessed_on"].date())),
            PlainCell(words.label("empty", "unknown") if pd.isna(row["evaluator"]) else row["evaluator"]),
            PlainCell(words("{met} of {known}", met=row["criteria_met"], known=row["criteria_known"]), number=True),
            *(PlainCell(formats.number(row[name], words.lang), number=True)
              for name in ("criteria_unknown", "met_now", "not_met_now")),
        ) for row in results),
        show_caption=True, stacked=True,
    ))


def _extensions(here: Here, detail: PlanDetail) -> None:
    words, frame = here.words, detail.extensions.frame
    if frame.empty and pd.isna(detail.facts["extended_to"]):
        return
    widgets.listed(
        here, words("Resolutions that extended the plan"), words("The resolution behind the extension is not known."),
        (words("Resolved on"), words("Extended until"), words("Resolution"), words("Decided by")),
        tuple((PlainCell(here.day(row["decided_on"].date())), PlainCell(here.day(row["extended_to"].date())),
               PlainCell(row["resolution"]), PlainCell(row["decided_by"])) for row in records(frame)),
    )
