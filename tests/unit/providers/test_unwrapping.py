"""JSON out of what surrounds it, and without what nobody asked for."""

import json

import pytest

from brigade.generation.prompts import draft_schema
from brigade.providers.unwrapping import is_whole, object_within, pruned
from tests.factories import a_draft

SOUND = {"name": "soup", "parts": [{"a": 1}, {"a": 2}], "text": "```}{<think>"}
TEXT = json.dumps(SOUND)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"Here is {{your}} recipe:\n{TEXT}\nEnjoy {{it}}!",
        f'<think>Perhaps {{"name": "x"}}?</think>\n{TEXT}',
        f'Perhaps {{"name": "x"}}?</think>{TEXT}',
        f'<think>{{"a": 1}}</think>Sure:\n```json\n{TEXT}\n```\nEnjoy!',
        f'{{"example": 1}} and now the recipe: {TEXT}',
        f"\ufeff{TEXT}",
    ],
)
def test_an_object_is_found_in_what_surrounds_it(text: str) -> None:
    assert object_within(text) == SOUND


@pytest.mark.parametrize("text", ["", "soup", "[1, 2]", "17", "null", '{"a": ', "{" * 100_000, '{"a":' * 50_000])
def test_where_there_is_none_nothing_is_found(text: str) -> None:
    assert object_within(text) is None


def test_fields_that_nobody_asked_for_are_dropped_at_every_depth() -> None:
    sound = a_draft().model_dump(mode="json")
    wordy = {**sound, "confidence": 1, "plating": {**sound["plating"], "mood": "calm"},
             "ingredients": [{**line, "brand": "x"} for line in sound["ingredients"]]}  # fmt: skip
    assert pruned(wordy, draft_schema()) == sound


@pytest.mark.parametrize("value", [None, 3, "text", [1], {"ingredients": 3}, {"ingredients": [3]}, {"plating": None}])
def test_what_does_not_fit_the_schema_stays_for_whoever_checks_it(value: object) -> None:
    assert pruned(value, draft_schema()) == value


def test_alternatives_are_looked_into() -> None:
    schema = {"properties": {"a": {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]}},
              "$defs": {"A": {"properties": {"b": {}}}}}  # fmt: skip
    assert pruned({"a": {"b": 1, "c": 2}}, schema) == {"a": {"b": 1}}
    assert pruned({"a": None}, schema) == {"a": None}


@pytest.mark.parametrize(("found", "whole"), [
    (None, False), ({}, False), ({"a": None}, False), ({"a": 1, "b": None}, True), ({"a": 1, "b": 2, "c": 3}, True),
])  # fmt: skip
def test_an_object_is_whole_that_has_every_required_field(found: dict[str, int] | None, whole: bool) -> None:
    assert is_whole(found, {"type": "object", "required": ["a", "b"]}) is whole
    assert is_whole(found, {"type": "object"}) is (found is not None)
