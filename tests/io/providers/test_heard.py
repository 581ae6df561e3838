"""What of an answer is told to those who set the pace."""

from collections.abc import Mapping

import pytest

from brigade_io.providers.wire import Heard

LIMIT = {"x-ratelimit-limit-images": "250"}


@pytest.mark.parametrize(("status", "told"), [(200, [LIMIT]), (429, [LIMIT]), (500, []), (503, [])])
def test_a_server_that_fails_grants_nothing_to_rely_on(status: int, told: list[Mapping[str, str]]) -> None:
    noted: list[Mapping[str, str]] = []
    Heard(status, LIMIT, b"").tell(noted.append)
    assert noted == told
