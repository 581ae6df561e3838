"""Users and their password resets in PostgreSQL. The caller owns the transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from brigade.accounts.letters import RESET_LIFETIME
from brigade.accounts.opaque import fingerprint
from brigade.accounts.user import User
from brigade.errors import EmailTaken

ADD = """
insert into users (id, email, role, password_hash, created_at, updated_at)
values (%(id)s, %(email)s, %(role)s, %(password_hash)s, %(created_at)s, %(created_at)s)
on conflict (email) do nothing
"""
FIND = "select id, email, role, created_at from users"
# Whoever registered an address need not be whom it belongs to; an administrator is nobody whom a stranger made.
TAKE_OVER = """
update users set role = %(role)s, password_hash = %(password_hash)s, updated_at = %(created_at)s
where email = %(email)s and role <> %(role)s returning id
"""
SET_PASSWORD = "update users set password_hash = %s, updated_at = %s where id = %s"
KEEP_RESET = "insert into password_resets (fingerprint, user_id, expires_at) values (%s, %s, %s)"
# Whoever deletes the row has the token; asked twice at once, the second finds none.
TAKE_RESET = "delete from password_resets where fingerprint = %s returning user_id, expires_at"


class AccountStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def add(self, user: User, password_hash: str) -> None:
        """Raises EmailTaken."""
        row = {**user.model_dump(mode="json"), "password_hash": password_hash}
        if self.db.execute(ADD, row).rowcount == 0:
            raise EmailTaken("there is an account with this address already")

    def take_over(self, user: User, password_hash: str) -> UUID | None:
        """Give an account of another role to `user`: whose it was, None where there is none."""
        row = self.db.execute(TAKE_OVER, {**user.model_dump(mode="json"), "password_hash": password_hash}).fetchone()
        return row[0] if row else None

    def get(self, user_id: UUID) -> User | None:
        with self.db.cursor(row_factory=class_row(User)) as cursor:
            return cursor.execute(FIND + " where id = %s", [user_id]).fetchone()

    def by_email(self, email: str) -> User | None:
        with self.db.cursor(row_factory=class_row(User)) as cursor:
            return cursor.execute(FIND + " where email = %s", [email]).fetchone()

    def password_hash(self, email: str) -> str | None:
        row = self.db.execute("select password_hash from users where email = %s", [email]).fetchone()
        return row[0] if row else None

    def set_password(self, user_id: UUID, password_hash: str, now: datetime) -> None:
        self.db.execute(SET_PASSWORD, [password_hash, now, user_id])

    def keep_reset(self, user_id: UUID, token: str, now: datetime) -> None:
        """The newest reset is the only one."""
        self.forget_resets(user_id)
        self.db.execute(KEEP_RESET, [fingerprint(token), user_id, now + RESET_LIFETIME])

    def take_reset(self, token: str, now: datetime) -> UUID | None:
        """Whose password it resets, once; None where it is unknown, used or expired."""
        row = self.db.execute(TAKE_RESET, [fingerprint(token)]).fetchone()
        return row[0] if row and now < row[1] else None

    def forget_resets(self, user_id: UUID) -> None:
        self.db.execute("delete from password_resets where user_id = %s", [user_id])
