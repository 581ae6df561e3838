"""What the machine is told of a generation: those who speak with providers cannot ask PostgreSQL."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from brigade.image_generation.generation import Generation, Wish
from brigade.model import Message, salvaged


class Commission(Message):
    """One run of a generation. Nothing begins after its `deadline`."""

    generation_id: UUID
    run: int
    owner: UUID
    wish: Wish
    deadline: AwareDatetime


def commission_of(generation: Generation) -> Commission:
    return Commission(
        generation_id=generation.id, run=generation.run, owner=generation.owner, wish=generation.wish,
        deadline=generation.deadline,
    )  # fmt: skip


def commission_in(kept: Mapping[str, Any]) -> Commission:
    """As another release may have written it."""
    wish, _ = salvaged(Wish, kept["wish"], {})
    commission, _ = salvaged(Commission, {**kept, "wish": wish}, {})
    return commission
