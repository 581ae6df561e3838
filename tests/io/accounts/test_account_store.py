"""Users and their password resets in PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from brigade.accounts.user import Role, User
from brigade.errors import EmailTaken
from brigade_io.accounts.account_store import AccountStore

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_user(email: str = "ada@example.org", role: Role = Role.USER) -> User:
    return User(id=uuid4(), email=email, role=role, created_at=NOON)


@pytest.fixture
def accounts(db: Connection[Any]) -> AccountStore:
    return AccountStore(db)


@pytest.fixture
def ada(accounts: AccountStore) -> User:
    user = a_user()
    accounts.add(user, "hash")
    return user


def test_a_user_is_found_by_id_and_by_address(accounts: AccountStore, ada: User) -> None:
    assert accounts.get(ada.id) == accounts.by_email("ada@example.org") == ada
    assert accounts.password_hash(ada.email) == "hash"


def test_who_is_unknown_is_not_found(accounts: AccountStore) -> None:
    assert accounts.get(UUID(int=1)) is None
    assert accounts.by_email("eve@example.org") is None
    assert accounts.password_hash("eve@example.org") is None


def test_an_address_has_one_account(accounts: AccountStore, ada: User) -> None:
    with pytest.raises(EmailTaken):
        accounts.add(a_user(role=Role.ADMIN), "another")
    assert accounts.by_email(ada.email) == ada


def test_the_database_takes_addresses_in_lower_case_only(accounts: AccountStore) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        accounts.add(a_user("Ada@example.org"), "hash")


def test_a_reset_works_once_and_for_half_an_hour(accounts: AccountStore, ada: User) -> None:
    accounts.keep_reset(ada.id, "token", NOON)
    assert accounts.take_reset("another", NOON) is None
    assert accounts.take_reset("token", NOON + 29 * MINUTE) == ada.id
    assert accounts.take_reset("token", NOON) is None
    accounts.keep_reset(ada.id, "late", NOON)
    assert accounts.take_reset("late", NOON + 30 * MINUTE) is None


def test_only_the_newest_reset_works(accounts: AccountStore, ada: User) -> None:
    accounts.keep_reset(ada.id, "first", NOON)
    accounts.keep_reset(ada.id, "second", NOON)
    assert accounts.take_reset("first", NOON) is None
    assert accounts.take_reset("second", NOON) == ada.id


def test_the_token_of_a_reset_is_not_kept(db: Connection[Any], accounts: AccountStore, ada: User) -> None:
    accounts.keep_reset(ada.id, "token", NOON)
    assert "token" not in str(db.execute("select * from password_resets").fetchall())
