"""Evidence files as people may take them."""

from dataclasses import dataclass

from lib.errors import BadSelection
from lib.model import access
from lib.model.access import Account, Act
from lib.model.plan import MediaType, Visibility
from lib.store.database import Database
from lib.store.evidence import read_evidence
from lib.store.reads import read_table
from lib.store.releases import latest


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file to be handed out: its name and kind as they were accepted, never as somebody asks for them."""

    name: str
    media_type: MediaType
    content: bytes


def evidence_for(database: Database, account: Account, known_at: int, checksum: str) -> EvidenceFile:
    """The file of a checksum, for an account that may take it.

    A file is public only while the newest release says so too: an older one does not give out what was closed since.

    Raises
    ------
    BadSelection : the release has no such file, or this installation has not its content.
    Forbidden : the file is internal and the role may not take such files.
    """
    files = read_table(database, "evidence_file", known_at=known_at, valid_on=None)
    found = files[files["checksum"] == checksum]
    if found.empty:
        raise BadSelection("no-evidence", "Release {number} has no such evidence file.", number=known_at)
    row = found.iloc[0]
    last = latest(database)
    newest = files if last is None else read_table(database, "evidence_file", known_at=last.number, valid_on=None)
    now = newest.loc[newest["checksum"] == checksum, "visibility"]
    if {row["visibility"], *now} != {Visibility.PUBLIC} or now.empty:
        access.require(account, Act.READ_INTERNAL)
    return EvidenceFile(str(row["name"]), MediaType(row["media_type"]), read_evidence(database, checksum))
