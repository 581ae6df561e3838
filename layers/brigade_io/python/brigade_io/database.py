"""PostgreSQL: one connection in a process, opened when first used, replaced when it broke."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import Connection
from psycopg.conninfo import make_conninfo

from brigade.errors import DatabaseUnavailable
from brigade_io.aws import client
from brigade_io.settings import settings

PASSING = (psycopg.OperationalError, psycopg.InterfaceError)
_kept: list[Connection[Any]] = []


@contextmanager
def database() -> Iterator[Connection[Any]]:
    """A connection in autocommit, READ COMMITTED; the caller opens transactions on it.

    Raises DatabaseUnavailable where PostgreSQL cannot be reached, or ended what was under way.
    """
    try:
        yield _connection()
    except PASSING as error:
        _discard()
        raise DatabaseUnavailable(f"PostgreSQL: {str(error).strip() or type(error).__name__}") from error


def _connection() -> Connection[Any]:
    if _kept and _kept[0].closed:
        _discard()
    if not _kept:
        url = make_conninfo(settings().database_url, connect_timeout=20, **_password())
        _kept.append(psycopg.connect(url, autocommit=True))
    return _kept[0]


def _discard() -> None:
    while _kept:
        _kept.pop().close()


def _password() -> dict[str, str]:
    """The password where the environment signs in by IAM: a token that RDS accepts for 15 minutes."""
    if settings().database_auth == "password":
        return {}
    url = urlsplit(settings().database_url)
    token: str = client("rds").generate_db_auth_token(url.hostname, url.port or 5432, url.username)
    return {"password": token}
