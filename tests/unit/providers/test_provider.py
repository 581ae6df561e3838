"""The providers that the settings describe."""

from brigade.providers.pace import Limits
from brigade.providers.provider import Provider, image_provider, text_provider
from tests.unit.providers.factories import some_settings


def test_the_text_desk_is_paced_by_requests_and_tokens() -> None:
    settings = some_settings(
        text_model="m", text_requests_per_minute=500, text_tokens_per_minute=9_000, text_calls_at_once=3,
        text_timeout=40.0, breaker_failures=4, breaker_rest=30.0, breaker_patience=300.0,
    )  # fmt: skip
    assert text_provider(settings) == Provider(
        name="openai/m", limits=Limits(requests=500, tokens=9_000, at_once=3),
        call_seconds=40.0, breaker_failures=4, breaker_rest=30.0, breaker_patience=300.0,
    )  # fmt: skip


def test_the_image_desk_is_paced_by_images() -> None:
    settings = some_settings(image_model="i", images_per_minute=50, image_calls_at_once=10, image_timeout=90.0)
    provider = image_provider(settings)
    assert provider.name == "openai/i"
    assert provider.limits == Limits(images=50, at_once=10)
    assert provider.call_seconds == 90.0
