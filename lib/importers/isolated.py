"""What nobody vouches for is read in a process of its own, which may be lost; as a program, this is that process.

A PDF or a picture is a program for its reader: it can ask for any amount of memory and time, and break a reader in
ways nobody has listed. `answer` runs one of our reading programs with limits; nothing of ours is imported there.
"""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 120


def answer(program: Path, content: bytes, *arguments: str, seconds: float) -> Any | None:
    """What a reading program says of the content, None when it broke, ran out of memory or took too long.

    Parameters
    ----------
    program : the file of a module that, run as a program, reads the content from its standard input and writes JSON to
        its output.
    """
    command = [sys.executable, "-I", str(Path(__file__)), str(program), *arguments]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout) if done.returncode == 0 else None


def _limit() -> None:
    """Bound memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the caller holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


if __name__ == "__main__":
    _limit()
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
