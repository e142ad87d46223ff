"""The dashboard as its users run it: `streamlit run app.py` in a process of its own, with a database of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT_S = 60.0
STOP_LIMIT_S = 10.0
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK = re.compile(r"Traceback \(most recent call last\)|Uncaught app exception|\bERROR\b")


class ServerFailed(AssertionError):
    """The server did not start, or wrote a traceback into its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class AppServer:
    """A running server; use it as a context manager.

    Parameters
    ----------
    folder : an empty folder for the SQLite file, uploaded files and the log.
    entry : the script to serve, relative to the project root (or absolute).
    root : the working folder, whose `.streamlit/config.toml` holds.
    environment : variables on top of the current ones. `DATABASE_URL` is not inherited: a test that wants PostgreSQL
        names its own database here.
    """

    def __init__(
        self,
        folder: Path,
        *,
        entry: str | Path = "app.py",
        root: Path = ROOT,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.seconds_to_health = 0.0
        self._root = root
        self._entry = str(entry)
        self._log = folder / "server.log"
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self._environment = {**inherited, "DASHBOARD_VAR": str(folder), "PYTHONUNBUFFERED": "1", **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ServerFailed("The server has not been started.")
        return self._process.pid

    @property
    def log(self) -> str:
        """Everything the server has written so far, without the colours Streamlit puts into tracebacks."""
        written = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
        return COLOUR.sub("", written)

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "streamlit", "run", self._entry]
        command += ["--server.port", str(self.port), "--server.headless", "true", "--server.address", "127.0.0.1"]
        started = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=self._root, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        while not self._healthy():
            if self._process.poll() is not None or time.perf_counter() - started > START_LIMIT_S:
                self.stop()
                raise ServerFailed(f"No answer from {' '.join(command)}. Its log:\n{self.log}")
            time.sleep(0.02)
        self.seconds_to_health = time.perf_counter() - started
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process and wait for it."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def assert_clean_log(self, expected: str = "") -> None:
        """Fail when the application raised while it was served, whatever the screen showed.

        `expected` begins an entry that is as it should be: a traceback right under it is the library telling why.
        """
        told = self.log
        if expected:
            told = re.sub(rf"{re.escape(expected)}\n\s*Traceback \(most recent call last\)", expected, told)
        if TRACEBACK.search(told):
            raise ServerFailed(f"The server logged an error:\n{self.log[-8000:]}")

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:  # our own server on the loopback address
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False
