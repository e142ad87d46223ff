"""What goes into a pack: body and meeting, days, areas, parts in their order, gaps to be taken apart, their shape."""

import streamlit as st

from lib.model.pack import MOST_CHOSEN, ChosenGap, Pack, Section, Shape
from lib.model.saved_pack import NO_MEETING, REGION
from lib.model.selection import CapacityScope, Norm
from lib.text import formats
from lib.ui import filters, widgets
from lib.ui.pack_asked import NORMS, Offer, PackAsked, meeting_name, usual
from lib.ui.page import Here
from lib.ui.sections import meeting_parts
from lib.ui.written import plain

OFFERED_DAYS = 4
"""Days of meetings offered as chips."""


def shown(here: Here, asked: PackAsked, offer: Offer) -> None:
    """All controls, in the order a presenter decides."""
    words, pack = here.words, asked.pack
    widgets.heading(here, words("What goes in"), "obsah")
    _for_whom(here, pack, offer)
    _days(here, pack, offer)
    areas = here.choices.areas
    filters.several(words("Areas"), "uzemi", areas, pack.areas, nothing=None if here.selection.orp is None else REGION,
                    placeholder=words("Whole region"))
    _sections(here, pack)
    _chosen(here, pack)
    shapes = {shape.value: words.label("shape", shape.value) for shape in Shape}
    filters.segments(words("Shape of slides"), "pomer", shapes, asked.shape.value, default=Shape.WIDE.value)
    selection = pack.selection
    in_use = (selection.norm is not Norm.REGION_MEAN) + (selection.scope is not CapacityScope.NETWORK)
    with widgets.more_filters(here, in_use):
        filters.norm(words, selection, NORMS)
        filters.scope(words, selection)


def _for_whom(here: Here, pack: Pack, offer: Offer) -> None:
    words = here.words
    if not offer.bodies:
        return
    filters.select(words("Body"), meeting_parts.BODY, offer.bodies, pack.body, default=next(iter(offer.bodies)),
                   clears=(meeting_parts.MEETING, "srovnani"), suffix="_pack")
    day = pack.selection.at.valid_on
    following = offer.next_after(pack.body, day)
    names = {each.id: meeting_name(each, words.lang) for each in reversed(offer.of(pack.body, day))}
    filters.select(words("Meeting"), meeting_parts.MEETING, {**names, NO_MEETING: words("no meeting")},
                   pack.meeting or NO_MEETING, default=NO_MEETING if following is None else following.id)


def _days(here: Here, pack: Pack, offer: Offer) -> None:
    """Days of the body's meetings as chips; any other day of the state is chosen in the sidebar."""
    words, day = here.words, pack.selection.at.valid_on
    meetings = [each.day for each in offer.of(pack.body, day)]
    held, ahead = [each for each in meetings if each <= day], [each for each in meetings if each > day]
    around = [*held[-OFFERED_DAYS + 1:], *ahead[:1]]
    if around:
        filters.days(words("State on the day of a meeting"), "k", around, day, words, suffix="_meeting")
    before = [each for each in meetings if each < day][-OFFERED_DAYS:]
    if before:
        filters.days(words("Compare with a meeting"), "srovnani", before, pack.selection.compare_on, words)
    last = None if not before else before[-1].isoformat()
    filters.any_day(words("Compare with another day"), "srovnani", pack.selection.compare_on, last)


def _sections(here: Here, pack: Pack) -> None:
    words, order = here.words, pack.sections
    st.markdown(f"**{plain(words('Parts of the pack, in their order'))}**")
    with st.container(key="pack_sections", gap=None):
        for place, section in enumerate(order):
            name = words.label("section", section.value)
            with st.container(horizontal=True, vertical_alignment="center", gap=None, key=f"pack_row_{section.value}"):
                st.markdown(plain(f"{place + 1}. {name}"), width="stretch")
                others = tuple(each for each in order if each is not section)
                for icon, label, then in (
                    ("arrow_upward", words("Move up: {part}", part=name), place and swapped(order, place - 1)),
                    ("arrow_downward", words("Move down: {part}", part=name),
                     place + 1 < len(order) and swapped(order, place)),
                    ("close", words("Leave out: {part}", part=name), others),
                ):
                    st.button(plain(label), icon=f":material/{icon}:", key=f"pack_icon_{icon}_{section.value}",
                              type="tertiary", disabled=not then, help=plain(label), on_click=_reorder,
                              args=(pack, then))
    left_out = [section for section in Section if section not in order]
    if left_out:
        key = f"pack_add_{len(order)}_{words.lang}"
        st.selectbox(words("Add a part"), left_out, None, format_func=lambda each: words.label("section", each.value),
                     placeholder=words("choose a part"), key=key, on_change=_add_section, args=(pack, key))


