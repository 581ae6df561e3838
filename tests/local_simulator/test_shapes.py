"""The simulator as each provider of pictures, asked by the product's own adapters."""

from collections.abc import Callable, Iterator
from io import BytesIO

import httpx
import pytest
from PIL import Image

from brigade.errors import AnswerRefused, BrigadeError, ImageRefused, ModelBusy, ModelDown, ModelSlow, QuotaExhausted
from brigade.providers.ledger import charge_of
from brigade_io.images import bedrock_pictures
from brigade_io.images.picture_model import PictureModel
from local.simulator.options import PICTURES
from tests.io.images.adapters import KEY, an_adapter, an_asked
from tests.local_simulator.conftest import Running
from tests.mock_provider.shapes import a_picture

SHAPES = {
    "openai": ("/v1", "gpt-image-2.5-flare"),
    "google": ("/google/v1beta", "gemini-nano-banana-2.1"),
    "bedrock": ("/bedrock", "stability.sd3-5-large-v1:0"),
    "fal": ("/fal", "fal-ai/flux/dev"),
    "replicate": ("/replicate/v1", "black-forest-labs/flux-1.1-pro"),
}
CALLS = {"openai": "image"}  # the kind of its calls, where it is not the kind of its adapter
FAULTS: dict[str, type[BrigadeError]] = {
    "moderation_blocked": ImageRefused, "insufficient_quota": QuotaExhausted, "rate_limited": ModelBusy,
    "server_error": ModelDown, "garbage": ModelDown, "timeout": ModelSlow,
}  # fmt: skip

Adapter = Callable[[str], PictureModel]


@pytest.fixture(autouse=True)
def _role(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    bedrock_pictures._session.cache_clear()
    yield
    bedrock_pictures._session.cache_clear()


@pytest.fixture
def adapter(simulator: Running) -> Adapter:
    def of(kind: str) -> PictureModel:
        path, model = SHAPES[kind]
        return an_adapter(kind, model, simulator.url + path, timeout=10.0, price=None if kind == "google" else 0.04)

    return of


@pytest.mark.parametrize("kind", SHAPES)
def test_each_draws_and_another_picture_for_other_photos(simulator: Running, adapter: Adapter, kind: str) -> None:
    first, micros = adapter(kind).picture(an_asked(size=(1216, 832)), KEY)
    photos = (a_picture("a pan", "300x300"),)
    second, _ = adapter(kind).picture(an_asked(size=(1216, 832), references=photos), KEY)
    assert Image.open(BytesIO(first)).format == "JPEG"
    assert first != second
    assert 30_000 < micros < 50_000
    assert [call["kind"] for call in simulator.journal()] == [CALLS.get(kind, kind)] * 2


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", SHAPES)
def test_each_fails_in_its_own_way_which_is_understood(
    simulator: Running, adapter: Adapter, kind: str, fault: str
) -> None:
    simulator.script({"kind": CALLS.get(kind, kind), "nth": 1, "fault": fault})
    model = an_adapter(kind, SHAPES[kind][1], simulator.url + SHAPES[kind][0], timeout=2.0, price=0.04)
    with pytest.raises(FAULTS[fault]) as raised:
        model.picture(an_asked(), KEY)
    if fault in ("moderation_blocked", "insufficient_quota", "rate_limited"):
        assert charge_of(raised.value) == 0


@pytest.mark.parametrize("kind", SHAPES)
def test_each_may_end_without_a_picture(simulator: Running, adapter: Adapter, kind: str) -> None:
    simulator.change(**{f"{CALLS.get(kind, kind)}_faults": {"no_picture": 1.0}})
    with pytest.raises(AnswerRefused if kind == "google" else ModelDown):
        adapter(kind).picture(an_asked(), KEY)


@pytest.mark.parametrize("kind", SHAPES)
def test_each_has_a_limit_of_its_own_and_says_how_long_to_wait(simulator: Running, adapter: Adapter, kind: str) -> None:
    simulator.change(**{f"{CALLS.get(kind, kind)}_ipm": 1})
    adapter(kind).picture(an_asked(), KEY)
    with pytest.raises(ModelBusy) as busy:
        adapter(kind).picture(an_asked(), KEY)
    assert 50 < (busy.value.retry_after or 0) <= 60


@pytest.mark.parametrize("kind", SHAPES)
def test_one_providers_faults_are_not_anothers(simulator: Running, adapter: Adapter, kind: str) -> None:
    others = {f"{other}_faults": {"server_error": 1.0} for other in PICTURES if other != CALLS.get(kind, kind)}
    simulator.change(**others)
    assert adapter(kind).picture(an_asked(), KEY)[0]


@pytest.mark.parametrize("kind", SHAPES)
def test_a_slow_call_takes_six_times_as_long(simulator: Running, adapter: Adapter, kind: str) -> None:
    simulator.change(**{f"{CALLS.get(kind, kind)}_faults": {"slow": 1.0}})
    adapter(kind).picture(an_asked(), KEY)
    assert simulator.journal()[0]["real_seconds"] == 60


def test_google_lists_its_models(simulator: Running) -> None:
    listed = httpx.get(f"{simulator.url}/google/v1beta/models", headers={"x-goog-api-key": "k"}).json()
    assert [model["name"] for model in listed["models"]] == ["models/gemini-nano-banana-2.1"]
    assert httpx.get(f"{simulator.url}/google/v1beta/models").status_code == 401
    one = httpx.get(f"{simulator.url}/google/v1beta/models/dream", headers={"x-goog-api-key": "k"})
    assert (one.status_code, one.json()["error"]["status"]) == (404, "NOT_FOUND")
