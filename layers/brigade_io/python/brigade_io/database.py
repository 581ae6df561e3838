"""PostgreSQL: one connection in a process, opened when first used, looked at before it is used again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from select import POLLIN, poll
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

import psycopg
from psycopg import Connection, errors
from psycopg.conninfo import make_conninfo

from brigade.errors import DatabaseUnavailable
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.settings import settings

PASSING = (
    psycopg.OperationalError, psycopg.InterfaceError, errors.ReadOnlySqlTransaction,  # the old writer, after a failover
    errors.IdleInTransactionSessionTimeout, errors.TransactionTimeout,
)  # fmt: skip
LONG = 60.0  # seconds without use, after which a connection is asked whether it lives: networks forget such
UNANSWERED = 5  # seconds until a connection counts as dead whose server does not even acknowledge
ABANDONED = 60  # seconds until the server ends a transaction that nobody goes on with, and frees its locks
QUIET = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}

Gives = TypeVar("Gives")
Db: TypeAlias = Connection[Any]


@dataclass
class Kept:
    """The process's connection, and when it was last used (the time of day: a frozen process has no other)."""

    connection: Connection[Any]
    used_at: float


_kept: list[Kept] = []


@contextmanager
def database() -> Iterator[Connection[Any]]:
    """A connection that lives, in autocommit, READ COMMITTED; the caller opens transactions on it.

    Raises DatabaseUnavailable where PostgreSQL cannot be reached, ended what was under way, or let it wait too long.
    """
    with _translated():
        yield _connection()
        _use()


def in_transaction(work: Callable[[Connection[Any]], Gives]) -> Gives:
    """What `work` gives in a transaction of its own, in a second one where the connection broke under the first.

    The first may have been committed, only its answer lost: `work` is to be what repeats without a change.
    Raises DatabaseUnavailable.
    """
    with _translated():
        try:
            return _transacted(work)
        except PASSING:
            if not (_kept and _kept[0].connection.closed):  # it was never opened, or it lives and waited for too long
                raise
        return _transacted(work)


def _transacted(work: Callable[[Connection[Any]], Gives]) -> Gives:
    db = _connection()
    with db.transaction():
        result = work(db)
    _use()
    return result


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PASSING as error:
        _discard()
        raise DatabaseUnavailable(f"PostgreSQL: {str(error).strip() or type(error).__name__}") from error


def _connection() -> Connection[Any]:
    if _kept and not _lives(_kept[0]):
        _discard()
    if not _kept:
        _kept.append(Kept(_opened(), clock.epoch()))
    return _kept[0].connection


def _lives(kept: Kept) -> bool:
    db = kept.connection
    if db.closed:
        return False
    if abs(clock.epoch() - kept.used_at) < LONG and _is_silent(db):
        return True
    try:
        db.execute("select")
    except PASSING:
        return False
    return True


def _is_silent(db: Connection[Any]) -> bool:
    """Whether the server said nothing unasked: a server that ends a connection says so, or at least hangs up."""
    heard = poll()
    heard.register(db.fileno(), POLLIN)
    return not heard.poll(0)


def _use() -> None:
    for kept in _kept:
        kept.used_at = clock.epoch()


def _discard() -> None:
    while _kept:
        _kept.pop().connection.close()


def _opened() -> Connection[Any]:
    limits = {
        "statement_timeout": settings().database_statement, "lock_timeout": settings().database_lock,
        "idle_in_transaction_session_timeout": ABANDONED,
    }  # fmt: skip
    url = make_conninfo(
        settings().database_url, connect_timeout=settings().database_wait, tcp_user_timeout=UNANSWERED * 1000, **QUIET,
        options=" ".join(f"-c {name}={seconds}s" for name, seconds in limits.items()), **_password(),
    )  # fmt: skip
    return psycopg.connect(url, autocommit=True)


def _password() -> dict[str, str]:
    """The password where the environment signs in by IAM: a token that RDS accepts for 15 minutes."""
    if settings().database_auth == "password":
        return {}
    url = urlsplit(settings().database_url)
    token: str = client("rds").generate_db_auth_token(url.hostname, url.port or 5432, url.username)
    return {"password": token}
