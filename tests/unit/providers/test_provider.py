"""The providers that the settings describe."""

from brigade.providers.pace import Learned, Limits
from brigade.providers.provider import Provider, image_provider, text_provider, usual_pace
from tests.unit.providers.factories import some_settings


def test_the_text_desk_is_paced_by_requests_and_tokens() -> None:
    settings = some_settings(
        text_model="m", text_requests_per_minute=500, text_tokens_per_minute=9_000, text_calls_at_once=3,
        text_timeout=40.0, breaker_failures=4, breaker_rest=30.0, breaker_patience=300.0,
    )  # fmt: skip
    assert text_provider(settings) == Provider(
        name="openai/m", limits=Limits(requests=500, tokens=9_000, at_once=3), first=12, most=40,
        call_seconds=40.0, breaker_failures=4, breaker_rest=30.0, breaker_patience=300.0,
    )  # fmt: skip


def test_the_image_desk_is_paced_by_images() -> None:
    settings = some_settings(image_model="i", images_per_minute=50, image_calls_at_once=10, image_timeout=90.0)
    provider = image_provider(settings, settings.image_models[0])
    assert provider.name == "openai/i"
    assert provider.limits == Limits(images=50, at_once=10)
    assert provider.call_seconds == 90.0


def test_a_limit_that_nobody_set_is_the_providers() -> None:
    provider = text_provider(some_settings())
    assert provider.limits == Limits()
    assert not provider.is_known(Learned())
    assert provider.in_force(Learned()) == Limits(at_once=12)
    assert provider.in_force(Learned(heard=True, tokens=9_000)) == Limits(tokens=9_000, at_once=40)
    assert provider.in_force(Learned(heard=True, at_once=7)) == Limits(at_once=7)


def test_a_limit_that_we_set_is_never_passed() -> None:
    settings = some_settings(images_per_minute=50, image_calls_at_once=10)
    provider = image_provider(settings, settings.image_models[0])
    assert provider.is_known(Learned())
    assert provider.in_force(Learned(heard=True, images=250, at_once=30)) == Limits(images=50, at_once=10)
    assert provider.in_force(Learned(heard=True, images=5)) == Limits(images=5, at_once=10)


def test_a_promise_counts_on_our_limits_else_on_a_small_accounts() -> None:
    assert usual_pace(some_settings()) == (12, 5, 5)
    assert usual_pace(some_settings(text_calls_at_once=3, image_calls_at_once=7, images_per_minute=50)) == (3, 7, 50)
