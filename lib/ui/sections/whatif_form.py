"""The scenario itself: adding changes and shifts, the list of what it holds, its link."""

import streamlit as st

from lib.model.catalogue import PLANNING_UNITS, Form
from lib.model.scenario import (
    ALL_TYPES,
    LONGEST_LINK,
    MOST_CHANGES,
    Change,
    Known,
    Scenario,
    Shift,
    extended,
    item_of,
    parsed,
    scenario_of,
    shift_item,
)
from lib.text import formats
from lib.text.messages import Words
from lib.ui import filters
from lib.ui.keys import LOCAL
from lib.ui.page import Here
from lib.ui.written import plain

KEY = "scenar"

_NEW = "whatif_"
"""What the widgets of one entry are called; they say nothing of the state of the page until they are sent."""


def change_form(here: Here, known: Known, scenario: Scenario, cell: tuple[str, str, str]) -> None:
    """One change of the chosen type and form: where and how much, or all of it gone."""
    words, lang = here.words, here.words.lang
    kind, form, unit = cell
    areas = list(here.choices.areas)
    first = areas.index(here.selection.orp) if here.selection.orp in areas else 0
    with st.form(f"{_NEW}change", border=True):
        st.markdown(plain(words("Change of capacity: {type}, {form}", type=here.choices.service_types[kind],
                                form=words.label("form", form))))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(words("Where"), areas, first, format_func=lambda code: here.choices.areas[code],
                         key=f"{_NEW}area_{lang}", width=240)
            st.text_input(
                words("How many to add, in {unit}", unit=formats.unit_name(unit, lang)), key=f"{_NEW}amount_{lang}",
                max_chars=12, width=260, help=words("A number above zero adds capacity, one below zero takes it away."),
            )
            for closing, label, icon in ((False, words("Add to the scenario"), ":material/add:"),
                                         (True, words("Close all of it"), ":material/block:")):
                st.form_submit_button(label, icon=icon, type="secondary" if closing else "primary",
                                      disabled=scenario.full, on_click=_add_change,
                                      args=(known, scenario, cell, lang, closing))
    if scenario.full:
        st.markdown(plain(words("The scenario is full: it holds {n} changes.", n=MOST_CHANGES)))


def _add_change(known: Known, scenario: Scenario, cell: tuple[str, str, str], lang: str, closing: bool) -> None:
    typed = None if closing else str(st.session_state[f"{_NEW}amount_{lang}"])
    _add(known, scenario, item_of(Change(st.session_state[f"{_NEW}area_{lang}"], *cell, None), typed))


def shift_form(here: Here, known: Known, scenario: Scenario) -> None:
    """Allocated capacity that goes to another target group."""
    words, lang = here.words, here.words.lang
    groups = {code: name for code, name in here.choices.target_groups.items() if code in known.groups}
    units = [unit.value for unit in PLANNING_UNITS if unit in known.units.values()]
    chosen = here.selection.service_type
    kinds = {ALL_TYPES: words("All types"), **({chosen: here.choices.service_types[chosen]} if chosen else {})}
    with st.expander(words("Shift capacity to another target group"), icon=":material/swap_horiz:",
                     key="whatif_shift"), st.form(f"{_NEW}shift", border=False):
        st.markdown(plain(words(
            "Capacity allocated to one group goes to another one; all groups together have as much as before.")))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for name, label, options, width in (
                ("shift_area", words("Where"), here.choices.areas, 240),
                ("shift_type", words("Service type"), kinds, 320),
                ("shift_unit", words("Unit"), {unit: formats.unit_name(unit, lang) for unit in units}, 240),
                ("from", words("From the group"), groups, 400), ("to", words("To the group"), groups, 400),
            ):
                st.selectbox(label, list(options), format_func=options.__getitem__, key=f"{_NEW}{name}_{lang}",
                             width=width)
            st.text_input(words("How much"), key=f"{_NEW}shift_amount_{lang}", max_chars=12, width=160)
            st.form_submit_button(words("Add the shift"), icon=":material/add:", disabled=scenario.full,
                                  on_click=_add_shift, args=(known, scenario, lang))


