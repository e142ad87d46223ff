"""Slides on territory: exact numbers of the shipped data, each found again in the CSV of its sheet."""

from dataclasses import replace
from datetime import date

import pytest

from lib.exports.document import Chart, Document, Facts, Grid, RegionMap, Slide
from lib.model.pack import Pack, Section
from lib.text.formats import NBSP
from lib.text.messages import words_for
from lib.views.overview import overview_view
from tests.exports.pack_numbers import loose_numbers, printed_in, recomputed, sentences_of, unsaid
from tests.exports.packs import document_of, pack, shipped, view_of

TERRITORY = (Section.OVERVIEW, Section.COVERAGE, Section.COVERAGE_CHANGE)
Y2011, Y2012, Y2016 = date(2011, 6, 30), date(2012, 6, 30), date(2016, 6, 30)
FOUR = ("5101", "5102", "5109", "5110")


def asked(areas: tuple[str, ...] = (), day: date = Y2016, other: date | None = None) -> Pack:
    return pack(TERRITORY, areas, day, other)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def slide(document: Document, key: str) -> Slide:
    [found] = [each for each in document.slides if each.key == key]
    return found


def keys(document: Document) -> list[str]:
    return [each.key for each in document.slides if each.section in TERRITORY]


def title(document: Document, key: str) -> str:
    return plain(slide(document, key).title.text)


def facts(document: Document, key: str) -> list[tuple[str, str, str]]:
    """Number, unit and sentence of each big number."""
    [found] = slide(document, key).figures
    assert isinstance(found, Facts)
    return [(plain(fact.number), plain(fact.unit), plain(fact.sentence.text)) for fact in found.facts]


def table(document: Document, key: str) -> dict[str, tuple[str, ...]]:
    """The table twin: printed cells by the first of them."""
    found = slide(document, key).table
    assert isinstance(found, Grid)
    return {plain(row[0]): tuple(map(plain, row[1:])) for row in found.texts}


@pytest.mark.parametrize(("made", "lang"), [
    (asked(), "cs"), (asked(day=Y2012, other=Y2011), "en"), (asked(("5102",), Y2011, Y2012), "cs"),
    (asked(("5105",)), "en"), (asked(("5105", "5109"), Y2012, Y2011), "cs"), (asked(FOUR), "en"),
    (asked(("5102",), date(2005, 6, 30), Y2016), "en"),
])
def test_every_number_is_the_cell_count_or_sum_it_is_bound_to(made: Pack, lang: str) -> None:
    document = document_of(made, lang)
    said = list(sentences_of(document))
    assert [(each.text, loose) for each in said if (loose := (*loose_numbers(each), *unsaid(each)))] == []
    bound = [one for each in said for one in each.bound]
    printed = [one for each in document.slides for figure in (*each.figures, *filter(None, [each.table]))
               for one in printed_in(document, figure)]
    assert [one for one in (*bound, *printed) if recomputed(document, one) != one] == []
    assert len(bound) > 10 and len(printed) > 20
    titles = [each.title.text for each in document.slides]
    assert len({each.key for each in document.slides}) == len(titles)


def test_the_region_is_answered_as_on_the_first_page() -> None:
    document = document_of(asked())
    assert title(document, "overview") == (
        "V Libereckém kraji žije v obcích s platným komunitním plánem 98 % obyvatel; splněny jsou 4 ze 46 aktivit "
        "plánu.")
    assert facts(document, "overview") == [
        ("98 %", "obyvatel", "V Libereckém kraji má platný komunitní plán 191 z 215 obcí."),
        ("−15,4", "lůžka", "Domovy se zvláštním režimem (pobytová forma): v ORP Železný Brod chybí 15,4 lůžka proti "
                           "průměru kraje. Kapacita kryje 0 % potřeby."),
        ("4", "ze 46 aktivit splněno", "Splněny jsou 4 ze 46 aktivit, 10 zaostává, 15 nemá žádné hlášení."),
        ("83", "upozornění", "Signály karet: 80; plány končící do roka: 3."),
    ]
    assert table(document, "overview")["Tanvald"][:3] == ("100 %", "0 %", "12")
    assert title(document, "overview_areas") == (
        "Počet závažných mezer a bílých míst je v jednotlivých ORP 2 až 20.")


