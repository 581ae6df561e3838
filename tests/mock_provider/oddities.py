"""Odd answers by name, each made out of the sound one, as servers, proxies and gateways have been seen to send them."""

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

from tests.mock_provider.reply import JSON, Odd, Reply, failing, saying

ESC = "\x1b[2J\x1b]0;owned\x07"  # what a terminal must never be sent
SECRET = "sk-live-0123456789abcdef"  # what a log must never hold
HTML = b"<!doctype html><title>502</title><h1>Bad Gateway</h1>"


def _fixed(reply: Reply) -> Odd:
    return lambda sound: reply


def _with(**fields: Any) -> Odd:
    """The sound answer with other fields."""
    return lambda sound: saying({**sound, **fields})


def _without(name: str) -> Odd:
    return lambda sound: saying({field: value for field, value in sound.items() if field != name})


def _usage(**counts: Any) -> Odd:
    """The sound answer, whose counts are all changed alike."""
    return _with(usage=counts)


def _counted(change: Callable[[int], Any]) -> Odd:
    return lambda sound: saying({**sound, "usage": {
        name: change(value) if isinstance(value, int) else value for name, value in sound["usage"].items()
    }})  # fmt: skip


def _text(change: Callable[[str], Any]) -> Odd:
    """Another text, in either shape."""

    def odd(sound: dict[str, Any]) -> Reply:
        answer = copy.deepcopy(sound)
        if "choices" in answer:
            message = answer["choices"][0]["message"]
            message["content"] = change(message["content"])
        else:
            part = answer["output"][0]["content"][0]
            part["text"] = change(part["text"])
        return saying(answer)

    return odd


def _status(status: str, error: Any = None, details: Any = None, finish: str = "stop", text: bool = False) -> Odd:
    """A Response that is not completed; a chat completion ends for the like reason."""

    def odd(sound: dict[str, Any]) -> Reply:
        answer = copy.deepcopy(sound)
        if "choices" in answer:
            answer["choices"][0]["finish_reason"] = finish
            return saying(answer)
        answer |= {"status": status, "error": error, "incomplete_details": details}
        answer["output"] = answer["output"] if text else []
        answer["usage"] = answer["usage"] if status == "incomplete" else None
        return saying(answer)

    return odd


def _place(sound: dict[str, Any]) -> str:
    """Where an answer holds what was written."""
    return "choices" if "choices" in sound else "output"


def _refusal(sound: dict[str, Any]) -> Reply:
    answer, words = copy.deepcopy(sound), "I cannot help with that."
    if "choices" in answer:
        answer["choices"][0]["message"] |= {"content": None, "refusal": words}
    else:
        answer["output"][0]["content"] = [{"type": "refusal", "refusal": words}]
    return saying(answer)


def _raw(sound: dict[str, Any]) -> bytes:
    return json.dumps(sound).encode()


def _events(*events: tuple[str, Any]) -> Reply:
    """Server-sent events where one JSON was asked for."""
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    return Reply(body.encode(), headers={"Content-Type": "text/event-stream"})


def _extra(text: str) -> str:
    """The JSON with fields nobody asked for, at every depth."""

    def more(value: Any) -> Any:
        if isinstance(value, dict):
            return {**{name: more(each) for name, each in value.items()}, "confidence": 0.93}
        return [more(each) for each in value] if isinstance(value, list) else value

    return json.dumps(more(json.loads(text)))


# --- On any endpoint ----------------------------------------------------------------------------------

