"""Which model a wish is for, and what a picture of it costs in credits."""

from brigade.errors import InvalidRequest
from brigade.image_generation.composing import SIZES
from brigade.image_generation.credits import credits_for
from brigade.image_generation.request import AspectRatio, Quality
from brigade.image_generation.views import CreditsView
from brigade.providers.picture_prices import picture_cost, picture_price
from brigade.settings import ImageModelSettings, Settings

USUAL_PROMPT = "x" * 600  # a picture costs its user the same however long its prompt is


def chosen_model(settings: Settings, name: str) -> ImageModelSettings:
    """The model of this name, "" is the preferred one. Raises InvalidRequest, which says what there is."""
    models = settings.image_models
    if not name:
        return models[0]
    if found := [model for model in models if name in (model.model, model.name)]:
        return found[0]
    offered = ", ".join(model.model for model in models)
    raise InvalidRequest(f"there is no model {name[:100]}", {"model": f"there are {offered}"})


def picture_credits(settings: Settings, model: str, quality: Quality, aspect_ratio: AspectRatio) -> int:
    """What one picture costs: what its model likely takes for it, in whole credits. Raises PriceUnknown, and as
    `chosen_model` does.
    """
    width, height = SIZES[aspect_ratio]
    price = picture_price(chosen_model(settings, model), f"{width}x{height}", quality)
    return credits_for(picture_cost(price, USUAL_PROMPT), settings.credits_per_dollar)


def credits_view(
    settings: Settings, balance: int, model: str = "", aspect_ratio: AspectRatio = AspectRatio.SQUARE
) -> CreditsView:
    """What a picture of this shape costs with this model. Raises PriceUnknown, and as `chosen_model` does."""
    prices = {quality: picture_credits(settings, model, quality, aspect_ratio) for quality in Quality}
    return CreditsView(balance=balance, prices=prices, models=[model.model for model in settings.image_models])
