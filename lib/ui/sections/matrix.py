"""Cards and gaps: which card answers which gap, the gaps no card answers, the cards that answer none."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import answer_matrix as charts
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.model.catalogue import Unit
from lib.model.derived_answer import ANSWERING, Meeting
from lib.model.lookup import records
from lib.model.plan import Evidence, printed_code
from lib.model.selection import CapacityScope, Norm
from lib.text import formats, sentences
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import answering, gap_parts
from lib.ui.written import plain
from lib.views.answers import AnswersView

SHORT = 12
"""Gaps listed before the reader asks for all."""

EVIDENCE_SIGNS = {Evidence.ANALYSIS: "A", Evidence.COMMUNITY_PLAN: "KP", Evidence.NEITHER: "✕"}


def shown(here: Here) -> None:
    """The whole part of the page."""
    chosen = here.selection
    kept = chosen.service_type if chosen.norm is Norm.OWN else None
    view = cached.answers(replace(chosen, service_type=kept, compare_on=None))
    page.title(here, here.words("Which card answers which gap?"), demo=view.provenance.demo, norm=True,
               problems=filters.local_problems({"cele": ("ano",)}, here.words("all")))
    gap_parts.choose(here)
    _controls(here, view)
    _matrix_block(here, view)
    _unanswered_block(here, view)
    _without_gap_block(here, view)
    _unmeasurable_block(here, view)


def _controls(here: Here, view: AnswersView) -> None:
    words, chosen = here.words, here.selection
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="gap_controls"):
        with st.container(width=250):
            filters.norm(words, chosen)
        filters.own_rate(words, chosen)
        with st.container(width=300):
            filters.target_group(words, here.choices, chosen)
        filters.scope(words, chosen)
    if view.nothing_known:
        st.info(plain(words("On {day} no gap is known, so no card can be said to answer one or to have none.",
                            day=chosen.at.valid_on)), icon=":material/help:")
        if chosen.scope is CapacityScope.NETWORK:
            st.button(words("Show all registered capacity"), on_click=filters.write_query,
                      args=("kapacita", CapacityScope.ALL.value), icon=":material/visibility:", type="primary")
    elif chosen.norm is Norm.REGION_MEAN:
        st.markdown(plain(sentences.zero_sum_sentence(words)))


def _matrix_block(here: Here, view: AnswersView) -> None:
    widgets.drawn(here, "matrix", lambda: _matrix(here, view))
    widgets.foot(here, view.answer, "matrix")


def _matrix(here: Here, view: AnswersView) -> None:
    words = here.words
    widgets.heading(here, words("Cards and gaps"), "matice", demo=view.provenance.demo, unit=words("number of gaps"))
    if view.nothing_known:
        return
    widgets.reading(words(
        "{Area}: gaps {gaps}, of them without any card {left}. Of {cards} cards, {answering} answer at least one gap, "
        "{without} have no measured gap and {nothing} touch nothing that is measured.",
        Area=here.area_name, gaps=len(view.gaps), left=len(view.unanswered.frame), cards=len(view.cards),
        answering=view.answering, without=len(view.without_gap()), nothing=len(view.unmeasurable())))
    if view.gaps.empty:
        return
    st.html(charts.matrix_html(_picture(here, view), words, here.theme))
    signs = "; ".join(f"{sign} = {words.label('evidence', word.value)}" for word, sign in EVIDENCE_SIGNS.items())
    st.markdown(plain(words(
        "Evidence for the card: {signs}; empty = not stated. The number in a cell says how many of the type’s gaps the "
        "card answers; an empty cell means that the card does not list the type.", signs=signs)))


def _picture(here: Here, view: AnswersView) -> charts.Matrix:
    """Types with the most areas short first; cards that list at least one of them and could answer, by code."""
    words, lang = here.words, here.words.lang
    size = view.gaps.groupby("type_code").agg(orps=("orp_code", "nunique"), worst=("coverage_index", "min"))
    size = size.reset_index()
    size = size.sort_values(["orps", "worst", "type_code"], ascending=[False, True, True])
    left = view.unanswered.frame["type_code"].value_counts()
    rows = view.answer.frame[view.answer.frame["type_code"].isin(size["type_code"])]
    cards = view.cards[view.cards["code"].isin(rows["activity_code"])
                       & ~view.cards["code"].isin(view.unmeasurable()["activity_code"])]
    marks = {(row["type_code"], row["activity_code"]): _mark(here, row) for row in records(rows)}
    return charts.Matrix(
        caption=words("Service types with gaps by activity cards"),
        heads=(words("Service type"), words("ORP areas with a gap"), words("Gaps without a card")),
        evidence_head=words("Evidence for the card"),
        columns=tuple(charts.CardColumn(
            printed_code(card["code"]), str(card["title"]), answering.card_address(card["code"]),
            _evidence_signs(card["evidence"]),
            answering.evidence_words(here, card["evidence"])) for card in records(cards)),
        rows=tuple(charts.TypeRow(
            here.choices.service_types[row["type_code"]],
            answering.type_address(row["type_code"]),
            formats.number(row["orps"], lang), formats.number(int(left.get(row["type_code"], 0)), lang),
            row["type_code"] in left.index,
            tuple(marks.get((row["type_code"], card["code"])) for card in records(cards))) for row in records(size)),
    )


def _evidence_signs(codes: Any) -> str:
    return "" if pd.isna(codes) else " ".join(EVIDENCE_SIGNS[Evidence(code)] for code in str(codes).split())


def _mark(here: Here, row: dict[str, Any]) -> charts.Mark:
    words, meeting = here.words, Meeting(row["meeting"])
    text = formats.number(row["answered_cells"], words.lang) if meeting in ANSWERING else ""
    spoken = words.label("meeting", meeting.value)
    return charts.Mark(meeting, text, f"{spoken} ({row['answered_cells']}/{row['short_cells']})")


def _unanswered_block(here: Here, view: AnswersView) -> None:
    words, rows = here.words, view.unanswered.frame
    if view.nothing_known:
        return
    everything = st.query_params.get("cele") == "ano" or len(rows) <= SHORT
    widgets.drawn(here, "unanswered", lambda: _unanswered(here, view, rows if everything else rows.head(SHORT)))
    if len(rows) > SHORT:
        label = words("Show only the first {n}", n=SHORT) if everything else words.plural(
            "Show all {n} gap", "Show all {n} gaps", len(rows))
        st.button(label, key="unanswered_length", on_click=filters.write_query,
                  args=("cele", None if everything else "ano"),
                  icon=":material/unfold_less:" if everything else ":material/unfold_more:")
    widgets.twin(here, view.unanswered, "unanswered")


def _unanswered(here: Here, view: AnswersView, rows: pd.DataFrame) -> None:
    words, drawn = here.words, looks(here.theme, "gap_class")
    widgets.heading(here, words("Gaps no card answers"), "bez-karty", demo=view.provenance.demo)
    if rows.empty:
        widgets.reading(words("Every gap of the selection is answered by at least one card."))
        return
    widgets.reading(words.plural("{n} gap has no card. Beds come first, then FTE, each from the largest.",
                                 "{n} gaps have no card. Beds come first, then FTE, each from the largest.",
                                 len(view.unanswered.frame)))
    widgets.table(here, PlainTable(
        words("Gaps no card answers"),
        (words("Service type, form, ORP"), words("Missing"), words("Class"), words("Why without a card")),
        tuple((
            PlainCell(f"{here.choices.service_types[row['type_code']]} ({words.label('form', row['form'])}), "
                      f"{row['orp_name']}",
                      href=answering.gap_address(row["type_code"], row["form"], row["unit"], row["orp_code"])),
            PlainCell(formats.amount(-row["gap_units"], Unit(row["unit"]), words.lang, significant=2), number=True),
            PlainCell(words.label("gap_class", row["class"]), look=drawn[row["class"]]),
            PlainCell(words("no card lists the type") if not row["cards_type_only"] else
                      words.plural("{n} card lists the type, but for other groups",
                                   "{n} cards list the type, but for other groups", int(row["cards_type_only"]))),
        ) for row in records(rows)), stacked=True))


def _without_gap_block(here: Here, view: AnswersView) -> None:
    words = here.words
    title = words("Cards without a measured gap")
    nothing = words("Every card that could answer a gap answers at least one.")
    _cards_block(here, view, "without_gap", "karty-bez-mezery", title, nothing, view.without_gap())


def _unmeasurable_block(here: Here, view: AnswersView) -> None:
    words = here.words
    title = words("Cards that touch nothing that is measured")
    _cards_block(here, view, "unmeasurable", "nemeritelne", title, words("There is no such card."), view.unmeasurable())


def _cards_block(  # noqa: PLR0917
    here: Here, view: AnswersView, block: str, anchor: str, title: str, nothing: str, rows: pd.DataFrame,
) -> None:
    """A list of cards with the reason why each answers no gap."""
    words = here.words
    facts = {row["code"]: row for row in records(view.cards)}

    def draw() -> None:
        widgets.heading(here, title, anchor, demo=view.provenance.demo)
        if rows.empty:
            widgets.reading(nothing)
            return
        counted = rows["reason"].value_counts()
        why = "; ".join(f"{words.label('unmatched', reason)}: {n}" for reason, n in counted.items())
        widgets.reading(words("Why, and how many cards – {why}.", why=why))
        widgets.table(here, PlainTable(
            title, (words("Card"), words("Why"), words("Service types"), words("Evidence for the card")),
            tuple((
                PlainCell(answering.card_name(facts[row["activity_code"]]),
                          href=answering.card_address(row["activity_code"])),
                PlainCell(words.label("unmatched", row["reason"])),
                PlainCell("" if pd.isna(row["type_codes"]) else _paragraphs(here, row["type_codes"])),
                PlainCell(answering.evidence_words(here, row["evidence"])),
            ) for row in records(rows)), stacked=True))

    widgets.drawn(here, block, draw)
    widgets.twin(here, replace(view.unmatched, frame=rows.reset_index(drop=True)), block)


def _paragraphs(here: Here, codes: str) -> str:
    return formats.listed([formats.paragraph(code) for code in codes.split()], here.words.lang)
