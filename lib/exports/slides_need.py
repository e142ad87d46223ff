"""Slides on need: gaps by service type and by target group; see `slides_chosen` for gaps taken apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.charts.legend import domain_key
from lib.charts.style import looks
from lib.exports import slides_gap as bricks
from lib.exports.document import Bound, Chart, Grid, Said, Slide
from lib.exports.slide_maker import SlideMaker, key_lines
from lib.exports.slides_chosen import chosen
from lib.model.catalogue import PLANNING_UNITS, Polarity
from lib.model.cells import GapClass
from lib.model.pack import Section
from lib.model.selection import Norm
from lib.text import formats, gap_sentences, sentences
from lib.views.gaps import missing_rows, worst_rows

__all__ = ["chosen", "gaps", "groups"]

MOST_BARS = 12
"""Bars that can be read on a slide."""

MOST_LETTERS = 150
"""Letters of names that can be listed in a sentence; longer lists stand in the table."""

STACK = (GapClass.WHITE_SPOT, GapClass.SEVERE, GapClass.LOW, GapClass.SLIGHTLY_LOW, GapClass.IN_LINE, GapClass.ABOVE,
         GapClass.UNKNOWN, GapClass.NOT_APPLICABLE)
"""Classes from the left of a stacked bar: what is missing stands together."""

WITHOUT_BAR = (GapClass.WHITE_SPOT, GapClass.UNKNOWN, GapClass.NOT_APPLICABLE)
"""Classes that have no index to draw."""

_COUNTS = ("areas", "below", "white_spot", "in_line", "above", "unknown", "not_applicable")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What gaps of a slide are of: service types, or target groups in one unit.

    `gap` and `counts` are keys of tables, `rows` positions in `counts`; `key` tells one need from another, `name` the
    name of a row of either table, `short` as it is listed. `counted` is the sentence on classes.
    """

    maker: SlideMaker
    section: Section
    slide_key: str
    heading: str
    gap: str
    counts: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[int, ...]
    name: Callable[[str, int], str]
    short: Callable[[str, int], str]
    counted: Callable[..., str]
    query: str


def gaps(maker: SlideMaker) -> Iterator[Slide]:
    """Service types: in how many areas each is in which class; of one area, the index of each."""
    tell, words, rows = maker.tell, maker.words, maker.tell.rows("gap_class_count")
    forms = maker.sheets["gap_class_count"].frame["type_code"].value_counts()

    def named(table: str, row: int) -> str:
        code = str(tell.exact(table, row, "type_code"))
        form = f" ({words.label('form', tell.exact(table, row, 'form'))})" if forms[code] > 1 else ""
        return f"{formats.paragraph(code)} {tell.exact(table, row, 'type_name')}{form}"

    def paragraph(table: str, row: int) -> str:
        code = str(tell.exact(table, row, "type_code"))
        form = f" ({words.label('form', tell.exact(table, row, 'form'))})" if forms[code] > 1 else ""
        return f"{formats.paragraph(code)}{form}"

    heading = words("Gaps by service type")
    subject = _Subject(
        maker, Section.GAPS, "gaps", heading, "gap", "gap_class_count", ("type_code", "form", "unit"),
        ("type_name", "form", "unit"), rows, named, paragraph, gap_sentences.type_counts_sentence,
        bricks.gaps_query(maker, "gap"))
    yield _slide(subject)


def groups(maker: SlideMaker) -> Iterator[Slide]:
    """Target groups, a slide for each of the first two units there are: amounts in different units are never added."""
    tell, words = maker.tell, maker.words
    present = [unit for unit in PLANNING_UNITS if tell.rows("group_class_count", unit=unit.value)][:2]

    def named(table: str, row: int) -> str:
        name = str(tell.exact(table, row, "group_name"))
        return name[:1].upper() + name[1:]

    def listed(table: str, row: int) -> str:
        return str(tell.exact(table, row, "group_name"))

    overlap = words("A service that serves several groups counts for each of them, so the rows do not add up to the "
                    "total.")
    without = words("There is no national norm and no own value by target group; choose another norm.")
    remarks = (Said(overlap), *((Said(without),) if bricks.norm_of(maker) in (Norm.NATIONAL, Norm.OWN) else ()))
    if not present or bricks.norm_of(maker) in (Norm.NATIONAL, Norm.OWN):
        heading = words("Gaps by target group")
        title = Said(words("{heading}: no gap is known.", heading=heading))
        told = (*remarks, *bricks.compared_with(maker, "group_class_count"))
        yield maker.slide("groups", Section.GROUPS, heading, title, (), told, ("group_class_count",),
                          bricks.gaps_query(maker, "group_class_count") + "#skupiny")
        return
    for unit in present:
        heading = words("Gaps by target group: {unit}", unit=formats.unit_name(unit.value, words.lang))
        subject = _Subject(
            maker, Section.GROUPS, f"groups_{unit.value}", heading, "gap_by_target_group", "group_class_count",
            ("group_code", "unit"), ("group_name",), tell.rows("group_class_count", unit=unit.value), named, listed,
            gap_sentences.group_counts_sentence,
            bricks.gaps_query(maker, "gap_by_target_group") + "#skupiny")
        yield _slide(subject, remarks)


