"""What a Frictionless Data Package of our tables says of itself, made from the declarations and from its files."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import pandas as pd

from lib.model.fields import Table
from lib.model.schemas import TABLES, frictionless_schema

DESCRIPTOR = "datapackage.json"

FOLDERS = ("reference", "demo")
"""Where the files of a package lie: real rows first, illustrative rows after them."""

FILE_NAMES = {"orp_boundary": "orp.geojson", "municipality_boundary": "municipalities.geojson"}
"""Files that are not called after their table."""

DataFile = tuple[str, str, bytes]
"""One data file: its table, its path within the package, its bytes."""


def file_name(table: str) -> str:
    """What the file of a table is called."""
    return FILE_NAMES.get(table, f"{table}.csv")


def checksum_of(files: Iterable[DataFile]) -> str:
    """The checksum of data files; their order does not matter."""
    lines = sorted(f"{table}\t{path}\t{sha256(content).hexdigest()}\n" for table, path, content in files)
    return sha256("".join(lines).encode()).hexdigest()


def description_of(
    files: Sequence[DataFile], *, region: pd.DataFrame, source: pd.DataFrame, named_state: pd.DataFrame,
) -> dict[str, Any]:
    """The descriptor of the files: the same files always give the same words.

    Parameters
    ----------
    files : in the order of `TABLES`; the files of one table in the order their rows are put together.
    region, source, named_state : the package's own tables; the region has one row.

    Returns
    -------
    The content of datapackage.json. `hash` and `bytes` are those of all data files together.
    """
    place = region.iloc[0]
    default = named_state.loc[named_state["is_default"].fillna(False), "valid_on"].dropna()
    paths = {name: [path for table, path, _ in files if table == name] for name in TABLES}
    held = {name for name, found in paths.items() if found}
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
        "resources": [_resource(TABLES[name], found, held) for name, found in paths.items() if found],
    }


def descriptor_text(descriptor: dict[str, Any]) -> str:
    """The text of datapackage.json."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _source(row: pd.Series) -> dict[str, str]:
    described = {"name": str(row["id"]), "title": f"{row['publisher']}: {row['title']}", "kind": str(row["kind"])}
    return described if pd.isna(row["url"]) else described | {"path": str(row["url"])}


def _resource(table: Table, paths: list[str], held: set[str]) -> dict[str, Any]:
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
                        "schema": frictionless_schema(table, held)}


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.")
