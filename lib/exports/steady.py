"""The same document gives the same file: what writers of ZIP-based files take from the clock is replaced."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lib.exports.archive import FIRST_DAY

_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(?=<)")


def steady_zip(content: bytes, at: datetime) -> bytes:
    """A PPTX, XLSX or DOCX with fixed times in the archive and in its properties; workbooks inside it likewise.

    Parameters
    ----------
    content : the file as a library wrote it. Order and content of its parts stay.
    at : when the data were published; stands as the time of making and of the last change, in UTC.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(buffer, "w") as archive:
        for name in given.namelist():
            part = given.read(name)
            if name.endswith(".xlsx"):
                part = steady_zip(part, at)
            elif name == "docProps/core.xml":
                part = _STAMPS.sub(lambda found: found[1] + stamp, part)
            member = ZipInfo(name, FIRST_DAY)
            member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(member, part)
    return buffer.getvalue()
