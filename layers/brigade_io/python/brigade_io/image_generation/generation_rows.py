"""A generation as PostgreSQL keeps it."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from brigade.image_generation.generation import Generation, Wish
from brigade.image_generation.request import Subject
from brigade.image_generation.submission import Order, Submission
from brigade.model import salvaged


def generation_of(row: Mapping[str, Any]) -> Generation:
    """What the row says; of a wish that another release kept, what this one can read."""
    subject = Subject(type=row["subject_type"], id=row["subject_id"]) if row["subject_type"] else None
    wish, _ = salvaged(Wish, row["wish"], {"prompt": ""})
    plain = {name: value for name, value in row.items() if name in Generation.model_fields and name != "wish"}
    return Generation(owner=row["owner_id"], subject=subject, wish=wish, **plain)


def row_of(submission: Submission) -> dict[str, Any]:
    """The values of a submission, its orders as JSON."""
    return {
        "orders": Jsonb([_columns(order, place) for place, order in enumerate(submission.orders)]),
        "owner": submission.owner, "digest": submission.digest,
        "at": submission.at, "deadline": submission.deadline,
    }  # fmt: skip


def _columns(order: Order, place: int) -> dict[str, Any]:
    return {
        "id": str(order.id), "place": place, "count": order.count, "price": order.price,
        "wish": order.wish.model_dump(mode="json"),
        "subject_type": order.subject and order.subject.type, "subject_id": order.subject and order.subject.id,
    }  # fmt: skip
