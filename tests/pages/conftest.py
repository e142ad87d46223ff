"""Pages run in process, from app.py, as `streamlit run` would run them, without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 60

SCRIPTS = {
    "": "pages/overview/home.py",
    "pokryti": "pages/network/coverage.py",
    "sit": "pages/network/catalogue.py",
    "mezery": "pages/network/gaps.py",
    "profil": "pages/network/profile.py",
    "aktivity": "pages/plan/activities.py",
    "jednani": "pages/meeting/meetings.py",
    "sprava": "pages/admin/desk.py",
    "metodika": "pages/admin/method.py",
}

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def own_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A database of these tests alone; the process opens it once, as a server does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_VAR", str(tmp_path_factory.mktemp("var")))
        patch.delenv("DATABASE_URL", raising=False)
        st.cache_resource.clear()
        yield
    st.cache_resource.clear()


@pytest.fixture
def open_page() -> OpenPage:
    """Open the page at an address with a query, as a visitor who follows a link does."""

    def opened(address: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
        for key, value in query.items():
            app.query_params[key] = value
        if address:
            app.run()
            app.switch_page(SCRIPTS[address])
        return app.run()

    return opened
