"""Cards and gaps: which card answers which gap, the gaps no card answers, the cards that answer none."""

from dataclasses import dataclass, replace

import pandas as pd

from lib.metrics import answers as metrics
from lib.model import derived_answer
from lib.model.catalogue import Polarity
from lib.model.cells import SHORT_CLASSES, GapClass
from lib.model.derived_answer import ANSWERING, Meeting
from lib.model.fields import Table
from lib.model.lookup import positions, taken
from lib.model.plan import ServiceScope
from lib.model.selection import Norm, Selection
from lib.store.database import Database
from lib.views.activities import activity_progress, evidence_of, plan_cards
from lib.views.base import Note, Provenance, Reader, Sheet
from lib.views.gaps import gap_sheet, planning_rows

PLACES = ("service_territory", "facility", "municipality", "population")
UNITS = ("beds", "fte", "places")
"""Order of units in lists; amounts in different units are never compared."""


@dataclass(frozen=True, slots=True)
class AnswersView:
    """Cards of the plan of the day against gaps of the day, in the area and for the target group selected.

    `answer` has a row per card and type it lists, `gap_answer` one per gap and card that lists its type, `unanswered`
    one per gap that no card answers, `unmatched` one per card that answers no gap; largest gaps first within a unit.
    `gaps` are all gaps and `unknown` the cells that may be gaps but are not known (columns of the table gap). `cards`
    has a row per card of the plan, by code: code, title, guarantor (NA: none), amount_czk (NA: not stated),
    last_report_date, state, declared_pct (NA: no report, or none with a number), evidence (codes of `Evidence`
    separated by spaces, NA: not assessed). `evidence` are the rows of activity_evidence of these cards.
    """

    selection: Selection
    answer: Sheet
    gap_answer: Sheet
    unanswered: Sheet
    unmatched: Sheet
    gaps: pd.DataFrame
    unknown: pd.DataFrame
    cards: pd.DataFrame
    evidence: pd.DataFrame

    @property
    def provenance(self) -> Provenance:
        return self.answer.provenance

    @property
    def nothing_known(self) -> bool:
        """Whether no cell of the selection is known, so that there may be gaps but none can be told."""
        return len(self.unknown) > 0 and self.gaps.empty

    @property
    def answered(self) -> int:
        """Gaps that at least one card answers."""
        return len(self.gaps) - len(self.unanswered.frame)

    @property
    def answering(self) -> int:
        """Cards that answer at least one gap."""
        return len(self.cards) - len(self.unmatched.frame)

    def without_gap(self) -> pd.DataFrame:
        """Rows of `unmatched` of cards that could answer a gap, but there is none for them."""
        return self.unmatched.frame[self.unmatched.frame["measurable"]]

    def unmeasurable(self) -> pd.DataFrame:
        """Rows of `unmatched` of cards that touch nothing that is measured."""
        return self.unmatched.frame[~self.unmatched.frame["measurable"]]


def asked_of_region(selection: Selection) -> Selection:
    """The selection without what only narrows the answer, for blocks that show one card or one gap.

    The type stays where the own value is the norm, because it belongs to that type.
    """
    kept = selection.service_type if selection.norm is Norm.OWN else None
    return replace(selection, orp=None, service_type=kept, compare_on=None)


def answers_view(database: Database, selection: Selection) -> AnswersView:
    """Everything about cards and gaps; `selection.service_type` matters for the own norm only."""
    reader = Reader(database, selection.at)
    types = reader.table("service_type")
    whole = gap_sheet(reader, replace(selection, orp=None))
    rows = planning_rows(whole.frame, reader.table("service_type_form"))
    if selection.orp is not None:
        rows = rows[rows["orp_code"] == selection.orp]
    rows = _by_size(rows)

    people = reader.table("target_group")
    served = metrics.served_groups(
        reader.table("service"), reader.table("service_target_group"), people,
        *(reader.table(name) for name in PLACES), valid_on=selection.at.valid_on)
    plan = plan_cards(reader)
    listing = plan.loc[plan["service_scope"] == ServiceScope.LISTED, "code"]
    listed = reader.table("activity_service_type", activity_code=listing)
    groups = metrics.card_groups(reader.table("activity_target_group", activity_code=plan["code"]), people,
                                 reader.table("target_group_mapping"))
    cells = metrics.gap_cells(rows, types, served, short=SHORT_CLASSES, group=selection.target_group)
    pairs = metrics.gap_answers(cells, listed, groups, served, group=selection.target_group)
    answered = metrics.answers(listed, pairs, cells, rows, types)
    cards, evidence = _cards(reader, plan)

    narrowed = (("orp", selection.orp), ("skupina", selection.target_group))
    asked = (*whole.asked, *((key, code) for key, code in narrowed if code is not None))
    provenance = reader.provenance()
    unknown = _unknown(rows, types)
    notes = () if unknown.empty else (Note("cells-unknown", {"n": len(unknown), "total": len(rows)}),)

    def sheet(table: Table, frame: pd.DataFrame) -> Sheet:
        named = _named(frame, cards, types)
        return Sheet(table, named[list(table.columns)].reset_index(drop=True), provenance, "answer", notes, asked)

    lists = listed.sort_values("position").groupby("activity_code")["type_code"].agg(" ".join)
    unmatched = metrics.unmatched(plan, groups, answered)
    return AnswersView(
        selection=selection,
        answer=sheet(derived_answer.ANSWER, answered),
        gap_answer=sheet(derived_answer.GAP_ANSWER, pairs),
        unanswered=sheet(derived_answer.UNANSWERED_GAP, metrics.unanswered(cells, pairs)),
        unmatched=sheet(derived_answer.UNMATCHED_CARD,
                        unmatched.assign(type_codes=unmatched["activity_code"].map(lists))),
        gaps=cells.drop(columns="place"),
        unknown=unknown,
        cards=cards,
        evidence=evidence,
    )


