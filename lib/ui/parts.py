"""Parts of a page: each answers one question, and the URL says which is open."""

from collections.abc import Mapping, Sequence

from lib.ui import filters
from lib.ui.asked import Problem
from lib.ui.page import Here

KEY = "pohled"


def chosen(parts: Sequence[str]) -> str:
    """The part that is open; an unknown one is the first."""
    return filters.local(KEY, parts, parts[0])


def choose(here: Here, names: Mapping[str, str], opened: str | None = None) -> None:
    """The way from one part to another; it stands under the title of every part. `names` are titles by part.

    `opened` is the part that is open where another key of the address may have opened it; then every choice is written
    into the address, so that the other key opens nothing any more.
    """
    parts = tuple(names)
    by_key = chosen(parts)
    by_other = opened is not None and opened != by_key
    filters.segments(here.words("Part of the page"), KEY, names, opened or by_key,
                     default="" if by_other else parts[0], visible=False)


def problems(here: Here, names: Mapping[str, str]) -> tuple[Problem, ...]:
    """A part in the address that the page does not have."""
    return filters.local_problems({KEY: tuple(names)}, next(iter(names.values())))
