"""What a test does when a program it needs is absent: never pass silently."""

import os
import shutil
from typing import NoReturn

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(what: str, remedy: str) -> NoReturn:
    """Fail where everything must run (CI=true), skip with instructions on a person's own machine."""
    message = f"{what} is missing. {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def chromium_path() -> str:
    """The installed Chromium. No browser is ever downloaded."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    missing("Chromium", "Install it (Debian, Ubuntu: apt-get install chromium), then run `bash tests/run` again.")


def office_path() -> str:
    """The installed LibreOffice, which opens the files of a meeting pack as a stranger would."""
    if path := shutil.which("soffice") or shutil.which("libreoffice"):
        return path
    missing("LibreOffice", "Install it (Debian, Ubuntu: apt-get install libreoffice-impress-nogui "
            "libreoffice-writer-nogui libreoffice-calc-nogui), then run `bash tests/run` again.")
