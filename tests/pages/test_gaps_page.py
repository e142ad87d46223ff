"""The page on gaps: norms, scope, own value, values a link may carry, both languages, the way from gap to card."""

import re
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.model.selection import AsOf, CapacityScope, Selection
from lib.ui import cached
from lib.views.gap_reasons import behind_sheet
from tests.pages.conftest import OpenPage
from tests.pages.facts import html_of

NORMS = ("prumer_kraje", "median_orp", "nejlepsi_tretina", "cr")


def rug(app: AppTest, query_key: str = "sluzba") -> str:
    """The HTML of a rug."""
    (proto,) = [block.proto for block in app.get("bidi_component") if f"rug_{query_key}" in block.proto.id]
    return str(proto.mixed.json or proto.json)


def texts(app: AppTest) -> str:
    """Everything said in words, without the marks that keep text from being read as Markdown."""
    said = "\n".join(element.value for element in (*app.markdown, *app.subheader, *app.warning, *app.info))
    return said.replace("\\", "").replace("\u00a0", " ")


def test_the_norm_changes_classes(open_page: OpenPage) -> None:
    app = open_page("mezery")
    counts = {}
    for norm in NORMS:
        app.selectbox(key="filter_norma_cs").set_value(norm).run()
        assert not app.exception
        counts[norm] = re.search(r"je pod normou (\d+) ze 340 dvojic", texts(app)).group(1)  # type: ignore[union-attr]
    assert counts["prumer_kraje"] == "158"
    assert len(set(counts.values())) == 4


def test_the_note_on_the_zero_sum_stands_with_the_region_mean_only(open_page: OpenPage) -> None:
    assert "dávají mezery všech ORP v součtu nulu" in texts(open_page("mezery"))
    assert "dávají mezery všech ORP v součtu nulu" not in texts(open_page("mezery", norma="median_orp"))


def test_national_norms_are_called_illustrative(open_page: OpenPage) -> None:
    assert "UKÁZKA: hodnoty za ČR jsou ilustrativní" in texts(open_page("mezery", norma="cr"))


def test_all_registered_capacity_is_more_than_the_network(open_page: OpenPage) -> None:
    assert "Celý kraj má 926 lůžek" in texts(open_page("mezery", sluzba="49"))
    assert "Celý kraj má 1 004 lůžek" in texts(open_page("mezery", sluzba="49", kapacita="vse"))


def test_an_own_value_without_a_type_asks_for_the_type(open_page: OpenPage) -> None:
    app = open_page("mezery", norma="vlastni")
    assert "Vaše vlastní hodnota patří jednomu druhu služby" in texts(app)
    assert "Vlastní normy určuje sada předpokladů u druhů §: 40, 49, 50." in texts(app)
    assert not app.number_input


def test_an_own_value_is_asked_for_and_then_counts_for_the_chosen_type(open_page: OpenPage) -> None:
    app = open_page("mezery", norma="vlastni", sluzba="49", orp="5101")
    assert "Zadejte vlastní hodnotu na 1 000 obyvatel pro druh „§ 49 domovy pro seniory“" in texts(app)
    assert "do té doby platí vlastní norma ze sady předpokladů" in texts(app)
    app.text_input(key="filter_cil_cs").set_value("70").run()
    assert ("Potřeba podle normy (vlastní hodnota): 2 512 obyvatel (80 a více let) × 70 / 1 000 = 175,84 lůžka"
            in texts(app))
    assert "Vlastní hodnota 70 na 1 000 obyvatel platí jen pro druh" in texts(app)


@pytest.mark.parametrize(("key", "value"), [
    ("norma", "moje"), ("cil", "0"), ("cil", "-1"), ("cil", "1001"), ("cil", "nan"), ("sluzba", "999"),
    ("kapacita", "x"), ("skupina", "nikdo"),
])
def test_a_value_that_cannot_be_used_is_named_and_the_page_works(open_page: OpenPage, key: str, value: str) -> None:
    app = open_page("mezery", **{key: value})
    assert not app.exception
    assert not app.error
    (warning,) = [warning.value.replace("\\", "") for warning in app.warning]
    assert f"„{value}“" in warning
    assert f"„{key}“" in warning
    assert "je pod normou 158 ze 340 dvojic" in texts(app)


