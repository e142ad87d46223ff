"""Contents of evidence files, by the sha256 of what is kept. They are written with the release that declares them."""

from collections.abc import Iterable
from hashlib import sha256

import sqlalchemy as sa

from lib.errors import BadSelection, StoreUnavailable
from lib.store.database import Database
from lib.store.tables import EVIDENCE_CONTENT


def read_evidence(database: Database, checksum: str) -> bytes:
    """The content of one file.

    Raises
    ------
    BadSelection : this installation has no content of that checksum; a package brings only the rows about files.
    StoreUnavailable : what is stored is not what was sent in.
    """
    query = sa.select(EVIDENCE_CONTENT.c.content).where(EVIDENCE_CONTENT.c.checksum == checksum)
    with database.reading() as connection:
        content: bytes | None = connection.execute(query).scalar_one_or_none()
    if content is None:
        raise BadSelection("no-evidence-content", "The content of this file is not in this installation.")
    if sha256(content).hexdigest() != checksum:
        raise StoreUnavailable("evidence-altered", "The stored content of the file {checksum} is not the one that was "
                               "sent in. It is not given out: restore the database from a backup.", checksum=checksum)
    return content


def evidence_held(database: Database, checksums: Iterable[str]) -> frozenset[str]:
    """Those of the checksums whose content this installation has."""
    wanted = sorted(set(checksums))
    if not wanted:
        return frozenset()
    query = sa.select(EVIDENCE_CONTENT.c.checksum).where(EVIDENCE_CONTENT.c.checksum.in_(wanted))
    with database.reading() as connection:
        return frozenset(connection.execute(query).scalars())
