"""Rules of reporting: how often, where a milestone stands on a day, which step of a state is a step back."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.model.lookup import positions, taken
from lib.model.plan import USUAL_RULES, ReportingRule


def rules_of(frame: pd.DataFrame) -> Mapping[ReportingRule, float]:
    """Every limit of reporting: from the table `reporting_rule`, else the usual one.

    Parameters
    ----------
    frame : the table reporting_rule, which may be empty.
    """
    own = {ReportingRule(rule): float(value) for rule, value in zip(frame["rule"], frame["value"], strict=True)}
    return {**USUAL_RULES, **own}


def planned_on(milestones: pd.DataFrame, moves: pd.DataFrame, day: date) -> pd.Series:
    """The day each milestone is planned for, as it was known on a day.

    Parameters
    ----------
    milestones : rows of the table milestone. moves : rows of milestone_move, of whichever milestones.

    Returns
    -------
    datetime64 Series on the index of `milestones`: the day set by the last move decided on or before `day`, else the
    original planned_date. A move decided on the very day counts.
    """
    decided = moves[moves["date"].to_numpy() <= np.datetime64(day)].sort_values(["milestone_id", "date"])
    last = decided.drop_duplicates("milestone_id", keep="last")
    moved = taken(last["planned_date"], positions(milestones["id"], last["milestone_id"]))
    original = milestones["planned_date"]
    return pd.Series(moved.where(moved.notna(), original.to_numpy()).to_numpy(), index=milestones.index,
                     name="planned_date")
