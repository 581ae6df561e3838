"""What the API says of an error."""

import pytest

from brigade.answers import NEXT_STEPS, answer_of
from brigade.errors import HTTP_STATUS, InvalidRequest, NotEnoughCredits


@pytest.mark.parametrize("code", sorted({code for _, code in HTTP_STATUS.values()}))
def test_every_error_says_what_to_do(code: str) -> None:
    assert NEXT_STEPS[code].endswith(".")


def test_where_credits_are_missing_the_answer_says_how_many() -> None:
    status, body = answer_of(NotEnoughCredits(required=40, balance=12), "1")
    assert (status, body.error) == (402, "NOT_ENOUGH_CREDITS")
    assert (body.required, body.balance, body.missing) == (40, 12, 28)
    assert body.message == "this costs 40 credits and you have 12: 28 are missing"


def test_other_answers_say_nothing_of_credits() -> None:
    _, body = answer_of(InvalidRequest("no", {"prompt": "is empty"}), "1")
    assert (body.required, body.balance, body.missing) == (None, None, None)
