"""What calls cost, in micros: whole millionths of a dollar, rounded up. A price belongs to its model.

`tables/` hold the prices, each with its source and the day it was read; settings replace them. Prices are US dollars:
for a million tokens, which is a micro a token. What pictures cost stands in `picture_prices`.
"""

import re
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files

from brigade.errors import PriceUnknown
from brigade.model import Message
from brigade.providers.usage import Usage
from brigade.settings import Settings

TEXT_OVERHEAD = 200  # tokens that a request has beside its text: roles, separators, the format's frame
CHARACTERS_PER_TOKEN = 4
SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class TextPrice(Message):
    """Dollars for a million tokens; tokens of the cache are input."""

    input: Decimal
    cached: Decimal
    cache_write: Decimal
    output: Decimal


# --- Which price ---------------------------------------------------------------------------------


def text_price(settings: Settings) -> TextPrice:
    """Raises PriceUnknown."""
    read, written = settings.text_price_in, settings.text_price_out
    if read is not None and written is not None:
        cached = read if settings.text_price_cached is None else settings.text_price_cached
        return TextPrice(input=exact(read), cached=exact(cached), cache_write=exact(read), output=exact(written))
    if listed := row_of("text_prices.tsv", settings.text_model):
        fresh, cached_price, cache_write, output = listed[:4]
        return TextPrice(
            input=Decimal(fresh), cached=Decimal(cached_price or fresh), cache_write=Decimal(cache_write or fresh),
            output=Decimal(output),
        )  # fmt: skip
    raise PriceUnknown(unknown(settings.text_model, "TEXT_PRICE_IN and TEXT_PRICE_OUT, dollars for a million tokens"))


def row_of(table: str, model: str) -> list[str]:
    """The fields after the model's name, empty where it is not listed."""
    name = model.removeprefix("models/")
    rows = table_of(table)
    return rows.get(name) or rows.get(SNAPSHOT.sub("", name), [])


@cache
def table_of(name: str) -> dict[str, list[str]]:
    rows = [line.split("\t") for line in lines_of(name) if not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}


def lines_of(name: str) -> list[str]:
    return files("brigade.providers").joinpath("tables", name).read_text(encoding="utf-8").splitlines()


def unknown(model: str, wanted: str) -> str:
    return f"No price is known for the model {model}. Set {wanted}, as its provider names them."


# --- What a call costs ---------------------------------------------------------------------------


def text_cost(usage: Usage, price: TextPrice) -> int:
    """By what the provider counted."""
    fresh = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
    return rounded_up(
        fresh * price.input + usage.cached_tokens * price.cached + usage.cache_write_tokens * price.cache_write
        + usage.output_tokens * price.output
    )  # fmt: skip


def likely_text_cost(sent: str, tokens_out: int, price: TextPrice) -> int:
    """Where nothing was counted: by the length of what was sent, and about so many tokens that came."""
    return text_cost(Usage(input_tokens=likely_tokens(sent), output_tokens=tokens_out), price)


def most_text_cost(sent: str, max_output_tokens: int, price: TextPrice) -> int:
    """More than the call can cost: `sent` is all that is sent, instructions and schema included."""
    dearest = max(price.input, price.cache_write)
    return rounded_up(most_tokens(sent) * dearest + max_output_tokens * price.output)


def most_tokens(text: str) -> int:
    """A number of tokens the text cannot pass: none is shorter than a byte."""
    return len(text.encode()) + TEXT_OVERHEAD


def likely_tokens(text: str) -> int:
    """About how many tokens the text has; for pace, and for money only where nobody counted."""
    return len(text) // CHARACTERS_PER_TOKEN + TEXT_OVERHEAD


def exact(price: float) -> Decimal:
    return Decimal(str(price))  # as it is written in the settings: 0.1 is a tenth


def rounded_up(micros: Decimal) -> int:
    return int(micros.to_integral_value(ROUND_CEILING))
