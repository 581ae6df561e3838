"""What tests of our stores in AWS stand on: keys, clients that try once, tables of their own, and races."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config

KEYS: dict[str, Any] = {"region_name": "us-east-1", "aws_access_key_id": "0" * 12, "aws_secret_access_key": "test"}
ONCE = Config(retries={"total_max_attempts": 1}, max_pool_connections=50)
TABLES = {"batches": ("batch_id", "item"), "pace": ("provider", "meter")}


def dynamodb(endpoint: str | None = None) -> Any:
    """A client that tries everything once: moto's, or that of the emulator at this endpoint."""
    return boto3.client("dynamodb", config=ONCE, endpoint_url=endpoint, **KEYS)


def a_table(client: Any, kind: str, name: str = "") -> str:
    """The name of a new, empty table of this kind: a name of its own, unless one is given."""
    name, keys = name or f"{kind}-{uuid4().hex}", TABLES[kind]
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": role} for key, role in zip(keys, ("HASH", "RANGE"), strict=True)],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
    )  # fmt: skip
    return name


def race(threads: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act` gives in so many threads that all begin at once."""
    line = Barrier(threads)

    def run(number: int) -> Any:
        line.wait()
        return act(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
