"""The record of every agent's call, and of the monitor's streams."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from brigade_io import clock
from brigade_io.progress.agent_call_table import AgentCallTable
from tests.functions.doorway import create_tables
from tests.unit.progress.batches import BATCH


@pytest.fixture
def calls() -> Iterator[AgentCallTable]:
    with mock_aws():
        client = boto3.client("dynamodb", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
        create_tables(client)
        yield AgentCallTable(client, "agent-calls")


def test_calls_come_back_newest_first_and_only_the_agents_own(calls: AgentCallTable) -> None:
    before = clock.now()
    calls.record("chef", batch_id="b", ms=12.5, error=None, retry=False)
    calls.record("artist", batch_id="b", ms=1, error=None, retry=False)
    calls.record("chef", batch_id="b", ms=99, error="ModelBusy", retry=True)
    found = calls.recent("chef", before)
    assert [(call.ms, call.error, call.retry) for call in found] == [(99, "ModelBusy", True), (12.5, None, False)]
    assert calls.recent("chef", clock.now()) == []
    assert len(calls.recent("chef", before, limit=1)) == 1


def test_calls_come_from_as_many_pages_as_there_are(calls: AgentCallTable) -> None:
    before = clock.now()
    for _ in range(1005):
        calls.record("chef", batch_id="b" * 1000, ms=1, error=None, retry=False)
    assert len(calls.recent("chef", before)) == 1005


def test_a_call_is_forgotten_after_thirty_days(calls: AgentCallTable) -> None:
    calls.record("chef", batch_id="b", ms=1, error=None, retry=False)
    (item,) = calls.client.scan(TableName="agent-calls")["Items"]
    left = int(item["expires_at"]["N"]) - clock.epoch()
    assert timedelta(days=29).total_seconds() < left <= timedelta(days=30).total_seconds()


def test_a_stream_is_open_until_it_is_closed(calls: AgentCallTable) -> None:
    before = clock.now()
    first, _ = calls.opened(BATCH), calls.opened(BATCH)
    calls.closed(first, ms=55_000, events=17)
    newest, oldest = calls.recent_streams(before)
    assert (newest.batch_id, newest.ms) == (BATCH, None)
    assert (oldest.ms, oldest.events) == (55_000, 17)


def test_a_lost_measurement_fails_nothing(calls: AgentCallTable) -> None:
    with Stubber(calls.client) as stub:
        for operation in ("put_item", "put_item", "update_item"):
            stub.add_client_error(operation, "ResourceNotFoundException")
        calls.record("chef", batch_id="b", ms=1, error=None, retry=False)
        calls.closed(calls.opened(BATCH), 1, 1)
