"""The edge of the story: the generated frames as CSV files."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from lib.demo.story import DEFAULT_SEED, generate
from lib.model.schemas import TABLES


def csv_text(name: str, frame: pd.DataFrame) -> str:
    """The table as CSV: comma, LF, header in declared order, ISO dates, true/false, empty for unknown."""
    written = frame.copy()
    for field in TABLES[name].fields:
        values = frame[field.name]
        if field.kind == "date":
            written[field.name] = values.dt.strftime("%Y-%m-%d")
        elif field.kind == "boolean":
            written[field.name] = values.map({True: "true", False: "false"})
        elif field.kind == "number":
            written[field.name] = ["" if pd.isna(value) else f"{value:.10g}" for value in values]
    return written.to_csv(index=False, lineterminator="\n")


def write_demo(reference: Mapping[str, pd.DataFrame], folder: Path, seed: int = DEFAULT_SEED) -> dict[str, Path]:
    """Write one file per illustrative table into `folder` and say where each table went.

    Parameters
    ----------
    reference : the real tables by name, as `generate` needs them.
    folder : created when it does not exist; files of the same names are overwritten.
    seed : the same seed and the same reference tables give the same bytes.

    Raises
    ------
    SchemaMismatch : a reference table is missing or the story does not fit it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    for name, frame in generate(reference, seed).items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(csv_text(name, frame), encoding="utf-8", newline="\n")
    return paths
