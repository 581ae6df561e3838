"""A generation as PostgreSQL keeps it."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from brigade.image_generation.generation import Generation, Wish
from brigade.image_generation.queue import WAKE_AFTER
from brigade.image_generation.request import Subject
from brigade.image_generation.submission import Order, Submission
from brigade.model import salvaged


def generation_of(row: Mapping[str, Any]) -> Generation:
    """What the row says; of a wish that another release kept, what this one can read."""
    named = {"owner_id", "subject_type", "subject_id", "wish"}
    subject = Subject(type=row["subject_type"], id=row["subject_id"]) if row["subject_type"] else None
    wish, _ = salvaged(Wish, row["wish"], {"prompt": ""})
    plain = {name: value for name, value in row.items() if name not in named}
    return Generation(owner=row["owner_id"], subject=subject, wish=wish, **plain)


def row_of(submission: Submission, order: Order) -> dict[str, Any]:
    """The columns of a generation that is new."""
    return {
        "id": order.id, "owner": submission.owner, "count": order.count, "price": order.price,
        "subject_type": order.subject and order.subject.type, "subject_id": order.subject and order.subject.id,
        "wish": Jsonb(order.wish.model_dump(mode="json")), "digest": submission.digest,
        "at": submission.at, "wake_at": submission.at + WAKE_AFTER, "deadline": submission.deadline,
    }  # fmt: skip
