"""fal's synchronous API as its reference has it: `POST /{owner}/{app}`, faults with types, and files at addresses."""

import base64
import copy
from collections.abc import Callable
from typing import Any

from tests.mock_provider.oddities import HTML, RUBBISH, SECRET, WIRE
from tests.mock_provider.photographers import Call
from tests.mock_provider.reply import JSON, Odd, Reply, saying
from tests.mock_provider.shapes import a_picture

BASE = ""
MODEL = "fal-ai/flux/dev"


def sound(call: Call, origin: str) -> Reply:
    if call.method == "GET" and call.path.startswith("/files/"):
        return Reply(a_picture(call.path, "512x512"), headers={"Content-Type": "image/jpeg"})
    if not call.headers.get("authorization", "").startswith("Key "):
        return saying({"detail": "Authentication is required to access this application"}, 401)
    if call.path not in (f"/{MODEL}", f"/{MODEL}/edit"):
        return saying({"detail": f"Application {call.path} not found"}, 404)
    if not isinstance(call.body, dict) or not call.body.get("prompt"):
        return fault(422, "missing", ["body", "prompt"])
    return saying(an_answer(call.body, origin), headers={**JSON, "x-fal-billable-units": "1"})


def an_answer(body: dict[str, Any], origin: str) -> dict[str, Any]:
    size = body["image_size"]
    picture = a_picture(body["prompt"], f"{size['width']}x{size['height']}")
    uri = "data:image/jpeg;base64," + base64.b64encode(picture).decode()
    image = {
        "url": uri if body.get("sync_mode") else f"{origin}/files/picture.jpg",
        "width": size["width"], "height": size["height"], "content_type": "image/jpeg",
    }  # fmt: skip
    return {"images": [image], "timings": {"inference": 1.2}, "seed": 7, "has_nsfw_concepts": [False], "prompt": "x"}


def fault(status: int, kind: str, where: list[str], units: str | None = None, **more: Any) -> Reply:
    """A model's list of typed faults."""
    one = {
        "loc": where,
        "msg": f"Something was wrong {SECRET}.",
        "type": kind,
        "url": f"https://docs.fal.ai/errors#{kind}",
    }
    headers = {**JSON, "X-Fal-Retryable": "false", **({"x-fal-billable-units": units} if units else {})}
    return saying({"detail": [{**one, **more}]}, status, headers=headers)


def failing(status: int, kind: str, words: str = "Something was wrong.", **headers: str) -> Reply:
    """An error of the platform's own."""
    told = {**JSON, "X-Fal-Error-Type": kind, **headers}
    return saying({"detail": words, "error_type": kind}, status, headers=told)


def _fixed(reply: Reply) -> Odd:
    return lambda answer: reply


def _with(**fields: Any) -> Odd:
    return lambda answer: saying({**answer, **fields})


def _url(value: Any) -> Odd:
    def odd(answer: dict[str, Any]) -> Reply:
        changed = copy.deepcopy(answer)
        changed["images"][0]["url"] = value(changed["images"][0]["url"]) if isinstance(value, Callable) else value
        return saying(changed)

    return odd


LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."
FLAGGED = fault(422, "content_policy_violation", ["body", "prompt"], categories=["violence"])
UNREADABLE: dict[str, Odd] = {
    "images_null": _with(images=None), "images_empty": _with(images=[]), "images_string": _with(images="picture"),
    "image_null": _with(images=[None]), "image_number": _with(images=[7]),
    "url_null": _url(None), "url_number": _url(17), "url_empty": _url(""), "url_list": _url(["x"]),
    "url_cut": _url(lambda url: url[:-1]), "url_long": _url("%" * 1_000_000), "url_file": _url("file:///etc/passwd"),
    "url_private": _url("https://169.254.169.254/latest/meta-data/"), "url_plain": _url("http://example.com/a.jpg"),
    "url_odd": _url("https://[::1"),
}  # fmt: skip
FAILED: dict[str, Odd] = {
    "bad_key": _fixed(saying({"detail": "Cannot access application: invalid key."}, 401)),
    "locked": _fixed(saying({"detail": LOCKED}, 403)),
    "top_up": _fixed(saying({"detail": "User is locked. Reason: TOP_UP."}, 403)),
    "admin_lock": _fixed(saying({"detail": "User is locked. Reason: Admin lock."}, 403)),
    "no_model": _fixed(saying({"detail": "Application 'flux-9' not found"}, 404)),
    "no_endpoint": _fixed(saying({"detail": "Path /edit not found"}, 404)),
    "flagged": _fixed(FLAGGED),
    "bad_size": _fixed(fault(422, "greater_than", ["body", "image_size", "width"])),
    "too_large": _fixed(fault(422, "image_too_large", ["body", "image_urls", "0"])),
    "too_long": _fixed(fault(422, "sequence_too_long", ["body", "prompt"])),
    "busy": _fixed(failing(429, "rate_limited", "Too many concurrent requests.", **{"Retry-After": "3"})),
    "no_runner": _fixed(failing(503, "runner_scheduling_failure")),
    "gone": _fixed(failing(503, "runner_disconnected")),
    "late": _fixed(failing(504, "request_timeout", "Request timed out")),
    "cold": _fixed(failing(504, "startup_timeout")),
    "model_late": _fixed(fault(504, "generation_timeout", ["body"])),
    "internal": _fixed(fault(500, "internal_server_error", ["body"])),
    "html_502": _fixed(Reply(HTML, 502, {"Content-Type": "text/html"})),
    "detail_odd": _fixed(saying({"detail": {"a": 1}, "error_type": ["x"]}, 500)),
}  # fmt: skip
REFUSED: dict[str, Odd] = {"blackened": _with(has_nsfw_concepts=[True])}
SOUND: dict[str, Odd] = {
    "flags_null": _with(has_nsfw_concepts=None), "flags_odd": _with(has_nsfw_concepts=["no", 1]),
    "one_image": lambda answer: saying({"image": answer["images"][0]}),
    "two_images": lambda answer: saying({**answer, "images": answer["images"] * 2}),
}  # fmt: skip
ODDITIES: dict[str, Odd] = {**RUBBISH, **WIRE, **UNREADABLE, **FAILED, **REFUSED, **SOUND}
