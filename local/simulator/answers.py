"""The bodies of an OpenAI-compatible provider: errors, text answers, pictures, models."""

import base64
import math
from dataclasses import dataclass, field
from typing import Any

from brigade.providers.picture_prices import picture_tokens

CHARACTERS_PER_TOKEN = 4


@dataclass
class ApiError(Exception):
    """An error as the provider answers it."""

    status: int
    message: str
    type: str = "invalid_request_error"
    code: str | None = None
    param: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        return {"error": {"message": self.message, "type": self.type, "code": self.code, "param": self.param}}


def too_many(what: str, wait: float) -> ApiError:
    """429: the limit on `what` is used up; `wait` is in seconds."""
    headers = {
        "retry-after": str(max(1, math.ceil(wait))),
        "retry-after-ms": str(max(1, math.ceil(wait * 1000))),
    }
    message = f"Rate limit reached for {what}. Please try again in {wait:.3f}s. (model simulator)"
    return ApiError(429, message, "requests", "rate_limit_exceeded", headers=headers)


def no_quota() -> ApiError:
    message = "You exceeded your current quota, please check your plan and billing details. (model simulator)"
    return ApiError(429, message, "insufficient_quota", "insufficient_quota")


def server_error(draw: float) -> ApiError:
    """500 or 503, whichever the draw says."""
    if draw < 0.5:
        return ApiError(500, "The server had an error. (model simulator)", "server_error", "server_error")
    message = "The engine is currently overloaded, please try again later. (model simulator)"
    return ApiError(503, message, "server_error", "service_unavailable", headers={"retry-after": "1"})


def moderation_blocked() -> ApiError:
    message = "Your request was rejected by the safety system. (model simulator)"
    return ApiError(400, message, "image_generation_user_error", "moderation_blocked")


def token_count(text: str) -> int:
    """About four characters a token."""
    return max(1, math.ceil(len(text) / CHARACTERS_PER_TOKEN))


@dataclass(frozen=True)
class Answer:
    """What the writer says: text (cut where `complete` is False), or a refusal in `text`."""

    text: str
    complete: bool = True
    refused: bool = False

    @property
    def tokens(self) -> int:
        return token_count(self.text)

    def cut_to(self, tokens: int | None) -> "Answer":
        """The answer as far as `tokens` reach."""
        if tokens is None or self.tokens <= tokens:
            return self
        return Answer(self.text[: tokens * CHARACTERS_PER_TOKEN], complete=False, refused=self.refused)


def response_body(asked: dict[str, Any], answer: Answer, identity: str, created: int, read: int) -> dict[str, Any]:
    """The body of `POST /v1/responses`; `read` is the number of input tokens."""
    status = "completed" if answer.complete else "incomplete"
    if answer.refused:
        content: dict[str, Any] = {"type": "refusal", "refusal": answer.text}
    else:
        content = {"type": "output_text", "text": answer.text, "annotations": [], "logprobs": []}
    message = {
        "id": f"msg_{identity}",
        "type": "message",
        "role": "assistant",
        "status": status,
        "content": [content],
    }
    echoed = {name: asked.get(name) for name in ("instructions", "max_output_tokens", "model", "reasoning", "text")}
    usage = {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": answer.tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": read + answer.tokens,
    }
    return echoed | {
        "id": f"resp_{identity}",
        "object": "response",
        "created_at": created,
        "status": status,
        "error": None,
        "incomplete_details": None if answer.complete else {"reason": "max_output_tokens"},
        "output": [message],
        "usage": usage,
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "store": asked.get("store", True),
        "temperature": 1.0,
        "top_p": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "truncation": "disabled",
        "metadata": asked.get("metadata") or {},
    }


def image_tokens(width: int, height: int, quality: str) -> int:
    """Output tokens of a picture, as the provider's calculator has them."""
    return picture_tokens(f"{width}x{height}", {"low": 16, "medium": 24, "high": 48}.get(quality, 24))


def picture_body(picture: bytes, asked: dict[str, Any], created: int, read: int, written: int) -> dict[str, Any]:
    """The body of `POST /v1/images/generations`."""
    usage = {
        "input_tokens": read,
        "input_tokens_details": {"text_tokens": read, "image_tokens": 0},
        "output_tokens": written,
        "total_tokens": read + written,
    }
    return {
        "created": created,
        "data": [{"b64_json": base64.b64encode(picture).decode()}],
        "usage": usage,
        "background": "opaque",
        "size": asked["size"],
        "quality": asked["quality"],
        "output_format": asked["output_format"],
    }


def model_body(name: str) -> dict[str, Any]:
    owner = "model simulator"
    return {"id": name, "object": "model", "created": 1_790_000_000, "owned_by": owner, "shutdown_date": None}
