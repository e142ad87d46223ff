"""Blocks of the page on gaps: controls, the tartan rug, one type taken apart, the same by target group."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.charts import figures, rug
from lib.charts.group_rug import group_rug
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.catalogue import PLANNING_UNITS, Polarity
from lib.model.lookup import records
from lib.model.network import NetworkState
from lib.model.plan import printed_code
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import REGION_AREA
from lib.text import formats, sentences
from lib.ui import cached, filters, maps, navigation, rugs, widgets
from lib.ui.page import Here, notes
from lib.ui.sections import gap_reasons
from lib.ui.written import plain
from lib.views import gap_tables
from lib.views.base import Sheet
from lib.views.gaps import SHORT_CLASSES, GapsView, TypeDetail, worst_rows

AVAILABLE, ALLOCATED = "dostupna", "rozdelena"
"""The two ways in which the capacity of a service that serves several groups is counted."""


def domain_of(polarity: str) -> str:
    """Looks and words of classes: where more is not what is wanted, less must not look like a shortage."""
    return "gap_class" if polarity == Polarity.MORE_IS_BETTER else "gap_class_neutral"


def controls(here: Here, view: GapsView) -> None:
    """Norm, own value and capacity in one line, and at once what must be known about the norm."""
    words, chosen = here.words, here.selection
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="gap_controls"):
        with st.container(width=250):
            filters.norm(words, chosen)
        filters.own_rate(words, chosen)
        filters.scope(words, chosen)
    if view.network_unknown:
        with st.container(border=True):
            st.markdown(plain(words(
                "On {day} the region had no basic network yet, so the capacity in it is unknown and so is every gap. "
                "What services had registered is known.", day=chosen.at.valid_on)
                if view.network_state is NetworkState.NOT_YET else words(
                "The data hold no version of the basic network for {day}, so the capacity in it is unknown and so is "
                "every gap. What services had registered is known.", day=chosen.at.valid_on)))
            st.button(words("Show all registered capacity"), on_click=filters.write_query,
                      args=("kapacita", CapacityScope.ALL.value), icon=":material/visibility:", type="primary")
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
    rugs.shown(here, lambda: _types_rug(here, view), "sluzba", here.choices.service_types, "druh")
    widgets.drawn(here, "gap_remarks", lambda: _remarks(here, view))
    _foot(here, view.gap, "gap")


def _types_rug(here: Here, view: GapsView) -> rug.Rug:
    words = here.words
    whole = view.planning["orp_code"] == REGION_AREA
    rows = view.planning.assign(orp_name=view.planning["orp_name"].mask(whole, here.region_name))
    return rug.gap_rug(
        rows, words, here.theme, caption=words("Choose a row to take the type apart below."),
        hrefs={code: filters.link({"sluzba": code}) + "#druh" for code in here.choices.service_types},
        selected_type=here.selection.service_type, selected_orp=here.selection.orp,
        domains={code: domain_of(polarity) for code, polarity in view.polarity.items()},
        names=here.choices.service_types)


def _remarks(here: Here, view: GapsView) -> None:
    """Dates behind the rug, types without colour, abbreviations."""
    words, shown = here.words, set(view.planning["type_code"])
    plain_types = [formats.paragraph(code) for code, polarity in view.polarity.items()
                   if domain_of(polarity) == "gap_class_neutral" and code in shown]
    lines = [words("Denominators: population of {day}.", day=view.population_date)]
    if view.network is not None and here.selection.scope is CapacityScope.NETWORK:
        lines.append(words("Capacity: {network}.", network=view.network.title))
    if plain_types:
        lines.append(words("Without colour: {types}, where the plan does not aim at more capacity, so less than the "
                           "norm is not a shortage.", types=formats.listed(plain_types, words.lang)))
    lines.append(words("FTE = full-time equivalents of direct care. Units of the register are in the table."))
    st.markdown(plain(" ".join(lines)))


def _foot(here: Here, sheet: Sheet, key: str) -> None:
    """Notes, table twin, downloads, about; that gaps sum to zero stands beside the norm already."""
    notes(here, tuple(note for note in sheet.notes if note.code != "gaps-sum-to-zero"))
    widgets.twin(here, sheet, key)


def _counts(here: Here, view: GapsView) -> str:
    """How many cells of the chosen area, or of all ORP areas, are below the norm."""
    words, counts = here.words, view.counts
    total = sum(counts.values())
    if not total or counts.get("unknown", 0) == total:
        return words("Every gap is unknown.")
    return words("{Area}: below the norm {below} of {total} cells, of them white spots {white}; "
                 "in line {in_line}, above {above}, unknown {unknown}, not applicable {absent}.",
                 Area=here.area_name, total=total,
                 below=sum(counts.get(word.value, 0) for word in SHORT_CLASSES), white=counts.get("white_spot", 0),
                 in_line=counts.get("in_line", 0), above=counts.get("above", 0), unknown=counts.get("unknown", 0),
                 absent=counts.get("not_applicable", 0))


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
        st.markdown(plain(f"{words('Least covered need:')} {sentence}"), width="content")
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
        st.info(plain(_polarity_note(here, detail)), icon=":material/balance:")
    form, unit = _form_and_unit(here, detail)
    cells = cached.made("cells", here.state, lambda: _only(detail.gap.frame, form, unit))
    name, domain = here.choices.service_types[detail.type_code], domain_of(detail.polarity)
    pictures = st.container(key="gap_pictures")
    with pictures.container():
        widgets.drawn(here, "gap_bars", lambda: _bars(here, detail, cells))
    with pictures.container():
        widgets.heading(here, words("Map: {type}", type=name), "mapa-mezer",
                        demo=detail.gap.provenance.demo, unit=words("capacity ÷ need"))
        maps.gap(here, "gaps", cells, words("Coverage index"), domain)
    _foot(here, detail.gap, "gap_type")
    gap_reasons.why(here, view, detail, cells, domain)
    changes(here, detail, form, unit)
    answering_cards(here, detail)


def _only(frame: pd.DataFrame, form: str, unit: str) -> pd.DataFrame:
    """Rows of one form in one unit."""
    return frame[(frame["form"] == form) & (frame["unit"] == unit)]


def _bars(here: Here, detail: TypeDetail, cells: pd.DataFrame) -> None:
    words, name = here.words, here.choices.service_types[detail.type_code]
    form, unit = str(cells["form"].iloc[0]), str(cells["unit"].iloc[0])
    widgets.heading(here, words("Gap: {type}", type=name), "mezera", demo=detail.gap.provenance.demo,
                    unit=formats.unit_name(unit, words.lang))
    widgets.reading(_region_reading(here, detail, form, unit))
    figure = figures.gap_bars(cells, words, here.theme, selected=here.selection.orp, domain=domain_of(detail.polarity))
    widgets.chart(figure, "gap_bars", words("Gap of {type} by area", type=name))


def _polarity_note(here: Here, detail: TypeDetail) -> str:
    words, name = here.words, here.choices.service_types[detail.type_code]
    if detail.polarity == Polarity.LESS_IS_BETTER:
        return words("{type}: the plan wants less of this capacity and more support outside institutions. "
                     "Less than the norm is no shortage here and more is no success.", type=name)
    return words("{type}: the plan aims neither at more nor at less of this capacity. The comparison only describes.",
                 type=name)


def _form_and_unit(here: Here, detail: TypeDetail) -> tuple[str, str]:
    """The chosen form in the unit its network is planned in; a segmented control when there are several."""
    words = here.words
    options = cached.made("forms", here.state, lambda: _forms(here, detail))
    first = next(iter(options))
    chosen = filters.local("forma", tuple(options), first)
    if len(options) > 1:
        filters.segments(words("Form and unit"), "forma", options, chosen, default=first)
    form, unit = chosen.split("-")
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
    words, domain = here.words, domain_of(detail.polarity)
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


def answering_cards(here: Here, detail: TypeDetail) -> None:
    """Activity cards that list the type, or the plain statement that none does."""
    widgets.drawn(here, "answering", lambda: _answering_cards(here, detail))


def _answering_cards(here: Here, detail: TypeDetail) -> None:
    words, cards = here.words, detail.cards
    group = here.selection.target_group
    st.subheader(plain(words("Cards that answer this gap")), anchor="karty")
    if not cards["meets_group"].any():
        none = words("No card answers this gap: no activity of the plan names this service type.")
        some = words("No card answers this gap for the chosen target group; these cards name the service type only.")
        st.warning(none if cards.empty else some, icon=":material/report:")
    elif group is not None:
        widgets.reading(words("Cards that name both the service type and the target group {group} come first.",
                              group=here.choices.target_groups[group]))
    for row in records(cards):
        label = f"{printed_code(row['code'])} · {row['title']} ({int(row['start_year'])}–{int(row['end_year'])})"
        if group is not None and not row["meets_group"]:
            label += f" · {words('without this target group')}"
        st.page_link(navigation.ACTIVITIES, label=plain(label), icon=":material/description:",
                     query_params=filters.carried({"karta": str(row["code"])}))
    st.markdown(plain(words("Cards that concern all types of services are not counted as an answer to one gap.")))


def by_target_group(here: Here, view: GapsView) -> None:
    """The same by target group; groups overlap and do not add up."""
    words = here.words
    widgets.heading(here, words("By target group"), "skupiny", demo=view.groups.provenance.demo,
                    unit=words("capacity ÷ need"))
    way = filters.local("deleni", (AVAILABLE, ALLOCATED), AVAILABLE)
    ways = {AVAILABLE: words("counts for each group"), ALLOCATED: words("is divided among them")}
    filters.segments(words("Capacity of a service for several groups"), "deleni", ways, way, default=AVAILABLE)
    sheet = view.groups if way == AVAILABLE else gap_tables.allocated_sheet(view)
    widgets.reading(
        words("A service that serves several groups counts for each of them, so the rows do not add up to the total.")
        if way == AVAILABLE else
        words("Each service is divided among its groups by declared shares, evenly where none are declared; "
              "who really uses it is not known."))
    if here.selection.norm in (Norm.NATIONAL, Norm.OWN):
        st.info(words("There is no national norm and no own value by target group; choose another norm."),
                icon=":material/info:")
    rugs.shown(here, lambda: group_rug(
        sheet.frame, here.choices.target_groups, words, here.theme,
        caption=words("Choose a row to see the group below."),
        hrefs={code: filters.link({"skupina": code}) + "#skupina" for code in here.choices.target_groups},
        selected_group=here.selection.target_group, selected_orp=here.selection.orp),
        "skupina", here.choices.target_groups, "skupina")
    widgets.foot(here, sheet, f"groups_{way}")
    widgets.heading(here, words("One target group"), "skupina")
    with st.container(width=520):
        filters.target_group(words, here.choices, here.selection)
    if here.selection.target_group is not None:
        rows = sheet.frame[sheet.frame["group_code"] == here.selection.target_group]
        one = replace(sheet, frame=rows.reset_index(drop=True))
        widgets.drawn(here, "group_bars", lambda: _groups(here, one))
        widgets.foot(here, one, f"group_{way}")


def _groups(here: Here, sheet: Sheet) -> None:
    for unit in sheet.frame["unit"].drop_duplicates():
        _group_bars(here, replace(sheet, frame=sheet.frame[sheet.frame["unit"] == unit]), unit)


def _group_bars(here: Here, sheet: Sheet, unit: str) -> None:
    words, cells = here.words, sheet.frame
    widgets.heading(here, here.choices.target_groups[str(here.selection.target_group)], f"skupina-{unit}",
                    demo=sheet.provenance.demo, unit=formats.unit_name(unit, words.lang))
    widgets.reading(words("Denominator: {group}. The number of people of the group itself is not known by area.",
                          group=here.age_group(str(cells["age_group"].iloc[0]))))
    widgets.chart(figures.gap_bars(cells, words, here.theme, selected=here.selection.orp), f"group_{unit}",
                  words("Gap by area"))
