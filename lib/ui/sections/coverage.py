"""Blocks of the page on coverage: measure and dates, map and plans, areas, and the lists behind them."""

import streamlit as st

from lib.charts import figures, legend, marks, rug
from lib.charts import maps as layers
from lib.model.community import CoordinatorStatus, Criterion
from lib.model.derived import CoverChange, CoverStatus
from lib.text import formats, sentences
from lib.ui import filters, maps, widgets
from lib.ui.page import Here, plain
from lib.views.coverage import CoverageView

UNITS = {
    "population_covered_share": "share", "municipalities_covered_share": "share", "plans": "plans",
    "expiring_share": "share", "overlaps": "municipalities", "quality_share": "share", "coordinator": "",
    "change": "",
}
MEASURES = tuple(UNITS)


def _names(here: Here) -> dict[str, str]:
    words = here.words
    names = {
        "population_covered_share": words("Inhabitants"), "municipalities_covered_share": words("Municipalities"),
        "plans": words("Plans"), "expiring_share": words("Ending within a year"), "overlaps": words("Overlaps"),
        "quality_share": words("Quality"), "coordinator": words("Coordinator"),
    }
    return names | ({"change": words("Difference")} if here.selection.compare_on else {})


def controls(here: Here) -> None:
    """The measure of the map and the second date, in one line."""
    words = here.words
    names = _names(here)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        filters.segments(words("Measure of the map"), "mira", names, _measure(here), default=_default(here))
        with st.container(width=190):
            filters.compare_on(words, here.selection)


def _default(here: Here) -> str:
    return "change" if here.selection.compare_on else MEASURES[0]


def _measure(here: Here) -> str:
    return filters.local("mira", tuple(_names(here)), _default(here))


def map_and_plans(here: Here, view: CoverageView) -> None:
    """The map on the left two thirds; on the right the selected area in a sentence and its plans as validity bars."""
    words = here.words
    area = view.area
    left, right = st.columns([3, 2], gap="medium")
    with left:
        widgets.heading(here, _names(here)[_measure(here)], "mapa", demo=view.coverage.provenance.demo)
        _map(here, view)
    with right:
        widgets.heading(here, words("Plans: {area}", area=here.area_name), "plany-uzemi")
        widgets.reading(sentences.coverage_sentence(
            words, here.area_phrase, int(area["municipalities_covered"]), int(area["municipalities"]),
            area["population_covered_share"], int(area["municipalities_unknown"])))
        plans = view.plans.frame
        valid = plans[plans["state"] == "valid"]
        widgets.reading(sentences.plans_sentence(words, len(valid), view.expiring_plans, int(area["plans_with_action_plan"])))
        bars = plans[plans["state"].isin(["valid", "unknown"])] if here.selection.orp is None else plans
        if bars.empty:
            st.info(words("No community plan is known for this area."), icon=":material/info:")
        else:
            with st.container(height=470, border=False):
                widgets.chart(figures.plan_validity_bars(bars, here.selection.at.valid_on, words, here.theme), "plan_bars",
                              words("Validity of community plans on a time axis"))


def _map(here: Here, view: CoverageView) -> None:
    words, theme, measure = here.words, here.theme, _measure(here)
    frame = view.coverage.frame
    title = _names(here)[measure]
    if measure == "change" and view.change is not None:
        points = view.points[["municipality_code", "lat", "lon"]].merge(view.change.all_municipalities, on="municipality_code")
        areas_marks, _ = layers.amount_marks(view.change.coverage_after, "population_covered_share", words, theme, unit="share")
        entries = legend.domain_key("cover_change", words, theme, points["change"])
        maps.shown(here, "coverage", title,
                   [layers.orp_layer(areas_marks, selected=here.selection.orp), layers.difference_layer(points, words, theme)],
                   entries, words("Municipalities between {before} and {after}", before=view.change.before, after=view.change.after))
        return
    points_layer = layers.municipality_layer(view.points, words, theme)
    point_key = legend.domain_key("cover_status", words, theme, view.points["status"])
    if measure == "coordinator":
        areas_marks = marks.coordinator_marks(frame, words, theme)
        entries = tuple(legend.KeyEntry(marks.coordinator_look(status, theme), words.label("coordinator", status))
                        for status in (*CoordinatorStatus, None))
    else:
        areas_marks, entries = layers.amount_marks(frame, measure, words, theme, unit=UNITS[measure])
    st.html(legend.legend_html(entries, words("Areas: {measure}", measure=title), theme))
    maps.shown(here, "coverage", title, [layers.orp_layer(areas_marks, selected=here.selection.orp), points_layer],
               point_key, words("Points: municipalities"))


