"""The way from a gap to the cards that answer it and back: the cards of one gap, the gaps of one card."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lib.charts import answer_matrix as charts
from lib.charts import figures
from lib.charts.legend import domain_key, legend_html
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.catalogue import Form, Unit
from lib.model.derived_answer import ANSWERING, Meeting
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.model.territory import REGION_AREA
from lib.text import formats
from lib.ui import cached, filters, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.answers import AnswersView, asked_of_region, cards_of_gaps, of_cell
from lib.views.base import Sheet

GAPS_PAGE, CARDS_PAGE = "mezery", "aktivity"
SHORT = 12
"""Gaps of one type and form shown as links; the rest are in the table."""

FROM = "z"
"""Key of the gap a reader came from to a card: service type, form with unit, and area, with colons between them."""


def gap_address(type_code: str, form: str, unit: str, orp: str) -> str:
    """The address of the arithmetic of one cell."""
    query = filters.carried({"sluzba": type_code, "forma": f"{form}-{unit}", "bunka": orp})
    return f"{GAPS_PAGE}?{urlencode(query)}#proc"


def type_address(type_code: str) -> str:
    """The address of a service type taken apart."""
    return f"{GAPS_PAGE}{filters.link({'sluzba': type_code})}#druh"


def card_address(code: str, came_from: tuple[str, str, str, str] | None = None) -> str:
    """The address of a card; `came_from` is the type, form, unit and area of the gap it is opened from."""
    query = {"karta": code}
    if came_from is not None:
        type_code, form, unit, orp = came_from
        query[FROM] = f"{type_code}:{form}-{unit}:{orp}"
    return f"{CARDS_PAGE}?{urlencode(filters.carried(query))}#karta"


def _came_from(here: Here) -> tuple[str, str, str, str] | None:
    """The gap in the address, None when there is none or it names no cell there can be."""
    type_code, form_unit, orp = (*st.query_params.get(FROM, "").split(":"), "", "", "")[:3]
    form, _, unit = form_unit.partition("-")
    known = (type_code in here.choices.service_types and form in tuple(Form) and unit in tuple(Unit)
             and orp in (REGION_AREA, *here.choices.areas))
    return (type_code, form, unit, orp) if known else None


def problems(here: Here) -> tuple[Problem, ...]:
    """A gap in the address that cannot be gone back to."""
    written = st.query_params.get(FROM, "")
    return (Problem(FROM, written[:60], "–"),) if written and _came_from(here) is None else ()


def back(here: Here) -> None:
    """The way back to the gap the card was opened from."""
    found = _came_from(here)
    if found is not None:
        where = here.region_name if found[3] == REGION_AREA else formats.area_name(here.choices.areas[found[3]], "")
        st.html(charts.back_link_html(
            here.words("Back to the gap: {type}, {area}", type=here.choices.service_types[found[0]], area=where),
            gap_address(*found), here.theme))


def evidence_words(here: Here, codes: Any) -> str:
    """What the need for a card rests on in words; a card nobody assessed is unknown."""
    if pd.isna(codes):
        return here.words.label("empty", "unknown")
    return ", ".join(here.words.label("evidence", code) for code in str(codes).split())


def cards_of(here: Here, type_code: str, form: str, unit: str, area: str) -> None:
    """Cards that answer the gap of one cell (`area` may be the region: of all its areas), or that none does."""
    view = cached.answers(asked_of_region(here.selection))
    cell = (type_code, form, unit, area)
    widgets.drawn(here, "answering", lambda: _cards_of(here, view, cell))
    widgets.twin(here, cached.made("answering", here.state, lambda: _sheet(view, cell)), "answering")


def _sheet(view: AnswersView, cell: tuple[str, str, str, str]) -> Sheet:
    type_code, form, unit, area = cell
    rows = of_cell(view.gap_answer.frame, type_code, form, unit, None if area == REGION_AREA else area)
    return replace(view.gap_answer, frame=rows.reset_index(drop=True))


def _cards_of(here: Here, view: AnswersView, cell: tuple[str, str, str, str]) -> None:
    words, (type_code, form, unit, area) = here.words, cell
    orp = None if area == REGION_AREA else area
    met = cards_of_gaps(view, type_code, form, unit, orp)
    gaps = len(of_cell(view.gaps, type_code, form, unit, orp))
    widgets.heading(here, words("Cards that answer this gap"), "karty", demo=view.provenance.demo)
    listing = view.answer.frame.loc[view.answer.frame["type_code"] == type_code, "activity_code"]
    if not gaps and not of_cell(view.unknown, type_code, form, unit, orp).empty:
        widgets.reading(words("Whether there is a gap here is not known. Cards that name the service type: {n}.",
                              n=len(listing)))
    elif not gaps and here.selection.target_group is not None:
        widgets.reading(words("Here is no gap that concerns the chosen target group. Cards that name the service type: "
                              "{n}.", n=len(listing)))
    elif not gaps:
        widgets.reading(words("Here is no gap to answer. Cards that name the service type: {n}.", n=len(listing)))
    elif not met["answered"].any():
        st.warning(plain(_none_answers(here, met)), icon=":material/report:")
    shown = met if gaps else pd.DataFrame({"activity_code": listing, "meeting": None, "answered": 0, "gaps": 0})
    if not shown.empty:
        widgets.table(here, _table(here, view, shown, cell))
    st.markdown(plain(words("Cards that concern all types of services are not counted as an answer to one gap.")))


def _none_answers(here: Here, met: pd.DataFrame) -> str:
    words = here.words
    if met.empty:
        return words("No card answers this gap: no activity of the plan names this service type.")
    if here.selection.target_group is not None:
        return words("No card answers this gap for the chosen target group; these cards name the service type only.")
    return words("No card answers this gap: the cards that name the service type are for other groups.")


def _table(here: Here, view: AnswersView, met: pd.DataFrame, cell: tuple[str, str, str, str]) -> PlainTable:
    words = here.words
    facts = {row["code"]: row for row in records(view.cards)}
    matched = met["meeting"].notna().any()

    def row_of(row: dict[str, Any]) -> tuple[PlainCell, ...]:
        return (
            PlainCell(card_name(facts[row["activity_code"]]), href=card_address(row["activity_code"], cell)),
            *((PlainCell(_meeting(here, row)),) if matched else ()),
            *standing_cells(here, facts[row["activity_code"]]),
        )

    return PlainTable(
        words("Cards that answer this gap"),
        (words("Card"), *((words("What meets"),) if matched else ()), words("Guarantor"), words("Money named"),
         words("Last report"), words("Evidence for the card")),
        tuple(map(row_of, records(met))), stacked=True,
    )


def _meeting(here: Here, row: Mapping[str, Any]) -> str:
    text = here.words.label("meeting", row["meeting"])
    return text if row["gaps"] == 1 else f"{text} ({row['answered']}/{row['gaps']})"


def card_name(card: Mapping[str, Any]) -> str:
    """A card as lists name it."""
    return f"{printed_code(card['code'])} {card['title']}"


def standing_cells(here: Here, card: Mapping[str, Any]) -> tuple[PlainCell, ...]:
    """Guarantor, money, last report and evidence of a card; what is absent says so in words."""
    words = here.words
    return (
        PlainCell(words("no guarantor") if pd.isna(card["guarantor"]) else str(card["guarantor"])),
        PlainCell(formats.amount(card["amount_czk"], "czk", words.lang)),
        PlainCell(_last_report(here, card)),
        PlainCell(evidence_words(here, card["evidence"])),
    )


def _last_report(here: Here, card: Mapping[str, Any]) -> str:
    words = here.words
    if pd.isna(card["last_report_date"]):
        return words("no report")
    said = [here.day(card["last_report_date"].date()), figures.state_word(str(card["state"]), words)]
    if not pd.isna(card["declared_pct"]):
        said.append(formats.amount(card["declared_pct"], "pct", words.lang, digits=0))
    return ", ".join(said)


def gaps_of_card(here: Here, code: str) -> None:
    """Gaps a card answers, by service type and area, each a link to its arithmetic; else why it answers none."""
    view = cached.answers(replace(asked_of_region(here.selection), target_group=None))
    widgets.drawn(here, "card_gaps", lambda: _gaps_of_card(here, view, code))
    if code in set(view.cards["code"]):
        frame = view.gap_answer.frame
        rows = cached.made("card_gaps", here.state, lambda: replace(
            view.gap_answer, frame=frame[frame["activity_code"] == code].reset_index(drop=True)))
        widgets.twin(here, rows, "card_gaps")


def _gaps_of_card(here: Here, view: AnswersView, code: str) -> None:
    words = here.words
    widgets.heading(here, words("Gaps the card answers"), "mezery-karty", demo=view.provenance.demo)
    if code not in set(view.cards["code"]):
        widgets.reading(words(
            "Gaps are compared with cards of the plan of the chosen day; this card is of another plan."))
        return
    reason = view.unmatched.frame.loc[view.unmatched.frame["activity_code"] == code, "reason"]
    listed = view.answer.frame[view.answer.frame["activity_code"] == code]
    rows = view.gap_answer.frame
    rows = rows[(rows["activity_code"] == code) & rows["meeting"].isin(ANSWERING)]
    if reason.empty:
        widgets.reading(words(
            "Norm: {norm}. Gaps the card answers: {n}, service types: {types}. A gap opens with its arithmetic.",
            norm=words.label("norm", here.selection.norm.value), n=len(rows), types=rows["type_code"].nunique()))
    else:
        widgets.reading(words("The card answers no gap: {reason}.", reason=words.label("unmatched", reason.iloc[0])))
    if not rows.empty:
        st.html(legend_html(domain_key("gap_class", words, here.theme, rows["class"]), words("Class"), here.theme))
    groups = (*_groups(here, rows), *_other_types(here, listed))
    if groups:
        st.html(charts.gap_links_html(words("Gaps the card answers"), groups, here.theme))


def _other_types(here: Here, listed: pd.DataFrame) -> list[charts.GapGroup]:
    """Types the card lists without answering a gap of theirs, by how they stand, as links to what is known of them."""
    words = here.words

    def link(code: str) -> charts.GapLink:
        return charts.GapLink(here.choices.service_types[code], type_address(code))

    return [
        charts.GapGroup(words("No answer – {why}", why=words.label("meeting", word.value)),
                        tuple(map(link, sorted(part, key=formats.paragraph_key))))
        for word in Meeting if word not in ANSWERING
        for part in [listed.loc[listed["meeting"] == word, "type_code"]] if not part.empty
    ]


def _groups(here: Here, rows: pd.DataFrame) -> tuple[charts.GapGroup, ...]:
    words, drawn = here.words, looks(here.theme, "gap_class")
    found: dict[tuple[str, str], list[charts.GapLink]] = {}
    for row in records(rows):
        amount = formats.amount(row["gap_units"], row["unit"], words.lang, significant=3)
        found.setdefault((row["type_code"], row["form"]), []).append(charts.GapLink(
            f"{row['orp_name']} {amount}", gap_address(row["type_code"], row["form"], row["unit"], row["orp_code"]),
            drawn[row["class"]], words.label("gap_class", row["class"])))
    order = sorted(found, key=lambda key: (formats.paragraph_key(key[0]), key[1]))
    return tuple(charts.GapGroup(
        f"{here.choices.service_types[kind]} ({words.label('form', form)})", tuple(links[:SHORT]),
        words("and {n} more in the table", n=len(links) - SHORT) if len(links) > SHORT else "",
    ) for kind, form in order for links in [found[kind, form]])
