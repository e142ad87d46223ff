"""A member asks how the plan does by goal, type or area; a presenter asks what moved since the last meeting."""

import re
from collections import Counter
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.model.derived_rollup import Movement
from lib.model.selection import AsOf
from lib.ui import cached
from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, day_in_words, html_of, latest_reports, rows_of, texts

DAY, MEETING = "2016-06-30", "2016-06-14"
SHARES = "Počet karet a jejich podíl v řádku"


def rows_under(app: AppTest, caption: str) -> list[list[str]]:
    """Cells of the body of the one table with the caption, as text."""
    tables = re.findall(r"<table.*?</table>", html_of(app), re.S)
    (found,) = [table for table in tables if f">{caption}</caption>" in table]
    body = found.split("<tbody>")[1]
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in re.findall(r"<tr.*?</tr>", body, re.S)]
    return [[re.sub(r"<[^>]*>", "", cell).replace(NBSP, " ") for cell in row] for row in cells]


def counts(row: list[str]) -> tuple[int, int, int]:
    """Cards of a row, the sum of its parts, and the sum of their per cent."""
    parts = [re.fullmatch(r"(\d+) \((\d+) %\)", cell) for cell in row[2:]]
    found = [(int(part[1]), int(part[2])) for part in parts if part]
    return int(row[1]), sum(n for n, _ in found), sum(share for _, share in found)


def in_several(table: str, column: str) -> int:
    """Cards that stand in several rows of a table of links."""
    pairs = {(row["activity_code"], row[column]) for row in rows_of(table)}
    return sum(n > 1 for n in Counter(card for card, _ in pairs).values())


@pytest.mark.parametrize(("key", "scale", "rows", "several"), [
    ("druhy", "stavy", 33, in_several("activity_service_type", "type_code")),
    ("skupiny", "trojice", 13, in_several("activity_target_group", "group_code")),
])
def test_every_row_sums_to_a_hundred_and_the_whole_counts_each_card_once(
    open_page: OpenPage, key: str, scale: str, rows: int, several: int
) -> None:
    app = open_page("aktivity", pohled="souhrny", rozpad=key, stupnice=scale)
    shown = rows_under(app, SHARES)
    assert len(shown) == rows + 1
    for row in shown:
        cards, parts, per_cent = counts(row)
        cancelled = int(row[-1]) if scale == "trojice" else 0
        assert (parts + cancelled, per_cent) == (cards, 100 if parts else 0), row
    assert shown[-1][:2] == ["Celý plán", "46"]
    assert sum(counts(row)[0] for row in shown[:-1]) > 46
    assert f"Karet, které jsou ve více řádcích: {several} z 46." in texts(app).replace(NBSP, " ")


def test_by_goal_only_the_main_goal_counts_and_the_regions_words_are_pinned(open_page: OpenPage) -> None:
    main = [row["goal_code"] for row in rows_of("activity")]
    links = len(rows_of("activity_goal"))
    assert links > len(main) == 46
    app = open_page("aktivity", pohled="souhrny", stupnice="trojice")
    shown = rows_under(app, SHARES)
    assert [int(row[1]) for row in shown[:-1]] == [main.count(f"SC{n}") for n in range(1, 11)]
    assert shown[-1] == ["Celý plán", "46", "4 (9 %)", "23 (52 %)", "2 (5 %)", "15 (34 %)", "2"]
    assert shown[5][1:] == ["4", "0 (0 %)", "1 (34 %)", "1 (33 %)", "1 (33 %)", "1"]  # SC6, one of four cancelled
    progress = rows_under(app, "Ohlášené plnění proti uplynulému času")
    assert progress[-1] == ["Celý plán", "46", "24", "49 %", "67 %", "+19", "10"]


