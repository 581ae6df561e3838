"""The sign-ins that are kept on this machine, by the system's address, in a file that only its owner reads."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from local.paths import STATE
from local.private_file import write_private

FILE = STATE / "sign-ins.json"


@dataclass(frozen=True)
class SignIn:
    email: str
    access_token: str
    refresh_token: str


def kept() -> dict[str, SignIn]:
    """All of them; a file that cannot be read holds none."""
    try:
        return {url: SignIn(**each) for url, each in json.loads(FILE.read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep(url: str, sign_in: SignIn) -> None:
    _write({**kept(), url: sign_in})


def forget(url: str) -> None:
    _write({known: each for known, each in kept().items() if known != url})


@contextmanager
def locked() -> Iterator[None]:
    """One command at a time: a refresh token that is used twice ends the session."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(sign_ins: dict[str, SignIn]) -> None:
    write_private(FILE, {url: asdict(each) for url, each in sign_ins.items()})
