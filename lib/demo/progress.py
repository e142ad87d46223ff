"""Rows about the fulfilment of the plan: guarantors, milestones and reports."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.demo.cards import (
    AFTERWARDS,
    COMMENTS,
    DECLARED,
    FIRST_DAY,
    GUARANTOR_CHANGED,
    GUARANTOR_ENDED,
    GUARANTOR_FROM,
    MILESTONES,
    NEXT_ROLE,
    NO_GUARANTOR,
    ROLES,
    Declared,
)
from lib.demo.frames import Row, chance, pick, pick_several
from lib.model.plan import ActivityState

FIRST_REPORT = date(2014, 4, 30)
SILENT_ON_COMMENT_SHARE = 0.2
EVIDENCE_SHARE = 0.4

Report = tuple[str, date, ActivityState, float | None]

REASONS = {
    ("A01-04", date(2015, 6, 29)): "Obce požádaly o nové rozdělení území; zadání se připravuje znovu.",
    ("A09-05", date(2016, 3, 31)): "Po změně garanta se přepracovává zadání systému.",
}
"""Why a state went back, by card and day of the report."""

MOVES = (
    ("A01-01-M1", date(2016, 1, 20), date(2016, 9, 30), "Podklady od obcí přišly až na konci roku."),
    ("A01-05-M3", date(2016, 6, 30), date(2017, 3, 31), "Začátek závisí na dotaci vyhlášené na podzim."),
    ("A02-01-M1", date(2015, 11, 30), date(2016, 6, 30), "Výběrové řízení na stavbu se opakovalo."),
    ("A02-01-M1", date(2016, 11, 30), date(2017, 8, 31), "Stavba se zdržela o jednu sezonu."),
    ("A02-02-M1", date(2016, 2, 1), date(2017, 6, 30), "Vyhodnotí se až po přestěhování posledních obyvatel."),
    ("A02-04-M1", date(2015, 3, 1), date(2015, 10, 31), "Mapování se spojilo s šetřením ostatních domovů."),
    ("A03-01-M1", date(2016, 2, 10), date(2016, 10, 31), "S obcemi se bude jednat po jejich rozpočtech."),
)
"""Milestones that were moved: which, when it was decided, to which day, why. One on the default day, one after it."""


def guarantor_rows(activity_codes: Sequence[str]) -> list[Row]:
    """Roles that answer for cards; on the default day six cards have none."""
    rows: list[Row] = []
    for code in activity_codes:
        if code in NO_GUARANTOR:
            continue
        role = ROLES[code[:3]]
        starts = GUARANTOR_FROM.get(code, FIRST_DAY)
        changed = GUARANTOR_CHANGED.get(code)
        ends = GUARANTOR_ENDED.get(code) if changed is None else changed - timedelta(days=1)
        rows.append({"activity_code": code, "role": role, "valid_from": starts, "valid_to": ends})
        if changed is not None:
            rows.append({"activity_code": code, "role": NEXT_ROLE, "valid_from": changed})
    return rows


def report_rows(rng: np.random.Generator) -> list[Row]:
    """All reports, numbered in the order of cards and dates."""
    reports: list[Report] = []
    for code, declared in DECLARED.items():
        reports += _declared(code, declared, rng)
    for code, later in AFTERWARDS.items():
        reports += [(code, day, state, percent) for day, state, percent in later]
    reports.sort(key=lambda report: (report[0], report[1]))
    return [_report_row(number, report, rng) for number, report in enumerate(reports, start=1)]


def _declared(code: str, declared: Declared, rng: np.random.Generator) -> list[Report]:
    """Reports spread from the first round of reporting to the last date, with percentages that lead to the last one."""
    number = len(declared.states)
    span = (declared.last_date - FIRST_REPORT).days
    reports: list[Report] = []
    for place, state in enumerate(declared.states[:-1]):
        day = FIRST_REPORT + timedelta(days=round(span * place / (number - 1)) + int(rng.integers(0, 21)))
        percent = None if declared.percent is None else round(declared.percent * (place + 1) / (number + 1) / 5) * 5.0
        if state in (ActivityState.NOT_STARTED, ActivityState.CONTINUOUS):
            percent = 0.0 if percent is not None else None
        elif chance(rng, 0.25):
            percent = None
        reports.append((code, day, state, percent))
    return [*reports, (code, declared.last_date, declared.states[-1], declared.percent)]


def _report_row(number: int, report: Report, rng: np.random.Generator) -> Row:
    code, day, state, percent = report
    silent = state not in (ActivityState.CANCELLED, ActivityState.SUSPENDED) and chance(rng, SILENT_ON_COMMENT_SHARE)
    working = state in (ActivityState.DONE, ActivityState.RUNNING, ActivityState.CONTINUOUS)
    evidenced = working and chance(rng, EVIDENCE_SHARE)
    return {
        "id": f"PR-{number:04d}", "activity_code": code, "date": day, "state": state.value, "percent": percent,
        "comment": None if silent else pick(rng, COMMENTS[state]), "reason": REASONS.get((code, day)),
        "evidence_url": f"https://example.org/doklady/{code.lower()}-{day.isoformat()}" if evidenced else None,
        "reported_by": ROLES[code[:3]] if chance(rng, 0.85) else "odborná skupina odboru sociálních věcí",
    }


def milestone_rows(activity: pd.DataFrame, rng: np.random.Generator) -> list[Row]:
    """One to four milestones of a card within its period; some are past and not reached."""
    rows: list[Row] = []
    cards = activity.sort_values("code")
    for code, start_year, end_year in zip(cards["code"], cards["start_year"], cards["end_year"], strict=True):
        declared = DECLARED.get(code)
        first = date(int(start_year), 3, 31)
        days = (date(int(end_year), 12, 31) - first).days
        titles = pick_several(rng, MILESTONES, int(rng.integers(1, len(MILESTONES) + 1)))
        for place, title in enumerate(titles):
            planned = first + timedelta(days=round(days * (place + 0.5) / len(titles)))
            rows.append({"id": f"{code}-M{place + 1}", "activity_code": code, "title": title, "planned_date": planned,
                         "reached_date": _reached(planned, declared, rng)})
    return rows


def move_rows() -> list[Row]:
    """Decisions to reach a milestone on another day."""
    return [{"milestone_id": milestone, "date": decided, "planned_date": planned, "reason": reason,
             "reported_by": ROLES[milestone[:3]]} for milestone, decided, planned, reason in MOVES]


def _reached(planned: date, declared: Declared | None, rng: np.random.Generator) -> date | None:
    """The day a milestone was reached; nothing is known about most cards nobody reports on."""
    delay = timedelta(days=int(rng.integers(-30, 100)))
    if declared is None:
        return planned + delay if planned < date(2015, 6, 30) and chance(rng, 0.3) else None
    if declared.states[-1] is ActivityState.DONE:
        return min(planned + delay, declared.last_date)
    stopped = declared.states[-1] in (ActivityState.CANCELLED, ActivityState.SUSPENDED, ActivityState.NOT_STARTED)
    return planned + delay if not stopped and planned + delay <= date(2017, 6, 30) and chance(rng, 0.7) else None
