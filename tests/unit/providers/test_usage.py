"""What a provider counted, in all its shapes, and what nobody can have counted."""

from typing import Any

import pytest
from openai.types.responses import ResponseUsage

from brigade.providers.usage import Usage, UsageImpossible, counted_in, read_usage

RESPONSES = {
    "input_tokens": 1_400, "input_tokens_details": {"cached_tokens": 1_024}, "output_tokens": 900,
    "output_tokens_details": {"reasoning_tokens": 200}, "total_tokens": 2_300,
}  # fmt: skip
CHAT = {
    "prompt_tokens": 1_400, "prompt_tokens_details": {"cached_tokens": 1_024, "audio_tokens": 0},
    "completion_tokens": 900, "completion_tokens_details": {"reasoning_tokens": 200}, "total_tokens": 2_300,
}  # fmt: skip
IMAGE = {
    "input_tokens": 150, "input_tokens_details": {"text_tokens": 100, "image_tokens": 50}, "output_tokens": 1_100,
    "output_tokens_details": {"text_tokens": 44, "image_tokens": 1_056}, "total_tokens": 1_250,
}  # fmt: skip
BOTH = Usage(input_tokens=1_400, cached_tokens=1_024, output_tokens=900, reasoning_tokens=200)


@pytest.mark.parametrize("raw", [RESPONSES, CHAT])
def test_both_ways_of_saying_a_text_calls_count_are_read(raw: dict[str, Any]) -> None:
    assert read_usage(raw) == BOTH


def test_an_object_of_the_sdk_is_read_like_its_json() -> None:
    raw = {**RESPONSES, "input_tokens_details": {"cached_tokens": 1_024, "cache_write_tokens": 0}}
    assert read_usage(ResponseUsage.model_validate(raw)) == BOTH


def test_an_sdk_object_that_holds_rubbish_is_found_out() -> None:
    with pytest.raises(UsageImpossible):
        read_usage(ResponseUsage.construct(**{**RESPONSES, "output_tokens": "900"}))


def test_the_tokens_of_a_picture_are_told_from_those_of_its_prompt() -> None:
    assert read_usage(IMAGE) == Usage(
        input_tokens=150, image_input_tokens=50, output_tokens=1_100, image_output_tokens=1_056
    )


def test_a_cache_is_read_where_the_count_is_not_in_the_details() -> None:
    raw = {"prompt_tokens": 100, "completion_tokens": 5, "prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36}
    assert read_usage(raw) == Usage(input_tokens=100, cached_tokens=64, output_tokens=5)


def test_tokens_written_to_the_cache_are_counted_apart() -> None:
    raw = {**RESPONSES, "input_tokens_details": {"cached_tokens": 200, "cache_write_tokens": 1_000}}
    assert read_usage(raw) == BOTH.model_copy(update={"cached_tokens": 200, "cache_write_tokens": 1_000})


def test_reasoning_that_only_the_total_counts_is_paid_as_output() -> None:
    raw = {**CHAT, "completion_tokens": 700}  # as some do who leave the reasoning out of it
    assert read_usage(raw) == BOTH


@pytest.mark.parametrize("raw", [
    None, {}, {"total_tokens": 12}, {"prompt_tokens": 12}, {"prompt_tokens": None, "completion_tokens": 3},
    {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
])  # fmt: skip
def test_a_count_that_is_not_there_is_none(raw: object) -> None:
    assert read_usage(raw) is None


@pytest.mark.parametrize("details", [None, {}, {"cached_tokens": None}])
def test_details_may_be_missing(details: object) -> None:
    raw = {"input_tokens": 10, "input_tokens_details": details, "output_tokens": 2, "output_tokens_details": None}
    assert read_usage(raw) == Usage(input_tokens=10, output_tokens=2)


@pytest.mark.parametrize("value", [-1, "1400", 1_400.0, 1.5, True, 10**30, 200_001, float("nan"), [1_400], {}])
@pytest.mark.parametrize("name", ["input_tokens", "output_tokens", "total_tokens"])
def test_what_is_no_number_of_tokens_is_impossible(name: str, value: object) -> None:
    with pytest.raises(UsageImpossible):
        read_usage({**RESPONSES, name: value})


@pytest.mark.parametrize("changes", [
    {"input_tokens_details": {"cached_tokens": 1_401}},
    {"input_tokens_details": {"cached_tokens": -1}},
    {"input_tokens_details": {"cached_tokens": 1_000, "cache_write_tokens": 401}},
    {"input_tokens_details": {"image_tokens": 1_401}},
    {"output_tokens_details": {"reasoning_tokens": 901}},
    {"output_tokens_details": {"image_tokens": "all"}},
    {"input_tokens_details": [1_024]},
])  # fmt: skip
def test_a_part_is_a_number_and_never_more_than_its_sum(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageImpossible):
        read_usage({**RESPONSES, **changes})


@pytest.mark.parametrize("raw", ["1400", 12, [], ["input_tokens"], True])
def test_what_is_no_set_of_counts_is_impossible(raw: object) -> None:
    with pytest.raises(UsageImpossible):
        read_usage(raw)


def test_an_answer_without_a_count_that_can_be_has_none() -> None:
    assert counted_in({"id": "x", "usage": CHAT}) == BOTH
    assert [counted_in(said) for said in ({}, {"usage": {"input_tokens": -1, "output_tokens": 2}}, [], None, "x")] == [
        None
    ] * 5
