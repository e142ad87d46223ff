"""Blocks of the page on gaps: controls, the tartan rug, one type taken apart."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.charts import gap_rug
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.rug import Rug
from lib.charts.style import gap_domain, looks
from lib.model.catalogue import PLANNING_UNITS, Form, Polarity
from lib.model.cells import SHORT_CLASSES, GapClass
from lib.model.lookup import records
from lib.model.selection import CapacityScope, Norm
from lib.text import formats, gap_sentences, sentences
from lib.ui import cached, filters, maps, parts, rugs, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here, notes
from lib.ui.sections import answering, gap_groups, gap_parts, gap_pictures, gap_reasons
from lib.ui.written import plain
from lib.views import gap_tables
from lib.views.base import Sheet
from lib.views.gaps import GapsView, TypeDetail, worst_rows

FORM = "forma"
"""Key of the form and unit of a type: "residential-beds"."""

FORMS = tuple(f"{form.value}-{unit.value}" for form in Form for unit in PLANNING_UNITS)


def problems(here: Here, view: GapsView) -> tuple[Problem, ...]:
    """Values of this page's own keys that cannot be used."""
    detail = view.detail
    forms = FORMS if detail is None else tuple(cached.made("forms", here.state, lambda: _forms(here, detail)))
    allowed = {parts.KEY: gap_parts.PARTS, gap_reasons.CELL: tuple(gap_reasons.areas(here)), FORM: forms,
               gap_groups.UNIT: tuple(PLANNING_UNITS), gap_groups.WAY: gap_groups.WAYS}
    return filters.local_problems(allowed, here.words("the default"))


def controls(here: Here, view: GapsView) -> None:
    """Norm, own value and capacity in one line, and at once what must be known about the norm."""
    words, chosen = here.words, here.selection
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="gap_controls"):
        with st.container(width=250):
            filters.norm(words, chosen)
        filters.own_rate(words, chosen)
        filters.scope(words, chosen)
    if view.network_unknown:
        gap_parts.network_unknown(here, view.network_state)
    if chosen.norm is Norm.REGION_MEAN:
        st.markdown(plain(sentences.zero_sum_sentence(words)))
    elif chosen.norm is Norm.NATIONAL and view.national_is_demo:
        st.markdown(plain(words("DEMO: the national values are illustrative, not an official norm. Types without such "
                                "a value stay unknown.")))
    elif chosen.norm is Norm.OWN:
        st.info(plain(_own_value_hint(here)), icon=":material/edit:")


def _own_value_hint(here: Here) -> str:
    words, chosen = here.words, here.selection
    if chosen.service_type is None:
        return words("Types for which the set of assumptions gives an own norm are compared with it; the need of the "
                     "others is unknown. A value of your own belongs to one service type: choose the type below, then "
                     "enter the value.")
    name = here.choices.service_types[chosen.service_type]
    if chosen.own_rate is None:
        return words("Enter your own value per 1,000 persons for {type}; until then the own norm of the set of "
                     "assumptions counts, where there is one.", type=name)
    return words("Your own value of {rate} per 1,000 persons counts for {type} only; other types have the own norm of "
                 "the set of assumptions, or an unknown need.", rate=chosen.own_rate, type=name)


def rug_of_types(here: Here, view: GapsView) -> None:
    """ORP × service type: the coverage index in every cell, with its class by colour and sign."""
    words = here.words
    title = words("Coverage index by service type and area")
    widgets.heading(here, title, "prehled", demo=view.gap.provenance.demo, unit=words("capacity ÷ need"))
    widgets.reading(cached.made("gap_counts", here.state, lambda: _counts(here, view)))
    _largest(here, view)
    rugs.shown(here, "sluzba", lambda: _types_rug(here, view), {
        "sluzba": here.choices.service_types, FORM: FORMS, gap_reasons.CELL: gap_reasons.areas(here)})
    widgets.drawn(here, "gap_remarks", lambda: _remarks(here, view))
    _foot(here, view.gap, "gap")


def _types_rug(here: Here, view: GapsView) -> Rug:
    words, opened = here.words, None
    if view.detail is not None:
        form, unit = _chosen_form(here, view.detail)
        area = gap_reasons.chosen_area(here, _only(view.detail.gap.frame, form, unit))
        opened = (view.detail.type_code, form, unit, area)
    return gap_rug.gap_rug(
        gap_pictures.rug_rows(here, view.planning, opened and opened[-1]), words, here.theme,
        caption=gap_pictures.caption(here),
        hrefs={code: filters.link({"sluzba": code}) + "#druh" for code in here.choices.service_types},
        opens=lambda row: (filters.link({"sluzba": row[0], FORM: f"{row[1]}-{row[2]}", gap_reasons.CELL: ""}), "#proc"),
        opened=opened, selected_type=here.selection.service_type, selected_orp=here.selection.orp,
        domains={code: gap_domain(polarity) for code, polarity in view.polarity.items()},
        names=here.choices.service_types)