def areas(here: Here, view: CoverageView) -> None:
    """All areas with every measure: the table behind the map."""
    widgets.foot(here, view.coverage, "coverage")


def details(here: Here, view: CoverageView) -> None:
    """Municipalities, plans, quality of plans, changes between the two days."""
    words = here.words
    tabs = {"obce": words("Municipalities"), "plany": words("Plans"), "kvalita": words("Quality of plans"), "zmeny": words("Changes")}
    chosen = filters.local("list", tuple(tabs), "zmeny" if here.selection.compare_on else "obce")
    st.subheader(plain(words("Lists: {area}", area=here.area_name)), anchor="seznamy")
    filters.segments(words("List"), "list", tabs, chosen, default="zmeny" if here.selection.compare_on else "obce", visible=False)
    {"obce": municipalities, "plany": plans, "kvalita": quality, "zmeny": changes}[chosen](here, view)


def municipalities(here: Here, view: CoverageView) -> None:
    """Municipalities of the area with status, plans and the last day covered; optionally only one status."""
    words = here.words
    statuses = {status.value: words.label("cover_status", status.value) for status in CoverStatus}
    status = filters.local("stav", tuple(statuses), "")
    with st.container(width=300):
        filters.select(words("Status"), "stav", statuses, status, none_label=words("All statuses"))
    sheet = view.municipalities
    rows = sheet.frame if not status else sheet.frame[sheet.frame["status"] == status]
    counts = sheet.frame["status"].value_counts()
    widgets.reading("; ".join(
        f"{statuses[str(code)]}: {formats.amount(int(n), 'municipalities', words.lang)}" for code, n in counts.items()) + ".")
    widgets.sheet_with_downloads(here, sheet, rows, "municipalities", hide=("orp_code",))


def plans(here: Here, view: CoverageView) -> None:
    """Every plan that touches the area, whatever its state on the day."""
    widgets.sheet_with_downloads(here, view.plans, view.plans.frame, "plans")


def quality(here: Here, view: CoverageView) -> None:
    """Plans × seven criteria: yes, no, not reported."""
    words = here.words
    if view.quality.frame.empty:
        st.info(words("No plan is valid in this area on this day, so there is nothing to assess."), icon=":material/info:")
        return
    frame = view.quality.frame
    answers = frame.melt("plan_code", [criterion.value for criterion in Criterion], "criterion", "answer").dropna()
    titles = dict(zip(frame["plan_code"], frame["plan_title"], strict=True))
    st.html(rug.rug_html(rug.quality_rug(
        answers, titles, words, here.theme, caption=words("Quality of valid plans by seven criteria")), here.theme))
    widgets.foot(here, view.quality, "quality")


def changes(here: Here, view: CoverageView) -> None:
    """New, ended, extended and unchanged plans between two days, and what it meant for municipalities."""
    words = here.words
    change = view.change
    if change is None:
        st.info(words("Choose a second day above (Compare with) and the differences appear here and on the map."),
                icon=":material/compare:")
        return
    counts = change.plans.frame["change"].value_counts()
    new, ended, extended, unchanged = (int(counts.get(word, 0)) for word in ("new", "ended", "extended", "unchanged"))
    widgets.reading(sentences.change_sentence(words, new, ended, extended, unchanged, ended + extended + unchanged,
                                              new + extended + unchanged, change.before, change.after))
    by_change = change.municipalities.frame["change"].value_counts()
    gained, lost, still, never, unknown = (
        int(by_change.get(word.value, 0)) for word in (
            CoverChange.GAINED, CoverChange.LOST, CoverChange.STILL_COVERED, CoverChange.STILL_NOT_COVERED, CoverChange.UNKNOWN))
    widgets.reading(sentences.coverage_change_sentence(words, gained, lost, still, never, unknown))
    widgets.sheet_with_downloads(here, change.plans, change.plans.frame, "plan_changes")
    widgets.sheet_with_downloads(here, change.municipalities, change.municipalities.frame, "municipality_changes", hide=("orp_code",))
