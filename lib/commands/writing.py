"""Files written whole or not at all."""

from pathlib import Path

from lib.errors import DashboardError


def write_file(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: who reads it meanwhile never sees a half."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise unwritten(path, error) from error


def unwritten(path: Path, error: OSError) -> DashboardError:
    return DashboardError("cannot-write", "The file {path} cannot be written: {reason}.", path=path.name,
                          reason=error.strerror or type(error).__name__)
