"""One user's credits through a random interleaving: steps in any order, repeated, cut off before or after their commit.

Every step is a call whose arguments do not change, so that it can be delivered again at any later time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from psycopg import Connection

from brigade.errors import BrigadeError, Rejected
from brigade.image_generation.credits import Grant
from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.history import LARGEST_PAGE, HistoryQuery
from brigade.image_generation.standing import CancelScope
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_store import GenerationStore
from tests.unit.image_generation.generations import a_submission, after, an_order

STEPS = 30
Call = Callable[[], object]
ROWS = "select * from generations where owner_id = %s order by id"
MISCOUNTED = """
select block, waiting from waiting_blocks except
select waiting_block(queued_at), count(*) from generations where status = 'pending' group by 1
"""
WAITING = (
    "select (select count(*) from generations where status = 'pending') - (select sum(waiting) from waiting_blocks)"
)
ENTRIES = "select * from credit_entries where user_id = %s order by id"


class Killed(Exception):
    """The process ended here."""


@dataclass
class Interleaving:
    """`prices`: of one picture, by generation and run; `kept`: of each that a store was told to keep, by position."""

    db: Connection[Any]
    random: Random
    user: UUID = field(init=False)
    generations: list[UUID] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    prices: dict[tuple[UUID, int], int] = field(default_factory=dict)
    kept: dict[tuple[UUID, int], int] = field(default_factory=dict)
    granted: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = self._id()
        self.credits, self.store = CreditStore(self.db), GenerationStore(self.db)

    def go(self) -> None:
        """All steps; after each the books are right."""
        self._happens(self._grant(self.random.randint(20, 60)))
        for _ in range(STEPS):
            self._happens(self._step())
            self.check()

    # --- What can happen -------------------------------------------------------------------------

    def _step(self) -> Call:
        if self.calls and self.random.random() < 0.2:
            return self.random.choice(self.calls)
        if not self.generations:
            return self._submit()
        steps = {self._submit: 1, self._begin: 6, self._keep: 6, self._settle: 4, self._cancel: 1, self._cancel_many: 1,
                 self._retry: 4, self._regrant: 1}  # fmt: skip
        (step,) = self.random.choices([*steps], [*steps.values()])
        return step()

    def _happens(self, call: Call) -> None:
        """The step, whole, or cut off before or after its commit; whoever did not hear its end calls again."""
        self.calls.append(call)
        fate = self.random.choices(["whole", "cut before", "cut after"], [6, 2, 2])[0]
        before = self.books()
        if fate == "cut before":
            self._cut_before_commit(call)
            assert self.books() == before, "a step that was not committed left something"
        refused = self._commit(call)
        if refused:
            assert self.books() == before, f"what was refused ({refused}) left something"
        elif fate == "cut after":
            done = self.books()
            self._commit(call)
            assert self.books() == done, "a repeated step changed something"

    def _cut_before_commit(self, call: Call) -> None:
        before = dict(self.kept), dict(self.granted), dict(self.prices)
        try:
            with self.db.transaction():
                call()
                raise Killed
        except (Killed, Rejected):
            self.kept, self.granted, self.prices = before

    def _commit(self, call: Call) -> BrigadeError | None:
        try:
            with self.db.transaction():
                call()
        except Rejected as refused:
            return refused
        return None

    def _regrant(self) -> Call:
        return self._grant(self.random.randint(1, 30))

    def _grant(self, amount: int) -> Call:
        grant = Grant(amount=amount, reason="a test", by="root", key=str(self._id()))

        def call() -> None:
            self.credits.grant(self.user, grant, after(0))
            self.granted[grant.key] = amount

        return call

    def _submit(self) -> Call:
        counts = [self.random.randint(2, 3) for _ in range(self.random.randint(1, 2))]
        each = self.random.randint(1, 7)
        orders = [an_order(id=self._id(), count=count, price=count * each) for count in counts]
        self.generations += [order.id for order in orders]
        self.prices |= {(order.id, 0): each for order in orders}
        submission = a_submission(*orders, owner=self.user, at=after(self.random.randint(0, 40)))
        return lambda: self.store.submit(submission)

    def _begin(self) -> Call:
        id, run = self._some_run()

        def call() -> None:
            with self.only_in_its_run(id, run):
                self.store.begin(id, run, now=after(60), deadline=after(600), picture_seconds=9.0)

        return call

    def _keep(self) -> Call:
        (id, run), position = self._some_run(), self.random.randint(0, 2)

        def call() -> None:
            with self.only_in_its_run(id, run):
                self.store.storing(id, run, position)
                if self.store.stored(id, run, position) and (id, position) not in self.kept:
                    self.kept[id, position] = self.prices[id, run]

        return call

    def _settle(self) -> Call:
        id, run = self._some_run()
        status = self.random.choice([Status.COMPLETED, Status.FAILED, Status.CANCELLED])

        def call() -> None:
            with self.only_in_its_run(id, run):
                self.store.settle(id, run, status, after(90))

        return call

    def _cancel(self) -> Call:
        id, _ = self._some_run()
        return lambda: self.store.cancel(self.user, id, after(70))

    def _cancel_many(self) -> Call:
        scope = self.random.choice([*CancelScope])
        return lambda: self.store.cancel_many(self.user, scope, after(70))

    def _retry(self) -> Call:
        (id, run), price = self._some_run(), self.random.randint(1, 7)

        def call() -> None:
            self.store.retry(self.user, id, run, picture_price=price, now=after(99), deadline=after(999))
            self.prices.setdefault((id, run + 1), price)

        return call

    @contextmanager
    def only_in_its_run(self, id: UUID, run: int) -> Iterator[None]:
        """What comes late, of an earlier run, or never was, changes nothing."""
        held, before = self.store.find(id), self.books()
        yield
        assert (held and held.run == run) or self.books() == before, f"run {run} moved another"

    def _some_run(self) -> tuple[UUID, int]:
        """A generation, mostly in the run that it is in."""
        id = self.random.choice(self.generations)
        held = self.store.find(id)
        return id, held.run if held and self.random.random() < 0.8 else self.random.randint(0, 2)

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    # --- What is right at any time -----------------------------------------------------------------

    def books(self) -> tuple[object, ...]:
        """Everything that is written of this user."""
        rows, entries = (self.db.execute(query, [self.user]).fetchall() for query in (ROWS, ENTRIES))
        return self.credits.balance(self.user), rows, entries

    def check(self) -> None:
        entries = self.credits.entries(self.user, None, 1000)
        balance = self.credits.balance(self.user)
        assert balance == sum(entry.amount for entry in entries) >= 0
        assert sum(entry.amount for entry in entries if entry.kind == "grant") == sum(self.granted.values())
        kinds = [(entry.generation_id, entry.run, _side(entry.kind)) for entry in entries if entry.generation_id]
        assert len(kinds) == len(set(kinds)), "something was written twice"
        held = self.store.history(self.user, HistoryQuery(limit=LARGEST_PAGE))
        assert set(kinds) == {side for each in held for side in _expected(each)}
        assert {(each.id, position) for each in held for position in each.stored} == set(self.kept)
        reserved = sum(each.price for each in held if not each.status.is_end)
        paid = sum(price for (id, _), price in self.kept.items() if id not in self._open_now(held))
        paid += sum(self._paid_before(each) for each in held if not each.status.is_end)
        assert balance == sum(self.granted.values()) - reserved - paid
        assert self.db.execute(MISCOUNTED).fetchall() == []
        assert self.db.execute(WAITING).fetchone() in ((0,), (None,))  # of an empty queue there is no sum

    def _open_now(self, held: list[Generation]) -> set[UUID]:
        return {each.id for each in held if not each.status.is_end}

    def _paid_before(self, generation: Generation) -> int:
        """For pictures of earlier runs; those of this run are in its reserve still."""
        early = generation.stored[: generation.made_before]
        return sum(self.kept[generation.id, position] for position in early)


def _side(kind: str) -> str:
    return "reserve" if kind == "reserve" else "end"


def _expected(generation: Generation) -> list[tuple[UUID, int, str]]:
    """A reserve of every run, and one end of each that ended."""
    ended = generation.run + (1 if generation.status.is_end else 0)
    reserves = [(generation.id, run, "reserve") for run in range(generation.run + 1)]
    return reserves + [(generation.id, run, "end") for run in range(ended)]
