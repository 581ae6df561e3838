"""The simulator as Amazon Bedrock with Stability's models: whoever signed is served, a filter's stop is an answer."""

import base64
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError
from local.simulator.chance import prompt_hash
from local.simulator.gate import Gate
from local.simulator.journal import Call
from local.simulator.requests import ImageRequest, json_object
from local.simulator.studio import Studio, garbage, gone_by

PIXELS = {
    "1:1": (1024, 1024), "3:2": (1216, 832), "2:3": (832, 1216), "5:4": (1152, 928), "4:5": (928, 1152),
    "16:9": (1344, 768), "9:16": (768, 1344), "21:9": (1536, 640), "9:21": (640, 1536),
}  # fmt: skip
SIGNATURE = "AWS4-HMAC-SHA256 "
NAMES = {
    400: "ValidationException", 403: "AccessDeniedException", 404: "ResourceNotFoundException",
    429: "ThrottlingException", 500: "InternalServerException", 503: "ServiceUnavailableException",
    504: "ModelTimeoutException",
}  # fmt: skip


class Bedrock:
    """`/bedrock/model/{model}/invoke`; calls are of the kind `bedrock`. It does not check what the signature says."""

    def __init__(self, gate: Gate, studio: Studio) -> None:
        self.gate = gate
        self.studio = studio

    async def invoke(self, request: Request) -> Response:
        try:
            if not request.headers.get("authorization", "").startswith(SIGNATURE):
                raise ApiError(403, "Missing Authentication Token (model simulator)")
            model = request.path_params["model"]
            if model not in self.gate.options.models("bedrock"):
                raise ApiError(400, "The provided model identifier is invalid. (model simulator)")
            asked = _read(model, await json_object(request))
            call = self.gate.journal.begin("bedrock", model, prompt_hash(asked.prompt))
            return await self.gate.recorded(call, self._made(asked, call, request))
        except ApiError as error:
            return _error(error)

    async def _made(self, asked: ImageRequest, call: Call, request: Request) -> Response:
        try:
            picture = await self.studio.picture(asked, call, request)
        except ApiError as error:
            if error.code != "moderation_blocked":
                raise
            return _answer([], "Filter reason: prompt")
        if call.fault == "garbage":
            return garbage()
        return _answer([base64.b64encode(picture).decode()]) if picture else _answer([], "Inference error")


def _answer(images: list[str], reason: str | None = None) -> Response:
    return JSONResponse({"seeds": [7], "finish_reasons": [reason], "images": images})


def _read(model: str, body: dict[str, Any]) -> ImageRequest:
    """Raises ApiError."""
    prompt, aspect = body.get("prompt"), body.get("aspect_ratio", "1:1")
    if not isinstance(prompt, str) or not prompt.strip() or aspect not in PIXELS:
        raise ApiError(400, "Malformed input request, please reformat your input and try again. (model simulator)")
    photos = [body["image"]] if body.get("image") else []
    return ImageRequest(model, gone_by(prompt, photos), *PIXELS[aspect], "medium", "jpeg", 92)


def _error(error: ApiError) -> Response:
    """An error of AWS: its name is in a header. A spent quota is 400."""
    status = 400 if error.code == "insufficient_quota" else 408 if error.status == 504 else error.status
    spent = error.code == "insufficient_quota"
    name = "ServiceQuotaExceededException" if spent else NAMES.get(error.status, "ValidationException")
    headers = {"x-amzn-ErrorType": f"{name}:http://internal.amazon.com/coral/com.amazon.bedrock/", **error.headers}
    return JSONResponse({"message": error.message}, status, headers=headers)
