"""Packs of the shipped data: one database for all tests of a worker, each document made once."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from lib.exports.document import Document
from lib.exports.pack_document import build_document
from lib.importers.package import load_package
from lib.model.pack import USUAL, ChosenGap, Pack, Section
from lib.model.selection import AsOf, Selection
from lib.settings import ROOT
from lib.store.database import Database, open_database
from lib.store.releases import ensure_embedded
from lib.text.messages import words_for
from lib.views.pack import PackView, pack_view

DAY, MEETING_DAY = date(2016, 6, 30), date(2016, 6, 14)
BASE_URL, QUERY = "https://prehled.example.cz", "jednani?pohled=podklady&k=2016-06-30&znamo=1"
USUAL_PACK = Pack(Selection(AsOf(DAY, 1), compare_on=MEETING_DAY), body="K10")


@cache
def shipped() -> Database:
    """The shipped data as release 1; nobody writes to it."""
    opened = open_database(f"sqlite:///{Path(mkdtemp(prefix='packs'), 'shipped.sqlite')}")
    ensure_embedded(opened, lambda: load_package(ROOT / "data"), checksum=lambda: "packs",
                    published_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    return opened


def pack(  # noqa: PLR0917
    sections: tuple[Section, ...] = USUAL, areas: tuple[str, ...] = (), day: date = DAY,
    compare_on: date | None = MEETING_DAY, body: str | None = "K10", meeting: str | None = None,
    chosen: tuple[ChosenGap, ...] = (),
) -> Pack:
    """A pack of release 1."""
    selection = replace(USUAL_PACK.selection, at=AsOf(day, 1), compare_on=compare_on)
    return Pack(selection, areas=areas, sections=sections, chosen=chosen, body=body, meeting=meeting)


@cache
def view_of(asked: Pack) -> PackView:
    """Its tables."""
    return pack_view(shipped(), asked)


@cache
def document_of(asked: Pack, lang: str = "cs") -> Document:
    """Its slides in a language."""
    return build_document(view_of(asked), words_for(lang), base_url=BASE_URL, query=QUERY)
