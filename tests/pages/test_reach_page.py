"""The part on reach: all types at a glance, one type within a limit, what the border hides, days before the network."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage


def texts(app: AppTest) -> str:
    """Everything said in words, without the marks that keep text from being read as Markdown."""
    said = "\n".join(element.value for element in (*app.markdown, *app.subheader, *app.warning, *app.info))
    return said.replace("\\", "").replace("\u00a0", " ")


def html(app: AppTest) -> str:
    return "\n".join(str(getattr(block, "body", "")) for block in app.get("html")).replace("\u00a0", " ")


def test_without_a_type_all_types_stand_side_by_side_and_lead_to_their_map(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="dostupnost", dosah="20", norma="median_orp")
    assert not app.exception
    assert "Vyberte druh služby zde nebo v tabulce" in texts(app)
    (table,) = [block for block in html(app).split("<style>") if "Bílá místa podle druhu a formy služby" in block]
    assert table.count('scope="row"') == 37
    assert "?norma=median_orp&amp;pohled=dostupnost&amp;dosah=20&amp;sluzba=70&amp;forma=outpatient-fte" in table
    assert "Předpoklady" not in texts(app)
    app.text_input(key="filter_dosah_cs").set_value("").run()
    assert "Dosah pobytové služby (km)" in html(app)
    assert "0–" in table  # a share is a range where people live near the border


def test_a_type_within_a_limit_says_how_many_have_nothing_and_of_how_many_it_is_unknown(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="dostupnost", sluzba="45", dosah="8")
    assert not app.exception
    said = texts(app)
    assert ("Liberecký kraj: 36 obcí nemá v dosahu 8 km žádné zařízení; počet dotčených: 3 440 obyvatel "
            "(75 a více let), ve všech věkových skupinách 42 789 obyvatel. "
            "U 103 obcí blízko hranice kraje to nelze říci") in said
    assert "všech obcí kraje je rozděleno 10,4 úvazku, kapacita, na kterou někdo dosáhne, je 10,4 úvazku" in said
    assert "bílé místo: v dosahu nic není" in html(app)
    app.selectbox(key="filter_orp_cs").set_value("5105").run()
    assert "ORP Liberec: 6 obcí nemá v dosahu 8 km žádné zařízení" in texts(app)
    app.text_input(key="filter_dosah_cs").set_value("12,5").run()
    assert app.query_params["dosah"] in ("12.5", ["12.5"])
    assert "v dosahu 12,5 km" in texts(app)


def test_field_services_go_by_territory_and_ask_for_no_limit(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="dostupnost", sluzba="69")
    assert "18 obcí není v uvedeném území žádné terénní služby; počet dotčených: 14 928 obyvatel" in texts(app)
    assert not [field for field in app.text_input if field.key == "filter_dosah_cs"]
    assert "Vzdálenost je vzdušná čára" not in texts(app)


def test_a_type_whose_only_address_is_secret_is_unknown_not_a_white_spot(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="dostupnost", sluzba="60a")
    assert "k tomuto dni není známo, co je v dosahu" in texts(app)
    assert "Které obce jsou bílým místem, není známo" in texts(app)


@pytest.mark.parametrize("limit", ["0", "100.1", "nan"])
def test_a_value_that_cannot_be_used_is_named_and_the_assumed_one_used(open_page: OpenPage, limit: str) -> None:
    app = open_page("mezery", pohled="dostupnost", sluzba="45", dosah=limit, metoda="moje")
    assert not app.exception
    warnings = "\n".join(warning.value.replace("\\", "") for warning in app.warning)
    assert f"„{limit}“" in warnings
    assert "„moje“" in warnings
    assert "v dosahu 15 km" in texts(app)


def test_before_the_network_one_click_shows_what_was_registered(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="dostupnost", sluzba="49", k="2012-06-30")
    assert "K 30. 6. 2012 kraj ještě neměl základní síť" in texts(app)
    (button,) = [button for button in app.button if button.label == "Zobrazit veškerou registrovanou kapacitu"]
    button.click().run()
    assert not app.exception
    assert "každá obec, které se to týká, má v dosahu 25 km aspoň jedno zařízení" in texts(app)


def test_the_part_is_english_in_english(open_page: OpenPage) -> None:
    said = texts(open_page("mezery", pohled="dostupnost", sluzba="45", dosah="8", lang="en"))
    assert "Liberec Region: 36 municipalities have no facility within 8 km; 3,440 inhabitants" in said
