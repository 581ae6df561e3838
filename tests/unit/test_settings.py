"""The settings travel through a function's environment unchanged."""

import pytest
from pydantic import ValidationError

from brigade.settings import Settings

NAMES = dict.fromkeys(
    [name for name, field in Settings.model_fields.items() if field.is_required()], "a-name"
)  # fmt: skip


def test_settings_read_from_their_own_environment_are_the_same() -> None:
    settings = Settings(**{**NAMES, "chunk_size": 7, "image_price": 0.0132, "database_auth": "iam"})
    assert Settings.from_environment({**settings.environment_variables(), "PATH": "/bin"}) == settings


def test_image_models_are_read_from_one_variable_the_preferred_one_first() -> None:
    told = '[{"kind": "google", "model": "gemini-3.1-flash-image", "price": 0.0672, "key_secret": "g"}]'
    settings = Settings.from_environment({**Settings(**NAMES).environment_variables(), "IMAGE_FALLBACKS": told})
    assert [model.name for model in settings.image_models] == [
        "openai/gpt-image-2.5-flare", "google/gemini-3.1-flash-image",
    ]  # fmt: skip
    assert settings.image_models[0].key_secret == "a-name"
    assert Settings.from_environment(settings.environment_variables()) == settings


def test_without_others_there_is_one_image_model() -> None:
    assert (
        len(
            Settings.from_environment({**Settings(**NAMES).environment_variables(), "IMAGE_FALLBACKS": ""}).image_models
        )
        == 1
    )


def test_two_image_models_of_one_name_would_share_a_breaker_and_are_refused() -> None:
    again = [{"model": "gpt-image-2.5-flare"}]
    with pytest.raises(ValidationError, match="named twice"):
        Settings.model_validate({**NAMES, "image_fallbacks": again})


def test_a_missing_name_is_an_error_that_names_it() -> None:
    variables = Settings(**NAMES).environment_variables()
    del variables["BATCH_TABLE"]
    with pytest.raises(ValidationError, match="batch_table"):
        Settings.from_environment(variables)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="chunk_size"):
        Settings.from_environment({**Settings(**NAMES).environment_variables(), "CHUNK_SIZE": "many"})
