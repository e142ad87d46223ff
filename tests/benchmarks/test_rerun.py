"""A change of selection stays cheap: ratios against plain pages measured in the same minute, never milliseconds."""

import pytest

from tests.benchmarks.rerun import MAP_PAGES, PAGES, Report, markdown, measure

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def report() -> Report:
    return measure(rounds=3)


def test_pages_cost_on_average_at_most_two_plain_three_chart_pages(report: Report) -> None:
    assert set(report.pages) == set(PAGES)
    assert report.mean_ratio <= 2.0, markdown(report)


@pytest.mark.parametrize("page", MAP_PAGES)
def test_recolouring_a_map_costs_at_most_four_plain_three_chart_pages(report: Report, page: str) -> None:
    assert report.map_ratio(page) <= 4.0, markdown(report)


@pytest.mark.parametrize("page", MAP_PAGES)
def test_a_map_that_did_not_change_is_not_sent_again(report: Report, page: str) -> None:
    first = report.maps[page].first
    assert first is not None
    assert report.unchanged[page].received_bytes <= 0.2 * first.received_bytes, markdown(report)
    assert report.unchanged[page].elements_from_cache >= 1
