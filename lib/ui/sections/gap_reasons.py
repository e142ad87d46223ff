"""Why one gap is what it is: the sum in words, what enters it, and what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.exports import gap_sums
from lib.model.catalogue import Polarity
from lib.model.lookup import records
from lib.model.norms import QUANTILES
from lib.model.selection import CapacityScope, Norm
from lib.model.territory import REGION_AREA
from lib.text import arithmetic, formats, sentences
from lib.ui import cached, filters, navigation, parts, widgets
from lib.ui.page import Here
from lib.ui.sections import gap_parts
from lib.ui.written import plain
from lib.views import gap_reasons as views
from lib.views.base import Provenance
from lib.views.gaps import GapsView, TypeDetail

CELL = "bunka"
"""Key of the area taken apart; it is not the shared area, which stays as it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """One place where a cell is taken apart.

    `rows` are the rows of one key of a gap table, the region's own among them; `services` answers which services stand
    behind one of them. `name` tells the widgets and cached parts of this block from those of another.
    """

    name: str
    anchor: str
    rows: pd.DataFrame
    asked: gap_sums.Asked
    provenance: Provenance


def areas(here: Here) -> dict[str, str]:
    """Areas that can be taken apart: the whole region first."""
    return {REGION_AREA: here.region_name, **here.choices.areas}


def of_type(here: Here, view: GapsView, detail: TypeDetail, cells: pd.DataFrame, domain: str) -> None:
    """One area of one type, form and unit taken apart, so that the sum can be redone by hand; `domain`: class words."""
    form, unit = (str(cells[name].iloc[0]) for name in ("form", "unit"))
    rows = cached.made("type_rows", here.state, lambda: _with_region(cells, detail.region, form, unit))
    found = cached.behind(here.selection.at, here.selection.scope)
    first = cells.iloc[0]
    block = Block("why", "proc", rows, gap_sums.Asked(
        here.selection.norm, here.age_group(str(first["age_group"])),
        cached.made("given_by", here.state, lambda: _given_by(here, detail.type_code, first)), domain,
        detail.polarity == Polarity.MORE_IS_BETTER), detail.norms_provenance)
    cell = _chosen(here, block)

    def services() -> pd.DataFrame:
        return views.services_of_type(found, views.areas_summed(cells, str(cell["orp_code"])), detail.type_code, form,
                                      unit)

    def body() -> None:
        made_of = services()
        _sums(here, block, cell, made_of)
        _pairs(here, words("What enters the sum"), _inputs(here, view, block, cell, made_of))

    words = here.words
    widgets.drawn(here, block.name, body)
    widgets.foot(here, cached.made("behind", here.state, lambda: views.behind_sheet(
        found, detail.gap, cell, views.areas_summed(cells, str(cell["orp_code"])))), "behind")
    area = {} if cell["orp_code"] == REGION_AREA else {"orp": str(cell["orp_code"])}
    st.page_link(navigation.GAPS, label=words("Four lenses of the same need"), icon=":material/view_column:",
                 query_params=filters.carried({**area, "sluzba": detail.type_code, parts.KEY: gap_parts.LENSES}))
    st.page_link(navigation.CATALOGUE, label=words("Services of this type in the catalogue"), icon=":material/hub:",
                 query_params=filters.carried({**area, "sluzba": detail.type_code}))
    widgets.used_sources(here, detail.norms_provenance, block.name)


def of_group(here: Here, view: GapsView, rows: pd.DataFrame, *, allocated: bool) -> None:
    """One area of one target group and unit taken apart; `rows` have the region's own among them."""
    found = cached.behind(here.selection.at, here.selection.scope)
    first = rows.iloc[0]
    block = Block("why_group", "proc-skupiny", rows, gap_sums.Asked(
        here.selection.norm, here.age_group(str(first["age_group"])), here.words("none is known for target groups")),
        found.provenance)
    cell = _chosen(here, block)

    def body() -> None:
        orps = rows[rows["orp_code"] != REGION_AREA]
        made_of = views.services_of_group(found, views.areas_summed(orps, str(cell["orp_code"])),
                                          str(first["group_code"]), str(first["unit"]), allocated=allocated)
        _sums(here, block, cell, made_of)
        _pairs(here, here.words("What enters the sum"), _inputs(here, view, block, cell, made_of))

    widgets.drawn(here, block.name, body)
    widgets.used_sources(here, found.provenance, block.name)


