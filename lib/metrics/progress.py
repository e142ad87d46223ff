"""Progress of the activity cards as declared by their guarantors, and what is wrong with the reporting."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import periods
from lib.model.derived import Signal
from lib.model.derived_plan import ACTIVITY_PROGRESS, PROGRESS
from lib.model.lookup import Floats, numbers, numbers_at, positions, ratio, taken
from lib.model.plan import ACTIVITY_GUARANTOR, PROGRESS_REPORT, ActivityState
from lib.model.schemas import require

WHOLE_PLAN = "all"
"""The code under which the whole plan stands beside the codes of goals."""

CLOSED = (ActivityState.DONE, ActivityState.CANCELLED)
"""States after which nothing more is expected of a card: it raises no signal."""

_STATE_PCT = {ActivityState.NOT_STARTED: 0.0, ActivityState.PREPARING: 10.0}
"""What a state alone says about progress when the report gives no percent."""


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
    *,
    valid_on: date,
    report_months: int = 12,
    lag_limit_pct: float = 25,
) -> pd.DataFrame:
    """State of every activity card on one day, as last declared.

    Parameters
    ----------
    reports : the whole history; reports after the day do not count, the latest one (by date, then by identifier) wins.
    guarantors : the whole history; the one valid on the day is shown.
    report_months : a report exactly so many months old is still fresh.
    lag_limit_pct : a lag of exactly this size is not yet lagging.

    Returns
    -------
    One row per activity, in order of code, with the columns of `activity_progress`.

    state, last_report_date: NA when never reported up to the day. declared_pct: 100 when done, else the percent of the
    report, else 0 for not started and 10 for preparing, else NA (unknown, never 0). elapsed_pct: share of time from
    1 January of the first year to 31 December of the last. lag_pct = elapsed - declared; NA when the progress is
    unknown, and for cards done, cancelled or continuous. signals: words of `Signal` separated by spaces, NA when there
    is none: no_report (the last report is older than report_months, or there is none and the card began more than so
    many months ago), no_guarantor, overdue (the last day of the period has passed; not for continuous cards), lagging.
    Cards done or cancelled, and cards that have not begun, raise no signal.
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
    last_report = taken(latest["date"], which)
    start = _first_of_year(rows["start_year"])
    end = _first_of_year(rows["end_year"] + 1) - np.timedelta64(1, "D")
    elapsed = np.clip(100 * (at - start).astype("int64") / (end - start).astype("int64"), 0, 100)
    declared = _declared(state, numbers_at(latest["percent"], which))
    open_ended = state.isin((*CLOSED, ActivityState.CONTINUOUS)).to_numpy()
    lag = np.where(open_ended, np.nan, elapsed - declared)
    current = guarantors[periods.valid_on(guarantors, ACTIVITY_GUARANTOR, valid_on).to_numpy(dtype=bool)]
    current = current.sort_values(["valid_from", "role"]).drop_duplicates("activity_code", keep="last")
    guarantor = taken(current["role"], positions(rows["code"], current["activity_code"]))

    fresh_from = np.datetime64(periods.months_later(valid_on, -report_months))
    reported_or_begun = last_report.fillna(pd.Series(start)).to_numpy()
    expected = ~state.isin(CLOSED).to_numpy() & (start <= at)
    signals = _signals({
        Signal.NO_REPORT: expected & (reported_or_begun < fresh_from),
        Signal.NO_GUARANTOR: expected & guarantor.isna().to_numpy(),
        Signal.OVERDUE: expected & (end < at) & ~open_ended,
        Signal.LAGGING: expected & (np.round(lag, 9) > lag_limit_pct),
    })
    frame = pd.DataFrame({
        "activity_code": rows["code"],
        "activity_title": rows["title"],
        "goal_code": rows["goal_code"],
        "state": state,
        "declared_pct": declared,
        "elapsed_pct": elapsed,
        "lag_pct": lag,
        "last_report_date": last_report,
        "reports": pd.array(np.bincount(reported_of[reported_of >= 0], minlength=len(rows)), dtype="Int64"),
        "guarantor": guarantor,
        "signals": signals,
    })
    return frame[list(ACTIVITY_PROGRESS.columns)]


