"""Coverage by community plans: of municipalities, of ORP areas, and the quality of the plans."""

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import periods
from lib.model.areas import persons_of
from lib.model.community import (
    COMMUNITY_PLAN,
    COMMUNITY_PLAN_QUALITY,
    COORDINATOR,
    Answer,
    CoordinatorStatus,
    Criterion,
)
from lib.model.derived import COVERAGE, MUNICIPALITY_COVERAGE, CoverStatus, PlanState
from lib.model.lookup import Floats, Positions, numbers, positions, ratio, taken, whole
from lib.model.schemas import require
from lib.model.territory import REGION_AREA, Level

COVERED = (CoverStatus.COVERED, CoverStatus.EXPIRING, CoverStatus.OVERLAP)
"""The statuses of a municipality that some valid plan contains."""


def municipality_coverage(
    municipalities: pd.DataFrame,
    orps: pd.DataFrame,
    plans: pd.DataFrame,
    plan_municipalities: pd.DataFrame,
    population: pd.DataFrame,
    *,
    valid_on: date,
    expiring_months: int = 12,
) -> pd.DataFrame:
    """State of every municipality on one day.

    Parameters
    ----------
    plans : all community plans known, whatever their period; later ones prolong the cover of those that end.
    population : the whole history; the state nearest to the day is used.
    expiring_months : a municipality is expiring when its unbroken cover ends within so many months, the day itself
        included.

    Returns
    -------
    One row per municipality with the columns of `municipality_coverage`, in order of code.

    status is one word, the most pressing: expiring, then overlap (two or more valid plans), then covered; a
    municipality without a valid plan is unknown when a plan of unknown validity contains it, otherwise not_covered.
    plans counts valid plans, whatever the status; plan_codes lists them. covered_until is the last day of unbroken
    cover by the plans known with both bounds: a plan that starts on the day after at the latest continues it. NA
    where there is no valid plan.
    """
    require(municipalities, "code", "name", "orp_code", key=("code",))
    require(plans, *COMMUNITY_PLAN.validity, "code", "status", key=("code",))
    require(plan_municipalities, "plan_code", "municipality_code", key=("plan_code", "municipality_code"))
    order = np.argsort(np.array(municipalities["code"].tolist(), dtype=str), kind="stable")
    rows = pd.DataFrame({name: taken(municipalities[name], order) for name in ("code", "name", "orp_code")})
    plan, town = _links(plans, plan_municipalities, rows)
    in_force = periods.plans_in_force(plans, valid_on)
    valid = in_force.fillna(False).to_numpy(dtype=bool)
    valid_plans = np.bincount(town[valid[plan]], minlength=len(rows))
    unknown_plans = np.bincount(town[in_force.isna().to_numpy()[plan]], minlength=len(rows))
    covered_until = _covered_until(plans, plan, town, len(rows), valid_on)
    limit = np.datetime64(periods.months_later(valid_on, expiring_months))
    status = np.select(
        [(valid_plans > 0) & (covered_until <= limit), valid_plans > 1, valid_plans == 1, unknown_plans > 0],
        [CoverStatus.EXPIRING, CoverStatus.OVERLAP, CoverStatus.COVERED, CoverStatus.UNKNOWN],
        CoverStatus.NOT_COVERED,
    )
    return pd.DataFrame({
        "municipality_code": rows["code"],
        "municipality_name": rows["name"],
        "orp_code": rows["orp_code"],
        "orp_name": taken(orps["name"], positions(rows["orp_code"], orps["code"])),
        "population_persons": whole(persons_of(rows["code"], population, valid_on, Level.MUNICIPALITY)),
        "status": pd.Series(status, dtype="str"),
        "plans": whole(valid_plans),
        "plan_codes": _listed_plans(plans["code"], plan[valid[plan]], town[valid[plan]], len(rows)),
        "covered_until": covered_until,
    }, columns=list(MUNICIPALITY_COVERAGE.columns))


