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


def test_a_missing_name_is_an_error_that_names_it() -> None:
    variables = Settings(**NAMES).environment_variables()
    del variables["BATCH_TABLE"]
    with pytest.raises(ValidationError, match="batch_table"):
        Settings.from_environment(variables)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="chunk_size"):
        Settings.from_environment({**Settings(**NAMES).environment_variables(), "CHUNK_SIZE": "many"})
