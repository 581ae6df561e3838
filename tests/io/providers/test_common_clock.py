"""The clock that all workers share."""

import time
from typing import Any

import boto3
import pytest

from brigade_io.providers.common_clock import CommonClock

DATE = "Mon, 30 Nov 2026 12:00:07 GMT"
THEIRS = 1_796_040_007.0


@pytest.mark.parametrize(
    ("asked", "answered", "ahead"),
    [
        (THEIRS + 0.2, THEIRS + 0.3, 0.0),
        (THEIRS - 0.5, THEIRS + 0.1, 0.0),
        (THEIRS - 0.1, THEIRS + 9.0, 0.0),  # a slow answer says nothing
        (THEIRS + 3600.4, THEIRS + 3600.5, 3599.4),
        (THEIRS - 3600.4, THEIRS - 3600.3, -3600.3),
    ],
)
def test_a_clock_is_set_right_by_as_much_as_is_certain(asked: float, answered: float, ahead: float) -> None:
    common = CommonClock(lambda: answered)
    common.compare(DATE, asked, answered)
    assert common.ahead == pytest.approx(ahead)
    assert common() == pytest.approx(answered - ahead)


def test_a_date_that_cannot_be_read_changes_nothing() -> None:
    common = CommonClock(lambda: 5.0)
    common.compare("yesterday", 5.0, 5.0)
    assert common() == 5.0


def test_a_worker_an_hour_ahead_goes_by_the_tables_time(aws_endpoint: str) -> None:
    keys: dict[str, Any] = {
        "region_name": "us-east-1", "aws_access_key_id": "0" * 12, "aws_secret_access_key": "test",
    }  # fmt: skip
    client = boto3.client("dynamodb", endpoint_url=aws_endpoint, **keys)
    common = CommonClock(lambda: time.time() + 3600)
    common.watch(client)
    client.list_tables()
    assert common() == pytest.approx(time.time(), abs=2.0)
