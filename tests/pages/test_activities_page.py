"""A member asks how the plan is being fulfilled, a coordinator asks whom to call."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.model.access import Account, Role
from lib.model.selection import AsOf
from lib.model.shares import percentages
from lib.ui import cached
from lib.views.card_history import CardHistory, card_history
from tests.pages.conftest import OpenPage
from tests.pages.facts import (
    NBSP,
    day_in_words,
    html_of,
    latest_reports,
    rows_of,
    texts,
    valid,
    without_report_for_a_year,
)

DAY = "2016-06-30"
STATES = {
    "done": "splněno",
    "running": "probíhá",
    "continuous": "průběžná",
    "preparing": "připravuje se",
    "not_started": "nezahájeno",
    "suspended": "pozastaveno",
    "cancelled": "zrušeno / nahrazeno",
}


def cards() -> list[str]:
    return sorted(row["code"] for row in rows_of("activity"))


def table_of(app: AppTest, caption: str) -> str:
    """HTML of the one table with the caption."""
    tables = re.findall(r"<table.*?</table>", html_of(app), re.S)
    (found,) = [table for table in tables if f">{caption}</caption>" in table]
    return found


def listed(app: AppTest) -> list[str]:
    """Codes of the cards in the list, in order."""
    return re.findall(r"karta=A\d\d-\d\d[^>]*>(?:<strong>)?(A\d\d-\d\d) ", table_of(app, "Karty aktivit"))


def test_states_of_all_cards_sum_to_a_hundred_per_cent(open_page: OpenPage) -> None:
    latest = latest_reports(DAY)
    counts = [sum(row["state"] == state for row in latest.values()) for state in STATES]
    unreported = len(cards()) - len(latest)
    shares = percentages([*counts, unreported])
    assert sum(shares) == 100
    key = html_of(open_page("aktivity"))
    for name, count, share in zip([*STATES.values(), "bez hlášení"], [*counts, unreported], shares, strict=True):
        assert f"{name} {count} ({share}{NBSP}%)" in key
    assert (len(cards()), unreported) == (46, 15)


def test_the_list_is_short_at_first_and_whole_on_request(open_page: OpenPage) -> None:
    assert listed(open_page("aktivity")) == cards()[:12]
    assert listed(open_page("aktivity", cele="ano")) == cards()
    assert f"46{NBSP}karet ze{NBSP}46." in texts(open_page("aktivity"))


def test_cards_without_a_report_for_a_year_are_listed_as_such(open_page: OpenPage) -> None:
    expected = without_report_for_a_year(DAY)
    app = open_page("aktivity", signal="no_report", cele="ano")
    assert listed(app) == sorted(expected)
    assert "A01-06" in expected
    assert table_of(app, "Karty aktivit").count("bez hlášení ve lhůtě") == len(expected)


def test_cards_without_a_guarantor_are_listed_as_such(open_page: OpenPage) -> None:
    held = {row["activity_code"] for row in rows_of("activity_guarantor") if valid(row, DAY)}
    closed = {code for code, row in latest_reports(DAY).items() if row["state"] in ("done", "cancelled")}
    assert listed(open_page("aktivity", signal="no_guarantor")) == sorted(set(cards()) - held - closed)


def test_cards_past_their_period_are_listed_as_such(open_page: OpenPage) -> None:
    latest = latest_reports(DAY)
    closed = {code for code, row in latest.items() if row["state"] in ("done", "cancelled", "continuous")}
    expected = [
        row["code"] for row in rows_of("activity") if f"{row['end_year']}-12-31" < DAY and row["code"] not in closed
    ]
    assert listed(open_page("aktivity", signal="overdue")) == sorted(expected)


def test_filters_by_goal_state_type_group_and_responsibility(open_page: OpenPage) -> None:
    activities = {row["code"]: row for row in rows_of("activity")}
    latest = latest_reports(DAY)
    types = {(row["activity_code"], row["type_code"]) for row in rows_of("activity_service_type")}
    groups = {(row["activity_code"], row["group_code"]) for row in rows_of("activity_target_group")}
    for query, meets in (
        ({"cil_sc": "SC4"}, lambda code: activities[code]["goal_code"] == "SC4"),
        ({"stav": "running"}, lambda code: code in latest and latest[code]["state"] == "running"),
        ({"stav": "unreported"}, lambda code: code not in latest),
        ({"sluzba": "49"}, lambda code: (code, "49") in types),
        ({"skupina_karty": "OZP"}, lambda code: (code, "OZP") in groups),
        ({"odpovida": "LK, obce"}, lambda code: activities[code]["responsible"] == "LK, obce"),
        (
            {"cil_sc": "SC1", "stav": "running"},
            lambda code: (
                activities[code]["goal_code"] == "SC1" and code in latest and latest[code]["state"] == "running"
            ),
        ),
    ):
        expected = [code for code in cards() if meets(code)]
        assert expected, query
        assert listed(open_page("aktivity", cele="ano", **query)) == expected, query


def test_before_the_plan_begins_the_page_says_so_and_blames_nobody(open_page: OpenPage) -> None:
    for day in ("2011-06-30", "2012-06-30", "2013-12-31"):
        app = open_page("aktivity", k=day)
        assert (
            f"plán ještě neplatil: je na dobu od {day_in_words('2014-01-01')} do {day_in_words('2017-12-31')}"
            in texts(app)
        )
        assert "zaostává</td>" not in html_of(app)
        assert "bez hlášení ve lhůtě" not in table_of(app, "Karty aktivit")
        assert "Splněn" not in texts(app)
    assert "plán ještě neplatil" not in texts(open_page("aktivity", k="2014-01-01"))


def test_after_the_plan_ended_the_states_are_the_last_declared(open_page: OpenPage) -> None:
    assert f"Plán skončil {day_in_words('2017-12-31')}" in texts(open_page("aktivity", k="2018-01-01"))
    assert "Plán skončil" not in texts(open_page("aktivity", k="2017-12-31"))


def test_a_card_shows_state_history_and_evidence(open_page: OpenPage) -> None:
    app = open_page("aktivity", karta="A02-05")
    reports = [row for row in rows_of("progress_report") if row["activity_code"] == "A02-05" and row["date"] <= DAY]
    assert len(reports) == 3
    said = html_of(app).replace(NBSP, " ")
    assert "Ohlášeno je 50 %, ke dni 30. 6. 2016 uplynulo 62 % plánovaného času: o 12 procentních bodů pozadu." in said
    history = table_of(app, "Dosavadní hlášení")
    assert re.findall(r"<th scope=\"row\"[^>]*>([^<]*)</th>", history) == [
        day_in_words(row["date"]) for row in sorted(reports, key=lambda row: row["date"], reverse=True)
    ]
    assert re.findall(r'href="(https://[^"]*)"', history) == [
        row["evidence_url"] for row in sorted(reports, key=lambda row: row["date"], reverse=True) if row["evidence_url"]
    ]
    assert re.findall(r"(?:předtím: |\+)[^<]*", history) == [
        "+25 bodů", "předtím: připravuje se", "+15 bodů"]
    assert "zapsáno" not in history  # all of it came with the first release
    assert "dosažen 13. 4. 2016, opožděně" in table_of(app, "Milníky").replace(NBSP, " ")
    assert "450 000 Kč" in said
    assert "počítá se jen jednou" in said


def test_files_are_offered_to_who_may_take_them(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_files(at: AsOf, code: str) -> CardHistory:
        known = card_history(cached.database(), at, code)
        files = pd.DataFrame([
            {"checksum": sign * 64, "name": name, "media_type": "pdf", "size_bytes": size, "visibility": access,
             "date": pd.Timestamp("2016-06-30"), "held": held}
            for sign, name, size, access, held in (
                ("a", "zápis [x](y).pdf", 58_000, "public", True), ("b", "mzdy.pdf", 900, "internal", True),
                ("c", "jinde.pdf", 2_048, "public", False))
        ])
        return replace(known, files=files)

    def offered(app: AppTest) -> list[str]:
        return [plain_text(each.proto.label) for each in app.get("download_button") if "pdf" in each.proto.label]

    monkeypatch.setattr(cached, "card_history", with_files)
    app = open_page("aktivity", karta="A02-05")
    assert offered(app) == ["Stáhnout zápis [x](y).pdf (PDF, 57 kB)"]
    assert "Neveřejný soubor vložený 30. 6. 2016. Stáhnout ho mohou role:" in plain_text(texts(app))
    assert "mzdy" not in texts(app)
    assert "jinde.pdf (PDF, 2 kB): obsah souboru v této instalaci není" in plain_text(texts(app))
    monkeypatch.setattr("lib.ui.auth.account", lambda at: Account(Role.GUARANTOR, "garant"))
    assert offered(open_page("aktivity", karta="A02-05")) == [
        "Stáhnout zápis [x](y).pdf (PDF, 57 kB)", "Stáhnout mzdy.pdf (PDF, 1 kB, neveřejný)"]


def plain_text(written: str) -> str:
    """Markdown as it is read: without the marks that keep signs from meaning something."""
    return re.sub(r"\\(.)", r"\1", written).replace(NBSP, " ")


def test_a_report_of_tomorrow_is_not_known_today(open_page: OpenPage) -> None:
    assert f">{day_in_words('2015-11-30')}<" in html_of(open_page("aktivity", karta="A02-05", k="2015-11-30"))
    assert f">{day_in_words('2015-11-30')}<" not in html_of(open_page("aktivity", karta="A02-05", k="2015-11-29"))


def test_a_card_nobody_reported_on_is_unknown_and_not_zero(open_page: OpenPage) -> None:
    assert "A03-02" not in latest_reports(DAY)
    app = open_page("aktivity", karta="A03-02")
    html = html_of(app).replace(NBSP, " ")
    assert "uplynulo 62 % plánovaného času; kolik je hotovo, nikdo neohlásil. To je neuvedeno, nikoli 0 %." in html
    assert "K této kartě zatím nikdo nic neohlásil." in texts(app)
    row = re.search(r"A03-02 .*?</tr>", table_of(open_page("aktivity", cele="ano"), "Karty aktivit"))
    assert row is not None
    assert ">neuvedeno</td>" in row[0]
    assert ">0" not in row[0].replace(NBSP, "")


def test_a_missed_milestone_says_so(open_page: OpenPage) -> None:
    missed = [
        row
        for row in rows_of("milestone")
        if row["activity_code"] == "A01-06"
        and row["planned_date"] < DAY
        and not (row["reached_date"] and row["reached_date"] <= DAY)
    ]
    assert len(missed) == 1
    table = table_of(open_page("aktivity", karta="A01-06"), "Milníky")
    assert table.count("nedodržen") == 1
    assert table.count("teprve nastane") == 1


@pytest.mark.parametrize("code", ["A99-99", "<img src=x>", "'; DROP TABLE activity; --"])
def test_an_unknown_card_is_told_and_the_page_works(open_page: OpenPage, code: str) -> None:
    app = open_page("aktivity", karta=code)
    assert not app.exception
    (told,) = app.error
    assert "<img" not in told.value
    assert listed(app) == cards()[:12]


def test_values_nobody_knows_are_told_and_left_out(open_page: OpenPage) -> None:
    wrong = {
        "cil_sc": "SC99",
        "stav": "x",
        "signal": "y",
        "odpovida": "nikdo",
        "skupina_karty": "z",
        "zobrazeni": "w",
        "rozpad": "v",
        "cele": "ne",
    }
    app = open_page("aktivity", **wrong)
    assert not app.exception
    for key in wrong:
        assert any(f"„{key}“" in warning.value for warning in app.warning), key
    assert listed(app) == cards()[:12]


def test_english_readers_get_english_goals_and_sentences(open_page: OpenPage) -> None:
    app = open_page("aktivity", lang="en", karta="A02-05")
    html = html_of(app)
    goal = next(row["name_en"] for row in rows_of("goal") if row["code"] == "SC2")
    assert f"SC2 {goal}" in html
    assert "50% is declared and 62% of the planned time had passed on 30 Jun 2016: 12 points behind the time." in html
    assert "probíhá" not in html
