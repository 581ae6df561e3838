"""Length-prefixed messages over a socket: a JSON header, then the raw bytes it announces."""

import json
import socket
import struct
from typing import Any

LENGTH = struct.Struct(">II")


def send(to: socket.socket, header: dict[str, Any], body: bytes = b"") -> None:
    head = json.dumps(header).encode()
    to.sendall(LENGTH.pack(len(head), len(body)) + head + body)


def receive(source: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next message; `EOFError` when the other side has gone."""
    head_size, body_size = LENGTH.unpack(_exactly(source, LENGTH.size))
    header: dict[str, Any] = json.loads(_exactly(source, head_size))
    return header, _exactly(source, body_size)


def _exactly(source: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = source.recv(size - len(data))
        if not chunk:
            raise EOFError("the other side closed the connection")
        data += chunk
    return bytes(data)
