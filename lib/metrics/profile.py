"""Where one area's figures stand among those of the others."""

import numpy as np
import pandas as pd

from lib.model.catalogue import Polarity
from lib.model.derived_profile import Beside
from lib.model.lookup import numbers
from lib.model.schemas import require

_DIGITS = 9
"""Digits kept when two figures are compared, so that noise of floating point makes no difference."""


def figure_spread(figures: pd.DataFrame) -> pd.DataFrame:
    """The range of each figure among the areas and the middle half of it.

    Parameters
    ----------
    figures : one row per orp_code and figure. value: in the figure's own unit; NA: not known, and then left out.

    Returns
    -------
    One row per figure with minimum, q25, q75 and maximum in the same unit; quartiles are linear between neighbours,
    as the norms are. NA: no area's value is known.
    """
    require(figures, "orp_code", "figure", "value", key=("orp_code", "figure"))
    spread = figures.groupby("figure", sort=False)["value"].quantile(np.array([0, 0.25, 0.75, 1])).unstack()
    return spread.set_axis(["minimum", "q25", "q75", "maximum"], axis=1).reset_index()


def mean_of(figures: pd.DataFrame, orp_codes: tuple[str, ...]) -> pd.Series:
    """Plain mean of each figure over some areas, by figure; areas whose value is not known are left out.

    NA: none of the areas is known.
    """
    rows = figures[figures["orp_code"].isin(orp_codes)]
    return rows.groupby("figure", sort=False)["value"].mean()


def beside(figures: pd.DataFrame) -> pd.Series:
    """Each figure beside the region's mean, a word of `Beside`.

    Parameters
    ----------
    figures : value and region in the same unit (NA: not known), polarity, small_number with value_low and value_high,
        the bounds of its interval.

    Returns
    -------
    In this order: unknown when value or region is not known; unclear for a small number whose interval, bounds
    included, holds the mean; same when they are equal; other where neither side is better; better or worse.
    """
    difference = np.round(numbers(figures["value"]) - numbers(figures["region"]), _DIGITS)
    held = (figures["value_low"] <= figures["region"]) & (figures["region"] <= figures["value_high"])
    more_is_better = (figures["polarity"] == Polarity.MORE_IS_BETTER).to_numpy()
    cases = (
        (np.isnan(difference), Beside.UNKNOWN),
        ((figures["small_number"] & held).to_numpy(dtype=bool), Beside.UNCLEAR),
        (difference == 0, Beside.SAME),
        ((figures["polarity"] == Polarity.NEUTRAL).to_numpy(), Beside.OTHER),
        ((difference > 0) == more_is_better, Beside.BETTER),
    )
    words = np.select([case for case, _ in cases], [word.value for _, word in cases], Beside.WORSE.value)
    return pd.Series(words, index=figures.index, dtype="str")
