"""What pictures cost, in micros: by the picture, or by the tokens that its provider counts of it."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from math import ceil, log

from brigade.errors import PriceUnknown
from brigade.model import Message
from brigade.providers.prices import (
    exact,
    likely_tokens,
    lines_of,
    most_tokens,
    rounded_up,
    row_of,
    text_price,
    unknown,
)
from brigade.providers.usage import Usage
from brigade.settings import ImageModelSettings, Settings

TABLE = "image_prices.tsv"
UNSURE = 2  # times what a picture is computed to take: its provider says that the count can differ
QUALITIES = ("low", "medium", "high")
RESOLUTIONS = {"1K": 1024, "2K": 2048, "4K": 4096}  # pixels of a side, where it is square
PHOTO_TOKENS = 8_000  # more than a photo to go by is read as
BY_TOKEN = {
    "text": "text in", "cached": "text cached", "image_input": "image in", "text_output": "text out",
    "image_output": "image out",
}  # fmt: skip


class PicturePrice(Message):
    """What one picture costs: `each`, or by its tokens, of which about `tokens` are written at our size and quality.

    A price of 0 for text written means that all that is written is priced as picture.
    """

    each: Decimal | None = None
    text: Decimal = Decimal(0)
    cached: Decimal = Decimal(0)
    image_input: Decimal = Decimal(0)
    text_output: Decimal = Decimal(0)
    image_output: Decimal = Decimal(0)
    tokens: int = 0


# --- Which price ---------------------------------------------------------------------------------


def picture_price(model: ImageModelSettings, measures: str = "", quality: str = "") -> PicturePrice:
    """Of one picture of such measures and quality; "" is what the model is set to. Raises PriceUnknown."""
    if model.price is not None:
        return PicturePrice(each=exact(model.price))
    listed = _picture_row(model.model)
    if each := listed.get("each"):
        return PicturePrice(each=Decimal(each))
    size = measures or model.size
    tokens = _tokens_of(listed, size, quality or model.quality)
    if tokens is None:
        named = f"{model.model} at quality {quality or model.quality}"
        raise PriceUnknown(unknown(named, "IMAGE_PRICE, dollars for a picture"))
    told = {name: Decimal(listed[column]) for name, column in BY_TOKEN.items() if listed[column]}
    return PicturePrice(tokens=tokens, **told)


def _tokens_of(listed: Mapping[str, str], size: str, quality: str) -> int | None:
    """About how many tokens a picture is; None where the model is not priced by them, or not at this quality."""
    if tokens := listed.get(resolution_of(size)):
        return int(tokens)
    patches = listed.get(quality) if quality in QUALITIES else None
    return picture_tokens(size, int(patches)) if patches else None


def resolution_of(size: str) -> str:
    """The resolution, as Google has them, that has the most like as many pixels."""
    width, height = size.split("x")
    return min(RESOLUTIONS, key=lambda name: abs(log(RESOLUTIONS[name] ** 2 / (int(width) * int(height)))))


def require_prices(settings: Settings) -> None:
    """Whoever spends money has to know how much. Raises PriceUnknown."""
    text_price(settings)
    for model in settings.image_models:
        picture_price(model)


def picture_tokens(size: str, patches: int) -> int:
    """About how many tokens a picture of `size` is, with so many patches along its longer side.

    As OpenAI's image guide computes it: patches times pixels, of which those above two million count less and less.
    """
    short, long = sorted(int(side) for side in size.split("x"))
    across = ceil(patches * short / long)
    return ceil(Decimal(patches * across * (2_000_000 + short * long)) / 4_000_000)


def _picture_row(model: str) -> Mapping[str, str]:
    """The fields by the names of their columns, empty where it is not listed."""
    return dict(zip(_columns()[1:], row_of(TABLE, model), strict=False))


@cache
def _columns() -> list[str]:
    """The last of the comments names them."""
    return [line for line in lines_of(TABLE) if line.startswith("# ")][-1].removeprefix("# ").split("\t")


# --- What a picture costs ------------------------------------------------------------------------


def picture_cost(price: PicturePrice, prompt: str, usage: Usage | None = None) -> int:
    """One picture: by what the provider counted, or by what its size usually takes."""
    if price.each is not None:
        return rounded_up(price.each * 1_000_000)
    usual = Usage(input_tokens=likely_tokens(prompt), output_tokens=price.tokens, image_output_tokens=price.tokens)
    return _counted(price, usage or usual)


def pictureless_cost(price: PicturePrice, usage: Usage | None) -> int | None:
    """An answer without a picture; None where nobody can tell."""
    if price.each is not None:
        return 0
    return _counted(price, usage) if usage else None


def _counted(price: PicturePrice, usage: Usage) -> int:
    cached = min(usage.cached_tokens, usage.input_tokens - usage.image_input_tokens)
    fresh = usage.input_tokens - usage.image_input_tokens - cached
    written = usage.output_tokens - usage.image_output_tokens if price.text_output else 0
    return rounded_up(
        fresh * price.text + cached * (price.cached or price.text) + usage.image_input_tokens * price.image_input
        + written * price.text_output + (usage.output_tokens - written) * price.image_output
    )  # fmt: skip


def most_picture_cost(price: PicturePrice, prompt: str, photos: int = 0) -> int:
    """More than the picture can cost, with so many photos to go by."""
    read, drawn = photos * PHOTO_TOKENS, UNSURE * price.tokens
    most = Usage(
        input_tokens=most_tokens(prompt) + read, image_input_tokens=read, output_tokens=drawn, image_output_tokens=drawn
    )
    return picture_cost(price, prompt, most)