@pytest.mark.parametrize(("orp", "day"), [(None, Y2016), ("5105", Y2016), ("5109", Y2012)])
def test_the_row_of_answers_has_the_numbers_of_the_first_page(orp: str | None, day: date) -> None:
    made = asked(() if orp is None else (orp,), day)
    row = view_of(made).sheets["overview_answer"].frame.set_index("orp_code").loc[orp or "kraj"]
    view = overview_view(shipped(), replace(made.selection, orp=orp))
    assert row["population_covered_share"] == view.area["population_covered_share"]
    if view.worst:
        worst = view.worst[0]
        assert (row["worst_orp_code"], row["worst_type_code"], row["worst_form"]) == (
            worst.orp_code, worst.type_code, worst.form)
        assert (row["worst_gap_units"], row["worst_covered_share"]) == (worst.gap_units, worst.coverage_index)
    else:
        assert row[["worst_orp_code", "worst_gap_units"]].isna().all()
    progress = view.progress
    assert row["alerts"] == sum(progress.signals.values()) + view.expiring_plans
    counts = row[["activities_done", "activities_lagging", "activities_unreported"]]
    if progress.started:
        assert counts.tolist() == [progress.done, progress.lagging, progress.unreported]
    else:
        assert counts.isna().all()


def test_coverage_tells_plans_and_municipalities_side_by_side() -> None:
    document = document_of(asked())
    assert title(document, "coverage") == (
        "V Libereckém kraji má platný komunitní plán 191 z 215 obcí (98 % obyvatel).")
    assert [plain(said.text) for said in slide(document, "coverage").sentences] == [
        "V Libereckém kraji platí 17 komunitních plánů a zahrnuje 191 obcí. Počet plánů není míra pokrytí.",
        "Ve více plánech je 6 obcí."]
    assert table(document, "coverage")["Turnov"] == ("27", "36", "0", "94 %", "2", "2")
    assert title(document, "coverage_areas") == "V jednotlivých ORP má platný plán 93 % až 100 % obyvatel."
    assert title(document, "coverage_ending") == (
        "V Libereckém kraji žije 18 590 obyvatel (4 %) v obcích, kterým poslední plán končí do roka.")
    chart, plans = slide(document, "coverage_ending").figures
    assert isinstance(chart, Chart) and isinstance(plans, Grid)
    assert sum(value or 0 for value in chart.series[0].values) == 18590
    assert [plain(row[2]) for row in plans.texts] == ["31. 12. 2016", "31. 12. 2016", "30. 6. 2017"]


def test_the_map_has_ten_named_areas_with_points_and_a_key_of_what_it_shows() -> None:
    [drawn] = slide(document_of(asked(day=Y2012, other=Y2011)), "coverage").figures
    assert isinstance(drawn, RegionMap)
    assert {area.name: plain(area.text) for area in drawn.areas} == {
        "Česká Lípa": "100 %", "Frýdlant": "20 %", "Jablonec nad Nisou": "97 %", "Jilemnice": "97 %",
        "Liberec": "96 %", "Nový Bor": "68 %", "Semily": "58 %", "Tanvald": "100 %", "Turnov": "91 %",
        "Železný Brod": "95 %"}
    assert len(drawn.points) == 215
    assert {line.look for line in drawn.legend} == {each.look for each in (*drawn.areas, *drawn.points)}
    one = slide(document_of(asked(("5105",))), "coverage").figures[0]
    assert isinstance(one, RegionMap)
    assert ([area.code for area in one.areas], one.chosen, len(one.points)) == (["5105"], ("5105",), 28)
    assert (len(one.around), drawn.around) == (9, ())  # where the area lies, without values
    assert plain(one.areas[0].told) == "Liberec: 97 %"
    assert [plain(line.meaning) for line in one.legend if line.look == one.areas[0].look] == [
        "území: 80–100 % obyvatel"]


@pytest.mark.parametrize(("day", "other"), [(Y2012, Y2011), (Y2011, Y2012)])
def test_two_days_show_fifteen_plans_then_twenty_whichever_day_is_given_first(day: date, other: date) -> None:
    document = document_of(asked(day=day, other=other))
    assert title(document, "coverage_change") == (
        "V Libereckém kraji mělo k 30. 6. 2011 platný komunitní plán 108 z 215 obcí, k 30. 6. 2012 ho mělo 157.")
    assert facts(document, "coverage_change") == [
        ("15 → 20", "plánů", "K 30. 6. 2011 platilo 15 komunitních plánů, k 30. 6. 2012 jich platilo 20: nové 7, "
                             "skončené 2, prodloužené 1, beze změny 12."),
        ("108 → 157", "z 215 obcí", "Obce nově pokryté: 55, již nepokryté: 10, stále pokryté: 98, stále nepokryté: 29, "
                                    "neuvedeno: 23."),
        ("≥ 69 % → ≥ 89 %", "obyvatel", "K 30. 6. 2011 žilo v obcích s platným plánem nejméně 304 745 obyvatel (69 %), "
                                        "k 30. 6. 2012 to bylo nejméně 392 005 (89 %)."),
    ]
    compared = table(document, "coverage_change")
    assert compared["Semily"] == ("2", "2", "13", "11", "84 %", "58 %", "6", "8", "0")
    assert compared["Frýdlant"] == ("0", "1", "0", "4", "neuvedeno", "20 %", "2", "0", "11")
    assert title(document, "coverage_change_map") == (
        "Platný plán nově získalo 55 obcí, 10 ho ztratilo. U 23 obcí změna není známa.")
    [drawn] = slide(document, "coverage_change_map").figures
    assert isinstance(drawn, RegionMap)
    assert {area.name: area.text for area in drawn.areas if area.code in ("5105", "5106", "5108")} == {
        "Liberec": "přibylo i ubylo", "Nový Bor": "neuvedeno", "Tanvald": "beze změny"}
    assert sum(point.meaning == "nově pokrytá" for point in drawn.points) == 55
    assert title(document, "coverage_change_plans") == (
        "Mezi 30. 6. 2011 a 30. 6. 2012: 7 nových plánů, 2 skončené plány.")
    [chart] = slide(document, "coverage_change_areas").figures
    assert isinstance(chart, Chart)
    assert [plain(series.title) for series in chart.series] == ["30. 6. 2011", "30. 6. 2012"]
    assert chart.series[0].values[1] is None  # Frýdlant: unknown is not drawn as zero