def coverage(  # noqa: PLR0917
    municipality_coverage: pd.DataFrame,
    orps: pd.DataFrame,
    plans: pd.DataFrame,
    plan_municipalities: pd.DataFrame,
    action_plans: pd.DataFrame,
    quality: pd.DataFrame,
    coordinators: pd.DataFrame,
    *,
    valid_on: date,
    region_name: str = "",
) -> pd.DataFrame:
    """Coverage of every ORP and of the region on one day.

    Parameters
    ----------
    municipality_coverage : the result of the function of that name for the same day.
    quality, action_plans, coordinators : whole histories; the latest answers at or before the day count, action plans
        of the year of the day, coordinators valid on the day.

    Returns
    -------
    One row per ORP in order of code, then the row `kraj`, with the columns of `coverage`.

    A plan reaching into several ORPs counts in each, there only for its municipalities; the region counts it once, and
    counts also valid plans whose municipalities are not listed. Shares are of all municipalities or people, so with
    municipalities_unknown above zero they are what is known at least; they are NA when nothing is known to be covered
    and something is unknown. Numbers of people are NA when the number of one of the municipalities concerned is
    unknown. criteria_met of criteria_known counts yes among yes and no; unknown answers are left out, and both are NA
    when no valid plan was assessed. coordinator: NA when nothing is reported, and in the region row.
    """
    require(municipality_coverage, *MUNICIPALITY_COVERAGE.columns, key=("municipality_code",))
    areas = orps.sort_values("code").reset_index(drop=True)
    n = len(areas)
    orp = positions(municipality_coverage["orp_code"], areas["code"])
    status = municipality_coverage["status"]
    covered = status.isin(COVERED).to_numpy()
    unknown = (status == CoverStatus.UNKNOWN).to_numpy()
    expiring = (status == CoverStatus.EXPIRING).to_numpy()
    people = numbers(municipality_coverage["population_persons"])

    def per_area(values: npt.NDArray[Any]) -> Floats:
        sums = np.bincount(orp, values, n)
        return np.append(sums, sums.sum())

    municipalities = per_area(np.ones(len(orp)))
    n_covered, n_unknown = per_area(covered), per_area(unknown)
    nothing_known = (n_covered == 0) & (n_unknown > 0)
    persons = per_area(people)
    persons_covered = np.where(nothing_known, np.nan, per_area(np.where(covered, people, 0.0)))
    persons_expiring = np.where(nothing_known, np.nan, per_area(np.where(expiring, people, 0.0)))

    valid = periods.plans_in_force(plans, valid_on).fillna(False).to_numpy(dtype=bool)
    plan, town = _links(plans, plan_municipalities, municipality_coverage["municipality_code"].to_frame("code"))
    in_orp = np.zeros((len(plans), n + 1), dtype=bool)
    in_orp[plan, orp[town]] = True
    in_orp[:, n] = True
    in_orp &= valid[:, None]
    this_year = action_plans.loc[action_plans["year"] == valid_on.year, "plan_code"]
    with_action_plan = in_orp & plans["code"].isin(this_year).to_numpy()[:, None]
    met, known = _criteria(plans["code"], quality, valid_on)
    criteria_met, criteria_known = met @ in_orp, known @ in_orp
    n_plans, n_action = in_orp.sum(axis=0), with_action_plan.sum(axis=0)

    return pd.DataFrame({
        "orp_code": pd.Series([*areas["code"].tolist(), REGION_AREA], dtype="str"),
        "orp_name": pd.Series([*areas["name"].tolist(), region_name], dtype="str"),
        "municipalities": whole(municipalities),
        "municipalities_covered": whole(n_covered),
        "municipalities_unknown": whole(n_unknown),
        "municipalities_covered_share": ratio(np.where(nothing_known, np.nan, n_covered), municipalities),
        "population_persons": whole(persons),
        "population_covered_persons": whole(persons_covered),
        "population_covered_share": ratio(persons_covered, persons),
        "plans": whole(n_plans),
        "overlaps": whole(per_area((municipality_coverage["plans"] > 1).to_numpy(dtype=bool))),
        "expiring_persons": whole(persons_expiring),
        "expiring_share": ratio(persons_expiring, persons),
        "plans_with_action_plan": whole(n_action),
        "action_plan_share": ratio(n_action, n_plans),
        "criteria_met": whole(np.where(criteria_known > 0, criteria_met, np.nan)),
        "criteria_known": whole(np.where(criteria_known > 0, criteria_known, np.nan)),
        "quality_share": ratio(criteria_met, criteria_known),
        "coordinator": _coordinators(areas["code"], coordinators, valid_on),
    }, columns=list(COVERAGE.columns))


