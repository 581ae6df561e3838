"""What a provider answered, read without trust: a body of any kind becomes JSON, a written text, or a named error."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import from_json

from brigade.errors import AnswerFiltered, AnswerRefused, AnswerTruncated, BrigadeError, ModelDown
from brigade.providers.refusals import OK, error_of, refusal_of

LONGEST_TEXT = 200_000  # characters; ten times the longest recipe
LONGEST_NAME = 100
UNFINISHED = ("in_progress", "queued", "cancelled")


class Written(NamedTuple):
    """A text and the model that wrote it, None where the answer does not say it in a way that can be kept."""

    text: str
    model: str | None


def json_of(body: bytes) -> Any:
    """The JSON of a body; of server-sent events the last one's. Raises ModelDown where there is none."""
    text = body.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"event:", b"data:")):
        lines = [line.removeprefix(b"data:") for line in text.splitlines() if line.startswith(b"data: {")]
        text = lines[-1] if lines else b""
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise ModelDown("the provider's answer is not JSON") from None


def json_or_nothing(body: bytes) -> Any:
    """The JSON of a body, None where there is none."""
    try:
        return json_of(body)
    except ModelDown:
        return None


def object_of(answer: Any) -> Mapping[str, Any]:
    """The answer, where it is an object that tells of no error. Raises what it tells of."""
    if not isinstance(answer, Mapping):
        raise ModelDown("the provider's answer is no object")
    if answer.get("error"):
        raise error_of(refusal_of(OK, answer), AnswerFiltered)
    return answer


def written_of(answer: Any) -> Written:
    """The text in a Response or a chat completion.

    Raises AnswerTruncated, AnswerFiltered, AnswerRefused; ModelDown or ModelBusy where the model failed or there is no
    text that could be kept.
    """
    fields = object_of(answer)
    text = _chat_text(fields) if "choices" in fields else _response_text(fields)
    return Written(_sound(text), _model(fields.get("model")))


def _response_text(fields: Mapping[str, Any]) -> str:
    _raise_unless_complete(fields)
    parts = list(_parts(fields.get("output")))
    if any(part.get("type") == "refusal" for part in parts):
        raise AnswerRefused("the writer declined")
    return _joined([part.get("text") for part in parts if part.get("type") == "output_text"])


def _raise_unless_complete(fields: Mapping[str, Any]) -> None:
    status = fields.get("status")
    if status == "failed":
        raise ModelDown("the provider's model failed")
    if status in UNFINISHED:
        raise ModelDown(f"the provider's model did not finish ({status})")
    if status == "incomplete":
        details = fields.get("incomplete_details")
        raise _stopped(details.get("reason") if isinstance(details, Mapping) else None)


def _parts(output: Any) -> Iterator[Mapping[str, Any]]:
    """The parts of a Response's messages."""
    for item in output if isinstance(output, list) else []:
        content = item.get("content") if isinstance(item, Mapping) and item.get("type") == "message" else None
        yield from (part for part in (content if isinstance(content, list) else []) if isinstance(part, Mapping))


def _chat_text(fields: Mapping[str, Any]) -> str:
    choices = fields["choices"]
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        raise ModelDown("the provider's answer holds no text")
    if (reason := choice.get("finish_reason")) in ("length", "content_filter"):
        raise _stopped(reason)
    if reason == "error":
        raise ModelDown("the provider's model failed")
    if message.get("refusal"):
        raise AnswerRefused("the writer declined")
    content = message.get("content")
    if isinstance(content, list):
        return _joined([part.get("text") for part in content if isinstance(part, Mapping)])
    return _joined([content])


def _stopped(reason: Any) -> BrigadeError:
    if reason == "content_filter":
        return AnswerFiltered("the provider's content filter stopped the answer")
    return AnswerTruncated("the answer stopped at its length limit")


def _joined(texts: list[Any]) -> str:
    if not texts or not all(isinstance(text, str) for text in texts):
        raise ModelDown("the provider's answer holds no text")
    return "".join(texts)


def _sound(text: str) -> str:
    """A text that is one: neither empty nor endless, and of whole characters."""
    if not text.strip():
        raise ModelDown("the provider's answer is empty")
    if len(text) > LONGEST_TEXT:
        raise ModelDown("the provider's answer is longer than any recipe")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ModelDown("the provider's answer holds broken characters")
    return text


def _model(name: Any) -> str | None:
    fits = isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isascii() and name.isprintable()
    return name if fits else None


def dumped(value: Any) -> str:
    """JSON in which a broken character stays an escape, to be found by whoever checks it."""
    return json.dumps(value, separators=(",", ":"))
