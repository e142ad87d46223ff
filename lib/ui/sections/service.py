"""One service in full: facts, capacities, levels of the network, territory, groups, facilities, history."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.facts import Fact
from lib.charts.plain import PlainCell, PlainTable
from lib.model.lookup import records
from lib.text import formats
from lib.ui import cached, filters, navigation, page, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.network import ServiceDetail


def detail(here: Here) -> None:
    """The service the URL names; an unknown one is told and the page goes on."""
    service_id = st.query_params.get("sluzba_id")
    if not service_id:
        return
    with page.part(here):
        found = cached.service(here.selection.at, service_id[:20])
        with st.container(border=True, key="service"):
            widgets.drawn(here, "service", lambda: _body(here, found))
            _history(here, found)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.button(
                    here.words("Close the service"),
                    on_click=filters.write_query,
                    args=("sluzba_id", None),
                    icon=":material/close:",
                )
                type_code = str(found.facts["type_code"])
                st.page_link(
                    navigation.GAPS,
                    label=here.words("Gap of {type}", type=formats.paragraph(type_code)),
                    query_params=filters.carried({"sluzba": type_code}),
                    icon=":material/grid_on:",
                )
            widgets.used_sources(here, found.provenance, "service")


def _body(here: Here, found: ServiceDetail) -> None:
    _head(here, found)
    _capacities(here, found)
    left, right = st.columns(2, gap="medium")
    with left:
        _levels(here, found)
        _territory(here, found)
    with right:
        _facilities(here, found)


def _head(here: Here, found: ServiceDetail) -> None:
    words, facts = here.words, found.facts
    widgets.heading(here, str(facts["name"]), "sluzba", demo=found.provenance.demo)
    day = here.selection.at.valid_on
    if pd.notna(facts["valid_to"]) and facts["valid_to"].date() < day:
        st.warning(
            plain(
                words("The service ended on {end}; the facts below are its last ones.", end=facts["valid_to"].date())
            ),
            icon=":material/event_busy:",
        )
    elif facts["valid_from"].date() > day:
        st.warning(
            plain(words("The service began on {start}, after the chosen day.", start=facts["valid_from"].date())),
            icon=":material/event_upcoming:",
        )
    groups = tuple(str(row[words.pick("name", "name_en")]) for row in records(found.groups))
    widgets.facts(
        here,
        (
            Fact(words("Provider"), (str(facts["provider_name"]),)),
            Fact(words("Service type"), (_type(here, facts),)),
            Fact(words("Identifier"), (found.service_id,)),
            Fact(words("Provided"), (_period(here, facts["valid_from"], facts["valid_to"]),)),
            Fact(words("Target groups"), groups or (words.label("empty", "unknown"),)),
        ),
    )


def _type(here: Here, facts: Any) -> str:
    return f"{formats.paragraph(facts['type_code'])} {here.words.pick(facts['type_name'], facts['type_name_en'])}"


def _period(here: Here, start: Any, end: Any) -> str:
    words = here.words
    return (
        words("{start} – no end stated", start=start.date())
        if pd.isna(end)
        else words("{begin} – {end}", begin=start.date(), end=end.date())
    )


def _capacities(here: Here, found: ServiceDetail) -> None:
    words = here.words
    st.markdown(f"**{plain(words('Capacity on {day}', day=here.selection.at.valid_on))}**")
    if found.capacities.empty:
        st.markdown(plain(words("No capacity is stated for this day: it is unknown, not zero.")))
        return
    lang = words.lang
    widgets.table(
        here,
        PlainTable(
            words("Capacity by form and unit"),
            (words("Form"), words("Unit"), words("In the network"), words("All registered"), words("Holds from")),
            tuple(
                (
                    PlainCell(words.label("form", row["form"])),
                    PlainCell(formats.unit_name(row["unit"], lang)),
                    PlainCell(formats.number(row["in_network"], lang), number=True),
                    PlainCell(formats.number(row["registered"], lang), number=True),
                    widgets.day_cell(here, row["date"], ""),
                )
                for row in records(found.capacities)
            ),
        ),
    )


def _levels(here: Here, found: ServiceDetail) -> None:
    words = here.words
    widgets.listed(
        here,
        words("Level by version of the network"),
        words("The service stands in no version of the network."),
        (words("Version"), words("Valid"), words("Level")),
        [
            (
                PlainCell(str(row["title"])),
                PlainCell(_period(here, row["valid_from"], row["valid_to"])),
                PlainCell(words.label("network_level", row["level"])),
            )
            for row in records(found.levels)
        ],
    )


def _territory(here: Here, found: ServiceDetail) -> None:
    words = here.words
    rows = sorted(records(found.territory), key=lambda row: (row["level"], formats.czech_key(str(row["name"]))))
    widgets.listed(
        here,
        words("Territory the service declares"),
        words("None is declared; the service counts for the area of its first facility."),
        (words("Area"), words("Level of area"), words("Share of capacity")),
        [
            (
                PlainCell(str(row["name"])),
                PlainCell(words.label("level", row["level"])),
                PlainCell(formats.percent(row["share"], words.lang), number=True),
            )
            for row in rows
        ],
    )


def _facilities(here: Here, found: ServiceDetail) -> None:
    words = here.words
    widgets.listed(
        here,
        words("Facilities"),
        words("No facility is stated."),
        (words("Facility"), words("Municipality"), words("Provided")),
        [
            (
                PlainCell(str(row["name"])),
                PlainCell(words("secret address") if row["secret_address"] else str(row["municipality_name"])),
                PlainCell(_period(here, row["valid_from"], row["valid_to"])),
            )
            for row in records(found.facilities)
        ],
    )


def _history(here: Here, found: ServiceDetail) -> None:
    """Every capacity ever stated, on request."""
    words, lang = here.words, here.words.lang
    if found.history.empty:
        return
    block = st.expander(
        words("History of capacity"), icon=":material/history:", key="service_history", on_change="rerun"
    )
    if block.open:
        with block:
            widgets.table(
                here,
                PlainTable(
                    words("History of capacity"),
                    (
                        words("Holds from"),
                        words("Form"),
                        words("Unit"),
                        words("In the network"),
                        words("All registered"),
                    ),
                    tuple(
                        (
                            widgets.day_cell(here, row["date"], ""),
                            PlainCell(words.label("form", row["form"])),
                            PlainCell(formats.unit_name(row["unit"], lang)),
                            PlainCell(formats.number(row["in_network"], lang), number=True),
                            PlainCell(formats.number(row["registered"], lang), number=True),
                        )
                        for row in records(found.history)
                    ),
                ),
            )
