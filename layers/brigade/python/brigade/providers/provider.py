"""A provider's model as its callers see it: what it is called, what it grants, how long we bear with it."""

from pydantic import Field

from brigade.model import Message
from brigade.providers.pace import Learned, Limits
from brigade.settings import ImageModelSettings, Settings

TEXTS = (12, 40)  # calls at once: before its limits are known, and after
IMAGES = (5, 30)
SMALLEST_TIER = 5  # images a minute


class Provider(Message):
    """`name` is what all workers share pace and breaker under; times are seconds.

    `limits` are those that we set ourselves. Calls at once begin at `first` and go up to `most` where we set none.
    """

    name: str
    limits: Limits = Limits()
    first: int = Field(default=1, gt=0)
    most: int = Field(default=1, gt=0)
    call_seconds: float = Field(gt=0)
    breaker_failures: int = Field(default=5, gt=0)
    breaker_rest: float = Field(default=60.0, gt=0)
    breaker_patience: float = Field(default=600.0, gt=0)

    def is_known(self, learned: Learned) -> bool:
        """Whether calls can be booked: a first answer has told the limits, or we set them."""
        return learned.heard or self.limits.at_once is not None

    def in_force(self, learned: Learned) -> Limits:
        """The narrower of our own limits and the provider's."""
        least = {name: _least(getattr(self.limits, name), getattr(learned, name)) for name in METERS}
        return Limits(**least, at_once=self.limits.at_once or self._at_once(learned))

    def _at_once(self, learned: Learned) -> int:
        if not learned.heard:
            return self.first
        return min(learned.at_once or self.most, self.most)


METERS = ("requests", "tokens", "images")


def text_provider(settings: Settings) -> Provider:
    first, most = TEXTS
    return Provider(
        name=f"openai/{settings.text_model}",
        limits=Limits(
            requests=settings.text_requests_per_minute or None,
            tokens=settings.text_tokens_per_minute or None,
            at_once=settings.text_calls_at_once or None,
        ),
        first=first,
        most=most,
        call_seconds=settings.text_timeout,
        breaker_failures=settings.breaker_failures,
        breaker_rest=settings.breaker_rest,
        breaker_patience=settings.breaker_patience,
    )


def image_provider(settings: Settings, model: ImageModelSettings) -> Provider:
    """One of the settings' image models."""
    first, most = IMAGES
    return Provider(
        name=model.name,
        limits=Limits(images=model.images_per_minute or None, at_once=model.calls_at_once or None),
        first=first,
        most=most,
        call_seconds=model.timeout,
        breaker_failures=settings.breaker_failures,
        breaker_rest=settings.breaker_rest,
        breaker_patience=settings.breaker_patience,
    )


def usual_pace(settings: Settings) -> tuple[int, int, int]:
    """Texts and images at once, and images a minute, as a promise may count on: ours, else a small account's."""
    return (
        settings.text_calls_at_once or TEXTS[0], settings.image_calls_at_once or IMAGES[0],
        settings.images_per_minute or SMALLEST_TIER,
    )  # fmt: skip


def _least(ours: int | None, theirs: int | None) -> int | None:
    return min((limit for limit in (ours, theirs) if limit), default=None)
