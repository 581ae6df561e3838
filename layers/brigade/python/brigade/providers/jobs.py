"""Jobs: many requests in one file, which a provider answers within a day at half the price."""

import json
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any
from uuid import UUID

from brigade.errors import ModelDown
from brigade.model import Message
from brigade.providers.answers import json_or_nothing
from brigade.providers.ledger import LedgerEntry
from brigade.providers.refusals import OK

SHARE = 0.5  # of the usual price
FIRST_LOOK, LONGEST_LOOK = 5.0, 300.0  # seconds; a day of such looks fits an execution's history
OLDER = 0.1  # of a job's age is how long it is left alone
OVER = frozenset({"completed", "failed", "expired", "cancelled"})
KNOWN = OVER | {"validating", "in_progress", "finalizing", "cancelling"}
FULL = frozenset({"token_limit_exceeded", "rate_limit_exceeded", "too_many_batches"})


class Job(Message):
    """What is kept of a job: the calls in it as the ledger has them, `id` once the provider has taken it.

    `number` counts jobs for the same work, `done` says that all of its answers are kept.
    """

    name: str
    number: int = 0
    entries: list[LedgerEntry]
    id: str = ""
    since: float
    done: bool = False

    def entry(self, call_id: str) -> LedgerEntry | None:
        """The call's entry; None where it is not in this job."""
        return next((entry for entry in self.entries if entry.call_id == call_id), None)

    @property
    def mark(self) -> str:
        """What the provider is told to know it by, so that it is found again."""
        return f"{self.name}/{self.number}"


class JobState(Message):
    """How a job stands: `answers` and `failures` are the files it left, `fault` why it failed as a whole."""

    status: str
    answers: str | None = None
    failures: str | None = None
    fault: str | None = None

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_full(self) -> bool:
        """Turned away only because too much waits there already."""
        return self.fault in FULL


class Reply(Message):
    """What the provider answered to one line of a job."""

    status: int
    body: bytes


def job_key(batch_id: UUID, name: str) -> str:
    """Where a job is kept in the work bucket."""
    return f"work/{batch_id}/jobs/{name}.json"


def outcome_key(batch_id: UUID, name: str, number: int) -> str:
    """Where is kept what came of one of the jobs for the same work."""
    return f"work/{batch_id}/jobs/{name}/{number}.json"


def look_after(age: float) -> float:
    """How long to leave a job alone that is `age` seconds old."""
    return min(max(FIRST_LOOK, OLDER * age), LONGEST_LOOK)


def reduced(micros: int) -> int:
    """A price as it is in a job, rounded up."""
    return ceil(micros * SHARE)


# --- What goes and comes -------------------------------------------------------------------------


def file_of(bodies: Mapping[str, Any], path: str) -> bytes:
    """The file of a job: a line for each request, by the name that its answer will carry."""
    lines = ({"custom_id": name, "method": "POST", "url": path, "body": body} for name, body in bodies.items())
    return "\n".join(json.dumps(line) for line in lines).encode()


def id_of(answer: Any) -> str:
    """The id of what was made. Raises ModelDown."""
    found = answer.get("id") if isinstance(answer, Mapping) else None
    if not isinstance(found, str) or not found.isascii() or not 0 < len(found) <= 200 or "/" in found:
        raise ModelDown("the provider's answer holds no id")
    return found


def state_of(answer: Any) -> JobState:
    """Raises ModelDown where the answer is none of a job."""
    status = answer.get("status") if isinstance(answer, Mapping) else None
    if status not in KNOWN:
        raise ModelDown("the provider's answer says nothing of the job")
    files = {name: answer.get(field) for name, field in (("answers", "output_file_id"), ("failures", "error_file_id"))}
    known = {name: file for name, file in files.items() if isinstance(file, str) and file}
    return JobState(status=status, fault=_fault(answer.get("errors")), **known)


def _fault(errors: Any) -> str | None:
    faults = errors.get("data") if isinstance(errors, Mapping) else None
    code = faults[0].get("code") if isinstance(faults, list) and faults and isinstance(faults[0], Mapping) else None
    return code if isinstance(code, str) else None


def marked(page: Any, mark: str) -> str | None:
    """The id of the job with this mark on a page of the provider's list; a failed or cancelled one is none."""
    jobs = page.get("data") if isinstance(page, Mapping) else None
    for job in jobs if isinstance(jobs, list) else []:
        told = job.get("metadata") if isinstance(job, Mapping) else None
        if isinstance(told, Mapping) and told.get("brigade") == mark:
            return id_of(job)
    return None


def next_page(page: Any) -> str | None:
    """The id after which the list goes on, None at its end."""
    jobs = page.get("data") if isinstance(page, Mapping) and page.get("has_more") is True else None
    return id_of(jobs[-1]) if isinstance(jobs, list) and jobs else None


def replies_of(files: Iterable[bytes]) -> dict[str, Reply]:
    """Every readable line of a job's files by its name; a line that the provider spoilt is left out."""
    lines = (json_or_nothing(line) for file in files for line in file.splitlines() if line.strip())
    return dict(reply for line in lines if (reply := _reply(line)))


def _reply(line: Any) -> tuple[str, Reply] | None:
    name = line.get("custom_id") if isinstance(line, Mapping) else None
    said = line.get("response") if isinstance(line, Mapping) else None
    status = said.get("status_code", OK) if isinstance(said, Mapping) else None
    if not isinstance(name, str) or not isinstance(status, int) or not isinstance(said, Mapping):
        return None
    return name, Reply(status=status, body=json.dumps(said.get("body")).encode())
