"""The rules of docs/architecture.md as functions: a module goes in, its breaches come out.

Every rule is a generator of `(line, what is wrong)`; its docstring is the remedy that a failing test prints.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent

ROOMS: dict[str, frozenset[str]] = {
    "app": frozenset({"ui"}),
    "pages": frozenset({"ui", "charts", "model"}),
    "ui": frozenset(
        {"desk", "views", "charts", "exports", "importers", "store", "model", "text", "settings", "errors"}
    ),
    "desk": frozenset({"importers", "store", "views", "model", "errors"}),
    "exports": frozenset({"views", "charts", "model", "text", "errors"}),
    "views": frozenset({"store", "metrics", "model", "errors"}),
    "charts": frozenset({"model", "text"}),
    "metrics": frozenset({"model", "errors"}),
    "importers": frozenset({"model", "errors"}),
    "store": frozenset({"model", "errors"}),
    "demo": frozenset({"model", "errors"}),
    "text": frozenset({"errors"}),
    "settings": frozenset({"errors"}),
    "model": frozenset({"errors"}),
    "errors": frozenset(),
    "commands": frozenset(
        {"desk", "views", "exports", "importers", "store", "demo", "model", "text", "settings", "errors"}
    ),
    "__main__": frozenset({"commands", "errors"}),
}
"""Which rooms a room may import besides itself."""

ROOM_NAMES_IN_DOCS: dict[str, str] = {
    "app": "`app.py`",
    "pages": "`pages/<group>/*.py`",
    "settings": "`lib/settings.py`",
    "errors": "`lib/errors.py`",
    "__main__": "`lib/__main__.py`",
}

Breach = tuple[int, str]


@dataclass(frozen=True)
class Module:
    """One Python file of the project; `path` is relative to the root, with forward slashes."""

    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def parts(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).parts

    @property
    def room(self) -> str:
        """The room the module belongs to; `lib` for `lib/__init__.py`."""
        if self.parts[0] != "lib":
            return "app" if self.path == "app.py" else self.parts[0]
        inner = self.parts[1].removesuffix(".py")
        return "lib" if inner == "__init__" else inner

    @property
    def lines(self) -> int:
        return len(self.source.splitlines())

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every imported name in full (`lib.views.gaps.GapView`), wherever in the module it stands."""
        package = self.parts[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = package[: len(package) - node.level + 1] if node.level else ()
                base = ".".join([*start, *([node.module] if node.module else [])])
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def imports_from(self, *packages: str) -> Iterator[tuple[int, str]]:
        """Imports of the packages or of anything inside them."""
        for line, name in self.imports():
            if any(name == package or name.startswith(f"{package}.") for package in packages):
                yield line, name


Rule = Callable[[Module], Iterator[Breach]]


@cache
def project() -> list[Module]:
    """Every Python file of the application (not of the tests)."""
    files = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "lib").rglob("*.py"))]
    present = [file for file in files if file.exists()]
    return [Module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in present]


def breaches(rule: Rule, modules: list[Module]) -> list[str]:
    """What a rule finds, as `path:line: what`, with the remedy at the end of each."""
    remedy = " ".join((rule.__doc__ or "").split())
    return [f"{module.path}:{line}: {what}. {remedy}" for module in modules for line, what in rule(module)]


def imports_point_one_way(module: Module) -> Iterator[Breach]:
    """Move the code to the room that may know both, or hand the value in as an argument."""
    allowed = ROOMS.get(module.room, frozenset()) | {module.room}
    for line, name in module.imports_from("lib", "pages", "app"):
        room = name.split(".")[1] if name.startswith("lib.") else name.split(".")[0]
        if room not in allowed or room in {"app", "pages"}:
            yield line, f"{module.room} imports {name}"


def metrics_stand_alone(module: Module) -> Iterator[Breach]:
    """Let a view call both, or move the shared word to lib/model."""
    if module.room == "metrics":
        own = ".".join(module.parts).removesuffix(".py")
        for line, name in module.imports_from("lib.metrics"):
            if not name.startswith(own):
                yield line, f"a metric imports another, {name}"


