"""Slides on the plan: progress by goal, what moved since the last meeting, signals."""

from collections.abc import Iterator

from lib.exports.document import Slide
from lib.exports.slide_maker import SlideMaker


def progress(maker: SlideMaker) -> Iterator[Slide]:
    """The slides of the part."""
    yield from ()


def moved(maker: SlideMaker) -> Iterator[Slide]:
    """The slides of the part."""
    yield from ()


def signals(maker: SlideMaker) -> Iterator[Slide]:
    """The slides of the part."""
    yield from ()
