"""What every page shares: language, the two dates, links that cannot be used, refused data."""

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.errors import Issue, RejectedPackage
from lib.model.schemas import TABLES
from lib.store.reads import read_table
from lib.store.releases import Embedded, Purpose, publish
from lib.text import formats
from lib.ui import cached, filters
from lib.ui.asked import Choices
from tests.pages.conftest import SCRIPTS, OpenPage

QUESTIONS = {
    "": ("Jak je na tom kraj?", "How is the region doing?"),
    "pokryti": ("Které obce mají platný komunitní plán?", "Which municipalities have a valid community plan?"),
    "sit": ("Kde jaké služby jsou?", "Which services are where?"),
    "mezery": ("Kde chybí kapacity?", "Where is capacity missing?"),
    "profil": ("Jak je na tom území?", "What is the area like?"),
    "aktivity": ("Jak se plní plán?", "How is the plan being fulfilled?"),
    "jednani": ("Co složky KKS projednávají a na čem se usnesly?", "What do the bodies deal with and decide?"),
    "sprava": ("Jak se do přehledu dostanou nová data?", "How do new data get in?"),
    "metodika": ("Odkud čísla jsou a jak se počítají?", "Where do the numbers come from?"),
}


def shown(told: Iterable[Any]) -> list[str]:
    """What boxes say, without the signs that keep Markdown from reading it as marks."""
    return [box.value.replace("\\", "") for box in told]


def in_address(app: AppTest, key: str) -> str:
    """The value of a key of the address; a test sees it as a list or as text, depending on who wrote it."""
    value = app.query_params[key]
    return value if isinstance(value, str) else value[0]


def texts(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.warning, *app.info, *app.error))


@pytest.mark.parametrize("address", SCRIPTS)
def test_each_page_asks_its_question_in_both_languages(open_page: OpenPage, address: str) -> None:
    czech, english = QUESTIONS[address]
    for lang, question in (("cs", czech), ("en", english)):
        app = open_page(address, lang=lang)
        assert not app.exception
        assert not app.error
        assert [title.value for title in app.title] == [question]


