"""One real system for the whole suite, with retries and waits twenty times as fast, and one provider of pictures."""

from collections.abc import Iterator

import pytest

from local.system import Options, System
from tests.e2e.kitchen import Kitchen

WAIT_SCALE = 0.05
QUICK = {"BREAKER_REST": "0.5", "BREAKER_PATIENCE": "8", "STREAM_POLL": "0.2"}


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    with System(Options(wait_scale=WAIT_SCALE, announced=False, parameters={"ImageFallbacks": ""})) as started:
        hurry(started)
        yield started


def hurry(system: System, **more: str) -> None:
    """Settings that tests should not have to wait for."""
    functions = system.client("lambda")
    for function in functions.list_functions()["Functions"]:
        variables = {**function["Environment"]["Variables"], **QUICK, **more}
        functions.update_function_configuration(
            FunctionName=function["FunctionName"], Environment={"Variables": variables}
        )


@pytest.fixture
def kitchen(system: System) -> Iterator[Kitchen]:
    kitchen = Kitchen(system)
    kitchen.reset()
    yield kitchen
    kitchen.reset()
