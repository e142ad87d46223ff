"""Parts of a page: each answers one question, and the URL says which is open."""

from collections.abc import Mapping, Sequence

from lib.ui import filters
from lib.ui.asked import Problem
from lib.ui.page import Here

KEY = "pohled"


def chosen(parts: Sequence[str]) -> str:
    """The part that is open; an unknown one is the first."""
    return filters.local(KEY, parts, parts[0])


def choose(here: Here, names: Mapping[str, str]) -> None:
    """The way from one part to another; it stands under the title of every part. `names` are titles by part."""
    parts = tuple(names)
    filters.segments(here.words("Part of the page"), KEY, names, chosen(parts), default=parts[0], visible=False)


def problems(here: Here, names: Mapping[str, str]) -> tuple[Problem, ...]:
    """A part in the address that the page does not have."""
    return filters.local_problems({KEY: tuple(names)}, next(iter(names.values())))
