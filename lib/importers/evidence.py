"""Files that prove progress: what may be kept, under which name, and why anything else is refused.

Only what can be looked at and cannot run is taken: PDF without active content, PNG and JPEG drawn anew.
"""

import base64
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from lib.importers import isolated
from lib.importers.base import rejected
from lib.model.plan import MediaType

MAX_EVIDENCE_BYTES = 5 * 1024 * 1024
MAX_NAME = 120
READ_SECONDS = 30
READER = Path(__file__).with_name("evidence_reading.py")

MEDIA_TYPES = {"pdf": MediaType.PDF, "png": MediaType.PNG, "jpg": MediaType.JPEG, "jpeg": MediaType.JPEG}
ENDINGS = tuple(MEDIA_TYPES)
"""Endings of names a file may have, without the dot; the field that takes files offers no other."""

MIME = {MediaType.PDF: "application/pdf", MediaType.PNG: "image/png", MediaType.JPEG: "image/jpeg"}
"""What a browser is told a file is; never what its sender or its name said."""

BEGINNINGS = {MediaType.PDF: b"%PDF-", MediaType.PNG: b"\x89PNG\r\n\x1a\n", MediaType.JPEG: b"\xff\xd8\xff"}
PAGES_OF_THE_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|script|svg|iframe)", re.I)
END_OF_PDF = re.compile(rb"%%EOF\s*\x00*\s*\Z")

_OTHER = """
    exe com bat cmd scr pif msi msix dll cpl hta jar js jse mjs vbs vbe vb ws wsf wsh ps1 psm1 lnk url reg inf scf app
    apk dmg pkg deb rpm sh bash csh py pyw pyc rb pl php phtml asp aspx jsp cgi htm html xhtml shtml mht mhtml xht xml
    xsl xslt svg svgz swf css json zip rar 7z gz tgz tar bz2 xz cab iso img doc docx docm dot dotm rtf odt xls xlsx xlsm
    xlsb xlt ods csv ppt pptx pptm pps ppsm odp mdb accdb one eml msg ics txt md tex gif bmp tif tiff webp heic heif
    avif ico psd eps ps mp3 mp4 avi mov mkv wav ogg webm bin so sql db sqlite desktop
"""
OTHER_ENDINGS = frozenset(ENDINGS) | frozenset(_OTHER.split())
"""Endings that promise another kind of file: a name that has one before its last is made to mislead, or does."""

RENAME = "Rename the file: one dot, before the ending"
SAVE_AS = "Save it as PDF, PNG or JPEG and send that file"
PRINT = "Open the document and save it as PDF anew, without attachments and forms"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept: `checksum` is the sha256 of `content`, which of a picture is not what was sent in.

    `name` has no path, no control signs and at most MAX_NAME characters, and ends as its kind asks.
    """

    checksum: str
    name: str
    media_type: MediaType
    size_bytes: int
    content: bytes


def accepted(name: str, content: bytes) -> Accepted:
    """What is kept of a file somebody sent in as evidence.

    Raises
    ------
    RejectedPackage : the file is empty or too large; its name has an ending that is not allowed, or two; its content is
        something else than the ending says, is broken, encrypted, or could run or carry something.
    """
    stem, ending = _parts(name)
    shown = f"{stem}.{ending}" if ending else stem
    media_type = MEDIA_TYPES.get(ending)
    if media_type is None:
        raise rejected(shown, 0, "", "", "evidence is a PDF, a PNG or a JPEG; this file has another ending", SAVE_AS)
    others = [part.rstrip().lower() for part in stem.split(".")[1:]]
    if any(part in OTHER_ENDINGS and MEDIA_TYPES.get(part) is not media_type for part in others):
        raise rejected(shown, 0, "", "", "the name of the file has two endings", RENAME)
    if not content:
        raise rejected(shown, 0, "", "", "the file is empty", "Check that this is the right file")
    _small_enough(shown, len(content))
    _as_the_ending_says(shown, media_type, content)
    kept = _read(shown, media_type, content)
    _small_enough(shown, len(kept))
    return Accepted(sha256(kept).hexdigest(), shown, media_type, len(kept), kept)


def _parts(written: str) -> tuple[str, str]:
    """The name without path, signs nobody sees and signs that mean something elsewhere; and its ending, small."""
    last = re.split(r"[/\\:]", unicodedata.normalize("NFKC", written))[-1]
    seen = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " if sign.isspace() else ""
                   for sign in last)
    clean = " ".join(re.sub(r'[<>"|?*%]', "_", seen).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        return (clean[:MAX_NAME], "") if clean.lower() not in MEDIA_TYPES else ("doklad", clean.lower())
    return stem[: MAX_NAME - len(ending) - 1].strip(". ") or "doklad", ending.strip().lower()


def _small_enough(name: str, size: int) -> None:
    if size > MAX_EVIDENCE_BYTES:
        raise rejected(name, 0, "", "", "the file is larger than {limit} MB",
                       "Send a smaller file: fewer pages, or pictures of lower resolution",
                       limit=MAX_EVIDENCE_BYTES // 1024 // 1024)


def _as_the_ending_says(name: str, media_type: MediaType, content: bytes) -> None:
    found = next((kind.name for kind, begins in BEGINNINGS.items() if content.startswith(begins)), None)
    if found is None and PAGES_OF_THE_WEB.match(content[:1024]):
        found = "HTML"
    if found is None:
        raise rejected(name, 0, "", "", "the file is called {ending}, but it is no such file", SAVE_AS,
                       ending=media_type.name)
    if found != media_type.name:
        raise rejected(name, 0, "", "", "the file is called {ending}, but its content is {found}", SAVE_AS,
                       ending=media_type.name, found=found)
    if media_type is MediaType.PDF:
        if END_OF_PDF.search(content[-1024:]) is None:
            raise rejected(name, 0, "", "", "the PDF has no end, or something goes on behind it", PRINT)
        if zipfile.is_zipfile(BytesIO(content)):
            raise rejected(name, 0, "", "", "the file is a PDF and an archive at once", PRINT)

def _read(name: str, media_type: MediaType, content: bytes) -> bytes:
    """What is kept of the content, read in a process of its own."""
    answer = isolated.answer(READER, content, media_type.value, seconds=READ_SECONDS)
    if answer is None:
        raise rejected(name, 0, "", "", "the file is broken: it cannot be read to its end", SAVE_AS)
    problem = answer.get("problem")
    match problem:
        case "encrypted":
            raise rejected(name, 0, "", "", "the PDF is locked", "Save the PDF without a password and without limits")
        case "active":
            raise rejected(name, 0, "", "", "the PDF holds a script, a form that sends data, or another file", PRINT)
        case "pages" | "objects":
            raise rejected(name, 0, "", "", "the PDF is too long or too complicated",
                           "Send only the pages that prove it")
        case "pixels":
            raise rejected(name, 0, "", "", "the picture has too many points", "Make the picture smaller")
    return base64.b64decode(answer["content"]) if "content" in answer else content
