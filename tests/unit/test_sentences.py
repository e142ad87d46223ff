"""Figures are read aloud in right Czech and English, and the printed sums can be redone."""

import re
from datetime import date
from decimal import Decimal

import pytest

from lib.text import arithmetic as sums
from lib.text import formats, sentences
from lib.text.messages import words_for

CS, EN = words_for("cs"), words_for("en")
FRYDLANT_CS = formats.area_phrase("Frýdlant", "v Libereckém kraji", "cs")
FRYDLANT_EN = formats.area_phrase("Frýdlant", "Liberec Region", "en")


def plain(text: str) -> str:
    return text.replace(formats.NBSP, " ")


@pytest.mark.parametrize(("covered", "cs", "en"), [
    (0, "V ORP Frýdlant nemá platný komunitní plán žádná z 18 obcí.",
     "In ORP Frýdlant, none of 18 municipalities has a valid community plan."),
    (1, "V ORP Frýdlant má platný komunitní plán 1 z 18 obcí (87 % obyvatel).",
     "In ORP Frýdlant, 1 of 18 municipalities has a valid community plan (87% of inhabitants)."),
    (3, "V ORP Frýdlant mají platný komunitní plán 3 z 18 obcí (87 % obyvatel).",
     "In ORP Frýdlant, 3 of 18 municipalities have a valid community plan (87% of inhabitants)."),
    (11, "V ORP Frýdlant má platný komunitní plán 11 z 18 obcí (87 % obyvatel).",
     "In ORP Frýdlant, 11 of 18 municipalities have a valid community plan (87% of inhabitants)."),
])
def test_coverage_is_read_with_the_share_of_people(covered: int, cs: str, en: str) -> None:
    assert plain(sentences.coverage_sentence(CS, FRYDLANT_CS, covered, 18, 0.87)) == cs
    assert plain(sentences.coverage_sentence(EN, FRYDLANT_EN, covered, 18, 0.87)) == en


def test_municipalities_of_unknown_validity_are_named_beside_the_covered() -> None:
    region = formats.area_phrase(None, "v Libereckém kraji", "cs")
    assert plain(sentences.coverage_sentence(CS, region, 187, 215, None, unknown=1)) == (
        "V Libereckém kraji má platný komunitní plán 187 z 215 obcí. U 1 další obce není platnost plánu uvedena.")
    assert plain(sentences.coverage_sentence(CS, region, 187, 215, None, unknown=3)) == (
        "V Libereckém kraji má platný komunitní plán 187 z 215 obcí. U 3 dalších obcí není platnost plánu uvedena.")


def test_nothing_known_to_be_covered_is_not_said_to_be_uncovered() -> None:
    assert plain(sentences.coverage_sentence(CS, FRYDLANT_CS, 0, 18, None, unknown=11)) == (
        "V ORP Frýdlant není platný komunitní plán doložen u žádné z 18 obcí. U 11 z nich není platnost plánu uvedena.")
    assert plain(sentences.coverage_sentence(EN, FRYDLANT_EN, 0, 18, None, unknown=1)) == (
        "In ORP Frýdlant, none of 18 municipalities is known to have a valid community plan. "
        "For 1 of them the validity of the plan is unknown.")


@pytest.mark.parametrize(("figures", "cs", "en"), [
    ((20, 3, 12), "Platí 20 komunitních plánů, do roka skončí 3, akční plán na daný rok má 12.",
     "20 community plans are valid, 3 end within a year, 12 have an action plan for the year."),
    ((2, 0, 2), "Platí 2 komunitní plány, do roka neskončí žádný, akční plán na daný rok mají 2.",
     "2 community plans are valid, none ends within a year, 2 have an action plan for the year."),
    ((1, 1, 0), "Platí 1 komunitní plán, do roka skončí 1, akční plán na daný rok nemá žádný.",
     "1 community plan is valid, 1 ends within a year, none has an action plan for the year."),
    ((0, 0, 0), "Neplatí žádný komunitní plán.", "No community plan is valid."),
])
def test_plans_are_counted_with_those_that_end(figures: tuple[int, int, int], cs: str, en: str) -> None:
    assert plain(sentences.plans_sentence(CS, *figures)) == cs
    assert plain(sentences.plans_sentence(EN, *figures)) == en


@pytest.mark.parametrize(("gap", "cs"), [
    (-41.2, "chybí 41,2 lůžka proti průměru kraje."),
    (-41, "chybí 41 lůžek proti průměru kraje."),
    (-1, "chybí 1 lůžko proti průměru kraje."),
    (-1234.5, "chybí 1 230 lůžek proti průměru kraje."),
    (3, "3 lůžka navíc proti průměru kraje."),
    (0, "bez rozdílu proti průměru kraje."),
    (None, "není mezera proti průměru kraje známa."),
])
def test_the_worst_gap_says_what_where_and_against_what(gap: float | None, cs: str) -> None:
    area = formats.area_phrase("Česká Lípa", "", "cs")
    read = sentences.worst_gap_sentence(CS, "domovy pro seniory", "residential", area, gap, "beds", "prumer_kraje")
    assert plain(read) == f"Domovy pro seniory (pobytová forma): v ORP Česká Lípa {cs}"


