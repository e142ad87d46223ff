"""What a zip archive from outside may hold, looked at before anything in it is unpacked."""

import re
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lib.errors import Issue

MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
"""Members are read as streams; this bounds the time they take, not the memory."""

MAX_RATIO = 200
"""How many times larger an archive may get by unpacking. Sheets and tables reach about thirty."""

MAX_DIRECTORY_BYTES = 1024 * 1024
"""How long the list of members may be; it is looked at before Python reads the list into memory."""

DAMAGED = (BadZipFile, zlib.error, EOFError, RuntimeError, OSError)
"""What reading a damaged or hostile archive raises; encryption and unknown compression are runtime errors."""

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a workbook begins that is protected by a password or comes from a program older than 2007."""

PROLOG_BYTES = 65_536
XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)


def archive_issues(content: bytes, file: str, max_bytes: int = MAX_UNPACKED_BYTES) -> list[Issue]:
    """Why an archive must not be unpacked; nothing when it may be.

    Looks at the list of members only: how many there are, how large they get, where their names lead, and whether they
    are encrypted or lie over one another. All issues are of the file as a whole (row 0).
    """
    if _directory_bytes(content) > MAX_DIRECTORY_BYTES:
        return [Issue(file, 0, "", "", "the list of members of the archive is too long", "Check that this is the right file")]
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (*DAMAGED, ValueError):
        return [Issue(file, 0, "", "", "the file is no zip archive or is damaged", "Save the file again and send it once more")]
    issues: list[Issue] = []

    def report(rule: str, remedy: str, value: str = "", **values: object) -> None:
        issues.append(Issue(file, 0, "", value[:80], rule, remedy, values=values))

    unpacked, packed = (sum(sizes) for sizes in zip(*((one.file_size, one.compress_size) for one in members), strict=True)) \
        if members else (0, 0)
    if len(members) > MAX_MEMBERS:
        report("the archive has {members} members, the limit is {limit}", "Check that this is the right file",
               members=len(members), limit=MAX_MEMBERS)
    if unpacked > max_bytes:
        report("the archive unpacks to {size} bytes, the limit is {limit}",
               "Check that this is the right file; send less data at once", size=unpacked, limit=max_bytes)
    if unpacked > MAX_RATIO * max(len(content), 1):
        report("the archive grows more than {limit} times by unpacking", "Check that this is the right file",
               limit=MAX_RATIO)
    if packed > len(content):
        report("members of the archive lie over one another", "Check that this is the right file")
    names = [member.filename for member in members]
    for member in members[:MAX_MEMBERS]:
        if _leads_out(member):
            report("the name of a member leads out of the archive", "Check that this is the right file", member.orig_filename)
        if member.flag_bits & 1:
            report("a member of the archive is encrypted", "Save the file without a password", member.filename)
        elif member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            report("a member of the archive is packed in an unusual way", "Save the file again in the usual format",
                   member.filename)
    if len(set(names)) < len(names):
        report("two members of the archive have one name", "Check that this is the right file")
    return issues


def _directory_bytes(content: bytes) -> int:
    """How long the list of members is, as the record at the end of the archive says; 0 when there is no such record.

    The record is found as Python's zipfile finds it. One with a 64-bit record beside it is meant for more members and
    bytes than may come in.
    """
    at_the_end = content[-22:-18] == b"PK\x05\x06" and content.endswith(b"\0\0")
    start = len(content) - 22 if at_the_end else content.rfind(b"PK\x05\x06", -22 - 65_536)
    if start < 0:
        return 0
    long = content[max(start - 20, 0):max(start - 16, 0)] == b"PK\x06\x07"
    return MAX_DIRECTORY_BYTES + 1 if long else int.from_bytes(content[start + 12:start + 16], "little")


def _leads_out(member: ZipInfo) -> bool:
    written = member.orig_filename
    path = PurePosixPath(written)
    return path.is_absolute() or ".." in path.parts or any(sign in written for sign in "\\:\0")


def workbook_issues(content: bytes, file: str, max_bytes: int = MAX_UNPACKED_BYTES) -> list[Issue]:
    """Why a file must not be opened as a workbook: the reasons of `archive_issues`, macros, links, declared entities."""
    if content.startswith(COMPOUND_FILE):
        return [Issue(file, 0, "", "", "the workbook has a password or the old format .xls",
                      "Save it without a password as .xlsx")]
    issues = archive_issues(content, file, max_bytes)
    if issues:
        return issues
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            declaring = [name for name in names if XML_PART.search(name) and _declares_a_type(archive, name)]
    except DAMAGED:
        return [Issue(file, 0, "", "", "the file is no zip archive or is damaged", "Save the file again and send it once more")]
    if "xl/workbook.xml" not in names:
        issues.append(Issue(file, 0, "", "", "the file is no workbook", "Send a workbook in the format .xlsx"))
    issues += [Issue(file, 0, "", name[:80], "a part of the file declares a document type or entities",
                     "Check that this is the right file") for name in declaring]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        issues.append(Issue(file, 0, "", "", "the workbook holds macros", "Save it as .xlsx without macros"))
    if any(name.startswith("xl/externalLinks/") for name in names):
        issues.append(Issue(file, 0, "", "", "the workbook is linked to other files",
                            "Break the links and keep the values"))
    return issues


class _FirstElement(Exception):
    """The prolog is over."""


def _declares_a_type(archive: ZipFile, name: str) -> bool:
    """Whether the prolog of an XML part has a document type, in whatever encoding. A prolog without end counts too."""
    declared: list[str] = []

    def begin(*_: object) -> None:
        raise _FirstElement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: declared.append(name)
    parser.StartElementHandler = begin
    with archive.open(name) as part:
        head = part.read(PROLOG_BYTES)
    try:
        parser.Parse(head, False)
    except _FirstElement:
        return bool(declared)
    except expat.ExpatError:
        return bool(declared)  # a damaged part: whoever reads it will say so
    return bool(declared) or len(head) == PROLOG_BYTES
