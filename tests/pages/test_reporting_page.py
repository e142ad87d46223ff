"""A guarantor asks what is there to report; a reader is told who reports."""

import re

import pytest

from lib.model.access import Account, Role
from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, html_of, texts

CARDS = ("A01-01", "A01-02", "A01-03", "A01-04", "A01-05", "A01-06", "A02-05", "A03-02")
GUARANTOR = Account(Role.GUARANTOR, "garant", activities=frozenset(CARDS))


@pytest.fixture
def guarantor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.ui.auth.account", lambda at: GUARANTOR)


def test_a_reader_is_told_who_reports_and_gets_no_form(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="hlaseni", karta="A01-01")
    assert any("Plnění hlásí garanti karet." in info.value for info in app.info)
    assert not app.selectbox(key="filter_orp_cs").disabled
    assert [button.label for button in app.button if "Zveřejnit" in button.label] == []


@pytest.mark.usefixtures("guarantor")
def test_a_guarantor_sees_the_own_cards_with_what_is_due_the_most_urgent_first(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="hlaseni")
    assert f"3 karty z{NBSP}8 čekají na hlášení." in texts(app)
    listed = re.findall(r"karta=(A\d\d-\d\d)", html_of(app))
    assert sorted(listed) == list(CARDS)
    assert listed[:3] == ["A03-02", "A01-06", "A01-04"]  # never reported; reported 31. 3. 2015; 29. 6. 2015
    assert listed[-1] == "A01-03"  # done: nothing is due


@pytest.mark.usefixtures("guarantor")
def test_a_state_that_goes_back_is_sent_only_with_a_reason(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="hlaseni", karta="A02-05")
    next(box for box in app.selectbox if box.label == "Nový stav").select("preparing").run()
    assert "Důvod návratu stavu" in [area.label for area in app.text_area]
    app.button(key="report_A02-05_send").click().run()
    (told,) = app.error
    assert "A02-05: stav se vrací, napište důvod" in told.value.replace("\\", "")
    next(box for box in app.selectbox if box.label == "Nový stav").select("done").run()
    assert "Důvod návratu stavu" not in [area.label for area in app.text_area]


@pytest.mark.usefixtures("guarantor")
def test_no_milestone_is_marked_that_nobody_chose(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("aktivity", pohled="hlaseni", karta="A01-01")
    monkeypatch.setattr("lib.ui.declaring.send", lambda *_: pytest.fail("a milestone nobody chose was sent"))
    next(button for button in app.button if button.label == "Označit za dosažený").click().run()
    assert [error.value for error in app.error] == ["Vyberte milník."]


@pytest.mark.usefixtures("guarantor")
def test_a_card_of_somebody_else_is_told_and_has_no_form(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="hlaseni", karta="A09-01")
    assert any("A09" in info.value and "podáváte hlášení" in info.value for info in app.info)
    assert not app.text_area
