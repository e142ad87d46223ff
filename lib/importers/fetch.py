"""Files from addresses: only over HTTPS, never larger or slower than said, written away as they come."""

import time
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urljoin, urlsplit

import requests

from lib.importers.base import MAX_FILE_BYTES, rejected

REGISTER_ADDRESS = "https://data.mpsv.cz/od/soubory/rpss/rpss.json"
"""The register of providers of social services, published by the Ministry of Labour and Social Affairs as open data."""

CONNECT_SECONDS, SILENT_SECONDS, ALL_SECONDS = 15, 60, 900
"""How long a server may take to answer, to send nothing, and to send everything."""

MAX_REDIRECTS = 5
BLOCK_BYTES = 64 * 1024
DOWNLOAD = "Check the connection, or download the file yourself and send it in as a file"


def is_address(written: str) -> bool:
    """Whether a source is meant as an address rather than as a file."""
    return "://" in written


def fetch(
    address: str, into: BinaryIO, *, limit: int = MAX_FILE_BYTES,
    clock: Callable[[], float] = time.monotonic, session: requests.Session | None = None,
) -> str:
    """Write what lies at an address to an open file.

    Parameters
    ----------
    address : https only, without a name or a password in it. A server may send elsewhere, again to https only.
    into : what comes is written here block by block, so that memory does not grow with the file.
    limit : the most bytes, counted as they are written (after the server's compression is undone).
    clock, session : for tests; seconds that only ever grow, and who talks to the server.

    Returns
    -------
    The name of the file by the last address, or the name of the server.

    Raises
    ------
    RejectedPackage : the address is not https, nobody answers, the answer is an error, too large or too slow.
    """
    deadline = clock() + ALL_SECONDS
    with session or requests.Session() as talking:
        _checked(address, address)
        here = address
        for _ in range(MAX_REDIRECTS + 1):
            try:
                with talking.get(here, stream=True, allow_redirects=False,
                                 timeout=(CONNECT_SECONDS, SILENT_SECONDS)) as answer:
                    if answer.is_redirect:
                        here = urljoin(here, answer.headers["location"])
                        _checked(here, address)
                        continue
                    if answer.status_code != requests.codes.ok:
                        raise rejected(address, 0, "", str(answer.status_code), "the server answers with an error",
                                       "Check the address, or try again later")
                    _written(answer, into, address, limit, lambda: clock() > deadline)
                    return PurePosixPath(unquote(urlsplit(here).path)).name or str(urlsplit(here).hostname)
            except requests.exceptions.Timeout as error:
                raise rejected(address, 0, "", "", "the server is silent for too long", DOWNLOAD) from error
            except requests.exceptions.RequestException as error:
                raise rejected(address, 0, "", type(error).__name__, "the address cannot be reached",
                               DOWNLOAD) from error
        raise rejected(address, 0, "", "", "the server sends from one address to another without end", DOWNLOAD)


def _checked(here: str, asked: str) -> None:
    """Refuse an address, or one a server sends to, that is not plain https."""
    try:
        parts = urlsplit(here)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:  # brackets or a port that no address has
        good = False
    if not good:
        raise rejected(asked, 0, "", here[:80] if here != asked else "",
                       "only addresses that begin with https:// are fetched, without a name and a password",
                       "Download the file yourself and send it in as a file")


def _written(
    answer: requests.Response, into: BinaryIO, address: str, limit: int, too_late: Callable[[], bool],
) -> None:
    size = 0
    for block in answer.iter_content(BLOCK_BYTES):
        size += len(block)
        if size > limit:
            raise rejected(address, 0, "", "", "the file has more than {limit} bytes",
                           "Check that this is the right address", limit=limit)
        if too_late():
            raise rejected(address, 0, "", "", "the server is too slow: more than {seconds} seconds", DOWNLOAD,
                           seconds=ALL_SECONDS)
        into.write(block)
