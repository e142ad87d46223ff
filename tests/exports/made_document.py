"""A small made pack with every kind of figure: ten areas in two rows, three service types, hostile names."""

from datetime import UTC, date, datetime

from lib.charts.style import looks
from lib.exports.document import (
    Chart,
    Document,
    Fact,
    Facts,
    Grid,
    KeyLine,
    Lines,
    MapArea,
    MapPoint,
    RegionMap,
    Said,
    Series,
    Slide,
)
from lib.model.pack import Section
from lib.model.selection import AsOf
from lib.store.releases import Release
from lib.views.base import Provenance

RELEASED_AT = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)
GAP, COVER, STATE = looks("light", "gap_class"), looks("light", "cover_status"), looks("light", "activity_state")
AREAS = ("Česká Lípa", "Frýdlant", "Jablonec nad Nisou", "Jilemnice", "Liberec", "Nový Bor", "Semily", "Tanvald",
         "Turnov", "Železný Brod")
CLASSES = ("severe", "low", "slightly_low", "in_line", "above", "white_spot", "unknown", "in_line", "low", "severe")
VALUES = (-48.5, -12.0, -3.25, 0.0, 17.5, -2.0, None, 0.4, -9.0, -1234.5)
LABELS = ("−48,5", "−12", "−3,3", "0", "17,5", "−2", "neuvedeno", "0,4", "−9", "−1 234,5")
HOSTILE = ("=1+1", "<b>&amp;</b> \"A\" & 'B'", "http://zly.example/\x07zvonek")
"""Names of service types: a formula, markup, an address with a control character."""

SIDE = 20_000
"""Metres of a side of an area."""


