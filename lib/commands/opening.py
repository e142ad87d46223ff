"""What every command begins with: the open database and the release that was asked for."""

import argparse
import sys

from lib.errors import BadSelection, DashboardError, RejectedPackage
from lib.importers.package import load_package, package_checksum
from lib.settings import now, read_settings
from lib.store.database import Database, open_database
from lib.store.releases import Release, ensure_embedded, releases
from lib.text.messages import words_for


def tell(error: DashboardError, lang: str, *, every_problem: bool = False) -> None:
    """Say on standard error what went wrong; of refused data the first problems, or all of them."""
    words = words_for(lang)
    lines = words.error(error)
    if every_problem and isinstance(error, RejectedPackage):
        lines = [lines[0], *map(words.issue, error.issues)]
    print("\n  ".join(lines), file=sys.stderr)


def opened(lang: str) -> Database:
    """The database with the supplied package in it; a broken package is told and the last good state stays.

    Raises
    ------
    StoreUnavailable, RejectedPackage : there is no state to read.
    """
    settings = read_settings()
    database = open_database(settings.database_url)
    outcome = ensure_embedded(
        database,
        lambda: load_package(settings.package_root),
        checksum=lambda: package_checksum(settings.package_root),
        published_at=now(),
    )
    if outcome.rejected is not None:
        tell(outcome.rejected, lang)
    return database


def release_asked(database: Database, number: str | None) -> Release:
    """The release of that number, the newest when none is given.

    Raises
    ------
    BadSelection : there is no such release.
    """
    every = releases(database)
    found = every[-1] if number is None else next(
        (release for release in every if str(release.number) == number), None
    )
    if found is None:
        raise BadSelection(
            "unknown-release",
            "There is no release {value}. Known: {known}.",
            value=number,
            known=", ".join(str(release.number) for release in every),
        )
    return found


def add_language(parser: argparse.ArgumentParser) -> None:
    """Let the language be given after the command as well as before it."""
    parser.add_argument("--lang", choices=("cs", "en"), default=argparse.SUPPRESS, help="language of messages")


def add_release(parser: argparse.ArgumentParser) -> None:
    """Let a release be chosen."""
    parser.add_argument("--znamo", metavar="RELEASE", help="known at: number of a release (default: the newest)")
