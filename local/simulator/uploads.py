"""Files of the simulated provider: what was uploaded, and what jobs left."""

import time
from email import policy
from email.parser import BytesParser
from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError
from local.simulator.gate import Gate


class Uploads:
    """`POST /v1/files`, and the content of any of them."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.contents: dict[str, bytes] = {}
        self.numbers = count(1)

    async def upload(self, request: Request) -> Response:
        self.gate.check_key(request)
        self.gate.require_batches()
        parts = dict(parts_of(request.headers.get("content-type", ""), await request.body()))
        if parts.get("purpose") != b"batch" or "file" not in parts:
            raise ApiError(400, "'purpose' must be batch, with a file", code="invalid_value", param="purpose")
        return JSONResponse(self._body(self.put(parts["file"])))

    async def content(self, request: Request) -> Response:
        self.gate.check_key(request)
        return Response(self.get(request.path_params["file"]), media_type="application/octet-stream")

    def put(self, content: bytes) -> str:
        name = f"file-{next(self.numbers):06d}"
        self.contents[name] = content
        return name

    def get(self, name: str) -> bytes:
        if name not in self.contents:
            raise ApiError(404, f"No such File object: {name}", param="id")
        return self.contents[name]

    def _body(self, name: str) -> dict[str, Any]:
        size = len(self.contents[name])
        return {"id": name, "object": "file", "bytes": size, "created_at": int(time.time()), "purpose": "batch",
                "filename": "batch.jsonl", "status": "processed"}  # fmt: skip


def parts_of(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """The parts of a form with their names, in order. Raises ApiError where it is none."""
    if not content_type.startswith("multipart/form-data"):
        raise ApiError(400, "Files are uploaded as multipart/form-data.")
    message = BytesParser(policy=policy.HTTP).parsebytes(f"content-type: {content_type}\r\n\r\n".encode() + body)
    found: list[tuple[str, bytes]] = []
    for part in message.iter_parts():
        payload = part.get_payload(decode=True)
        name = part.get_param("name", header="content-disposition")
        found.append((str(name), payload if isinstance(payload, bytes) else b""))
    return found
