"""Other image providers, as the environment names them: read, kept with their keys, and asked what costs nothing."""

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from brigade.settings import Settings
from local.finding import Finding
from local.image_preflight import pictured_by
from local.image_providers import KEYS, image_providers_of, secrets_of
from local.preflight import preflight
from local.problem import Problem
from local.provider import provider_of
from tests.mock_provider import gemini, mock_provider, replicate
from tests.mock_provider.photographers import Photographer, photographer
from tests.mock_provider.reply import Reply

NANO = {"kind": "google", "model": gemini.MODEL}
FLUX = {"kind": "replicate", "model": replicate.MODEL, "price": 0.04}


def variables(*fallbacks: dict[str, Any], **more: str) -> dict[str, str]:
    keys = dict.fromkeys(KEYS.values(), "a-key")
    return {**keys, "BRIGADE_IMAGE_FALLBACKS": json.dumps(fallbacks), **more}


def test_fallbacks_become_settings_that_name_where_their_keys_are_kept() -> None:
    provider = provider_of(variables(NANO, FLUX))
    assert provider is not None
    google, flux = provider.settings.image_models[1:]
    assert (google.name, google.key_secret) == (f"google/{gemini.MODEL}", "brigade-local-image-key-google")
    assert (flux.price, flux.key_secret) == (0.04, "brigade-local-image-key-replicate")
    told = {name.upper(): value for name, value in provider.models.items()}
    assert Settings.from_environment({**dict.fromkeys(map(str.upper, REQUIRED), "x"), **told}).image_models[1] == google
    assert "ImageFallbacks" in provider.parameters
    provider.require_prices()


REQUIRED = [name for name, each in Settings.model_fields.items() if each.is_required()]


def test_another_preferred_provider_brings_its_own_key_and_address() -> None:
    named = {"BRIGADE_IMAGE_KIND": "google", "BRIGADE_IMAGE_MODEL": gemini.MODEL, "GEMINI_API_KEY": "of-google"}
    provider = provider_of(variables(**named))
    assert provider is not None
    assert (provider.image_key, provider.image_base_url, provider.key) == ("of-google", "", "a-key")
    assert provider.settings.image_models[0].name == f"google/{gemini.MODEL}"


def test_every_kind_has_its_secret_also_where_the_simulator_plays_them_all() -> None:
    assert set(secrets_of(image_providers_of({}), "simulator").values()) == {"simulator"}
    kept = secrets_of(image_providers_of(variables(NANO, GEMINI_API_KEY="of-google")), "none")
    assert kept["GoogleKeySecret"] == "of-google"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"BRIGADE_IMAGE_FALLBACKS": "google"}, "cannot be read"),
        ({"BRIGADE_IMAGE_FALLBACKS": '[{"kind": "dream", "model": "x"}]'}, "0.kind"),
        ({"BRIGADE_IMAGE_FALLBACKS": '[{"kind": "google"}]'}, "0.model"),
        ({"BRIGADE_IMAGE_FALLBACKS": '[{"kind": "google", "model": "x"}]'}, "GEMINI_API_KEY is not set"),
        ({"BRIGADE_IMAGE_FALLBACKS": '[{"kind": "bedrock", "model": "x"}]'}, "function's role"),
        ({"BRIGADE_IMAGE_KIND": "fal"}, "FAL_KEY is not set"),
        ({"BRIGADE_IMAGE_KIND": "dream"}, "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(given: dict[str, str], words: str) -> None:
    with pytest.raises(Problem, match=words):
        provider_of({"OPENAI_API_KEY": "k", **given})


def test_one_model_named_twice_is_said_in_a_sentence() -> None:
    provider = provider_of(variables(NANO, NANO))
    assert provider is not None
    with pytest.raises(Problem, match="named twice"):
        provider.require_prices()


# --- Before the first picture --------------------------------------------------------------------


@pytest.fixture(params=[gemini, replicate], ids=["google", "replicate"])
def reference(request: pytest.FixtureRequest) -> ModuleType:
    module: ModuleType = request.param
    return module


@pytest.fixture
def mock(reference: Any) -> Iterator[Photographer]:
    with photographer(reference) as mock:
        yield mock


def asked(mock: Photographer, model: str = "", key: str = "k") -> Finding:
    kind = "google" if mock.reference is gemini else "replicate"
    told = {"kind": kind, "model": model or mock.reference.MODEL, "base_url": mock.url}  # type: ignore[attr-defined]
    provider = provider_of(variables(told))
    assert provider is not None
    return pictured_by("pictures", provider.settings.image_models[1], key)


def test_a_provider_that_knows_key_and_model_says_so_and_is_asked_for_no_picture(mock: Photographer) -> None:
    assert asked(mock).ok is True
    assert [call.method for call in mock.calls] == ["GET"]


def test_a_model_that_is_unknown_and_a_key_that_is_none_are_named(mock: Photographer) -> None:
    unknown = asked(mock, model="somebody/dream")
    assert unknown.ok is False
    assert unknown.words.endswith("Check the model's name.")
    assert "Check" in asked(mock, key="a b").words


def test_an_odd_answer_is_no_error_here(mock: Photographer) -> None:
    mock.reference = _Odd(mock.reference)
    assert asked(mock).ok is None


class _Odd:
    """A provider whose gateway answers."""

    def __init__(self, of: Any) -> None:
        self.BASE, self.MODEL, self.ODDITIES = of.BASE, of.MODEL, of.ODDITIES

    def sound(self, call: Any, origin: str) -> Reply:
        return Reply(b"<h1>Bad Gateway</h1>", 502, {"Content-Type": "text/html"})


def test_the_preflight_tells_of_each_image_provider_in_turn() -> None:
    with mock_provider() as openai, photographer(gemini) as google:
        openai.write = lambda _: '{"ready": true}'
        fallbacks = [
            {**NANO, "base_url": google.url}, {"kind": "fal", "model": "fal-ai/flux/dev", "price": 0.025},
            {"kind": "openai", "model": "flux", "base_url": openai.url, "price": 0},
        ]  # fmt: skip
        provider = provider_of(variables(*fallbacks, OPENAI_BASE_URL=openai.url))
        assert provider is not None
        told = {each.check: each.ok for each in preflight(provider)}
    assert told["provider's pictures"] is True
    assert told[f"pictures of google/{gemini.MODEL}"] is True
    assert told["pictures of fal/fal-ai/flux/dev"] is None
    assert told["pictures of openai/flux"] is False  # it does not know the model
