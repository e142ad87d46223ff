"""What if: a change tried out, its link, the same numbers in files and at the command line, nothing anywhere else."""

import csv
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.exports.csvw import csv_bytes
from lib.exports.xlsx import xlsx_bytes
from lib.model.scenario import Scenario, parsed
from lib.model.selection import AsOf, Selection
from lib.text.messages import words_for
from lib.ui import cached
from lib.ui.widgets import file_name
from lib.views.whatif import WhatIfView, best_steps
from tests.pages.conftest import OpenPage
from tests.pages.facts import html_of

AT = AsOf(date(2016, 6, 30), 1)
HOMES = Selection(AT, service_type="49")
BEDS = "5103~49~pob~luz~20"
MIXED = f"5101~40~ter~uv~-2.5;{BEDS};5105~50~pob~luz~zavrit"
CELL = ["orp_code", "type_code", "form", "unit"]


def scenario(written: str) -> Scenario:
    found = parsed(written, cached.plannable(AT))
    assert found.refused == ()
    return found.scenario


def view(written: str, *, fixed: bool = True, selection: Selection = HOMES) -> WhatIfView:
    return cached.whatif(selection, scenario(written), fixed)


def said(app: AppTest) -> str:
    texts = "\n".join(each.value for each in (*app.markdown, *app.subheader, *app.warning, *app.info))
    return texts.replace("\\", "").replace("\u00a0", " ")


def test_the_state_before_is_that_of_the_page_on_gaps_and_a_fixed_norm_moves_only_what_is_changed() -> None:
    frame = view(MIXED).gap.frame
    known = cached.gaps(HOMES).gap.frame.merge(frame, on=CELL, suffixes=("", "_here"))
    assert len(known) == len(frame) == 30
    for name in ("capacity", "need", "gap"):
        assert (known[f"{name}_units"] - known[f"{name}_before_units"]).abs().max() < 1e-9
    assert known["class"].tolist() == known["class_before"].tolist()
    moved = frame[frame["gap_change_units"] != 0]
    assert [tuple(row) for row in moved[[*CELL, "gap_change_units"]].to_numpy()] == [
        ("5101", "40", "field", "fte", -2.5), ("5103", "49", "residential", "beds", 20.0),
        ("5105", "50", "residential", "beds", pytest.approx(-186.692956, abs=1e-6))]
    assert moved["touched"].all()
    assert frame["touched"].sum() == 3
    assert moved["class_after"].tolist()[-1] == "white_spot"


def test_a_mean_made_anew_makes_the_gaps_sum_to_zero_again_and_moves_every_need() -> None:
    frame = view(BEDS, fixed=False).gap.frame
    assert frame["gap_before_units"].sum() == pytest.approx(0, abs=1e-6)
    assert frame["gap_after_units"].sum() == pytest.approx(0, abs=1e-6)
    assert frame["norm_after_per_1000"].unique() == pytest.approx([frame["norm_before_per_1000"].iloc[0] * 946 / 926])
    assert (frame["need_after_units"] > frame["need_before_units"]).all()
    assert view(BEDS).gap.frame["gap_after_units"].sum() == pytest.approx(20, abs=1e-6)


def test_capacity_of_a_day_without_a_network_stays_unknown() -> None:
    found = view(BEDS, selection=Selection(AsOf(date(2011, 6, 30), 1), service_type="49"))
    assert found.unknown == scenario(BEDS).changes
    assert found.gap.frame["capacity_after_units"].isna().all()
    assert found.equity.frame["gini"].isna().all()
    assert best_steps(found, "residential", 50, 1) == Scenario()


def test_a_shift_moves_allocated_capacity_and_leaves_the_total() -> None:
    shift = "5105~vse~uv~R_ADDICTION~R_SENIOR~2"
    groups = view(shift).groups
    assert groups is not None
    rows = groups.frame[groups.frame["touched"]].set_index("group_code")
    assert rows["capacity_change_units"].to_dict() == {"R_ADDICTION": -2.0, "R_SENIOR": 2.0}
    assert rows.loc["R_ADDICTION", ["capacity_before_units", "capacity_after_units"]].tolist() == [9.0, 7.0]
    assert view("5105~vse~uv~R_ADDICTION~R_SENIOR~9.01").below_zero == scenario(
        "5105~vse~uv~R_ADDICTION~R_SENIOR~9.01").shifts
    assert view(shift).gap.frame["gap_change_units"].eq(0).all()


