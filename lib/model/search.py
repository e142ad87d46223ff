"""How words are compared when people search: without case and without diacritics."""

import unicodedata


def fold(text: str) -> str:
    """The text in lower case without diacritics and with single spaces: "Železný  Brod" -> "zelezny brod"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(mark for mark in decomposed if not unicodedata.combining(mark)).split())
