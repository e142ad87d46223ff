"""The profile on paper: one A4 page with every figure of the view, the same bytes again, nothing fetched, all text."""

import importlib
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pandas as pd
import pdfplumber
import pypdfium2 as pdfium
import pytest

from lib.__main__ import main
from lib.errors import DashboardError
from lib.exports import profile as paper
from lib.exports.profile import file_name, profile_pdf, profile_pdfs
from lib.exports.profile_blocks import Written, query
from lib.exports.profile_page import figure_name, figure_value, profile_html, spine_of
from lib.importers.package import load_package
from lib.model.derived_profile import Indicator
from lib.model.lookup import records
from lib.model.selection import AsOf, Selection
from lib.store.database import Database, open_database
from lib.store.releases import publish
from lib.text import formats
from lib.text.messages import Words, words_for
from lib.views.profile import ProfileView, profile_views
from tests.exports.released import RELEASED_AT, publish_package
from tests.hostile_region import MARK, Frames, hostile_frames

CS, EN = words_for("cs"), words_for("en")
DATA = Path(__file__).resolve().parents[2] / "data"
AT = AsOf(date(2016, 6, 30), 1)
LATER = AsOf(date(2016, 6, 30), 2)
"""The same day known at the second release, which has a column more: what the first one said."""
A4_POINTS = (595, 842)
FRYDLANT, CESKA_LIPA = "5102", "5101"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The shipped data, published twice."""
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('paper') / 'shipped.sqlite'}")
    frames = load_package(DATA).frames
    publish_package(opened, frames)
    publish(opened, frames, note="second", by_role="správce dat", source_name="made", source_checksum="second",
            published_at=RELEASED_AT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def views(shipped: Database) -> dict[str, ProfileView]:
    return {view.orp_code: view for view in profile_views(shipped, Selection(AT))}


def pages_of(content: bytes) -> list[str]:
    """The text of every page; each page is A4 and no letter lies outside it."""
    texts = []
    with pdfium.PdfDocument(content) as document:
        for page in document:
            assert tuple(map(round, page.get_size())) == A4_POINTS
            letters = page.get_textpage()
            boxes = [letters.get_charbox(place) for place in range(letters.count_chars())]
            assert min(min(left, bottom) for left, bottom, _, _ in boxes) >= 0
            assert max(right for _, _, right, _ in boxes) <= page.get_width()
            assert max(top for _, _, _, top in boxes) <= page.get_height()
            texts.append(letters.get_text_range())
    return texts


def squeezed(text: str) -> str:
    """Text without spaces, so that it is found however it is broken into lines."""
    return "".join(text.split())


def told(view: ProfileView, words: Words) -> list[str]:
    """What must stand on the sheet: every value of every spine, every gap, plan and card, and the last line."""
    page, found = Written(view, words, None), [view.orp_name, words("DEMO")]
    for row in records(view.figures.frame):
        left, right = spine_of(row).ends
        values = [row["region"], row["similar"], left, right]
        shown = [("value", row["capacity_units"], row["small_number"])]
        for name in ("year_before", *(() if view.release_before is None else ("release_before",))):
            shown.append((name, row[f"{name}_units"], pd.notna(row[f"{name}_units"])))
        for name, capacity, small in shown:
            if small:
                unit = {"beds_per_1000": "beds", "fte_per_1000": "fte"}[row["unit"]]
                found.append(f"{formats.amount(capacity, unit, words.lang, significant=3)}*")
            else:
                values.append(row[name])
        found.append(figure_name(page, row)[1])
        found += [figure_value(words, row["unit"], value) for value in values]
        if row["indicator"] != Indicator.PROVISION:
            found += figure_name(page, row)[0].split()
    for row in records(view.gaps):
        found += [formats.amount(row["gap_units"], row["unit"], words.lang, significant=3),
                  formats.number(row["need_units"], words.lang, significant=3)]
    found += [formats.date(day.date(), words.lang) for day in view.plans["valid_until"].dropna()]
    found += [code.partition(".")[0] for code in view.cards.rows["activity_code"]]
    found.append(f"/profil?orp={view.orp_code}&k=2016-06-30&znamo={view.selection.at.known_at}&kapacita=sit")
    return found


def test_the_lasting_link_names_the_assumptions_that_the_figures_were_made_with(shipped: Database) -> None:
    asked = Selection(LATER, assumptions="opatrna", overrides=(("similar_areas", 2.0), ("weight_age", 0.5)))
    (view,) = profile_views(shipped, asked, (FRYDLANT,))
    named = {"predpoklady": "opatrna", "upravy": "similar_areas:2,weight_age:0.5"}
    assert query(view, CS).items() >= named.items() <= dict(view.figures.asked).items()
    assert "Sada předpokladů:</b> Opatrné předpoklady." in profile_html(view, CS)
    assert not {"predpoklady", "upravy"} & query(profile_views(shipped, Selection(LATER), (FRYDLANT,))[0], CS).keys()


@pytest.mark.parametrize("areas", [3, pytest.param(10, marks=pytest.mark.sweep)])
def test_every_orp_has_one_page_that_says_everything_the_view_has(shipped: Database, areas: int) -> None:
    views = profile_views(shipped, Selection(LATER))[-areas:]
    single, together = profile_pdfs(views, CS)
    pages = pages_of(together)
    assert len(single) == len(pages) == areas
    assert [len(pdfium.PdfDocument(content)) for content in single] == [1] * areas
    for view, text in zip(views, pages, strict=True):
        assert [value for value in told(view, CS) if squeezed(value) not in squeezed(text)] == []
        assert "UKÁZKA" in text


@pytest.mark.parametrize("area", [
    FRYDLANT, CESKA_LIPA, *(pytest.param(f"51{place:02}", marks=pytest.mark.sweep) for place in range(3, 11))])
def test_in_english_too(views: dict[str, ProfileView], area: str) -> None:
    (text,) = pages_of(profile_pdf([views[area]], EN))
    assert [value for value in told(views[area], EN) if squeezed(value) not in squeezed(text)] == []
    assert "&lang=en" in text


def test_the_same_profile_gives_the_same_bytes_tagged_with_language_and_title(views: dict[str, ProfileView]) -> None:
    first, again = (profile_pdf([views[FRYDLANT]], CS) for _ in range(2))
    assert first == again
    with pdfplumber.open(BytesIO(first)) as document:
        catalog = document.doc.catalog
        assert catalog["Lang"] in (b"cs", "cs")
        assert "StructTreeRoot" in catalog
        assert document.metadata["Title"] == "Profil ORP Frýdlant, stav k 30.\u00a06.\u00a02016"
        assert "CreationDate" not in document.metadata
    assert file_name(views[CESKA_LIPA]) == "profil_ORP_5101_Ceska_Lipa_2016-06-30_v1_UKAZKA.pdf"


class Tags(HTMLParser):
    """Names of elements, their addresses, and attributes that a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self.run: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            if name in ("src", "href"):
                self.addresses.add((value or "").partition(",")[0])
            elif name.startswith("on"):
                self.run.append(name)