def _remarks(here: Here, view: GapsView) -> None:
    """Dates behind the rug, types without colour, abbreviations."""
    words, shown = here.words, set(view.planning["type_code"])
    plain_types = [formats.paragraph(code) for code, polarity in view.polarity.items()
                   if gap_domain(polarity) == "gap_class_neutral" and code in shown]
    lines = [words("Denominators: population of {day}.", day=view.population_date)]
    if view.network is not None and here.selection.scope is CapacityScope.NETWORK:
        lines.append(words("Capacity: {network}.", network=view.network.title))
    if plain_types:
        lines.append(words("Without colour: {types}, where the plan does not aim at more capacity, so less than the "
                           "norm is not a shortage.", types=formats.listed(plain_types, words.lang)))
    lines.append(words("FTE = full-time equivalents of direct care. Units of the register are in the table."))
    lines += gap_pictures.remarks(here, view.planning)
    st.markdown(plain(" ".join(lines)))


def _foot(here: Here, sheet: Sheet, key: str) -> None:
    """Notes, table twin, downloads, about; that gaps sum to zero stands beside the norm already."""
    notes(here, tuple(note for note in sheet.notes if note.code != "gaps-sum-to-zero"))
    widgets.twin(here, sheet, key)


def _counts(here: Here, view: GapsView) -> str:
    """How many cells of the chosen area, or of all ORP areas, are below the norm."""
    counts = view.counts
    return gap_sentences.type_counts_sentence(here.words, here.area_name, gap_sentences.ClassCounts(
        total=sum(counts.values()), below=sum(counts.get(word.value, 0) for word in SHORT_CLASSES),
        **{word.value: counts.get(word.value, 0) for word in (
            GapClass.WHITE_SPOT, GapClass.IN_LINE, GapClass.ABOVE, GapClass.UNKNOWN, GapClass.NOT_APPLICABLE)}))


def _largest(here: Here, view: GapsView) -> None:
    """The largest gap as a sentence that opens it."""
    found = cached.made("largest", here.state, lambda: records(
        worst_rows(view.planning, view.polarity, here.selection.orp).head(1)))
    if not found:
        return
    worst, words = found[0], here.words
    area = formats.area_phrase(str(worst["orp_name"]), "", words.lang)
    name = here.choices.service_types[worst["type_code"]]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sentence = sentences.worst_gap_sentence(words, name, worst["form"], area, worst["gap_units"], worst["unit"],
                                                here.selection.norm.value)
        st.markdown(plain(gap_sentences.least_covered(words, sentence)), width="content")
        if here.selection.service_type != worst["type_code"]:
            st.button(words("Take it apart"), on_click=filters.write_query, args=("sluzba", worst["type_code"]),
                      type="tertiary", icon=":material/arrow_downward:", key="largest_gap")


def one_type(here: Here, view: GapsView) -> None:
    """One service type taken apart: bars, map, arithmetic, other norms, cards."""
    words, detail = here.words, view.detail
    st.subheader(plain(words("One service type")), anchor="druh")
    with st.container(width=520):
        filters.service_type(words, here.choices, here.selection)
    if detail is None:
        st.info(words("Choose a service type here or in the table above: bars, map, arithmetic and the cards that "
                      "answer it will appear."), icon=":material/touch_app:")
        return
    if detail.polarity != Polarity.MORE_IS_BETTER:
        st.info(plain(gap_sentences.polarity_sentence(
            words, here.choices.service_types[detail.type_code],
            wants_less=detail.polarity == Polarity.LESS_IS_BETTER)), icon=":material/balance:")
    form, unit = _form_and_unit(here, detail)
    cells = cached.made("cells", here.state, lambda: _only(detail.gap.frame, form, unit))
    name, domain = here.choices.service_types[detail.type_code], gap_domain(detail.polarity)
    pictures = st.container(key="gap_pictures")
    with pictures.container():
        widgets.drawn(here, "gap_bars", lambda: _bars_head(here, detail, cells))
        gap_pictures.bars(here, "gap_bars", cells, words("Gap of {type} by area", type=name), domain)
    with pictures.container():
        widgets.heading(here, words("Map: {type}", type=name), "mapa-mezer",
                        demo=detail.gap.provenance.demo, unit=words("capacity ÷ need"))
        maps.gap(here, "gaps", cells, words("Coverage index"), domain)
    _foot(here, detail.gap, "gap_type")
    gap_reasons.of_type(here, view, detail, cells, domain)
    changes(here, detail, form, unit)
    answering.cards_of(here, detail.type_code, form, unit, gap_reasons.chosen_area(here, cells))