def _with_region(cells: pd.DataFrame, region: pd.DataFrame, form: str, unit: str) -> pd.DataFrame:
    """The rows of one form and unit with the region's own first."""
    whole = region[(region["form"] == form) & (region["unit"] == unit)]
    return pd.concat([whole[list(cells.columns)], cells], ignore_index=True)


def _givers(here: Here) -> views.NormGivers:
    found: views.NormGivers = cached.made(
        "norm_givers", here.state, lambda: views.norm_givers(cached.database(), here.selection))
    return found


def _given_by(here: Here, type_code: str, cell: pd.Series) -> str:
    """Who gives a norm that is not computed from areas."""
    words, chosen = here.words, here.selection
    if chosen.norm is Norm.OWN and chosen.own_rate is not None and chosen.service_type == type_code:
        return words("entered by you (key “cil” of the address)")
    return _givers(here).giver(cell, words.pick("title", "title_en"))


def chosen_area(here: Here, rows: pd.DataFrame) -> str:
    """The area to take apart: of the URL, else the shared one, else the one with the lowest coverage index."""
    known = areas(here)
    if here.selection.orp is not None:
        return filters.local(CELL, tuple(known), here.selection.orp)
    orps = rows[rows["orp_code"] != REGION_AREA]
    worst = orps.sort_values(["coverage_index", "gap_units", "orp_code"])["orp_code"].iloc[0]
    return filters.local(CELL, tuple(known), str(worst))


def _chosen(here: Here, block: Block) -> pd.Series:
    """Heading and choice of the area, and its row."""
    words, area = here.words, chosen_area(here, block.rows)
    cell = block.rows[block.rows["orp_code"] == area].iloc[0]
    name = here.region_name if area == REGION_AREA else formats.area_name(str(cell["orp_name"]), "")
    widgets.heading(here, words("Why? {area}", area=name), block.anchor, demo=block.provenance.demo)
    with st.container(width=360):
        filters.select(words("Why: area"), CELL, areas(here), area, suffix=f"_{block.name}")
    if here.selection.orp is None and CELL not in st.query_params:
        st.markdown(plain(words("No area is chosen, so this is the one with the lowest coverage index.")))
    return cell


def _sums(here: Here, block: Block, cell: pd.Series, services: pd.DataFrame) -> None:
    orps = block.rows[block.rows["orp_code"] != REGION_AREA]
    origin = views.norm_origin(orps, here.selection.norm, _givers(here).makers(str(cell["orp_code"])))
    lines = gap_sums.lines(here.words, cell, origin, block.asked)
    left_out = int(orps["gap_units"].isna().sum())
    if cell["orp_code"] == REGION_AREA and left_out:
        lines.append(here.words.plural("{n} area with unknown capacity is left out.",
                                       "{n} areas with unknown capacity are left out.", left_out))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    _services(here, cell, services)
    if here.selection.norm in QUANTILES or (here.selection.norm is Norm.SIMILAR and cell["orp_code"] != REGION_AREA):
        _areas_of_norm(here, cell, origin)


