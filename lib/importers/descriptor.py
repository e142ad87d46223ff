"""datapackage.json: what the package says of itself, made from the declarations and from the files on disk."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd

from lib.errors import RejectedPackage
from lib.importers.base import read_bytes, read_csv, rejected
from lib.importers.package import DESCRIPTOR, checksum_of
from lib.model.fields import Table
from lib.model.schemas import TABLES, frictionless_schema

FOLDERS = ("reference", "demo")
"""Where the files of a package lie: real rows first, illustrative rows after them."""

FILE_NAMES = {"orp_boundary": "orp.geojson", "municipality_boundary": "municipalities.geojson"}
"""Files that are not called after their table."""


def build_descriptor(root: Path) -> dict[str, Any]:
    """The Frictionless description of the data files under `root`: the same files always give the same words.

    Region, sources and the default day are read from the package's own tables `region`, `source` and `named_state`.
    `hash` and `bytes` are those of all data files together.

    Raises
    ------
    RejectedPackage : one of the three tables is missing or cannot be read.
    """
    paths = {name: found for name in TABLES if (found := _paths(root, name))}
    region, source, state = (_rows(root, paths, name) for name in ("region", "source", "named_state"))
    if len(region) != 1:
        raise rejected(", ".join(paths["region"]), 0, "", "", "the table has {rows} rows", "Keep one region",
                       rows=len(region))
    place = region.iloc[0]
    default = state.loc[state["is_default"].fillna(False), "valid_on"].dropna()
    files = [(name, path, read_bytes(root / path, path)) for name, found in paths.items() for path in found]
    return {
        "profile": "data-package",
        "name": f"socialni-sluzby-{_slug(str(place['code'])).lower()}",
        "title": f"Sociální služby: {place['name']}",
        "title_en": f"Social services: {place['name_en']}",
        "description": "Plánování sociálních služeb kraje. Složka reference obsahuje doložené údaje, složka demo "
                       "údaje ukázkové; původ každého řádku říká sloupec source_id.",
        "default_valid_on": None if default.empty else default.iloc[0].date().isoformat(),
        "licenses": [{"name": _slug(licence), "title": licence} for licence in sorted(set(source["licence"].dropna()))],
        "sources": [_source(row) for _, row in source.sort_values("id").iterrows()],
        "bytes": sum(len(content) for _, _, content in files),
        "hash": f"sha256:{checksum_of(files)}",
        "resources": [_resource(TABLES[name], found) for name, found in paths.items()],
    }


def write_descriptor(root: Path) -> Path:
    """Write datapackage.json beside the data it describes."""
    path = root / DESCRIPTOR
    text = json.dumps(build_descriptor(root), ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _paths(root: Path, name: str) -> list[str]:
    file = FILE_NAMES.get(name, f"{name}.csv")
    return [f"{folder}/{file}" for folder in FOLDERS if (root / folder / file).is_file()]


def _rows(root: Path, paths: dict[str, list[str]], name: str) -> pd.DataFrame:
    if name not in paths:
        raise rejected(f"{FOLDERS[0]}/{name}.csv", 0, "", "", "the file is missing", "Add the file to the package")
    read = [read_csv(TABLES[name], read_bytes(root / path, path), path) for path in paths[name]]
    issues = [issue for _, found in read for issue in found]
    if issues:
        raise RejectedPackage(issues)
    return pd.concat([frame for frame, _ in read], ignore_index=True)


def _source(row: pd.Series) -> dict[str, str]:
    described = {"name": str(row["id"]), "title": f"{row['publisher']}: {row['title']}", "kind": str(row["kind"])}
    return described if pd.isna(row["url"]) else described | {"path": str(row["url"])}


def _resource(table: Table, paths: list[str]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": table.name,
        "title": table.cs,
        "title_en": table.en,
        "description": f"One row: {table.grain}.",
        "path": paths,
        "encoding": "utf-8",
    }
    if table.name in FILE_NAMES:
        return described | {"profile": "data-resource", "format": "geojson", "mediatype": "application/geo+json"}
    return described | {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
                        "schema": frictionless_schema(table)}


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.")
