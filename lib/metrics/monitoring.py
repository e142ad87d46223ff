"""How community plans are fulfilled and how good they are, as declared year by year and evaluated now and then."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.model import periods
from lib.model.community import (
    COMMUNITY_PLAN,
    COORDINATOR,
    MEASURE_REPORT,
    PLAN_MEASURE,
    Answer,
    CoordinatorStatus,
    Criterion,
)
from lib.model.derived import PlanState
from lib.model.derived_monitoring import (
    EVALUATION_RESULT,
    MEASURE_STATE,
    MEASURE_YEAR,
    PLAN_CRITERION,
    PLAN_MONITORING,
    QUALITY_TREND,
    STATES,
    CriterionChange,
)
from lib.model.fields import Table
from lib.model.lookup import Floats, positions, ratio, records, taken
from lib.model.schemas import DTYPES, require

ENDED_MONTHS = 12
"""How long a plan that ended is still followed; one that ended exactly so many months ago still is."""


def measure_states(
    plans: pd.DataFrame, measures: pd.DataFrame, reports: pd.DataFrame, *, valid_on: date
) -> pd.DataFrame:
    """State of every measure in every year of its plan, as known on a day.

    Parameters
    ----------
    reports : the whole history. Reports after the day do not count; of several of one year the latest by date holds.

    Returns
    -------
    One row per measure and year with the columns of `measure_state`, in order of plan, position, year. Years are those
    from the beginning of the plan to its end with extensions, or to the year of the day where that is earlier, and
    every other year that was reported on. state: NA where nobody declared it for that very year; a state of another
    year is never carried over. reports counts those up to the day, so more than one means a correction.
    """
    require(measures, *PLAN_MEASURE.columns, key=("code",))
    require(reports, *MEASURE_REPORT.columns, key=MEASURE_REPORT.key)
    past = reports[reports["date"].to_numpy() <= np.datetime64(valid_on)].sort_values("date", kind="stable")
    told: dict[tuple[str, int], list[dict[str, object]]] = {}
    for report in records(past):
        told.setdefault((report["measure_code"], int(report["year"])), []).append(report)
    years = _plan_years(plans, valid_on)
    titles = dict(zip(plans["code"], plans["title"], strict=True))
    rows = []
    for measure in records(measures.sort_values(["plan_code", "position", "code"])):
        reported = {year for code, year in told if code == measure["code"]}
        for year in sorted(years.get(measure["plan_code"], set()) | reported):
            declared = told.get((measure["code"], year), [])
            last = declared[-1] if declared else {}
            rows.append({
                "plan_code": measure["plan_code"], "plan_title": titles.get(measure["plan_code"]),
                "measure_code": measure["code"], "position": measure["position"], "measure_title": measure["title"],
                "responsible": measure["responsible"], "year": year, "state": last.get("state"),
                "reported_on": last.get("date"), "reported_by": last.get("reported_by"),
                "comment": last.get("comment"), "reports": len(declared),
            })
    return _frame(MEASURE_STATE, rows)


def measure_years(
    plans: pd.DataFrame, measure_states: pd.DataFrame, action_plans: pd.DataFrame, *, valid_on: date
) -> pd.DataFrame:
    """Measures of every plan by state, year by year, with the action plan of the year.

    Returns
    -------
    One row per plan and year with the columns of `measure_year`: years of the plan up to that of the day, and every
    other such year with a report or an action plan. The five counts sum to `measures`, their shares to 1 (NA without
    measures). fulfilled_share: done among those not cancelled; NA when of none of those anything is known, so unknown
    is never taken for not done.
    """
    years = _plan_years(plans, valid_on)
    for code, year in [*zip(measure_states["plan_code"], measure_states["year"], strict=True),
                       *zip(action_plans["plan_code"], action_plans["year"], strict=True)]:
        if year <= valid_on.year:
            years.setdefault(code, set()).add(int(year))
    pairs = [(code, year) for code in sorted(plans["code"]) for year in sorted(years.get(code, ()))]
    titles = dict(zip(plans["code"], plans["title"], strict=True))
    frame = pd.DataFrame({
        "plan_code": [code for code, _ in pairs], "plan_title": [titles[code] for code, _ in pairs],
        "year": [year for _, year in pairs],
    })
    place = {pair: row for row, pair in enumerate(pairs)}
    counts = {state: np.zeros(len(pairs)) for state in STATES}
    for code, year, state in zip(measure_states["plan_code"], measure_states["year"], measure_states["state"],
                                 strict=True):
        if (code, int(year)) in place:
            counts["unknown" if pd.isna(state) else state][place[code, int(year)]] += 1
    with_action_plan = set(zip(action_plans["plan_code"], action_plans["year"].astype(int), strict=True))
    return _typed(MEASURE_YEAR, frame.assign(
        **_shares(counts), action_plan=[pair in with_action_plan for pair in pairs]
    ))


def _shares(counts: Mapping[str, Floats]) -> dict[str, Floats]:
    """Counts by state with their sum, their shares, and the share done of those not cancelled."""
    measures = np.sum(list(counts.values()), axis=0)
    standing = measures - counts["cancelled"]
    done = np.where(standing > counts["unknown"], counts["done"], np.nan)
    return {
        "measures": np.asarray(measures, dtype=np.float64), **counts,
        **{f"{state}_share": ratio(counts[state], measures) for state in STATES},
        "fulfilled_share": ratio(done, standing),
    }


def total_of(measure_years: pd.DataFrame) -> dict[str, int]:
    """Measures by state in all rows together, by word of `STATES`."""
    return {state: int(measure_years[state].sum()) for state in STATES}


def _plan_years(plans: pd.DataFrame, valid_on: date) -> dict[str, set[int]]:
    """Years each plan lasts, up to that of the day; none for a plan whose beginning is not known."""
    years: dict[str, set[int]] = {}
    for code, begins, ends in zip(plans["code"], plans["valid_from"], periods.period_end(plans, COMMUNITY_PLAN),
                                  strict=True):
        if not pd.isna(begins):
            last = valid_on.year if pd.isna(ends) else min(valid_on.year, ends.year)
            years[code] = set(range(begins.year, last + 1))
    return years


def followed(plans_on: pd.DataFrame, *, valid_on: date, ended_months: int = ENDED_MONTHS) -> pd.DataFrame:
    """Of plans with their state on the day, those valid and those approved ones that ended not long before it."""
    limit = pd.Timestamp(periods.months_later(valid_on, -ended_months))
    ended = (plans_on["state"] == PlanState.ENDED) & (plans_on["valid_until"] >= limit) & periods.approved(plans_on)
    return plans_on[(plans_on["state"] == PlanState.VALID) | ended]


def plan_monitoring(  # noqa: PLR0917
    followed: pd.DataFrame,
    measure_years: pd.DataFrame,
    evaluation_results: pd.DataFrame,
    plan_orps: Mapping[str, Iterable[str]],
    orps: pd.DataFrame,
    coordinators: pd.DataFrame,
    *,
    valid_on: date,
    year: int,
) -> pd.DataFrame:
    """Every followed plan with its measures in a year, its last evaluation and its coordinator.

    Parameters
    ----------
    followed : the result of the function of that name. plan_orps : ORP of the municipalities of each plan.
    year : the year whose measures and action plan are shown; a plan that did not last then has no measure in it.

    Returns
    -------
    One row per plan, in the given order, with the columns of `plan_monitoring`. coordinator: none as soon as one ORP of
    the plan says it has nobody, named when all of them name one, NA (unknown) otherwise.
    """
    codes = followed["plan_code"].reset_index(drop=True)
    at_year = measure_years[measure_years["year"] == year]
    which = positions(codes, at_year["plan_code"])
    counts = {
        name: taken(at_year[name], which) for name in measure_years.columns
        if name not in ("plan_code", "plan_title", "year")
    }
    absent = which < 0
    for name in ("measures", *STATES):
        counts[name] = counts[name].mask(absent, 0)
    counts["action_plan"] = counts["action_plan"].mask(absent, False)
    last = evaluation_results.sort_values("assessed_on").drop_duplicates("plan_code", keep="last")
    assessed = positions(codes, last["plan_code"])
    current = coordinators[periods.valid_on(coordinators, COORDINATOR, valid_on).to_numpy(dtype=bool)]
    status = dict(zip(current["orp_code"], current["status"], strict=True))
    names = dict(zip(orps["code"], orps["name"], strict=True))
    of_plan = [sorted(plan_orps.get(code, ())) for code in codes]
    return _typed(PLAN_MONITORING, pd.DataFrame({
        "plan_code": codes,
        "plan_title": followed["plan_title"].array,
        "orp_codes": [" ".join(each) or None for each in of_plan],
        "orp_names": [", ".join(names[code] for code in each) or None for each in of_plan],
        "valid": (followed["state"] == PlanState.VALID).array,
        **{name: followed[name].array for name in ("valid_from", "valid_to", "extended_to", "valid_until")},
        "year": year,
        **counts,
        **{name: taken(last[name], assessed) for name in ("assessed_on", "criteria_met", "criteria_known")},
        "coordinator": [_coordinator([status.get(code) for code in each]) for each in of_plan],
    }))


def _coordinator(found: list[str | None]) -> str | None:
    if CoordinatorStatus.NONE.value in found:
        return CoordinatorStatus.NONE.value
    return CoordinatorStatus.NAMED.value if found and None not in found else None


def plan_criteria(quality: pd.DataFrame, evaluations: pd.DataFrame, *, valid_on: date) -> pd.DataFrame:
    """Answers to the seven criteria in every evaluation of every plan up to a day, and how they changed.

    Returns
    -------
    One row per plan, day of evaluation and criterion with the columns of `plan_criterion`, in that order. A criterion
    without an answer in an evaluation is unknown. change is against the evaluation of the same plan before.
    """
    at = np.datetime64(valid_on)
    past = quality[quality["date"].to_numpy() <= at]
    answers = {(row["plan_code"], row["date"], row["criterion"]): row["answer"] for row in records(past)}
    told = {(row["plan_code"], row["date"]): row["evaluator"]
            for row in records(evaluations[evaluations["date"].to_numpy() <= at])}
    rows = []
    before: tuple[str, dict[str, str]] = ("", {})
    for plan, day in sorted({*told, *((plan, day) for plan, day, _ in answers)}):
        now = {word.value: answers.get((plan, day, word.value), Answer.UNKNOWN.value) for word in Criterion}
        was = before[1] if before[0] == plan else {}
        rows += [{"plan_code": plan, "assessed_on": day, "evaluator": told.get((plan, day)), "criterion": criterion,
                  "answer": answer, "change": _criterion_change(was.get(criterion), answer).value}
                 for criterion, answer in now.items()]
        before = (plan, now)
    return _frame(PLAN_CRITERION, rows)


def _criterion_change(was: str | None, now: str) -> CriterionChange:
    if was is None:
        return CriterionChange.FIRST
    if was == now:
        return CriterionChange.UNCHANGED
    if now == Answer.UNKNOWN:
        return CriterionChange.UNKNOWN_NOW
    if was == Answer.UNKNOWN:
        return CriterionChange.KNOWN_NOW
    return CriterionChange.MET_NOW if now == Answer.YES else CriterionChange.NOT_MET_NOW


def evaluation_results(plan_criteria: pd.DataFrame) -> pd.DataFrame:
    """How many criteria were met in every evaluation of every plan.

    Parameters
    ----------
    plan_criteria : the result of the function of that name.

    Returns
    -------
    One row per plan and day of evaluation with the columns of `evaluation_result`, in that order. criteria_met counts
    yes among criteria_known, that is yes and no; criteria_unknown are the rest of the seven.
    """
    rows = []
    for (plan, day), group in plan_criteria.groupby(["plan_code", "assessed_on"], sort=True):
        answers, changes = group["answer"].tolist(), group["change"].tolist()
        unknown = answers.count(Answer.UNKNOWN.value)
        rows.append({
            "plan_code": plan, "assessed_on": day, "evaluator": group["evaluator"].iloc[0],
            "criteria_met": answers.count(Answer.YES.value), "criteria_known": len(answers) - unknown,
            "criteria_unknown": unknown, "met_now": changes.count(CriterionChange.MET_NOW.value),
            "not_met_now": changes.count(CriterionChange.NOT_MET_NOW.value),
        })
    return _frame(EVALUATION_RESULT, rows)


def quality_trend(plan_criteria: pd.DataFrame) -> pd.DataFrame:
    """Share of plans that meet each criterion, by the year they were evaluated in.

    Parameters
    ----------
    plan_criteria : the result of the function of that name; of several evaluations of one plan in a year the last
        counts.

    Returns
    -------
    One row per year with an evaluation and criterion with the columns of `quality_trend`. met_share = met / known;
    plans whose answer is unknown are counted in `unknown` only, so known + unknown = plans. NA where none is known.
    """
    rows = plan_criteria.assign(year=plan_criteria["assessed_on"].dt.year).sort_values("assessed_on", kind="stable")
    last = rows.drop_duplicates(["plan_code", "year", "criterion"], keep="last")
    found = []
    for year in sorted(last["year"].unique()):
        for word in Criterion:
            answers = last.loc[(last["year"] == year) & (last["criterion"] == word.value), "answer"].tolist()
            unknown, met = answers.count(Answer.UNKNOWN.value), answers.count(Answer.YES.value)
            known = len(answers) - unknown
            found.append({"year": year, "criterion": word.value, "plans": len(answers), "known": known, "met": met,
                          "unknown": unknown, "met_share": met / known if known else None})
    return _frame(QUALITY_TREND, found)


def orps_of_plans(plan_municipalities: pd.DataFrame, municipalities: pd.DataFrame) -> dict[str, frozenset[str]]:
    """ORP codes that each plan reaches into by its municipalities; plans of which none is known are absent."""
    orp = taken(municipalities["orp_code"], positions(plan_municipalities["municipality_code"], municipalities["code"]))
    found: dict[str, set[str]] = {}
    for plan, code in zip(plan_municipalities["plan_code"], orp, strict=True):
        if not pd.isna(code):
            found.setdefault(plan, set()).add(code)
    return {plan: frozenset(codes) for plan, codes in found.items()}


def _frame(table: Table, rows: list[dict[str, object]]) -> pd.DataFrame:
    return _typed(table, pd.DataFrame(rows, columns=list(table.columns)))


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[list(table.columns)].astype({field.name: DTYPES[field.kind] for field in table.fields})