def test_the_worst_gap_is_read_in_english() -> None:
    read = sentences.worst_gap_sentence(EN, "home care service", "field", FRYDLANT_EN, -3.5, "fte", "cr")
    assert plain(read) == (
        "Home care service (field form): in ORP Frýdlant 3.5 FTE are missing against the national mean.")


@pytest.mark.parametrize(("figures", "cs"), [
    ((12, 46, 5, 9), "Splněno je 12 ze 46 aktivit, 5 zaostává, 9 nemá žádné hlášení."),
    ((1, 46, 1, 1), "Splněna je 1 ze 46 aktivit, 1 zaostává, 1 nemá žádné hlášení."),
    ((2, 46, 3, 4), "Splněny jsou 2 ze 46 aktivit, 3 zaostávají, 4 nemají žádné hlášení."),
    ((0, 46, 0, 0), "Splněna není žádná ze 46 aktivit, žádná nezaostává."),
])
def test_progress_tells_done_lagging_and_unreported(figures: tuple[int, int, int, int], cs: str) -> None:
    assert plain(sentences.progress_sentence(CS, *figures)) == cs


def test_two_days_are_compared_by_both_counts() -> None:
    days = (date(2011, 6, 30), date(2012, 6, 30))
    assert plain(sentences.change_sentence(CS, 7, 2, 3, 10, 15, 20, *days)) == (
        "K 30. 6. 2011 platilo 15 komunitních plánů, k 30. 6. 2012 jich platilo 20: "
        "nové 7, skončené 2, prodloužené 3, beze změny 10.")
    assert plain(sentences.change_sentence(CS, 1, 0, 0, 1, 1, 2, *days)) == (
        "K 30. 6. 2011 platil 1 komunitní plán, k 30. 6. 2012 platily 2: "
        "nové 1, skončené 0, prodloužené 0, beze změny 1.")
    assert plain(sentences.change_sentence(EN, 7, 2, 3, 10, 15, 20, *days)) == (
        "On 30 Jun 2011, 15 community plans were valid, on 30 Jun 2012 there were 20: "
        "new 7, ended 2, extended 3, unchanged 10.")


def test_municipalities_are_compared_between_two_days() -> None:
    assert sentences.coverage_change_sentence(CS, 12, 3, 170, 30) == (
        "Obce nově pokryté: 12, již nepokryté: 3, stále pokryté: 170, stále nepokryté: 30.")
    assert sentences.coverage_change_sentence(CS, 12, 3, 170, 28, unknown=2) == (
        "Obce nově pokryté: 12, již nepokryté: 3, stále pokryté: 170, stále nepokryté: 28, neuvedeno: 2.")


@pytest.mark.parametrize(("figures", "cs"), [
    ((0, 0, 0), "V ORP Frýdlant není evidována žádná sociální služba."),
    ((1, 1, 1), "V ORP Frýdlant působí 1 sociální služba od 1 poskytovatele a má 1 zařízení."),
    ((3, 2, 4), "V ORP Frýdlant působí 3 sociální služby od 2 poskytovatelů a mají 4 zařízení."),
    ((23, 12, 30), "V ORP Frýdlant působí 23 sociálních služeb od 12 poskytovatelů a má 30 zařízení."),
])
def test_services_are_counted_with_providers_and_facilities(figures: tuple[int, int, int], cs: str) -> None:
    assert plain(sentences.service_count_sentence(CS, *figures, FRYDLANT_CS)) == cs


def arithmetic(persons: float | None, rate: float | None, capacity: float | None, gap_class: str) -> tuple[str, ...]:
    need = None if persons is None or rate is None else persons * rate / 1000
    gap = None if need is None or capacity is None else capacity - need
    index = None if not need or capacity is None else capacity / need
    shown = sums.printed(persons=persons, norm_per_1000=rate, need=need, capacity=capacity, gap=gap, index=index)
    return tuple(plain(line) for line in sums.arithmetic_sentences(
        CS, shown, persons=persons, norm_per_1000=rate, gap_class=gap_class, unit="beds", norm="prumer_kraje",
        age_group="80 a více let"))


def test_the_worked_check_is_printed_as_a_sum() -> None:
    assert arithmetic(500, 50.0, 15.0, "low") == (
        "Potřeba podle normy (průměr kraje): 500 obyvatel (80 a více let) × 50 / 1 000 = 25 lůžek.",
        "Mezera: kapacita 15 − potřeba 25 = −10 lůžek.",
        "Index pokrytí: 15 / 25 = 0,60, tedy: nedostatek (index od 0,50 do méně než 0,75).",
    )


