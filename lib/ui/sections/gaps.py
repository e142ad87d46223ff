"""Blocks of the page on gaps: controls, the tartan rug, one type taken apart, the same by target group."""

import pandas as pd
import streamlit as st

from lib.charts import figures, rug
from lib.charts.group_rug import group_rug
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.catalogue import PLANNING_UNITS
from lib.model.lookup import records
from lib.model.selection import Norm
from lib.model.territory import REGION_AREA
from lib.text import formats, sentences
from lib.ui import filters, maps, navigation, widgets
from lib.ui.page import Here, notes, plain
from lib.views.gaps import GapsView, TypeDetail, arithmetic


def controls(here: Here) -> None:
    """Norm and capacity in one line."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        with st.container(width=260):
            filters.norm(here.words, here.selection)
        filters.scope(here.words, here.selection)
    if here.selection.norm is Norm.REGION_MEAN:
        st.markdown(plain(sentences.zero_sum_sentence(here.words)))


def rug_of_types(here: Here, view: GapsView) -> None:
    """ORP × service type: the coverage index in every cell, with its class by colour and sign."""
    words = here.words
    widgets.heading(here, words("Coverage index by service type and area"), "prehled", demo=view.gap.provenance.demo,
                    unit=words("capacity ÷ need"))
    counts = view.planning.loc[view.planning["orp_code"] != REGION_AREA, "class"].value_counts()
    widgets.reading(sentences.gap_class_counts_sentence(words, {str(code): int(n) for code, n in counts.items()}, "cells"))
    st.html(rug.rug_html(rug.gap_rug(
        view.planning, words, here.theme, caption=words("Coverage index by service type and area"),
        hrefs={code: filters.link({"sluzba": code}) + "#druh" for code in here.choices.service_types},
        selected_type=here.selection.service_type, selected_orp=here.selection.orp), here.theme))
    st.markdown(plain(words("Denominators: population of {day}.", day=view.population_date)))
    widgets.foot(here, view.gap, "gap")


def one_type(here: Here, view: GapsView) -> None:
    """One service type taken apart: bars, map, arithmetic, other norms, cards."""
    words = here.words
    st.subheader(plain(words("One service type")), anchor="druh")
    with st.container(width=520):
        filters.service_type(words, here.choices, here.selection)
    detail = view.detail
    if detail is None:
        st.info(words("Choose a service type here or in the table above: bars, map, arithmetic and the cards that answer it will appear."),
                icon=":material/touch_app:")
        return
    rows = detail.gap.frame
    if rows.empty:
        st.info(words("No service of this type has a capacity recorded on this day in the chosen scope."), icon=":material/info:")
        return
    pairs = list(rows[["form", "unit"]].drop_duplicates().itertuples(index=False, name=None))
    pairs.sort(key=lambda pair: pair[1] not in PLANNING_UNITS)
    options = {f"{form}-{unit}": f"{words.label('form', form)} ({formats.unit_name(unit, words.lang)})" for form, unit in pairs}
    first = next(iter(options))
    chosen = filters.local("forma", tuple(options), first)
    if len(options) > 1:
        filters.segments(words("Form and unit"), "forma", options, chosen, default=first)
    form, unit = chosen.split("-")
    cells = rows[(rows["form"] == form) & (rows["unit"] == unit)]
    name = here.choices.service_types[detail.type_code]
    left, right = st.columns(2, gap="medium")
    with left:
        widgets.heading(here, words("Gap: {type}", type=name), "mezera", unit=formats.unit_name(unit, words.lang))
        widgets.chart(figures.gap_bars(cells, words, here.theme, selected=here.selection.orp), "gap_bars",
                      words("Gap of {type} by area", type=name))
    with right:
        widgets.heading(here, words("Map: {type}", type=name), "mapa-mezer")
        maps.gap(here, "gaps", cells, name)
    widgets.foot(here, detail.gap, "gap_type")
    why(here, cells)
    changes(here, detail, form, unit)
    answering_cards(here, detail)


def why(here: Here, cells: pd.DataFrame) -> None:
    """The arithmetic of one cell in words and numbers, so that the sum can be redone by hand."""
    words = here.words
    names = dict(zip(cells["orp_code"], cells["orp_name"], strict=True))
    worst = cells.sort_values("coverage_index")["orp_code"].iloc[0]
    orp = here.selection.orp if here.selection.orp in names else worst
    st.subheader(plain(words("Why? {area}", area=formats.area_name(names[orp], ""))), anchor="proc")
    if here.selection.orp is None:
        st.markdown(plain(words("No area is chosen, so this is the one with the lowest coverage index.")))
    sums = arithmetic(cells[cells["orp_code"] == orp].iloc[0])
    st.markdown("\n".join(f"- {plain(line)}" for line in sentences.arithmetic_sentences(
        words, persons=sums.persons, norm_per_1000=sums.norm_per_1000, need=sums.need_units, capacity=sums.capacity_units,
        gap=sums.gap_units, index=sums.coverage_index, gap_class=sums.gap_class.value, unit=sums.unit,
        norm=here.selection.norm.value)))
    st.markdown(plain(words("Denominator: {group}.", group=here.age_group(sums.age_group))))


def changes(here: Here, detail: TypeDetail, form: str, unit: str) -> None:
    """Which areas would change class under another norm."""
    words = here.words
    rows = detail.changes[(detail.changes["form"] == form) & (detail.changes["unit"] == unit)]
    st.subheader(plain(words("Under other norms")), anchor="normy")
    if rows.empty:
        st.markdown(plain(words("No area changes class under the other norms: the result is robust.")))
        return
    st.markdown(plain(words.plural("{n} area changes class with the norm:", "{n} areas change class with the norm:", len(rows))))
    norms = [norm for norm in Norm if norm.value in rows.columns]
    table = PlainTable(
        words("Class of each area under four norms"),
        (words("ORP"), *(words.label("norm", norm.value) for norm in norms)),
        tuple((PlainCell(here.choices.areas[row["orp_code"]]),
               *(PlainCell(words.label("gap_class", row[norm.value]), look=looks(here.theme, "gap_class")[row[norm.value]]) for norm in norms))
              for row in records(rows)),
    )
    widgets.table(here, table)


def answering_cards(here: Here, detail: TypeDetail) -> None:
    """Activity cards that list the type, or the plain statement that none does."""
    words = here.words
    st.subheader(plain(words("Cards that answer this gap")), anchor="karty")
    if detail.cards.empty:
        st.warning(words("No card answers this gap: no activity of the plan names this service type."), icon=":material/report:")
    for row in records(detail.cards):
        st.page_link(navigation.ACTIVITIES, label=f"{row['code']} · {row['title']}", icon=":material/description:",
                     query_params=filters.carried({"karta": str(row["code"])}))
    st.markdown(plain(words("Cards that concern all types of services are not counted as an answer to one gap.")))


def by_target_group(here: Here, view: GapsView) -> None:
    """The same by target group; groups overlap and do not add up."""
    words = here.words
    widgets.heading(here, words("By target group"), "skupiny", demo=view.groups.provenance.demo, unit=words("capacity ÷ need"))
    widgets.reading(words("A service that serves several groups counts for each of them, so the rows do not add up to the total."))
    if here.selection.norm is Norm.NATIONAL:
        st.info(words("There is no national norm by target group; choose another norm."), icon=":material/info:")
    st.html(rug.rug_html(group_rug(
        view.groups.frame, here.choices.target_groups, words, here.theme, caption=words("Coverage index by target group and area"),
        hrefs={code: filters.link({"skupina": code}) + "#skupiny" for code in here.choices.target_groups},
        selected_group=here.selection.target_group, selected_orp=here.selection.orp), here.theme))
    with st.container(width=520):
        filters.target_group(words, here.choices, here.selection)
    rows = view.groups.frame[view.groups.frame["group_code"] == here.selection.target_group]
    for unit in rows["unit"].drop_duplicates():
        cells = rows[rows["unit"] == unit]
        widgets.heading(here, here.choices.target_groups[str(here.selection.target_group)], f"skupina-{unit}",
                        unit=formats.unit_name(unit, words.lang))
        widgets.chart(figures.gap_bars(cells, words, here.theme, selected=here.selection.orp), f"group_{unit}",
                      words("Gap by area"))
    notes(here, view.groups.notes)
    widgets.twin(here, view.groups, "groups")