def _unknown(rows: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """Cells that may be gaps but are not known; the group is not looked at, because they may be gaps of any."""
    wanted = types.loc[types["polarity"] == Polarity.MORE_IS_BETTER, "code"]
    return rows[(rows["class"] == GapClass.UNKNOWN) & rows["type_code"].isin(wanted)].reset_index(drop=True)


def _by_size(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of gaps with the largest missing amount first, unit by unit."""
    order = pd.Categorical(rows["unit"], [*UNITS, *sorted(set(rows["unit"]) - set(UNITS))])
    return rows.assign(order=order).sort_values(
        ["order", "gap_units", "coverage_index", "orp_code", "type_code"], ignore_index=True).drop(columns="order")


def _named(frame: pd.DataFrame, cards: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """The frame with the names that its tables carry beside codes, and the evidence of its cards."""
    if "activity_code" in frame:
        place = positions(frame["activity_code"], cards["code"])
        frame = frame.assign(activity_title=taken(cards["title"], place).set_axis(frame.index),
                             evidence=taken(cards["evidence"], place).set_axis(frame.index))
    if "type_code" in frame and "type_name" not in frame:
        place = positions(frame["type_code"], types["code"])
        frame = frame.assign(type_name=taken(types["name"], place).set_axis(frame.index))
    return frame


def _cards(reader: Reader, plan: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns of `AnswersView.cards`, and the rows of activity_evidence they sum up."""
    evidence = evidence_of(reader, plan["code"])
    words = evidence.groupby("activity_code")["evidence"].agg(" ".join)
    progress = activity_progress(reader)[
        ["activity_code", "guarantor", "last_report_date", "state", "declared_pct"]]
    cards = plan[["code", "title", "amount_czk"]].sort_values("code", ignore_index=True)
    cards = cards.merge(progress, left_on="code", right_on="activity_code", how="left").drop(columns="activity_code")
    return cards.assign(evidence=cards["code"].map(words)), evidence


def cards_of_gaps(view: AnswersView, type_code: str, form: str, unit: str, orp: str | None) -> pd.DataFrame:
    """Cards that list the type of a gap, or of the gaps of one form in all areas when `orp` is None.

    Returns
    -------
    One row per card, those that answer first: activity_code, meeting (the best one), answered and gaps (how many of the
    gaps the card answers, and of how many). Empty where there is no gap.
    """
    rows = of_cell(view.gap_answer.frame, type_code, form, unit, orp)
    order = rows["meeting"].map({word.value: place for place, word in enumerate(Meeting)})
    rows = rows.assign(order=order, answered=rows["meeting"].isin(ANSWERING).astype(int))
    counted = rows.groupby("activity_code", as_index=False).agg(
        order=("order", "min"), answered=("answered", "sum"), gaps=("order", "size"))
    counted = counted.sort_values(["order", "answered", "activity_code"], ascending=[True, False, True])
    meeting = [tuple(Meeting)[place].value for place in counted["order"]]
    return counted.assign(meeting=pd.Series(meeting, counted.index, dtype="str")).drop(columns="order").reset_index(
        drop=True)


def of_cell(rows: pd.DataFrame, type_code: str, form: str, unit: str, orp: str | None) -> pd.DataFrame:
    """The rows of one cell, or of one form of a type in all areas when `orp` is None."""
    rows = rows[(rows["type_code"] == type_code) & (rows["form"] == form) & (rows["unit"] == unit)]
    return rows if orp is None else rows[rows["orp_code"] == orp]
