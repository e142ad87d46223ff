"""What a member sees who compares an area with those like it."""

from streamlit.testing.v1 import AppTest

from tests.pages import facts
from tests.pages.conftest import OpenPage


def texts(app: AppTest) -> str:
    return facts.texts(app).replace("\N{NO-BREAK SPACE}", " ")


def test_the_areas_that_make_the_norm_are_named_with_the_reason_and_the_weights(open_page: OpenPage) -> None:
    app = open_page("mezery", norma="podobne_orp", orp="5102")
    shown = texts(app)
    assert not app.exception
    assert "ORP Frýdlant se nejvíce podobá těmto ORP: Tanvald, Nový Bor a Semily." in shown
    assert "nejvíce podíl lidí ve věku 65+ (19,7 % proti 21,4 %)" in shown
    assert "váha počtu obyvatel 1, váha věkové struktury 1" in shown
    assert "Normu každého ORP tvoří kapacita a obyvatelé nejpodobnějších ORP (počet: 3)" in shown


def test_own_weights_and_number_in_the_address_change_who_is_alike(open_page: OpenPage) -> None:
    """By population alone the areas next to Liberec, the largest, are the second and the third largest."""
    upravy = "similar_areas:2,weight_age:0,weight_density:0,weight_settlement:0"
    shown = texts(open_page("mezery", norma="podobne_orp", orp="5105", upravy=upravy))
    assert "ORP Liberec se nejvíce podobá těmto ORP: Česká Lípa a Jablonec nad Nisou." in shown
    whole = texts(open_page("mezery", norma="podobne_orp", upravy=upravy))
    assert "Kapacita každého ORP se porovnává se 2 nejpodobnějšími ORP." in whole
