"""The checks every set of tables must pass, told by the card of the document instead of the row of a table."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lib.errors import Issue
from lib.model.checks import package_issues
from lib.model.plan import printed_code
from lib.model.rules import text_issues

Frames = Mapping[str, pd.DataFrame]


def table_problems(tables: Frames, known: Frames, places: Mapping[str, int], file: str) -> list[Issue]:
    """What is wrong with tables made from cards, together with the published state.

    Parameters
    ----------
    tables : the tables the document touches. known : the published state. places : line or page by code of the card.
    file : what the document is called.
    """
    names = {name: name for name in known}
    found = [issue for issue in package_issues({**known, **tables}, names) if issue.file in tables]
    found += text_issues(tables, names, known)
    return [_located(issue, tables[issue.file], places, file) for issue in found]


def _located(issue: Issue, frame: pd.DataFrame, places: Mapping[str, int], file: str) -> Issue:
    column = "activity_code" if "activity_code" in frame else "code"
    if issue.row < 2 or column not in frame:
        return replace(issue, file=file, row=0)
    code = str(frame[column].iloc[issue.row - 2])
    return replace(issue, file=file, row=places.get(code, 0), column=f"{printed_code(code)} {issue.column}")
