"""`import`: data from a file or an address become a draft or, on request, a release, as on the data desk."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.commands.opening import add_language, opened
from lib.commands.sources import OFFICIAL, OFFICIAL_KINDS, open_source
from lib.desk import drafts as desk
from lib.desk import sources
from lib.desk.sources import Asked
from lib.errors import BadSelection, Issue, NothingChanged, RejectedPackage
from lib.importers.base import read_bytes
from lib.importers.fetch import is_address
from lib.model.access import Account, Role
from lib.model.changes import Changes, differences
from lib.model.incoming import ImportKind
from lib.model.lookup import records
from lib.model.schemas import TABLES
from lib.settings import now, operating_user, today
from lib.store.database import Database
from lib.store.drafts import Draft, draft_tables
from lib.store.releases import Purpose
from lib.text.formats import parse_date
from lib.text.messages import Words, words_for

if TYPE_CHECKING:
    from lib.importers.cards import PlanOfCards

KINDS = {
    "workbook": ImportKind.WORKBOOK, "table": ImportKind.TABLE, "package": ImportKind.PACKAGE,
    "rpss": ImportKind.REGISTER, "cards": ImportKind.CARDS, "boundaries": ImportKind.BOUNDARIES,
    "population": ImportKind.POPULATION,
}
"""Words of the command line for what can come in."""

SERVICES, TERRITORY = "services", "territory"
"""What can be confirmed: an unusual number of services in the register, a changed territory."""

LISTED_REMARKS = 200


def add_commands(commands: Any) -> None:
    """Declare the command."""
    incoming = commands.add_parser("import", help="check data, show what they change, make a draft, publish it")
    incoming.add_argument("kind", choices=list(KINDS))
    incoming.add_argument(
        "source", metavar="FILE_OR_URL",
        help=f"a file, an address that begins with https://, or the word {OFFICIAL} (rpss, boundaries)",
    )
    incoming.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
    incoming.add_argument("--publish", action="store_true", help="publish at once; without it the result is a draft")
    incoming.add_argument("--note", default="", help="what the release brings and why; --publish needs it")
    incoming.add_argument("--purpose", choices=(Purpose.UPDATE.value, Purpose.CORRECTION.value),
                          default=Purpose.UPDATE.value, help="the world moved on, or an earlier release was wrong")
    incoming.add_argument("--confirm", action="append", choices=(SERVICES, TERRITORY), default=[],
                          help="take over an unusual number of services, or a changed territory; may be repeated")
    incoming.add_argument("--k", metavar="DATE", help="the day a register or borders are of; for addresses: today")
    incoming.add_argument("--table", metavar="NAME", help="the table of a CSV file that does not say it")
    incoming.add_argument("--code-list", metavar="FILE", action="append", default=[], dest="code_lists", type=Path,
                          help="a list of codes of the register; may be repeated")
    plan = incoming.add_argument_group("cards of a plan that is not told by the document")
    plan.add_argument("--plan", metavar="CODE", help="a published plan, or a new one with all three below")
    plan.add_argument("--plan-title", metavar="TEXT")
    plan.add_argument("--plan-from", metavar="DATE")
    plan.add_argument("--plan-to", metavar="DATE")
    add_language(incoming)
    incoming.set_defaults(run=_import, every_problem=True)


def _import(options: argparse.Namespace) -> None:
    if options.publish and not options.note.strip():
        raise BadSelection("note-needed", "Write a note: what this release brings and why.")
    database, words = opened(options.lang), words_for(options.lang)
    account = Account(Role.ADMINISTRATOR, f"command line {operating_user()}".strip())
    asked = _asked(options, desk.published_frames(database))
    try:
        if options.dry_run:
            _tried(database, account, options, asked, words)
            return
        draft = _drafted(database, account, options, asked)
    except NothingChanged as outcome:
        print("\n".join(words.error(outcome)))
        return
    before = desk.published_frames(database, draft.base_release)
    _print_changes(differences(before, draft_tables(database, draft.number)), words)
    _print_remarks(draft.remarks, words)
    print(words("Draft {number} was made from release {release}.", number=str(draft.number),
                release=str(draft.base_release)))
    if options.publish:
        approved = desk.approve(database, account, draft.number, version=draft.version, note=options.note, at=now())
        release = desk.publish(database, account, draft.number, version=approved.version, note=options.note,
                               purpose=Purpose(options.purpose), at=now())
        print(words("Release {number} was published.", number=str(release.number)))


def _tried(database: Database, account: Account, options: argparse.Namespace, asked: Asked, words: Words) -> None:
    """Read and weigh; nothing is written, not even a line of the log."""
    kind = KINDS[options.kind]
    with open_source(kind, options.source, desk.published_frames(database)) as (name, file):
        read = sources.importer(kind, name, file, asked)
        incoming = read(desk.state_for(database, sources.filled_from(kind, name, file)))
    proposal = desk.weigh(database, account, incoming, at=now())
    _print_changes(proposal.changes, words)
    _print_remarks(incoming.remarks, words)
    print(words("This was a trial: nothing was written."))


def _drafted(database: Database, account: Account, options: argparse.Namespace, asked: Asked) -> Draft:
    """Read and propose. What cannot even be fetched is logged as refused, too."""
    kind = KINDS[options.kind]
    fetched = False
    try:
        with open_source(kind, options.source, desk.published_frames(database)) as (name, file):
            fetched = True
            return desk.bring_in(
                database, account, sources.sent(kind, name, file), sources.importer(kind, name, file, asked), at=now(),
                filled_from=lambda: sources.filled_from(kind, name, file),
            )
    except RejectedPackage as error:
        if not fetched:
            desk.record_refusal(database, account, desk.Sent(kind, options.source, ""), error, at=now())
        raise


def _asked(options: argparse.Namespace, known: desk.Frames) -> Asked:
    """What the options say beside the file.

    Raises
    ------
    BadSelection : a date is none, or a plan is neither known nor described.
    RejectedPackage : a list of codes cannot be read.
    """
    kind = KINDS[options.kind]
    day = None if options.k is None else parse_date(options.k)
    if day is None and kind in OFFICIAL_KINDS and (options.source == OFFICIAL or is_address(options.source)):
        day = today()  # what lies at an address is of the day it is fetched
    return Asked(
        table=options.table, state_day=day, plan=None if options.plan is None else _plan(options, known),
        confirmed=SERVICES in options.confirm, territory_changes=TERRITORY in options.confirm,
        code_lists={path.name: _content(path) for path in options.code_lists},
    )


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise BadSelection("no-file", "There is no file {value}.", value=str(path))
    return read_bytes(path, path.name)


def _plan(options: argparse.Namespace, known: desk.Frames) -> "PlanOfCards":
    from lib.importers.cards import PlanOfCards

    for plan in records(known["strategic_plan"]):
        if plan["code"] == options.plan:
            return PlanOfCards(plan["code"], plan["title"], plan["valid_from"].date(), plan["valid_to"].date())
    if options.plan_title is None or options.plan_from is None or options.plan_to is None:
        raise BadSelection(
            "unknown-plan",
            "There is no plan {value}. Known: {known}. A new one needs --plan-title, --plan-from and --plan-to.",
            value=options.plan, known=", ".join(known["strategic_plan"]["code"]),
        )
    return PlanOfCards(options.plan, options.plan_title, parse_date(options.plan_from), parse_date(options.plan_to))


def _print_changes(changes: Changes, words: Words) -> None:
    """How many rows of each table differ, a line a table."""
    for row in records(changes.counts()):
        print(words(
            "{table}: new {new}, changed {changed}, ended {ended}, removed {removed}, unchanged {unchanged}",
            table=f"{words.title(TABLES[row['table']])} ({row['table']})", new=row["new"], changed=row["changed"],
            ended=row["ended"], removed=row["removed"], unchanged=row["unchanged"],
        ))


def _print_remarks(remarks: Sequence[Issue], words: Words) -> None:
    if remarks:
        print(words("To be looked at:"))
    for line in map(words.issue, remarks[:LISTED_REMARKS]):
        print(f"  {line}")
    left = len(remarks) - LISTED_REMARKS
    if left > 0:
        print(f"  {words.plural('… and {n} more remark', '… and {n} more remarks', left)}")
