"""Families of refresh tokens in PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from brigade.accounts.opaque import unsealed
from brigade.accounts.refresh import FAMILY_LIFETIME, LIFETIME, Step, step_of
from brigade.accounts.user import Role, User
from brigade_io.accounts.account_store import AccountStore
from brigade_io.accounts.chance import opaque_token
from brigade_io.accounts.refresh_store import RefreshStore

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def tokens(db: Connection[Any]) -> RefreshStore:
    return RefreshStore(db)


@pytest.fixture
def ada(db: Connection[Any]) -> User:
    user = User(id=uuid4(), email="ada@example.org", role=Role.USER, created_at=NOON)
    AccountStore(db).add(user, "hash")
    return user


def test_a_family_begins_with_a_token_that_may_be_used(tokens: RefreshStore, ada: User) -> None:
    token = opaque_token()
    tokens.begin(ada.id, token, NOON)
    kept = tokens.find(token)
    assert kept is not None
    assert (kept.user_id, kept.expires_at, kept.family_ends_at) == (ada.id, NOON + LIFETIME, NOON + FAMILY_LIFETIME)
    assert step_of(kept, NOON) is Step.ROTATE
    assert tokens.find(opaque_token()) is None


def test_a_used_token_knows_its_successor_and_the_table_does_not(
    db: Connection[Any], tokens: RefreshStore, ada: User
) -> None:
    first, second = opaque_token(), opaque_token()
    tokens.begin(ada.id, first, NOON)
    kept = tokens.find(first)
    assert kept is not None
    tokens.rotate(kept, first, second, NOON)
    used, fresh = tokens.find(first), tokens.find(second)
    assert used is not None
    assert fresh is not None
    assert used.successor is not None
    assert unsealed(used.successor, first) == second
    assert (used.used_at, fresh.used_at, fresh.family_id) == (NOON, None, used.family_id)
    rows = str(db.execute("select fingerprint, successor from refresh_tokens").fetchall())
    assert first not in rows
    assert second not in rows


def test_a_revoked_family_takes_its_tokens_with_it_and_no_others(tokens: RefreshStore, ada: User) -> None:
    mine, other = opaque_token(), opaque_token()
    tokens.begin(ada.id, mine, NOON)
    tokens.begin(ada.id, other, NOON)
    kept = tokens.find(mine)
    assert kept is not None
    tokens.revoke(kept.family_id, NOON)
    assert [found.revoked for token in (mine, other) if (found := tokens.find(token))] == [True, False]
    tokens.revoke_all(ada.id, NOON)
    assert [found.revoked for token in (mine, other) if (found := tokens.find(token))] == [True, True]


def test_families_that_have_ended_are_forgotten_at_the_next_sign_in(tokens: RefreshStore, ada: User) -> None:
    old, new = opaque_token(), opaque_token()
    tokens.begin(ada.id, old, NOON - FAMILY_LIFETIME - timedelta(seconds=1))
    tokens.begin(ada.id, new, NOON)
    assert tokens.find(old) is None
    assert tokens.find(new) is not None


def test_a_token_is_one_transactions_at_a_time(database_url: str, ada: User, tokens: RefreshStore) -> None:
    token = opaque_token()
    tokens.begin(ada.id, token, NOON)

    def used_first(_: int) -> bool:
        with psycopg.connect(database_url, autocommit=True) as db, db.transaction():
            kept = RefreshStore(db).find(token)
            assert kept is not None
            if kept.used_at is None:
                RefreshStore(db).rotate(kept, token, opaque_token(), NOON)
            return kept.used_at is None

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(used_first, range(20))) == 1
