"""How community plans are fulfilled: all that are followed, the trend of their quality, and one of them in full."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import legend, measures, rug
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.community import Answer, CoordinatorStatus
from lib.model.derived_monitoring import STATES
from lib.model.lookup import records
from lib.text import formats
from lib.ui import cached, filters, page, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.sections import coverage_parts, monitoring_plan
from lib.ui.written import plain
from lib.views.monitoring import MonitoringView

LOCAL_KEYS = ("pohled", "plan_kp", "rok")


def shown(here: Here) -> None:
    """The whole part."""
    now = cached.monitoring(here.selection, None)
    years = _years(now)
    year = filters.local("rok", years, years[-1])
    view = cached.monitoring(here.selection, int(year))
    page.title(here, here.words("How are community plans being fulfilled?"), demo=view.plans.provenance.demo,
               problems=_problems(here, view, years))
    coverage_parts.choose(here)
    _controls(here, view, years)
    plan = filters.local("plan_kp", tuple(view.titles), "")
    if plan:
        monitoring_plan.shown(here, plan, view.year)
    _overview(here, view)
    _trend(here, view)


def _years(view: MonitoringView) -> tuple[str, ...]:
    """Years that can be looked at, up to that of the day."""
    return tuple(sorted({*view.years.frame["year"].astype(str), str(view.year)}))


def _problems(here: Here, view: MonitoringView, years: tuple[str, ...]) -> tuple[Problem, ...]:
    return (*filters.local_problems({"rok": years}, years[-1]),
            *filters.local_problems({"plan_kp": tuple(view.titles)}, here.words("all plans")))


def _controls(here: Here, view: MonitoringView, years: tuple[str, ...]) -> None:
    words = here.words
    with st.container(horizontal=True, gap="small"):
        with st.container(width=160):
            filters.select(words("Year"), "rok", {year: year for year in reversed(years)}, str(view.year),
                           default=years[-1])
        with st.container(width=480):
            filters.select(words("Plan"), "plan_kp", dict(view.titles),
                           filters.local("plan_kp", tuple(view.titles), ""), none_label=words("all plans"))


def _overview(here: Here, view: MonitoringView) -> None:
    words = here.words
    widgets.heading(here, words("Measures of community plans in {year}", year=str(view.year)), "plany",
                    demo=view.plans.provenance.demo, unit=formats.unit_name("measures", words.lang))
    if view.plans.frame.empty:
        st.info(words("No community plan is valid here on this day, and none ended in the last 12 months."),
                icon=":material/info:")
        return
    widgets.drawn(here, "monitoring", lambda: _picture(here, view))
    widgets.foot(here, view.plans, "plan_monitoring")


def _picture(here: Here, view: MonitoringView) -> None:
    widgets.reading(_sentence(here, view))
    if sum(view.totals.values()):
        st.html(legend.legend_html(measures.state_key(view.totals, here.words, here.theme),
                                   here.words("All plans together"), here.theme))
        st.html(measures.bars_html([measures.Bar("", view.totals)], here.words, here.theme))
    widgets.table(here, _table(here, view))


def _sentence(here: Here, view: MonitoringView) -> str:
    """How many plans and measures there are, how many of them are done, and of how many nothing is known.

    Where nothing is known of any, none is said to be done: not even that it is zero of them.
    """
    words, counts = here.words, view.totals
    valid = int(view.plans.frame["valid"].sum())
    total, standing = sum(counts.values()), sum(counts.values()) - counts["cancelled"]
    plans = words.plural("{n} community plan is valid", "{n} community plans are valid", valid)
    if not total:
        return words("{plans}; no measures of theirs are known for {year}.", plans=plans, year=str(view.year))
    told = words("{plans}. Followed plans have {measures} in {year}", plans=plans, year=str(view.year),
                 measures=formats.amount(total, "measures", words.lang))
    done = words("{done} of {standing} that were not cancelled are done", done=counts["done"], standing=standing)
    unknown = words.plural("of {n} nothing was reported", "of {n} nothing was reported", counts["unknown"])
    nothing_known = 0 < standing == counts["unknown"]
    said = [*([] if nothing_known else [done]), *([unknown] if counts["unknown"] else [])]
    return f"{told}: {', '.join(said)}."


def _table(here: Here, view: MonitoringView) -> PlainTable:
    words = here.words
    chosen = filters.local("plan_kp", tuple(view.titles), "")
    rows = []
    listed = records(view.plans.frame)
    for row in sorted(listed, key=lambda row: (not row["valid"], formats.czech_key(row["plan_title"]))):
        told = measures.with_share({state: int(row[state]) for state in STATES}, words)
        rows.append((
            PlainCell(row["plan_title"], chosen=row["plan_code"] == chosen, note=_where(here, row["orp_names"]),
                      href=filters.local_link({"plan_kp": row["plan_code"]}, LOCAL_KEYS) + "#plan-kp"),
            PlainCell(here.day(row["valid_until"].date()).replace(" ", formats.NBSP), note=_extended(here, row)),
            PlainCell(formats.number(row["measures"], words.lang) if row["measures"] else "–", number=True),
            *(PlainCell(told[state], number=True) for state in STATES),
            _action_plan(here, row, view.year),
            _assessed(here, row),
            PlainCell(_coordinator(here, row["coordinator"])),
        ))
    return PlainTable(
        words("Followed community plans"),
        (words("Plan"), words("Valid until"), words("Measures"), *(_head(here, state) for state in STATES),
         words("Action plan {year}", year=str(view.year)), words("Last evaluation"), words("Coordinator")),
        tuple(rows), stacked=True,
    )


def _head(here: Here, state: str) -> str:
    word = measures.state_word(state, here.words)
    return word[:1].upper() + word[1:]


def _where(here: Here, names: Any) -> str:
    return here.words("municipalities unknown") if pd.isna(names) else f"ORP {names}"


def _extended(here: Here, row: Mapping[str, Any]) -> str:
    """What is to be said beside the last day: that it was moved, or that it has passed."""
    told = [] if pd.isna(row["extended_to"]) else [here.words("extended")]
    if not row["valid"]:
        told.append(here.words("ended"))
    return ", ".join(told)


def _action_plan(here: Here, row: Mapping[str, Any], year: int) -> PlainCell:
    """Whether the plan has an action plan of the year; nothing is asked of a plan that did not last then."""
    begins = row["valid_from"]
    if row["valid_until"].year < year or (not pd.isna(begins) and begins.year > year):
        return PlainCell("–")
    answer = Answer.YES if row["action_plan"] else Answer.NO
    return PlainCell(here.words.label("answer", answer.value), sign=looks(here.theme, "answer")[answer])


def _assessed(here: Here, row: Mapping[str, Any]) -> PlainCell:
    words = here.words
    if pd.isna(row["assessed_on"]):
        return PlainCell(words("never evaluated"))
    day = here.day(row["assessed_on"].date()).replace(" ", formats.NBSP)
    return PlainCell(words("{met} of {known} criteria", met=row["criteria_met"], known=row["criteria_known"]), note=day)


def _coordinator(here: Here, status: Any) -> str:
    known = {CoordinatorStatus.NAMED.value: here.words("named"), CoordinatorStatus.NONE.value: here.words("nobody")}
    return here.words.label("empty", "unknown") if pd.isna(status) else known[str(status)]


def _trend(here: Here, view: MonitoringView) -> None:
    words, frame = here.words, view.trend.frame
    widgets.heading(here, words("Trend of plan quality"), "kvalita", demo=view.trend.provenance.demo,
                    unit=words("share of evaluated plans"))
    if frame.empty:
        st.info(words("No plan of the area was evaluated up to this day."), icon=":material/info:")
        return
    widgets.drawn(here, "quality_trend", lambda: _trend_picture(here, view))
    widgets.foot(here, view.trend, "quality_trend")


def _trend_picture(here: Here, view: MonitoringView) -> None:
    words, frame = here.words, view.trend.frame
    widgets.reading(_trend_sentence(here, frame))
    st.html(rug.rug_html(measures.trend_rug(frame, words, here.theme, caption=words(
        "Share of plans that meet each criterion, of those with a known answer, by year of evaluation")), here.theme))
    st.markdown(plain(words(
        "Only plans evaluated in the year are counted, so the years do not compare the same plans.")))


def _trend_sentence(here: Here, frame: pd.DataFrame) -> str:
    """The criterion met least in the last year of evaluation."""
    last = frame[frame["year"] == frame["year"].max()].dropna(subset="met_share")
    if last.empty:
        return ""
    least = records(last.sort_values("met_share", kind="stable"))[0]
    return here.words(
        "Of the plans evaluated in {year} the fewest meet the criterion “{criterion}”: {met} of {known}.",
        year=str(least["year"]), criterion=here.words.label("criterion", least["criterion"]), met=least["met"],
        known=least["known"],
    )
