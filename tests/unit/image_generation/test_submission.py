"""What is submitted for a request."""

from typing import Any
from uuid import UUID

import pytest

from brigade.image_generation.request import GenerationRequest, Style, Subject
from brigade.image_generation.submission import digest_of, generation_ids, orders_of, prompts_of
from tests.unit.image_generation.generations import ADA, BOB


def a_request(**changes: Any) -> GenerationRequest:
    return GenerationRequest(
        **({} if changes.keys() & {"prompts", "custom_prompt"} else {"prompt": "a tart"}), **changes
    )


def test_a_repeated_key_gives_the_same_ids_to_the_same_owner() -> None:
    ids = generation_ids(ADA, "monday", 3)
    assert ids == generation_ids(ADA, "monday", 3)
    assert ids[:2] == generation_ids(ADA, "monday", 2)
    assert len({*ids, *generation_ids(BOB, "monday", 3), *generation_ids(ADA, "tuesday", 3)}) == 9


@pytest.mark.parametrize(
    ("request_", "prompts"),
    [
        (a_request(), ["a tart"]),
        (a_request(custom_prompt="as it is"), ["as it is"]),
        (a_request(prompts=["one", "two"]), ["one", "two"]),
    ],
)
def test_each_prompt_is_a_generation(request_: GenerationRequest, prompts: list[str]) -> None:
    assert prompts_of(request_) == prompts
    ids = generation_ids(ADA, "k", len(prompts))
    orders = orders_of(request_, ids, 4)
    assert [(order.id, order.wish.prompt) for order in orders] == list(zip(ids, prompts, strict=True))


def test_an_order_holds_all_that_was_asked_for() -> None:
    subject = Subject(type="post", id="7")
    request = a_request(style=Style.RUSTIC, count=3, subject=subject, model="flux", parameters={"seed": 1})
    (order,) = orders_of(request, [UUID(int=1)], 4, ("references/1",))
    assert (order.count, order.price, order.subject) == (3, 12, subject)
    wish = order.wish
    assert (wish.style, wish.model, wish.parameters, wish.references) == (
        Style.RUSTIC,
        "flux",
        {"seed": 1},
        ("references/1",),
    )
    assert not wish.verbatim


def test_only_a_custom_prompt_is_verbatim() -> None:
    (order,) = orders_of(a_request(custom_prompt="as it is"), [UUID(int=1)], 4)
    assert order.wish.verbatim


def test_the_digest_tells_one_request_from_another() -> None:
    assert digest_of(a_request()) == digest_of(a_request())
    assert digest_of(a_request()) != digest_of(a_request(count=2))
    assert len(digest_of(a_request())) == 32
