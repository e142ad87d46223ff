"""Cards summed up by anything they name: one way of counting for goals, responsibility, types, groups and areas."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.derived_rollup import FULFILMENT_OF, ROLLED, TRIPLED, WHOLE_PLAN, Fulfilment
from lib.model.lookup import Floats, numbers, positions, ratio, whole
from lib.model.plan import ActivityState
from lib.model.schemas import require


def rolled_up(activity_progress: pd.DataFrame, lagging: pd.Series, rows: pd.Series, members: pd.DataFrame
              ) -> pd.DataFrame:
    """Cards by state and their progress for every row and for the whole.

    Parameters
    ----------
    activity_progress : one row per card on one day; columns of the table of that name.
    lagging : which cards lag, on the index of `activity_progress`.
    rows : codes of the rows wanted, in order.
    members : which card stands in which row: activity_code and row. A card may stand in several rows; a pair told twice
        counts once; cards and rows not known are left out.

    Returns
    -------
    One row per code of `rows` and then the row `all`: column row, then the columns of `derived_rollup.ROLLED`. The last
    row counts every card that stands in any row once, so it is the sum of the others only where no card stands in two.

    A card stands in exactly one of the states or in unreported. Cancelled cards are left out of done_share and of every
    mean; done_share is NA when none of the others was ever reported. declared_pct is the mean over the
    declared_activities whose progress is known, elapsed_pct the mean over the same cards, and lag_pct = elapsed_pct −
    declared_pct (negative: ahead of time); all three are NA when there is no such card.
    """
    n, cards = len(rows), len(activity_progress)
    card = positions(members["activity_code"], activity_progress["activity_code"])
    row = positions(members["row"], rows)
    known = (card >= 0) & (row >= 0)
    row, card = np.divmod(np.unique(row[known] * cards + card[known]), max(cards, 1))
    once = np.unique(card)

    def summed(values: npt.ArrayLike) -> Floats:
        each = np.asarray(values, dtype=np.float64)
        return np.append(np.bincount(row, each[card], n), each[once].sum())

    state = activity_progress["state"]
    counts = {word.value: summed(state == word) for word in ActivityState}
    unreported, activities = summed(state.isna()), summed(np.ones(cards))
    standing = activities - counts[ActivityState.CANCELLED]
    declared = numbers(activity_progress["declared_pct"])
    counted = ~np.isnan(declared) & (state != ActivityState.CANCELLED).to_numpy()
    n_declared = summed(counted)

    def mean(values: Floats) -> Floats:
        return ratio(summed(np.where(counted, values, 0)), n_declared)

    declared_pct, elapsed_pct = mean(declared), mean(numbers(activity_progress["elapsed_pct"]))
    counts |= {"activities": activities, "unreported": unreported, "declared_activities": n_declared,
               "lagging": summed(lagging)}
    frame = pd.DataFrame({
        "row": pd.Series([*rows, WHOLE_PLAN], dtype="str"),
        **{name: whole(values) for name, values in counts.items()},
        "done_share": ratio(np.where(standing > unreported, counts[ActivityState.DONE], np.nan), standing),
        "declared_pct": declared_pct,
        "elapsed_pct": elapsed_pct,
        "lag_pct": elapsed_pct - declared_pct,
    })
    return frame[["row", *(field.name for field in ROLLED)]]


def by_main_goal(activity_progress: pd.DataFrame) -> pd.DataFrame:
    """Members of a roll-up by goal: a card belongs to its main goal only, whatever other goals it names."""
    return activity_progress[["activity_code", "goal_code"]].set_axis(["activity_code", "row"], axis=1)


def triple(rolled: pd.DataFrame) -> pd.DataFrame:
    """The region's three words for every row of a roll-up.

    Parameters
    ----------
    rolled : a roll-up; columns of one of `derived_rollup.ROLLUPS`.

    Returns
    -------
    The columns of `rolled` that tell the row, then those of `derived_rollup.TRIPLED`. States become words by
    `FULFILMENT_OF`; cards never reported are not_stated; cancelled ones are in none of the words. Shares are of the
    cards not cancelled and add up to 1; NA where there is no such card.
    """
    require(rolled, "activities", "unreported", *ActivityState)
    counts = {
        word.value: sum((rolled[state] for state, called in FULFILMENT_OF.items() if called is word),
                        start=pd.Series(0, rolled.index, dtype="Int64"))
        for word in Fulfilment
    } | {Fulfilment.NOT_STATED.value: rolled["unreported"]}
    standing = numbers(rolled["activities"]) - numbers(rolled[ActivityState.CANCELLED])
    shares = {f"{word}_share": ratio(numbers(values), standing) for word, values in counts.items()}
    told = [str(column) for column in rolled.columns if column not in {field.name for field in ROLLED}]
    return rolled.assign(**counts, **shares)[[*told, *(field.name for field in TRIPLED)]]


def goal_matrix(activities: pd.DataFrame, activity_goal: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """How many cards of each main goal are linked also to other goals.

    Returns
    -------
    One row per main goal in order of position: goal_code, activities (cards of the goal), then one column per goal
    with the number of these cards linked to it besides. A link of a card to its own main goal is not counted.
    """
    listed = goals.sort_values("position").reset_index(drop=True)
    n = len(listed)
    card_main = positions(activities["goal_code"], listed["code"])
    card = positions(activity_goal["activity_code"], activities["code"])
    main = np.append(card_main, -1)[card]
    linked = positions(activity_goal["goal_code"], listed["code"])
    secondary = (main >= 0) & (linked >= 0) & (main != linked)
    counts = np.bincount(main[secondary] * n + linked[secondary], minlength=n * n).reshape(n, n)
    frame = pd.DataFrame(counts, columns=listed["code"].tolist()).astype("Int64")
    frame.insert(0, "goal_code", listed["code"])
    frame.insert(1, "activities", pd.Series(np.bincount(card_main[card_main >= 0], minlength=n), dtype="Int64"))
    return frame
