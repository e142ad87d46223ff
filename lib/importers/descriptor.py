"""datapackage.json of a folder: made from the files that lie in it."""

from pathlib import Path
from typing import Any

import pandas as pd

from lib.errors import RejectedPackage
from lib.importers.base import read_bytes, read_csv, rejected
from lib.model.datapackage import DESCRIPTOR, FOLDERS, description_of, descriptor_text, file_name
from lib.model.schemas import TABLES


def build_descriptor(root: Path) -> dict[str, Any]:
    """The Frictionless description of the data files under `root`, as `lib.model.datapackage` words it.

    Region, sources and the default day are read from the package's own tables `region`, `source` and `named_state`.

    Raises
    ------
    RejectedPackage : one of the three tables is missing or cannot be read.
    """
    paths = {name: found for name in TABLES if (found := _paths(root, name))}
    region, source, state = (_rows(root, paths, name) for name in ("region", "source", "named_state"))
    if len(region) != 1:
        raise rejected(", ".join(paths["region"]), 0, "", "", "the table has {rows} rows", "Keep one region",
                       rows=len(region))
    files = [(name, path, read_bytes(root / path, path)) for name, found in paths.items() for path in found]
    return description_of(files, region=region, source=source, named_state=state)


def write_descriptor(root: Path) -> Path:
    """Write datapackage.json beside the data it describes."""
    path = root / DESCRIPTOR
    path.write_text(descriptor_text(build_descriptor(root)), encoding="utf-8", newline="\n")
    return path


def _paths(root: Path, name: str) -> list[str]:
    file = file_name(name)
    return [f"{folder}/{file}" for folder in FOLDERS if (root / folder / file).is_file()]


def _rows(root: Path, paths: dict[str, list[str]], name: str) -> pd.DataFrame:
    if name not in paths:
        raise rejected(f"{FOLDERS[0]}/{name}.csv", 0, "", "", "the file is missing", "Add the file to the package")
    read = [read_csv(TABLES[name], read_bytes(root / path, path), path) for path in paths[name]]
    issues = [issue for _, found in read for issue in found]
    if issues:
        raise RejectedPackage(issues)
    return pd.concat([frame for frame, _ in read], ignore_index=True)
