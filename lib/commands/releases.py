"""`releases`: what was published, when, by whom, why and from which file."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

import pandas as pd

from lib.commands.opening import add_language, opened
from lib.store.releases import Release, releases

COLUMNS = (
    "number", "published_at", "purpose", "by_role", "note", "source_name", "source_checksum", "default_valid_on",
    "embedded",
)


def add_commands(commands: Any) -> None:
    """Declare the command."""
    listed = commands.add_parser("releases", help="list the releases, the oldest first")
    listed.add_argument("--format", choices=("csv", "json"), default="csv")
    add_language(listed)
    listed.set_defaults(run=_releases)


def _releases(options: argparse.Namespace) -> None:
    rows = [_row(release) for release in releases(opened(options.lang))]
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["embedded"] = frame["embedded"].map({True: "true", False: "false"})
    sys.stdout.write(str(frame.to_csv(index=False, lineterminator="\n")))


def _row(release: Release) -> dict[str, object]:
    """One release by column, days and times as ISO text; None: the release names no default day."""
    day = release.default_valid_on
    values = asdict(release) | {
        "published_at": release.published_at.isoformat(), "default_valid_on": None if day is None else day.isoformat(),
    }
    return {column: values[column] for column in COLUMNS}
