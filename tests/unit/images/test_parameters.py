"""What a user may tell a provider beside prompt and size."""

from typing import get_args

import pytest

from brigade.images.parameters import KNOWN, known_parameters
from brigade.settings import ImageKind

UNSAFE = {
    "n", "num_images", "num_outputs", "steps", "num_inference_steps", "moderation", "safety_tolerance", "go_fast",
    "enable_safety_checker", "disable_safety_checker", "safety_settings", "output_quality", "sync_mode", "model",
}  # fmt: skip


@pytest.mark.parametrize("kind", get_args(ImageKind))
def test_each_kind_of_provider_knows_some_and_none_that_change_price_or_safety(kind: ImageKind) -> None:
    assert KNOWN[kind]
    told: dict[str, str | int | float | bool] = {**dict.fromkeys(UNSAFE, 1), "seed": 7, "dream": "x"}
    assert known_parameters(kind, told) == {"seed": 7}


def test_a_value_of_another_kind_is_left_out() -> None:
    assert known_parameters("fal", {"seed": "seven", "guidance_scale": 3}) == {"guidance_scale": 3}
    assert known_parameters("fal", {"seed": True, "negative_prompt": 3}) == {}
    assert known_parameters("google", {"temperature": 0.5, "guidance_scale": 3}) == {"temperature": 0.5}
