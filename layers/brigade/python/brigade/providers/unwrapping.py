"""The JSON object in what a model wrote: out of fences, prose and thoughts, and without fields nobody asked for."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>|^.*</think(?:ing)?>", re.DOTALL)
FENCED = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
MOST_LOOKS = 50  # braces that may begin it

DECODER = json.JSONDecoder()


def object_within(text: str) -> dict[str, Any] | None:
    """The largest JSON object in the text; None where there is none."""
    spoken = THOUGHTS.sub("", text)
    for part in (spoken, *FENCED.findall(spoken)):
        if isinstance(whole := _decoded(part.strip()), dict):
            return whole
    found = list(_objects(spoken))
    return max(found, key=lambda each: len(str(each)), default=None)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Objects that stand in the text side by side; none inside another."""
    place = text.find("{")
    for _ in range(MOST_LOOKS):
        if place < 0:
            return
        try:
            value, end = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            yield value
        place = text.find("{", end)


def is_whole(found: Mapping[str, Any] | None, schema: Mapping[str, Any]) -> bool:
    """Whether it is an object with every field that its JSON schema requires."""
    return found is not None and found.keys() >= set(schema.get("required", ()))


def pruned(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Any:
    """The value without what its JSON schema does not name, at every depth."""
    root = root or schema
    schema = _resolved(schema, root)
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        return {name: pruned(each, known[name], root) for name, each in value.items() if name in known}
    if isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        return [pruned(each, schema["items"], root) for each in value]
    return value


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to; of alternatives the one that is an object."""
    if reference := schema.get("$ref"):
        found: Mapping[str, Any] = root["$defs"][reference.rpartition("/")[2]]
        return found
    if isinstance(alternatives := schema.get("anyOf"), list):
        resolved = [_resolved(each, root) for each in alternatives]
        return next((each for each in resolved if "properties" in each or "items" in each), schema)
    return schema
