"""What changed between two days: community plans, and the coverage of municipalities."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import periods
from lib.model.community import COMMUNITY_PLAN
from lib.model.derived import (
    COVERAGE,
    COVERAGE_CHANGE,
    MUNICIPALITY_COVERAGE,
    PLAN_CHANGE,
    CoverChange,
    CoverStatus,
    PlanChange,
)
from lib.model.derived_territory import COVERAGE_COMPARED, AreaChange
from lib.model.lookup import positions, taken, whole
from lib.model.schemas import require
from lib.model.territory import REGION_AREA


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


def coverage_compared(
    before: pd.DataFrame, after: pd.DataFrame, changes: pd.DataFrame, *, before_date: date, after_date: date,
) -> pd.DataFrame:
    """Coverage of every area on two days side by side.

    Parameters
    ----------
    before, after : the tables `coverage` of the earlier and the later day. changes : `coverage_changes` between them.

    Returns
    -------
    One row per row of `after`, in its order, with the columns of `coverage_compared`. Counts and shares are those of
    `coverage`, NA where they are unknown there. change: gained, lost or both as municipalities of the area did; unknown
    where none is known to have and of some it is not known.
    """
    for frame in (before, after):
        require(frame, *COVERAGE.columns, key=("orp_code",))
    after = after.reset_index(drop=True)
    where = positions(after["orp_code"], before["orp_code"])
    moved = {word: _per_area(changes, word, after["orp_code"])
             for word in (CoverChange.GAINED, CoverChange.LOST, CoverChange.UNKNOWN)}
    gained, lost, unknown = (moved[word] > 0 for word in (CoverChange.GAINED, CoverChange.LOST, CoverChange.UNKNOWN))
    change = np.select([gained & lost, gained, lost, unknown],
                       [AreaChange.BOTH, AreaChange.GAINED, AreaChange.LOST, AreaChange.UNKNOWN], AreaChange.NOTHING)
    frame = pd.DataFrame({
        "orp_code": after["orp_code"],
        "orp_name": after["orp_name"],
        "before_date": pd.Series(np.datetime64(before_date, "s"), index=after.index),
        "after_date": pd.Series(np.datetime64(after_date, "s"), index=after.index),
        "plans_before": taken(before["plans"], where),
        "plans_after": after["plans"],
        "municipalities": after["municipalities"],
        "covered_before": taken(before["municipalities_covered"], where),
        "covered_after": after["municipalities_covered"],
        "population_covered_before_persons": taken(before["population_covered_persons"], where),
        "population_covered_after_persons": after["population_covered_persons"],
        "population_covered_before_share": taken(before["population_covered_share"], where),
        "population_covered_after_share": after["population_covered_share"],
        "gained": whole(moved[CoverChange.GAINED]),
        "lost": whole(moved[CoverChange.LOST]),
        "unknown": whole(moved[CoverChange.UNKNOWN]),
        "change": pd.Series(change, index=after.index, dtype="str"),
    })
    return frame[list(COVERAGE_COMPARED.columns)]


def _per_area(changes: pd.DataFrame, word: CoverChange, areas: pd.Series) -> npt.NDArray[np.int64]:
    """How many municipalities of each area changed so; the region has them all."""
    codes = changes.loc[changes["change"] == word, "orp_code"]
    return np.array([len(codes) if area == REGION_AREA else int((codes == area).sum()) for area in areas])
