"""Pictures at Cloudinary, by its REST API: uploads signed, administration with key and secret.

Source: cloudinary.com/documentation (Upload API, Admin API, authentication signatures), read 2026-12-01.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from brigade.errors import NotFound
from brigade_io.bucket import IMMUTABLE, Placed
from brigade_io.images.storage.rest import Rest

API = "https://api.cloudinary.com"
TOGETHER = 100  # pictures that one request removes
PAGE = 500
FORM = "application/x-www-form-urlencoded"


class Cloudinary:
    """`shown` is where its pictures are seen: https://res.cloudinary.com/{cloud}/image/upload."""

    def __init__(
        self, cloud: str, key: str, secret: str, shown: str, clock: Callable[[], float], api: str = API
    ) -> None:
        self.key = key
        self.secret = secret
        self.clock = clock
        basic = base64.b64encode(f"{key}:{secret}".encode()).decode()
        self.uploads = Rest("Cloudinary", f"{api}/v1_1/{quote(cloud)}/image/upload", {})
        self.admin = Rest("Cloudinary", f"{api}/v1_1/{quote(cloud)}/resources/image/upload", _basic(basic))
        self.shown = Rest("Cloudinary", shown.rstrip("/"), {})

    def put(self, key: str, body: bytes, content_type: str, cache_control: str = IMMUTABLE) -> None:
        """How long it is cached is Cloudinary's own."""
        told = {"overwrite": "true", "public_id": public_id(key), "timestamp": str(int(self.clock()))}
        file = f"data:{content_type};base64,{base64.b64encode(body).decode()}"
        form = {**told, "api_key": self.key, "signature": signature(told, self.secret), "file": file}
        self.uploads.ask_json("POST", "", urlencode(form).encode(), Content_Type=FORM)

    def get(self, key: str) -> bytes:
        return self.shown.ask("GET", f"/{quote(key)}")

    def exists(self, key: str) -> bool:
        try:
            self.admin.ask("GET", f"/{quote(public_id(key), safe='')}")
        except NotFound:
            return False
        return True

    def pages(self, prefix: str) -> Iterator[dict[str, Placed]]:
        query = {"prefix": prefix, "max_results": str(PAGE)}
        while True:
            page = self.admin.ask_json("GET", f"?{urlencode(query)}")
            with self.admin.understood():
                listed = {f"{found['public_id']}.{found['format']}": _placed(found) for found in page["resources"]}
            yield listed
            if not (cursor := page.get("next_cursor")):
                return
            query["next_cursor"] = cursor

    def remove(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), TOGETHER):
            names = [("public_ids[]", public_id(key)) for key in keys[start : start + TOGETHER]]
            self.admin.ask("DELETE", f"?{urlencode([*names, ('invalidate', 'true')])}")


def public_id(key: str) -> str:
    """The key without its ending, which Cloudinary keeps as the format."""
    return key.rpartition(".")[0] or key


def signature(parameters: Mapping[str, str], secret: str) -> str:
    """The SHA-1 of all parameters but file, key and cloud, in order of their names, with the secret behind."""
    told = "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    return hashlib.sha1(f"{told}{secret}".encode()).hexdigest()


def _placed(found: Mapping[str, Any]) -> Placed:
    return Placed(datetime.fromisoformat(found["created_at"]), int(found["bytes"]))


def _basic(value: str) -> dict[str, str]:
    return {"Authorization": f"Basic {value}"}