def _services(here: Here, cell: pd.Series, services: pd.DataFrame) -> None:
    """The services that make the capacity, each with its share, and their total."""
    words = here.words
    told, silent, total = gap_sums.service_lines(words, cell, services)
    if not told:
        st.markdown(plain(words("No service gives capacity here.")))
    else:
        by_group, split = any(line.group_share for line in told), any(line.split_by for line in told)
        head = (words("Service"), words("Its capacity"), words("Share for the area"),
                *((words("Share for the group"),) if by_group else ()), words("Gives"),
                *((words("Divided"),) if split else ()), words("Holds from"), words("Level"))
        rows = [
            (PlainCell(line.name, href=_service_link(line.service_id), note=_note(line)),
             PlainCell(line.amount, number=True), PlainCell(line.area_share, number=True),
             *((PlainCell(line.group_share, number=True),) if by_group else ()),
             PlainCell(words.label("empty", "unknown") if line.part is None else
                       formats.number(line.part, words.lang, digits=arithmetic.places(line.part)), number=True),
             *((PlainCell(line.split_by),) if split else ()), PlainCell(line.date), PlainCell(line.level))
            for line in told
        ]
        blank = (PlainCell("", number=True),) * (2 + by_group)
        rows.append((PlainCell(words("Together")), *blank, PlainCell(total, number=True),
                     *(PlainCell(""),) * (2 + split)))
        widgets.table(here, PlainTable(words("Services behind this capacity"), head, tuple(rows), show_caption=True,
                                       total=1, stacked=True))
    if silent:
        st.markdown(plain(words.plural("{n} more service works here without such capacity.",
                                       "{n} more services work here without such capacity.", silent)))


def _note(line: gap_sums.ServiceLine) -> str:
    return " · ".join(filter(None, (line.provider, line.form)))


def _service_link(service_id: str) -> str:
    return f"sit{filters.link({'sluzba_id': service_id})}#sluzba" if service_id else ""


def _areas_of_norm(here: Here, cell: pd.Series, origin: views.NormOrigin) -> None:
    """Rates of areas in order, with the one or two that make the norm."""
    words, unit = here.words, str(cell["unit"])
    every = bool(origin.areas["taken"].all())

    def area(row: dict[str, Any]) -> PlainCell:
        makes = bool(row["taken"]) and not every
        return PlainCell(f"{row['orp_name']} · {words('makes the norm')}" if makes else row["orp_name"], chosen=makes)

    widgets.table(here, PlainTable(
        words("Rates of areas in order") if here.selection.norm in QUANTILES else words("Similar areas"),
        (words("Order"), words("Area"), words("Capacity"), words("Persons"), words("Per 1,000")),
        tuple((PlainCell(str(row["place"])), area(row),
               PlainCell(formats.amount(row["capacity_units"], unit, words.lang, significant=6), number=True),
               PlainCell(formats.number(row["population_persons"], words.lang), number=True),
               PlainCell(formats.number(row["rate_per_1000"], words.lang, significant=5), number=True))
              for row in records(gap_sums.areas_listed(origin))), show_caption=True))


def _pairs(here: Here, caption: str, rows: Sequence[tuple[str, str]]) -> None:
    words = here.words
    cells = tuple((PlainCell(label), PlainCell(text)) for label, text in rows)
    widgets.table(here, PlainTable(caption, (words("What"), words("Value")), cells, show_caption=True))


def _inputs(
    here: Here, view: GapsView, block: Block, cell: pd.Series, services: pd.DataFrame
) -> list[tuple[str, str]]:
    """What enters the sum, with its day."""
    words, giving = here.words, services[services["units"] != 0]
    rows = [
        (words("Denominator"), words("{group}, population of {day}", group=block.asked.age_group,
                                     day=view.population_date)),
        (words("Norm"), words("{norm}: {rate} per 1,000", norm=words.label("norm", here.selection.norm.value),
                              rate=formats.number(cell["norm_per_1000"], words.lang, significant=4))),
        (words("Capacity"), words("none") if giving.empty else
         words.plural("of {n} service", "of {n} services", len(giving))),
    ]
    newest = giving["date"].max()
    if not pd.isna(newest):
        rows.append((words("Newest capacity recorded"), here.day(newest.date())))
    if here.selection.scope is CapacityScope.NETWORK:
        network = view.network
        rows.append((words("Network version"), words("none on this day") if network is None else
                     words("{title}, from {day}", title=network.title, day=network.valid_from)))
    else:
        rows.append((words("Network version"), words("not used: all registered capacity counts")))
    release = block.provenance.release
    rows.append((words("Data"), sentences.release_sentence(words, release.number, release.published_at.date())))
    return rows

