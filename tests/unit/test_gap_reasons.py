"""Every coloured cell of the shipped data done again by hand from what its "Proč?" prints, as a reader would."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from lib.__main__ import main
from lib.exports import gap_sums
from lib.model.derived import GapClass
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.settings import read_settings
from lib.store.database import Database, open_database
from lib.text import arithmetic
from lib.text.formats import NBSP
from lib.text.messages import words_for
from lib.views import gap_reasons
from lib.views.gap_reasons import norm_origin
from lib.views.gaps import GapsView, gaps_view

CS = words_for("cs")
DAY = date(2016, 6, 30)
N = r"(−?\d{1,3}(?: \d{3})*(?:,\d+)?)"
NEED = re.compile(rf"Potřeba podle normy .*?: {N} obyv[^×]*× {N} / 1 000 = {N}")
GAP = re.compile(rf"Mezera: kapacita {N} − potřeba {N} = {N}")
INDEX = re.compile(rf"Index pokrytí: {N} / {N} = {N}, tedy: (.+?) \(")
MEAN = re.compile(rf", {N}[^÷]*÷ {N} obyv[^×]*× 1 000 = {N} na 1 000")
BETWEEN = re.compile(rf": {N} \+ (\d)/(\d) × \({N} − {N}\) = {N} na 1 000")
GIVEN = re.compile(rf"\): {N} na 1 000 obyvatel, .+\.$")
SINGLE = re.compile(rf"je to \d+\. \(.+\), {N} na 1 000")
LABELS = {CS.label("gap_class", word.value): word for word in GapClass}
LIMITS = ((Decimal("0.5"), GapClass.SEVERE), (Decimal("0.75"), GapClass.LOW), (Decimal("0.9"), GapClass.SLIGHTLY_LOW))

Key = tuple[str, ...]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_VAR", str(tmp_path_factory.mktemp("var")))
        patch.delenv("DATABASE_URL", raising=False)
        assert main(["table", "region"]) == 0
        opened = open_database(read_settings().database_url)
        yield opened
        opened.close()


def number(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace("−", "-").replace(",", "."))


def found(pattern: re.Pattern[str], line: str) -> list[Decimal]:
    match = pattern.search(line)
    assert match, line
    return [number(text) for text in match.groups()]


def rounds_to(exact: Decimal, shown: Decimal, least: int = 0) -> bool:
    """Whether the number as printed is what comes out, rounded to as many places."""
    places = max(least, -int(shown.as_tuple().exponent))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == shown


def printed_lines(cell: pd.Series, origin: gap_reasons.NormOrigin, norm: Norm) -> list[str]:
    asked = gap_sums.Asked(norm, "80 a více let", "zdroj", wants_more=False)
    return [line.replace(NBSP, " ") for line in gap_sums.lines(CS, cell, origin, asked)]


def redone_norm(line: str) -> Decimal:
    """The norm of the first line, which must follow from what the line prints."""
    if match := BETWEEN.search(line):
        low, part, whole, high, low_again, rate = (number(text) for text in match.groups())
        assert low_again == low
        assert rounds_to(low + (high - low) * part / whole, rate), line
    elif match := MEAN.search(line):
        amount, people, rate = (number(text) for text in match.groups())
        assert rounds_to(1000 * amount / people, rate), line
    else:
        (rate,) = found(SINGLE if "seřazených" in line else GIVEN, line)
    return rate


def class_of(have: Decimal, people: Decimal, index: Decimal) -> GapClass:
    if have == 0 and people >= 200:
        return GapClass.WHITE_SPOT
    return next((word for limit, word in LIMITS if index < limit),
                GapClass.IN_LINE if index <= Decimal("1.1") else GapClass.ABOVE)


def assert_redone(cell: pd.Series, lines: list[str]) -> None:
    """Need, gap, index and class worked out from the printed lines are those of the cell."""
    if pd.isna(cell["need_units"]):
        assert "není známa: " in lines[1]
        assert cell["class"] == GapClass.UNKNOWN
        return
    rate = redone_norm(lines[0])
    people, rate_again, need = found(NEED, lines[1])
    assert (people, rate_again) == (cell["population_persons"], rate)
    assert rounds_to(people * rate / 1000, need, 2), lines
    assert rounds_to(Decimal(str(cell["need_units"])), need, 2), lines
    if pd.isna(cell["capacity_units"]):
        assert lines[2] == "Kapacita není uvedena, mezera proto není známa."
        assert cell["class"] == GapClass.UNKNOWN
        return
    have, need_again, gap = found(GAP, lines[2])
    assert (need_again, have - need) == (need, gap), lines
    assert rounds_to(Decimal(str(cell["capacity_units"])), have, 2), lines
    assert float(gap) == pytest.approx(cell["gap_units"], abs=0.006)
    if pd.isna(cell["coverage_index"]):
        assert cell["class"] == GapClass.NOT_APPLICABLE
        assert lines[3].endswith("netýká se.")
        return
    match = INDEX.search(lines[3])
    assert match, lines
    (have_again, need_again, index), label = map(number, match.groups()[:3]), match.group(4)
    assert (have_again, need_again) == (have, need)
    assert rounds_to(have / need, index), lines
    assert float(index) == pytest.approx(cell["coverage_index"], abs=0.0051)
    assert LABELS[label] == cell["class"] == class_of(have, people, index), lines
    assert ("Malé číslo" in lines[-1]) == cell["small_number"]


def each_cell(
    rows: pd.DataFrame, key: Key, norm: Norm, givers: gap_reasons.NormGivers
) -> Iterator[tuple[Key, Key, pd.Series, gap_reasons.NormOrigin]]:
    """Every row with the areas its capacity is of and what made its norm; a norm areas share is worked out once."""
    for values, of_key in rows.groupby(list(key), sort=False):
        orps = of_key[of_key["orp_code"] != "kraj"]
        shared = None if givers.similar is not None else norm_origin(orps, norm)
        for _, cell in of_key.iterrows():
            area = str(cell["orp_code"])
            origin = shared or norm_origin(orps, norm, givers.makers(area))
            yield values, gap_reasons.areas_summed(orps, area), cell, origin


def seen(database: Database, norm: Norm, scope: CapacityScope) -> tuple[GapsView, gap_reasons.NormGivers]:
    selection = Selection(AsOf(DAY, 1), norm=norm, scope=scope)
    return gaps_view(database, selection), gap_reasons.norm_givers(database, selection)


@pytest.mark.parametrize(("norm", "scope"), [
    (Norm.REGION_MEAN, CapacityScope.NETWORK), (Norm.REGION_MEAN, CapacityScope.ALL),
    (Norm.ORP_MEDIAN, CapacityScope.NETWORK), (Norm.BEST_THIRD, CapacityScope.NETWORK),
    (Norm.NATIONAL, CapacityScope.NETWORK), (Norm.SIMILAR, CapacityScope.NETWORK),
])
def test_every_cell_of_a_type_can_be_redone_from_what_is_printed(
    database: Database, norm: Norm, scope: CapacityScope
) -> None:
    view, givers = seen(database, norm, scope)
    cells = list(each_cell(view.planning, ("type_code", "form", "unit"), norm, givers))
    assert len(cells) == 37 * 11
    for _, _, cell, origin in cells:
        assert_redone(cell, printed_lines(cell, origin, norm))


@pytest.mark.parametrize("norm", [Norm.REGION_MEAN, Norm.ORP_MEDIAN])
def test_every_cell_of_a_group_can_be_redone_available_and_allocated(database: Database, norm: Norm) -> None:
    view, givers = seen(database, norm, CapacityScope.NETWORK)
    for frame in (view.groups.frame, view.allocated):
        rows = gap_reasons.with_region(frame)
        cells = list(each_cell(rows, ("group_code", "unit"), norm, givers))
        assert len(cells) == len(frame) * 11 / 10
        for _, _, cell, origin in cells:
            assert_redone(cell, printed_lines(cell, origin, norm))


def assert_services_add_up(cell: pd.Series, services: pd.DataFrame) -> None:
    lines, _, total = gap_sums.service_lines(CS, cell, services)
    if pd.isna(cell["capacity_units"]):
        assert total == "neuvedeno"
        assert not lines or any(line.part is None for line in lines)
        return
    shown = gap_sums.figures(cell).capacity
    assert sum((line.part for line in lines if line.part is not None), Decimal(0)) == (shown or 0)
    assert all(line.part is not None for line in lines)


@pytest.mark.parametrize("scope", [
    CapacityScope.NETWORK, pytest.param(CapacityScope.ALL, marks=pytest.mark.sweep)])
def test_the_services_listed_add_up_to_the_capacity_of_every_cell(database: Database, scope: CapacityScope) -> None:
    view, givers = seen(database, Norm.REGION_MEAN, scope)
    behind = gap_reasons.behind(database, AsOf(DAY, 1), scope)
    for key, areas, cell, _ in each_cell(view.planning, ("type_code", "form", "unit"), Norm.REGION_MEAN, givers):
        assert_services_add_up(cell, gap_reasons.services_of_type(behind, areas, *key))


def test_the_services_listed_add_up_to_what_a_group_has_available_and_allocated(database: Database) -> None:
    view, givers = seen(database, Norm.REGION_MEAN, CapacityScope.NETWORK)
    behind = gap_reasons.behind(database, AsOf(DAY, 1), CapacityScope.NETWORK)
    for frame, allocated in ((view.groups.frame, False), (view.allocated, True)):
        rows = gap_reasons.with_region(frame)
        for key, areas, cell, _ in each_cell(rows, ("group_code", "unit"), Norm.REGION_MEAN, givers):
            assert_services_add_up(cell, gap_reasons.services_of_group(behind, areas, *key, allocated=allocated))


def test_parts_are_rounded_so_that_they_add_up() -> None:
    third = 10 / 3
    assert arithmetic.parts_that_add_up(Decimal("10.00"), [third] * 3) == (
        Decimal("3.34"), Decimal("3.33"), Decimal("3.33"))
    assert arithmetic.parts_that_add_up(Decimal("0.50"), [0.125, 0.125, 0.25]) == (
        Decimal("0.12"), Decimal("0.13"), Decimal("0.25"))
    assert arithmetic.parts_that_add_up(Decimal("5"), []) == ()


def test_a_small_number_is_told_as_a_count_with_its_interval() -> None:
    assert arithmetic.small_number_sentence(CS, 2.5, 0.42, 8.06, "fte").replace(NBSP, " ") == (
        "Malé číslo: kapacita 2,5 úvazku, 95% interval 0,4–8,1. Míra na 1 000 obyvatel by vypovídala málo, "
        "proto se neuvádí; třídu berte jen jako vodítko.")


def test_an_index_is_never_printed_as_the_limit_of_a_class_it_does_not_reach() -> None:
    exact = (1.104, 1.10, 0.7496, 0.499, 0.5, 3.1)
    shown = [arithmetic.index_percent(index, "cs").replace(NBSP, " ") for index in exact]
    assert shown == ["110,4 %", "110 %", "74,96 %", "49,9 %", "50 %", "310 %"]
