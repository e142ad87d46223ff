"""Blocks of the four lenses: what is looked at, four answers side by side, areas or types compared, target groups."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.lens_cards import lens_cards_html
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import gap_domain, looks
from lib.model.lookup import records
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import REGION_AREA
from lib.text import formats
from lib.ui import cached, filters, lens_sentences, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.sections import gap_parts
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.gaps import worst_rows
from lib.views.lenses import LensesView, rows_of

Row = dict[str, Any]


def problems(here: Here, view: LensesView) -> tuple[Problem, ...]:
    """A form in the address that the chosen type does not have."""
    rows = view.lens.frame[view.lens.frame["type_code"] == here.selection.service_type]
    return gap_parts.form_problems(here, rows["form"] + "-" + rows["unit"]) if len(rows) else ()


def controls(here: Here, view: LensesView) -> None:
    """What is looked at: service type, target group, norm, capacity; the area is chosen in the sidebar."""
    words, chosen = here.words, here.selection
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="lens_controls"):
        with st.container(width=340):
            filters.service_type(words, here.choices, chosen)
        with st.container(width=300):
            filters.target_group(words, here.choices, chosen)
        with st.container(width=220):
            filters.norm(words, chosen)
        filters.own_rate(words, chosen)
        filters.scope(words, chosen)
    if view.network is None and chosen.scope is CapacityScope.NETWORK:
        gap_parts.network_unknown(here, view.network_state)


def side_by_side(here: Here, view: LensesView) -> None:
    """The four lenses of one cell: the chosen area, and the chosen type or the least covered need."""
    words = here.words
    if here.selection.target_group is not None and here.selection.service_type is None:
        return
    row = cached.made("lens_cell", here.state, lambda: _cell_row(here, view))
    name = words("{type} ({form} form)", type=here.choices.service_types[row["type_code"]],
                 form=words.label("form", row["form"]))
    widgets.heading(here, name, "pohledy", demo=view.lens.provenance.demo,
                    unit=formats.unit_name(str(row["unit"]), words.lang))
    widgets.reading(_why_this_cell(here, row) + words(
        "{Area}: four answers to one question. They measure different things and are not blended into one score.",
        Area=here.area_name))
    if here.selection.service_type is not None:
        _forms(here, view, row)
    widgets.drawn(here, "lens_cards", lambda: _cards(here, view, row))


def _why_this_cell(here: Here, row: Row) -> str:
    """Why the cards are about this type when none is chosen."""
    words = here.words
    if here.selection.service_type is not None:
        return ""
    if formats.is_missing(row["gap_units"]):
        return words("No type is chosen and no gap is known, so this is the first type. ")
    if here.selection.orp is not None:
        return words("No type is chosen, so this is the least covered need. ")
    return words("No type is chosen, so this is the type whose need is least covered in some area. ")


def _cell_row(here: Here, view: LensesView) -> Row:
    """The row of the cell the cards are about: of the chosen type and form, else of the least covered need."""
    frame = view.lens.frame
    area = here.selection.orp or REGION_AREA
    rows = frame[frame["orp_code"] == area]
    if here.selection.service_type is None:
        worst = worst_rows(frame, view.polarity, here.selection.orp).head(1)
        key = ["type_code", "form", "unit"]
        return records(rows.merge(worst[key], on=key) if len(worst) else rows.head(1))[0]
    rows = rows[rows["type_code"] == here.selection.service_type].sort_values("is_main", ascending=False)
    form = filters.local("forma", tuple(f"{row['form']}-{row['unit']}" for row in records(rows)), "")
    picked = rows[rows["form"] + "-" + rows["unit"] == form]
    return records(picked if len(picked) else rows)[0]


def _forms(here: Here, view: LensesView, row: Row) -> None:
    """The forms of a type that has several; requests stand with the main one."""
    words, frame = here.words, view.lens.frame
    rows = frame[(frame["orp_code"] == row["orp_code"]) & (frame["type_code"] == row["type_code"])]
    options = {
        f"{each['form']}-{each['unit']}": f"{words.label('form', each['form'])} "
                                          f"({formats.unit_name(each['unit'], words.lang)})"
        for each in records(rows.sort_values("is_main", ascending=False))
    }
    if len(options) > 1:
        filters.segments(words("Form and unit"), "forma", options, f"{row['form']}-{row['unit']}",
                         default=next(iter(options)))


def _cards(here: Here, view: LensesView, row: Row) -> None:
    words, frame = here.words, view.lens.frame
    same = frame[(frame["type_code"] == row["type_code"]) & (frame["orp_code"] == REGION_AREA)]
    region = records(same[(same["form"] == row["form"]) & (same["unit"] == row["unit"])])[0]
    codes = "" if formats.is_missing(row["orp_codes_without_requests"]) else str(row["orp_codes_without_requests"])
    cards = lens_sentences.lens_cards(words, here.theme, lens_sentences.Cell(
        row=row, region=region, selection=here.selection, assumptions=view.assumptions,
        domain=gap_domain(view.polarity[row["type_code"]]), age_group=here.age_group(row["age_group"]),
        population_date=view.population_date, network=None if view.network is None else view.network.title,
        made_of=view.made_of,
        main_form=next((each["form"] for each in records(same) if each["is_main"]), row["form"]),
        set_title=here.choices.assumptions.get(view.assumptions.code, ""),
        silent=tuple(here.choices.areas[code] for code in codes.split()),
    ))
    st.html(lens_cards_html(cards, words("It does not say:"), words("Four lenses"), here.theme))


def compared(here: Here, view: LensesView) -> None:
    """The four lenses of every area of a type, or of every type of an area, as columns of one table."""
    words, chosen = here.words, here.selection
    if chosen.target_group is not None and chosen.service_type is None:
        return
    by_area = chosen.service_type is not None
    widgets.heading(here, words("Four lenses by area") if by_area else words("Four lenses by service type"),
                    "srovnani-pohledu", demo=view.lens.provenance.demo)
    if by_area:
        row = cached.made("lens_cell", here.state, lambda: _cell_row(here, view))
        rows = cached.made("lens_rows", here.state, lambda: _of_form(view.lens.frame, row["form"], row["unit"],
                                                                     row["type_code"]))
    else:
        rows = cached.made("lens_rows", here.state, lambda: _of_area(view.lens.frame, chosen.orp or REGION_AREA))
    widgets.drawn(here, "lens_table", lambda: _table(here, view, rows, by_area=by_area))
    widgets.foot(here, rows_of(view.lens, rows), "lens")


def _of_form(frame: pd.DataFrame, form: str, unit: str, type_code: str) -> pd.DataFrame:
    """The ORP areas of one type and form, the region last."""
    rows = frame[(frame["type_code"] == type_code) & (frame["form"] == form) & (frame["unit"] == unit)]
    whole = rows["orp_code"] == REGION_AREA
    return pd.concat([rows[~whole], rows[whole]])


def _of_area(frame: pd.DataFrame, area: str) -> pd.DataFrame:
    """The types and forms of one area in the order of the Act."""
    rows = frame[frame["orp_code"] == area]
    return rows.assign(order=rows["type_code"].map(formats.paragraph_key)).sort_values(
        ["order", "is_main", "form"], ascending=[True, False, True]).drop(columns="order")


def _usual(values: pd.Series) -> Any:
    """The value most rows have; None where none is known."""
    counted = values.dropna().value_counts()
    return None if counted.empty else counted.index[0]


def _dates(here: Here, rows: pd.DataFrame) -> str:
    """Of which day most requests and for which year most targets are; rows that differ say so themselves."""
    words = here.words
    day, year = _usual(rows["requests_date"]), _usual(rows["target_year"])
    said = [] if day is None else [words("Requests as of {day}", day=day.date())]
    said += [] if year is None else [words("targets for {year}", year=str(int(year)))]
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _table(here: Here, view: LensesView, rows: pd.DataFrame, *, by_area: bool) -> None:
    words = here.words
    titles = lens_sentences.lens_titles(words)
    widgets.reading(_dates(here, rows))
    head = (words("Area") if by_area else words("Service type"),
            words("{lens} per 1,000: network / all", lens=titles["provision"]), titles["reference"],
            titles["plan"], words("{lens} (over all assumptions)", lens=titles["requests"]))
    names = [here.region_name if row["orp_code"] == REGION_AREA else row["orp_name"] for row in records(rows)]
    usual = (_usual(rows["requests_date"]), _usual(rows["target_year"]))
    body = tuple(_line(here, view, row, name, usual, by_area=by_area)
                 for row, name in zip(records(rows), names, strict=True))
    widgets.table(here, PlainTable(words("Four lenses"), head, body, stacked=True,
                                   total=1 if by_area and rows["orp_code"].eq(REGION_AREA).any() else 0))
    _key(here, rows, gap_domain(view.polarity[str(rows["type_code"].iloc[0])]) if by_area else "gap_class")


def _key(here: Here, rows: pd.DataFrame, domain: str = "gap_class") -> None:
    """What the signs of classes mean."""
    words, drawn = here.words, looks(here.theme, domain)
    st.markdown(plain(words("Key: {signs}.", signs=", ".join(
        f"{drawn[word].symbol} {words.label(domain, word)}" for word in drawn if word in set(rows["class"])))))


def _line(here: Here, view: LensesView, row: Row, area: str, usual: tuple[Any, Any], *, by_area: bool
          ) -> tuple[PlainCell, ...]:
    words, lang, unit = here.words, here.words.lang, str(row["unit"])
    domain = gap_domain(view.polarity[row["type_code"]])
    if by_area:
        first = PlainCell(area, chosen=row["orp_code"] == here.selection.orp)
    else:
        first = PlainCell(here.choices.service_types[row["type_code"]], note=words.label("form", row["form"]),
                          href=filters.local_link({"sluzba": row["type_code"], "forma": f"{row['form']}-{unit}"},
                                                  ("pohled",)))
    rates = " / ".join(formats.number(row[f"{name}_per_1000"], lang, significant=3)
                       for name in ("network", "registered"))
    small = "" if not row["small_number"] else lens_sentences.small_number_text(
        words, row, lens_sentences.capacity_of(row, here.selection.scope))
    target = formats.number(row["target_units"], lang)
    year = "" if formats.is_missing(row["target_units"]) else words("target {target}", target=target)
    if year and not formats.is_missing(row["target_year"]) and row["target_year"] != usual[1]:
        year = words("target for {year}: {target}", year=str(int(row["target_year"])), target=target)
    return (
        first,
        PlainCell(words("a small number") if small else rates, number=True, note=small),
        PlainCell(lens_sentences.units_text(words, row, row["gap_units"]), number=True,
                  sign=looks(here.theme, domain)[row["class"]], spoken=words.label(domain, row["class"])),
        PlainCell(lens_sentences.units_text(words, row, row["planned_gap_units"]), number=True, note=year),
        _request_cell(here, row, usual[0]),
    )


def _request_cell(here: Here, row: Row, usual_day: Any) -> PlainCell:
    """The gap by requests with its range; a day of the requests that is another than usual, or stale, is told."""
    words = here.words
    if not row["is_main"]:
        return PlainCell(words("for the type as a whole"), number=True)
    if formats.is_missing(row["requests"]):
        return PlainCell(words("not reported"), number=True)
    text = lens_sentences.units_text(words, row, row["unmet_units"])
    notes = [] if formats.is_missing(row["unmet_units"]) else [lens_sentences.range_text(words, row, "unmet_units")]
    if row["requests_date"] != usual_day:
        notes.append(words("Requests as of {day}", day=row["requests_date"].date()))
    if not formats.is_missing(row["requests_stale"]) and row["requests_stale"]:
        text = f"{text} ({words('older than a year')})"
    return PlainCell(text, number=True, note="; ".join(notes))


def by_group(here: Here, view: LensesView) -> None:
    """The lenses of the chosen target group: two of its own, two only of the types whose services serve it."""
    if view.group is None:
        return
    words, group = here.words, view.group
    name = here.choices.target_groups[str(here.selection.target_group)]
    widgets.heading(here, words("Target group: {group}", group=name), "skupina-pohledy", demo=group.provenance.demo)
    if group.frame.empty:
        widgets.reading(words("No service states this group, so no capacity is available to it."))
        return
    widgets.reading(words("Provision and the gap against the norm can be told for the group. A service that serves "
                          "several groups counts for each, so groups do not add up; divided capacity is a stand-in."))
    if here.selection.norm in (Norm.NATIONAL, Norm.OWN):
        st.info(words("There is no national norm and no own value by target group; choose another norm."),
                icon=":material/info:")
    widgets.drawn(here, "lens_group", lambda: _group_table(here, group))
    widgets.foot(here, group, "lens_group")
    widgets.heading(here, words("Types of services that serve the group"), "druhy-skupiny",
                    demo=view.lens.provenance.demo)
    widgets.reading(words("The gap against the target and the gap by requests are set by service type, not by group: "
                          "these are the types whose services serve the group, for all their clients."))
    rows = cached.made("lens_group_types", here.state, lambda: _types_of_group(here, view))
    widgets.drawn(here, "lens_group_table", lambda: _table(here, view, rows, by_area=False))
    widgets.foot(here, rows_of(view.lens, rows), "lens_types")


def _types_of_group(here: Here, view: LensesView) -> pd.DataFrame:
    rows = _of_area(view.lens.frame, here.selection.orp or REGION_AREA)
    return rows[rows["type_code"].isin(view.group_types) & rows["is_main"].astype(bool)]


def _group_table(here: Here, group: Sheet) -> None:
    words, lang = here.words, here.words.lang
    drawn = looks(here.theme, "gap_class")
    rows: Sequence[Row] = records(group.frame.sort_values(["unit", "orp_code"]))
    widgets.table(here, PlainTable(
        words("Target group by area"),
        (words("Area"), words("Available per 1,000"), words("Available"), words("Divided among groups"),
         words("Gap against the norm"), words("Denominator")),
        tuple((
            PlainCell(here.region_name if row["orp_code"] == REGION_AREA else str(row["orp_name"]),
                      chosen=row["orp_code"] in (here.selection.orp, REGION_AREA)),
            PlainCell(words("a small number"), number=True,
                      note=lens_sentences.small_number_text(words, row, row["capacity_units"]))
            if row["small_number"] else
            PlainCell(formats.number(row["rate_per_1000"], lang, significant=3), number=True),
            PlainCell(formats.amount(row["capacity_units"], row["unit"], lang, significant=3), number=True),
            PlainCell(formats.amount(row["allocated_units"], row["unit"], lang, significant=3), number=True),
            PlainCell(formats.amount(row["gap_units"], row["unit"], lang, significant=3), number=True,
                      sign=drawn[row["class"]], spoken=words.label("gap_class", row["class"])),
            PlainCell(here.age_group(row["age_group"])),
        ) for row in rows), stacked=True))
    _key(here, group.frame)
