"""One emulated AWS for the tests whose point is what happens when many write at once."""

from collections.abc import Iterator

import pytest

from tests.local.cloud import start_emulator, wait_until_up
from tests.local.conftest import free_port
from tests.patience import _pauses_go_by_at_once

__all__ = ["_pauses_go_by_at_once"]


@pytest.fixture(scope="session")
def aws_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint's URL."""
    port = free_port()
    emulator = start_emulator(port, tmp_path_factory.mktemp("cloud"))
    endpoint = f"http://127.0.0.1:{port}"
    wait_until_up(endpoint, emulator)
    yield endpoint
    emulator.terminate()
    emulator.wait(10)