RUBBISH: dict[str, Odd] = {
    "html": _fixed(Reply(HTML, headers={"Content-Type": "text/html"})),
    "html_as_json": _fixed(Reply(HTML)),
    "empty_body": _fixed(Reply(b"")),
    "null": _fixed(Reply(b"null")),
    "number": _fixed(Reply(b"17")),
    "string": _fixed(Reply(b'"OK"')),
    "empty_list": _fixed(Reply(b"[]")),
    "empty_object": _fixed(Reply(b"{}")),
    "error_object": _fixed(saying({"error": {"message": f"upstream {SECRET} {ESC}", "type": "server_error"}})),
    "error_string": _fixed(saying({"error": f"model crashed {ESC}"})),
    "error_list": _fixed(saying({"error": [1]})),
    "error_code_object": _fixed(saying({"error": {"message": 3, "type": [], "code": {"a": 1}, "param": 7}})),
    "sse_error": _fixed(_events(("error", {"error": {"message": "overloaded", "type": "server_error"}}))),
    "half_json": lambda sound: Reply(_raw(sound)[:-40]),
    "two_jsons": lambda sound: Reply(_raw(sound) + _raw(sound)),
    "not_utf8": lambda sound: Reply(b'{"id": "\xff\xfe"' + _raw(sound)[1:]),
    "deep": _fixed(Reply(b"[" * 200_000)),
    "deep_object": _fixed(Reply(b'{"output":' * 50_000)),
    "enormous": _fixed(Reply(b'{"id": "' + b"a" * 48_000_000)),
}  # fmt: skip

WIRE: dict[str, Odd] = {
    "redirect": _fixed(Reply(b"", 307, {"Location": "http://127.0.0.1:9/v1/responses"})),
    "redirect_nowhere": _fixed(Reply(b"", 302, {})),
    "silent": _fixed(Reply(silent=True)),
    "cut": lambda sound: Reply(_raw(sound), cut=40),
    "too_short": lambda sound: Reply(_raw(sound), headers={**JSON, "Content-Length": "9999999"}, cut=9_000_000),
    "drip": lambda sound: Reply(_raw(sound), drip=0.2),
    "drip_headers": lambda sound: Reply(_raw(sound), drip_headers=0.2),
    "hang": lambda sound: Reply(_raw(sound), seconds=30.0),
    "gzip_bomb": _fixed(Reply(b"\x1f\x8b" + b"\x00" * 100, headers={**JSON, "Content-Encoding": "gzip"})),
    "bad_header": _fixed(Reply(b"{}", headers={"Bad Header\x00": "x"})),
}

REFUSED: dict[str, Odd] = {
    "bad_key": _fixed(failing(401, "invalid_api_key", f"Incorrect API key provided: {SECRET}.")),
    "no_permission": _fixed(failing(403, "insufficient_permissions", "You have insufficient permissions.")),
    "no_region": _fixed(failing(403, "unsupported_country_region_territory", "Country not supported.")),
    "html_403": _fixed(Reply(b"<h1>Forbidden</h1>", 403, {"Content-Type": "text/html"})),
    "unverified": _fixed(failing(403, None, "Your organization must be verified to use the model `m`.")),
    "unverified_404": _fixed(failing(404, "model_not_found", "Your organization must be verified to use it.")),
    "no_quota": _fixed(failing(429, "insufficient_quota", "You exceeded your quota.", "insufficient_quota")),
    "no_quota_402": _fixed(failing(402, None, "Payment required.")),
    "billing_limit": _fixed(failing(400, "billing_hard_limit_reached", "Billing hard limit has been reached.")),
    "no_model": _fixed(failing(404, "model_not_found", "The model `m` does not exist.", param="model")),
    "no_model_403": _fixed(failing(403, "model_not_found", "Project does not have access to model `m`.")),
    "no_model_400": _fixed(failing(400, "invalid_model", "invalid model ID", param="model")),
    "no_endpoint": _fixed(failing(404, None, "Invalid URL (POST /v1/nothing)")),
    "no_endpoint_html": _fixed(Reply(b"<h1>Not Found</h1>", 404, {"Content-Type": "text/html"})),
    "no_endpoint_405": _fixed(saying({"detail": "Method Not Allowed"}, 405)),
    "no_endpoint_501": _fixed(saying({"detail": "Not Implemented"}, 501)),
    "bad_value": _fixed(failing(400, "invalid_value", "Invalid value: 'high'.", param="size")),
    "bad_parameter": _fixed(failing(400, "unsupported_parameter", "Unsupported parameter: 'n'.", param="n")),
    "bad_parameter_422": _fixed(saying({"detail": [{"type": "extra_forbidden", "loc": ["body", "n"]}]}, 422)),
    "bad_prompt": _fixed(failing(400, "invalid_prompt", "Your prompt was flagged.")),
    "flagged": _fixed(failing(400, "content_policy_violation", "Your request was rejected.")),
    "moderated": _fixed(failing(400, "moderation_blocked", "Your request was rejected.", "user_error")),
    "too_long": _fixed(failing(400, "context_length_exceeded", "Maximum context length is 8192 tokens.")),
    "too_long_string": _fixed(failing(400, "string_above_max_length", "String too long.", param="input")),
    "too_large_413": _fixed(Reply(b"<h1>Payload Too Large</h1>", 413, {"Content-Type": "text/html"})),
    "too_large_429": _fixed(failing(
        429, "rate_limit_exceeded", "Request too large for gpt on tokens per min (TPM): Limit 30000, Requested 60000.",
        "tokens", headers={"retry-after": "60"},
    )),
    "bad_request": _fixed(failing(400, None, f"Bad request {ESC}{SECRET}")),
    "bad_request_html": _fixed(Reply(b"<h1>Bad Request</h1>", 400, {"Content-Type": "text/html"})),
    "unprocessable": _fixed(saying({"detail": "could not be processed"}, 422)),
}  # fmt: skip

