"""Replicate's API as its reference has it: predictions, `Prefer: wait`, problem objects, files at addresses."""

import copy
import re
from itertools import count
from typing import Any

from tests.mock_provider.oddities import HTML, RUBBISH, SECRET, WIRE
from tests.mock_provider.photographers import Call
from tests.mock_provider.reply import JSON, Odd, Reply, saying
from tests.mock_provider.shapes import a_picture

BASE = "/v1"
MODEL = "black-forest-labs/flux-1.1-pro"
NUMBER = count(1)
LOOKS: dict[str, int] = {}  # predictions that are under way, and how often they will still be when looked at


def sound(call: Call, origin: str) -> Reply:
    if call.method == "GET" and call.path.startswith("/files/"):
        return Reply(a_picture(call.path, "512x512"), headers={"Content-Type": "image/jpeg"})
    if not call.headers.get("authorization", "").startswith("Bearer "):
        return problem(401, "Unauthenticated", "You did not pass a valid authentication token")
    if call.method == "GET" and call.path == f"/v1/models/{MODEL}":
        return saying({"owner": MODEL.split("/")[0], "name": MODEL.split("/")[1]})
    if found := re.fullmatch(r"/v1/predictions/(\w+)", call.path):
        return _look(found[1], origin)
    if call.path not in (f"/v1/models/{MODEL}/predictions", "/v1/predictions"):
        return problem(404, "Not found", "The requested resource could not be found.")
    if not re.fullmatch(r"wait=([1-9]|[1-5]\d|60)", call.headers.get("prefer", "")):
        return problem(400, "Bad request", "Prefer: wait takes 1 to 60 seconds")
    if not isinstance(call.body, dict) or not call.body.get("input", {}).get("prompt"):
        return problem(422, "Input validation failed", "- input: prompt is required\n")
    return saying(a_prediction(f"p{next(NUMBER)}", origin), 201)


def a_prediction(name: str, origin: str, status: str = "succeeded") -> dict[str, Any]:
    return {
        "id": name, "model": MODEL, "version": "hidden", "input": {"prompt": "x"}, "logs": "", "error": None,
        "output": f"{origin}/files/{name}.jpg" if status == "succeeded" else None, "status": status,
        "data_removed": False, "created_at": "2026-12-01T00:00:00Z", "metrics": {"predict_time": 2.1},
        "urls": {"get": f"https://api.replicate.com/v1/predictions/{name}", "cancel": "https://x"},
    }  # fmt: skip


def _look(name: str, origin: str) -> Reply:
    left = LOOKS.get(name, 0)
    LOOKS[name] = left - 1
    return saying(a_prediction(name, origin, "processing" if left > 0 else "succeeded"))


def problem(status: int, title: str, detail: str, **headers: str) -> Reply:
    body = {"title": title, "detail": f"{detail} {SECRET}", "status": status}
    return saying(body, status, headers={**JSON, "Content-Type": "application/problem+json", **headers})


def _fixed(reply: Reply) -> Odd:
    return lambda answer: reply


def _with(**fields: Any) -> Odd:
    return lambda answer: saying({**answer, **fields}, 201)


def failed(words: Any) -> Odd:
    return _with(status="failed", output=None, error=words)


def under_way(looks: int, status: str = "processing") -> Odd:
    """The call came back before the picture was made."""

    def odd(answer: dict[str, Any]) -> Reply:
        changed = copy.deepcopy(answer) | {"status": status, "output": None}
        LOOKS[changed["id"]] = looks
        return saying(changed, 202)

    return odd


UNREADABLE: dict[str, Odd] = {
    "output_null": _with(output=None), "output_empty": _with(output=[]), "output_number": _with(output=17),
    "output_object": _with(output={"url": "x"}), "output_of_null": _with(output=[None]),
    "output_cut": _with(output="data:image/jpeg;base64,AAA"),
    "output_long": _with(output="%" * 1_000_000), "output_file": _with(output="file:///etc/passwd"),
    "output_private": _with(output="https://10.0.0.1/picture.jpg"), "output_plain": _with(output="http://example.com/a"),
    "status_null": _with(status=None), "status_unknown": _with(status="dreaming"),
    "status_list": _with(status=["succeeded"]),
    "id_missing": _with(id=None, status="processing"), "id_path": _with(id="../../secrets", status="starting"),
    "error_object": failed({"a": 1}), "error_null": failed(None),
}  # fmt: skip
ENDED: dict[str, Odd] = {
    "nsfw": failed("NSFW content detected. Try running it again, or try a different prompt."),
    "sensitive": failed("The input or output was flagged as sensitive. Please try again with different inputs. (E005)"),
    "nsfw_all": failed("All generated images contained NSFW content. Try running it again."),
    "policy": failed("Your request was rejected by our content moderation system."),
    "high_demand": failed("Service is currently unavailable due to high demand. Please try again later. (E003)"),
    "start_timeout": failed("Prediction timed out before starting (E6716)"),
    "out_of_memory": failed("The model ran out of memory (E1001)"),
    "unknown_failure": failed("Something broke inside. (E1000)"),
    "canceled": _with(status="canceled", output=None),
    "aborted": _with(status="aborted", output=None),
}
FAILED: dict[str, Odd] = {
    "bad_key": _fixed(problem(401, "Unauthenticated", "You did not pass a valid authentication token")),
    "no_credit": _fixed(problem(402, "Insufficient credit", "You have insufficient credit to run this model.")),
    "forbidden": _fixed(problem(403, "Forbidden", "You do not have permission.")),
    "no_model": _fixed(problem(404, "Not found", "The requested resource could not be found.")),
    "no_version": _fixed(problem(422, "Invalid version or not permitted", "The specified version does not exist.")),
    "bad_input": _fixed(problem(422, "Input validation failed", "- input.seed: Invalid type.")),
    "busy_in_words": _fixed(problem(429, "Throttled", "Request was throttled. Your rate limit resets in ~30s.")),
    "busy_in_header": _fixed(problem(429, "Throttled", "Slow down.", **{"Retry-After": "12"})),
    "busy_untold": _fixed(saying({"detail": "Request was throttled."}, 429)),
    "internal": _fixed(problem(500, "Internal error", "Oops.")),
    "html_502": _fixed(Reply(HTML, 502, {"Content-Type": "text/html"})),
    "unavailable": _fixed(Reply(b"", 503, {})),
    "detail_odd": _fixed(saying({"detail": [1], "title": {}}, 500)),
}  # fmt: skip
LATER: dict[str, Odd] = {"once": under_way(0, "starting"), "twice": under_way(1)}
ODDITIES: dict[str, Odd] = {**RUBBISH, **WIRE, **UNREADABLE, **ENDED, **FAILED, **LATER, "never": under_way(1000)}
