"""A server of pictures that nobody trusts, with and without TLS, for tests of what fetches from it."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PICTURE = b"\xff\xd8picture"
HOST = "pictures.test"


class Gallery(BaseHTTPRequestHandler):
    """`asked` holds the headers of every request."""

    asked: list[dict[str, str]]
    answers: dict[str, tuple[int, dict[str, str], bytes]]
    endless: bytes = b""  # sent again and again after the body
    pause: float = 0.0  # seconds between two of them

    def do_GET(self) -> None:
        self.asked.append(dict(self.headers.items()))
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            if not (self.endless and name == "Content-Length"):
                self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)
            while self.endless:
                self.wfile.write(self.endless)
                time.sleep(self.pause)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing to say."""


@pytest.fixture
def gallery() -> Iterator[tuple[type[Gallery], int]]:
    yield from serve(None)


@pytest.fixture
def secure_gallery(certificate: Path) -> Iterator[tuple[type[Gallery], int]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield from serve(context)


def serve(context: ssl.SSLContext | None) -> Iterator[tuple[type[Gallery], int]]:
    handler = type(
        "Handler", (Gallery,), {"asked": [], "answers": {"/a.jpg": (200, {"Content-Type": "image/jpeg"}, PICTURE)}}
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield handler, server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of HOST, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "host.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
