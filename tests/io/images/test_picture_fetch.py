"""A picture at an address: fetched from the open internet or from the very server that was asked, and nowhere else."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from brigade.errors import ModelDown
from brigade_io.images import picture_fetch
from brigade_io.images.picture_fetch import PictureFetch, is_public

PICTURE = b"\xff\xd8picture"
HOST = "pictures.test"


class Gallery(BaseHTTPRequestHandler):
    """`asked` holds the headers of every request."""

    asked: list[dict[str, str]]
    answers: dict[str, tuple[int, dict[str, str], bytes]]

    def do_GET(self) -> None:
        self.asked.append(dict(self.headers.items()))
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

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


@pytest.fixture
def fetch(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> PictureFetch:
    """HOST stands for this machine, whose address counts as public; every other name for itself."""
    monkeypatch.setattr(picture_fetch, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    names = {HOST: ["127.0.0.1"], "inside.test": ["10.0.0.7"], "half.test": ["127.0.0.1", "10.0.0.7"]}
    tls = ssl.create_default_context(cafile=str(certificate))
    return PictureFetch("https://provider.test/v1", tls, lambda host, port: names.get(host, [host]))


def test_a_picture_is_fetched_over_https_without_our_key(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int]
) -> None:
    handler, port = secure_gallery
    assert fetch.get(f"https://{HOST}:{port}/a.jpg") == PICTURE
    assert "Authorization" not in handler.asked[0]


def test_a_certificate_of_another_is_not_believed(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int]
) -> None:
    with pytest.raises(ModelDown):
        fetch.get(f"https://127.0.0.1:{secure_gallery[1]}/a.jpg")


@pytest.mark.parametrize("host", ["inside.test", "half.test", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"])
def test_a_name_that_leads_into_a_network_of_our_own_is_not_followed(fetch: PictureFetch, host: str) -> None:
    with pytest.raises(ModelDown, match="not public"):
        fetch.get(f"https://{host}/a.jpg")


@pytest.mark.parametrize("target", ["https://inside.test/a.jpg", "http://example.com/a.jpg", "file:///etc/passwd"])
def test_nor_is_a_redirect_that_leads_there(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int], target: str
) -> None:
    handler, port = secure_gallery
    handler.answers["/go"] = (302, {"Location": target}, b"")
    with pytest.raises(ModelDown):
        fetch.get(f"https://{HOST}:{port}/go")


def test_a_redirect_is_followed_a_few_times(fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int]) -> None:
    handler, port = secure_gallery
    handler.answers |= {"/go": (302, {"Location": "/a.jpg"}, b""), "/round": (302, {"Location": "/round"}, b"")}
    assert fetch.get(f"https://{HOST}:{port}/go") == PICTURE
    with pytest.raises(ModelDown):
        fetch.get(f"https://{HOST}:{port}/round")
    assert len(handler.asked) == 2 + 4


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "text/html"}, PICTURE),
        (404, {"Content-Type": "image/jpeg"}, PICTURE),
        (200, {"Content-Type": "image/jpeg"}, b"a" * 20_000_001),
    ],
    ids=["type", "status", "size"],
)
def test_what_is_no_picture_of_a_sane_size_is_not_taken(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int], answer: tuple[int, dict[str, str], bytes]
) -> None:
    handler, port = secure_gallery
    handler.answers["/a.jpg"] = answer
    with pytest.raises(ModelDown):
        fetch.get(f"https://{HOST}:{port}/a.jpg")


def test_the_server_that_was_asked_may_keep_its_pictures_itself(gallery: tuple[type[Gallery], int]) -> None:
    handler, port = gallery
    own = PictureFetch(f"http://127.0.0.1:{port}/v1")
    assert own.get(f"http://127.0.0.1:{port}/a.jpg") == PICTURE
    for other in (f"http://localhost:{port}/a.jpg", f"https://127.0.0.1:{port}/a.jpg", "https://[::1", "https://a:b/"):
        with pytest.raises(ModelDown):
            own.get(other)
    assert len(handler.asked) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::10.0.0.1", False),
    ],
)
def test_what_counts_as_public(address: str, public: bool) -> None:
    assert is_public(address) is public
