"""Blocks of the page on coverage: measure and dates, map and plans, areas, and the lists behind them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import figures, legend, marks, rug
from lib.charts import maps as layers
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.community import CoordinatorStatus, Criterion
from lib.model.derived import CoverChange, CoverStatus, PlanChange
from lib.model.lookup import records
from lib.text import formats, sentences
from lib.ui import filters, maps, navigation, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.coverage import CoverageChange, CoverageView

UNITS = {
    "population_covered_share": "share", "municipalities_covered_share": "share", "plans": "plans",
    "expiring_share": "share", "overlaps": "municipalities", "quality_share": "share", "coordinator": "",
    "change": "",
}
"""Measures of the map and the unit of each; "change" needs a second day."""

LOWER_BOUNDS = ("population_covered_share", "municipalities_covered_share")
"""Measures that say the least there is, where it is not known whether a municipality is covered."""

STATUSES = tuple(status.value for status in CoverStatus)
ROWS_AT_MOST = 9
"""Rows of a list shown at once; more scroll inside their box."""


def problems(here: Here) -> tuple[Problem, ...]:
    """Keys of this page in the URL that cannot be used."""
    return (
        *filters.local_problems({"mira": tuple(_names(here))}, _default(here)),
        *filters.local_problems({"list": tuple(_tabs(here))}, _default_tab(here)),
        *filters.local_problems({"stav": STATUSES}, here.words("All statuses")),
    )


def _names(here: Here) -> dict[str, str]:
    words = here.words
    names = {
        "population_covered_share": words("Inhabitants"), "municipalities_covered_share": words("Municipalities"),
        "plans": words("Plans"), "expiring_share": words("Ends within a year"), "overlaps": words("Overlaps"),
        "quality_share": words("Quality"), "coordinator": words("Coordinator"),
    }
    return names | ({"change": words("Difference")} if here.selection.compare_on else {})


def _titles(here: Here) -> dict[str, str]:
    """What each measure shows, with its unit."""
    words = here.words
    return {
        "population_covered_share": words("Share of inhabitants with a valid plan (%)"),
        "municipalities_covered_share": words("Share of municipalities with a valid plan (%)"),
        "plans": words("Valid plans (number)"),
        "expiring_share": words("Inhabitants whose last plan ends within a year (%)"),
        "overlaps": words("Municipalities in several plans (number)"),
        "quality_share": words("Criteria of quality met (% of those assessed)"),
        "coordinator": words("Coordinator of community planning"),
        "change": words("Municipalities that gained or lost cover"),
    }


def controls(here: Here) -> None:
    """The measure of the map and the second date, in one line."""
    words = here.words
    with st.container(key="coverage_controls"):
        filters.segments(words("Measure of the map"), "mira", _names(here), _measure(here), default=_default(here))
        filters.compare_on(words, here.selection)


def _default(here: Here) -> str:
    return "change" if here.selection.compare_on else "population_covered_share"


def _measure(here: Here) -> str:
    return filters.local("mira", tuple(_names(here)), _default(here))


def map_and_plans(here: Here, view: CoverageView) -> None:
    """The map on the left; on the right the selected area in a sentence and its plans as validity bars.

    Under each stands the table behind it.
    """
    words, area = here.words, view.area
    with st.container(key="map_and_list"):
        with st.container():
            heading = words("Map: {measure}", measure=_names(here)[_measure(here)])
            unit = UNITS[_measure(here)]
            widgets.heading(here, heading, "mapa", demo=view.coverage.provenance.demo,
                            unit=formats.unit_name(unit, words.lang) if unit else "")
            _map(here, view)
            _map_foot(here, view)
        with st.container():
            widgets.heading(here, words("Plans: {area}", area=here.area_name), "plany-uzemi",
                            demo=view.plans.provenance.demo)
            widgets.reading(sentences.coverage_sentence(
                words, here.area_phrase, int(area["municipalities_covered"]), int(area["municipalities"]),
                area["population_covered_share"], int(area["municipalities_unknown"])))
            plans = view.plans.frame
            widgets.reading(words("Population of {day}.", day=view.population_date))
            widgets.reading(sentences.plans_sentence(
                words, int((plans["state"] == "valid").sum()), view.expiring_plans,
                int(area["plans_with_action_plan"])))
            if here.selection.orp is not None:
                _plans_in_time(here, view)
            navigation.profile_link(here)
    if here.selection.orp is None:  # many plans: below, at full width
        _plans_in_time(here, view)


def _plans_in_time(here: Here, view: CoverageView) -> None:
    """Validity of plans on a time axis: of one ORP all of them, of the region those that are valid or may be."""
    plans = view.plans.frame
    shown = plans if here.selection.orp is not None else plans[plans["state"].isin(["valid", "unknown"])]
    if shown.empty:
        st.info(here.words("No community plan is known for this area."), icon=":material/info:")
        return
    widgets.drawn(here, "bars", lambda: _bars(here, shown))
    widgets.twin(here, replace(view.plans, frame=shown), "plan_bars")


def _bars(here: Here, shown: pd.DataFrame) -> None:
    words = here.words
    named = shown.rename(columns={"plan_code": "code", "plan_title": "title"})
    figure = figures.plan_validity_bars(named, here.selection.at.valid_on, words, here.theme)
    widgets.chart(figure, "plan_bars", words("Validity of community plans on a time axis"))
    st.markdown(plain(words("A hatched part is an extension, a dashed bar means that the period is not stated, the "
                            "dotted line is the chosen day.")))


def _map(here: Here, view: CoverageView) -> None:
    """Areas by the measure, municipalities as points, or as shapes where their borders are published; then areas are
    outlines with their numbers. Keys stand above, areas first."""
    maps.shown(here, "coverage", here.words("Map of areas and municipalities"), lambda: _picture(here, view))


def _picture(here: Here, view: CoverageView) -> maps.Picture:
    words, theme, measure = here.words, here.theme, _measure(here)
    frame, title = view.coverage.frame, _titles(here)[measure]
    shapes = measure != "change" and layers.bordered(view.points)
    if measure == "change" and view.change is not None:
        change = view.change
        places = view.points[["municipality_code", "lat", "lon"]]
        points = places.merge(change.all_municipalities, on="municipality_code")
        areas_marks: list[layers.AreaMark] = marks.change_marks(change.all_municipalities, words, theme)
        entries: tuple[legend.KeyEntry, ...] = ()
        point_layer = layers.difference_layer(points, words, theme)
        point_key = layers.difference_key(words, theme, points["change"])
        point_title = words("Municipalities between {before} and {after}", before=change.before, after=change.after)
    else:
        if measure == "coordinator":
            areas_marks = marks.coordinator_marks(frame, words, theme)
            entries = tuple(legend.KeyEntry(marks.coordinator_look(status, theme), words.label("coordinator", status))
                            for status in (*CoordinatorStatus, None))
        else:
            areas_marks, entries = layers.amount_marks(
                frame, measure, words, theme, unit=UNITS[measure],
                at_least="municipalities_unknown" if measure in LOWER_BOUNDS else None)
        point_layer = layers.municipality_layer(view.points, words, theme)
        point_key = layers.municipality_key(words, theme, view.points["status"])
        point_title = words("Municipalities") if shapes else words("Points: municipalities")
    area_key = legend.legend_html(entries, title, theme) if entries and not shapes else ""
    return maps.Picture(area_key + legend.legend_html(point_key, point_title, theme),
                        [layers.orp_layer(areas_marks, selected=here.selection.orp, filled=not shapes), point_layer])


def _map_foot(here: Here, view: CoverageView) -> None:
    """What the map shows as a table: all areas with every measure, or every municipality between the two days."""
    if _measure(here) == "change" and view.change is not None:
        whole = replace(view.change.municipalities, frame=view.change.all_municipalities)
        widgets.foot(here, whole, "coverage_change")
        return
    widgets.foot(here, view.coverage, "coverage")


def _tabs(here: Here) -> dict[str, str]:
    words = here.words
    return {"obce": words("Municipalities"), "plany": words("Plans"), "kvalita": words("Quality of plans"),
            "zmeny": words("Changes over time")}


def _default_tab(here: Here) -> str:
    return "zmeny" if here.selection.compare_on else "obce"


def details(here: Here, view: CoverageView) -> None:
    """Municipalities, plans, quality of plans, changes between the two days."""
    words, tabs, default = here.words, _tabs(here), _default_tab(here)
    chosen = filters.local("list", tuple(tabs), default)
    widgets.heading(here, words("Lists: {area}", area=here.area_name), "seznamy",
                    demo=view.municipalities.provenance.demo)
    filters.segments(words("List"), "list", tabs, chosen, default=default, visible=False)
    {"obce": municipalities, "plany": plans, "kvalita": quality, "zmeny": changes}[chosen](here, view)


def municipalities(here: Here, view: CoverageView) -> None:
    """Municipalities of the area with status, plans by name and the last day covered; optionally only one status."""
    words = here.words
    statuses = {status: words.label("cover_status", status) for status in STATUSES}
    status = filters.local("stav", STATUSES, "")
    with st.container(width=320):
        filters.select(words("Status"), "stav", statuses, status, none_label=words("All statuses"))
    sheet = view.municipalities
    rows = sheet.frame if not status else sheet.frame[sheet.frame["status"] == status]
    counts = sheet.frame["status"].value_counts()
    widgets.reading("; ".join(
        f"{name}: {formats.amount(int(counts[code]), 'municipalities', words.lang)}"
        for code, name in statuses.items() if code in counts) + ".")
    if rows.empty:
        st.info(words("No municipality of the area has this status on this day."), icon=":material/info:")
        return
    _listed(here, replace(sheet, frame=rows), "municipalities", len(rows),
            lambda: _municipality_table(here, rows, view.plan_titles))


def _listed(here: Here, sheet: Sheet, key: str, rows: int, shown: Callable[[], PlainTable]) -> None:
    """A readable list of some rows in a box that scrolls when they are many, then the sheet as files, with codes."""
    with st.container(height=460 if rows > ROWS_AT_MOST else "content", border=False):
        widgets.drawn(here, key, lambda: widgets.table(here, shown()))
    widgets.below_grid(here, sheet, key)


def _municipality_table(here: Here, rows: pd.DataFrame, titles: Mapping[str, str]) -> PlainTable:
    words, lang = here.words, here.words.lang
    drawn = looks(here.theme, "cover_status")
    whole_region = here.selection.orp is None
    listed = []
    for row in sorted(records(rows), key=lambda row: formats.czech_key(row["municipality_name"])):
        codes = [] if pd.isna(row["plan_codes"]) else str(row["plan_codes"]).split(", ")
        uncovered = row["status"] in (CoverStatus.NOT_COVERED, CoverStatus.UNKNOWN)
        listed.append((
            PlainCell(row["municipality_name"]),
            *([PlainCell(row["orp_name"])] if whole_region else []),
            PlainCell(formats.number(row["population_persons"], lang), number=True),
            PlainCell(words.label("cover_status", row["status"]), sign=drawn[row["status"]]),
            PlainCell("–" if uncovered else _day(here, row["covered_until"])),
            PlainCell("; ".join(titles[code] for code in codes) or "–"),
        ))
    return PlainTable(
        caption=words("Municipalities: {area}", area=here.area_name),
        head=(words("Municipality"), *([words("ORP")] if whole_region else []), words("Inhabitants"), words("Status"),
              words("Covered until"), words("Plans")),
        rows=tuple(listed),
    )


def _day(here: Here, value: Any) -> str:
    return formats.date(None if pd.isna(value) else value.date(), here.words.lang)


def plans(here: Here, view: CoverageView) -> None:
    """Every plan that touches the area, whatever its state on the day: valid ones first."""
    words, sheet = here.words, view.plans
    if sheet.frame.empty:
        st.info(words("No community plan is known for this area."), icon=":material/info:")
        return
    _listed(here, sheet, "plans", len(sheet.frame), lambda: _plan_table(here, sheet.frame))


STATE_LOOKS = {"valid": CoverStatus.COVERED, "unknown": CoverStatus.UNKNOWN}
"""States of a plan drawn with a sign; the others are words alone, because nothing is asked of them."""


def _plan_table(here: Here, frame: pd.DataFrame) -> PlainTable:
    words, lang = here.words, here.words.lang
    drawn = looks(here.theme, "cover_status")
    order = {"valid": 0, "unknown": 1, "not_yet": 2, "ended": 3}
    one_orp = here.selection.orp is not None
    listed = []
    for row in sorted(records(frame), key=lambda row: (order[row["state"]], formats.czech_key(row["plan_title"]))):
        until = _day(here, row["valid_until"])
        if not pd.isna(row["extended_to"]):
            until += " " + words("(extended)")
        sign = STATE_LOOKS.get(row["state"])
        listed.append((
            PlainCell(row["plan_title"]),
            PlainCell(words.label("plan_validity", row["state"]), sign=drawn[sign] if sign else None),
            PlainCell(_day(here, row["valid_from"])),
            PlainCell(until),
            PlainCell(formats.number(row["municipalities"], lang), number=True),
            *([PlainCell(formats.number(row["municipalities_in_area"], lang), number=True)] if one_orp else []),
            PlainCell(words.label("plan_status", row["status"])),
            PlainCell(words.label("plan_evidence", row["evidence"])),
        ))
    return PlainTable(
        caption=words("Community plans: {area}", area=here.area_name),
        head=(words("Plan"), words("Validity"), words("From"), words("Until"), words("Municipalities"),
              *([words("of which in the area")] if one_orp else []), words("Approval"), words("Evidence")),
        rows=tuple(listed),
    )


def _quality_rug(here: Here, frame: pd.DataFrame) -> None:
    words = here.words
    answers = frame.melt("plan_code", [criterion.value for criterion in Criterion], "criterion", "answer").dropna()
    titles = dict(zip(frame["plan_code"], frame["plan_title"], strict=True))
    st.html(rug.rug_html(rug.quality_rug(
        answers, titles, words, here.theme, caption=words("Quality of valid plans by seven criteria")), here.theme))


def quality(here: Here, view: CoverageView) -> None:
    """Plans × seven criteria: yes, no, not reported."""
    words, frame = here.words, view.quality.frame
    if frame.empty:
        st.info(words("No plan is valid in this area on this day, so there is nothing to assess."),
                icon=":material/info:")
        return
    never = int(frame["assessed_on"].isna().sum())
    widgets.reading(words.plural("{n} plan is valid here", "{n} plans are valid here", len(frame)) + "; "
                    + (words("every one was assessed.") if not never else
                       words.plural("{n} was never assessed.", "{n} were never assessed.", never)))
    widgets.drawn(here, "quality", lambda: _quality_rug(here, frame))
    widgets.foot(here, view.quality, "quality")


def changes(here: Here, view: CoverageView) -> None:
    """New, ended, extended and unchanged plans between two days, and what it meant for municipalities."""
    words, change = here.words, view.change
    if change is None:
        st.info(words("Choose a second day above (Compare with) and the differences appear here and on the map."),
                icon=":material/compare:")
        return
    counts = change.plans.frame["change"].value_counts()
    new, ended, extended, unchanged = (int(counts.get(word.value, 0)) for word in PlanChange)
    widgets.reading(sentences.change_sentence(words, new, ended, extended, unchanged, ended + extended + unchanged,
                                              new + extended + unchanged, change.before, change.after))
    by_change = change.municipalities.frame["change"].value_counts()
    gained, lost, still, never, unknown = (int(by_change.get(word.value, 0)) for word in CoverChange)
    widgets.reading(sentences.coverage_change_sentence(words, gained, lost, still, never, unknown))
    _changed_plans(here, change)
    _changed_municipalities(here, change)


PLAN_CHANGE_SIGNS = {"new": CoverChange.GAINED, "ended": CoverChange.LOST, "extended": CoverChange.STILL_COVERED}


def _changed_plans(here: Here, change: CoverageChange) -> None:
    words, sheet = here.words, change.plans
    drawn = looks(here.theme, "cover_change")
    order = list(PlanChange)
    listed = tuple(
        (
            PlainCell(row["plan_title"]),
            PlainCell(words.label("plan_change", row["change"]),
                      sign=drawn[PLAN_CHANGE_SIGNS[row["change"]]] if row["change"] in PLAN_CHANGE_SIGNS else None),
            PlainCell(_day(here, row["valid_from"])),
            PlainCell(_day(here, row["valid_until"])),
            PlainCell(formats.number(row["municipalities"], words.lang), number=True),
        )
        for row in sorted(records(sheet.frame),
                          key=lambda row: (order.index(row["change"]), formats.czech_key(row["plan_title"])))
    )
    if listed:
        _listed(here, sheet, "plan_changes", len(listed), lambda: PlainTable(
            words("Plans valid on one of the two days"),
            (words("Plan"), words("Change"), words("From"), words("Until"), words("Municipalities")), listed,
            show_caption=True))


def _changed_municipalities(here: Here, change: CoverageChange) -> None:
    """Only municipalities whose state differs or is not known; the file has all of them."""
    words, sheet = here.words, change.municipalities
    drawn = looks(here.theme, "cover_change")
    telling = (CoverChange.GAINED, CoverChange.LOST, CoverChange.UNKNOWN)
    listed = tuple(
        (
            PlainCell(row["municipality_name"]),
            PlainCell(row["orp_name"]),
            PlainCell(words.label("cover_change", row["change"]), sign=drawn[row["change"]]),
            PlainCell(words.label("cover_status", row["status_before"])),
            PlainCell(words.label("cover_status", row["status_after"])),
        )
        for row in sorted(
            records(sheet.frame[sheet.frame["change"].isin(telling)]),
            key=lambda row: (telling.index(row["change"]), formats.czech_key(row["municipality_name"])))
    )
    if not listed:
        st.info(words("No municipality of the area gained or lost cover."), icon=":material/info:")
        return
    _listed(here, sheet, "municipality_changes", len(listed), lambda: PlainTable(
        words("Municipalities that gained or lost cover, or whose change is not known"),
        (words("Municipality"), words("ORP"), words("Change"),
         formats.date(change.before, words.lang), formats.date(change.after, words.lang)), listed,
        show_caption=True))
