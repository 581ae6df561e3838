"""What came back is read without trust."""

import json
from typing import Any

import pytest

from brigade.errors import AnswerFiltered, AnswerRefused, AnswerTruncated, BrigadeError, ModelBusy, ModelDown
from brigade.providers.answers import LONGEST_TEXT, json_of, written_of
from tests.mock_provider.shapes import a_chat_completion, a_response


def response(text: Any = "{}", **fields: Any) -> dict[str, Any]:
    return {**a_response({"model": "luna"}, text), **fields}


def chat(text: Any = "{}", finish: str | None = "stop", **message: Any) -> dict[str, Any]:
    answer = a_chat_completion({"model": "luna"}, "{}")
    answer["choices"][0] |= {"finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
    return answer


def output(*content: Any) -> list[Any]:
    return [{"type": "message", "content": list(content)}]


@pytest.mark.parametrize("answer", [response("hello"), chat("hello")])
def test_the_text_and_its_writer_are_read_in_either_shape(answer: dict[str, Any]) -> None:
    assert written_of(answer) == ("hello", "luna")


def test_a_text_in_parts_is_joined_and_what_is_no_text_is_passed_over() -> None:
    text = [{"type": "output_text", "text": each} for each in "ab"]
    items = [{"type": "reasoning", "summary": []}, None, 3, *output(*text, None, {"type": "audio"})]
    assert written_of(response(output=items)).text == "ab"
    assert written_of(chat([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])).text == "ab"


def test_a_server_that_says_nothing_of_its_status_is_believed_to_have_finished() -> None:
    assert written_of({"output": output({"type": "output_text", "text": "a"})}).text == "a"
    assert written_of(chat("a", finish=None)).text == "a"


@pytest.mark.parametrize("name", [None, 17, "", "m" * 101, "gpt\x006", "gpt\x1b[2J", "модель", ["luna"]])
def test_a_writer_s_name_that_cannot_be_kept_loses_no_text(name: Any) -> None:
    assert written_of(response("a", model=name)) == ("a", None)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        *((each, ModelDown) for each in (None, [], {}, 17, "OK", True, {"output": None}, {"choices": None})),
        *((chat(each), ModelDown) for each in (None, 17, "", " \n", {}, [], ["a"], [{"text": 3}])),
        *((response(each), ModelDown) for each in ("", " \n")),
        (response(output=output({"type": "output_text", "text": None})), ModelDown),
        (response(output=output({"type": "output_text", "text": 17})), ModelDown),
        (response("a\ud800"), ModelDown),
        (response("a" * (LONGEST_TEXT + 1)), ModelDown),
        ({"choices": []}, ModelDown),
        ({"choices": [None]}, ModelDown),
        ({"choices": [{"message": None}]}, ModelDown),
        (chat("a", finish="error"), ModelDown),
        (chat("a", finish="length"), AnswerTruncated),
        (chat("a", finish="content_filter"), AnswerFiltered),
        (chat(None, refusal="no"), AnswerRefused),
        (response(output=output({"type": "refusal", "refusal": "no"})), AnswerRefused),
        (response(status="incomplete", incomplete_details={"reason": "max_output_tokens"}), AnswerTruncated),
        (response(status="incomplete", incomplete_details={"reason": "content_filter"}), AnswerFiltered),
        (response(status="incomplete", incomplete_details=None), AnswerTruncated),
        *((response("a", status=each), ModelDown) for each in ("failed", "in_progress", "queued", "cancelled")),
        (response("a", status="failed", error={"code": "server_error"}), ModelDown),
        (response("a", status="failed", error={"code": "rate_limit_exceeded"}), ModelBusy),
        ({"error": {"message": "boom"}}, ModelDown),
        ({"error": "boom"}, ModelDown),
        ({"error": [1]}, ModelDown),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else str(each)[:60],
)
def test_what_is_no_sound_text_is_a_named_error(answer: Any, error: type[BrigadeError]) -> None:
    with pytest.raises(error) as raised:
        written_of(answer)
    assert type(raised.value) is error


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{", b"{} {}", b'{"a": NaN}', b'{"a": "\xff"}', b"[" * 200_000, b'{"a":' * 50_000, b"data: no"],
)
def test_a_body_that_is_not_json_is_a_provider_that_is_down(body: bytes) -> None:
    with pytest.raises(ModelDown):
        json_of(body)


def test_a_body_is_read_behind_a_mark_and_out_of_events() -> None:
    assert json_of(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert json_of(b'event: error\ndata: {"error": {"code": "x"}}\n\n') == {"error": {"code": "x"}}
    assert json_of(json.dumps({"a": 10**30}).encode()) == {"a": 10**30}
