"""Rows of community planning: plans, their municipalities, quality, action plans and coordinators."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from lib.demo.frames import Row, pick_several
from lib.demo.plans import ACTION_YEARS_OF_EVIDENCED, MADE_PLANS, MadePlan
from lib.model.community import Answer, CoordinatorStatus, Criterion, PlanEvidence

ASSESSED = ((date(2012, 6, 30), 0.0, 1.0), (date(2015, 12, 31), 0.18, 0.8))
"""Days of assessment, how much better the answers got since 2012, and the share of plans assessed."""

MET_SHARE = {
    Criterion.ANALYSIS_SWOT: 0.82, Criterion.ANALYSIS_LINKED: 0.7, Criterion.COST_ESTIMATE: 0.28,
    Criterion.FUNDING_SOURCE: 0.33, Criterion.MONITORING_RULE: 0.25, Criterion.NAMED_COORDINATOR: 0.4,
}
"""Share of plans that met each criterion in 2012; costs, funding and monitoring were the weak points named then."""

UNKNOWN_SHARE = 0.07

OFFICE = "městský úřad {name} – odbor sociální (ukázka)"
PROJECT = "územní koordinátor projektu plánování (ukázka)"

COORDINATORS: tuple[tuple[str, CoordinatorStatus, str | None, date, date | None], ...] = (
    ("5101", CoordinatorStatus.NAMED, PROJECT, date(2010, 9, 1), date(2013, 6, 30)),
    ("5101", CoordinatorStatus.NAMED, OFFICE, date(2013, 7, 1), None),
    ("5102", CoordinatorStatus.NAMED, PROJECT, date(2010, 9, 1), date(2013, 6, 30)),
    ("5102", CoordinatorStatus.NONE, None, date(2013, 7, 1), None),
    ("5103", CoordinatorStatus.NAMED, OFFICE, date(2010, 1, 1), None),
    ("5104", CoordinatorStatus.NAMED, PROJECT, date(2011, 1, 1), date(2013, 6, 30)),
    ("5105", CoordinatorStatus.NAMED, OFFICE, date(2010, 1, 1), date(2014, 12, 31)),
    ("5105", CoordinatorStatus.NAMED, "centrum komunitního plánování (ukázka)", date(2015, 1, 1), None),
    ("5106", CoordinatorStatus.NAMED, "svazek obcí (ukázka)", date(2012, 1, 1), None),
    ("5107", CoordinatorStatus.NAMED, PROJECT, date(2010, 9, 1), date(2013, 6, 30)),
    ("5107", CoordinatorStatus.NONE, None, date(2015, 1, 1), date(2016, 12, 31)),
    ("5107", CoordinatorStatus.NAMED, OFFICE, date(2017, 1, 1), None),
    ("5108", CoordinatorStatus.NAMED, "mikroregion (ukázka)", date(2011, 1, 1), None),
    ("5110", CoordinatorStatus.NONE, None, date(2012, 1, 1), None),
)
"""On the default day: named in five areas, none in three, not reported for two (one of them was named before)."""


def plan_rows() -> list[Row]:
    """One row per made-up plan."""
    return [
        {"code": plan.code, "title": plan.title, "territory_note": plan.territory, "valid_from": plan.valid_from,
         "valid_to": plan.valid_to, "extended_to": plan.extended_to, "status": plan.status,
         "evidence": PlanEvidence.DOCUMENT.value, "note": plan.note}
        for plan in MADE_PLANS
    ]


def plan_municipality_rows(municipality: pd.DataFrame) -> list[Row]:
    """Municipalities of the made-up plans."""
    members: dict[str, list[str]] = {}
    for code, orp_code in zip(municipality["code"], municipality["orp_code"], strict=True):
        members.setdefault(str(orp_code), []).append(str(code))
    return [{"plan_code": plan.code, "municipality_code": code}
            for plan in MADE_PLANS for code in _members(plan, members)]


def _members(plan: MadePlan, members: Mapping[str, list[str]]) -> Sequence[str]:
    if plan.orp_code is None:
        return plan.codes
    return [code for code in members[plan.orp_code] if code not in plan.without]


def action_plan_rows() -> list[Row]:
    """Yearly action plans; some plans miss years."""
    made = [(plan.code, year) for plan in MADE_PLANS for year in plan.action_years]
    evidenced = [(code, year) for code, years in ACTION_YEARS_OF_EVIDENCED.items() for year in years]
    return [{"plan_code": code, "year": year} for code, year in (*made, *evidenced)]


def quality_rows(plans: pd.DataFrame, action_plans: pd.DataFrame, rng: np.random.Generator) -> list[Row]:
    """Answers to the seven criteria for plans valid on the days of assessment, evidenced plans included.

    `plans` and `action_plans` hold real and made-up rows together. The criterion on action plans agrees with the
    table of action plans.
    """
    with_action_plan = set(zip(action_plans["plan_code"], action_plans["year"], strict=True))
    rows: list[Row] = []
    for day, better, assessed_share in ASSESSED:
        moment = pd.Timestamp(day)
        until = plans[["valid_to", "extended_to"]].max(axis=1)
        valid = plans[(plans["valid_from"] <= moment) & plans["valid_to"].notna() & (until >= moment)]
        assessed = pick_several(rng, sorted(valid["code"]), round(len(valid) * assessed_share))
        for criterion in Criterion:
            if criterion is Criterion.ACTION_PLAN:
                answers = [Answer.YES if (code, day.year) in with_action_plan else Answer.NO for code in assessed]
            else:
                answers = _answers(len(assessed), min(0.95, MET_SHARE[criterion] + better), rng)
            rows += [{"plan_code": code, "date": day, "criterion": criterion.value, "answer": answer.value}
                     for code, answer in zip(assessed, answers, strict=True)]
    return rows


def _answers(number: int, met_share: float, rng: np.random.Generator) -> list[Answer]:
    """So many answers in a random order, with the given share of yes among those known."""
    unknown = round(number * UNKNOWN_SHARE)
    met = round((number - unknown) * met_share)
    answers = [Answer.UNKNOWN] * unknown + [Answer.YES] * met + [Answer.NO] * (number - unknown - met)
    return [answers[int(place)] for place in rng.permutation(number)]


def coordinator_rows(orp: pd.DataFrame) -> list[Row]:
    """Who coordinates planning in each ORP; organisations and roles, never persons."""
    names = dict(zip(orp["code"], orp["name"], strict=True))
    return [
        {"orp_code": code, "status": status.value, "valid_from": starts, "valid_to": ends,
         "organisation": None if organisation is None else organisation.format(name=names[code])}
        for code, status, organisation, starts, ends in COORDINATORS
    ]