def test_before_the_network_the_page_says_why_and_one_click_shows_what_is_known(open_page: OpenPage) -> None:
    app = open_page("mezery", k="2012-06-30")
    assert "K 30. 6. 2012 kraj ještě neměl základní síť" in texts(app)
    assert "Žádná mezera není známa" in texts(app)
    (button,) = [button for button in app.button if button.label == "Zobrazit veškerou registrovanou kapacitu"]
    button.click().run()
    assert not app.exception
    assert "kraj ještě neměl základní síť" not in texts(app)
    assert "je pod normou" in texts(app)
    assert app.query_params["kapacita"] in ("vse", ["vse"])


def test_the_sum_names_denominator_population_day_network_and_capacity_day(open_page: OpenPage) -> None:
    app = open_page("mezery", sluzba="49", orp="5101")
    said = texts(app)
    assert "Proč? ORP Česká Lípa" in said
    assert "Potřeba podle normy (průměr kraje): 2 512 obyvatel (80 a více let) × 52,19 / 1 000 = 131,1 lůžka" in said
    facts = "\n".join(str(getattr(block, "body", "")) for block in app.get("html")).replace("\u00a0", " ")
    for fact in ("80 a více let, stav obyvatel k 31. 12. 2018", "Základní síť 2016, od 1. 1. 2016",
                 "Nejnovější údaj o kapacitě"):
        assert fact in facts, fact


def test_areas_that_change_class_and_robust_ones_are_named(open_page: OpenPage) -> None:
    said = texts(open_page("mezery", sluzba="49"))
    assert "9 území mění třídu podle normy. Stejně podle všech norem: Turnov." in said


def test_a_gap_leads_to_its_cards_or_says_that_none_answers(open_page: OpenPage) -> None:
    app = open_page("mezery", sluzba="50")
    cards = re.findall(r'<a href="aktivity[?][^"]*"[^>]*>(A\d\d-\d\d) ', html_of(app))
    assert cards == ["A03-01", "A07-04", "A07-03"]  # the last one is for people at risk of exclusion only
    assert "Na tuto mezeru neodpovídá žádná karta" not in texts(app)
    assert "Na tuto mezeru neodpovídá žádná karta" in texts(open_page("mezery", sluzba="42"))


def test_where_the_plan_wants_less_the_page_does_not_call_less_a_shortage(open_page: OpenPage) -> None:
    app = open_page("mezery", sluzba="48", orp="5102")
    said = texts(app)
    assert "Méně než norma zde není nedostatek a více není úspěch" in said
    assert "tedy: méně než norma (index od 0,50 do méně než 0,75)." in said
    assert "Co by to změnilo" not in said
    assert "Bez barvy: § 48, § 52 a § 63" in said


def test_the_rug_has_every_type_with_a_link_that_keeps_the_rest_of_the_selection(open_page: OpenPage) -> None:
    html = rug(open_page("mezery", norma="median_orp", kapacita="vse"))
    assert html.count("scope=\\\"row\\\"") == 37
    assert "?norma=median_orp&amp;kapacita=vse&amp;sluzba=49#druh" in html


def test_a_cell_of_the_address_is_taken_apart_and_the_shared_area_stays(open_page: OpenPage) -> None:
    app = open_page("mezery", sluzba="49", orp="5102", bunka="kraj", skupina="R_ADDICTION", jednotka="fte",
                    deleni="rozdelena")
    said = texts(app)
    assert not app.exception
    assert "ORP Frýdlant · stav k 30. 6. 2016" in said
    assert said.count("Proč? Liberecký kraj") == 2
    assert "Mezera: kapacita 926 − potřeba 926 = 0 lůžek" in said
    facts = "\n".join(str(getattr(block, "body", "")) for block in app.get("html")).replace("\u00a0", " ")
    assert "Služby, které tuto kapacitu tvoří" in facts
    assert "sit?" in facts
    app.selectbox(key="filter_bunka_why_cs").set_value("5105").run()
    assert app.query_params["bunka"] in ("5105", ["5105"])
    assert texts(app).count("Proč? ORP Liberec") == 2
    assert "ORP Frýdlant · stav k 30. 6. 2016" in texts(app)


