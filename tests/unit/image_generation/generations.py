"""Generations, orders and submissions to test with."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from brigade.image_generation.generation import Generation, Status, Wish
from brigade.image_generation.submission import Order, Submission

ADA, BOB = UUID(int=0xADA), UUID(int=0xB0B)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def an_order(**changes: Any) -> Order:
    return Order(
        **{"id": uuid4(), "subject": None, "count": 1, "wish": Wish(prompt="a fig tart"), "price": 4, **changes}
    )


def a_submission(*orders: Order, **changes: Any) -> Submission:
    """Of one order, submitted at noon, with an hour to wait."""
    times = {"at": NOON, "deadline": after(3600)}
    return Submission(**{"owner": ADA, "orders": orders or (an_order(),), "digest": bytes(32), **times, **changes})


def a_generation(**changes: Any) -> Generation:
    """One picture for 4 credits, which waits since noon."""
    times = {"created_at": NOON, "queued_at": NOON, "deadline": after(3600)}
    sound = {
        "id": UUID(int=1),
        "owner": ADA,
        "subject": None,
        "status": Status.PENDING,
        "run": 0,
        "count": 1,
        "price": 4,
    }
    return Generation(**{**sound, "wish": Wish(prompt="a fig tart"), **times, **changes})