def test_unknown_parts_of_the_sum_are_named_and_not_computed() -> None:
    assert arithmetic(500, 50.0, None, "unknown") == (
        "Potřeba podle normy (průměr kraje): 500 obyvatel (80 a více let) × 50 / 1 000 = 25 lůžek.",
        "Kapacita není uvedena, mezera proto není známa.",
    )
    assert arithmetic(500, None, 15.0, "unknown") == (
        "Potřeba podle normy (průměr kraje) není známa: 500 obyvatel (80 a více let) × neuvedeno / 1 000.",)


def test_no_need_gives_no_index() -> None:
    assert arithmetic(500, 0.0, 3.0, "not_applicable")[1:] == (
        "Mezera: kapacita 3 − potřeba 0 = 3 lůžka.", "Index pokrytí se nepočítá: netýká se.")


def numbers(line: str) -> list[Decimal]:
    found = re.findall(r"[−]?\d[\d ]*(?:,\d+)?", line.split(":", 1)[1].replace("80 a více let", ""))
    return [Decimal(text.replace(" ", "").replace("−", "-").replace(",", ".")) for text in found]


@pytest.mark.parametrize(("persons", "rate", "capacity"), [
    (24496, 5.2034567, 86.5), (4816, 0.0231234, 0.1), (76838, 13.337, 1023.333), (213, 1 / 3, 0.0),
    (1000, 2 / 3, 1.005), (56934, 10.00049, 569.3), (11307, 49.999999, 565.35),
])
def test_a_reader_can_redo_every_printed_sum(persons: int, rate: float, capacity: float) -> None:
    need_line, gap_line, index_line = arithmetic(persons, rate, capacity, "in_line")
    people, shown_rate, thousand, need = numbers(need_line)
    assert (people, thousand) == (persons, 1000)
    digits = Decimal(1).scaleb(min(-2, int(need.as_tuple().exponent)))
    assert (people * shown_rate / thousand).quantize(digits, "ROUND_HALF_UP") == need
    have, needed, gap = numbers(gap_line)
    assert (needed, have - needed) == (need, gap)
    have_again, needed_again, index = numbers(index_line)[:3]
    assert (have_again, needed_again) == (have, need)
    assert (have / need).quantize(index, "ROUND_HALF_UP") == index


@pytest.mark.parametrize(("index", "shown"), [
    (0.4996, "0,4996"), (0.5, "0,50"), (0.7499, "0,7499"), (0.751, "0,751"), (0.9, "0,90"), (1.1, "1,10"),
    (1.104, "1,104"), (0.68, "0,68"), (0.0, "0,00"),
])
def test_an_index_beside_a_limit_shows_on_which_side_it_is(index: float, shown: str) -> None:
    lines = sums.arithmetic_sentences(
        CS, sums.printed(persons=1000, norm_per_1000=100.0, need=100.0, capacity=index * 100, gap=index * 100 - 100,
                         index=index),
        persons=1000, norm_per_1000=100.0, gap_class="low", unit="beds", norm="cr")
    assert f"= {shown}, tedy" in plain(lines[2])


def test_the_zero_sum_is_said_in_words() -> None:
    assert sentences.zero_sum_sentence(CS) == (
        "Proti průměru kraje dávají mezery všech ORP v součtu nulu: ukazují, jak je kapacita rozložena, "
        "ne zda je jí v celém kraji dost.")


def test_the_selection_is_read_under_the_title() -> None:
    area, day = formats.area_name("Frýdlant", "Liberecký kraj"), date(2012, 6, 30)
    assert plain(sentences.selection_sentence(CS, area=area, valid_on=day, norm=CS.label("norm", "prumer_kraje"))) == (
        "ORP Frýdlant · stav k 30. 6. 2012 · norma: průměr kraje")
    assert plain(sentences.selection_sentence(CS, area="Liberecký kraj", valid_on=day, compare_on=date(2011, 6, 30),
                                              scope=CS.label("scope", "sit"))) == (
        "Liberecký kraj · stav k 30. 6. 2012 · srovnání se stavem k 30. 6. 2011 · kapacita v základní síti")
    assert plain(sentences.selection_sentence(EN, area=area, valid_on=day)) == "ORP Frýdlant · as of 30 Jun 2012"


def test_the_release_is_named_with_its_day() -> None:
    assert plain(sentences.release_sentence(CS, 1, date(2026, 11, 22))) == "Vydání 1 ze dne 22. 11. 2026"
    assert sentences.release_sentence(EN, 12, date(2026, 11, 22)) == "Release 12 of 22 Nov 2026"
