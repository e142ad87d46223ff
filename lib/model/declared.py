"""What a report says about progress, and how much of a card's time has passed."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.lookup import Floats, numbers
from lib.model.plan import ActivityState

CLOSED = (ActivityState.DONE, ActivityState.CANCELLED)
"""States after which nothing more is expected of a card."""

OPEN_ENDED = (*CLOSED, ActivityState.CONTINUOUS)
"""States in which a card cannot be late: nothing more is expected of it, or it has no end."""

CLAIMING = (ActivityState.RUNNING, ActivityState.DONE, ActivityState.CONTINUOUS)
"""States that claim work somebody could show."""

_STATE_PCT = {ActivityState.NOT_STARTED: 0.0, ActivityState.PREPARING: 10.0}
"""What a state alone says about progress when the report gives no percent."""

Days = npt.NDArray[np.datetime64]


def first_days(activities: pd.DataFrame) -> Days:
    """1 January of each card's first year."""
    return _first_of_year(activities["start_year"])


def last_days(activities: pd.DataFrame) -> Days:
    """31 December of each card's last year."""
    return _first_of_year(activities["end_year"] + 1) - np.timedelta64(1, "D")


def elapsed_pct(first: Days, last: Days, at: np.datetime64) -> Floats:
    """Share of a card's time passed by a day, in per cent: 0 on its first day, 100 on its last and ever after."""
    share: Floats = np.clip(100 * (at - first).astype("int64") / (last - first).astype("int64"), 0, 100)
    return share


def declared_pct(state: pd.Series, percent: pd.Series) -> Floats:
    """Declared progress in per cent, by the percent and the state of a report.

    Returns
    -------
    100 when done, else the percent, else 0 for not started and 10 for preparing; NaN where neither says it.
    """
    values = numbers(percent)
    for word, implied in _STATE_PCT.items():
        values = np.where((state == word).to_numpy() & np.isnan(values), implied, values)
    return np.where((state == ActivityState.DONE).to_numpy(), 100.0, values)


def _first_of_year(years: pd.Series) -> Days:
    first: Days = (years.to_numpy(dtype="int64") - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return first
