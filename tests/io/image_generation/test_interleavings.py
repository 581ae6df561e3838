"""Credits stay right whatever happens in whatever order, and however many want them at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from brigade.errors import NotEnoughCredits
from brigade.image_generation.credits import Grant
from brigade.image_generation.generation import Generation, Status
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_store import GenerationStore
from tests.io.image_generation.interleaving import Interleaving
from tests.unit.image_generation.generations import ADA, NOON, a_submission, after, an_order

INTERLEAVINGS = int(os.environ.get("INTERLEAVINGS", "30"))
AT_ONCE = 16


def test_no_interleaving_loses_or_makes_a_credit(db: Connection[Any]) -> None:
    db.execute("set synchronous_commit = off")  # no power is cut here
    for seed in range(INTERLEAVINGS):
        try:
            Interleaving(db, Random(seed)).go()
        except AssertionError as error:
            raise AssertionError(f"interleaving {seed}") from error


def at_once(url: str, act: Callable[[GenerationStore, int], object]) -> list[object]:
    """What comes of it where so many do it at the same moment, each over a connection of its own."""
    together = Barrier(AT_ONCE)

    def one(number: int) -> object:
        with psycopg.connect(url, autocommit=True) as own:
            store = GenerationStore(own)
            together.wait(30)
            try:
                return act(store, number)
            except NotEnoughCredits as refused:
                return refused

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


@pytest.fixture
def credits(db: Connection[Any]) -> CreditStore:
    """95 of Ada's."""
    store = CreditStore(db)
    store.grant(ADA, Grant(amount=95, reason="a test", by="root", key="1"), NOON)
    return store


def test_of_sixteen_who_want_ten_of_ninety_five_at_once_nine_get_them(database_url: str, credits: CreditStore) -> None:
    ends = at_once(database_url, lambda store, number: store.submit(a_submission(an_order(price=10))))
    refused = [end for end in ends if isinstance(end, NotEnoughCredits)]
    assert len(ends) - len(refused) == 9
    assert {(each.required, each.balance, each.missing) for each in refused} == {(10, 5, 5)}
    assert credits.balance(ADA) == 5


def test_of_sixteen_same_requests_at_once_one_is_paid(database_url: str, credits: CreditStore) -> None:
    asked = a_submission(an_order(price=10), an_order(price=20))
    ends = at_once(database_url, lambda store, number: store.submit(asked))
    assert all(end == ends[0] for end in ends)
    assert credits.balance(ADA) == 65


def test_of_sixteen_ends_at_once_one_counts(database_url: str, credits: CreditStore, db: Connection[Any]) -> None:
    made = GenerationStore(db).submit(a_submission(an_order(count=2, price=10)))[0]
    ends = [Status.COMPLETED, Status.FAILED, Status.CANCELLED]
    at_once(database_url, lambda store, number: store.settle(made.id, 0, ends[number % 3], after(9)))
    assert [entry.kind for entry in credits.entries(ADA, None, 9)] == ["refund", "reserve", "grant"]
    assert credits.balance(ADA) == 95


def test_of_sixteen_retries_at_once_one_is_paid(database_url: str, credits: CreditStore, db: Connection[Any]) -> None:
    made = GenerationStore(db).submit(a_submission(an_order(price=10)))[0]
    GenerationStore(db).settle(made.id, 0, Status.FAILED, after(9))
    at_once(
        database_url,
        lambda store, number: store.retry(ADA, made.id, 0, picture_price=20, now=after(10), deadline=after(99)),
    )
    assert credits.balance(ADA) == 75


def test_of_sixteen_welcomes_at_once_one_is_given(database_url: str, credits: CreditStore) -> None:
    newcomer = uuid4()
    at_once(database_url, lambda store, number: store.credits.welcome(newcomer, 50, NOON))
    assert credits.balance(newcomer) == 50


def test_sixteen_who_cancel_and_begin_at_once_get_in_nobodys_way(
    database_url: str, credits: CreditStore, db: Connection[Any]
) -> None:
    """Whichever comes first: what was begun is asked to end, what was not has ended and is paid back."""
    made = GenerationStore(db).submit(a_submission(*[an_order(id=UUID(int=number), price=10) for number in range(8)]))

    def act(store: GenerationStore, number: int) -> Generation | None:
        id = made[number % 8].id
        if number < 8:
            return store.cancel(ADA, id, after(5))
        return store.begin(id, 0, now=after(5), deadline=after(99), picture_seconds=9.0)

    at_once(database_url, act)
    held = [GenerationStore(db).get(ADA, each.id) for each in made]
    assert all(each.status is Status.CANCELLED or each.cancel_requested_at for each in held)
    assert credits.balance(ADA) == 15 + 10 * sum(each.status is Status.CANCELLED for each in held)
