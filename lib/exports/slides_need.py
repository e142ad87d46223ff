"""Slides on need: gaps by service type and by target group, chosen gaps taken apart."""

from collections.abc import Iterator

from lib.exports.document import Slide
from lib.exports.slide_maker import SlideMaker


def gaps(maker: SlideMaker) -> Iterator[Slide]:
    """The slides of the part."""
    yield from ()


def groups(maker: SlideMaker) -> Iterator[Slide]:
    """The slides of the part."""
    yield from ()


def chosen(maker: SlideMaker) -> Iterator[Slide]:
    """The slides of the part."""
    yield from ()
