"""Rows of the monitoring of community plans: measures with yearly states, who evaluated, resolutions that extended."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_several, pick_weighted
from lib.demo.planning import ASSESSED
from lib.model.community import MeasureState

FIRST_YEAR, LAST_YEAR = 2014, 2017
"""Plans that hold on some day of these years have measures, and so have those of `EARLIER`."""

EARLIER = ("D_LIBEREC_2008", "D_CESKODUBSKO_2009", "D_LOMNICKO_2008")
LAST_REPORT = date(2017, 12, 31)
HALF_YEAR = date(2016, 6, 15)
"""The day of the reports on the first half of 2016, so that the year of the default day is not empty."""

HALF_YEAR_SHARE, YEAR_SHARE, MEASURE_SHARE, CORRECTED_SHARE = 0.75, 0.88, 0.93, 0.05
"""Plans that reported on the half-year and on a whole year, measures they reported on, reports corrected later."""

REPORTED_BY = "koordinátor plánu (ukázka)"

TITLES: tuple[tuple[str, str], ...] = (
    ("Rozšířit pečovatelskou službu o večery a víkendy", "poskytovatel pečovatelské služby"),
    ("Zajistit pečovatelskou službu v malých obcích", "obce a poskytovatel pečovatelské služby"),
    ("Zřídit odlehčovací službu pro pečující rodiny", "město"),
    ("Udržet odborné sociální poradenství v rozsahu dvou dnů týdně", "poskytovatel poradny"),
    ("Zřídit občanskou poradnu s pravidelným výjezdem do obcí", "poskytovatel poradny"),
    ("Rozšířit terénní programy pro osoby ohrožené závislostí", "poskytovatel terénního programu"),
    ("Zavést osobní asistenci pro děti se zdravotním postižením", "poskytovatel osobní asistence"),
    ("Otevřít denní stacionář pro seniory", "město"),
    ("Rozšířit sociálně aktivizační služby pro rodiny s dětmi", "poskytovatel služby"),
    ("Udržet nízkoprahové zařízení pro děti a mládež", "město a poskytovatel služby"),
    ("Připravit sociální byty a podporu v bydlení", "město"),
    ("Zřídit noclehárnu na zimní měsíce", "město"),
    ("Podpořit dobrovolnické programy v domovech pro seniory", "dobrovolnické centrum"),
    ("Vydávat katalog sociálních a souvisejících služeb", "koordinátor plánu"),
    ("Pořádat jednou ročně den sociálních služeb", "koordinátor plánu a poskytovatelé"),
    ("Odstranit bariéry ve veřejných budovách", "obce"),
    ("Zajistit dopravu osob se zdravotním postižením", "svazek obcí"),
    ("Rozšířit kapacitu chráněného bydlení", "poskytovatel chráněného bydlení"),
    ("Zavést dluhové poradenství ve spolupráci s úřadem práce", "poskytovatel poradny"),
    ("Zjistit potřeby seniorů dotazníkem v obcích", "pracovní skupina senioři"),
    ("Dohodnout spolufinancování služeb obcemi území", "řídicí skupina"),
    ("Zřídit ranou péči dostupnou v území", "kraj a poskytovatel rané péče"),
)
"""What plans of this kind promise, and who answers for it."""

COMMENTS: dict[MeasureState, tuple[str, ...]] = {
    MeasureState.NOT_STARTED: ("Chybí peníze v rozpočtu.", "Čeká se na vyhlášení výzvy.", "Nenašel se poskytovatel."),
    MeasureState.RUNNING: ("Služba funguje v části území.", "Probíhá jednání s obcemi.", "Projekt byl podán."),
    MeasureState.DONE: ("Služba je zavedena.", "Splněno v plánovaném rozsahu."),
    MeasureState.CANCELLED: ("O opatření už není zájem.", "Nahrazeno jiným opatřením."),
}
CORRECTION = "Oprava: stav byl ohlášen omylem."

ROLES = {
    ASSESSED[0][0]: ("hodnotitel projektu plánování (ukázka)",),
    ASSESSED[1][0]: ("řídicí skupina plánu (ukázka)", "krajský koordinátor plánování (ukázka)"),
}
"""Who evaluated on each day of assessment: roles."""

EXTENSIONS: tuple[Row, ...] = (
    {"plan_code": "D_CESKODUBSKO_2009", "decided_on": date(2011, 12, 8), "extended_to": date(2012, 12, 31),
     "resolution": "usnesení č. 12/2011 (ukázka)", "decided_by": "zastupitelstvo města"},
    {"plan_code": "D_LOMNICKO_2012", "decided_on": date(2015, 11, 26), "extended_to": date(2016, 12, 31),
     "resolution": "usnesení č. 7/2015 (ukázka)", "decided_by": "zastupitelstvo města"},
)
"""The resolution behind every made-up plan that was extended."""


def measure_rows(plans: pd.DataFrame, rng: np.random.Generator) -> list[Row]:
    """Four to nine measures of every plan that has them; `plans` are real and made-up ones together."""
    rows: list[Row] = []
    for plan in _with_measures(plans):
        wanted = pick_several(rng, TITLES, int(rng.integers(4, 10)))
        rows += [{"code": f"{plan}-{place:02}", "plan_code": plan, "position": place, "title": title,
                  "responsible": None if chance(rng, 0.1) else responsible}
                 for place, (title, responsible) in enumerate(wanted, 1)]
    return rows


def _with_measures(plans: pd.DataFrame) -> list[str]:
    until = plans[["valid_to", "extended_to"]].max(axis=1)
    holds = (plans["valid_from"] <= pd.Timestamp(LAST_YEAR, 12, 31)) & (until >= pd.Timestamp(FIRST_YEAR, 1, 1))
    return sorted(str(code) for code in plans.loc[
        (holds & (plans["status"] == "approved")) | plans["code"].isin(EARLIER), "code"])


def measure_report_rows(plans: pd.DataFrame, measures: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    """States of the measures year by year: reported in the January after, for most plans and measures, some corrected.

    The first half of 2016 is reported in its June besides. What is done or cancelled stays so.
    """
    rows: list[Row] = []
    periods = {str(code): (begins.year, min(ends.year, LAST_YEAR)) for code, begins, ends in zip(
        plans["code"], plans["valid_from"], plans[["valid_to", "extended_to"]].max(axis=1), strict=True)}
    for plan in sorted({str(measure["plan_code"]) for measure in measures}):
        first, last = periods[plan]
        states = {str(each["code"]): MeasureState.NOT_STARTED for each in measures if each["plan_code"] == plan}
        for year in range(first, last + 1):
            if year == HALF_YEAR.year and chance(rng, HALF_YEAR_SHARE):
                rows += [_report(code, year, HALF_YEAR, _next(state, rng, 0.5), rng)
                         for code, state in states.items() if chance(rng, MEASURE_SHARE)]
            states = {code: _next(state, rng, 1) for code, state in states.items()}
            day = date(year + 1, 1, int(rng.integers(15, 32)))
            if day > LAST_REPORT or not chance(rng, YEAR_SHARE):
                continue
            for code, state in states.items():
                if not chance(rng, MEASURE_SHARE):
                    continue
                if chance(rng, CORRECTED_SHARE) and state is not MeasureState.NOT_STARTED:
                    rows += [_report(code, year, day, MeasureState.NOT_STARTED, rng),
                             {**_report(code, year, day + timedelta(days=45), state, rng), "comment": CORRECTION}]
                else:
                    rows.append(_report(code, year, day, state, rng))
    return rows


def _next(state: MeasureState, rng: np.random.Generator, pace: float) -> MeasureState:
    """The state a year (pace 1) or half a year later."""
    if state in (MeasureState.DONE, MeasureState.CANCELLED) or not chance(rng, pace):
        return state
    if state is MeasureState.NOT_STARTED:
        return pick_weighted(rng, list(MeasureState), (0.4, 0.46, 0.09, 0.05))
    return pick_weighted(rng, (MeasureState.RUNNING, MeasureState.DONE, MeasureState.CANCELLED), (0.58, 0.36, 0.06))


def _report(code: str, year: int, day: date, state: MeasureState, rng: np.random.Generator) -> Row:
    return {"measure_code": code, "year": year, "date": day, "state": state.value,
            "comment": pick(rng, COMMENTS[state]) if chance(rng, 0.3) else None, "reported_by": REPORTED_BY}


def evaluation_rows(quality: Sequence[Row]) -> list[Row]:
    """Who evaluated: one row for every plan and day in the answers to the seven criteria."""
    found = sorted({(str(row["plan_code"]), row["date"]) for row in quality}, key=str)
    return [{"plan_code": plan, "date": day, "evaluator": roles[place % len(roles)]}
            for place, (plan, day) in enumerate(found)
            for roles in [next(roles for assessed, roles in ROLES.items() if assessed == day)]]
