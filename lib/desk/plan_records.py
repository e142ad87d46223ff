"""What somebody says of a community plan, as declarations, and its extension, as a draft that waits for approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pandas as pd

from lib.desk.declare import DECLARED_SOURCE, Declaration, with_rows, with_source
from lib.desk.drafts import Frames
from lib.errors import BadSelection
from lib.model.community import COMMUNITY_PLAN, Answer, Criterion, MeasureState
from lib.model.incoming import ImportKind, Incoming
from lib.model.lookup import records
from lib.model.periods import period_end


@dataclass(frozen=True, slots=True)
class StateSaid:
    """The state of one measure in one year, and what is to be said to it."""

    state: MeasureState
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A resolution that extends a plan: when it was taken, until when the plan is to hold, its number, who took it."""

    plan: str
    decided_on: date
    extended_to: date
    resolution: str
    decided_by: str


def last_states(reports: pd.DataFrame, year: int) -> dict[str, tuple[StateSaid, date]]:
    """What was said last of each measure for a year, and on which day; measures nobody reported on are absent."""
    of_year = reports[reports["year"] == year].sort_values("date", kind="stable")
    return {
        row["measure_code"]: (
            StateSaid(MeasureState(row["state"]), None if pd.isna(row["comment"]) else row["comment"]),
            row["date"].date(),
        )
        for row in records(of_year)
    }


def states_said(  # noqa: PLR0917
    states: Mapping[str, StateSaid], reports: pd.DataFrame, year: int, on: date, by: str, seen: int,
) -> Declaration:
    """States of measures in one year as one declaration; what equals the last report is left out.

    A state of another year says nothing about this one, so the subject of a report is a measure with a year: two people
    who fill in different years of one plan are no conflict, two who say the same year are.

    Raises
    ------
    BadSelection : of a measure whose state changes something was reported for the year on that day or later, so the
        report would not be the last word.
    """
    before = last_states(reports, year)
    changed = {code: said for code, said in states.items() if code not in before or before[code][0] != said}
    latest = max((before[code][1] for code in changed if code in before), default=date.min)
    if on <= latest:
        raise BadSelection("report-not-later",
                           "The states of {year} were reported on {day} already: a correction needs a later day.",
                           year=str(year), day=latest)
    rows: list[Mapping[str, object]] = [
        {"measure_code": code, "year": year, "date": on, "state": said.state.value, "comment": said.comment,
         "reported_by": by} for code, said in changed.items()
    ]
    return Declaration({"measure_report": rows}, seen, "stavy opatření", {"measure_report": ("measure_code", "year")})


def measure_said(  # noqa: PLR0917
    plan: str, measures: pd.DataFrame, token: str, title: str, responsible: str | None, seen: int,
) -> Declaration:
    """One more measure at the end of a plan; `measures` are those it has, `token` makes its code."""
    position = int(measures["position"].max()) + 1 if len(measures) else 1
    row = {"code": f"{plan}-{token}", "plan_code": plan, "position": position, "title": title,
           "responsible": responsible}
    return Declaration({"plan_measure": [row]}, seen, "nové opatření", {"plan_measure": "plan_code"})


def action_plan_said(plan: str, year: int, seen: int) -> Declaration:
    """That a plan has an action plan of a year."""
    return Declaration({"action_plan": [{"plan_code": plan, "year": year}]}, seen, "akční plán")


def evaluation_said(  # noqa: PLR0917
    plan: str, on: date, evaluator: str, answers: Mapping[Criterion, Answer], note: str | None, seen: int,
) -> Declaration:
    """One evaluation: who and when, and an answer to each of the seven criteria; those not given are unknown."""
    said: list[Mapping[str, object]] = [
        {"plan_code": plan, "date": on, "criterion": criterion.value,
         "answer": answers.get(criterion, Answer.UNKNOWN).value}
        for criterion in Criterion
    ]
    evaluation = {"plan_code": plan, "date": on, "evaluator": evaluator, "note": note}
    return Declaration({"plan_evaluation": [evaluation], "community_plan_quality": said}, seen, "hodnocení plánu")


def extension_proposed(frames: Frames, said: Extension, base_release: int) -> Incoming:
    """The resolution and the new end of the plan together, to be sent in as a draft: they change coverage.

    Parameters
    ----------
    frames : every table of the release `base_release`, which was on the screen.

    Raises
    ------
    BadSelection : there is no such plan, or it holds until that day or longer already.
    """
    plans = frames["community_plan"]
    of_plan = plans[plans["code"] == said.plan]
    if of_plan.empty:
        raise BadSelection("unknown-community-plan", "There is no community plan {value}.", value=said.plan)
    end = period_end(of_plan, COMMUNITY_PLAN).iloc[0]
    if not pd.isna(end) and said.extended_to <= end.date():
        raise BadSelection("extension-not-later", "The plan holds until {end} already: give a later day.",
                           end=end.date())
    row = {"plan_code": said.plan, "decided_on": said.decided_on, "extended_to": said.extended_to,
           "resolution": said.resolution, "decided_by": said.decided_by}
    tables = {
        "community_plan": with_rows("community_plan", plans, [
            {**records(of_plan)[0], "extended_to": pd.Timestamp(said.extended_to)}], ()),
        "plan_extension": with_rows("plan_extension", frames["plan_extension"], [row], ()),
    }
    if DECLARED_SOURCE not in set(frames["source"]["id"]):
        tables["source"] = with_source(frames["source"], frames["region"])
    name = f"{said.plan} → {said.extended_to.isoformat()}"
    return Incoming(ImportKind.RECORD, tables, name, sha256(repr(said).encode()).hexdigest(),
                    base_release=base_release)
