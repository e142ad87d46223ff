"""One slide as HTML: structure, escaping, and one text for both themes. A made document of three slides."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from lib.charts.style import looks
from lib.exports.document import Chart, Document, Grid, Said, Series, Slide
from lib.exports.drawn import figure_html
from lib.exports.slide_page import drawn_table, slide_html, slide_style
from lib.exports.slide_themes import Themes
from lib.model.pack import Section
from lib.model.selection import AsOf
from lib.store.releases import Release
from lib.text.messages import words_for
from lib.views.base import Provenance

HOSTILE = '</h3><script>alert("x")</script><img src=x onerror=alert(1)>'
LOOKS = looks("light", "gap_class")
CHART = Chart("gaps", HOSTILE, HOSTILE, "gap", "bars", HOSTILE, "0", (HOSTILE, "Frýdlant"), (0, 1), (
    Series("gap_units", HOSTILE, (-12.0, None), (HOSTILE, "neuvedeno"), LOOKS["severe"],
           (LOOKS["severe"], LOOKS["white_spot"])),))
TABLE = Grid("gaps-table", HOSTILE, "gap", ("orp", "gap_units"), (HOSTILE, "Mezera"), (False, True), (0, 1),
             ((HOSTILE, "−12"), ("Frýdlant", "neuvedeno")))
SOURCES = ("Skutečná · MPSV: Registr", "Ukázka · Kraj: Síť", "Skutečná · ČSÚ: Obyvatelé", HOSTILE)


def a_slide(key: str, **changed: object) -> Slide:
    given: dict[str, object] = {
        "section": Section.GAPS, "heading": HOSTILE, "title": Said(HOSTILE), "figures": (), "sentences": (),
        "table": None, "sheets": ("gap",), "demo": False, "notes": (), "sources": (), "query": "mezery?k=2016-06-30",
    }
    return Slide(key, **{**given, **changed})  # type: ignore[arg-type]


SLIDES = (
    a_slide("opening", section=None, heading="", sheets=()),
    a_slide("gaps", figures=(CHART,), sentences=(Said(HOSTILE), Said("Druhá věta.")), table=TABLE, demo=True,
            sources=SOURCES),
    a_slide("words", sentences=(Said("Jediná věta."),)),
)
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
RELEASE = Release(1, AT, "administrator", "", "", "", date(2016, 6, 30), embedded=True, purpose="new_state")
DOCUMENT = Document("cs", "Podklady", f"Liberecký kraj {HOSTILE}", SLIDES, {},
                    Provenance(AsOf(date(2016, 6, 30), 1), RELEASE, ()), AT, "", "jednani", "", "podklady")
WORDS = words_for("cs")


class Markup(HTMLParser):
    """Names of the elements and attributes a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def table(place: int) -> str:
    return drawn_table(DOCUMENT, SLIDES[place], WORDS, "slide-light", lambda figure: figure_html(figure, WORDS))


def shown(place: int, theme: str = "light") -> str:
    return slide_html(DOCUMENT, SLIDES[place], WORDS, theme)  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_of_the_data_becomes_markup(theme: str) -> None:
    written = "".join(shown(place, theme) for place in range(3)) + table(1)
    found = Markup()
    found.feed(written)
    assert found.tags.isdisjoint({"script", "img"}) and {"section", "svg", "table"} <= found.tags
    assert not [name for name in found.attributes if name.startswith("on")]
    assert written.count("&lt;script&gt;") >= 10
    assert "@import" not in slide_style("light") and "http" not in slide_style("light")


def test_a_slide_has_its_title_figure_sentences_mark_and_two_of_four_sources() -> None:
    written = shown(1)
    assert written.count("<section") == written.count("</section>") == 1
    assert written.startswith('<section class="slide slide-light slide-beside" lang="cs" data-key="gaps">')
    assert re.findall(r"<(?:h3|svg|ul class=\"slide-said|footer)", written) == [
        "<h3", "<svg", '<ul class="slide-said', "<footer"], "a reader meets them in this order"
    assert '<span class="slide-demo">UKÁZKA</span>' in written
    assert "Zdroj: Skutečná · MPSV: Registr; Ukázka · Kraj: Síť a 2 další zdroje" in written.replace("\u00a0", " ")
    assert 'slide-opening' in shown(0) and "slide-body" not in shown(0)
    assert 'slide-words' in shown(2) and "UKÁZKA" not in shown(2) and "Zdroj" not in shown(2)


def test_the_table_twin_stands_in_place_of_the_picture_under_the_same_title() -> None:
    written = table(1)
    assert "<table>" in written and "<svg" not in written and "Druhá věta." not in written
    assert "−12" in written and "UKÁZKA" in written
    assert table(2) == ""


def test_both_themes_go_in_one_text_whose_colours_are_told_by_the_style() -> None:
    themes = Themes()
    light, dark = (figure_html(CHART, WORDS, theme=theme) for theme in ("light", "dark"))
    joined = themes.joined({"light": light, "dark": dark})
    severe = (LOOKS["severe"].fill, looks("dark", "gap_class")["severe"].fill)
    assert severe == ("#a13d00", "#ff9a4d") and f"var({themes.pairs[severe]})" in joined
    assert len(joined) < 1.2 * len(light), "hardly longer than one theme"
    assert f"{themes.pairs[severe]}:#ff9a4d;" in themes.style().split(".slide-dark{")[1]
    assert not re.search("#[0-9a-f]{6}", joined), "every colour follows the theme"


def test_themes_that_differ_in_more_than_colours_are_both_sent() -> None:
    joined = Themes().joined({"light": "<p>a</p>", "dark": "<p>b</p>"})
    assert joined == '<div class="only-light"><p>a</p></div><div class="only-dark"><p>b</p></div>'
