"""What calls cost, in whole micros and never too little, at the price of the model that is asked."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from brigade.errors import PriceUnknown
from brigade.providers import prices
from brigade.providers.picture_prices import (
    PicturePrice,
    most_picture_cost,
    picture_cost,
    picture_price,
    picture_tokens,
    pictureless_cost,
    require_prices,
)
from brigade.providers.prices import likely_text_cost, likely_tokens, most_text_cost, most_tokens, text_cost, text_price
from brigade.providers.usage import Usage
from tests.unit.providers.factories import some_settings

LUNA = text_price(some_settings())


def usage(read: int, written: int, **parts: int) -> Usage:
    return Usage(input_tokens=read, output_tokens=written, **parts)


def test_a_text_call_costs_its_tokens_at_their_prices() -> None:
    assert text_cost(usage(1_000_000, 1_000_000), LUNA) == 600_000
    assert text_cost(usage(1_200, 700), LUNA) == 470


def test_cached_tokens_and_those_written_to_the_cache_have_their_own_price() -> None:
    assert text_cost(usage(1_000_000, 0, cached_tokens=400_000), LUNA) == 60_000 + 4_000
    assert text_cost(usage(1_000_000, 0, cache_write_tokens=400_000), LUNA) == 60_000 + 50_000


def test_reasoning_is_paid_like_any_output() -> None:
    assert text_cost(usage(0, 1_000, reasoning_tokens=900), LUNA) == 500


def test_a_fraction_of_a_micro_is_rounded_up_and_an_exact_price_is_not() -> None:
    assert text_cost(usage(1, 0), LUNA) == 1
    assert text_cost(usage(0, 0), LUNA) == 0
    assert text_cost(usage(30, 0), LUNA) == 3  # 30 * 0.1 is above 3 in floats


@pytest.mark.parametrize("model", ["gpt-6.1-terra", "gpt-6.1-terra-2026-11-03", "models/gpt-6.1-terra"])
def test_another_model_costs_its_own_price_by_whichever_name(model: str) -> None:
    assert text_cost(usage(1_000, 1_000), text_price(some_settings(text_model=model))) == 6_000


def test_a_price_in_the_settings_replaces_the_listed_one() -> None:
    price = text_price(some_settings(text_price_in=2, text_price_out=8))
    assert text_cost(usage(1_000, 100, cached_tokens=500), price) == 2_800
    cheaper = text_price(some_settings(text_price_in=2, text_price_cached=0.5, text_price_out=8))
    assert text_cost(usage(1_000, 100, cached_tokens=500), cheaper) == 2_050


@pytest.mark.parametrize("half", [{"text_price_in": 1.0}, {"text_price_out": 1.0}, {"text_price_cached": 1.0}])
def test_a_model_nobody_listed_has_no_price_until_both_are_set(half: dict[str, float]) -> None:
    with pytest.raises(PriceUnknown, match="model llama-9"):
        text_price(some_settings(text_model="llama-9", **half))
    free = text_price(some_settings(text_model="llama-9", text_price_in=0, text_price_out=0))
    assert text_cost(usage(5_000, 5_000), free) == 0


@pytest.mark.parametrize("changes", [{"image_model": "sdxl"}, {"image_quality": "max"}, {"text_model": "llama-9"}])
def test_whoever_spends_money_has_to_know_how_much(changes: dict[str, str]) -> None:
    require_prices(some_settings())
    with pytest.raises(PriceUnknown):
        require_prices(some_settings(**changes))
    require_prices(some_settings(**changes, image_price=0.05, text_price_in=1, text_price_out=2))


@pytest.mark.parametrize(("size", "patches", "tokens"), [
    ("1024x1024", 16, 196), ("1024x1024", 24, 439), ("1024x1024", 48, 1_756), ("1008x1792", 16, 138),
    ("1792x1008", 24, 320), ("1088x1088", 48, 1_834),
])  # fmt: skip
def test_a_picture_takes_the_tokens_that_its_providers_calculator_says(size: str, patches: int, tokens: int) -> None:
    assert picture_tokens(size, patches) == tokens


def test_a_picture_costs_the_tokens_that_were_counted() -> None:
    price = picture_price(some_settings().image_models[0])
    assert picture_cost(price, "a prompt", usage(200, 440)) == 1_000 + 13_200
    assert picture_cost(price, "a prompt", usage(200, 440, cached_tokens=100)) == 500 + 125 + 13_200
    assert picture_cost(price, "a prompt", usage(300, 440, image_input_tokens=100)) == 1_000 + 800 + 13_200


def test_a_picture_that_nobody_counted_costs_what_its_size_usually_takes() -> None:
    price = picture_price(some_settings(image_size="1024x1024").image_models[0])
    prompt = "four" * 100
    assert picture_cost(price, prompt) == 5 * likely_tokens(prompt) + 30 * 439


def test_a_picture_sold_by_the_piece_costs_its_price_whatever_was_counted() -> None:
    each = picture_price(some_settings(image_price=0.0336).image_models[0])
    assert picture_cost(each, "a prompt", usage(9_000, 9_000)) == picture_cost(each, "") == 33_600
    assert most_picture_cost(each, "a prompt") == 33_600
    assert picture_cost(PicturePrice(each=Decimal("0.0000001")), "") == 1


GEMINI = some_settings(image_model="gemini-nano-banana-2.1").image_models[0]


@pytest.mark.parametrize(("size", "tokens"), [
    ("1024x1024", 1120), ("1216x832", 1120), ("1376x768", 1120), ("1536x1024", 1120), ("2048x2048", 1680),
    ("2752x1536", 1680), ("4096x4096", 2520),
])  # fmt: skip
def test_a_picture_that_is_priced_by_its_resolution_takes_its_tokens(size: str, tokens: int) -> None:
    price = picture_price(GEMINI, size, "high")
    assert (price.tokens, price.each) == (tokens, None)
    assert picture_cost(price, "") > 30 * tokens


def test_what_a_model_thinks_is_priced_as_text_and_what_it_draws_as_picture() -> None:
    price = picture_price(GEMINI, "1024x1024")
    assert picture_cost(price, "", usage(100, 1_420, image_output_tokens=1_120)) == 150 + 33_600 + 2_250
    assert picture_cost(price, "", usage(1_300, 1_120, image_input_tokens=1_200, image_output_tokens=1_120)) == (
        150 + 1_800 + 33_600
    )


def test_an_answer_without_a_picture_costs_what_was_counted_and_nothing_where_pictures_are_sold() -> None:
    price = picture_price(GEMINI)
    assert pictureless_cost(price, usage(100, 300)) == 150 + 2_250
    assert pictureless_cost(price, None) is None
    assert pictureless_cost(PicturePrice(each=Decimal("0.04")), usage(100, 300)) == 0


def test_photos_to_go_by_make_the_most_that_a_picture_can_cost_more() -> None:
    price = picture_price(some_settings().image_models[0])
    assert most_picture_cost(price, "", 2) - most_picture_cost(price, "") == 2 * 8_000 * 8
    assert most_picture_cost(PicturePrice(each=Decimal("0.04")), "", 2) == 40_000


@pytest.mark.parametrize("seed", range(20))
def test_no_call_within_its_limits_costs_more_than_estimated(seed: int) -> None:
    chance = Random(seed)
    prompt = "".join(chance.choice("ab é漢🍲 ") for _ in range(chance.randint(0, 4000)))
    read, written = chance.randint(0, len(prompt.encode())), chance.randint(0, 3000)
    cached = chance.randint(0, read)
    counted = usage(read, written, cached_tokens=cached, cache_write_tokens=chance.randint(0, read - cached))
    assert text_cost(counted, LUNA) <= most_text_cost(prompt, 3000, LUNA)
    assert likely_text_cost(prompt, written, LUNA) <= most_text_cost(prompt, 3000, LUNA)
    picture = picture_price(some_settings().image_models[0])
    drawn = usage(read, picture.tokens + chance.randint(0, picture.tokens))
    assert max(picture_cost(picture, prompt, drawn), picture_cost(picture, prompt)) <= most_picture_cost(
        picture, prompt
    )


def test_a_token_is_at_least_a_byte_and_likely_four_characters() -> None:
    assert most_tokens("漢字") - most_tokens("") == 6
    assert likely_tokens("four" * 100) - likely_tokens("") == 100


@pytest.mark.parametrize(("table", "fields"), [("text_prices.tsv", 7), ("image_prices.tsv", 15)])
def test_every_listed_price_is_whole_with_its_source_and_its_day(table: str, fields: int) -> None:
    rows = prices.table_of(table)
    assert len(rows) > 10
    for model, row in rows.items():
        assert len(row) == fields - 1, model
        assert row[-2].startswith("https://"), model
        assert date.fromisoformat(row[-1]) >= date(2026, 12, 1), model


@pytest.mark.parametrize("model", prices.table_of("text_prices.tsv"))
def test_no_listed_text_model_is_cheaper_to_ask_anew_than_from_its_cache(model: str) -> None:
    price = text_price(some_settings(text_model=model))
    assert Decimal(0) < price.cached <= price.input <= price.cache_write
    assert price.input <= price.output


@pytest.mark.parametrize("model", prices.table_of("image_prices.tsv"))
def test_every_listed_image_model_prices_the_products_pictures(model: str) -> None:
    cost = picture_cost(picture_price(some_settings(image_model=model).image_models[0]), "x" * 1_200)
    assert 5_000 < cost < 200_000
