"""The desk at which paid calls are made: pace, turns, breaker and ledger of one model, for all workers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from brigade.errors import ModelBusy, ModelSlow, ModelStaysDown, TableBusy
from brigade.providers.breaker import (
    LONGEST_HOLD,
    PROBE_LOOK,
    Breaker,
    Verdict,
    failures_of,
    free_at,
    hold_of,
    is_amiss,
    is_same_outage,
    phase_of,
    stays_down,
    verdict_of,
)
from brigade.providers.ledger import LedgerEntry, charge_of
from brigade.providers.pace import (
    NEWS,
    TURN_LOOK,
    Learned,
    Limits,
    Slot,
    is_lost,
    learned_from,
    meter_costs,
    milliseconds,
    next_arrival,
    start_of,
    whole_seconds,
)
from brigade.providers.provider import Provider
from brigade.providers.reported import reported_limits
from brigade.providers.routing import Outlook
from brigade_io.last_writes import PATIENCE, persistently
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.pace_table import PaceTable, Seen
from brigade_io.providers.turns import Turns

T = TypeVar("T")

FRESH = 500  # ms for which what we know of the breaker is taken as true
STALE = 2_000  # ms for which what we know of its limits is
PROBE_MARGIN = 4_000  # ms after a call's limit before the probe it was is taken for lost


class Desk:
    """One model's desk, safe to share between threads. Its times are seconds; inside, milliseconds."""

    def __init__(self, provider: Provider, pace: PaceTable, ledger: Ledger, clock: Callable[[], float]) -> None:
        self.provider = provider
        self.pace = pace
        self.ledger = ledger
        self.clock = clock
        self.turns = Turns(provider.name, pace, self._now)
        self._seen: tuple[int, Breaker] | None = None  # these are replaced whole, so that threads need no lock
        self._known: tuple[int, Learned] | None = None

    # --- When ----------------------------------------------------------------------------------------

    def book(self, calls: int = 1, tokens: int = 0) -> Slot:
        """A place in the line for so many calls with so many tokens in all; not booked while no limit is known."""
        now = start = self._now()
        if not self.provider.is_known(self._learned(now)):
            return Slot(start_at=now / 1000, booked=False)
        for meter, taken in meter_costs(self._limits(), calls, tokens).items():
            arrival = self.pace.advance(self.provider.name, meter, taken, now)
            start = max(start, start_of(arrival, now, taken))
        return Slot(start_at=start / 1000)

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

    def at_once(self) -> int:
        """How many calls all workers together may make at once."""
        return self._limits().at_once or 1

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take note of what the headers of an answer say of the provider's limits; if that fails, a later one will."""
        reported, now = reported_limits({name.lower(): value for name, value in headers.items()}), self._now()
        with suppress(TableBusy):
            before = self._learned(now)
            if (learned := learned_from(reported, before)) != before:
                self.pace.learn(self.provider.name, learned)
                self._known = None
            for meter, limit in reported.items():
                if (full_in := milliseconds(limit.full_in)) > NEWS:
                    self.pace.fill(self.provider.name, meter, now + full_in, now)

    # --- Beside others -------------------------------------------------------------------------------

    def outlook(self, slot: Slot | None = None) -> Outlook:
        """When a call could begin here: with the place it has in the line, or without taking one."""
        now, provider = self._now(), self.provider
        seen = self.pace.seen(provider.name)
        limits = self._limits()
        booked = [milliseconds(slot.start_at)] if slot and slot.booked else self._next_starts(seen, limits, now)
        starts = [free_at(seen.breaker, now, provider.breaker_rest), *booked]
        held = sum(not is_lost(end, now) for end in seen.leases.values())
        if limits.at_once and held >= limits.at_once:
            starts.append(now + milliseconds(TURN_LOOK))
        phase = phase_of(seen.breaker, now, provider.breaker_rest)
        return Outlook(
            free_at=max(starts), resting=phase != "closed", amiss=is_amiss(seen.breaker, now), latency=seen.latency,
            stays_down=stays_down(seen.breaker, now, provider.breaker_rest, provider.breaker_patience),
        )  # fmt: skip

    def _next_starts(self, seen: Seen, limits: Limits, now: int) -> list[int]:
        costs = meter_costs(limits, 1, 0).items()
        return [start_of(next_arrival(seen.arrivals.get(meter), now, taken), now, taken) for meter, taken in costs]

    def avoid(self) -> bool:
        """Something here needs an operator: others are asked for a while; whether that is news, and could be noted."""
        now = self._now()
        with suppress(TableBusy):
            return self.pace.avoid(self.provider.name, now + milliseconds(LONGEST_HOLD), now)
        return False

    def note(self, took: int, *, answered: bool, outlook: Outlook | None = None) -> None:
        """A call, made with this outlook, was answered or given up after so many ms.

        One given up counts too: who has become slower is soon waited for longer. If noting fails, a later call tells.
        """
        with suppress(TableBusy):
            outlook = outlook or self.outlook()
            self.pace.note_latency(self.provider.name, took, outlook.latency)
            if outlook.amiss and answered:
                self.pace.trust(self.provider.name)

    # --- Paying --------------------------------------------------------------------------------------

    def pay(self, entry: LedgerEntry, call: Callable[[], tuple[T, int]], *, budget_micros: int | None = None) -> T:
        """Make a paid call, which gives its result and its price in micros; its errors pass unchanged.

        It holds one of the provider's turns for as long. Raises ModelBusy without calling while no turn is free or the
        provider is to be left alone, and BudgetSpent.
        """
        with self.turns.turn(self.at_once()):
            return self._pay(entry, call, budget_micros)

    def _pay(self, entry: LedgerEntry, call: Callable[[], tuple[T, int]], budget_micros: int | None) -> T:
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
        lapses = now + milliseconds(self.provider.call_seconds) + PROBE_MARGIN
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
                self.pace.hold(self.provider.name, now + hold, now)
                self._seen = None
            self._adapt(error, now)
            if probing is None:
                self._count(error, now)
            else:
                self._end_probe(probing, verdict_of(error), now)

    def _adapt(self, error: Exception | None, now: int) -> None:
        """Fewer calls at once at a provider that is too slow with so many, or refuses so many and names no limit."""
        learned, limits = self._learned(now), self._limits()
        unnamed = isinstance(error, ModelBusy) and not (learned.requests or learned.images)
        too_many = isinstance(error, ModelSlow) or unnamed
        if self.provider.limits.at_once is not None:
            return
        if too_many:
            self.pace.narrow(self.provider.name, max(1, (limits.at_once or 1) // 2), now)
        elif error is None and learned.at_once and learned.at_once < self.provider.most:
            self.pace.widen(self.provider.name, self.provider.most)

    def _count(self, error: Exception | None, now: int) -> None:
        verdict, limit = verdict_of(error), self.provider.breaker_failures
        if verdict == "failed":
            self._seen = None
            self.pace.count_failure(self.provider.name, limit, now, failures_of(error, limit))
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

    def _limits(self) -> Limits:
        return self.provider.in_force(self._learned(self._now()))

    def _learned(self, now: int) -> Learned:
        """What is known of the limits, as read within the last two seconds, by any thread of this desk."""
        known = self._known
        if known is None or not 0 <= now - known[0] < STALE:
            self._known = known = (now, self.pace.learned(self.provider.name))
        return known[1]

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
