"""New rows beside published ones: whole tables as an importer hands them over."""

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.errors import RejectedPackage
from lib.model.schemas import DTYPES, TABLES


def frame_of(table: str, rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Rows of a stored table, cells in the order of its columns, with the types of `DTYPES`; there is at least one."""
    fields = TABLES[table].fields
    return pd.DataFrame({field.name: pd.Series(list(cells), dtype=DTYPES[field.kind])
                         for field, cells in zip(fields, zip(*rows, strict=True), strict=True)})


def together(table: str, kept: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """Published rows that stay and new ones, in the order of the key."""
    return pd.DataFrame(pd.concat([kept, added])).sort_values(list(TABLES[table].key), ignore_index=True)


def with_sources(published: pd.DataFrame, rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """The table source with the rows given, in place of those of the same identifier."""
    added = frame_of("source", rows)
    return together("source", published[~published["id"].isin(added["id"])], added)


def check_merged(known: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]) -> None:
    """Hold the published state with the new tables to every rule there is.

    Raises
    ------
    RejectedPackage : what the new tables break. Rows are those of the whole tables, which issues name.
    """
    # pandera takes about a second to import; only an import needs it.
    from lib.model.checks import reference_issues, rule_issues, table_issues

    whole = {**known, **tables}
    files = {name: f"{name}.csv" for name in whole}
    issues = [issue for name in tables for issue in table_issues(TABLES[name], tables[name], files[name])]
    if not issues:
        issues = reference_issues(whole, files) + rule_issues(whole, files)
    if issues:
        raise RejectedPackage(issues)
