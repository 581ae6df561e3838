"""Google's Gemini API as its reference has it: `models/{model}:generateContent`, and what it answers instead."""

import base64
import copy
from typing import Any

from tests.mock_provider.oddities import HTML, RUBBISH, SECRET, WIRE
from tests.mock_provider.photographers import Call
from tests.mock_provider.reply import JSON, Odd, Reply, saying
from tests.mock_provider.shapes import a_picture

BASE = "/v1beta"
MODEL = "gemini-nano-banana-2.1"
PATH = f"{BASE}/models/{MODEL}:generateContent"
PIXELS = {"1:1": (1024, 1024), "3:2": (1264, 848), "2:3": (848, 1264), "16:9": (1376, 768), "4:1": (2048, 512)}
TIMES = {"1K": 1, "2K": 2, "4K": 4}
TOKENS = {"1K": 1120, "2K": 1680, "4K": 2520}
RPC = "type.googleapis.com/google.rpc."


def sound(call: Call, origin: str) -> Reply:
    key = call.headers.get("x-goog-api-key")
    if not key:
        return failing(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.")
    if call.method == "GET" and call.path == f"{BASE}/models/{MODEL}":
        return saying({"name": f"models/{MODEL}", "supportedGenerationMethods": ["generateContent"]})
    if call.path != PATH:
        return failing(404, "NOT_FOUND", f"{call.path} is not found for API version v1beta.")
    if fault := _fault(call.body):
        return failing(400, "INVALID_ARGUMENT", f"Invalid JSON payload received. {fault}")
    return saying(an_answer(call.body))


def _fault(body: Any) -> str | None:
    """What a proto of theirs would not take."""
    if unknown := set(body) - {"contents", "generationConfig", "safetySettings", "systemInstruction", "tools"}:
        return f'Unknown name "{unknown.pop()}": Cannot find field.'
    config = body["generationConfig"]
    if unknown := set(config) - {"responseModalities", "imageConfig", "temperature", "topP", "seed", "thinkingConfig"}:
        return f"Unknown name \"{unknown.pop()}\" at 'generation_config': Cannot find field."
    if "IMAGE" not in config["responseModalities"]:
        return "The model does not support the requested response modalities."
    for part in body["contents"][0]["parts"]:
        if set(part) == {"inlineData"} and set(part["inlineData"]) == {"mimeType", "data"}:
            base64.b64decode(part["inlineData"]["data"], validate=True)
        elif set(part) != {"text"}:
            return "Unknown name at 'contents[0].parts[0]': Cannot find field."
    return None


def an_answer(body: dict[str, Any]) -> dict[str, Any]:
    image = body["generationConfig"].get("imageConfig", {})
    size = image.get("imageSize", "1K")
    width, height = (TIMES[size] * side for side in PIXELS[image.get("aspectRatio", "1:1")])
    parts = body["contents"][0]["parts"]
    text = next(part["text"] for part in parts if "text" in part)
    picture = base64.b64encode(a_picture(text, f"{width}x{height}")).decode()
    photos, words, thought = len(parts) - 1, max(1, len(text) // 4), 300
    return {
        "candidates": [{
            "content": {"role": "model", "parts": [{"inlineData": {"mimeType": "image/jpeg", "data": picture}}]},
            "finishReason": "STOP", "index": 0,
        }],
        "usageMetadata": {
            "promptTokenCount": words + 1120 * photos, "candidatesTokenCount": TOKENS[size],
            "thoughtsTokenCount": thought, "totalTokenCount": words + 1120 * photos + TOKENS[size] + thought,
            "promptTokensDetails": [
                {"modality": "TEXT", "tokenCount": words},
                *([{"modality": "IMAGE", "tokenCount": 1120 * photos}] if photos else []),
            ],
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": TOKENS[size]}],
        },
        "modelVersion": MODEL, "responseId": "mock",
    }  # fmt: skip


def failing(status: int, name: str, message: str, *details: dict[str, Any], **headers: str) -> Reply:
    """Google's error object."""
    error = {"code": status, "message": message, "status": name, **({"details": list(details)} if details else {})}
    return saying({"error": error}, status, headers={**JSON, **headers})


def _fixed(reply: Reply) -> Odd:
    return lambda answer: reply


def blocked(reason: Any) -> Odd:
    """The prompt was stopped: no candidates, and the prompt counted."""
    return lambda answer: saying({
        "promptFeedback": {"blockReason": reason}, "modelVersion": MODEL,
        "usageMetadata": {"promptTokenCount": 20, "totalTokenCount": 20},
    })  # fmt: skip


def finished(reason: Any, *parts: dict[str, Any]) -> Odd:
    """The model came to an end without a picture."""
    candidate = {"finishReason": reason, "index": 0, **({"content": {"parts": list(parts)}} if parts else {})}
    counts = {"promptTokenCount": 20, "thoughtsTokenCount": 100, "totalTokenCount": 120}
    return lambda answer: saying({"candidates": [candidate], "usageMetadata": counts})


def _with(**fields: Any) -> Odd:
    return lambda answer: saying({**answer, **fields})


def _data(change: Any) -> Odd:
    """Other data in the picture's place."""

    def odd(answer: dict[str, Any]) -> Reply:
        changed = copy.deepcopy(answer)
        inline = changed["candidates"][0]["content"]["parts"][0]["inlineData"]
        inline["data"] = change(inline["data"])
        return saying(changed)

    return odd


def _after_a_thought(answer: dict[str, Any]) -> Reply:
    """A draft, marked as a thought, and words come before the picture."""
    changed = copy.deepcopy(answer)
    draft = {"thought": True, "inlineData": {"mimeType": "image/png", "data": base64.b64encode(b"draft").decode()}}
    changed["candidates"][0]["content"]["parts"][:0] = [draft, {"text": "Here it is."}]
    return saying(changed)


LEAKED = {"@type": RPC + "ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com"}
WAIT = {"@type": RPC + "RetryInfo", "retryDelay": "34s"}
DAY = {"@type": RPC + "QuotaFailure", "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}]}
MINUTE = {"@type": RPC + "QuotaFailure", "violations": [{"quotaId": "GenerateRequestsPerMinutePerProject"}]}
FIELD = {
    "@type": RPC + "BadRequest",
    "fieldViolations": [{"field": "generation_config.image_config.image_size", "description": "unsupported"}],
}
FREE_TEXT = "You exceeded your current quota. Please retry in 34.07s."

REFUSED: dict[str, Odd] = {
    **{f"blocked_{reason}": blocked(reason) for reason in (
        "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "BLOCK_REASON_UNSPECIFIED",
    )},
    **{f"finished_{reason}": finished(reason) for reason in (
        "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
    )},
    "blocked_oddly": blocked(["SAFETY"]),
}  # fmt: skip
PICTURELESS: dict[str, Odd] = {
    **{f"finished_{reason}": finished(reason) for reason in ("NO_IMAGE", "IMAGE_OTHER", "OTHER", "MAX_TOKENS", "STOP")},
    "words_only": finished("STOP", {"text": "I would rather not draw that."}),
    "thought_only": finished("STOP", {"thought": True, "inlineData": {"mimeType": "image/png", "data": "AAAA"}}),
}
UNREADABLE: dict[str, Odd] = {
    "candidates_null": _with(candidates=None),
    "candidates_empty": _with(candidates=[]),
    "candidates_string": _with(candidates="picture"),
    "candidate_null": _with(candidates=[None]),
    "content_list": _with(candidates=[{"content": [1]}]),
    "parts_object": _with(candidates=[{"content": {"parts": {}}}]),
    "part_number": _with(candidates=[{"content": {"parts": [7]}}]),
    "finish_unknown": finished("FINISH_REASON_OF_TOMORROW"),
    "finish_number": finished(7),
    "feedback_list": _with(promptFeedback=[1], candidates=[]),
    "data_null": _data(lambda data: None),
    "data_number": _data(lambda data: 17),
    "data_empty": _data(lambda data: ""),
    "data_cut": _data(lambda data: data[:-1]),
    "data_long": _data(lambda data: "%" * 1_000_000),
    "data_address": _data(lambda data: "https://169.254.169.254/latest/meta-data/"),
}
PAID_TO_THE_END: dict[str, Odd] = {
    "after_a_thought": _after_a_thought,
    "usage_missing": lambda answer: saying({name: each for name, each in answer.items() if name != "usageMetadata"}),
    "usage_strings": _with(usageMetadata={"promptTokenCount": "20", "totalTokenCount": []}),
    "usage_negative": _with(usageMetadata={"promptTokenCount": -5, "candidatesTokenCount": -1}),
    "usage_enormous": _with(usageMetadata={"promptTokenCount": 10**30, "candidatesTokenCount": 10**30}),
    "usage_details_odd": _with(usageMetadata={
        "promptTokenCount": 20, "candidatesTokenCount": 1120, "candidatesTokensDetails": [{"modality": ["IMAGE"]}, 7],
    }),
}  # fmt: skip
FAILED: dict[str, Odd] = {
    "bad_key": _fixed(failing(400, "INVALID_ARGUMENT", f"API key not valid: {SECRET}", LEAKED)),
    "unauthenticated": _fixed(failing(401, "UNAUTHENTICATED", "Expected OAuth 2 access token.")),
    "denied": _fixed(failing(403, "PERMISSION_DENIED", "Your API key was reported as leaked.")),
    "elsewhere": _fixed(failing(400, "FAILED_PRECONDITION", "User location is not supported for the API use.")),
    "no_model": _fixed(failing(404, "NOT_FOUND", "models/x is not found for API version v1beta.")),
    "no_credit": _fixed(failing(402, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.")),
    "day_over": _fixed(failing(429, "RESOURCE_EXHAUSTED", FREE_TEXT, DAY, WAIT)),
    "bad_field": _fixed(failing(400, "INVALID_ARGUMENT", "Unsupported image size.", FIELD)),
    "bad_argument": _fixed(failing(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")),
    "busy_in_details": _fixed(failing(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted.", MINUTE, WAIT)),
    "busy_in_words": _fixed(failing(429, "RESOURCE_EXHAUSTED", FREE_TEXT)),
    "busy_in_header": _fixed(failing(429, "RESOURCE_EXHAUSTED", "Slow down.", **{"Retry-After": "34"})),
    "busy_untold": _fixed(failing(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).")),
    "internal": _fixed(failing(500, "INTERNAL", f"An internal error has occurred {SECRET}.")),
    "overloaded": _fixed(failing(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")),
    "deadline": _fixed(failing(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.")),
    "html_502": _fixed(Reply(HTML, 502, {"Content-Type": "text/html"})),
    "details_odd": _fixed(failing(429, "RESOURCE_EXHAUSTED", "", {"violations": [7]}, {"reason": {}})),
    "details_string": _fixed(saying({"error": {"code": "429", "details": "none", "status": 7}}, 429)),
}
ODDITIES: dict[str, Odd] = {
    **RUBBISH, **WIRE, **REFUSED, **PICTURELESS, **UNREADABLE, **PAID_TO_THE_END, **FAILED,
}  # fmt: skip
