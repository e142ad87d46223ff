"""A real PostgreSQL server of our own: in a temporary folder, on a free local port, gone when the tests end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.needs import missing

DEBIAN = Path("/usr/lib/postgresql")
REMEDY = "Install it (Debian, Ubuntu: apt-get install postgresql), then run the tests again."


def server_programs() -> Path:
    """The folder of initdb and pg_ctl, the newest version installed."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return missing("PostgreSQL", REMEDY)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: where the tests do, it runs as the user of the package, or as nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return missing("A user to run PostgreSQL", "Run the tests as an ordinary user.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a fresh server's database `postgres`; its superuser is `postgres`, without a password."""
    programs = server_programs()
    owner = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has a limit of 107 characters
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    data, log, port = folder / "data", folder / "log", _free_port()

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run([str(programs / program), *arguments], cwd=folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False, **owner)
        if done.returncode:
            said = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{program} failed: {done.stderr}\n{said}")

    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40"
    try:
        run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