def plans_on(
    plans: pd.DataFrame,
    plan_municipalities: pd.DataFrame,
    *,
    valid_on: date,
    municipality_codes: Collection[str] | None = None,
) -> pd.DataFrame:
    """Every community plan with its state on one day, for bars of validity.

    Parameters
    ----------
    municipality_codes : keep only plans that contain one of these; None keeps all.

    Returns
    -------
    One row per plan, in order of start and code: plan_code, plan_title, state (`PlanState`), valid_from, valid_to (of
    the original period), extended_to, valid_until (the end in force, NA: not known), extended (the extension reaches
    beyond the original end), municipalities (all of the plan), municipalities_in_area (of those asked for), status and
    evidence as stored.
    """
    in_force = periods.plans_in_force(plans, valid_on)
    until = periods.period_end(plans, COMMUNITY_PLAN)
    at = np.datetime64(valid_on)
    state = np.select(
        [
            in_force.fillna(False).to_numpy(dtype=bool),
            in_force.isna().to_numpy(),
            (plans["valid_from"] > at).to_numpy(),
        ],
        [PlanState.VALID, PlanState.UNKNOWN, PlanState.NOT_YET],
        PlanState.ENDED,
    )
    plan = positions(plan_municipalities["plan_code"], plans["code"])
    inside = np.ones(len(plan), dtype=bool)
    if municipality_codes is not None:
        inside = plan_municipalities["municipality_code"].isin(list(municipality_codes)).to_numpy()
    in_area = np.bincount(plan[inside & (plan >= 0)], minlength=len(plans))
    frame = pd.DataFrame({
        "plan_code": plans["code"],
        "plan_title": plans["title"],
        "state": pd.Series(state, index=plans.index, dtype="str"),
        "valid_from": plans["valid_from"],
        "valid_to": plans["valid_to"],
        "extended_to": plans["extended_to"],
        "valid_until": until,
        "extended": plans["extended_to"] > plans["valid_to"],
        "municipalities": pd.Series(np.bincount(plan[plan >= 0], minlength=len(plans)), plans.index, dtype="Int64"),
        "municipalities_in_area": pd.Series(in_area, plans.index, dtype="Int64"),
        "status": plans["status"],
        "evidence": plans["evidence"],
    })
    if municipality_codes is not None:
        frame = frame[in_area > 0]
    return frame.sort_values(["valid_from", "plan_code"]).reset_index(drop=True)


def quality_matrix(plans: pd.DataFrame, quality: pd.DataFrame, *, valid_on: date) -> pd.DataFrame:
    """Answers to the seven criteria for every plan in force on the day.

    Returns
    -------
    One row per plan, in order of code: plan_code, plan_title, assessed_on (date of its latest answer), then one column
    per criterion with yes, no or unknown as assessed last at or before the day. NA: never assessed.
    """
    valid = periods.plans_in_force(plans, valid_on).fillna(False).to_numpy(dtype=bool)
    rows = plans.loc[valid, ["code", "title"]].sort_values("code")
    latest = periods.latest_on(quality, COMMUNITY_PLAN_QUALITY, valid_on)
    plan = positions(latest["plan_code"], rows["code"])
    criterion = positions(latest["criterion"], pd.Series(list(Criterion)))
    shown = (plan >= 0) & (criterion >= 0)
    plan, criterion = plan[shown], criterion[shown]
    answers = np.full((len(rows), len(Criterion)), None, dtype=object)
    answers[plan, criterion] = latest["answer"].to_numpy(dtype=object)[shown]
    assessed = np.full(len(rows), np.iinfo(np.int64).min)
    np.maximum.at(assessed, plan, latest["date"].to_numpy()[shown].astype("int64"))
    return pd.DataFrame({
        "plan_code": rows["code"].array,
        "plan_title": rows["title"].array,
        "assessed_on": assessed.astype("datetime64[s]"),
        **{word.value: pd.Series(answers[:, column], dtype="str") for column, word in enumerate(Criterion)},
    })


