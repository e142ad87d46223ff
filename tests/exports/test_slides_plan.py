"""Slides on the plan: what they say of the shipped data and without data, and that every number is a cell."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.exports.document import Chart, Document, Grid, Slide
from lib.exports.pack_document import build_document
from lib.metrics.tallies import fulfilment_counts, movement_counts, signal_counts
from lib.model.derived_rollup import Fulfilment, Movement
from lib.model.pack import Pack, Section
from lib.model.plan import USUAL_RULES
from lib.text.messages import words_for
from lib.views.moved import MovedView
from tests.exports.pack_numbers import loose_numbers, printed_in, recomputed, said_in, unsaid
from tests.exports.packs import DAY, document_of, pack, view_of

PLAN = (Section.PROGRESS, Section.MOVED, Section.SIGNALS)
REGION, FRYDLANT = pack(PLAN), pack(PLAN, areas=("5102",), compare_on=date(2015, 6, 9))


def slides(document: Document) -> dict[str, Slide]:
    return {slide.key: slide for slide in document.slides}


def said(slide: Slide) -> list[str]:
    return [each.text.replace("\u00a0", " ") for each in (slide.title, *slide.sentences)]


def chart(slide: Slide) -> Chart:
    [figure] = slide.figures
    assert isinstance(figure, Chart)
    return figure


def grid(slide: Slide) -> Grid:
    [figure] = slide.figures
    assert isinstance(figure, Grid)
    return figure


def test_progress_is_told_by_goal_and_in_the_words_of_the_region_with_per_cent_that_add_up() -> None:
    slide = slides(document_of(REGION))["progress"]
    assert said(slide) == [
        "Splněny jsou 4 ze 46 aktivit, 10 zaostává, 15 nemá žádné hlášení.",
        "Slovy zpráv kraje je ze 44 karet naplněno 4 (9 %), rozpracováno 23 (52 %), nenaplněno 2 (5 %) a neuvedeno 15 "
        "(34 %). 2 karty zrušené nebo nahrazené se nepočítají.",
    ]
    drawn = chart(slide)
    assert drawn.kind == "stacked"
    assert [category.split()[0] for category in drawn.categories] == [f"SC{goal}" for goal in range(1, 11)]
    assert {series.column: sum(value or 0 for value in series.values) for series in drawn.series} == {
        "done": 4, "running": 14, "continuous": 3, "preparing": 4, "not_started": 2, "suspended": 2, "cancelled": 2,
        "unreported": 15}
    assert [line.meaning for line in drawn.legend] == [series.title for series in drawn.series]
    table = slide.table
    assert table is not None
    assert (len(table.texts), table.emphasised, table.texts[10][:3]) == (11, (10,), ("all", "Celý plán", "46"))
    assert slide.demo


def test_what_moved_since_the_meeting_is_counted_and_the_cards_are_listed() -> None:
    found = slides(document_of(REGION))
    assert said(found["moved"]) == [
        "Od jednání K10 14. 6. 2016 se změnilo 6 ze 46 karet.",
        "Od jednání K10 14. 6. 2016 ze 46 karet: 2 postoupily, 4 s jinou změnou, 40 beze změny.",
        "Jiná změna je nové hlášení, signál, milník nebo garant při stejném stavu i plnění.",
    ]
    assert chart(found["moved"]).series[0].values == (2, 4, 40)
    table = found["moved"].table
    assert table is not None
    assert [row[2] for row in table.texts] == [f"{n}\u00a0%" for n in (0, 4, 0, 0, 0, 0, 9, 87)]
    listed = grid(found["moved_cards"])
    assert [row[0] for row in listed.texts] == ["A01-02", "A02-02", "A01-04", "A01-05", "A06-03", "A08-04"]
    assert listed.texts[0][2:] == ("postoupila", "probíhá", "probíhá", "35\u00a0%", "60\u00a0%")
    assert listed.texts[5][5:] == ("neuvedeno", "75\u00a0%")
    assert listed.looks[2, 3].symbol == "◔"
    assert found["moved"].query.endswith("pohled=zmeny&srovnani=2016-06-14")


def test_the_last_meeting_is_taken_where_nobody_chose_the_other_day_and_the_address_keeps_it() -> None:
    slide = slides(document_of(pack((Section.MOVED,), compare_on=None), "en"))["moved"]
    assert said(slide)[0] == "Since the meeting of K10 on 14 Jun 2016, 6 of 46 cards have changed."
    assert said(slide)[2] == ("Nobody chose the other day, so it is that of the last meeting of K10 before "
                              "30 Jun 2016.")
    assert slide.query.endswith("srovnani=2016-06-14")


def moved_as(view: MovedView, asked: Pack) -> list[str]:
    plan = view_of(asked).plan
    assert plan is not None
    document = build_document(replace(view_of(asked), plan=replace(plan, moved=view)), words_for("cs"))
    slide = slides(document)["moved"]
    assert not slide.figures
    return said(slide)


def test_without_another_day_on_the_same_day_and_over_two_plans_it_is_said_and_nothing_is_counted() -> None:
    first = slides(document_of(pack((Section.MOVED,), day=date(2015, 6, 9), compare_on=None)))["moved"]
    assert said(first) == ["Není s čím srovnávat: žádné dřívější jednání není zapsáno a jiný den nikdo nezvolil."]
    same = slides(document_of(pack((Section.MOVED,), compare_on=DAY)))["moved"]
    assert said(same) == ["Oba dny jsou stejné: nic se pohnout nemohlo."]
    asked = pack((Section.MOVED,))
    plan = view_of(asked).plan
    assert plan is not None
    assert plan.moved is not None
    assert moved_as(replace(plan.moved, moved=None, flow=None, plans=("Plán A", "Plán B")), asked) == [
        "Oba dny patří k různým plánům, jejichž karty se nesrovnávají.",
        "Dne 14. 6. 2016 platil plán „Plán A“, dne 30. 6. 2016 plán „Plán B“. Karty dvou plánů se nesrovnávají: každý "
        "má své.",
    ]


def test_signals_are_counted_with_their_limits_and_the_oldest_are_listed() -> None:
    found = slides(document_of(REGION))
    assert said(found["signals"]) == [
        "Signálů: 80; karet se signálem: 40 ze 46.",
        "Karta s více signály se počítá u každého z nich.",
        "Bez hlášení ve lhůtě: Poslední hlášení (u karty dosud bez hlášení její první den) je starší než 12 měsíců.",
        "Zaostává: Uplynulý čas převyšuje ohlášené plnění o více než 25 procentních bodů.",
    ]
    assert chart(found["signals"]).series[0].values == (24, 6, 1, 10, 29, 10)
    assert said(found["oldest_signals"]) == ["Nejdéle, od 1. 1. 2014, trvá 5 signálů.",
                                             "Dalších 72 řádků je v příloze (XLSX)."]
    rows = grid(found["oldest_signals"]).texts
    assert [row[0] for row in rows] == ["A03-02", "A06-02", "A07-03", "A09-04", "A10-04", "A06-01", "A01-05", "A03-02"]
    assert rows[0][2:] == ("bez garanta", "–", "1.\u00a01.\u00a02014", "912")


def test_a_pack_of_one_orp_says_that_cards_are_those_of_the_region() -> None:
    found = slides(document_of(FRYDLANT))
    note = "Karty patří k plánu celého kraje: čísla platí za kraj, ne za ORP Frýdlant."
    assert [said(found[key])[-1] for key in ("progress", "moved", "signals")] == [note] * 3
    assert said(found["progress"])[0].startswith("Splněny jsou 4 ze 46 aktivit")


def test_before_its_first_day_the_plan_has_not_begun_and_on_it_cards_are_counted() -> None:
    before = document_of(pack(PLAN, day=date(2013, 12, 31), compare_on=None))
    told = {slide.key: said(slide) for slide in before.slides if slide.section is not None}
    runs = "Plán trvá od 1. 1. 2014 do 31. 12. 2017."
    assert told == {
        "progress": ["Plán začíná 1. 1. 2014; dříve nemůže být nic splněno.", runs],
        "moved": ["Plán začíná 1. 1. 2014; dříve se nemůže nic pohnout.", runs],
        "signals": ["Plán začíná 1. 1. 2014; dříve nemůže být nic opožděno.", runs],
    }
    on_it = slides(document_of(pack((Section.PROGRESS,), day=date(2014, 1, 1), compare_on=None)))["progress"]
    assert said(on_it) == ["Splněna není žádná ze 46 aktivit, žádná nezaostává, 46 nemá žádné hlášení.",
                           "Slovy zpráv kraje je ze 46 karet naplněno 0 (0 %), rozpracováno 0 (0 %), "
                           "nenaplněno 0 (0 %) a neuvedeno 46 (100 %)."]


@pytest.mark.parametrize(("asked", "lang"), [(REGION, "cs"), (REGION, "en"), (FRYDLANT, "cs")],
                         ids=["region", "region in English", "one ORP and another day"])
def test_every_number_is_that_of_the_csv(asked: Pack, lang: str) -> None:
    document = document_of(asked, lang)
    for slide in document.slides:
        for each in (slide.title, *slide.sentences, *(line for figure in slide.figures for line in said_in(figure))):
            assert (loose_numbers(each), unsaid(each)) == ((), ()), each.text
            assert [recomputed(document, bound) for bound in each.bound] == list(each.bound)
        for figure in (*slide.figures, *([slide.table] if slide.table else [])):
            assert all(recomputed(document, cell) == cell for cell in printed_in(document, figure)), figure.key
    assert sum(len(each.bound) for slide in document.slides for each in (slide.title, *slide.sentences)) >= 20


def test_counts_keep_every_word_and_shares_add_up_also_where_nothing_is_there() -> None:
    cancelled = pd.DataFrame({"goal_code": ["all"], **{word.value: [0] for word in Fulfilment}})
    assert fulfilment_counts(cancelled)["share_pct"].tolist() == [0, 0, 0, 0]
    thirds = pd.DataFrame({"activity_code": ["a", "b", "c"], "movement": ["done", "back", "unchanged"]})
    counted = movement_counts(thirds).set_index("movement")
    assert (counted["share_pct"].sum(), counted.loc["done", "share_pct"], len(counted)) == (100, 34, len(Movement))
    none = pd.DataFrame({"activity_code": pd.Series(dtype="str"), "signal": pd.Series(dtype="str"),
                         "since": pd.Series(dtype="datetime64[s]")})
    quiet = signal_counts(none, 46, USUAL_RULES).set_index("signal")
    assert quiet["activities"].tolist() == [0] * 6
    assert quiet["oldest"].isna().all()
    assert (quiet.loc["no_report", "limit"], quiet.loc["lagging", "limit"]) == (12, 25)
    assert quiet["limit"].isna().sum() == 4
