"""Text handed to Markdown is shown letter for letter: no mark, link, icon, arrow, list or heading is made of it."""

import json
import re
from collections.abc import Iterator

import pytest

from lib.ui.written import JOINER
from tests.app_server import ROOT, AppServer
from tests.browser.conftest import PageAt
from tests.browser.steps import open_page
from tests.browser.watch import assert_quiet
from tests.hostile_region import TEXTS

SCRIPT = f"""
import json, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from lib.ui.written import plain
for place, text in enumerate(json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))):
    with st.container(key=f"whole_{{place}}"):
        st.markdown(plain(text))
    with st.container(key=f"item_{{place}}"):
        st.markdown(f"- {{plain(text)}}")
    with st.container(key=f"label_{{place}}"):
        st.button(plain(text), key=f"button_{{place}}")
"""

MARKS = (
    "+ bod", "* bod", "1) bod", "-", "+", "=", "#", "- [x] úkol", "***",
    "řádek\n---", "A\n\nB", "a  \nb", "\n\n    kód",
    "a <- b <-> c <= d ~= e", "http://foreign.example", "(https://foreign.example)", "HTTPS://FOREIGN.EXAMPLE/a",
    "wWw.foreign.example", "mailto:a@foreign.example", "<a@foreign.example>", "[x]: https://a.example",
    "::material/delete::", "[^1]: poznámka", "::: x", ":small[x]", "$$x$$", "\\(x\\) \\[x\\]", "1\\. a", "12:30:45",
    "&amp; &colon;smile&colon;",
)

SHOWN = """prefix => [...document.querySelectorAll(`[class*="st-key-${prefix}_"]`)].map(place => {
    const shown = place.querySelector('[data-testid="stMarkdownContainer"]');
    return shown === null ? null : [shown.textContent, [...shown.querySelectorAll('*')].map(each => each.tagName)];
})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("markdown")
    (folder / "texts.json").write_text(json.dumps([*TEXTS, *MARKS]), encoding="utf-8")
    script = folder / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with AppServer(folder, entry=script) as running:
        yield running
    running.assert_clean_log()


def on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text.replace("\r", "\n")).strip()


def test_a_text_is_shown_letter_for_letter_wherever_markdown_is_read(page_at: PageAt, server: AppServer) -> None:
    page = open_page(page_at(server=server))
    for prefix, elements in (("whole", ["P"]), ("item", ["UL", "LI"]), ("label", ["P"])):
        shown = page.evaluate(SHOWN, prefix)
        assert len(shown) == len(TEXTS) + len(MARKS)
        for text, (read, made_of) in zip([*TEXTS, *MARKS], shown, strict=True):
            assert read.replace(JOINER, "").strip("\n") == on_one_line(text), prefix
            assert made_of == elements, (prefix, text)
    assert_quiet(page)
