"""The profile of one area, or of several, as a PDF of one A4 page each."""

import re
import unicodedata
from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING

from lib.exports.paper import laid_out, require_pango
from lib.exports.profile_page import profile_html
from lib.text.messages import Words
from lib.views.profile import ProfileView

if TYPE_CHECKING:
    from weasyprint import Document

SIZES = ("7pt", "6.7pt", "6.4pt", "6pt", "5.6pt", "5.2pt", "4.7pt", "4pt")
"""Sizes of letters: the first at which a profile fits on its page is used."""

PAGE = "@page { size: A4 portrait; margin: 8mm 9mm; } html, body { margin: 0; padding: 0; }"


def profile_pdf(views: Sequence[ProfileView], words: Words) -> bytes:
    """One page for each profile, in their order: tagged, with language and title, the same bytes for the same input.

    Nothing is fetched: a picture, a font or a style from anywhere is refused.

    Raises
    ------
    DashboardError : the system's libraries that set letters are not installed.
    """
    require_pango()
    return _together(views, [_document(view, words) for view in views], words)


def profile_pdfs(views: Sequence[ProfileView], words: Words) -> tuple[list[bytes], bytes]:
    """Each profile as a file of its own and all of them in one; see `profile_pdf`."""
    require_pango()
    documents = [_document(view, words) for view in views]
    single = [_together((view,), (document,), words) for view, document in zip(views, documents, strict=True)]
    return single, _together(views, documents, words)


def _together(views: Sequence[ProfileView], documents: Sequence["Document"], words: Words) -> bytes:
    """The pages of the documents in one file."""
    joined = documents[0].copy([page for document in documents for page in document.pages])
    joined.metadata = copy(joined.metadata)
    day = views[0].selection.at.valid_on
    joined.metadata.title = (
        words("Profile of ORP {name} as of {day}", name=views[0].orp_name, day=day) if len(views) == 1 else
        words("Profiles of ORP areas as of {day}", day=day))
    return bytes(joined.write_pdf(pdf_variant="pdf/ua-1"))


def file_name(view: ProfileView, *, every: bool = False) -> str:
    """A name of the file that any system takes: area, day, release, and UKAZKA where it applies.

    `every`: the file holds all areas.
    """
    bare = unicodedata.normalize("NFKD", view.orp_name).encode("ascii", "ignore").decode()
    named = "_".join(re.findall("[A-Za-z0-9]+", bare))[:40]
    at, mark = view.selection.at, "UKAZKA" if view.provenance.demo else ""
    area = ("profily_ORP",) if every else ("profil_ORP", view.orp_code, named)
    return "_".join(filter(None, (*area, at.valid_on.isoformat(), f"v{at.known_at}", mark))) + ".pdf"


def _document(view: ProfileView, words: Words) -> "Document":
    """The profile set at the largest size at which it fits on one page."""
    body = profile_html(view, words)
    document = _set(body, words.lang, SIZES[0])
    for size in SIZES[1:]:
        if len(document.pages) == 1:
            break
        document = _set(body, words.lang, size)
    return document


def _set(body: str, lang: str, size: str) -> "Document":
    return laid_out(body, lang, f"{PAGE} body {{ --size: {size}; }}")
