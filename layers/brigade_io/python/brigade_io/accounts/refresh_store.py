"""Families of refresh tokens in PostgreSQL. The caller owns the transaction, which locks the token."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import class_row

from brigade.accounts.opaque import fingerprint, sealed
from brigade.accounts.refresh import FAMILY_LIFETIME, KeptToken, expiry

FORGET_ENDED = "delete from refresh_families where user_id = %s and ends_at <= %s"
BEGIN = "insert into refresh_families (id, user_id, ends_at) values (%s, %s, %s)"
ADD = "insert into refresh_tokens (fingerprint, family_id, expires_at) values (%s, %s, %s)"
FIND = """
select fingerprint, family_id, user_id, ends_at as family_ends_at, revoked_at is not null as revoked, expires_at,
       used_at, successor
from refresh_tokens join refresh_families on id = family_id where fingerprint = %s for update
"""
USE = "update refresh_tokens set used_at = %s, successor = %s where fingerprint = %s"
REVOKE = "update refresh_families set revoked_at = %s where id = %s and revoked_at is null"
REVOKE_ALL = "update refresh_families set revoked_at = %s where user_id = %s and revoked_at is null returning id"


class RefreshStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def begin(self, user_id: UUID, token: str, now: datetime) -> UUID:
        """A new family with its first token; the user's families that have ended are forgotten."""
        family_id, ends_at = uuid4(), now + FAMILY_LIFETIME
        self.db.execute(FORGET_ENDED, [user_id, now])
        self.db.execute(BEGIN, [family_id, user_id, ends_at])
        self.db.execute(ADD, [fingerprint(token), family_id, expiry(now, ends_at)])
        return family_id

    def find(self, token: str) -> KeptToken | None:
        """Locked until the transaction ends, with its family."""
        with self.db.cursor(row_factory=class_row(KeptToken)) as cursor:
            return cursor.execute(FIND, [fingerprint(token)]).fetchone()

    def rotate(self, kept: KeptToken, token: str, successor: str, now: datetime) -> None:
        """Use `token`, which is `kept`, for its successor."""
        self.db.execute(USE, [now, sealed(successor, token), kept.fingerprint])
        self.db.execute(ADD, [fingerprint(successor), kept.family_id, expiry(now, kept.family_ends_at)])

    def revoke(self, family_id: UUID, now: datetime) -> None:
        self.db.execute(REVOKE, [now, family_id])

    def revoke_all(self, user_id: UUID, now: datetime) -> list[UUID]:
        """The families that this has ended."""
        return [family_id for (family_id,) in self.db.execute(REVOKE_ALL, [now, user_id])]
