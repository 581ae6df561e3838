"""How long a provider says to wait."""

import pytest

from brigade_io.providers.openai_errors import retry_after


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "99999999"}, 3600.0),
    ],
)
def test_the_wait_of_a_rate_limit(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds
