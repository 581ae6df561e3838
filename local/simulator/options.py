"""What the model simulator is told at its start, and what a test may change while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from local.simulator.mistakes import MISTAKES as RECIPE_MISTAKES

MISTAKES = (*RECIPE_MISTAKES, "repeated_dish")
# Of a hundred recipes, about how many a good model gets wrong in each way: a guess, for showing the checks at work.
NATURAL_MISTAKES = {"inflated_energy": 0.04, "forgotten_oil": 0.04, "over_limit": 0.03, "hidden_forbidden": 0.03,
                    "undercooked": 0.04}  # fmt: skip
TEXT_FAULTS = (
    "refusal",
    "truncated",
    "invalid",
    *MISTAKES,
    "server_error",
    "rate_limited",
    "timeout",
    "insufficient_quota",
)
IMAGE_FAULTS = (
    "moderation_blocked",
    "duplicate",
    "broken_picture",
    "no_picture",
    "garbage",
    "slow",
    "server_error",
    "rate_limited",
    "timeout",
    "insufficient_quota",
)
PICTURES = ("image", "google", "bedrock", "fal", "replicate")  # kinds of calls, one for each shape; `image` is OpenAI's
FAULTS = {"text": TEXT_FAULTS, **dict.fromkeys(PICTURES, IMAGE_FAULTS)}


@dataclass(frozen=True)
class Options:
    """Limits are a minute, None is unlimited; `latency` multiplies a real provider's times (0 is off).

    `batches`: it takes jobs at half the price, which take `batch_seconds` and end as `batch_end` says.
    """

    seed: int = 7
    key: str | None = None
    latency: float = 0.0
    text_rpm: float | None = None
    text_tpm: float | None = None
    image_ipm: float | None = None
    google_ipm: float | None = None
    bedrock_ipm: float | None = None
    fal_ipm: float | None = None
    replicate_ipm: float | None = None
    text_models: tuple[str, ...] = ("gpt-6-luna", "gpt-6.1-terra")
    image_models: tuple[str, ...] = ("gpt-image-2.5-flare", "gpt-image-2.6-flare")
    google_models: tuple[str, ...] = ("gemini-nano-banana-2.1",)
    bedrock_models: tuple[str, ...] = ("stability.stable-image-core-v1:1", "stability.sd3-5-large-v1:0")
    fal_models: tuple[str, ...] = ("fal-ai/flux/dev", "fal-ai/flux-2-pro")
    replicate_models: tuple[str, ...] = ("black-forest-labs/flux-1.1-pro",)
    text_faults: Mapping[str, float] = field(default_factory=dict)
    image_faults: Mapping[str, float] = field(default_factory=dict)
    google_faults: Mapping[str, float] = field(default_factory=dict)
    bedrock_faults: Mapping[str, float] = field(default_factory=dict)
    fal_faults: Mapping[str, float] = field(default_factory=dict)
    replicate_faults: Mapping[str, float] = field(default_factory=dict)
    hang_seconds: float = 600.0
    burst_seconds: float = 1.0
    workers: int = 2
    batches: bool = True
    batch_seconds: float = 1.0
    batch_end: str = "completed"

    def rates(self, kind: str) -> Mapping[str, float]:
        """Probability by fault, of one kind of calls."""
        rates: Mapping[str, float] = getattr(self, f"{kind}_faults")
        return rates

    def pictures_per_minute(self, kind: str) -> float | None:
        limit: float | None = getattr(self, f"{kind}_ipm")
        return limit

    def models(self, kind: str) -> tuple[str, ...]:
        names: tuple[str, ...] = getattr(self, f"{kind}_models")
        return names

    def changed(self, changes: Mapping[str, Any]) -> "Options":
        """These options with some replaced; raises ValueError for an unknown name or fault."""
        names = {each.name for each in fields(self)}
        if unknown := set(changes) - names:
            raise ValueError(f"unknown settings: {', '.join(sorted(unknown))}")
        for kind in FAULTS:
            check_rates(kind, changes.get(f"{kind}_faults", {}))
        lists = {name: tuple(value) for name, value in changes.items() if isinstance(value, list)}
        return replace(self, **{**changes, **lists})


REAL_LIMITS: dict[str, Any] = {"text_rpm": 5000.0, "text_tpm": 4_000_000.0, "image_ipm": 250.0, "google_ipm": 250.0}


def check_rates(kind: str, rates: Mapping[str, float]) -> None:
    """Raise ValueError unless every fault is one of this kind of call and its rate a probability."""
    for fault, rate in rates.items():
        if fault not in FAULTS[kind]:
            raise ValueError(f"{fault} is no fault of {kind} calls: {', '.join(FAULTS[kind])}")
        if not 0 <= rate <= 1:
            raise ValueError(f"the rate of {fault} must lie between 0 and 1")