def _only(frame: pd.DataFrame, form: str, unit: str) -> pd.DataFrame:
    """Rows of one form in one unit."""
    return frame[(frame["form"] == form) & (frame["unit"] == unit)]


def _bars_head(here: Here, detail: TypeDetail, cells: pd.DataFrame) -> None:
    words, name = here.words, here.choices.service_types[detail.type_code]
    form, unit = str(cells["form"].iloc[0]), str(cells["unit"].iloc[0])
    widgets.heading(here, words("Gap: {type}", type=name), "mezera", demo=detail.gap.provenance.demo,
                    unit=formats.unit_name(unit, words.lang))
    widgets.reading(_region_reading(here, detail, form, unit))


def _form_and_unit(here: Here, detail: TypeDetail) -> tuple[str, str]:
    """The chosen form in the unit its network is planned in; a segmented control when there are several."""
    words = here.words
    options = cached.made("forms", here.state, lambda: _forms(here, detail))
    chosen = "-".join(_chosen_form(here, detail))
    if len(options) > 1:
        filters.segments(words("Form and unit"), FORM, options, chosen, default=next(iter(options)))
    return _chosen_form(here, detail)


def _chosen_form(here: Here, detail: TypeDetail) -> tuple[str, str]:
    options = cached.made("forms", here.state, lambda: _forms(here, detail))
    form, unit = filters.local(FORM, tuple(options), next(iter(options))).split("-")
    return form, unit


def _forms(here: Here, detail: TypeDetail) -> dict[str, str]:
    words, rows = here.words, detail.gap.frame
    pairs = rows.loc[rows["unit"].isin(PLANNING_UNITS), ["form", "unit"]].drop_duplicates()
    return {
        f"{form}-{unit}": f"{words.label('form', form)} ({formats.unit_name(unit, words.lang)})"
        for form, unit in pairs.itertuples(index=False, name=None)
    }


def _region_reading(here: Here, detail: TypeDetail, form: str, unit: str) -> str:
    """What the whole region has and would need of the type."""
    words = here.words
    row = records(_only(detail.region, form, unit))[0]
    if pd.isna(row["capacity_units"]):
        return words("The gap of the whole region is unknown.")
    text = words("The whole region has {capacity}; by the norm it needs {need}.",
                 capacity=formats.amount(row["capacity_units"], unit, words.lang, significant=4),
                 need=formats.amount(row["need_units"], unit, words.lang, significant=4))
    if row["orps_unknown"]:
        text += " " + words.plural("{n} area with unknown capacity is left out.",
                                   "{n} areas with unknown capacity are left out.", int(row["orps_unknown"]))
    return text


def changes(here: Here, detail: TypeDetail, form: str, unit: str) -> None:
    """Which areas would change class under another norm, and which would not."""
    widgets.drawn(here, "norms", lambda: _norms(here, detail, form, unit))
    widgets.foot(here, cached.made("norms", here.state, lambda: _norms_sheet(detail, form, unit)), "norms")
    widgets.used_sources(here, detail.norms_provenance, "norms")


def _norms_sheet(detail: TypeDetail, form: str, unit: str) -> Sheet:
    sheet = gap_tables.norms_sheet(detail)
    return replace(sheet, frame=_only(sheet.frame, form, unit))


def _norms(here: Here, detail: TypeDetail, form: str, unit: str) -> None:
    words, domain = here.words, gap_domain(detail.polarity)
    classes, changed = _only(detail.classes, form, unit), set(_only(detail.changes, form, unit)["orp_code"])
    widgets.heading(here, words("Under other norms"), "normy", demo=detail.norms_provenance.demo)
    robust = [here.choices.areas[code] for code in classes["orp_code"] if code not in changed]
    reading = words.plural("{n} area changes class with the norm.", "{n} areas change class with the norm.",
                           len(changed))
    if not changed:
        reading = words("No area changes class under the other norms: the result is robust.")
    elif robust:
        reading += " " + words("The same under all norms: {names}.", names=formats.listed(robust, words.lang))
    widgets.reading(reading)
    norms = [norm for norm in Norm if norm.value in classes.columns]
    drawn = looks(here.theme, domain)
    widgets.table(here, PlainTable(
        words("Class of each area under five norms"),
        (words("ORP"), *(words.label("norm", norm.value) for norm in norms), words("Class changes")),
        tuple((PlainCell(here.choices.areas[row["orp_code"]], chosen=row["orp_code"] == here.selection.orp),
               *(PlainCell(words.label(domain, row[norm.value]), look=drawn[row[norm.value]]) for norm in norms),
               PlainCell(words("yes") if row["orp_code"] in changed else words("no")))
              for row in records(classes)),
    ))
