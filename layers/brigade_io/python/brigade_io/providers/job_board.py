"""The provider's board of jobs over HTTP: a file of requests is put up, looked at, taken down, and its answers read."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from brigade.errors import BatchesMissing, BrigadeError, EndpointMissing, ParameterRefused, PromptRefused
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.jobs import JobState, Reply, file_of, id_of, marked, next_page, replies_of, state_of
from brigade.providers.refusals import OK, error_of, refusal_of
from brigade_io.providers.deadline import within
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Heard, Wire

SECONDS = 40.0  # of one request, an upload or a download
TOGETHER = 60.0  # of all requests of one question: to find, put up, look and read fits a function's time
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
        with within(TOGETHER):
            try:
                return self._put_up(content, order, key, EXPIRING)
            except (ParameterRefused, BatchesMissing):  # perhaps it only does not know that files may expire
                return self._put_up(content, order, key, {})

    def _put_up(self, content: bytes, order: Mapping[str, Any], key: str, expiring: Mapping[str, Any]) -> str:
        upload = {f"expires_after[{name}]": str(value) for name, value in expiring.items()}
        fields = {"purpose": "batch", **upload}
        files = [("file", ("batch.jsonl", content, "application/jsonl"))]
        file = id_of(_json(self.wire.upload("/files", fields, files, key, SECONDS, MOST_BYTES)))
        kept = {"output_expires_after": dict(expiring)} if expiring else {}
        body = {"input_file_id": file, **order, **kept}
        return id_of(self._posted("/batches", body, key))

    def require(self, key: str) -> None:
        """Raises BatchesMissing where there is no board, and what keeps it from being asked."""
        self._got("/batches?limit=1", key)

    def find(self, mark: str, key: str) -> str | None:
        """The job that was put up with this mark, if any of late was."""
        with within(TOGETHER):
            return next((found for page in self._pages(key) if (found := marked(page, mark))), None)

    def _pages(self, key: str) -> Iterator[Any]:
        after = ""
        for _ in range(PAGES):
            yield (page := self._got(f"/batches?limit=100{after}", key))
            if not (last := next_page(page)):
                return
            after = f"&after={last}"

    def look(self, job: str, key: str) -> JobState:
        return state_of(self._got(f"/batches/{job}", key))

    def take_down(self, job: str, key: str) -> JobState:
        """What was answered by then stays, and is paid."""
        return state_of(self._posted(f"/batches/{job}/cancel", {}, key))

    def replies(self, state: JobState, key: str) -> dict[str, Reply]:
        """What was answered, by name."""
        with within(TOGETHER):
            return replies_of([self._file(file, key) for file in (state.answers, state.failures) if file])

    def _file(self, file: str, key: str) -> bytes:
        return _sound(self.wire.get(f"/files/{file}/content", key, SECONDS, MOST_BYTES)).body

    def _got(self, path: str, key: str) -> Any:
        return _json(self.wire.get(path, key, SECONDS, MOST_BYTES))

    def _posted(self, path: str, body: Mapping[str, Any], key: str) -> Any:
        return _json(self.wire.post(path, body, key, SECONDS, MOST_BYTES))


def _json(heard: Heard) -> Any:
    return json_of(_sound(heard).body)


def _sound(heard: Heard) -> Heard:
    if heard.status != OK:
        raise _refused(heard)
    return heard


def _refused(heard: Heard) -> BrigadeError:
    """A board that is not there, or that takes none of our requests, is one that the provider has not."""
    refusal = refusal_of(heard.status, json_or_nothing(heard.body))
    error = error_of(refusal, PromptRefused, wait_of(heard.headers, refusal.words))
    if isinstance(error, (EndpointMissing, PromptRefused)):
        return BatchesMissing(str(error))
    return error
