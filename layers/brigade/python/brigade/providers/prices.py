"""What a call costs, in micros: whole millionths of a dollar, rounded up.

Prices are dollars: an image's each, text's per million tokens.
"""

from decimal import ROUND_CEILING, Decimal

TEXT_OVERHEAD = 200  # tokens that a request has beside its text: roles, separators, the format's frame
CHARACTERS_PER_TOKEN = 4


def text_cost(tokens_in: int, tokens_out: int, price_in: float, price_out: float) -> int:
    """A text call: a dollar a million tokens is one micro a token."""
    return _up(tokens_in * _exact(price_in) + tokens_out * _exact(price_out))


def most_text_cost(prompt: str, max_output_tokens: int, price_in: float, price_out: float) -> int:
    """More than the call can cost: `prompt` is all that is sent, instructions and schema included."""
    return text_cost(most_tokens(prompt), max_output_tokens, price_in, price_out)


def image_cost(price: float, images: int = 1) -> int:
    return _up(images * _exact(price) * 1_000_000)


def most_tokens(text: str) -> int:
    """A number of tokens the text cannot pass: none is shorter than a byte."""
    return len(text.encode()) + TEXT_OVERHEAD


def likely_tokens(text: str) -> int:
    """About how many tokens the text has; for pace, not for money."""
    return len(text) // CHARACTERS_PER_TOKEN + TEXT_OVERHEAD


def _exact(price: float) -> Decimal:
    return Decimal(str(price))  # as it is written in the settings: 0.1 is a tenth


def _up(micros: Decimal) -> int:
    return int(micros.to_integral_value(ROUND_CEILING))