@pytest.mark.parametrize(("key", "value"), [
    ("bunka", "9999"), *(pytest.param(*pair, marks=pytest.mark.sweep)
                         for pair in (("forma", "beds"), ("jednotka", "kusy"), ("pohled", "x"))),
])
def test_a_cell_that_does_not_exist_is_told(open_page: OpenPage, key: str, value: str) -> None:
    app = open_page("mezery", sluzba="49", **{key: value})
    assert not app.exception
    (warning,) = [warning.value.replace("\\", "") for warning in app.warning if "v adrese" in warning.value]
    assert f"„{value}“" in warning
    assert "výchozí hodnota" in warning


def test_types_areas_and_classes_are_english_in_english(open_page: OpenPage) -> None:
    app = open_page("mezery", lang="en", sluzba="49", orp="5101")
    assert not app.exception
    assert "Need by the norm (region mean): 2,512 inhabitants (aged 80 and over)" in texts(app)
    assert "homes for older people (residential)" in rug(app)
    assert "Liberec Region" in rug(app)
    assert "domovy pro seniory" not in rug(app)


def test_capacity_for_groups_is_counted_for_each_or_divided(open_page: OpenPage) -> None:
    app = open_page("mezery", skupina="R_ADDICTION")
    assert "řádky se proto nesčítají do celku" in texts(app)
    whole = rug(app, "skupina")
    app.button_group(key="filter_deleni_cs").set_value("rozdelena").run()
    assert not app.exception
    assert "rozdělena podle uvedených podílů" in texts(app)
    assert rug(app, "skupina") != whole


def test_full_time_equivalents_for_people_with_addiction_in_liberec_are_those_of_three_services() -> None:
    """6.6 for them alone, 3.3 shared with one other group, half of 3.0 (the Liberec share) shared with one other."""
    view = cached.gaps(Selection(AsOf(date(2016, 6, 30), 1)))
    cell = {"orp_code": "5105", "group_code": "R_ADDICTION", "unit": "fte"}
    found = []
    for frame in (view.groups.frame, view.allocated):
        (row,) = frame[(frame[list(cell)] == pd.Series(cell)).all(axis=1)].to_dict("records")
        found.append(row["capacity_units"])
        assert row["services"] == 3
    assert found == pytest.approx([6.6 + 3.3 + 3.0 * 0.5, 6.6 + 3.3 / 2 + 3.0 * 0.5 / 2])
    assert found == pytest.approx([11.4, 9.0])


def test_there_is_no_national_norm_for_groups(open_page: OpenPage) -> None:
    assert "Norma za ČR ani vlastní hodnota pro cílové skupiny neexistuje" in texts(open_page("mezery", norma="cr"))


def test_norms_beside_the_chosen_one_name_their_sources() -> None:
    view = cached.gaps(Selection(AsOf(date(2016, 6, 30), 1), service_type="49", orp="5102"))
    assert view.detail is not None
    used = {source.id for source in view.detail.norms_provenance.sources}
    assert used >= {source.id for source in view.detail.gap.provenance.sources}
    assert "demo" in used


def test_the_services_behind_a_cell_are_a_table_that_adds_up_to_it() -> None:
    at = AsOf(date(2016, 6, 30), 1)
    view = cached.gaps(Selection(at, service_type="49"))
    assert view.detail is not None
    cell = view.detail.gap.frame.set_index("orp_code", drop=False).loc["5102"]
    sheet = behind_sheet(cached.behind(at, CapacityScope.NETWORK), view.detail.gap, cell, ("5102",))
    assert sheet.frame["units"].sum() == pytest.approx(36.8)
    assert sheet.frame[["amount_units", "area_share", "units"]].round(4).values.tolist() == [
        [24.0, 1.0, 24.0], [64.0, 0.2, 12.8]]
    assert sheet.asked == (("kapacita", "sit"),)
