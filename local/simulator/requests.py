"""Reading what a client asks, with the provider's error messages where it asks wrongly."""

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from local.simulator.answers import ApiError

SIDE = range(256, 1537, 16)
FORMATS = ("jpeg", "webp", "png")
QUALITIES = ("low", "medium", "high", "auto")
SMALLEST_ANSWER = 16


@dataclass(frozen=True)
class TextRequest:
    """A checked body of `POST /v1/responses`."""

    model: str
    prompt: str
    input: str
    schema: dict[str, Any] | None
    max_output_tokens: int | None


@dataclass(frozen=True)
class ImageRequest:
    """A checked body of `POST /v1/images/generations`."""

    model: str
    prompt: str
    width: int
    height: int
    quality: str
    output_format: str
    compression: int

    def echo(self) -> dict[str, Any]:
        size = f"{self.width}x{self.height}"
        return {"size": size, "quality": self.quality, "output_format": self.output_format}


async def json_object(request: Request) -> dict[str, Any]:
    """The request's body; raises ApiError unless it is a JSON object."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "We could not parse the JSON body of your request.")
    return body


def read_model(body: dict[str, Any], known: tuple[str, ...]) -> str:
    """The model's name; raises ApiError where it is missing or unknown."""
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise ApiError(400, "you must provide a model parameter", code="missing_required_parameter", param="model")
    if model not in known:
        message = f"The model `{model}` does not exist or you do not have access to it."
        raise ApiError(404, message, code="model_not_found")
    return model


def read_text_request(body: dict[str, Any], models: tuple[str, ...]) -> TextRequest:
    """The request in a JSON body; raises ApiError."""
    model = read_model(body, models)
    if body.get("stream"):
        raise ApiError(400, "The model simulator does not stream.", code="unsupported_value", param="stream")
    words = _input_text(body.get("input"))
    prompt = f"{body.get('instructions') or ''}\n{words}"
    return TextRequest(model, prompt, words, _schema(body), _ceiling(body))


def _input_text(value: Any) -> str:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, list) and value:
        return "\n".join(_item_text(item) for item in value)
    raise ApiError(400, "Missing required parameter: 'input'.", code="missing_required_parameter", param="input")


def _item_text(item: Any) -> str:
    content = item.get("content", "") if isinstance(item, dict) else ""
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content)


def _schema(body: dict[str, Any]) -> dict[str, Any] | None:
    form = (body.get("text") or {}).get("format") or {"type": "text"}
    if form.get("type") == "text":
        return None
    if form.get("type") != "json_schema" or not isinstance(form.get("schema"), dict):
        raise ApiError(
            400, "text.format must be a json_schema with a schema", code="invalid_value", param="text.format"
        )
    return dict(form["schema"])


def _ceiling(body: dict[str, Any]) -> int | None:
    ceiling = body.get("max_output_tokens")
    if ceiling is not None and (not isinstance(ceiling, int) or ceiling < SMALLEST_ANSWER):
        message = f"Invalid 'max_output_tokens': expected a value >= {SMALLEST_ANSWER}."
        raise ApiError(400, message, code="integer_below_min_value", param="max_output_tokens")
    return ceiling


def read_image_request(body: dict[str, Any], models: tuple[str, ...]) -> ImageRequest:
    """The request in a JSON body; raises ApiError."""
    model = read_model(body, models)
    prompt = body.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise ApiError(400, "Missing required parameter: 'prompt'.", code="missing_required_parameter", param="prompt")
    if body.get("n", 1) != 1:
        raise ApiError(400, "The model simulator draws one picture a call.", code="invalid_value", param="n")
    width, height = _size(body.get("size") or "1024x1024")
    quality = _one_of(body, "quality", QUALITIES, "auto")
    return ImageRequest(
        model,
        prompt,
        width,
        height,
        "medium" if quality == "auto" else quality,
        _one_of(body, "output_format", FORMATS, "png"),
        _compression(body),
    )


def read_form(parts: list[tuple[str, bytes]]) -> dict[str, Any]:
    """A form's fields as a JSON body has them: whole numbers are numbers."""
    fields = {name: value.decode(errors="replace") for name, value in parts if not name.startswith("image")}
    return {name: int(value) if value.isdigit() else value for name, value in fields.items()}


def _one_of(body: dict[str, Any], name: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = body.get(name) or otherwise
    if value not in allowed:
        raise ApiError(
            400,
            f"Invalid value: {name} must be one of {', '.join(allowed)}.",
            code="invalid_value",
            param=name,
        )
    return str(value)


def _compression(body: dict[str, Any]) -> int:
    value = body.get("output_compression")
    value = 100 if value is None else value
    if not isinstance(value, int) or not 0 <= value <= 100:
        message = "output_compression must be a whole number from 0 to 100."
        raise ApiError(400, message, code="invalid_value", param="output_compression")
    return value


def _size(text: Any) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", "1024x1024" if text == "auto" else str(text))
    if not found or int(found[1]) not in SIDE or int(found[2]) not in SIDE:
        message = f"Invalid size {text}: width x height, each from 256 to 1536 and a multiple of 16."
        raise ApiError(400, message, code="invalid_value", param="size")
    return int(found[1]), int(found[2])
