"""What a demonstration can show of image providers that fail."""

import pytest

from infra.environments import LOCAL
from local.demo.scenarios import SCENARIOS, scenario_of
from local.image_providers import simulated_image_providers
from local.problem import Problem
from local.simulator.__main__ import _options, _parser


def test_an_unknown_scenario_is_named_with_those_there_are() -> None:
    with pytest.raises(Problem, match="no scenario earthquake"):
        scenario_of("earthquake")
    assert scenario_of("") is None


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_simulator_and_the_stack_can_play_every_scenario(name: str) -> None:
    options = _options(_parser().parse_args(SCENARIOS[name].flags))
    assert any(options.rates(kind) for kind in ("image", "google"))
    assert {*SCENARIOS[name].parameters} <= {each.title().replace("_", "") for each in LOCAL.parameters}


def test_the_simulator_is_asked_as_google_is_after_as_openai_is() -> None:
    (model,) = simulated_image_providers("http://127.0.0.1:9", at_once=64).fallbacks
    assert (model.kind, model.base_url, model.calls_at_once) == ("google", "http://127.0.0.1:9/google/v1beta", 64)
    assert model.key_secret == "brigade-local-image-key-google"
