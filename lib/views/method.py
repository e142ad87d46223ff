"""What the page on sources and methods shows: every table with its release, size, completeness and sources."""

from dataclasses import dataclass

import pandas as pd

from lib.model.schemas import TABLES
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.reads import read_table, table_summary
from lib.store.releases import Release, releases


@dataclass(frozen=True, slots=True)
class MethodView:
    """`tables`: one row per stored table with content_release, rows, demo_rows, missing_share and its source ids.
    `sources`: the table source. `releases`: every published release, oldest first."""

    tables: pd.DataFrame
    sources: pd.DataFrame
    releases: tuple[Release, ...]


def method_view(database: Database, at: AsOf) -> MethodView:
    """Every table of the release with what can be said of its origin and completeness."""
    sources = read_table(database, "source", known_at=at.known_at, valid_on=None)
    demo = set(sources.loc[sources["kind"] == "demo", "id"])
    rows = []
    for name in TABLES:
        if name == "source":
            continue
        used = read_table(database, name, known_at=at.known_at, valid_on=None)["source_id"]
        rows.append(
            {
                "table_name": name,
                "demo_rows": int(used.isin(demo).sum()),
                "source_ids": " ".join(sorted(used.unique())),
            }
        )
    summary = table_summary(database, known_at=at.known_at)
    tables = summary.merge(pd.DataFrame(rows), on="table_name", validate="one_to_one")
    return MethodView(tables, sources, tuple(releases(database)))