def test_two_days_with_the_same_coverage_are_one_slide_that_says_so() -> None:
    document = document_of(asked(other=date(2016, 6, 14)))
    assert [key for key in keys(document) if "change" in key] == ["coverage_change"]
    assert title(document, "coverage_change") == (
        "V Libereckém kraji má platný komunitní plán 191 z 215 obcí, stejně jako k 14. 6. 2016.")
    assert facts(document, "coverage_change")[2][0] == "98 % → 98 %"


def test_one_orp_is_spoken_of_in_its_own_voice() -> None:
    document = document_of(asked(("5102",), Y2012, Y2011))
    assert keys(document) == ["overview", "coverage", "coverage_change", "coverage_change_map", "coverage_change_plans"]
    assert title(document, "coverage") == (
        "V ORP Frýdlant mají platný komunitní plán 4 z 18 obcí (20 % obyvatel). U 9 dalších obcí není platnost plánu "
        "uvedena.")
    assert facts(document, "overview")[0][:2] == ("≥ 20 %", "obyvatel")
    assert title(document, "coverage_change") == (
        "V ORP Frýdlant nebyl k 30. 6. 2011 platný komunitní plán doložen u žádné z 18 obcí, k 30. 6. 2012 ho měly 4.")
    assert facts(document, "coverage_change")[2] == (
        "neuvedeno → ≥ 20 %", "obyvatel", "K jednomu z obou dnů není známo, kolika obyvatel se platný plán týká.")
    assert list(table(document, "coverage")) == ["Frýdlant", "Liberecký kraj"]
    assert "orp=5102" in slide(document, "coverage").query


def test_several_orp_are_added_and_what_each_number_is_of_is_said() -> None:
    document = document_of(asked(("5105", "5109"), Y2012, Y2011))
    assert title(document, "coverage") == "V ORP Liberec a Turnov má platný komunitní plán 49 ze 64 obcí."
    assert facts(document, "overview")[0] == (
        "49", "ze 64 obcí", "V ORP Liberec a Turnov má platný komunitní plán 49 ze 64 obcí.")
    assert [plain(said.text) for said in slide(document, "overview").sentences] == [
        "Pokrytí a nejhůře krytá potřeba jsou za vybraná ORP dohromady, plnění a upozornění za celý kraj."]
    covered = facts(document, "coverage_change")
    assert (covered[1][:2], covered[2][:2]) == (
        ("47 → 49", "ze 64 obcí"), ("166 497 → 168 402", "obyvatel"))
    assert list(table(document, "coverage_change")) == ["Liberec", "Turnov", "Liberecký kraj"]


def test_a_day_without_an_earlier_one_and_a_plan_not_begun_are_said_so() -> None:
    document = document_of(asked(day=Y2011))
    assert title(document, "coverage_change") == "Není znám žádný dřívější den, se kterým by bylo možné porovnávat."
    assert slide(document, "coverage_change").figures == ()
    assert facts(document, "overview")[2] == ("–", "dosud nezačal", "Střednědobý plán ještě nezačal.")
    assert title(document_of(asked()), "coverage_change").startswith(
        "V Libereckém kraji mělo k 30. 6. 2012 platný komunitní plán 157 z 215 obcí, k 30. 6. 2016")


def test_slides_carry_their_mark_sources_and_the_address_of_their_view() -> None:
    found = slide(document_of(asked(day=Y2012, other=Y2011)), "coverage_change_map")
    assert found.demo and found.sources
    assert found.query == "pokryti?k=2012-06-30&znamo=1&srovnani=2011-06-30"
    assert words_for("cs")("DEMO: made from illustrative data, not from a real source.") in found.notes
