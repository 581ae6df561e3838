"""What a demonstration can show beside a good day: image providers that fail, each in its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.problem import Problem

# As at a real provider: what it grants is learned from its first answers, so that few are asked before the first.
LEARNED = {"ImageCallsAtOnce": "0"}


@dataclass(frozen=True)
class Scenario:
    """How the simulator is started, and the stack's parameters."""

    shows: str
    flags: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        return {**LEARNED, **self.told}


SCENARIOS = {
    "first-image-provider-down": Scenario(
        "the preferred image provider answers 500 to everything", ("--fault", "image.server_error=1")
    ),
    "image-refusals": Scenario(
        "the preferred image provider's policy refuses every prompt", ("--fault", "image.moderation_blocked=1")
    ),
    "image-rate-limited": Scenario(
        "the preferred image provider answers 429 to everything",
        ("--fault", "image.rate_limited=1", "--burst-seconds", "30"),
    ),
    "image-slow": Scenario(
        "the preferred image provider does not answer in time",
        ("--fault", "image.timeout=1"),
        {"ImageTimeout": "15", "ImagePatience": "3"},
    ),
    "image-garbage": Scenario(
        "the preferred image provider answers what is no picture", ("--fault", "image.broken_picture=1")
    ),
    "all-image-providers-down": Scenario(
        "every image provider answers 500, and nobody waits long",
        ("--fault", "image.server_error=1", "--fault", "google.server_error=1"),
        {"BreakerPatience": "20", "BreakerRest": "5"},
    ),
}


def scenario_of(name: str) -> Scenario | None:
    """None for a good day. Raises Problem."""
    if name and name not in SCENARIOS:
        known = ", ".join(SCENARIOS)
        raise Problem(f"There is no scenario {name}.", hint=f"There are: {known}.", exit_code=2)
    return SCENARIOS.get(name)
