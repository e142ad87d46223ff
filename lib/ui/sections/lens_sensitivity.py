"""Which gaps stand whatever is assumed, and which depend on the norm, the capacity, denominators or requests."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.catalogue import Polarity
from lib.model.derived_lens import Below, Robust
from lib.model.lookup import records
from lib.text import formats
from lib.ui import cached, filters, lens_sentences, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.lenses import LensesView

LONGEST = 8
"""Rows of a list that are shown; the rest stand in the table."""


def shown(here: Here, view: LensesView) -> None:
    """Robust gaps, those always below the norm and those that depend on assumptions, of the chosen area and type."""
    words = here.words
    widgets.heading(here, words("What changes the result"), "citlivost", demo=view.sensitivity.provenance.demo)
    rows = cached.made("sensitive", here.state, lambda: _chosen(here, view))
    widgets.drawn(here, "sensitivity", lambda: _lists(here, rows))
    widgets.foot(here, replace(view.sensitivity, frame=rows.drop(columns="counts").reset_index(drop=True)),
                 "sensitivity")


def _chosen(here: Here, view: LensesView) -> pd.DataFrame:
    """Cells of the chosen area and type; `counts` marks those where more capacity is what the plan wants."""
    frame = view.sensitivity.frame
    wanted = [code for code, word in view.polarity.items() if word == Polarity.MORE_IS_BETTER]
    rows = frame.assign(counts=frame["type_code"].isin(wanted))
    if here.selection.orp is not None:
        rows = rows[rows["orp_code"] == here.selection.orp]
    if here.selection.service_type is not None:
        rows = rows[rows["type_code"] == here.selection.service_type]
    elif here.selection.target_group is not None:
        rows = rows[rows["type_code"].isin(view.group_types)]
    return rows


def _lists(here: Here, rows: pd.DataFrame) -> None:
    words = here.words
    gaps = rows[rows["counts"]]
    known = gaps[gaps["below"] != Below.UNKNOWN]
    sure = known[~known["small_number"].astype(bool)]
    small = known[known["small_number"].astype(bool)]
    always, depends, never = (sure[sure["below"] == word] for word in (Below.ALWAYS, Below.SOMETIMES, Below.NEVER))
    same = always["robust"] == Robust.ROBUST
    widgets.reading(words.plural(
        "{Area}: {n} cell where the plan wants more capacity. Below the norm under everything tried {always} "
        "(of them robust {robust}), under a part of it {depends}, under none {never}; small numbers {small}, unknown "
        "{unknown}.",
        "{Area}: {n} cells where the plan wants more capacity. Below the norm under everything tried {always} "
        "(of them robust {robust}), under a part of it {depends}, under none {never}; small numbers {small}, unknown "
        "{unknown}.",
        len(gaps), Area=here.area_name, always=len(always), robust=int(same.sum()), depends=len(depends),
        never=len(never), small=len(small), unknown=len(gaps) - len(known)))
    widgets.reading(words("Tried: every other norm, the other capacity (network or all registered), the denominators "
                          "of the other sets of assumptions, and for requests the whole range of the assumptions."))
    _list(here, words("Robust gaps"), words("No gap is the same under everything tried."), always[same])
    if not same.all():
        _list(here, words("Always below the norm, but the class or requests depend on assumptions"), "", always[~same])
    _list(here, words("Gaps that depend on assumptions"), words("No gap depends on what was tried."), depends)
    short = small[small["below"] != Below.NEVER]
    if len(short):
        _list(here, words("Gaps of small numbers, never called robust"), "", short)


def _list(here: Here, title: str, nothing: str, rows: pd.DataFrame) -> None:
    words = here.words
    ordered = rows.sort_values(["gap_units", "orp_code", "type_code"])
    head = (words("Service type"), words("Area"), words("Class"), words("Gap against the norm"),
            words("Result changed by"), words("Gap by requests"))
    heading = words("{title}: {n}", title=title, n=len(rows))
    st.markdown(f"**{plain(heading)}**")
    if rows.empty:
        widgets.reading(nothing)
        return
    body = tuple(_row(here, row) for row in records(ordered.head(LONGEST)))
    widgets.table(here, PlainTable(heading, head, body, stacked=True))
    if len(rows) > LONGEST:
        widgets.reading(words.plural("{n} more stands in the table below.", "{n} more stand in the table below.",
                                     len(rows) - LONGEST))


def _row(here: Here, row: dict[str, Any]) -> tuple[PlainCell, ...]:
    words, lang, unit = here.words, here.words.lang, str(row["unit"])
    low, high = (formats.number(row[f"unmet_units_{end}"], lang, significant=3) for end in ("low", "high"))
    small = lens_sentences.small_number_text(words, row, row["capacity_units"]) if row["small_number"] else ""
    changed = "" if formats.is_missing(row["changed_by"]) else ", ".join(
        words.label("tried", word) for word in str(row["changed_by"]).split())
    requests = words("not reported") if formats.is_missing(row["unmet_units_low"]) else words(
        "{low} to {high}", low=low, high=high)
    return (
        PlainCell(here.choices.service_types[str(row["type_code"])], note=words.label("form", row["form"]),
                  href=filters.local_link({"sluzba": str(row["type_code"]), "orp": str(row["orp_code"]),
                                           "forma": f"{row['form']}-{unit}"}, ("pohled",))),
        PlainCell(str(row["orp_name"])),
        PlainCell(words.label("gap_class", row["class"]), look=looks(here.theme, "gap_class")[str(row["class"])]),
        PlainCell(lens_sentences.units_text(words, row, row["gap_units"]), number=True, note=small),
        PlainCell(changed or words("nothing tried")),
        PlainCell(requests, number=True),
    )
