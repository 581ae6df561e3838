"""The turns that this process holds at a provider, kept alive by a beat: a killed process has no heart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

from brigade.errors import ModelBusy, TableBusy
from brigade.providers.pace import BEAT, TURN_LOOK
from brigade_io.last_writes import persistently
from brigade_io.providers.pace_table import PaceTable


class Turns:
    """Safe to share between threads. `now` is in ms."""

    def __init__(self, provider: str, pace: PaceTable, now: Callable[[], int]) -> None:
        self.provider = provider
        self.pace = pace
        self.now = now
        self._held: set[str] = set()
        self._lock = Lock()  # what is given back must not be renewed
        self._rest: Event | None = None  # set when nothing is held any more

    @contextmanager
    def turn(self, at_once: int) -> Iterator[None]:
        """Hold one turn, while inside, of so many at once. Raises ModelBusy where none is free."""
        lease = self.pace.lease(self.provider, at_once, self.now())
        if lease is None:
            raise ModelBusy(f"all turns at {self.provider} are taken", TURN_LOOK)
        self._hold(lease)
        try:
            yield
        finally:
            self._give_back(lease)

    def _hold(self, lease: str) -> None:
        with self._lock:
            self._held.add(lease)
            if self._rest is None:
                self._rest = Event()
                Thread(target=self._beat, args=[self._rest], name="turns", daemon=True).start()

    def _give_back(self, lease: str) -> None:
        """One that cannot be given back lapses."""
        with self._lock:
            self._held.discard(lease)
            if not self._held and self._rest:
                self._rest.set()
                self._rest = None
        with suppress(TableBusy):
            persistently(lambda: self.pace.release(self.provider, lease), patience=0.5)

    def _beat(self, rest: Event) -> None:
        while not rest.wait(BEAT):
            with self._lock, suppress(TableBusy):
                if self._held:
                    self.pace.renew(self.provider, self._held, self.now())
