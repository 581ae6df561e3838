"""The simulator as Replicate: a prediction is made while the call waits, and its picture lies at an address.

Who does not want to wait looks for it under `predictions/{id}`. A refusal is a prediction that failed.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError
from local.simulator.chance import prompt_hash
from local.simulator.gate import Gate
from local.simulator.journal import Call
from local.simulator.requests import ImageRequest, json_object
from local.simulator.studio import Shelf, Studio, garbage, gone_by

PIXELS = {
    "1:1": (1024, 1024), "3:2": (1216, 832), "2:3": (832, 1216), "4:3": (1152, 896), "3:4": (896, 1152),
    "5:4": (1152, 928), "4:5": (928, 1152), "16:9": (1344, 768), "9:16": (768, 1344), "21:9": (1536, 672),
    "9:21": (672, 1536),
}  # fmt: skip
PHOTOS = ("input_images", "image_input")
TITLES = {401: "Unauthenticated", 402: "Insufficient credit", 404: "Not found", 422: "Input validation failed"}


class Replicate:
    """`/replicate/v1`; calls are of the kind `replicate`."""

    def __init__(self, gate: Gate, studio: Studio, shelf: Shelf) -> None:
        self.gate = gate
        self.studio = studio
        self.shelf = shelf
        self.predictions: dict[str, dict[str, Any]] = {}

    async def create(self, request: Request) -> Response:
        try:
            self.gate.check_key(request)
            model = request.path_params["model"]
            if model not in self.gate.options.models("replicate"):
                raise ApiError(404, "The requested resource could not be found. (model simulator)")
            asked = _read(model, await json_object(request))
            call = self.gate.journal.begin("replicate", model, prompt_hash(asked.prompt))
            return await self.gate.recorded(call, self._made(asked, call, request))
        except ApiError as error:
            return _error(error)

    async def retrieve(self, request: Request) -> Response:
        try:
            self.gate.check_key(request)
        except ApiError as error:
            return _error(error)
        found = self.predictions.get(request.path_params["id"])
        return JSONResponse(found) if found else _error(ApiError(404, "The requested resource could not be found."))

    async def model(self, request: Request) -> Response:
        try:
            self.gate.check_key(request)
            name = request.path_params["model"]
            if name not in self.gate.options.models("replicate"):
                raise ApiError(404, "The requested resource could not be found. (model simulator)")
        except ApiError as error:
            return _error(error)
        owner, _, short = name.partition("/")
        return JSONResponse({"owner": owner, "name": short, "visibility": "public"})

    async def _made(self, asked: ImageRequest, call: Call, request: Request) -> Response:
        try:
            picture = await self.studio.picture(asked, call, request)
        except ApiError as error:
            if error.code != "moderation_blocked":
                raise
            words = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"
            return self._answer(call, "failed", None, words)
        if call.fault == "garbage":
            return garbage()
        return self._answer(call, "succeeded", self.shelf.put(picture, request) if picture else None, None)

    def _answer(self, call: Call, status: str, output: str | None, error: str | None) -> Response:
        name = f"{call.prompt_hash}{len(self.predictions):06d}"
        self.predictions[name] = {
            "id": name, "model": call.model, "status": status, "output": output, "error": error, "logs": "",
            "metrics": {"predict_time": call.seconds}, "urls": {"get": f"/replicate/v1/predictions/{name}"},
        }  # fmt: skip
        return JSONResponse(self.predictions[name], 201)


def _read(model: str, body: dict[str, Any]) -> ImageRequest:
    """Raises ApiError."""
    told = body.get("input")
    told = told if isinstance(told, dict) else {}
    prompt, aspect = told.get("prompt"), told.get("aspect_ratio", "1:1")
    if not isinstance(prompt, str) or not prompt.strip() or aspect not in PIXELS:
        raise ApiError(422, "- input: prompt is required, aspect_ratio is one of those listed. (model simulator)")
    photos: list[str] = next((told[name] for name in PHOTOS if told.get(name)), [])
    return ImageRequest(model, gone_by(prompt, photos), *PIXELS[aspect], "medium", "jpeg", 92)


def _error(error: ApiError) -> Response:
    """A problem object. A spent account is 402, and how long to wait stands in the words."""
    status = 402 if error.code == "insufficient_quota" else error.status
    words = error.message
    if wait := error.headers.get("retry-after"):
        words = f"Request was throttled. Your rate limit resets in ~{wait}s."
    body = {"title": TITLES.get(status, "Error"), "detail": words, "status": status}
    return JSONResponse(body, status, headers={"Content-Type": "application/problem+json"})
