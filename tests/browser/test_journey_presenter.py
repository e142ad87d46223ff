"""Journey 5: a presenter builds the pack for K10, edits a chart of it, finds its numbers on the screen, saves it.

The server and the browser have no way out of the machine, as in every journey.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.slide import Slide

from tests.app_server import AppServer
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page, screenshot, wait_until_still
from tests.browser.watch import assert_quiet

COVERED = "V Libereckém kraji má platný komunitní plán 191 z 215 obcí (98 % obyvatel)."
DONE = "Splněny jsou 4 ze 46 aktivit, 11 zaostává, 15 nemá žádné hlášení."
TITLE = "Podklady K10, červen 2016"
AT = re.compile(r"[?&]k=2016-06-14(&|$)")
NUMBERS = re.compile(r"\d+")


@pytest.fixture
def editing_server(tmp_path: Path) -> Iterator[AppServer]:
    """A server of one local user who may edit, with an empty database."""
    folder = tmp_path / "editing"
    folder.mkdir()
    with AppServer(folder, environment={"DASHBOARD_LOCAL_EDITING": "1"}) as server:
        yield server
    server.assert_clean_log()


def choose(page: Page, box: str, option: str) -> None:
    field = page.get_by_test_id("stMain").get_by_role("combobox", name=box, exact=True)
    field.click()
    field.fill(option)  # a long list draws only what is seen of it
    page.get_by_role("option", name=option).click()
    wait_until_still(page)


def plain(text: str) -> str:
    return " ".join(text.split())


def titled(deck: Presentation, title: str) -> Slide:  # type: ignore[valid-type]
    return next(slide for slide in deck.slides if plain(slide.shapes.title.text_frame.text) == title)


def view_of(slide: Slide) -> str:
    """The address of the view on the screen, from the notes of the speaker."""
    return str(slide.notes_slide.notes_text_frame.text.split()[-1])


def chart_of(slide: Slide) -> object:
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def edited(content: bytes) -> tuple[float, float]:
    """Put another number into the first cell of the chart of progress, save and open again: the number before and
    after."""
    deck = Presentation(BytesIO(content))
    plot = chart_of(titled(deck, DONE)).plots[0]  # type: ignore[attr-defined]
    before = plot.series[0].values[0]
    data = CategoryChartData()
    data.categories = list(plot.categories)
    for place, series in enumerate(plot.series):
        values = list(series.values)
        data.add_series(series.name, [values[0] + 2, *values[1:]] if place == 0 else values)
    chart_of(titled(deck, DONE)).replace_data(data)  # type: ignore[attr-defined]
    saved = BytesIO()
    deck.save(saved)
    again = chart_of(titled(Presentation(BytesIO(saved.getvalue())), DONE)).plots[0]  # type: ignore[attr-defined]
    return before, again.series[0].values[0]


def test_a_presenter_builds_a_pack_edits_a_chart_and_finds_every_number_on_the_screen(
    page_at: PageAt, editing_server: AppServer
) -> None:
    page = open_page(page_at("desktop", server=editing_server), "/jednani",
                     {"slozka": "URS_5102", "casti": "pokryti,plneni,signaly,rozhodnuti"})
    page.get_by_test_id("stMain").get_by_text("Podklady pro jednání", exact=True).click()
    wait_until_still(page)
    choose(page, "Složka", "Kolegium obcí III. typu (K10)")
    page.locator("[class*='st-key-filter_k_meeting']").get_by_text("14. 6. 2016", exact=True).click()
    page.wait_for_url(AT)
    wait_until_still(page)
    page.get_by_role("button", name="Vynechat: signály karet").press("Enter")
    wait_until_still(page)
    choose(page, "Snímek", "Plnění plánu")
    expect(page.get_by_role("region", name="Náhled snímku")).to_contain_text(DONE)
    assert_accessible(page)
    screenshot(page, "pack", whole=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Prezentace (PPTX)").click()
    assert download.value.suggested_filename == "podklady_K10_2016-06-14_v1_UKAZKA.pptx"
    content = download.value.path().read_bytes()
    assert edited(content) == (1, 3)

    box = page.locator("[class*='st-key-box_pack_save']")
    page.get_by_text("Uložit podklady pod názvem", exact=True).click()
    box.get_by_label("Název podkladů", exact=True).fill(TITLE)
    box.get_by_role("button", name="Zveřejnit", exact=True).click()
    page.get_by_text("Podklady jsou uloženy; odkaz na ně je v seznamu.").wait_for()
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url(AT)
    wait_until_still(page)
    expect(page.get_by_text(f"{TITLE} – tak, jak byly uloženy z vydání 1. Platnost: platné.")).to_be_visible()
    assert "znamo=1" in page.url
    assert "signaly" not in page.url
    expect(page.get_by_role("rowheader", name=TITLE)).to_have_count(1)

    deck = Presentation(BytesIO(content))
    open_page(page, view_of(titled(deck, COVERED)))
    shown = plain(page.get_by_test_id("stMain").inner_text())
    assert [number for number in NUMBERS.findall(COVERED) if not re.search(rf"\b{number}\b", shown)] == []
    progress = titled(deck, DONE)
    open_page(page, view_of(progress))
    rows = page.get_by_role("table", name="Počet karet a jejich podíl v řádku").get_by_role("row").all_inner_texts()
    cells = [row.split("\t")[2:10] for row in rows[1:11]]
    plot = chart_of(progress).plots[0]  # type: ignore[attr-defined]
    assert rows[0].split("\t")[2:10] == [series.name for series in plot.series]
    on_screen = [[float(cell.split()[0]) for cell in row] for row in cells]
    assert [list(counts) for counts in zip(*on_screen, strict=True)] == [list(series.values) for series in plot.series]
    assert_quiet(page)
