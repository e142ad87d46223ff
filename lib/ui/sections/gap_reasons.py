"""Why one gap is what it is: the sum in words, what enters it, what would change it, and the other views of need."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.catalogue import Polarity
from lib.model.derived import GapClass
from lib.model.lookup import records
from lib.model.selection import CapacityScope, Norm
from lib.text import formats, sentences
from lib.ui import filters, navigation, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.gaps import GapsView, TypeDetail, arithmetic, next_class


def why(here: Here, view: GapsView, detail: TypeDetail, cells: pd.DataFrame, domain: str) -> None:
    """One area of one type, form and unit taken apart, so that the sum can be redone by hand; `domain`: class words."""
    widgets.drawn(here, "why", lambda: _why(here, view, detail, cells, domain))
    widgets.used_sources(here, detail.needs_provenance, "why")


def _why(here: Here, view: GapsView, detail: TypeDetail, cells: pd.DataFrame, domain: str) -> None:
    words = here.words
    orp = here.selection.orp
    if orp is None:
        orp = str(cells.sort_values(["coverage_index", "gap_units", "orp_code"])["orp_code"].iloc[0])
    cell = cells[cells["orp_code"] == orp].iloc[0]
    widgets.heading(here, words("Why? {area}", area=formats.area_name(cell["orp_name"], "")), "proc",
                    demo=detail.needs_provenance.demo)
    if here.selection.orp is None:
        st.markdown(plain(words("No area is chosen, so this is the one with the lowest coverage index.")))
    sums = arithmetic(cell)
    lines = list(sentences.arithmetic_sentences(
        words, persons=sums.persons, norm_per_1000=sums.norm_per_1000, need=sums.need_units,
        capacity=sums.capacity_units, gap=sums.gap_units, index=sums.coverage_index, gap_class=sums.gap_class.value,
        unit=sums.unit, norm=here.selection.norm.value, age_group=here.age_group(sums.age_group),
        domain=domain))
    lines += _what_would_change_it(here, detail, sums)
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    tables = st.container(key="gap_tables")
    with tables.container():
        _pairs(here, words("What enters the sum"), _inputs(here, view, detail, cell))
    with tables.container():
        _pairs(here, words("Other views of the same need"), _lenses(here, detail, cell))
        st.markdown(plain(words("The views measure different things and are not blended into one score.")))
    st.page_link(navigation.CATALOGUE, label=words("Services behind this capacity"), icon=":material/hub:",
                 query_params=filters.carried({"orp": orp, "sluzba": detail.type_code}))


def _pairs(here: Here, caption: str, rows: list[tuple[str, str]]) -> None:
    words = here.words
    cells = tuple((PlainCell(label), PlainCell(text)) for label, text in rows)
    widgets.table(here, PlainTable(caption, (words("What"), words("Value")), cells, show_caption=True))


def _what_would_change_it(here: Here, detail: TypeDetail, sums: Any) -> list[str]:
    """From which capacity the cell would be in a better class, and what else moves it."""
    words = here.words
    if sums.coverage_index is None or detail.polarity != Polarity.MORE_IS_BETTER:
        return []
    better = next_class(sums.coverage_index, sums.need_units)
    if better is None:
        return []
    word, capacity = better
    lines = [words("What would change it: from a capacity of {capacity} (that is {more} more) the class would be "
                   "“{label}”; to the norm itself it is {missing} more.",
                   capacity=formats.amount(capacity, sums.unit, words.lang, significant=4),
                   more=formats.amount(capacity - sums.capacity_units, sums.unit, words.lang, significant=3),
                   label=words.label("gap_class", word.value),
                   missing=formats.amount(-sums.gap_units, sums.unit, words.lang, significant=3))]
    if here.selection.norm is Norm.REGION_MEAN:
        lines.append(words("A capacity added anywhere also raises the region's mean, and with it the need of every "
                           "area."))
    if sums.gap_class is GapClass.WHITE_SPOT:
        lines.append(words("No service of this type and form serves the area: a white spot."))
    return lines


def _inputs(here: Here, view: GapsView, detail: TypeDetail, cell: pd.Series) -> list[tuple[str, str]]:
    """What enters the sum, with its day."""
    words = here.words
    made_of = detail.made_of
    made = made_of[(made_of["orp_code"] == cell["orp_code"]) & (made_of["form"] == cell["form"])
                   & (made_of["unit"] == cell["unit"])].iloc[0]
    rows = [
        (words("Denominator"), words("{group}, population of {day}", group=here.age_group(str(cell["age_group"])),
                                     day=view.population_date)),
        (words("Norm"), words("{norm}: {rate} per 1,000", norm=words.label("norm", here.selection.norm.value),
                              rate=formats.number(cell["norm_per_1000"], words.lang, significant=4))),
        (words("Capacity"), words("none") if made["services"] == 0 else
         words.plural("of {n} service", "of {n} services", int(made["services"]))),
    ]
    if not pd.isna(made["split_by"]):
        rows.append((words("Divided among areas by"), words.label("split_by", made["split_by"])))
    if detail.capacity_date is not None:
        rows.append((words("Newest capacity recorded"), here.day(detail.capacity_date)))
    if here.selection.scope is CapacityScope.NETWORK:
        network = view.network
        rows.append((words("Network version"), words("none on this day") if network is None else
                     words("{title}, from {day}", title=network.title, day=network.valid_from)))
    else:
        rows.append((words("Network version"), words("not used: all registered capacity counts")))
    rows.append((words("Data"), sentences.release_sentence(
        words, detail.gap.provenance.release.number, detail.gap.provenance.release.published_at.date())))
    return rows


def _lenses(here: Here, detail: TypeDetail, cell: pd.Series) -> list[tuple[str, str]]:
    """Provision, plan and requests: what each says about the area, side by side."""
    words, unit = here.words, str(cell["unit"])
    region = detail.region[(detail.region["form"] == cell["form"]) & (detail.region["unit"] == unit)].iloc[0]
    rows = [
        (words("Provision"), words("{rate} per 1,000 ({group}); the region {region}",
                                   group=here.age_group(str(cell["age_group"])),
                                   rate=formats.amount(cell["rate_per_1000"], unit, words.lang, significant=3),
                                   region=formats.number(region["rate_per_1000"], words.lang, significant=3))),
        (words("Gap against the norm"), formats.amount(cell["gap_units"], unit, words.lang, significant=3)),
    ]
    targets = detail.targets
    ahead = targets[(targets["orp_code"] == cell["orp_code"]) & (targets["form"] == cell["form"])
                    & (targets["unit"] == unit) & (targets["year"] >= here.selection.at.valid_on.year)]
    planned = records(ahead.sort_values("year"))
    rows.append((words("Planned capacity"), words("no target is known") if not planned else
                 words("{target} in {year}; now {capacity}", year=str(planned[0]["year"]),
                       target=formats.amount(planned[0]["target_units"], unit, words.lang, significant=4),
                       capacity=formats.number(cell["capacity_units"], words.lang, significant=4))))
    asked = records(detail.requests[detail.requests["orp_code"] == cell["orp_code"]])
    rows.append((words("Pending requests"), words("not reported") if not asked else
                 words("{requests} on {day}; a person may have filed several, so they are not missing places",
                       requests=formats.amount(asked[0]["requests"], "requests", words.lang),
                       day=asked[0]["date"].date())))
    return rows
