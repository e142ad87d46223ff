"""A coordinator looks how the community plans of the area are fulfilled, and opens one of them."""

import re

import pytest

from lib.desk.plan_records import StateSaid
from lib.model.access import Account, Role
from lib.model.accounts import Standing
from lib.model.community import MeasureState
from lib.ui import auth
from lib.ui.sections.monitoring_forms import said_states
from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, html_of, rows_of, texts

DAY, PLAN = "2016-06-30", "D_CHRASTAVSKO_2014"


def test_the_plans_of_an_area_and_one_of_them_year_by_year(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("pokryti", pohled="sledovani", orp="5105", plan_kp=PLAN)
    assert not app.exception
    html = html_of(app).replace(NBSP, " ")
    measures = [row["code"] for row in rows_of("plan_measure") if row["plan_code"] == PLAN]
    last = {row["measure_code"]: row["state"] for row in sorted(rows_of("measure_report"), key=lambda row: row["date"])
            if row["measure_code"] in measures and row["year"] == "2016" and row["date"] <= DAY}
    counts = [sum(state == word for state in last.values()) for word in ("done", "running", "not_started", "cancelled")]
    counts.append(len(measures) - len(last))
    (row,) = re.findall(rf"<tr[^>]*>(?:(?!</tr>).)*plan_kp={PLAN}.*?</tr>", html, re.S)
    shown = re.findall(r"<td class=\"plain-number\"[^>]*>(\d+) \((\d+) %\)", row)
    assert (len(measures), [int(n) for n, _ in shown]) == (9, counts)
    assert sum(int(share) for _, share in shown) == 100
    titles = [row["title"] for row in rows_of("plan_measure") if row["plan_code"] == PLAN]
    assert [title in html for title in titles] == [True] * 9
    assert "Zapsat" not in [each.value for each in app.subheader]

    monkeypatch.setattr(auth, "standing", lambda at: (Account(Role.ADMINISTRATOR, "správce"), Standing.LOCAL))
    app = open_page("pokryti", pohled="sledovani", rok="1999", plan_kp="KP_JABLONEC_4", lang="en")
    assert (app.error, ["“rok”" in warning.value for warning in app.warning]) == ([], [True])
    assert "Resolutions that extended the plan" in texts(app)
    assert "usnesení č. 6/2023" in html_of(app)
    assert "Write down" in [each.value for each in app.subheader]


def test_of_measures_nobody_reported_none_is_said_to_be_done(open_page: OpenPage) -> None:
    page = texts(open_page("pokryti", pohled="sledovani", k="2015-06-30")).replace(NBSP, " ")
    assert "Sledované plány mají v roce 2015 celkem 114 opatření: u 114 stav nikdo neohlásil." in page


def test_a_measure_whose_state_is_left_empty_says_nothing() -> None:
    rows = [{"code": "A", "state": "splněno", "comment": "  "}, {"code": "B", "state": None, "comment": "nevíme"},
            {"code": "C", "state": "zrušeno", "comment": " není zájem "}]
    assert said_states(rows, {"done": "splněno", "cancelled": "zrušeno"}) == {
        "A": StateSaid(MeasureState.DONE), "C": StateSaid(MeasureState.CANCELLED, "není zájem")}
