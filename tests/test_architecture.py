"""The house keeps its rules, and every rule is shown to catch what it forbids."""

import ast
import tomllib

import pytest

from tests import house_rules as rules
from tests.house_rules import ROOMS, ROOT, Module, Rule, breaches, project

CDN = "https://" + "cdn.example.org/leaflet.js"
TILES = "https://" + "tile.openstreetmap.org/{z}/{x}/{y}.png"


def kept(rule: Rule) -> None:
    found = breaches(rule, project())
    assert found == [], "\n" + "\n".join(found)


def test_every_room_exists_and_is_described_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = {room for room in ROOMS if rules.ROOM_NAMES_IN_DOCS.get(room, f"`lib/{room}`") in page}
    assert sorted(set(ROOMS) - told) == [], "Add a line to the table of rooms in docs/architecture.md."
    assert sorted({module.room for module in project()} - {"lib"}) == sorted(ROOMS)


def test_the_package_itself_imports_nothing() -> None:
    entry = Module("lib/__init__.py", (ROOT / "lib" / "__init__.py").read_text(encoding="utf-8"))
    assert list(entry.imports()) == []


def test_rooms_import_one_way_only() -> None:
    kept(rules.imports_point_one_way)


def test_importers_metrics_and_store_never_import_one_another() -> None:
    apart = {"importers", "metrics", "store"}
    assert [room for room in apart if ROOMS[room] & apart] == []
    kept(rules.imports_point_one_way)


def test_metrics_never_import_one_another() -> None:
    kept(rules.metrics_stand_alone)


def test_streamlit_is_only_in_the_entry_the_pages_and_ui() -> None:
    kept(rules.streamlit_stays_on_screen)


def test_sql_is_only_in_the_store() -> None:
    kept(rules.sql_stays_in_the_store)


def test_environment_and_secrets_are_read_only_by_settings() -> None:
    kept(rules.environment_is_read_once)


def test_caches_are_only_in_one_module() -> None:
    kept(rules.caches_live_in_one_module)


def test_caches_are_bounded_and_no_argument_is_hidden_from_the_key() -> None:
    kept(rules.caches_are_bounded_and_keyed_by_meaning)


def test_session_state_is_only_in_ui() -> None:
    kept(rules.session_state_stays_in_ui)


def test_no_script_lies_directly_in_pages() -> None:
    kept(rules.pages_lie_one_level_down)


def test_pages_are_short_and_define_nothing() -> None:
    kept(rules.pages_are_tables_of_contents)


def test_the_entry_has_at_most_25_lines() -> None:
    kept(rules.the_entry_is_short)


def test_no_module_has_more_than_400_lines() -> None:
    kept(rules.modules_have_one_responsibility)


def test_no_module_is_named_after_nothing() -> None:
    kept(rules.names_say_what_is_inside)


def test_public_functions_of_the_inner_rooms_have_docstrings() -> None:
    kept(rules.public_functions_are_described)


def test_no_chart_is_made_with_plotly_express() -> None:
    kept(rules.charts_are_built_from_graph_objects)


def test_no_html_is_let_through_unescaped() -> None:
    kept(rules.html_never_comes_from_data)


def test_no_asset_is_loaded_from_elsewhere() -> None:
    kept(rules.nothing_is_loaded_from_elsewhere)
    assets = [file for file in (ROOT / "lib").rglob("*") if file.suffix in {".css", ".js", ".html", ".svg"}]
    texts = {file: file.read_text(encoding="utf-8") for file in [*assets, ROOT / ".streamlit" / "config.toml"]}
    assert [file.name for file, text in texts.items() if rules.FOREIGN.search(text)] == []


def test_streamlit_does_not_call_home() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False


def test_no_error_is_caught_blindly() -> None:
    kept(rules.errors_are_caught_by_name)


def test_only_settings_read_the_clock() -> None:
    kept(rules.only_settings_read_the_clock)


