"""Blocks of the first page: four answers, the map beside the list of areas, what changed, how to read it."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.lookup import records
from lib.model.selection import Norm
from lib.text import formats, sentences
from lib.ui import filters, maps, navigation, widgets
from lib.ui.page import Here, plain
from lib.views.overview import OverviewView, WorstGap

MEASURES = ("population_covered_share", "severe_cells", "expiring_share")


def question(here: Here) -> str:
    """The title: the region's question or the chosen area's."""
    words = here.words
    return words("How is the region doing?") if here.selection.orp is None else words("How is {area} doing?", area=here.area_name)


def answers(here: Here, view: OverviewView) -> None:
    """Coverage, the largest gap, progress and what is stale: a number, its unit, a sentence and a link each."""
    words, area = here.words, view.area
    progress = view.progress
    stale = progress.silent + progress.without_guarantor + view.expiring_plans
    widgets.answers(here, (
        widgets.Answer(
            words("Coverage"), formats.percent(area["population_covered_share"], words.lang), words("of inhabitants"),
            sentences.coverage_sentence(words, here.area_phrase, _int(area["municipalities_covered"]),
                                        _int(area["municipalities"]), None, _int(area["municipalities_unknown"])),
            navigation.COVERAGE, words("Which municipalities"), {},
        ),
        _worst_answer(here, view),
        widgets.Answer(
            words("Progress of the plan"), formats.number(progress.done, words.lang),
            words("{of_total} activities done", of_total=formats.out_of(progress.total, words.lang)),
            sentences.progress_sentence(words, progress.done, progress.total, progress.lagging, progress.unreported),
            navigation.ACTIVITIES, words("All activities"), {},
        ),
        widgets.Answer(
            words("What is stale"), formats.number(stale, words.lang), words.plural("item", "items", stale),
            sentences.stale_sentence(words, progress.silent, progress.without_guarantor, view.expiring_plans),
            navigation.ACTIVITIES, words("Cards to ask about"), {"signal": "no_report"},
        ),
    ))
    if here.selection.orp is not None:
        st.markdown(plain(words("Progress and stale cards are those of the whole plan; cards do not name an ORP.")))


def _int(value: object) -> int:
    return int(value)  # type: ignore[call-overload, no-any-return]


def _worst_answer(here: Here, view: OverviewView) -> widgets.Answer:
    words = here.words
    if not view.worst:
        return widgets.Answer(
            words("Largest gap"), words("none"), "",
            words("No service type falls short of the region's mean here, or the capacity is not known."),
            navigation.GAPS, words("All gaps"), {},
        )
    gap = view.worst[0]
    return widgets.Answer(
        words("Largest gap"), formats.signed(gap.gap_units, words.lang, significant=3),
        formats.unit_name(gap.unit, words.lang), worst_sentence(here, gap),
        navigation.GAPS, words("All gaps"), {"sluzba": gap.type_code, "orp": gap.orp_code},
    )


def worst_sentence(here: Here, gap: WorstGap) -> str:
    """The gap in words: "Domovy pro seniory (pobytová forma): v ORP … chybí 41 lůžek proti průměru kraje"."""
    name = here.choices.service_types[gap.type_code].split(formats.NBSP)[-1].split(" ", 1)[-1]
    return sentences.worst_gap_sentence(
        here.words, name, gap.form, formats.area_phrase(gap.orp_name, "", here.words.lang), gap.gap_units, gap.unit,
        Norm.REGION_MEAN.value,
    )


def map_and_areas(here: Here, view: OverviewView) -> None:
    """The map of one of three measures beside the ten areas with the same four signs; either selects an area."""
    words = here.words
    names = {
        "population_covered_share": words("Covered inhabitants"),
        "severe_cells": words("Severe gaps and white spots"),
        "expiring_share": words("Plans ending within a year"),
    }
    measure = filters.local("mira", MEASURES, MEASURES[0])
    widgets.heading(here, words("The ten areas"), "uzemi", demo=view.provenance.demo)
    filters.segments(words("Measure of the map"), "mira", names, measure, default=MEASURES[0], visible=False)
    left, right = st.columns([5, 4], gap="medium")
    with left:
        maps.areas(here, "overview", view.areas, measure, names[measure],
                   unit="cells" if measure == "severe_cells" else "share")
    with right:
        widgets.table(here, area_rows(here, view.areas))


def area_rows(here: Here, areas: pd.DataFrame) -> PlainTable:
    """The list of areas: a link, covered inhabitants, people whose plan ends, severe gaps, the worst type."""
    words, lang = here.words, here.words.lang
    rows: list[tuple[PlainCell, ...]] = []
    for row in sorted(records(areas), key=lambda row: formats.czech_key(row["orp_name"])):
        rows.append((
            PlainCell(row["orp_name"], href=filters.link({"orp": row["orp_code"]}), chosen=row["orp_code"] == here.selection.orp),
            PlainCell(formats.percent(row["population_covered_share"], lang), number=True),
            PlainCell(formats.percent(row["expiring_share"], lang), number=True),
            PlainCell(formats.number(row["severe_cells"], lang), number=True),
            PlainCell(_worst_cell(here, row)),
        ))
    return PlainTable(
        caption=words("Areas of the region with four signs"),
        head=(words("ORP"), words("Covered"), words("Ending within a year"), words("Severe gaps"), words("Largest gap")),
        rows=tuple(rows),
    )


def _worst_cell(here: Here, row: dict[Any, Any]) -> str:
    if pd.isna(row["worst_type_code"]):
        return "–"
    gap = formats.amount(row["worst_gap_units"], row["worst_unit"], here.words.lang, significant=3)
    return f"{formats.paragraph(row['worst_type_code'])}: {gap}"


def changes(here: Here, view: OverviewView) -> None:
    """At most five sentences on what differs from the earlier day."""
    words = here.words
    if view.changes is None:
        return
    change = view.changes
    st.subheader(plain(words("What changed since {day}", day=change.since)), anchor="zmeny")
    counts = change.plans["change"].value_counts()
    new, ended, extended, unchanged = (int(counts.get(word, 0)) for word in ("new", "ended", "extended", "unchanged"))
    st.markdown("- " + plain(sentences.change_sentence(
        words, new, ended, extended, unchanged, ended + extended + unchanged, new + extended + unchanged,
        change.since, here.selection.at.valid_on)))
    difference = change.covered_after - change.covered_before
    st.markdown("- " + plain(words(
        "Inhabitants of municipalities with a valid plan: {before} then, {after} now ({difference}).",
        before=change.covered_before, after=change.covered_after, difference=formats.signed(difference, words.lang))))
    st.page_link(navigation.COVERAGE, label=words("Compare the two days on the map"), icon=":material/compare:",
                 query_params=filters.carried({"srovnani": change.since.isoformat()}))


def how_to_read(here: Here, view: OverviewView) -> None:
    """What the dashboard is for, what each page answers, and where the numbers come from."""
    words = here.words
    st.subheader(plain(words("How to read this")), anchor="cteni")
    st.markdown(plain(words(
        "This dashboard is a can opener: it shows where to ask. It does not rank areas or people, and a gap is a "
        "question for the area, not a verdict.")))
    for script, label, question in (
        (navigation.COVERAGE, words("Community plan coverage"), words("Which municipalities have a valid community plan, until when, and what has changed?")),
        (navigation.CATALOGUE, words("Network of services"), words("Which services are where, for whom, with what capacity?")),
        (navigation.GAPS, words("Capacity gaps"), words("Where does capacity fall short of a norm you choose, and how is that computed?")),
        (navigation.ACTIVITIES, words("Development activities"), words("What did the plan promise, who answers for it, how far is it?")),
        (navigation.METHOD, words("Sources and methods"), words("Where does each number come from and what can it not say?")),
    ):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.page_link(script, label=label, query_params=filters.carried({}))
            st.markdown(plain(question), width="content")
    widgets.used_sources(here, view.provenance, "overview")
