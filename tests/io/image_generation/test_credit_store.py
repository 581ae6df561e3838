"""Balances and their entries, in a real PostgreSQL."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection, sql

from brigade.errors import Conflict, NotEnoughCredits
from brigade.image_generation.credits import Claim, EntryKind, Grant
from brigade.settings import FUNCTIONS_ROLE
from brigade_io.image_generation.credit_store import CreditStore
from tests.unit.image_generation.generations import ADA, BOB, NOON, after


@pytest.fixture
def credits(db: Connection[Any]) -> CreditStore:
    return CreditStore(db)


def a_grant(**changes: Any) -> Grant:
    return Grant(**{"amount": 50, "reason": "for the fair", "by": "root", "key": "1", **changes})


def a_claim(price: int) -> Claim:
    return Claim(generation_id=uuid4(), run=0, price=price)


def test_a_grant_is_added_and_says_by_whom_and_why(credits: CreditStore) -> None:
    assert credits.grant(ADA, a_grant(), NOON) == 50
    (entry,) = credits.entries(ADA, None, 10)
    assert (entry.kind, entry.amount, entry.reason, entry.granted_by) == (EntryKind.GRANT, 50, "for the fair", "root")
    assert (entry.at, entry.generation_id, entry.run) == (NOON, None, None)
    assert (credits.balance(ADA), credits.balance(BOB)) == (50, 0)


def test_a_grant_is_given_once_under_its_key_to_each_user(credits: CreditStore) -> None:
    assert credits.grant(ADA, a_grant(), NOON) == credits.grant(ADA, a_grant(), after(5)) == 50
    assert credits.grant(BOB, a_grant(), NOON) == 50
    assert credits.grant(ADA, a_grant(key="2"), NOON) == 100


@pytest.mark.parametrize("change", [{"amount": 51}, {"reason": "for another"}])
def test_another_grant_under_the_same_key_is_a_conflict(credits: CreditStore, change: dict[str, Any]) -> None:
    credits.grant(ADA, a_grant(), NOON)
    with pytest.raises(Conflict):
        credits.grant(ADA, a_grant(**change), NOON)
    assert credits.balance(ADA) == 50


def test_a_new_user_is_welcomed_once(credits: CreditStore) -> None:
    assert credits.welcome(ADA, 100, NOON) == 100
    credits.reserve(ADA, [a_claim(30)], NOON)
    assert credits.welcome(ADA, 200, after(60)) == 70


def test_where_nothing_is_given_to_begin_with_there_is_no_entry(credits: CreditStore) -> None:
    assert credits.welcome(ADA, 0, NOON) == 0
    assert credits.entries(ADA, None, 10) == []
    assert credits.welcome(ADA, 10, NOON) == 10  # since the setting was changed


def test_all_claims_are_reserved_or_none(credits: CreditStore) -> None:
    credits.grant(ADA, a_grant(), NOON)
    with pytest.raises(NotEnoughCredits, match="costs 60 credits and you have 50: 10 are missing"):
        credits.reserve(ADA, [a_claim(30), a_claim(30)], NOON)
    credits.reserve(ADA, [a_claim(30), a_claim(20)], NOON)
    assert credits.balance(ADA) == 0


def test_one_run_reserves_once(credits: CreditStore) -> None:
    credits.grant(ADA, a_grant(), NOON)
    claim = a_claim(5)
    credits.reserve(ADA, [claim], NOON)
    with pytest.raises(psycopg.errors.UniqueViolation):
        credits.reserve(ADA, [claim], NOON)
    assert credits.balance(ADA) == 45


def test_entries_come_newest_first_and_in_pages(credits: CreditStore) -> None:
    for key in "abcde":
        credits.grant(ADA, a_grant(key=key, reason=key), NOON)
    credits.grant(BOB, a_grant(), NOON)
    first = credits.entries(ADA, None, 2)
    assert [entry.reason for entry in first] == ["e", "d"]
    assert [entry.reason for entry in credits.entries(ADA, first[-1].id, 10)] == ["c", "b", "a"]


@pytest.mark.parametrize("change", ["update credit_entries set amount = 1000", "delete from credit_entries"])
def test_functions_may_not_change_an_entry(db: Connection[Any], credits: CreditStore, change: str) -> None:
    credits.grant(ADA, a_grant(), NOON)
    db.execute(sql.SQL("set role {}").format(sql.Identifier(FUNCTIONS_ROLE)))
    assert credits.grant(ADA, a_grant(key="2"), NOON) == 100  # they may add one
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute(change.encode())


def test_the_database_keeps_no_balance_below_zero(db: Connection[Any], credits: CreditStore) -> None:
    credits.grant(ADA, a_grant(), NOON)
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute("update credit_accounts set balance = balance - 51")
