"""The image model's adapter against the model simulator, over HTTP."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import boto3
import httpx
import pytest
from moto import mock_aws
from PIL import Image

from brigade.errors import (
    BrigadeError,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    ParameterRefused,
    PictureUnreadable,
    QuotaExhausted,
)
from brigade.images.asked import Asked
from brigade.images.prompt import image_prompt
from brigade.providers.ledger import charge_of
from brigade.providers.picture_prices import picture_price
from brigade.settings import ImageModelSettings
from brigade_io.images.openai_pictures import OpenAIPictures
from brigade_io.images.pictures import open_picture
from brigade_io.providers import provider_key
from tests.unit.images.factories import a_brief

SECRET = "image-key"
SOUP = Asked(prompt="soup", size=(1216, 832))


@pytest.fixture(scope="module")
def simulator() -> Iterator[dict[str, str]]:
    command = [sys.executable, "-m", "local.simulator", "--port", "0", "--hang-seconds", "30", "--burst-seconds", "0.2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


@pytest.fixture
def settings(simulator: dict[str, str]) -> ImageModelSettings:
    httpx.delete(f"{simulator['url']}/simulator/script")
    httpx.delete(f"{simulator['url']}/simulator/journal")
    return ImageModelSettings(model="gpt-image-2.5-flare", key_secret=SECRET, base_url=simulator["base_url"])


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        manager = boto3.client("secretsmanager")
        monkeypatch.setattr(provider_key, "client", lambda _: manager)
        provider_key._provider.cache_clear()
        manager.create_secret(Name=SECRET, SecretString="first-key")
        yield manager
    provider_key._provider.cache_clear()


@pytest.fixture
def model(settings: ImageModelSettings, monkeypatch: pytest.MonkeyPatch) -> OpenAIPictures:
    monkeypatch.setattr("brigade_io.images.openai_pictures.provider_key", lambda _: "a-key")
    return OpenAIPictures(settings)


def script(simulator: dict[str, str], fault: str) -> None:
    line = {"kind": "image", "nth": 1, "fault": fault}
    httpx.post(f"{simulator['url']}/simulator/script", json=[line]).raise_for_status()


def test_a_prompt_gives_a_jpeg_of_the_configured_size_and_its_price(model: OpenAIPictures) -> None:
    master, micros = model.picture(SOUP.model_copy(update={"prompt": image_prompt(a_brief())}), model.key())
    picture = Image.open(BytesIO(master))
    assert (picture.format, picture.size) == ("JPEG", (1216, 832))
    tokens = picture_price(model.settings).tokens  # the simulator counts what the provider's calculator says
    assert 30 * tokens < micros < 30 * tokens + 5_000


@pytest.mark.parametrize(
    ("fault", "error", "charge"),
    [
        ("moderation_blocked", ImageRefused, 0),
        ("insufficient_quota", QuotaExhausted, 0),
        ("server_error", ModelDown, None),
    ],
)
def test_a_failed_call_is_named_and_its_charge_is_known(
    model: OpenAIPictures, simulator: dict[str, str], fault: str, error: type[BrigadeError], charge: int | None
) -> None:
    script(simulator, fault)
    with pytest.raises(error) as raised:
        model.picture(SOUP, model.key())
    assert charge_of(raised.value) == charge
    assert raised.value.__cause__ is None


def test_a_rate_limit_says_how_long_to_wait(model: OpenAIPictures, simulator: dict[str, str]) -> None:
    script(simulator, "rate_limited")
    with pytest.raises(ModelBusy) as busy:
        model.picture(SOUP, model.key())
    assert charge_of(busy.value) == 0
    assert busy.value.retry_after is not None
    time.sleep(busy.value.retry_after)
    assert model.picture(SOUP, model.key())[0]


def test_a_hanging_call_ends_at_its_limit(
    settings: ImageModelSettings, model: OpenAIPictures, simulator: dict[str, str]
) -> None:
    model.settings = settings.model_copy(update={"timeout": 0.3})
    script(simulator, "timeout")
    with pytest.raises(ModelSlow):
        model.picture(SOUP, model.key())


def test_a_provider_that_is_not_there_is_down(settings: ImageModelSettings, model: OpenAIPictures) -> None:
    away = OpenAIPictures(settings.model_copy(update={"base_url": "http://127.0.0.1:9/v1"}))
    with pytest.raises(ModelDown):
        away.picture(SOUP, model.key())


def test_an_unknown_model_is_missing(settings: ImageModelSettings, model: OpenAIPictures) -> None:
    model.settings = settings.model_copy(update={"model": "dall-e-3"})
    with pytest.raises(ModelMissing):
        model.picture(SOUP, model.key())


def test_a_size_the_provider_does_not_make_is_our_mistake(model: OpenAIPictures) -> None:
    with pytest.raises(ParameterRefused, match="size"):
        model.picture(SOUP.model_copy(update={"size": (17, 17)}), model.key())


def test_what_is_no_picture_is_found_when_it_is_opened(model: OpenAIPictures, simulator: dict[str, str]) -> None:
    script(simulator, "broken_picture")
    master, _ = model.picture(SOUP, model.key())
    with pytest.raises(PictureUnreadable):
        open_picture(master)


def test_nothing_is_asked_twice_in_one_call(model: OpenAIPictures, simulator: dict[str, str]) -> None:
    script(simulator, "server_error")
    with pytest.raises(ModelDown):
        model.picture(SOUP, model.key())
    assert len(httpx.get(f"{simulator['url']}/simulator/journal").json()) == 1


# --- The key -------------------------------------------------------------------------------------


def test_the_key_comes_from_secrets_manager_and_a_wrong_one_is_refused(
    settings: ImageModelSettings, secrets: Any, simulator: dict[str, str]
) -> None:
    model = OpenAIPictures(settings)
    httpx.post(f"{simulator['url']}/simulator/settings", json={"key": "first-key"}).raise_for_status()
    try:
        assert model.picture(SOUP, model.key())[0]
        httpx.post(f"{simulator['url']}/simulator/settings", json={"key": "second-key"}).raise_for_status()
        with pytest.raises(KeyRefused) as refused:
            model.picture(SOUP, model.key())
        assert "key" not in str(refused.value).replace("our key", "").replace("invalid_api_key", "")
    finally:
        httpx.post(f"{simulator['url']}/simulator/settings", json={"key": None}).raise_for_status()


def test_a_rotated_key_is_used_without_a_new_process(
    settings: ImageModelSettings, secrets: Any, simulator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_key, "MAX_AGE", 0)
    model = OpenAIPictures(settings)
    model.picture(SOUP, model.key())
    secrets.put_secret_value(SecretId=SECRET, SecretString="second-key")
    httpx.post(f"{simulator['url']}/simulator/settings", json={"key": "second-key"}).raise_for_status()
    try:
        assert model.picture(SOUP, model.key())[0]
    finally:
        httpx.post(f"{simulator['url']}/simulator/settings", json={"key": None}).raise_for_status()


def test_a_secret_that_is_not_there_is_a_refused_key(settings: ImageModelSettings, secrets: Any) -> None:
    model = OpenAIPictures(settings.model_copy(update={"key_secret": "none"}))
    with pytest.raises(KeyRefused, match="none"):
        model.picture(SOUP, model.key())
