"""A whole data package in one zip, read in memory: nothing of a foreign archive is ever written to a disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from stat import S_IFDIR, S_IFMT, S_IFREG
from zipfile import ZipFile, ZipInfo

import pandas as pd

from lib.errors import Issue, RejectedPackage
from lib.importers.base import MAX_FILE_BYTES, MAX_PACKAGE_BYTES, inner_name, rejected
from lib.importers.package import load_files
from lib.model.archives import DAMAGED, archive_issues
from lib.model.datapackage import DESCRIPTOR
from lib.model.incoming import ImportKind, Incoming
from lib.model.schemas import TABLES

ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!")
"""How archives begin (zip and with it XLSX, gzip, 7z, RAR)."""

LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers put into archives."""


@dataclass(frozen=True, slots=True)
class _Members:
    """The files of a package inside an archive, under `folder` ("" or a name with a slash); `taken` are those read."""

    archive: ZipFile
    folder: str
    taken: set[str] = field(default_factory=set)

    def read(self, written: object, named_by: str, limit: int) -> bytes:
        path = inner_name(written, named_by)
        try:
            member = self.archive.getinfo(self.folder + path)
        except KeyError:
            raise rejected(path, 0, "", "", "the file is missing", "Add the file to the package") from None
        if member.file_size > limit:
            raise rejected(path, 0, "", "", "the file has {size} bytes, the limit is {limit}",
                           "Check that this is the right file; send less data at once", size=member.file_size,
                           limit=limit)
        self.taken.add(member.filename)
        try:
            # Without a number all of the member is unpacked first, however little the list of members says it holds.
            with self.archive.open(member) as opened:
                return opened.read(member.file_size + 1)
        except DAMAGED as error:
            raise rejected(path, 0, "", "", "the file is no zip archive or is damaged",
                           "Save the file again and send it once more") from error


def import_archive(content: bytes, name: str, known: Mapping[str, pd.DataFrame]) -> Incoming:
    """A whole new state from a zip of datapackage.json and the files it names.

    Parameters
    ----------
    content : the archive. The package lies in it bare or inside one folder.
    name : of the file. `known` : the published state, every table.

    Returns
    -------
    Every table. There is no `base_release`: a package stands for itself, wherever it was made.

    Raises
    ------
    RejectedPackage : the archive must not be unpacked, or everything wrong with the package; files are named by their
        path in it.
    """
    if len(content) > MAX_FILE_BYTES:
        raise rejected(name, 0, "", "", "the file has {size} bytes, the limit is {limit}",
                       "Check that this is the right file; send less data at once", size=len(content),
                       limit=MAX_FILE_BYTES)
    issues = archive_issues(content, name, MAX_PACKAGE_BYTES)
    if issues:
        raise RejectedPackage(issues)
    with ZipFile(BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        issues = [issue for member in members for issue in _member_issues(archive, member, name)]
        if issues:
            raise RejectedPackage(issues)
        files = _Members(archive, _folder([member.filename for member in members], name))
        loaded = load_files(files)
    beside = [member.filename for member in members
              if member.filename not in files.taken and not any(mark in member.filename for mark in LEFT_BY_SYSTEMS)]
    remarks = [
        replace(issue, remedy="Check that the files were changed on purpose") if issue.column == "hash" else issue
        for issue in loaded.issues
    ]
    if beside:
        remarks.append(Issue(name, 0, "", ", ".join(beside)[:80], "files that datapackage.json does not name: {count}",
                             "They are left aside", blocking=False, values={"count": len(beside)}))
    remarks += [
        Issue(name, 0, "", table, "published rows that the file leaves out: {rows}",
              "Check that they are to be removed", blocking=False, values={"rows": len(known[table])})
        for table, declared in TABLES.items()
        if declared.optional and loaded.frames[table].empty and not known[table].empty
    ]
    return Incoming(
        ImportKind.PACKAGE, loaded.frames, name, sha256(content).hexdigest(), tuple(remarks),
        details={"package": loaded.name, "files": len(files.taken),
                 "rows": sum(len(frame) for frame in loaded.frames.values())},
    )


def _member_issues(archive: ZipFile, member: ZipInfo, file: str) -> list[Issue]:
    shown = member.filename[:80]
    if S_IFMT(member.external_attr >> 16) not in (0, S_IFREG, S_IFDIR):
        return [Issue(file, 0, "", shown, "a member of the archive is a link or a device", "Send the files themselves")]
    try:
        with archive.open(member) as opened:
            begins = opened.read(8)
    except DAMAGED:
        return [Issue(file, 0, "", shown, "the file is no zip archive or is damaged",
                      "Save the file again and send it once more")]
    if begins.startswith(ARCHIVES):
        return [Issue(file, 0, "", shown, "a member of the archive is an archive itself", "Send the files themselves")]
    return []


def _folder(names: list[str], file: str) -> str:
    """Where the package lies in the archive: bare, or in the one folder that has a descriptor."""
    if DESCRIPTOR in names:
        return ""
    folders = [name.removesuffix(DESCRIPTOR) for name in names
               if name.count("/") == 1 and name.endswith(f"/{DESCRIPTOR}") and not name.startswith(LEFT_BY_SYSTEMS)]
    if len(folders) != 1:
        raise rejected(file, 0, "", DESCRIPTOR, "packages in the archive: {count}", "Send one package in one archive",
                       count=len(folders))
    return folders[0]