def swapped(order: tuple[Section, ...], place: int) -> tuple[Section, ...]:
    """The parts with the one at `place` and the next one exchanged."""
    return (*order[:place], order[place + 1], order[place], *order[place + 2:])


def _reorder(pack: Pack, order: tuple[Section, ...]) -> None:
    filters.write_query("casti", None if order == usual(pack.chosen) else ",".join(order))


def _add_section(pack: Pack, widget: str) -> None:
    added: Section | None = st.session_state[widget]
    if added is not None:
        _reorder(pack, joined(pack.sections, added))


def joined(order: tuple[Section, ...], added: Section) -> tuple[Section, ...]:
    """The parts with one more, before the first that usually follows it: the annex stays behind what it belongs to."""
    usually = list(Section)
    place = next((place for place, each in enumerate(order) if usually.index(each) > usually.index(added)), len(order))
    return (*order[:place], added, *order[place:])


def _chosen(here: Here, pack: Pack) -> None:
    """Gaps taken apart, one slide each; choosing the first one puts their part among the others."""
    words, areas, types = here.words, here.choices.areas, here.choices.service_types
    title = words("Chosen gaps")
    with st.expander(plain(f"{title} ({len(pack.chosen)})"), expanded=bool(pack.chosen), key="pack_gaps",
                     icon=":material/calculate:"):
        for gap in pack.chosen:
            area = words("Whole region") if gap.orp is None else formats.area_name(areas[gap.orp], here.region_name)
            name = f"{types[gap.type_code]}, {area}"
            with st.container(horizontal=True, vertical_alignment="center", gap=None,
                              key=f"pack_row_gap_{gap.written()}"):
                st.markdown(plain(name), width="stretch")
                label = plain(words("Leave out: {part}", part=name))
                st.button(label, icon=":material/close:", key=f"pack_icon_gap_{gap.written()}", type="tertiary",
                          help=label, on_click=_choose, args=(pack, tuple(each for each in pack.chosen if each != gap)))
        if len(pack.chosen) == MOST_CHOSEN:
            st.caption(words("More than {most} gaps do not fit into one pack.", most=MOST_CHOSEN))
            return
        type_code = st.selectbox(words("Service type"), list(types), None, format_func=lambda code: types[code],
                                 placeholder=words("choose a type"), key=f"pack_gap_type_{words.lang}")
        orp = st.selectbox(words("Area"), ["", *areas], format_func=lambda code: areas.get(code, words("Whole region")),
                           key=f"pack_gap_area_{words.lang}")
        more = () if type_code is None else (ChosenGap(type_code, orp or None),)
        st.button(words("Add the gap"), icon=":material/add:", key="pack_gap_add",
                  disabled=not set(more) - set(pack.chosen), on_click=_choose, args=(pack, (*pack.chosen, *more)))


def _choose(pack: Pack, chosen: tuple[ChosenGap, ...]) -> None:
    """Write the gaps down. Among parts composed by hand the first gap brings its part, the last takes it away."""
    filters.write_query("vybrane", ",".join(gap.written() for gap in chosen) or None)
    order = pack.sections
    if order == usual(pack.chosen):
        filters.write_query("casti", None)
        return
    if chosen and Section.CHOSEN not in order:
        order = joined(order, Section.CHOSEN)
    elif not chosen and len(order) > 1:
        order = tuple(section for section in order if section is not Section.CHOSEN)
    filters.write_query("casti", ",".join(order))
