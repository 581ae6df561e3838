"""What is submitted at once: a generation for each prompt of a request, under ids that a repeat finds again."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated
from uuid import UUID, uuid5

from pydantic import AwareDatetime, Field

from brigade.image_generation.generation import Wish
from brigade.image_generation.request import MOST_PICTURES, MOST_PROMPTS, GenerationRequest, Subject
from brigade.model import Message

GENERATIONS = UUID("0c6a2f0e-8a3f-5c57-9f0b-3a1f7f2f6f10")  # the namespace of ids made from an idempotency key


class Order(Message):
    """A generation to be: `price` is in credits, of all its pictures."""

    id: UUID
    subject: Subject | None
    count: int = Field(ge=1, le=MOST_PICTURES)
    wish: Wish
    price: int = Field(ge=1)


class Submission(Message):
    """The orders of one request, and until when they wait. `digest` tells whether a repeat asks for the same."""

    owner: UUID
    orders: Annotated[tuple[Order, ...], Field(min_length=1, max_length=MOST_PROMPTS)]
    digest: Annotated[bytes, Field(min_length=32, max_length=32)]
    at: AwareDatetime
    deadline: AwareDatetime


def generation_ids(owner: UUID, key: str, count: int) -> list[UUID]:
    """The ids of what this owner asks for under this idempotency key."""
    return [uuid5(GENERATIONS, f"{owner}\n{key}\n{place}") for place in range(count)]


def prompts_of(request: GenerationRequest) -> list[str]:
    """One for each generation."""
    return request.prompts or [prompt for prompt in (request.prompt, request.custom_prompt) if prompt]


def orders_of(
    request: GenerationRequest, ids: Sequence[UUID], picture_price: int, references: tuple[str, ...] = ()
) -> tuple[Order, ...]:
    """A generation for each prompt; `picture_price` is in credits, of one picture."""
    prompts = zip(ids, prompts_of(request), strict=True)
    return tuple(
        Order(id=id, subject=request.subject, count=request.count, wish=wish_of(request, prompt, references),
              price=request.count * picture_price)
        for id, prompt in prompts
    )  # fmt: skip


def wish_of(request: GenerationRequest, prompt: str, references: tuple[str, ...] = ()) -> Wish:
    return Wish(
        prompt=prompt, style=request.style, verbatim=request.custom_prompt is not None, model=request.model or "",
        quality=request.quality, aspect_ratio=request.aspect_ratio, references=references,
        format=request.format, parameters=request.parameters,
    )  # fmt: skip


def digest_of(request: GenerationRequest) -> bytes:
    """Of what was asked for, to tell a repeated request from another under the same key."""
    return sha256(request.model_dump_json().encode()).digest()
