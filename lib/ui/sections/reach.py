"""Blocks of the part on reach: what to look at, all types side by side, one type on a map, its white spots."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import legend, maps, marks
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.reach_maps import drawn_as, reach_key, reach_layer
from lib.errors import BadSelection
from lib.model.assumptions import FARTHEST, REACH_PARAMETERS
from lib.model.catalogue import Form
from lib.model.derived_reach import Catchment, ReachClass, checked_limit
from lib.model.lookup import records
from lib.model.network import NetworkState
from lib.model.selection import CapacityScope
from lib.model.territory import REGION_AREA
from lib.text import formats
from lib.ui import cached, filters, parts, widgets
from lib.ui import maps as shown_maps
from lib.ui.asked import TOLD, Problem
from lib.ui.page import Here
from lib.ui.sections import assumed, gap_parts
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.reach import Kind, ReachView, TypeReach

KEYS = (parts.KEY, "dosah", "metoda")
"""Keys a link to another type keeps."""

OF_PLACES = ("reach-straight-line", "reach-minutes", "reach-border-unknown", "reach-across-border",
             "reach-ways-unknown", "reach-secret", "reach-unplaced")
OF_FIELD = ("reach-undeclared",)
"""Notes that concern only services people come to, and only field services."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for beside the selection; a limit of None is that of the assumptions.

    `refused` is what was asked for as a limit and is none.
    """

    limit: float | None
    way: Catchment
    problems: tuple[Problem, ...]
    refused: str = ""


def problems(here: Here, view: ReachView, wanted: Asked) -> tuple[Problem, ...]:
    """What of the address cannot be used."""
    forms = () if here.selection.service_type is None else gap_parts.form_problems(here, map(_code, view.kinds))
    return *wanted.problems, *forms


def asked(here: Here) -> Asked:
    """The limit and the way capacity is shared out; what cannot be used falls back and is told."""
    words, written = here.words, st.query_params.get("dosah", "")
    ways = tuple(way.value for way in Catchment)
    default = words.label("catchment", Catchment.BALANCED.value)
    problems = filters.local_problems({"metoda": ways}, default)
    limit, refused = None, ""
    if written:
        try:
            limit = checked_limit(float(written.replace(",", ".")))
        except (ValueError, BadSelection):
            refused = written[:TOLD]
    return Asked(limit, Catchment(filters.local("metoda", ways, Catchment.BALANCED.value)), problems, refused)


def controls(here: Here, view: ReachView, wanted: Asked) -> None:
    """Type, form, limit and capacity in one line; how capacity is shared out for those who ask."""
    words = here.words
    kind = _kind(here, view)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="reach_controls"):
        with st.container(width=430):
            filters.service_type(words, here.choices, here.selection)
        if kind is not None and len(view.kinds) > 1:
            names = {_code(each): words.label("form", each.form.value) for each in view.kinds}
            filters.segments(words("Form"), "forma", names, _code(kind), default=_code(view.kinds[0]))
        if kind is None or kind.limit is not None:
            with st.container(width=150):
                limit = wanted.limit if kind is None else kind.limit
                filters.number(
                    words("Limit (minutes)") if view.minutes else words("Limit (km)"), "dosah",
                    wanted.refused or ("" if limit is None else formats.number(limit, words.lang)),
                    words("A municipality exactly at the limit is within reach. Empty: as the assumptions say."))
        filters.scope(words, here.selection)
    if wanted.refused:
        st.warning(plain(words("The limit must be a number above 0 and at most {n}, not “{value}”. The limit of the "
                               "assumptions is used.", n=FARTHEST, value=wanted.refused)), icon=":material/link_off:")
    with widgets.more_filters(here, int(wanted.way is not Catchment.BALANCED)), st.container(width=430):
        names = {way.value: words.label("catchment", way.value) for way in Catchment}
        filters.select(words("Sharing of capacity in reach"), "metoda", names, wanted.way.value,
                       default=Catchment.BALANCED.value,
                       help=words("It changes the capacity in reach per 1,000, never what is a white spot."))
    if view.network_unknown:
        _network_unknown(here, view)


def _network_unknown(here: Here, view: ReachView) -> None:
    words = here.words
    with st.container(border=True):
        st.markdown(plain(words(
            "On {day} the region had no basic network yet, so nobody knows which services in it are in reach. What "
            "services had registered is known.", day=here.selection.at.valid_on)
            if view.network_state is NetworkState.NOT_YET else words(
            "The data hold no version of the basic network for {day}, so nobody knows which services in it are in "
            "reach. What services had registered is known.", day=here.selection.at.valid_on)))
        st.button(words("Show all registered capacity"), on_click=filters.write_query,
                  args=("kapacita", CapacityScope.ALL.value), icon=":material/visibility:", type="primary")


def _code(kind: Kind) -> str:
    return f"{kind.form.value}-{kind.unit}"


def _kind(here: Here, view: ReachView) -> Kind | None:
    """The chosen form of the chosen type."""
    if here.selection.service_type is None:
        return None
    options = {_code(kind): kind for kind in view.kinds}
    return options[filters.local("forma", tuple(options), next(iter(options)))]


def by_type(here: Here, view: ReachView) -> None:
    """White spots of every type and form in the chosen area, until one type is chosen."""
    if here.selection.service_type is not None:
        return
    st.info(plain(here.words("Choose a service type here or in the table: a map and the list of municipalities will "
                             "appear.")), icon=":material/touch_app:")
    widgets.drawn(here, "reach_types", lambda: _types(here, view))
    widgets.foot(here, cached.made("reach_types", here.state, lambda: _of_area(here, view.totals)), "reach_types")


def _of_area(here: Here, sheet: Sheet) -> Sheet:
    """Rows of the chosen area, else those of the region."""
    rows = sheet.frame[sheet.frame["orp_code"] == (here.selection.orp or REGION_AREA)]
    return replace(sheet, frame=rows.reset_index(drop=True))


def _types(here: Here, view: ReachView) -> None:
    words = here.words
    rows = _of_area(here, view.totals).frame
    rows = rows.assign(beyond=rows["border_persons"] / rows["persons"]).sort_values(
        ["white_spot_share", "beyond", "type_code"], ascending=[False, False, True], na_position="last")
    widgets.heading(here, words("White spots by service type"), "bila-mista-druhy", demo=view.totals.provenance.demo,
                    unit=formats.unit_name("municipalities", words.lang))
    count = int((rows["white_spots"] > 0).sum())
    forms = {(kind.type_code, kind.form.value): _code(kind) for kind in view.kinds}
    widgets.reading(words("{Area}: {count} of {total} forms of services have a municipality with nothing in reach.",
                          Area=here.area_name, count=count, total=len(rows)))
    widgets.table(here, PlainTable(
        words("White spots by service type and form"),
        (words("Service type"), words("Form"), words("Limit (minutes)") if view.minutes else words("Limit (km)"),
         words("White spots"), words("People in them"), words("Share"), words("Unknown across the border")),
        tuple(_type_row(here, forms[row["type_code"], row["form"]], row) for row in records(rows)), stacked=True))


def _type_row(here: Here, form: str, row: dict[str, Any]) -> tuple[PlainCell, ...]:
    """One type and form; `form` is what the address calls it."""
    words, lang = here.words, here.words.lang
    code = str(row["type_code"])
    limit = words("declared territory") if row["form"] == Form.FIELD else formats.number(row["limit"], lang)
    limit = limit.replace(" ", formats.NBSP)
    people = formats.amount(row["white_spot_persons"], "persons", lang)
    if not pd.isna(row["white_spot_persons"]):
        people += f" ({here.age_group(str(row['age_group']))})"
    return (
        PlainCell(here.choices.service_types[code], href=filters.local_link({"sluzba": code, "forma": form}, KEYS)),
        PlainCell(words.label("form", row["form"])),
        PlainCell(limit),
        PlainCell(_of(here, row["white_spots"], row["municipalities"]), number=True),
        PlainCell(people, number=True),
        PlainCell(_share(row, lang), number=True),
        PlainCell(_border(here, row), number=True),
    )


def _share(row: dict[str, Any], lang: str) -> str:
    """Share of people in white spots; a range where some live where the border hides what is in reach."""
    least = row["white_spot_share"]
    if pd.isna(least):
        return formats.amount(least, "share", lang)
    most = least + row["border_persons"] / row["persons"]
    low, high = (formats.percent(share, lang, 0 if round(1000 * share) % 10 == 0 else 1) for share in (least, most))
    return low if low == high else f"{low.rstrip('%').rstrip()}–{high}"


def _of(here: Here, part: Any, total: Any) -> str:
    words = here.words
    if pd.isna(part):
        return words.label("empty", "unknown")
    return f"{formats.number(part, words.lang)} {formats.out_of(int(total), words.lang)}"


def _border(here: Here, row: dict[str, Any]) -> str:
    """Municipalities whose reach across the border is not known; field work knows no border."""
    words, count = here.words, row["border_unknown"]
    if row["form"] == Form.FIELD:
        return words.label("empty", "not_applicable")
    return words.label("empty", "unknown") if pd.isna(count) else formats.number(count, words.lang)


def one_type(here: Here, view: ReachView) -> None:
    """The chosen type and form: what is in reach on a map, sums by area, white spots as a list."""
    kind = _kind(here, view)
    if kind is None or view.detail is None:
        return
    words, detail = here.words, view.detail
    name = f"{here.choices.service_types[kind.type_code]}, {words.label('form', kind.form.value)}"
    totals = cached.made("reach_totals", here.state, lambda: _of_form(view.totals, kind))
    widgets.heading(here, words("In reach: {type}", type=name), "dosah", demo=totals.provenance.demo,
                    unit=formats.unit_name("municipalities", words.lang))
    widgets.reading(cached.made("reach_reading", here.state, lambda: _reading(here, view, kind, totals.frame)))
    access = cached.made("reach_access", here.state, lambda: _of_form(detail.access, kind))
    if kind.form is not Form.FIELD:
        widgets.reading(cached.made("reach_capacity", here.state, lambda: _capacity(here, kind, access.frame)))
    shown_maps.shown(here, "reach", words("Municipalities by what they have in reach"),
                     lambda: _map(here, view, access.frame))
    widgets.foot(here, access, "reach_access")
    _white_spots(here, detail, kind, bool((access.frame["class"] == ReachClass.UNKNOWN).any()))
    widgets.drawn(here, "reach_areas", lambda: _areas(here, kind, totals))
    widgets.twin(here, totals, "reach_areas")


def assumptions(here: Here, wanted: Asked) -> None:
    """The assumed limits, where the data hold a set of them and no limit stands in their place."""
    if here.choices.assumptions and wanted.limit is None:
        assumed.shown(here, *REACH_PARAMETERS)


def _of_form(sheet: Sheet, kind: Kind) -> Sheet:
    """Rows of one form, with what is to be known about it."""
    field = kind.form is Form.FIELD
    return replace(sheet, frame=sheet.frame[sheet.frame["form"] == kind.form.value].reset_index(drop=True),
                   notes=tuple(note for note in sheet.notes if note.code not in (OF_PLACES if field else OF_FIELD)))


def _far(here: Here, view: ReachView, kind: Kind) -> str:
    return formats.amount(kind.limit, "min" if view.minutes else "km", here.words.lang)


def _reading(here: Here, view: ReachView, kind: Kind, totals: pd.DataFrame) -> str:
    """How many municipalities have nothing in reach, and of how many it cannot be said."""
    words = here.words
    row = records(totals[totals["orp_code"] == (here.selection.orp or REGION_AREA)])[0]
    if pd.isna(row["white_spots"]):
        return words("{Area}: what is in reach is not known on this day.", Area=here.area_name)
    white, border, unknown = (int(row[name]) for name in ("white_spots", "border_unknown", "unknown"))
    people = formats.amount(row["white_spot_persons"], "persons", words.lang)
    values = {"Area": here.area_name, "people": people, "group": here.age_group(kind.age_group),
              "everybody": formats.amount(row["white_spot_population"], "persons", words.lang)}
    parts = []
    if kind.form is Form.FIELD:
        parts.append(words.plural(
            "{Area}: {n} municipality is in the declared territory of no field service; {people} ({group}) live there, "
            "{everybody} of all ages.",
            "{Area}: {n} municipalities are in the declared territory of no field service; {people} ({group}) live "
            "there, {everybody} of all ages.", white, **values) if white else words(
            "{Area}: a field service declares every municipality to be its territory.", **values))
    elif white:
        parts.append(words.plural(
            "{Area}: {n} municipality has no facility within {far}; {people} ({group}) live there, {everybody} of all "
            "ages.",
            "{Area}: {n} municipalities have no facility within {far}; {people} ({group}) live there, {everybody} of "
            "all ages.", white, far=_far(here, view, kind), **values))
    else:
        parts.append(words("{Area}: no municipality is known to be without a facility within {far}.",
                           far=_far(here, view, kind), **values) if border or unknown else
                     words("{Area}: every municipality with people of the denominator has a facility within {far}.",
                           far=_far(here, view, kind), **values))
    if border:
        parts.append(words.plural(
            "Of {n} municipality near the region's border it cannot be said: services across it are not in the data.",
            "Of {n} municipalities near the region's border it cannot be said: services across it are not in the data.",
            border))
    if unknown:
        parts.append(words.plural("Of {n} more municipality it is not known.",
                                  "Of {n} more municipalities it is not known.", unknown))
    return " ".join(parts)


def _capacity(here: Here, kind: Kind, access: pd.DataFrame) -> str:
    """From how much to how much is in reach, and that nothing was lost in sharing it out."""
    words, rows = here.words, access
    if here.selection.orp is not None:
        rows = rows[rows["orp_code"] == here.selection.orp]
    inside = rows.loc[rows["class"] == ReachClass.IN_REACH, "access_per_1000"]
    known = inside.dropna()
    if inside.empty:
        return ""
    if known.empty:
        return words("How much capacity is in reach per person is not known: facilities in reach do not state it.")
    least, most = (formats.number(value, words.lang, significant=3) for value in (known.min(), known.max()))
    unit = formats.unit_name(kind.unit, words.lang)
    text = words("Where something is in reach, capacity per 1,000 people ({group}) is {amount} ({unit}).", unit=unit,
                 group=here.age_group(kind.age_group), amount=least if least == most else f"{least}–{most}")
    if len(known) < len(inside):
        text += " " + words.plural(
            "In {n} municipality it is not known, because a facility in reach does not state its capacity.",
            "In {n} municipalities it is not known, because a facility in reach does not state its capacity.",
            len(inside) - len(known))
    if kind.shared is not None and kind.reached is not None:
        text += " " + words(
            "Check: shared out among the people of all municipalities of the region {shared}, which is the capacity "
            "that somebody reaches, {reached}.",
            shared=formats.amount(round(kind.shared, 1), kind.unit, words.lang),
            reached=formats.amount(round(kind.reached, 1), kind.unit, words.lang))
    return text


def _map(here: Here, view: ReachView, access: pd.DataFrame) -> shown_maps.Picture:
    words, theme = here.words, here.theme
    outline = marks.outline_marks(dict(here.choices.areas), words, theme)
    key = legend.legend_html(reach_key(words, theme, set(drawn_as(access))), words("Municipalities"), theme)
    points = reach_layer(access.merge(view.points, on="municipality_code"), words, theme)
    return shown_maps.Picture(key, [maps.orp_layer(outline, selected=here.selection.orp, filled=False), points])


def _white_spots(here: Here, detail: TypeReach, kind: Kind, unknown: bool) -> None:
    """Municipalities with nothing in reach, of the chosen area."""
    words = here.words
    sheet = cached.made("white_spots", here.state, lambda: _of_form(detail.white_spots, kind))
    rows = sheet.frame if here.selection.orp is None else sheet.frame[sheet.frame["orp_code"] == here.selection.orp]
    widgets.heading(here, words("White spots and the people concerned"), "bila-mista", demo=sheet.provenance.demo)
    if rows.empty:
        widgets.reading(words("It is not known which municipalities are white spots.") if unknown else
                        words("There is none here: something is in reach of every municipality."))
        return
    widgets.reading(words("White spots come first, then municipalities of which the region's border hides what is in "
                          "reach."))
    hidden = ("orp_code", "type_code", "type_name", "form", "age_group", *(
        name for name in ("nearest_km", "nearest_minutes") if rows[name].isna().all()))
    widgets.grid(here, widgets.in_language(here, replace(sheet, frame=rows)), "white_spots", hidden)
    widgets.downloads(here, replace(sheet, frame=rows), "white_spots")


def _areas(here: Here, kind: Kind, totals: Sheet) -> None:
    """White spots summed up by area; the region is the last row."""
    words, lang = here.words, here.words.lang
    widgets.heading(here, words("White spots by area"), "bila-mista-orp", demo=totals.provenance.demo)
    widgets.reading(words("People: {group}. Each municipality belongs to one area, so the rows add up to the region.",
                          group=here.age_group(kind.age_group)))
    rows = records(totals.frame)
    names = {**here.choices.areas, REGION_AREA: here.region_name}
    widgets.table(here, PlainTable(
        words("White spots by area"),
        (words("ORP"), words("White spots"), words("People in them"), words("Share"), words("All their inhabitants"),
         words("Unknown across the border")),
        tuple((
            PlainCell(names[str(row["orp_code"])], chosen=row["orp_code"] == here.selection.orp),
            PlainCell(_of(here, row["white_spots"], row["municipalities"]), number=True),
            PlainCell(formats.amount(row["white_spot_persons"], "persons", lang), number=True),
            PlainCell(_share(row, lang), number=True),
            PlainCell(formats.amount(row["white_spot_population"], "persons", lang), number=True),
            PlainCell(_border(here, row), number=True),
        ) for row in [*rows[1:], rows[0]]), total=1, stacked=True))
