"""Blocks of the page on the network: search and filters, how much was found, then list, map or matrix."""

from dataclasses import replace

import streamlit as st

from lib.charts import legend, marks, rug
from lib.charts import maps as layers
from lib.model.catalogue import Form
from lib.model.territory import REGION_AREA
from lib.text import formats, sentences
from lib.ui import filters, maps, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.views.network import LEVELS, NetworkView, Wanted

SHOWN_AS = ("seznam", "mapa", "matice")
FORMS = tuple(form.value for form in Form)
KEYS = ("hledat", "forma_sluzby", "uroven", "skoncene", "zobrazeni")
"""Keys of this page beside the shared ones and the open service."""


def wanted() -> Wanted:
    """What the URL narrows the catalogue to beside the shared selection."""
    query = st.query_params
    return Wanted(
        text=query.get("hledat", "")[:80].strip(),
        form=filters.local("forma_sluzby", FORMS, "") or None,
        level=filters.local("uroven", LEVELS, "") or None,
        closed=query.get("skoncene") == "ano",
    )


def problems(here: Here) -> tuple[Problem, ...]:
    """Keys of this page whose value in the URL cannot be used."""
    return filters.local_problems(
        {"forma_sluzby": FORMS, "uroven": LEVELS, "skoncene": ("ano",), "zobrazeni": SHOWN_AS}, here.words("all"))


def controls(here: Here, wanted: Wanted) -> None:
    """One search field with the two filters people ask by; the rest waits in an expander, open when it is in use."""
    words = here.words
    search, by_type, by_group = st.columns([5, 4, 4], gap="small")
    with search:
        filters.search(words("Search"), "hledat", words("service, provider, place or number"))
    with by_type:
        filters.service_type(words, here.choices, here.selection)
    with by_group:
        filters.target_group(words, here.choices, here.selection)
    in_use = sum((wanted.form is not None, wanted.level is not None, wanted.closed))
    with widgets.more_filters(here, in_use):
        form, level, closed = st.columns([4, 4, 5], gap="small", vertical_alignment="bottom")
        with form:
            filters.select(words("Form"), "forma_sluzby", {code: words.label("form", code) for code in FORMS},
                           wanted.form, none_label=words("all"))
        with level:
            filters.select(words("Network level"), "uroven", {
                code: words.label("network_level", code) for code in LEVELS}, wanted.level, none_label=words("all"))
        with closed:
            filters.switch(words("With closed services"), "skoncene", wanted.closed)


def found(here: Here, view: NetworkView) -> None:
    """How many services were found and what was counted, then the way they are shown."""
    words = here.words
    widgets.heading(here, words("Services"), "katalog", demo=view.catalogue.provenance.demo)
    working = len(view.catalogue.frame) - view.closed
    text = sentences.service_count_sentence(words, working, view.providers, view.facility_count, here.area_phrase)
    if view.closed:
        text += " " + words.plural("{n} more has already ended.", "{n} more have already ended.", view.closed)
    widgets.reading(text)
    names = {"seznam": words("List"), "mapa": words("Map of facilities"), "matice": words("Types by area")}
    shown = filters.local("zobrazeni", SHOWN_AS, SHOWN_AS[0])
    filters.segments(words("Show as"), "zobrazeni", names, shown, default=SHOWN_AS[0], visible=False)
    {"seznam": catalogue, "mapa": map_of_facilities, "matice": counts}[shown](here, view)


def catalogue(here: Here, view: NetworkView) -> None:
    """The services found, by section of the Act and name; a chosen row or name opens the service."""
    words = here.words
    rows = view.catalogue.frame
    if rows.empty:
        _nothing(here)
        return
    keys = [(formats.paragraph_key(code), formats.czech_key(name), place)
            for place, (code, name) in enumerate(zip(rows["type_code"], rows["service_name"], strict=True))]
    rows = rows.iloc[[place for *_, place in sorted(keys)]].reset_index(drop=True)
    named = rows.assign(type_name=rows["type_code"].map(dict(here.choices.service_types)))
    options = dict(zip(rows["service_id"], rows["service_name"] + " · " + rows["provider_name"], strict=True))
    with st.container(width=620):
        filters.select(words("Open a service"), "sluzba_id", options, filters.local("sluzba_id", tuple(options), ""),
                       none_label=words("choose from the list or by a row of the table"))
    def opened(place: int | None) -> None:
        filters.write_query("sluzba_id", None if place is None else str(rows["service_id"].iat[place]))

    amounts = ("beds_in_network", "beds_registered", "fte_in_network", "fte_registered")
    hidden = ("service_id", "type_code", "orp_codes", "group_codes", *([] if view.closed else ["valid_to"]),
              *(name for name in amounts if rows[name].isna().all()))
    widgets.grid(here, replace(view.catalogue, frame=named), "catalogue", hidden, opened)
    widgets.below_grid(here, replace(view.catalogue, frame=rows), "catalogue")


def _nothing(here: Here) -> None:
    st.info(here.words("Nothing was found. Try fewer words or remove a filter."), icon=":material/search_off:")


def map_of_facilities(here: Here, view: NetworkView) -> None:
    """Facilities of the services found, one circle a municipality; secret addresses are counted, never drawn."""
    words = here.words
    drawn = int(view.points["facilities"].sum())
    widgets.reading(words("Facilities on the map: {facilities}. Municipalities: {places}.", facilities=drawn,
                          places=len(view.points)))
    maps.shown(here, "facilities", words("Facilities by municipality"), lambda: _facilities(here, view))
    widgets.foot(here, view.places, "places")


def _facilities(here: Here, view: NetworkView) -> maps.Picture:
    words, theme = here.words, here.theme
    outline = marks.outline_marks(dict(here.choices.areas), words, theme)
    meaning = words("The number in a circle is the number of facilities in the municipality.")
    key = legend.legend_html((), meaning, theme)
    return maps.Picture(key, [layers.orp_layer(outline, selected=here.selection.orp),
                              layers.facility_layer(view.points, words, theme)])


def counts(here: Here, view: NetworkView) -> None:
    """Services by type and ORP, whatever is searched for: the way into the catalogue."""
    words = here.words
    widgets.reading(words("All services provided on the day, whatever is searched for. A service counts in every area "
                          "it serves, so the areas of a row add up to more than the region. "
                          "A row's name opens its list."))
    hrefs = {code: filters.local_link({"sluzba": code, "zobrazeni": None, "sluzba_id": None, "hledat": None}, KEYS)
             for code in here.choices.service_types}
    names = {code: name.split(" ", 1)[-1] for code, name in here.choices.service_types.items()}
    frame = view.counts.frame
    named = frame.assign(type_name=frame["type_code"].map(names),
                         orp_name=frame["orp_name"].where(frame["orp_code"] != REGION_AREA, words("Whole region")))
    st.html(rug.rug_html(rug.count_rug(
        named, words, here.theme, caption=words("Services by type and area"), hrefs=hrefs,
        selected_orp=here.selection.orp), here.theme))
    widgets.foot(here, view.counts, "counts")
