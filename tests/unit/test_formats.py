"""Numbers, dates, amounts and names are written the Czech and the English way, to the last unbreakable space."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.errors import BadSelection
from lib.model.shares import percentages
from lib.text import formats
from lib.text.formats import NBSP


@pytest.mark.parametrize(("value", "options", "cs", "en"), [
    (1234.5, {}, "1\u00a0234,5", "1,234.5"),
    (1234567, {}, "1\u00a0234\u00a0567", "1,234,567"),
    (999, {}, "999", "999"),
    (0, {}, "0", "0"),
    (-12, {}, "\u221212", "\u221212"),
    (3.0, {}, "3", "3"),
    (2.345, {}, "2,35", "2.35"),
    (-0.004, {}, "0", "0"),
    (0.1 + 0.2, {}, "0,3", "0.3"),
    (2, {"digits": 1}, "2,0", "2.0"),
    (0.125, {"digits": 2}, "0,13", "0.13"),
    (2.5, {"digits": 0}, "3", "3"),
    (1234, {"significant": 3}, "1\u00a0230", "1,230"),
    (0.054321, {"significant": 3}, "0,0543", "0.0543"),
    (41.0, {"significant": 3}, "41", "41"),
    (999.6, {"significant": 3}, "1\u00a0000", "1,000"),
    (0.0, {"significant": 3}, "0", "0"),
    (np.int64(7), {}, "7", "7"),
    (np.float64(7.25), {}, "7,25", "7.25"),
])
def test_numbers_have_the_separators_of_the_language(value: float, options: dict[str, int], cs: str, en: str) -> None:
    assert formats.number(value, "cs", **options) == cs
    assert formats.number(value, "en", **options) == en


@pytest.mark.parametrize("absent", [None, math.nan, np.nan, pd.NA, pd.NaT])
def test_an_absent_value_is_unknown_and_never_zero(absent: object) -> None:
    assert formats.number(absent, "cs") == "neuvedeno"
    assert formats.signed(absent, "cs") == "neuvedeno"
    assert formats.percent(absent, "en") == "unknown"
    assert formats.amount(absent, "beds", "cs") == "neuvedeno"
    assert formats.date(absent, "en") == "unknown"  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "shown"), [
    (0, "0 lůžek"), (1, "1 lůžko"), (2, "2 lůžka"), (4, "4 lůžka"), (5, "5 lůžek"), (1.5, "1,5 lůžka"),
    (3.5, "3,5 lůžka"), (21, "21 lůžek"), (22, "22 lůžek"), (41.0, "41 lůžek"), (-1, "\u22121 lůžko"),
    (1234, "1\u00a0234 lůžek"), (0.999, "1 lůžko"),
])
def test_beds_are_declined_by_the_number_shown(value: float, shown: str) -> None:
    assert formats.amount(value, "beds", "cs") == shown.replace(" l", f"{NBSP}l")


@pytest.mark.parametrize(("value", "unit", "cs", "en"), [
    (1, "fte", "1 úvazek", "1 FTE"),
    (3.5, "fte", "3,5 úvazku", "3.5 FTE"),
    (2, "persons", "2 obyvatelé", "2 inhabitants"),
    (5, "persons", "5 obyvatel", "5 inhabitants"),
    (12, "municipalities", "12 obcí", "12 municipalities"),
    (1, "municipalities", "1 obec", "1 municipality"),
    (3, "plans", "3 plány", "3 plans"),
    (7, "criteria", "7 kritérií", "7 criteria"),
    (1.5, "services", "1,5 služby", "1.5 services"),
    (4, "clients", "4 klienti", "4 clients"),
    (1.2, "index", "1,2", "1.2"),
    (0.945, "share", "95 %", "95%"),
    (62, "pct", "62 %", "62%"),
])
def test_amounts_carry_their_unit(value: float, unit: str, cs: str, en: str) -> None:
    assert formats.amount(value, unit, "cs") == cs.replace(" ", NBSP)
    assert formats.amount(value, unit, "en") == en.replace(" ", NBSP)


def test_a_number_shown_with_decimals_takes_the_form_of_decimals() -> None:
    assert formats.amount(1, "beds", "cs", digits=1) == f"1,0{NBSP}lůžka"
    assert formats.amount(1, "beds", "cs") == f"1{NBSP}lůžko"
    assert formats.amount(1, "beds", "en", digits=1) == f"1.0{NBSP}beds"


def test_differences_show_their_sign() -> None:
    assert [formats.signed(value, "cs") for value in (41, -41, 0, -0.001)] == ["+41", "\u221241", "0", "0"]
    assert formats.signed(-1234.56, "en", digits=1) == "\u22121,234.6"


def test_shares_are_shown_as_per_cent() -> None:
    assert formats.percent(0.94, "cs") == "94\u00a0%"
    assert formats.percent(0.94, "en") == "94%"
    assert formats.percent(0.125, "cs", 1) == "12,5\u00a0%"
    assert formats.percent(0.005, "cs") == "1\u00a0%"
    assert formats.percent(1, "cs") == "100\u00a0%"


@pytest.mark.parametrize(("counts", "shares"), [
    ([1, 1, 1], [34, 33, 33]),
    ([12, 5, 29], [26, 11, 63]),
    ([0, 0], [0, 0]),
    ([], []),
    ([7], [100]),
    ([1, 199], [1, 99]),
])
def test_percentages_of_a_whole_sum_to_a_hundred(counts: list[int], shares: list[int]) -> None:
    assert percentages(counts) == shares


def test_days_are_written_in_words_of_the_language() -> None:
    assert formats.date(date(2012, 6, 30), "cs") == "30.\u00a06.\u00a02012"
    assert formats.date(pd.Timestamp("2012-09-01"), "en") == "1 Sep 2012"


@pytest.mark.parametrize("written", ["2012-06-30", "30. 6. 2012", "30.6.2012", " 30.\u00a06.\u00a02012 ", "30.06.2012"])
def test_a_day_is_understood_in_the_ways_people_write_it(written: str) -> None:
    assert formats.parse_date(written) == date(2012, 6, 30)


@pytest.mark.parametrize("written", ["2012-02-30", "30. 13. 2012", "dnes", "", "20120630", "2012-06-30T00:00"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(BadSelection) as refused:
        formats.parse_date(written)
    assert refused.value.code == "bad-date"
    assert refused.value.values == {"value": written}


def test_sections_of_the_act_keep_their_sign_and_order() -> None:
    assert formats.paragraph("60a") == "§\u00a060a"
    assert sorted(["61", "60a", "60", "37"], key=formats.paragraph_key) == ["37", "60", "60a", "61"]


def test_names_are_listed_with_a_conjunction() -> None:
    assert formats.listed(["Frýdlant", "Turnov", "Semily"], "cs") == "Frýdlant, Turnov a\u00a0Semily"
    assert formats.listed(["Frýdlant", "Turnov", "Semily"], "en") == "Frýdlant, Turnov and Semily"
    assert formats.listed(["Frýdlant"], "cs") == "Frýdlant"
    assert formats.listed([], "cs") == ""


@pytest.mark.parametrize(("total", "phrase"), [
    (1, "z 1"), (2, "ze 2"), (3, "ze 3"), (4, "ze 4"), (5, "z 5"), (7, "ze 7"), (12, "z 12"), (14, "ze 14"),
    (18, "z 18"), (20, "z 20"), (22, "z 22"), (46, "ze 46"), (100, "ze 100"), (215, "z 215"), (400, "ze 400"),
    (1500, "z 1 500"), (3000, "ze 3 000"),
])
def test_the_czech_preposition_follows_how_the_number_is_read(total: int, phrase: str) -> None:
    assert formats.out_of(total, "cs") == phrase.replace(" ", NBSP)
    assert formats.out_of(46, "en") == f"of{NBSP}46"


def test_an_area_is_named_and_placed() -> None:
    assert formats.area_name("Frýdlant", "Liberecký kraj") == f"ORP{NBSP}Frýdlant"
    assert formats.area_name(None, "Liberecký kraj") == "Liberecký kraj"
    assert formats.area_phrase("Železný Brod", "v Libereckém kraji", "cs") == f"v{NBSP}ORP{NBSP}Železný Brod"
    assert formats.area_phrase(None, "v Libereckém kraji", "cs") == "v Libereckém kraji"
    assert formats.area_phrase("Turnov", "Liberec Region", "en") == f"in ORP{NBSP}Turnov"
    assert formats.area_phrase(None, "Liberec Region", "en") == "in the Liberec Region"


def test_czech_names_are_in_the_order_of_the_czech_alphabet() -> None:
    ordered = ["Cvikov", "Čáslav", "Česká Lípa", "Doksy", "Hrádek nad Nisou", "Hynčice", "Chlum", "Chrastava",
               "Jablonec", "Rádlo", "Ralsko", "Rynoltice", "Řasnice", "Semily", "Šimonovice", "Zákupy", "Železný Brod"]
    by_code_point = sorted(ordered)
    assert by_code_point != ordered
    assert sorted(by_code_point, key=formats.czech_key) == ordered


def test_marks_and_capitals_only_break_ties() -> None:
    assert sorted(["Pěnčín", "pěnčín", "Pencin", "Pěnčín u Turnova"], key=formats.czech_key) == [
        "Pencin", "pěnčín", "Pěnčín", "Pěnčín u Turnova"]
    assert sorted(["Nová Ves", "Nova Ves", "Nový Bor"], key=formats.czech_key) == ["Nova Ves", "Nová Ves", "Nový Bor"]
