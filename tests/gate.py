"""A door before a store that tests can shut: whoever is inside is thrown out, and nobody is let in for a while."""

import contextlib
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass

CHUNK = 65536
LONGEST = 1024  # bytes of words that come in two pieces
ANSWERS_WITHIN = 0.3  # seconds that a store is given for what its client is not to hear of
ABRUPTLY = struct.pack("ii", 1, 0)  # a reset instead of a farewell


@dataclass(frozen=True)
class Tripwire:
    """Shut for `seconds` as soon as a client says `words`: before the store hears them, or before it can answer."""

    words: re.Pattern[bytes]
    seconds: float
    heard: bool


class Gate:
    """A TCP port that leads to `target`, a port of this machine, while it is open."""

    def __init__(self, target: int = 0) -> None:
        self.target = target
        self.shut_until = 0.0
        self.tripwire: Tripwire | None = None
        self.trips = 0
        self.inside: set[socket.socket] = set()
        self.unheard: set[socket.socket] = set()  # stores whose answers are lost
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._let_in, name="gate", daemon=True).start()

    def close(self) -> None:
        self.listener.close()
        self.shut(0)

    # --- What tests do -------------------------------------------------------------------------------

    def shut(self, seconds: float) -> None:
        """The store is away from now on for so long; with 0 only the connections that stand are lost."""
        self.shut_until = time.monotonic() + seconds
        with self.lock:
            thrown, self.inside = self.inside, set()
        for each in thrown:
            _reset(each)

    def open(self) -> None:
        """The store is there, and nothing that is said shuts the gate."""
        self.tripwire = None
        self.shut_until = 0.0

    def shut_at(self, words: bytes, seconds: float = 0.0, *, heard: bool = False) -> None:
        """The next time that somebody says `words`, a regular expression."""
        self.tripwire = Tripwire(re.compile(words), seconds, heard)

    # --- What it does --------------------------------------------------------------------------------

    def _let_in(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            store = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            return _reset(client)
        store.settimeout(None)
        with self.lock:
            self.inside |= {client, store}
        if time.monotonic() < self.shut_until:
            for each in (client, store):
                _reset(each)
            return None
        threading.Thread(target=self._pass, args=(store, client, False), daemon=True).start()
        self._pass(client, store, True)
        return None

    def _pass(self, one: socket.socket, other: socket.socket, from_client: bool) -> None:
        tail = b""
        with contextlib.suppress(OSError):
            while said := one.recv(CHUNK):
                wire = self.tripwire
                if from_client and wire and wire.words.search(tail + said):
                    self._trip(wire, other, said)
                    return
                tail = said[-LONGEST:]
                if one not in self.unheard:
                    other.sendall(said)
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        with self.lock:
            self.inside -= {one, other}

    def _trip(self, wire: Tripwire, store: socket.socket, said: bytes) -> None:
        self.tripwire = None
        self.trips += 1
        if wire.heard:
            self.unheard.add(store)
            store.sendall(said)
            time.sleep(ANSWERS_WITHIN)
        self.shut(wire.seconds)


def _reset(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPTLY)
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
