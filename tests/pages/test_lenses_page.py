"""The part of the page on gaps with four lenses: a cell, areas, a target group, own assumptions, the command line."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.ui import cached
from tests.pages.conftest import OpenPage


def texts(app: AppTest) -> str:
    """Everything said in words and in tables, without the marks that keep text from being read as Markdown."""
    said = "\n".join(element.value for element in (*app.markdown, *app.subheader, *app.warning, *app.info))
    html = "\n".join(str(getattr(block, "body", "")) for block in app.get("html"))
    return f"{said}\n{html}".replace("\\", "").replace("\u00a0", " ").replace("\u2212", "-")


def test_four_lenses_of_a_type_in_an_area_say_what_they_are_made_of_and_what_they_cannot_say(
    open_page: OpenPage,
) -> None:
    app = open_page("mezery", pohled="pohledy", sluzba="49", orp="5102")
    assert not app.exception and not app.error
    said = texts(app)
    for fact in (
        "1 000 × 36,8 ÷ 984 = 37,4", "36,8 - 51,35 = -14,55", "Cíl na rok 2017", "36,8 - 40 = -3,2",
        "117 × (1 - 0,5) × 0,6 = 35,1; 35,1 ÷ (0,3 × 36,8) = 3,18; 35,1 ÷ (0,3 × 1) = 117; -max(0; 117 - 36,8) = -80,2",
        "Žádosti k 31. 12. 2015; cíle na rok 2017.", "Neuspokojeno: 117 žádostí, po úpravě 35,1 (od 14 do 65,5)",
        "v rozpětí všech předpokladů od -487 do 0", "žádost není člověk ani místo", "záměry v datech nejsou",
    ):
        assert fact in said, fact
    assert said.count("<strong>Neříká,</strong>") == 4
    assert said.count('scope="row"') >= 11  # ten areas and the region


def test_own_assumptions_stand_in_the_address_change_the_lens_and_can_be_taken_back(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="pohledy", sluzba="49", orp="5102")
    app.text_input(key="filter_upravy_duplicate_share_cs").set_value("0,25").run()
    assert app.query_params["upravy"] in ("duplicate_share:0.25", ["duplicate_share:0.25"])
    app.text_input(key="filter_upravy_turnover_per_year_cs").set_value("0,5").run()
    assert not app.exception and not app.warning
    said = texts(app)
    assert "117 × (1 - 0,25) × 0,6 = 52,65; 52,65 ÷ (0,5 × 36,8) = 2,86; 52,65 ÷ (0,5 × 1) = 105,3" in said
    assert "vaše vlastní hodnota" in said
    (back,) = [button for button in app.button if button.label == "Zpět k hodnotám sady"]
    back.click().run()
    assert "upravy" not in app.query_params
    assert "117 × (1 - 0,5) × 0,6 = 35,1" in texts(app)
    app.text_input(key="filter_upravy_duplicate_share_cs").set_value("moc").run()
    of_the_address, at_the_field = [warning.value.replace("\\", "") for warning in app.warning]
    assert "„duplicate_share:moc“" in of_the_address and not app.exception
    assert "Vlastní hodnota musí být číslo" in at_the_field and "„moc“" in at_the_field


def test_gaps_called_robust_are_those_of_the_table_and_no_others(open_page: OpenPage) -> None:
    """A gap that is always below the norm, but whose class or requests change, stands in a list of its own."""
    app = open_page("mezery", pohled="pohledy")
    rows = cached.lenses(app.session_state["here"].selection)
    frame = rows.sensitivity.frame
    frame = frame[frame["type_code"].map(rows.polarity).eq("more_is_better") & ~frame["small_number"].astype(bool)]
    always = frame[frame["below"] == "always"]
    robust = int((always["robust"] == "robust").sum())
    said = texts(app)
    assert 0 < robust < len(always)
    assert f"Pod normou ve všech zkouškách {len(always)} (z toho pevných {robust})" in said
    assert f"Pevné mezery: {robust}" in said
    assert f"závisí na předpokladech: {len(always) - robust}" in said


def test_a_group_has_two_lenses_of_its_own_and_two_of_the_types_that_serve_it(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="pohledy", skupina="R_ADDICTION", predpoklady="opatrna")
    assert not app.exception and not app.error
    said = texts(app)
    assert "se stanoví podle druhu služby, ne podle skupiny" in said
    assert "11,4 úvazku" in said and "9 úvazků" in said  # available and divided in Liberec
    assert all(f"§ {code} " in said for code in ("50", "59", "64", "68", "69")) and "§ 57 " not in said
    assert "Pevné mezery: " in said
    assert app.selectbox(key="filter_predpoklady_cs").value == "opatrna"
    assert "§ 49 pobytová: 65 a více let" in said  # the denominators of the set


@pytest.mark.usefixtures("own_database")
def test_the_command_line_prints_lenses_and_sensitivity_with_the_assumptions_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def printed(*arguments: str) -> dict[str, dict[str, str]]:
        assert main(["table", *arguments]) == 0
        return {row["orp_code"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}

    rows = printed("lens", "--sluzba", "49")
    assert len(rows) == 11
    columns = ("requests", "adjusted_requests", "unmet_units", "target_capacity_units")
    assert [rows["kraj"][name] for name in columns] == ["1452", "435.6", "-526.0", "792.137345767"]
    assert rows["5109"]["target_reported"] == "not_reported"
    own = printed("lens", "--sluzba", "49", "--upravy", "duplicate_share:0.25,turnover_per_year:0.5")
    assert own["5102"]["wanted_units"] == "105.3"
    cautious = printed("lens", "--sluzba", "49", "--predpoklady", "opatrna", "--orp", "5102")
    assert cautious["5102"]["adjusted_requests"] == "23.4"  # 117 × 0.4 × 0.5
    assert cautious["5102"]["age_group"] == "65plus"
    tried = printed("sensitivity", "--sluzba", "49")
    assert tried["5110"]["below"] == "always" and tried["5109"]["below"] == "never"
    assert tried["5105"]["changed_by"].split() == ["cr", "jmenovatele", "zadosti"]
    assert main(["table", "lens", "--upravy", "turnover:1"]) == 2
