"""Both stores of a generation, and its steps in a word each."""

from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection

from brigade.image_generation.credits import Grant
from brigade.image_generation.generation import Failure, Generation, Status
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_store import GenerationStore
from tests.unit.image_generation.generations import ADA, NOON, a_submission, after, an_order

DOWN = Failure(code="NoProviderLeft", text="every provider of pictures is down")


class Till:
    """Generations wait from noon, are begun a minute later, end after half a minute, and are retried at two."""

    def __init__(self, db: Connection[Any]) -> None:
        self.db, self.credits, self.generations = db, CreditStore(db), GenerationStore(db)

    def give(self, amount: int, owner: UUID = ADA) -> None:
        self.credits.grant(owner, Grant(amount=amount, reason="a test", by="admin", key=str(uuid4())), NOON)

    def submit(self, **order: Any) -> Generation:
        return self.generations.submit(a_submission(an_order(**order)))[0]

    def begin(self, generation: Generation, run: int = 0) -> Generation | None:
        return self.generations.begin(generation.id, run, now=after(60), deadline=after(600), picture_seconds=12.0)

    def in_work(self, **order: Any) -> Generation:
        submitted = self.submit(**order)
        begun = self.begin(submitted)
        assert begun is not None
        return begun

    def settle(self, generation: Generation, status: Status, run: int = 0) -> Generation | None:
        return self.generations.settle(generation.id, run, status, after(90), DOWN)

    def retry(self, generation: Generation, run: int = 0, picture_price: int = 4) -> Generation:
        return self.generations.retry(
            ADA, generation.id, run, picture_price=picture_price, now=after(120), deadline=after(4000)
        )

    def balance(self, owner: UUID = ADA) -> int:
        return self.credits.balance(owner)

    def kinds(self, owner: UUID = ADA) -> list[tuple[str, int]]:
        """The entries, oldest first: kind and what changed."""
        return [(entry.kind.value, entry.amount) for entry in reversed(self.credits.entries(owner, None, 100))]
