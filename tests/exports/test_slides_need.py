"""Slides on need: exact numbers of the shipped data, and every printed number found again in the CSV of its sheet."""

from dataclasses import replace
from datetime import date

import pytest

from lib.errors import BadSelection
from lib.exports.document import Chart, Document, Lines, Slide
from lib.model.pack import Pack, Section, chosen_of
from lib.model.selection import CapacityScope, Norm
from lib.text.formats import NBSP
from lib.views.pack_need import sheets
from tests.exports.pack_numbers import loose_numbers, printed_in, recomputed, sentences_of, unsaid
from tests.exports.packs import document_of, pack, shipped

NEED = (Section.GAPS, Section.GROUPS, Section.CHOSEN)
CHOSEN = chosen_of("49.5102,50,48.5105")


def asked(areas: tuple[str, ...] = (), day: date = date(2016, 6, 30), **compared: object) -> Pack:
    made = pack(NEED, areas, day, chosen=CHOSEN)
    return replace(made, selection=replace(made.selection, **compared))  # type: ignore[arg-type]


def slide(document: Document, key: str) -> Slide:
    [found] = [each for each in document.slides if each.key == key]
    return found


def told(document: Document, key: str) -> list[str]:
    """Title, then everything said beside the figures."""
    found = slide(document, key)
    return [said.text.replace(NBSP, " ") for said in (found.title, *found.sentences)]


def chart(document: Document, key: str) -> Chart:
    found = slide(document, key).figures[0]
    assert isinstance(found, Chart)
    return found


def sums(document: Document, key: str) -> list[str]:
    found = slide(document, key).figures[1]
    assert isinstance(found, Lines)
    return [line.text.replace(NBSP, " ") for line in found.lines]


def bars(document: Document, key: str) -> dict[str, tuple[str, ...]]:
    """Printed values by category."""
    drawn = chart(document, key)
    return {name.replace(NBSP, " "): tuple(series.labels[place] for series in drawn.series)
            for place, name in enumerate(drawn.categories)}


@pytest.mark.parametrize(("made", "lang"), [
    (asked(), "cs"), (asked(("5102",)), "en"), (asked(("5102", "5104"), norm=Norm.ORP_MEDIAN), "cs"),
    (asked(scope=CapacityScope.ALL, norm=Norm.NATIONAL), "cs"), (asked(norm=Norm.SIMILAR), "en"),
    (asked(day=date(2012, 6, 30)), "cs"), (asked(("5102",), day=date(2005, 6, 30)), "en"),
])
def test_every_number_of_the_slides_is_a_cell_of_a_table(made: Pack, lang: str) -> None:
    document = document_of(made, lang)
    for said in sentences_of(document):
        assert (loose_numbers(said), unsaid(said)) == ((), ()), said.text
        assert [recomputed(document, bound) for bound in said.bound] == list(said.bound)
    for each in document.slides:
        for figure in (*each.figures, *filter(None, (each.table,))):
            printed = list(printed_in(document, figure))
            assert [recomputed(document, bound) for bound in printed] == printed
    titles = [each.title.text for each in document.slides]
    assert len(set(titles)) == len(titles)


