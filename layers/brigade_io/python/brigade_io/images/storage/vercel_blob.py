"""Pictures at Vercel Blob, by the HTTP interface that its own SDK speaks (version 9 of it), with a read-write token.

Source: github.com/vercel/storage, packages/blob, read 2026-12-01.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from brigade.errors import NotFound
from brigade_io.bucket import IMMUTABLE, Placed
from brigade_io.images.storage.rest import Rest

API = "https://blob.vercel-storage.com"
PAGE = 1000
AGE = re.compile(r"max-age=(\d+)")


class VercelBlob:
    """`shown` is where its pictures are seen: https://{store}.public.blob.vercel-storage.com."""

    def __init__(self, token: str, shown: str, api: str = API) -> None:
        self.url = shown.rstrip("/")
        self.api = Rest("Vercel Blob", api, {"Authorization": f"Bearer {token}", "x-api-version": "9"})
        self.shown = Rest("Vercel Blob", self.url, {})

    def put(self, key: str, body: bytes, content_type: str, cache_control: str = IMMUTABLE) -> None:
        age = AGE.search(cache_control)
        told = {"x_content_type": content_type, "x_add_random_suffix": "0", "x_allow_overwrite": "1"}
        self.api.ask_json("PUT", f"/{quote(key)}", body, **told, x_cache_control_max_age=age[1] if age else "60")

    def get(self, key: str) -> bytes:
        return self.shown.ask("GET", f"/{quote(key)}")

    def exists(self, key: str) -> bool:
        try:
            self.api.ask_json("GET", f"?{urlencode({'url': self._address(key)})}")
        except NotFound:
            return False
        return True

    def pages(self, prefix: str) -> Iterator[dict[str, Placed]]:
        query = {"prefix": prefix, "limit": str(PAGE)}
        while True:
            page = self.api.ask_json("GET", f"?{urlencode(query)}")
            with self.api.understood():
                listed = {each["pathname"]: _placed(each) for each in page["blobs"]}
            yield listed
            if not (page.get("hasMore") and (cursor := page.get("cursor"))):
                return
            query["cursor"] = cursor

    def remove(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), PAGE):
            urls = [self._address(key) for key in keys[start : start + PAGE]]
            self.api.ask("POST", "/delete", json.dumps({"urls": urls}).encode(), Content_Type="application/json")

    def _address(self, key: str) -> str:
        return f"{self.url}/{quote(key)}"


def _placed(found: Mapping[str, Any]) -> Placed:
    return Placed(datetime.fromisoformat(found["uploadedAt"]), int(found["size"]))
