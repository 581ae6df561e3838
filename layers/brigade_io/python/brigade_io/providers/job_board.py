"""The provider's board of jobs over HTTP: a file of requests is put up, looked at, taken down, and its answers read."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from brigade.errors import BatchesMissing, BrigadeError, EndpointMissing, ParameterRefused, PromptRefused
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.jobs import JobState, Reply, file_of, id_of, marked, next_page, replies_of, state_of
from brigade.providers.refusals import OK, error_of, refusal_of
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Heard, Wire

SECONDS = 40.0  # of one request, an upload or a download
MOST_BYTES = 400_000_000  # of the answers of a job
PAGES = 20  # of the list of jobs, a hundred each, in which a lost one is looked for
EXPIRING = {"anchor": "created_at", "seconds": 3 * 86_400}  # for how long the provider keeps what went and came


class JobBoard:
    """Raises as models do, and BatchesMissing where the provider takes no jobs."""

    def __init__(self, base_url: str) -> None:
        self.wire = Wire(base_url)
        self.root = urlsplit(base_url).path.rstrip("/")

    def put_up(self, mark: str, path: str, bodies: Mapping[str, Any], key: str) -> str:
        """The id of a new job: `bodies` by the names of their answers, all for the same path below the base URL."""
        content, order = file_of(bodies, self.root + path), {
            "endpoint": self.root + path, "completion_window": "24h", "metadata": {"brigade": mark},
        }  # fmt: skip
        try:
            return self._put_up(content, order, key, EXPIRING)
        except (ParameterRefused, BatchesMissing):  # perhaps it only does not know that files may expire
            return self._put_up(content, order, key, {})

    def _put_up(self, content: bytes, order: Mapping[str, Any], key: str, expiring: Mapping[str, Any]) -> str:
        upload = {f"expires_after[{name}]": str(value) for name, value in expiring.items()}
        file = id_of(self._asked("POST", "/files", key, *_form(content, {"purpose": "batch", **upload})))
        kept = {"output_expires_after": dict(expiring)} if expiring else {}
        body = {"input_file_id": file, **order, **kept}
        return id_of(self._json(self.wire.post("/batches", body, key, SECONDS, MOST_BYTES)))

    def find(self, mark: str, key: str) -> str | None:
        """The job that was put up with this mark, if any of late was."""
        after = ""
        for _ in range(PAGES):
            page = self._asked("GET", f"/batches?limit=100{after}", key)
            if found := marked(page, mark):
                return found
            if not (last := next_page(page)):
                break
            after = f"&after={last}"
        return None

    def look(self, job: str, key: str) -> JobState:
        return state_of(self._asked("GET", f"/batches/{job}", key))

    def take_down(self, job: str, key: str) -> JobState:
        """What was answered by then stays, and is paid."""
        return state_of(self._asked("POST", f"/batches/{job}/cancel", key))

    def replies(self, state: JobState, key: str) -> dict[str, Reply]:
        """What was answered, by name."""
        return replies_of([self._file(file, key) for file in (state.answers, state.failures) if file])

    def _file(self, file: str, key: str) -> bytes:
        heard = self.wire.send("GET", f"/files/{file}/content", key, SECONDS, MOST_BYTES)
        if heard.status != OK:
            raise _refused(heard)
        return heard.body

    def _asked(self, method: str, path: str, key: str, content: bytes | None = None, kind: str = "") -> Any:
        heard = self.wire.send(method, path, key, SECONDS, MOST_BYTES, content, kind or "application/json")
        return self._json(heard)

    def _json(self, heard: Heard) -> Any:
        if heard.status != OK:
            raise _refused(heard)
        return json_of(heard.body)


def _refused(heard: Heard) -> BrigadeError:
    """A board that is not there, or that takes none of our requests, is one that the provider has not."""
    refusal = refusal_of(heard.status, json_or_nothing(heard.body))
    error = error_of(refusal, PromptRefused, wait_of(heard.headers, refusal.words))
    if isinstance(error, (EndpointMissing, PromptRefused)):
        return BatchesMissing(str(error))
    return error


def _form(content: bytes, fields: Mapping[str, str]) -> tuple[bytes, str]:
    """A file as an upload, with its content type."""
    edge = secrets.token_hex(16)
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]  # fmt: skip
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="batch.jsonl"\r\n'
        "Content-Type: application/jsonl\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={edge}"