def _add_shift(known: Known, scenario: Scenario, lang: str) -> None:
    orp, kind, unit, giver, taker, amount = (
        str(st.session_state[f"{_NEW}{name}_{lang}"])
        for name in ("shift_area", "shift_type", "shift_unit", "from", "to", "shift_amount"))
    shift = Shift(orp, None if kind == ALL_TYPES else kind, unit, giver, taker, 0.0)
    _add(known, scenario, shift_item(shift, amount))


def _add(known: Known, scenario: Scenario, item: str) -> None:
    """Put the scenario with one more item into the address; an item that cannot be used stays there and is told."""
    written = extended(scenario, item)
    found = parsed(written, known)
    filters.write_query(KEY, written if found.refused else found.scenario.link or None)


def listed(here: Here, scenario: Scenario) -> None:
    """What the scenario holds, each with a way to take it out, and the way to drop it all."""
    words = here.words
    st.markdown(f"**{plain(words('What changes'))}**")
    if not scenario:
        st.markdown(plain(words("Nothing yet: the scenario is empty, everything is as it is.")))
        return
    for place, item in enumerate(scenario.items):
        kept = scenario_of((one for one in scenario.changes if one != item),
                           (one for one in scenario.shifts if one != item))
        _row(here, item_text(here, item), kept, str(place))
    st.button(words("Cancel the scenario"), on_click=filters.write_query, args=(KEY, None), icon=":material/close:",
              key="whatif_cancel")


def _row(here: Here, text: str, kept: Scenario, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(text), width="content")
        st.button(here.words("Take out"), on_click=filters.write_query, args=(KEY, kept.link or None), type="tertiary",
                  icon=":material/delete:", key=f"whatif_out_{key}", help=plain(text))


def item_text(here: Here, item: Change | Shift) -> str:
    """A change or a shift in words."""
    return shift_text(here, item) if isinstance(item, Shift) else change_text(here, item)


def change_text(here: Here, change: Change) -> str:
    """A change in words: where, of what, how much."""
    words = here.words
    amount = (words("all capacity closed") if change.delta_units is None
              else _plus(words, change.delta_units) + formats.amount(change.delta_units, change.unit, words.lang))
    return words("{area}: {type} ({form}), {change}", area=_area(here, change.orp_code), change=amount,
                 type=here.choices.service_types[change.type_code], form=words.label("form", Form(change.form)))


def shift_text(here: Here, shift: Shift) -> str:
    """A shift in words: where, how much, from whom to whom."""
    words, groups = here.words, here.choices.target_groups
    kind = words("All types") if shift.type_code is None else here.choices.service_types[shift.type_code]
    return words("{area}: {type}, {amount} from “{giver}” to “{taker}”", area=_area(here, shift.orp_code), type=kind,
                 amount=formats.amount(shift.units, shift.unit, words.lang), giver=groups[shift.from_group],
                 taker=groups[shift.to_group])


def _plus(words: Words, units: float) -> str:
    return "+" if units > 0 else ""


def _area(here: Here, code: str) -> str:
    return formats.area_name(here.choices.areas[code], here.region_name)


def lasting(here: Here, scenario: Scenario, more: dict[str, str | None]) -> None:
    """The address of the scenario for others: with day and release, it shows the same numbers in a year.

    `more` are keys of this page as they are used, None for those left out.
    """
    words = here.words
    st.markdown(f"**{plain(words('Link to the scenario'))}**")
    pinned = {"k": here.selection.at.valid_on.isoformat(), "znamo": str(here.selection.at.known_at),
              KEY: scenario.link, **more}
    address = (st.context.url or "").partition("?")[0] + filters.local_link(pinned, LOCAL)
    st.code(address, language=None, wrap_lines=True)
    if len(scenario.link) > LONGEST_LINK:
        st.warning(words("The scenario is longer than a link can hold; its end would be left out."))
