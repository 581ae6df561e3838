"""The simulator as Google's Gemini API: a block is an answer like any other, with a reason and without a picture."""

import base64
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError, token_count
from local.simulator.chance import prompt_hash
from local.simulator.gate import Gate
from local.simulator.journal import Call
from local.simulator.requests import ImageRequest, json_object
from local.simulator.studio import Studio, garbage, gone_by

PIXELS = {
    "1:1": (1024, 1024), "3:2": (1264, 848), "2:3": (848, 1264), "4:3": (1200, 896), "3:4": (896, 1200),
    "5:4": (1152, 928), "4:5": (928, 1152), "16:9": (1376, 768), "9:16": (768, 1376), "21:9": (1584, 672),
    "4:1": (2048, 512), "1:4": (512, 2048), "8:1": (3072, 384), "1:8": (384, 3072),
}  # fmt: skip
TIMES = {"1K": 1, "2K": 2, "4K": 4}
TOKENS = {"1K": 1120, "2K": 1680, "4K": 2520}
PHOTO_TOKENS = 1120
NAMES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
         500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}  # fmt: skip


class Google:
    """`/google/v1beta/models/{model}:generateContent`; calls are of the kind `google`."""

    def __init__(self, gate: Gate, studio: Studio) -> None:
        self.gate = gate
        self.studio = studio

    async def models(self, request: Request) -> Response:
        """All of them, or one."""
        try:
            self.gate.check(request.headers.get("x-goog-api-key", ""))
            return JSONResponse(self._listed(request.path_params.get("model")))
        except ApiError as error:
            return _error(error)

    def _listed(self, wanted: str | None) -> dict[str, Any]:
        methods = ["generateContent"]
        listed = {
            name: {"name": f"models/{name}", "supportedGenerationMethods": methods}
            for name in self.gate.options.models("google")
        }
        if wanted is None:
            return {"models": list(listed.values())}
        if wanted not in listed:
            raise ApiError(404, f"models/{wanted} is not found for API version v1beta. (model simulator)")
        return listed[wanted]

    async def generate(self, request: Request) -> Response:
        try:
            self.gate.check(request.headers.get("x-goog-api-key", ""))
            model = request.path_params["model"]
            if model not in self.gate.options.models("google"):
                raise ApiError(404, f"models/{model} is not found for API version v1beta. (model simulator)")
            asked = _read(model, await json_object(request))
            call = self.gate.journal.begin("google", model, prompt_hash(asked.drawing.prompt))
            return await self.gate.recorded(call, self._made(asked, call, request))
        except ApiError as error:
            return _error(error)

    async def _made(self, asked: "Asked", call: Call, request: Request) -> Response:
        try:
            picture = await self.studio.picture(asked.drawing, call, request)
        except ApiError as error:
            if error.code != "moderation_blocked":
                raise
            return JSONResponse(_answer(asked, call, {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}))
        if call.fault == "garbage":
            return garbage()
        if not picture:
            return JSONResponse(_answer(asked, call, {"candidates": [{"finishReason": "NO_IMAGE", "index": 0}]}))
        inline = {"mimeType": "image/jpeg", "data": base64.b64encode(picture).decode()}
        content = {"role": "model", "parts": [{"inlineData": inline}]}
        return JSONResponse(_answer(asked, call, {"candidates": [
            {"content": content, "finishReason": "STOP", "index": 0},
        ]}, drawn=TOKENS[asked.size]))  # fmt: skip


class Asked(NamedTuple):
    """What is to be drawn, its `size` as Google calls it, and how many photos it goes by."""

    drawing: ImageRequest
    size: str
    photos: int


def _read(model: str, body: dict[str, Any]) -> Asked:
    """Raises ApiError."""
    config, contents = body.get("generationConfig") or {}, body.get("contents") or []
    image = config.get("imageConfig") or {}
    aspect, size = image.get("aspectRatio", "1:1"), image.get("imageSize", "1K")
    parts = [part for content in contents for part in content.get("parts") or []]
    prompt = "\n".join(part["text"] for part in parts if part.get("text"))
    photos = [part["inlineData"].get("data", "") for part in parts if "inlineData" in part]
    if not prompt.strip() or aspect not in PIXELS or size not in TIMES:
        raise ApiError(400, "Request contains an invalid argument. (model simulator)")
    width, height = (TIMES[size] * side for side in PIXELS[aspect])
    return Asked(ImageRequest(model, gone_by(prompt, photos), width, height, "medium", "jpeg", 92), size, len(photos))


def _answer(asked: Asked, call: Call, fields: dict[str, Any], drawn: int = 0) -> dict[str, Any]:
    read, photos = token_count(asked.drawing.prompt), PHOTO_TOKENS * asked.photos
    details = [{"modality": "TEXT", "tokenCount": read}] + [{"modality": "IMAGE", "tokenCount": photos}] * bool(photos)
    counts: dict[str, Any] = {
        "promptTokenCount": read + photos, "totalTokenCount": read + photos + drawn, "promptTokensDetails": details,
    }  # fmt: skip
    if drawn:
        counts |= {
            "candidatesTokenCount": drawn,
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": drawn}],
        }
    return {**fields, "usageMetadata": counts, "modelVersion": asked.drawing.model, "responseId": call.prompt_hash}


def _error(error: ApiError) -> Response:
    """Google's error object. A spent account is 402, and how long to wait stands in the details."""
    status = 402 if error.code == "insufficient_quota" else error.status
    name = NAMES.get(status, "RESOURCE_EXHAUSTED")
    body: dict[str, Any] = {"code": status, "message": error.message, "status": name}
    if wait := error.headers.get("retry-after-ms"):
        delay = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{int(wait) / 1000}s"}
        body["details"] = [delay]
    return JSONResponse({"error": body}, status)