def test_the_region_sees_how_many_areas_stand_in_each_class() -> None:
    document = document_of(asked())
    title, counts, shown, compared, zero_sum = told(document, "gaps")
    assert title == ("Nejhůře krytá potřeba: Domovy se zvláštním režimem (pobytová forma): v ORP Železný Brod chybí "
                     "15,4 lůžka proti průměru kraje.")
    assert counts == ("Liberecký kraj: u druhů, kde plán usiluje o více kapacit, je pod normou 158 ze 340 dvojic "
                      "druhu služby a území, z toho bílých míst 93; v souladu s normou 89, nad normou 86, "
                      "neuvedeno 7, netýká se 0.")
    assert shown == "Graf ukazuje 12 ze 34 řádků, ostatní jsou v příloze."
    assert zero_sum.startswith("Proti průměru kraje dávají mezery všech ORP v součtu nulu")
    assert compared == "Norma: průměr kraje · Kapacita: kapacita v základní síti"
    drawn = chart(document, "gaps")
    assert [series.title for series in drawn.series] == [
        "bílé místo", "závažný nedostatek", "nedostatek", "mírně pod normou", "v souladu s normou", "nad normou",
        "neuvedeno"]
    found = bars(document, "gaps")
    assert found["§ 42 průvodcovské a předčitatelské služby"] == ("8", "0", "0", "0", "0", "1", "1")
    assert found["§ 50 domovy se zvláštním režimem"] == ("1", "1", "2", "1", "1", "4", "0")  # what the title is about
    frame = document.sheets["gap_class_count"].frame.set_index(["type_code", "form"])
    assert frame.loc[("49", "residential"), ["areas", "below", "white_spot"]].tolist() == [10, 6, 0]
    # 19.1003 + 14.5546 + 2.1944 + 3.1458 + 22.1392 + 6.6414 + 5.8571 + 14.9972, areas that miss something
    assert frame.loc[("49", "residential"), "missing_units"] == pytest.approx(88.63, abs=0.005)
    assert ("48", "residential") not in frame.index  # the plan wants less of it


def test_one_area_sees_the_index_of_its_least_covered_types_and_names_its_white_spots() -> None:
    document = document_of(asked(("5102",)))
    found = bars(document, "gaps")
    assert list(found)[:2] == ["§ 65 sociálně aktivizační služby pro rodiny s dětmi ·", "§ 51 chráněné bydlení ·"]
    assert found["§ 49 domovy pro seniory"] == ("0,72",)
    title, counts, shown, white, *_ = told(document, "gaps")
    assert "v ORP Frýdlant chybí 5,95 lůžka" in title
    assert "je pod normou 22 ze 34 dvojic druhu služby a území, z toho bílých míst 13" in counts
    assert shown == "Graf ukazuje 12 z 21 řádků, ostatní jsou v příloze."
    assert white.startswith("Bílá místa bez jakékoli kapacity: 13 (§ 42, § 43, § 45,")
    assert set(document.sheets["gap"].frame["orp_code"]) == {"5102"}
    assert "cells-unknown" not in {note.code for note in document.sheets["gap"].notes}  # the region's 7 are elsewhere
    assert slide(document, "gaps").query == "mezery?k=2016-06-30&znamo=1&orp=5102"


def test_several_areas_are_counted_together_and_groups_apart_by_unit() -> None:
    document = document_of(asked(("5102", "5104")))
    assert told(document, "gaps")[1].startswith(
        "Vybraná území: u druhů, kde plán usiluje o více kapacit, je pod normou 38 ze 68 dvojic druhu služby a území")
    assert told(document, "groups_beds")[0] == (
        "Nejhůře krytá potřeba: osoby s chronickým onemocněním – v ORP Jilemnice chybí 27,5 lůžka proti průměru kraje.")
    assert told(document, "groups_fte")[0] == (
        "Nejhůře krytá potřeba: osoby žijící s demencí – v ORP Frýdlant chybí 6,85 úvazku proti průměru kraje.")
    assert "řádky se proto nesčítají do celku" in " ".join(told(document, "groups_fte"))
    assert set(document.sheets["group_class_count"].frame["areas"]) == {2}


