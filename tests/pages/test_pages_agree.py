"""What two pages say of the same thing is the same."""

from datetime import date

import pytest

from lib.model.selection import AsOf, Selection
from lib.ui import cached
from lib.views.gaps import worst_rows

AT = AsOf(date(2016, 6, 30), 1)


@pytest.mark.parametrize("orp", [None, *(str(code) for code in range(5101, 5111))])
def test_the_largest_gap_of_the_overview_is_that_of_the_page_on_gaps(orp: str | None) -> None:
    selection = Selection(AT, orp=orp)
    gaps = cached.gaps(selection)
    expected = worst_rows(gaps.planning, gaps.polarity, orp).iloc[0]
    worst = cached.overview(selection).worst[0]
    key = ["orp_code", "type_code", "form", "unit", "gap_units", "coverage_index"]
    assert [getattr(worst, name) for name in key] == expected[key].tolist()
    if orp is not None:
        assert worst.orp_code == orp


def test_the_plan_of_the_cards_has_one_period() -> None:
    overview, activities = cached.overview(Selection(AT)), cached.activities(AT)
    assert (overview.progress.begins, overview.progress.ends) == (activities.begins, activities.ends)
    assert (activities.begins, activities.ends) == (date(2014, 1, 1), date(2017, 12, 31))
