"""What an import reads from: a file of this machine, an address, or the official address of its kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from lib.desk.drafts import Frames
from lib.errors import BadSelection
from lib.importers.base import MAX_FILE_BYTES, rejected
from lib.importers.fetch import REGISTER_ADDRESS, fetch, is_address
from lib.importers.rpss_stream import MAX_REGISTER_BYTES
from lib.model.incoming import ImportKind

OFFICIAL = "official"
"""Said instead of a file: the official address."""

OFFICIAL_KINDS = (ImportKind.REGISTER, ImportKind.BOUNDARIES)


@contextmanager
def open_source(kind: ImportKind, written: str, known: Frames) -> Iterator[tuple[str, BinaryIO]]:
    """The name and the content of what is to be read, to be used within the block; a download is then forgotten.

    Parameters
    ----------
    written : a path, an address that begins with https://, or `OFFICIAL`.
    known : the published state; official borders are asked for by its areas.

    Raises
    ------
    BadSelection : there is no such file, or nothing official of the kind.
    RejectedPackage : the file is too large or withheld, or the address cannot be reached.
    """
    if written == OFFICIAL and kind not in OFFICIAL_KINDS:
        raise BadSelection("nothing-official", "There is no official address for {kind}: give a file or an address.",
                           kind=kind.value)
    if written != OFFICIAL and not is_address(written):
        yield from _file(Path(written), kind)
        return
    with TemporaryFile() as into:
        if written == OFFICIAL and kind is ImportKind.BOUNDARIES:
            name = _official_borders(into, known)
        else:
            name = fetch(REGISTER_ADDRESS if written == OFFICIAL else written, into, limit=_limit(kind))
        into.seek(0)
        yield name, into


def _file(path: Path, kind: ImportKind) -> Iterator[tuple[str, BinaryIO]]:
    if not path.is_file():
        raise BadSelection("no-file", "There is no file {value}.", value=str(path))
    size, limit = path.stat().st_size, _limit(kind)
    if size > limit:
        raise rejected(path.name, 0, "", "", "the file has {size} bytes, the limit is {limit}",
                       "Check that this is the right file; send less data at once", size=size, limit=limit)
    try:
        opened = path.open("rb")
    except OSError as error:
        raise rejected(path.name, 0, "", error.strerror or "", "the system does not let the file be read",
                       "Check the permissions of the file and its folder") from error
    with opened:
        yield path.name, opened


def _limit(kind: ImportKind) -> int:
    return MAX_REGISTER_BYTES if kind is ImportKind.REGISTER else MAX_FILE_BYTES


def _official_borders(into: BinaryIO, known: Frames) -> str:
    from lib.importers.ruian import SERVICE, official_boundaries

    def get(address: str) -> bytes:
        with TemporaryFile() as answer:
            fetch(address, answer)
            answer.seek(0)
            return answer.read()

    into.write(official_boundaries(get, known["orp"]))
    return SERVICE
