"""What the page on sources and methods shows: every table with its release, size, completeness and sources."""

from dataclasses import dataclass

import pandas as pd

from lib.model.catalogue import GroupScheme, Match
from lib.model.schemas import TABLES
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.reads import read_table, table_summary
from lib.store.releases import Release, releases
from lib.views.base import Reader


@dataclass(frozen=True, slots=True)
class MethodView:
    """`tables`: one row per stored table with content_release, rows, demo_rows, missing_share and its source ids.
    `sources`: the table source. `releases`: every published release, oldest first. `groups`: one row per target group
    of the plans and group of the register it maps to (NA: to none) with code, name, name_en, role, as_written (how
    cards write it, NA: no card does), register_name, register_name_en, match; groups of people first."""

    tables: pd.DataFrame
    sources: pd.DataFrame
    releases: tuple[Release, ...]
    groups: pd.DataFrame


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
    return MethodView(tables, sources, tuple(releases(database)), _groups(Reader(database, at)))


def _groups(reader: Reader) -> pd.DataFrame:
    """See `MethodView.groups`."""
    groups = reader.table("target_group")
    named = groups[["code", "name", "name_en"]]
    mapping = reader.table("target_group_mapping").merge(
        named.add_prefix("register_"), left_on="register_group_code", right_on="register_code")
    written = reader.table("activity_target_group")[["group_code", "as_written"]].drop_duplicates()
    plan = groups.loc[groups["scheme"] == GroupScheme.PLAN, ["code", "name", "name_en", "role"]]
    plan = plan.assign(as_written=plan["code"].map(written.groupby("group_code")["as_written"].agg("; ".join)))
    rows = plan.merge(mapping, left_on="code", right_on="plan_group_code", how="left")
    order = {word.value: place for place, word in enumerate(Match)}
    rows = rows.assign(people=rows["match"].isna(), order=rows["match"].map(order))
    rows = rows.sort_values(["people", "code", "order", "register_name"], ignore_index=True)
    return rows[["code", "name", "name_en", "role", "as_written", "register_name", "register_name_en", "match"]]
