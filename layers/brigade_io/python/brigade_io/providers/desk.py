"""The desk at which paid calls are made: pace, turns, breaker and ledger of one model, for all workers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from brigade.errors import ModelBusy, ModelStaysDown, TableBusy
from brigade.providers.breaker import (
    PROBE_LOOK,
    Breaker,
    Verdict,
    free_at,
    hold_of,
    is_same_outage,
    phase_of,
    stays_down,
    verdict_of,
)
from brigade.providers.ledger import LedgerEntry, charge_of
from brigade.providers.pace import LEASE_MARGIN, meter_costs, milliseconds, start_of, whole_seconds
from brigade.providers.provider import Provider
from brigade_io.last_writes import PATIENCE, persistently
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.pace_table import PaceTable

T = TypeVar("T")

FRESH = 500  # ms for which what we know of the breaker is taken as true
TURN_LOOK = 2.0  # seconds after which a turn may be free


class Desk:
    """One model's desk, safe to share between threads. Its times are seconds; inside, milliseconds."""

    def __init__(self, provider: Provider, pace: PaceTable, ledger: Ledger, clock: Callable[[], float]) -> None:
        self.provider = provider
        self.pace = pace
        self.ledger = ledger
        self.clock = clock
        self._seen: tuple[int, Breaker] | None = None  # replaced whole, so that threads need no lock

    # --- When ----------------------------------------------------------------------------------------

    def reserve(self, calls: int = 1, tokens: int = 0) -> float:
        """Book so many calls with so many tokens in all; when they may start."""
        now = start = self._now()
        for meter, taken in meter_costs(self.provider.limits, calls, tokens).items():
            arrival = self.pace.advance(self.provider.name, meter, taken, now)
            start = max(start, start_of(arrival, now, taken))
        return start / 1000

    def wait_for(self, start_at: float) -> int:
        """Whole seconds until calls booked for `start_at` may be made, breaker and hold included.

        Raises ModelStaysDown where the provider has been down for so long that nobody is to wait any more.
        """
        now, provider = self._now(), self.provider
        breaker = self._breaker(now)
        if stays_down(breaker, now, provider.breaker_rest, provider.breaker_patience):
            raise ModelStaysDown(f"{provider.name} has been down for more than {provider.breaker_patience:.0f} s")
        free = free_at(breaker, now, provider.breaker_rest)
        return whole_seconds(max(milliseconds(start_at), free), now)

    @contextmanager
    def turns(self, wanted: int) -> Iterator[int]:
        """How many of `wanted` calls may run at once, while inside. Raises ModelBusy where none may.

        While the breaker is not closed only one call at a time may, so that the first can be the probe.
        """
        leases = self._lease(wanted)
        if not leases:
            raise ModelBusy(f"all turns at {self.provider.name} are taken", TURN_LOOK)
        try:
            yield len(leases)
        finally:
            _if_possible(lambda: self.pace.release(self.provider.name, leases), patience=0.5)

    # --- Paying --------------------------------------------------------------------------------------

    def pay(self, entry: LedgerEntry, call: Callable[[], tuple[T, int]], *, budget_micros: int | None = None) -> T:
        """Make a paid call, which gives its result and its price in micros; its errors pass unchanged.

        Raises ModelBusy without calling while the provider is to be left alone, and BudgetSpent.
        """
        probing, opened = self._enter(), None
        try:
            opened = self.ledger.open(entry, budget_micros)
            result, micros = call()
        except Exception as error:
            if opened is not None:
                self._close_failed(opened, error)
            self._learn(probing, error)
            raise
        _if_possible(lambda: self.ledger.settle(opened, micros))
        self._learn(probing, None)
        return result

    def _enter(self) -> int | None:
        """Pass the breaker; where it is half-open as the one probe, with the time it opened at."""
        now = self._now()
        breaker = self._breaker(now)
        if (free := free_at(breaker, now, self.provider.breaker_rest)) > now:
            raise ModelBusy(f"{self.provider.name} is to be left alone", (free - now) / 1000)
        if breaker.opened_at is None:
            return None
        self._seen = None
        lapses = now + milliseconds(self.provider.call_seconds) + LEASE_MARGIN
        if not self.pace.claim_probe(self.provider.name, breaker.opened_at, now, lapses):
            raise ModelBusy(f"{self.provider.name} is being probed by another call", PROBE_LOOK / 1000)
        return breaker.opened_at

    def _close_failed(self, opened: LedgerEntry, error: Exception) -> None:
        """Close the entry of a failed call where its price is known; else it stays unsettled."""
        charge = charge_of(error)
        if charge == 0:
            _if_possible(lambda: self.ledger.release(opened))
        elif charge is not None:
            _if_possible(lambda: self.ledger.settle(opened, charge))

    def _learn(self, probing: int | None, error: Exception | None) -> None:
        """Tell all workers what this end of a call says of the provider; if that fails, a later one will."""
        now = self._now()
        with suppress(TableBusy):
            if hold := hold_of(error):
                self.pace.hold(self.provider.name, now + hold)
                self._seen = None
            if probing is None:
                self._count(verdict_of(error), now)
            else:
                self._end_probe(probing, verdict_of(error), now)

    def _count(self, verdict: Verdict, now: int) -> None:
        if verdict == "failed":
            self._seen = None
            self.pace.count_failure(self.provider.name, self.provider.breaker_failures, now)
        elif verdict == "alive" and self._breaker(now).failures:
            self._seen = None
            self.pace.forget_failures(self.provider.name)

    def _end_probe(self, opened_at: int, verdict: Verdict, now: int) -> None:
        self._seen = None
        if verdict == "alive":
            self.pace.close_breaker(self.provider.name, opened_at)
        elif verdict == "failed":
            same_outage = is_same_outage(opened_at, now, self.provider.breaker_patience)
            self.pace.reopen_breaker(self.provider.name, opened_at, now, same_outage=same_outage)
        else:
            self.pace.drop_probe(self.provider.name, opened_at)

    # --- What we know --------------------------------------------------------------------------------

    def _lease(self, wanted: int) -> list[str]:
        now, seconds = self._now(), self.provider.call_seconds
        if phase_of(self._breaker(now), now, self.provider.breaker_rest) != "closed":
            wanted, seconds = 1, seconds * wanted
        return self.pace.lease(self.provider.name, wanted, self.provider.limits.at_once, now, seconds)

    def _breaker(self, now: int) -> Breaker:
        """The breaker as read within the last half second, by any thread of this desk."""
        seen = self._seen
        if seen is None or not 0 <= now - seen[0] < FRESH:
            self._seen = seen = (now, self.pace.breaker(self.provider.name))
        return seen[1]

    def _now(self) -> int:
        return milliseconds(self.clock())


def _if_possible(write: Callable[[], object], patience: float = PATIENCE) -> None:
    """A turn that is not given back lapses, an entry that is not closed stays unsettled."""
    with suppress(TableBusy):
        persistently(write, patience)
