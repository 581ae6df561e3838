"""Jobs of the simulated provider: many requests in one file, answered when there is time, at half the price."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError
from local.simulator.gate import Gate
from local.simulator.provider import Provider
from local.simulator.uploads import Uploads

Endpoint = Callable[[Request], Awaitable[Response]]
OVER = ("completed", "failed", "expired", "cancelled")
PAGE = 20


@dataclass
class Job:
    """One batch of requests. `answers` and `errors` are lines of the files that it leaves."""

    id: str
    input_file_id: str
    endpoint: str
    metadata: dict[str, str]
    created_at: float = field(default_factory=time.time)
    status: str = "validating"
    total: int = 0
    answers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    output_file_id: str | None = None
    error_file_id: str | None = None
    work: "asyncio.Task[None] | None" = None

    def body(self) -> dict[str, Any]:
        counts = {"total": self.total, "completed": len(self.answers), "failed": len(self.errors)}
        return {
            "id": self.id, "object": "batch", "endpoint": self.endpoint, "errors": None, "metadata": self.metadata,
            "input_file_id": self.input_file_id, "completion_window": "24h", "status": self.status,
            "output_file_id": self.output_file_id, "error_file_id": self.error_file_id,
            "created_at": int(self.created_at), "expires_at": int(self.created_at) + 86_400, "request_counts": counts,
        }  # fmt: skip


class Jobs:
    """`/v1/batches`: `batch_seconds` of the options is how long a job takes, `batch_end` how it ends."""

    def __init__(self, gate: Gate, provider: Provider, uploads: Uploads) -> None:
        self.gate = gate
        self.uploads = uploads
        self.jobs: dict[str, Job] = {}
        self.endpoints: dict[str, Endpoint] = {
            "/v1/responses": provider.responses,
            "/v1/images/generations": provider.generations,
        }

    async def create(self, request: Request) -> Response:
        self.gate.check_key(request)
        self.gate.require_batches()
        asked = await request.json()
        if asked.get("endpoint") not in self.endpoints or asked.get("completion_window") != "24h":
            raise ApiError(400, "Invalid endpoint or completion_window.", code="invalid_value", param="endpoint")
        content = self.uploads.get(str(asked.get("input_file_id")))
        job = Job(f"batch_{len(self.jobs) + 1:06d}", asked["input_file_id"], asked["endpoint"],
                  asked.get("metadata") or {})  # fmt: skip
        self.jobs[job.id] = job
        key = request.headers["authorization"]
        job.work = asyncio.create_task(self._do(job, [json.loads(line) for line in content.splitlines()], key))
        return JSONResponse(job.body())

    async def newest(self, request: Request) -> Response:
        """The newest first."""
        self.gate.check_key(request)
        self.gate.require_batches()
        jobs = list(self.jobs.values())[::-1]
        after = request.query_params.get("after")
        start = next((index + 1 for index, job in enumerate(jobs) if job.id == after), 0)
        limit = int(request.query_params.get("limit", PAGE))
        shown = jobs[start : start + limit]
        more = len(jobs) > start + limit
        return JSONResponse({"object": "list", "data": [job.body() for job in shown], "has_more": more})

    async def retrieve(self, request: Request) -> Response:
        self.gate.check_key(request)
        return JSONResponse(self._job(request).body())

    async def cancel(self, request: Request) -> Response:
        self.gate.check_key(request)
        job = self._job(request)
        if job.status not in OVER and job.work is not None:
            job.work.cancel()
            self._leave(job, "cancelled")
        return JSONResponse(job.body())

    def _job(self, request: Request) -> Job:
        name = request.path_params["job"]
        if name not in self.jobs:
            raise ApiError(404, f"No batch found with id '{name}'.", param="id")
        return self.jobs[name]

    async def _do(self, job: Job, lines: list[dict[str, Any]], key: str) -> None:
        job.status, job.total = "in_progress", len(lines)
        options = self.gate.options
        await asyncio.sleep(options.batch_seconds)
        if options.batch_end == "completed":
            await asyncio.gather(*(self._answer(job, line, key) for line in lines))
        self._leave(job, options.batch_end)

    async def _answer(self, job: Job, line: dict[str, Any], key: str) -> None:
        status, body = await self._said(line, key)
        said = {"id": f"batch_req_{line['custom_id']}", "custom_id": line["custom_id"], "error": None,
                "response": {"status_code": status, "request_id": line["custom_id"], "body": body}}  # fmt: skip
        (job.answers if status == 200 else job.errors).append(json.dumps(said))

    async def _said(self, line: dict[str, Any], key: str) -> tuple[int, Any]:
        """What the endpoint answers to one line, as if it had been asked alone."""
        content = json.dumps(line["body"]).encode()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        scope = {"type": "http", "method": "POST", "path": line["url"], "query_string": b"", "in_job": True,
                 "headers": [(b"authorization", key.encode())]}  # fmt: skip
        try:
            response = await self.endpoints[line["url"]](Request(scope, receive))
        except ApiError as error:
            return error.status, error.body()
        return response.status_code, json.loads(bytes(response.body))

    def _leave(self, job: Job, status: str) -> None:
        """What was answered stays, however the job ended."""
        job.output_file_id = self.uploads.put("\n".join(job.answers).encode()) if job.answers else None
        job.error_file_id = self.uploads.put("\n".join(job.errors).encode()) if job.errors else None
        job.status = status
