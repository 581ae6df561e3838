"""The simulator as fal: `/fal/{owner}/{app}` answers with a data URI or an address, faults have types."""

import base64
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError
from local.simulator.chance import prompt_hash
from local.simulator.gate import Gate
from local.simulator.journal import Call
from local.simulator.requests import ImageRequest, json_object
from local.simulator.studio import Shelf, Studio, garbage, gone_by, side_of

PLATFORM = {503: "runner_disconnected", 504: "request_timeout"}
LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance. (model simulator)"


class Fal:
    """Calls are of the kind `fal`."""

    def __init__(self, gate: Gate, studio: Studio, shelf: Shelf) -> None:
        self.gate = gate
        self.studio = studio
        self.shelf = shelf

    async def run(self, request: Request) -> Response:
        try:
            scheme, _, key = request.headers.get("authorization", "").partition(" ")
            self.gate.check(key if scheme == "Key" else "")
            model = request.path_params["model"].removesuffix("/edit")
            if model not in self.gate.options.models("fal"):
                raise ApiError(404, f"Application '{model}' not found (model simulator)")
            body = await json_object(request)
            asked = _read(model, body)
            call = self.gate.journal.begin("fal", model, prompt_hash(asked.prompt))
            return await self.gate.recorded(call, self._made(asked, bool(body.get("sync_mode")), call, request))
        except ApiError as error:
            return _error(error)

    async def _made(self, asked: ImageRequest, at_once: bool, call: Call, request: Request) -> Response:
        picture = await self.studio.picture(asked, call, request)
        if call.fault == "garbage":
            return garbage()
        url = _uri(picture) if at_once else self.shelf.put(picture, request)
        image = {"url": url, "width": asked.width, "height": asked.height, "content_type": "image/jpeg"}
        body = {
            "images": [image] if picture else [], "timings": {"inference": call.seconds}, "seed": 7,
            "has_nsfw_concepts": [False], "prompt": asked.prompt,
        }  # fmt: skip
        return JSONResponse(body, headers={"x-fal-billable-units": "1"})


def _read(model: str, body: dict[str, Any]) -> ImageRequest:
    """Raises ApiError."""
    size = body.get("image_size")
    size = size if isinstance(size, dict) else {}
    prompt, photos = body.get("prompt"), body.get("image_urls") or []
    if not isinstance(prompt, str) or not prompt.strip():
        raise ApiError(422, "field required", "missing", param="prompt")
    width, height = side_of(size.get("width")), side_of(size.get("height"))
    return ImageRequest(model, gone_by(prompt, photos), width, height, "medium", "jpeg", 92)


def _uri(picture: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(picture).decode()


def _error(error: ApiError) -> Response:
    """Of the model, a list of typed faults; of the platform, words and a type."""
    if error.code == "insufficient_quota":
        return JSONResponse({"detail": LOCKED}, 403)
    if error.code == "moderation_blocked" or error.status == 422:
        kind = "content_policy_violation" if error.code == "moderation_blocked" else error.type
        fault = {"loc": ["body", "prompt"], "msg": error.message, "type": kind}
        return JSONResponse({"detail": [fault]}, 422, headers={"X-Fal-Retryable": "false"})
    if named := PLATFORM.get(error.status):
        body = {"detail": error.message, "error_type": named}
        return JSONResponse(body, error.status, headers={"X-Fal-Error-Type": named, "X-Fal-Retryable": "true"})
    return JSONResponse({"detail": error.message}, error.status, headers=error.headers)