LONG = "\n" * 401
FORBIDDEN: list[tuple[Rule, str, str]] = [
    (rules.imports_point_one_way, "lib/views/a.py", "from lib.ui import page"),
    (rules.imports_point_one_way, "lib/views/a.py", "def f():\n    from lib.text.formats import number"),
    (rules.imports_point_one_way, "lib/views/a.py", "from lib import charts"),
    (rules.imports_point_one_way, "lib/views/a.py", "from ..charts import style"),
    (rules.imports_point_one_way, "lib/views/a.py", "import lib.charts.style"),
    (rules.imports_point_one_way, "lib/store/a.py", "from lib.importers.package import load_package"),
    (rules.imports_point_one_way, "lib/importers/a.py", "from lib.metrics import gaps"),
    (rules.imports_point_one_way, "lib/metrics/a.py", "from lib.store.reads import read_table"),
    (rules.imports_point_one_way, "lib/model/a.py", "from lib.model.fields import Field\nimport lib.settings"),
    (rules.imports_point_one_way, "lib/ui/a.py", "from pages.network import gaps"),
    (rules.imports_point_one_way, "lib/novelty/a.py", "from lib.model import plan"),
    (rules.imports_point_one_way, "pages/plan/a.py", "from lib.views import gaps"),
    (rules.imports_point_one_way, "app.py", "from lib.settings import read_settings"),
    (rules.imports_point_one_way, "lib/__main__.py", "from lib.ui import page"),
    (rules.metrics_stand_alone, "lib/metrics/gaps.py", "from lib.metrics.coverage import covered"),
    (rules.metrics_stand_alone, "lib/metrics/gaps.py", "from . import coverage"),
    (rules.streamlit_stays_on_screen, "lib/charts/a.py", "import streamlit as st"),
    (rules.streamlit_stays_on_screen, "lib/charts/a.py", "from streamlit_folium import st_folium"),
    (rules.sql_stays_in_the_store, "lib/views/a.py", "from sqlalchemy import select"),
    (rules.sql_stays_in_the_store, "lib/views/a.py", "import sqlite3"),
    (rules.sql_stays_in_the_store, "lib/views/a.py", "frame = pd.read_sql('x', c)"),
    (rules.environment_is_read_once, "lib/ui/a.py", "import os\nurl = os.environ['X']"),
    (rules.environment_is_read_once, "lib/store/a.py", "from os import getenv"),
    (rules.environment_is_read_once, "lib/ui/a.py", "key = st.secrets['key']"),
    (rules.caches_live_in_one_module, "lib/ui/page.py", "@st.cache_data\ndef f(): ..."),
    (rules.caches_live_in_one_module, "pages/plan/a.py", "from streamlit import cache_resource"),
    (rules.caches_are_bounded_and_keyed_by_meaning, "lib/ui/cached.py", "@st.cache_data\ndef f(a): ..."),
    (rules.caches_are_bounded_and_keyed_by_meaning, "lib/ui/cached.py", "@st.cache_data(ttl=1)\ndef f(a): ..."),
    (rules.caches_are_bounded_and_keyed_by_meaning, "lib/ui/a.py", "@st.cache_data(max_entries=1)\ndef f(_a): ..."),
    (rules.session_state_stays_in_ui, "pages/plan/a.py", "st.session_state['orp'] = 1"),
    (rules.pages_lie_one_level_down, "pages/gaps.py", ""),
    (rules.pages_lie_one_level_down, "pages/network/deep/gaps.py", ""),
    (rules.pages_are_tables_of_contents, "pages/plan/a.py", '"""Why?"""' + "\n" * 81),
    (rules.pages_are_tables_of_contents, "pages/plan/a.py", '"""Why?"""\ndef draw(): ...'),
    (rules.pages_are_tables_of_contents, "pages/plan/a.py", '"""Why?"""\nclass A: ...'),
    (rules.pages_are_tables_of_contents, "pages/plan/a.py", '"""Why?"""\nimport pandas as pd'),
    (rules.pages_are_tables_of_contents, "pages/plan/a.py", "import streamlit as st"),
    (rules.the_entry_is_short, "app.py", "\n" * 26),
    (rules.modules_have_one_responsibility, "lib/views/a.py", LONG),
    (rules.names_say_what_is_inside, "lib/ui/utils.py", ""),
    (rules.names_say_what_is_inside, "lib/common/a.py", ""),
    (rules.public_functions_are_described, "lib/metrics/a.py", "def gap(a): return a"),
    (rules.public_functions_are_described, "lib/store/a.py", "def read(a): return a"),
    (rules.charts_are_built_from_graph_objects, "lib/charts/a.py", "import plotly.express as px"),
    (rules.charts_are_built_from_graph_objects, "lib/charts/a.py", "from plotly import express"),
    (rules.html_never_comes_from_data, "lib/ui/a.py", "st.markdown(text, unsafe_allow_html = True)"),
    (rules.nothing_is_loaded_from_elsewhere, "lib/charts/a.py", f"script = '{CDN}'"),
    (rules.nothing_is_loaded_from_elsewhere, "lib/charts/a.py", f"layer = '{TILES}'"),
    (rules.nothing_is_loaded_from_elsewhere, "lib/charts/a.py", "m = folium.Map(location=(50, 15))"),
    (rules.nothing_is_loaded_from_elsewhere, "lib/charts/a.py", "m = folium.Map(tiles='OpenStreetMap')"),
    (rules.errors_are_caught_by_name, "lib/ui/a.py", "try: f()\nexcept: g()"),
    (rules.errors_are_caught_by_name, "lib/ui/a.py", "try: f()\nexcept Exception as e: g(e)"),
    (rules.errors_are_caught_by_name, "lib/ui/a.py", "try: f()\nexcept (KeyError, BaseException): g()"),
    (rules.only_settings_read_the_clock, "lib/views/a.py", "k = date.today()"),
    (rules.only_settings_read_the_clock, "lib/store/a.py", "k = datetime.datetime.now()"),
    (rules.only_settings_read_the_clock, "lib/views/a.py", "k = pd.Timestamp.today()"),
    (rules.only_settings_read_the_clock, "lib/views/a.py", "k = time.time()"),
    (rules.only_settings_read_the_clock, "lib/store/a.py", "from lib.settings import now"),
]

