"""The driver and the server's log tell the truth about a page that works and a page that breaks."""

from pathlib import Path

import pytest

from tests.app_server import AppServer, ServerFailed
from tests.benchmarks.driver import PageFailed, Visitor, cpu_ms

APP = """
import streamlit as st

def one():
    st.title("one " + st.query_params.get("orp", ""))

def two():
    st.title("two")
    st.html("<p>" + "long text " * 4000 + "</p>")

def broken():
    raise ValueError("a page that breaks")

st.navigation([
    st.Page(one, url_path="", default=True), st.Page(two, url_path="two"), st.Page(broken, url_path="broken"),
]).run()
"""


@pytest.fixture
def small_app(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    return tmp_path


def test_a_visitor_stays_on_the_page_it_opened_and_is_not_sent_a_long_element_twice(small_app: Path) -> None:
    with AppServer(small_app, root=small_app) as server, Visitor(server.url, "/two") as visitor:
        before = cpu_ms(server.pid)
        first = visitor.show()
        again = visitor.show()
        assert cpu_ms(server.pid) >= before
        server.assert_clean_log()
    assert (first.elements, first.elements_from_cache) == (2, 0)
    assert first.received_bytes > 40_000
    assert (again.elements, again.elements_from_cache) == (1, 1)
    assert again.received_bytes < 2_000


def test_a_page_that_breaks_or_does_not_exist_is_told_and_the_log_is_not_clean(small_app: Path) -> None:
    with AppServer(small_app, root=small_app) as server:
        with Visitor(server.url, "/nowhere") as visitor, pytest.raises(PageFailed, match="/nowhere is not a page"):
            visitor.show()
        server.assert_clean_log()
        with Visitor(server.url, "/broken") as visitor, pytest.raises(PageFailed, match="a page that breaks"):
            visitor.show()
        with pytest.raises(ServerFailed, match="a page that breaks"):
            server.assert_clean_log()


def test_a_server_that_cannot_start_says_why(small_app: Path) -> None:
    server = AppServer(small_app, entry="absent.py", root=small_app)
    with pytest.raises(ServerFailed, match=r"absent\.py"), server:
        pass
