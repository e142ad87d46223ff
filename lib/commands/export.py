"""`export`: a whole release as a data package, or its tables as a workbook to be edited and sent back."""

import argparse
from pathlib import Path
from typing import Any

from lib.commands.opening import add_language, add_release, opened, release_asked
from lib.desk.drafts import published_frames
from lib.errors import BadSelection, DashboardError
from lib.exports.archive import package_zip
from lib.model.workbook import GROUPS, SHEET_TABLES
from lib.text.messages import words_for


def add_commands(commands: Any) -> None:
    """Declare the command and what it can write."""
    export = commands.add_parser("export", help="write a release to a file")
    kinds = export.add_subparsers(required=True, metavar="KIND")
    package = kinds.add_parser("package", help="every table as a Frictionless Data Package in a zip")
    package.set_defaults(run=_package)
    workbook = kinds.add_parser("workbook", help="tables as a workbook that can be edited and imported")
    workbook.add_argument("--tables", default="everything", metavar="NAMES",
                          help=f"tables with commas between them, or one of: {', '.join(GROUPS)}")
    workbook.set_defaults(run=_workbook)
    for parser in (package, workbook):
        parser.add_argument("file", type=Path, help="where to write; a file of that name is replaced")
        add_release(parser)
        add_language(parser)


def _package(options: argparse.Namespace) -> None:
    database = opened(options.lang)
    release = release_asked(database, options.znamo)
    _write(options.file, package_zip(published_frames(database, release.number)))


def _workbook(options: argparse.Namespace) -> None:
    # XlsxWriter and the form of the workbook take a while to load.
    from lib.exports.workbook import workbook_bytes

    database = opened(options.lang)
    release = release_asked(database, options.znamo)
    asked = GROUPS.get(options.tables) or tuple(name.strip() for name in options.tables.split(","))
    for name in asked:
        if name not in SHEET_TABLES:
            raise BadSelection("unknown-table", "There is no table {value}. Known: {known}.", value=name,
                               known=", ".join([*GROUPS, *SHEET_TABLES]))
    _write(options.file, workbook_bytes(
        published_frames(database, release.number), list(dict.fromkeys(asked)), words_for(options.lang),
        number=release.number, published_at=release.published_at,
    ))


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: who reads it meanwhile never sees a half."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise DashboardError("cannot-write", "The file {path} cannot be written: {reason}.", path=path.name,
                             reason=error.strerror or type(error).__name__) from error
