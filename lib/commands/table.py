"""`table`: every table and view that a page shows, as CSV or JSON."""

import argparse
import json
import sys
from typing import Any

from lib.commands.opening import add_language, opened
from lib.commands.selecting import add_selection, selection_asked
from lib.exports.csvw import bare_csv, plain_frame
from lib.views import tables


def add_commands(commands: Any) -> None:
    """Declare the command."""
    table = commands.add_parser(
        "table", help="print a table or a view", epilog="Known tables: " + ", ".join(tables.names())
    )
    table.add_argument("name", help="table or view")
    add_selection(table)
    table.add_argument("--scenar", metavar="CHANGES", default="",
                       help="changes of capacity as in a link, for tables of a scenario: 5103~49~pob~luz~20;…")
    table.add_argument("--prepocet", action="store_true", help="make the norm anew of the changed capacities")
    table.add_argument("--format", choices=("csv", "json"), default="csv")
    table.add_argument("--stored", action="store_true", help="the stored table, where a view has the same name")
    add_language(table)
    table.set_defaults(run=_table)


def _table(options: argparse.Namespace) -> None:
    database = opened(options.lang)
    selection = selection_asked(database, options)
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
