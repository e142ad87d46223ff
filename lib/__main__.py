"""The command line: what the pages show, what was published, and the way in and out for data.

Exit codes: 0 done, or nothing to do; 1 data were refused, or the database, a file or an address cannot be used; 2
something asked for does not exist; 3 the data are sound but unusual and must be confirmed; 4 somebody published
meanwhile.
"""

import argparse
import sys
from collections.abc import Sequence

from lib.commands import export, incoming, releases, supplied, table
from lib.commands.opening import tell
from lib.errors import BadSelection, DashboardError, NeedsConfirmation, StaleState

EXIT_CODES = ((BadSelection, 2), (NeedsConfirmation, 3), (StaleState, 4), (DashboardError, 1))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what it prints goes to standard output, what went wrong to standard error."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except DashboardError as error:
        tell(error, options.lang, every_problem=options.every_problem)
        return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lib", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lang", choices=("cs", "en"), default="cs", help="language of messages")
    parser.set_defaults(every_problem=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (table, releases, export, incoming, supplied):
        module.add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
