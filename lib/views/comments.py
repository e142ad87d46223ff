"""Comments on drafts of plans: which drafts are open, what was said of one, and how it was settled up to the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import comments as metrics
from lib.model import derived_comments
from lib.model.derived_comments import Window, window
from lib.model.lookup import positions, taken
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.store.reads import read_table
from lib.views.base import Provenance, Reader, Sheet


@dataclass(frozen=True, slots=True)
class ConsultationsView:
    """Every period of comments the release knows, the latest first.

    `listed`: code, title, plan_title, opens_on, closes_on; comments made up to the day and, of them, unsettled on the
    day. `plans`: titles of all plans of the region by code, the latest first.
    """

    listed: pd.DataFrame
    plans: Mapping[str, str]
    provenance: Provenance

    def usual(self, today: date, valid_on: date) -> str | None:
        """The consultation looked at unless another is asked for: the one open today, else the last one begun by the
        day, else the first; None when there is none."""
        rows = self.listed
        days = [(str(code), begin.date(), end.date())
                for code, begin, end in zip(rows["code"], rows["opens_on"], rows["closes_on"], strict=True)]
        opened = [code for code, begin, end in days if window(begin, end, today) is Window.OPEN]
        begun = [code for code, begin, _ in days if begin <= valid_on]
        return next(iter([*opened, *begun, *(code for code, _, _ in reversed(days))]), None)


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """One period of comments.

    `settled` has a row per comment made up to the day, `counts` the same by settlement. `goals` and `cards` are those
    of the plan in its order (code, name and name_en; code, goal_code, title); a plan need not have any. `later` counts
    comments made after the day, which are not shown.
    """

    code: str
    title: str
    plan_code: str
    opens_on: date
    closes_on: date
    note: str | None
    settled: Sheet
    counts: Sheet
    goals: pd.DataFrame
    cards: pd.DataFrame
    later: int

    def goal_names(self, lang: str) -> dict[str, str]:
        """Names of the goals by code, in the order of the plan."""
        return dict(zip(self.goals["code"], self.goals["name_en" if lang == "en" else "name"], strict=True))

    def card_titles(self) -> dict[str, str]:
        """Titles of the cards by code, as the document has them."""
        return dict(zip(self.cards["code"], self.cards["title"], strict=True))

    def narrowed(
        self, *, card: str | None = None, goal: str | None = None, settlement: str | None = None,
    ) -> pd.DataFrame:
        """Rows of `settled` on the card, on the goal or a card of it, settled so; None means any."""
        rows = self.settled.frame
        if card is not None:
            rows = rows[rows["activity_code"] == card]
        if goal is not None:
            inside = self.cards.loc[self.cards["goal_code"] == goal, "code"]
            rows = rows[(rows["goal_code"] == goal) | rows["activity_code"].isin(inside)]
        return rows if settlement is None else rows[rows["settlement"] == settlement]


def consultations_view(database: Database, at: AsOf) -> ConsultationsView:
    """What drafts may, might and will be commented on."""
    reader = Reader(database, at)
    rows = reader.table("consultation").sort_values(["opens_on", "code"], ascending=[False, True], ignore_index=True)
    every = read_table(database, "strategic_plan", known_at=at.known_at, valid_on=None)
    every = every.sort_values(["valid_from", "code"], ascending=False)
    plans = reader.table("strategic_plan", code=rows["plan_code"])
    settled = _settled(reader)
    listed = rows[["code", "title", "opens_on", "closes_on"]].assign(
        plan_title=taken(plans["title"], positions(rows["plan_code"], plans["code"])),
        **{name: [int((part["consultation_code"] == code).sum()) for code in rows["code"]]
           for name, part in (("comments", settled), ("unsettled", _unsettled(settled)))},
    )
    return ConsultationsView(listed, dict(zip(every["code"], every["title"], strict=True)), reader.provenance())


def _unsettled(settled: pd.DataFrame) -> pd.DataFrame:
    return settled[settled["settlement"] == derived_comments.Settled.UNSETTLED]


def consultation_view(database: Database, at: AsOf, code: str) -> ConsultationView:
    """One period of comments with everything said in it up to the day.

    Raises
    ------
    BadSelection : the release knows no such consultation.
    """
    reader = Reader(database, at)
    rows = reader.table("consultation", code=code)
    if rows.empty:
        raise BadSelection("no-consultation", "There is no consultation {consultation}.", consultation=code)
    row = rows.iloc[0]
    settled = _settled(reader, code)
    every = reader.table("comment", consultation_code=code)
    provenance = reader.provenance()
    goals = reader.table("goal", plan_code=str(row["plan_code"])).sort_values("position", ignore_index=True)
    cards = reader.table("activity", plan_code=str(row["plan_code"])).sort_values("code", ignore_index=True)
    return ConsultationView(
        code, str(row["title"]), str(row["plan_code"]), row["opens_on"].date(), row["closes_on"].date(),
        None if pd.isna(row["note"]) else str(row["note"]),
        Sheet(derived_comments.COMMENT_SETTLED, settled, provenance, "comment_settled"),
        Sheet(derived_comments.COMMENT_COUNT, metrics.settlement_counts(settled), provenance, "comment_count"),
        goals.assign(name_en=goals["name_en"].fillna(goals["name"]))[["code", "name", "name_en"]],
        cards[["code", "goal_code", "title"]],
        len(every) - len(settled),
    )


def _settled(reader: Reader, code: str | None = None) -> pd.DataFrame:
    """Comments made up to the day with what holds of them on it; of one consultation or of all."""
    rows = reader.table("comment") if code is None else reader.table("comment", consultation_code=code)
    made = rows[rows["date"] <= pd.Timestamp(reader.at.valid_on)]
    return metrics.settled_comments(
        made,
        reader.on("comment_settlement", comment_id=made["id"]),
        reader.table("activity", code=made["activity_code"]),
        reader.table("goal", code=made["goal_code"]),
    )


def settled_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Comments of all consultations with their settlement; columns of `derived_comments.COMMENT_SETTLED`."""
    frame = _settled(reader)
    return Sheet(derived_comments.COMMENT_SETTLED, frame, reader.provenance(), "comment_settled")


def counts_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Comments of all consultations by settlement; columns of `derived_comments.COMMENT_COUNT`."""
    frame = metrics.settlement_counts(_settled(reader))
    return Sheet(derived_comments.COMMENT_COUNT, frame, reader.provenance(), "comment_count")
