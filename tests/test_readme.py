"""The README's promises can be carried out: its commands, its files, its pictures."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/streamlit run app.py"
TEST = "bash tests/run"
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PICTURES = (".png", ".jpg", ".svg")


def commands(text: str) -> list[str]:
    """The command lines of the fenced bash blocks, without comments and empty lines."""
    blocks = re.findall(r"^```bash\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def linked(text: str, *, pictures: bool = False) -> list[str]:
    """Targets of the links that lie in the project; only those shown as pictures if asked."""
    found = [(mark, target) for mark, target in LINK.findall(text) if "://" not in target]
    return [target for mark, target in found if mark == "!" or not pictures]


def absent(text: str, folder: Path) -> list[str]:
    """Linked files that do not exist."""
    return [target for target in linked(text) if not (folder / target).exists()]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_one_line_starts_the_dashboard_and_one_line_tests_it() -> None:
    listed = commands(readme())
    assert RUN in listed
    assert TEST in listed


def test_the_files_that_the_commands_name_exist() -> None:
    words = shlex.split(f"{RUN} {TEST}")
    named = [word for word in words if not word.startswith(".venv/") and ("/" in word or "." in word.lstrip("."))]
    assert named == ["requirements.txt", "app.py", "tests/run"]
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in steps if line.startswith("exec ")] == [f'exec {TEST} "$@"']
    assert steps[-1].startswith("exec ")


def test_every_picture_of_the_readme_exists_and_every_screenshot_is_shown() -> None:
    shown = linked(readme(), pictures=True)
    kept = sorted(
        file.relative_to(ROOT).as_posix() for file in (ROOT / "docs").rglob("*") if file.suffix.lower() in PICTURES
    )
    assert kept != []
    assert sorted(set(shown)) == kept


@pytest.mark.parametrize("page", ["README.md", *sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))])
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    file = ROOT / page
    assert absent(file.read_text(encoding="utf-8"), file.parent) == []


def test_a_missing_command_picture_or_link_would_be_noticed(tmp_path: Path) -> None:
    text = "Run\n```bash\n# comment\nbash tests/run\n```\n![Map](docs/map.png) [Method](docs/method.md#gap) [Web](https://a.example)"
    assert commands(text) == ["bash tests/run"]
    assert commands("bash tests/run") == []
    assert linked(text) == ["docs/map.png", "docs/method.md"]
    assert linked(text, pictures=True) == ["docs/map.png"]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "map.png").touch()
    assert absent(text, tmp_path) == ["docs/method.md"]


def test_every_installed_version_is_pinned() -> None:
    pinned = re.compile(r"[A-Za-z0-9][\w.-]*(\[[\w,]+\])?==[\w.]+( ; [^#]+)?\s*(#.*)?")
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert [line for line in lines if not pinned.fullmatch(line)] == ["-r requirements.txt"]
