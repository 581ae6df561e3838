"""What a provider says it counted for one call, read from every shape it is said in."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from brigade.model import Message

MOST_COUNTED = 200_000  # tokens of one call: ours send a few thousand, and no model writes more than 128,000

INPUT = ("input_tokens", "prompt_tokens")
OUTPUT = ("output_tokens", "completion_tokens")
INPUT_DETAILS = ("input_tokens_details", "prompt_tokens_details")
OUTPUT_DETAILS = ("output_tokens_details", "completion_tokens_details")


class UsageImpossible(ValueError):
    """No call can have been counted like this: it is estimated instead, and never booked."""


class Usage(Message):
    """Tokens of one call. The parts are contained in their sums; reasoning is paid like any other output."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0  # of the input, at a lower price
    cache_write_tokens: int = 0  # of the input, at a higher one
    image_input_tokens: int = 0  # of the input; only an image model prices them apart
    image_output_tokens: int = 0  # of the output, likewise
    reasoning_tokens: int = 0  # of the output


def read_usage(raw: object) -> Usage | None:
    """The count in `raw`, a mapping or an SDK's object; None where nothing was counted. Raises UsageImpossible."""
    if raw is None:
        return None
    fields = _fields(raw, "usage")
    tokens_in, tokens_out = _count(fields, *INPUT), _count(fields, *OUTPUT)
    if tokens_in is None or tokens_out is None or not tokens_in + tokens_out:
        return None
    read, written = _details(fields, INPUT_DETAILS), _details(fields, OUTPUT_DETAILS)
    usage = Usage(
        input_tokens=tokens_in, output_tokens=tokens_out + _uncounted_output(fields, tokens_in, tokens_out),
        cached_tokens=_cached(fields, read), cache_write_tokens=_part(read, "cache_write_tokens"),
        image_input_tokens=_part(read, "image_tokens"), image_output_tokens=_part(written, "image_tokens"),
        reasoning_tokens=_part(written, "reasoning_tokens"),
    )  # fmt: skip
    return _possible(usage)


def counted_in(said: object) -> Usage | None:
    """The count in a provider's answer; None where there is none, or none that can be."""
    try:
        return read_usage(said.get("usage")) if isinstance(said, Mapping) else None
    except UsageImpossible:
        return None


def _possible(usage: Usage) -> Usage:
    for part, whole in (
        (usage.cached_tokens + usage.cache_write_tokens, usage.input_tokens),
        (usage.image_input_tokens, usage.input_tokens),
        (usage.image_output_tokens, usage.output_tokens),
        (usage.reasoning_tokens, usage.output_tokens),
    ):
        if part > whole:
            raise UsageImpossible("a part of the usage is larger than its sum")
    return usage


def _uncounted_output(fields: Mapping[str, Any], tokens_in: int, tokens_out: int) -> int:
    """Some leave the reasoning out of the output and say it only in the total; it is paid all the same."""
    return max(0, (_count(fields, "total_tokens") or 0) - tokens_in - tokens_out)


def _cached(fields: Mapping[str, Any], read: Mapping[str, Any]) -> int:
    return _count(read, "cached_tokens") or _part(fields, "prompt_cache_hit_tokens")


def _details(fields: Mapping[str, Any], names: tuple[str, ...]) -> Mapping[str, Any]:
    return _fields(_first(fields, names) or {}, "its details")


def _part(fields: Mapping[str, Any], name: str) -> int:
    return _count(fields, name) or 0


def _count(fields: Mapping[str, Any], *names: str) -> int | None:
    """The first of these that is there. Raises UsageImpossible where it is no number of tokens."""
    value = _first(fields, names)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= MOST_COUNTED:  # a bool is an int to isinstance
        raise UsageImpossible(f"{names[0]} is no number of tokens")
    return value


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _fields(raw: object, what: str) -> Mapping[str, Any]:
    """An SDK's object holds what came, of whatever type: read it as it lies."""
    if isinstance(raw, BaseModel):
        return dict(raw)
    if not isinstance(raw, Mapping):
        raise UsageImpossible(f"{what} is not a set of counts")
    return raw
