"""Blocks of the page on gaps by target group: the rug, one group as bars, and one of its cells taken apart."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.charts import gap_rug
from lib.charts.rug import Rug
from lib.model.catalogue import PLANNING_UNITS
from lib.model.selection import Norm
from lib.text import formats
from lib.ui import cached, filters, rugs, widgets
from lib.ui.page import Here
from lib.ui.sections import gap_pictures, gap_reasons
from lib.views import gap_reasons as gap_reason_views
from lib.views import gap_tables
from lib.views.base import Sheet
from lib.views.gaps import GapsView

AVAILABLE, ALLOCATED = "dostupna", "rozdelena"
"""The two ways in which the capacity of a service that serves several groups is counted."""

WAY, WAYS = "deleni", (AVAILABLE, ALLOCATED)

UNIT = "jednotka"
"""Key of the unit in which a group is taken apart."""


def by_target_group(here: Here, view: GapsView) -> None:
    """Gaps by target group; groups overlap and do not add up."""
    words = here.words
    widgets.heading(here, words("By target group"), "skupiny", demo=view.groups.provenance.demo,
                    unit=words("capacity ÷ need"))
    way = filters.local(WAY, WAYS, AVAILABLE)
    ways = {AVAILABLE: words("counts for each group"), ALLOCATED: words("is divided among them")}
    filters.segments(words("Capacity of a service for several groups"), WAY, ways, way, default=AVAILABLE)
    sheet = view.groups if way == AVAILABLE else gap_tables.allocated_sheet(view)
    widgets.reading(
        words("A service that serves several groups counts for each of them, so the rows do not add up to the total.")
        if way == AVAILABLE else
        words("Each service is divided among its groups by declared shares, evenly where none are declared; "
              "who really uses it is not known."))
    if here.selection.norm in (Norm.NATIONAL, Norm.OWN):
        st.info(words("There is no national norm and no own value by target group; choose another norm."),
                icon=":material/info:")
    rows = cached.made("group_rows", here.state, lambda: gap_reason_views.with_region(sheet.frame))
    rugs.shown(here, "skupina", lambda: _rug(here, rows), {
        "skupina": here.choices.target_groups, UNIT: PLANNING_UNITS, gap_reasons.CELL: gap_reasons.areas(here)})
    widgets.drawn(here, "group_remarks", lambda: widgets.reading(" ".join(gap_pictures.remarks(here, rows))))
    widgets.foot(here, sheet, f"groups_{way}")
    _one_group(here, view, sheet, rows, way)


def _rug(here: Here, rows: pd.DataFrame) -> Rug:
    group, opened = here.selection.target_group, None
    if group is not None:
        unit = _unit(rows[rows["group_code"] == group])
        of_unit = rows[(rows["group_code"] == group) & (rows["unit"] == unit)]
        opened = (group, unit, gap_reasons.chosen_area(here, of_unit)) if len(of_unit) else None
    return gap_rug.group_rug(
        gap_pictures.rug_rows(here, rows, opened and opened[-1]), here.choices.target_groups, here.words, here.theme,
        caption=gap_pictures.caption(here),
        hrefs={code: filters.local_link({"skupina": code}, (WAY,)) + "#skupina" for code in here.choices.target_groups},
        opens=lambda row: (filters.local_link({"skupina": row[0], UNIT: row[1], gap_reasons.CELL: ""}, (WAY,)),
                           "#proc-skupiny"),
        opened=opened, selected_group=group, selected_orp=here.selection.orp)


def _units(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(str(unit) for unit in rows["unit"].drop_duplicates())


def _unit(rows: pd.DataFrame) -> str:
    """The unit of the URL if the group has capacity in it, else its first."""
    units = _units(rows)
    return filters.local(UNIT, units, units[0] if units else "")


def _one_group(here: Here, view: GapsView, sheet: Sheet, rows: pd.DataFrame, way: str) -> None:
    words, group = here.words, here.selection.target_group
    widgets.heading(here, words("One target group"), "skupina")
    with st.container(width=520):
        filters.target_group(words, here.choices, here.selection)
    if group is None:
        return
    one = replace(sheet, frame=sheet.frame[sheet.frame["group_code"] == group].reset_index(drop=True))
    if one.frame.empty:
        st.info(words("No service is for this group."), icon=":material/info:")
        return
    units = _units(one.frame)
    for unit in units:
        _bars(here, one, unit)
    widgets.foot(here, one, f"group_{way}")
    unit = _unit(one.frame)
    if len(units) > 1:
        names = {each: formats.unit_name(each, words.lang) for each in units}
        filters.segments(words("Unit taken apart"), UNIT, names, unit, default=units[0])
    gap_reasons.of_group(here, view, rows[(rows["group_code"] == group) & (rows["unit"] == unit)],
                         allocated=way == ALLOCATED)


def _bars(here: Here, sheet: Sheet, unit: str) -> None:
    cells = sheet.frame[sheet.frame["unit"] == unit]
    widgets.drawn(here, f"group_head_{unit}", lambda: _head(here, sheet, cells, unit))
    gap_pictures.bars(here, f"group_{unit}", cells, here.words("Gap by area"))


def _head(here: Here, sheet: Sheet, cells: pd.DataFrame, unit: str) -> None:
    words = here.words
    widgets.heading(here, here.choices.target_groups[str(here.selection.target_group)], f"skupina-{unit}",
                    demo=sheet.provenance.demo, unit=formats.unit_name(unit, words.lang))
    widgets.reading(words("Denominator: {group}. The number of people of the group itself is not known by area.",
                          group=here.age_group(str(cells["age_group"].iloc[0]))))
