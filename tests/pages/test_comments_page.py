"""The page of comments on a draft: the public sends one on the last day, the region sees how all were settled."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.model.access import Account, Role
from lib.ui.sections import comments, desk
from tests.pages.conftest import OpenPage
from tests.pages.facts import html_of
from tests.pages.published import rows_of, screen

CODE = "SPRSS_2014_2017_PRIPOMINKY"


def said(app: AppTest) -> str:
    return screen(" ".join([html_of(app), *(each.value for each in (*app.markdown, *app.caption, *app.info))]))


def test_an_organisation_comments_on_a_card_on_the_last_day_and_not_on_the_next(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comments, "today", lambda: date(2013, 10, 25))
    app = open_page("aktivity", pohled="pripominky", pripominkovani=CODE, karta="A01-02")
    organisation, section = app.text_input
    place = next(box for box in app.selectbox if box.label == "Čeho se připomínka týká")
    assert (organisation.label, section.max_chars, place.value) == ("Organizace", 200, "A01-02")
    organisation.input("obec Zkouška")
    app.text_area[0].input("Volejte 777 123 456.")
    next(button for button in app.button if button.label == "Odeslat připomínku").click().run()
    assert "text obsahuje telefonní číslo" in app.error[0].value
    assert app.text_input[0].value == "obec Zkouška"
    app.text_area[0].input("Doplňte služby o víkendu, prosím.")
    next(button for button in app.button if button.label == "Odeslat připomínku").click().run()
    assert "Děkujeme, připomínka byla přijata." in app.success[0].value
    assert app.text_input[0].value == ""
    assert "Na kontrolu čeká 1 připomínka." in said(app)
    assert "obec Zkouška" not in said(app)
    assert "Pro správce" not in [each.value for each in app.subheader]

    monkeypatch.setattr(comments, "today", lambda: date(2013, 10, 26))
    monkeypatch.setattr(desk, "account", lambda: Account(Role.ADMINISTRATOR, "správce"))
    app.run()
    assert "Odeslat připomínku" not in [button.label for button in app.button]
    assert "nyní už je odeslat nelze" in said(app)
    assert "obec Zkouška" in said(app)  # the administrator sees what is waiting
    assert {"Zveřejnit vybrané", "Odmítnout vybrané"} <= {button.label for button in app.button}


def test_the_table_shows_every_comment_as_it_was_settled_last_on_the_day(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="pripominky")
    shown = said(app)
    places = [shown.index(row["text"]) for row in rows_of("comment")]
    assert (len(places), places) == (20, sorted(places))
    assert "přijato 9 (53 %)" in shown
    assert "přijato částečně 5 (29 %)" in shown
    assert "nepřijato 3 (18 %)" in shown
    assert "nevypořádáno 3" in shown
    app = open_page("aktivity", pohled="pripominky", vyporadani="partly", cil_sc="SC1", karta="A99-99", k="2013-11-20")
    assert "1 připomínka z 20." in said(app)  # the other comment on SC1 was accepted partly only in December
    assert any("„karta“" in warning.value for warning in app.warning)
    app = open_page("aktivity", pohled="pripominky", pripominkovani="SPRSS_2024_2026_PRIPOMINKY")
    assert "Do 30. 6. 2016 není v datech žádná připomínka." in said(app)