PASSING: dict[str, Odd] = {
    "busy": _fixed(failing(429, "rate_limit_exceeded", "Rate limit.", "requests", headers={"retry-after": "7"})),
    "busy_html": _fixed(Reply(b"<h1>Too Many Requests</h1>", 429, {"Content-Type": "text/html"})),
    "conflict": _fixed(failing(409, None, "Another request is under way.")),
    "overloaded": _fixed(failing(503, "server_overloaded", "The engine is overloaded.", "server_error")),
    "slow_down": _fixed(failing(503, "slow_down", "Slow down.", "server_error")),
    "error_408": _fixed(failing(408, None, "Request timeout.")),
    "error_500": _fixed(failing(500, "server_error", f"The server had an error {SECRET}.", "server_error")),
    "error_500_html": _fixed(Reply(b"<h1>Error</h1>", 500, {"Content-Type": "text/html"})),
    "error_502": _fixed(Reply(HTML, 502, {"Content-Type": "text/html"})),
    "error_503": _fixed(Reply(b"", 503, {})),
    "error_504": _fixed(Reply(HTML, 504, {"Content-Type": "text/html"})),
    "error_529": _fixed(saying({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, 529)),
    "error_599": _fixed(Reply(b"", 599, {})),
}  # fmt: skip

# --- Of a text ----------------------------------------------------------------------------------------

TEXTS: dict[str, Odd] = {
    "output_null": lambda sound: saying({**sound, _place(sound): None}),
    "output_string": lambda sound: saying({**sound, _place(sound): "text"}),
    "output_empty": lambda sound: saying({**sound, _place(sound): []}),
    "text_null": _text(lambda text: None),
    "text_number": _text(lambda text: 17),
    "text_empty": _text(lambda text: ""),
    "text_blank": _text(lambda text: " \n\t "),
    "text_list": _text(lambda text: [text]),
    "text_surrogate": _text(lambda text: text[:-1] + "\ud800"),
    "text_long": _text(lambda text: "x" * 3_000_000),
    "failed": _status("failed", {"code": "server_error", "message": f"boom {SECRET}"}, finish="error"),
    "failed_untold": _status("failed", finish="error"),
    "failed_busy": _status("failed", {"code": "rate_limit_exceeded", "message": "busy"}, finish="error"),
    "in_progress": _status("in_progress", finish="error"),
    "queued": _status("queued", finish="error"),
    "cancelled": _status("cancelled", finish="error"),
    "truncated": _status("incomplete", None, {"reason": "max_output_tokens"}, "length", text=True),
    "filtered": _status("incomplete", None, {"reason": "content_filter"}, "content_filter"),
    "incomplete_untold": _status("incomplete", None, None, "length"),
    "refusal": _refusal,
}  # fmt: skip

# The text in these is sound: only what surrounds it is odd.
SURROUNDINGS: dict[str, Odd] = {
    "model_null": _with(model=None),
    "model_missing": _without("model"),
    "model_number": _with(model=17),
    "model_huge": _with(model="m" * 1_000_000),
    "model_nul": _with(model="gpt\x00-6"),
    "usage_missing": _without("usage"),
    "usage_null": _with(usage=None),
    "usage_empty": _with(usage={}),
    "usage_list": _with(usage=[1, 2]),
    "usage_chat_style": _usage(prompt_tokens=900, completion_tokens=700, total_tokens=1600),
    "usage_strings": _counted(str),
    "usage_floats": _counted(lambda value: value + 0.5),
    "usage_negative": _counted(lambda value: -value),
    "usage_enormous": _counted(lambda value: 10**30),
    "usage_nested": _counted(lambda value: {"count": value}),
    "id_missing": _without("id"),
    "fences": _text(lambda text: f"```json\n{text}\n```"),
    "prose": _text(lambda text: f"Sure, here is {{your}} recipe:\n\n{text}\n\nEnjoy! Ask {{me}} for more."),
    "think": _text(lambda text: f'<think>They want JSON like {{"name": "x"}}.</think>\n{text}'),
    "extra_fields": _text(_extra),
    "bom": lambda sound: Reply(b"\xef\xbb\xbf" + _raw(sound)),
}

TEXT_ODDITIES: dict[str, Odd] = {**RUBBISH, **WIRE, **REFUSED, **PASSING, **TEXTS, **SURROUNDINGS}

# --- Of a picture -------------------------------------------------------------------------------------


def _data(value: Any) -> Odd:
    return lambda sound: saying({**sound, "data": value})


def _as_data_uri(field: str) -> Odd:
    def odd(sound: dict[str, Any]) -> Reply:
        return saying({**sound, "data": [{field: "data:image/jpeg;base64," + sound["data"][0]["b64_json"]}]})

    return odd


PICTURES: dict[str, Odd] = {
    "data_null": _data(None),
    "data_empty": _data([]),
    "data_string": _data("picture"),
    "data_of_null": _data([None]),
    "b64_null": _data([{"b64_json": None}]),
    "b64_number": _data([{"b64_json": 17}]),
    "b64_empty": _data([{"b64_json": ""}]),
    "b64_broken": _data([{"b64_json": "not base64!"}]),
    "b64_text": _data([{"b64_json": base64.b64encode(b"<svg onload=alert(1)>").decode()}]),
    "url_private": _data([{"url": "https://169.254.169.254/latest/meta-data/"}]),
    "url_plain_http": _data([{"url": "http://example.com/picture.jpg"}]),
    "url_file": _data([{"url": "file:///etc/passwd"}]),
    "url_number": _data([{"url": 17}]),
    "url_odd": _data([{"url": "https://[::1"}]),
}
PICTURE_SURROUNDINGS: dict[str, Odd] = {
    "data_uri": _as_data_uri("url"),
    "data_uri_as_b64": _as_data_uri("b64_json"),
    "usage_missing": _without("usage"),
    "usage_negative": _counted(lambda value: -value),
    "usage_strings": _counted(str),
    "usage_enormous": _counted(lambda value: 10**30),
}

IMAGE_ODDITIES: dict[str, Odd] = {**RUBBISH, **WIRE, **REFUSED, **PASSING, **PICTURES, **PICTURE_SURROUNDINGS}
