"""What calls cost, in micros: whole millionths of a dollar, rounded up. A price belongs to its model.

`tables/` hold the prices, each with its source and the day it was read; settings replace them. Prices are US dollars:
text's for a million tokens, which is a micro a token; a picture's for its tokens, or for itself.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files
from math import ceil, log

from brigade.errors import PriceUnknown
from brigade.model import Message
from brigade.providers.usage import Usage
from brigade.settings import ImageModelSettings, Settings

TEXT_OVERHEAD = 200  # tokens that a request has beside its text: roles, separators, the format's frame
CHARACTERS_PER_TOKEN = 4
UNSURE = 2  # times what a picture is computed to take: its provider says that the count can differ
QUALITIES = ("low", "medium", "high")
RESOLUTIONS = {"1K": 1024, "2K": 2048, "4K": 4096}  # pixels of a side, where it is square
PHOTO_TOKENS = 8_000  # more than a photo to go by is read as
BY_TOKEN = {
    "text": "text in", "cached": "text cached", "image_input": "image in", "text_output": "text out",
    "image_output": "image out",
}  # fmt: skip
SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class TextPrice(Message):
    """Dollars for a million tokens; tokens of the cache are input."""

    input: Decimal
    cached: Decimal
    cache_write: Decimal
    output: Decimal


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


def text_price(settings: Settings) -> TextPrice:
    """Raises PriceUnknown."""
    read, written = settings.text_price_in, settings.text_price_out
    if read is not None and written is not None:
        cached = read if settings.text_price_cached is None else settings.text_price_cached
        return TextPrice(input=_exact(read), cached=_exact(cached), cache_write=_exact(read), output=_exact(written))
    if listed := _row("text_prices.tsv", settings.text_model):
        fresh, cached_price, cache_write, output = listed[:4]
        return TextPrice(
            input=Decimal(fresh), cached=Decimal(cached_price or fresh), cache_write=Decimal(cache_write or fresh),
            output=Decimal(output),
        )  # fmt: skip
    raise PriceUnknown(_unknown(settings.text_model, "TEXT_PRICE_IN and TEXT_PRICE_OUT, dollars for a million tokens"))


def picture_price(model: ImageModelSettings, measures: str = "", quality: str = "") -> PicturePrice:
    """Of one picture of such measures and quality; "" is what the model is set to. Raises PriceUnknown."""
    if model.price is not None:
        return PicturePrice(each=_exact(model.price))
    listed = _picture_row(model.model)
    if each := listed.get("each"):
        return PicturePrice(each=Decimal(each))
    size = measures or model.size
    tokens = _tokens_of(listed, size, quality or model.quality)
    if tokens is None:
        named = f"{model.model} at quality {quality or model.quality}"
        raise PriceUnknown(_unknown(named, "IMAGE_PRICE, dollars for a picture"))
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


def _row(table: str, model: str) -> list[str]:
    """The fields after the model's name, empty where it is not listed."""
    name = model.removeprefix("models/")
    rows = _table(table)
    return rows.get(name) or rows.get(SNAPSHOT.sub("", name), [])


def _picture_row(model: str) -> Mapping[str, str]:
    """The fields by the names of their columns, empty where it is not listed."""
    return dict(zip(_columns("image_prices.tsv")[1:], _row("image_prices.tsv", model), strict=False))


@cache
def _table(name: str) -> dict[str, list[str]]:
    rows = [line.split("\t") for line in _lines(name) if not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}


@cache
def _columns(name: str) -> list[str]:
    """The last of the comments names them."""
    return [line for line in _lines(name) if line.startswith("# ")][-1].removeprefix("# ").split("\t")


def _lines(name: str) -> list[str]:
    return files("brigade.providers").joinpath("tables", name).read_text(encoding="utf-8").splitlines()


def _unknown(model: str, wanted: str) -> str:
    return f"No price is known for the model {model}. Set {wanted}, as its provider names them."


# --- What a call costs ---------------------------------------------------------------------------


def text_cost(usage: Usage, price: TextPrice) -> int:
    """By what the provider counted."""
    fresh = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
    return _up(
        fresh * price.input + usage.cached_tokens * price.cached + usage.cache_write_tokens * price.cache_write
        + usage.output_tokens * price.output
    )  # fmt: skip


def likely_text_cost(sent: str, tokens_out: int, price: TextPrice) -> int:
    """Where nothing was counted: by the length of what was sent, and about so many tokens that came."""
    return text_cost(Usage(input_tokens=likely_tokens(sent), output_tokens=tokens_out), price)


def most_text_cost(sent: str, max_output_tokens: int, price: TextPrice) -> int:
    """More than the call can cost: `sent` is all that is sent, instructions and schema included."""
    dearest = max(price.input, price.cache_write)
    return _up(most_tokens(sent) * dearest + max_output_tokens * price.output)


def picture_cost(price: PicturePrice, prompt: str, usage: Usage | None = None) -> int:
    """One picture: by what the provider counted, or by what its size usually takes."""
    if price.each is not None:
        return _up(price.each * 1_000_000)
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
    return _up(
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


def most_tokens(text: str) -> int:
    """A number of tokens the text cannot pass: none is shorter than a byte."""
    return len(text.encode()) + TEXT_OVERHEAD


def likely_tokens(text: str) -> int:
    """About how many tokens the text has; for pace, and for money only where nobody counted."""
    return len(text) // CHARACTERS_PER_TOKEN + TEXT_OVERHEAD


def _exact(price: float) -> Decimal:
    return Decimal(str(price))  # as it is written in the settings: 0.1 is a tenth


def _up(micros: Decimal) -> int:
    return int(micros.to_integral_value(ROUND_CEILING))
