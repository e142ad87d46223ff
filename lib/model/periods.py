"""Which rows of a table hold on a day: periods inclusive at both ends, extensions, and bounds that are not known."""

import calendar
from datetime import date

import numpy as np
import pandas as pd

from lib.model.community import COMMUNITY_PLAN, PlanStatus
from lib.model.fields import Table


def period_end(frame: pd.DataFrame, table: Table) -> pd.Series:
    """The last day of every row's period: the later of the stated end and the extension. NaT: no end is stated."""
    end = frame[table.validity[1]].to_numpy()
    for extension in table.validity[2:]:
        end = np.fmax(end, frame[extension].to_numpy())
    return pd.Series(end, index=frame.index, name="period_end")


def missing_end_is_unknown(table: Table) -> bool:
    """Whether an absent end means "not known" rather than "still holds".

    A table that may lack even the start lists periods only as far as they are evidenced (community plans). Where the
    start is compulsory, the row is a live record and an absent end says that it has not ended (services).
    """
    return not table.field(table.validity[0]).required


def valid_on(frame: pd.DataFrame, table: Table, day: date) -> pd.Series:
    """Whether each row holds on the day, first and last day included.

    Returns
    -------
    boolean Series on the frame's index. NA: a bound is unknown and the known one does not decide (a plan that ended
    before the day did not hold then, whenever it began).
    """
    at = np.datetime64(day)
    start = frame[table.validity[0]].to_numpy()
    end = period_end(frame, table).to_numpy()
    outside = (start > at) | (end < at)
    unknown = np.isnat(start)
    if missing_end_is_unknown(table):
        unknown = unknown | np.isnat(end)
    values = pd.arrays.BooleanArray(~outside, unknown & ~outside)
    return pd.Series(values, index=frame.index, name="valid")


def approved(plans: pd.DataFrame) -> pd.Series:
    """Which community plans are evidenced as approved; drafts and announced ones are not."""
    return plans["status"] == PlanStatus.APPROVED


def plans_in_force(plans: pd.DataFrame, day: date) -> pd.Series:
    """Whether each community plan is in force on the day.

    Only an approved plan is in force for certain. A draft or an announced plan whose period contains the day may have
    been approved since its last trace: NA, as for a plan whose period is not known.
    """
    valid = valid_on(plans, COMMUNITY_PLAN, day)
    return valid.mask(~approved(plans) & valid.fillna(True))


def latest_on(frame: pd.DataFrame, table: Table, day: date) -> pd.DataFrame:
    """Of a table whose rows hold until the next one: the latest row at or before the day for each key without date.

    Keys whose first row is later than the day are absent: nothing is known about them on the day.
    """
    if table.as_of is None:
        raise ValueError(f"{table.name} is not a table of states")
    key = [name for name in table.key if name != table.as_of]
    past = frame[frame[table.as_of].to_numpy() <= np.datetime64(day)]
    newest_first = np.argsort(-past[table.as_of].to_numpy().astype("int64"), kind="stable")
    return past.iloc[newest_first].drop_duplicates(key)


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later (negative: earlier), or the month's last day when there is no such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
