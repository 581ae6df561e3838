"""What a picture costs in credits, and of which model."""

import pytest

from brigade.errors import InvalidRequest, PriceUnknown
from brigade.image_generation.credits import credits_for
from brigade.image_generation.pricing import chosen_model, credits_view, picture_credits
from brigade.image_generation.request import AspectRatio, Quality
from brigade.settings import ImageModelSettings, Settings
from tests.functions.doorway import ENVIRONMENT

SQUARE, MEDIUM = AspectRatio.SQUARE, Quality.MEDIUM


def a_setting(**changes: object) -> Settings:
    known = Settings.from_environment(ENVIRONMENT)
    return known.model_copy(update={"image_model": "gpt-image-2.5-flare", **changes})


@pytest.mark.parametrize(
    ("micros", "rate", "expected"),
    [(0, 100, 1), (1, 100, 1), (10_000, 100, 1), (10_001, 100, 2), (33_600, 100, 4), (33_600, 1000, 34)],
)
def test_credits_are_whole_rounded_up_and_at_least_one(micros: int, rate: int, expected: int) -> None:
    assert credits_for(micros, rate) == expected


def test_a_picture_that_has_its_price_costs_it_in_every_size_and_quality() -> None:
    settings = a_setting(image_price=0.0336)
    assert {picture_credits(settings, "", quality, ratio) for quality in Quality for ratio in AspectRatio} == {4}


def test_a_better_picture_costs_more_and_a_smaller_one_less() -> None:
    settings = a_setting(credits_per_dollar=10_000)
    prices = [picture_credits(settings, "", quality, SQUARE) for quality in Quality]
    assert prices == sorted(set(prices))
    assert picture_credits(settings, "", MEDIUM, AspectRatio.WIDE) < picture_credits(settings, "", MEDIUM, SQUARE)


def test_a_wish_names_its_model_by_either_name() -> None:
    next_one = ImageModelSettings(kind="fal", model="flux", price=0.5)
    settings = a_setting(image_price=0.01, image_fallbacks=(next_one,))
    assert chosen_model(settings, "").model == "gpt-image-2.5-flare"
    assert chosen_model(settings, "flux") == chosen_model(settings, "fal/flux") == next_one
    assert picture_credits(settings, "flux", MEDIUM, SQUARE) == 50


def test_an_unknown_model_is_refused_with_what_there_is() -> None:
    settings = a_setting(image_fallbacks=(ImageModelSettings(model="flux"),))
    with pytest.raises(InvalidRequest, match="no model dall-e") as refused:
        chosen_model(settings, "dall-e")
    assert refused.value.details == {"model": "there are gpt-image-2.5-flare, flux"}


def test_a_model_whose_price_nobody_knows_is_not_sold() -> None:
    with pytest.raises(PriceUnknown):
        picture_credits(a_setting(image_model="unheard-of"), "", MEDIUM, SQUARE)


def test_a_user_sees_the_balance_and_the_prices_by_quality() -> None:
    view = credits_view(a_setting(image_price=0.02), 12)
    assert (view.balance, view.prices, view.models) == (12, dict.fromkeys(Quality, 2), ["gpt-image-2.5-flare"])


def test_prices_follow_the_shape_and_the_model_that_are_asked_about() -> None:
    settings = a_setting(credits_per_dollar=10_000)
    square, wide = (credits_view(settings, 0, aspect_ratio=ratio) for ratio in (SQUARE, AspectRatio.WIDE))
    assert wide.prices[MEDIUM] == picture_credits(settings, "", MEDIUM, AspectRatio.WIDE) != square.prices[MEDIUM]
    assert credits_view(settings, 0, settings.image_models[0].model).prices == square.prices
