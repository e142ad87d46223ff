"""Whatever a page draws, the reader can get as a table, with files and with what there is to know about it."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage

PICTURES = ("plotly_chart", "component_instance", "bidi_component")
SHARED = ("druh", "mezera", "mapa-mezer", "skupina-beds", "skupina-fte")
"""Anchors of headings whose pictures stand above one table together."""
WAYS = [
    ("", {}, 1),
    ("", {"orp": "5102", "k": "2012-06-30"}, 1),
    ("pokryti", {}, 2),
    ("pokryti", {"orp": "5102"}, 2),
    ("pokryti", {"srovnani": "2012-06-30"}, 2),
    ("pokryti", {"list": "kvalita"}, 3),
    ("sit", {"zobrazeni": "mapa"}, 1),
    ("sit", {"zobrazeni": "matice"}, 1),
    ("mezery", {}, 2),
    ("mezery", {"sluzba": "49", "skupina": "R_CARERS"}, 5),
    ("mezery", {"sluzba": "49", "deleni": "rozdelena"}, 4),
    ("mezery", {"pohled": "dostupnost", "sluzba": "45", "dosah": "8"}, 1),
    ("mezery", {"pohled": "co_kdyby", "sluzba": "49", "scenar": "5103~49~pob~luz~20"}, 1),
    ("mezery", {"pohled": "karty"}, 1),
    ("aktivity", {"zobrazeni": "cas"}, 2),
    ("aktivity", {"pohled": "souhrny"}, 2),
    ("aktivity", {"rozpad": "vazby"}, 1),
]
"""Address, query, and how many charts, maps and rugs stand there."""


def elements(block: Any) -> Iterator[Any]:
    """Everything of a page in the order it stands there."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield child
            yield from elements(child)
        else:
            yield child


def is_picture(element: Any) -> bool:
    return element.type in PICTURES or (
        element.type == "html" and any(name in element.proto.body for name in ('class="rug', 'class="am ')))


def without_table(app: AppTest) -> tuple[int, list[str]]:
    """How many pictures the page has, and the headings of those no table follows."""
    pictures, heading, opened = 0, "", ""
    waiting: list[str] = []
    missing: list[str] = []
    for element in elements(app.main):
        if element.type == "subheader":
            if element.proto.anchor not in SHARED:
                missing += waiting
                waiting = []
            heading = element.value
        elif is_picture(element):
            pictures += 1
            waiting.append(heading)
        elif element.type == "expander":
            if element.label == "O těchto datech" and opened == "Tabulka a stažení":
                waiting = []
            opened = element.label
    return pictures, missing + waiting


@pytest.mark.parametrize(("address", "query", "drawn"), WAYS)
def test_every_picture_has_its_table_and_what_there_is_to_know(
    open_page: OpenPage, address: str, query: dict[str, str], drawn: int
) -> None:
    app = open_page(address, **query)
    assert not app.exception
    pictures, missing = without_table(app)
    assert pictures == drawn
    assert missing == []
