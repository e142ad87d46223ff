"""QR codes of addresses, for slides and pages: black on white, which every projector and printer keeps apart."""

from functools import lru_cache
from io import BytesIO

import segno

LONGEST = 500
"""Characters of an address whose code a telephone still reads from a projected slide."""


def scannable(address: str) -> bool:
    """Whether there is an address, short enough for a code that can be read; where not, leave the code out."""
    return 0 < len(address) <= LONGEST


def qr_png(address: str) -> bytes:
    """The code as a PNG with its quiet zone. The address is `scannable`; the same address gives the same bytes."""
    buffer = BytesIO()
    _code(address).save(buffer, kind="png", scale=6, border=2)
    return buffer.getvalue()


def qr_svg(address: str) -> str:
    """The code as an SVG element to stand inside HTML; its size is the reader's to set, `viewBox` is in modules."""
    return str(_code(address).svg_inline(border=2, omitsize=True))


@lru_cache(maxsize=256)
def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
