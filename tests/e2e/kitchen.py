"""The running system as the end-to-end tests use it: over HTTP, then straight into what is stored."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
import psycopg
from httpx_sse import connect_sse
from PIL import Image
from psycopg.rows import dict_row

from local.cli.client import Client
from local.cli.stream import Event, Follower, of_batch
from local.system import System

DATABASE = "select * from recipes where batch_id = %s order by batch_position"
PICTURES = """
select images.* from recipe_images images join recipes on recipes.id = images.recipe_id
 where recipes.batch_id = %s order by recipes.batch_position
"""


@dataclass(frozen=True)
class Ended:
    """A batch that has come to its end, and all events that told of it."""

    batch_id: str
    events: list[Event]

    @property
    def final(self) -> dict[str, Any]:
        return self.events[-1].data

    @property
    def last_progress(self) -> dict[str, Any]:
        return [event.data for event in self.events if event.name == "progress"][-1]


class Kitchen:
    def __init__(self, system: System) -> None:
        self.system = system
        self.client = Client(system.url, system.token)
        self.bucket = system.outputs["ImagesBucket"]
        self.s3 = system.client("s3")

    # --- Over HTTP -----------------------------------------------------------------------------------

    def start(self, count: int, **fields: Any) -> str:
        return str(self.client.start_batch({"count": count, **fields})["batchId"])

    def run(self, count: int, **fields: Any) -> Ended:
        return self.follow(self.start(count, **fields))

    def follow(self, batch_id: str) -> Ended:
        return Ended(batch_id, list(Follower(self.client, of_batch(batch_id)).events()))

    def post(self, body: Any, *, token: str | None = None, **headers: str) -> httpx.Response:
        """The answer to a request for a batch, whatever it is; `body` bytes go as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        known = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token or self.system.token()}",
        }
        url = f"{self.system.url}/api/admin/generate-bmad"
        return httpx.post(url, content=content, headers={**known, **headers}, timeout=60)

    def get(self, path: str, token: str | None = None) -> httpx.Response:
        bearer = f"Bearer {token or self.system.token()}"
        return httpx.get(f"{self.system.url}{path}", headers={"Authorization": bearer}, timeout=60)

    def some_events(self, batch_id: str, most: int, last_id: int = 0) -> list[Event]:
        """At most so many events of one connection, which is then broken off."""
        headers = {"Last-Event-ID": str(last_id)} if last_id else {}
        heard: list[Event] = []
        path = f"/api/admin/bmad-progress-stream/{batch_id}"
        with connect_sse(self.client.http, "GET", path, headers=headers) as source:
            for sent in source.iter_sse():
                if sent.data:
                    heard.append(Event(int(sent.id), sent.event, json.loads(sent.data)))
                if len(heard) == most or (heard and heard[-1].is_final):
                    break
        return heard

    # --- What is stored ------------------------------------------------------------------------------

    def recipes(self, batch_id: str) -> list[dict[str, Any]]:
        return self._rows(DATABASE, batch_id)

    def pictures(self, batch_id: str) -> list[dict[str, Any]]:
        """The records of the batch's pictures, in the order of the recipes."""
        return self._rows(PICTURES, batch_id)

    def _rows(self, query: str, batch_id: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.system.database_url) as db, db.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query.encode(), [batch_id]).fetchall()

    def objects(self, batch_id: str) -> set[str]:
        """The keys of every object in the images bucket that belongs to one of the batch's recipes."""
        ids = {str(recipe["id"]) for recipe in self.recipes(batch_id)}
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix="recipes/")
        keys = (found["Key"] for page in pages for found in page.get("Contents", []))
        return {key for key in keys if key.split("/")[1].rpartition("_")[2] in ids}

    def picture_at(self, key: str) -> Image.Image:
        body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return Image.open(BytesIO(body))

    # --- The provider --------------------------------------------------------------------------------

    def script(self, *lines: dict[str, Any]) -> None:
        """Faults for the calls to come."""
        self._simulator("POST", "script", list(lines))

    def set(self, **settings: Any) -> None:
        self._simulator("POST", "settings", settings)

    def calls(self, kind: str) -> list[dict[str, Any]]:
        """The provider's journal since the test began."""
        return [call for call in self._simulator("GET", "journal").json() if call["kind"] == kind]

    def jobs(self, batch_id: str) -> list[dict[str, Any]]:
        """The provider's jobs for a batch, the newest first."""
        url, headers = f"{self.system.simulator}/v1/batches?limit=100", {"Authorization": "Bearer simulator"}
        jobs: list[dict[str, Any]] = httpx.get(url, headers=headers, timeout=30).json()["data"]
        return [job for job in jobs if job["metadata"]["brigade"].startswith(batch_id)]

    def reset(self) -> None:
        """The provider as it was at the start, and nobody who remembers how it was meanwhile."""
        self.set(
            text_faults={}, image_faults={}, google_faults={}, burst_seconds=1.0, key=None, batches=True,
            batch_seconds=1.0, batch_end="completed",
        )  # fmt: skip
        self._simulator("DELETE", "script")
        self._simulator("DELETE", "journal")
        pace, name = self.system.client("dynamodb"), self.system.outputs["PaceTable"]
        for item in pace.scan(TableName=name)["Items"]:
            pace.delete_item(TableName=name, Key={"provider": item["provider"], "meter": item["meter"]})

    def _simulator(self, method: str, path: str, body: Any = None) -> httpx.Response:
        answer = httpx.request(method, f"{self.system.simulator}/simulator/{path}", json=body, timeout=30)
        return answer.raise_for_status()
