"""How a view is cited: publisher, question, the state it shows, whether it is illustrative, where it is."""

import re
from datetime import date

from lib.text import sentences
from lib.text.messages import Words

SPACES = re.compile(r"[ \t\r\n]+")
"""What a citation has one space for: it is one line, whatever the names in it hold."""


def citation(  # noqa: PLR0917
    words: Words, publisher: str, title: str, shown: str, release: int, published_on: date, *, demo: bool,
    address: str = "",
) -> str:
    """One line to copy: publisher: question selection. Release. Mark of illustrative data. Address.

    Parameters
    ----------
    shown : the selection in words, with the day.
    address : with the day and the release in it, so that it opens the same numbers; empty where it is not known.
    """
    parts = [f"{publisher}:", title if title.endswith(("?", ".", "!")) else f"{title}.",
             f"{shown[:1].upper()}{shown[1:]}.", f"{sentences.release_sentence(words, release, published_on)}."]
    if demo:
        parts.append(words("DEMO: made from illustrative data, not from a real source."))
    if address:
        parts.append(words("Available at: {address}", address=address))
    return SPACES.sub(" ", " ".join(parts))
