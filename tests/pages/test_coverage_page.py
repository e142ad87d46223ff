"""Coverage by community plans: areas, municipalities, plans, quality and two days compared."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage
from tests.pages.published import Published, read_published, screen

DAY = date(2016, 6, 30)
TURNOV = "5109"


@pytest.fixture(scope="module")
def published() -> Published:
    return read_published()


def told(app: AppTest) -> str:
    return screen("\n".join(element.value for element in (*app.markdown, *app.subheader, *app.info)))


def listed(app: AppTest, caption: str) -> list[list[str]]:
    """Rows of the table with the caption, as text of cells."""
    (table,) = [block.proto.body for block in app.get("html") if f'aria-label="{caption}"' in block.proto.body]
    body = table.split("<tbody>")[1]
    return [[screen(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr.*?>(.*?)</tr>", body, re.S)]


def test_the_page_says_how_many_municipalities_people_and_plans(open_page: OpenPage, published: Published) -> None:
    covered = published.covered_on(DAY)
    read = told(open_page("pokryti", lang="en"))
    assert "In the Liberec Region, 191 of 215 municipalities have a valid community plan (98% of inhabitants)." in read
    assert "17 community plans are valid" in read
    assert (len(covered), len(published.plans_on(DAY))) == (191, 17)


def test_a_coordinator_finds_the_uncovered_municipalities_of_turnov(open_page: OpenPage, published: Published) -> None:
    app = open_page("pokryti", lang="en", orp=TURNOV, stav="not_covered")
    missing = {published.names[code] for code in published.inside(TURNOV) - published.covered_on(DAY)}
    rows = listed(app, "Municipalities: ORP\u00a0Turnov")
    assert {row[0] for row in rows} == missing
    assert len(rows) == 9
    assert {row[2] for row in rows} == {"✕ not covered"}
    assert {(row[3], row[4]) for row in rows} == {("–", "–")}


def test_municipalities_stand_in_the_order_of_the_czech_alphabet(open_page: OpenPage) -> None:
    names = [row[0] for row in listed(open_page("pokryti", orp="5101"), "Obce: ORP\u00a0Česká Lípa")]
    assert len(names) == 41
    telling = ("Brniště", "Česká Lípa", "Doksy", "Dubá", "Dubnice", "Horní Police", "Chlum", "Jestřebí", "Zahrádky",
               "Zákupy", "Žandov", "Ždírec")
    assert tuple(name for name in names if name in telling) == telling


def test_people_read_titles_of_plans_and_no_codes(open_page: OpenPage, published: Published) -> None:
    for tab, caption in (("obce", "Municipalities: ORP\u00a0Turnov"), ("plany", "Community plans: ORP\u00a0Turnov")):
        app = open_page("pokryti", lang="en", orp=TURNOV, list=tab)
        cells = " ".join(" ".join(row) for row in listed(app, caption))
        assert "KP Turnovska 2013–2017 (ukázka)" in cells
        assert [plan["code"] for plan in published.plans if plan["code"] in cells] == []


def test_an_extended_plan_says_so_and_a_plan_of_unknown_period_is_not_called_ended(open_page: OpenPage) -> None:
    app = open_page("pokryti", lang="en", list="plany")
    rows = {row[0]: row for row in listed(app, "Community plans: Liberec Region")}
    assert rows["KP Lomnicka 2012–2015 (ukázka)"][3] == "31 Dec 2016 (extended)"
    assert rows["Komunitní plán regionu Turnovsko"][1].split(" ", 1)[-1] == "validity unknown"
    assert rows["Komunitní plán regionu Turnovsko"][2:4] == ["unknown", "unknown"]


def test_quality_keeps_no_apart_from_not_stated(open_page: OpenPage) -> None:
    app = open_page("pokryti", lang="en", orp=TURNOV, list="kvalita")
    assert "2 plans are valid here; 1 was never assessed." in told(app)
    rows = {row[0]: row[1:] for row in listed(app, "Quality of valid plans by seven criteria")}
    assert [cell.split()[1] for cell in rows["KP Turnovska 2013–2017 (ukázka)"]] == [
        "yes", "yes", "no", "no", "no", "yes", "no"]
    assert rows["KP města Turnov 2016–2019 (ukázka)"] == ["? unknown"] * 7


def test_two_days_compared_show_fifteen_plans_then_twenty(open_page: OpenPage, published: Published) -> None:
    first, second = date(2011, 6, 30), date(2012, 6, 30)
    assert (len(published.plans_on(first)), len(published.plans_on(second))) == (15, 20)
    for k, other in (("2012-06-30", "2011-06-30"), ("2011-06-30", "2012-06-30")):
        app = open_page("pokryti", lang="en", k=k, srovnani=other)
        read = told(app)
        assert ("On 30 Jun 2011, 15 community plans were valid, on 30 Jun 2012 there were 20: "
                "new 7, ended 2, extended 1, unchanged 12.") in read
        gained = published.covered_on(second) - published.covered_on(first)
        rows = listed(app, "Municipalities that gained or lost cover, or whose change is not known")
        changes = [row[2].split(" ", 1)[-1] for row in rows]
        assert changes.count("no longer covered") == 10
        known_before = {published.names[code] for code in gained}
        assert {row[0] for row in rows if "newly" in row[2]} <= known_before
        assert len(rows) == 88


def test_without_a_second_day_the_changes_ask_for_one(open_page: OpenPage) -> None:
    assert "Choose a second day above" in told(open_page("pokryti", lang="en", list="zmeny"))


@pytest.mark.parametrize(("measure", "key"), [
    ("population_covered_share", "Share of inhabitants with a valid plan (%)"),
    ("municipalities_covered_share", "Share of municipalities with a valid plan (%)"),
    ("plans", "Valid plans (number)"),
    ("expiring_share", "Inhabitants whose last plan ends within a year (%)"),
    ("overlaps", "Municipalities in several plans (number)"),
    ("quality_share", "Criteria of quality met (% of those assessed)"),
    ("coordinator", "Coordinator of community planning"),
])
def test_every_measure_has_its_key_with_a_unit(open_page: OpenPage, measure: str, key: str) -> None:
    app = open_page("pokryti", lang="en", mira=measure)
    assert not app.exception
    assert not app.error
    keys = [screen(block) for block in app.get("html") if "Points: municipalities" in block.proto.body]
    assert len(keys) == 1
    assert keys[0].startswith(key)


def test_the_difference_is_offered_only_with_a_second_day(open_page: OpenPage) -> None:
    app = open_page("pokryti", lang="en", mira="change")
    assert any("“mira”" in warning.value for warning in app.warning)
    app = open_page("pokryti", lang="en", srovnani="2012-06-30")
    assert not app.warning
    keys = [screen(block) for block in app.get("html") if "Municipalities between" in block.proto.body]
    assert keys == ["Municipalities between 30 Jun 2012 and 30 Jun 2016 newly covered no longer covered still covered "
                    "still not covered unknown"]


def test_choosing_a_status_a_list_and_a_second_day_writes_them_into_the_address(open_page: OpenPage) -> None:
    app = open_page("pokryti", lang="en", orp=TURNOV)
    app.selectbox(key="filter_stav_en").select("not_covered").run()
    assert app.query_params["stav"] in ("not_covered", ["not_covered"])
    assert len(listed(app, "Municipalities: ORP\u00a0Turnov")) == 9
    app.button_group(key="filter_list_en").set_value("plany").run()
    assert app.query_params["list"] in ("plany", ["plany"])
    assert len(listed(app, "Community plans: ORP\u00a0Turnov")) == 3
    app.date_input(key="filter_srovnani_day_en").set_value(date(2012, 6, 30)).run()
    assert app.query_params["srovnani"] in ("2012-06-30", ["2012-06-30"])
    app.date_input(key="filter_srovnani_day_en").set_value(None).run()
    assert "srovnani" not in app.query_params


def test_a_status_no_municipality_has_is_said_in_words(open_page: OpenPage) -> None:
    assert "No municipality of the area has this status on this day." in told(
        open_page("pokryti", lang="en", orp="5108", stav="not_covered"))


def test_values_the_page_does_not_know_are_told_and_the_page_works(open_page: OpenPage) -> None:
    app = open_page("pokryti", lang="en", mira="x", list="y", stav="z")
    assert not app.exception
    assert [key for key in ("mira", "list", "stav")
            if any(f"“{key}”" in warning.value for warning in app.warning)] == ["mira", "list", "stav"]
    assert len(listed(app, "Municipalities: Liberec Region")) == 215


def test_the_page_says_when_inhabitants_were_counted(open_page: OpenPage) -> None:
    assert "Obyvatelé k 31. 12. 2018." in screen("\n".join(element.value for element in open_page("pokryti").markdown))
