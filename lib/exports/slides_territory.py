"""Slides on territory: the four answers, coverage by community plans, what changed in it."""

from collections.abc import Iterator
from typing import Any

from lib.charts.legend import ramp_for
from lib.charts.style import Look, looks
from lib.exports.document import Figure, KeyLine, Said, Slide
from lib.exports.slide_maker import SlideMaker, key_lines
from lib.model.pack import Section
from lib.text import formats, sentences

SHARE = "population_covered_share"


def overview(maker: SlideMaker) -> Iterator[Slide]:
    """The four answers of the first page."""
    yield from ()


def coverage(maker: SlideMaker) -> Iterator[Slide]:
    """Which municipalities have a valid plan: the map of areas with the points of municipalities."""
    tell, words = maker.tell, maker.words
    row = tell.row("coverage", orp_code=maker.area_rows)
    covered, total, share = (tell.cell("coverage", row, column)
                             for column in ("municipalities_covered", "municipalities", SHARE))
    unknown = tell.cell("coverage", row, "municipalities_unknown")
    said = sentences.coverage_sentence(words, maker.area_phrase(maker.one_area), int(covered.value or 0),  # type: ignore[arg-type]
                                       int(total.value or 0), share.value, int(unknown.value or 0))  # type: ignore[arg-type]
    columns = ("orp_name", "municipalities_covered", "municipalities", SHARE, "plans", "expiring_share")
    rows = tell.rows("coverage")
    twin = maker.tell.grid(
        "coverage_table", words("Coverage by community plans"), "coverage", columns, rows,
        emphasised=[place for place, at in enumerate(rows) if at == tell.row("coverage", orp_code="kraj")])
    figures: list[Figure] = []
    drawn = _coverage_map(maker)
    if drawn is not None:
        figures.append(drawn)
    yield maker.slide(
        "coverage", Section.COVERAGE, words("Coverage by community plans"),
        Said(said, (covered, total, share, unknown)), figures or [twin], (),
        ("coverage", "municipality_coverage"), maker.query("pokryti"), table=twin)


def _coverage_map(maker: SlideMaker) -> Figure | None:
    words = maker.words
    ramp = ramp_for([], "share")
    status = looks("light", "cover_status")

    def drawn(value: Any) -> tuple[Look, str, str]:
        shown = formats.percent(value, maker.lang)
        return ramp.look(value, "light"), shown, shown

    values = [maker.tell.exact("coverage", row, SHARE) for row in maker.tell.rows("coverage")]
    present = set(maker.sheets["municipality_coverage"].frame["status"])
    legend = (*key_lines(ramp.key(values, words, "light")),
              *(KeyLine(look, words.label("cover_status", word)) for word, look in status.items() if word in present))
    title = words("Covered inhabitants")
    alt = f"{words('Coverage by community plans')}: {title}"
    return maker.region_map("coverage_map", title, alt, "coverage", SHARE, drawn, legend,
                     maker.municipality_points("municipality_coverage", "status", status, "cover_status"))


def coverage_change(maker: SlideMaker) -> Iterator[Slide]:
    """What differs between two days."""
    yield from ()
