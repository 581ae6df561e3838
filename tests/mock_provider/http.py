"""Whatever a mock answers, sent over HTTP as it is: late, slowly, cut off, or not at all."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from tests.mock_provider.reply import Reply


def form_of(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """A form's fields as texts, its files as lists of (name, type, content)."""
    whole = f"content-type: {headers['content-type']}\r\n\r\n".encode() + body
    fields: dict[str, Any] = {}
    for part in BytesParser(policy=policy.HTTP).parsebytes(whole).iter_parts():
        name, content = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename() is None:
            fields[name] = content.decode()
        else:
            fields.setdefault(name, []).append((part.get_filename(), part.get_content_type(), content))
    return fields


class Answering(Protocol):
    """What a server asks for its answers."""

    def reply(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply: ...


class Server(ThreadingHTTPServer):
    """On a free port of this machine unless told otherwise."""

    daemon_threads = True
    block_on_close = False  # a dripping answer must not hold the test
    request_queue_size = 128

    def __init__(self, port: int, mock: Answering) -> None:
        self.mock = mock
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked has hung up: nothing to tell of."""


@contextmanager
def serving(server: Server) -> Iterator[None]:
    """Answer while inside."""
    threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._reply(b"")

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers.get("content-length") or 0)))

    def _reply(self, sent: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.mock.reply(self.command, self.path, headers, sent)
        time.sleep(reply.seconds)
        self.close_connection = reply.silent or reply.cut is not None
        if not reply.silent:
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        given = {"Content-Length": str(len(reply.body)), **reply.headers}
        head = f"HTTP/1.1 {reply.status} Mock\r\n" + "".join(f"{name}: {each}\r\n" for name, each in given.items())
        self._drip(head.encode() + b"\r\n", reply.drip_headers)
        self._drip(reply.body[: reply.cut], reply.drip)

    def _drip(self, data: bytes, pause: float) -> None:
        for part in [bytes([byte]) for byte in data] if pause else [data]:
            self.wfile.write(part)
            time.sleep(pause)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Tests read what was asked."""
