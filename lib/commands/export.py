"""`export`: a release as a data package, tables as a workbook, profiles as PDF, signals as a feed, a meeting pack."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lib.commands import pack
from lib.commands.opening import add_language, add_release, opened, release_asked
from lib.commands.writing import unwritten, write_file
from lib.desk.drafts import published_frames
from lib.errors import BadSelection
from lib.exports.archive import FIRST_DAY, package_zip
from lib.exports.atom import NOWHERE, atom_bytes, checked_base
from lib.model.pack import Shape
from lib.model.selection import AsOf, CapacityScope, Selection
from lib.model.workbook import GROUPS, SHEET_TABLES
from lib.store.releases import Release
from lib.text.formats import parse_date
from lib.text.messages import words_for
from lib.views.profile import profile_views
from lib.views.signals import signals_view


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
    profiles = kinds.add_parser("profiles", help="the profile of every ORP as PDF, one file each and one with all")
    profiles.add_argument("target", type=Path, help="a folder or a file *.zip; files of the same names are replaced")
    profiles.add_argument("--kapacita", choices=[scope.value for scope in CapacityScope],
                          default=CapacityScope.NETWORK.value, help="capacity in the network, or all registered")
    profiles.set_defaults(run=_profiles)
    signals = kinds.add_parser("signals", help="signals of the cards as an Atom feed")
    signals.add_argument("--out", type=Path, metavar="FILE", help="where to write (default: print the feed)")
    signals.add_argument("--base-url", metavar="URL", default=NOWHERE,
                         help="address of the dashboard, for links and identifiers: https://…")
    signals.set_defaults(run=_signals)
    pack.add_command(kinds)
    template = kinds.add_parser("template", help="the template of slides (.pptx) for a region to adapt")
    template.add_argument("--pomer", choices=list(Shape), default=Shape.WIDE.value, help="proportions of the slides")
    template.set_defaults(run=_template)
    for parser in (profiles, signals):
        parser.add_argument("--k", metavar="DATE", help="valid on (default: the package's own day)")
    for parser in (package, workbook, template):
        parser.add_argument("file", type=Path, help="where to write; a file of that name is replaced")
    for parser in (package, workbook, profiles, signals):
        add_release(parser)
        add_language(parser)


def _package(options: argparse.Namespace) -> None:
    database = opened(options.lang)
    release = release_asked(database, options.znamo)
    write_file(options.file, package_zip(published_frames(database, release.number)))


def _template(options: argparse.Namespace) -> None:
    # python-pptx takes a while to load.
    from lib.exports.pptx_default import template_bytes

    write_file(options.file, template_bytes(Shape(options.pomer)))


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
    write_file(options.file, workbook_bytes(
        published_frames(database, release.number), list(dict.fromkeys(asked)), words_for(options.lang),
        number=release.number, published_at=release.published_at,
    ))


def _profiles(options: argparse.Namespace) -> None:
    # WeasyPrint takes a while to load, and needs libraries of the system that the other kinds do not.
    from lib.exports.profile import file_name, profile_pdfs

    database = opened(options.lang)
    release = release_asked(database, options.znamo)
    at = AsOf(_day(options.k, release), release.number)
    views = profile_views(database, Selection(at, scope=CapacityScope(options.kapacita)))
    single, together = profile_pdfs(views, words_for(options.lang))
    files = dict(zip(map(file_name, views), single, strict=True)) | {file_name(views[0], every=True): together}
    if options.target.suffix.lower() == ".zip":
        write_file(options.target, _zipped(files))
    else:
        _write_folder(options.target, files)
    print("\n".join(files))


def _signals(options: argparse.Namespace) -> None:
    base_url = checked_base(options.base_url)
    database = opened(options.lang)
    release = release_asked(database, options.znamo)
    view = signals_view(database, AsOf(_day(options.k, release), release.number))
    feed = atom_bytes(view, words_for(options.lang), base_url)
    if options.out is None:
        sys.stdout.buffer.write(feed)
    else:
        write_file(options.out, feed)


def _day(written: str | None, release: Release) -> date:
    day = release.default_valid_on if written is None else parse_date(written)
    if day is None:
        raise BadSelection("day-needed", "The release has no default day: give one (--k DATE).")
    return day


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive; the same files give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, FIRST_DAY), content)
    return buffer.getvalue()


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files or none: they get their names when the last of them is whole. Other files there stay."""
    parts = {folder / f".{name}.part": folder / name for name in files}
    new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        for part, content in zip(parts, files.values(), strict=True):
            part.write_bytes(content)
        for part, path in parts.items():
            part.replace(path)
    except OSError as error:
        if folder.is_dir():
            for part in filter(Path.is_file, parts):
                part.unlink()
        if new and folder.is_dir():
            folder.rmdir()
        raise unwritten(folder, error) from error