def streamlit_stays_on_screen(module: Module) -> Iterator[Breach]:
    """Return a value and let lib/ui or a page show it."""
    if module.room not in {"app", "pages", "ui"}:
        for line, name in module.imports_from("streamlit", "streamlit_folium"):
            yield line, f"{name} outside app.py, pages and lib/ui"


PANDAS_SQL = frozenset({"read_sql", "read_sql_query", "read_sql_table", "to_sql"})


def sql_stays_in_the_store(module: Module) -> Iterator[Breach]:
    """Add a named read or write to lib/store and call it."""
    if module.room != "store":
        for line, name in module.imports_from("sqlalchemy", "alembic", "psycopg", "sqlite3"):
            yield line, f"{name} outside lib/store"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in PANDAS_SQL:
                yield node.lineno, f"{node.attr} outside lib/store"


def environment_is_read_once(module: Module) -> Iterator[Breach]:
    """Add a field to lib.settings.Settings and hand the value on."""
    if module.path != "lib/settings.py":
        for line, name in module.imports():
            if name in {"os.environ", "os.getenv"}:
                yield line, f"{name} outside lib/settings.py"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and f"{_word(node.value)}.{node.attr}" in {
                "os.environ", "os.getenv", "st.secrets", "streamlit.secrets",
            }:
                yield node.lineno, f"{_word(node.value)}.{node.attr} outside lib/settings.py"


def caches_live_in_one_module(module: Module) -> Iterator[Breach]:
    """Put the cached call into lib/ui/cached.py, keyed by the selection and the release."""
    if module.path != "lib/ui/cached.py":
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and _names_a_cache(node):
                yield node.lineno, f"st.{node.attr} outside lib/ui/cached.py"
        for line, name in module.imports():
            if name.startswith("streamlit.cache_"):
                yield line, f"{name} outside lib/ui/cached.py"


def caches_are_bounded_and_keyed_by_meaning(module: Module) -> Iterator[Breach]:
    """Give the cache max_entries, and make every argument part of the key; only code (a Callable) may begin with _."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            call = mark.func if isinstance(mark, ast.Call) else mark
            if not (isinstance(call, ast.Attribute) and _names_a_cache(call)):
                continue
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            names = [argument.arg for argument in arguments]
            keywords = {keyword.arg for keyword in mark.keywords} if isinstance(mark, ast.Call) else set()
            if names and "max_entries" not in keywords:
                yield node.lineno, f"the cache of {node.name} has no bound"
            hidden = [argument.arg for argument in arguments if argument.arg.startswith("_") and not _is_code(argument)]
            yield from ((node.lineno, f"{node.name} hides {name} from the key") for name in hidden)


def _is_code(argument: ast.arg) -> bool:
    kind = argument.annotation
    return isinstance(kind, ast.Subscript) and _word(kind.value) == "Callable"


def _names_a_cache(node: ast.Attribute) -> bool:
    return node.attr.startswith("cache_") and _word(node.value) in {"st", "streamlit"}


def session_state_stays_in_ui(module: Module) -> Iterator[Breach]:
    """Keep the state of a view in the URL through lib/ui/filters.py."""
    if module.room != "ui":
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr == "session_state":
                yield node.lineno, "session_state outside lib/ui"


def pages_lie_one_level_down(module: Module) -> Iterator[Breach]:
    """Move it to pages/<group>/: Streamlit runs a script lying directly in pages/ without app.py."""
    if module.parts[0] == "pages" and len(module.parts) != 3:
        yield 1, "a page must lie exactly one level below pages/"


def pages_are_tables_of_contents(module: Module) -> Iterator[Breach]:
    """Title, filters, one cached call, show: move the rest to lib/ui (drawing) or lib/views (composing)."""
    if module.room != "pages":
        return
    if module.lines > 80:
        yield 81, f"{module.lines} lines, at most 80"
    question = ast.get_docstring(module.tree)
    if not question or "\n" in question:
        yield 1, "a page begins with a docstring of one line, the user's question"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield node.lineno, "a definition in a page"
    for line, name in module.imports_from("pandas", "numpy", "geopandas", "plotly", "folium"):
        yield line, f"{name} in a page"


def the_entry_is_short(module: Module) -> Iterator[Breach]:
    """Move what app.py does to lib/ui/navigation.py."""
    if module.path == "app.py" and module.lines > 25:
        yield 26, f"{module.lines} lines, at most 25"


def modules_have_one_responsibility(module: Module) -> Iterator[Breach]:
    """Split it in two modules whose one-line docstrings do not say 'and'."""
    if module.parts[0] == "lib" and module.lines > 400:
        yield 401, f"{module.lines} lines, at most 400"


def names_say_what_is_inside(module: Module) -> Iterator[Breach]:
    """Name the module after what it is about."""
    empty = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
    for part in module.parts:
        if part.removesuffix(".py") in empty:
            yield 1, f"{part} says nothing"


def public_functions_are_described(module: Module) -> Iterator[Breach]:
    """Write a docstring: grain, columns with units, what NA means, errors."""
    if module.room in {"metrics", "views", "store", "importers"} and "migrations" not in module.parts:
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield node.lineno, f"{node.name} has no docstring"


def charts_are_built_from_graph_objects(module: Module) -> Iterator[Breach]:
    """Use plotly.graph_objects: an express chart costs the server several times as much."""
    yield from ((line, f"{name} is imported") for line, name in module.imports_from("plotly.express"))


def html_never_comes_from_data(module: Module) -> Iterator[Breach]:
    """Use st.html with escaped values, or a widget of Streamlit's."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield node.value.lineno, "unsafe_allow_html"


