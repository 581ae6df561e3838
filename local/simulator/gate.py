"""A call's way in: its key, the rate limits, the faults it is to suffer, and the time it is to take."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from local.simulator.answers import ApiError, moderation_blocked, no_quota, server_error, too_many
from local.simulator.chance import uniform
from local.simulator.faults import Script, drawn_fault, spared
from local.simulator.journal import REFUSED_SECONDS, Call, Journal
from local.simulator.limits import RateLimit
from local.simulator.options import PICTURES, Options
from local.simulator.writer import is_repair


class Gate:
    """What one running simulator remembers of its calls."""

    def __init__(self, options: Options) -> None:
        self.script = Script()
        self.journal = Journal(time.monotonic)
        self.arrivals: Counter[tuple[str, str]] = Counter()
        self.answered: Counter[tuple[str, str]] = Counter()
        self.set_options(options)

    def set_options(self, options: Options) -> None:
        """Take new options; the buckets are filled anew and bursts end."""
        self.options = options
        self.burst_ends: dict[str, float] = {}
        self.limits = {
            "text": RateLimit(options.text_rpm, options.text_tpm, time.monotonic),
            **{kind: RateLimit(options.pictures_per_minute(kind), None, time.monotonic) for kind in PICTURES},
        }

    def check_key(self, request: Request) -> None:
        """Raise ApiError unless the request carries the accepted key."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        self.check(key if scheme.lower() == "bearer" else "")

    def check(self, key: str) -> None:
        """Raise ApiError unless it is the accepted key."""
        key = key.strip()
        if not key:
            raise ApiError(401, "You didn't provide an API key.")
        if self.options.key is not None and key != self.options.key:
            raise ApiError(401, f"Incorrect API key provided: {key[:3]}***.", code="invalid_api_key")

    def require_batches(self) -> None:
        """Raise ApiError where this provider is one without jobs."""
        if not self.options.batches:
            raise ApiError(404, "Invalid URL", code="unknown_url")

    def admit(self, call: Call, tokens: int) -> None:
        """Raise ApiError where the rate limit, or a burst, turns the call away; jobs have limits of their own."""
        if call.in_job:
            return
        burst = self.burst_ends.get(call.kind, 0.0) - time.monotonic()
        wait = burst if burst > 0 else self.limits[call.kind].admit(tokens)
        if wait > 0:
            self.journal.design(call, REFUSED_SECONDS, self.options.latency)
            raise too_many(call.model, wait)

    def fault_of(self, call: Call, prompt: str) -> str | None:
        """The fault this call is to suffer: the script's before the rates'."""
        key = (call.kind, call.prompt_hash)
        self.arrivals[key] += 1
        scripted = self.script.fault(call.kind, prompt)
        drawn = drawn_fault(self.options, call.kind, prompt, self.arrivals[key])
        fault = scripted or spared(drawn, is_repair(prompt), self.options.rates(call.kind))
        call.fault = fault
        return fault

    def occurrence(self, call: Call) -> int:
        """How often this prompt has been answered, this time included."""
        self.answered[call.kind, call.prompt_hash] += 1
        return self.answered[call.kind, call.prompt_hash]

    async def fail(self, call: Call, prompt: str, request: Request) -> None:
        """Raise the ApiError of a fault that ends the call without content; return where there is none."""
        if call.fault == "timeout":
            await self.hang(call, request)
        if call.fault == "rate_limited":
            self.burst_ends[call.kind] = time.monotonic() + self.options.burst_seconds
        errors: dict[str, Callable[[], ApiError]] = {
            "rate_limited": lambda: too_many(call.model, self.options.burst_seconds),
            "insufficient_quota": no_quota,
            "moderation_blocked": moderation_blocked,
            "server_error": lambda: server_error(uniform(self.options.seed, prompt, self.arrivals.total(), "5xx")),
        }
        if call.fault in errors:
            self.journal.design(call, REFUSED_SECONDS, self.options.latency)
            await asyncio.sleep(call.seconds)
            raise errors[call.fault]()

    async def hang(self, call: Call, request: Request) -> None:
        """Keep the client waiting until it goes away, at most `hang_seconds`; then answer 504."""
        self.journal.design(call, self.options.hang_seconds, 1.0)
        end = time.monotonic() + self.options.hang_seconds
        while time.monotonic() < end and not await request.is_disconnected():
            await asyncio.sleep(0.05)
        raise ApiError(504, "The request timed out. (model simulator)", "server_error", "timeout")

    async def pace(self, call: Call, real: float, cpu: float) -> None:
        """Wait until the call has taken its simulated latency."""
        self.journal.design(call, real, self.options.latency, cpu)
        await asyncio.sleep(self.journal.remaining(call, self.options.latency, real))

    async def recorded(self, call: Call, answer: Awaitable[Response]) -> Response:
        """The answer with its rate-limit headers, written into the journal."""
        try:
            response = await answer
        except ApiError as error:
            self.journal.end(call, error.status, error.code)
            error.headers |= self.limits[call.kind].headers()
            raise
        response.headers.update(self.limits[call.kind].headers())
        self.journal.end(call, response.status_code)
        return response
