"""A link to a card of the next medium-term plan, which came in from its document."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st

from lib.importers.cards import PlanOfCards, import_cards
from lib.importers.package import load_package
from lib.store.releases import publish
from lib.ui import cached
from tests.importers.made_cards import Form, MadeCard, stream
from tests.pages.conftest import ROOT, OpenPage
from tests.pages.facts import html_of, texts

PLAN = PlanOfCards("SPRSS_2018_2020", "Střednědobý plán rozvoje sociálních služeb Libereckého kraje 2018–2020",
                   date(2018, 1, 1), date(2020, 12, 31), goals={"SC1": "Dostupná péče"})
CARD = MadeCard("A01-01", "Péče doma", ("SC2 Bydlení v obcích",), "S, OZP", "Pečovatelská služba (§ 40)", "2018-2020")


@pytest.fixture
def later_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The embedded data with one card of the plan 2018–2020 as release 2, in a database of this test alone."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    st.cache_resource.clear()
    frames = load_package(ROOT / "data").frames
    found = import_cards(stream([CARD], Form(years="2018-2020")).encode(), "karty.txt", frames, plan=PLAN)
    publish(cached.database(), {**frames, **found.tables}, note="karty", by_role="správce dat", source_name=found.name,
            source_checksum=found.checksum, published_at=datetime(2018, 7, 1, tzinfo=UTC))
    yield
    st.cache_resource.clear()


@pytest.mark.usefixtures("later_plan")
def test_a_card_of_the_next_plan_opens_under_its_printed_number_without_a_summary(open_page: OpenPage) -> None:
    app = open_page("aktivity", karta="A01-01.SPRSS_2018_2020", k="2018-06-30")
    shown = texts(app)
    assert "A01-01 Péče doma" in shown
    assert "Shrnutí této karty zatím není." in shown
    assert "SC1 Dostupná péče" in html_of(app)
    assert "SPRSS_2018_2020" not in re.sub(r"\(\S+\)", "", shown)  # only addresses of links name it


@pytest.mark.usefixtures("later_plan")
def test_an_old_card_opens_on_a_day_of_the_next_plan_and_its_own_day_lists_46_cards(open_page: OpenPage) -> None:
    old = open_page("aktivity", karta="A01-01", k="2018-06-30")
    assert "A01-01 Podpora a rozvoj odlehčovacích služeb" in texts(old)
    assert "všechny karty (1)" in [option for control in old.button_group for option in control.options]
    then = open_page("aktivity", k="2016-06-30")
    assert "všechny karty (46)" in [option for control in then.button_group for option in control.options]
