"""Every number in every file of a pack equals the CSV of the same view: the files are read back and compared."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import StringIO
from itertools import count

import pytest

from lib.exports.annex import annex_bytes
from lib.exports.csvw import bare_csv, csv_bytes, defused, printable
from lib.exports.document import Bound, Chart, Document, Facts, Figure, Grid, Lines, RegionMap, Said, Slide
from lib.exports.handout import handout_bytes
from lib.exports.labels import in_language
from lib.exports.pack_document import build_document
from lib.exports.pptx import pptx_bytes
from lib.exports.report import report_bytes
from lib.exports.xlsx import about_rows
from lib.importers.package import load_package
from lib.model.pack import ChosenGap, Pack, Section
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.settings import ROOT
from lib.store.database import Database, open_database
from lib.store.releases import ensure_embedded
from lib.text.messages import words_for
from lib.views import tables
from lib.views.base import Sheet
from lib.views.pack import pack_view
from tests.exports.pack_files import ReadChart, ReadFile, cells_of, read_docx, read_pdf, read_pptx, read_xlsx
from tests.exports.pack_numbers import NO_NUMBERS, loose_numbers, printed_in, recomputed, sentences_of, unsaid

SELECTIONS = {
    "the region": Pack(Selection(AsOf(date(2016, 6, 30), 1), compare_on=date(2016, 6, 14)), body="K10"),
    "one area, another norm, all registered capacity": Pack(
        Selection(AsOf(date(2016, 6, 30), 1), norm=Norm.ORP_MEDIAN, scope=CapacityScope.ALL), areas=("5102",)),
    "two areas, another day, chosen gaps": Pack(
        Selection(AsOf(date(2015, 12, 31), 1), compare_on=date(2014, 12, 31)), areas=("5105", "5107"),
        sections=tuple(Section), chosen=(ChosenGap("49", "5105"), ChosenGap("44", "5107"), ChosenGap("40"))),
}
QUERY = "jednani?pohled=podklady&k=2016-06-30&znamo=1"
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
NOISE = 1e-9
"""Numbers of a CSV have nine decimals."""

OWN_NUMBERS = {
    "docx": (r"\[\d+\](?:–\[\d+\])?", r"^(?:Viz tabulka|See table|Tabulka|Obrázek|Table|Picture) \d+:",
             r"^(?:Strana|Page) 1 (?:z|of) 1$", r"^(?:Datum jednání|Date of the meeting): \w+\.?\s\w+\.?\s\d{4}$"),
    "xlsx": (r"(?:'[^']+'|\w+)![A-Z]+\d+[A-Z\d:, ]*$",),
    "pptx": (r" \((?:\d+\. část (?:z|ze)|part \d+ of) \d+\)$", r" \(\d+\)$"),
    "pdf": (r"(?:Zdroje|Sources): \d[\d–, ]*", r"\.{3,} ?\d+", r"\d+ / \d+$", r"(?:\d+\. ){3,}",
            r"(?:na straně|on page) \d+"),
}
"""Numbers of the form of each file: numbers of sources, tables and pages, the day of the meeting, addresses of cells,
parts of a table."""


@dataclass(frozen=True)
class Made:
    """One pack in one language, and its files read back."""

    pack: Pack
    document: Document
    files: dict[str, ReadFile]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('numbers') / 'd.sqlite'}")
    ensure_embedded(opened, lambda: load_package(ROOT / "data"), checksum=lambda: "numbers",
                    published_at=datetime.fromisoformat("2026-01-01T12:00:00+00:00"))
    yield opened
    opened.close()


ALWAYS = {("the region", "cs"), ("one area, another norm, all registered capacity", "en"),
          ("two areas, another day, chosen gaps", "cs")}
"""Each selection once and both languages; the other language of each is one more variant of the same."""


@pytest.fixture(scope="module", params=[
    pytest.param((selection, lang), marks=() if (selection, lang) in ALWAYS else pytest.mark.sweep,
                 id=f"{selection} · {lang}") for selection in SELECTIONS for lang in ("cs", "en")])
def made(request: pytest.FixtureRequest, database: Database) -> Made:
    selection, lang = request.param
    pack, words = SELECTIONS[selection], words_for(lang)
    document = build_document(pack_view(database, pack), words, base_url="https://prehled.example.cz", query=QUERY)
    return Made(pack, document, {
        "pptx": read_pptx(pptx_bytes(document, words)), "xlsx": read_xlsx(annex_bytes(document, words)),
        "docx": read_docx(report_bytes(document, words)), "pdf": read_pdf(handout_bytes(document, words)),
    })


def rows_of(sheet: Sheet, lang: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_bytes(sheet, words_for(lang)).decode("utf-8-sig"), newline="")))


def figures_of(document: Document) -> Iterator[tuple[Slide, Figure]]:
    for slide in document.slides:
        for figure in (*slide.figures, *((slide.table,) if slide.table and slide.table not in slide.figures else ())):
            yield slide, figure


def spaced(text: str) -> str:
    """Text with plain single spaces: files break lines where they like."""
    return " ".join(printable(text).split())


def near(one: float | None, other: float | None) -> bool:
    return one is other is None or (one is not None and other is not None and abs(one - other) <= NOISE)


def names_of(document: Document) -> set[str]:
    """Names in the data that have digits in them, as they are and as they begin a line."""
    found = {str(value) for sheet in document.sheets.values() for field in sheet.table.fields if field.kind == "text"
             for value in sheet.frame[field.name].dropna().unique() if re.search(r"\d", str(value))}
    return found | {name[:1].upper() + name[1:] for name in found}


def conditions_of(document: Document) -> set[str]:
    """What is said about the tables as such: remarks, what was asked for, sources, methods."""
    words = words_for(document.lang)
    return {text for sheet in document.sheets.values() for _, text in about_rows(sheet, words)} | {
        f"{label}: {text}" for sheet in document.sheets.values() for label, text in about_rows(sheet, words)}


def test_every_number_said_or_printed_is_that_of_the_csv_and_none_stands_there_unbound(made: Made) -> None:
    document, names, conditions = made.document, names_of(made.document), conditions_of(made.document)
    compared, wrong = 0, []
    for said in sentences_of(document):
        wrong += [(said.text, loose) for loose in loose_numbers(said, names)]
        wrong += [(said.text, f"{bound} is not said") for bound in unsaid(said)]
        wrong += [(said.text, bound) for bound in said.bound if recomputed(document, bound) != bound]
        compared += len(said.bound)
    for slide, figure in figures_of(document):
        printed = list(printed_in(document, figure))
        wrong += [(figure.key, bound) for bound in printed if recomputed(document, bound) != bound]
        compared += len(printed)
        said = tuple(bound for one in slide.said() for bound in one.bound)
        for text in labels_of(figure):
            wrong += [(text, loose) for loose in loose_numbers(Said(text, (*said, *printed)), names)]
    for slide in document.slides:
        told = {said.text for said in slide.said()}
        for text in {slide.heading, *slide.sources, *slide.notes} - told:
            if text not in conditions and text.partition(": ")[2] not in slide.sources:
                wrong += [(text, loose) for loose in loose_numbers(Said(text), names)]
    assert wrong == []
    assert compared > 900


def labels_of(figure: Figure) -> list[str]:
    """Texts of a figure beside its numbers; limits of classes in its key are no data."""
    match figure:
        case Chart():
            return [figure.title, figure.alt, figure.unit, *figure.categories, *(one.title for one in figure.series)]
        case RegionMap():
            return [figure.title, figure.alt, figure.credit, *{area.meaning for area in figure.areas}]
        case Grid():
            return [figure.title, *figure.heads]
        case Facts():
            return [figure.title, *(fact.heading for fact in figure.facts)]
        case Lines():
            return [figure.title]


COUNTED_IN_AREAS = ("gap_class_count", "group_class_count")
"""Tables that count areas: where a pack is about some of them, only those are counted."""


def test_the_tables_of_the_pack_are_those_of_the_command_line(made: Made, database: Database) -> None:
    """The pack may have fewer rows (its areas, its meeting, its chosen gaps), but each is a row of the whole table."""
    if made.document.lang == "en":
        return  # the command line has names as the data have them
    compared = 0
    for key, sheet in made.document.sheets.items():
        if key not in tables.VIEWS or (made.pack.areas and key in COUNTED_IN_AREAS):
            continue
        second = dict(sheet.asked).get("srovnani")
        selection = made.pack.selection if second is None else replace(
            made.pack.selection, compare_on=date.fromisoformat(second))
        whole = in_language(tables.sheet(database, key, selection), words_for("cs"), {})
        head, *lines = bare_csv(sheet.table, sheet.frame).splitlines()
        known = bare_csv(whole.table, whole.frame).splitlines()
        assert head == known[0]
        assert set(lines) <= set(known), key
        compared += len(lines)
    assert compared > 300


def test_every_sentence_with_a_number_stands_whole_in_every_file(made: Made) -> None:
    for ending, read in made.files.items():
        text = spaced(" ".join(read.texts + [cell for table in read.tables for row in table for cell in row]))
        missing = [said.text for slide in made.document.slides for said in slide.said()
                   if said.bound and spaced(said.text) not in text]
        assert missing == [], ending


def chart_values(document: Document, chart: Chart) -> list[list[float | None]]:
    """The values of the series as the CSV of the table has them."""
    rows = rows_of(document.sheets[chart.table], document.lang)
    return [[float(text) if (text := rows[row][series.column]) else None for row in chart.rows]
            for series in chart.series]


@pytest.mark.parametrize("ending", ["pptx", "docx"])
def test_charts_and_the_workbooks_inside_them_have_the_values_of_the_csv(made: Made, ending: str) -> None:
    read = made.files[ending]
    left = list(zip(read.charts, read.cells, strict=True))
    told = [spaced(text) for text in read.texts]
    compared = 0
    for chart in (figure for _, figure in figures_of(made.document) if isinstance(figure, Chart)):
        values = chart_values(made.document, chart)
        place = next(at for at, (drawn, _) in enumerate(left) if is_chart(drawn, chart))
        drawn, cells = left.pop(place)
        names = [spaced(series.title) for series in chart.series]
        assert [spaced(str(name)) for name in cells[0][1:]] == names
        for at, row in enumerate(cells[1:]):
            assert is_name(str(row[0]), chart.categories[at])
            if spaced(str(row[0])) != spaced(chart.categories[at]):
                assert any(spaced(chart.categories[at]) in text for text in told), chart.key
        for at, column in enumerate(values):
            assert all(map(near, drawn.values[at], column)), chart.key
            assert all(map(near, [row[at + 1] for row in cells[1:]], column)), chart.key
            compared += 2 * len(column)
    assert left == []
    assert compared > 60


def is_chart(drawn: ReadChart, chart: Chart) -> bool:
    return (len(drawn.categories) == len(chart.categories) and all(map(is_name, drawn.categories, chart.categories))
            and [*map(spaced, drawn.names)] == [spaced(series.title) for series in chart.series])


def is_name(drawn: str, name: str) -> bool:
    """Whether a category is called so, whole or shortened where there is no room."""
    told, whole = spaced(drawn), spaced(name)
    return told == whole or (told.endswith("…") and whole.startswith(told[:-1]))


def without_sign(text: str) -> str:
    """A cell without the symbol of its class."""
    return re.sub(r"^[^\w+−<>=(\"„'\[–-]+ ", "", spaced(text))


@pytest.mark.parametrize("ending", ["pptx", "docx"])
def test_tables_have_the_cells_of_the_csv_as_printed(made: Made, ending: str) -> None:
    """Long tables go on to further slides of a presentation, where a picture stands without its table twin; a report
    has each table once."""
    left = Counter(tuple(map(without_sign, row)) for table in made.files[ending].tables for row in table)
    grids = [figure for slide, figure in figures_of(made.document)
             if isinstance(figure, Grid) and (ending == "docx" or figure in slide.figures)]
    if ending == "docx":
        grids = list({(grid.table, grid.heads, grid.texts): grid for grid in grids}.values())
    rows = [tuple(map(without_sign, row)) for grid in grids for row in grid.texts]
    assert Counter(rows) - left == Counter()
    heads = {tuple(map(without_sign, figure.heads)) for _, figure in figures_of(made.document)
             if isinstance(figure, Grid)}
    facts = Counter(tuple(map(without_sign, (fact.heading, f"{fact.number} {fact.unit}", fact.sentence.text)))
                    for _, figure in figures_of(made.document) if isinstance(figure, Facts) and ending == "docx"
                    for fact in figure.facts)
    assert facts - left == Counter()
    assert [row for row in left - Counter(rows) - facts if row not in heads and re.search(r"\d", "".join(row))] == []
    assert sum(map(len, rows)) > 100


def test_every_cell_of_the_workbook_and_every_cell_a_chart_points_at_is_that_of_the_csv(made: Made) -> None:
    document, read = made.document, made.files["xlsx"]
    pages = list(read.pages)[1:-2]
    compared = 0
    firsts: dict[str, list[str]] = {}
    for (key, sheet), name in zip(document.sheets.items(), pages, strict=True):
        page, rows = read.pages[name], rows_of(sheet, document.lang)
        top = next(at for at, row in enumerate(page) if row[0] == sheet.table.columns[0])
        firsts[key] = heads = [str(head) for head in page[top] if head in (rows[0] if rows else page[top])]
        for row, cells in zip(rows, page[top + 1:], strict=False):
            for head, cell in zip(heads, cells, strict=False):
                assert same(cell, row[head]), (key, head, cell, row[head])
            compared += len(heads)
    charts = iter(read.charts)
    for chart in (figure for slide in document.slides for figure in slide.figures
                  if isinstance(figure, Chart) and figure.rows):
        drawn = next(charts)
        assert is_chart(drawn, chart)
        for (categories, values), told, cached in zip(
                drawn.references, chart_values(document, chart), drawn.values, strict=True):
            assert cells_of(read, categories) == [printable(name) for name in chart.categories]
            assert all(map(near, cells_of(read, values), told)), chart.key
            assert all(map(near, cached, told)), chart.key
            compared += 2 * len(told)
    assert next(charts, None) is None
    assert compared > 5000


def same(cell: object, text: str) -> bool:
    """Whether a cell of the workbook says what the CSV says."""
    if cell is None:
        return text == ""
    if isinstance(cell, bool):
        return text == str(cell).lower()
    if isinstance(cell, (int, float)):
        return abs(float(cell) - float(text)) <= NOISE
    return text == (cell.date().isoformat() if isinstance(cell, datetime) else defused(cell))


def test_the_workbook_leads_from_every_number_to_its_cells(made: Made) -> None:
    read = made.files["xlsx"]
    page = read.pages[list(read.pages)[-2]]
    bounds = [bound for slide in made.document.slides for said in slide.said() for bound in said.bound]
    told = [row for row in page[1:] if row[3] is not None]
    assert len(told) == len(bounds) > 60
    for bound, row in zip(bounds, told, strict=True):
        assert row[3] == bound.shown
        assert bound.shown in str(row[2]), row
        found = cells_of(read, absolute(str(row[7]))) if bound.rows else []
        assert len(found) == len(bound.rows)
        assert same_value(bound, row[4], found), (bound, row)


def absolute(told: str) -> str:
    """Ranges of one page told after one another, as a formula has them."""
    page, _, ranges = told.rpartition("!")
    return ",".join(f"{page}!{cells}" for cells in ranges.split(", "))


def same_value(bound: Bound, exact: object, found: Sequence[object]) -> bool:
    if bound.how == "count":
        return exact == len(found)
    if bound.value is None:
        return None in found and isinstance(exact, str)
    if bound.how == "sum":
        return abs(sum(found) - exact) < NOISE  # type: ignore[arg-type, operator]
    return found == [exact]


def fragments_of(document: Document) -> list[str]:
    """Everything with a digit that another test has found to be right or to be no number of the data."""
    words = words_for(document.lang)
    found = {document.title, document.subtitle, document.citation, document.link(),
             document.query.partition("?")[2], *conditions_of(document),
             *names_of(document)}
    for slide in document.slides:
        found |= {slide.heading, *slide.notes, *slide.sources, document.link(slide)}
        found |= {said.text for said in slide.said()}
    for _, figure in figures_of(document):
        found |= set(labels_of(figure))
        if isinstance(figure, Chart | RegionMap):
            found |= {line.meaning for line in figure.legend}
        if isinstance(figure, Facts):
            found |= {f"{fact.number} {fact.unit}" for fact in figure.facts}
    found |= {words.title(one) for sheet in document.sheets.values() for one in (sheet.table, *sheet.table.fields)}
    long = {spaced(text) for text in found} | {spaced(text.partition("://")[2]) for text in found}
    return sorted((text for text in long if re.search(r"\d", text) and len(text) > 5), key=len, reverse=True)


def printed_texts(document: Document) -> Counter[str]:
    """Short texts of numbers that stand by themselves: labels of bars and areas, big numbers."""
    found: Counter[str] = Counter()
    for _, figure in figures_of(document):
        if isinstance(figure, Chart):
            found.update(label for series in figure.series for label in series.labels)
        elif isinstance(figure, RegionMap):
            found.update(area.text for area in figure.areas)
        elif isinstance(figure, Facts):
            found.update(text for fact in figure.facts for text in (fact.number, fact.unit))
    return found


def descriptions_of(document: Document) -> set[str]:
    """What writers say of shapes: an area with its value and class, how many points there are of each class."""
    found = set()
    for drawn in (figure for _, figure in figures_of(document) if isinstance(figure, RegionMap)):
        found |= {f"{area.name}: " + ", ".join(dict.fromkeys((area.text, area.meaning))) for area in drawn.areas}
        found.add("; ".join(f"{meaning}: {times}" for meaning, times in Counter(
            point.meaning for point in drawn.points).items()))
    return set(map(spaced, found))


def left_over(text: str, fragments: Sequence[str], patterns: Sequence[str]) -> list[str]:
    """Numbers of a text that are in none of the fragments and patterns."""
    bare = spaced(text)
    if not re.search(r"\d", bare):
        return []
    for fragment in fragments:
        bare = bare.replace(fragment, " ¤ ")
    for pattern in patterns:
        bare = re.sub(pattern, " ¤ ", bare)
    return DIGITS.findall(bare)


@pytest.mark.parametrize("ending", ["pptx", "docx", "xlsx"])
def test_no_number_stands_in_an_office_file_that_is_not_accounted_for(made: Made, ending: str) -> None:
    read, document = made.files[ending], made.document
    fragments, patterns = fragments_of(document), (*OWN_NUMBERS[ending], *NO_NUMBERS)
    known = {spaced(text) for text in printed_texts(document)} | descriptions_of(document) | {
        spaced(bound.shown) for said in sentences_of(document) for bound in said.bound} | set(read.pages)
    texts = loose_texts(read, document) if ending == "xlsx" else read.texts
    numbers = map(str, count(1))
    page = next(numbers)
    stray = []
    for text in texts:
        if ending == "pptx" and text == page:
            page = next(numbers)
        elif not {spaced(text), without_sign(text)} & known and not cut_short(text, fragments):
            stray += [(text, number) for number in left_over(text, fragments, patterns)]
    assert stray == []


def cut_short(text: str, fragments: Sequence[str]) -> bool:
    """Whether the text is as much of known ones as a line holds: "Sources: A; B…; more in the notes"."""
    bare = re.sub("^(?:Zdroje|Sources): ", "", spaced(text))
    kept, sign, _ = bare.partition("…")
    return bool(sign) and any(fragment.startswith(kept) for fragment in fragments)


def loose_texts(read: ReadFile, document: Document) -> list[str]:
    """Texts of a workbook that are no cells of its data: those have been compared one by one."""
    names = list(read.pages)
    first, *others = names[0], *names[-2:]
    return [cell for name in (first, *others) for row in read.pages[name] for cell in row if isinstance(cell, str)] + [
        text for text in read.texts if text in {figure.title for _, figure in figures_of(document)}]


def test_no_number_stands_on_the_paper_that_is_not_accounted_for(made: Made) -> None:
    """Cells and labels have no frame on paper: what is left after all texts may be no more than what was printed."""
    document = made.document
    rows = {spaced(" ".join(signed(figure, at))) for _, figure in figures_of(document) if isinstance(figure, Grid)
            for at in range(len(figure.texts))}
    fragments = sorted({*fragments_of(document), *(row for row in rows if re.search(r"\d", row))}, key=len,
                       reverse=True)
    left = Counter(number for page in made.files["pdf"].texts for number in 
                   left_over(page, fragments, (*OWN_NUMBERS["pdf"], *NO_NUMBERS)))
    allowed = Counter(number for text, times in printed_texts(document).items()
                      for number in DIGITS.findall(text) * times)
    assert left - allowed == Counter()


def signed(grid: Grid, at: int) -> list[str]:
    """A row of a table with the symbols of classes."""
    return [f"{grid.looks[at, column].symbol} {text}" if (at, column) in grid.looks else text
            for column, text in enumerate(grid.texts[at])]
