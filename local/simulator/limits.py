"""Rate limits as a provider keeps them: token buckets that hold one minute's allowance and refill evenly."""

from collections.abc import Callable
from dataclasses import dataclass, field

Clock = Callable[[], float]


@dataclass
class Bucket:
    """A token bucket; `per_minute` None never runs dry."""

    per_minute: float | None
    clock: Clock
    level: float = field(init=False)
    seen: float = field(init=False)

    def __post_init__(self) -> None:
        self.level = self.per_minute or 0.0
        self.seen = self.clock()

    def refill(self) -> None:
        """Bring the level up to now."""
        now = self.clock()
        if self.per_minute is not None:
            self.level = min(self.per_minute, self.level + (now - self.seen) * self.per_minute / 60)
        self.seen = now

    def wait_for(self, amount: float) -> float:
        """Seconds until `amount` can be taken. More than a minute's allowance waits for a full bucket."""
        if self.per_minute is None:
            return 0.0
        self.refill()
        missing = min(amount, self.per_minute) - self.level
        return max(0.0, missing * 60 / self.per_minute)

    def take(self, amount: float) -> None:
        if self.per_minute is not None:
            self.level -= amount

    def headers(self, name: str) -> dict[str, str]:
        """The x-ratelimit headers of this bucket; none where it is unlimited."""
        if self.per_minute is None:
            return {}
        self.refill()
        reset = (self.per_minute - self.level) * 60 / self.per_minute
        return {
            f"x-ratelimit-limit-{name}": str(int(self.per_minute)),
            f"x-ratelimit-remaining-{name}": str(max(0, int(self.level))),
            f"x-ratelimit-reset-{name}": f"{reset:.3f}s",
        }


class RateLimit:
    """The request and token buckets of one kind of call."""

    def __init__(self, requests: float | None, tokens: float | None, clock: Clock) -> None:
        self.requests = Bucket(requests, clock)
        self.tokens = Bucket(tokens, clock)

    def admit(self, tokens: float) -> float:
        """Take one request and its tokens; else take nothing and give the seconds to wait."""
        wait = max(self.requests.wait_for(1), self.tokens.wait_for(tokens))
        if wait == 0:
            self.requests.take(1)
            self.tokens.take(tokens)
        return wait

    def headers(self) -> dict[str, str]:
        return self.requests.headers("requests") | self.tokens.headers("tokens")
