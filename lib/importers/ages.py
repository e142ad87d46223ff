"""Ages as the statistical office writes them, and age groups put together from them without any estimate."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Band = tuple[int, int | None]
"""Completed years of age, both ends inclusive; None at the end: and over."""

WHOLE_BAND: Band = (0, None)
OLDEST = 150

EXACT = re.compile(r"více nebo rovno (\d{1,3})(?: a méně než (\d{1,3}))?")
OPEN = re.compile(r"od (\d{1,3})(?: let)?(?: \(včetně\))?|(\d{1,3})(?: let)?(?:\+| a více(?: let)?)")
SINGLE = re.compile(r"(\d{1,3})(?: (?:rok|roky|let))?")
RANGE = re.compile(r"(\d{1,3}) ?(?:až|-|–) ?(\d{1,3})(?: let)?")


@dataclass(frozen=True, slots=True)
class Ages:
    """Bands by the text of the file; `unread` are texts that are no age, or a range whose end is not certain."""

    bands: Mapping[str, Band]
    unread: frozenset[str]


def read_ages(texts: Iterable[str]) -> Ages:
    """What the texts of one file mean.

    „0 až 5" alone may or may not hold those aged five; the file tells: where another range begins with the same
    number, ends do not count, where one begins with the next number, they do.
    """
    bands: dict[str, Band] = {}
    ranges: dict[str, tuple[int, int]] = {}
    unread: set[str] = set()
    for text in set(texts):
        plain = " ".join(text.lower().replace("\xa0", " ").split())
        exact, opened = EXACT.search(plain), OPEN.fullmatch(plain)
        single, ranged = SINGLE.fullmatch(plain), RANGE.fullmatch(plain)
        if exact:
            bands[text] = int(exact[1]), None if exact[2] is None else int(exact[2]) - 1
        elif opened:
            bands[text] = int(opened[1] or opened[2]), None
        elif single:
            bands[text] = int(single[1]), int(single[1])
        elif ranged:
            ranges[text] = int(ranged[1]), int(ranged[2])
        else:
            unread.add(text)
    begins = {begin for begin, _ in [*bands.values(), *ranges.values()]}
    without_end = any(end in begins for _, end in ranges.values())
    with_end = any(end + 1 in begins for _, end in ranges.values())
    for text, (begin, end) in ranges.items():
        if without_end == with_end:
            unread.add(text)
        else:
            bands[text] = begin, end - 1 if without_end else end
    wrong = {text for text, (begin, end) in bands.items() if not begin <= (begin if end is None else end) <= OLDEST}
    return Ages({text: band for text, band in bands.items() if text not in wrong}, frozenset(unread | wrong))


def composed(group: Band, bands: Collection[Band]) -> tuple[Band, ...] | None:
    """The fewest bands that make the group exactly, one after another; None when there are none such."""
    begin, end = group
    by_begin: dict[int, list[Band]] = {}
    for band in sorted(bands, key=lambda band: (band[0], OLDEST if band[1] is None else band[1])):
        by_begin.setdefault(band[0], []).append(band)
    waiting: deque[tuple[int, tuple[Band, ...]]] = deque([(begin, ())])
    seen = {begin}
    while waiting:
        at, chain = waiting.popleft()
        for band in by_begin.get(at, []):
            if band[1] == end:
                return (*chain, band)
            if band[1] is not None and band[1] + 1 not in seen and (end is None or band[1] < end):
                seen.add(band[1] + 1)
                waiting.append((band[1] + 1, (*chain, band)))
    return None
