"""Blocks of the page on the network: search and filters, one service, the catalogue, facilities on the map, counts."""

import pandas as pd
import streamlit as st

from lib.charts import maps as layers
from lib.charts import marks, rug
from lib.charts.plain import PlainCell, PlainTable
from lib.model.catalogue import Form
from lib.model.lookup import records
from lib.text import formats, sentences
from lib.ui import cached, filters, maps, widgets
from lib.ui.page import Here, plain
from lib.views.network import LEVELS, NetworkView, ServiceDetail, Wanted


def wanted(here: Here) -> Wanted:
    """What the URL narrows the catalogue to beside the shared selection."""
    query = st.query_params
    return Wanted(
        text=query.get("hledat", "")[:80].strip(),
        form=filters.local("forma_sluzby", tuple(form.value for form in Form), "") or None,
        level=filters.local("uroven", LEVELS, "") or None,
        closed=query.get("skoncene") == "ano",
    )


def controls(here: Here, wanted: Wanted) -> None:
    """One search field, then filters by type, target group, form and level; closed services only on request."""
    words = here.words
    filters.search(words("Search"), "hledat", words("service, provider, place or number"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        with st.container(width=280):
            filters.service_type(words, here.choices, here.selection)
        with st.container(width=280):
            filters.target_group(words, here.choices, here.selection)
        with st.container(width=170):
            filters.select(words("Form"), "forma_sluzby", {form.value: words.label("form", form.value) for form in Form},
                           wanted.form, none_label=words("all"))
        with st.container(width=190):
            filters.select(words("Network level"), "uroven", {level: words.label("network_level", level) for level in LEVELS},
                           wanted.level, none_label=words("all"))
        filters.switch(words("With closed services"), "skoncene", wanted.closed)


def catalogue(here: Here, view: NetworkView) -> None:
    """How many services were found and what was counted, then the list."""
    words = here.words
    widgets.heading(here, words("Services"), "katalog", demo=view.catalogue.provenance.demo)
    rows = view.catalogue.frame
    widgets.reading(sentences.service_count_sentence(words, len(rows), view.providers, view.facility_count, here.area_phrase))
    if rows.empty:
        st.info(words("Nothing was found. Try fewer words or remove a filter."), icon=":material/search_off:")
        return
    options = dict(zip(rows["service_id"], rows["service_name"] + " · " + rows["provider_name"], strict=True))
    with st.container(width=520):
        filters.select(words("Open a service"), "sluzba_id", options, filters.local("sluzba_id", tuple(options), ""),
                       none_label=words("none"))
    widgets.sheet_with_downloads(here, view.catalogue, rows, "catalogue", hide=("orp_codes", "group_codes"))


def map_of_facilities(here: Here, view: NetworkView) -> None:
    """Facilities of the services found, one circle a municipality; secret addresses are counted, never drawn."""
    words = here.words
    widgets.heading(here, words("Facilities on the map"), "mapa", demo=view.catalogue.provenance.demo, unit=words("facilities"))
    widgets.reading(words.plural("{n} more facility has a secret address and is not on the map.",
                                 "{n} more facilities have a secret address and are not on the map.", view.secret))
    outline = marks.outline_marks(dict(here.choices.areas), words, here.theme)
    maps.shown(here, "facilities", words("Facilities by municipality"),
               [layers.orp_layer(outline, selected=here.selection.orp), layers.facility_layer(view.facilities, words, here.theme)],
               (), words("The number in a circle is the number of facilities in the municipality."))


def counts(here: Here, view: NetworkView) -> None:
    """Services by type and ORP: the way into the catalogue."""
    words = here.words
    widgets.heading(here, words("Services by type and area"), "pocty", demo=view.counts.provenance.demo, unit=words("services"))
    widgets.reading(words("A service counts in every area it serves, so a row's areas add up to more than the region."))
    st.html(rug.rug_html(rug.count_rug(
        view.counts.frame, words, here.theme, caption=words("Services by type and area"),
        hrefs={code: filters.link({"sluzba": code}) + "#katalog" for code in here.choices.service_types},
        selected_orp=here.selection.orp), here.theme))
    widgets.foot(here, view.counts, "counts")


def detail(here: Here) -> None:
    """One service in full when the URL names one."""
    service_id = st.query_params.get("sluzba_id")
    if not service_id:
        return
    words = here.words
    found = cached.service(here.selection.at, service_id[:20])
    with st.container(border=True, key="service"):
        facts = found.facts
        widgets.heading(here, str(facts["name"]), "sluzba", demo=found.provenance.demo)
        until = words("until {day}", day=facts["valid_to"].date()) if pd.notna(facts["valid_to"]) else words("no end stated")
        for label, value in (
            (words("Provider"), facts["provider_name"]),
            (words("Service type"), f"{formats.paragraph(facts['type_code'])} {words.pick(facts['type_name'], facts['type_name_en'])}"),
            (words("Identifier"), found.service_id),
            (words("Provided"), f"{words('from {day}', day=facts['valid_from'].date())}, {until}"),
        ):
            st.markdown(f"**{plain(label)}:** {plain(str(value))}")
        _capacities(here, found)
        _lists(here, found)
        widgets.used_sources(here, found.provenance, "service")
        st.button(words("Close the service"), on_click=filters.write_query, args=("sluzba_id", None), icon=":material/close:")


def _capacities(here: Here, found: ServiceDetail) -> None:
    words, lang = here.words, here.words.lang
    head = (words("Form"), words("Unit"), words("In the network"), words("All capacity"), words("Holds from"))
    for title, frame in ((words("Capacity on the day"), found.capacities), (words("History of capacity"), found.history)):
        rows = tuple(
            (PlainCell(words.label("form", row["form"])), PlainCell(formats.unit_name(row["unit"], lang)),
             PlainCell(formats.number(row["in_network"], lang), number=True), PlainCell(formats.number(row["registered"], lang), number=True),
             PlainCell(here.day(row["date"].date())))
            for row in records(frame)
        )
        if rows:
            widgets.table(here, PlainTable(title, head, rows, show_caption=True))


def _lists(here: Here, found: ServiceDetail) -> None:
    words = here.words
    name = words.pick("name", "name_en")
    levels = "; ".join(f"{row['title']}: {words.label('network_level', row['level'])}" for row in records(found.levels))
    areas = ", ".join(
        str(row['name']) + (f" ({formats.percent(row['share'], words.lang)})" if pd.notna(row['share']) else "")
        for row in records(found.territory))
    groups = ", ".join(str(row[name]) for row in records(found.groups))
    places = []
    for row in records(found.facilities):
        where = words("secret address") if row["secret_address"] else row["municipality_name"]
        ended = f", {words('until {day}', day=row['valid_to'].date())}" if pd.notna(row['valid_to']) else ""
        places.append(f"{row['name']} ({where}{ended})")
    unknown = words.label("empty", "unknown")
    for label, value in ((words("Network level"), levels), (words("Declared territory"), areas), (words("Target groups"), groups),
                         (words("Facilities"), "; ".join(places))):
        st.markdown(f"**{plain(label)}:** {plain(value or unknown)}")
