"""The command line: every table and view a page shows, the illustrative data, and the description of the package.

Exit codes: 0 done; 1 the data package was refused or the database cannot be used; 2 something asked for does not exist.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from lib.demo import DEFAULT_SEED, write_demo
from lib.errors import BadSelection, DashboardError, RejectedPackage
from lib.exports.csvw import bare_csv, plain_frame
from lib.importers.base import read_bytes, read_csv
from lib.importers.descriptor import write_descriptor
from lib.importers.package import load_package, package_checksum
from lib.model.schemas import TABLES
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.settings import now, read_settings
from lib.store.database import Database, open_database
from lib.store.reads import read_table
from lib.store.releases import ensure_embedded, releases
from lib.text.formats import parse_date
from lib.text.messages import words_for
from lib.views import tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what it prints goes to standard output, what went wrong to standard error."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except BadSelection as error:
        _tell(error, options.lang)
        return 2
    except DashboardError as error:
        _tell(error, options.lang)
        return 1
    return 0


def _tell(error: DashboardError, lang: str) -> None:
    print("\n  ".join(words_for(lang).error(error)), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lib", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lang", choices=("cs", "en"), default="cs", help="language of messages")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    table = commands.add_parser(
        "table", help="print a table or a view", epilog="Known tables: " + ", ".join(tables.names())
    )
    table.add_argument("name", help="table or view")
    table.add_argument("--k", metavar="DATE", help="valid on (default: the package's own day)")
    table.add_argument("--znamo", metavar="RELEASE", help="known at: number of a release (default: the newest)")
    table.add_argument("--srovnani", metavar="DATE", help="second day, for tables of changes")
    table.add_argument("--norma", default=Norm.REGION_MEAN.value, help=", ".join(norm.value for norm in Norm))
    table.add_argument("--cil", metavar="NUMBER", help="own value per 1,000, with --norma vlastni")
    table.add_argument(
        "--kapacita", default=CapacityScope.NETWORK.value, help=", ".join(scope.value for scope in CapacityScope)
    )
    table.add_argument("--orp", metavar="CODE", help="only one area, where the table has areas")
    table.add_argument("--sluzba", metavar="§", help="only one service type, where the table has types")
    table.add_argument("--format", choices=("csv", "json"), default="csv")
    table.add_argument("--lang", choices=("cs", "en"), default=argparse.SUPPRESS, help="language of messages")
    table.set_defaults(run=_table)

    demo = commands.add_parser("demo", help="make the illustrative tables anew; the same seed gives the same bytes")
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED)
    demo.set_defaults(run=_demo)

    package = commands.add_parser("package", help="check the data package and write its datapackage.json")
    package.set_defaults(run=_package)
    return parser


def _opened(lang: str) -> Database:
    settings = read_settings()
    database = open_database(settings.database_url)
    outcome = ensure_embedded(
        database,
        lambda: load_package(settings.package_root),
        checksum=lambda: package_checksum(settings.package_root),
        published_at=now(),
    )
    if outcome.rejected is not None:
        _tell(outcome.rejected, lang)
    return database


def _day(text: str | None, default: date | None = None) -> date | None:
    return default if text is None else parse_date(text)


def _number(text: str | None, code: str) -> float | None:
    if text is None:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadSelection(code, "{value} is not a number.", value=text) from None
    if not 0 < value <= 1000:
        raise BadSelection(
            "own-value-range", "The own value must be above 0 and at most 1,000, not {value}.", value=text
        )
    return value


def _selection(database: Database, options: argparse.Namespace) -> Selection:
    """The selection asked for.

    Raises
    ------
    BadSelection : an area, type, date, norm, scope or release that does not exist.
    """
    every = releases(database)
    found = every[-1] if options.znamo is None else next(
        (release for release in every if str(release.number) == options.znamo), None
    )
    if found is None:
        raise BadSelection(
            "unknown-release",
            "There is no release {value}. Known: {known}.",
            value=options.znamo,
            known=", ".join(str(release.number) for release in every),
        )
    if options.norma not in list(Norm):
        raise BadSelection(
            "unknown-norm",
            "There is no norm {value}. Known: {known}.",
            value=options.norma,
            known=", ".join(norm.value for norm in Norm),
        )
    if options.kapacita not in list(CapacityScope):
        raise BadSelection(
            "unknown-scope",
            "There is no capacity {value}. Known: {known}.",
            value=options.kapacita,
            known=", ".join(scope.value for scope in CapacityScope),
        )
    for code, table, value in (("unknown-area", "orp", options.orp), ("unknown-type", "service_type", options.sluzba)):
        existing = read_table(database, table, known_at=found.number, valid_on=None)["code"]
        if value is not None and value not in set(existing):
            raise BadSelection(code, "There is no {value}. Known: {known}.", value=value, known=", ".join(existing))
    own_rate = _number(options.cil, "not-a-number")
    if options.norma == Norm.OWN and (own_rate is None or options.sluzba is None):
        raise BadSelection(
            "own-value-incomplete", "An own value counts for one service type: give both (--cil NUMBER --sluzba §)."
        )
    valid_on = _day(options.k, found.default_valid_on)
    if valid_on is None:
        raise BadSelection("day-needed", "The release has no default day: give one (--k DATE).")
    return Selection(
        at=AsOf(valid_on, found.number),
        orp=options.orp,
        service_type=options.sluzba,
        compare_on=_day(options.srovnani),
        norm=Norm(options.norma),
        own_rate=own_rate,
        scope=CapacityScope(options.kapacita),
    )


def _table(options: argparse.Namespace) -> None:
    database = _opened(options.lang)
    selection = _selection(database, options)
    sheet = tables.sheet(database, options.name, selection, valid_only=options.k is not None)
    frame = tables.narrowed(options.name, sheet.frame, selection)
    if options.format == "json":
        rows = plain_frame(sheet.table, frame).astype(object)
        print(json.dumps(rows.where(rows.notna(), None).to_dict("records"), ensure_ascii=False, indent=1))
    else:
        sys.stdout.write(bare_csv(sheet.table, frame))


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


if __name__ == "__main__":
    sys.exit(main())
