"""What calls cost, in whole micros and never too little."""

from random import Random

import pytest

from brigade.providers.prices import image_cost, likely_tokens, most_text_cost, most_tokens, text_cost


def test_a_text_call_costs_its_tokens_at_their_prices() -> None:
    assert text_cost(1_000_000, 1_000_000, 0.10, 0.50) == 600_000
    assert text_cost(1_200, 700, 0.10, 0.50) == 470


def test_a_fraction_of_a_micro_is_rounded_up_and_an_exact_price_is_not() -> None:
    assert text_cost(1, 0, 0.10, 0.50) == 1
    assert text_cost(0, 0, 0.10, 0.50) == 0
    assert text_cost(30, 0, 0.10, 0.50) == 3  # 30 * 0.1 is above 3 in floats


def test_an_image_costs_its_price() -> None:
    assert image_cost(0.0132) == 13_200
    assert image_cost(0.0336, images=3) == 100_800
    assert image_cost(0.0000001) == 1


@pytest.mark.parametrize("seed", range(20))
def test_no_call_within_its_limits_costs_more_than_estimated(seed: int) -> None:
    chance = Random(seed)
    prompt = "".join(chance.choice("ab é漢🍲 ") for _ in range(chance.randint(0, 4000)))
    most = most_text_cost(prompt, 3000, 0.10, 0.50)
    tokens_in, tokens_out = chance.randint(0, len(prompt.encode())), chance.randint(0, 3000)
    assert text_cost(tokens_in, tokens_out, 0.10, 0.50) <= most


def test_a_token_is_at_least_a_byte_and_likely_four_characters() -> None:
    assert most_tokens("漢字") - most_tokens("") == 6
    assert likely_tokens("four" * 100) - likely_tokens("") == 100
