"""Signals of cards: whom to ask and about what, each with the day it has been raised since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.metrics.signals import signal_rows
from lib.model.derived_signal import SIGNAL, Signal
from lib.model.plan import ReportingRule
from lib.model.reporting import rules_of
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.views import activities
from lib.views.base import Note, Reader, Sheet

NOBODY = "nikdo"
"""Choice of signals of cards that have no guarantor."""


@dataclass(frozen=True, slots=True)
class SignalsWanted:
    """What the list of signals is narrowed to; None means any. `guarantor` may be `NOBODY`."""

    signal: str | None = None
    guarantor: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class SignalsView:
    """Signals raised on one day by the cards of the plan that holds on it.

    `rules` are the limits in force. `cards` is how many cards the plan has, `guarantors` and `responsible` are those of
    all of them, whether they raise a signal or not. The plan begins on `begins`: before that nothing can be late.
    """

    at: AsOf
    signals: Sheet
    rules: Mapping[ReportingRule, float]
    cards: int
    guarantors: tuple[str, ...]
    responsible: tuple[str, ...]
    begins: date

    def narrowed(self, wanted: SignalsWanted) -> Sheet:
        """The sheet with the rows that meet every filter."""
        rows = self.signals.frame
        for column, value in (("signal", wanted.signal), ("responsible", wanted.responsible)):
            if value is not None:
                rows = rows[rows[column] == value]
        if wanted.guarantor is not None:
            nobody = wanted.guarantor == NOBODY
            rows = rows[rows["guarantor"].isna() if nobody else (rows["guarantor"] == wanted.guarantor).eq(True)]
        return replace(self.signals, frame=rows.reset_index(drop=True))

    def counts(self, wanted: SignalsWanted) -> dict[Signal, int]:
        """How many cards raise each signal, within the filters other than that of the signal itself."""
        raised = self.narrowed(replace(wanted, signal=None)).frame["signal"]
        return {signal: int((raised == signal).sum()) for signal in Signal}


def signals_sheet(reader: Reader) -> Sheet:
    """One row per card and signal raised on the day; columns of `derived_signal.SIGNAL`.

    Its note tells the limits in force.
    """
    cards = activities.plan_cards(reader)
    return _signals(reader, cards, *activities.standing(reader, cards))


def _signals(reader: Reader, cards: pd.DataFrame, progress: pd.DataFrame, raised: pd.DataFrame) -> Sheet:
    guarantor = progress.set_index("activity_code")["guarantor"]
    frame = signal_rows(raised, cards, guarantor, valid_on=reader.at.valid_on)
    rules = rules_of(reader.table("reporting_rule"))
    limits = Note("reporting-rules", {
        "months": rules[ReportingRule.REPORT_MONTHS], "points": rules[ReportingRule.LAG_LIMIT_PCT],
    })
    return Sheet(SIGNAL, frame, reader.provenance(), "signal", (limits,))


def signals_view(database: Database, at: AsOf) -> SignalsView:
    """Everything the part on signals shows."""
    reader = Reader(database, at)
    cards = activities.plan_cards(reader)
    progress, raised = activities.standing(reader, cards)
    return SignalsView(
        at,
        _signals(reader, cards, progress, raised),
        rules_of(reader.table("reporting_rule")),
        len(cards),
        tuple(sorted(progress["guarantor"].dropna().unique())),
        tuple(sorted(cards["responsible"].unique())),
        activities.plan_period(reader)[0],
    )
