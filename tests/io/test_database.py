"""The connection to PostgreSQL: it is looked at before it is used, never waits for ever, and work may be repeated."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import Connection

from brigade.errors import DatabaseUnavailable, NotFound
from brigade_io import clock
from brigade_io.database import LONG, database, in_transaction
from tests.functions.doorway import ENVIRONMENT
from tests.functions.warmth import forget
from tests.gate import Gate

SAVE = "insert into notes values ('once') on conflict do nothing"


@pytest.fixture
def gate(database_url: str, db: Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """What leads to PostgreSQL; a statement takes a second at most, and waits as long for a lock."""
    parts = urlsplit(database_url)
    assert parts.port
    gate = Gate(parts.port)
    told = {"DATABASE_URL": database_url.replace(f":{parts.port}/", f":{gate.port}/"), "DATABASE_WAIT": "3",
            "DATABASE_STATEMENT": "2", "DATABASE_LOCK": "1"}  # fmt: skip
    for name, value in {**ENVIRONMENT, **told}.items():
        monkeypatch.setenv(name, value)
    forget()
    db.execute("create table notes (note text primary key)")
    yield gate
    forget()
    gate.close()


def pid() -> int:
    with database() as ours:
        return ours.info.backend_pid


def last_words(db: Connection[Any], of: int) -> str:
    row = db.execute("select query from pg_stat_activity where pid = %s", [of]).fetchone()
    assert row
    return str(row[0])


def notes(db: Connection[Any]) -> int:
    return len(db.execute("select from notes").fetchall())


# --- Before it is used ---------------------------------------------------------------------------


def test_a_connection_serves_again_and_again(gate: Gate) -> None:
    assert pid() == pid()


@pytest.mark.parametrize("end", ["terminated by the server", "broken off on the way"])
def test_a_connection_that_ended_while_nobody_used_it_is_replaced(gate: Gate, db: Connection[Any], end: str) -> None:
    before = pid()
    if end == "terminated by the server":
        db.execute("select pg_terminate_backend(%s, 2000)", [before])
    else:
        gate.shut(0)
    assert pid() != before


def test_a_connection_that_was_idle_for_long_is_asked_whether_it_lives(
    gate: Gate, db: Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with database() as ours:
        ours.execute("select 7")
    before = pid()
    assert last_words(db, before) == "select 7"
    later = clock.epoch() + LONG + 1
    monkeypatch.setattr(clock, "epoch", lambda: later)
    assert pid() == before
    assert last_words(db, before) == "select"


def test_an_error_of_the_callers_leaves_the_connection_as_it_is(gate: Gate) -> None:
    before = pid()
    with pytest.raises(NotFound), database():
        raise NotFound("no such thing")
    assert pid() == before


# --- How long it waits ---------------------------------------------------------------------------


def test_a_locked_table_is_not_waited_for_longer_than_the_settings_say(
    gate: Gate, database_url: str, db: Connection[Any]
) -> None:
    with psycopg.connect(database_url) as other:
        other.execute("lock table notes")
        began = clock.epoch()
        with pytest.raises(DatabaseUnavailable, match="lock timeout"), database() as ours:
            ours.execute("select from notes")
        assert clock.epoch() - began < 2
    assert pid()


def test_a_statement_that_takes_too_long_is_ended(gate: Gate) -> None:
    with pytest.raises(DatabaseUnavailable, match="statement timeout"), database() as ours:
        ours.execute("select pg_sleep(10)")


def test_a_server_that_does_not_answer_is_not_waited_for_for_ever(gate: Gate) -> None:
    gate.shut(20)
    with pytest.raises(DatabaseUnavailable), database():
        pass


def test_a_transaction_that_nobody_goes_on_with_is_ended_by_the_server(gate: Gate) -> None:
    with database() as ours:
        limit = ours.execute("show idle_in_transaction_session_timeout").fetchone()
    assert limit == ("1min",)


@pytest.mark.parametrize("told", ["set default_transaction_read_only = on", "set transaction_timeout = 1"])
def test_what_another_connection_may_do_is_tried_on_another(gate: Gate, told: str) -> None:
    """After a failover the old writer only reads."""
    before = pid()
    with database() as ours:
        ours.execute(told.encode())

    def work(ours: Connection[Any]) -> None:
        ours.execute("select pg_sleep(0.1)")
        ours.execute(SAVE)

    with pytest.raises(DatabaseUnavailable), database() as ours, ours.transaction():
        work(ours)
    assert pid() != before


# --- Once more -----------------------------------------------------------------------------------


def saving(tries: list[int]) -> Callable[[Connection[Any]], str]:
    def work(ours: Connection[Any]) -> str:
        tries.append(ours.info.backend_pid)
        ours.execute(SAVE)
        return "saved"

    return work


@pytest.mark.parametrize("heard", [False, True])
@pytest.mark.parametrize("words", [b"insert into notes", b"COMMIT"])
def test_work_whose_connection_broke_is_done_again_at_once(
    gate: Gate, db: Connection[Any], words: bytes, heard: bool
) -> None:
    tries: list[int] = []
    gate.shut_at(words, heard=heard)
    assert in_transaction(saving(tries)) == "saved"
    assert (len(set(tries)), notes(db), gate.trips) == (2, 1, 1)


def test_work_is_done_again_only_once(gate: Gate, db: Connection[Any]) -> None:
    tries: list[int] = []
    gate.shut_at(b"insert", seconds=20)
    with pytest.raises(DatabaseUnavailable):
        in_transaction(saving(tries))
    assert (len(tries), notes(db)) == (1, 0)


def test_work_that_waited_for_a_lock_is_left_to_the_machine(gate: Gate, database_url: str, db: Connection[Any]) -> None:
    tries: list[int] = []
    with psycopg.connect(database_url) as other:
        other.execute("lock table notes")
        with pytest.raises(DatabaseUnavailable):
            in_transaction(saving(tries))
    assert len(tries) == 1


def test_work_that_fails_leaves_nothing_half_done(gate: Gate, db: Connection[Any]) -> None:
    def work(ours: Connection[Any]) -> None:
        ours.execute(SAVE)
        raise NotFound("the second half")

    with pytest.raises(NotFound):
        in_transaction(work)
    assert notes(db) == 0
