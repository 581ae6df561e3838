"""How many batches one owner may start in a minute."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import boto3
import pytest
from moto import mock_aws

from brigade.errors import RateLimitExceeded
from brigade_io.progress.start_limit import StartLimit
from tests.functions.doorway import create_tables

NOON = datetime(2026, 11, 21, 12, 0, 12, 500, tzinfo=UTC)


@pytest.fixture
def limit() -> Iterator[StartLimit]:
    with mock_aws():
        client = boto3.client("dynamodb", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
        create_tables(client)
        yield StartLimit(client, "idempotency", most=3)


def test_one_more_than_may_be_started_is_refused_until_the_next_minute(limit: StartLimit) -> None:
    for number in range(3):
        limit.admit("ada", UUID(int=number), NOON)
    with pytest.raises(RateLimitExceeded) as refused:
        limit.admit("ada", UUID(int=9), NOON)
    assert refused.value.retry_after == 48
    limit.admit("ada", UUID(int=9), NOON + timedelta(seconds=48))


def test_the_same_batch_counts_once(limit: StartLimit) -> None:
    for number in (0, 0, 1, 2, 0, 2):
        limit.admit("ada", UUID(int=number), NOON)


def test_owners_do_not_take_each_others_starts(limit: StartLimit) -> None:
    for number in range(6):
        limit.admit("ada" if number % 2 else "bob", UUID(int=number), NOON)


def test_however_many_ask_at_once_no_more_are_let_in(aws_endpoint: str) -> None:
    """Where writes are taken one by one, as DynamoDB does; moto does not."""
    client = boto3.client(
        "dynamodb", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test", endpoint_url=aws_endpoint
    )
    create_tables(client)
    limit = StartLimit(client, "idempotency", most=3)

    def admitted(number: int) -> bool:
        try:
            limit.admit("ada", UUID(int=number), NOON)
        except RateLimitExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(admitted, range(40))) == 3


def test_a_minute_is_forgotten(limit: StartLimit) -> None:
    limit.admit("ada", UUID(int=1), NOON)
    (item,) = limit.client.scan(TableName="idempotency")["Items"]
    assert 60 < int(item["expiration"]["N"]) - NOON.timestamp() < 120
