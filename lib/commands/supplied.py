"""`demo` and `package`: the data package supplied with the application, made and checked."""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

from lib.demo import DEFAULT_SEED, write_demo
from lib.errors import RejectedPackage
from lib.importers.base import read_bytes, read_csv
from lib.importers.descriptor import write_descriptor
from lib.importers.package import load_package
from lib.model.schemas import TABLES
from lib.settings import read_settings


def add_commands(commands: Any) -> None:
    """Declare the commands."""
    demo = commands.add_parser("demo", help="make the illustrative tables anew; the same seed gives the same bytes")
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED)
    demo.set_defaults(run=_demo)

    package = commands.add_parser("package", help="check the data package and write its datapackage.json")
    package.set_defaults(run=_package)


def _demo(options: argparse.Namespace) -> None:
    root = read_settings().package_root
    write_demo(_real_tables(root), root / "demo", seed=options.seed)
    write_descriptor(root)


def _real_tables(root: Path) -> dict[str, pd.DataFrame]:
    """The real tables the illustrative story is built on, read from the folder reference of the package."""
    frames, issues = {}, []
    for path in sorted((root / "reference").glob("*.csv")):
        frames[path.stem], found = read_csv(TABLES[path.stem], read_bytes(path, path.name), path.name)
        issues += found
    if issues:
        raise RejectedPackage(issues)
    return frames


def _package(options: argparse.Namespace) -> None:
    root = read_settings().package_root
    write_descriptor(root)
    load_package(root)