def _slide(of: _Subject, remarks: tuple[Said, ...] = ()) -> Slide:
    maker, worst = of.maker, _worst(of)
    title = Said(_nothing(of)) if worst is None else _title(of, worst)
    drawn, twin, left_out = (_area_picture(of, worst) if maker.one_area is not None else
                             _areas_picture(of, None if worst is None else _counts_row(of, worst)))
    told = (*_counted(of), *left_out, *remarks, *bricks.compared_with(maker, of.counts))
    return maker.slide(of.slide_key, of.section, of.heading, title, (drawn,) if drawn else (twin,), told,
                       (of.counts, of.gap), of.query, table=twin)


def _counts_row(of: _Subject, row: int) -> int:
    """The row of the counts that a row of the gap table is counted in."""
    return of.maker.tell.row(of.counts, **{name: of.maker.tell.exact(of.gap, row, name) for name in of.key})


def _nothing(of: _Subject) -> str:
    """The title where no gap can be called the largest."""
    maker, words = of.maker, of.maker.words
    known = sum(int(maker.tell.exact(of.counts, row, "areas") - maker.tell.exact(of.counts, row, "unknown"))
                for row in of.rows)
    if not known:
        return words("{heading}: no gap is known.", heading=of.heading)
    return words("{heading}: {area} no larger need misses capacity.", heading=of.heading,
                 area=_where(of))


def _where(of: _Subject) -> str:
    maker = of.maker
    if len(maker.pack.areas) > 1:
        return maker.words("in the chosen areas")
    return maker.area_phrase(maker.one_area)


def _frame(of: _Subject) -> pd.DataFrame:
    """Rows of the gap table that the slide is of, with their positions."""
    maker = of.maker
    keys = maker.sheets[of.counts].frame.iloc[list(of.rows)][list(of.key)]
    frame = maker.sheets[of.gap].frame
    return frame.assign(position=range(len(frame))).merge(keys, on=list(of.key))


def _worst(of: _Subject) -> int | None:
    """The row of the gap table with the least covered need; None where no larger need misses anything."""
    frame = _frame(of)
    found = missing_rows(frame, "group_code") if of.section is Section.GROUPS else worst_rows(
        frame, dict.fromkeys(frame["type_code"], Polarity.MORE_IS_BETTER))
    return None if found.empty else int(found["position"].iloc[0])


def _title(of: _Subject, row: int) -> Said:
    """The least covered need as a sentence."""
    maker = of.maker
    words, cell, norm = maker.words, maker.tell.exact, bricks.norm_of(maker).value
    gap = maker.tell.cell(of.gap, row, "gap_units", significant=3, absolute=True)
    area, exact, unit = maker.area_phrase(cell(of.gap, row, "orp_code")), cell(of.gap, row, "gap_units"), cell(
        of.gap, row, "unit")
    if of.section is Section.GROUPS:
        return Said(gap_sentences.worst_group_sentence(words, of.short(of.gap, row), area, -exact, unit, norm),
                    (gap, *_names(of, (row,))))
    sentence = sentences.worst_gap_sentence(words, cell(of.gap, row, "type_name"), cell(of.gap, row, "form"), area,
                                            exact, unit, norm)
    return Said(gap_sentences.least_covered(words, sentence), (gap,))


def _names(of: _Subject, rows: Sequence[int]) -> tuple[Bound, ...]:
    """Names of target groups that have a number in them ("aged 6 to 26"), bound as numbers are."""
    if "group_name" not in of.columns:
        return ()
    told = (of.maker.tell.cell(of.gap, row, "group_name") for row in rows)
    return tuple(bound for bound in told if any(sign.isdigit() for sign in bound.shown))


def _counted(of: _Subject) -> tuple[Said, ...]:
    """How many cells are in which class; nothing where none is known, which the title says."""
    maker = of.maker
    told = {column: maker.tell.total(of.counts, of.rows, column) for column in _COUNTS}
    numbers = {column: int(bound.value or 0) for column, bound in told.items()}  # type: ignore[arg-type]
    total = numbers.pop("areas")
    counts = gap_sentences.ClassCounts(total=total, **numbers)
    area = maker.words("The chosen areas") if len(maker.pack.areas) > 1 else maker.area_name(maker.one_area)
    if counts.unknown == counts.total:
        return ()
    return (Said(of.counted(maker.words, area, counts), tuple(told.values())),)


