"""What the bodies deal with: a member opens a meeting, a coordinator looks at the bodies, a card has its history."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from lib.model.access import READER, Account, Role
from lib.ui.sections import meetings_forms
from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, html_of, rows_of, texts


def said(app: object) -> str:
    return (html_of(app) + texts(app)).replace(NBSP, " ")  # type: ignore[arg-type]


def test_a_meeting_opens_with_what_was_left_to_be_done_and_shows_the_way_of_opinions(open_page: OpenPage) -> None:
    app = open_page("jednani", jednani_id="K10-2016-06-14", bod="K10-2016-06-14-2")
    page = said(app)
    assert "Minulé jednání 8. 12. 2015; stav ke dni 14. 6. 2016. 4 úkoly: trvá 1, po termínu 1, splněn 1 a zrušen 1." \
        in page
    assert "45 dní po termínu" in page
    assert "5 z 10 skupin se vyjádřilo: souhlasí 4, nesouhlasí 1" in page
    links = re.findall(r'<span class="plain-link"><a href="([^"]*)"', html_of(app))
    assert [link.replace("&amp;", "&") for link in links[-3:]] == [
        "aktivity?karta=A08-02#karta", "mezery?sluzba=49&orp=5101#druh", "mezery?sluzba=49&orp=5109#druh"]
    opinions = re.search(r"<caption[^>]*>Stanoviska k bodu</caption>.*?</table>", html_of(app), re.S)
    assert opinions is not None
    given = [row for row in rows_of("opinion") if row["agenda_item_id"] == "K10-2016-06-14-2"]
    assert opinions[0].count("zatím ne") == 13 - len(given) == 6
    assert not [box.label for box in app.expander if "Zapsat" in box.label]


def test_nothing_after_the_day_is_shown_as_known(open_page: OpenPage) -> None:
    before, on = (said(open_page("jednani", jednani_id="K10-2016-06-14", k=day))
                  for day in ("2016-06-13", "2016-06-14"))
    assert "plánované" in before
    assert "Do 13. 6. 2016 není zapsáno žádné usnesení ani úkol." in before
    assert "K10 bere zprávu o plnění plánu v polovině období na vědomí." not in before
    assert "K10 bere zprávu o plnění plánu v polovině období na vědomí." in on


def test_days_before_the_first_report_on_a_task_and_after_the_last_meeting_are_shown(open_page: OpenPage) -> None:
    assert "2 úkoly: trvá 2." in said(open_page("jednani", k="2015-06-30"))
    bodies = open_page("jednani", pohled="slozky", slozka="K10", k="2016-12-31")
    assert not bodies.exception
    assert "Složky KKS a zastoupení triády" in html_of(bodies)


def test_bodies_say_who_sits_in_them_and_who_is_missing(open_page: OpenPage) -> None:
    app = open_page("jednani", pohled="slozky", slozka="URS_5102", orp="5102")
    tree = re.search(r"<caption[^>]*>Složky KKS a zastoupení triády</caption>.*?</table>", html_of(app), re.S)
    assert tree is not None
    table = tree[0].replace(NBSP, " ")
    assert len(re.findall(r'scope="row"', table)) == 6  # four of the whole region, two of the ORP
    assert len(re.findall(r"</span> chybí</span>", table)) == 6
    assert len(re.findall(r"</span> zastoupeni</span>", table)) == 7  # three of the ORP's groups, four of the region's
    assert "zjištěno" not in table
    assert "Žádáme" not in table
    assert "91 dní po termínu" in said(app)
    assert re.findall(r">(Rada|Zastupitelstvo) Libereckého kraje<", html_of(app)) == ["Rada", "Zastupitelstvo"]


def test_resolutions_and_tasks_stand_in_the_history_of_a_card_an_item_is_only_linked_to(open_page: OpenPage) -> None:
    page = said(open_page("aktivity", karta="A08-01"))
    assert "Usnesení a úkoly ke kartě" in page
    assert "K10 souhlasí se základní sítí na rok 2016 a postupuje ji orgánům kraje." in page
    assert "Doplnit do postupu lhůty pro vyjádření obcí." in page


def test_what_nobody_knows_is_told_and_left_out(open_page: OpenPage) -> None:
    app = open_page("jednani", jednani_id="<img src=x>", slozka="NIC", bod="x", pohled="y")
    assert not app.exception
    assert {key for key in ("jednani_id", "slozka", "bod", "pohled")
            if any(f"„{key}“" in warning.value for warning in app.warning)} == {"jednani_id", "slozka", "bod", "pohled"}
    assert "<img" not in "".join(warning.value for warning in app.warning)


def test_forms_are_for_the_own_bodies_of_a_coordinator_and_all_bodies_of_an_administrator(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.DataFrame({"body_code": ["K10", "URS_5101", "URS_5102", "RLK"], "orp_code": [None, "5101", "5102", None]})
    view = SimpleNamespace(bodies=SimpleNamespace(frame=rows))
    for account, own in (
        (READER, ()), (Account(Role.GUARANTOR, "g", activities=frozenset({"A01-01"})), ()),
        (Account(Role.COORDINATOR, "k", orp_codes=frozenset({"5102"})), ("URS_5102",)),
        (Account(Role.ADMINISTRATOR, "s"), tuple(rows["body_code"])),
    ):
        monkeypatch.setattr(meetings_forms, "account", lambda account=account: account)
        assert meetings_forms.own_bodies(view) == own, account.role  # type: ignore[arg-type]