def test_a_chosen_gap_is_a_sum_that_can_be_redone() -> None:
    document = document_of(asked())
    assert told(document, "chosen_49_5102")[:2] == [
        "Domovy pro seniory (pobytová forma): v ORP Frýdlant chybí 14,6 lůžka proti průměru kraje.",
        "Na tuto mezeru odpovídá 1 karta plánu: A03-01."]
    assert sums(document, "chosen_49_5102")[:5] == [
        "Norma (průměr kraje): kapacita celého kraje, 926 lůžek ÷ 17 743 obyvatel (80 a více let) × 1 000 = 52,19 na "
        "1 000 obyvatel.",
        "Potřeba podle normy (průměr kraje): 984 obyvatel (80 a více let) × 52,19 / 1 000 = 51,35 lůžka.",
        "Mezera: kapacita 36,8 − potřeba 51,35 = −14,55 lůžka.",
        "Index pokrytí: 36,8 / 51,35 = 0,72, tedy: nedostatek (index od 0,50 do méně než 0,75).",
        "Co by to změnilo: od kapacity 38,52 lůžka (tedy o 1,72 lůžka více) by třída byla „mírně pod normou“; k "
        "samotné normě chybí 14,6 lůžka.",
    ]
    found = bars(document, "chosen_49_5102")
    assert next(iter(found)) == "Nový Bor"
    assert found["▸ Frýdlant"] == ("−14,6",)
    assert found["Turnov"] == ("+58,4",)
    assert told(document, "chosen_50")[0] == (
        "Domovy se zvláštním režimem (pobytová forma): pod normou je 5 z 10 ORP; nejhůře krytá je potřeba v ORP "
        "Železný Brod, kde chybí 15,4 lůžka proti průměru kraje.")
    assert slide(document, "chosen_49_5102").query == (
        "mezery?k=2016-06-30&znamo=1&orp=5102&sluzba=49&forma=residential-beds&bunka=5102#druh")


def test_the_median_is_told_by_the_two_rates_it_lies_between() -> None:
    document = document_of(asked(("5102", "5104"), norm=Norm.ORP_MEDIAN))
    assert sums(document, "chosen_49_5102")[0] == (
        "Norma (medián ORP): z 10 seřazených měr ORP leží mezi 5. (Tanvald) a 6. (Semily): "
        "45,465 + 1/2 × (46,561 − 45,465) = 46,013 na 1 000 obyvatel.")


def test_less_of_what_the_plan_wants_less_of_is_no_shortage() -> None:
    document = document_of(asked())
    said = " ".join(told(document, "chosen_48_5105"))
    assert "v ORP Liberec je o 27,7 lůžka více, než je norma (průměr kraje); plán o více neusiluje." in said
    drawn = chart(document, "chosen_48_5105")
    assert drawn.unit == "← méně než norma | více než norma → (lůžka)"
    words = [line.meaning for line in drawn.legend]
    assert words == ["méně než norma", "mírně méně než norma", "v souladu s normou", "více než norma", "žádná kapacita"]
    assert "chybí" not in said


def test_without_a_network_all_registered_capacity_is_compared_and_said_so() -> None:
    document = document_of(asked(day=date(2012, 6, 30)))
    for key in ("gaps", "groups_beds", "chosen_49_5102"):
        said = told(document, key)
        assert any(text.startswith("Norma: průměr kraje · Kapacita: veškerá registrovaná kapacita") for text in said)
        assert ("Mezery se počítají z veškeré registrované kapacity, protože data pro tento den nemají žádnou verzi "
                "základní sítě kraje.") in said
    assert slide(document, "gaps").query == "mezery?k=2012-06-30&znamo=1&kapacita=vse"
    assert "kapacita celého kraje, 1 001 lůžek ÷ 17 743 obyvatel" in sums(document, "chosen_49_5102")[0]


def test_of_a_day_nothing_is_known_of_no_gap_is_told() -> None:
    document = document_of(asked(("5102",), day=date(2005, 6, 30)), "en")
    assert told(document, "gaps")[0] == "Gaps by service type: no gap is known."
    assert told(document, "groups")[0] == "Gaps by target group: no gap is known."
    assert told(document, "chosen_49_5102")[0] == (
        "Homes for older people (residential form): in ORP Frýdlant the gap against the region mean is unknown.")


@pytest.mark.parametrize(("written", "code"), [("99", "unknown-type"), ("49.9999", "unknown-area")])
def test_a_chosen_gap_that_does_not_exist_is_refused_in_words(written: str, code: str) -> None:
    with pytest.raises(BadSelection) as refused:
        sheets(shipped(), replace(asked(), chosen=chosen_of(written)))
    assert refused.value.code == code