def test_an_old_link_opens_the_roll_up_and_a_row_opens_the_list_of_its_cards(open_page: OpenPage) -> None:
    app = open_page("aktivity", rozpad="odpovednost")
    (row,) = [row for row in rows_under(app, SHARES) if row[0] == "LK"]
    assert int(row[1]) == sum(card["responsible"] == "LK" for card in rows_of("activity")) == 16
    (link,) = set(re.findall(r'<a href="(\?[^"]*odpovida=LK)"', html_of(app)))
    assert "pohled" not in link
    assert "rozpad" not in link
    linked = open_page("aktivity", rozpad="vazby")
    names = {f"SC{n}" for n in range(1, 11)}
    rug = html_of(linked).split("Další cíle uvedené v kartách</caption>")[1]
    sc2 = re.search(r"SC2 .*?</tr>", rug, re.S)
    assert sc2 is not None
    cells = [re.sub(r"<[^>]*>|\W", "", cell) for cell in re.findall(r"<td.*?</td>", sc2[0], re.S)]
    main = {row["code"]: row["goal_code"] for row in rows_of("activity")}
    named = sum(main[row["activity_code"]] == "SC2" and row["goal_code"] == "SC3" for row in rows_of("activity_goal"))
    assert (cells[0], cells[2], len(cells), named) == ("0", "7", len(names), 7)


def test_where_cards_say_so_names_the_words_of_the_card(open_page: OpenPage) -> None:
    listed = rows_under(open_page("aktivity", pohled="souhrny", rozpad="uzemi"), "Území, která karty uvádějí")
    assert len(listed) == len(rows_of("activity_area")) == 11
    assert ["Tanvald", "Smržovka; Tanvald"] in [row[1:3] for row in listed]


def test_what_moved_since_the_last_meeting_is_told_and_adds_up(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="zmeny")
    before, after = latest_reports(MEETING), latest_reports(DAY)
    new = {code for code, row in after.items() if row != before.get(code)}
    assert {code: (before[code]["percent"], after[code]["percent"]) for code in new} == {
        "A01-02": ("35", "60"), "A02-02": ("40", "70"), "A08-04": ("", "75")}
    said = texts(app).replace(NBSP, " ")
    assert "Den ke srovnání nikdo nezvolil, proto je to den posledního jednání K10 před 30. 6. 2016." in said
    assert f"srovnani={MEETING}" in said
    assert "Od jednání K10 14. 6. 2016 ze 46 karet: 2 postoupily," in said
    kinds = {row[0]: (int(row[1]), int(row[2].split()[0])) for row in rows_under(app, "Co se s kartami stalo")}
    assert kinds.pop("Celý plán") == (46, 100)
    assert (sum(n for n, _ in kinds.values()), sum(share for _, share in kinds.values())) == (46, 100)
    assert (kinds["postoupila"][0], kinds["splněna"][0]) == (2, 0)
    changed = {row[0][:6]: row[1:] for row in rows_under(app, "Karty se změnou")}
    assert changed["A01-02"][:3] == ["postoupila", "◑ probíhá", "35 % → 60 %"]
    assert changed["A08-04"][0] == "jiná změna"  # what was unknown is no change of progress


def test_any_two_days_are_compared_to_the_very_day(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="zmeny", srovnani="2015-12-08")
    flow = rows_under(app, f"Karty podle stavu {day_in_words('2015-12-08')} (řádky) a {day_in_words(DAY)} (sloupce)")
    assert (flow[0][0], flow[-1][1], flow[-1][-1]) == ("splněno", "4", "46")
    assert [row[1] for row in flow[:-1]] == ["·", "4", "·", "·", "·", "·", "·", "·"]  # the four done ran before
    # A10-01 was declared done on 10 June 2016, A04-05 on 10 May.
    done = [cached.moved(AsOf(date.fromisoformat(DAY), 1), date(2016, month, day)).counts()[Movement.DONE]
            for month, day in ((6, 10), (6, 9), (5, 10), (5, 9))]
    assert done == [0, 1, 1, 2]


def test_a_day_is_not_compared_with_itself_and_without_a_meeting_another_is_asked_for(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="zmeny", k="2011-06-30", srovnani="2011-06-30")
    assert any("„srovnani“" in warning.value for warning in app.warning)
    assert "Zvolte den ke srovnání" in texts(app)
