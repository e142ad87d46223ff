"""How many cards each word of a code list counts: rows for slides, in the order of the list."""

from collections.abc import Mapping

import pandas as pd

from lib.model.derived_pack import FULFILMENT_COUNT, MOVEMENT_COUNT, SIGNAL_COUNT
from lib.model.derived_rollup import WHOLE_PLAN, Fulfilment, Movement
from lib.model.derived_signal import Signal
from lib.model.plan import ReportingRule
from lib.model.schemas import DTYPES, require
from lib.model.shares import percentages

LIMITS: Mapping[Signal, ReportingRule] = {
    Signal.NO_REPORT: ReportingRule.REPORT_MONTHS, Signal.LAGGING: ReportingRule.LAG_LIMIT_PCT,
}
"""Signals that have a limit somebody can set."""


def fulfilment_counts(triple: pd.DataFrame) -> pd.DataFrame:
    """The region's words over the whole plan; columns of `derived_pack.FULFILMENT_COUNT`.

    Parameters
    ----------
    triple : a roll-up in the region's words (`lib.metrics.rollups.triple`); its last row is the whole plan.

    Returns
    -------
    One row per word. activities: cards not cancelled; share_pct: whole per cent of them, adding up to 100, zeros where
    every card is cancelled.
    """
    require(triple, *Fulfilment)
    whole = triple[triple.iloc[:, 0] == WHOLE_PLAN].iloc[0]
    counts = [int(whole[word.value]) for word in Fulfilment]
    return _shared(pd.DataFrame({"fulfilment": [word.value for word in Fulfilment], "activities": counts}),
                   FULFILMENT_COUNT.columns)


def movement_counts(moved_cards: pd.DataFrame) -> pd.DataFrame:
    """What became of cards between two days; columns of `derived_pack.MOVEMENT_COUNT`, every word of `Movement`.

    `moved_cards`: columns of `progress_moved`, one row per card. Every card is in exactly one row; shares are whole per
    cent and add up to 100.
    """
    require(moved_cards, "activity_code", "movement", key=("activity_code",))
    counts = [int((moved_cards["movement"] == word.value).sum()) for word in Movement]
    return _shared(pd.DataFrame({"movement": [word.value for word in Movement], "activities": counts}),
                   MOVEMENT_COUNT.columns)


def signal_counts(raised: pd.DataFrame, cards: int, rules: Mapping[ReportingRule, float]) -> pd.DataFrame:
    """How many cards raise each signal; columns of `derived_pack.SIGNAL_COUNT`, every word of `Signal`.

    Parameters
    ----------
    raised : one row per card and signal with activity_code, signal, since. cards : cards of the plan. rules : limits in
        force.

    Returns
    -------
    A card with several signals counts in each. limit: months of no_report, percentage points of lagging, NA where the
    signal has none; oldest: the earliest day one is raised since, NA where nobody raises it.
    """
    require(raised, "activity_code", "signal", "since", key=("activity_code", "signal"))
    since = raised.groupby("signal")["since"].min()
    words = pd.Series([signal.value for signal in Signal], dtype="str")
    frame = pd.DataFrame({
        "signal": words,
        "activities": words.map(raised["signal"].value_counts()).fillna(0).astype("Int64"),
        "cards": pd.Series(cards, index=words.index, dtype="Int64"),
        "limit": pd.Series([rules[LIMITS[signal]] if signal in LIMITS else None for signal in Signal],
                           dtype=DTYPES["number"]),
        "oldest": pd.Series([since.get(word) for word in words], dtype=DTYPES["date"]),
    })
    return frame[list(SIGNAL_COUNT.columns)]


def _shared(counts: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    shares = percentages(counts["activities"].tolist())
    return counts.assign(activities=counts["activities"].astype("Int64"),
                         share_pct=pd.Series(shares, dtype="Int64"))[list(columns)]
