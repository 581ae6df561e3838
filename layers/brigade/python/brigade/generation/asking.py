"""How a writer is asked, in the ways that servers honour: each falls back on the next, which asks for less."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Literal, NamedTuple

from brigade.generation.prompts import Prompt

Way = Literal["responses", "chat-schema", "chat-object"]
WAYS: tuple[Way, ...] = ("responses", "chat-schema", "chat-object")
# What may be left out where a server does not support it. Of a chat's two limits of length one has to stay.
OPTIONAL = frozenset({"reasoning", "store", "prompt_cache_key", "max_tokens", "max_completion_tokens"})
FORMAT = frozenset({"text", "response_format", "json_schema", "json_object"})

FIELDS_STATED = """
Answer with one JSON object and nothing else: no fence, no comment. It fits this JSON schema:
"""


class Asked(NamedTuple):
    """A request: where it goes below the base URL, and its JSON."""

    path: str
    body: dict[str, Any]


def asked(
    way: Way, prompt: Prompt, model: str, schema: Mapping[str, Any], most_tokens: int, left_out: Collection[str] = ()
) -> Asked:
    """The request for one recipe, in this way and without what the server does not support."""
    path, body = (
        _response(prompt, schema, most_tokens) if way == "responses" else _chat(way, prompt, schema, most_tokens)
    )
    return Asked(path, {"model": model, **{name: each for name, each in body.items() if name not in left_out}})


def _response(prompt: Prompt, schema: Mapping[str, Any], most_tokens: int) -> Asked:
    answer_format = {"type": "json_schema", "name": "recipe", "strict": True, "schema": schema}
    return Asked("/responses", {
        "instructions": prompt.instructions, "input": prompt.text, "text": {"format": answer_format},
        "max_output_tokens": most_tokens, "reasoning": {"effort": "none"}, "store": False,
        "prompt_cache_key": prompt.cache_key,
    })  # fmt: skip


def _chat(way: Way, prompt: Prompt, schema: Mapping[str, Any], most_tokens: int) -> Asked:
    instructions, answer_format = prompt.instructions, _answer_format(way, schema)
    if way == "chat-object":
        instructions += FIELDS_STATED + json.dumps(schema)
    messages = [{"role": "system", "content": instructions}, {"role": "user", "content": prompt.text}]
    return Asked("/chat/completions", {
        "messages": messages, "response_format": answer_format, "max_tokens": most_tokens,
        "max_completion_tokens": most_tokens,
    })  # fmt: skip


def _answer_format(way: Way, schema: Mapping[str, Any]) -> dict[str, Any]:
    if way == "chat-object":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": "recipe", "strict": True, "schema": schema}}
