"""AWS clients at the API try again; those of states leave it to their machine."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import BotoCoreError

from brigade_io.aws import client
from tests.functions.doorway import ENVIRONMENT
from tests.functions.warmth import forget
from tests.gate import Gate


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Before a store that is away."""
    gate = Gate()
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{gate.port}", "AWS_SECONDS": "1"}.items():
        monkeypatch.setenv(name, value)
    forget()
    gate.shut(60)
    yield gate
    forget()
    gate.close()


@pytest.mark.parametrize("attempts", [1, 3])
def test_a_request_is_tried_as_often_as_the_door_is_told(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, attempts: int
) -> None:
    monkeypatch.setenv("AWS_ATTEMPTS", str(attempts))
    tried: list[str] = []
    asked = client("dynamodb")
    asked.meta.events.register("before-send.dynamodb", lambda **_: tried.append("once more"))
    with pytest.raises(BotoCoreError):
        asked.get_item(TableName="batches", Key={"batch_id": {"S": "b"}, "item": {"S": "batch"}})
    assert len(tried) == attempts
