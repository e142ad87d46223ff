"""Blocks of the first page: four answers, the map beside the list of areas, what changed, how to read it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.derived import CoverStatus, GapClass
from lib.model.lookup import records
from lib.model.selection import Norm
from lib.model.territory import REGION_AREA
from lib.text import formats, sentences, territory_sentences
from lib.ui import filters, maps, navigation, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.sections import activity_parts
from lib.ui.written import plain
from lib.views.overview import Changes, OverviewView, WorstGap

ADDRESSES = {navigation.ACTIVITIES: "aktivity", navigation.COVERAGE: "pokryti"}
"""Pages linked to from inside a sentence; relative, because the application may be served below a path."""

MEASURES = ("population_covered_share", "severe_cells", "expiring_share")
NAMED_AT_MOST = 4
"""Plans and municipalities are named in a sentence up to this many; more are only counted."""


def question(here: Here) -> str:
    """The title: the region's question or the chosen area's."""
    words = here.words
    if here.selection.orp is None:
        return words("How is the region doing?")
    return words("How is {area} doing?", area=here.area_name)


def problems() -> tuple[Problem, ...]:
    """Keys of this page in the URL that cannot be used."""
    return filters.local_problems({"mira": MEASURES}, MEASURES[0])


def answers(here: Here, view: OverviewView) -> None:
    """Coverage, the largest gap, progress and what is stale: a number, its unit, a sentence and a link each."""
    widgets.drawn(here, "answers", lambda: _answers(here, view))


def _answers(here: Here, view: OverviewView) -> None:
    words = here.words
    widgets.answers(here, view.provenance.demo, (
        _coverage_answer(here, view.area), _worst_answer(here, view), _progress_answer(here, view),
        _stale_answer(here, view),
    ))
    remarks = [words("Population of {day}.", day=view.population_date)]
    if here.selection.orp is not None:
        remarks.append(words("Progress and stale cards are those of the whole plan; cards do not name an ORP."))
    if view.scope is not here.selection.scope:
        remarks.append(words("Gaps are computed from all registered capacity, because the data hold no version of "
                             "the region's basic network for this day."))
    st.markdown(plain(" ".join(remarks)))
    navigation.profile_link(here)


def _coverage_answer(here: Here, area: Mapping[str, Any]) -> widgets.Answer:
    words = here.words
    share = area["population_covered_share"]
    return widgets.Answer(
        words("Coverage by community plans"),
        "?" if pd.isna(share) else covered_share(here, area),
        words("of inhabitants, unknown") if pd.isna(share) else words("of inhabitants"),
        sentences.coverage_sentence(words, here.area_phrase, int(area["municipalities_covered"]),
                                    int(area["municipalities"]), None, int(area["municipalities_unknown"])),
        navigation.COVERAGE, words("Which municipalities"), filters.carried({}),
    )


def covered_share(here: Here, area: Mapping[str, Any]) -> str:
    """Inhabitants covered; a lower bound where it is not known whether a municipality is covered."""
    shown = formats.percent(area["population_covered_share"], here.words.lang)
    bound = not pd.isna(area["population_covered_share"]) and area["municipalities_unknown"] > 0
    return f"≥{formats.NBSP}{shown}" if bound else shown


def _worst_answer(here: Here, view: OverviewView) -> widgets.Answer:
    words = here.words
    heading = words("Least covered need")
    if not view.worst:
        return widgets.Answer(
            heading, "–", words("none is known"),
            words("No service type falls short of the region's mean here, or the capacity is not known."),
            navigation.GAPS, words("All gaps"), filters.carried({}),
        )
    gap = view.worst[0]
    number = formats.signed(gap.gap_units, words.lang, significant=3)
    covered = words("Capacity covers {share} of the need.", share=formats.percent(gap.coverage_index, words.lang))
    return widgets.Answer(
        heading, number, formats.unit_word(gap.gap_units, gap.unit, words.lang, significant=3),
        f"{worst_sentence(here, gap)} {covered}",
        navigation.GAPS, words("How it is computed"), filters.carried({"sluzba": gap.type_code, "orp": gap.orp_code}),
    )


def worst_sentence(here: Here, gap: WorstGap) -> str:
    """The gap in words: "Domovy pro seniory (pobytová forma): v ORP … chybí 41 lůžek proti průměru kraje"."""
    name = here.choices.service_types[gap.type_code].removeprefix(f"{formats.paragraph(gap.type_code)} ")
    return sentences.worst_gap_sentence(
        here.words, name, gap.form, formats.area_phrase(gap.orp_name, "", here.words.lang), gap.gap_units, gap.unit,
        Norm.REGION_MEAN.value,
    )


def _progress_answer(here: Here, view: OverviewView) -> widgets.Answer:
    words, progress = here.words, view.progress
    heading = words("Progress of the plan")
    years = f"{progress.begins.year}–{progress.ends.year}"
    link = filters.carried({})
    if not progress.started:
        return widgets.Answer(
            heading, "–", words("not started yet"),
            words("The plan {years} with its {activities} begins on {day}.", years=years, day=progress.begins,
                  activities=formats.amount(progress.total, "activities", words.lang)),
            navigation.ACTIVITIES, words("All activities"), link,
        )
    return widgets.Answer(
        heading, formats.number(progress.done, words.lang),
        words("{of_total} activities done", of_total=formats.out_of(progress.total, words.lang)),
        sentences.progress_sentence(words, progress.done, progress.total, progress.lagging, progress.unreported)
        + " " + words("The plan runs {years}.", years=years),
        navigation.ACTIVITIES, words("All activities"), link,
    )


def _stale_answer(here: Here, view: OverviewView) -> widgets.Answer:
    """What waits for somebody: every signal of a card and every plan about to end. The number is the sum of the line
    under it, where each count leads to its list; a card that raises several signals counts in each."""
    words = here.words
    raised = {signal: n for signal, n in view.progress.signals.items() if n}
    counted = [(words.label("signal", signal.value), n, _address(
        ADDRESSES[navigation.ACTIVITIES], {"pohled": activity_parts.SIGNALS, "signal": signal.value},
    )) for signal, n in raised.items()]
    if view.expiring_plans:
        counted.append((words("plans ending within a year"), view.expiring_plans,
                        _address(ADDRESSES[navigation.COVERAGE], {"list": "plany"})))
    stale = sum(n for _, n, _ in counted)
    page, label, query = (
        (navigation.ACTIVITIES, words("Cards to ask about"), {"pohled": activity_parts.SIGNALS}) if raised else
        (navigation.COVERAGE, words("Plans and until when"), {"list": "plany"})
    )
    return widgets.Answer(
        words("What is stale"), formats.number(stale, words.lang), words.plural("alert", "alerts", stale),
        "" if counted else words("No card and no plan waits for an update."), page, label, filters.carried(query),
        tuple((f"{name}: {formats.number(n, words.lang)}", address) for name, n, address in counted),
    )


def _address(page: str, query: Mapping[str, str]) -> str:
    return f"{page}?{urlencode(filters.carried(query))}"


def map_and_areas(here: Here, view: OverviewView) -> None:
    """The map of one of three measures beside the ten areas, each with a sign for every measure."""
    words = here.words
    names = {
        "population_covered_share": words("Covered inhabitants"),
        "severe_cells": words("Severe gaps and white spots"),
        "expiring_share": words("Plans ending within a year"),
    }
    units = {"severe_cells": words("number of service types and forms")}
    measure = filters.local("mira", MEASURES, MEASURES[0])
    widgets.heading(here, words("The areas side by side"), "uzemi", demo=view.provenance.demo)
    filters.segments(words("Measure of the map"), "mira", names, measure, default=MEASURES[0], visible=False)
    with st.container(key="map_and_list"):
        with st.container():
            maps.areas(here, "overview", view.areas.frame, measure, names[measure],
                       unit="cells" if measure == "severe_cells" else "share",
                       key_title=f"{names[measure]} ({units.get(measure, words('% of inhabitants'))})",
                       at_least="municipalities_unknown" if measure == "population_covered_share" else None)
        with st.container():
            widgets.drawn(here, "areas", lambda: widgets.table(here, area_rows(here, view)))
    widgets.foot(here, view.areas, "areas")


def area_rows(here: Here, view: OverviewView) -> PlainTable:
    """The list of areas: a link, covered inhabitants, people whose plan ends, severe gaps, the worst type."""
    words = here.words
    rows = sorted(records(view.areas.frame), key=lambda row: formats.czech_key(row["orp_name"]))
    region = next(row for row in records(view.coverage) if row["orp_code"] == REGION_AREA)
    total = region | {"orp_code": None, "orp_name": words("Whole region"),
                      "severe_cells": view.areas.frame["severe_cells"].sum(min_count=1)}
    return PlainTable(
        caption=words("Areas of the region with a sign for each measure"),
        head=(words("ORP and its least covered need"), words("Covered"), words("Ends within a year"),
              words("Severe gaps and white spots")),
        rows=tuple(_area_row(here, row) for row in (*rows, total)),
        total=1,
    )


def _area_row(here: Here, row: dict[str, Any]) -> tuple[PlainCell, ...]:
    words, lang = here.words, here.words.lang
    cover, gaps = looks(here.theme, "cover_status"), looks(here.theme, "gap_class")
    status = _cover_sign(row)
    ending = not pd.isna(row["expiring_share"]) and row["expiring_share"] > 0
    severe = not pd.isna(row["severe_cells"]) and row["severe_cells"] > 0
    return (
        PlainCell(row["orp_name"], href=filters.local_link({"orp": row["orp_code"]}, ("mira",)),
                  chosen=row["orp_code"] == here.selection.orp, note=_worst_note(here, row)),
        PlainCell(covered_share(here, row), number=True, sign=cover[status],
                  spoken=words("all municipalities covered") if status is CoverStatus.COVERED else
                  words.plural("{n} municipality not covered or unknown", "{n} municipalities not covered or unknown",
                               row["municipalities"] - row["municipalities_covered"])),
        PlainCell(formats.percent(row["expiring_share"], lang), number=True,
                  sign=cover[CoverStatus.EXPIRING] if ending else None,
                  spoken=words.label("cover_status", CoverStatus.EXPIRING) if ending else ""),
        PlainCell(formats.number(row["severe_cells"], lang), number=True,
                  sign=gaps[GapClass.SEVERE] if severe else None,
                  spoken=words.label("gap_class", GapClass.SEVERE) if severe else ""),
    )


def _cover_sign(row: dict[str, Any]) -> CoverStatus:
    """The sign of an area: a cross as soon as one municipality is not covered."""
    if row["municipalities_covered"] == row["municipalities"]:
        return CoverStatus.COVERED
    uncovered = row["municipalities"] - row["municipalities_covered"] - row["municipalities_unknown"]
    return CoverStatus.NOT_COVERED if uncovered > 0 else CoverStatus.UNKNOWN


def _worst_note(here: Here, row: dict[str, Any]) -> str:
    if "worst_type_code" not in row:
        return ""
    if pd.isna(row["worst_type_code"]):
        return here.words("none is known")
    name = here.choices.service_types[row["worst_type_code"]]
    return f"{name}: {formats.amount(row['worst_gap_units'], row['worst_unit'], here.words.lang, significant=3)}"


def changes(here: Here, view: OverviewView) -> None:
    """At most five sentences on what differs between the chosen day and another one."""
    widgets.drawn(here, "changes", lambda: _changes(here, view))


def _changes(here: Here, view: OverviewView) -> None:
    words = here.words
    change = view.changes
    if change is None:
        widgets.heading(here, words("What changed"), "zmeny")
        st.markdown(plain(words("The data name no earlier day; choose one on the page on coverage to compare with.")))
        return
    widgets.heading(here, words("What changed between {before} and {after}", before=change.before, after=change.after),
                    "zmeny", demo=view.provenance.demo)
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in change_sentences(here, change)))
    other = change.before if change.after == here.selection.at.valid_on else change.after
    st.page_link(navigation.COVERAGE, label=words("Compare the two days on the map"), icon=":material/compare:",
                 query_params=filters.carried({"srovnani": other.isoformat()}))


def change_sentences(here: Here, change: Changes) -> tuple[str, ...]:
    """What a reader should know, at most five: plans, their municipalities, gains and losses, people, names."""
    words, lang, plans = here.words, here.words.lang, change.plans
    stayed = plans.extended + plans.unchanged
    listed = [sentences.change_sentence(
        words, len(plans.new), len(plans.ended), plans.extended, plans.unchanged, len(plans.ended) + stayed,
        len(plans.new) + stayed, change.before, change.after)]
    if plans.of_ended:
        contained = formats.amount(plans.of_ended, "municipalities", lang)
        listed.append(
            words("The plans that ended contained {municipalities}; {covered} of them have a valid plan "
                  "on the later day as well.", municipalities=contained, covered=plans.of_ended_covered)
            if plans.of_ended_covered else
            words("The plans that ended contained {municipalities}; none of them has a valid plan on the later day.",
                  municipalities=contained))
    listed.append(_gains_and_losses(here, change))
    listed.append(territory_sentences.people_on_two_days_sentence(
        words, change.persons_before, change.persons_after, change.share_before, change.share_after, change.before,
        change.after))
    names = _plan_names(here, change)
    return (*listed, names) if names else tuple(listed)


def _gains_and_losses(here: Here, change: Changes) -> str:
    words = here.words

    def counted(names: tuple[str, ...]) -> str:
        number = formats.number(len(names), words.lang)
        ordered = sorted(names, key=formats.czech_key)
        return f"{number} ({formats.listed(ordered, words.lang)})" if 0 < len(names) <= NAMED_AT_MOST else number

    text = words("Municipalities that gained cover: {gained}; that lost it: {lost}.", gained=counted(change.gained),
                 lost=counted(change.lost))
    if change.unknown:
        text += " " + words.plural("For {n} municipality the change is not known.",
                                   "For {n} municipalities the change is not known.", change.unknown)
    return text


def _plan_names(here: Here, change: Changes) -> str:
    """Names of the plans that ended and began, where they are few enough to be read."""
    words = here.words
    parts = []
    if 0 < len(change.plans.ended) <= NAMED_AT_MOST:
        parts.append(words("Ended: {plans}.", plans=formats.listed(change.plans.ended, words.lang)))
    if 0 < len(change.plans.new) <= NAMED_AT_MOST:
        parts.append(words("New: {plans}.", plans=formats.listed(change.plans.new, words.lang)))
    return " ".join(parts)


def how_to_read(here: Here, view: OverviewView) -> None:
    """What the dashboard is for, what each page answers, and where the numbers come from."""
    widgets.drawn(here, "reading", lambda: _reading(here))
    widgets.used_sources(here, view.provenance, "overview")


def _reading(here: Here) -> None:
    words = here.words
    st.subheader(plain(words("How to read this")), anchor="cteni")
    st.markdown(plain(words(
        "This dashboard is a can opener: it shows where to ask. It does not rank areas or people, and a gap is a "
        "question for the area, not a verdict.")))
    pages = (
        (navigation.COVERAGE, words("Community plan coverage"),
         words("Which municipalities have a valid community plan, until when, and what has changed?")),
        (navigation.CATALOGUE, words("Network of services"),
         words("Which services are where, for whom, with what capacity?")),
        (navigation.GAPS, words("Capacity gaps"),
         words("Where does capacity fall short of a norm you choose, and how is that computed?")),
        (navigation.ACTIVITIES, words("Development activities"),
         words("What did the plan promise, who answers for it, how far is it?")),
        (navigation.MEETINGS, words("Meetings and documents"),
         words("What do the bodies discuss and what do we take to the meeting?")),
        (navigation.METHOD, words("Sources and methods"),
         words("Where does each number come from and what can it not say?")),
    )
    with st.container(key="reading_list", gap="small"):
        for script, label, asked in pages:
            with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
                st.page_link(script, label=label, query_params=filters.carried({}))
                st.markdown(plain(asked), width="content")
