"""Run as a program of its own: a PDF on standard input, the text of its pages as JSON on standard output.

It runs under the limits of `isolated`; nothing of ours is imported here.
"""

import io
import json
import sys
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfplumber.utils.exceptions import PdfminerException

MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
GAP = 1.5
"""A gap between two letters of more than so many sizes of the letter separates columns."""


def pages(content: bytes) -> dict[str, Any]:
    """The pages of a PDF, or why there are none.

    Returns
    -------
    {"pages": […]}, each with `stream`: lines in the order they were written in, `loose`: lines outside tables as
    [distance from the top, text], `rows`: rows of ruled tables as [distance from the top, cells]. Or {"problem": …}:
    encrypted; pages (more than MAX_PAGES); text (more than MAX_CHARACTERS).
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > MAX_PAGES:
                return {"problem": "pages"}
            read: list[dict[str, Any]] = []
            left = MAX_CHARACTERS
            for page in document.pages:
                left -= len(page.chars)
                if left < 0:
                    return {"problem": "text"}
                read.append(_page(page))
                page.close()
            return {"pages": read}
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFTextExtractionNotAllowed):
            return {"problem": "encrypted"}
        raise


def _page(page: Any) -> dict[str, Any]:
    tables = page.find_tables()
    rows = [
        [row.bbox[1], [cell for cell in cells if cell is not None]]
        for table in tables
        for row, cells in zip(table.rows, table.extract(), strict=True)
    ]
    loose = [
        [line["top"], line["text"]]
        for line in (page.extract_text_lines() if rows else [])
        if not any(table.bbox[1] <= line["top"] <= table.bbox[3] for table in tables)
    ]
    return {"stream": _written(page.chars), "loose": loose, "rows": rows}


def _written(chars: list[dict[str, Any]]) -> list[str]:
    """Lines in the order of writing; a jump up, down, back or over a gap begins a new one."""
    lines: list[str] = []
    before: dict[str, Any] | None = None
    for char in chars:
        gap = 0.0 if before is None else char["x0"] - before["x1"]
        if (
            before is None
            or abs(char["top"] - before["top"]) > char["size"] / 2
            or char["x0"] < before["x0"]
            or gap > GAP * char["size"]
        ):
            lines.append("")
        elif gap > char["size"] / 4 and not lines[-1].endswith(" "):
            lines[-1] += " "
        lines[-1] += char["text"]
        before = char
    return lines


if __name__ == "__main__":
    json.dump(pages(sys.stdin.buffer.read()), sys.stdout)
