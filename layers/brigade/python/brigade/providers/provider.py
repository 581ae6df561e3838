"""One model of one provider: its name, what it grants us, and how long we bear with it."""

from pydantic import Field

from brigade.model import Message
from brigade.providers.pace import Limits
from brigade.settings import Settings


class Provider(Message):
    """`name` is what all workers share pace and breaker under; times are seconds."""

    name: str
    limits: Limits
    call_seconds: float = Field(gt=0)
    breaker_failures: int = Field(default=5, gt=0)
    breaker_rest: float = Field(default=60.0, gt=0)
    breaker_patience: float = Field(default=600.0, gt=0)


def text_provider(settings: Settings) -> Provider:
    return Provider(
        name=f"openai/{settings.text_model}",
        limits=Limits(
            requests=settings.text_requests_per_minute,
            tokens=settings.text_tokens_per_minute,
            at_once=settings.text_calls_at_once,
        ),
        call_seconds=settings.text_timeout,
        breaker_failures=settings.breaker_failures,
        breaker_rest=settings.breaker_rest,
        breaker_patience=settings.breaker_patience,
    )


def image_provider(settings: Settings) -> Provider:
    return Provider(
        name=f"openai/{settings.image_model}",
        limits=Limits(images=settings.images_per_minute, at_once=settings.image_calls_at_once),
        call_seconds=settings.image_timeout,
        breaker_failures=settings.breaker_failures,
        breaker_rest=settings.breaker_rest,
        breaker_patience=settings.breaker_patience,
    )
