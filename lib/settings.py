"""What the installation decides: where files lie, which database is used, and the clock.

The only reader of the environment.
"""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds app.py."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation.

    `package_root` is the embedded data package, `database_url` a SQLAlchemy address (SQLite by default, PostgreSQL
    when `DATABASE_URL` says so), `map_tiles` the address pattern of an optional background map, empty when there is
    none (the default: the app needs no internet).
    """

    package_root: Path
    database_url: str
    map_tiles: str = ""


def read_settings() -> Settings:
    """The settings of this process, from DATABASE_URL, DASHBOARD_VAR, DASHBOARD_DATA and DASHBOARD_TILES."""
    var = Path(os.environ.get("DASHBOARD_VAR") or ROOT / "var")
    url = os.environ.get("DATABASE_URL")
    if not url:
        var.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{var / 'dashboard.sqlite'}"
    return Settings(
        package_root=Path(os.environ.get("DASHBOARD_DATA") or ROOT / "data"),
        database_url=url,
        map_tiles=os.environ.get("DASHBOARD_TILES", ""),
    )


def today() -> date:
    """Today where the region lies."""
    return datetime.now(ZoneInfo(os.environ.get("DASHBOARD_TIMEZONE") or "Europe/Prague")).date()


def now() -> datetime:
    """The time of publishing a release. Nothing that computes a figure may ask for it."""
    return datetime.now(UTC).replace(microsecond=0)
