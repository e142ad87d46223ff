"""The whole application on PostgreSQL: what it prints there is what it prints on SQLite, character by character."""

import csv
import io
from pathlib import Path

import pytest

from lib.__main__ import main

pytestmark = pytest.mark.postgres

COMMANDS = [
    ("coverage",), ("coverage", "--k", "2012-06-30"), ("plan_change", "--k", "2011-06-30", "--srovnani", "2012-06-30"),
    ("gap", "--norma", "median_orp", "--kapacita", "vse"), ("progress",), ("activity",), ("service_capacity",),
]


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'dashboard.sqlite'}"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["table", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_postgresql_and_sqlite_print_the_same_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgres_url: str, sqlite_url: str,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    on_sqlite = printed(capsys, *arguments)
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    assert printed(capsys, *arguments) == on_sqlite


def test_postgresql_has_the_plans_of_the_evaluation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgres_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "coverage", "--k", "2012-06-30"))))
    assert [row["plans"] for row in rows if row["orp_code"] == "kraj"] == ["20"]
    assert list(tmp_path.iterdir()) == []
