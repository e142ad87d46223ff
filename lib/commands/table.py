"""`table`: every table and view that a page shows, as CSV or JSON."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from lib.commands.opening import add_language, add_release, opened, release_asked
from lib.errors import BadSelection
from lib.exports.csvw import bare_csv, plain_frame
from lib.model.assumptions import Parameter, overrides
from lib.model.derived_reach import checked_limit
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.store.database import Database
from lib.store.reads import read_table
from lib.text.formats import parse_date
from lib.views import tables


def add_commands(commands: Any) -> None:
    """Declare the command."""
    table = commands.add_parser(
        "table", help="print a table or a view", epilog="Known tables: " + ", ".join(tables.names())
    )
    table.add_argument("name", help="table or view")
    table.add_argument("--k", metavar="DATE", help="valid on (default: the package's own day)")
    add_release(table)
    table.add_argument("--srovnani", metavar="DATE", help="second day, for tables of changes")
    table.add_argument("--norma", default=Norm.REGION_MEAN.value, help=", ".join(norm.value for norm in Norm))
    table.add_argument("--cil", metavar="NUMBER", help="own value per 1,000, with --norma vlastni")
    table.add_argument(
        "--kapacita", default=CapacityScope.NETWORK.value, help=", ".join(scope.value for scope in CapacityScope)
    )
    table.add_argument("--predpoklady", metavar="CODE", help="set of assumptions (default: the data's own)")
    table.add_argument("--upravy", metavar="NAME:NUMBER,…", help="own assumptions: " + ", ".join(Parameter))
    table.add_argument("--dosah", metavar="NUMBER", help="limit of reach in km (minutes where travel times are known)")
    table.add_argument("--orp", metavar="CODE", help="only one area, where the table has areas")
    table.add_argument("--sluzba", metavar="§", help="only one service type, where the table has types")
    table.add_argument("--scenar", metavar="CHANGES", default="",
                       help="changes of capacity as in a link, for tables of a scenario: 5103~49~pob~luz~20;…")
    table.add_argument("--prepocet", action="store_true", help="make the norm anew of the changed capacities")
    table.add_argument("--format", choices=("csv", "json"), default="csv")
    table.add_argument("--stored", action="store_true", help="the stored table, where a view has the same name")
    add_language(table)
    table.set_defaults(run=_table)


def _day(text: str | None, default: date | None = None) -> date | None:
    return default if text is None else parse_date(text)


def _number(text: str | None, code: str) -> float | None:
    if text is None:
        return None
    value = _float(text, code)
    if not 0 < value <= 1000:
        raise BadSelection(
            "own-value-range", "The own value must be above 0 and at most 1,000, not {value}.", value=text
        )
    return value


def _float(text: str, code: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadSelection(code, "{value} is not a number.", value=text) from None


def _overrides(options: argparse.Namespace) -> tuple[tuple[str, float], ...]:
    """Own assumptions; a limit of reach is one for every form."""
    own = () if options.upravy is None else overrides(options.upravy)
    if options.dosah is None:
        return own
    limit = checked_limit(_float(options.dosah, "not-a-number"))
    return tuple(sorted({**dict(own), Parameter.REACH_RESIDENTIAL.value: limit,
                         Parameter.REACH_OUTPATIENT.value: limit}.items()))


def _selection(database: Database, options: argparse.Namespace) -> Selection:
    """The selection asked for.

    Raises
    ------
    BadSelection : an area, type, date, norm, scope or release that does not exist.
    """
    found = release_asked(database, options.znamo)
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
    for code, table, value in (("unknown-area", "orp", options.orp), ("unknown-type", "service_type", options.sluzba),
                               ("unknown-assumptions", "assumption_set", options.predpoklady)):
        existing = read_table(database, table, known_at=found.number, valid_on=None)["code"]
        if value is not None and value not in set(existing):
            raise BadSelection(code, "There is no {value}. Known: {known}.", value=value, known=", ".join(existing))
    own_rate = _number(options.cil, "not-a-number")
    if options.norma == Norm.OWN and own_rate is not None and options.sluzba is None:
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
        assumptions=options.predpoklady,
        overrides=_overrides(options),
    )


def _table(options: argparse.Namespace) -> None:
    database = opened(options.lang)
    selection = _selection(database, options)
    sheet = tables.sheet(
        database, options.name, selection, valid_only=options.k is not None, stored=options.stored,
        scenario=options.scenar, fixed_norm=not options.prepocet,
    )
    frame = tables.narrowed(options.name, sheet.frame, selection)
    if options.format == "json":
        rows = plain_frame(sheet.table, frame).astype(object)
        print(json.dumps(rows.where(rows.notna(), None).to_dict("records"), ensure_ascii=False, indent=1))
    else:
        sys.stdout.write(bare_csv(sheet.table, frame))
