"""What must be so before anything is started, each with what to do where it is not."""

import os
import shutil
import socket
import sys
from pathlib import Path

from local.paths import CLOUD_PYTHON, PYTHON, STATE
from local.problem import Problem

OLDEST_PYTHON = (3, 11)
NEEDED_BYTES = 1024**3


def require_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        version, oldest = (".".join(map(str, each)) for each in (sys.version_info[:3], OLDEST_PYTHON))
        raise Problem(f"Python {version} is too old: Brigade needs {oldest} or newer.")


def require_environments() -> None:
    for python in (PYTHON, CLOUD_PYTHON):
        if not os.access(python, os.X_OK):
            raise Problem(f"There is no Python environment at {python.parent.parent}.", hint="Run: make setup")


def free_bytes(folder: Path = STATE) -> int:
    """The free space of the disk that `folder` lies on, or will lie on."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def require_disk(needed: int = NEEDED_BYTES) -> None:
    """`BRIGADE_NEEDED_BYTES` asks for another size, which is also how the message can be tried."""
    needed = int(os.environ.get("BRIGADE_NEEDED_BYTES", needed))
    if (free := free_bytes()) < needed:
        raise Problem(
            f"Too little disk space: {free / 1e9:.1f} GB are free, Brigade needs {needed / 1e9:.1f} GB.",
            hint="Free some space, or keep the checkout on a larger disk.",
        )


def bound_socket(port: int | None) -> socket.socket:
    """A socket on this machine only, on `port` or on a free one. Raises Problem where it cannot be had."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port or 0))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        listener.close()
        hint = "Choose another with --port, or leave it out to get a free one."
        raise Problem(f"Port {port} cannot be used: {error}.", hint=hint) from error
    return listener