def test_files_of_a_scenario_say_so_in_their_name_and_in_every_row() -> None:
    found = view(MIXED)
    for sheet in (found.gap, found.equity):
        name = file_name(sheet)
        assert "_pevna_SCENAR-" in name
        assert name.endswith("_v1_UKAZKA")
        assert len(name) < 120
        assert name != file_name(getattr(view(BEDS), "gap" if sheet is found.gap else "equity"))
        rows = list(csv.DictReader(io.StringIO(csv_bytes(sheet, words_for("cs")).decode("utf-8-sig"))))
        assert len(rows) == len(sheet.frame)
        assert {(row["scenar"], row["data"]) for row in rows} == {(scenario(MIXED).link, "SCÉNÁŘ, UKÁZKA")}
        book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheet, words_for("cs"))))
        assert book.worksheets[0]["A1"].value.startswith("SCÉNÁŘ")
        about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
        assert about["Scénář"] == scenario(MIXED).link
        assert about["Norma ve scénáři"] == "zůstává na dnešní hodnotě"
    assert not cached.gaps(HOMES).gap.scenario


def test_the_command_line_prints_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    def printed(*options: str) -> pd.DataFrame:
        assert main(["table", "scenario_gap", "--sluzba", "49", *options]) == 0
        return pd.read_csv(io.StringIO(capsys.readouterr().out), dtype={"orp_code": "str", "type_code": "str"})

    for options, fixed in (((), True), (("--prepocet",), False)):
        rows = printed("--scenar", BEDS, *options)
        shown = view(BEDS, fixed=fixed).gap.frame
        assert rows["gap_after_units"].tolist() == pytest.approx(shown["gap_after_units"].tolist())
        assert rows["touched"].tolist() == shown["touched"].tolist()
    assert printed()["gap_change_units"].tolist() == [0.0] * 10
    assert main(["table", "scenario_gap", "--scenar", "5103~49~pob~luz~-9999"]) != 0
    assert "zbylo by méně než nic" in capsys.readouterr().err


def test_a_change_is_added_and_told_in_one_sentence_and_taken_out_again(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="co_kdyby", sluzba="49", k="2016-06-30")
    assert "scénář je prázdný" in said(app)
    app.selectbox(key="whatif_area_cs").set_value("5103")
    app.text_input(key="whatif_amount_cs").set_value("20")
    next(button for button in app.button if button.label == "Přidat do scénáře").click()
    app.run()
    assert not app.exception
    assert app.query_params["scenar"] in (BEDS, [BEDS])
    assert ("ORP Jablonec nad Nisou: před změnou chybí 2,19 lůžka, po změně přebývá 17,8 lůžka; třída se mění z "
            "„v souladu s normou“ na „nad normou“.") in said(app)
    assert "Všechna území dohromady: před změnou 926 lůžek, po změně 946 lůžek." in said(app)
    marks = [badge for badge in app.markdown if "SCÉNÁŘ" in badge.value and "violet" in badge.value]
    assert len(marks) == 3
    assert any(f"scenar={BEDS}" in each.value for each in app.sidebar.markdown), "the lasting link keeps the scenario"
    app.text_input(key="whatif_amount_cs").set_value("abc")
    next(button for button in app.button if button.label == "Přidat do scénáře").click()
    app.run()
    assert "„abc“ není množství" in said(app)
    assert "po změně 946 lůžek" in said(app)
    next(button for button in app.button if button.label == "Odebrat").click()
    app.run()
    assert "scénář je prázdný" in said(app)
    assert "scenar" not in app.query_params


def test_steps_are_used_as_a_scenario_and_bad_links_are_told(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="co_kdyby", sluzba="49", kroky="50", norma_scenare="jak", krok="7",
                    scenar="5103~49~ter~luz~20;5109~49~pob~luz~-900")
    assert not app.exception
    for told in ("„jak“", "„7“", "se ve formě „terénní“ neplánuje", "ORP Turnov: § 49 domovy pro seniory (pobytová), "
                 "−900 lůžek: zbylo by méně než nic"):
        assert told in said(app), told
    assert "není známa hodnota" not in said(app)
    assert "Celkem se přidá 50 lůžek; nejnižší index pokrytí vzroste z 0,53 na 0,91." in said(app)
    app.button(key="whatif_use").click().run()
    link = best_steps(view(""), "residential", 50, 1)
    assert link is not None
    assert app.query_params["scenar"] in (link.link, [link.link])
    assert sum(change.delta_units or 0 for change in link.changes) == 50
    assert "po změně 976 lůžek" in said(app)


@pytest.mark.parametrize(("address", "query"), [("mezery", {"sluzba": "49", "orp": "5103"}), ("", {"orp": "5103"})])
def test_a_scenario_in_the_address_changes_nothing_outside_its_part(
    open_page: OpenPage, address: str, query: dict[str, str]
) -> None:
    def everything(**more: str) -> list[str]:
        app = open_page(address, **query, **more)
        assert not app.exception
        main_part = [each.value for kind in ("markdown", "subheader", "warning", "info", "metric")
                     for each in app.main.get(kind)]
        return [*main_part, html_of(app), *(str(each.proto.spec) for each in app.get("plotly_chart"))]

    plain = everything()
    assert everything(scenar=MIXED) == plain
    assert sum(map(len, plain)) > 5000
