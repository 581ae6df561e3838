"""The state file of the running system, by which other commands find it; it holds a key, so only its owner reads it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from local.paths import STATE
from local.postgres import started_at

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
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{run.pid}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(asdict(run), out)
    fresh.rename(file)
    return True


def withdraw(pid: int, file: Path = FILE) -> None:
    """Remove the state file if it is this process's."""
    found = running(file)
    if found and found.pid == pid:
        file.unlink(missing_ok=True)
