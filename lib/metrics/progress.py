"""Progress of the activity cards as declared by their guarantors."""

from datetime import date

import numpy as np
import pandas as pd

from lib.model import periods
from lib.model.declared import OPEN_ENDED, declared_pct, elapsed_pct, first_days, last_days
from lib.model.derived_plan import ACTIVITY_PROGRESS
from lib.model.derived_signal import Signal
from lib.model.lookup import positions, taken
from lib.model.plan import ACTIVITY_GUARANTOR, PROGRESS_REPORT
from lib.model.schemas import require


def plan_of_cards(plans: pd.DataFrame, activities: pd.DataFrame, *, valid_on: date) -> str:
    """The plan whose cards count on a day.

    Parameters
    ----------
    plans : the table strategic_plan, with at least one plan of the cards. activities : the cards of all plans.

    Returns
    -------
    The code of the last plan begun by the day that has cards, also when it has ended meanwhile; before the first of
    them begins, the first. Of plans that begin on one day the one with the higher code.
    """
    require(plans, "code", "valid_from", key=("code",))
    with_cards = plans[plans["code"].isin(activities["plan_code"])].sort_values(["valid_from", "code"])
    begun = with_cards[with_cards["valid_from"] <= pd.Timestamp(valid_on)]
    return str(begun["code"].iloc[-1] if len(begun) else with_cards["code"].iloc[0])


def activity_progress(
    activities: pd.DataFrame,
    reports: pd.DataFrame,
    guarantors: pd.DataFrame,
    raised: pd.DataFrame,
    *,
    valid_on: date,
) -> pd.DataFrame:
    """State of every activity card on one day, as last declared.

    Parameters
    ----------
    reports : the whole history; reports after the day do not count, the latest one (by date, then by identifier) wins.
    guarantors : the whole history; the one valid on the day is shown.
    raised : what `lib.metrics.signals.raised_signals` makes of the same rows on the same day.

    Returns
    -------
    One row per activity, in order of code, with the columns of `activity_progress`.

    state, last_report_date: NA when never reported up to the day. declared_pct: 100 when done, else the percent of the
    report, else 0 for not started and 10 for preparing, else NA (unknown, never 0). elapsed_pct: share of time from
    1 January of the first year to 31 December of the last. lag_pct = elapsed - declared; NA when the progress is
    unknown, and for cards done, cancelled or continuous. signals: words of `Signal` separated by spaces, NA when there
    is none.
    """
    require(activities, "code", "title", "goal_code", "start_year", "end_year", key=("code",))
    require(reports, *PROGRESS_REPORT.columns, key=("id",))
    at = np.datetime64(valid_on)
    rows = activities.sort_values("code").reset_index(drop=True)
    past = reports[reports["date"].to_numpy() <= at].sort_values(["date", "id"])
    latest = past.drop_duplicates("activity_code", keep="last")
    which = positions(rows["code"], latest["activity_code"])
    reported_of = positions(past["activity_code"], rows["code"])
    state = taken(latest["state"], which)
    elapsed = elapsed_pct(first_days(rows), last_days(rows), at)
    declared = declared_pct(state, taken(latest["percent"], which))
    lag = np.where(state.isin(OPEN_ENDED).to_numpy(), np.nan, elapsed - declared)
    current = guarantors[periods.valid_on(guarantors, ACTIVITY_GUARANTOR, valid_on).to_numpy(dtype=bool)]
    current = current.sort_values(["valid_from", "role"]).drop_duplicates("activity_code", keep="last")
    guarantor = taken(current["role"], positions(rows["code"], current["activity_code"]))

    signals = raised.groupby("activity_code")["signal"].agg(" ".join)
    frame = pd.DataFrame({
        "activity_code": rows["code"],
        "activity_title": rows["title"],
        "goal_code": rows["goal_code"],
        "state": state,
        "declared_pct": declared,
        "elapsed_pct": elapsed,
        "lag_pct": lag,
        "last_report_date": taken(latest["date"], which),
        "reports": pd.array(np.bincount(reported_of[reported_of >= 0], minlength=len(rows)), dtype="Int64"),
        "guarantor": guarantor,
        "signals": rows["code"].map(signals).astype("str"),
    })
    return frame[list(ACTIVITY_PROGRESS.columns)]


def has_signal(activity_progress: pd.DataFrame, signal: Signal) -> pd.Series:
    """Which cards raise the signal."""
    return activity_progress["signals"].str.split(" ").map(lambda raised: signal in raised, na_action="ignore").eq(True)
