"""Slides on the meeting itself: the opening, decisions to take, tables of the annex, sources."""

from collections.abc import Iterator

from lib.exports.document import Said, Slide
from lib.exports.slide_maker import SlideMaker


def opening(maker: SlideMaker) -> Slide:
    """The title slide."""
    title = Said(maker.pack.title or maker.words("Documents for the meeting"))
    return maker.slide("opening", None, "", title, (), (), (), maker.query("jednani", pohled="podklady"))


def decisions(maker: SlideMaker) -> Iterator[Slide]:
    """What the meeting is to decide."""
    yield from ()


def annex(maker: SlideMaker) -> Iterator[Slide]:
    """Tables in full."""
    yield from ()


def closing(maker: SlideMaker) -> Iterator[Slide]:
    """Sources and how to find the same view on the screen."""
    yield from ()


def citation(maker: SlideMaker, title: str, base_url: str, query: str) -> str:
    """How to cite the pack: publisher, title, dates, release, address."""
    return f"{maker.area_name(None)}: {title}. {maker.state}."
