"""What moved in the plan between two days: states, progress, signals, milestones, guarantors."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.declared import CLOSED
from lib.model.derived_plan import ACTIVITY_PROGRESS
from lib.model.derived_rollup import FLOW, MOVED, Movement
from lib.model.lookup import Positions, numbers, positions, records, whole
from lib.model.plan import MILESTONE, MILESTONE_MOVE, PROGRESS_REPORT, ActivityState
from lib.model.reporting import ORDER, goes_back, planned_on, stands_at, states_before
from lib.model.schemas import require


def movement(before: str | None, stood: str | None, after: str | None, change: float | None) -> Movement | None:
    """What became of a card whose state was `before` and is `after`; None: its state and progress stayed.

    Parameters
    ----------
    stood : where the card stood on the earlier day, suspensions passed over; see `lib.model.reporting.stands_at`.
    change : percentage points between the two days; None where either is not known.

    Returns
    -------
    The state decides; where it says neither forward nor back, declared progress does. Back is what needs a reason when
    it is reported (`lib.model.reporting.goes_back`), or less progress in the same state.
    """
    if after is None or (after == before and not change):
        return None
    by_state = None if after == before else _by_state(before, stood, after)
    if by_state is not None:
        return by_state
    if not change:
        return Movement.OTHER
    return Movement.FORWARD if change > 0 else Movement.BACK


_ARRIVED = {ActivityState.DONE: Movement.DONE, ActivityState.CANCELLED: Movement.CANCELLED,
            ActivityState.SUSPENDED: Movement.SUSPENDED}
"""States whose coming is told by their own name."""


def _by_state(before: str | None, stood: str | None, after: str) -> Movement | None:
    """What a change of state says; None: the new state is neither further nor back."""
    arrived = _ARRIVED.get(ActivityState(after))
    if arrived is not None or before is None:
        return arrived or Movement.FIRST_REPORT
    if goes_back(stood, after):
        return Movement.BACK
    return Movement.FORWARD if before == ActivityState.SUSPENDED or _rank(after) > _rank(before) else None


def _rank(state: str) -> int:
    return ORDER[ActivityState(state)]


def moved(  # noqa: PLR0917
    before: pd.DataFrame,
    after: pd.DataFrame,
    reports: pd.DataFrame,
    milestones: pd.DataFrame,
    moves: pd.DataFrame,
    earlier: date,
    later: date,
) -> pd.DataFrame:
    """Every card of a plan between two days.

    Parameters
    ----------
    before, after : `activity_progress` of the same cards on the earlier and on the later day.
    reports, milestones, moves : the whole history of these cards.

    Returns
    -------
    One row per card of `after`, in its order, with the columns of `progress_moved`. What happened on the earlier day is
    not counted, what happened on the later day is. milestones_missed: the day planned (as known on the later day) came
    on the earlier day or after it and passed before the later one, and the milestone was not reached by the later day;
    of cards done or cancelled nothing more is expected.
    movement is one word for each card (see `movement`); other: state and progress stayed, yet a report, a signal, a
    milestone or the guarantor is new; unchanged: nothing at all.
    """
    for frame in (before, after):
        require(frame, *ACTIVITY_PROGRESS.columns, key=("activity_code",))
    require(reports, *PROGRESS_REPORT.columns, key=("id",))
    require(milestones, *MILESTONE.columns, key=("id",))
    require(moves, *MILESTONE_MOVE.columns, key=MILESTONE_MOVE.key)
    codes = after["activity_code"]
    was = before.iloc[positions(codes, before["activity_code"])].reset_index(drop=True)
    now = after.reset_index(drop=True)
    new_signals = _without(now["signals"], was["signals"])
    gone_signals = _without(was["signals"], now["signals"])
    of, window = positions(milestones["activity_code"], codes), (earlier, later)
    planned = planned_on(milestones, moves, later).to_numpy()
    reached = milestones["reached_date"].to_numpy()
    start, end = np.datetime64(earlier), np.datetime64(later)
    open_cards = np.append(~now["state"].isin(CLOSED).to_numpy(), False)
    missed = (planned >= start) & (planned < end) & ~(reached <= end) & open_cards[of]
    moved_of = np.append(of, -1)[positions(moves["milestone_id"], milestones["id"])]
    frame = pd.DataFrame({
        "activity_code": codes.to_numpy(),
        "activity_title": now["activity_title"],
        "goal_code": now["goal_code"],
        "state_before": was["state"],
        "state_after": now["state"],
        "declared_before_pct": was["declared_pct"],
        "declared_after_pct": now["declared_pct"],
        "change_pct": numbers(now["declared_pct"]) - numbers(was["declared_pct"]),
        "new_reports": _between(positions(reports["activity_code"], codes), reports["date"], window, len(now)),
        "signals_new": new_signals,
        "signals_gone": gone_signals,
        "milestones_reached": _between(of, milestones["reached_date"], window, len(now)),
        "milestones_moved": _between(moved_of, moves["date"], window, len(now)),
        "milestones_missed": whole(np.bincount(of[missed], minlength=len(now))),
        "guarantor_before": was["guarantor"],
        "guarantor_after": now["guarantor"],
    })
    frame["movement"] = pd.Series([_movement_of(row, reports, earlier).value for row in records(frame)], dtype="str")
    return frame[list(MOVED.columns)]


def flow(moved_cards: pd.DataFrame) -> pd.DataFrame:
    """How many cards went from which state to which, those that stayed too; columns of `progress_flow`.

    A row for every pair that occurs, in the order of the states; NA: never reported. The numbers add up to the cards.
    """
    pairs = moved_cards.groupby(["state_before", "state_after"], dropna=False, sort=False).size().reset_index(
        name="activities")
    order = {state.value: place for place, state in enumerate(ActivityState)}
    pairs = pairs.assign(**{f"{side}_place": pairs[side].map(order) for side in ("state_before", "state_after")})
    pairs = pairs.sort_values(["state_before_place", "state_after_place"], ignore_index=True)
    return pairs.astype({"activities": "Int64"})[list(FLOW.columns)]


def _movement_of(row: dict[str, Any], reports: pd.DataFrame, earlier: date) -> Movement:
    before, after = _known(row["state_before"]), _known(row["state_after"])
    stood = None if before == after else stands_at(states_before(reports, row["activity_code"], earlier))
    change = None if np.isnan(row["change_pct"]) else float(row["change_pct"])
    found = movement(before, stood, after, change)
    return found or (Movement.OTHER if _something(row) else Movement.UNCHANGED)


def _known(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _something(row: dict[str, Any]) -> bool:
    counted = ("new_reports", "milestones_reached", "milestones_moved", "milestones_missed")
    return (any(row[name] for name in counted)
            or any(_known(row[name]) is not None for name in ("signals_new", "signals_gone"))
            or _known(row["guarantor_before"]) != _known(row["guarantor_after"]))


def _without(signals: pd.Series, others: pd.Series) -> pd.Series:
    """Signals of each card that it does not have among the others; NA where there is none."""
    left = [" ".join(word for word in _words(one) if word not in _words(other))
            for one, other in zip(signals, others, strict=True)]
    return pd.Series([text or None for text in left], dtype="str")


def _words(signals: object) -> list[str]:
    return (_known(signals) or "").split()


def _between(of: Positions, days: pd.Series, window: tuple[date, date], cards: int) -> pd.Series:
    """How many of the dated rows of each card lie after the first day and up to the second one."""
    at = days.to_numpy()
    inside: npt.NDArray[np.bool_] = (at > np.datetime64(window[0])) & (at <= np.datetime64(window[1])) & (of >= 0)
    return whole(np.bincount(of[inside], minlength=cards))
