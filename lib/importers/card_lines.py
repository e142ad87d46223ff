"""The lines of a document of cards, from text or from PDF, each with where it stands."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.errors import RejectedPackage
from lib.importers import isolated, pdf_pages
from lib.importers.base import UNSAFE, rejected

MAX_TEXT_BYTES = 5 * 1024 * 1024
MAX_PDF_BYTES = 30 * 1024 * 1024
MAX_LINES = 200_000
PDF_SECONDS = 180
CARD_NUMBER = re.compile(r"Číslo\s+aktivity\b")
CHECK_FILE = "Check that this is the right file; send less data at once"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written, spaces at its end kept; `place` is the line of a text or the page of a PDF.

    `alone`: the line is a whole value or label by itself, because a cell of a table said so.
    """

    text: str
    place: int
    alone: bool = False


def document_lines(content: bytes, name: str) -> tuple[Line, ...]:
    """The lines of a document that hold something.

    Parameters
    ----------
    content : a PDF with text, or a text in UTF-8 or Windows-1250. name : what the file is called in issues.

    Raises
    ------
    RejectedPackage : the file is too large, encrypted, broken, a scan without text, or no text at all.
    """
    lines = _pdf_lines(content, name) if content[:1024].lstrip().startswith(b"%PDF-") else _text_lines(content, name)
    return tuple(line for line in lines if line.text.strip())


def _text_lines(content: bytes, name: str) -> list[Line]:
    if len(content) > MAX_TEXT_BYTES:
        raise rejected(name, 0, "", "", "the file has {size} bytes, the limit is {limit}", CHECK_FILE,
                       size=len(content), limit=MAX_TEXT_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1250")
        except UnicodeDecodeError as error:
            row = content.count(b"\n", 0, error.start) + 1
            raise rejected(name, row, "", "", "the file is neither in UTF-8 nor in Windows-1250",
                           "Save the file as a text in UTF-8, or send the PDF") from error
    lines = re.split(r"\r\n|[\n\r\f\u2028]", text)
    if len(lines) > MAX_LINES:
        raise rejected(name, 0, "", "", "the document has more than {limit} lines", CHECK_FILE, limit=MAX_LINES)
    unsafe = next((number for number, line in enumerate(lines, 1) if UNSAFE.search(line)), None)
    if unsafe is not None:
        raise rejected(name, unsafe, "", "", "the text holds a control character", "Delete the invisible character")
    return [Line(line, number) for number, line in enumerate(lines, 1)]


def _pdf_lines(content: bytes, name: str) -> list[Line]:
    if len(content) > MAX_PDF_BYTES:
        raise rejected(name, 0, "", "", "the file has {size} bytes, the limit is {limit}", CHECK_FILE,
                       size=len(content), limit=MAX_PDF_BYTES)
    lines = [line for number, page in enumerate(_read_pdf(content, name), 1) for line in _page_lines(page, number)]
    if not lines:
        raise rejected(name, 0, "", "", "the PDF holds no text, only pictures of pages",
                       "Send a PDF exported from the text editor, not a scan")
    unreadable = next((line for line in lines if "(cid:" in line.text), None)
    if unreadable is not None:
        raise rejected(name, unreadable.place, "", unreadable.text.strip()[:80],
                       "the font of the PDF does not say which letters it shows",
                       "Export the PDF again, or send its text")
    return lines


def _read_pdf(content: bytes, name: str) -> list[dict[str, Any]]:
    answer = isolated.answer(Path(pdf_pages.__file__), content, seconds=PDF_SECONDS)
    if answer is None:
        raise rejected(name, 0, "", "", "the PDF cannot be read", "Export the PDF again, or send its text")
    if "problem" in answer:
        raise _refusal(str(answer["problem"]), name)
    read: list[dict[str, Any]] = answer["pages"]
    return read


def _refusal(problem: str, name: str) -> RejectedPackage:
    if problem == "encrypted":
        return rejected(name, 0, "", "", "the PDF is locked by a password", "Send the PDF without a password")
    if problem == "pages":
        return rejected(name, 0, "", "", "the document has more than {limit} pages", CHECK_FILE,
                        limit=pdf_pages.MAX_PAGES)
    return rejected(name, 0, "", "", "the document has more than {limit} letters", CHECK_FILE,
                    limit=pdf_pages.MAX_CHARACTERS)


def _page_lines(page: dict[str, Any], number: int) -> list[Line]:
    """Cells of ruled tables where the page has a card in one, else the lines in the order of writing."""
    rows = [(top, [_clean(cell) for cell in cells if cell.strip()]) for top, cells in page["rows"]]
    if sum(len(cells) > 1 for _, cells in rows) < 4:
        return [Line(_clean_line(text), number) for text in page["stream"]]
    found: list[tuple[float, list[Line]]] = [
        (top, [Line(_clean(text), number)]) for top, text in page["loose"]
    ]
    for top, cells in rows:
        together = bool(cells) and CARD_NUMBER.match(cells[0]) is not None
        texts = [" ".join(cells)] if together else cells
        found.append((top, [Line(text, number, alone=True) for text in texts]))
    return [line for _, lines in sorted(found, key=lambda one: one[0]) for line in lines]


def _clean(text: str) -> str:
    return " ".join(_clean_line(text).split())


def _clean_line(text: str) -> str:
    """Letters that mean nothing in a PDF (marks of bullets, unknown glyphs) are left out; spaces stay."""
    whole = text.encode("utf-8", errors="ignore").decode("utf-8")
    return UNSAFE.sub("", whole).replace("\n", " ").replace("\r", " ")