def progress_by_goal(activity_progress: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Cards by state for every goal and for the whole plan.

    Parameters
    ----------
    activity_progress : the result of the function of that name.
    goals : the goals to show; cards of other goals are left out, also from the whole.

    Returns
    -------
    One row per goal in order of position, then the row `all` (its name is empty, the reader's language gives it), with
    the columns of `progress`. A card counts only for its main goal. Cancelled cards are left out of done_share and of
    the mean declared_pct; unreported ones are out of the mean, and done_share is NA when none of the cards that are
    not cancelled was ever reported. declared_activities says how many cards make the mean.
    """
    listed = goals.sort_values("position").reset_index(drop=True)
    goal = positions(activity_progress["goal_code"], listed["code"])
    cards, goal = activity_progress[goal >= 0], goal[goal >= 0]
    n = len(listed)

    def per_goal(values: npt.ArrayLike) -> Floats:
        sums = np.bincount(goal, np.asarray(values, dtype=np.float64), n)
        return np.append(sums, sums.sum())

    counts = {state.value: per_goal(cards["state"] == state) for state in ActivityState}
    unreported = per_goal(cards["state"].isna())
    activities = per_goal(np.ones(len(cards)))
    standing = activities - counts[ActivityState.CANCELLED]
    declared = numbers(cards["declared_pct"])
    counted = ~np.isnan(declared) & (cards["state"] != ActivityState.CANCELLED).to_numpy()
    n_declared = per_goal(counted)
    done = np.where(standing > unreported, counts[ActivityState.DONE], np.nan)
    whole = {**counts, "activities": activities, "unreported": unreported, "declared_activities": n_declared,
             "lagging": per_goal(has_signal(cards, Signal.LAGGING))}
    frame = pd.DataFrame({
        "goal_code": [*listed["code"], WHOLE_PLAN],
        "goal_name": [*listed["name"], ""],
        **{name: pd.Series(values).astype("Int64") for name, values in whole.items()},
        "done_share": ratio(done, standing),
        "declared_pct": ratio(per_goal(np.where(counted, declared, 0)), n_declared),
    })
    return frame[list(PROGRESS.columns)]


def has_signal(activity_progress: pd.DataFrame, signal: Signal) -> pd.Series:
    """Which cards raise the signal."""
    return activity_progress["signals"].str.split(" ").map(lambda raised: signal in raised, na_action="ignore").eq(True)


def goal_matrix(activities: pd.DataFrame, activity_goal: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """How many cards of each main goal are linked also to other goals.

    Returns
    -------
    One row per main goal in order of position: goal_code, activities (cards of the goal), then one column per goal
    with the number of these cards linked to it besides. A link of a card to its own main goal is not counted.
    """
    listed = goals.sort_values("position").reset_index(drop=True)
    n = len(listed)
    card_main = positions(activities["goal_code"], listed["code"])
    card = positions(activity_goal["activity_code"], activities["code"])
    main = np.append(card_main, -1)[card]
    linked = positions(activity_goal["goal_code"], listed["code"])
    secondary = (main >= 0) & (linked >= 0) & (main != linked)
    counts = np.bincount(main[secondary] * n + linked[secondary], minlength=n * n).reshape(n, n)
    frame = pd.DataFrame(counts, columns=listed["code"].tolist()).astype("Int64")
    frame.insert(0, "goal_code", listed["code"])
    frame.insert(1, "activities", pd.Series(np.bincount(card_main[card_main >= 0], minlength=n), dtype="Int64"))
    return frame


def _first_of_year(years: pd.Series) -> npt.NDArray[np.datetime64]:
    """1 January of each year."""
    first: npt.NDArray[np.datetime64] = (years.to_numpy(dtype="int64") - 1970).astype("datetime64[Y]").astype(
        "datetime64[D]"
    )
    return first


def _declared(state: pd.Series, percent: Floats) -> Floats:
    """Declared progress by percent and state; NaN where neither says it."""
    for word, implied in _STATE_PCT.items():
        percent = np.where((state == word).to_numpy() & np.isnan(percent), implied, percent)
    return np.where((state == ActivityState.DONE).to_numpy(), 100.0, percent)


def _signals(raised: dict[Signal, npt.NDArray[np.bool_]]) -> pd.Series:
    """Words of the signals raised for each card, separated by spaces; NA where there is none."""
    words = [" ".join(signal.value for signal, on in zip(raised, flags, strict=True) if on)
             for flags in zip(*raised.values(), strict=True)]
    return pd.Series([word or None for word in words], dtype="str")
