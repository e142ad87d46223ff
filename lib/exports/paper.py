"""Pages on paper: the letters they bring along, the library that lays them out, and nothing fetched from anywhere."""

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from lib.errors import DashboardError

if TYPE_CHECKING:
    from weasyprint import Document

WEIGHTS = {"400": "SourceSansPro-Regular.ttf", "700": "SourceSansPro-Bold.ttf"}
"""The letters of the screen, as files of an installed package: a page is the same whatever fonts the system has."""

LETTERS = "letters:"
"""Begins the address under which a page asks for its letters; as data in the style they would take a second to read."""


def require_pango() -> None:
    """Find out whether a PDF can be made here.

    Raises
    ------
    DashboardError : the system's libraries that set letters are not installed.
    """
    try:
        import_module("weasyprint")
    except OSError as error:
        raise DashboardError(
            "pango-missing",
            "A PDF cannot be made: the system has no library Pango. Install it (on Debian and Ubuntu: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0) and try again.",
        ) from error


def laid_out(body: str, lang: str, style: str, *, title: str = "-") -> "Document":
    """Pages of a body (HTML) with its style; whatever it asks to be fetched is refused."""
    # Imported when first used: it takes a while, and needs libraries of the system that a screen does not.
    from weasyprint import HTML, URLFetcher
    from weasyprint.urls import URLFetcherResponse

    class OnlyLetters(URLFetcher):  # type: ignore[misc]
        """Gives the letters by their name and what stands in the page itself, and refuses everything else."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> object:
            weight = url.removeprefix(LETTERS)
            if weight in WEIGHTS:
                return URLFetcherResponse(url, _letters(weight), {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    faces = "".join(f'@font-face {{ font-family: "Source Sans"; font-weight: {weight}; src: url({LETTERS}{weight}); }} '
                    for weight in WEIGHTS)
    source = (f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
              f"<style>{faces}{style}</style></head><body>{body}</body></html>")
    return HTML(string=source, url_fetcher=OnlyLetters(allowed_protocols=("data",))).render()


@cache
def _letters(weight: str) -> bytes:
    return (files("font_source_sans_pro") / "files" / WEIGHTS[weight]).read_bytes()
