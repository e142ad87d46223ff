"""A change of selection stays cheap: ratios against plain pages measured in the same minute, never milliseconds."""

from collections.abc import Callable

import pytest

from tests.benchmarks.rerun import MAP_PAGES, OPENED, PAGES, SELECTIONS, Report, markdown, measure

pytestmark = pytest.mark.benchmark
ROUNDS = 5


@pytest.fixture(scope="module")
def report() -> Report:
    return measure(ROUNDS)


def test_pages_and_their_opened_states_cost_on_average_at_most_two_plain_three_chart_pages(
    report: Report, record_property: Callable[[str, object], None]
) -> None:
    record_property("a change of selection against plain pages", markdown(report))
    assert set(report.pages) == {*PAGES, *OPENED}
    assert {len(one.runs) for one in report.pages.values()} == {ROUNDS * len(SELECTIONS)}
    assert report.mean_ratio <= 2.0, markdown(report)


@pytest.mark.parametrize("page", MAP_PAGES)
def test_recolouring_a_map_costs_at_most_four_plain_three_chart_pages(report: Report, page: str) -> None:
    assert report.map_ratio(page) <= 4.0, markdown(report)


@pytest.mark.parametrize("address", PAGES + OPENED)
def test_what_nobody_has_asked_for_yet_costs_at_most_twenty_five_plain_three_chart_pages(
    report: Report, address: str
) -> None:
    assert report.fresh_ratio(address) <= 25.0, markdown(report)


@pytest.mark.parametrize("page", MAP_PAGES)
def test_a_map_that_did_not_change_comes_as_a_reference_and_is_not_sent_again(report: Report, page: str) -> None:
    first = report.maps[page].first
    assert first is not None
    assert (first.maps, first.maps_from_cache) == (1, 0)
    unchanged = report.unchanged[page]
    assert (unchanged.maps, unchanged.maps_from_cache) == (0, 1)
