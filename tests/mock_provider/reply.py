"""What goes back over the wire, sound or not."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Reply:
    """One HTTP answer. `seconds` pass before it begins, `drip` after each byte of it; it ends after `cut` bytes of the
    body, if given. `silent`: the connection is closed without an answer.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    seconds: float = 0.0
    drip: float = 0.0
    drip_headers: float = 0.0
    cut: int | None = None
    silent: bool = False


Odd = Callable[[dict[str, Any]], Reply]
"""Makes an odd answer out of the sound one."""


def saying(value: Any, status: int = 200, **more: Any) -> Reply:
    """The value as JSON."""
    return Reply(json.dumps(value).encode(), status, **more)


def failing(
    status: int, code: str | None = None, message: str = "", kind: str = "invalid_request_error",
    param: str | None = None, headers: Mapping[str, str] | None = None,
) -> Reply:  # fmt: skip
    """OpenAI's error object."""
    error = {"message": message or "Something was wrong.", "type": kind, "param": param, "code": code}
    return saying({"error": error}, status, headers={**JSON, "x-request-id": "req_mock", **(headers or {})})