def _square(place: int, size: float = SIDE) -> tuple[tuple[float, float], ...]:
    left, bottom = (place % 5) * SIDE - 700_000.0, (place // 5) * SIDE - 1_000_000.0
    return ((left, bottom), (left + size, bottom), (left + size, bottom + size), (left, bottom + size), (left, bottom))


def _hole(place: int) -> tuple[tuple[float, float], ...]:
    left, bottom = _square(place)[0]
    return ((left + 1000, bottom + 1000), (left + 1000, bottom + 4000), (left + 4000, bottom + 4000),
            (left + 1000, bottom + 1000))


BARS = Chart(
    "gaps", "Chybějící lůžka podle ORP", "Sloupce: chybějící lůžka v deseti ORP", "gap", "bars", "lůžka", "0.0", AREAS,
    tuple(range(10)), (Series("gap_units", "Mezera", VALUES, LABELS, GAP["low"], tuple(GAP[c] for c in CLASSES)),),
    tuple(KeyLine(GAP[word], meaning) for word, meaning in (
        ("severe", "výrazně pod normou"), ("low", "pod normou"), ("slightly_low", "mírně pod normou"),
        ("in_line", "v souladu s normou"), ("above", "nad normou"), ("white_spot", "bílé místo"))),
)
STACKED = Chart(
    "progress", "Aktivity podle stavu", "Skládané sloupce: stav aktivit tří cílů", "progress", "stacked", "aktivity",
    "0", HOSTILE, (0, 1, 2), tuple(
        Series(word, title, values, tuple("" if v is None else f"{v:.0f}" for v in values), STATE[word])
        for word, title, values in (("done", "splněno", (4.0, 1.0, None)), ("running", "probíhá", (2.0, 3.0, 5.0)),
                                    ("suspended", "=pozastaveno", (1.0, None, 12.0)))),
    tuple(KeyLine(STATE[word], title) for word, title in (("done", "splněno"), ("running", "probíhá"))),
)
MAP = RegionMap(
    "map", "Mezera podle ORP", "Mapa: mezera v deseti ORP", "gap", "gap_units",
    tuple(MapArea(f"51{place:02d}", name, place, LABELS[place], CLASSES[place], GAP[CLASSES[place]],
                  (_square(place), _hole(place)) if place == 1 else (_square(place),),
                  (_square(place)[0][0] + SIDE / 2, _square(place)[0][1] + SIDE / 2))
          for place, name in enumerate(AREAS)),
    tuple(MapPoint(f"Obec {place}", ("pokrytá", "nepokrytá")[place % 2], COVER[("covered", "not_covered")[place % 2]],
                   (-700_000 + place * 4_900.0, -995_000 + place * 1_500.0)) for place in range(20)),
    (*BARS.legend, KeyLine(COVER["covered"], "pokrytá"), KeyLine(COVER["not_covered"], "nepokrytá")),
    (-700_000.0, -1_000_000.0, -600_000.0, -960_000.0), "Hranice: ČÚZK, zjednodušeno", ("5101", "5104"),
)
TABLE = Grid(
    "table", "Mezery podle ORP", "gap", ("orp_name", "gap_units", "class"), ("ORP", "Mezera (lůžka)", "Třída"),
    (False, True, False), tuple(range(10)),
    tuple((name, label, word) for name, label, word in zip(AREAS, LABELS, CLASSES, strict=True)), (9,),
    {(place, 2): GAP[word] for place, word in enumerate(CLASSES)},
)
LONG = Grid("long", "Tabulka přílohy", "gap", ("a", "b"), ("Řádek", "Hodnota"), (False, True), tuple(range(60)),
            tuple((f"řádek {place}", str(place)) for place in range(60)))
FACTS = Facts("facts", "Čtyři odpovědi", tuple(
    Fact(heading, number, unit, Said(sentence)) for heading, number, unit, sentence in (
        ("Pokrytí plány", "191", "z 215 obcí", "98 % obyvatel žije v obci s platným komunitním plánem."),
        ("Chybějící lůžka", "−1 234,5", "lůžek", "Nejvíce chybí v ORP Liberec."),
        ("Plnění plánu", "27", "ze 74 aktivit", "Zpráva chybí u 12 aktivit."),
        ("Kritéria", "neuvedeno", "", "Kritéria dosud nikdo nevyplnil."))))
LINES = Lines("arithmetic", "Výpočet", (
    Said("Potřeba: 1 000 osob ve věku 80 a více let × 45 lůžek na 1 000 osob = 45 lůžek."),
    Said("Kapacita v síti: 33 lůžek."), Said("Mezera: 33 − 45 = −12 lůžek.")), open_lines=3)
SAID = (Said("Chybí 12 lůžek v ORP Frýdlant."), Said("Od 14. 6. 2016 se mezera zvětšila o 2 lůžka."),
        Said("V ORP Semily není hodnota známa."))
SOURCES = ("úřední · MPSV: Registr poskytovatelů sociálních služeb, stav k 30. 6. 2016",
           "úřední · ČSÚ: Počet obyvatel v obcích, stav k 31. 12. 2015",
           "ukázka · Liberecký kraj: Síť sociálních služeb")


def a_slide(key: str, title: str, *figures: object, **changed: object) -> Slide:
    """A slide of need with three sentences."""
    given: dict[str, object] = {
        "section": Section.GAPS, "heading": "Kapacitní mezery", "sentences": SAID, "table": None, "sheets": (),
        "demo": key == "map", "notes": (title, *(said.text for said in SAID), "Stav k 30. 6. 2016", *SOURCES),
        "sources": SOURCES, "query": f"mezery?k=2016-06-30&znamo=1&typ={key}",
    }
    return Slide(key, title=Said(title), figures=figures, **given | changed)  # type: ignore[arg-type]


SLIDES = (
    a_slide("opening", "Podklady pro jednání Komise pro koordinaci sociálních služeb", section=None, heading="",
            sentences=(Said("Porovnáno s 14. 6. 2016."),)),
    a_slide("facts", "V kraji má platný plán 191 z 215 obcí", FACTS, sentences=()),
    a_slide("map", "Domovy pro seniory: pod normou je pět z deseti ORP", MAP),
    a_slide("bars", "Domovy pro seniory: nejvíce lůžek chybí v ORP Železný Brod", BARS),
    a_slide("stacked", "Ze 28 aktivit je splněno 5", STACKED),
    a_slide("table", "Domovy pro seniory: pod normou je pět z deseti ORP", TABLE),
    a_slide("lines", "Frýdlant: chybí 12 lůžek", LINES, sentences=()),
    a_slide("pair", "Aktivity podle stavu a cíle", STACKED, TABLE, sentences=()),
    a_slide("words", "Co má komise rozhodnout", sentences=SAID),
    a_slide("long", "Příloha: všechny řádky", LONG, sentences=()),
)


def made_document(lang: str = "cs", base_url: str = "https://prehled.example.cz") -> Document:
    """Every kind of slide once; two of them have the same title."""
    release = Release(1, RELEASED_AT, "", "", "", "", date(2016, 6, 30), embedded=True)
    return Document(
        lang, "Podklady pro jednání", "Liberecký kraj · Stav k 30. 6. 2016 · Vydání 1 ze dne 1. 7. 2016", SLIDES, {},
        Provenance(AsOf(date(2016, 6, 30), 1), release, ()), RELEASED_AT, base_url,
        "jednani?pohled=podklady&k=2016-06-30&znamo=1", "", "podklady")
