"""PostgreSQL of one's own: nothing shared while it runs, nothing left when it has ended."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from local import postgres
from local.postgres import Postgres, PostgresFailed, reap, running_server
from tests.local.cloud import ROOT, process_is_gone

OWNER = "import time; from local.postgres import Postgres; print(Postgres().start(), flush=True); time.sleep(60)"


def data_of(name: str) -> Path:
    return postgres.default_base() / ".pg0" / "instances" / name / "data"


def test_it_is_postgresql_18_with_pgvector_until_it_is_stopped() -> None:
    server = Postgres()
    with server as url, psycopg.connect(url) as db:
        assert db.info.server_version >= 180_000
        db.execute("create extension vector")
        assert db.execute("select '[3,4]'::vector <-> '[0,0]'").fetchone() == (5.0,)
        process = running_server(data_of(server.name))
    assert process
    assert process_is_gone(process)
    assert not data_of(server.name).exists()


def test_its_password_is_its_own_and_stands_in_no_file() -> None:
    server = Postgres()
    with server as url:
        address = urlsplit(url)
        assert len(address.password or "") == 64
        told = (data_of(server.name).parent / "instance.json").read_text()
        assert address.password not in told
        for known in ("postgres", json.loads(told)["password"]):
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(urlunsplit(address._replace(netloc=address.netloc.replace(address.password, known))))


def test_nobody_else_can_look_into_its_directory() -> None:
    with Postgres():
        assert stat.S_IMODE(postgres.default_base().stat().st_mode) == 0o700


def test_a_link_where_its_directory_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(0o755)
    (tmp_path / "base").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PostgresFailed, match="somebody else has made it"):
        Postgres(tmp_path / "base").start()
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o755
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_a_killed_process_leaves_is_reaped_and_what_lives_is_not() -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    url = owner.stdout.readline().strip()
    name = postgres.instance_name(owner.pid)
    process = running_server(data_of(name))
    assert process
    assert name not in reap()
    psycopg.connect(url).close()
    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    assert name in reap()
    assert process_is_gone(process)
    assert not data_of(name).exists()


def test_stopping_what_was_never_started_is_no_error(tmp_path: Path) -> None:
    Postgres(tmp_path).stop()


def test_a_full_disk_is_said_before_anything_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10 << 20))
    with pytest.raises(PostgresFailed, match=r"needs 400 MB in .* and 10 MB are free"):
        Postgres(tmp_path).start()


def test_a_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PostgresFailed, match=f"cannot use {tmp_path}/file"):
        Postgres(tmp_path / "file").start()


def test_a_server_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.parent.chmod(0o755)
    tmp_path.parents[1].chmod(0o755)
    monkeypatch.setitem(postgres.SETTINGS, "max_connections", "none")
    server = Postgres(tmp_path)
    with pytest.raises(PostgresFailed, match="did not start"):
        server.start()
    server.stop()
