"""Schema migrations: numbered SQL files, each run once, in order, forward only, one runner at a time."""

import hashlib
from importlib.resources import files
from typing import Any

from psycopg import Connection

LEDGER = """
create table if not exists schema_migrations (
  name text primary key, sha256 text not null, applied_at timestamptz not null default now())
"""


def migrate(db: Connection[Any]) -> list[str]:
    """Apply what has not been applied yet; gives the names. Raises RuntimeError where an applied file was changed."""
    with db.transaction():
        db.execute("select pg_advisory_xact_lock(hashtextextended('schema_migrations', 0))")
        db.execute(LEDGER)
        applied = dict(db.execute("select name, sha256 from schema_migrations").fetchall())
        return [name for name, sql in migrations() if _apply(db, name, sql, applied)]


def migrations() -> list[tuple[str, str]]:
    """Name and SQL of every migration, oldest first."""
    folder = files("brigade_io") / "migrations"
    return sorted((file.name, file.read_text()) for file in folder.iterdir() if file.name.endswith(".sql"))


def _apply(db: Connection[Any], name: str, sql: str, applied: dict[str, str]) -> bool:
    digest = hashlib.sha256(sql.encode()).hexdigest()
    if name in applied:
        if applied[name] != digest:
            raise RuntimeError(f"migration {name} was changed after it had been applied")
        return False
    db.execute(sql.encode())
    db.execute("insert into schema_migrations (name, sha256) values (%s, %s)", [name, digest])
    return True
