"""Slides on the meeting: the opening, items with room for a decision, tasks, the annex, sources, the citation."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from lib.errors import BadSelection
from lib.exports.document import Document, Grid, Lines, Slide
from lib.exports.pack_document import build_document
from lib.model.pack import USUAL, Pack, Section
from lib.text.messages import words_for
from lib.views.pack import pack_view
from tests.exports.pack_numbers import loose_numbers, printed_in, recomputed, said_in, unsaid
from tests.exports.packs import QUERY, USUAL_PACK, document_of, pack, shipped, view_of

MEETING = (Section.DECISIONS, Section.ANNEX)
JUNE = pack(MEETING, meeting="K10-2016-06-14")


def slides(document: Document) -> dict[str, Slide]:
    return {slide.key: slide for slide in document.slides}


def said(slide: Slide) -> list[str]:
    return [each.text.replace("\u00a0", " ") for each in (slide.title, *slide.sentences)]


def lines(slide: Slide) -> list[str]:
    figure = slide.figures[0]
    assert isinstance(figure, Lines)
    return [each.text.replace("\u00a0", " ") for each in figure.lines]


def grid(slide: Slide) -> Grid:
    [figure] = slide.figures
    assert isinstance(figure, Grid)
    return figure


def test_the_title_names_the_body_and_the_next_planned_meeting_and_the_opening_says_what_is_inside() -> None:
    opening = document_of(USUAL_PACK).slides[0]
    assert said(opening) == [
        "Podklady pro jednání: Kolegium obcí III. typu (K10), 6. 12. 2016",
        "Obsah: přehled, pokrytí komunitními plány, změny pokrytí, mezery podle druhů služeb, mezery podle cílových "
        "skupin, plnění podle cílů, co se změnilo od minula, signály karet a o čem rozhodnout.",
        "Srovnání se stavem k 14. 6. 2016.",
        "UKÁZKA: snímky s tímto označením obsahují ilustrativní data, nikoli údaje ze skutečného zdroje.",
    ]
    assert (opening.figures, opening.demo, opening.query) == ((), True, QUERY)
    saved = build_document(replace(view_of(JUNE), pack=replace(JUNE, title="Podzim <b>")), words_for("en"))
    assert saved.query == "jednani?k=2016-06-30&znamo=1&lang=en&pohled=podklady"  # its own address is not known
    assert saved.title == "Podzim <b>"


@pytest.mark.parametrize(("asked", "title"), [
    (JUNE, "Documents for the meeting: Council of type III municipalities (K10), 14 Jun 2016"),
    (pack(MEETING, body="KOS"), "Documents for the meeting: Coordination group for social services planning"),
    (pack(MEETING, body=None), "Documents for the meeting"),
    (pack(MEETING, body=None, meeting="URS_5102-2016-06-06"),
     "Documents for the meeting: Territorial steering group of ORP Frýdlant, 6 Jun 2016"),
    (pack(MEETING, body="URS_5102"),
     "Documents for the meeting: Territorial steering group of ORP Frýdlant, 6 Jun 2016"),
], ids=["the chosen one", "never met", "no body", "the body of the meeting", "the last one where none is planned"])
def test_which_meeting_a_pack_is_for(asked: Pack, title: str) -> None:
    assert document_of(asked, "en").title == title


def test_every_item_has_what_it_is_about_what_groups_said_and_lines_to_write_on() -> None:
    found = slides(document_of(JUNE))
    item = found["item_K10-2016-06-14-2"]
    assert said(item) == ["Bod 2: Postup přeměny pobytových služeb"]
    assert lines(item) == [
        "Karta: A02-02 Transformace – Domov Sluneční dvůr, příspěvková organizace",
        "Karta: A02-05 Transformace - Domov a Centrum aktivity, příspěvková organizace",
        "Mezera: § 51 chráněné bydlení, ORP Liberec",
        "6 z 10 skupin se vyjádřilo: souhlasí 2, souhlasí s připomínkami 2, nesouhlasí 2.",
        "Stanovisko K10: souhlasí.",
        "Úkol (termín 31. 10. 2016): Předložit harmonogram přeměny pobytových služeb.",
    ]
    decision = item.figures[1]
    assert isinstance(decision, Lines)
    assert (decision.title, decision.lines, decision.open_lines) == ("Co jsme rozhodli", (), 6)
    assert item.query.endswith("jednani_id=K10-2016-06-14&bod=K10-2016-06-14-2")
    assert [key for key in found if key.startswith("item_")] == [f"item_K10-2016-06-14-{n}" for n in (1, 2, 3)]
    planned = slides(document_of(USUAL_PACK))
    assert lines(planned["item_K10-2016-12-06-1"])[-1] == "Zatím se nevyjádřila žádná z 10 skupin."
    own = slides(document_of(pack(MEETING, body="URS_5102")))
    assert lines(own["item_URS_5102-2016-06-06-2"]) == ["Mezera: § 49 domovy pro seniory, ORP Frýdlant"]


def test_tasks_not_closed_have_their_day_and_one_due_on_the_day_is_not_overdue() -> None:
    slide = slides(document_of(JUNE))["tasks"]
    assert said(slide) == ["4 úkoly: trvá 3 a po termínu 1."]
    assert [row[2:] for row in grid(slide).texts] == [
        ("30.\u00a04.\u00a02016", "po termínu", "61"), ("30.\u00a06.\u00a02016", "trvá", "netýká se"),
        ("30.\u00a09.\u00a02016", "trvá", "netýká se"), ("31.\u00a010.\u00a02016", "trvá", "netýká se")]
    assert grid(slide).looks[0, 3].symbol == "!"


def test_without_a_body_or_a_meeting_the_pack_says_what_is_not_known() -> None:
    nobody = slides(document_of(pack(MEETING, body=None)))
    assert said(nobody["decisions"]) == ["Není vybrána složka, proto není známo, o čem se má rozhodnout.",
                                         "Složku a její jednání vyberte tam, kde se podklady sestavují."]
    assert "tasks" not in nobody
    never = slides(document_of(pack(MEETING, body="KOS")))
    body = "Koordinační skupina pro plánování sociálních služeb"
    assert said(never["decisions"])[0] == f"{body}: žádné jednání není zapsáno ani plánováno"
    assert said(never["tasks"]) == [f"{body}: žádný úkol nezbývá splnit."]


@pytest.mark.parametrize(("asked", "code", "czech"), [
    (pack(MEETING, body="nic"), "unknown-body", "Složku nic přehled nezná."),
    (pack(MEETING, meeting="nic"), "unknown-meeting", "Jednání nic přehled nezná."),
    (pack(MEETING, meeting="URS_5102-2016-06-06"), "meeting-of-other-body",
     "Jednání URS_5102-2016-06-06 není jednáním složky K10."),
    (pack(MEETING, day=date(2015, 6, 30), meeting="K10-2016-12-06"), "unknown-meeting",
     "Jednání K10-2016-12-06 přehled nezná."),
])
def test_a_body_or_meeting_nobody_knows_is_refused_in_words(asked: Pack, code: str, czech: str) -> None:
    with pytest.raises(BadSelection) as refused:
        pack_view(shipped(), asked)
    assert (refused.value.code, words_for("cs").error(refused.value)) == (code, [czech])


def test_the_annex_counts_every_table_and_prints_those_behind_maps() -> None:
    document = document_of(pack((*USUAL, Section.ANNEX)))
    found = slides(document)
    assert said(found["annex"]) == ["Všechny tabulky jsou celé v příloze (XLSX); obce po jedné jsou jen tam"]
    assert found["annex"].demo  # it counts rows of tables that hold illustrative ones
    told = lines(found["annex"])
    assert len(told) == len(document.sheets)
    assert "Pokrytí obcí: 215 řádků" in told
    assert "Komunitní plány, které končí do roka: 3 řádky" in told
    printed = [slide for slide in document.slides if slide.key.startswith("annex_")]
    assert "annex_coverage_table" in {slide.key for slide in printed}
    assert len({grid(slide).table for slide in printed}) == len(printed)
    assert all(len(grid(slide).texts) <= 24 for slide in printed)


def test_sources_are_those_of_all_tables_and_the_citation_can_be_copied() -> None:
    document = document_of(USUAL_PACK)
    used = {source.title for sheet in document.sheets.values() for source in sheet.provenance.sources}
    rows = grid(slides(document)["sources"]).texts
    assert {row[2] for row in rows} == used
    assert document.citation.replace("\u00a0", " ") == (
        "Liberecký kraj: Podklady pro jednání: Kolegium obcí III. typu (K10), 6. 12. 2016. Liberecký kraj · stav k "
        "30. 6. 2016 · srovnání se stavem k 14. 6. 2016. Vydání 1 ze dne 1. 1. 2026. UKÁZKA: vytvořeno z "
        f"ilustrativních dat, nikoli ze skutečného zdroje. Dostupné z: https://prehled.example.cz/{QUERY}")
    four = document_of(pack((Section.DECISIONS,), areas=("5101", "5102", "5103", "5104")))
    assert four.subtitle.startswith("4 území ORP · Stav k")
    named = "ORP Česká Lípa, ORP Frýdlant, ORP Jablonec nad Nisou a ORP Jilemnice · stav k"
    assert named in four.citation.replace("\u00a0", " ")
    assert said(four.slides[0])[2] == "Území: Česká Lípa, Frýdlant, Jablonec nad Nisou a Jilemnice."


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_a_usual_pack_has_unique_keys_and_titles_that_fit(lang: str) -> None:
    document = document_of(USUAL_PACK, lang)
    assert max(Counter(slide.key for slide in document.slides).values()) == 1
    assert max(Counter(slide.title.text for slide in document.slides).values()) == 1
    own = (None, Section.PROGRESS, Section.MOVED, Section.SIGNALS, Section.DECISIONS, Section.ANNEX)
    assert max(len(slide.title.text) for slide in document.slides if slide.section in own) <= 120
    parts = [slide.section for slide in document.slides if slide.section is not None]
    assert list(dict.fromkeys(parts)) == list(USUAL)


@pytest.mark.parametrize(("asked", "lang"), [(JUNE, "cs"), (JUNE, "en"), (pack(MEETING, body="URS_5102"), "cs")])
def test_every_number_is_that_of_the_csv(asked: Pack, lang: str) -> None:
    document = document_of(asked, lang)
    for slide in document.slides:
        for each in (slide.title, *slide.sentences, *(line for figure in slide.figures for line in said_in(figure))):
            body = ("Kolegium obcí III. typu (K10)", "Council of type III municipalities (K10)")
            assert (loose_numbers(each, body), unsaid(each)) == ((), ()), each.text
            assert [recomputed(document, bound) for bound in each.bound] == list(each.bound)
        for figure in slide.figures:
            assert all(recomputed(document, cell) == cell for cell in printed_in(document, figure)), figure.key