ALLOWED: list[tuple[Rule, str, str]] = [
    (rules.imports_point_one_way, "lib/views/a.py", "from lib.views.base import Sheet\nfrom lib.metrics import gaps"),
    (rules.imports_point_one_way, "lib/views/a.py", "from .base import Sheet\nimport liberec"),
    (rules.metrics_stand_alone, "lib/views/a.py", "from lib.metrics import gaps, coverage"),
    (rules.streamlit_stays_on_screen, "lib/ui/a.py", "import streamlit as st"),
    (rules.sql_stays_in_the_store, "lib/store/a.py", "from sqlalchemy import select"),
    (rules.environment_is_read_once, "lib/settings.py", "import os\nurl = os.environ['X']"),
    (rules.caches_live_in_one_module, "lib/ui/cached.py", "@st.cache_data\ndef f(): ..."),
    (rules.caches_are_bounded_and_keyed_by_meaning, "lib/ui/cached.py", "@st.cache_resource\ndef f(): ..."),
    (rules.session_state_stays_in_ui, "lib/ui/filters.py", "st.session_state['orp'] = 1"),
    (rules.pages_lie_one_level_down, "pages/network/gaps.py", ""),
    (rules.pages_are_tables_of_contents, "pages/plan/a.py", '"""Why?"""\nimport streamlit as st' + "\n" * 79),
    (rules.the_entry_is_short, "app.py", "\n" * 25),
    (rules.modules_have_one_responsibility, "lib/views/a.py", "\n" * 400),
    (rules.names_say_what_is_inside, "lib/metrics/gaps.py", ""),
    (rules.public_functions_are_described, "lib/metrics/a.py", "def _inner(a): return a"),
    (rules.charts_are_built_from_graph_objects, "lib/charts/a.py", "import plotly.graph_objects as go"),
    (rules.html_never_comes_from_data, "lib/ui/a.py", "st.html(table)"),
    (rules.nothing_is_loaded_from_elsewhere, "lib/charts/a.py", "m = folium.Map(tiles=None); u = 'https://www.czso.cz'"),
    (rules.errors_are_caught_by_name, "lib/ui/a.py", "try: f()\nexcept KeyError: g()"),
    (rules.only_settings_read_the_clock, "lib/settings.py", "k = datetime.now()"),
    (rules.only_settings_read_the_clock, "lib/ui/a.py", "from lib.settings import now\nk = now()"),
]


@pytest.mark.parametrize(("rule", "path", "source"), FORBIDDEN)
def test_a_rule_catches_what_it_forbids_and_names_the_remedy(rule: Rule, path: str, source: str) -> None:
    found = breaches(rule, [Module(path, source)])
    assert len(found) == 1
    assert found[0].startswith(f"{path}:") and found[0].endswith(" ".join(str(rule.__doc__).split()))


@pytest.mark.parametrize(("rule", "path", "source"), ALLOWED)
def test_a_rule_lets_pass_what_it_allows(rule: Rule, path: str, source: str) -> None:
    assert breaches(rule, [Module(path, source)]) == []


def test_every_rule_is_tried_in_both_directions_and_kept_by_a_test() -> None:
    tree = ast.parse((ROOT / "tests" / "house_rules.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    written = {function.name for function in functions if ast.unparse(function.args) == "module: Module"}
    assert {rule.__name__ for rule, _, _ in FORBIDDEN} == written
    assert {rule.__name__ for rule, _, _ in ALLOWED} == written
    own = (ROOT / "tests" / "test_architecture.py").read_text(encoding="utf-8")
    assert [name for name in sorted(written) if f"kept(rules.{name})" not in own] == []
