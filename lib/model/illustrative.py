"""A state of the tables without its illustrative rows."""

from collections.abc import Mapping

import pandas as pd

from lib.model.schemas import TABLES
from lib.model.territory import SourceKind


def without_demo(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every table without rows whose source is illustrative, and without rows that pointed at them.

    A row goes when its own source is illustrative or when a required code in it pointed at a row that went; an optional
    code that did so becomes absent. Only tables that lose something are returned.
    """
    sources = frames["source"]
    demo = set(sources.loc[sources["kind"] == SourceKind.DEMO.value, "id"])
    kept = {
        name: frame[~frame["id" if name == "source" else "source_id"].isin(demo)] for name, frame in frames.items()
    }
    while (narrowed := {name: _pointing(name, kept) for name in kept}) and any(
        len(narrowed[name]) != len(kept[name]) for name in kept
    ):
        kept = narrowed
    return {name: frame.reset_index(drop=True) for name, frame in kept.items() if len(frame) != len(frames[name])
            or not frame.equals(frames[name])}


def _pointing(name: str, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    frame = frames[name]
    for field in TABLES[name].fields:
        if field.references is None:
            continue
        target, column = field.references.split(".")
        found = frame[field.name].isin(frames[target][column]) | frame[field.name].isna()
        if field.required:
            frame = frame[found]
        elif not found.all():
            frame = frame.assign(**{field.name: frame[field.name].where(found)})
    return frame
