"""The first page: four answers, the list of areas, what changed; numbers recomputed here from the published files."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage
from tests.pages.published import Published, read_published, screen

DAY = date(2016, 6, 30)


@pytest.fixture(scope="module")
def published() -> Published:
    return read_published()


def cards(app: AppTest) -> list[str]:
    """Text of the four answers, in order."""
    found = [screen(block) for block in app.get("html") if 'class="answer-number"' in block.proto.body]
    assert len(found) == 4
    return found


def area_rows(app: AppTest) -> dict[str, str]:
    """The list of areas: the text of each row by the name of the area."""
    (table,) = [block.proto.body for block in app.get("html") if 'class="plain-total"' in block.proto.body]
    rows = re.findall(r"<tr.*?>(<th scope=\"row\".*?)</tr>", table, re.S)
    named = {}
    for row in rows:
        (name,) = re.findall(r"<a [^>]*>(.*?)</a>", row)
        named[name] = screen(row)
    return named


def sentences(app: AppTest) -> str:
    return screen("\n".join(element.value for element in (*app.markdown, *app.subheader)))


def test_a_member_reads_how_many_municipalities_and_people_are_covered(
    open_page: OpenPage, published: Published
) -> None:
    covered = published.covered_on(DAY)
    share = round(100 * published.people(covered) / published.people(published.municipalities))
    answer = cards(open_page(lang="en"))[0]
    assert answer.startswith(f"Coverage by community plans {share}% of inhabitants")
    assert f"In the Liberec Region, {len(covered)} of 215 municipalities have a valid community plan." in answer
    assert (len(covered), share) == (191, 98)


def test_a_member_of_one_area_reads_the_page_in_its_voice(open_page: OpenPage, published: Published) -> None:
    app = open_page(lang="en", orp="5102")
    inside = published.inside("5102")
    covered = published.covered_on(DAY) & inside
    share = round(100 * published.people(covered) / published.people(inside))
    assert app.title[0].value == "How is ORP\u00a0Frýdlant doing?"
    first, gap, *_ = cards(app)
    assert f"{share}% of inhabitants" in first
    assert f"In ORP Frýdlant, {len(covered)} of {len(inside)} municipalities have a valid community plan." in first
    assert "in ORP Frýdlant" in gap
    assert "cards do not name an ORP" in sentences(app)


def test_progress_counts_cards_by_their_last_report_up_to_the_day(open_page: OpenPage, published: Published) -> None:
    done = published.cards_in_state(DAY, "done")
    answer = cards(open_page(lang="en"))[2]
    assert answer.startswith(f"Progress of the plan {done} of 46 activities done")
    assert done == 4


def test_before_the_plan_begins_nothing_is_called_late_or_unreported(open_page: OpenPage) -> None:
    app = open_page(lang="en", k="2012-06-30")
    _, _, progress, stale = cards(app)
    assert progress.startswith("Progress of the plan – not started yet The plan 2014–2017 with its 46 activities "
                               "begins on 1 Jan 2014.")
    assert stale == "What is stale 3 alerts plans ending within a year: 3 DEMO"
    assert "no version of the region's basic network for this day" in sentences(app)


def test_every_area_has_its_share_and_the_region_stands_below_them(open_page: OpenPage, published: Published) -> None:
    rows = area_rows(open_page(lang="en"))
    assert list(rows) == ["Česká Lípa", "Frýdlant", "Jablonec nad Nisou", "Jilemnice", "Liberec", "Nový Bor", "Semily",
                          "Tanvald", "Turnov", "Železný Brod", "Whole region"]
    covered = published.covered_on(DAY)
    for code, name in published.orps.items():
        inside = published.inside(code)
        share = round(100 * published.people(covered & inside) / published.people(inside))
        assert f" {share}% " in rows[name], name
        missing = len(inside - covered)
        expected = "all municipalities covered" if not missing else f"{missing} municipalit"
        assert expected in rows[name], name


def test_the_changes_count_plans_and_name_the_municipalities_that_lost_cover(
    open_page: OpenPage, published: Published
) -> None:
    told = sentences(open_page(lang="en"))
    then, now = date(2012, 6, 30), DAY
    before, after = published.plans_on(then), published.plans_on(now)
    assert (len(before), len(after)) == (20, 17)
    assert f"On 30 Jun 2012, {len(before)} community plans were valid, on 30 Jun 2016 there were {len(after)}" in told
    left = {code for plan in before - after for code in published.members[plan]}
    kept = left & published.covered_on(now)
    assert f"contained {len(left)} municipalities; {len(kept)} of them have a valid plan on the later day" in told
    people = [published.people(published.covered_on(day)) for day in (then, now)]
    assert (f"On 30 Jun 2012, {people[0]:,} inhabitants (89%) lived in municipalities with a valid plan, "
            f"on 30 Jun 2016 it was {people[1]:,} (98%).") in told
    lost = {published.names[code] for code in published.covered_on(then) - published.covered_on(now)}
    assert lost == {"Horka u Staré Paky", "Horní Řasnice", "Rakousy"}
    assert "that lost it: 3 (Horka u Staré Paky, Horní Řasnice and Rakousy)." in told


def test_at_most_five_sentences_say_what_changed(open_page: OpenPage) -> None:
    for query in ({}, {"k": "2012-06-30"}, {"orp": "5107"}, {"srovnani": "2017-12-31"}):
        lists = [block.value for block in open_page(lang="en", **query).markdown if block.value.startswith("- ")]
        assert 2 <= len(lists[0].splitlines()) <= 5, query


def test_where_cover_is_not_known_on_one_day_the_page_says_so(open_page: OpenPage) -> None:
    app = open_page(lang="en", orp="5102", k="2012-06-30")
    assert "On one of the two days it is not known how many inhabitants a valid plan covers." in sentences(app)
    first = cards(open_page(lang="en", orp="5102", k="2011-06-30"))[0]
    assert first.startswith("Coverage by community plans ? of inhabitants, unknown")
    assert "none of 18 municipalities is known to have a valid community plan. For 11 of them" in first


def test_the_earliest_named_day_has_nothing_earlier_to_compare_with(open_page: OpenPage) -> None:
    assert "The data name no earlier day" in sentences(open_page(lang="en", k="2011-06-30"))


def test_choosing_a_measure_writes_it_into_the_address_and_the_default_takes_it_out(open_page: OpenPage) -> None:
    app = open_page(lang="en")
    app.button_group(key="filter_mira_en").set_value("severe_cells").run()
    assert app.query_params["mira"] in ("severe_cells", ["severe_cells"])
    app.button_group(key="filter_mira_en").set_value("population_covered_share").run()
    assert "mira" not in app.query_params


def test_a_measure_that_does_not_exist_is_told_and_the_page_works(open_page: OpenPage) -> None:
    app = open_page(lang="en", mira="<b>")
    assert not app.exception
    assert len(cards(app)) == 4
    assert any("“mira”" in warning.value and "<b>" not in warning.value for warning in app.warning)


def test_a_share_with_unknown_municipalities_is_at_least_that_much(open_page: OpenPage, published: Published) -> None:
    day = date(2012, 6, 30)
    inside = published.inside("5102")
    share = round(100 * published.people(published.covered_on(day) & inside) / published.people(inside))
    app = open_page(orp="5102", k="2012-06-30")
    assert f"≥ {share} % obyvatel" in cards(app)[0]
    assert f"≥ {share} %" in area_rows(app)["Frýdlant"]
    assert "≥" not in area_rows(app)["Liberec"]


def test_answers_say_when_inhabitants_were_counted_and_that_illustrative_rows_enter(open_page: OpenPage) -> None:
    app = open_page()
    assert "Obyvatelé k 31. 12. 2018." in sentences(app)
    assert ["UKÁZKA" in card for card in cards(app)] == [True, True, True, True]
