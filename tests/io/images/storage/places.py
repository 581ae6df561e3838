"""Servers as Cloudinary and Vercel document theirs, and nobody's code: they keep pictures, and refuse."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KEY, SECRET, TOKEN = "a-key", "abcd", "vercel_blob_rw_store_secret"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


class Place(BaseHTTPRequestHandler):
    """`kept` holds bodies and types by name; `refusal` is answered to everything while it is set."""

    kept: dict[str, tuple[bytes, str]]
    refusal: tuple[int, bytes] | None
    page = 2  # names in one list

    def answer(self, status: int, body: Any) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def handle_one(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body, address = self.rfile.read(length), urlsplit(self.path)
        if self.refusal:
            self.answer(*self.refusal)
        else:
            self.act(unquote(address.path), parse_qs(address.query), body)

    def act(self, path: str, query: dict[str, list[str]], body: bytes) -> None:
        raise NotImplementedError

    do_GET = do_PUT = do_POST = do_DELETE = handle_one

    def names_after(self, query: dict[str, list[str]], cursor: str) -> tuple[list[str], str | None]:
        prefix, after = query.get("prefix", [""])[0], query.get(cursor, [""])[0]
        names = sorted(name for name in self.kept if name.startswith(prefix) and name > after)
        return names[: self.page], names[self.page - 1] if len(names) > self.page else None

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing to say."""


class CloudinaryPlace(Place):
    def act(self, path: str, query: dict[str, list[str]], body: bytes) -> None:
        if path.startswith("/shown/"):
            name = path.removeprefix("/shown/").rpartition(".")[0]
            return self.answer(200, self.kept[name][0]) if name in self.kept else self.answer(404, b"")
        if path == "/v1_1/cloud/image/upload" and self.command == "POST":
            return self.upload({name: values[0] for name, values in parse_qs(body.decode()).items()})
        expected = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != expected:
            return self.answer(401, {"error": {"message": "unknown api_key"}})
        return self.administer(path.removeprefix("/v1_1/cloud/resources/image/upload").strip("/"), query)

    def upload(self, form: dict[str, str]) -> None:
        signed = {name: each for name, each in form.items() if name not in ("file", "api_key", "signature")}
        text = "&".join(f"{name}={signed[name]}" for name in sorted(signed)) + SECRET
        if form["signature"] != hashlib.sha1(text.encode()).hexdigest() or form["api_key"] != KEY:
            return self.answer(401, {"error": {"message": "Invalid Signature"}})
        kind, _, data = form["file"].removeprefix("data:").partition(";base64,")
        self.kept[form["public_id"]] = (base64.b64decode(data), kind)
        return self.answer(200, {"public_id": form["public_id"]})

    def administer(self, name: str, query: dict[str, list[str]]) -> None:
        if self.command == "DELETE":
            deleted = {each: "deleted" if self.kept.pop(each, None) else "not_found" for each in query["public_ids[]"]}
            return self.answer(200, {"deleted": deleted})
        if name:
            return self.answer(200, {"public_id": name}) if name in self.kept else self.answer(404, {"error": {}})
        names, cursor = self.names_after(query, "next_cursor")
        found = [
            {
                "public_id": each,
                "format": self.kept[each][1].partition("/")[2],
                "created_at": NOW.isoformat(),
                "bytes": len(self.kept[each][0]),
            }
            for each in names
        ]
        return self.answer(200, {"resources": found} | ({"next_cursor": cursor} if cursor else {}))


class VercelPlace(Place):
    def act(self, path: str, query: dict[str, list[str]], body: bytes) -> None:
        if path.startswith("/shown/"):
            name = path.removeprefix("/shown/")
            return self.answer(200, self.kept[name][0]) if name in self.kept else self.answer(404, b"")
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.answer(403, {"error": {"code": "forbidden"}})
        if self.command == "PUT":
            return self.put(path.strip("/"), body)
        if self.command == "POST" and path == "/delete":
            for url in json.loads(body)["urls"]:
                self.kept.pop(unquote(urlsplit(url).path).removeprefix("/shown/"), None)
            return self.answer(200, {})
        return self.head(query["url"][0]) if "url" in query else self.list(query)

    def put(self, name: str, body: bytes) -> None:
        if self.headers["x-add-random-suffix"] != "0":
            name += "-random"
        if name in self.kept and self.headers.get("x-allow-overwrite") != "1":
            return self.answer(400, {"error": {"code": "bad_request", "message": "This blob already exists"}})
        self.kept[name] = (body, self.headers["x-content-type"])
        return self.answer(200, {"pathname": name})

    def head(self, url: str) -> None:
        name = unquote(urlsplit(url).path).removeprefix("/shown/")
        return self.answer(200, {"pathname": name}) if name in self.kept else self.answer(404, {"error": {}})

    def list(self, query: dict[str, list[str]]) -> None:
        names, cursor = self.names_after(query, "cursor")
        at = NOW.isoformat().replace("+00:00", "Z")
        blobs = [{"pathname": each, "uploadedAt": at, "size": len(self.kept[each][0])} for each in names]
        self.answer(200, {"blobs": blobs, "hasMore": bool(cursor), "cursor": cursor})


@contextmanager
def running(kind: type[Place]) -> Iterator[tuple[type[Place], str]]:
    """The place, and its address."""
    place = type("Running", (kind,), {"kept": {}, "refusal": None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), place)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield place, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
