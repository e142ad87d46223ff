"""What a body left to be done and how it stands on a day, who has spoken on an item, who sits in a body."""

from datetime import date

import pandas as pd

from lib.model.bodies import (
    BODY_REPRESENTATION,
    TASK_REPORT,
    BodyLevel,
    DecisionKind,
    OpinionState,
    TaskState,
    TriadPart,
)
from lib.model.derived_meetings import Stage, TaskStanding
from lib.model.lookup import positions, taken
from lib.model.periods import latest_on

CLOSED = (TaskStanding.DONE.value, TaskStanding.CANCELLED.value)
"""States of a task nobody has to do any more."""


def task_states(decisions: pd.DataFrame, reports: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """Every task given up to a day, as it stands on that day.

    Parameters
    ----------
    decisions : rows of the table `decision`; resolutions and tasks of a later day are left out.
    reports : rows of `task_report`; those of a later day are not known yet.
    on : the day. A task due on the day itself is not overdue.

    Returns
    -------
    The rows of the tasks with state (a word of `TaskStanding`), days_overdue (1 on the day after the due one; NA:
    not overdue), state_date and note (of the last declaration; NA: nobody has declared anything).
    """
    at = pd.Timestamp(on)
    tasks = decisions[(decisions["kind"] == DecisionKind.TASK) & (decisions["date"] <= at)].reset_index(drop=True)
    last = latest_on(reports, TASK_REPORT, on)
    which = positions(tasks["id"], last["decision_id"])
    declared = taken(last["state"], which)
    closed = declared.isin([TaskState.DONE.value, TaskState.CANCELLED.value])
    late = ~closed & tasks["due_date"].notna() & (tasks["due_date"] < at)
    state = declared.where(closed, TaskStanding.OPEN.value).mask(late, TaskStanding.OVERDUE.value)
    return tasks.assign(
        state=state.astype("str"),
        days_overdue=(at - tasks["due_date"]).dt.days.where(late).astype("Int64"),
        state_date=taken(last["date"], which),
        note=taken(last["note"], which),
    )


def to_be_seen(now: pd.DataFrame, before: pd.DataFrame | None) -> tuple[pd.DataFrame, int]:
    """Tasks a meeting opens with, and how many are left out because the meeting before saw them closed.

    `now` are tasks as they stand on the day of the meeting, `before` on the day of the last one (None: there was none).
    """
    if before is None:
        return now, 0
    seen_closed = now["id"].isin(before.loc[before["state"].isin(CLOSED), "id"])
    return now[~seen_closed].reset_index(drop=True), int(seen_closed.sum())


def way_of_opinions(bodies: pd.DataFrame) -> pd.DataFrame:
    """Bodies that speak on an item, in the order of the way: steering groups, the college, organs of the region.

    The college is the body at the top of the coordination structure; steering groups are bodies of ORP areas right
    under it. Columns of `bodies` and stage.
    """
    at_top = bodies["parent_code"].isna() & (bodies["level"] == BodyLevel.REGION)
    groups = (bodies["level"] == BodyLevel.ORP) & bodies["parent_code"].isin(bodies.loc[at_top, "code"])
    parts = [
        bodies[chosen].assign(stage=stage.value).sort_values("code") for chosen, stage in (
            (groups, Stage.GROUP), (at_top, Stage.COLLEGE), (bodies["level"] == BodyLevel.REGIONAL_ORGAN, Stage.ORGAN))
    ]
    return pd.concat(parts, ignore_index=True)


def opinion_counts(items: pd.Series, groups: pd.Series, opinions: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """How many of the groups have spoken on each item up to a day, and how.

    Parameters
    ----------
    items : identifiers of items. groups : codes of bodies that are asked; opinions of others are not counted.
    opinions : rows of the table `opinion`; one per item and body.

    Returns
    -------
    One row per item, indexed by it: agrees, agrees_with_comments, disagrees, silent; they sum to the groups.
    """
    given = opinions[opinions["body_code"].isin(groups) & (opinions["date"] <= pd.Timestamp(on))]
    words = [word.value for word in OpinionState]
    counted = pd.crosstab(given["agenda_item_id"], given["opinion"]).reindex(index=items, columns=words, fill_value=0)
    return counted.assign(silent=len(groups) - counted.sum(axis=1)).astype("Int64")


def triad(bodies: pd.Series, found: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """Who sits in each body on a day: the last finding up to the day, and the first later one where there is none.

    Returns
    -------
    One row per body and part of the triad: body_code, part, presence and found_on (NA: nothing was found up to the
    day), later_presence and later_on (only where nothing was found up to the day), note (of the finding given).
    """
    known = latest_on(found, BODY_REPRESENTATION, on)
    later = found[found["date"] > pd.Timestamp(on)].sort_values("date").drop_duplicates(["body_code", "part"])
    parts = [part.value for part in TriadPart]
    rows = pd.MultiIndex.from_product([bodies, parts], names=["body_code", "part"]).to_frame(index=False)
    rows = rows.merge(_finding(known, "presence", "found_on", "note"), how="left", on=["body_code", "part"])
    rows = rows.merge(_finding(later, "later_presence", "later_on", "later_note"), how="left", on=["body_code", "part"])
    rows.loc[rows["presence"].notna(), ["later_presence", "later_on", "later_note"]] = None
    return rows.assign(note=rows["note"].fillna(rows["later_note"])).drop(columns="later_note")


def _finding(found: pd.DataFrame, presence: str, day: str, note: str) -> pd.DataFrame:
    return found[["body_code", "part", "presence", "date", "note"]].rename(
        columns={"presence": presence, "date": day, "note": note})
