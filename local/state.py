"""The state file of the running system, by which other commands find it; it holds a key, so only its owner reads it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from local.paths import STATE
from local.postgres import started_at
from local.private_file import write_private

FILE = STATE / "run.json"


@dataclass(frozen=True)
class Run:
    """`started` tells this process from a later one with the same number."""

    pid: int
    started: str
    url: str
    signing_key: str
    logs: str
    owner: str = ""
    emulator: str = ""
    secret: str = ""
    simulator: str = ""
    database: str = ""

    @property
    def is_alive(self) -> bool:
        return bool(self.started) and started_at(self.pid) == self.started


def running(file: Path = FILE) -> Run | None:
    """The system that runs now; what a killed one left is removed."""
    try:
        run = Run(**json.loads(file.read_text()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        file.unlink(missing_ok=True)
        return None
    if run.is_alive:
        return run
    file.unlink(missing_ok=True)
    return None


def announce(run: Run, file: Path = FILE) -> bool:
    """Write the state file, unless another living system has; whether it was written."""
    if running(file):
        return False
    write_private(file, asdict(run))
    return True


def withdraw(pid: int, file: Path = FILE) -> None:
    """Remove the state file if it is this process's."""
    found = running(file)
    if found and found.pid == pid:
        file.unlink(missing_ok=True)
