"""One emulated AWS for the whole suite, with waits and retry intervals ten times as fast."""

import socket
from collections.abc import Iterator

import pytest

from tests.local.cloud import Cloud, start_emulator, wait_until_up

WAIT_SCALE = 0.1


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    log_dir = tmp_path_factory.mktemp("cloud")
    port = free_port()
    emulator = start_emulator(port, log_dir, "--wait-scale", str(WAIT_SCALE), "--preload", "boto3,numpy")
    endpoint = f"http://127.0.0.1:{port}"
    wait_until_up(endpoint, emulator)
    yield Cloud(endpoint, log_dir, WAIT_SCALE)
    emulator.terminate()
    emulator.wait(10)


@pytest.fixture
def port() -> int:
    return free_port()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
