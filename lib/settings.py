"""What the installation decides: where files lie, which database is used, and the clock.

The only reader of the environment.
"""

import getpass
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lib.errors import BadSettings, Issue

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds app.py."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation.

    `package_root` is the embedded data package, `database_url` a SQLAlchemy address (SQLite by default, PostgreSQL
    when `DATABASE_URL` says so), `map_tiles` the address pattern of an optional background map, empty when there is
    none (the default: the app needs no internet). `pack_template` is a region's template of slides, None for ours.
    """

    package_root: Path
    database_url: str
    map_tiles: str = ""
    pack_template: Path | None = None


def read_settings() -> Settings:
    """The settings of this process, from DATABASE_URL and DASHBOARD_VAR, _DATA, _TILES and _TEMPLATE."""
    var = Path(os.environ.get("DASHBOARD_VAR") or ROOT / "var")
    url = os.environ.get("DATABASE_URL")
    if not url:
        var.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{var / 'dashboard.sqlite'}"
    template = os.environ.get("DASHBOARD_TEMPLATE")
    return Settings(
        package_root=Path(os.environ.get("DASHBOARD_DATA") or ROOT / "data"),
        database_url=url,
        map_tiles=os.environ.get("DASHBOARD_TILES", ""),
        pack_template=Path(template) if template else None,
    )


def read_pack_template() -> bytes | None:
    """The file named by DASHBOARD_TEMPLATE, None when none is named; `lib.exports.pptx_template` checks what is in it.

    Raises
    ------
    BadSettings : the file cannot be read.
    """
    path = read_settings().pack_template
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unread(path, error, "DASHBOARD_TEMPLATE") from error


@dataclass(frozen=True, slots=True)
class AccessFile:
    """The file of rules who may do what, as it was read; `name` is the file's name without its folder."""

    name: str
    document: Mapping[str, object]


def read_access() -> AccessFile | None:
    """The file named by DASHBOARD_ACCESS, None when none is named.

    It is read anew each time, so that a right taken away is gone at once. What it says is checked by
    `lib.model.accounts.read_rules`.

    Raises
    ------
    BadSettings : the file is not there or is no TOML.
    """
    named = os.environ.get("DASHBOARD_ACCESS")
    if not named:
        return None
    path = Path(named)
    try:
        return AccessFile(path.name, tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise _unread(path, error, "DASHBOARD_ACCESS") from error
    except ValueError as error:
        raise BadSettings([Issue(path.name, 0, "", str(error)[:120], "the file is no TOML in UTF-8",
                                 "Mend the place named in the message")]) from error


def _unread(path: Path, error: OSError, variable: str) -> BadSettings:
    return BadSettings([Issue(path.name, 0, "", error.strerror or "", "the file cannot be read",
                              "Check the path in {variable} and the rights to the file",
                              values={"variable": variable})])


def local_editing() -> bool:
    """Whether a single user of this machine wants to edit without signing in (DASHBOARD_LOCAL_EDITING=1)."""
    return os.environ.get("DASHBOARD_LOCAL_EDITING") == "1"


def operating_user() -> str:
    """The name of the operating system's user who runs the command; empty when the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container that runs under a number without a name
        return ""


def today() -> date:
    """Today where the region lies."""
    return now().date()


def now() -> datetime:
    """The time of publishing a release, with the zone of the region. Nothing that computes a figure may ask for it."""
    zone = ZoneInfo(os.environ.get("DASHBOARD_TIMEZONE") or "Europe/Prague")
    return datetime.now(zone).replace(microsecond=0)