def test_links_that_differ_anywhere_are_drawn_apart_however_long_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario of 800 signs is used whole; one more sign and its last change is left out."""
    states = set()
    for written in ("5103~49~pob~luz~20;" * 42 + "xx", "5103~49~pob~luz~20;" * 42 + "xxx", "x" * 5000):
        monkeypatch.setattr(st, "query_params", SimpleNamespace(to_dict=lambda written=written: {"scenar": written}))
        states.add(filters.query_state())
    assert len(states) == 3
    assert max(map(len, states)) < 900


def test_the_name_of_what_is_shown_instead_is_text_whatever_the_data_hold(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = cached.choices

    def hostile(known_at: int, lang: str) -> Choices:
        found = usual(known_at, lang)
        return replace(found, assumptions=dict.fromkeys(found.assumptions, "[sada](javascript:1) <b>"))

    monkeypatch.setattr(cached, "choices", hostile)
    (warning,) = open_page("mezery", predpoklady="nic").warning
    assert "„\\[sada\\](javascript\\:1) &lt;b&gt;“" in warning.value


@pytest.mark.parametrize("address", SCRIPTS)
def test_a_link_with_unknown_values_says_so_and_shows_a_working_page(open_page: OpenPage, address: str) -> None:
    app = open_page(address, orp="9999", k="zítra", norma="moje", znamo="7", sluzba="999", srovnani="x", cil="-1",
                    kapacita="nic", skupina="nikdo", lang="de")
    assert not app.exception
    assert not app.error
    assert app.title[0].value == QUESTIONS[address][0]
    told = [warning.value for warning in app.warning]
    for key, value in (("orp", "9999"), ("k", "zítra"), ("norma", "moje"), ("znamo", "7"), ("sluzba", "999"),
                       ("srovnani", "x"), ("cil", r"\-1"), ("kapacita", "nic"), ("skupina", "nikdo"), ("lang", "de")):
        assert any(f"„{key}“" in text and value.strip("\\") in text.replace("\\", "") for text in told), (key, told)


@pytest.mark.parametrize("address", SCRIPTS)
@pytest.mark.parametrize(
    ("key", "value"),
    [("k", "9999-06-30"), ("k", "0001-01-01"), ("srovnani", "2016-06-30"), ("srovnani", "1800-01-01"), ("znamo", "²")],
)
def test_values_that_can_be_read_but_not_used_are_told_too(
    open_page: OpenPage, address: str, key: str, value: str
) -> None:
    app = open_page(address, **{key: value})
    assert not app.exception
    assert not app.error
    assert app.title[0].value == QUESTIONS[address][0]
    (told,) = [warning.value.replace("\\", "") for warning in app.warning]
    assert f"„{key}“" in told
    assert value in told


def test_markup_in_a_link_stays_text(open_page: OpenPage) -> None:
    app = open_page("", orp="<img src=x onerror=alert(1)>**x**")
    (warning,) = [warning.value for warning in app.warning]
    assert "<img" not in warning
    assert "&lt;img" in warning
    assert r"\*\*x\*\*" in warning


def test_the_chosen_area_follows_to_the_next_page(open_page: OpenPage) -> None:
    app = open_page("", orp="5102", k="2012-06-30")
    app.switch_page(SCRIPTS["pokryti"]).run()
    assert in_address(app, "orp") == "5102"
    assert in_address(app, "k") == "2012-06-30"
    assert "ORP\u00a0Frýdlant · stav k\u00a030.\u00a06.\u00a02012" in texts(app)


def test_choosing_an_area_writes_its_code_into_the_address_and_the_region_takes_it_out(open_page: OpenPage) -> None:
    app = open_page()
    box = app.sidebar.selectbox[0]
    assert box.options[0] == "Celý kraj"
    box.select("5102").run()
    assert in_address(app, "orp") == "5102"
    app.sidebar.selectbox[0].select("").run()
    assert "orp" not in app.query_params


def test_changing_the_language_changes_nothing_else_in_the_address(open_page: OpenPage) -> None:
    app = open_page()
    (switch,) = [group for group in app.sidebar.get("button_group") if list(group.options) == ["Česky", "English"]]
    switch.set_value("en").run()
    assert app.title[0].value == QUESTIONS[""][1]
    assert app.sidebar.selectbox[0].options[0] == "Whole region"
    app.switch_page(SCRIPTS["mezery"]).run()
    assert "orp" not in app.query_params
    assert not app.warning


@pytest.mark.parametrize(("typed", "rate"), [("20,5", "20.5"), ("20.5", "20.5"), ("205", "205")])
def test_an_own_value_may_be_written_with_a_comma(open_page: OpenPage, typed: str, rate: str) -> None:
    app = open_page("mezery", norma="vlastni", sluzba="49")
    (field,) = [field for field in app.text_input if "1\u00a0000" in field.label or "1,000" in field.label]
    field.set_value(typed).run()
    assert in_address(app, "cil") == rate
    assert not app.warning


def test_an_own_value_that_is_no_number_is_told(open_page: OpenPage) -> None:
    app = open_page("mezery", norma="vlastni", sluzba="49", cil="moc")
    (told,) = [warning.value for warning in app.warning]
    assert "„moc“" in told


def test_a_named_state_is_one_click_away(open_page: OpenPage) -> None:
    app = open_page()
    (chips,) = [pills for pills in app.sidebar.get("button_group") if "2012" in str(pills.options)]
    assert len(chips.options) == 4
    assert [str(option) for option in chips.options][-1].endswith("dnes")


def test_an_old_link_keeps_its_day_its_names_and_its_release_after_a_new_one_is_published(open_page: OpenPage) -> None:
    database, first = cached.database(), cached.all_releases()[0]
    frames = {name: read_table(database, name, known_at=first.number, valid_on=None) for name in TABLES}
    states = frames["named_state"].copy()
    states["is_default"] = (states["valid_on"] == pd.Timestamp("2012-06-30")).astype("boolean")
    areas = frames["orp"].copy()
    areas["name"] = areas["name"].replace("Frýdlant", "Frýdlantsko")
    try:
        second = publish(database, frames | {"named_state": states, "orp": areas}, note="zkouška", by_role="správce",
                         source_name="zkouška", source_checksum="1", published_at=first.published_at)
        cached.all_releases.clear()
        new, old = open_page(orp="5102"), open_page(orp="5102", znamo="1")
        assert "ORP\u00a0Frýdlantsko · stav k\u00a030.\u00a06.\u00a02012" in texts(new)
        assert "ORP\u00a0Frýdlant · stav k\u00a030.\u00a06.\u00a02016" in texts(old)
        assert new.sidebar.caption[-1].value.startswith(f"Vydání {second.number} ")
        assert old.sidebar.caption[-1].value.startswith("Vydání 1 ")
        day = formats.date(first.published_at.date(), "cs")
        assert shown(old.warning) == [
            f"Nahrazeno: vidíte vydání\u00a01 tak, jak bylo zveřejněno {day}. Nejnovější je vydání\u00a02 (zkouška)."]
        assert (shown(new.warning), shown(old.error)) == ([], [])
        assert differences(open_page, orp="5102", znamo="1") == [
            "Liší se 2 řádky tabulek, ze kterých je stránka.",
            "Frýdlant → Frýdlantsko"]
        assert cited(open_page, orp="5102", znamo="1")[1] == "Nahrazeno: novější vydání má jiná data."
        text, standing = cited(open_page, orp="5102")
        assert text.startswith("Liberecký kraj: Jak je na tom ORP\u00a0Frýdlantsko? ORP\u00a0Frýdlantsko · stav k")
        assert f". Vydání 2 ze dne {day}. UKÁZKA: vytvořeno z ilustrativních dat" in text
        assert text.endswith("orp=5102&k=2012-06-30&znamo=2")
        assert standing == "Platné: nejnovější vydání má tatáž data."

        publish(database, frames, note="špatné názvy", by_role="správce", source_name="zkouška", source_checksum="2",
                published_at=first.published_at, purpose=Purpose.CORRECTION)
        cached.all_releases.clear()
        old = open_page(orp="5102", znamo="1")
        assert shown(old.warning) == []
        assert shown(old.error) == [
            f"Opraveno: vidíte vydání\u00a01. Opravilo je vydání\u00a03 ze dne {day} (špatné názvy). "
            "Nejnovější je vydání\u00a03."]
        assert cited(open_page, znamo="1")[1] == "Opraveno: některé pozdější vydání bylo opravou."
        assert differences(open_page, znamo="1") == [
            "Žádný údaj této stránky se neliší: s nejnovějším vydáním ukazuje k tomuto dni totéž."]
        old.button[0].click().run()
        assert "znamo" not in old.query_params
        assert old.sidebar.caption[-1].value.startswith("Vydání 3 ")
    finally:
        st.cache_resource.clear()
        os.environ["DASHBOARD_VAR"] = str(Path(os.environ["DASHBOARD_VAR"]).with_name("after_publishing"))


def differences(open_page: OpenPage, **query: str) -> list[str]:
    """What the overview says of the difference from the newest release and the values of its first row."""
    app = open_page(**query)
    app.session_state["moved_on_page"] = True
    app.run()
    (block,) = [each for each in app.expander if each.label == "Čím se liší od nejnovějšího vydání"]
    (table,) = [*[html.proto.body for html in block.get("html")], ""][:1]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", table)
    return [shown(block.markdown)[0], *([" → ".join(cells[2:4])] if cells else [])]


def cited(open_page: OpenPage, **query: str) -> tuple[str, str]:
    """The citation of the overview, and whether its numbers still hold."""
    app = open_page(**query)
    app.session_state["citation"] = True
    app.run()
    (block,) = [each for each in app.expander if each.label == "Citovat tento pohled"]
    return block.code[0].value, shown(block.markdown)[0]


def test_a_refused_package_is_told_with_file_row_and_reason_while_the_last_state_is_shown(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = cached.all_releases()[-1]
    refusal = RejectedPackage([Issue("reference/municipality.csv", 4, "orp_code", "9999",
                                     "{target} has no such {column}", "Correct the code",
                                     values={"target": "orp", "column": "code"})])
    cached.opened.clear()
    monkeypatch.setattr(cached, "ensure_embedded", lambda *_, **__: Embedded(release, refusal))
    try:
        app = open_page()
    finally:
        cached.opened.clear()
    assert app.title[0].value == QUESTIONS[""][0]
    (warning,) = [warning.value for warning in app.warning]
    assert "Datový balíček byl odmítnut" in warning
    assert "reference/municipality.csv:4" in warning.replace("\\", "")
    assert "9999" in warning
    assert "v tabulce orp není ve sloupci code taková hodnota. Opravte kód" in warning


def test_without_any_data_the_reason_is_told_and_nothing_else(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = RejectedPackage([Issue("datapackage.json", 0, "", "", "the file is missing",
                                     "Add the file to the package")])

    def refused(*_: object, **__: object) -> Embedded:
        raise refusal

    cached.opened.clear()
    monkeypatch.setattr(cached, "ensure_embedded", refused)
    try:
        app = open_page()
    finally:
        cached.opened.clear()
    assert not app.exception
    assert [title.value for title in app.title] == ["Data nelze otevřít"]
    (error,) = [error.value for error in app.error]
    assert "datapackage.json: soubor chybí. Doplňte soubor do balíčku" in error.replace("\\", "")
