"""Rules of the records of community plans: extensions agree with resolutions, states belong to years of the plan."""

from collections.abc import Iterator, Mapping

import pandas as pd

from lib.errors import Issue
from lib.model.lookup import positions, taken

Frames = Mapping[str, pd.DataFrame]
Files = Mapping[str, str]


RECORDS = frozenset({"community_plan", "plan_extension", "measure_report"})
"""Tables in which `record_issues` can find something."""


def record_issues(frames: Frames, files: Files) -> list[Issue]:
    """What cannot be true of extensions of plans and of yearly states of measures; absent values are not judged."""
    return [*_extension_issues(frames, files), *_report_issues(frames, files)]


def _extension_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    """An extension must move the end of its plan; a plan is extended until the latest day its resolutions name."""
    plans, extensions = frames["community_plan"], frames["plan_extension"]
    ends = taken(plans["valid_to"], positions(extensions["plan_code"], plans["code"]))
    for row, (day, end) in enumerate(zip(extensions["extended_to"], ends, strict=True), 2):
        if day <= end:
            yield Issue(files["plan_extension"], row, "extended_to", day.date().isoformat(),
                        "the plan is not extended: its own end is {end}",
                        "Write a later day, or correct the end of the plan", values={"end": end.date()})
    latest = extensions.groupby("plan_code")["extended_to"].max()
    for row, (code, day) in enumerate(zip(plans["code"], plans["extended_to"], strict=True), 2):
        decided = latest.get(code)
        if decided is not None and not pd.isna(decided) and day != decided:
            yield Issue(files["community_plan"], row, "extended_to", "" if pd.isna(day) else day.date().isoformat(),
                        "resolutions extend the plan until {day}", "Write this day, or add the missing resolution",
                        values={"day": decided.date()})


def _report_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    """A state is of a year the plan has reached, and nobody knows it before that year begins."""
    reports, measures, plans = frames["measure_report"], frames["plan_measure"], frames["community_plan"]
    of_measure = taken(measures["plan_code"], positions(reports["measure_code"], measures["code"]))
    begins = taken(plans["valid_from"], positions(of_measure, plans["code"])).dt.year
    for row, (year, day, first) in enumerate(zip(reports["year"], reports["date"], begins, strict=True), 2):
        if pd.isna(year):
            continue
        if year < first:
            yield Issue(files["measure_report"], row, "year", str(year), "the plan begins only in {year}",
                        "Correct the year", values={"year": str(int(first))})
        if day.year < year:
            yield Issue(files["measure_report"], row, "date", day.date().isoformat(),
                        "the state is declared before its year begins", "Correct the day or the year")
