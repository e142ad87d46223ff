"""The shipped data as the command line prints them."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from lib.__main__ import main

CODES = ("type_code", "id", "service_id", "municipality_code", "code", "area_code", "orp_code")
"""Columns whose digits are no numbers."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose database holds the shipped package, for one module alone."""
    folder = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_VAR", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        yield folder


@pytest.fixture
def printed(shipped: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., pd.DataFrame]:
    """What the command line prints for a table, read as a program would."""

    def table(name: str, *options: str) -> pd.DataFrame:
        assert main(["table", name, *options]) == 0
        return pd.read_csv(StringIO(capsys.readouterr().out), dtype=dict.fromkeys(CODES, "str"))

    return table
