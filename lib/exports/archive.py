"""A whole state as a Frictionless Data Package in one zip: what goes out here comes in again."""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from lib.exports.csvw import plain_frame
from lib.model.datapackage import (
    DESCRIPTOR,
    FILE_NAMES,
    FOLDERS,
    DataFile,
    description_of,
    descriptor_text,
    file_name,
)
from lib.model.fields import Table
from lib.model.lookup import records
from lib.model.schemas import TABLES
from lib.model.spreadsheets import with_apostrophe
from lib.model.territory import SourceKind

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every member, the first a zip can tell: the same tables give the same bytes."""


def package_zip(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Every table of a state, its description and nothing else.

    Real rows lie in the folder reference, illustrative rows in demo, as in the package supplied with the application. A
    table without a row has a file with its header; an optional one has none then.

    Parameters
    ----------
    frames : every table of `lib.model.schemas.TABLES`, as a release has them.
    """
    files = [file for name, table in TABLES.items() for file in _files(table, frames[name], frames["source"])]
    described = descriptor_text(description_of(
        files, region=frames["region"], source=frames["source"], named_state=frames["named_state"],
    ))
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for path, content in [(DESCRIPTOR, described.encode()), *((path, content) for _, path, content in files)]:
            member = ZipInfo(path, FIRST_DAY)
            member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def _files(table: Table, frame: pd.DataFrame, source: pd.DataFrame) -> Iterator[DataFile]:
    ordered = frame.sort_values(list(table.key), ignore_index=True)
    illustrative = source.loc[source["kind"] == SourceKind.DEMO.value, "id"]
    demo = ordered["id" if table.name == "source" else "source_id"].isin(illustrative)
    write = _geojson if table.name in FILE_NAMES else _csv
    for folder, rows in zip(FOLDERS, (ordered[~demo], ordered[demo]), strict=True):
        needed = ordered.empty and folder == FOLDERS[0] and not table.optional
        if needed or not rows.empty:
            yield table.name, f"{folder}/{file_name(table.name)}", write(table, rows)


def _csv(table: Table, rows: pd.DataFrame) -> bytes:
    """The rows as text; what a spreadsheet would run has an apostrophe before it, which the import takes off again."""
    plain = plain_frame(table, rows)
    written = [field.name for field in table.fields if field.kind in ("text", "code")]
    defused = plain.assign(**{name: plain[name].map(with_apostrophe, na_action="ignore") for name in written})
    return str(defused.to_csv(index=False, lineterminator="\r\n")).encode()


def _geojson(table: Table, rows: pd.DataFrame) -> bytes:
    plain = plain_frame(table, rows).astype("object")
    features = [
        {"type": "Feature", "properties": {name: value for name, value in row.items() if name != "geometry"},
         "geometry": json.loads(row["geometry"])}
        for row in records(plain.where(plain.notna(), None))
    ]
    return (json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n").encode()
