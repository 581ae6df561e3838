"""What several suites share: a PostgreSQL server for the session, and a database of its own for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from brigade_io.migrate import migrate
from local.postgres import Postgres

_numbers = count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL, of this session alone."""
    with Postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_url(postgres_url: str) -> str:
    """A database with the schema of this release, which the tests' own databases are copied from."""
    url = _database(postgres_url, "migrated")
    with psycopg.connect(postgres_url, autocommit=True) as db:
        db.execute("create database migrated")
    with psycopg.connect(url, autocommit=True) as db:
        migrate(db)
    return url


@pytest.fixture
def database_url(postgres_url: str, migrated_url: str) -> Iterator[str]:
    """A database of the test's own, with the schema and no rows."""
    with database_of_its_own(postgres_url, urlsplit(migrated_url).path.strip("/")) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(postgres_url: str, migrated_url: str) -> Iterator[str]:
    """A database for all tests of a module, which have to leave it as they found it."""
    with database_of_its_own(postgres_url, urlsplit(migrated_url).path.strip("/")) as url:
        yield url


@pytest.fixture
def db(database_url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection in autocommit, as the functions have it."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@contextmanager
def database_of_its_own(server: str, template: str = "template1") -> Iterator[str]:
    """By default one without a schema."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'create database {name} template "{template}"'.encode())
        yield _database(server, name)
        admin.execute(f"drop database {name} with (force)".encode())


def _database(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