FOREIGN = re.compile(
    r"(https?:)?//[\w.{}-]*(\bcdn|unpkg|jsdelivr|cdnjs|googleapis|gstatic|tile\.|\btiles?\b|openstreetmap\.org/\{|bootstrap)",
    re.IGNORECASE,
)
"""Addresses that serve scripts, styles, fonts or tiles; links a person may click are not among them."""


def nothing_is_loaded_from_elsewhere(module: Module) -> Iterator[Breach]:
    """Serve the asset from an installed package; a background map is switched on by DASHBOARD_TILES only."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and FOREIGN.search(node.value):
            yield node.lineno, f"foreign asset {node.value[:60]!r}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"folium.Map", "Map"}:
            tiles = [keyword.value for keyword in node.keywords if keyword.arg == "tiles"]
            if not (tiles and isinstance(tiles[0], ast.Constant) and tiles[0].value is None):
                yield node.lineno, "a map without tiles=None loads tiles from elsewhere"


def errors_are_caught_by_name(module: Module) -> Iterator[Breach]:
    """Catch the one error you can answer, and answer it; lib/ui/page.py shows the others."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(kind is None or _word(kind) in {"Exception", "BaseException"} for kind in kinds):
            yield node.lineno, "a blind except"


CLOCKS = frozenset({"today", "now", "utcnow", "localtime", "time_ns"})


def only_settings_read_the_clock(module: Module) -> Iterator[Breach]:
    """Take the day from the selection, or the time as an argument; lib.settings.now() is called at the edge only."""
    if module.path == "lib/settings.py":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, asked = _word(node.func.value), node.func.attr
            if (asked in CLOCKS and owner in {"date", "datetime", "Timestamp", "dt", "time"}) or (owner, asked) == (
                "time", "time",
            ):
                yield node.lineno, f"{owner}.{asked}() reads the clock"
    if module.room not in {"ui", "commands"}:
        yield from ((line, f"{name} is imported") for line, name in module.imports_from("lib.settings.now"))


def _word(node: ast.AST | None) -> str:
    """The last word of a dotted name: `datetime` of `datetime.datetime`, empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
