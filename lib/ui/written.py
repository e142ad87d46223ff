"""Text of the data in Markdown and in links: whatever it holds, it is shown as text and leads nowhere by itself."""

import html
import re
from typing import Any

MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]$~|#:"})
"""Signs that Markdown or Streamlit would read as something else than text."""

BREAKS = re.compile(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
FIRST = re.compile(r"[-+=]|\d{1,9}(?=[.)])")
"""What makes a list, a line or a heading of the line it begins."""

REPLACED = re.compile(
    r"(?i:https?://|www(?=\.)|@(?=[-\w])|:(?=material[/_]|streamlit:))|<(?=->|-|=)|(?<!<)-(?=[->])|[>~](?==)"
)
"""The part of an address, an icon or an arrow after which a joiner stops it: they are found after signs are escaped."""

JOINER = "\N{WORD JOINER}"
"""Not seen, and not a part of an address that is copied: browsers drop it."""


def plain(text: str) -> str:
    """Text for Markdown: nothing in it is read as a mark, a link, an icon or HTML. It stays on one line."""
    line = BREAKS.sub(" ", text).strip(" \t")
    line = REPLACED.sub(lambda found: found[0] + JOINER, line)
    first = FIRST.match(line)
    escaped = html.escape(line, quote=False).translate(MARKS)
    if first is None:
        return escaped
    place = first.end() if first[0].isdecimal() else 0
    return f"{escaped[:place]}\\{escaped[place:]}"


ADDRESS = re.compile(r"https://[^\s<>\"'`\\]+")
"""An address that may stand in a link: nothing in it ends the link or begins markup."""


def web_address(written: Any) -> str | None:
    """The address if a link may lead there, None for anything else and for an absent one."""
    return written if isinstance(written, str) and ADDRESS.fullmatch(written) else None
