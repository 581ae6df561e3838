"""Sound answers, in the shapes of the API reference."""

import base64
import hashlib
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

CREATED = 1_795_000_000
MADE = count()  # pictures so far: no model makes one twice


def tokens(text: str) -> int:
    return max(1, len(text) // 4)


def a_response(request: dict[str, Any], text: str) -> dict[str, Any]:
    """`POST /v1/responses`: a Response object."""
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    message = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": [part]}
    asked, answered = tokens(str(request.get("instructions")) + str(request.get("input"))), tokens(text)
    return {
        "id": "resp_1", "object": "response", "created_at": CREATED, "status": "completed", "error": None,
        "incomplete_details": None, "model": request.get("model"), "output": [message], "parallel_tool_calls": True,
        "store": request.get("store"), "temperature": 1.0, "tool_choice": "auto", "tools": [], "top_p": 1.0,
        "usage": {
            "input_tokens": asked, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": answered,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": asked + answered,
        },
    }  # fmt: skip


def a_chat_completion(request: dict[str, Any], text: str) -> dict[str, Any]:
    """`POST /v1/chat/completions`: a chat completion object."""
    asked, answered = tokens(str(request.get("messages"))), tokens(text)
    message = {"role": "assistant", "content": text, "refusal": None, "annotations": []}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": CREATED, "model": request.get("model"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered,
            "prompt_tokens_details": {"cached_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
    }  # fmt: skip


def an_image_answer(request: dict[str, Any]) -> dict[str, Any]:
    """`POST /v1/images/generations`: the picture as base64, another each time."""
    picture = a_picture(f"{request.get('prompt')} {next(MADE)}", str(request.get("size", "1024x1024")))
    return {
        "created": CREATED, "background": "opaque", "output_format": "jpeg", "quality": "medium",
        "size": request.get("size"), "data": [{"b64_json": base64.b64encode(picture).decode()}],
        "usage": {
            "input_tokens": 50, "output_tokens": 1000, "total_tokens": 1050,
            "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
            "output_tokens_details": {"text_tokens": 0, "image_tokens": 1000},
        },
    }  # fmt: skip


def a_picture(prompt: str, size: str = "1024x1024") -> bytes:
    """A JPEG of 16 by 12 coloured squares that the prompt gives: no two prompts look alike."""
    width, _, height = size.partition("x")
    full = (int(width), int(height)) if width.isdigit() and height.isdigit() else (1024, 1024)
    squares = hashlib.shake_256(prompt.encode()).digest(16 * 12 * 3)
    small = Image.frombytes("RGB", (16, 12), squares)
    out = BytesIO()
    small.resize(full, Image.Resampling.NEAREST).save(out, "JPEG", quality=85)
    return out.getvalue()


def models(names: list[str]) -> dict[str, Any]:
    """`GET /v1/models`."""
    every = [{"id": name, "object": "model", "created": CREATED, "owned_by": "mock"} for name in names]
    return {"object": "list", "data": every}


def a_job(request: dict[str, Any]) -> dict[str, Any]:
    """`POST /v1/batches`: a Batch object, as it is at first."""
    return {
        "id": "batch_1", "object": "batch", "created_at": CREATED, "status": "validating", "errors": None,
        "endpoint": request.get("endpoint"), "input_file_id": request.get("input_file_id"), "output_file_id": None,
        "error_file_id": None, "completion_window": "24h", "metadata": request.get("metadata"),
    }  # fmt: skip


def jobs(listed: list[dict[str, Any]], more: bool) -> dict[str, Any]:
    """`GET /v1/batches`: a page of them."""
    return {"object": "list", "data": listed, "has_more": more}
