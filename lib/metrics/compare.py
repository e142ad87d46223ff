"""What changed between two days: community plans, and the coverage of municipalities."""

from datetime import date

import numpy as np
import pandas as pd

from lib.model import periods
from lib.model.community import COMMUNITY_PLAN
from lib.model.derived import COVERAGE_CHANGE, MUNICIPALITY_COVERAGE, PLAN_CHANGE, CoverChange, CoverStatus, PlanChange
from lib.model.lookup import positions, taken
from lib.model.schemas import require


def plan_changes(plans: pd.DataFrame, plan_municipalities: pd.DataFrame, before: date, after: date) -> pd.DataFrame:
    """Community plans in force on either of two days, and what happened to them in between.

    Returns
    -------
    One row per plan in force on at least one of the days, in order of code, with the columns of `plan_change`.

    new: in force only on the later day; ended: only on the earlier one; extended: on both, while the original period
    ended on the earlier day or after it and before the later day, so that only the extension made it last (the data do
    not say on which day it was decided); unchanged: on both otherwise. valid_until is the end in force, extension
    included. Plans that began and ended between the two days, and plans whose period or approval is not evidenced, are
    not listed.
    """
    require(plans, *COMMUNITY_PLAN.validity, "code", "title", "status", key=("code",))
    then = periods.plans_in_force(plans, before).fillna(False).to_numpy(dtype=bool)
    now = periods.plans_in_force(plans, after).fillna(False).to_numpy(dtype=bool)
    original_end = plans["valid_to"].to_numpy()
    outlived = (original_end >= np.datetime64(before)) & (original_end < np.datetime64(after))
    change = np.select(
        [now & ~then, then & ~now, outlived],
        [PlanChange.NEW, PlanChange.ENDED, PlanChange.EXTENDED],
        PlanChange.UNCHANGED,
    )
    plan = positions(plan_municipalities["plan_code"], plans["code"])
    frame = pd.DataFrame({
        "plan_code": plans["code"],
        "plan_title": plans["title"],
        "change": pd.Series(change, index=plans.index, dtype="str"),
        "valid_from": plans["valid_from"],
        "valid_until": periods.period_end(plans, COMMUNITY_PLAN),
        "municipalities": pd.Series(np.bincount(plan[plan >= 0], minlength=len(plans)), plans.index, dtype="Int64"),
    })
    changed: pd.DataFrame = frame[then | now].sort_values("plan_code").reset_index(drop=True)
    return changed[list(PLAN_CHANGE.columns)]


def coverage_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Municipalities that gained or lost cover between two days.

    Parameters
    ----------
    before, after : `municipality_coverage` of the two days.

    Returns
    -------
    One row per municipality of `after`, in order of code, with the columns of `coverage_change`. Covered, expiring and
    overlap all count as covered. unknown: the state is unknown on one of the days, or the municipality is missing in
    `before`.
    """
    for frame in (before, after):
        require(frame, *MUNICIPALITY_COVERAGE.columns, key=("municipality_code",))
    rows = after.sort_values("municipality_code").reset_index(drop=True)
    then = taken(before["status"], positions(rows["municipality_code"], before["municipality_code"]))
    then = then.fillna(CoverStatus.UNKNOWN.value)
    now = rows["status"]
    uncovered_then, uncovered_now = then == CoverStatus.NOT_COVERED, now == CoverStatus.NOT_COVERED
    change = np.select(
        [
            (then == CoverStatus.UNKNOWN) | (now == CoverStatus.UNKNOWN),
            uncovered_then & uncovered_now,
            uncovered_then,
            uncovered_now,
        ],
        [CoverChange.UNKNOWN, CoverChange.STILL_NOT_COVERED, CoverChange.GAINED, CoverChange.LOST],
        CoverChange.STILL_COVERED,
    )
    changes = rows.assign(change=pd.Series(change, dtype="str"), status_before=then, status_after=now)
    return changes[list(COVERAGE_CHANGE.columns)]
