"""How many areas stand in each class of a gap."""

import pandas as pd

from lib.model.cells import SHORT_CLASSES, GapClass


def class_counts(rows: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """Areas by class, and what is missing where it is missing.

    Parameters
    ----------
    rows : rows of a gap table, one per area and key; class and gap_units (in the unit of the key, NA: unknown).

    Returns
    -------
    One row per key, in its order: areas, below (those of `SHORT_CLASSES`), one count per class by its word, and
    missing_units, the sum of what is missing in areas that miss something, as a positive number: 0 where none does, NA
    where the gap of no area is known. Areas whose gap is unknown are counted as such and are not in the sum.
    """
    by_key = [rows[name] for name in key]
    classes = {word.value: (rows["class"] == word).groupby(by_key).sum() for word in GapClass}
    missing = (-rows["gap_units"].where(rows["gap_units"] < 0, 0.0)).mask(rows["gap_units"].isna())
    counts: dict[str, pd.Series] = {
        "areas": rows["class"].groupby(by_key).size(),
        "below": (rows["class"].isin(SHORT_CLASSES)).groupby(by_key).sum(),
        **classes,
    }
    frame = pd.DataFrame({name: count.astype("Int64") for name, count in counts.items()})
    return frame.assign(missing_units=missing.groupby(by_key).sum(min_count=1) + 0.0).reset_index()