def _shown(of: _Subject, table: str, rows: Sequence[int], every: Sequence[int]) -> tuple[Said, ...]:
    """How many rows the picture leaves out."""
    if len(rows) == len(every):
        return ()
    bound: tuple[Bound, ...] = (of.maker.tell.count(table, rows), of.maker.tell.count(table, every))
    return (Said(gap_sentences.shown_sentence(of.maker.words, len(rows), len(every)), bound),)


def _areas_picture(of: _Subject, worst: int | None) -> tuple[Chart | None, Grid, tuple[Said, ...]]:
    """Areas by class of the needs that most areas are below the norm in; `worst` is among them."""
    tell, words = of.maker.tell, of.maker.words

    def order(row: int) -> tuple[int, int]:
        below, severe, white = (tell.exact(of.counts, row, name) for name in ("below", "severe", "white_spot"))
        return -below, -(severe + white)

    rows = sorted(of.rows, key=order)[:MOST_BARS]
    if worst is not None and worst not in rows:
        rows[-1] = worst  # what the title is about is in the picture
    known = looks("light", "gap_class")
    present = [word.value for word in STACK if any(tell.exact(of.counts, row, word.value) for row in rows)]
    title = words("Areas by class of the gap")
    chart = Chart(
        f"{of.slide_key}_chart", title, f"{of.heading}: {title}", of.counts, "stacked",
        words("number of ORP areas"), "0", tuple(of.name(of.counts, row) for row in rows), tuple(rows),
        tuple(tell.series(of.counts, rows, word, words.label("gap_class", word), known[word]) for word in present),
        key_lines(domain_key("gap_class", words, "light", present)))
    heads = {word: words.label("gap_class", word) for word in present} | {"missing_units": words("Missing")}
    twin = tell.grid(f"{of.slide_key}_table", of.heading, of.counts, (*of.columns, *present, "missing_units"), rows,
                     heads=heads, digits={"missing_units": 1})
    return chart, twin, _shown(of, of.counts, rows, of.rows)


def _area_picture(of: _Subject, worst: int | None) -> tuple[Chart | None, Grid, tuple[Said, ...]]:
    """The coverage index of the needs of one area that are covered least; needs without any capacity are named.

    `worst` is drawn wherever it has an index.
    """
    maker, tell, words = of.maker, of.maker.tell, of.maker.words
    frame = _frame(of)
    frame = frame[frame["orp_code"] == maker.one_area]
    of_class = frame["class"]
    drawable = frame[~of_class.isin(WITHOUT_BAR)].sort_values(["coverage_index", "gap_units", *of.key])
    every = [int(row) for row in drawable["position"]]
    rows = every[:MOST_BARS]
    if worst is not None and worst in every[MOST_BARS:]:
        rows[-1] = worst
    white = [int(row) for row in frame.loc[of_class == GapClass.WHITE_SPOT, "position"]]
    small = [row for row in rows if tell.exact(of.gap, row, "small_number")]
    title = words("Coverage index")
    chart = None if not rows else Chart(
        f"{of.slide_key}_chart", title, f"{of.heading}: {title}", of.gap, "bars", words("capacity ÷ need"), "0.00",
        tuple(bricks.marked(of.name(of.gap, row), small=row in small) for row in rows), tuple(rows),
        (bricks.index_series(maker, of.gap, rows, title, "gap_class"),),
        bricks.class_key(maker, of.gap, rows, "gap_class"))
    columns = (*of.columns, "capacity_units", "need_units", "gap_units", "coverage_index", "class")
    listed = [*rows, *white] or [int(row) for row in frame["position"]]
    twin = bricks.with_index(maker, tell.grid(
        f"{of.slide_key}_table", of.heading, of.gap, columns, listed,
        digits={"capacity_units": 1, "need_units": 1, "gap_units": 1}))
    told = list(_shown(of, of.gap, rows, every)) if rows else []
    if white:
        names = [of.short(of.gap, row) for row in white]
        short = sum(map(len, names)) <= MOST_LETTERS
        told.append(Said(gap_sentences.white_spots_sentence(words, len(white), names if short else ()),
                         (tell.count(of.gap, white), *(_names(of, white) if short else ()))))
    if small:
        told.append(Said(words("A dot · marks a small number: its index is only a hint.")))
    return chart, twin, tuple(told)
