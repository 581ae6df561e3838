"""The simulator's jobs, as OpenAI's own SDK asks for them."""

import base64
import json
import time
from io import BytesIO
from typing import Any

import openai
import pytest
from openai.types import Batch
from PIL import Image

from tests.local_simulator.concepts import a_concept, a_prompt
from tests.local_simulator.conftest import Running


def a_text(number: int) -> dict[str, Any]:
    body = {"model": "gpt-6-luna", "input": a_prompt(a_concept(number))}
    return {"custom_id": f"text-{number}", "method": "POST", "url": "/v1/responses", "body": body}


def a_picture() -> dict[str, Any]:
    body = {"model": "gpt-image-2.5-flare", "prompt": "a soup", "size": "256x256", "output_format": "jpeg"}
    return {"custom_id": "picture", "method": "POST", "url": "/v1/images/generations", "body": body}


def submitted(server: Running, *lines: dict[str, Any]) -> Batch:
    content = "\n".join(json.dumps(line) for line in lines).encode()
    file = server.client.files.create(file=("batch.jsonl", content), purpose="batch")
    return server.client.batches.create(
        input_file_id=file.id, endpoint=lines[0]["url"], completion_window="24h", metadata={"brigade": "ours"}
    )


def ended(server: Running, job: Batch) -> Batch:
    until = time.monotonic() + 20
    while job.status not in ("completed", "cancelled", "expired", "failed") and time.monotonic() < until:
        time.sleep(0.05)
        job = server.client.batches.retrieve(job.id)
    return job


def lines_of(server: Running, file: str | None) -> dict[str, Any]:
    content = server.client.files.content(file or "").text
    return {line["custom_id"]: line for line in map(json.loads, content.splitlines())}


def test_a_job_is_answered_line_by_line(simulator: Running) -> None:
    job = ended(simulator, submitted(simulator, a_text(1), a_text(2)))
    assert job.status == "completed"
    answers = lines_of(simulator, job.output_file_id)
    assert answers.keys() == {"text-1", "text-2"}
    assert answers["text-1"]["response"]["status_code"] == 200
    assert "output" in answers["text-1"]["response"]["body"]
    assert all(call["in_job"] for call in simulator.journal())


def test_pictures_come_in_jobs_too(simulator: Running) -> None:
    job = ended(simulator, submitted(simulator, a_picture()))
    body = lines_of(simulator, job.output_file_id)["picture"]["response"]["body"]
    assert Image.open(BytesIO(base64.b64decode(body["data"][0]["b64_json"]))).size == (256, 256)


def test_a_line_that_fails_lies_in_the_file_of_errors(simulator: Running) -> None:
    wrong = a_text(3)
    wrong["body"] = {"model": "nobody", "input": "soup"}
    job = ended(simulator, submitted(simulator, a_text(4), wrong))
    assert lines_of(simulator, job.output_file_id).keys() == {"text-4"}
    failed = lines_of(simulator, job.error_file_id)["text-3"]["response"]
    assert (failed["status_code"], failed["body"]["error"]["code"]) == (404, "model_not_found")


def test_a_cancelled_job_writes_nothing_more(simulator: Running) -> None:
    simulator.change(batch_seconds=30.0)
    job = submitted(simulator, a_text(5))
    assert simulator.client.batches.cancel(job.id).status == "cancelled"
    assert simulator.journal() == []


def test_jobs_are_listed_with_what_they_were_called(simulator: Running) -> None:
    made = [submitted(simulator, a_text(number)).id for number in range(3)]
    newest = [job.id for job in simulator.client.batches.list(limit=2)][:3]
    assert newest == made[::-1]
    assert simulator.client.batches.retrieve(made[0]).metadata == {"brigade": "ours"}


def test_a_provider_without_jobs_says_so(simulator: Running) -> None:
    simulator.change(batches=False)
    with pytest.raises(openai.NotFoundError):
        submitted(simulator, a_text(6))