def _links(
    plans: pd.DataFrame, plan_municipalities: pd.DataFrame, municipalities: pd.DataFrame
) -> tuple[Positions, Positions]:
    """Pairs of positions (plan, municipality) for each municipality a plan contains."""
    plan = positions(plan_municipalities["plan_code"], plans["code"])
    town = positions(plan_municipalities["municipality_code"], municipalities["code"])
    both = (plan >= 0) & (town >= 0)
    return plan[both], town[both]


def _covered_until(
    plans: pd.DataFrame, plan: Positions, town: Positions, n_towns: int, valid_on: date
) -> npt.NDArray[np.datetime64]:
    """Last day of the chain of plans that covers each municipality without a break from the day on."""
    at = np.datetime64(valid_on).astype("int64")
    approved = periods.approved(plans).to_numpy(dtype=bool)
    starts = plans["valid_from"].to_numpy().astype("datetime64[D]")
    ends = periods.period_end(plans, COMMUNITY_PLAN).to_numpy().astype("datetime64[D]")
    usable = approved & ~np.isnat(starts) & (ends >= np.datetime64(valid_on))
    plan, town = plan[usable[plan]], town[usable[plan]]
    start, end = np.maximum(starts.astype("int64")[plan], at), ends.astype("int64")[plan]
    order = np.lexsort((end, start, town))
    town, start, end = town[order], start[order], end[order]
    reached = pd.Series(end).groupby(town).cummax().to_numpy()
    first = np.append(True, town[1:] != town[:-1]) if len(town) else np.zeros(0, dtype=bool)
    before = np.where(first, at - 1, np.append(0, reached[:-1])[: len(town)])
    breaks = pd.Series(start > before + 1).groupby(town).cumsum().to_numpy()
    unbroken = breaks == 0
    last = np.full(n_towns, np.iinfo(np.int64).min)
    np.maximum.at(last, town[unbroken], reached[unbroken])
    return last.astype("datetime64[D]").astype("datetime64[s]")


def _listed_plans(codes: pd.Series, plan: Positions, town: Positions, n_towns: int) -> pd.Series:
    """Codes of the plans of each municipality, in order of code; NA where there is none."""
    listed: list[str | None] = [None] * n_towns
    names = codes.tolist()
    for code, which in sorted(zip((names[index] for index in plan), town.tolist(), strict=True)):
        already = listed[which]
        listed[which] = code if already is None else f"{already}, {code}"
    return pd.Series(listed, dtype="str")


def _criteria(plan_codes: pd.Series, quality: pd.DataFrame, valid_on: date) -> tuple[Positions, Positions]:
    """Per plan: criteria answered yes, and criteria answered yes or no, by the latest answers on the day."""
    latest = periods.latest_on(quality, COMMUNITY_PLAN_QUALITY, valid_on)
    plan = positions(latest["plan_code"], plan_codes)
    yes = (latest["answer"] == Answer.YES).to_numpy() & (plan >= 0)
    known = (latest["answer"] != Answer.UNKNOWN).to_numpy() & (plan >= 0)
    return np.bincount(plan[yes], minlength=len(plan_codes)), np.bincount(plan[known], minlength=len(plan_codes))


def _coordinators(orp_codes: pd.Series, coordinators: pd.DataFrame, valid_on: date) -> pd.Series:
    """Status per ORP on the day; where rows collide, a named coordinator wins. The last value is the region's NA."""
    current = periods.valid_on(coordinators, COORDINATOR, valid_on).to_numpy(dtype=bool)
    orp = positions(coordinators["orp_code"], orp_codes)
    status: list[str | None] = [None] * (len(orp_codes) + 1)
    for word in (CoordinatorStatus.NONE, CoordinatorStatus.NAMED):
        for holder in orp[current & (coordinators["status"] == word).to_numpy() & (orp >= 0)]:
            status[holder] = word.value
    return pd.Series(status, dtype="str")
