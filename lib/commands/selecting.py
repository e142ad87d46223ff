"""The selection as the command line asks for it: the same words as in the URL."""

import argparse
from datetime import date

from lib.commands.opening import add_release, release_asked
from lib.errors import BadSelection
from lib.model.assumptions import Parameter, overrides
from lib.model.derived_reach import checked_limit
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.store.database import Database
from lib.store.reads import read_table
from lib.text.formats import parse_date


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Declare what a view may be asked for."""
    parser.add_argument("--k", metavar="DATE", help="valid on (default: the package's own day)")
    add_release(parser)
    parser.add_argument("--srovnani", metavar="DATE", help="second day, for tables of changes")
    parser.add_argument("--norma", default=Norm.REGION_MEAN.value, help=", ".join(norm.value for norm in Norm))
    parser.add_argument("--cil", metavar="NUMBER", help="own value per 1,000, with --norma vlastni")
    parser.add_argument(
        "--kapacita", default=CapacityScope.NETWORK.value, help=", ".join(scope.value for scope in CapacityScope)
    )
    parser.add_argument("--predpoklady", metavar="CODE", help="set of assumptions (default: the data's own)")
    parser.add_argument("--upravy", metavar="NAME:NUMBER,…", help="own assumptions: " + ", ".join(Parameter))
    parser.add_argument("--dosah", metavar="NUMBER", help="limit of reach in km (minutes where travel times are known)")
    parser.add_argument("--orp", metavar="CODE", help="only one area, where the table has areas")
    parser.add_argument("--sluzba", metavar="§", help="only one service type, where the table has types")


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


def selection_asked(database: Database, options: argparse.Namespace) -> Selection:
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
