"""How often one address, and one account, may try."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from brigade.errors import RateLimitExceeded
from brigade_io.accounts.sign_in_limit import SignInLimit
from tests.functions.doorway import create_tables

AT = datetime(2026, 11, 21, 12, 16, 12, tzinfo=UTC)


@pytest.fixture
def limit() -> Iterator[SignInLimit]:
    with mock_aws():
        client = boto3.client("dynamodb", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
        create_tables(client)
        yield SignInLimit(client, "idempotency", per_address=5, per_account=4, per_account_and_address=3)


def refused(limit: SignInLimit, address: str, account: str, now: datetime = AT) -> int | None:
    """The seconds to wait, None where it was let in."""
    try:
        limit.admit("sign-in", now, address, account)
    except RateLimitExceeded as error:
        return error.retry_after
    return None


def test_an_account_is_tried_so_often_and_no_more_from_wherever(limit: SignInLimit) -> None:
    answers = [refused(limit, f"10.0.0.{number}", "ada@example.org") for number in range(6)]
    assert answers == [None, None, None, None, 828, 828]
    assert refused(limit, "10.0.0.9", "ada@example.org", AT + timedelta(seconds=828)) is None


def test_a_stranger_does_not_lock_the_owner_out(limit: SignInLimit) -> None:
    answers = [refused(limit, "10.0.0.66", "ada@example.org") for _ in range(50)]
    assert [answer is None for answer in answers] == [True] * 3 + [False] * 47
    assert refused(limit, "10.0.0.1", "ada@example.org") is None


def test_who_may_try_no_more_uses_up_nothing_of_others(limit: SignInLimit) -> None:
    for _ in range(50):
        refused(limit, "10.0.0.66", "ada@example.org")
    assert [refused(limit, "10.0.0.66", f"{number}@example.org") for number in range(3)] == [None, None, 828]


def test_a_right_try_does_not_count(limit: SignInLimit) -> None:
    for _ in range(20):
        limit.admit("sign-in", AT, "10.0.0.1", "ada@example.org")
        limit.give_back("sign-in", AT, "10.0.0.1", "ada@example.org")
    assert [refused(limit, "10.0.0.1", "ada@example.org") for _ in range(4)] == [None, None, None, 828]


def test_no_more_is_given_back_than_was_counted(limit: SignInLimit) -> None:
    for _ in range(5):
        limit.give_back("sign-in", AT, "10.0.0.1", "ada@example.org")
    assert [refused(limit, "10.0.0.1", "ada@example.org") for _ in range(4)] == [None, None, None, 828]


def test_an_address_tries_so_often_and_no_more_whatever_the_accounts(limit: SignInLimit) -> None:
    answers = [refused(limit, "10.0.0.1", f"{number}@example.org") for number in range(7)]
    assert [answer is None for answer in answers] == [True] * 5 + [False] * 2


def test_one_kind_of_try_does_not_use_another_up(limit: SignInLimit) -> None:
    for action in ("sign-in", "register", "forgot"):
        for _ in range(3):
            limit.admit(action, AT, "10.0.0.1", "ada@example.org")


def test_the_table_holds_no_account_by_name_and_forgets(limit: SignInLimit) -> None:
    limit.admit("sign-in", AT, "10.0.0.1", "ada@example.org")
    items = limit.client.scan(TableName="idempotency")["Items"]
    assert "ada" not in str(items)
    for item in items:
        assert 900 < int(item["expiration"]["N"]) - AT.timestamp() < 1800


def test_however_many_try_at_once_no_more_are_let_in(aws_endpoint: str) -> None:
    """Where writes are taken one by one, as DynamoDB does; moto does not."""
    client = boto3.client(
        "dynamodb", "eu-west-1", aws_access_key_id="test", aws_secret_access_key="test", endpoint_url=aws_endpoint
    )
    create_tables(client)
    limit = SignInLimit(client, "idempotency", per_address=1000, per_account=1000, per_account_and_address=3)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: refused(limit, "10.0.0.1", "ada@example.org"), range(40)))
    assert answers.count(None) == 3