@pytest.fixture
def hostile(sqlite: Database, _made: Frames, tmp_path: Path) -> Iterator[ProfileView]:
    """The profile of an area of the made region whose every text tries to be something else."""
    opened = open_database(f"sqlite:///{tmp_path / 'hostile.sqlite'}")
    publish_package(opened, hostile_frames(_made))
    yield profile_views(opened, Selection(AT), ("9902",))[0]
    opened.close()


def test_hostile_texts_stand_as_texts_on_one_page(hostile: ProfileView) -> None:
    tags = Tags()
    tags.feed(profile_html(hostile, CS, lambda page, query: f"{page}?{query['orp']}" if "orp" in query else page))
    assert tags.names <= {"style", "article", "div", "h2", "h3", "p", "span", "small", "b", "img", "table",
                          "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "a"}
    assert tags.run == []
    assert {address for address in tags.addresses if address.startswith("data:")} == {"data:image/svg+xml;base64"}
    assert tags.addresses - {"data:image/svg+xml;base64"} <= {"gaps?9902", "coverage?9902", "activities"}
    (text,) = pages_of(profile_pdf([hostile], CS))
    assert squeezed(hostile.orp_name)[:30] in squeezed(text)
    assert MARK in hostile.orp_name


def test_without_the_library_that_sets_letters_it_is_said_what_to_install(
    views: dict[str, ProfileView], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise OSError(f"cannot load library for {name}")

    monkeypatch.setattr("lib.exports.paper.import_module", absent)
    with pytest.raises(DashboardError, match="apt-get install libpango") as refused:
        profile_pdf([views[FRYDLANT]], CS)
    assert "Pango" in CS.error(refused.value)[0]


def test_a_picture_from_elsewhere_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    urls = importlib.import_module("weasyprint.urls")
    monkeypatch.setattr(urls.URLFetcher, "open", lambda self, request, *rest: asked.append(str(request.full_url)))
    for address in ("http://foreign.example/x.png", "file:///etc/hostname", "//foreign.example/x.png"):
        paper._set(f'<img alt="" src="{address}">', "cs", "6pt")
    assert asked == []


@pytest.fixture
def store(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database the command line uses, with the made region as release 1."""
    monkeypatch.setenv("DATABASE_URL", sqlite.engine.url.render_as_string())
    return sqlite


NAMES = [f"profil_ORP_990{place}_{name}_2016-06-30_v1_UKAZKA.pdf"
         for place, name in enumerate(("Jedlov", "Lipany", "Skalna", "Potoky"), 1)]
TOGETHER = "profily_ORP_2016-06-30_v1_UKAZKA.pdf"


def test_one_command_writes_a_file_for_every_area_and_one_with_all(
    store: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "profily"
    assert main(["export", "profiles", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [*NAMES, TOGETHER]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, TOGETHER])
    assert len(pages_of((folder / TOGETHER).read_bytes())) == 4


def test_an_archive_holds_the_same_files_and_a_folder_that_cannot_be_written_keeps_what_it_has(
    store: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "profile_pdfs", lambda views, words: ([b"new"] * len(views), b"all"))
    archive = tmp_path / "profily.zip"
    assert main(["export", "profiles", str(archive), "--k", "30. 6. 2016"]) == 0
    with zipfile.ZipFile(archive) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == dict.fromkeys(NAMES, b"new") | {
            TOGETHER: b"all"}
    folder = tmp_path / "profily"
    folder.mkdir()
    (folder / NAMES[0]).write_bytes(b"old")
    (folder / f".{NAMES[2]}.part").mkdir()
    assert main(["export", "profiles", str(folder), "--lang", "en"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert (folder / NAMES[0]).read_bytes() == b"old"
    assert [path.name for path in folder.iterdir() if path.is_file()] == [NAMES[0]]
    assert main(["export", "profiles", str(folder / "no" / "such"), "--lang", "en"]) == 1
    assert main(["export", "profiles", str(folder), "--k", "31. 2. 2016"]) == 2
