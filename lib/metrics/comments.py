"""Comments on drafts of plans: where each belongs, how it was settled last, and how many were settled how."""

import numpy as np
import pandas as pd

from lib.model.consultation import COMMENT
from lib.model.derived_comments import COMMENT_COUNT, COMMENT_SETTLED, Settled
from lib.model.lookup import positions, ratio, taken
from lib.model.schemas import require


def settled_comments(
    comments: pd.DataFrame, settlements: pd.DataFrame, activities: pd.DataFrame, goals: pd.DataFrame,
) -> pd.DataFrame:
    """Comments with the names of their places and the settlement that holds.

    Parameters
    ----------
    comments : rows of the table comment that are to be shown. settlements : the settlement that holds of each comment,
        at most one; comments without one are unsettled. activities, goals : give titles and names by code.

    Returns
    -------
    One row per comment with the columns of `comment_settled`, in the order of consultation, day and identifier;
    `number` counts within the consultation from 1. Columns of the settlement are NA for unsettled comments, those of
    places NA where the comment names none.

    Raises
    ------
    SchemaMismatch : a column is absent, or a comment has two settlements.
    """
    require(comments, *COMMENT.columns, key=("id",))
    require(settlements, "comment_id", "date", "settlement", "reason", "settled_by", key=("comment_id",))
    rows = comments.sort_values(["consultation_code", "date", "id"], ignore_index=True)
    held = positions(rows["id"], settlements["comment_id"])
    frame = rows.rename(columns={"id": "comment_id"}).assign(
        number=(rows.groupby("consultation_code").cumcount() + 1).astype("Int64"),
        activity_title=taken(activities["title"], positions(rows["activity_code"], activities["code"])),
        goal_name=taken(goals["name"], positions(rows["goal_code"], goals["code"])),
        settlement=taken(settlements["settlement"], held).fillna(Settled.UNSETTLED.value),
        settled_on=taken(settlements["date"], held),
        **{name: taken(settlements[name], held) for name in ("reason", "settled_by")},
    )
    return frame[list(COMMENT_SETTLED.columns)]


def settlement_counts(settled: pd.DataFrame) -> pd.DataFrame:
    """How many comments of each consultation were settled how.

    Parameters
    ----------
    settled : the result of `settled_comments`.

    Returns
    -------
    Four rows per consultation that has comments, with the columns of `comment_count`: the three ways of settlement and
    the unsettled. settled_share: of those settled, summing to 1; NA for the unsettled, and where nothing is settled.
    """
    require(settled, "comment_id", "consultation_code", "settlement", key=("comment_id",))
    codes = sorted(settled["consultation_code"].unique())
    ways = [way.value for way in Settled]
    counted = settled.groupby(["consultation_code", "settlement"]).size()
    index = pd.MultiIndex.from_product([codes, ways], names=["consultation_code", "settlement"])
    frame = counted.reindex(index, fill_value=0).astype("Int64").rename("comments").reset_index()
    counts = frame["comments"].to_numpy(dtype="float64").reshape(len(codes), len(ways))
    done = np.where(np.array(ways) == Settled.UNSETTLED.value, np.nan, counts)
    shares = ratio(done, np.repeat(np.nansum(done, axis=1, keepdims=True), len(ways), axis=1))
    return frame.assign(settled_share=shares.ravel())[list(COMMENT_COUNT.columns)]
